"""Slides drawn from a few forms, the same in a PPTX and in a PDF: rectangles, lines and texts of their own."""

import hashlib
import io
from dataclasses import dataclass, field
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt
from reportlab.pdfgen.canvas import Canvas

from slideextract.document import Document
from slideextract.readers.pdf import read_pdf
from slideextract.readers.pptx import read_pptx

WIDTH, HEIGHT = 960.0, 540.0
SIZE = 14.0  # points of a label's text
LINE = 1.2  # height of a line as a share of the text's size
ROOM = 4.0  # points between a text and the edges of its box
LETTER = 0.56  # mean width of a letter as a share of the text's size
INK = "222222"
BLUE, GREY, RED, GREEN = "2E75B6", "A6B1C2", "C0392B", "27AE60"
THEMED = {BLUE: MSO_THEME_COLOR.ACCENT_1, GREY: MSO_THEME_COLOR.ACCENT_2, RED: MSO_THEME_COLOR.ACCENT_3}


@dataclass(frozen=True)
class Form:
    """A rectangle (with a colour) or a text in an unseen box; `text` may stand in a rectangle."""

    box: tuple[float, float, float, float]  # left, top, width, height
    text: str = ""
    colour: str = ""
    size: float = SIZE
    bold: bool = False
    align: str = "center"
    turned: bool = False


@dataclass
class Scene:
    """A slide that is drawn form by form."""

    title: str
    forms: list[Form] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)

    def rect(self, x: float, y: float, width: float, height: float, colour: str, text: str = "") -> "Scene":
        """A filled rectangle, with a text in its middle."""
        self.forms.append(Form((x, y, width, height), text, colour))
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> "Scene":
        """A straight line."""
        self.lines.append((x0, y0, x1, y1))
        return self

    def text(self, x: float, y: float, text: str, size: float = SIZE, align: str = "center") -> "Scene":
        """A text box by the middle (or the left edge) and the top of its text; lines of a text are parted by a bar."""
        lines = text.split("|")
        width = max(map(len, lines)) * size * LETTER + 2 * ROOM
        left = x - width / 2 if align == "center" else x - ROOM
        self.forms.append(Form((left, y, width, size * LINE * len(lines)), "\n".join(lines), size=size, align=align))
        return self

    def bracket(self, x0: float, x1: float, y: float) -> "Scene":
        """A bracket over what stands at two places."""
        return self.line(x0, y, x1, y).line(x0, y, x0, y + 8).line(x1, y, x1, y + 8)

    def bars(self, floor: float, scale: float, *bars: tuple[float, float, str, str]) -> "Scene":
        """Bars by their middle, value, printed value and colour, the value over the bar."""
        for x, value, printed, colour in bars:
            tall = value * scale
            self.rect(x - 22, floor - tall, 44, tall, colour).text(x, floor - tall - 20, printed)
        return self

    def legend(self, x: float, y: float, *entries: tuple[str, str], across: float = 0.0) -> "Scene":
        """Entries with a patch of their colour before them, under each other or `across` points beside each other."""
        for number, (name, colour) in enumerate(entries):
            left, top = x + number * across, y + number * (0 if across else 22)
            self.rect(left, top + 3, 11, 11, colour).text(left + 17, top, name, align="left")
        return self


def as_pptx(*scenes: Scene, themed: bool = False) -> Document:
    """The slides of a deck; `themed` colours are those of the theme."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for scene in scenes:
        slide: Any = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = scene.title
        slide.shapes.title.left, slide.shapes.title.top = Pt(40), Pt(10)
        slide.shapes.title.width, slide.shapes.title.height = Pt(880), Pt(44)
        for x0, y0, x1, y1 in scene.lines:
            slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(x0), Pt(y0), Pt(x1), Pt(y1))
        for form in scene.forms:
            _add(slide.shapes, form, themed=themed)
    stream = io.BytesIO()
    deck.save(stream)
    return read_pptx(stream.getvalue(), "deck.pptx", hashlib.sha256(stream.getvalue()).hexdigest())


def _add(shapes: Any, form: Form, *, themed: bool) -> None:
    left, top, width, height = (Pt(side) for side in form.box)
    if form.colour:
        shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, height)
        shape.fill.solid()
        if themed and form.colour in THEMED:
            shape.fill.fore_color.theme_color = THEMED[form.colour]
        else:
            shape.fill.fore_color.rgb = RGBColor.from_string(form.colour)  # type: ignore[no-untyped-call]
    else:
        shape = shapes.add_textbox(left, top, width, height)
    if not form.text:
        return
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Pt(ROOM if not form.colour else 0)
    frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if form.colour else MSO_ANCHOR.TOP
    for number, line in enumerate(form.text.split("\n")):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.CENTER if form.align == "center" else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text, run.font.size = line, Pt(form.size)


def as_pdf(*scenes: Scene) -> Document:
    """The slides as a PDF."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=1)
    for scene in scenes:
        _print(canvas, scene.title, 40, 40, 26, "left")
        canvas.setStrokeColor("#555555")
        for x0, y0, x1, y1 in scene.lines:
            canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
        for form in scene.forms:
            _draw(canvas, form)
        canvas.showPage()
    canvas.save()
    return read_pdf(stream.getvalue(), "deck.pdf", hashlib.sha256(stream.getvalue()).hexdigest())


def _draw(canvas: Canvas, form: Form) -> None:
    x, y, width, height = form.box
    lines = form.text.split("\n") if form.text else []
    if form.colour:
        canvas.setFillColor("#" + form.colour)
        canvas.rect(x, HEIGHT - y - height, width, height, stroke=0, fill=1)
        y += (height - len(lines) * form.size * LINE) / 2
    for number, line in enumerate(lines):
        left = x + width / 2 if form.align == "center" else x + ROOM
        _print(canvas, line, left, y + form.size * (1 + LINE * number), form.size, form.align)


def _print(canvas: Canvas, text: str, x: float, base: float, size: float, align: str) -> None:
    canvas.setFont("Helvetica", size)
    canvas.setFillColor("#" + INK)
    draw = canvas.drawCentredString if align == "center" else canvas.drawString
    draw(x, HEIGHT - base, text)
