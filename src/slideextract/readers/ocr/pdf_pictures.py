"""Pages and pictures of a PDF that hide their text: drawn by pdfium, read by the recogniser."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from slideextract.geometry import BBox, overlap
from slideextract.readers.drawing import Matrix
from slideextract.readers.lines import Ink
from slideextract.readers.ocr.inks import Recognised, View, set_scraps
from slideextract.readers.ocr.recognition import MAX_PIXELS, Recognition
from slideextract.readers.pdf_glyphs import Frame
from slideextract.readers.pdf_paths import Drawing

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURE = 0.2  # share of a page; smaller pictures are logos and icons
BACKGROUND = 3  # words on a picture from which it is a background; the text of charts in pictures is in the picture
OUTLINES = 150  # drawn areas on a page without text: letters turned to outlines
LETTER_HEIGHTS = (3.0, 40.0)  # points
LETTER_SIZES = 100  # different ones; the dots, bars and icons of a page have up to 60, words in outlines 200
SHARPNESS = 150 / 72  # pixels a point; recognisers read no better above 150 dots an inch


def hiding_areas(words: Sequence[Ink], drawing: Drawing, frame: Frame) -> list[BBox]:
    """The parts of a page whose text is in no text layer: all of it, or large pictures with next to nothing on them."""
    page = BBox(0.0, 0.0, frame.width, frame.height)
    seen = [box for picture in drawing.pictures if (box := _inside(picture, page)) is not None]
    least = PICTURE * page.width * page.height
    if _is_outlined(words, drawing) or (not words and sum(_size(box) for box in seen) >= least):
        return [page]
    found: list[BBox] = []
    for box in sorted(seen, key=_size, reverse=True):
        apart = not any(_inside(box, other) == box for other in found)
        if apart and _size(box) >= least and sum(_is_on(word, box) for word in words) < BACKGROUND:
            found.append(box)
    return found


def _is_outlined(words: Sequence[Ink], drawing: Drawing) -> bool:
    """Whether the letters of a page were turned to areas, most of them at least."""
    if not words:
        return len(drawing.painted) >= OUTLINES or not drawing.complete
    letters = [box for box in drawing.painted if LETTER_HEIGHTS[0] <= box.height <= LETTER_HEIGHTS[1]]
    sizes = {(round(box.width), round(box.height)) for box in letters}
    return len(letters) > sum(len(word.text) for word in words) and len(sizes) >= LETTER_SIZES


def read_area(
    page: pdfium.PdfPage, frame: Frame, area: BBox, words: Sequence[Ink], recognition: Recognition
) -> Recognised:
    """The words of a part of a page, without those that its text layer has.

    Args:
        page: still open.
        frame: of the page.
        area: the part, in points.
        words: of the text layer.
        recognition: of the document.

    Raises:
        ReadError: there is no recogniser, or it failed.
    """
    scraps, (across, down) = recognition.read(partial(_draw, page, frame, area))
    view = View(Matrix(area.width / across, 0.0, 0.0, area.height / down, area.x0, area.top), area)
    printed = [word for word in words if _is_on(word, area)]
    new = [scrap for scrap in scraps if not any(_is_on(word, view.box(scrap.box)) for word in printed)]
    return set_scraps(new, view)


def _draw(page: pdfium.PdfPage, frame: Frame, area: BBox) -> "Image":
    """A part of a page at 150 dots an inch, or what `MAX_PIXELS` leaves of that."""
    scale = min(SHARPNESS, (MAX_PIXELS / _size(area)) ** 0.5)
    edges = (area.x0, frame.height - area.bottom, frame.width - area.x1, area.top)
    crop = tuple(max(0.0, edge / frame.unit) for edge in edges)
    bitmap = page.render(scale=scale * frame.unit, crop=crop)
    try:
        picture: Image = bitmap.to_pil().copy()  # its own pixels: the bitmap's are gone when it is closed
    finally:
        bitmap.close()
    return picture


def _inside(picture: BBox, page: BBox) -> BBox | None:
    """The part of a picture that lies on a page or in another."""
    across = overlap((picture.x0, picture.x1), (page.x0, page.x1))
    down = overlap((picture.top, picture.bottom), (page.top, page.bottom))
    if min(across, down) <= 0:
        return None
    x0, top = max(picture.x0, page.x0), max(picture.top, page.top)
    return BBox(x0, top, min(picture.x1, page.x1), min(picture.bottom, page.bottom))


def _size(box: BBox) -> float:
    return box.width * box.height


def _is_on(word: Ink, area: BBox) -> bool:
    x, y = word.box.center
    return area.x0 <= x <= area.x1 and area.top <= y <= area.bottom
