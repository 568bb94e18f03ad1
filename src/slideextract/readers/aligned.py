"""Tables without rules: columns of numbers that stand under one another behind a name."""

from collections.abc import Sequence
from dataclasses import dataclass

from slideextract.geometry import BBox, overlap, union
from slideextract.readers.lines import Ink, Run
from slideextract.readers.paragraphs import Group, paragraphs
from slideextract.readers.pdf_paths import Rule
from slideextract.readers.tables import LEVEL, MAX_HEADER_ROWS, Slot, is_value

LABELLED = 0.5  # share of rows with a name in front; fewer, and the numbers are ticks of an axis
MIN_ROWS = 3  # rows with a number in the same column before a page without rules has a table
LONG_ROW = 3  # values of a row from which two such rows are a table
MIN_LONG_ROWS = 2
UNDER = 1.0  # font sizes between the baseline of a header and the rule under it
LONGER = 1.3  # times the width of the header; shorter rules underline it
ROW_GAP = 3.2  # font sizes between rows of one table
WRAPPED = 1.4  # font sizes between the lines of one cell
MAX_NAME = 60  # characters of a row's name
PROSE = 0.5  # share of the lines of a table that may be without a value or behind a longer name
PURE = 0.6  # share of the texts in the columns that are values
PROSE_LINES = 3  # of a paragraph that isn't part of a table
PROSE_LENGTH = 25  # characters of its lines on average
LEADER = ". . ."
INDENT = 0.3  # font sizes by which the rows of a section are set in
PARTED = 0.4  # font sizes between words of one run that belong to two columns
SPREAD = 0.25  # font sizes by which the numbers of a column may overlap its neighbour


@dataclass(slots=True)
class _Row:
    """Runs on one baseline, from the left."""

    runs: list[Run]
    baseline: float
    size: float


def find_aligned(runs: Sequence[Run], level: Sequence[Rule] = ()) -> list[tuple[list[Slot], list[Run]]]:
    """Tables without rules: rows whose numbers stand under one another behind a name, three of them or two long ones.

    Args:
        runs: what the page prints outside its ruled tables.
        level: horizontal rules; a short one under a header says which columns it is for.

    Returns:
        The cells of each table, with the runs that it takes from the page.
    """
    prose = {id(run) for group in paragraphs(runs) if _is_prose(group) for run in group.runs}
    rows = _rows([run for run in runs if not run.bullet and not run.words[0].doubtful and id(run) not in prose])
    found = []
    for block in _blocks(rows, level):
        columns = _columns(block)
        if columns is not None:
            slots = _fill(block, columns, level)
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


def _blocks(rows: Sequence[_Row], level: Sequence[Rule]) -> list[list[_Row]]:
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
        if sum(map(_has_values, block)) >= _least(block):
            left = min(row.runs[0].box.x0 for row in block) + rows[index].size
            inner = [rule for rule in level if rule.start > left]
            found.append(_headed(rows, index, found, inner) + _tail(rows, last, block))
        index = max(last, index) + 1
    return found


def _least(block: Sequence[_Row]) -> int:
    """How many rows make a table: fewer where each has many values."""
    counts = [sum(1 for run in row.runs[1:] if is_value(run.text)) for row in block if _has_values(row)]
    return MIN_LONG_ROWS if min(counts, default=0) >= LONG_ROW else MIN_ROWS


def _has_values(row: _Row) -> bool:
    return len(row.runs) > 1 and any(is_value(run.text) for run in row.runs[1:])


def _near(upper: _Row, lower: _Row) -> bool:
    return lower.baseline - upper.baseline <= ROW_GAP * max(upper.size, lower.size)


def _headed(rows: Sequence[_Row], first: int, found: Sequence[list[_Row]], level: Sequence[Rule]) -> list[_Row]:
    """The rows above that name the columns: more than one text, or one with a short rule under it."""
    taken = {id(row) for block in found for row in block}
    heads: list[_Row] = []
    while first > 0 and len(heads) < MAX_HEADER_ROWS:
        row = rows[first - 1]
        if id(row) in taken or not _near(row, rows[first]):
            break
        spans = len(row.runs) > 1 or _underline(row.runs[0], level) is not None
        if not spans and not _wraps(row, rows[first]):
            break  # a lone text is a title
        heads.insert(0, row)
        first -= 1
    while heads and len(heads[0].runs) == 1 and _underline(heads[0].runs[0], level) is None:
        heads.pop(0)
    return heads


def _underline(run: Run, level: Sequence[Rule]) -> Rule | None:
    """The rule right under a text, if it is much longer."""
    for rule in level:
        below = 0 <= rule.at - run.baseline <= UNDER * run.size
        if below and rule.start <= run.box.center[0] <= rule.end and rule.end - rule.start > LONGER * run.box.width:
            return rule
    return None


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
        slack = min(SPREAD * run.size, run.box.width / 4)
        span = (run.box.x0 + slack, run.box.x1 - slack)
        if numbers and span[0] < max(end for _, end in numbers[-1]):
            numbers[-1].append(span)
        else:
            numbers.append([span])
    least = _least(block)
    numbers = [column for column in numbers if len(column) >= min(least, MIN_LONG_ROWS)]
    named = sum(1 for row in valued if any(c.isalpha() for c in row.runs[0].text))
    if not any(len(column) >= least for column in numbers) or named < LABELLED * len(valued):
        return None
    edges = [(min(start for start, _ in column), max(end for _, end in column)) for column in numbers]
    first = edges[0][0]
    names = [row.runs[0].box for row in valued if row.runs[0].box.x0 < first]
    if len(names) < least or not _is_pure(block, edges):
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


def _fill(block: Sequence[_Row], columns: Sequence[tuple[float, float]], level: Sequence[Rule]) -> list[Slot]:
    slots: dict[tuple[int, int], Slot] = {}
    number = 0
    heads = next(index for index, row in enumerate(block) if _has_values(row))
    inner = [rule for rule in level if rule.start > columns[0][0] + block[heads].size]
    for index, row in enumerate(block):
        if index and not _goes_on(block, index, columns, inner if index <= heads else ()):
            number += 1
        parts = [part for run in row.runs for part in _parted(run, columns)]
        for words, (first, last) in zip(parts, _spans(parts, columns, inner if index < heads else ()), strict=True):
            slot = slots.setdefault((number, first), Slot(number, first))
            slot.lines.append(words)
            slot.column_span = max(slot.column_span, last - first + 1)
    return list(slots.values())


def _spans(
    parts: Sequence[Sequence[Ink]], columns: Sequence[tuple[float, float]], level: Sequence[Rule]
) -> list[tuple[int, int]]:
    """The first and last column of each text of a row; a header is for the columns that the rule under it is for."""
    spans = []
    for words in parts:
        box = _around(words)
        first, last = _place(box, columns)
        rule = _underline(Run(tuple(words), box, words[0].size, words[0].baseline), level)
        if rule is not None:
            under = [index for index, column in enumerate(columns) if overlap((rule.start, rule.end), column) > 0]
            first, last = min([first, *under]), max([last, *under])
        spans.append((first, last))
    return spans


def _goes_on(block: Sequence[_Row], index: int, columns: Sequence[tuple[float, float]], level: Sequence[Rule]) -> bool:
    """Whether a line belongs to the same row of the table as the line before."""
    if any(_underline(run, level) is not None for run in block[index - 1].runs):
        return False
    if _begins(block, index - 1):
        return True
    opens = index + 1 < len(block) and (_begins(block, index) or _heads(block[index], block[index + 1]))
    return not opens and _continues(block[index - 1], block[index], columns)


def _begins(block: Sequence[_Row], index: int) -> bool:
    """Whether a line is the beginning of the name that the next one goes on with, and gives values for."""
    upper, lower = block[index], block[index + 1]
    if len(upper.runs) > 1 or not _has_values(lower) or not _wraps(upper, lower):
        return False
    after = block[index + 2 : index + 3]
    return _is_lower(lower) and not any(map(_is_lower, after))  # else items of a section: `Sex`, `female`, `male`


def _heads(row: _Row, after: _Row) -> bool:
    """Whether a line without values names the section whose rows are set in below it."""
    return len(row.runs) == 1 and after.runs[0].box.x0 - row.runs[0].box.x0 > INDENT * row.size


def _is_lower(row: _Row) -> bool:
    return row.runs[0].text[0].islower()


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
