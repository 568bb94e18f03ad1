"""Times that only the bars over them tell from durations: "12 mois", "18 mois" under two groups of bars."""

from collections.abc import Sequence
from itertools import pairwise

from slideextract.assemble.charts.marks import Marks
from slideextract.assemble.charts.roles import Label, Role
from slideextract.assemble.charts.ticks import ALIGNED, amount
from slideextract.geometry import overlap

MIN_TIMES = 2  # of an axis


def set_times(values: Sequence[Label], marks: Marks) -> None:
    """Make times of whole durations that rise along a line, each under or beside bars of its own."""
    spans = [value for value in values if _is_span(value)]
    for lying in (False, True):
        axis = 0 if lying else 1
        for line in _lines([value for value in spans if _names_bars(value, values, marks, lying=lying)], axis):
            ordered = sorted(line, key=lambda value: value.box.center[1 - axis])
            if len(ordered) >= MIN_TIMES and all(amount(a) < amount(b) for a, b in pairwise(ordered)):
                for value in ordered:
                    value.role, value.mention, value.figures = Role.TIME, next(iter(value.read.mentions.values())), None


def _is_span(value: Label) -> bool:
    """Whether a label is a whole duration and nothing else."""
    return {mention.kind for mention in value.read.mentions.values()} == {"time"} and amount(value) % 1 == 0


def _lines(values: Sequence[Label], axis: int) -> list[list[Label]]:
    """Labels in one row (or column, by their centres)."""
    found: list[list[Label]] = []
    for value in sorted(values, key=lambda one: one.box.center[axis]):
        if found and value.box.center[axis] - found[-1][-1].box.center[axis] <= ALIGNED:
            found[-1].append(value)
        else:
            found.append([value])
    return found


def _names_bars(value: Label, values: Sequence[Label], marks: Marks, *, lying: bool) -> bool:
    """Whether bars rise from over a label, or from beside it."""
    for other in values:
        stand = marks.stands.get(id(other))
        if stand is None or stand.lying is not lying or other is value:
            continue
        box = stand.box
        across = (box.top, box.bottom), (value.box.top, value.box.bottom)
        under = (box.x0, box.x1), (value.box.x0, value.box.x1)
        if lying and overlap(*across) > 0 and value.box.x1 <= box.x0 + ALIGNED:
            return True
        if not lying and overlap(*under) > 0 and value.box.top >= box.bottom - ALIGNED:
            return True
    return False
