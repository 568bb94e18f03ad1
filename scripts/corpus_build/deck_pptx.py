"""A deck as PPTX: title placeholders, text boxes, shapes, native tables and charts, notes, hidden slides."""

import io
from datetime import datetime

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.text.text import TextFrame
from pptx.util import Pt

from corpus_build import theme
from corpus_build.archive import fixed_zip
from corpus_build.bars import bars
from corpus_build.deck_pdf import slide_picture
from corpus_build.drawn import forms
from corpus_build.marks import runs, unstyled
from corpus_build.pptx_chart import add_chart, rgb
from corpus_build.source import Part, Slide, Source
from corpus_build.spans import spanned
from corpus_build.theme import PALETTES, Box, Palette

TITLE_ONLY, BLANK = 5, 6  # layouts of the template of python-pptx
AFTER = 4  # points below a paragraph
ROUND = 0.06  # radius of the corners of a card, as a share of its shorter side
HANG = 16  # points by which a bullet hangs left of its text
RAISED = "30000"  # of the size of the text, in thousandths of a percent
MADE = datetime(2026, 1, 15, 9, 0, 0)  # noqa: DTZ001 - Office stores times without a zone
ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}


def deck_pptx(source: Source) -> bytes:
    """The bytes of the deck."""
    palette = PALETTES[source.palette]
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(theme.WIDTH), Pt(theme.HEIGHT)
    deck.core_properties.title, deck.core_properties.author = source.title, "slideextract"
    deck.core_properties.created = deck.core_properties.modified = MADE
    deck.core_properties.last_modified_by = "slideextract"
    for number, slide in enumerate(source.slide, 1):
        if slide.pictured:
            shapes = deck.slides.add_slide(deck.slide_layouts[BLANK]).shapes
            shapes.add_picture(slide_picture(source, slide, number), 0, 0, deck.slide_width, deck.slide_height)
        else:
            _Page(deck, slide, palette, source).draw(number)
    out = io.BytesIO()
    deck.save(out)
    return fixed_zip(out.getvalue(), {"ppt/theme/theme1.xml": palette.themed})


class _Page:
    def __init__(self, deck: Deck, slide: Slide, palette: Palette, source: Source) -> None:
        self.made = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
        self.slide, self.palette, self.source = slide, palette, source

    def draw(self, number: int) -> None:
        if self.slide.cover:
            self._cover()
        else:
            self._title()
            self._footer(number)
        for part in self.slide.part:
            getattr(self, f"_{part.type}")(part)
        if self.slide.notes:
            frame = self.made.notes_slide.notes_text_frame
            if frame is not None:
                frame.text = unstyled(self.slide.notes)
        if self.slide.hidden:
            self.made.element.set("show", "0")

    def _cover(self) -> None:
        self._shape((0, 0, theme.WIDTH, theme.HEIGHT), self.palette.primary)
        self._shape(theme.COVER_BAR, self.palette.accent)
        self._placeholder(theme.COVER_TITLE, theme.COVER_SIZE, self.palette.white)
        box = self._box(theme.COVER_SUBTITLE)
        for line in self.slide.subtitle.split("\n"):
            _write(box, line, theme.SUBTITLE_SIZE, self.palette.soft)

    def _title(self) -> None:
        if self.palette.band:
            self._shape(theme.BAND, self.palette.primary)
        else:
            self._shape(theme.RULE, self.palette.accent)
        colour = self.palette.white if self.palette.band else self.palette.primary
        self._placeholder(theme.TITLE_BOX, theme.TITLE_SIZE, colour)

    def _placeholder(self, box: Box, size: float, colour: str) -> None:
        title = self.made.shapes.title
        if title is None:
            return
        # drawn after the band: a placeholder of the layout is the first shape, and would lie below it
        self.made.shapes.element.append(title.element)
        title.left, title.top, title.width, title.height = (Pt(length) for length in box)
        title.text_frame.word_wrap = True
        title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        _write(title.text_frame, self.slide.title, size, colour, bold=True)

    def _footer(self, number: int) -> None:
        _write(self._box(theme.FOOTER_BOX), self.source.footer, theme.FOOTER_SIZE, self.palette.muted)
        _write(self._box(theme.NUMBER_BOX), str(number), theme.FOOTER_SIZE, self.palette.muted, align="right")

    def _shape(self, box: Box, colour: str, kind: MSO_SHAPE = MSO_SHAPE.RECTANGLE) -> Shape:
        shape: Shape = self.made.shapes.add_shape(kind, *(Pt(length) for length in box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
        shape.line.fill.background()
        shape.shadow.inherit = False
        return shape

    def _box(self, box: Box) -> TextFrame:
        frame: TextFrame = self.made.shapes.add_textbox(*(Pt(length) for length in box)).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(0)
        return frame

    def _text(self, part: Part) -> None:
        frame = self._box(part.box)
        for line in part.text.split("\n"):
            _write(frame, line, part.size, self.palette.tone(part.tone), align=part.align)

    _note = _text

    def _bullets(self, part: Part) -> None:
        frame = self._box(part.box)
        for line in part.lines:
            inner = line.startswith("- ")
            size = part.size - 2 if inner else part.size
            _write(frame, line.removeprefix("- "), size, self.palette.ink)
            _bullet(frame, "–" if inner else "•", indent=2 if inner else 1)

    def _card(self, part: Part) -> None:
        dark = part.tone in {"primary", "accent"}
        fill = self.palette.tone(part.tone) if dark else self.palette.soft
        shape = self._shape(part.box, fill, MSO_SHAPE.ROUNDED_RECTANGLE)
        shape.adjustments[0] = ROUND
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        if part.head:
            colour = self.palette.white if dark else self.palette.primary
            _write(frame, part.head, part.size + 2, colour, bold=True, align="center")
        for line in part.lines:
            _write(frame, line, part.size, self.palette.white if dark else self.palette.ink, align="center")

    def _arrow(self, part: Part) -> None:
        kind = MSO_SHAPE.OVAL if part.text else MSO_SHAPE.RIGHT_ARROW
        frame = self._shape(part.box, self.palette.accent, kind).text_frame
        frame.margin_left = frame.margin_right = Pt(0)
        if part.text:
            _write(frame, part.text, part.size, self.palette.white, bold=True, align="center")

    def _number(self, part: Part) -> None:
        x, y, width, height = part.box
        _write(self._box((x, y, width, 50)), part.head, 38, self.palette.accent, bold=True, align="center")
        below = self._box((x, y + 52, width, height - 52))
        for line in part.text.split("\n"):
            _write(below, line, part.size, self.palette.ink, align="center")

    def _table(self, part: Part) -> None:
        x, y, width, _ = part.box
        rows, columns = len(part.rows), len(part.rows[0])
        lengths = (Pt(length) for length in (x, y, width, rows * theme.TABLE_ROW))
        table = self.made.shapes.add_table(rows, columns, *lengths).table
        for column, length in enumerate(theme.column_widths(part.widths, columns, width)):
            table.columns[column].width = Pt(length)
        for text, r, c, tall, wide in spanned(part.rows):
            cell = table.cell(r, c)
            if tall > 1 or wide > 1:
                cell.merge(table.cell(r + tall - 1, c + wide - 1))
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            self._cell(cell.text_frame, text, part, head=r < part.heads, first=c == 0)

    def _cell(self, frame: TextFrame, text: str, part: Part, *, head: bool, first: bool) -> None:
        colour = self.palette.white if head else self.palette.ink
        frame.margin_top = frame.margin_bottom = Pt(3)
        _write(frame, text, part.size, colour, bold=head, align="left" if first else "center")

    def _chart(self, part: Part) -> None:
        add_chart(self.made, part, self.source, self.palette)

    def _bars(self, part: Part) -> None:
        for bar in bars(part, self.source):
            self._shape(bar.box, self.palette.series(bar.series))
            _write(self._box(bar.value_box), bar.value, part.size, self.palette.ink, bold=True, align="center")
            _write(self._box(bar.label_box), bar.label, part.size - 2, self.palette.ink, align="center")
        if part.head:
            x, y, width, _ = part.box
            _write(self._box((x, y, width, 22)), part.head, part.size, self.palette.primary, bold=True, align="center")

    def _drawn(self, part: Part) -> None:
        for form in forms(part, self.source, self.palette):
            if form.line:
                x, y, width, height = form.box
                ends = (Pt(length) for length in (x, y, x + width, y + height))
                self.made.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
            elif form.colour:
                self._shape(form.box, form.colour)
            else:
                ink = self.palette.ink
                _write(self._box(form.box), form.text, form.size, ink, bold=form.bold, align=form.align)

    _grouped = _lying = _bracket = _curve = _drawn


def _write(
    frame: TextFrame,
    text: str,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    align: str = "left",
) -> None:
    """Add a paragraph; the first one is there already."""
    fresh = not frame.text and len(frame.paragraphs) == 1
    paragraph = frame.paragraphs[0] if fresh else frame.add_paragraph()  # type: ignore[no-untyped-call]
    paragraph.alignment, paragraph.space_after = ALIGN[align], Pt(AFTER)
    for run in runs(text):
        added = paragraph.add_run()
        added.text = run.text
        added.font.size, added.font.bold = Pt(size), bold or run.bold
        added.font.color.rgb = rgb(colour)
        if run.raised:
            added.font._element.set("baseline", RAISED)  # noqa: SLF001 - python-pptx has no superscript


def _bullet(frame: TextFrame, mark: str, *, indent: int) -> None:
    """Give the last paragraph a bullet of its own, as the button of PowerPoint does."""
    properties = frame.paragraphs[-1]._p.get_or_add_pPr()  # noqa: SLF001 - python-pptx has no bullets
    properties.set("marL", str(Pt(HANG * indent)))
    properties.set("indent", str(-Pt(HANG)))
    etree.SubElement(properties, qn("a:buChar")).set("char", mark)
