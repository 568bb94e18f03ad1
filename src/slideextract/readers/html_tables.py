"""Which HTML tables hold data: many only lay out a page."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

MIN_ROWS = MIN_COLUMNS = 2
MAX_CELL = 600  # characters of a cell of data; longer ones are columns of a page
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def is_data_table(table: Element) -> bool:
    """Whether a table holds rows and columns of data."""
    if table.get("role") in ("presentation", "none"):
        return False
    rows: list[int] = []  # cells that print something
    longest = 0
    tags: set[object] = set()
    for element in _own(table):
        tags.add(element.tag)
        if element.tag == "tr":
            rows.append(0)
        elif element.tag in ("td", "th") and (length := _length(element)):
            longest = max(longest, length)
            if rows:
                rows[-1] += 1
    if sum(map(bool, rows)) < MIN_ROWS or max(rows) < MIN_COLUMNS or tags & HEADINGS:
        return False
    return "th" in tags or not ("table" in tags or longest > MAX_CELL)


def _own(table: Element) -> Iterator[Element]:
    """The elements of a table, without those of the tables inside it."""
    stack = [iter(table)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        yield element
        if element.tag != "table":
            stack.append(iter(element))


def _length(cell: Element) -> int:
    """Characters of a cell, counted no further than they matter."""
    total = 0
    for text in cell.itertext():
        total += len(text.strip())
        if total > MAX_CELL:
            break
    return total


def span(cell: Element, name: str) -> int:
    """A `rowspan` or `colspan`; 1 where it says nothing."""
    digits = (cell.get(name) or "").strip()[:6]
    return int(digits) if digits.isdecimal() and digits.isascii() else 1
