"""Tables between rules: cells are the rectangles that lines, or the edges of filled areas, close off."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from slideextract.geometry import BBox
from slideextract.readers.lines import Ink, read_runs
from slideextract.readers.pdf_paths import Rule
from slideextract.readers.tables import LEVEL, Slot, is_value

SNAP = 3.0  # points within which lines are one: cells drawn side by side leave a hair between them
MAX_LINES = 160  # each way on a page, the longest; grids of plots have more, tables hardly
FILLED = 0.5  # share of cells with text in a table; the fields of a plot's grid are empty
MAX_WORDS = 60  # of the median cell; boxes side by side with more are columns of prose
MIN_CELLS = 4
MIN_ROWS = 2  # with more than one text; the bars at the edges of a slide make one such row
EDGE = 3.0  # points from the edge of the page within which a line is the page's own


def find_ruled(
    words: Sequence[Ink], level: Sequence[Rule], upright: Sequence[Rule], width: float, height: float
) -> list[tuple[list[Slot], list[Ink]]]:
    """The ruled tables of a page, from the top, with the words that each takes.

    Args:
        words: of the page, in the order drawn.
        level: horizontal rules.
        upright: vertical rules.
        width: of the page; its edges rule no table.
        height: of the page.
    """
    level = [rule for rule in level if EDGE < rule.at < height - EDGE]
    upright = [rule for rule in upright if EDGE < rule.at < width - EDGE]
    found = []
    for across, down in _grids(joined(level), joined(upright)):
        cells = _cells(across, down)
        slots, taken = _filled(words, cells)
        if _is_table(slots):
            found.append((split_rows(slots), taken))
    return found


def split_rows(slots: Sequence[Slot]) -> list[Slot]:
    """Cells in rows of their own where one ruled row holds several lines of values side by side."""
    rows: dict[int, list[Slot]] = {}
    for slot in slots:
        rows.setdefault(slot.row, []).append(slot)
    lines = {row: _lines_of_values(cells) for row, cells in rows.items()}
    ends = [0]
    for row in range(max(slot.row + slot.row_span for slot in slots)):
        ends.append(ends[-1] + max(map(len, lines.get(row, {}).values()), default=1))
    split: list[Slot] = []
    for row, cells in rows.items():
        for cell in cells:
            texts = lines[row].get(cell.column) if lines[row] else None
            start, end = ends[row], ends[min(row + cell.row_span, len(ends) - 1)]
            if texts is None:
                split.append(replace(cell, row=start, row_span=end - start))
                continue
            split += [Slot(start + i, cell.column, [words], 1, cell.column_span) for i, words in enumerate(texts)]
    return split


def joined(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one line as one where they meet, the longest `MAX_LINES` of them."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules):
        if lines and rule.at - lines[-1][-1].at <= SNAP / 2 and rule.at - lines[-1][0].at <= SNAP:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    joined: list[Rule] = []
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        start, end = None, 0.0
        for rule in sorted(line, key=lambda r: r.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + SNAP:
                end = max(end, rule.end)
            else:
                joined.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            joined.append(Rule(at, start, end))
    return sorted(sorted(joined, key=lambda r: r.start - r.end)[:MAX_LINES])


def _grids(level: list[Rule], upright: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that touch one another, as (horizontal, vertical)."""
    owner = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for i, flat in enumerate(level):
        for j, tall in enumerate(upright, len(level)):
            meets = flat.start - SNAP <= tall.at <= flat.end + SNAP and tall.start - SNAP <= flat.at <= tall.end + SNAP
            if meets:
                owner[root(j)] = root(i)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*level, *upright]):
        side = 0 if index < len(level) else 1
        groups.setdefault(root(index), ([], []))[side].append(rule)
    for flat_rules, tall_rules in groups.values():
        if len(flat_rules) > 2 and len(tall_rules) > 2:  # noqa: PLR2004 - two rows and two columns
            yield flat_rules, tall_rules


def _lines_of_values(cells: Sequence[Slot]) -> dict[int, list[list[Ink]]]:
    """The lines of a ruled row by column, where they are rows of their own: values at the same heights."""
    filled = [cell for cell in cells if cell.lines]
    levels = {cell.column: _levels(cell) for cell in filled}
    longest = max(levels.values(), key=len, default=[])
    if len(longest) < 2 or any(cell.row_span > 1 for cell in filled):  # noqa: PLR2004 - more than one line
        return {}
    placed: dict[int, list[list[Ink]]] = {}
    for column, lines in levels.items():
        texts: list[list[Ink]] = [[] for _ in longest]
        for line in lines:
            at = next((i for i, other in enumerate(longest) if _is_level(line[0], other[0])), None)
            if at is None:
                return {}
            texts[at] = line
        placed[column] = texts
    full = [column for column, texts in placed.items() if column and all(map(_is_new_value, texts))]
    return placed if len(full) > 1 else {}


def _levels(cell: Slot) -> list[list[Ink]]:
    """The words of a cell by baseline."""
    levels: list[list[Ink]] = []
    for line in cell.lines:
        if levels and _is_level(levels[-1][0], line[0]):
            levels[-1].extend(line)
        else:
            levels.append(list(line))
    return levels


def _is_level(first: Ink, second: Ink) -> bool:
    return abs(first.baseline - second.baseline) <= LEVEL * max(first.size, second.size)


def _is_new_value(words: Sequence[Ink]) -> bool:
    """Whether a line is a value, and not the bracket that goes on the line above."""
    text = " ".join(word.text for word in words)
    return is_value(text) and not text.startswith(("(", "["))


class _Cell(NamedTuple):
    box: BBox
    row: int
    column: int
    row_span: int
    column_span: int


def _cells(level: list[Rule], upright: list[Rule]) -> list[_Cell]:
    """The closed rectangles of a grid; fields that no line divides are one cell."""
    xs, ys = _places(upright), _places(level)
    floor = [[_covered(level, ys[j], xs[i], xs[i + 1]) for i in range(len(xs) - 1)] for j in range(len(ys))]
    wall = [[_covered(upright, xs[i], ys[j], ys[j + 1]) for i in range(len(xs))] for j in range(len(ys) - 1)]
    free = {(j, i) for j in range(len(ys) - 1) for i in range(len(xs) - 1)}
    cells = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) not in free or not (floor[row][column] and wall[row][column]):
                continue
            right = next((i for i in range(column + 1, len(xs)) if wall[row][i]), None)
            low = next((j for j in range(row + 1, len(ys)) if floor[j][column]), None)
            if right is None or low is None:
                continue
            fields = {(j, i) for j in range(row, low) for i in range(column, right)}
            closed = all(floor[row][i] and floor[low][i] for i in range(column, right))
            closed = closed and all(wall[j][column] and wall[j][right] for j in range(row, low))
            if closed and fields <= free:
                free -= fields
                box = BBox(xs[column], ys[row], xs[right], ys[low])
                cells.append(_Cell(box, row, column, low - row, right - column))
    return cells


def _places(rules: list[Rule]) -> list[float]:
    """Where rules stand, those within `SNAP` as one."""
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > SNAP:
            places.append(at)
    return places


def _covered(rules: list[Rule], at: float, start: float, end: float) -> bool:
    """Whether a rule runs along a side of a field."""
    return any(abs(rule.at - at) <= SNAP and rule.start <= start + SNAP and rule.end >= end - SNAP for rule in rules)


def _filled(words: Sequence[Ink], cells: Sequence[_Cell]) -> tuple[list[Slot], list[Ink]]:
    """The cells with their words in order, and all words taken."""
    centers = sorted((word.box.center[1], index) for index, word in enumerate(words))
    slots, taken = [], []
    for cell in cells:
        near = centers[bisect_left(centers, (cell.box.top, -1)) : bisect_left(centers, (cell.box.bottom, -1))]
        inside = [
            words[index]
            for index in sorted(index for _, index in near)
            if cell.box.x0 <= words[index].box.center[0] <= cell.box.x1 and not words[index].angle
        ]
        runs = sorted(read_runs(inside), key=lambda run: (round(run.baseline / 2), run.box.x0))
        lines = [run.words for run in runs]
        slots.append(Slot(cell.row, cell.column, list(lines), cell.row_span, cell.column_span, cell.box))
        taken += inside
    return slots, taken


def _is_table(slots: Sequence[Slot]) -> bool:
    """Whether cells are a table rather than boxes of a drawing or fields of a plot."""
    texts = [slot.text for slot in slots]
    filled = [text for text in texts if text]
    rows = Counter(slot.row for slot in slots if slot.lines)
    full = sum(1 for count in rows.values() if count > 1)
    if len(filled) < MIN_CELLS or full < MIN_ROWS or len(filled) < FILLED * len(texts):
        return False
    counts = sorted(len(text.split()) for text in filled)
    return counts[len(counts) // 2] <= MAX_WORDS and any(c.isalpha() for text in filled for c in text)
