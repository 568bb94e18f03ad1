"""The footnotes of a document, and the markers that call them: each marker with the one note that answers it.

Where a page has two notes for a marker, the one under the marker's own table counts; else the marker stays open.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import regex

from slideextract.assemble.notes.markers import (
    SIGNS,
    UP,
    Marker,
    Opening,
    Style,
    answering,
    called,
    find_markers,
    find_openings,
)
from slideextract.document import Block, BlockKind, Document

HINT = regex.compile(rf"[{SIGNS}{UP}]|<sup>|\^[\w{{]|[(\[](?:[a-z]|\d\d?)[)\]]")  # without one there is no marker
SILENT = frozenset({BlockKind.NOTE, BlockKind.HEADER, BlockKind.BOILERPLATE})  # where no marker is looked for
HEADS = frozenset({BlockKind.TITLE, BlockKind.HEADING})
LIST_MARK = regex.compile(r"(?<=\n|^)\s*(?:\*|[a-z][.)]|\d{1,2}[.)])\s*$")
BEFORE = 8  # characters before a block in which its list mark stands


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote; `start` to `end` is its place with its marker, `body` where its words begin."""

    opening: Opening
    index: int  # of its block
    page: int
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """A marker behind a word or figure, and the note that answers it; None where none does, or several do."""

    key: str
    style: Style
    index: int
    start: int
    end: int
    note: Note | None
    several: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """The calls of a document, by block."""

    calls: dict[int, list[Call]] = field(default_factory=dict)

    @property
    def blocks(self) -> frozenset[int]:
        """The blocks that hold a note which something calls."""
        return frozenset(call.note.index for calls in self.calls.values() for call in calls if call.note is not None)

    def of(self, indices: Iterable[int]) -> Iterator[Call]:
        """The calls that stand in some blocks."""
        return (call for index in indices for call in self.calls.get(index, ()))


def find_notes(document: Document) -> Notes:
    """Each marker of the document with its note."""
    if HINT.search(document.text) is None:
        return Notes()
    markers = {index: list(_markers(document, block)) for index, block in enumerate(document.blocks)}
    wanted: dict[int, set[str]] = {}
    for index, found in markers.items():
        lettered = {key for one in found if one.style is not Style.SIGN for key in (*one.keys, *"".join(one.keys))}
        wanted.setdefault(document.blocks[index].page, set()).update(lettered)
    pages = {document.blocks[index].page for index, found in markers.items() if found}
    notes = [n for i, b in enumerate(document.blocks) if b.page in pages for n in _notes(document, i, wanted[b.page])]
    taken = {place for note in notes for place in range(note.start, note.body)}
    scope = _Scope(document.blocks, notes)
    calls: dict[int, list[Call]] = {}
    for index, found in markers.items():
        for marker in found:
            if marker.start not in taken:
                calls.setdefault(index, []).extend(scope.calls(marker, index))
    return Notes(calls)


def _markers(document: Document, block: Block) -> Iterator[Marker]:
    """What may be a marker in a block, counted in the document."""
    start, end = block.span
    if block.kind not in SILENT:
        for marker in find_markers(document.text[start:end]):
            yield marker._replace(start=start + marker.start, end=start + marker.end)


def without_markers(document: Document, notes: Notes) -> Document:
    """The document with spaces for the markers whose notes it prints: the rules read "65" where it prints `65¹`."""
    answered = [call for calls in notes.calls.values() for call in calls if call.note is not None or call.several]
    if not answered:
        return document
    signs = list(document.text)
    for call in answered:
        signs[call.start : call.end] = " " * (call.end - call.start)
    return replace(document, text="".join(signs))


def _notes(document: Document, index: int, wanted: set[str]) -> Iterator[Note]:
    """The notes that a block holds."""
    block = document.blocks[index]
    if block.kind in SILENT or block.kind in HEADS or (block.cell is not None and not _is_alone(document, index)):
        return
    start = block.span.start - _cut(document, index)
    text = document.text[start : block.span.end]
    found = find_openings(text, wanted, footnote=block.kind is BlockKind.FOOTNOTE)
    for one in found:
        end = len(text[: one.end].rstrip())
        yield Note(one, index, block.page, start + one.start, start + one.body, start + end)


def _is_alone(document: Document, index: int) -> bool:
    """Whether a cell is the only one of its row that says something, as the notes in a table's last row are."""
    cell = document.blocks[index].cell
    near = document.blocks[max(0, index - 1) : index] + document.blocks[index + 1 : index + 2]
    return cell is not None and not any(
        other.cell is not None and other.cell.table == cell.table and other.cell.row == cell.row for other in near
    )


def _cut(document: Document, index: int) -> int:
    """How long the mark before a lone list item is: a reader takes "* analyse post hoc" for an item."""
    block = document.blocks[index]
    if block.kind is not BlockKind.BULLET or _mark(document, index) is None:
        return 0
    near = [i for i in (index - 1, index + 1) if 0 <= i < len(document.blocks)]
    alike = [i for i in near if _mark(document, i) == _mark(document, index) == "*"]
    mark = LIST_MARK.search(document.text[max(0, block.span.start - BEFORE) : block.span.start])
    return 0 if alike or mark is None else len(mark[0])


def _mark(document: Document, index: int) -> str | None:
    """The list mark before a block's text."""
    block = document.blocks[index]
    if block.kind is not BlockKind.BULLET:
        return None
    mark = LIST_MARK.search(document.text[max(0, block.span.start - BEFORE) : block.span.start])
    return mark[0].strip() if mark is not None else None


class _Scope:
    """Says which note answers a marker.

    Args:
        blocks: of the document.
        notes: of the document.
    """

    def __init__(self, blocks: Sequence[Block], notes: Sequence[Note]) -> None:
        self.blocks, self.text_notes = blocks, notes
        self.by_page: dict[int, list[Note]] = {}
        for note in notes:
            self.by_page.setdefault(note.page, []).append(note)
        self.tables = {note.index: table for note in notes if (table := self._table_over(note.index)) is not None}

    def _table_over(self, index: int) -> int | None:
        """The table that a note stands under, with nothing but notes between, or in."""
        noted = {note.index for note in self.text_notes}
        for block_index in range(index, -1, -1):
            block = self.blocks[block_index]
            if block.page != self.blocks[index].page:
                return None
            if block.cell is not None:
                return block.cell.table
            if block_index not in noted and block.kind is not BlockKind.FOOTNOTE:
                return None
        return None

    def calls(self, marker: Marker, index: int) -> Iterator[Call]:
        """One call a key of the marker."""
        block = self.blocks[index]
        near = self.by_page.get(block.page, [])
        for key in called(marker, {note.opening.key for note in near}):
            same = [note for note in near if note.opening.key == key]
            ranked = ([n for n in same if n.opening.style in styles] for styles in answering(marker.style, key))
            found = self._nearest(next(filter(None, ranked), []), block)
            note = found[0] if len(found) == 1 else None
            yield Call(key, marker.style, index, marker.start, marker.end, note, several=len(found) > 1)

    def _nearest(self, notes: list[Note], block: Block) -> list[Note]:
        """Of several notes those of the marker's own table; outside of tables, those of none."""
        if len(notes) <= 1:
            return notes
        table = block.cell.table if block.cell is not None else None
        own = [note for note in notes if self.tables.get(note.index) == table]
        return own or notes
