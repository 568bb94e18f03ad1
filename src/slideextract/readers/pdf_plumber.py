"""The second opinion on a PDF: pdfplumber's own characters, for files and pages that pdfium can't read."""

import io
import math
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdftypes import resolve1
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from slideextract.readers.limits import allowed, beyond
from slideextract.readers.pdf_glyphs import BOLD_NAMES, Frame, Glyph, Style

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
                    glyphs = list(_glyphs(page, frame))
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
            units = {page.page_number: _unit(page) for page in pdf.pages}
    except ERRORS:
        return {}
    return {number: unit for number, unit in units.items() if unit != 1}


def _unit(page: pdfplumber.page.Page) -> float:
    said = resolve1(page.page_obj.attrs.get("UserUnit"))
    return float(said) if isinstance(said, int | float) and math.isfinite(said) and said > 0 else 1.0


def _frame(page: pdfplumber.page.Page) -> Frame:
    """The frame of a page; pdfplumber turns the characters, but not the boxes that they are cut to."""
    left, bottom, right, top = page.page_obj.mediabox
    x0, y0, x1, y1 = page.page_obj.cropbox
    within = max(left, x0), max(bottom, y0), min(right, x1), min(top, y1)
    if within[0] >= within[2] or within[1] >= within[3]:
        within = left, bottom, right, top  # what other viewers do with a crop box beside the page
    return Frame(*within, page.rotation, _unit(page))


def _glyphs(page: pdfplumber.page.Page, frame: Frame) -> Iterator[Glyph]:
    visible = Frame(*page.page_obj.mediabox, page.rotation).box(*frame[:4])
    left, top = page.mediabox[0] + visible.x0, page.mediabox[1] + visible.top
    unit, most = frame.unit, allowed("characters")
    for count, char in enumerate(page.chars):
        if count >= most:
            message = beyond("characters")
            raise ValueError(message)
        x0, x1, upper, lower = char["x0"] - left, char["x1"] - left, char["top"] - top, char["bottom"] - top
        text = "\ufffd" if char["text"].startswith(UNMAPPED) else char["text"]
        yield Glyph(text, x0 * unit, upper * unit, x1 * unit, lower * unit, _style(char, lower * unit, frame))


def _style(char: Mapping[str, Any], bottom: float, frame: Frame) -> Style:
    a, b = char["matrix"][:2]
    angle = math.degrees(math.atan2(b, a)) if not char["upright"] else 0.0
    steep = abs(a) < abs(b)
    size = float(char["width"] if steep else char["height"]) * frame.unit
    bold = any(part in str(char["fontname"]).lower() for part in BOLD_NAMES)
    baseline = bottom - 0.2 * size  # pdfplumber's boxes end at the font's descent
    return Style(size, bold, angle, baseline, hidden=size < frame.tiny, height=size)
