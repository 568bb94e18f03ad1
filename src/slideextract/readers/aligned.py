"""Tables without rules: columns of numbers that stand under one another behind a name."""

from collections.abc import Sequence
from dataclasses import dataclass

from slideextract.geometry import BBox, overlap, union
from slideextract.readers.lines import Ink, Run
from slideextract.readers.paragraphs import Group, paragraphs
from slideextract.readers.pdf_paths import Rule
from slideextract.readers.printed_columns import Edges, around, cell_span, header_spans, place, stacked
from slideextract.readers.printed_rows import Row, read_rows, settled, wraps
from slideextract.readers.tables import LEVEL, MAX_HEADER_ROWS, Slot, is_value

LABELLED = 0.5  # share of rows with a name in front; fewer, and the numbers are ticks of an axis
MIN_ROWS = 3  # rows with a number in the same column before a page without rules has a table
LONG_ROW = 3  # values of a row from which two such rows are a table
MIN_LONG_ROWS = 2
UNDER = 1.0  # font sizes between the baseline of a header and the rule under it
LONGER = 1.3  # times the width of the header; shorter rules underline it
ROW_GAP = 3.2  # font sizes between rows of one table
MAX_NAME = 60  # characters of a row's name
PROSE = 0.5  # share of the lines of a table that may be without a value or behind a longer name
PURE = 0.6  # share of the texts in the columns that are values
PROSE_LINES = 3  # of a paragraph that isn't part of a table
PROSE_LENGTH = 25  # characters of its lines on average
NAMES = 0.5  # share of a paragraph's lines with a value beside them from which they are names of rows
LEADER = ". . ."
HEADER_SIZE = 1.1  # times the size of the headers under it; a larger text over a table is its title
INDENT = 0.3  # font sizes by which the rows of a section are set in
PARTED = 0.4  # font sizes between words of one run that belong to two columns
SPREAD = 0.25  # font sizes by which the numbers of a column may overlap its neighbour


@dataclass(frozen=True, slots=True)
class _Columns:
    """The edges of a table's columns; the first `names` of them hold names, not values."""

    edges: list[Edges]
    names: int


def find_aligned(runs: Sequence[Run], level: Sequence[Rule] = ()) -> list[tuple[list[Slot], list[Run]]]:
    """Tables without rules: rows whose numbers stand under one another behind a name, three of them or two long ones.

    Args:
        runs: what the page prints outside its ruled tables.
        level: horizontal rules; a short one under a header says which columns it is for.

    Returns:
        The cells of each table, with the runs that it takes from the page.
    """
    valued = {id(row.runs[0]) for row in read_rows(runs) if row.has_values}
    prose = {id(run) for group in paragraphs(runs) if _is_prose(group, valued) for run in group.runs}
    plain = [run for run in runs if not run.bullet and not run.words[0].doubtful and id(run) not in prose]
    found = []
    for block in _blocks(settled(read_rows(plain)), level):
        columns = _columns(block)
        if columns is not None:
            found.append((_fill(block, columns, level), [run for row in block for run in (*row.runs, *row.between)]))
    return found


def _is_prose(group: Group, valued: set[int]) -> bool:
    """Whether lines are a text that runs on, and no names of rows."""
    lengths = [len(run.text) for run in group.runs]
    named = sum(id(run) in valued for run in group.runs)
    long = len(lengths) >= PROSE_LINES and sum(lengths) >= PROSE_LENGTH * len(lengths)
    return long and named < NAMES * len(lengths)


def _blocks(rows: Sequence[Row], level: Sequence[Rule]) -> list[list[Row]]:
    """Stretches of rows from the header above the first values to the last row with values."""
    found: list[list[Row]] = []
    index = 0
    while index < len(rows):
        if not rows[index].has_values:
            index += 1
            continue
        end = last = index
        while end + 1 < len(rows) and _near(rows[end], rows[end + 1]):
            end += 1
            if rows[end].has_values:
                last = end
            elif end - last > 1:
                break
        block = list(rows[index : last + 1])
        if sum(row.has_values for row in block) >= _least(block):
            left = min(row.runs[0].box.x0 for row in block) + rows[index].size
            inner = [rule for rule in level if rule.start > left]
            found.append(_headed(rows, index, found, inner) + _tail(rows, last, block))
        index = max(last, index) + 1
    return found


def _least(block: Sequence[Row]) -> int:
    """How many rows make a table: fewer where each has many values."""
    counts = [len(_values(block, index)) for index, row in enumerate(block) if row.has_values]
    return MIN_LONG_ROWS if min(counts, default=0) >= LONG_ROW else MIN_ROWS


def _values(block: Sequence[Row], index: int) -> list[Run]:
    """The values of a row, with those that it shares with the row above or below."""
    row, above = block[index], block[index - 1].between if index else []
    return [run for run in (*row.runs[1:], *row.between, *above) if is_value(run.text)]


def _near(upper: Row, lower: Row) -> bool:
    return lower.baseline - upper.baseline <= ROW_GAP * max(upper.size, lower.size)


def _headed(rows: Sequence[Row], first: int, found: Sequence[list[Row]], level: Sequence[Rule]) -> list[Row]:
    """The rows above that name the columns: more than one text, or one over all columns or with a short rule under."""
    taken = {id(row) for block in found for row in block}
    values = rows[first].runs[1:]
    heads: list[Row] = []
    while first > 0 and len(heads) < MAX_HEADER_ROWS:
        row = rows[first - 1]
        if id(row) in taken or not _near(row, rows[first]):
            break
        spans = len(row.runs) > 1 or _heads_columns(row, heads, values, level)
        if not spans and not wraps(row, rows[first]) and not _is_section(rows, first - 1):
            break  # a lone text is a title
        heads.insert(0, row)
        first -= 1
    while heads and len(heads[0].runs) == 1 and not _heads_columns(heads[0], heads[1:], values, level):
        heads.pop(0)
    return heads


def _heads_columns(row: Row, heads: Sequence[Row], values: Sequence[Run], level: Sequence[Rule]) -> bool:
    """Whether a lone text is a header: over a short rule, or over the middle of all columns that have headers."""
    run = row.runs[0]
    if _underline(run, level) is not None:
        return True
    if not heads or len(heads[0].runs) == 1 or run.size > HEADER_SIZE * heads[0].size:
        return False
    middle = (values[0].box.x0 + values[-1].box.x1) / 2
    return run.box.x0 > values[0].box.x0 and abs(run.box.center[0] - middle) <= run.size


def _is_section(rows: Sequence[Row], index: int) -> bool:
    """Whether a lone text right under a header begins the table as the name of its first section."""
    if index < 1 or not _near(rows[index - 1], rows[index]) or len(rows[index + 1].runs) == 1:
        return False
    head, name, below = rows[index - 1], rows[index].runs[0].box, rows[index + 1].runs
    starts = name.x0 <= below[0].box.x0 + rows[index].size
    return starts and len(head.runs) > 1 and head.runs[-1].box.x1 > below[1].box.x0 > name.x1


def _underline(run: Run, level: Sequence[Rule]) -> Rule | None:
    """The rule right under a text, if it is much longer."""
    for rule in level:
        below = 0 <= rule.at - run.baseline <= UNDER * run.size
        if below and rule.start <= run.box.center[0] <= rule.end and rule.end - rule.start > LONGER * run.box.width:
            return rule
    return None


def _tail(rows: Sequence[Row], last: int, block: list[Row]) -> list[Row]:
    """The block with the lines below that continue the name of its last row."""
    while last + 1 < len(rows):
        row = rows[last + 1]
        name = block[-1].runs[0].box
        under = len(row.runs) == 1 and abs(row.runs[0].box.x0 - name.x0) <= row.size
        if not under or not wraps(rows[last], row) or row.runs[0].box.x1 > block[-1].runs[-1].box.x0:
            break
        block.append(row)
        last += 1
    return block


def _columns(block: Sequence[Row]) -> _Columns | None:
    """Where the columns stand; None when too few rows agree."""
    valued = [row for row in block if row.has_values]
    least = _least(block)
    rows = [[_slack(run) for run in _values(block, index)] for index, row in enumerate(block) if row.has_values]
    numbers = [column for column in stacked(rows) if len(column) >= min(least, MIN_LONG_ROWS)]
    named = sum(1 for row in valued if any(c.isalpha() for c in row.runs[0].text))
    if not any(len(column) >= least for column in numbers) or named < LABELLED * len(valued):
        return None
    edges = [around(column) for column in numbers]
    names = _names(block, edges[0][0])
    if sum(row.runs[0].box.x0 < edges[0][0] for row in valued) < least or not _is_pure(block, edges):
        return None
    return _Columns([*names, *edges], len(names))


def _slack(run: Run) -> Edges:
    """The edges of a number, less what it may overlap its neighbour."""
    slack = min(SPREAD * run.size, run.box.width / 4)
    return run.box.x0 + slack, run.box.x1 - slack


def _names(block: Sequence[Row], first: float) -> list[Edges]:
    """The columns of names, left of the first number: one, or more where rows or the cells between them show it."""
    rows = [[run.box for run in row.runs if run.box.center[0] < first] for row in block if row.has_values]
    rows += [[run.box for run in row.between if run.box.center[0] < first] for row in block]
    columns = stacked([[(box.x0, box.x1) for box in boxes] for boxes in rows if boxes])
    left = min(column.x0 for boxes in rows for column in boxes)
    if len(columns) > 1:
        return [around(column) for column in columns]
    right = sorted(box.x1 for boxes in rows for box in boxes)
    return [(left, min(right[len(right) // 2], first))]


def _is_pure(block: Sequence[Row], edges: Sequence[Edges]) -> bool:
    """Whether the columns hold mostly values, and short names stand before them: two columns of prose don't."""
    body = block[_heads(block) :]
    if any(LEADER in row.runs[0].text for row in body):
        return False  # a table of contents
    lines = [row for row in body if len(row.runs[0].text) > MAX_NAME or not row.has_values]
    texts = [run.text for row in body for run in row.runs[1:] if _is_under(run, edges)]
    values = sum(1 for text in texts if is_value(text))
    return len(lines) <= PROSE * len(body) and values >= PURE * len(texts)


def _heads(block: Sequence[Row]) -> int:
    """How many rows stand above the first values."""
    return next(index for index, row in enumerate(block) if row.has_values)


def _is_under(run: Run, edges: Sequence[Edges]) -> bool:
    return any(overlap((run.box.x0, run.box.x1), edge) > 0 for edge in edges)


def _fill(block: Sequence[Row], columns: _Columns, level: Sequence[Rule]) -> list[Slot]:
    slots: dict[tuple[int, int], Slot] = {}
    number = 0
    heads = _heads(block)
    inner = [rule for rule in level if rule.start > columns.edges[0][0] + block[heads].size]
    halves: list[tuple[int, Run]] = []
    for index, row in enumerate(block):
        if index and not _goes_on(block, index, columns, inner if index <= heads else ()):
            number += 1
        parts = [part for run in row.runs for part in _parted(run, columns.edges)]
        if index < heads:
            spans = _header_spans(block, index, parts, columns, inner)
        else:
            spans = [cell_span(_edges(words), columns.edges, columns.names) for words in parts]
        for words, (first, last) in sorted(zip(parts, spans, strict=True), key=lambda item: item[0][0].baseline):
            slot = slots.setdefault((number, first), Slot(number, first))
            slot.lines.append(words)
            slot.column_span = max(slot.column_span, last - first + 1)
        halves += [(number, run) for run in row.between]
    for upper, run in halves:
        first, last = cell_span((run.box.x0, run.box.x1), columns.edges, columns.names)
        slots[upper, first] = _centred(slots, Slot(upper, first, [run.words], 2, last - first + 1), number)
    return list(slots.values())


def _centred(slots: dict[tuple[int, int], Slot], cell: Slot, last: int) -> Slot:
    """A cell between two rows, over all rows above and below that leave its column free, as many each way."""
    filled = {row for (row, column) in slots if column == cell.column}
    first, end = cell.row, cell.row + cell.row_span - 1
    while first > 0 and end < last and not {first - 1, end + 1} & filled and _is_body(slots, first - 1):
        first, end = first - 1, end + 1
    cell.row, cell.row_span = first, end - first + 1
    return cell


def _is_body(slots: dict[tuple[int, int], Slot], row: int) -> bool:
    return any(is_value(slot.text) for (number, column), slot in slots.items() if number == row and column)


def _header_spans(
    block: Sequence[Row], index: int, parts: Sequence[Sequence[Ink]], columns: _Columns, level: Sequence[Rule]
) -> list[tuple[int, int]]:
    """The columns of each header: those over the rule under it, else those around whose middle it stands."""
    edges = [_edges(words) for words in parts]
    ruled = [_underlined(words, columns, level) for words in parts]
    if any(ruled):
        return [rule or place(e, columns.edges) for rule, e in zip(ruled, edges, strict=True)]
    below = len(block[index + 1].runs) if index + 1 < _heads(block) else 0
    taken = {place((run.box.x0, run.box.x1), columns.edges)[0] for run in block[index].between}
    return header_spans(edges, below, columns.edges, taken | set(range(columns.names)))


def _underlined(words: Sequence[Ink], columns: _Columns, level: Sequence[Rule]) -> tuple[int, int] | None:
    """The columns over the rule under a header."""
    rule = _underline(Run(tuple(words), _around(words), words[0].size, words[0].baseline), level)
    if rule is None:
        return None
    under = [index for index, column in enumerate(columns.edges) if overlap((rule.start, rule.end), column) > 0]
    return (under[0], under[-1]) if under else None


def _goes_on(block: Sequence[Row], index: int, columns: _Columns, level: Sequence[Rule]) -> bool:
    """Whether a line belongs to the same row of the table as the line before."""
    if any(_underline(run, level) is not None for run in block[index - 1].runs) or block[index - 1].between:
        return False
    if _begins(block, index - 1):
        return True
    opens = index + 1 < len(block) and (_begins(block, index) or _heads_section(block[index], block[index + 1]))
    return not opens and _continues(block[index - 1], block[index], columns)


def _begins(block: Sequence[Row], index: int) -> bool:
    """Whether a line is the beginning of the name that the next one goes on with, and gives values for."""
    upper, lower = block[index], block[index + 1]
    if len(upper.runs) > 1 or not lower.has_values or not wraps(upper, lower):
        return False
    after = block[index + 2 : index + 3]
    items = any(row.has_values and _is_lower(row) for row in after)  # of a section: `Sex`, `female`, `male`
    return _is_lower(lower) and not items


def _heads_section(row: Row, after: Row) -> bool:
    """Whether a line without values names the section whose rows are set in below it."""
    return len(row.runs) == 1 and after.runs[0].box.x0 - row.runs[0].box.x0 > INDENT * row.size


def _is_lower(row: Row) -> bool:
    return row.runs[0].text[0].islower()


def _parted(run: Run, columns: Sequence[Edges]) -> list[list[Ink]]:
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


def _edges(words: Sequence[Ink]) -> Edges:
    box = _around(words)
    return box.x0, box.x1


def _continues(upper: Row, lower: Row, columns: _Columns) -> bool:
    """Whether a line belongs to the row above: it is close, and names nothing new or gives no value."""
    if not wraps(upper, lower):
        return False
    filled = {_place(run.box, columns.edges)[0] for run in lower.runs}
    if not filled & set(range(columns.names)):
        return upper.has_values or not any(is_value(run.text) for run in lower.runs)
    indented = lower.runs[0].box.x0 >= upper.runs[0].box.x0 - LEVEL * lower.size  # else it names a section
    return filled == {0} and upper.has_values and indented


def _place(box: BBox, columns: Sequence[Edges]) -> tuple[int, int]:
    return place((box.x0, box.x1), columns)
