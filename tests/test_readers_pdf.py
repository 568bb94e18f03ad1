"""PDF files: words with boxes, reading order, tables, doubtful text, and what becomes of damaged ones."""

import hashlib
import io
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from slideextract.document import BlockKind, Document, Reader, Span
from slideextract.errors import ReadError
from slideextract.geometry import BBox
from slideextract.readers import limits, pdf_glyphs
from slideextract.readers import pdf as pdf_reader
from slideextract.readers.pdf import read_pdf

SLIDE = (720.0, 405.0)
PAPER = (595.0, 842.0)
DEV = Path(__file__).parents[1] / ".." / "shared" / "dev"
Draw = Callable[[Canvas], None]


def made(*pages: Draw, size: tuple[float, float] = SLIDE, **options: Any) -> bytes:
    """A PDF with one page for each function that draws on it."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, pageCompression=0, invariant=1, **options)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def put(canvas: Canvas, text: str, x: float, top: float, size: float = 12, font: str = "Helvetica") -> None:
    """Print a line whose baseline is `top` points below the upper edge of the page."""
    canvas.setFont(font, size)
    canvas.drawString(x, canvas._pagesize[1] - top, text)  # noqa: SLF001 - the canvas has no other way to tell it


def printed(*lines: tuple[Any, ...]) -> Draw:
    """A page with lines of text: text, x, distance from the top, and what else `put` takes."""

    def draw(canvas: Canvas) -> None:
        for line in lines:
            put(canvas, *line)

    return draw


def read(data: bytes) -> Document:
    return read_pdf(data, "deck.pdf", hashlib.sha256(data).hexdigest())


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, document.text[block.span.start : block.span.end]) for block in document.blocks]


def texts(document: Document) -> list[str]:
    return [text for _, text in blocks(document)]


def doubtful(document: Document) -> dict[str, bool]:
    return {document.text[block.span.start : block.span.end]: block.doubtful for block in document.blocks}


def cells(document: Document) -> dict[tuple[int, int, int], str]:
    """Text of each cell by table, row and column."""
    found = {}
    for block in document.blocks:
        if block.cell is not None:
            place = block.cell.table, block.cell.row, block.cell.column
            found[place] = document.text[block.span.start : block.span.end]
    return found


def box_of(document: Document, text: str) -> BBox:
    at = document.text.index(text)
    box = document.box(Span(at, at + len(text)))
    assert box is not None
    return box


def check(document: Document) -> None:
    """What holds for every document: spans in order, texts as printed, boxes on their page."""
    assert document.text.encode().decode() == document.text
    end = 0
    for block in document.blocks:
        text = document.text[block.span.start : block.span.end]
        assert text
        assert text == text.strip()
        assert block.span.start >= end
        end = block.span.end
    for page in document.pages:
        at = page.span.start
        for word in page.words:
            assert at <= word.span.start < word.span.end <= page.span.end
            assert not any(character.isspace() for character in document.text[word.span.start : word.span.end])
            assert 0 <= word.box.x0 <= word.box.x1 <= (page.width or 0) + 0.01
            assert 0 <= word.box.top <= word.box.bottom <= (page.height or 0) + 0.01
            at = word.span.end


def test_words_have_spans_and_boxes() -> None:
    document = read(made(printed(("Response at week 24", 50, 60, 24), ("46.4 % with abatacept", 50, 200))))
    check(document)
    assert document.text == "Response at week 24\n46.4 % with abatacept"
    assert [document.text[word.span.start : word.span.end] for word in document.pages[0].words] == document.text.split()
    evidence = document.cite(Span(20, 24))
    assert (evidence.quote, evidence.page) == ("46.4", 1)
    box = box_of(document, "46.4")
    assert (round(box.x0), round(box.x1)) == (50, 73)
    assert box.top < 195 < box.bottom
    assert (document.pages[0].width, document.pages[0].height) == SLIDE


TURNS = [0, 90, 180, 270]


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("cropped", [False, True])
def test_boxes_sit_on_the_words_of_turned_and_cropped_pages(turn: int, cropped: bool) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        if cropped:
            canvas.setCropBox((100, 50, 620, 400))
        canvas.saveState()
        canvas.translate(300, 200)
        canvas.rotate(turn)  # so that it reads from left to right on the displayed page
        canvas.setFont("Helvetica", 20)
        canvas.drawString(0, 0, "HR 0.49")
        canvas.restoreState()

    data = made(draw)
    document = read(data)
    check(document)
    assert document.text == "HR 0.49"
    source = pdfium.PdfDocument(data)
    page = source[0]
    assert (document.pages[0].width, document.pages[0].height) == page.get_size()
    inked = page.render(scale=1).to_pil().convert("L").point(lambda value: 255 * (value < 128)).getbbox()
    source.close()
    assert inked is not None
    left, top, right, bottom = inked
    box = box_of(document, "HR 0.49")
    assert box.x0 - 2 <= left < right <= box.x1 + 2
    assert box.top - 2 <= top < bottom <= box.bottom + 2
    assert box.height < 30


def test_points_of_pages_in_larger_units() -> None:
    data = made(printed(("OS", 50, 60, 24)))
    document = read(data.replace(b"/Type /Page\n", b"/Type /Page /UserUnit 2\n"))
    assert (document.pages[0].width, document.pages[0].height) == (1440, 810)
    assert round(box_of(document, "OS").x0) == 100


LEFT = ("Left column first line here", "goes on in the second line", "and ends in the third one.")
RIGHT = ("Right column first line also", "goes on in its second line", "and ends down here as well.")


def test_columns_are_read_one_after_the_other_whatever_was_drawn_first() -> None:
    rows = [line for i in range(3) for line in ((RIGHT[i], 400, 150 + 15 * i), (LEFT[i], 50, 150 + 15 * i))]
    document = read(made(printed(*rows, ("Title of the slide", 50, 60, 28))))
    assert blocks(document) == [
        ("title", "Title of the slide"),
        ("paragraph", " ".join(LEFT)),
        ("paragraph", " ".join(RIGHT)),
    ]


def test_bullets_labels_and_footnotes() -> None:
    document = read(
        made(
            printed(
                ("Primary endpoint", 40, 50, 30),
                ("\u2022", 40, 120, 18),
                ("Met at week 24 in both trials of the programme", 60, 120, 18),
                ("Placebo", 500, 250, 18),
                ("* Patients without a value count as non-responders.", 40, 390, 8),
            )
        )
    )
    assert blocks(document) == [
        ("title", "Primary endpoint"),
        ("bullet", "Met at week 24 in both trials of the programme"),
        ("label", "Placebo"),
        ("footnote", "* Patients without a value count as non-responders."),
    ]


def test_words_divided_at_line_ends_are_whole() -> None:
    lines = ("The patients of both groups were ran-", "domised to a double-", "blind treatment phase.")
    document = read(made(printed(*((line, 50, 150 + 14 * i) for i, line in enumerate(lines)))))
    assert "were randomised to" in document.text
    check(document)


def test_running_lines_are_tagged() -> None:
    def page(number: int) -> Draw:
        return printed(
            (f"Slide {number} of the deck", 40, 60, 28),
            (f"Text of slide {number} that stands alone and says something.", 40, 200, 16),
            ("TRIAL-1, data cut-off June", 40, 395, 8),
            (str(number), 700, 395, 8),
        )

    document = read(made(*(page(number) for number in range(1, 5))))
    headers = [text for kind, text in blocks(document) if kind == "header"]
    assert headers == [text for number in range(1, 5) for text in ("TRIAL-1, data cut-off June", str(number))]


def test_titles_stand_where_the_deck_has_them() -> None:
    large = [printed((f"Results {name}", 40, 50, 26), ("Short words", 40, 150, 14)) for name in "ABC"]
    document = read(made(*large, printed(("Thank you", 40, 50, 26), ("Next time in spring", 300, 200, 26))))
    assert [text for kind, text in blocks(document) if kind == "title"][-1] == "Thank you"


GRID = [["", "Drug (n = 279)", "Placebo (n = 278)"], ["Any event", "176 (63.8)", "75 (27.3)"], ["Serious", "104", "53"]]


def gridded(canvas: Canvas, rows: list[list[str]], x: float = 60, top: float = 120) -> None:
    """A table with a rule around each cell."""
    height, width = 30, 150
    upper = canvas._pagesize[1] - top  # noqa: SLF001 - as in `put`
    canvas.grid([x + width * i for i in range(len(rows[0]) + 1)], [upper - height * i for i in range(len(rows) + 1)])
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            put(canvas, text, x + width * column + 5, top + height * row + 20)


def test_ruled_tables() -> None:
    document = read(made(lambda canvas: gridded(canvas, GRID)))
    check(document)
    assert cells(document) == {
        (0, row, column): text for row, line in enumerate(GRID) for column, text in enumerate(line) if text
    }
    assert [block.cell.header for block in document.blocks if block.cell] == [True, True, *[False] * 6]
    assert {block.reader for block in document.blocks} == {Reader.TABLE}
    assert document.text == "Drug (n = 279)\tPlacebo (n = 278)\nAny event\t176 (63.8)\t75 (27.3)\nSerious\t104\t53"
    assert document.blocks[0].box == pytest.approx((210, 120, 360, 150), abs=1)


def test_merged_cells_know_their_span() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (300, 240, 210):
            canvas.line(50, y, 450, y)
        canvas.line(250, 270, 450, 270)
        for x in (50, 250, 450):
            canvas.line(x, 300, x, 210)
        canvas.line(350, 270, 350, 210)
        put(canvas, "Safety population", 280, 125)
        put(canvas, "Drug", 260, 155)
        put(canvas, "Placebo", 360, 155)
        put(canvas, "Serious", 60, 185)
        put(canvas, "104", 260, 185)
        put(canvas, "53", 360, 185)

    spans = [
        (b.cell.row, b.cell.column, b.cell.row_span, b.cell.column_span) for b in read(made(draw)).blocks if b.cell
    ]
    assert spans == [(0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]


def test_tables_of_filled_cells() -> None:
    def draw(canvas: Canvas) -> None:
        for row, line in enumerate(GRID):
            for column, text in enumerate(line):
                canvas.setFillGray(0.8 if row else 0.2)
                canvas.rect(60 + 150 * column, 250 - 30 * row, 150, 30, stroke=0, fill=1)
                canvas.setFillGray(0 if row else 1)
                put(canvas, text, 65 + 150 * column, 145 + 30 * row)

    document = read(made(draw))
    assert cells(document)[0, 1, 1] == "176 (63.8)"
    assert not any(doubtful(document).values())


def test_tables_without_rules() -> None:
    rows = [
        ("Drug", 200, 120), ("Placebo", 300, 120),
        ("Response", 50, 140), ("46.4", 200, 140), ("33.1", 300, 140),
        ("Remission", 50, 160), ("12.0", 200, 160), ("8.3", 300, 160),
        ("Relapse", 50, 180), ("4.1", 200, 180), ("9.9", 300, 180),
    ]  # fmt: skip
    document = read(made(printed(*rows)))
    assert [text for _, text in sorted(cells(document).items())] == [text for text, _, _ in rows]
    assert cells(document)[0, 2, 2] == "8.3"


def test_prose_in_two_columns_is_no_table() -> None:
    lines = [
        (text, x, 100 + 15 * i)
        for i, row in enumerate(zip(LEFT, RIGHT, strict=True))
        for text, x in zip(row, (50, 400), strict=True)
    ]
    assert not cells(read(made(printed(*lines))))


def test_fake_bold_is_printed_once() -> None:
    document = read(made(printed(("Start of text", 50, 100), ("Start of text", 50.3, 100))))
    assert document.text == "Start of text"


def test_fake_bold_of_single_characters_is_printed_once() -> None:
    def draw(canvas: Canvas) -> None:
        x = 50.0
        for character in "Too few: 11 of 100":
            put(canvas, character, x, 100)
            put(canvas, character, x + 0.25, 100)
            x += canvas.stringWidth(character, "Helvetica", 12)

    assert read(made(draw)).text == "Too few: 11 of 100"


def test_ligatures_are_letters() -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    document = read(made(printed(("con\ufb01rmed \ufb02ares: 0.5", 50, 100, 12, "Vera"))))
    assert document.text == "confirmed flares: 0.5"
    first, second = (box_of(document, word) for word in ("confirmed", "flares"))
    assert first.x1 < second.x0
    check(document)


def raised(*parts: str) -> Draw:
    """A line whose parts are by turns on it and raised above it."""

    def draw(canvas: Canvas) -> None:
        line = canvas.beginText(50, 300)
        for index, part in enumerate(parts):
            line.setFont("Helvetica", 9 if index % 2 else 14)
            line.setRise(5 if index % 2 else 0)
            line.textOut(part)
        canvas.drawText(line)

    return draw


SUPERSCRIPTS = [
    (("aged 65", "1", " or older"), "aged 65¹ or older"),
    (("46.4 %", "1,2", " with abatacept"), "46.4 %¹,² with abatacept"),
    (("HR 0.62", "a", " (0.50 to 0.80", "b", ")"), "HR 0.62ᵃ (0.50 to 0.80ᵇ)"),
    (("n", "1", " = 24"), "n¹ = 24"),
    (("120 × 10", "9", "/L, 2 × 10", "-5", " and 10", "3", " cells"), "120 × 10⁹/L, 2 × 10⁻⁵ and 10³ cells"),
    (("31.2 kg/m", "2", " at baseline"), "31.2 kg/m² at baseline"),
    (("46.4", "†", " against 33.1", "*", ""), "46.4† against 33.1*"),
    (("the 1", "st", " line"), "the 1st line"),
    (("la 2", "e", " ligne, 30,2 %", "e", " sous placebo"), "la 2e ligne, 30,2 %ᵉ sous placebo"),
    (("", "a", " données observées"), "ᵃdonnées observées"),
]


@pytest.mark.parametrize(("parts", "text"), SUPERSCRIPTS, ids=[text for _, text in SUPERSCRIPTS])
def test_raised_marks_stay_marks(parts: tuple[str, ...], text: str) -> None:
    assert read(made(raised(*parts))).text == text


def test_a_line_is_no_superscript_of_the_large_asterisk_before_it() -> None:
    document = read(made(printed(("*", 50, 103, 18), ("n > 30 in each group", 62, 100, 12))))
    assert sorted(texts(document)) == ["*", "n > 30 in each group"]


def test_superscripts_are_apart_from_numbers() -> None:
    document = read(made(printed(("aged 65", 50, 100, 20), ("1", 120, 92, 12), ("or older", 135, 100, 20))))
    assert document.text == "aged 65¹ or older"


def test_labels_that_run_upwards() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, "Overall survival", 50, 50, 28)
        canvas.rotate(90)
        canvas.setFont("Helvetica", 12)
        canvas.drawString(120, -60, "Patients alive (%)")

    document = read(made(draw))
    assert blocks(document) == [("title", "Overall survival"), ("label", "Patients alive (%)")]
    box = box_of(document, "Patients")
    assert box.height > box.width


ANGLES = [90, 270, 60, 45, 30, 10, -30, -45, -80]


@pytest.mark.parametrize(
    ("angle", "apart"), [*((angle, apart) for angle in ANGLES for apart in (False, True)), (180, False)]
)
def test_labels_read_at_any_angle(angle: int, apart: bool) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(360, 200)
        canvas.rotate(angle)
        canvas.setFont("Helvetica", 12)
        for row, text in enumerate(("Patients alive (%)", "after 24 weeks")):
            x = 0.0
            for part in text if apart else (text,):
                canvas.drawString(x, -14 * row, part)
                x += canvas.stringWidth(part, "Helvetica", 12)

    document = read(made(draw))
    check(document)
    assert sorted(texts(document)) == ["Patients alive (%)", "after 24 weeks"]


def test_slanted_names_of_groups_stay_apart_from_the_numbers_over_them() -> None:
    names = ("Week 4", "Week 12", "Placebo", "Drug 100 mg")

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for index, name in enumerate(names):
            canvas.drawString(95 + 25 * index, 108 + 9 * index, f"{20 + index}.5")
            canvas.saveState()
            canvas.translate(105 + 25 * index, 100)
            canvas.rotate(45)
            canvas.drawRightString(0, 0, name)
            canvas.restoreState()

    assert sorted(texts(read(made(draw)))) == sorted((*names, "20.5", "21.5", "22.5", "23.5"))


def test_what_is_hidden_in_a_line_or_cell_casts_doubt_on_it() -> None:
    def draw(canvas: Canvas) -> None:
        gridded(canvas, [["Response", "46.4"], ["Remission", "12.0"]])
        canvas.setFillGray(1)
        put(canvas, "99.9", 300, 140)
        canvas.setFillGray(0)
        line = canvas.beginText(60, 100)
        line.setFont("Helvetica", 12)
        line.textOut("The response was 46.4 % ")
        line.setTextRenderMode(3)
        line.textOut("or 99.9 % ")
        line.setTextRenderMode(0)
        line.textOut("with abatacept")
        canvas.drawText(line)

    assert doubtful(read(made(draw))) == {
        "Response": False, "46.4 99.9": True, "Remission": False, "12.0": False,
        "The response was 46.4 %": False, "or 99.9 %": True, "with abatacept": False,
    }  # fmt: skip


def test_text_that_nobody_sees_is_doubtful() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, "seen by all", 50, 100)
        canvas.setFillGray(1)
        put(canvas, "white on white", 50, 150)
        canvas.setFillGray(0.2)
        canvas.rect(300, 240, 200, 30, fill=1)
        canvas.setFillGray(1)
        put(canvas, "white on dark", 310, 155)
        canvas.setFillGray(0)
        put(canvas, "tiny print", 50, 200, 2)
        put(canvas, "beside the page", 800, 250)

    assert doubtful(read(made(draw))) == {
        "seen by all": False,
        "white on white": True,
        "white on dark": False,
        "tiny print": True,
        "beside the page": True,
    }


def picture() -> ImageReader:
    return ImageReader(Image.new("RGB", (8, 8), "gray"))


def test_pictures_without_text_need_ocr() -> None:
    with pytest.raises(ReadError, match=r"deck\.pdf: pictures") as caught:
        read(made(lambda canvas: canvas.drawImage(picture(), 0, 0, *SLIDE)))
    assert caught.value.status == "needs_ocr"


def test_pictures_beside_text_are_told() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 300, 50, 400, 250)
        canvas.drawImage(picture(), 0, 380, 30, 20)
        put(canvas, "Survival", 50, 50)

    (warning,) = read(made(printed(("one", 50, 50)), draw)).warnings
    assert warning == "page 2: picture without text layer (needs OCR: pip install 'slideextract[ocr]')"


def test_letters_turned_to_outlines_are_told_and_dots_are_not() -> None:
    def outlined(canvas: Canvas) -> None:
        put(canvas, "Survival", 50, 50)
        for index in range(200):
            canvas.rect(20 + 30 * (index % 20), 20 + 30 * (index // 20), 4 + index % 20, 5 + index // 20, fill=1)

    def dotted(canvas: Canvas) -> None:
        put(canvas, "Survival", 50, 50)
        for index in range(200):
            canvas.circle(20 + 3 * index, 20 + 30 * (index // 20), 3, fill=1)

    (warning,) = read(made(outlined, dotted)).warnings
    assert warning.startswith("page 1: picture without text layer (needs OCR")


def test_the_text_layer_of_a_scanner_is_a_reading() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 0, 0, *SLIDE)
        line = canvas.beginText(50, 300)
        line.setFont("Helvetica", 12)
        line.setTextRenderMode(3)
        line.textOut("Response 46 %")
        canvas.drawText(line)

    (block,) = read(made(draw)).blocks
    assert (block.reader, block.doubtful) == (Reader.OCR, False)


ONE = made(printed(("Overall survival", 50, 50, 28), ("HR 0.49 in all patients of the trial.", 50, 150)))
LOOP = b"""%PDF-1.7
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[2 0 R]/Count 1>> endobj
trailer <</Root 1 0 R>>
"""
REFUSED = [
    (made(printed(("secret", 50, 50)), encrypt=StandardEncryption("user", "owner")), "encrypted"),
    (ONE[: len(ONE) // 3], "corrupt"),
    (b"%PDF-1.7\n" + bytes(range(256)) * 20, "corrupt"),
    (made(printed()), "corrupt"),
    (LOOP, "corrupt"),
]


@pytest.mark.parametrize(("data", "status"), REFUSED)
def test_refused(data: bytes, status: str) -> None:
    with pytest.raises(ReadError, match=r"deck\.pdf: ") as caught:
        read(data)
    assert caught.value.status == status


def test_a_password_that_only_guards_changes_is_none() -> None:
    assert read(made(printed(("open", 50, 50)), encrypt=StandardEncryption("", "owner"))).text == "open"


def test_a_page_that_fails_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.ENVIRONMENT, "characters=100")
    document = read(made(printed(("one", 50, 50)), printed(("two " * 40, 50, 50)), printed(("three", 50, 50))))
    assert (document.text, document.failed_pages) == ("one\n\nthree", (2,))
    assert document.warnings[0].startswith("page 2: can't be read: ")
    assert "--limit characters=160" in document.warnings[0]
    assert document.cite(Span(5, 10)).page == 3


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.ENVIRONMENT, "pages=2")
    with pytest.raises(ReadError, match="--limit pages=3") as caught:
        read(made(*[printed(("text", 50, 50))] * 3))
    assert caught.value.status == "hostile"


def test_pdfplumber_reads_what_pdfium_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read(ONE)

    def refuse(_: bytes) -> None:
        message = "Data format error"
        raise pdfium.PdfiumError(message, err_code=3)

    monkeypatch.setattr(pdfium, "PdfDocument", refuse)
    found = read(ONE)
    check(found)
    assert (found.text, blocks(found)) == (expected.text, blocks(expected))
    assert box_of(found, "0.49") == pytest.approx(box_of(expected, "0.49"), abs=3)


def test_pdfplumber_is_asked_where_characters_have_no_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    original = pdf_glyphs.read_glyphs

    def garbled(*arguments: Any) -> list[pdf_glyphs.Glyph]:
        return [glyph._replace(text="\ue001") for glyph in original(*arguments)]

    monkeypatch.setattr(pdf_reader, "read_glyphs", garbled)
    assert read(ONE).text.startswith("Overall survival")


def test_every_page_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[pdfium.PdfPage] = []
    original = pdfium.PdfPage.close

    def close(page: pdfium.PdfPage) -> None:
        closed.append(page)
        original(page)

    monkeypatch.setattr(pdfium.PdfPage, "close", close)
    read(made(*[printed(("text", 50, 50))] * 3))
    assert len(closed) == 3


def test_reading_twice_gives_the_same() -> None:
    data = made(lambda canvas: gridded(canvas, GRID), printed(*((line, 50, 50) for line in LEFT)))
    assert read(data) == read(data)


PLACED = st.tuples(
    st.text("abcdef0123456789.,%", min_size=1, max_size=12),
    st.floats(-50, 750),
    st.floats(-20, 430),
    st.sampled_from([1.0, 8.0, 12.0, 30.0]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(PLACED, min_size=1, max_size=25))
def test_whatever_is_printed_holds_together(lines: list[tuple[str, float, float, float]]) -> None:
    document = read(made(printed(*lines)))
    check(document)
    assert {character for text, *_ in lines for character in text} >= set(
        "".join(unicodedata.normalize("NFKC", document.text).split())
    )


def real(folder: str) -> Iterator[Path]:
    yield from sorted((DEV / folder).glob("*.pdf"))


@pytest.mark.parametrize("path", [*real("decks"), *real("real_decks"), *real("real_press")], ids=lambda path: path.stem)
def test_documents_of_real_files_hold_together(path: Path) -> None:
    check(read(path.read_bytes()))


GOLD = {
    "06_neurology_update_en.pdf": {
        (0, 2, 1): "0.11",
        (0, 3, 3): "−0.15 (−0.20 to −0.09) P < 0.001",
        (1, 3, 2): "145/293 (49.5)",
        (2, 1, 3): "−59.12 (−62.64 to −55.60)",
        (3, 1, 1): "113 (12.6)",
    },
    "02_cancer_bronchique_fr.pdf": {(0, 1, 2): "11,3 (8,7 ; 15,1)", (1, 3, 3): "0,26 ; 0,68", (2, 2, 1): "176 (63,8)"},
}


@pytest.mark.parametrize("name", GOLD)
def test_cells_of_the_example_decks(name: str) -> None:
    path = DEV / "decks" / name
    if not path.exists():
        pytest.skip("development data is not here")
    found = cells(read(path.read_bytes()))
    assert {place: found.get(place) for place in GOLD[name]} == GOLD[name]


def test_numbers_of_drawn_bars_are_labels_with_boxes() -> None:
    path = DEV / "decks" / "06_neurology_update_en.pdf"
    if not path.exists():
        pytest.skip("development data is not here")
    document = read(path.read_bytes())
    labels = {document.text[b.span.start : b.span.end]: b for b in document.blocks if b.page in (6, 10)}
    for figure in ("-4.8", "-5.3", "-2.1", "67.7%", "29.7%", "63.1%", "14.1%"):
        assert labels[figure].kind is BlockKind.LABEL
        assert labels[figure].box is not None
