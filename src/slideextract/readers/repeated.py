"""Running headers and footers: lines that stand at the edge of most pages, and the numbers of the pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from slideextract.document import Block, BlockKind, Document
from slideextract.readers.lines import Run

EDGE = 0.12  # share of a page, from the top and from the bottom, where running lines stand
MOST = 0.5  # share of the pages on which a line repeats before it is one
MIN_PAGES = 3  # on two pages everything that comes back repeats on all
STEP = 8.0  # points within which places are the same; a page number of one more digit shifts what stands before it
NUMBER = re.compile(r"\d+")
BESIDE = "# /|.-–—"  # a page number at the end of a running line, which it may be apart from or not

MARGIN = 0.08  # share of a page, from the top and from the bottom, where its number is its number on a single page too

Key = tuple[str, int, str, int]


def find_repeated(pages: Sequence[tuple[Sequence[Run], float]]) -> list[set[int]]:
    """For each page the indices of its runs that are running headers or footers.

    Args:
        pages: runs and height of each page.
    """
    counts: Counter[Key] = Counter()
    for runs, height in pages:
        counts.update({key for run in runs for key in _keys(run, height)})
    if len(pages) < MIN_PAGES:
        return [set() for _ in pages]
    usual = {key for key, count in counts.items() if count > MOST * len(pages)}
    return [
        {index for index, run in enumerate(runs) if any(key in usual for key in _keys(run, height))}
        for runs, height in pages
    ]


def _keys(run: Run, height: float) -> Iterator[Key]:
    """What a line repeats as: its text without numbers, at the same height and at the same left or right edge."""
    middle = run.box.center[1]
    if EDGE * height < middle < (1 - EDGE) * height:
        return
    text = NUMBER.sub("#", run.text).strip(BESIDE) or "#"
    row = round(run.baseline / STEP)
    for side, x in (("left", run.box.x0), ("right", run.box.x1)):
        yield text, row, side, int(x / STEP)
        yield text, row, side, ~int(x / STEP + 0.5)  # places that overlap the others by half


def tag_page_numbers(document: Document) -> Document:
    """The document with a page's own number, alone at its edge, told as a running line: "4" at the foot of page 4."""
    heights = {page.number: page.height for page in document.pages}
    blocks = tuple(
        replace(block, kind=BlockKind.HEADER) if _is_page_number(block, document, heights[block.page]) else block
        for block in document.blocks
    )
    return document if blocks == document.blocks else replace(document, blocks=blocks)


def _is_page_number(block: Block, document: Document, height: float | None) -> bool:
    if height is None or block.box is None or block.cell or block.span.end - block.span.start > len(str(block.page)):
        return False
    at_edge = block.box.top > (1 - MARGIN) * height or block.box.bottom < MARGIN * height
    return at_edge and document.text[block.span.start : block.span.end] == str(block.page)
