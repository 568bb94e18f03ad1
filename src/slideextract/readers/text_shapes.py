"""Text of one shape as pieces: a title, bullets, paragraphs, a label, a footnote, or the deck's furniture."""

import re
from enum import IntEnum
from typing import NamedTuple

from lxml.etree import _Element as Element

from slideextract.document import BlockKind
from slideextract.geometry import BBox
from slideextract.readers.drawing import A, font_size, is_on, paragraph_text, paragraphs
from slideextract.readers.pieces import Piece
from slideextract.readers.placeholders import FURNITURE, TITLES, Holder
from slideextract.readers.shape_lines import line_boxes

MAX_LABEL = 60  # characters of a line that names or counts something in a drawing; sentences are longer
MAX_LABEL_LINES = 4  # a box of a design slide: arm, drug, dose, N
MAX_HEADING = 120  # characters of a subtitle; a longer one is prose
TINY = 4.0  # points; smaller text isn't meant to be read
FOOT = 0.8  # share of the slide's height below which small text is a footnote
MARKED_FOOT = 0.5  # the same for text that begins with a footnote's marker
WIDE = 0.5  # share of the slide's width; the names under bars have narrower boxes than a footnote
SMALL = 13.0  # points; footnotes are set smaller than anything that is presented
MARKER = re.compile(r"(?:[*†‡§¶#⁰¹²³⁴-⁹ᵃ-ᵈ]|\(\d\)|\[\d+\])")
GLYPH = re.compile(r"[•●○◦▪▫■□►▶➢➤✓✔–—·-]\s+(?=\D)")
SLIDE_NUMBER = ("slidenum", "datetime")


class Place(IntEnum):
    """The order in which the parts of a slide are read."""

    TITLE = 0
    BODY = 1
    FOOTNOTE = 2
    FURNITURE = 3


class Unit(NamedTuple):
    """What is moved as one when a slide is put into reading order: a text box, a table, a chart."""

    pieces: tuple[Piece, ...]
    box: BBox | None
    place: Place = Place.BODY
    size: float = 0.0  # points; of the largest text, where the slide itself says


class Setting(NamedTuple):
    """Where a text stands."""

    box: BBox | None
    width: float  # of the slide
    height: float
    holder: Holder | None = None
    hidden: bool = False


def text_unit(body: Element | None, setting: Setting) -> Unit | None:
    """The pieces of a shape's text body; None when it prints nothing."""
    printed = [(item, text) for item in paragraphs(body) if (text := paragraph_text(item, "\n"))]
    if body is None or not printed:
        return None
    items, lines = [item for item, _ in printed], [text for _, text in printed]
    sizes = [font_size(item) for item in items]
    largest = max((size for size in sizes if size), default=0.0)
    doubtful = setting.hidden or _off_slide(setting) or 0 < largest < TINY
    kinds, place = _kinds(items, lines, largest, setting)
    if len(kinds) == 1:
        joined = "\n".join(lines) if kinds[0] is BlockKind.LABEL else " ".join(lines).replace("\n", " ")
        return Unit((Piece(kinds[0], joined, setting.box, doubtful=doubtful),), setting.box, place, largest)
    holder = setting.holder
    boxes = line_boxes(body, setting.box, holder.looks, holder.anchor) if holder else line_boxes(body, setting.box)
    pieces = tuple(
        Piece(kind, line.replace("\n", " "), box, doubtful=doubtful)
        for kind, line, box in zip(kinds, lines, boxes, strict=True)
    )
    return Unit(pieces, setting.box, place, largest)


def _off_slide(setting: Setting) -> bool:
    box = setting.box
    if box is None:
        return False
    return box.x1 <= 0 or box.bottom <= 0 or box.x0 >= setting.width or box.top >= setting.height


def _kinds(items: list[Element], lines: list[str], size: float, setting: Setting) -> tuple[list[BlockKind], Place]:
    """The kind of each paragraph, or one kind when all of them are one block."""
    kind = setting.holder.kind if setting.holder else None
    if kind in TITLES:
        return [BlockKind.TITLE], Place.TITLE
    if kind in FURNITURE or _is_number(items):
        return [BlockKind.HEADER], Place.FURNITURE
    if _is_footnote(lines, size, setting):
        return [BlockKind.FOOTNOTE] * len(lines), Place.FOOTNOTE
    if kind == "subTitle":
        short = max(map(len, lines)) <= MAX_HEADING
        return [BlockKind.HEADING if short else BlockKind.PARAGRAPH] * len(lines), Place.BODY
    bulleted = setting.holder is not None and setting.holder.bulleted is not False
    found = [_kind(item, line, bulleted=bulleted) for item, line in zip(items, lines, strict=True)]
    if kind is None and _is_label(found, lines):
        return [BlockKind.LABEL], Place.BODY
    for index in range(len(items) - 1):
        if _heads(items[index], lines[index], items[index + 1]):
            found[index] = BlockKind.HEADING
    return found, Place.BODY


def _heads(item: Element, line: str, after: Element) -> bool:
    """Whether a short bold line stands over text that isn't bold; a line with a figure says something itself."""
    named = len(line) <= MAX_LABEL and not any(letter.isdigit() for letter in line)
    return named and any(letter.isalpha() for letter in line) and _is_bold(item) and not _is_bold(after)


def _is_bold(item: Element) -> bool:
    looks = [run.find(A + "rPr") for run in item.iter(A + "r", A + "fld") if (run.findtext(A + "t") or "").strip()]
    return bool(looks) and all(look is not None and is_on(look.get("b")) for look in looks)


def _is_number(items: list[Element]) -> bool:
    """Whether a box holds nothing but the slide's number or date."""
    runs = [run for item in items for run in item.iter(A + "r", A + "fld") if (run.findtext(A + "t") or "").strip()]
    return bool(runs) and all(run.get("type", "").startswith(SLIDE_NUMBER) for run in runs)


def _is_footnote(lines: list[str], size: float, setting: Setting) -> bool:
    if setting.box is None or not 0 < size <= SMALL:
        return False
    top = setting.box.top / setting.height
    if top > MARKED_FOOT and MARKER.match(lines[0]) and len(lines[0]) > 2:  # noqa: PLR2004 - marker and a text
        return True
    wide = setting.box.width > WIDE * setting.width
    return top > FOOT and (wide or max(map(len, lines)) > MAX_LABEL)


def _kind(item: Element, line: str, *, bulleted: bool) -> BlockKind:
    look = item.find(A + "pPr")
    if look is not None:
        if look.find(A + "buChar") is not None or look.find(A + "buAutoNum") is not None:
            return BlockKind.BULLET
        if look.find(A + "buNone") is not None:
            bulleted = False
    return BlockKind.BULLET if bulleted or GLYPH.match(line) else BlockKind.PARAGRAPH


def _is_label(kinds: list[BlockKind], lines: list[str]) -> bool:
    if BlockKind.BULLET in kinds or len(lines) > MAX_LABEL_LINES:
        return False
    whole = "\n".join(lines)
    return (
        max(map(len, whole.split("\n"))) <= MAX_LABEL and len(whole) <= 2 * MAX_LABEL and not whole.endswith((".", ";"))
    )
