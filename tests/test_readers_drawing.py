"""Boxes, texts, reading order and diagrams of slides."""

import math
from collections.abc import Sequence

import pytest
from lxml import etree

from slideextract.geometry import BBox
from slideextract.readers.drawing import Frame, Matrix, paragraph_text, read_frame, superscript, tidy
from slideextract.readers.order import reading_order
from slideextract.readers.smartart import diagram_pieces

POINTS = Matrix(1, 0, 0, 1, 0, 0)
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def rounded(box: BBox) -> tuple[float, ...]:
    return tuple(round(side, 6) for side in box)


TURNED = [(0, (0, 0, 40, 20)), (90, (10, -10, 30, 30)), (180, (0, 0, 40, 20)), (270, (10, -10, 30, 30))]


@pytest.mark.parametrize(("degrees", "box"), TURNED)
def test_turned_frames(degrees: int, box: tuple[float, ...]) -> None:
    assert rounded(Frame(0, 0, 40, 20, math.radians(degrees)).box(POINTS)) == box


def test_mirrored_group_swaps_sides() -> None:
    mirror = Frame(0, 0, 100, 50, flip_x=True).turned()
    assert rounded(mirror.box(0, 0, 10, 10)) == (90, 0, 100, 10)


@pytest.mark.parametrize(
    ("before", "raised", "text"),
    [
        ("65", "1", "¹"),
        ("65", "1,2", "¹,²"),
        ("10", "-6", "⁻⁶"),
        ("46", "a", "ᵃ"),
        ("46", "*", "*"),
        ("1", "er", "er"),
        ("2", "e", "e"),
        ("46 %", "e", "ᵉ"),
        ("D", "r", "r"),
        ("22", "nd", "nd"),
        ("46", "†", "†"),
    ],
)
def test_superscripts(before: str, raised: str, text: str) -> None:
    assert superscript(raised, before) == text


def test_a_line_that_is_raised_as_a_whole_is_plain() -> None:
    line = etree.fromstring(f'<a:p {A}><a:r><a:rPr baseline="30000"/><a:t>2024</a:t></a:r></a:p>')
    assert paragraph_text(line) == "2024"


def test_line_breaks_fields_and_formulas() -> None:
    math_text = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x=1</m:t></m:r></m:oMath>'
    line = etree.fromstring(f"<a:p {A}><a:r><a:t>a</a:t></a:r><a:br/><a:fld><a:t>7</a:t></a:fld>{math_text}</a:p>")
    assert paragraph_text(line, "\n") == "a\n7x=1"
    assert paragraph_text(line) == "a 7x=1"


@pytest.mark.parametrize(
    ("text", "clean"), [("a\x0bb", "a b"), ("a_x000B_b", "a b"), (" a \n  \n b ", "a\nb"), ("\ufb01n", "fin")]
)
def test_tidy(text: str, clean: str) -> None:
    assert tidy(text) == clean


def grid(columns: Sequence[float], rows: Sequence[float], width: float = 100.0, height: float = 20.0) -> list[BBox]:
    """Boxes column by column."""
    return [BBox(x, y, x + width, y + height) for x in columns for y in rows]


ORDERS = [
    ("rows", [BBox(0, 40, 100, 60), BBox(0, 0, 100, 20)], [1, 0]),
    ("columns first", grid([0, 200], [50, 150]), [0, 1, 2, 3]),
    ("a wide box above columns", [*grid([0, 200], [50, 150]), BBox(0, 0, 300, 20)], [4, 0, 1, 2, 3]),
    ("a wide box between columns", [*grid([0, 200], [0, 200]), BBox(0, 100, 300, 120)], [0, 2, 4, 1, 3]),
    ("a panel behind two boxes", [BBox(10, 10, 90, 30), BBox(10, 60, 90, 80), BBox(0, 0, 100, 100)], [2, 0, 1]),
    ("boxes that touch", [BBox(0, 18, 100, 40), BBox(0, 0, 100, 20)], [1, 0]),
    ("crossing boxes", [BBox(50, 5, 150, 60), BBox(0, 0, 100, 55)], [1, 0]),
    ("one", [BBox(0, 0, 1, 1)], [0]),
    ("none", [], []),
]


@pytest.mark.parametrize(("boxes", "order"), [case[1:] for case in ORDERS], ids=[case[0] for case in ORDERS])
def test_reading_order(boxes: list[BBox], order: list[int]) -> None:
    assert reading_order(boxes) == order


def test_many_boxes_in_a_heap_are_all_kept() -> None:
    heap = [BBox(i % 7, i % 5, i % 7 + 50, i % 5 + 50) for i in range(400)]
    assert sorted(reading_order(heap)) == list(range(400))


DIAGRAM = f"""<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" {A}>
<dgm:ptLst><dgm:pt modelId="0" type="doc"/>
<dgm:pt modelId="1"><dgm:t><a:p><a:r><a:t>Randomised</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt modelId="2"><dgm:t><a:p><a:r><a:t>Screened</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt modelId="3"><dgm:t><a:p><a:r><a:t>Drug, n = 410</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt modelId="4" type="parTrans"><dgm:t><a:p><a:r><a:t>an arrow</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt modelId="5" type="pres"><dgm:prSet presAssocID="3"/></dgm:pt></dgm:ptLst>
<dgm:cxnLst><dgm:cxn srcId="0" destId="1" srcOrd="1"/><dgm:cxn srcId="0" destId="2" srcOrd="0"/>
<dgm:cxn srcId="1" destId="3" srcOrd="0"/></dgm:cxnLst></dgm:dataModel>"""
DRAWN = f"""<dsp:drawing xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" {A}><dsp:spTree>
<dsp:sp modelId="5"><dsp:txBody/><dsp:txXfrm><a:off x="10" y="10"/><a:ext cx="30" cy="20"/></dsp:txXfrm></dsp:sp>
</dsp:spTree></dsp:drawing>"""


def test_diagrams_are_read_in_outline_order_with_the_boxes_of_their_drawing() -> None:
    whole = BBox(100, 100, 200, 200)
    pieces = list(
        diagram_pieces(etree.fromstring(DIAGRAM), etree.fromstring(DRAWN), Frame(100, 100, 100, 100), POINTS, whole)
    )
    assert [piece.text for piece in pieces] == ["Screened", "Randomised", "Drug, n = 410"]
    assert [piece.box for piece in pieces] == [whole, whole, BBox(110, 110, 140, 130)]


ABSURD = ["nan", "inf", "1e400", "", "x", "9" * 5000, "-999999999999999"]


@pytest.mark.parametrize("value", ABSURD)
def test_absurd_coordinates_stay_finite(value: str) -> None:
    frame = read_frame(etree.fromstring(f'<a:xfrm {A}><a:off x="{value}" y="1"/><a:ext cx="2" cy="{value}"/></a:xfrm>'))
    assert frame is not None
    assert all(math.isfinite(side) for side in frame.box(Matrix()))
