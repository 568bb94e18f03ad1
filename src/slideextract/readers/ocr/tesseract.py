"""tesseract: the program of the system, one process a picture.

Its models have no ≥ ≤ ± and read them as other signs, so a number behind such a sign is never sure.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from functools import cached_property
from io import BytesIO

from lxml import etree
from lxml.etree import _Element as Element
from PIL.Image import Image

from slideextract.errors import ReadError
from slideextract.geometry import BBox
from slideextract.readers.ocr.recogniser import Scrap

SURE = 90.0  # of 100, for a word: 1 % of the numbers above it were wrong on blurred slides, 2 % from 85 on
CONFUSED = re.compile(r".*[=<>+].*|[245z]")  # what it reads where ≥ ≤ ± are printed, or glued to what follows
TIMEOUT = 120.0  # seconds a picture; a full page of text takes 2
LANGUAGES = ("fra", "eng")  # the first that is installed; French reads English too, and its accents
SCATTERED = "11"  # tesseract's mode for words wherever they are: slides and charts aren't pages of text
DPI = "150"
SPAN = "{http://www.w3.org/1999/xhtml}span"


class Tesseract:
    """The program `tesseract`.

    Args:
        program: its path.
    """

    name = "tesseract"

    def __init__(self, program: str) -> None:
        self._program = program

    @cached_property
    def _language(self) -> str:
        listed = self._run("--list-langs").decode("utf-8", "replace").split()
        language = next((language for language in LANGUAGES if language in listed), None)
        if language is None:
            message = f"tesseract has none of the languages {', '.join(LANGUAGES)}; apt-get install tesseract-ocr-fra"
            raise ReadError(message, "needs_ocr")
        return language

    def read(self, picture: Image) -> list[Scrap]:
        """The words of a picture, line by line."""
        file = BytesIO()
        picture.convert("L").save(file, "PPM")
        asked = ("stdin", "stdout", "-l", self._language, "--psm", SCATTERED, "--dpi", DPI, "hocr")
        return list(read_hocr(self._run(*asked, data=file.getvalue())))

    def _run(self, *arguments: str, data: bytes = b"") -> bytes:
        environment = os.environ | {"OMP_THREAD_LIMIT": "1"}  # one core for one document
        try:
            done = subprocess.run(  # noqa: S603 - a list of arguments of our own, no shell
                [self._program, *arguments],
                input=data,
                capture_output=True,
                timeout=TIMEOUT,
                check=True,
                env=environment,
            )
        except (OSError, subprocess.SubprocessError) as error:
            message = f"tesseract failed ({type(error).__name__}: {str(error).strip()[:200]})"
            raise ReadError(message, "needs_ocr") from error
        return done.stdout


def read_hocr(told: bytes) -> Iterator[Scrap]:
    """The words of tesseract's own HTML, each line with its font's size and its baseline.

    Raises:
        ReadError: it is no XML.
    """
    try:
        root = etree.fromstring(told, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        message = f"tesseract's answer can't be read ({error})"
        raise ReadError(message, "needs_ocr") from error
    for line in root.iter(SPAN):
        look = _properties(line)
        if "x_size" in look and "bbox" in look:
            yield from _words(line, look)


def _words(line: Element, look: Mapping[str, list[float]]) -> Iterator[Scrap]:
    box, size = BBox(*look["bbox"]), look["x_size"][0]
    slope, rise = look.get("baseline", [0.0, 0.0])
    angle = look.get("textangle", [0.0])[0]
    tied = confused = False
    for word in line.iter(SPAN):
        own = _properties(word)
        text = "".join(str(part) for part in word.itertext()).strip()
        if "x_wconf" not in own or not text or any(character.isspace() for character in text):
            continue
        place = BBox(*own["bbox"])
        baseline = place.bottom if angle else box.bottom + rise + slope * (place.x0 - box.x0)
        before, confused = confused, CONFUSED.fullmatch(text) is not None
        sure = own["x_wconf"][0] >= SURE and not (before or confused)
        yield Scrap(text, place, size, baseline, sure, tied, _turned(angle))
        tied = True


def _turned(angle: float) -> float:
    """The angle of a line between -180 and 180 degrees, counter-clockwise."""
    return (angle + 180) % 360 - 180


def _properties(element: Element) -> dict[str, list[float]]:
    """What hOCR writes into a title: `bbox 63 45 665 79; baseline 0 -7; x_size 34`."""
    found: dict[str, list[float]] = {}
    for part in (element.get("title") or "").split(";"):
        name, *numbers = part.split()[:5] or [""]
        try:
            found[name] = [float(number) for number in numbers]
        except ValueError:
            continue  # the name of the picture
    return found
