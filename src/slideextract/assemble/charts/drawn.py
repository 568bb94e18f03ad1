"""Drawn charts: numbers bound by their place to the group under or beside them, series to the legend.

A value belongs to the category whose label stands under it (or left of it, for lying bars). Several values over one
category are series: they go by the colours of the legend, else side by side they follow its order; over each other
nothing tells them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from slideextract.assemble.charts.marks import Marks
from slideextract.assemble.charts.roles import MAX_NAME, Label, Role
from slideextract.geometry import BBox, overlap

ROW = 4.0  # points between the tops (or centres) of labels of one axis
REACH = 420.0  # points between a bar's number and the label of its group: the height of a slide's drawing area
NEAR = 60.0  # points between a row of groups and the row under it
OFF_CENTRE = 0.75  # of a bar's width, by which a label may miss the middle of its bars
PAIR = 2  # names of a column beside lying bars at least
GROUPS = frozenset({Role.ARM, Role.TIME, Role.TEXT})


@dataclass(slots=True)
class Bar:
    """A value with the label of its group, that of its series, and the one under a row of groups that it is under."""

    value: Label
    group: Label | None = None
    series: Label | None = None
    outer: Label | None = None

    @property
    def names(self) -> list[Label]:
        """What says of whom or what the value is, the nearest first."""
        return [label for label in (self.group, self.series, self.outer) if label is not None]


@dataclass(slots=True)
class Drawing:
    """One chart: its bars from left to right, its groups, its legend and its title."""

    bars: list[Bar] = field(default_factory=list)
    groups: list[Label] = field(default_factory=list)
    legend: list[Label] = field(default_factory=list)
    title: Label | None = None
    mixed: bool = False  # several values of one group that no legend tells apart

    @property
    def left(self) -> float:
        """The left edge of its values and groups."""
        return min(label.box.x0 for label in self._labels())

    @property
    def right(self) -> float:
        """The right edge of its values and groups."""
        return max(label.box.x1 for label in self._labels())

    @property
    def bottom(self) -> float:
        """The lower edge of its lowest group or value."""
        return max(label.box.bottom for label in self._labels())

    @property
    def top(self) -> float:
        """The upper edge of its highest value."""
        return min(bar.value.box.top for bar in self.bars)

    def _labels(self) -> list[Label]:
        return [*self.groups, *(bar.value for bar in self.bars)]


def drawings(labels: Sequence[Label], values: Sequence[Label], marks: Marks) -> list[Drawing]:
    """The charts of one page; `values` are its figures but for axis labels."""
    names = [label for label in labels if label.role in GROUPS and not label.is_title and _is_name(label)]
    axis = [name for name in names if id(name) not in marks.patches]
    armed = [value for value in values if value.arm is not None]
    values = [value for value in values if value.arm is None]
    rows, columns = _rows(axis, upright=False), _rows(axis, upright=True)
    below = {id(v): _below(marks.box(v), rows) for v in values if not marks.is_lying(v)}
    beside = {id(v): _beside(marks.box(v), columns) for v in values if below.get(id(v)) is None}
    found: list[Drawing] = []
    for places, bound in ((rows, below), (columns, beside)):
        for row in places:
            of_row = [(v, g) for v in values if (g := bound.get(id(v))) and any(g is one for one in row)]
            found += _divide(row, of_row, marks)
    found += [Drawing([Bar(value)]) for value in armed]
    _tell_outer([bar for drawing in found for bar in drawing.bars], rows, marks)
    for drawing in found:
        drawing.title = _title(drawing, labels)
    for drawing in found:
        _tell_series(drawing, names, found, marks)
    return found


def _is_name(label: Label) -> bool:
    return sum(token.text[0].isalpha() for token in label.read.tokens) <= MAX_NAME


def _rows(names: Sequence[Label], *, upright: bool) -> list[list[Label]]:
    """Labels that stand in one row (or, `upright`, in one column): by an edge or by their centres."""
    found: list[list[Label]] = []
    for label in sorted(names, key=lambda one: _places(one, upright=upright)[0]):
        home = next((row for row in found if _aligned(row[0], label, upright=upright)), None)
        if home is None:
            found.append([label])
        else:
            home.append(label)
    return [sorted(row, key=lambda one: one.box.center[1 if upright else 0]) for row in found]


def _places(label: Label, *, upright: bool) -> tuple[float, float, float]:
    box = label.box
    return (box.x1, box.x0, box.center[0]) if upright else (box.top, box.bottom, box.center[1])


def _aligned(one: Label, other: Label, *, upright: bool) -> bool:
    pairs = zip(_places(one, upright=upright), _places(other, upright=upright), strict=True)
    return any(abs(a - b) <= ROW for a, b in pairs)


def _below(value: BBox, rows: Sequence[Sequence[Label]]) -> Label | None:
    """The group label under a value or its bar, in the nearest row that has one there."""
    for row in rows:
        gap = row[0].box.top - value.bottom
        if not -ROW <= gap <= REACH:
            continue
        nearest = min(row, key=lambda label: abs(label.box.center[0] - value.center[0]))
        if abs(nearest.box.center[0] - value.center[0]) <= _width(nearest, row, axis=0):
            return nearest
    return None


def _beside(value: BBox, columns: Sequence[Sequence[Label]]) -> Label | None:
    """The group label left of a value or its bar, in the nearest column that has one there."""
    for column in reversed(columns):
        left = [label for label in column if label.box.x1 <= value.x0 + ROW]
        if len(left) < PAIR:
            continue
        nearest = min(left, key=lambda label: abs(label.box.center[1] - value.center[1]))
        if abs(nearest.box.center[1] - value.center[1]) <= _width(nearest, left, axis=1):
            return nearest
    return None


def _width(label: Label, row: Sequence[Label], *, axis: int) -> float:
    """How far from a group label's centre its values may stand: half way to the next group."""
    centers = sorted(one.box.center[axis] for one in row)
    gaps = [b - a for a, b in pairwise(centers)]
    own = (label.box.width if axis == 0 else label.box.height) / 2
    return max(own, min(gaps) / 2) if gaps else own


def _divide(row: Sequence[Label], bound: Sequence[tuple[Label, Label]], marks: Marks) -> list[Drawing]:
    """A row of groups as charts: one begins where a group's name comes again."""
    found: list[Drawing] = []
    used = [label for label in row if any(group is label for _, group in bound)]
    for label in used:
        if not found or any(_same(label, group) for group in found[-1].groups):
            found.append(Drawing())
        found[-1].groups.append(label)
        own = sorted((v for v, group in bound if group is label), key=lambda v: _order(v, marks))
        found[-1].bars += [Bar(value, label) for value in own]
    return found


def _order(value: Label, marks: Marks) -> tuple[float, float]:
    """Where a value comes among those of its group: from the left, lying bars from the top."""
    x, y = marks.box(value).center
    return (y, x) if marks.is_lying(value) else (x, value.box.top)


def _tell_outer(bars: Sequence[Bar], rows: Sequence[Sequence[Label]], marks: Marks) -> None:
    """The labels under a row of groups, each under the middle of its bars: outcomes under arms, arms under times."""
    used = {id(bar.group) for bar in bars}
    for row in rows:
        upright = [bar for bar in bars if bar.group is not None and marks.is_lying(bar.value) is False]
        over = [bar for bar in upright if bar.group and 0 <= row[0].box.top - bar.group.box.bottom + ROW <= NEAR]
        if any(id(label) in used for label in row) or not over:
            continue
        parts = {id(bar): _below(marks.box(bar.value), [row]) for bar in over}
        told = [(label, [bar for bar in over if parts[id(bar)] is label]) for label in row]
        if all(own and _is_middle(label, own, marks) for label, own in told):
            for label, own in told:
                for bar in own:
                    bar.outer = label


def _is_middle(label: Label, bars: Sequence[Bar], marks: Marks) -> bool:
    """Whether a label stands under the middle of its bars."""
    places = [marks.box(bar.value) for bar in bars]
    middle = (min(box.x0 for box in places) + max(box.x1 for box in places)) / 2
    other_role = all(bar.group is not None and bar.group.role is not label.role for bar in bars)
    return other_role and abs(label.box.center[0] - middle) <= OFF_CENTRE * places[0].width


def _same(one: Label, other: Label) -> bool:
    if one.arm is not None and other.arm is not None:
        return one.arm.key == other.arm.key
    return [t.text for t in one.read.tokens] == [t.text for t in other.read.tokens]


def _title(drawing: Drawing, labels: Sequence[Label]) -> Label | None:
    """The nearest text over a chart, else the slide's title."""
    over = [
        label
        for label in labels
        if label.role is Role.TEXT
        and not any(label is group for group in drawing.groups)
        and label.box.center[1] < drawing.top
        and overlap((label.box.x0, label.box.x1), (drawing.left, drawing.right)) > 0
    ]
    return max(over, key=lambda label: label.box.bottom, default=None)


def _tell_series(drawing: Drawing, names: Sequence[Label], found: Sequence[Drawing], marks: Marks) -> None:
    """Bind values to the entries of the legend: by colour, else by the place of several values over each group."""
    if _tell_colours(drawing, names, marks):
        return
    per_group = [[bar for bar in drawing.bars if bar.group is group] for group in drawing.groups]
    if not per_group:
        return
    most = max(len(bars) for bars in per_group)
    drawing.legend = _legend(drawing, names, found, most)
    if most == 1:
        if len(drawing.legend) == 1:
            for bar in drawing.bars:
                bar.series = drawing.legend[0]
        return
    side_by_side = all(_is_level(bars) for bars in per_group)
    if len(drawing.legend) != most or not side_by_side or any(len(bars) != most for bars in per_group):
        drawing.mixed = True
        return
    for bars in per_group:
        for bar, entry in zip(bars, drawing.legend, strict=True):
            bar.series = entry


def _tell_colours(drawing: Drawing, names: Sequence[Label], marks: Marks) -> bool:
    """Bind values to the entries of the legend that have the colours of their bars."""
    entries = {marks.patches[id(name)]: name for name in names if id(name) in marks.patches}
    told = [entries.get(marks.colour(bar.value) or "") for bar in drawing.bars]
    if not told or any(entry is None for entry in told):
        return False
    for bar, entry in zip(drawing.bars, told, strict=True):
        bar.series = entry
    drawing.legend = [name for name in entries.values() if any(name is entry for entry in told)]
    return True


def _is_level(bars: Sequence[Bar]) -> bool:
    """Whether values stand side by side, and not over each other."""
    return all(
        b.value.box.center[0] - a.value.box.center[0] > min(a.value.box.width, b.value.box.width) / 2
        for a, b in pairwise(bars)
    )


def _legend(drawing: Drawing, names: Sequence[Label], found: Sequence[Drawing], most: int) -> list[Label]:
    """The entries of the legend: names of one role that are no groups, in a row or column beside the chart."""
    groups = {id(group) for one in found for group in one.groups} | {id(one.title) for one in found if one.title}
    kinds = {group.role for group in drawing.groups}
    free = [n for n in names if id(n) not in groups and n.role not in kinds and n.role is not Role.TEXT]
    wanted = Role.ARM if Role.ARM not in kinds else Role.TIME
    entries = [label for label in free if label.role is wanted]
    if most > 1 and len(entries) > most:
        height = median(label.box.top for label in entries)
        entries = [label for label in entries if abs(label.box.top - height) <= ROW]
    level = len({round(label.box.top / ROW) for label in entries}) == 1
    return sorted(entries, key=lambda label: label.box.x0 if level else label.box.top)
