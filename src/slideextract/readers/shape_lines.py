"""Where the paragraphs of a shape are: its height shared out by the lines that each one needs."""

import math

from lxml.etree import _Element as Element

from slideextract.geometry import BBox
from slideextract.readers.drawing import EMU, A, font_size, paragraph_text, paragraphs, whole
from slideextract.readers.looks import NO_LOOKS, PERCENT, Look, Looks, read_look, read_looks

DEFAULT_SIZE = 18.0  # points, PowerPoint's own default
LINE = 1.2  # height of a line as a share of the font size
LETTER = 0.5  # mean width of a letter as a share of the font size
INSETS = {"lIns": 7.2, "tIns": 3.6, "rIns": 7.2, "bIns": 3.6}  # points between a box and its text by default
LEAST_ROOM = 1.0  # points


def line_boxes(body: Element, box: BBox | None, looks: Looks = NO_LOOKS, anchor: str = "") -> list[BBox | None]:
    """The box of each paragraph that prints something; the whole shape's where its text doesn't run across.

    Args:
        body: the `p:txBody`.
        box: of the shape.
        looks: that its placeholder inherits.
        anchor: the same: `t`, `ctr` or `b`.
    """
    printed = [id(item) for item in paragraphs(body)]
    properties = body.find(A + "bodyPr")
    upright = properties is None or properties.get("vert", "horz") == "horz"
    if box is None or not upright or len(printed) == 1:
        return [box] * len(printed)
    left, above, right, below = (_inset(properties, side) for side in INSETS)
    own, scale = read_looks(body.find(A + "lstStyle")), _scale(properties)
    heights: list[tuple[int, float, float]] = []  # the paragraph, the space above it, its lines
    for item in body.iterfind(A + "p"):
        before, height = _height(item, own, looks, max(box.width - left - right, LEAST_ROOM), scale)
        heights.append((id(item), before if heights else 0.0, height))
    total = sum(before + height for _, before, height in heights)
    room = max(box.height - above - below, LEAST_ROOM)
    shrink = min(1.0, room / total) if total else 1.0
    spare = room - shrink * total
    held = (properties is not None and properties.get("anchor")) or anchor
    top = box.top + above + {"ctr": spare / 2, "b": spare}.get(held, 0.0)
    found: list[BBox | None] = []
    for item_id, before, height in heights:
        top += shrink * before
        if item_id in printed:
            found.append(BBox(box.x0, top, box.x1, top + shrink * height))
        top += shrink * height
    return found


def _inset(properties: Element | None, side: str) -> float:
    usual = INSETS[side]
    return usual if properties is None or properties.get(side) is None else whole(properties, side) / EMU


def _scale(properties: Element | None) -> float:
    """How much PowerPoint shrank the text to make it fit."""
    fitted = None if properties is None else properties.find(A + "normAutofit")
    return (whole(fitted, "fontScale") / PERCENT or 1.0) if fitted is not None else 1.0


def _height(item: Element, own: Looks, looks: Looks, width: float, scale: float) -> tuple[float, float]:
    """The space above a paragraph, and the height of its lines."""
    properties = item.find(A + "pPr")
    level = min(max(0, 0 if properties is None else whole(properties, "lvl")), len(looks) - 1)
    look = read_look(properties).over(own[level]).over(looks[level]).over(Look(DEFAULT_SIZE, 0.0, None, 1.0))
    size = scale * (font_size(item) or look.size or DEFAULT_SIZE)
    before = look.before if look.before is not None else (look.before_share or 0.0) * size
    fits = max(1.0, width / (LETTER * size))
    lines = sum(max(1, math.ceil(len(part) / fits)) for part in paragraph_text(item, "\n").split("\n"))
    return before * scale, LINE * (look.leading or 1.0) * size * lines
