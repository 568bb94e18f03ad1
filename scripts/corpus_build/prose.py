"""Documents of running text: plain text and Markdown as they stand, DOCX, HTML."""

import io
from datetime import datetime
from html import escape

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from corpus_build.archive import fixed_zip
from corpus_build.marks import plain, runs
from corpus_build.source import Part, Source
from corpus_build.theme import PALETTES

MADE = datetime(2026, 1, 15, 9, 0, 0)  # noqa: DTZ001 - Office stores times without a zone
SMALL, NORMAL = 9, 11
STYLE = (
    "body{{font:16px/1.5 Georgia,serif;max-width:46em;margin:2em auto;color:#{ink}}}"
    "h1,h2{{font-family:Arial,sans-serif;color:#{primary}}}table{{border-collapse:collapse;margin:1em 0}}"
    "th,td{{border:1px solid #c3cad5;padding:.3em .8em}}th{{background:#{soft}}}.small{{font-size:.8em;color:#{muted}}}"
)


def as_text(source: Source) -> bytes:
    """Plain text or Markdown."""
    return (plain(source.body).strip("\n") + "\n").encode()


def as_html(source: Source) -> bytes:
    """An HTML page."""
    palette = PALETTES[source.palette]
    style = STYLE.format(ink=palette.ink, primary=palette.primary, soft=palette.soft, muted=palette.muted)
    head = f'<meta charset="utf-8">\n<title>{escape(source.title)}</title>\n<style>{style}</style>'
    body = "\n".join(_html(part) for part in source.part)
    page = f'<html lang="{source.lang}">\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    return f"<!DOCTYPE html>\n{page}".encode()


def as_docx(source: Source) -> bytes:
    """A Word document."""
    word = Document()
    word.core_properties.title, word.core_properties.author = source.title, "slideextract"
    word.core_properties.created = word.core_properties.modified = MADE
    word.core_properties.last_modified_by, word.core_properties.comments = "slideextract", ""
    word.styles["Normal"].font.name, word.styles["Normal"].font.size = "Calibri", Pt(NORMAL)
    for part in source.part:
        _docx(word, part, source)
    out = io.BytesIO()
    word.save(out)
    return fixed_zip(out.getvalue())


def _html(part: Part) -> str:
    if part.type == "heading":
        level = "h1" if part.tone == "primary" else "h2"
        return f"<{level}>{_inline(part.text)}</{level}>"
    if part.type == "bullets":
        return "<ul>\n" + "\n".join(f"<li>{_inline(line)}</li>" for line in part.lines) + "\n</ul>"
    if part.type == "table":
        return "<table>\n" + "\n".join(_html_row(row, head=r == 0) for r, row in enumerate(part.rows)) + "\n</table>"
    kind = ' class="small"' if part.type == "small" else ""
    return f"<p{kind}>{_inline(part.text)}</p>"


def _html_row(row: list[str], *, head: bool) -> str:
    cell = "th" if head else "td"
    return "<tr>" + "".join(f"<{cell}>{_inline(text)}</{cell}>" for text in row) + "</tr>"


def _inline(text: str) -> str:
    out = ""
    for run in runs(text):
        shown = escape(run.text, quote=False)
        out += f"<strong>{shown}</strong>" if run.bold else f"<sup>{shown}</sup>" if run.raised else shown
    return out.replace("\n", "<br>\n")


def _docx(word: Word, part: Part, source: Source) -> None:
    if part.type == "heading":
        word.add_heading(plain(part.text), 1 if part.tone == "primary" else 2)
    elif part.type == "bullets":
        for line in part.lines:
            _fill(word.add_paragraph(style="List Bullet"), line)
    elif part.type == "table":
        _docx_table(word, part)
    else:
        paragraph = word.add_paragraph()
        small = part.type == "small"
        _fill(paragraph, part.text, SMALL if small else NORMAL, PALETTES[source.palette].muted if small else None)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if part.align == "center" else WD_ALIGN_PARAGRAPH.LEFT


def _docx_table(word: Word, part: Part) -> None:
    table = word.add_table(len(part.rows), len(part.rows[0]), "Table Grid")
    for r, row in enumerate(part.rows):
        for c, text in enumerate(row):
            _fill(table.cell(r, c).paragraphs[0], f"**{text}**" if r == 0 and text else text)


def _fill(paragraph: Paragraph, text: str, size: int = NORMAL, colour: str | None = None) -> None:
    for run in runs(text):
        added = paragraph.add_run(run.text)
        added.font.size, added.bold, added.font.superscript = Pt(size), run.bold or None, run.raised or None
        if colour:
            added.font.color.rgb = RGBColor.from_string(colour)
