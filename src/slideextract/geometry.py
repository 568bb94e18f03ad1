"""Boxes on a page: points (1/72 inch), origin at the top left, y grows downwards."""

from collections.abc import Iterable
from typing import NamedTuple


class BBox(NamedTuple):
    """A rectangle: left, upper, right and lower edge in points."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Points from the left to the right edge."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Points from the upper to the lower edge."""
        return self.bottom - self.top

    @property
    def center(self) -> tuple[float, float]:
        """Where the diagonals meet: x, y."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


def union(boxes: Iterable[BBox]) -> BBox | None:
    """The smallest box around all `boxes`, or None when there is none."""
    found = list(boxes)
    if not found:
        return None
    return BBox(
        min(box.x0 for box in found),
        min(box.top for box in found),
        max(box.x1 for box in found),
        max(box.bottom for box in found),
    )


def overlap(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Length that two intervals share; negative is the gap between them."""
    return min(first[1], second[1]) - max(first[0], second[0])
