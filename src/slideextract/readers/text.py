"""Plain text and Markdown, also as PDF converters and OCR leave it: the text stays as it is, only divided into blocks."""

from collections.abc import Iterator

from slideextract.document import Block, BlockKind, Cell, Document, Page, Reader, Span
from slideextract.readers.decode import decode
from slideextract.readers.limits import check_size
from slideextract.readers.sniff import TEXT


def read_text(data: bytes, name: str, sha: str) -> Document:
    """The document of a text file.

    Raises:
        ReadError: with status `corrupt` (no encoding explains the bytes) or `hostile` (too large).
    """
    check_size(len(data), name, "MAX_MARKUP")
    text, warnings = decode(data, name)
    page = Page(1, Span(0, len(text)))
    return Document(sha, name, TEXT, text, (page,), tuple(_blocks(text)), tuple(warnings))


def _blocks(text: str) -> Iterator[Block]:
    start = row = 0
    table = -1
    for line in text.split("\n"):
        if "\t" in line.strip():
            table, row = (table + 1, 0) if row == 0 else (table, row)
            yield from _cells(line, start, table, row)
            row += 1
        else:
            row = 0
            if line.strip():
                shift = len(line) - len(line.lstrip())
                yield Block(BlockKind.PARAGRAPH, 1, Span(start + shift, start + len(line.rstrip())))
        start += len(line) + 1


def _cells(line: str, start: int, table: int, row: int) -> Iterator[Block]:
    for column, cell in enumerate(line.split("\t")):
        if cell.strip():
            shift = start + len(cell) - len(cell.lstrip())
            span = Span(shift, shift + len(cell.strip()))
            yield Block(BlockKind.CELL, 1, span, cell=Cell(table, row, column), reader=Reader.TABLE)
        start += len(cell) + 1
