"""Axis labels: 0, 20, 40 ... evenly spaced in value and place; and the numbers at risk under a curve."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise

from slideextract.assemble.charts.roles import Label
from slideextract.geometry import BBox

ALIGNED = 3.0  # points between the edges or centres of labels of one axis
EVEN = 0.15  # share by which gaps between the labels of an axis may differ; they are rounded to the pixel
PAIR = 2
MIN_TICKS = 3
MIN_AT_RISK = 4


def tick_labels(values: Sequence[Label]) -> list[list[Label]]:
    """The axes that are printed among a page's figures, upright ones and level ones."""
    found = [run for group in _aligned(values, upright=True) for run in _runs(group, upright=True)]
    taken = {id(label) for run in found for label in run}
    rest = [label for label in values if id(label) not in taken]
    return found + [run for group in _aligned(rest, upright=False) for run in _runs(group, upright=False)]


def _aligned(values: Sequence[Label], *, upright: bool) -> list[list[Label]]:
    """Labels over or beside each other: by their right edges, left edges or centres, the longest groups first."""
    edges = (_right, _left, _across) if upright else (_down,)
    groups: list[list[Label]] = []
    rest = list(values)
    while rest:
        best = max((_widest(rest, edge) for edge in edges), key=len)
        if len(best) < MIN_TICKS:
            break
        groups.append(best)
        rest = [label for label in rest if not any(label is one for one in best)]
    return groups


def _widest(values: Sequence[Label], edge: Callable[[BBox], float]) -> list[Label]:
    """The largest group of labels of which an edge is in one place."""
    ordered = sorted(values, key=lambda label: edge(label.box))
    best: list[Label] = []
    first = 0
    for last, label in enumerate(ordered):
        while edge(label.box) - edge(ordered[first].box) > ALIGNED:
            first += 1
        if last + 1 - first > len(best):
            best = ordered[first : last + 1]
    return best


def _right(box: BBox) -> float:
    return box.x1


def _left(box: BBox) -> float:
    return box.x0


def _across(box: BBox) -> float:
    return box.center[0]


def _down(box: BBox) -> float:
    return box.center[1]


def _runs(group: Sequence[Label], *, upright: bool) -> list[list[Label]]:
    """The longest runs of an aligned group that step evenly in place and in value."""
    ordered = sorted(group, key=lambda label: label.box.center[1 if upright else 0])
    found: list[list[Label]] = []
    run: list[Label] = []
    for label in ordered:
        if len(run) < PAIR or _steps(run[-2], run[-1], label, upright=upright):
            run.append(label)
        else:
            found.append(run)
            run = [run[-1], label]
    found.append(run)
    return [run for run in found if len(run) >= MIN_TICKS and _moves(run)]


def _steps(first: Label, second: Label, third: Label, *, upright: bool) -> bool:
    axis = 1 if upright else 0
    places = [label.box.center[axis] for label in (first, second, third)]
    before, after = places[1] - places[0], places[2] - places[1]
    a, b, c = (amount(label) for label in (first, second, third))
    return b - a == c - b and abs(after - before) <= EVEN * max(before, 1.0)


def _moves(run: Sequence[Label]) -> bool:
    return all(amount(a) != amount(b) for a, b in pairwise(run))


def amount(label: Label) -> Decimal:
    """The figure of a value label."""
    value = label.figures.value if label.figures is not None else None
    return value if value is not None else Decimal(0)


def at_risk(values: Sequence[Label], axes: Sequence[Sequence[Label]]) -> list[Label]:
    """Whole numbers in rows under a level axis, each under one of its labels, and never growing: numbers at risk."""
    found: list[Label] = []
    level = [axis for axis in axes if abs(axis[0].box.center[1] - axis[-1].box.center[1]) <= ALIGNED]
    for axis in level:
        places = [label.box.center[0] for label in axis]
        under = [
            v
            for v in values
            if v.box.top >= axis[0].box.bottom - ALIGNED
            and amount(v) % 1 == 0
            and min(abs(v.box.center[0] - place) for place in places) <= 2 * ALIGNED
        ]
        for row in _aligned(under, upright=False):
            ordered = sorted(row, key=lambda label: label.box.x0)
            falls = all(amount(a) >= amount(b) for a, b in pairwise(ordered))
            found += ordered if len(ordered) >= MIN_AT_RISK and falls else []
    return found
