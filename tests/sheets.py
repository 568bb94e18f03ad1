"""PDF pages that are turned, cropped, moved or in larger units, for tests of boxes."""

import io
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image, ImageChops
from reportlab.pdfgen.canvas import Canvas

SENTENCE = "At week 24 the response rate was 46.4 % with abatacept and 33.1 % with placebo."
FIGURES = ("46.4 %", "33.1 %")


class Sheet(NamedTuple):
    """How a page is laid: its turn, its boxes in user space, and points per unit."""

    turn: int = 0
    media: tuple[int, int, int, int] = (0, 0, 720, 720)
    crop: tuple[int, int, int, int] | None = None
    unit: int = 1


SHEETS = [
    Sheet(),
    Sheet(90),
    Sheet(180),
    Sheet(270),
    Sheet(0, crop=(60, 40, 700, 690)),
    Sheet(90, crop=(60, 40, 700, 690)),
    Sheet(180, crop=(60, 40, 700, 690)),
    Sheet(270, crop=(60, 40, 700, 690)),
    Sheet(0, (-300, -200, 700, 720)),
    Sheet(90, (-300, -200, 700, 720), (-40, -20, 640, 700)),
    Sheet(0, crop=(-100, -100, 800, 600)),  # reaches beyond the media box
    Sheet(0, unit=2),
    Sheet(270, (-300, -200, 700, 720), (-40, -20, 640, 700), 2),
]


def page_of(draw: Callable[[Canvas], None], sheet: Sheet) -> bytes:
    """A PDF of one page on which a function draws."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(720, 720), pageCompression=0, invariant=1)
    canvas.setPageRotation(sheet.turn)
    if sheet.crop:
        canvas.setCropBox(sheet.crop)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    media = b"/MediaBox [ %d %d %d %d ]" % sheet.media
    unit = b"/UserUnit %d " % sheet.unit if sheet.unit != 1 else b""
    return stream.getvalue().replace(b"/MediaBox [ 0 0 720 720 ]", unit + media)


def laid(sheet: Sheet) -> bytes:
    """A page whose sentence reads from left to right when it is displayed, with its figures in red."""

    def draw(canvas: Canvas) -> None:
        canvas.translate(360, 360)
        canvas.rotate(sheet.turn)
        text = canvas.beginText(-250, 100)
        text.setFont("Helvetica", 13)
        rest = SENTENCE
        for figure in FIGURES:
            before, rest = rest.split(figure)
            text.textOut(before)
            text.setFillColorRGB(1, 0, 0)
            text.textOut(figure)
            text.setFillColorRGB(0, 0, 0)
        text.textOut(rest)
        canvas.drawText(text)

    return page_of(draw, sheet)


def inked(image: Image.Image) -> Image.Image:
    """A mask of the red pixels of a rendering: the figures."""
    red, green, _ = image.convert("RGB").split()
    return ImageChops.darker(
        red.point(lambda level: 255 * (level > 200)), green.point(lambda level: 255 * (level < 100))
    )


def count(mask: Image.Image) -> int:
    """How many pixels a mask has."""
    return mask.histogram()[255]
