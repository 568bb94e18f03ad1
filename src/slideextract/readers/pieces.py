"""Pieces of a page in reading order, and how they become the one text of a `Document`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from slideextract.document import Block, BlockKind, Cell, Form, Page, Reader, Span, Word
from slideextract.geometry import BBox

WORD = re.compile(r"\S+")
PAGE_BREAK = "\n\n"


Places = tuple[tuple[int, int, BBox], ...]  # start, end and box of each word inside the text of a piece


class Piece(NamedTuple):
    """A block that doesn't know its offsets yet.

    `places` gives its words where their boxes are known; else they get the box of their piece.
    """

    kind: BlockKind
    text: str
    box: BBox | None = None
    cell: Cell | None = None
    reader: Reader = Reader.TEXT
    doubtful: bool = False
    places: Places | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A page before the texts are joined; pieces are in reading order, `unsure` are words that may be misread."""

    number: int
    pieces: tuple[Piece, ...] = ()
    width: float | None = None
    height: float | None = None
    hidden: bool = False
    forms: tuple[Form, ...] = ()
    unsure: tuple[BBox, ...] = ()


def compose(drafts: Iterable[Draft]) -> tuple[str, tuple[Page, ...], tuple[Block, ...]]:
    """The text, pages and blocks of a document: cells of a row are joined by tabs, all else by line ends."""
    text: list[str] = []
    pages: list[Page] = []
    blocks: list[Block] = []
    at = 0
    for draft in drafts:
        if pages:
            text.append(PAGE_BREAK)
            at += len(PAGE_BREAK)
        start = at
        for piece, separator in _separated(draft.pieces):
            text += (separator, piece.text)
            begin, at = at + len(separator), at + len(separator) + len(piece.text)
            span = Span(begin, at)
            blocks.append(Block(piece.kind, draft.number, span, piece.box, piece.cell, piece.reader, piece.doubtful))
        words = tuple(_words(blocks[len(blocks) - len(draft.pieces) :], draft))
        size = draft.width, draft.height
        pages.append(Page(draft.number, Span(start, at), *size, words, draft.hidden, draft.forms))
    return "".join(text), tuple(pages), tuple(blocks)


def _separated(pieces: tuple[Piece, ...]) -> Iterator[tuple[Piece, str]]:
    """Each piece with what stands before it."""
    last: Piece | None = None
    for piece in pieces:
        if last is None:
            yield piece, ""
        elif piece.cell and last.cell and (piece.cell.table, piece.cell.row) == (last.cell.table, last.cell.row):
            yield piece, "\t"
        else:
            yield piece, "\n"
        last = piece


def _words(blocks: list[Block], draft: Draft) -> Iterator[Word]:
    """The words of a page that have a box."""
    for block, piece in zip(blocks, draft.pieces, strict=True):
        start = block.span.start
        for first, end, box in _places(piece) if piece.places is None else piece.places:
            yield Word(Span(start + first, start + end), box, not (draft.unsure and _covers(box, draft.unsure)))


def _covers(box: BBox, unsure: Iterable[BBox]) -> bool:
    """Whether the middle of an unsure word lies in a box."""
    return any(box.x0 <= x <= box.x1 and box.top <= y <= box.bottom for x, y in (other.center for other in unsure))


def _places(piece: Piece) -> Places:
    box = piece.box
    return () if box is None else tuple((*match.span(), box) for match in WORD.finditer(piece.text))
