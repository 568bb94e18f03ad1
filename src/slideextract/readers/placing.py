"""Cells with spans on the grid of their table, within bounds: a span may claim millions of places."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from slideextract.document import Cell
from slideextract.readers.limits import MAX_ROWS, allowed, check

Content = TypeVar("Content")


class _Placed(NamedTuple, Generic[Content]):
    content: Content
    row: int
    column: int
    row_span: int
    column_span: int
    header: bool


@dataclass
class Tables:
    """What the tables of one document share: their numbering and the count of their places."""

    name: str
    count: int = 0
    places: int = 0

    def number(self) -> int:
        """The number of the next table."""
        self.count += 1
        return self.count - 1

    def charge(self, places: int) -> None:
        """Count places of a table.

        Raises:
            ReadError: `hostile`, the document has too many.
        """
        self.places += places
        check("cells", self.places, self.name, whole=False)


@dataclass
class Placer(Generic[Content]):
    """The cells of one table as they come, row by row; a cell goes to the first column that is free."""

    tables: Tables
    _placed: list[_Placed[Content]] = field(default_factory=list)
    _until: list[int] = field(default_factory=list)  # for each column, the first row that is free
    _row: int = -1
    _column: int = 0
    _width: int = field(default_factory=lambda: allowed("columns"))

    def next_row(self, skip: int = 0) -> None:
        """Begin a row, `skip` columns from the left."""
        self._row += 1
        self._column = min(skip, self._width)

    def add(self, content: Content, column_span: int = 1, row_span: int = 1, *, header: bool = False) -> None:
        """Place a cell in the row at hand; spans end at the last column.

        Raises:
            ReadError: `hostile`, the row has more columns than a table may have.
        """
        if self._row < 0:
            self.next_row()
        while self._column < len(self._until) and self._until[self._column] > self._row:
            self._column += 1
        column = self._column
        check("columns", column + 1, self.tables.name, whole=False)
        wide = self._free(column, min(column_span, self._width - column))
        tall = max(1, min(row_span, MAX_ROWS))
        self.tables.charge(wide)
        self._until += [0] * (column + wide - len(self._until))
        self._until[column : column + wide] = [self._row + tall] * wide
        self._placed.append(_Placed(content, self._row, column, tall, wide, header))
        self._column = column + wide

    def _free(self, column: int, wanted: int) -> int:
        """How many columns from `column` on no cell above reaches into, at least one and at most `wanted`."""
        wide = 1
        while wide < wanted and not (column + wide < len(self._until) and self._until[column + wide] > self._row):
            wide += 1
        return wide

    def cells(self) -> Iterator[tuple[Cell, Content]]:
        """The cells, with spans that end where the table ends.

        Raises:
            ReadError: `hostile`, see `Tables.charge`.
        """
        if not self._placed:
            return
        number = self.tables.number()
        width = max(item.column for item in self._placed) + 1
        for item in self._placed:
            rows = min(item.row_span, self._row + 1 - item.row)
            columns = min(item.column_span, width - item.column)
            self.tables.charge(rows * columns - 1)
            yield Cell(number, item.row, item.column, rows, columns, item.header), item.content
