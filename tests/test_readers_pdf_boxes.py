"""PDF pages that are turned, cropped, moved or in larger units: boxes sit where pdfium draws the characters."""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil, floor

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

import slideextract
from sheets import FIGURES, SENTENCE, SHEETS, Sheet, count, inked, laid, page_of
from slideextract.document import Document
from slideextract.geometry import BBox
from slideextract.readers.pdf import read_pdf

NEAR = 0.75  # points between a box of ours and one of pdfium's
SHARP = 3  # pixels a point of the renderings


@contextmanager
def opened(data: bytes) -> Iterator[pdfium.PdfPage]:
    source = pdfium.PdfDocument(data)
    try:
        yield source[0]
    finally:
        source.close()


def read(data: bytes) -> Document:
    return read_pdf(data, "deck.pdf", "0" * 64)


def drawn(page: pdfium.PdfPage, text: str) -> BBox:
    """Where pdfium itself draws a text, in pixels of a rendering with `SHARP` pixels a unit."""
    width, height = (round(SHARP * side) for side in page.get_size())
    layer = page.get_textpage()
    whole = layer.get_text_range()
    start = whole.index(text)
    corners = []
    for index in range(start, start + len(text)):
        left, bottom, right, top = layer.get_charbox(index, loose=True)
        for x, y in ((left, bottom), (right, top)):
            across, down = ctypes.c_int(), ctypes.c_int()
            pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x, y, across, down)
            corners.append((across.value, down.value))
    layer.close()
    across_all, down_all = zip(*corners, strict=True)
    return BBox(min(across_all), min(down_all), max(across_all), max(down_all))


def pixels(box: BBox, document: Document, page: pdfium.PdfPage) -> BBox:
    """A box in points of the document in pixels of a rendering."""
    scale = SHARP * page.get_size()[0] / (document.pages[0].width or 0)
    return BBox(*(edge * scale for edge in box))


def agree(data: bytes) -> None:
    document = read(data)
    assert document.text == SENTENCE
    facts = slideextract.extract(document).facts
    assert [fact.raw for fact in facts] == list(FIGURES)
    with opened(data) as page:
        boxes = [pixels(fact.bbox, document, page) for fact in facts if fact.bbox]
        for fact, box in zip(facts, boxes, strict=True):
            assert box == pytest.approx(drawn(page, fact.raw), abs=NEAR * SHARP)
        ink = inked(page.render(scale=SHARP).to_pil())
    counts = [count(ink.crop((floor(x0), floor(top), ceil(x1), ceil(bottom)))) for x0, top, x1, bottom in boxes]
    assert min(counts) > 100
    assert sum(counts) == count(ink)


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_the_box_of_a_result_is_where_pdfium_draws_it(sheet: Sheet) -> None:
    data = laid(sheet)
    agree(data)
    document = read(data)
    with opened(data) as page:
        sides = tuple(side * sheet.unit for side in page.get_size())
    assert (document.pages[0].width, document.pages[0].height) == pytest.approx(sides)


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_pdfplumber_puts_boxes_at_the_same_places(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    data = laid(sheet)
    expected = read(data)

    def refuse(_: bytes) -> None:
        message = "Data format error"
        raise pdfium.PdfiumError(message, err_code=3)

    monkeypatch.setattr(pdfium, "PdfDocument", refuse)
    found = read(data)
    assert found.text == expected.text
    ours, theirs = expected.pages[0], found.pages[0]
    assert (theirs.width, theirs.height) == pytest.approx((ours.width, ours.height))
    for word, other in zip(ours.words, theirs.words, strict=True):
        assert other.box == pytest.approx(word.box, abs=2.5 * sheet.unit)  # the two disagree on ascents


EDGES = st.integers(-300, 250).flatmap(lambda low: st.tuples(st.just(low), st.integers(low + 200, 1000)))
BOXES = st.tuples(EDGES, EDGES).map(lambda edges: (edges[0][0], edges[1][0], edges[0][1], edges[1][1]))
PLACES = st.lists(st.tuples(st.floats(-300, 700), st.floats(-300, 700), st.sampled_from([7, 12, 30])), max_size=12)


def scattered(sheet: Sheet, places: list[tuple[float, float, int]]) -> bytes:
    """Words at places in user space: `w0.5`, `w1.5`, ..."""

    def draw(canvas: Canvas) -> None:
        for number, (x, y, size) in enumerate(places):
            canvas.saveState()
            canvas.translate(x, y)
            canvas.rotate(sheet.turn)
            canvas.setFont("Helvetica", size)
            canvas.drawString(0, 0, f"w{number}.5")
            canvas.restoreState()

    return page_of(draw, sheet)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([0, 90, 180, 270]), BOXES, st.none() | BOXES, st.integers(1, 3), PLACES)
def test_words_lie_on_their_page_where_they_are_drawn(
    turn: int,
    media: tuple[int, int, int, int],
    crop: tuple[int, int, int, int] | None,
    unit: int,
    places: list[tuple[float, float, int]],
) -> None:
    if crop is not None:  # a crop box that only touches the media box shows nothing
        assume(min(media[2], crop[2]) > max(media[0], crop[0]) and min(media[3], crop[3]) > max(media[1], crop[1]))
    data = scattered(Sheet(turn, media, crop, unit), [(-1000, -1000, 12), *places])
    document = read(data)
    (sheet,) = document.pages
    sides = sheet.width or 0, sheet.height or 0
    with opened(data) as page:
        for word in sheet.words:
            text = document.text[word.span.start : word.span.end]
            shown = drawn(page, text) if re.fullmatch(r"w\d+\.5", text) else None  # else two in one place
            assert 0 <= word.box.x0 <= word.box.x1 <= sides[0]
            assert 0 <= word.box.top <= word.box.bottom <= sides[1]
            if shown:
                edges = BBox(*(edge * unit / SHARP for edge in shown))
                cut = BBox(*(min(max(edge, 0), sides[k % 2]) for k, edge in enumerate(edges)))
                assert word.box == pytest.approx(cut, abs=NEAR * unit)
