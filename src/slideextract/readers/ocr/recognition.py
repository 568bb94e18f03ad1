"""What one document may ask of the recogniser, and what is said where there is none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from slideextract.errors import ReadError
from slideextract.readers.limits import allowed, beyond
from slideextract.readers.ocr.recogniser import HINT, Recogniser, Scrap, find_recogniser

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 4_000_000  # that a recogniser gets: a slide at 150 dots an inch has 2 million


@dataclass
class Recognition:
    """The recogniser at work on one document."""

    engine: Recogniser | None = field(default_factory=find_recogniser)
    count: int = 0

    def read(self, draw: Callable[[], "Image"]) -> tuple[list[Scrap], tuple[int, int]]:
        """The words of a picture, and its size in pixels.

        Args:
            draw: makes the picture; not called where there is nobody to read it.

        Raises:
            ReadError: it can't be read; the message says why and doesn't name the document.
        """
        if self.engine is None:
            message = f"needs OCR: {HINT}"
            raise ReadError(message, "needs_ocr")
        if self.count >= allowed("pictures"):
            raise ReadError(beyond("pictures"), "needs_ocr")
        self.count += 1
        picture = draw()
        return self.engine.read(picture), picture.size
