"""Plain text and Markdown, also as converters and OCR leave it: not a character is changed, only told apart."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from slideextract.document import Block, BlockKind, Document, Page, Reader
from slideextract.readers.decode import decode
from slideextract.readers.limits import check
from slideextract.readers.placing import Tables
from slideextract.readers.sniff import TEXT
from slideextract.readers.text_lines import Line, Sheet, find_running, find_sheets, lines
from slideextract.readers.text_prose import passages
from slideextract.readers.text_tables import TableFinder
from slideextract.readers.text_tags import find_tag_tables, outside
from slideextract.readers.titles import find_title


def read_text(data: bytes, name: str, sha: str) -> Document:
    """The document of a text file; its text is the file's own, with plain line ends.

    Args:
        data: the whole file.
        name: path that the document is called by.
        sha: SHA-256 of `data`.

    Raises:
        ReadError: with status `corrupt` (no encoding explains the bytes) or `hostile` (too large).
    """
    check("markup", len(data), name)
    text, warnings = decode(data, name)
    sheets = find_sheets(text)
    tables = Tables(name)
    running = find_running([list(lines(text, sheet.span)) for sheet in sheets])
    blocks = [block for sheet in sheets for block in _blocks(text, sheet, tables, running)]
    title = find_title([(block.kind, text[block.span.start : block.span.end]) for block in blocks])
    if title is not None:
        blocks[title] = replace(blocks[title], kind=BlockKind.TITLE)
    pages = tuple(Page(sheet.number, sheet.span) for sheet in sheets)
    return Document(sha, name, TEXT, text, pages, tuple(blocks), tuple(warnings))


def _blocks(text: str, sheet: Sheet, tables: Tables, running: set[int]) -> Iterator[Block]:
    """The blocks of a page: its HTML tables, and what stands around them."""
    found = find_tag_tables(text, sheet.span, tables)
    for index, span in enumerate(outside(sheet.span, found)):
        yield from _plain(list(lines(text, span)), sheet, tables, running)
        if index == len(found):
            break
        table = found[index]
        captions = [Block(BlockKind.CAPTION, sheet.number, span) for span in table.captions if span.start < span.end]
        cells = [Block(BlockKind.CELL, sheet.number, span, None, cell, Reader.TABLE) for cell, span in table.cells]
        yield from sorted([*captions, *cells], key=lambda block: block.span)


def _plain(page: Sequence[Line], sheet: Sheet, tables: Tables, running: set[int]) -> Iterator[Block]:
    """The blocks of lines: their tables, running lines, and the prose between."""
    finder = TableFinder(page, tables)
    prose: list[Line] = []
    index = 0
    while index < len(page):
        line = page[index]
        table = finder.find(index)
        is_mark = sheet.mark is not None and line.start == sheet.mark.start
        if table is None and not is_mark and line.start not in running:
            prose.append(line)
            index += 1
            continue
        yield from (Block(passage.kind, sheet.number, passage.span) for passage in passages(prose))
        prose = []
        if table is None:
            yield Block(BlockKind.HEADER, sheet.number, line.span)
            index += 1
            continue
        for cell, span in table.cells:
            yield Block(BlockKind.CELL, sheet.number, span, None, cell, Reader.TABLE)
        index = table.end
    yield from (Block(passage.kind, sheet.number, passage.span) for passage in passages(prose))
