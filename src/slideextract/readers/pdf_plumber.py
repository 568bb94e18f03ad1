"""The second opinion on a PDF: pdfplumber's own characters, for files and pages that pdfium can't read."""

import io
import math
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from slideextract.readers.pdf_glyphs import BOLD_NAMES, MAX_CHARACTERS, Frame, Glyph, Style

UNMAPPED = "(cid:"  # what pdfminer prints for a character whose font doesn't say what it means
ERRORS = (  # what pdfminer lets out on broken files
    PSException,
    PDFException,
    PdfminerException,
    MalformedPDFException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def read_pages(data: bytes, wanted: frozenset[int] | None = None) -> Iterator[tuple[int, Frame, list[Glyph]]]:
    """Number, frame and characters of pages, in order; pages that fail are left out.

    Args:
        data: the file.
        wanted: numbers of the pages to read, from 1; all if not given.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                if wanted is not None and page.page_number not in wanted:
                    continue
                try:
                    frame = _frame(page)
                    glyphs = list(_glyphs(page, frame.tiny))
                except ERRORS:
                    continue
                finally:
                    page.close()
                yield page.page_number, frame, glyphs
    except ERRORS:
        return


def user_units(data: bytes) -> dict[int, float]:
    """Points per unit of the pages that say so, by page number."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            said = {page.page_number: page.page_obj.attrs.get("UserUnit") for page in pdf.pages}
    except ERRORS:
        return {}
    return {number: float(unit) for number, unit in said.items() if isinstance(unit, int | float) and unit > 0}


def _frame(page: pdfplumber.page.Page) -> Frame:
    left, top, right, bottom = page.cropbox
    return Frame(float(left), float(top), float(right), float(bottom))


def _glyphs(page: pdfplumber.page.Page, tiny: float) -> Iterator[Glyph]:
    left, top = (float(value) for value in page.cropbox[:2])
    for count, char in enumerate(page.chars):
        if count >= MAX_CHARACTERS:
            message = f"more characters than the limit of {MAX_CHARACTERS} a page (MAX_CHARACTERS)"
            raise ValueError(message)
        x0, x1 = char["x0"] - left, char["x1"] - left
        text = "\ufffd" if char["text"].startswith(UNMAPPED) else char["text"]
        yield Glyph(text, x0, char["top"] - top, x1, char["bottom"] - top, _style(char, top, tiny))


def _style(char: Mapping[str, Any], top: float, tiny: float) -> Style:
    a, b = char["matrix"][:2]
    angle = math.degrees(math.atan2(b, a)) if not char["upright"] else 0.0
    size = float(char["size"])
    bold = any(part in str(char["fontname"]).lower() for part in BOLD_NAMES)
    baseline = char["bottom"] - top - 0.2 * size  # pdfplumber's boxes end at the font's descent
    return Style(size, bold, angle, baseline, hidden=size < tiny)
