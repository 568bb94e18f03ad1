"""PPTX decks: every slide with its shapes in reading order, boxes in points, native charts and notes.

The parts are read straight from the zip, so a deck that other tools refuse for a missing theme or a
damaged picture still yields its slides, and pictures are never loaded.
"""

import re

from slideextract.document import Document
from slideextract.errors import ReadError, reason, stops
from slideextract.geometry import BBox
from slideextract.readers.drawing import EMU, P, R, whole
from slideextract.readers.furniture import promote_title, tag_furniture
from slideextract.readers.limits import check
from slideextract.readers.ooxml import Package
from slideextract.readers.order import reading_order
from slideextract.readers.pieces import Draft, Piece, compose
from slideextract.readers.placeholders import Layouts
from slideextract.readers.placing import Tables
from slideextract.readers.slides import UNREADABLE, Deck, Slide, read_slide
from slideextract.readers.text_shapes import Place

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
SIZE = (720.0, 540.0)  # points; PowerPoint's own slide where the file gives no size
MAX_SIDE = 10_000.0  # points, 3.5 m: larger than any poster; PowerPoint itself stops at 4,032
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
    if not parts:
        message = f"{name}: no slides in it; export it anew from its source"
        raise ReadError(message, "corrupt")
    slides: list[Slide] = []
    failed: dict[int, str] = {}
    for number, part in enumerate(parts, start=1):
        try:
            slides.append(read_slide(deck, number, part))
        except UNREADABLE as error:
            if stops(error):
                raise
            failed[number] = getattr(error, "status", "corrupt")
            slides.append(Slide(number, part))
            deck.warnings.append(f"slide {number}: lost ({reason(error, name)})")
    if len(failed) == len(parts):
        first = deck.warnings[-len(parts)]
        cure = "; fetch it again" if failed[1] == "corrupt" else ""
        message = f"{name}: none of its slides can be read: {first}{cure}"
        raise ReadError(message, failed[1])
    tag_furniture([slide.units for slide in slides], deck.height)
    text, pages, blocks = compose(_draft(slide, deck) for slide in slides)
    if not text.strip() and any(slide.pictures for slide in slides):
        problem = next((problem for slide in slides for problem in slide.problems), "the recogniser found none")
        message = f"{name}: the slides are pictures without text ({problem})"
        raise ReadError(message, "needs_ocr")
    return Document(digest, name, MEDIA_TYPE, text, pages, blocks, tuple(deck.warnings), tuple(failed))


def _open(package: Package, name: str) -> tuple[Deck, list[str]]:
    """The deck and the parts of its slides in the order of the show."""
    main = next(iter(package.related("", "officeDocument")), "ppt/presentation.xml")
    if main not in package:
        main = "ppt/presentation.xml"
    deck = Deck(package, Layouts(package), *SIZE, Tables(name))
    try:
        root = package.xml(main)
        relations = package.relations(main)
    except ReadError as error:
        if stops(error):
            raise
        parts = _numbered(package)
        if not parts:
            message = f"{name}: no slides in it ({reason(error, name)})"
            raise ReadError(message, "corrupt" if package.parts("ppt") else "unsupported") from error
        deck.warnings.append(f"slides taken in the order of their numbers ({reason(error, name)})")
        return deck, parts
    if root.tag != P + "presentation":
        message = f"{name}: not a presentation, its main part is {main}"
        raise ReadError(message, "unsupported")
    size = root.find(P + "sldSz")
    if size is not None and all(0 < whole(size, side) <= MAX_SIDE * EMU for side in ("cx", "cy")):
        deck.width, deck.height = whole(size, "cx") / EMU, whole(size, "cy") / EMU
    listed = [item.get(R + "id", "") for item in root.iterfind(f"{P}sldIdLst/{P}sldId")]
    check("pages", len(listed), name)
    return deck, [relations[key].target if key in relations else f"(relation {key})" for key in listed]


def _numbered(package: Package) -> list[str]:
    numbers = ((SLIDE_PART.search(part), part) for part in package.parts("ppt/slides"))
    found = [part for _, part in sorted((int(match[1]), part) for match, part in numbers if match)]
    check("pages", len(found), package.name)
    return found


def _draft(slide: Slide, deck: Deck) -> Draft:
    """The slide with its units in reading order: title, body, footnotes, furniture, then notes."""
    promote_title(slide.units, deck.height)
    pieces: list[Piece] = []
    for place in Place:
        units = [unit for unit in slide.units if unit.place is place]
        boxes = [unit.box or BBox(0, deck.height, deck.width, deck.height) for unit in units]
        pieces += (_on_page(piece, deck) for index in reading_order(boxes) for piece in units[index].pieces)
    everything, forms = (*pieces, *slide.notes), tuple(slide.forms)
    return Draft(slide.number, everything, deck.width, deck.height, slide.hidden, forms, slide.unsure)


def _on_page(piece: Piece, deck: Deck) -> Piece:
    """The piece with the part of its box that the slide shows."""
    if piece.box is None:
        return piece
    x0, top, x1, bottom = piece.box
    if x0 >= 0 and top >= 0 and x1 <= deck.width and bottom <= deck.height:
        return piece
    across, down = (
        [min(max(x, 0.0), deck.width) for x in (x0, x1)],
        [min(max(y, 0.0), deck.height) for y in (top, bottom)],
    )
    return piece._replace(box=BBox(across[0], down[0], across[1], down[1]))
