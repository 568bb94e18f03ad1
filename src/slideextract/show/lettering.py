"""Letters on pictures: the font that ships with the program, and lines that fit a width or a box."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

from PIL import ImageFont

LEADING = 1.25  # font sizes between baselines
SMALLEST = 5  # pixels; smaller letters can't be told apart
STEP = 0.9  # from one size that is too large for its box to the next that is tried
MEASURE = 100  # pixels; the size that words are measured at: widths grow in step with it


class Fitted(NamedTuple):
    """The words of a text line by line, and the size in pixels at which they fit."""

    rows: tuple[tuple[str, ...], ...]
    size: int


@lru_cache(maxsize=64)
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font in a size of pixels."""
    data = files("slideextract.show").joinpath("font", "DejaVuSans.ttf").read_bytes()
    return ImageFont.truetype(BytesIO(data), size)


@lru_cache(maxsize=4096)
def width(word: str) -> float:
    """How wide a word is in font sizes."""
    return font(MEASURE).getlength(word) / MEASURE


def wrap(words: Iterable[str], room: float) -> Iterator[list[str]]:
    """The words line by line; one that is too wide alone has a line of its own.

    Args:
        words: in their order.
        room: of a line, in font sizes.
    """
    line: list[str] = []
    used = 0.0
    for word in words:
        needed = width(word) + (width(" ") if line else 0.0)
        if line and used + needed > room:
            yield line
            line, used, needed = [], 0.0, width(word)
        line.append(word)
        used += needed
    if line:
        yield line


def fit(text: str, across: float, down: float, largest: int) -> Fitted:
    """The text in the largest size at which it fills no more than a box; in the smallest where none does.

    Args:
        text: with its line ends.
        across: pixels from left to right.
        down: pixels from top to bottom.
        largest: size in pixels to begin with.
    """
    lines = [line.split() for line in text.split("\n")]
    size = max(SMALLEST, min(largest, int(down / LEADING)))
    while True:
        room = across / size - 1.0
        rows = tuple(tuple(row) for line in lines for row in wrap(line, room))
        fits = len(rows) * LEADING * size <= down and all(width(word) <= room for row in rows for word in row)
        if fits or size == SMALLEST:
            return Fitted(rows, size)
        size = max(SMALLEST, int(size * STEP))
