"""Lines, filled areas and pictures of a PDF page: what tables are ruled with, and what white text stands on."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from slideextract.document import Form
from slideextract.geometry import BBox
from slideextract.readers.limits import allowed
from slideextract.readers.pdf_glyphs import NEARLY_WHITE, Frame

MAX_SEGMENTS = 120  # of one path; a curve of a plot has thousands, a table drawn as one path a few dozen
MAX_DEPTH = 3  # of forms within forms
THIN = 2.0  # points; a filled area that is thinner is a line
SHORT = 6.0  # points; shorter lines are ticks, dots and parts of glyphs
WHITE = "ffffff"
RECTANGLE = 6  # segments of a rectangle at most: move, four sides, close

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rule(NamedTuple):
    """A line along one axis: `at` is its place on the other axis."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page besides text."""

    level: list[Rule] = field(default_factory=list)  # horizontal lines and edges; `at` is y
    upright: list[Rule] = field(default_factory=list)  # vertical lines and edges; `at` is x
    painted: list[BBox] = field(default_factory=list)  # areas that aren't white: fills, shadings, pictures
    pictures: list[BBox] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    complete: bool = True

    def is_painted(self, x: float, y: float) -> bool:
        """Whether something that isn't white lies under a point."""
        return any(box.x0 <= x <= box.x1 and box.top <= y <= box.bottom for box in self.painted)

    def add_box(self, box: BBox) -> None:
        """Take a rectangle's edges, or the line that it is when it is thin."""
        if box.height <= THIN:
            self._level(box.center[1], box.x0, box.x1)
        elif box.width <= THIN:
            self._upright(box.center[0], box.top, box.bottom)
        else:
            for y in (box.top, box.bottom):
                self._level(y, box.x0, box.x1)
            for x in (box.x0, box.x1):
                self._upright(x, box.top, box.bottom)

    def _level(self, at: float, start: float, end: float) -> None:
        if end - start >= SHORT:
            self.level.append(Rule(at, start, end))

    def _upright(self, at: float, start: float, end: float) -> None:
        if end - start >= SHORT:
            self.upright.append(Rule(at, start, end))


def read_drawing(page: pdfium.PdfPage, frame: Frame) -> Drawing:
    """The lines, areas and pictures of a page on the displayed page."""
    drawing = Drawing()
    most = allowed("drawn")
    for count, (kind, drawn, matrix) in enumerate(_objects(page.raw)):
        if count >= most:
            drawing.complete = False
            break
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            _read_path(drawn, matrix, frame, drawing)
        elif kind in {pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING}:
            box = _bounds(drawn, matrix, frame)
            drawing.painted.append(box)
            if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                drawing.pictures.append(box)
    return drawing


def _objects(page: pdfium_c.FPDF_PAGE) -> Iterator[tuple[int, pdfium_c.FPDF_PAGEOBJECT, Matrix]]:
    """Objects other than text in drawing order, with the map from their form to the page."""
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        yield from _unfolded(pdfium_c.FPDFPage_GetObject(page, index), IDENTITY, 0)


def _unfolded(
    drawn: pdfium_c.FPDF_PAGEOBJECT, outer: Matrix, depth: int
) -> Iterator[tuple[int, pdfium_c.FPDF_PAGEOBJECT, Matrix]]:
    kind = pdfium_c.FPDFPageObj_GetType(drawn)
    if kind != pdfium_c.FPDF_PAGEOBJ_FORM:
        if kind != pdfium_c.FPDF_PAGEOBJ_TEXT:
            yield kind, drawn, outer
    elif depth < MAX_DEPTH:
        matrix = _times(_matrix(drawn), outer)
        for index in range(pdfium_c.FPDFFormObj_CountObjects(drawn)):
            yield from _unfolded(pdfium_c.FPDFFormObj_GetObject(drawn, index), matrix, depth + 1)


def _matrix(drawn: pdfium_c.FPDF_PAGEOBJECT) -> Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(drawn, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _mapped(corners: list[tuple[float, float]], matrix: Matrix, frame: Frame) -> BBox:
    points = [frame.point(*_apply(matrix, x, y)) for x, y in corners]
    across, down = [x for x, _ in points], [y for _, y in points]
    return BBox(min(across), min(down), max(across), max(down))


def _bounds(drawn: pdfium_c.FPDF_PAGEOBJECT, matrix: Matrix, frame: Frame) -> BBox:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium_c.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    return _mapped([(left.value, bottom.value), (right.value, top.value)], matrix, frame)


def _read_path(drawn: pdfium_c.FPDF_PAGEOBJECT, matrix: Matrix, frame: Frame, drawing: Drawing) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(drawn, fill, stroke)
    if not fill.value and not stroke.value:
        return
    count = pdfium_c.FPDFPath_CountSegments(drawn)
    colour = _colour(drawn) if fill.value else ""
    filled = [_bounds(drawn, matrix, frame)] if fill.value and colour != WHITE else []
    drawing.painted += filled
    if count > MAX_SEGMENTS:
        return
    place = _times(_matrix(drawn), matrix)
    boxes: list[BBox] = []
    for corners in _subpaths(drawn, count):
        straight = all(abs(x0 - x1) < 1 or abs(y0 - y1) < 1 for (x0, y0), (x1, y1) in pairwise(corners))
        box = _mapped(corners, place, frame)
        if straight and len(corners) > 1:
            boxes.append(box)
        if straight and 1 < len(corners) <= RECTANGLE:
            drawing.add_box(box)
    if colour != WHITE:
        drawing.forms += (Form(box, colour) for box in boxes or (filled if colour else []))


def _colour(drawn: pdfium_c.FPDF_PAGEOBJECT) -> str:
    """The colour of a fill; nothing for a pattern."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetFillColor(drawn, red, green, blue, alpha):
        return ""
    if alpha.value == 0 or min(red.value, green.value, blue.value) >= NEARLY_WHITE:
        return WHITE
    return f"{red.value:02x}{green.value:02x}{blue.value:02x}"


def _subpaths(drawn: pdfium_c.FPDF_PAGEOBJECT, count: int) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path that is made of straight lines only."""
    corners: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(drawn, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            if corners and not curved:
                yield corners
            corners, curved = [], False
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        corners.append((x.value, y.value))
        curved = curved or kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
    if corners and not curved:
        yield corners
