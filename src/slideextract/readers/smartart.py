"""SmartArt: the texts of a diagram in the order of its outline, with the boxes of its drawing."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from slideextract.document import BlockKind
from slideextract.geometry import BBox
from slideextract.readers.drawing import Frame, Matrix, paragraph_text, paragraphs, read_frame
from slideextract.readers.pieces import Piece

DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
DSP = "{http://schemas.microsoft.com/office/drawing/2008/diagram}"
NODES = ("", "node", "asst")  # kinds of points that hold text; others are drawing instructions


def diagram_pieces(
    data: Element, drawing: Element | None, frame: Frame | None, outer: Matrix, box: BBox | None
) -> Iterator[Piece]:
    """A bullet for each node of the outline that has a text.

    Args:
        data: root of `ppt/diagrams/data1.xml`.
        drawing: root of `ppt/diagrams/drawing1.xml`, the shapes as last drawn; some writers leave it out.
        frame: of the diagram on its slide.
        outer: the map to points.
        box: of the whole diagram, for nodes without a shape of their own.
    """
    points = {point.get("modelId", ""): point for point in data.iterfind(f"{DGM}ptLst/{DGM}pt")}
    boxes = _boxes(points, drawing, frame, outer)
    for key in _outline(data, points):
        point = points[key]
        if point.get("type", "") not in NODES:
            continue
        text = " ".join(line for item in paragraphs(point.find(DGM + "t")) if (line := paragraph_text(item)))
        if text:
            yield Piece(BlockKind.BULLET, text, boxes.get(key, box))


def _outline(data: Element, points: dict[str, Element]) -> list[str]:
    """Ids of the points, each parent before its children; those that no link reaches come last."""
    children: dict[str, list[tuple[int, str]]] = {}
    for link in data.iterfind(f"{DGM}cxnLst/{DGM}cxn"):
        order = link.get("srcOrd", "0")
        if link.get("type", "parOf") == "parOf" and link.get("destId") in points:
            place = int(order) if order.isdecimal() else 0
            children.setdefault(link.get("srcId", ""), []).append((place, link.get("destId", "")))
    reached: dict[str, None] = {}
    stack = [key for key, point in reversed(points.items()) if point.get("type") == "doc"]
    while stack:
        key = stack.pop()
        if key not in reached:
            reached[key] = None
            stack.extend(child for _, child in sorted(children.get(key, []), reverse=True))
    return [*reached, *(key for key in points if key not in reached)]


def _boxes(points: dict[str, Element], drawing: Element | None, frame: Frame | None, outer: Matrix) -> dict[str, BBox]:
    """The box of each node: its presentation points name it, and the shapes name those points."""
    if drawing is None or frame is None:
        return {}
    inside = outer.after(Matrix(1, 0, 0, 1, frame.x, frame.y))
    owner = {
        key: point.find(DGM + "prSet").get("presAssocID", "")  # type: ignore[union-attr]
        for key, point in points.items()
        if point.get("type") == "pres" and point.find(DGM + "prSet") is not None
    }
    found: dict[str, BBox] = {}
    for shape in drawing.iter(DSP + "sp"):
        place = read_frame(shape.find(DSP + "txXfrm"))
        node = owner.get(shape.get("modelId", ""))
        if place is not None and node and node not in found and shape.find(DSP + "txBody") is not None:
            found[node] = place.box(inside)
    return found
