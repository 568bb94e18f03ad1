"""Cells of the tables of a printed page, however they were found, and which of them are headers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from slideextract.document import BlockKind, Cell, Reader
from slideextract.geometry import BBox, union
from slideextract.readers.layout import Typeset
from slideextract.readers.lines import Ink, set_lines
from slideextract.readers.pieces import Piece

VALUE = re.compile(
    r"""[<>≤≥=~±+−–-]{0,2}\s?\d[\d\s.,;:/%()\[\]±<>≤≥=−–*†‡§¹²³⁰⁴-⁹-]*
    (?:(?:to|à|vs|et|and|ans|mois|months?|years?|weeks?)[\d\s.,;:/%()\[\]±<>≤≥=−–*†‡§-]*)*
    | [-–—] | n\.?[ae]\.? | n[cdrs] | n/a | [(\[][\d\s.,;:%±−–to-]+[)\]]""",
    re.IGNORECASE | re.VERBOSE,
)
MAX_HEADER_ROWS = 4
LEVEL = 0.4  # font sizes by which the baselines of one row may differ


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
        doubtful = any(word.doubtful for line in slot.lines for word in line)
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
