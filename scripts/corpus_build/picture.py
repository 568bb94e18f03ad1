"""A slide as a picture, as it is pasted from another deck: what the PDF draws, without any text behind it."""

import io

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from corpus_build.theme import HEIGHT, WIDTH

SHARPNESS = 150 / 72  # pixels a point


def pasted(page: bytes) -> io.BytesIO:
    """The only page of a PDF as a PNG file."""
    document = pypdfium2.PdfDocument(page)
    try:
        picture = document[0].render(scale=SHARPNESS).to_pil()
    finally:
        document.close()
    file = io.BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=True)
    file.seek(0)
    return file


def blank(out: io.BytesIO) -> Canvas:
    """A canvas of the size of a slide that writes the same bytes each time."""
    return Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
