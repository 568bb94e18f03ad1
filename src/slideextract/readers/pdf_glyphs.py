"""Characters of a PDF page as pdfium sees them: each with its box, style and doubts, in the order drawn."""

import ctypes
import math
import struct
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from slideextract.errors import ReadError
from slideextract.geometry import BBox
from slideextract.readers.limits import allowed, beyond
from slideextract.readers.turned import place, sides

TINY = 4.0  # points; smaller text isn't meant to be read from a page
TINY_SHARE = 0.0075  # of a page's height, the same on pages that are small themselves, such as slides made with LaTeX
UPRIGHT = 3.0  # degrees from the horizontal within which a line still reads as one
INVISIBLE_MODES = {pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP}
NEARLY_WHITE = 245  # of 255 in each channel
MAX_ASCENT = 1.6  # heights of a character box in font sizes; fonts with wrong metrics claim more
HYPHENS = {0x02: "-", 0xFFFE: "-"}  # what pdfium prints for a hyphen at the end of a line
HIGH, LOW, PLANE = 0xD800, 0xDC00, 0x400  # the two ranges of surrogates, and their size
WIDE = 4  # bytes of a character that needs a pair of them
CORNERS = struct.Struct("4f")
BOLD_WEIGHT = 600
BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")

# The two calls that are made for every character, with bare addresses: ctypes takes half the time for these.
_get_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium_c.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
_get_box = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium_c.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)


class Style(NamedTuple):
    """What the characters of one text object share."""

    size: float = 0.0  # points on the page
    bold: bool = False
    angle: float = 0.0  # degrees, counter-clockwise on the displayed page
    baseline: float = 0.0  # of its first character, from the top of the page
    hidden: bool = False
    white: bool = False
    height: float = 0.0  # of its characters' boxes across their line; of turned text only


class Glyph(NamedTuple):
    """One character: its text (two for a ligature), its place on the displayed page, and its style."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    style: Style


class Frame(NamedTuple):
    """How user space maps to the displayed page: the visible box, the turn, and points per unit."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0
    unit: float = 1.0

    @property
    def width(self) -> float:
        """Of the displayed page, in points."""
        return (self.top - self.bottom if self.turn % 180 else self.right - self.left) * self.unit

    @property
    def height(self) -> float:
        """Of the displayed page, in points."""
        return (self.right - self.left if self.turn % 180 else self.top - self.bottom) * self.unit

    @property
    def tiny(self) -> float:
        """Font size in points below which text isn't meant to be read."""
        return min(TINY, TINY_SHARE * self.height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space on the displayed page, from its top left corner."""
        across, down = {
            90: (y - self.bottom, x - self.left),
            180: (self.right - x, y - self.bottom),
            270: (self.top - y, self.right - x),
        }.get(self.turn, (x - self.left, self.top - y))
        return across * self.unit, down * self.unit

    def box(self, left: float, bottom: float, right: float, top: float) -> BBox:
        """A rectangle of user space on the displayed page."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return BBox(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def page_frame(page: pdfium.PdfPage, unit: float = 1.0) -> Frame:
    """The frame of a page: its crop box within its media box, and `/Rotate`."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation(), unit)


def read_glyphs(page: pdfium.PdfPage, frame: Frame) -> list[Glyph]:
    """All characters of a page in the order drawn; a space stands where one was drawn.

    Raises:
        ReadError: `hostile`, the page has too many.
    """
    text_page = page.get_textpage()
    try:
        count = pdfium_c.FPDFText_CountChars(text_page.raw)
        if count > allowed("characters"):
            raise ReadError(beyond("characters", count), "hostile")
        return _glyphs(text_page.raw, count, frame)
    finally:
        text_page.close()


def _glyphs(text_page: pdfium_c.FPDF_TEXTPAGE, count: int, frame: Frame) -> list[Glyph]:
    """The characters with a box; this loop is half of what reading a page costs."""
    styles = _Styles(text_page, frame)
    corners = (ctypes.c_float * 4)()  # an FS_RECTF
    pointer, handle = ctypes.addressof(corners), ctypes.cast(text_page, ctypes.c_void_p).value
    to_box, known, unpack, new = _mapper(frame), styles.known, CORNERS.unpack_from, tuple.__new__
    glyphs: list[Glyph] = []
    last = Glyph("", 0.0, 0.0, 0.0, 0.0, Style())
    for index, text in enumerate(_characters(text_page, count)):
        drawn = _get_object(handle, index)
        if not drawn or not text or not _get_box(handle, index, pointer):
            continue  # a space or line end that pdfium made up
        style, tallest = known.get(drawn) or styles.read(drawn, index)
        x0, top, x1, bottom = to_box(*unpack(corners))
        if not 0 < bottom - top < tallest:
            top, bottom = _trimmed(top, bottom, style)
        if x0 == last[1] and x1 == last[3] and style is last[5] and top == last[2] and glyphs and not text.isspace():
            if text != last.text or len(text.encode()) < WIDE:  # else a letter of a formula, which Word prints twice
                glyphs[-1] = last = last._replace(text=last.text + text)  # the letters of one ligature share its box
            continue
        last = new(Glyph, (text, x0, top, x1, bottom, style))  # half the time of `Glyph(...)`
        glyphs.append(last)
    return glyphs


def _trimmed(top: float, bottom: float, style: Style) -> tuple[float, float]:
    """The height of a character whose font has wrong metrics; turned ones are left alone."""
    if style.angle:
        return top, bottom
    return style.baseline - style.size * 0.8, style.baseline + style.size * 0.2


def _mapper(frame: Frame) -> Callable[[float, float, float, float], tuple[float, float, float, float]]:
    """`frame.box` for left, top, right, bottom; short-cut for pages that aren't turned: it runs for every character."""
    left, up = frame.left, frame.top
    if frame.turn or frame.unit != 1:
        return lambda x0, y1, x1, y0: frame.box(x0, y0, x1, y1)
    return lambda x0, y1, x1, y0: (x0 - left, up - y1, x1 - left, up - y0)


def _characters(text_page: pdfium_c.FPDF_TEXTPAGE, count: int) -> Sequence[str]:
    """The text of every character; one call for the page where its text has as many units as characters."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium_c.FPDFText_GetText(text_page, 0, count, buffer)
    text = ctypes.string_at(buffer, 2 * count).decode("utf-16-le", "replace")
    if written == count + 1 and len(text) == count and "\ufffd" not in text:
        return text.translate(HYPHENS)
    return list(_whole(pdfium_c.FPDFText_GetUnicode(text_page, index) for index in range(count)))


def _whole(codes: Iterable[int]) -> Iterator[str]:
    """The text of every code; of a pair of surrogates the second has the text and the first none."""
    high = 0
    for code in codes:
        if high and LOW <= code < LOW + PLANE:
            yield chr(0x10000 + (high - HIGH) * PLANE + code - LOW)
        elif HIGH <= code < HIGH + PLANE:
            yield ""
        else:
            yield HYPHENS.get(code) or chr(code if code <= sys.maxunicode and not LOW <= code < LOW + PLANE else 0xFFFD)
        high = code if HIGH <= code < HIGH + PLANE else 0


class _Styles:
    """The styles of the text objects of a page, each read once."""

    def __init__(self, text_page: pdfium_c.FPDF_TEXTPAGE, frame: Frame) -> None:
        self.text_page = text_page
        self.frame = frame
        self.tiny = frame.tiny
        self.known: dict[int, tuple[Style, float]] = {}  # by address; with the tallest that its characters may be
        self.bold: dict[int, bool] = {}
        self.matrix, self.size = pdfium_c.FS_MATRIX(), ctypes.c_float()  # what pdfium writes its answers to
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.channels = tuple(ctypes.c_uint() for _ in range(4))

    def read(self, address: int, index: int) -> tuple[Style, float]:
        """The style of an object, whose first character is at `index`; it is known from then on."""
        drawn = ctypes.cast(address, pdfium_c.FPDF_PAGEOBJECT)
        style = self._read(drawn, index)
        known = self.known[address] = style, MAX_ASCENT * style.size
        return known

    def _read(self, drawn: pdfium_c.FPDF_PAGEOBJECT, index: int) -> Style:
        matrix, size, x, y = self.matrix, self.size, self.x, self.y
        pdfium_c.FPDFText_GetMatrix(self.text_page, index, matrix)
        pdfium_c.FPDFTextObj_GetFontSize(drawn, size)
        pdfium_c.FPDFText_GetCharOrigin(self.text_page, index, x, y)
        angle = (math.degrees(math.atan2(matrix.b, matrix.a)) - self.frame.turn + 180) % 360 - 180
        tall = abs(size.value) * math.hypot(matrix.c, matrix.d) * self.frame.unit
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(drawn)
        alpha, white = self._paint(drawn)
        turned = abs(angle) >= UPRIGHT
        return Style(
            tall,
            self._is_bold(drawn, index),
            angle if turned else 0.0,
            self.frame.point(x.value, y.value)[1],
            mode in INVISIBLE_MODES or alpha == 0 or tall < self.tiny,
            white,
            self._height(index, angle) if turned else 0.0,
        )

    def _height(self, index: int, angle: float) -> float:
        """How high the box of a turned character is across its line: it begins at the character's origin."""
        corners = pdfium_c.FS_RECTF()
        pdfium_c.FPDFText_GetLooseCharBox(self.text_page, index, corners)
        box = self.frame.box(corners.left, corners.bottom, corners.right, corners.top)
        start, _ = place(*self.frame.point(self.x.value, self.y.value), angle)
        middle, _ = place(*box.center, angle)
        return max(0.0, sides(box, angle) - 2 * (middle - start))

    def _is_bold(self, drawn: pdfium_c.FPDF_PAGEOBJECT, index: int) -> bool:
        font = pdfium_c.FPDFTextObj_GetFont(drawn)
        if not font:
            return False
        address = ctypes.addressof(font.contents)
        if address not in self.bold:
            name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
            pdfium_c.FPDFText_GetFontInfo(self.text_page, index, name, 128, flags)
            plain = name.value.decode("utf-8", "replace").lower()
            weight = pdfium_c.FPDFFont_GetWeight(font)
            self.bold[address] = weight >= BOLD_WEIGHT or any(part in plain for part in BOLD_NAMES)
        return self.bold[address]

    def _paint(self, drawn: pdfium_c.FPDF_PAGEOBJECT) -> tuple[int, bool]:
        """How opaque the fill is, and whether it is nearly white."""
        red, green, blue, alpha = self.channels
        if not pdfium_c.FPDFPageObj_GetFillColor(drawn, red, green, blue, alpha):
            return 255, False
        return alpha.value, min(red.value, green.value, blue.value) >= NEARLY_WHITE
