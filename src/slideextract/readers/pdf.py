"""PDF files: slides, posters, articles and press releases that have a text layer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from slideextract.document import Document, Page, Span, Word
from slideextract.errors import ReadError
from slideextract.readers.layout import Typeset, arrange
from slideextract.readers.lines import read_runs
from slideextract.readers.pdf_glyphs import page_frame, read_glyphs
from slideextract.readers.pdf_words import read_words
from slideextract.readers.pieces import Draft, compose

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 2_000  # decks have up to 300; more is a book or a bomb


def read_pdf(data: bytes, name: str, digest: str) -> Document:
    """Read a PDF.

    Args:
        data: the file.
        name: of the document, for messages and evidence.
        digest: SHA-256 of `data`.

    Raises:
        ReadError: the file is encrypted or corrupt, has too many pages, or only pictures.
    """
    sheets = []
    pdf = pdfium.PdfDocument(data)
    for number in range(1, len(pdf) + 1):
        page = pdf[number - 1]
        frame = page_frame(page)
        words = read_words(read_glyphs(page, frame), frame.width, frame.height)
        page.close()
        sheets.append((frame, arrange(read_runs([w for w in words if not w.angle]), [], frame.width, frame.height)))
    drafts = [Draft(i + 1, tuple(t.piece for t in ts), f.width, f.height) for i, (f, ts) in enumerate(sheets)]
    text, pages, blocks = compose(drafts)
    return Document(digest, name, MEDIA_TYPE, text, pages, blocks)
