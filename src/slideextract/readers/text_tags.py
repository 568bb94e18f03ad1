"""HTML tables inside plain text, as OCR and Markdown converters leave them; every cell keeps its place in the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from slideextract.document import Cell, Span
from slideextract.readers.placing import Placer, Tables

MAX_DEPTH = 20  # tables inside tables; deeper ones are read as text of the cell around them
TAG = re.compile(r"<(?P<end>/?)(?P<name>table|thead|tbody|tfoot|tr|td|th|caption)\b(?P<look>[^<>]*)>", re.IGNORECASE)
SPANS = {name: re.compile(rf"\b{name}\s*=\s*[\"']?\s*(\d{{1,6}})", re.IGNORECASE) for name in ("rowspan", "colspan")}
MAX_TAG = 500  # characters; a longer one is no tag
OPENING = re.compile(r"(?:\s|<[a-z/][^<>]{0,%d}>)*" % MAX_TAG, re.IGNORECASE)  # noqa: UP031 - braces of the pattern
INLINE_TAG = re.compile(r"<[a-z/][^<>]*>", re.IGNORECASE)


class TagTable(NamedTuple):
    """A table between its tags: where it stands, its cells and captions in the order of the text."""

    span: Span
    cells: list[tuple[Cell, Span]]
    captions: list[Span]


@dataclass
class _Open:
    """A table whose end hasn't come yet."""

    placer: Placer[Span]
    head: bool = False
    cell: re.Match[str] | None = None
    caption: re.Match[str] | None = None


@dataclass
class _Region:
    start: int
    bare: bool  # rows without a table around them
    stack: list[_Open] = field(default_factory=list)
    cells: list[tuple[Cell, Span]] = field(default_factory=list)
    captions: list[Span] = field(default_factory=list)
    end: int = 0


def find_tag_tables(text: str, span: Span, tables: Tables) -> list[TagTable]:
    """The tables written as HTML inside a page.

    Args:
        text: of the document.
        span: of the page.
        tables: of the document.
    """
    found = []
    region: _Region | None = None
    for tag in TAG.finditer(text, span.start, span.end):
        if region is not None and region.bare and _is_past(text, region, tag):
            found.append(_closed(text, region))
            region = None
        if region is None:
            if tag["end"] or tag["name"].lower() not in ("table", "tr"):
                continue
            region = _Region(tag.start(), tag["name"].lower() == "tr")
            if region.bare:
                region.stack.append(_Open(Placer(tables)))
        _take(text, region, tag, tables)
        region.end = tag.end()
        if not region.stack:
            found.append(_closed(text, region))
            region = None
    if region is not None:
        found.append(_closed(text, region, span.end))
    return [table for table in found if table.cells]


def _is_past(text: str, region: _Region, tag: re.Match[str]) -> bool:
    """Whether rows without a table have ended before this tag."""
    if tag["name"].lower() == "table":
        return True
    return region.stack[-1].cell is None and bool(text[region.end : tag.start()].strip())


def _closed(text: str, region: _Region, last: int | None = None) -> TagTable:
    if region.stack and region.stack[-1].cell is not None and last is not None:
        line_end = text.find("\n", region.end, last)  # a last cell that no tag ends
        region.end = last if line_end < 0 else line_end
    while region.stack:
        _end_table(text, region, region.end)
    cells = sorted(region.cells, key=lambda item: item[1])
    return TagTable(Span(region.start, region.end), cells, sorted(region.captions))


def _take(text: str, region: _Region, tag: re.Match[str], tables: Tables) -> None:
    name, ends = tag["name"].lower(), bool(tag["end"])
    if name == "table":
        _take_table(text, region, tag, tables)
        return
    top = region.stack[-1]
    _end_cell(text, top, tag.start())
    if top.caption is not None:
        region.captions.append(_trimmed(text, top.caption.end(), tag.start()))
        top.caption = None
    if name == "thead":
        top.head = not ends
    elif name in ("tbody", "tfoot"):
        top.head = False
    elif name == "caption":
        top.caption = None if ends else tag
    elif name == "tr":
        if not ends:
            top.placer.next_row()
    elif not ends:
        top.cell = tag


def _take_table(text: str, region: _Region, tag: re.Match[str], tables: Tables) -> None:
    if tag["end"]:
        _end_table(text, region, tag.start())
    elif len(region.stack) < MAX_DEPTH:
        if region.stack:
            _end_cell(text, region.stack[-1], tag.start())
        region.stack.append(_Open(Placer(tables)))


def _end_table(text: str, region: _Region, end: int) -> None:
    if not region.stack:
        return
    top = region.stack.pop()
    _end_cell(text, top, end)
    region.cells += [(cell, span) for cell, span in top.placer.cells() if span.start < span.end]


def _end_cell(text: str, top: _Open, end: int) -> None:
    tag, top.cell = top.cell, None
    if tag is None:
        return
    header = top.head or tag["name"].lower() == "th"
    top.placer.add(_trimmed(text, tag.end(), end), _span(tag, "colspan"), _span(tag, "rowspan"), header=header)


def _span(tag: re.Match[str], name: str) -> int:
    match = SPANS[name].search(tag["look"])
    return int(match[1]) if match else 1


def _trimmed(text: str, start: int, end: int) -> Span:
    """A stretch of text without the white space and tags at its ends."""
    first = OPENING.match(text, start, end)
    start = first.end() if first else start
    while start < end:
        if text[end - 1].isspace():
            end -= 1
            continue
        opened = text.rfind("<", max(start, end - MAX_TAG), end)
        if opened < 0 or not INLINE_TAG.fullmatch(text, opened, end):
            break
        end = opened
    return Span(start, max(start, end))


def outside(span: Span, tables: Sequence[TagTable]) -> Iterator[Span]:
    """What is left of a page before, between and after its tables; one stretch more than there are tables."""
    start = span.start
    for table in tables:
        yield Span(start, table.span.start)
        start = table.span.end
    yield Span(start, span.end)
