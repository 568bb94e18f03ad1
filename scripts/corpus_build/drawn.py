"""Drawings of rectangles, lines and texts of their own, the same in a PPTX and in a PDF.

Grouped bars with a legend in the opposite order, lying bars, brackets, and a curve's axes with the numbers at risk.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus_build.bars import LABEL, LEGEND, bars, read_value, shown
from corpus_build.marks import plain
from corpus_build.source import Part, Source
from corpus_build.theme import Box, Palette

PATCH = 11.0  # the side of a legend's patch
NAME = 150.0  # room for the names beside lying bars
ROW = 18.0  # a line of small text
WIDE = 90.0  # room for a value beside a lying bar
TICKS = 5


@dataclass(frozen=True)
class Form:
    """A rectangle with a colour, a text, or (`line`) a line from the one corner of its box to the other."""

    box: Box
    colour: str = ""
    text: str = ""
    size: float = 14
    bold: bool = False
    align: Literal["left", "center", "right"] = "center"
    line: bool = False


def forms(part: Part, source: Source, palette: Palette) -> list[Form]:
    """What a drawn part consists of."""
    draw = {"grouped": _grouped, "lying": _lying, "bracket": _bracket, "curve": _curve}[part.type]
    return list(draw(part, source, palette))


def _grouped(part: Part, source: Source, palette: Palette) -> Iterator[Form]:
    x, y, width, height = part.box
    yield Form((x, y, width, 22), text=part.head, size=part.size, bold=True)
    for bar in bars(part, source):
        yield Form(bar.box, palette.series(bar.series))
        yield Form(bar.value_box, text=bar.value, size=part.size, bold=True)
        if bar.label:
            yield Form(bar.label_box, text=bar.label, size=part.size - 2)
    floor = y + height - LABEL
    yield Form((x, floor, width, 0), line=True)
    yield from _legend(part, palette, x, y + 26)


def _legend(part: Part, palette: Palette, x: float, y: float) -> Iterator[Form]:
    """The names of the series, the last one first."""
    step = part.box[2] / len(part.series)
    for place, number in enumerate(reversed(range(len(part.series)))):
        left = x + place * step + 10
        yield Form((left, y + 4, PATCH, PATCH), palette.series(number))
        box = (left + PATCH + 6, y, step - PATCH - 20, LEGEND)
        yield Form(box, text=part.series[number], size=part.size - 2, align="left")


def _lying(part: Part, source: Source, palette: Palette) -> Iterator[Form]:
    x, y, width, height = part.box
    yield Form((x, y, width, 22), text=part.head, size=part.size, bold=True)
    yield from _legend(part, palette, x + NAME, y + 26)
    top, room = y + 60, width - NAME - WIDE
    group = (height - 60 - ROW) / len(part.categories)
    thick = group * 0.72 / len(part.series)
    for c, category in enumerate(part.categories):
        middle = top + c * group + thick * len(part.series) / 2
        yield Form((x, middle - ROW / 2, NAME - 10, ROW), text=category, size=part.size - 2, align="right")
        for s, keys in enumerate(part.values):
            value = read_value(source, keys[c]).value
            across, down = x + NAME, top + c * group + s * thick
            yield Form((across, down, room * value / part.top, thick - 2), palette.series(s))
            beside = (across + room * value / part.top + 4, down + thick / 2 - ROW / 2 - 1, WIDE - 20, ROW)
            yield Form(beside, text=shown(value, source, part), size=part.size - 2, align="left")
    for tick in range(TICKS + 1):
        place = x + NAME + room * tick / TICKS
        text = f"{part.top * tick / TICKS:g}"
        yield Form((place - 20, y + height - ROW, 40, ROW), text=text, size=part.size - 4)


def _bracket(part: Part, _: Source, __: Palette) -> Iterator[Form]:
    """A text over a line with two legs; its box reaches from the one bar to the other."""
    x, y, width, height = part.box
    yield Form((x, y, width, height - 12), text=plain(part.text), size=part.size)
    yield Form((x, y + height - 8, width, 0), line=True)
    for leg in (x, x + width):
        yield Form((leg, y + height - 8, 0, 8), line=True)


def _curve(part: Part, _: Source, __: Palette) -> Iterator[Form]:
    """The axes of a survival curve: `categories` are its times, `rows` the numbers at risk by arm."""
    x, y, width, height = part.box
    floor, step = y + height - 80, width / (len(part.categories) - 1)
    yield Form((x, y, 0, floor - y), line=True)
    yield Form((x, floor, width, 0), line=True)
    for tick in range(TICKS + 1):
        place = floor - (floor - y) * tick / TICKS
        yield Form((x - 46, place - ROW / 2, 40, ROW), text=f"{100 * tick // TICKS}", size=part.size, align="right")
    for number, time in enumerate(part.categories):
        yield Form((x + number * step - 20, floor + 4, 40, ROW), text=time, size=part.size)
    yield Form((x, floor + 22, width, ROW), text=part.head, size=part.size)
    for row, cells in enumerate(part.rows):
        top = floor + 44 + row * ROW
        yield Form((x - 130, top, 100, ROW), text=cells[0], size=part.size - 2, align="left")
        for number, cell in enumerate(cells[1:]):
            yield Form((x + number * step - 20, top, 40, ROW), text=plain(cell), size=part.size - 2)
