"""DrawingML, the language of shapes: their boxes through every group and rotation, and their text."""

import math
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from lxml.etree import _Element as Element

from slideextract.geometry import BBox

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
EMU = 12_700  # English metric units in a point
FARTHEST = 27_273_042_316_900  # EMU; the largest coordinate that the standard allows
LARGEST_TYPE = 4_000.0  # points; the largest font size that the standard allows
DEGREE = 60_000  # units of `rot` in a degree

SUPERSCRIPTS = str.maketrans(
    "0123456789+-−–=()abcdefghijklmnoprstuvwxyz",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
)
ODD_SPACES = re.compile(r"_x00(?:0[0-9A-Da-d]|1[0-9A-Fa-f])_|[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f]")
LIGATURE = re.compile("[\ufb00-\ufb06\U0001d400-\U0001d7ff]")  # ligatures, and the letters and digits of formulas


class Matrix(NamedTuple):
    """An affine map, x' = ax + cy + e and y' = bx + dy + f; from EMU of a group to points of the slide."""

    a: float = 1 / EMU
    b: float = 0.0
    c: float = 0.0
    d: float = 1 / EMU
    e: float = 0.0
    f: float = 0.0

    def after(self, inner: "Matrix") -> "Matrix":
        """The map that applies `inner` first."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    def box(self, x: float, y: float, width: float, height: float) -> BBox:
        """The upright box around a mapped rectangle."""
        corners = ((x, y), (x + width, y), (x, y + height), (x + width, y + height))
        across = [self.a * px + self.c * py + self.e for px, py in corners]
        down = [self.b * px + self.d * py + self.f for px, py in corners]
        return BBox(min(across), min(down), max(across), max(down))


class Frame(NamedTuple):
    """An `a:xfrm`: where a shape lies in the coordinates of its group, in EMU."""

    x: float
    y: float
    width: float
    height: float
    turn: float = 0.0  # radians, clockwise
    flip_x: bool = False
    flip_y: bool = False

    def turned(self) -> Matrix:
        """The map that turns (and mirrors) the frame about its centre."""
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        across, down = (-1.0 if self.flip_x else 1.0), (-1.0 if self.flip_y else 1.0)
        a, b, c, d = cos * across, sin * across, -sin * down, cos * down
        x, y = self.x + self.width / 2, self.y + self.height / 2
        return Matrix(a, b, c, d, x - a * x - c * y, y - b * x - d * y)

    def box(self, outer: Matrix) -> BBox:
        """The frame on the slide."""
        flat = outer if not self.turn else outer.after(self._replace(flip_x=False, flip_y=False).turned())
        return flat.box(self.x, self.y, self.width, self.height)


def read_frame(xfrm: Element | None) -> Frame | None:
    """The frame of an `a:xfrm`, `p:xfrm` or `dsp:txXfrm`; None when it doesn't say both place and size."""
    if xfrm is None:
        return None
    place, size = xfrm.find(A + "off"), xfrm.find(A + "ext")
    if place is None or size is None:
        return None
    return Frame(
        whole(place, "x"),
        whole(place, "y"),
        whole(size, "cx"),
        whole(size, "cy"),
        math.radians(whole(xfrm, "rot") / DEGREE),
        is_on(xfrm.get("flipH")),
        is_on(xfrm.get("flipV")),
    )


def group_matrix(xfrm: Element | None, outer: Matrix) -> Matrix:
    """The map from the coordinates inside a group to the slide."""
    frame = read_frame(xfrm)
    if xfrm is None or frame is None:
        return outer
    place, size = xfrm.find(A + "chOff"), xfrm.find(A + "chExt")
    if place is None or size is None:
        return outer.after(frame.turned())
    across = frame.width / (whole(size, "cx") or 1) if frame.width else 1.0
    down = frame.height / (whole(size, "cy") or 1) if frame.height else 1.0
    inner = Matrix(across, 0, 0, down, frame.x - across * whole(place, "x"), frame.y - down * whole(place, "y"))
    return outer.after(frame.turned()).after(inner)


def whole(element: Element, name: str) -> int:
    """An attribute as a whole number, held inside `FARTHEST`; 0 where there is none."""
    try:
        value = float(element.get(name) or 0)
    except ValueError:
        return 0
    return int(max(-FARTHEST, min(value, FARTHEST))) if math.isfinite(value) else 0


def is_on(value: str | None) -> bool:
    """Whether an XML boolean says yes."""
    return value in ("1", "true", "on")


def choices(parent: Element) -> Iterator[Element]:
    """The children of an element, with each `mc:AlternateContent` replaced by one of its branches."""
    for child in parent:
        if child.tag == MC + "AlternateContent":
            yield from _branch(child)
        elif isinstance(child.tag, str):
            yield child


def _branch(alternate: Element) -> Iterator[Element]:
    """The first choice with something to read in it, else the fallback (a picture, mostly)."""
    for choice in alternate.iterfind(MC + "Choice"):
        found = list(choices(choice))
        if any(child.tag != P + "contentPart" for child in found):
            yield from found
            return
    fallback = alternate.find(MC + "Fallback")
    if fallback is not None:
        yield from choices(fallback)


def paragraph_text(paragraph: Element, line_break: str = " ") -> str:
    """The text of an `a:p`: odd spaces made plain, superscripts kept apart (`65¹`, never `651`)."""
    pieces = list(_runs(paragraph, line_break))
    if not any(raised for _, raised in pieces):
        return tidy("".join(text for text, _ in pieces))
    whole = all(raised for text, raised in pieces if text.strip())
    printed = ""
    for text, raised in pieces:
        printed += superscript(text, printed) if raised and not whole else text
    return tidy(printed)


def _runs(parent: Element, line_break: str) -> Iterator[tuple[str, bool]]:
    """Texts in order, each with whether it is set as a superscript."""
    for child in choices(parent):
        tag = child.tag
        if tag in (A + "r", A + "fld"):
            look = child.find(A + "rPr")
            raised = look is not None and (look.get("baseline") or "0").lstrip("0%")[:1].isdigit()
            yield child.findtext(A + "t") or "", raised
        elif tag == A + "br":
            yield line_break, False
        elif tag in (MATH + "t", A + "t"):
            yield child.text or "", False
        elif tag != A + "pPr":
            yield from _runs(child, line_break)


def superscript(text: str, before: str = "") -> str:
    """A raised text in Unicode's own superscripts; ordinals (`1er`, `2e`), titles (`Dr`) and words stay as they are.

    Args:
        text: what is raised.
        before: the text that it stands behind; a letter behind "%" or ")" is a footnote's mark, whichever it is.
    """
    bare = text.strip()
    inside = before[-1:].isalnum()
    if bare.isalpha() and (len(bare) > 1 or (inside and bare not in "abcdfghn")):
        return text
    return text.translate(SUPERSCRIPTS)


def tidy(text: str) -> str:
    """One line of clean text: plain single spaces, no ligature, no soft hyphen; line ends are kept."""
    text = INVISIBLE.sub("", text)
    if LIGATURE.search(text):
        text = LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    lines = (ODD_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def paragraphs(body: Element | None) -> list[Element]:
    """The `a:p` of a text body that print something."""
    if body is None:
        return []
    return [
        item for item in body.iterfind(A + "p") if any((t.text or "").strip() for t in item.iter(A + "t", MATH + "t"))
    ]


def font_size(paragraph: Element) -> float | None:
    """The largest size that a paragraph's runs ask for, in points; None when they inherit it."""
    sizes = (whole(look, "sz") / 100 for look in paragraph.iter(A + "rPr"))
    return max((size for size in sizes if 0 < size <= LARGEST_TYPE), default=None)
