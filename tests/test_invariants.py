"""What holds for the document of every format, whatever is in the file."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt
from reportlab.lib.pagesizes import landscape, letter
from reportlab.pdfgen.canvas import Canvas

from slideextract.document import Document
from slideextract.errors import ReadError
from slideextract.geometry import BBox
from slideextract.readers import read
from slideextract.readers.html import read_html
from slideextract.readers.text import read_text

SLACK = 0.5  # points that a glyph may reach over the edge of its page by rounding
ROWS = [("Endpoint", "Drug (n = 10)", "Placebo (n = 11)"), ("Response", "45 %", "20 %"), ("Death", "1", "0")]
TITLE = "A trial of a drug against placebo"
PROSE = "The response at week 12 was 45% with the drug and 20% with placebo (p = 0.002)."


def make_pptx(path: Path) -> None:
    deck = Presentation()
    slide: Any = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = TITLE
    slide.shapes.add_textbox(Pt(20), Pt(400), Pt(300), Pt(40)).text_frame.text = PROSE
    table = slide.shapes.add_table(3, 3, Pt(20), Pt(120), Pt(400), Pt(90)).table
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]  # the library has no types
    data.categories = ["Drug", "Placebo"]
    data.add_series("Response", (45, 20))
    second: Any = deck.slides.add_slide(deck.slide_layouts[6])
    second.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Pt(20), Pt(20), Pt(300), Pt(200), data)
    second.notes_slide.notes_text_frame.text = "Say that it worked."
    deck.slides.add_slide(deck.slide_layouts[6])
    deck.save(str(path))


def make_docx(path: Path) -> None:
    file = docx.Document()
    file.add_paragraph(TITLE, style="Title")
    file.add_paragraph(PROSE)
    table = file.add_table(3, 3)
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    file.add_paragraph("One point", style="List Bullet")
    file.save(str(path))


def make_pdf(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=landscape(letter))
    for page in (1, 2, 3):
        canvas.setFont("Helvetica-Bold", 28)
        canvas.drawString(60, 540, TITLE)
        canvas.setFont("Helvetica", 14)
        canvas.drawString(60, 490, PROSE)
        for row, cells in enumerate(ROWS):
            for column, text in enumerate(cells):
                canvas.rect(60 + 150 * column, 400 - 30 * row, 150, 30)
                canvas.drawString(66 + 150 * column, 410 - 30 * row, text)
        canvas.drawString(700, 30, f"{page} / 3")
        canvas.showPage()
    canvas.save()


def make_html(path: Path) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    path.write_text(f"<nav>Home</nav><h1>{TITLE}</h1><p>{PROSE}<sup>1</sup></p><table>{rows}</table>", encoding="utf-8")


def make_text(path: Path) -> None:
    rows = "\n".join("\t".join(row) for row in ROWS)
    path.write_text(f"{TITLE}\n\n{PROSE}\n\n{rows}\n\f- 45 %\n\f", encoding="utf-8")


def make_markdown(path: Path) -> None:
    rows = "\n".join(f"| {' | '.join(row)} |" for row in ROWS)
    path.write_text(f"# {TITLE}\n\n{PROSE}\n\n{rows}\n\n## About Acme\n\nAcme grew 23%.\n", encoding="utf-8")


MAKERS: dict[str, Callable[[Path], None]] = {
    "deck.pptx": make_pptx,
    "letter.docx": make_docx,
    "slides.pdf": make_pdf,
    "page.html": make_html,
    "slides.txt": make_text,
    "notes.md": make_markdown,
}


@pytest.fixture(scope="module", params=MAKERS)
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of each format."""
    made = tmp_path_factory.mktemp("invariants") / str(request.param)
    MAKERS[str(request.param)](made)
    return made


def check(document: Document) -> None:
    """Spans and boxes of a document agree with its text and pages."""
    assert [page.number for page in document.pages] == sorted({page.number for page in document.pages})
    ends = [0, *(page.span.end for page in document.pages)]
    assert all(page.span.start >= end for page, end in zip(document.pages, ends, strict=False))
    assert ends[-1] <= len(document.text)
    pages = {page.number: page for page in document.pages}
    ends = [0, *(block.span.end for block in document.blocks)]
    for block, end in zip(document.blocks, ends, strict=False):
        page = pages[block.page]
        assert end <= block.span.start < block.span.end <= page.span.end
        assert page.span.start <= block.span.start
        printed = document.text[block.span.start : block.span.end]
        assert printed == printed.strip()
        cited = document.cite(block.span)
        assert (cited.page, cited.quote) == (block.page, printed)
        if block.cell:
            assert min(block.cell.row, block.cell.column, block.cell.table) >= 0
            assert min(block.cell.row_span, block.cell.column_span) >= 1
        assert block.box is None or inside(block.box, page.width, page.height)
    check_words(document)
    check_cells(document)


def check_words(document: Document) -> None:
    for page in document.pages:
        ends = [page.span.start, *(word.span.end for word in page.words)]
        for word, end in zip(page.words, ends, strict=False):
            assert end <= word.span.start < word.span.end <= page.span.end
            assert not any(character.isspace() for character in document.text[word.span.start : word.span.end])
            assert inside(word.box, page.width, page.height)


def check_cells(document: Document) -> None:
    """No two cells of a table stand at the same place."""
    places = [
        (block.cell.table, block.cell.row + down, block.cell.column + across)
        for block in document.blocks
        if block.cell
        for down in range(block.cell.row_span)
        for across in range(block.cell.column_span)
    ]
    assert len(places) == len(set(places))


def inside(box: BBox, width: float | None, height: float | None) -> bool:
    assert width is not None
    assert height is not None
    across = -SLACK <= box.x0 <= box.x1 <= width + SLACK
    return across and -SLACK <= box.top <= box.bottom <= height + SLACK


def test_spans_and_boxes_agree(path: Path) -> None:
    check(read(path))


def test_everything_printed_is_found(path: Path) -> None:
    document = read(path)
    texts = [document.text[block.span.start : block.span.end] for block in document.blocks]
    cells = {text for text, block in zip(texts, document.blocks, strict=True) if block.cell}
    assert TITLE in texts
    assert any(text.startswith(PROSE) for text in texts)
    assert cells >= {cell for row in ROWS for cell in row}


def test_reading_twice_gives_the_same(path: Path) -> None:
    assert read(path) == read(path)


def test_the_id_is_of_the_bytes(path: Path) -> None:
    assert read(path).id == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ["deck.pptx", "letter.docx"])
@given(place=st.floats(0, 1), size=st.integers(1, 40), junk=st.binary(max_size=40))
@settings(max_examples=25, deadline=None)
def test_damaged_office_files_end_well(
    name: str, made: dict[str, bytes], *, place: float, size: int, junk: bytes
) -> None:
    data = made[name]
    start = int(place * len(data))
    reads(name, data[:start] + junk + data[start + size :])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The bytes of the Office files."""
    folder = tmp_path_factory.mktemp("made")
    for name in ("deck.pptx", "letter.docx"):
        MAKERS[name](folder / name)
    return {name: (folder / name).read_bytes() for name in ("deck.pptx", "letter.docx")}


def reads(name: str, data: bytes) -> None:
    """Read bytes as an Office file; whatever happens is a document or a `ReadError`."""
    from slideextract.readers.docx import read_docx  # noqa: PLC0415 - as the package itself does
    from slideextract.readers.pptx import read_pptx  # noqa: PLC0415 - as above

    reader = read_docx if name.endswith("docx") else read_pptx
    try:
        document = reader(data, name, "")
    except ReadError:
        return
    check(document)


# Signs that readers of text look at, so that random text isn't all letters.
SIGNS = st.sampled_from(
    [
        "\n", "\n\n", "\t", "  ", "\f", "|", "---", "- ", "• ", "# ", "## ", "**", "*", "1. ", ":::", "::: caption",
        "+--+", "<table>", "</table>", "<tr>", "<td>", "<th colspan=3>", "<td rowspan=2>", "</td>", "<p>", "<li>",
        "<!--", "-->", "<sup>", "</sup>", "--- page 2 ---", "¹", "5 %", "p < 0.05", "About Acme", "Results", "(", ")",
        ".", ":", "the", "a", "<h1>", "<div class=menu>", "<br>", "<nav>", "<style>.a{display:none}</style>", "<b>",
        "&lt;", "\u00a0", "\r", "\x0b", "\u2028", "\ufeff", "\x00", "\x1f",
    ]
)  # fmt: skip
SOURCES = st.lists(st.one_of(SIGNS, st.text(max_size=8)), max_size=60).map("".join)


@given(SOURCES)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(source: str) -> None:
    data = source.encode("utf-8", "surrogatepass")
    try:
        document = read_text(data, "any.txt", "")
    except ReadError:
        return
    check(document)
    assert read_text(data, "any.txt", "") == document


@given(SOURCES)
@settings(max_examples=300, deadline=None)
def test_any_markup_is_read(source: str) -> None:
    data = source.encode("utf-8", "surrogatepass")
    try:
        document = read_html(data, "any.html", "")
    except ReadError:
        return
    check(document)
    assert read_html(data, "any.html", "") == document


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_end_well(data: bytes) -> None:
    for reader in (read_text, read_html):
        try:
            check(reader(data, "any", ""))
        except ReadError as error:
            assert error.status in ("corrupt", "hostile")  # noqa: PT017 - either way is right
