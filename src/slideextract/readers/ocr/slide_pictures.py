"""Pictures on slides: fetched one by one from the zip, read by the recogniser, set like a page's own text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from lxml.etree import _Element as Element

from slideextract.errors import ReadError
from slideextract.readers.aligned import find_aligned
from slideextract.readers.block_kinds import Paper
from slideextract.readers.drawing import A, Frame, Matrix, R, whole
from slideextract.readers.layout import Typeset, arrange, set_turned
from slideextract.readers.lines import read_runs
from slideextract.readers.ocr.inks import Recognised, View, set_scraps
from slideextract.readers.ocr.recogniser import Scrap
from slideextract.readers.ocr.recognition import Recognition
from slideextract.readers.ooxml import Package, Relation
from slideextract.readers.tables import set_table

if TYPE_CHECKING:
    from PIL.Image import Image

FULL = 100_000  # of `a:srcRect`: thousandths of a percent
Crop = tuple[float, float, float, float]  # shares of a picture cut off: left, top, right, bottom


class Hung(NamedTuple):
    """A picture on a slide: what fills it, and where it hangs."""

    fill: Element  # a `p:blipFill` or `a:blipFill`
    frame: Frame
    outer: Matrix


class Seen(NamedTuple):
    """What was read in a picture, and how many pixels its visible part has."""

    scraps: Sequence[Scrap]
    across: int
    down: int


@dataclass
class Pictures:
    """The pictures of one deck; one that hangs on several slides is read once."""

    package: Package
    recognition: Recognition = field(default_factory=Recognition)
    _seen: dict[tuple[str, Crop], Seen] = field(default_factory=dict)

    def read(self, hung: Hung, relations: dict[str, Relation]) -> Recognised:
        """The words of a picture on its slide.

        Raises:
            ReadError: it can't be read; the message says why and doesn't name the document.
        """
        blip = hung.fill.find(A + "blip")
        relation = relations.get("" if blip is None else blip.get(R + "embed", ""))
        if relation is None:
            message = "the picture isn't in the file"
            raise ReadError(message, "needs_ocr")
        crop = _crop(hung.fill.find(A + "srcRect"))
        seen = self._seen.get((relation.target, crop))
        if seen is None:
            seen = self._seen[relation.target, crop] = self._look(relation.target, crop)
        return set_scraps(seen.scraps, _view(hung, seen, crop))

    def _look(self, part: str, crop: Crop) -> Seen:
        scraps, (across, down) = self.recognition.read(partial(_draw, self.package, part, crop))
        return Seen(scraps, across, down)


def _draw(package: Package, part: str, crop: Crop) -> "Image":
    from slideextract.readers.ocr.pictures import decode  # noqa: PLC0415 - Pillow only where there is a recogniser

    picture = decode(package.picture(part))
    left, top, right, bottom = (max(0.0, share) for share in crop)
    across, down = picture.size
    edges = (round(left * across), round(top * down), round((1 - right) * across), round((1 - bottom) * down))
    return picture.crop(edges) if edges[0] < edges[2] and edges[1] < edges[3] else picture


def _crop(cut: Element | None) -> Crop:
    """What `a:srcRect` cuts off; it may reach beyond the picture, and never cuts off all of it."""
    if cut is None:
        return 0.0, 0.0, 0.0, 0.0
    left, top, right, bottom = (whole(cut, side) / FULL for side in "ltrb")
    return (0.0, 0.0, 0.0, 0.0) if left + right >= 1 or top + bottom >= 1 else (left, top, right, bottom)


def _view(hung: Hung, seen: Seen, crop: Crop) -> View:
    """From pixels of the visible part to points of the slide."""
    left, top, right, bottom = crop
    frame, matrix = hung.frame, hung.outer.after(hung.frame.turned())
    wide = frame.width / (1 - left - right) * (1 - max(left, 0) - max(right, 0)) / seen.across
    high = frame.height / (1 - top - bottom) * (1 - max(top, 0) - max(bottom, 0)) / seen.down
    x = frame.x - min(left, 0) * frame.width / (1 - left - right)
    y = frame.y - min(top, 0) * frame.height / (1 - top - bottom)
    return View(matrix.after(Matrix(wide, 0.0, 0.0, high, x, y)), frame.box(hung.outer))


def set_words(recognised: Recognised, paper: Paper, table: int) -> tuple[list[Typeset], int]:
    """The blocks of a picture in reading order, and how many of them are tables.

    Args:
        recognised: its words.
        paper: the slide.
        table: number of the first table.
    """
    runs = read_runs([word for word in recognised.words if not word.angle])
    tables: list[list[Typeset]] = []
    for slots, used in find_aligned(runs):
        gone = set(map(id, used))
        runs = [run for run in runs if id(run) not in gone]
        tables.append(set_table(slots, table + len(tables)))
    turned = set_turned([word for word in recognised.words if word.angle])
    return arrange(runs, tables, paper, turned=turned), len(tables)
