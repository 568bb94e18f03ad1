"""The deck's frame around its contents: what repeats on most slides, and titles without a placeholder."""

import re
from collections import Counter

from slideextract.document import BlockKind
from slideextract.readers.text_shapes import Place, Unit

MIN_REPEATS = 3  # slides; fewer can't show what repeats
EDGE = 0.1  # share of the height in which a number that changes from slide to slide is a page number
MAX_PAGE_NUMBER = 10  # characters of "12 / 345"
TOP = 0.2  # share of the height in which a slide's title begins
TITLE_SIZE = 20.0  # points; titles are set larger than running text
TITLE_KINDS = (BlockKind.LABEL, BlockKind.PARAGRAPH)


def promote_title(units: list[Unit], height: float) -> None:
    """Make the largest text at the top the title of a slide that has no title placeholder.

    Args:
        units: of the slide; changed in place.
        height: of the slide in points.
    """
    if any(unit.place is Place.TITLE for unit in units):
        return
    largest = max((unit.size for unit in units), default=0.0)
    for index, unit in enumerate(units):
        if unit.size == largest and _may_be_title(unit, height):
            piece = unit.pieces[0]
            title = piece._replace(kind=BlockKind.TITLE, text=piece.text.replace("\n", " "))
            units[index] = unit._replace(pieces=(title,), place=Place.TITLE)
            return


def _may_be_title(unit: Unit, height: float) -> bool:
    return (
        unit.place is Place.BODY
        and unit.box is not None
        and unit.box.top < TOP * height
        and unit.size >= TITLE_SIZE
        and len(unit.pieces) == 1
        and unit.pieces[0].kind in TITLE_KINDS
        and any(letter.isalpha() for letter in unit.pieces[0].text)
    )


def tag_furniture(slides: list[list[Unit]], height: float) -> None:
    """Tag the texts that stand at the same place on most slides: a trial's name, a logo's text, page numbers.

    Args:
        slides: the units of each slide; changed in place.
        height: of the slides in points.
    """
    if len(slides) < MIN_REPEATS:
        return
    keys = [[_repeat_key(unit, height) for unit in units] for units in slides]
    counts = Counter(key for found in keys for key in set(found) if key)
    for units, found in zip(slides, keys, strict=True):
        for index, key in enumerate(found):
            if key and counts[key] * 2 > len(slides):
                units[index] = _furniture(units[index])


def _furniture(unit: Unit) -> Unit:
    pieces = (piece._replace(kind=BlockKind.HEADER, text=piece.text.replace("\n", " ")) for piece in unit.pieces)
    return unit._replace(pieces=tuple(pieces), place=Place.FURNITURE)


def _repeat_key(unit: Unit, height: float) -> tuple[str, tuple[int, ...]] | None:
    """Text and place of a text box; page numbers differ in their digits only."""
    if unit.box is None or unit.place is Place.TITLE or any(piece.cell for piece in unit.pieces):
        return None
    text = "\n".join(piece.text for piece in unit.pieces)
    at_edge = unit.box.bottom < EDGE * height or unit.box.top > (1 - EDGE) * height
    if at_edge and len(text) <= MAX_PAGE_NUMBER:
        text = re.sub(r"\d+", "#", text)
    return text, tuple(round(side) for side in unit.box)
