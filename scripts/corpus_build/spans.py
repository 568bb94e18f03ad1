"""Merged cells in the rows of a table: `<` goes on with the cell on its left, `^` with the one above."""

from collections.abc import Iterator
from typing import NamedTuple

LEFT, ABOVE = "<", "^"


class Spanned(NamedTuple):
    """A cell with its place and the rows and columns that it covers."""

    text: str
    row: int
    column: int
    rows: int
    columns: int


def spanned(rows: list[list[str]]) -> Iterator[Spanned]:
    """The cells of a table, each once, row by row."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in {LEFT, ABOVE}:
                continue
            wide = next((i for i in range(1, len(row) - c) if row[c + i] != LEFT), len(row) - c)
            tall = next((i for i in range(1, len(rows) - r) if rows[r + i][c] != ABOVE), len(rows) - r)
            yield Spanned(text, r, c, tall, wide)
