"""A plain text as pages and lines; every line knows its place, so no character is moved."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from slideextract.document import Span

FORM_FEED = "\f"
# What converters write between pages: "--- page 3 ---", "## Page 3", "<!-- Slide number: 3 -->", "[Page 3]", "{3}----".
PAGE_MARK = re.compile(
    r"[ \t]*(?:<!--\s*|[-=_*#]{2,}\s*|\[\s*)(?:page|slide|diapositive|diapo)(?:\s+(?:number|numéro|no\.?|n°))?\s*:?\s*"
    r"(?P<named>\d{1,4})(?:\s*(?:/|of|sur|de)\s*\d{1,4})?\s*(?:-->|[-=_*#]*|\])[ \t]*"
    r"|[ \t]*\{(?P<braced>\d{1,4})\}-{4,}[ \t]*",
    re.IGNORECASE,
)
MIN_MARKS = 2  # one "## Page 1" may be a heading
MIN_PAGES = 3  # on two pages everything that comes back repeats on all
EDGE_LINES = 2  # lines at the top and the bottom of a page where running lines stand
COLONS = re.compile(r":{3,}(?:[ \t]*(?:\{[^{}]*\}|[\w-]+)[ \t]*$)?")
FENCE = re.compile(r"\s*:{3,}[ \t]*(?:\{[^{}]*\}|(?P<name>[\w-]*))[ \t]*:*\s*")  # "::: caption" opens, ":::" closes
NUMBER = re.compile(r"^\d+\b|\b\d+(?:\s*/\s*\d+)?$")  # of the page, at either end of a running line
PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:/|of|sur)\s*\d{1,4})?", re.IGNORECASE)


class Line(NamedTuple):
    """A line, or the part of one that stands outside a table; `start` and `end` include its white space."""

    start: int
    end: int
    raw: str

    @property
    def text(self) -> str:
        """The line without the white space around it."""
        return self.raw.strip()

    @property
    def span(self) -> Span:
        """Where its text stands."""
        first = self.start + len(self.raw) - len(self.raw.lstrip())
        return Span(first, first + len(self.text))

    def part(self, start: int, end: int) -> "Line":
        """The part from one offset of the document to another."""
        return Line(start, end, self.raw[start - self.start : end - self.start])


class Sheet(NamedTuple):
    """A page of a text: its number, its place, and the place of the mark that opened it."""

    number: int
    span: Span
    mark: Span | None = None


def find_sheets(text: str) -> list[Sheet]:
    """The pages of a text, by form feeds or by the marks of a converter; one page where there are none."""
    marked = _marked(text)
    if marked:
        return marked
    if FORM_FEED not in text.strip():
        return [Sheet(1, Span(0, len(text)))]
    ends = [match.start() for match in re.finditer(FORM_FEED, text)]
    spans = [Span(start, end) for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True)]
    if not text[spans[-1].start :].strip():
        spans.pop()
    return [Sheet(number, span) for number, span in enumerate(spans, start=1)]


def _marked(text: str) -> list[Sheet]:
    marks = [
        (int(match["named"] or match["braced"]), Span(line.start, line.end))
        for line in lines(text, Span(0, len(text)))
        if (match := PAGE_MARK.fullmatch(line.raw))
    ]
    if len(marks) < MIN_MARKS or any(first >= second for (first, _), (second, _) in pairwise(marks)):
        return []
    starts = [span.start for _, span in marks]
    if not text[: starts[0]].strip():
        starts[0] = 0
    ends = [*starts[1:], len(text)]
    found = [
        Sheet(number, Span(start, end), mark) for (number, mark), start, end in zip(marks, starts, ends, strict=True)
    ]
    if starts[0] == 0:
        return found
    before = Span(0, starts[0])
    if found[0].number > 1:
        return [Sheet(found[0].number - 1, before), *found]
    return [Sheet(found[0].number, Span(0, found[0].span.end), found[0].mark), *found[1:]]


def lines(text: str, span: Span) -> Iterator[Line]:
    """The lines inside `span`, without their line ends; the colons of pandoc's fences stand on lines of their own."""
    start = span.start
    while start < span.end:
        end = text.find("\n", start, span.end)
        end = span.end if end < 0 else end
        line = Line(start, end, text[start:end])
        cuts = [] if FENCE.fullmatch(line.raw) else [match.span() for match in COLONS.finditer(line.raw)]
        for left, right in pairwise([0, *(at for cut in cuts for at in cut), end - start]):
            if left < right or not cuts:
                yield line.part(start + left, start + right)
        start = end + 1


def find_running(pages: Sequence[Sequence[Line]]) -> set[int]:
    """The starts of lines that are running headers, footers or page numbers.

    Args:
        pages: the lines of each page.
    """
    if len(pages) < MIN_PAGES:
        return set()
    edges = [_edges(page) for page in pages]
    counts = Counter(key for page in edges for key in {NUMBER.sub("#", line.text) for line in page})
    return {
        line.start
        for page in edges
        for line in page
        if counts[NUMBER.sub("#", line.text)] * 2 > len(pages) or PAGE_NUMBER.fullmatch(line.text)
    }


def _edges(page: Sequence[Line]) -> list[Line]:
    printed = [line for line in page if line.text]
    return printed if len(printed) <= EDGE_LINES else [*printed[:EDGE_LINES], *printed[-EDGE_LINES:]]
