"""Text that doesn't run from left to right: places along its line and across it, at any angle."""

from math import cos, radians, sin

from slideextract.geometry import BBox

SAME_ANGLE = 1.0  # degrees by which the parts of one line may differ

Place = tuple[float, float]


def place(x: float, y: float, angle: float) -> Place:
    """How far along its line a point is, and how far below the origin's line.

    Args:
        x: from the left edge of the page.
        y: from its upper edge.
        angle: of the line in degrees, counter-clockwise.
    """
    across, down = cos(radians(angle)), sin(radians(angle))
    return x * across - y * down, x * down + y * across


def sides(box: BBox, angle: float) -> float:
    """Length and height, together, of the turned rectangle that a box stands around."""
    return (box.width + box.height) / (abs(cos(radians(angle))) + abs(sin(radians(angle))))


def stretch(box: BBox, angle: float, height: float) -> tuple[float, float, float]:
    """Where turned text begins and ends along its line, and how far below the origin's line its middle is.

    Args:
        box: around the text.
        angle: of its line in degrees, counter-clockwise.
        height: of its letters across the line.
    """
    along, level = place(*box.center, angle)  # a box has its middle where what it stands around has it
    half = max(0.0, sides(box, angle) - height) / 2
    return along - half, along + half, level


def same_line(angle: float, other: float, rise: float, size: float) -> bool:
    """Whether turned texts stand on one line, their middles `rise` apart."""
    return abs(angle - other) <= SAME_ANGLE and abs(rise) <= size
