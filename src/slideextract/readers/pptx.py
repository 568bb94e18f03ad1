"""PPTX decks: every slide with its shapes in reading order, boxes in points, native charts and notes.

The parts are read straight from the zip, so a deck that other tools refuse for a missing theme or a
damaged picture still yields its slides, and pictures are never loaded.
"""

import re
from collections import Counter

from slideextract.document import BlockKind, Document
from slideextract.errors import ReadError
from slideextract.geometry import BBox
from slideextract.readers.drawing import EMU, P, R
from slideextract.readers.ooxml import Package
from slideextract.readers.order import reading_order
from slideextract.readers.pieces import Draft, Piece, compose
from slideextract.readers.placeholders import Layouts
from slideextract.readers.slides import UNREADABLE, Deck, Slide, promote_title, read_slide
from slideextract.readers.text_shapes import Place, Unit

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
MAX_SLIDES = 2_000  # ten times the longest real course deck; more is a bomb
SIZE = (720.0, 540.0)  # points; PowerPoint's own slide where the file gives no size
MIN_REPEATS = 3  # slides; fewer can't show what repeats
EDGE = 0.1  # share of the height in which a number that changes from slide to slide is a page number
MAX_PAGE_NUMBER = 10  # characters of "12 / 345"
SLIDE_PART = re.compile(r"slide(\d+)\.xml$", re.IGNORECASE)


def read_pptx(data: bytes, name: str, digest: str) -> Document:
    """The document of a PPTX file.

    Args:
        data: the whole file.
        name: path that the document is called by.
        digest: SHA-256 of `data`.

    Raises:
        ReadError: with status `encrypted`, `unsupported`, `hostile`, `corrupt` (not one slide can be
            read) or `needs_ocr` (pictures only).
    """
    package = Package(data, name)
    deck, parts = _open(package, name)
    slides: list[Slide] = []
    failed: list[int] = []
    for number, part in enumerate(parts, start=1):
        try:
            slides.append(read_slide(deck, number, part))
        except UNREADABLE as error:
            if isinstance(error, ReadError) and error.status == "hostile":
                raise
            failed.append(number)
            slides.append(Slide(number, part))
            deck.warnings.append(f"slide {number}: lost ({error or type(error).__name__})")
    if failed and len(failed) == len(parts):
        message = f"{name}: none of the {len(parts)} slides can be read; the first: {deck.warnings[-len(parts)]}"
        raise ReadError(message, "corrupt")
    _tag_furniture(slides, deck.height)
    text, pages, blocks = compose(_draft(slide, deck) for slide in slides)
    if not text.strip() and any(slide.pictures for slide in slides):
        message = f"{name}: the slides are pictures without text; a recogniser has to read them"
        raise ReadError(message, "needs_ocr")
    return Document(digest, name, MEDIA_TYPE, text, pages, blocks, tuple(deck.warnings), tuple(failed))


def _open(package: Package, name: str) -> tuple[Deck, list[str]]:
    """The deck and the parts of its slides in the order of the show."""
    main = next(iter(package.related("", "officeDocument")), "ppt/presentation.xml")
    if main not in package:
        main = "ppt/presentation.xml"
    deck = Deck(package, Layouts(package), *SIZE)
    try:
        root = package.xml(main)
        relations = package.relations(main)
    except ReadError as error:
        if error.status == "hostile":
            raise
        parts = _numbered(package)
        if not parts:
            message = f"{name}: no slides in it ({error})"
            raise ReadError(message, "corrupt" if package.parts("ppt") else "unsupported") from error
        deck.warnings.append(f"slides taken in the order of their numbers ({error})")
        return deck, parts
    if root.tag != P + "presentation":
        message = f"{name}: not a presentation, its main part is {main}"
        raise ReadError(message, "unsupported")
    size = root.find(P + "sldSz")
    if size is not None:
        deck.width = _points(size.get("cx"), deck.width)
        deck.height = _points(size.get("cy"), deck.height)
    listed = [item.get(R + "id", "") for item in root.iterfind(f"{P}sldIdLst/{P}sldId")]
    if len(listed) > MAX_SLIDES:
        message = f"{name}: {len(listed)} slides; MAX_SLIDES in readers/pptx.py is {MAX_SLIDES}"
        raise ReadError(message, "hostile")
    return deck, [relations[key].target if key in relations else f"(relation {key})" for key in listed]


def _numbered(package: Package) -> list[str]:
    numbers = ((SLIDE_PART.search(part), part) for part in package.parts("ppt/slides"))
    return [part for _, part in sorted((int(match[1]), part) for match, part in numbers if match)][:MAX_SLIDES]


def _points(value: str | None, default: float) -> float:
    return int(value) / EMU if value and value.isdecimal() and int(value) else default


def _draft(slide: Slide, deck: Deck) -> Draft:
    """The slide with its units in reading order: title, body, footnotes, furniture, then notes."""
    promote_title(slide, deck.height)
    pieces: list[Piece] = []
    for place in Place:
        units = [unit for unit in slide.units if unit.place is place]
        boxes = [unit.box or BBox(0, deck.height, deck.width, deck.height) for unit in units]
        pieces += (piece for index in reading_order(boxes) for piece in units[index].pieces)
    return Draft(slide.number, (*pieces, *slide.notes), deck.width, deck.height, slide.hidden)


def _tag_furniture(slides: list[Slide], height: float) -> None:
    """Tag the texts that stand at the same place on most slides: a trial's name, a logo's text, page numbers."""
    if len(slides) < MIN_REPEATS:
        return
    keys = [[_repeat_key(unit, height) for unit in slide.units] for slide in slides]
    counts = Counter(key for found in keys for key in set(found) if key)
    for slide, found in zip(slides, keys, strict=True):
        for index, key in enumerate(found):
            if key and counts[key] * 2 > len(slides):
                unit = slide.units[index]
                pieces = tuple(
                    piece._replace(kind=BlockKind.HEADER, text=piece.text.replace("\n", " ")) for piece in unit.pieces
                )
                slide.units[index] = unit._replace(pieces=pieces, place=Place.FURNITURE)


def _repeat_key(unit: Unit, height: float) -> tuple[str, tuple[int, ...]] | None:
    """Text and place of a text box; page numbers differ in their digits only."""
    if unit.box is None or unit.place is Place.TITLE or any(piece.cell for piece in unit.pieces):
        return None
    text = "\n".join(piece.text for piece in unit.pieces)
    at_edge = unit.box.bottom < EDGE * height or unit.box.top > (1 - EDGE) * height
    if at_edge and len(text) <= MAX_PAGE_NUMBER:
        text = re.sub(r"\d+", "#", text)
    return text, tuple(round(side) for side in unit.box)
