"""A deck as PDF, as an export would draw it: bars are rectangles, tables are ruled, hidden slides are left out."""

import io

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus_build import theme
from corpus_build.bars import LEGEND, bars
from corpus_build.drawn import forms
from corpus_build.pdf_text import Writer, height_of, load_fonts
from corpus_build.picture import blank, pasted
from corpus_build.source import Part, Slide, Source
from corpus_build.spans import ABOVE, spanned
from corpus_build.theme import HEIGHT, PALETTES, WIDTH, Box

PAD = 6.0
GRID = "C3CAD5"


def deck_pdf(source: Source) -> bytes:
    """The bytes of the deck."""
    load_fonts()
    out = io.BytesIO()
    canvas = blank(out)
    canvas.setTitle(source.title)
    canvas.setAuthor("slideextract")
    for number, slide in enumerate((slide for slide in source.slide if not slide.hidden), 1):
        if slide.pictured:
            canvas.drawImage(ImageReader(slide_picture(source, slide, number)), 0, 0, WIDTH, HEIGHT)
        else:
            _Page(canvas, slide, source).draw(number)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def slide_picture(source: Source, slide: Slide, number: int) -> io.BytesIO:
    """A slide as a PNG file."""
    load_fonts()
    out = io.BytesIO()
    canvas = blank(out)
    _Page(canvas, slide, source).draw(number)
    canvas.save()
    return pasted(out.getvalue())


class _Page:
    def __init__(self, canvas: Canvas, slide: Slide, source: Source) -> None:
        self.canvas, self.slide, self.source = canvas, slide, source
        self.palette, self.writer = PALETTES[source.palette], Writer(canvas)

    def draw(self, number: int) -> None:
        if self.slide.cover:
            self._cover()
        else:
            self._title()
            self.writer.write(self.source.footer, theme.FOOTER_BOX, theme.FOOTER_SIZE, self.palette.muted)
            self.writer.write(str(number), theme.NUMBER_BOX, theme.FOOTER_SIZE, self.palette.muted, align="right")
        for part in self.slide.part:
            getattr(self, f"_{part.type}")(part)

    def _cover(self) -> None:
        self._rect((0, 0, WIDTH, HEIGHT), self.palette.primary)
        self._rect(theme.COVER_BAR, self.palette.accent)
        self.writer.write(self.slide.title, theme.COVER_TITLE, theme.COVER_SIZE, self.palette.white, bold=True)
        self.writer.write(self.slide.subtitle, theme.COVER_SUBTITLE, theme.SUBTITLE_SIZE, self.palette.soft)

    def _title(self) -> None:
        band = self.palette.band
        self._rect(theme.BAND if band else theme.RULE, self.palette.primary if band else self.palette.accent)
        x, y, width, height = theme.TITLE_BOX
        colour = self.palette.white if band else self.palette.primary
        drop = (height - height_of(self.slide.title, width, theme.TITLE_SIZE, bold=True)) / 2
        self.writer.write(self.slide.title, (x, y + drop, width, height), theme.TITLE_SIZE, colour, bold=True)

    def _rect(self, box: Box, colour: str, radius: float = 0) -> None:
        x, y, width, height = box
        self.canvas.setFillColor("#" + colour)
        self.canvas.roundRect(x, HEIGHT - y - height, width, height, radius, stroke=0, fill=1) if radius else (
            self.canvas.rect(x, HEIGHT - y - height, width, height, stroke=0, fill=1)
        )

    def _text(self, part: Part) -> None:
        self.writer.write(part.text, part.box, part.size, self.palette.tone(part.tone), align=part.align)

    _note = _text

    def _bullets(self, part: Part) -> None:
        x, y, width, height = part.box
        for line in part.lines:
            inner = line.startswith("- ")
            size, left = (part.size - 2, x + 18) if inner else (part.size, x)
            self.writer.write("–" if inner else "•", (left, y, 12, height), size, self.palette.accent)
            box = (left + 14, y, width - 14 - (left - x), height)
            y += self.writer.write(line.removeprefix("- "), box, size, self.palette.ink) + 6

    def _card(self, part: Part) -> None:
        dark = part.tone in {"primary", "accent"}
        self._rect(part.box, self.palette.tone(part.tone) if dark else self.palette.soft, radius=8)
        lines = [(part.head, part.size + 2, True)] if part.head else []
        lines += [(line, part.size, False) for line in part.lines]
        x, y, width, height = part.box
        inside = width - 2 * PAD
        tall = sum(height_of(text, inside, size, bold=bold) for text, size, bold in lines)
        y += (height - tall) / 2
        for text, size, bold in lines:
            light = self.palette.white if dark else self.palette.primary if bold else self.palette.ink
            y += self.writer.write(text, (x + PAD, y, inside, height), size, light, bold=bold, align="center")

    def _arrow(self, part: Part) -> None:
        x, y, width, height = part.box
        self.canvas.setFillColor("#" + self.palette.accent)
        if part.text:
            self.canvas.ellipse(x, HEIGHT - y - height, x + width, HEIGHT - y, stroke=0, fill=1)
            box = (x, y + (height - part.size) / 2, width, height)
            self.writer.write(part.text, box, part.size, self.palette.white, bold=True, align="center")
            return
        middle, path = HEIGHT - y - height / 2, self.canvas.beginPath()
        path.moveTo(x, middle + height / 5)
        for dx, dy in ((0.6, 0.2), (0.6, 0.5), (1, 0), (0.6, -0.5), (0.6, -0.2), (0, -0.2)):
            path.lineTo(x + dx * width, middle + dy * height)
        self.canvas.drawPath(path, stroke=0, fill=1)

    def _number(self, part: Part) -> None:
        x, y, width, height = part.box
        self.writer.write(part.head, (x, y, width, 50), 38, self.palette.accent, bold=True, align="center")
        self.writer.write(part.text, (x, y + 52, width, height), part.size, self.palette.ink, align="center")

    def _table(self, part: Part) -> None:
        x, y, width, _ = part.box
        widths = theme.column_widths(part.widths, len(part.rows[0]), width)
        tops = [y]
        for r, row in enumerate(part.rows):
            heights = (
                height_of(text, widths[c] - 2 * PAD, part.size, bold=r < part.heads) + 2 * PAD
                for text, _, c, tall, wide in spanned([row])
                if tall == wide == 1 and text != ABOVE
            )
            tops.append(tops[-1] + max(theme.TABLE_ROW, *heights))
        lefts = [x + sum(widths[:c]) for c in range(len(widths) + 1)]
        for text, r, c, tall, wide in spanned(part.rows):
            box = (lefts[c], tops[r], lefts[c + wide] - lefts[c], tops[r + tall] - tops[r])
            self._cell(text, box, part, head=r < part.heads, first=c == 0)
        for edge in (0, part.heads, len(part.rows)) if part.open else ():
            self._rule(lefts[0], lefts[-1], tops[edge])

    def _cell(self, text: str, box: Box, part: Part, *, head: bool, first: bool) -> None:
        x, y, width, height = box
        if not part.open:
            self._rect(box, self.palette.primary if head else self.palette.white)
            self.canvas.setStrokeColor("#" + GRID)
            self.canvas.setLineWidth(0.7)
            self.canvas.rect(x, HEIGHT - y - height, width, height, stroke=1, fill=0)
        inside = width - 2 * PAD
        drop = (height - height_of(text, inside, part.size, bold=head)) / 2
        colour, align = (
            self.palette.white if head and not part.open else self.palette.ink,
            "left" if first else "center",
        )
        self.writer.write(text, (x + PAD, y + drop, inside, height), part.size, colour, bold=head, align=align)

    def _rule(self, start: float, end: float, top: float) -> None:
        self.canvas.setStrokeColor("#" + self.palette.ink)
        self.canvas.setLineWidth(1)
        self.canvas.line(start, HEIGHT - top, end, HEIGHT - top)

    def _bars(self, part: Part) -> None:
        x, y, width, height = part.box
        self.writer.write(part.head, (x, y, width, 20), part.size + 1, self.palette.primary, bold=True, align="center")
        for bar in bars(part, self.source):
            self._rect(bar.box, self.palette.series(bar.series))
            self.writer.write(bar.value, bar.value_box, part.size, self.palette.ink, bold=True, align="center")
            self.writer.write(bar.label, bar.label_box, part.size, self.palette.ink, align="center")
        self._rect((x, y + height - 36, width, 1), self.palette.muted)
        if len(part.series) > 1:
            self._legend(part)

    _chart = _bars

    def _drawn(self, part: Part) -> None:
        for form in forms(part, self.source, self.palette):
            x, y, width, height = form.box
            if form.line:
                self.canvas.setStrokeColor("#" + self.palette.muted)
                self.canvas.setLineWidth(1)
                self.canvas.line(x, HEIGHT - y, x + width, HEIGHT - y - height)
            elif form.colour:
                self._rect(form.box, form.colour)
            else:
                self.writer.write(form.text, form.box, form.size, self.palette.ink, bold=form.bold, align=form.align)

    _grouped = _lying = _bracket = _curve = _drawn

    def _legend(self, part: Part) -> None:
        x, y, width, _ = part.box
        step = width / len(part.series)
        for number, name in enumerate(part.series):
            left, top = x + number * step + 20, y + 26
            self._rect((left, top, 10, 10), self.palette.series(number))
            self.writer.write(name, (left + 16, top - 1, step - 36, LEGEND), part.size - 1, self.palette.ink)
