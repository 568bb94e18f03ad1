"""PDF files: slides, posters, articles and press releases that have a text layer."""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from slideextract.document import Document, Form, Reader, page_list
from slideextract.errors import ReadError
from slideextract.geometry import BBox
from slideextract.readers.aligned import find_aligned
from slideextract.readers.banded import find_banded
from slideextract.readers.block_kinds import Paper, usual_headline
from slideextract.readers.layout import Typeset, arrange, set_turned
from slideextract.readers.limits import allowed, beyond, check
from slideextract.readers.lines import Ink, Run, read_runs
from slideextract.readers.ocr.inks import NOTHING, Recognised
from slideextract.readers.ocr.pdf_pictures import hiding_areas, read_area
from slideextract.readers.ocr.recognition import Recognition
from slideextract.readers.pdf_glyphs import Frame, Glyph, page_frame, read_glyphs
from slideextract.readers.pdf_paths import Drawing, read_drawing
from slideextract.readers.pdf_words import read_words
from slideextract.readers.pieces import Draft, Piece, compose
from slideextract.readers.repeated import find_repeated
from slideextract.readers.ruled import find_ruled
from slideextract.readers.tables import Slot, set_table

Thing = TypeVar("Thing")
MEDIA_TYPE = "application/pdf"
SCANNED = 0.7  # share of a page that a picture covers when its text is invisible: that text is a recogniser's
UNREADABLE = 0.05  # share of characters without meaning from which pdfplumber is asked too
MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff]")
ENCRYPTED = re.compile(rb"/Encrypt\b")
UNREADABLE_PAGE = (ReadError, pdfium.PdfiumError, ValueError, ArithmeticError, RecursionError)
OBJECT_STREAM = re.compile(rb"/ObjStm\b[^>]*>>\s*stream\r?\n")
MAX_STREAMS = 200  # object streams that are searched for `/UserUnit`
MAX_STREAM = 1_000_000  # bytes of one, inflated


@dataclass(slots=True)
class Sheet:
    """A page as read, before it is known what repeats over the pages."""

    number: int
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    tables: list[list[Slot]] = field(default_factory=list)
    turned: list[Typeset] = field(default_factory=list)
    forms: tuple[Form, ...] = ()
    blank: bool = True
    drawn: bool = False  # anything at all is on it
    problem: str = ""  # why the text of a picture on it is lost
    recognised: Recognised = NOTHING  # what was read from pictures, now or when the page was scanned
    crowded: bool = False  # with more drawings than are looked at


def read_pdf(data: bytes, name: str, digest: str) -> Document:
    """Read a PDF that has a text layer.

    Args:
        data: the file.
        name: of the document, for messages and evidence.
        digest: SHA-256 of `data`.

    Raises:
        ReadError: the file is encrypted or corrupt, has too many pages, or holds pictures only.
    """
    sheets, failed, count = _read_sheets(data, name)
    if not count or not sheets:
        raise _without_pages(name, failed)
    if all(sheet.blank for sheet in sheets):
        if any(sheet.drawn for sheet in sheets):
            problem = next((sheet.problem for sheet in sheets if sheet.problem), "the recogniser found no text")
            raise _refusal(name, f"pictures or drawings without a text layer ({problem})", "needs_ocr")
        raise _refusal(name, "nothing is printed on its pages; export it anew from its source")
    text, pages, blocks = compose(_set_sheets(sheets))
    lost = [(sheet.number, sheet.problem) for sheet in sheets if sheet.problem]
    notes = [(number, f"page {number}: picture without text layer ({problem})") for number, problem in lost]
    crowded = f"the lines of tables and bars of charts aren't looked at: {beyond('drawn')}"
    notes += [(sheet.number, f"page {sheet.number}: {crowded}") for sheet in sheets if sheet.crowded]
    notes += _lost(failed)
    return Document(
        digest,
        name,
        MEDIA_TYPE,
        text,
        pages,
        blocks,
        tuple(note for _, note in sorted(notes)),
        tuple(sorted(failed)),
    )


def _without_pages(name: str, failed: Mapping[int, ReadError]) -> ReadError:
    """The refusal of a file of which no page could be read."""
    if not failed:
        return _refusal(name, "it has no pages; export it anew from its source")
    number, first = min(failed.items())
    cure = "" if first.status == "hostile" else "; export it anew from its source"
    return _refusal(name, f"none of its pages can be read: page {number}: {first}{cure}", first.status)


def _lost(failed: Mapping[int, ReadError]) -> Iterator[tuple[int, str]]:
    """A warning for each reason why pages are lost, with the number of the first of them."""
    reasons: dict[str, list[int]] = {}
    for number, error in sorted(failed.items()):
        reasons.setdefault(str(error), []).append(number)
    for reason, numbers in reasons.items():
        yield numbers[0], f"page{'s' * (len(numbers) > 1)} {page_list(numbers)}: can't be read: {reason}"


def _refusal(name: str, reason: str, status: str = "corrupt") -> ReadError:
    return ReadError(f"{name}: {reason}", status)


def _read_sheets(data: bytes, name: str) -> tuple[list[Sheet], dict[int, ReadError], int]:
    """All pages that can be read, why the others can't, and how many there are."""
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return _rescued(data, name, error)
    try:
        count = len(pdf)
        check("pages", count, name)
        units = _units(data)
        recognition = Recognition()
        sheets: dict[int, Sheet] = {}
        failed: dict[int, ReadError] = {}
        doubted: set[int] = set()
        for number in range(1, count + 1):
            try:
                sheets[number], doubtful = _read_sheet(pdf, number, units.get(number, 1.0), recognition)
            except UNREADABLE_PAGE as error:
                failed[number] = _page_error(error)
                doubtful = isinstance(error, pdfium.PdfiumError)
            if doubtful:
                doubted.add(number)
    finally:
        pdf.close()
    if not any(sheet.drawn for sheet in sheets.values()):
        doubted.update(sheets)
    _second_opinion(data, doubted, sheets, failed)
    return [sheets[number] for number in sorted(sheets)], failed, count


def _page_error(error: Exception) -> ReadError:
    if isinstance(error, ReadError):
        return error
    reason = "it is damaged" if isinstance(error, pdfium.PdfiumError) else f"{type(error).__name__} {error}".strip()
    return ReadError(reason)


def _read_sheet(pdf: pdfium.PdfDocument, number: int, unit: float, recognition: Recognition) -> tuple[Sheet, bool]:
    """A page, and whether too much of its text has no meaning."""
    page = pdf[number - 1]
    try:
        frame = page_frame(page, unit)
        glyphs = read_glyphs(page, frame)
        drawing = read_drawing(page, frame)
        words = read_words(glyphs, frame.width, frame.height, drawing.is_painted)
        recognised, problem = _recognised(page, frame, words, drawing, recognition)
    finally:
        page.close()
    sheet = _sheet(number, frame, words, drawing, recognised)
    sheet.problem = problem
    return sheet, _unreadable(glyphs) > UNREADABLE


def _recognised(
    page: pdfium.PdfPage, frame: Frame, words: Sequence[Ink], drawing: Drawing, recognition: Recognition
) -> tuple[Recognised, str]:
    """What the pictures of a page say that no text layer has, and why some of it can't be read."""
    found, problem = NOTHING, ""
    for area in hiding_areas(words, drawing, frame):
        try:
            found += read_area(page, frame, area, words, recognition)
        except ReadError as error:
            problem = str(error)
    return found, problem


def _unreadable(glyphs: Sequence[Glyph]) -> float:
    text = "".join(glyph.text for glyph in glyphs)
    return len(MEANINGLESS.findall(text)) / len(text) if text else 0.0


def _sheet(
    number: int, frame: Frame, words: Sequence[Ink], drawing: Drawing, recognised: Recognised = NOTHING
) -> Sheet:
    width, height = frame.width, frame.height
    sheet = Sheet(number, width, height, recognised=recognised)
    sheet.drawn = bool(words or drawing.painted or drawing.level or drawing.upright)
    sheet.crowded = not drawing.complete
    sheet.forms = tuple(drawing.forms) if drawing.complete else ()
    if words and _is_scan(words, drawing.pictures, width * height):
        words = [word._replace(doubtful=False) for word in words]
        sheet.recognised = Recognised(areas=(BBox(0.0, 0.0, width, height),))
    words = [*words, *recognised.words]
    sheet.blank = not words
    upright = [word for word in words if not word.angle]
    sheet.turned = set_turned([word for word in words if word.angle])
    if drawing.complete:
        for slots, taken in find_ruled(upright, drawing.level, drawing.upright, width, height):
            sheet.tables.append(slots)
            upright = _without(upright, taken)
    runs = read_runs(upright)
    banded = find_banded(runs, drawing.level, height) if drawing.complete else []
    for slots, used in banded:
        runs = _without(runs, used)
        sheet.tables.append(slots)
    for slots, used in find_aligned(runs, drawing.level):
        runs = _without(runs, used)
        sheet.tables.append(slots)
    sheet.runs = runs
    return sheet


def _without(things: Sequence[Thing], taken: Iterable[Thing]) -> list[Thing]:
    gone = set(map(id, taken))
    return [thing for thing in things if id(thing) not in gone]


def _is_scan(words: Sequence[Ink], pictures: Sequence[BBox], area: float) -> bool:
    """Whether all text is invisible and a picture lies over it: what a scanner's recogniser leaves."""
    return all(word.doubtful for word in words) and any(box.width * box.height >= SCANNED * area for box in pictures)


def _rescued(data: bytes, name: str, error: pdfium.PdfiumError) -> tuple[list[Sheet], dict[int, ReadError], int]:
    """The pages of a file that pdfium refuses, as pdfplumber reads them."""
    if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
        raise _refusal(name, "needs a password; save a copy without one", "encrypted") from error
    from slideextract.readers import pdf_plumber  # noqa: PLC0415 - 150 ms that only broken files pay

    pages = list(islice(pdf_plumber.read_pages(data), allowed("pages") + 1))
    check("pages", len(pages), name)
    if not any(glyphs for _, _, glyphs in pages):
        if ENCRYPTED.search(data):
            reason = "encrypted in a way that can't be opened; save a copy without encryption"
            raise _refusal(name, reason, "encrypted") from error
        raise _refusal(name, "a PDF too damaged to be read; fetch it again, or export it from its source") from error
    sheets = [_plumbed(*page) for page in pages]
    return sheets, {}, len(pages)


def _plumbed(number: int, frame: Frame, glyphs: Sequence[Glyph], recognised: Recognised = NOTHING) -> Sheet:
    """A page as pdfplumber reads it."""
    return _sheet(number, frame, read_words(glyphs, frame.width, frame.height), Drawing(), recognised)


def _second_opinion(
    data: bytes, doubted: Iterable[int], sheets: dict[int, Sheet], failed: dict[int, ReadError]
) -> None:
    """Take pages from pdfplumber where it reads more of them."""
    wanted = frozenset(doubted)
    if not wanted:
        return
    from slideextract.readers import pdf_plumber  # noqa: PLC0415 - 150 ms that only odd files pay

    for number, frame, glyphs in pdf_plumber.read_pages(data, wanted):
        if glyphs and _unreadable(glyphs) <= UNREADABLE:
            known = sheets[number].recognised if number in sheets else NOTHING
            sheets[number] = _plumbed(number, frame, glyphs, known)
            failed.pop(number, None)


def _units(data: bytes) -> dict[int, float]:
    """Points per unit, by page, in the rare files that set `/UserUnit`."""
    if b"/UserUnit" not in data and not any(b"/UserUnit" in stream for stream in _object_streams(data)):
        return {}
    from slideextract.readers import pdf_plumber  # noqa: PLC0415 - 150 ms that only huge posters pay

    return pdf_plumber.user_units(data)


def _object_streams(data: bytes) -> Iterator[bytes]:
    for count, match in enumerate(OBJECT_STREAM.finditer(data)):
        if count >= MAX_STREAMS:
            return
        try:
            yield zlib.decompressobj().decompress(memoryview(data)[match.end() :], MAX_STREAM)
        except zlib.error:
            continue


def _told(item: Typeset, recognised: Recognised) -> Piece:
    """A piece with the places of its words; one that stands in a picture is from a recogniser."""
    piece = item.piece._replace(places=item.words)
    inside = piece.box is not None and recognised.holds(piece.box)
    return piece._replace(reader=Reader.OCR) if inside else piece


def _set_sheets(sheets: Sequence[Sheet]) -> list[Draft]:
    """The pages with their blocks in order."""
    repeated = find_repeated([(sheet.runs, sheet.height) for sheet in sheets])
    outside = [[run for i, run in enumerate(s.runs) if i not in gone] for s, gone in zip(sheets, repeated, strict=True)]
    slides = [(r, s.height) for s, r in zip(sheets, outside, strict=True) if Paper(s.width, s.height).is_slide]
    headline = usual_headline(slides)
    drafts = []
    number = 0
    for sheet, again in zip(sheets, repeated, strict=True):
        tables = []
        for slots in sheet.tables:
            tables.append(set_table(slots, number))
            number += 1
        paper = Paper(sheet.width, sheet.height, sheet.number, headline)
        items = arrange(sheet.runs, tables, paper, again, sheet.turned)
        pieces = tuple(_told(item, sheet.recognised) for item in items)
        unsure = sheet.recognised.unsure
        drafts.append(Draft(sheet.number, pieces, sheet.width, sheet.height, forms=sheet.forms, unsure=unsure))
    return drafts
