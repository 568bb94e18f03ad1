"""Tables that go on with the table before, on the next page or slide, without printing its header again."""

from collections.abc import Sequence
from itertools import pairwise

import regex

from slideextract.assemble.cells import figures
from slideextract.assemble.reading import Read
from slideextract.assemble.tables.grid import Grid, is_blank
from slideextract.document import Reader

AGAIN = regex.compile(
    r"[\s,:–-]*[(\[]?\b(?:suite|continued|cont(?:['’]?d|\.)|fin|\d\s?/\s?\d)(?!\w)[)\]]?", regex.IGNORECASE
)


def adopt_headers(grids: Sequence[Grid], text: str) -> None:
    """Give each table that goes on with the one before the header of that one."""
    for above, grid in pairwise(grids):
        if _goes_on(above, grid, text):
            grid.take_head(above)


def _goes_on(above: Grid, grid: Grid, text: str) -> bool:
    """Whether a table has the columns of the one before, no header, and no title of its own."""
    blocks = above.reads[-1].line.block, grid.reads[0].line.block
    if any(block.reader is Reader.CHART for block in blocks) or blocks[1].page - blocks[0].page > 1:
        return False
    if not above.head_rows or above.columns != grid.columns or not _is_body(grid, text):
        return False
    return {_plain(read, text) for read in grid.titles} <= {_plain(read, text) for read in above.titles}


def _is_body(grid: Grid, text: str) -> bool:
    """Whether the first row holds values, whatever the format says; bare whole numbers may be an axis."""
    cells = [read for column in range(1, grid.columns) if (read := grid.cell(0, column))]
    printed = [figures(read, text) for read in cells if not is_blank(read, text)]
    if grid.head_rows > 1 or not printed or grid.cell(0, 0) is None or not all(printed):
        return False
    return any(found.shape != "one" or (found.value or 0) % 1 for found in printed if found is not None)


def _plain(read: Read, text: str) -> str:
    return AGAIN.sub("", text[read.line.span.start : read.line.span.end]).casefold().strip()
