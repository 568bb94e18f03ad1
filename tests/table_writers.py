"""Writes a table of the catalogue as a slide, a page, a web page, a letter or Markdown."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import docx
import reportlab
from pptx import Presentation
from pptx.util import Pt
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from table_catalogue import Shape, TableCell, size_of

Page = tuple[TableCell, ...]
Command = tuple[object, ...]
WIDTH, HEIGHT, MARGIN = 960.0, 540.0, 40.0
FONT = "Vera"  # of those that reportlab brings along, it holds ≥, ≤, − and †
MISSING = str.maketrans({"\u202f": "\u00a0", "‡": "†"})
SIZE, CAPTION, TITLE = 11, 12, 24
GREY = colors.HexColor("#dde3ea")
HEADED = colors.HexColor("#9fb4cc")


def write_pptx(shape: Shape, path: Path) -> None:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for page in shape.pages:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        assert slide.shapes.title is not None
        slide.shapes.title.text = shape.title
        rows, columns = size_of(page)
        top = Pt(120)
        if shape.caption:
            slide.shapes.add_textbox(Pt(MARGIN), Pt(96), Pt(800), Pt(22)).text_frame.text = shape.caption
        table = slide.shapes.add_table(rows, columns, Pt(MARGIN), top, Pt(880), Pt(30 * rows)).table
        for cell in page:
            place = table.cell(cell.row, cell.column)
            if cell.row_span > 1 or cell.column_span > 1:
                place.merge(table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1))
            place.text = "\n".join(cell.lines)
        for number, note in enumerate(shape.notes):
            box = slide.shapes.add_textbox(Pt(MARGIN), Pt(130 + 30 * rows + 20 * number), Pt(800), Pt(18))
            box.text_frame.text = note
    deck.save(str(path))


def write_docx(shape: Shape, path: Path) -> None:
    file = docx.Document()
    for page in shape.pages:
        file.add_heading(shape.title, 1)
        if shape.caption:
            file.add_paragraph(shape.caption, "Caption")
        rows, columns = size_of(page)
        table = file.add_table(rows, columns)
        for cell in page:
            place = table.cell(cell.row, cell.column)
            if cell.row_span > 1 or cell.column_span > 1:
                place = place.merge(table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1))
            place.text = "\n".join(cell.lines)
        for note in shape.notes:
            file.add_paragraph(note)
    file.save(str(path))


def write_html(shape: Shape, path: Path) -> None:
    body = []
    for page in shape.pages:
        body += [f"<h1>{escape(shape.title)}</h1>", "<table>"]
        body += [f"<caption>{escape(shape.caption)}</caption>"] if shape.caption else []
        for row in range(size_of(page)[0]):
            cells = "".join(_html_cell(cell) for cell in page if cell.row == row)
            body.append(f"<tr>{cells}</tr>")
        body += ["</table>", *(f"<p>{escape(note)}</p>" for note in shape.notes)]
    lines = "\n".join(body)
    path.write_text(f"<!doctype html><html><meta charset=utf-8><body>\n{lines}\n</body></html>", "utf-8")


def _html_cell(cell: TableCell) -> str:
    spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    return f"<td{spans}>{'<br>'.join(map(escape, cell.lines))}</td>"


def write_markdown(shape: Shape, path: Path) -> None:
    """Pipes know no spans: the places under a merged cell are blank."""
    lines = []
    for page in shape.pages:
        lines += [f"# {shape.title}", "", *([shape.caption, ""] if shape.caption else [])]
        rows, columns = size_of(page)
        for row in range(rows):
            texts = {cell.column: "<br>".join(cell.lines) for cell in page if cell.row == row}
            lines.append("| " + " | ".join(texts.get(column, "") for column in range(columns)) + " |")
            lines += ["|" + "---|" * columns] if row == 0 else []
        lines += ["", *(part for note in shape.notes for part in (note, ""))]
    path.write_text("\n".join(lines), "utf-8")


# -- PDF -----------------------------------------------------------------------------------------------------------


def write_ruled(shape: Shape, path: Path) -> None:
    _write_pdf(shape, path, lambda _page: [("GRID", (0, 0), (-1, -1), 0.75, colors.black)])


def write_banded(shape: Shape, path: Path) -> None:
    """Every other row shaded, and no line."""
    _write_pdf(shape, path, _bands)


def write_open(shape: Shape, path: Path) -> None:
    """Three horizontal lines, and short ones under headers of several columns, as journals print tables."""
    _write_pdf(shape, path, _rules)


def write_bare(shape: Shape, path: Path) -> None:
    """No line and no shade at all."""
    _write_pdf(shape, path, lambda _page: [])


def _bands(page: Page) -> list[Command]:
    heads = _heads(page)
    shaded: list[Command] = [("BACKGROUND", (0, 0), (-1, heads - 1), HEADED)]
    return [*shaded, *(("BACKGROUND", (0, row), (-1, row), GREY) for row in range(heads, size_of(page)[0], 2))]


def _rules(page: Page) -> list[Command]:
    heads = _heads(page)
    lines: list[Command] = [("LINEABOVE", (0, 0), (-1, 0), 1, colors.black)]
    lines += [("LINEBELOW", (0, row), (-1, row), 1, colors.black) for row in (heads - 1, size_of(page)[0] - 1)]
    for cell in page:
        if cell.column_span > 1 and cell.row < heads - 1:
            last = cell.column + cell.column_span - 1
            lines.append(("LINEBELOW", (cell.column, cell.row), (last, cell.row), 0.5, colors.black))
    return lines


def _heads(page: Page) -> int:
    """The rows of the header: as many as its merged cells need, else one."""
    return max([1, *(c.row_span for c in page if not c.row), *(c.row + 2 for c in page if _is_over(c))])


def _is_over(cell: TableCell) -> bool:
    return cell.column > 0 and cell.column_span > 1 and cell.row < 2


def _write_pdf(shape: Shape, path: Path, look: Callable[[Page], list[Command]]) -> None:
    if FONT not in pdfmetrics.getRegisteredFontNames():
        file = Path(reportlab.__file__).parent / "fonts" / f"{FONT}.ttf"
        pdfmetrics.registerFont(TTFont(FONT, str(file)))
    story: list[object] = []
    for page in shape.pages:
        story += [PageBreak()] if story else []
        story += [_line(shape.title, TITLE), Spacer(1, 14)]
        story += [_line(shape.caption, CAPTION), Spacer(1, 4)] if shape.caption else []
        story += [_table(page, look(page)), Spacer(1, 6), *(_line(note, SIZE) for note in shape.notes)]
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN)
    SimpleDocTemplate(str(path), pagesize=(WIDTH, HEIGHT), invariant=1, **margins).build(story)


def _line(text: str, size: int) -> Paragraph:
    return Paragraph(
        escape(text.translate(MISSING)), ParagraphStyle("line", fontName=FONT, fontSize=size, leading=1.25 * size)
    )


def _table(page: Page, look: list[Command]) -> Table:
    rows, columns = size_of(page)
    data = [["" for _ in range(columns)] for _ in range(rows)]
    style: list[Command] = [("FONT", (0, 0), (-1, -1), FONT, SIZE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    style += [("ALIGN", (1, 0), (-1, -1), "CENTER"), ("LEFTPADDING", (0, 0), (-1, -1), 8), *look]
    for cell in page:
        data[cell.row][cell.column] = "\n".join(cell.lines).translate(MISSING)
        if cell.row_span > 1 or cell.column_span > 1:
            corner = cell.column + cell.column_span - 1, cell.row + cell.row_span - 1
            style.append(("SPAN", (cell.column, cell.row), corner))
    return Table(data, style=style, hAlign="LEFT")


FORMATS: dict[str, tuple[str, Callable[[Shape, Path], None]]] = {
    "pptx": (".pptx", write_pptx),
    "pdf, ruled": (".pdf", write_ruled),
    "pdf, banded": (".pdf", write_banded),
    "pdf, open": (".pdf", write_open),
    "pdf, bare": (".pdf", write_bare),
    "docx": (".docx", write_docx),
    "html": (".html", write_html),
    "markdown": (".md", write_markdown),
}
