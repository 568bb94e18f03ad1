"""Tables of a printed page: cells between rules, and columns of numbers that only stand under one another."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from slideextract.document import BlockKind, Cell, Reader
from slideextract.geometry import BBox, overlap, union
from slideextract.readers.layout import Typeset
from slideextract.readers.lines import Ink, Run, set_lines
from slideextract.readers.paragraphs import Group, paragraphs
from slideextract.readers.pieces import Piece

VALUE = re.compile(
    r"""[<>≤≥=~±+−–-]{0,2}\s?\d[\d\s.,;:/%()\[\]±<>≤≥=−–*†‡§¹²³⁰⁴-⁹-]*
    (?:(?:to|à|vs|et|and|ans|mois|months?|years?|weeks?)[\d\s.,;:/%()\[\]±<>≤≥=−–*†‡§-]*)*
    | [-–—] | n\.?[ae]\.? | n[cdrs] | n/a | [(\[][\d\s.,;:%±−–to-]+[)\]]""",
    re.IGNORECASE | re.VERBOSE,
)
MAX_HEADER_ROWS = 4
LABELLED = 0.5  # share of rows with a name in front; fewer, and the numbers are ticks of an axis
MIN_ROWS = 3  # rows with a number in the same column before a page without rules has a table
ROW_GAP = 3.2  # font sizes between rows of one table
WRAPPED = 1.4  # font sizes between the lines of one cell
LEVEL = 0.4  # font sizes by which the baselines of one row may differ
MAX_NAME = 60  # characters of a row's name
PROSE = 0.5  # share of the lines of a table that may be without a value or behind a longer name
PURE = 0.6  # share of the texts in the columns that are values
PROSE_LINES = 3  # of a paragraph that isn't part of a table
PROSE_LENGTH = 25  # characters of its lines on average
LEADER = ". . ."
PARTED = 0.4  # font sizes between words of one run that belong to two columns
SPREAD = 0.25  # font sizes by which the numbers of a column may overlap its neighbour


@dataclass(slots=True)
class Slot:
    """A cell: its place in the grid, and the lines in it."""

    row: int
    column: int
    lines: list[Sequence[Ink]] = field(default_factory=list)
    row_span: int = 1
    column_span: int = 1
    box: BBox | None = None

    @property
    def text(self) -> str:
        """Its words with single spaces."""
        return " ".join(word.text for line in self.lines for word in line)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for line in self.lines for word in line)


def is_value(text: str) -> bool:
    """Whether a cell holds a value rather than a name: `34 (22,5)`, `<0.001`, `NR`, `–`."""
    return VALUE.fullmatch(text.strip()) is not None


def set_table(slots: Iterable[Slot], number: int) -> list[Typeset]:
    """The cells of a table in reading order, with its header rows marked.

    Args:
        slots: the cells that print something.
        number: of the table in its document.
    """
    ordered = sorted((slot for slot in slots if slot.text), key=lambda slot: (slot.row, slot.column))
    heads = _header_rows(ordered)
    cells = []
    for slot in ordered:
        text, words = set_lines(slot.lines)
        box = slot.box or union(word.box for line in slot.lines for word in line)
        cell = Cell(number, slot.row, slot.column, slot.row_span, slot.column_span, header=slot.row < heads)
        doubtful = all(word.doubtful for line in slot.lines for word in line)
        cells.append(Typeset(Piece(BlockKind.CELL, text, box, cell, Reader.TABLE, doubtful), words))
    return cells


def _header_rows(slots: Sequence[Slot]) -> int:
    """How many rows stand above the first one that holds values."""
    rows: dict[int, list[Slot]] = {}
    for slot in slots:
        rows.setdefault(slot.row, []).append(slot)
    count = 0
    for row in sorted(rows):
        behind = [slot for slot in rows[row] if slot.column > 0]
        if any(is_value(slot.text) for slot in behind) or (count and not behind) or count == MAX_HEADER_ROWS:
            return count
        count = row + max(min(slot.row_span for slot in rows[row]), 1)
    first = rows[min(rows)] if rows else []
    bold = bool(first) and all(slot.bold for slot in first) and not all(slot.bold for slot in slots)
    return 1 if bold or len(rows) > 1 else 0  # a table of words


@dataclass(slots=True)
class _Row:
    """Runs on one baseline, from the left."""

    runs: list[Run]
    baseline: float
    size: float


def find_aligned(runs: Sequence[Run]) -> list[tuple[list[Slot], list[Run]]]:
    """Tables without rules: at least three rows whose numbers stand under one another behind a name.

    Returns:
        The cells of each table, with the runs that it takes from the page.
    """
    prose = {id(run) for group in paragraphs(runs) if _is_prose(group) for run in group.runs}
    rows = _rows([run for run in runs if not run.bullet and not run.words[0].doubtful and id(run) not in prose])
    found = []
    for block in _blocks(rows):
        columns = _columns(block)
        if columns is not None:
            slots = _fill(block, columns)
            found.append((slots, [run for row in block for run in row.runs]))
    return found


def _is_prose(group: Group) -> bool:
    lengths = [len(run.text) for run in group.runs]
    return len(lengths) >= PROSE_LINES and sum(lengths) >= PROSE_LENGTH * len(lengths)


def _rows(runs: Sequence[Run]) -> list[_Row]:
    rows: list[_Row] = []
    for run in sorted(runs, key=lambda r: (r.baseline, r.box.x0)):
        if rows and abs(run.baseline - rows[-1].baseline) <= LEVEL * min(run.size, rows[-1].size):
            rows[-1].runs.append(run)
        else:
            rows.append(_Row([run], run.baseline, run.size))
    for row in rows:
        row.runs.sort(key=lambda r: r.box.x0)
    return rows


def _blocks(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Stretches of rows from the header above the first values to the last row with values."""
    found: list[list[_Row]] = []
    index = 0
    while index < len(rows):
        if not _has_values(rows[index]):
            index += 1
            continue
        end = last = index
        while end + 1 < len(rows) and _near(rows[end], rows[end + 1]):
            end += 1
            if _has_values(rows[end]):
                last = end
            elif end - last > 1:
                break
        block = list(rows[index : last + 1])
        if sum(map(_has_values, block)) >= MIN_ROWS:
            found.append(_headed(rows, index, found) + _tail(rows, last, block))
        index = max(last, index) + 1
    return found


def _has_values(row: _Row) -> bool:
    return len(row.runs) > 1 and any(is_value(run.text) for run in row.runs[1:])


def _near(upper: _Row, lower: _Row) -> bool:
    return lower.baseline - upper.baseline <= ROW_GAP * max(upper.size, lower.size)


def _headed(rows: Sequence[_Row], first: int, found: Sequence[list[_Row]]) -> list[_Row]:
    """The rows above that name the columns: more than one text, close, and over them."""
    taken = {id(row) for block in found for row in block}
    heads: list[_Row] = []
    while first > 0 and len(heads) < MAX_HEADER_ROWS:
        row = rows[first - 1]
        if id(row) in taken or not _near(row, rows[first]) or (len(row.runs) < 2 and not _wraps(row, rows[first])):  # noqa: PLR2004 - a lone text is a title
            break
        heads.insert(0, row)
        first -= 1
    while heads and len(heads[0].runs) == 1:
        heads.pop(0)
    return heads


def _wraps(upper: _Row, lower: _Row) -> bool:
    return lower.baseline - upper.baseline <= WRAPPED * max(upper.size, lower.size)


def _tail(rows: Sequence[_Row], last: int, block: list[_Row]) -> list[_Row]:
    """The block with the lines below that continue the name of its last row."""
    while last + 1 < len(rows):
        row = rows[last + 1]
        name = block[-1].runs[0].box
        under = len(row.runs) == 1 and abs(row.runs[0].box.x0 - name.x0) <= row.size
        if not under or not _wraps(rows[last], row) or row.runs[0].box.x1 > block[-1].runs[-1].box.x0:
            break
        block.append(row)
        last += 1
    return block


def _columns(block: Sequence[_Row]) -> list[tuple[float, float]] | None:
    """The left and right edges of the columns; None when too few rows agree."""
    valued = [row for row in block if _has_values(row)]
    numbers: list[list[tuple[float, float]]] = []
    for run in sorted((r for row in valued for r in row.runs[1:] if is_value(r.text)), key=lambda r: r.box.x0):
        span = (run.box.x0 + SPREAD * run.size, run.box.x1 - SPREAD * run.size)
        if numbers and span[0] < max(end for _, end in numbers[-1]):
            numbers[-1].append(span)
        else:
            numbers.append([span])
    numbers = [column for column in numbers if len(column) >= MIN_ROWS - 1]
    named = sum(1 for row in valued if any(c.isalpha() for c in row.runs[0].text))
    if not any(len(column) >= MIN_ROWS for column in numbers) or named < LABELLED * len(valued):
        return None
    edges = [(min(start for start, _ in column), max(end for _, end in column)) for column in numbers]
    first = edges[0][0]
    names = [row.runs[0].box for row in valued if row.runs[0].box.x0 < first]
    if len(names) < MIN_ROWS or not _is_pure(block, edges):
        return None
    left = min(box.x0 for box in names)
    right = sorted(box.x1 for box in names)[len(names) // 2]
    return [(left, min(right, first)), *edges]


def _is_pure(block: Sequence[_Row], edges: Sequence[tuple[float, float]]) -> bool:
    """Whether the columns hold mostly values, and short names stand before them: two columns of prose don't."""
    if any(LEADER in row.runs[0].text for row in block):
        return False  # a table of contents
    lines = [row for row in block if len(row.runs[0].text) > MAX_NAME or not _has_values(row)]
    texts = [run.text for row in block for run in row.runs[1:] if _is_under(run, edges)]
    values = sum(1 for text in texts if is_value(text))
    return len(lines) <= PROSE * len(block) and values >= PURE * len(texts)


def _is_under(run: Run, edges: Sequence[tuple[float, float]]) -> bool:
    return any(overlap((run.box.x0, run.box.x1), edge) > 0 for edge in edges)


def _fill(block: Sequence[_Row], columns: Sequence[tuple[float, float]]) -> list[Slot]:
    slots: dict[tuple[int, int], Slot] = {}
    number = -1
    previous: _Row | None = None
    for row in block:
        if previous is None or not _continues(previous, row, columns):
            number += 1
        for words in (part for run in row.runs for part in _parted(run, columns)):
            first, last = _place(_around(words), columns)
            slot = slots.setdefault((number, first), Slot(number, first))
            slot.lines.append(words)
            slot.column_span = max(slot.column_span, last - first + 1)
        previous = row
    return list(slots.values())


def _parted(run: Run, columns: Sequence[tuple[float, float]]) -> list[list[Ink]]:
    """The words of a run, divided where a gap between them falls between two columns."""
    parts = [[run.words[0]]]
    for word in run.words[1:]:
        left = parts[-1][-1]
        beyond = _place(word.box, columns)[0] > _place(left.box, columns)[1]
        if beyond and word.box.x0 - left.box.x1 >= PARTED * run.size:
            parts.append([word])
        else:
            parts[-1].append(word)
    return parts


def _around(words: Sequence[Ink]) -> BBox:
    return union(word.box for word in words) or words[0].box


def _continues(upper: _Row, lower: _Row, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a line belongs to the row above: it is close, and names nothing new or gives no value."""
    if not _wraps(upper, lower):
        return False
    filled = {_place(run.box, columns)[0] for run in lower.runs}
    if 0 not in filled:
        return _has_values(upper) or not any(is_value(run.text) for run in lower.runs)
    indented = lower.runs[0].box.x0 >= upper.runs[0].box.x0 - LEVEL * lower.size  # else it names a section
    return filled == {0} and _has_values(upper) and indented


def _place(box: BBox, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The first and last column that a text stands in."""
    shared = [overlap((box.x0, box.x1), column) for column in columns]
    under = [i for i, size in enumerate(shared) if size > 0]
    if under:
        return under[0], under[-1]
    best = max(range(len(columns)), key=lambda i: shared[i])
    return best, best
