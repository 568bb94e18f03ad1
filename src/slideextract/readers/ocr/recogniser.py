"""Which recogniser reads pictures: rapidocr where the extra is installed, else tesseract, else none."""

import shutil
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple, Protocol

from slideextract.geometry import BBox

if TYPE_CHECKING:
    from PIL.Image import Image

HINT = "pip install 'slideextract[ocr]'"


class Scrap(NamedTuple):
    """A recognised word; lengths in pixels of the picture, y grows downwards."""

    text: str
    box: BBox
    size: float  # of its font
    baseline: float
    sure: bool = True
    tied: bool = False  # one space divides it from the word before, in the same line
    angle: float = 0.0  # degrees, counter-clockwise: 90 reads upwards


class Recogniser(Protocol):
    """Reads the words of a picture."""

    name: str

    def read(self, picture: "Image") -> list[Scrap]:
        """The words, line by line from the top.

        Raises:
            ReadError: the recogniser failed or took too long.
        """
        ...


@cache
def _rapid() -> Recogniser | None:
    if not (find_spec("rapidocr") and find_spec("onnxruntime")):
        return None
    from slideextract.readers.ocr.rapid import Rapid  # noqa: PLC0415 - Pillow only where there is a recogniser

    return Rapid()


@cache
def _tesseract() -> Recogniser | None:
    program = shutil.which("tesseract")
    if program is None:
        return None
    from slideextract.readers.ocr.tesseract import Tesseract  # noqa: PLC0415 - as above

    return Tesseract(program)


RECOGNISERS: tuple[Callable[[], Recogniser | None], ...] = (_rapid, _tesseract)  # the best first


def find_recogniser() -> Recogniser | None:
    """The best recogniser of this installation; its models are loaded when it reads its first picture."""
    return next((found for make in RECOGNISERS if (found := make()) is not None), None)
