"""Recognised words on the page: the same words that a text layer gives, and which of them are unsure."""

import math
from collections.abc import Sequence
from statistics import median_low
from typing import NamedTuple

from slideextract.geometry import BBox
from slideextract.readers.drawing import Matrix
from slideextract.readers.lines import WIDE, Ink
from slideextract.readers.ocr.recogniser import Scrap

ALIKE = 1.12  # ratio of measured font sizes that are one size: a line's box grows with its accents and descenders
LEVEL = 3.0  # degrees within which a line still reads as one
DESCENT = 0.25  # of a line's height below its baseline, where the line was turned with its picture


class View(NamedTuple):
    """How a picture hangs: the map from its pixels to points of the page, and the box that it fills there."""

    matrix: Matrix
    area: BBox

    def box(self, box: BBox) -> BBox:
        """A box of the picture on the page."""
        return self.matrix.box(box.x0, box.top, box.width, box.height)

    @property
    def scale(self) -> float:
        """Points a pixel."""
        return math.sqrt(abs(self.matrix.a * self.matrix.d - self.matrix.b * self.matrix.c))

    @property
    def turn(self) -> float:
        """Degrees by which the picture is turned, counter-clockwise."""
        return -math.degrees(math.atan2(self.matrix.b, self.matrix.a))


class Recognised(NamedTuple):
    """What a recogniser read on one page or slide."""

    words: tuple[Ink, ...] = ()
    areas: tuple[BBox, ...] = ()  # of the pictures, in points
    unsure: tuple[BBox, ...] = ()  # of words that the recogniser isn't sure of

    def __add__(self, other: object) -> "Recognised":
        """Both together."""
        if not isinstance(other, Recognised):
            return NotImplemented
        return Recognised(self.words + other.words, self.areas + other.areas, self.unsure + other.unsure)

    def holds(self, box: BBox) -> bool:
        """Whether the middle of a box lies in a picture that was read."""
        return any(_is_in(box, area) for area in self.areas)

    def shown(self, width: float, height: float) -> "Recognised":
        """What a page of that size shows, cut at its edges."""
        page = BBox(0.0, 0.0, width, height)
        words = (word._replace(box=_cut(word.box, page)) for word in self.words if _is_in(word.box, page))
        unsure = (_cut(box, page) for box in self.unsure if _is_in(box, page))
        return Recognised(tuple(words), tuple(_cut(area, page) for area in self.areas), tuple(unsure))


NOTHING = Recognised()


def _is_in(box: BBox, area: BBox) -> bool:
    x, y = box.center
    return area.x0 <= x <= area.x1 and area.top <= y <= area.bottom


def _cut(box: BBox, page: BBox) -> BBox:
    across = (min(max(x, page.x0), page.x1) for x in (box.x0, box.x1))
    down = (min(max(y, page.top), page.bottom) for y in (box.top, box.bottom))
    (x0, x1), (top, bottom) = across, down
    return BBox(x0, top, x1, bottom)


def set_scraps(scraps: Sequence[Scrap], view: View) -> Recognised:
    """Words of a picture where they stand on the page."""
    boxes = [view.box(scrap.box) for scrap in scraps]
    sizes = _levelled([scrap.size * view.scale for scrap in scraps])
    words = []
    for index, (scrap, box) in enumerate(zip(scraps, boxes, strict=True)):
        angle = (scrap.angle + view.turn + 180) % 360 - 180
        as_read = not scrap.angle and abs(view.turn) < LEVEL
        below = (scrap.box.bottom - scrap.baseline) * view.scale if as_read else DESCENT * box.height
        tied = scrap.tied and box.x0 - boxes[index - 1].x1 <= WIDE * sizes[index]
        angle = 0.0 if abs(angle) < LEVEL else angle
        words.append(Ink(scrap.text, box, sizes[index], box.bottom - below, angle=angle, tied=tied, spaced=True))
    unsure = tuple(box for scrap, box in zip(scraps, boxes, strict=True) if not scrap.sure)
    return Recognised(tuple(words), (view.area,), unsure)


def _levelled(sizes: Sequence[float]) -> list[float]:
    """Font sizes with those made one that differ no more than their measure does."""
    level: dict[float, float] = {}
    group: list[float] = []
    for size in sorted(sizes):
        if group and size > ALIKE * group[0]:
            level.update(dict.fromkeys(group, median_low(group)))
            group = []
        group.append(size)
    level.update(dict.fromkeys(group, median_low(group)) if group else {})
    return [level[size] for size in sizes]
