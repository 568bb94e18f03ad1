"""Tables and native charts as grids: cells by place, header rows and columns, and the titles over them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from slideextract.assemble.found import RESULTS
from slideextract.assemble.header_rules import says
from slideextract.assemble.headers import NAMED_TIMES
from slideextract.assemble.reading import Read
from slideextract.document import BlockKind, Cell, Reader
from slideextract.geometry import overlap

FIGURES = RESULTS | {"time"}  # kinds that a data cell may hold; a header holds sizes, doses and named times
MAX_WORDS = 2  # words beside the figure of a data cell: its unit, "12.3 months"; more make it a text
NEAR = 40.0  # points between a table and a line above it that still is its caption: about two lines of 16 points
MAX_CAPTION_WORDS = 25  # a longer text above a table is prose
BLANK = regex.compile(  # "–", "NA", "NR", "1 (reference)"
    r"[\W_]*(?:NA|NE|NR|NC|ND|n/?a|nd|(?:1(?:[.,]0+)?\W*)?r[ée]f(?:[ée]rence)?)?[\W_]*", regex.IGNORECASE
)
MIN_SHIFTED_ROWS = 3  # two rows of headers and one of figures
MAX_NOTES = 12  # blocks under a table that may be its footnotes
MAX_HEADER_ROWS = 4  # deeper headers weren't seen; texts further down are sections and rows of words
TITLES = frozenset({BlockKind.TITLE, BlockKind.HEADING})
ABOVE = frozenset({BlockKind.PARAGRAPH, BlockKind.LABEL, BlockKind.BULLET})


@dataclass(slots=True)
class Grid:
    """One table: its cells' readings by place, with merged cells standing at each of their places.

    `titles` are what stands over it, the nearest first; `notes` what stands under it, `page` all texts of its page
    but for cells and the captions of charts. Header rows are the first
    `head_rows`, header columns the first `head_columns`.
    """

    number: int
    at: dict[tuple[int, int], Read] = field(default_factory=dict)
    reads: list[Read] = field(default_factory=list)
    titles: list[Read] = field(default_factory=list)
    notes: list[Read] = field(default_factory=list)
    page: list[Read] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    head_rows: int = 0
    head_columns: int = 1

    def cell(self, row: int, column: int) -> Read | None:
        """The reading of the cell that covers a place."""
        return self.at.get((row, column))

    def data(self, row: int) -> list[tuple[int, Read]]:
        """The data cells of a row, each once, with its first column."""
        found: list[tuple[int, Read]] = []
        for column in range(self.head_columns, self.columns):
            read = self.cell(row, column)
            if read is not None and all(read is not seen for _, seen in found) and not self._is_label(row, read):
                found.append((column, read))
        return found

    def labels(self, row: int) -> list[Read]:
        """The cells of the header columns of a row, from the outermost to the one beside the data."""
        found: list[Read] = []
        for column in range(self.head_columns):
            read = self.cell(row, column) or self._held(row, column)
            if read is not None and read not in found:
                found.append(read)
        return found

    def _held(self, row: int, column: int) -> Read | None:
        """The outer label of a row that leaves it blank, as rows under a group's name do: the last one above."""
        if column == self.head_columns - 1 or row < self.head_rows or self.cell(row, self.head_columns - 1) is None:
            return None
        above = (self.cell(up, column) for up in range(row - 1, self.head_rows - 1, -1))
        return next((read for read in above if read is not None), None)

    def heads(self, column: int, first: int = 0, last: int | None = None) -> list[Read]:
        """The header cells over a column, from the top."""
        found: list[Read] = []
        for row in range(first, self.head_rows if last is None else last):
            read = self.cell(row, column)
            if read is not None and read not in found:
                found.append(read)
        return found

    def take_head(self, above: "Grid") -> None:
        """Stand under the header of another table, whose titles speak for this one too."""
        rows = above.head_rows
        head = {place: read for place, read in above.at.items() if place[0] < rows}
        self.at = head | {(row + rows, column): read for (row, column), read in self.at.items()}
        self.rows, self.head_rows, self.head_columns = self.rows + rows, rows, above.head_columns
        self.titles = self.titles or above.titles

    def columns_of(self, read: Read) -> range:
        """The columns that a cell covers."""
        cell = read.line.block.cell
        return range(cell.column, cell.column + cell.column_span) if cell else range(0)

    def _is_label(self, row: int, read: Read) -> bool:
        return any(read is label for label in self.labels(row))


def grids(reads: Sequence[Read]) -> list[Grid]:
    """The tables of a story, each with its titles; a table of one row or column is none."""
    found: dict[int, Grid] = {}
    for read in reads:
        cell = read.line.block.cell
        if cell is not None:
            _place(found.setdefault(cell.table, Grid(cell.table)), cell, read)
    kept = [grid for grid in found.values() if grid.rows > 1 and grid.columns > 1]
    for grid in kept:
        grid.head_rows = _head_rows(grid)
        grid.head_columns = _head_columns(grid)
        grid.titles = _titles(grid, reads)
        grid.notes = _notes(grid, reads)
        grid.page = _page(grid, reads)
    return kept


def _place(grid: Grid, cell: Cell, read: Read) -> None:
    grid.reads.append(read)
    for row in range(cell.row, cell.row + cell.row_span):
        for column in range(cell.column, cell.column + cell.column_span):
            grid.at.setdefault((row, column), read)
    grid.rows = max(grid.rows, cell.row + cell.row_span)
    grid.columns = max(grid.columns, cell.column + cell.column_span)


def is_figure(read: Read) -> bool:
    """Whether a cell's content is a figure rather than a name."""
    words = [t for i, t in enumerate(read.tokens) if i not in read.mentions and t.text[0].isalpha() and len(t.text) > 1]
    held = [m for m in read.mentions.values() if m.kind in FIGURES and m.values.get("cue") not in NAMED_TIMES]
    return bool(held) and len(words) <= MAX_WORDS and not _is_name(read)


def _is_name(read: Read) -> bool:
    """Whether a cell names a treatment: "Drug 100 mg" isn't the figure 100."""
    return any(token.has("drug", "treatment", "group") for token in read.tokens)


def is_banner(grid: Grid, row: int) -> bool:
    """Whether the one text of a row stands over the columns of data: the name of a section, as in a first cell."""
    data = grid.data(row)
    return not grid.labels(row) and len(data) == 1 and not is_figure(data[0][1])


def is_shifted(grid: Grid) -> bool:
    """Whether the first headers end before the columns do, though the row under them doesn't, in a text.

    A converter dropped the columns that they span, and nothing says over which of the figures each stood.
    """
    if grid.reads[0].line.block.box is not None or grid.rows < MIN_SHIFTED_ROWS:
        return False
    over, under = ([c for c in range(1, grid.columns) if grid.cell(row, c) is not None] for row in (0, 1))
    last = grid.columns - 1
    packed = len(over) > 1 and over == list(range(over[0], over[-1] + 1)) and over[-1] < last
    words = len(under) > len(over) and under[-1] == last and not grid.labels(1)
    named = any(read.tokens and read.tokens[0].text[0].isalpha() for _, read in grid.data(1))
    return packed and words and named and not _spans_columns(grid, 0)


def is_blank(read: Read, text: str) -> bool:
    """Whether a cell says that there is no figure: "–", "NA"."""
    return BLANK.fullmatch(text[read.line.span.start : read.line.span.end]) is not None


def _head_rows(grid: Grid) -> int:
    """How many rows at the top are headers: those the format marks, else those without figures."""
    headed = False
    for row in range(min(grid.rows - 1, MAX_HEADER_ROWS)):
        label = grid.cell(row, 0)
        cells = [read for column in range(1, grid.columns) if (read := grid.cell(row, column)) and read is not label]
        if not cells and headed:
            return row  # the first section
        if not cells:
            continue
        headed = True
        if (row == 0 and _is_time_row(grid, cells)) or (label is None and _are_times(cells)):
            continue
        marked = [read for read in cells if read.line.block.cell and read.line.block.cell.header]
        figures = [read for read in cells if is_figure(read)]
        if len(marked) < len(cells) and (figures or _is_wordy_row(grid, row)):
            return row
    return min(MAX_HEADER_ROWS, grid.rows - 1)


def _are_times(cells: Sequence[Read]) -> bool:
    """Whether cells without a label before them print times, which so are headers: "12 months", "24 months"."""
    return all(len(read.mentions) == 1 and next(iter(read.mentions.values())).kind == "time" for read in cells)


def _is_time_row(grid: Grid, cells: Sequence[Read]) -> bool:
    """Whether a first row of bare numbers is an axis, as its first cell says: "Weeks", "Number at risk"."""
    label = grid.cell(0, 0)
    said = " ".join(token.text for token in label.tokens) if label is not None else ""
    axis = says("time_unit", said) or says("at_risk", said)
    return bool(axis) and all(len(read.tokens) == 1 and is_figure(read) for read in cells)


def _is_wordy_row(grid: Grid, row: int) -> bool:
    """Whether an unmarked row below the first is a row of words under its own label, and no header."""
    if row == 0 or grid.cell(row, 0) is None or grid.cell(row, 0) is grid.cell(row - 1, 0):
        return False
    return not (grid.cell(row - 1, 0) is None and _spans_columns(grid, row - 1))


def _spans_columns(grid: Grid, row: int) -> bool:
    """Whether a cell of a row is several columns wide, as a header over others is."""
    cells = (read.line.block.cell for column in range(1, grid.columns) if (read := grid.cell(row, column)))
    return any(cell is not None and cell.column_span > 1 for cell in cells)


def _head_columns(grid: Grid) -> int:
    """How many columns at the left hold labels: the first, and those after it without any figure."""
    count = 1
    while count < grid.columns - 1:
        cells = [read for row in range(grid.head_rows, grid.rows) if (read := grid.cell(row, count))]
        named = [read for read in cells if any(t.text[0].isalpha() and len(t.text) > 1 for t in read.tokens)]
        spanned = all(read is grid.cell(cell.row, 0) for read in named if (cell := read.line.block.cell))
        if not named or spanned or any(is_figure(read) for read in cells):
            break
        count += 1
    return count


def _titles(grid: Grid, reads: Sequence[Read]) -> list[Read]:
    """What stands over a table: captions and headings since the last table, a line just above, the page's title."""
    first = grid.reads[0].line
    before = [read for read in reads if read.line.block.page == first.block.page and read.line.index < first.index]
    near = [read for read in before if _is_near(read, grid)]
    found: list[Read] = []
    for read in reversed(before):
        block = read.line.block
        if block.cell is not None and block.cell.table != grid.number and not found:
            near = [n for n in near if n.line.index > read.line.index]
        own = block.kind is BlockKind.CAPTION and _is_own_caption(read, grid, before)
        if own or block.kind in TITLES or any(read is one for one in near):
            found.append(read)
        if block.kind is BlockKind.TITLE or (block.kind in TITLES and grid.reads[0].line.block.box is None):
            break  # without places, headings further up are those of other sections
    return found


def _notes(grid: Grid, reads: Sequence[Read]) -> list[Read]:
    """Lines under a table, before the next table or heading, that say what its figures are."""
    last = grid.reads[-1].line
    found: list[Read] = []
    for read in reads:
        block = read.line.block
        if read.line.index <= last.index or block.page != last.block.page:
            continue
        opens = block.cell is not None or block.kind in TITLES or block.reader is Reader.CHART  # what follows it
        if opens or read.line.index > last.index + MAX_NOTES:
            break
        if says("note", " ".join(token.text for token in read.tokens)):
            found.append(read)
    return found


def _page(grid: Grid, reads: Sequence[Read]) -> list[Read]:
    number = grid.reads[0].line.block.page
    blocks = ((read, read.line.block) for read in reads)
    return [read for read, b in blocks if b.page == number and b.cell is None and b.kind is not BlockKind.CAPTION]


def _is_own_caption(read: Read, grid: Grid, before: Sequence[Read]) -> bool:
    """Whether no other table stands between a caption and the grid, but for one of the same chart."""
    box = grid.reads[0].line.block.box
    return not any(
        other.line.block.cell is not None
        and other.line.index > read.line.index
        and (box is None or other.line.block.box != box)
        for other in before
    )


def _is_near(read: Read, grid: Grid) -> bool:
    """Whether a line of text stands directly over the grid."""
    block = read.line.block
    told = any(token.has("auxiliary", "have") for token in read.tokens) or is_figure(read)
    if block.kind not in ABOVE or len(read.tokens) > MAX_CAPTION_WORDS or told:
        return False
    boxes = [one.line.block.box for one in grid.reads if one.line.block.box]
    if block.box is None or not boxes:
        return read.line.index == grid.reads[0].line.index - 1 and not is_figure(read)
    left, right, top = min(b.x0 for b in boxes), max(b.x1 for b in boxes), min(b.top for b in boxes)
    gap = top - block.box.bottom
    return -block.box.height / 2 <= gap <= NEAR and overlap((block.box.x0, block.box.x1), (left, right)) > 0
