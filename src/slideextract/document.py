"""What a reader returns: one immutable string, with a page and a box for each of its words.

`Document.text` is final. Every offset in the project counts characters of it, half open:
`document.text[span.start:span.end]` is what was printed there.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from slideextract.facts import Evidence
from slideextract.geometry import BBox, union

DECIMALS = 2  # of a point: a hundredth is finer than any screen or printer


class Span(NamedTuple):
    """Half-open range of characters in `Document.text`."""

    start: int
    end: int


class Word(NamedTuple):
    """A run of characters without white space, and where it is drawn."""

    span: Span
    box: BBox
    sure: bool = True  # unless a recogniser may have misread it


class Form(NamedTuple):
    """A filled area or a line of a drawing: a bar, the patch of a legend, a bracket.

    `colour` is that of its fill, as far as it can be compared with others of the document; a line has none.
    """

    box: BBox
    colour: str = ""


class BlockKind(StrEnum):
    """What a block is on its page."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    CELL = "cell"
    LABEL = "label"  # a short text of its own in a drawing: a bar's number, a group's name, a legend
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    NOTE = "note"  # speaker notes
    HEADER = "header"  # repeated at the top or bottom of the pages
    BOILERPLATE = "boilerplate"  # navigation, cookies, "About the company", contacts


class Reader(StrEnum):
    """How the text of a block was read; the `reader` of a result."""

    TEXT = "text"
    TABLE = "table"
    CHART = "chart"  # native chart data
    OCR = "ocr"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a block stands in a table or native chart (series in rows, categories in columns).

    `table` counts the tables of the document from 0. A merged cell is one block with spans.
    `header` is set where the format says so (`<th>`, the header row of a PPTX table, chart names).
    """

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page that is read as one: a title, a paragraph, a cell, a label."""

    kind: BlockKind
    page: int
    span: Span
    box: BBox | None = None
    cell: Cell | None = None
    reader: Reader = Reader.TEXT
    doubtful: bool = False  # hidden, white, tiny or off-page text, or an unsure recogniser


@dataclass(frozen=True, slots=True)
class Page:
    """One page or slide; formats without pages have one, number 1, without a size."""

    number: int
    span: Span
    width: float | None = None
    height: float | None = None
    words: tuple[Word, ...] = ()
    hidden: bool = False
    forms: tuple[Form, ...] = ()


def page_list(numbers: Iterable[int]) -> str:
    """Numbers of pages as a person writes them: "2, 5-9"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


@dataclass(frozen=True)
class Document:
    """A file as read. Blocks are in reading order, don't overlap and lie inside their page's span.

    Attributes:
        id: SHA-256 of the bytes that were parsed.
        name: path relative to the ingested root, POSIX.
        media_type: what the content is, whatever the suffix says.
        text: final text; see the module's docstring.
        warnings: what was lost or doubtful on the way, a line each, in page order.
        failed_pages: numbers of the pages that could not be read.
    """

    id: str
    name: str
    media_type: str
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    failed_pages: tuple[int, ...] = field(default=())

    @cached_property
    def _page_starts(self) -> list[int]:
        return [page.span.start for page in self.pages]

    def page_at(self, offset: int) -> Page:
        """The page that holds the character at `offset`."""
        return self.pages[max(0, bisect_right(self._page_starts, offset) - 1)]

    def words(self, span: Span) -> tuple[Word, ...]:
        """The words that `span` touches; none where the format has no boxes."""
        words = self.page_at(span.start).words
        first = bisect_left(words, span.start, key=lambda word: word.span.end - 1)
        last = bisect_left(words, span.end, key=lambda word: word.span.start)
        return words[first:last]

    def box(self, span: Span) -> BBox | None:
        """Union of the boxes of the words that `span` touches; None where the format has none."""
        box = union(word.box for word in self.words(span))
        return None if box is None else BBox(*(round(edge, DECIMALS) for edge in box))

    def cite(self, span: Span) -> Evidence:
        """The evidence for what is printed at `span`."""
        return Evidence(
            document=self.name,
            page=self.page_at(span.start).number,
            char_start=span.start,
            char_end=span.end,
            bbox=self.box(span),
            quote=self.text[span.start : span.end],
        )
