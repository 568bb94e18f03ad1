"""Tables in plain text: rows of tabs, of Markdown's pipes, and columns set with spaces."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from slideextract.document import Cell, Span
from slideextract.readers.limits import allowed
from slideextract.readers.packed import Placed, unpacked
from slideextract.readers.placing import Placer, Tables
from slideextract.readers.text_lines import FENCE, Line

Cells = list[tuple[Cell, Span]]

MIN_ROWS = 2  # a single row with a tab is a line with a tab in it
MIN_ALIGNED = 3  # rows set with spaces that make a table; two lines align by chance
MAX_HEAD = 6  # lines of a header above a rule of dashes
MAX_SECTION = 60  # characters of a line without columns between rows that have them
LONG_RUN = 50  # lines after which a table that was none isn't looked for again line by line
MAX_WORDY = 28  # characters of the median cell; the columns of an article have longer lines
PIPE = re.compile(r"(?<!\\)\|")
PIPE_RULE = re.compile(r"\|?\s*:?[-=]+:?\s*(?:[|+]\s*:?[-=]+:?\s*)*[|+]?|\+(?:[-=:]+\+)+")
RULE = re.compile(r"\s*[-=]{2,}(?:\s+[-=]{2,})+\s*")
FULL_RULE = re.compile(r"\s*[-=_─━]{10,}\s*")
GAP = re.compile("[ \u00a0]{2,}|\t")
FIELD = re.compile("[^ \u00a0\t\n]+(?:[ \u00a0][^ \u00a0\t\n]+)*")
FIGURE = re.compile(r"[-+−<>≤≥~±(\[]?\s?\d[\d\s.,]*(?:[%()\[\]–;à±/+]|-(?![^\W\d_])|\bto\b|$)")  # "6-month" is none
SPEAKS = re.compile(r"[^\W_]")


class Field(NamedTuple):
    """A cell of a row, and the columns of characters that it covers on its line."""

    span: Span
    left: int
    right: int


class Found(NamedTuple):
    """A table: the index of the line after it, and its cells."""

    end: int
    cells: Cells


class TableFinder:
    """Looks for tables in the lines of a page.

    Args:
        lines: of the page.
        tables: of the document.
    """

    def __init__(self, lines: Sequence[Line], tables: Tables) -> None:
        self._lines = lines
        self._tables = tables
        self._vain = [0] * len(KINDS)  # for each kind, the line before which looking for it is in vain

    def find(self, first: int) -> Found | None:
        """The table that begins at a line, if one does."""
        if not self._lines[first].text:
            return None
        for kind, (extent, read) in enumerate(KINDS):
            if first < self._vain[kind] or (end := extent(self._lines, first)) is None:
                continue
            found = read(self._lines, first, end, self._tables)
            if found is not None:
                return found
            if end - first > LONG_RUN:
                self._vain[kind] = end
        return None


def _piped_extent(lines: Sequence[Line], first: int) -> int | None:
    end = first
    while end < len(lines) and _is_piped(lines[end].text):
        end += 1
    return end if end - first >= MIN_ROWS else None


def _piped(lines: Sequence[Line], first: int, end: int, tables: Tables) -> Found | None:
    """Rows of Markdown's pipes, or of the grids that pandoc and reStructuredText draw."""
    rules = [index for index in range(first, end) if PIPE_RULE.fullmatch(lines[index].text)]
    ruled = set(rules)
    rows = [index for index in range(first, end) if index not in ruled]
    boxed = all(lines[index].text.startswith("|") for index in rows)
    if not rows or not (rules or (boxed and len(rows) >= MIN_ROWS)):
        return None
    heads = _heads(lines, rows, rules)
    placer: Placer[Span] = Placer(tables)
    fields = [list(_split(lines[index], boxed=boxed)) for index in rows]
    width = min(allowed("columns"), max(map(len, fields)))
    for index, row in zip(rows, _spans([lines[index] for index in rows], fields, width), strict=True):
        placer.next_row()
        for span, wide in row:
            placer.add(span, wide, header=index < heads)
    return Found(end, _printed(placer))


def _is_piped(text: str) -> bool:
    return ("|" in text and not text.startswith("||")) or bool(text and PIPE_RULE.fullmatch(text))


def _heads(lines: Sequence[Line], rows: Sequence[int], rules: Sequence[int]) -> int:
    """The line above which the rows are headers: the rule of a pipe table, the double rule of a grid."""
    double = [rule for rule in rules if "=" in lines[rule].text]
    single = [rule for rule in rules if not lines[rule].text.startswith("+")]
    return next((rule for rule in (double or single) if rule > rows[0]), rows[0])


def _split(line: Line, *, boxed: bool) -> Iterator[Span]:
    """The fields between pipes; of a row in a box, what stands before the first pipe is none."""
    cuts = [match.span() for match in PIPE.finditer(line.raw)]
    edges = [(0, 0), *cuts, (len(line.raw), len(line.raw))]
    for left, right in list(pairwise(edges))[boxed : allowed("columns") + boxed]:
        yield line.part(line.start + left[1], line.start + right[0]).span


def _printed(placer: Placer[Span]) -> Cells:
    return [(cell, span) for cell, span in placer.cells() if span.start < span.end]


def _tabbed_extent(lines: Sequence[Line], first: int) -> int | None:
    end = first
    while end < len(lines) and lines[end].text and "\t" in lines[end].raw:
        end += 1
    return end if end - first >= MIN_ROWS else None


def _tabbed(lines: Sequence[Line], first: int, end: int, tables: Tables) -> Found | None:
    """Rows of tabs; empty fields keep their column, a name over several columns spans them."""
    if not any("\t" in line.text for line in lines[first:end]):
        return None  # lines that tabs indent
    rows = [list(_tab_fields(line)) for line in lines[first:end]]
    width = min(allowed("columns"), max(map(len, rows)))
    if width < MIN_ROWS:
        return None
    placer: Placer[Span] = Placer(tables)
    for number, row in enumerate(_spans(lines[first:end], rows, width)):
        placer.next_row()
        alone = number == 0 and [column for column, (span, _) in enumerate(row) if span.start < span.end] == [0]
        for span, wide in [(row[0][0], width)] if alone else row:
            placer.add(span, wide)
    return Found(end, _printed(placer))


def _tab_fields(line: Line) -> Iterator[Span]:
    start = line.start
    for field in line.raw.split("\t"):
        yield line.part(start, start + len(field)).span
        start += len(field) + 1


def _is_figure(line: Line, span: Span) -> bool:
    return FIGURE.match(line.part(*span).raw) is not None


def _spans(lines: Sequence[Line], rows: Sequence[Sequence[Span]], width: int) -> list[list[tuple[Span, int]]]:
    """The fields of each row with the columns that each spans.

    A name in a header stands for the empty fields on its right that headers further down fill.
    """
    body = next((i for i, row in enumerate(rows) if any(_is_figure(lines[i], span) for span in row[1:])), 0)
    told: list[list[tuple[Span, int]]] = []
    for number, row in enumerate(rows):
        below = {i for head in rows[number + 1 : body] for i in range(width) if not _is_empty(head, i, width)}
        told.append(list(_spread(row, below, width)))
    return told


def _spread(row: Sequence[Span], below: Collection[int], width: int) -> Iterator[tuple[Span, int]]:
    column = 0
    while column < len(row):
        wide = 1
        if column and not _is_empty(row, column, width):
            while _is_empty(row, column + wide, width) and column + wide in below:
                wide += 1
        yield row[column], wide
        column += wide


def _is_empty(row: Sequence[Span], column: int, width: int) -> bool:
    return column < width and (column >= len(row) or row[column].start == row[column].end)


def _ruled_extent(lines: Sequence[Line], first: int) -> int | None:
    rule = _rule(lines, first)
    if rule is None:
        return None
    boxed = FULL_RULE.fullmatch(lines[first].raw) is not None
    end = rule + 1
    while end < len(lines) and not _ends(lines, end, boxed=boxed):
        end += 1
    return end


def _ruled(lines: Sequence[Line], first: int, end: int, tables: Tables) -> Found | None:
    """Columns under a rule of dashes for each, as pandoc writes them; a full rule or a blank line ends them."""
    rule = next(index for index in range(first, end) if RULE.fullmatch(lines[index].raw))
    columns = [match.span() for match in re.finditer(r"[-=]+", lines[rule].raw)]
    head = [line for line in lines[first:rule] if SPEAKS.search(line.text)]
    rows = [line for line in lines[rule + 1 : end] if line.text]
    if not rows or len(columns) > allowed("columns"):
        return None
    if end < len(lines) and (RULE.fullmatch(lines[end].raw) or FULL_RULE.fullmatch(lines[end].raw)):
        end += 1
    return Found(end, _set(head, rows, columns, tables, packed=True))


def _rule(lines: Sequence[Line], first: int) -> int | None:
    """The index of the rule of the table whose header begins at `first`."""
    for index in range(first, min(first + MAX_HEAD, len(lines))):
        raw = lines[index].raw
        if RULE.fullmatch(raw):
            return index
        if index > first and not raw and not FULL_RULE.fullmatch(lines[first].raw):
            return None
        if index == first and not (FULL_RULE.fullmatch(raw) or GAP.search(lines[index].text)):
            return None
    return None


def _ends(lines: Sequence[Line], index: int, *, boxed: bool) -> bool:
    raw = lines[index].raw
    if RULE.fullmatch(raw) or FULL_RULE.fullmatch(raw) or FENCE.fullmatch(raw):
        return True
    if boxed or raw:
        return False
    following = index + 1
    return following >= len(lines) or not lines[following].raw.startswith("  ") or _rule(lines, following) is not None


def _set(
    head: Sequence[Line], rows: Sequence[Line], columns: Sequence[tuple[int, int]], tables: Tables, *, packed: bool
) -> Cells:
    """Lines as rows; `packed` says that a converter may have dropped merged cells."""
    lines = [*head, *rows]
    placed = [
        [Placed(field.span, column, wide) for field, column, wide in _assigned(_fields(line, columns), columns)]
        for line in lines
    ]
    if packed:
        by_start = {line.start: line for line in lines}
        starts = sorted(by_start)

        def printed(span: Span) -> str:
            line = by_start[starts[bisect_right(starts, span.start) - 1]]
            return line.part(*span).raw

        placed = unpacked(placed, len(columns), lambda span: FIGURE.match(printed(span)) is not None, printed)
    placer: Placer[Span] = Placer(tables)
    for number, (line, row) in enumerate(zip(lines, placed, strict=True)):
        placer.next_row()
        at = 0
        for span, column, wide in row:
            for _ in range(column - at):
                placer.add(Span(line.start, line.start))
            placer.add(span, wide, header=number < len(head))
            at = column + wide
    return _printed(placer)


def _fields(line: Line, columns: Sequence[tuple[int, int]] = ()) -> list[Field]:
    """The texts of a line that two spaces part, or one space where a column begins."""
    starts = {left for left, _ in columns}
    found: list[Field] = []
    for match in FIELD.finditer(line.raw):
        cuts = [at for at in range(match.start() + 1, match.end()) if at in starts and line.raw[at - 1] == " "]
        for left, right in pairwise([match.start(), *cuts, match.end()]):
            found.append(Field(line.part(line.start + left, line.start + right).span, left, right))
    return found


def _assigned(fields: Sequence[Field], columns: Sequence[tuple[int, int]]) -> Iterator[tuple[Field, int, int]]:
    """Each field with its column and span: in order where there is one for each, else by what they cover."""
    if len(fields) == len(columns):
        yield from ((field, column, 1) for column, field in enumerate(fields))
        return
    free = 0
    for field in fields:
        over = [i for i, (left, right) in enumerate(columns) if i >= free and field.left < right and left < field.right]
        if not over:
            near = [(abs(left - field.left), i) for i, (left, _) in enumerate(columns) if i >= free]
            over = [min(near, default=(0, free))[1]]
        yield field, over[0], len(over)
        free = over[-1] + 1


def _aligned_extent(lines: Sequence[Line], first: int) -> int | None:
    """The lines from `first` on whose texts are parted; a blank line or a section's name may stand between."""
    if not _is_parted(lines[first]):
        return None
    end = first + 1
    while end < len(lines):
        if _is_parted(lines[end]):
            end += 1
        elif end + 1 < len(lines) and _is_section(lines[end]) and _is_parted(lines[end + 1]):
            end += 2
        else:
            break
    return end if end - first >= MIN_ALIGNED else None


def _aligned(lines: Sequence[Line], first: int, end: int, tables: Tables) -> Found | None:
    """Lines whose texts stand below each other, two spaces apart, as "pdftotext -layout" prints tables."""
    printed = [line for line in lines[first:end] if line.text]
    rows = [(line, _fields(line)) for line in printed]
    parted = [fields for _, fields in rows if len(fields) > 1]
    usual = Counter(map(len, parted)).most_common(1)[0][0]
    columns = _rivers(field for fields in parted if len(fields) == usual for field in fields)
    lengths = sorted(field.right - field.left for fields in parted for field in fields)
    figures = any(_is_figure(line, field.span) for line, fields in rows for field in fields[1:])
    wordy = lengths[len(lengths) // 2] > MAX_WORDY
    if len(parted) < MIN_ALIGNED or len(columns) != usual or usual > allowed("columns") or wordy or not figures:
        return None
    return Found(end, _set([], printed, columns, tables, packed=False))


def _is_section(line: Line) -> bool:
    return len(line.text) <= MAX_SECTION and not FENCE.fullmatch(line.raw)


def _is_parted(line: Line) -> bool:
    return "\t" not in line.raw and GAP.search(line.text) is not None and SPEAKS.search(line.text) is not None


def _rivers(fields: Iterable[Field]) -> list[tuple[int, int]]:
    """The columns: runs of character places that some field covers."""
    columns: list[tuple[int, int]] = []
    for field in sorted(fields, key=lambda item: item.left):
        if columns and field.left < columns[-1][1] + 1:
            columns[-1] = columns[-1][0], max(columns[-1][1], field.right)
        else:
            columns.append((field.left, field.right))
    return columns


KINDS = (
    (_piped_extent, _piped),
    (_ruled_extent, _ruled),
    (_tabbed_extent, _tabbed),
    (_aligned_extent, _aligned),
)
