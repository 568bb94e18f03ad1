"""Brackets: lines that lead from a p or a difference to the two bars that it compares.

A bracket is a line at the foot or head of its text; what is drawn several times over each other is a grid.
"""

from collections.abc import Sequence
from itertools import pairwise

from slideextract.assemble.charts.bars import SAME
from slideextract.geometry import BBox

DEEP = 30.0  # points; the legs of a bracket drawn as one form
WIDE = 20.0  # points; shorter lines are ticks, dashes and error bars
CLOSE = 20.0  # points between a bracket and its text: a line of text
REACH = 0.75  # of the distance between two bars, by which the end of a bracket may miss its bar


def bracket(text: BBox, lines: Sequence[BBox]) -> BBox | None:
    """The bracket of a text: the nearest line along its foot (or head) whose middle part it stands at."""
    found = [
        (gap, k) for k, line in enumerate(lines) if _is_bracket(line, lines) and (gap := _gap(text, line)) is not None
    ]
    return lines[min(found)[1]] if found else None


def _is_bracket(line: BBox, lines: Sequence[BBox]) -> bool:
    if line.width < WIDE or line.height > min(DEEP, line.width):
        return False
    alike = sum(abs(one.x0 - line.x0) <= SAME and abs(one.x1 - line.x1) <= SAME for one in lines)
    return alike == 1


def _gap(text: BBox, line: BBox) -> float | None:
    """Points between a text and a bracket under it, or one through or over it; None where it isn't at it."""
    if not line.x0 - SAME <= text.center[0] <= line.x1 + SAME:
        return None
    gap = max(line.top - text.bottom, text.top - line.bottom, 0.0)
    return gap if gap <= CLOSE else None


def at_ends(line: BBox, places: Sequence[float]) -> tuple[int, int] | None:
    """Which of the places the two ends of a bracket are at; None where they are at no two."""
    if not places:
        return None
    ends = [min(range(len(places)), key=lambda k: abs(places[k] - end)) for end in (line.x0, line.x1)]
    first, last = ends
    miss = max(abs(places[first] - line.x0), abs(places[last] - line.x1))
    if first == last or miss > REACH * _pitch(places):
        return None
    return first, last


def _pitch(places: Sequence[float]) -> float:
    """The least distance between two bars."""
    ordered = sorted(set(places))
    return min((b - a for a, b in pairwise(ordered)), default=0.0)
