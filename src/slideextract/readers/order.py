"""Reading order of boxes on a page: columns first, then rows, never the order in which they were drawn."""

from collections.abc import Callable, Sequence

from slideextract.geometry import BBox

SLACK = 0.2  # share of a box's side by which neighbours may overlap; text boxes are taller than their text
MAX_SLACK = 8.0  # points; the same, for large boxes
CROWD = 200  # boxes that no white line divides; beyond it they are only sorted from top to bottom
ROW = 10.0  # points; tops that differ by less stand in one row

Interval = tuple[float, float]


def reading_order(boxes: Sequence[BBox]) -> list[int]:
    """Indices of the boxes in the order of reading.

    A page is cut along white lines: at full height into columns where there is one, else at full width
    into bands. Neighbouring bands that share columns stay together, so that a two-column slide under a
    title is read column by column. A box behind others (a panel) comes before them.
    """
    return _ordered(boxes, list(range(len(boxes))))


def _ordered(boxes: Sequence[BBox], indices: list[int]) -> list[int]:
    if len(indices) < 2:  # noqa: PLR2004 - one box is in order
        return indices
    columns = _cut(boxes, indices, _across)
    if len(columns) > 1:
        return [index for column in columns for index in _ordered(boxes, column)]
    bands = _cut(boxes, indices, _down)
    if len(bands) > 1:
        return [index for run in _runs(boxes, bands) for index in _ordered(boxes, run)]
    return _crowded(boxes, indices)


def _across(box: BBox) -> Interval:
    slack = min(MAX_SLACK, SLACK * box.width) / 2
    return box.x0 + slack, box.x1 - slack


def _down(box: BBox) -> Interval:
    slack = min(MAX_SLACK, SLACK * box.height) / 2
    return box.top + slack, box.bottom - slack


def _cut(boxes: Sequence[BBox], indices: list[int], side: Callable[[BBox], Interval]) -> list[list[int]]:
    """The boxes in groups that don't overlap on one axis, in order."""
    groups: list[list[int]] = []
    edge = float("-inf")
    for index in sorted(indices, key=lambda i: (side(boxes[i]), i)):
        start, end = side(boxes[index])
        if groups and start < edge:
            groups[-1].append(index)
        else:
            groups.append([index])
        edge = max(edge, end)
    return groups


def _runs(boxes: Sequence[BBox], bands: list[list[int]]) -> list[list[int]]:
    """Bands, with those joined that a common white line divides into columns."""
    runs: list[list[int]] = []
    for band in bands:
        if runs and len(_cut(boxes, runs[-1] + band, _across)) > 1:
            runs[-1] = runs[-1] + band
        else:
            runs.append(band)
    return runs


def _crowded(boxes: Sequence[BBox], indices: list[int]) -> list[int]:
    """Boxes that overlap both ways: the largest is a panel if the others fall apart without it."""
    if len(indices) <= CROWD:
        panel = max(indices, key=lambda i: (boxes[i].width * boxes[i].height, -i))
        rest = [index for index in indices if index != panel]
        if len(_cut(boxes, rest, _across)) > 1 or len(_cut(boxes, rest, _down)) > 1:
            return [panel, *_ordered(boxes, rest)]
    return sorted(indices, key=lambda i: (boxes[i].top // ROW, boxes[i].x0, i))
