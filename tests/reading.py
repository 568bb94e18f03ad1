"""A document from a few lines of text, for tests of assembly: one block a line, tab rows as cells."""

from slideextract.document import Block, BlockKind, Cell, Document, Page, Reader, Span


def read_text(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Document:
    """A one-page document whose lines are blocks of one kind; `# ` marks a title, `- ` a bullet, `|` a label."""
    blocks: list[Block] = []
    start = row = 0
    table = -1
    for line in text.split("\n"):
        end = start + len(line)
        if "\t" in line:
            table, row = (table + 1, 0) if row == 0 else (table, row)
            blocks += _cells(line, start, table, row)
            row += 1
        else:
            row = 0
            shift, own = _kind(line, kind)
            if line[shift:].strip():
                blocks.append(Block(own, 1, Span(start + shift, end)))
        start = end + 1
    return Document("0" * 64, "slide.txt", "text/plain", text, (Page(1, Span(0, len(text))),), tuple(blocks))


def _kind(line: str, kind: BlockKind) -> tuple[int, BlockKind]:
    for mark, own in (("# ", BlockKind.TITLE), ("- ", BlockKind.BULLET), ("|", BlockKind.LABEL)):
        if line.startswith(mark):
            return len(mark), own
    return 0, kind


def _cells(line: str, start: int, table: int, row: int) -> list[Block]:
    found: list[Block] = []
    for column, cell in enumerate(line.split("\t")):
        if cell.strip():
            span = Span(start, start + len(cell))
            found.append(Block(BlockKind.CELL, 1, span, cell=Cell(table, row, column), reader=Reader.TABLE))
        start += len(cell) + 1
    return found
