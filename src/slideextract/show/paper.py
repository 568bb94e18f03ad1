"""What marks are drawn on: a rendering of the page where the format has one, else its texts in their frames."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw

from slideextract.document import Block, Document, Page, Span, Word
from slideextract.geometry import BBox, overlap, union
from slideextract.readers.sniff import PDF
from slideextract.show.lettering import LEADING, fit, font, width
from slideextract.show.marks import Sheet

MAX_PIXELS = 20_000_000  # of a picture: 80 MB while it is drawn on
LARGEST = 20.0  # points of the letters in a frame: the size of most slides' text
INSIDE = 0.3  # letter sizes between a frame and its text
ALIGNED = 0.5  # share of the smaller one's height that words of one line have in common
FRAME = "#b8c0c8"
LETTERS = "#303030"
FAINT = "#a0a0a0"  # of text that nobody sees
WORD = re.compile(r"\S+")


class Paper(NamedTuple):
    """A picture of a page, with the places of its words in pixels."""

    image: Image.Image
    words: tuple[Word, ...]
    rendered: bool  # else a sketch: the frames are the page's own, the letters in them are not

    def lines(self, span: Span) -> tuple[BBox, ...]:
        """The boxes around the words that a span touches, one for each line of print."""
        rows: list[list[BBox]] = []
        for word in self.words:
            if word.span.end <= span.start or word.span.start >= span.end:
                continue
            if rows and _beside(rows[-1][-1], word.box):
                rows[-1].append(word.box)
            else:
                rows.append([word.box])
        return tuple(box for row in rows if (box := union(row)) is not None)


def _beside(first: BBox, second: BBox) -> bool:
    """Whether words stand on one line, which may run upwards."""
    down = overlap((first.top, first.bottom), (second.top, second.bottom))
    across = overlap((first.x0, first.x1), (second.x0, second.x1))
    return down >= ALIGNED * min(first.height, second.height) or across >= ALIGNED * max(first.width, second.width)


def papers(path: Path, document: Document, sheets: Sequence[Sheet], wanted: int) -> Iterator[tuple[Sheet, Paper]]:
    """Each page with the picture of it, in order.

    Args:
        path: of the file that the document was read from.
        document: as read.
        sheets: the pages.
        wanted: pixels from left to right; pages that are much higher than wide get less.
    """
    widths = {sheet.page.number: _width(sheet.page, wanted) for sheet in sheets}
    rendered: Iterator[tuple[int, Image.Image]] = iter(())
    if document.media_type == PDF:
        from slideextract.readers.pdf_render import renderings  # noqa: PLC0415 - a slide needs no pdfium

        rendered = renderings(path.read_bytes(), widths)
    at, image = next(rendered, (0, None))
    for sheet in sheets:
        number = sheet.page.number
        if image is not None and at == number:
            yield sheet, _printed(image, sheet.page)
            at, image = next(rendered, (0, None))
        else:
            yield sheet, _sketch(document, sheet.page, widths[number])


def _width(page: Page, wanted: int) -> int:
    shape = (page.height or 1.0) / (page.width or 1.0)
    return max(1, min(wanted, int(sqrt(MAX_PIXELS / shape))))


def _printed(image: Image.Image, page: Page) -> Paper:
    scale = image.width / (page.width or 1.0)
    words = (word._replace(box=_scaled(word.box, scale)) for word in page.words)
    return Paper(image, tuple(words), rendered=True)


def _scaled(box: BBox, scale: float) -> BBox:
    return BBox(*(edge * scale for edge in box))


def _sketch(document: Document, page: Page, across: int) -> Paper:
    """The texts of a page in the frames that hold them."""
    scale = across / (page.width or 1.0)
    image = Image.new("RGB", (across, max(1, round((page.height or 1.0) * scale))), "white")
    pen = ImageDraw.Draw(image)
    blocks = [block for block in document.blocks if block.page == page.number and block.box]
    words: list[Word] = []
    for box, frame in groupby(blocks, key=lambda block: block.box):
        if box is not None:
            pen.rectangle(_scaled(box, scale), outline=FRAME)
            for part, text in _parts(box, list(frame)):
                words += _written(pen, document.text, text, _scaled(part, scale), round(LARGEST * scale))
    return Paper(image, tuple(words), rendered=False)


def _parts(box: BBox, blocks: Sequence[Block]) -> Iterator[tuple[BBox, Sequence[Block]]]:
    """The texts in a frame with their share of it: the numbers of a chart are set as a table."""
    cells = [block.cell for block in blocks if block.cell]
    if len(blocks) == 1 or len(cells) < len(blocks):
        yield box, blocks
        return
    wide = box.width / (max(cell.column + cell.column_span for cell in cells))
    high = box.height / (max(cell.row + cell.row_span for cell in cells))
    for block, cell in zip(blocks, cells, strict=True):
        x0, top = box.x0 + wide * cell.column, box.top + high * cell.row
        yield BBox(x0, top, x0 + wide * cell.column_span, top + high * cell.row_span), [block]


def _written(pen: ImageDraw.ImageDraw, text: str, blocks: Sequence[Block], box: BBox, largest: int) -> Iterator[Word]:
    """Write blocks into a box, and give the places of their words."""
    start, end = blocks[0].span.start, blocks[-1].span.end
    spans = (Span(start + match.start(), start + match.end()) for match in WORD.finditer(text[start:end]))
    fitted = fit(text[start:end], box.width, box.height, largest)
    size, ink = fitted.size, FAINT if blocks[0].doubtful else LETTERS
    for row, words in enumerate(fitted.rows):
        x, y = box.x0 + INSIDE * size, box.top + row * LEADING * size
        for word in words:
            pen.text((x, y), word, fill=ink, font=font(size))
            wide = width(word) * size
            yield Word(next(spans), BBox(x, y, x + wide, y + LEADING * size))
            x += wide + width(" ") * size
