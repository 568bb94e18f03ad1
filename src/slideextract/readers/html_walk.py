"""The walk through a page's tree: runs of text become blocks and cells, without recursion however deep it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from slideextract.document import BlockKind, Reader
from slideextract.readers.flow import Flow, Run, Shape
from slideextract.readers.html_look import Frame, is_hidden, is_notes, shown_length
from slideextract.readers.html_tables import HEADINGS, is_data_table, span
from slideextract.readers.pieces import Piece
from slideextract.readers.placing import Placer, Tables

BLOCK_TAGS = HEADINGS | frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr",
        "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section", "select", "summary",
        "svg", "table", "tbody", "td", "text", "tfoot", "th", "thead", "title", "tr", "ul",
    }
)  # fmt: skip
KINDS: dict[str, BlockKind] = {
    "li": BlockKind.BULLET, "caption": BlockKind.CAPTION, "figcaption": BlockKind.CAPTION, "legend": BlockKind.CAPTION,
    "text": BlockKind.LABEL, **dict.fromkeys(HEADINGS, BlockKind.HEADING), "h1": BlockKind.TITLE,
}  # fmt: skip
LOOSE = frozenset({"div", "dt", "section", "td", "th", "center"})  # blocks whose short texts are labels
BOLD = frozenset({"b", "strong"})
MIN_LINKS = 3  # blocks in a row that are nothing but links; menus without a tag of their own
MAX_LINK = 100  # characters of an entry of a menu


@dataclass
class _Table:
    """A table of data that is being read; pieces of tables inside its cells wait for its end."""

    element: Element
    placer: Placer[str]
    captions: list[Piece] = field(default_factory=list)
    inner: list[Piece] = field(default_factory=list)
    outer: Flow = field(default_factory=Flow)  # what the cell around the table has said so far
    cell: Element | None = None
    head: bool = False


@dataclass
class _State:
    """What holds inside an element and is undone at its end."""

    element: Element
    children: Iterator[Element]
    kind: BlockKind | None
    framed: bool
    notes: bool
    raised: int
    bold: bool
    link: bool
    kept: bool  # white space counts


class Walker:
    """Reads one page.

    Args:
        tables: of the document.
        hidden: classes and ids that the page's style hides.
    """

    def __init__(self, tables: Tables, hidden: frozenset[str]) -> None:
        self._tables = tables
        self._hidden = hidden
        self._frame = Frame(0)
        self._stack: list[_State] = []
        self._open: list[_Table] = []
        self._pieces: list[Piece] = []
        self._links: list[bool] = []
        self._flow = Flow()

    def read(self, root: Element) -> list[Piece]:
        """The pieces of the page in the order of its source."""
        self._frame = Frame(shown_length(root))
        self._enter(root)
        while self._stack:
            child = next(self._stack[-1].children, None)
            if child is None:
                self._leave()
                continue
            if not isinstance(child.tag, str) or is_hidden(child, self._hidden):
                self._say(child.tail)
            else:
                self._enter(child)
        self._flush()
        return self._without_menus()

    def _enter(self, element: Element) -> None:
        tag = str(element.tag)
        if tag in BLOCK_TAGS:
            self._flush()
        elif tag == "br":
            self._flow.end_line()
        outer = self._stack[-1] if self._stack else None
        self._stack.append(self._state(element, tag, outer))
        if tag == "table" and not self._stack[-1].framed and is_data_table(element):
            self._open.append(_Table(element, Placer(self._tables), outer=self._flow))
            self._flow = Flow()
        elif self._open:
            self._enter_table_part(element, tag)
        self._say(element.text)

    def _state(self, element: Element, tag: str, outer: _State | None) -> _State:
        raised = outer.raised if outer else 0
        if tag in ("sup", "sub"):
            raised = 1 if tag == "sup" else -1
        elif outer is not None and outer.element.tag in ("msup", "msub"):
            raised = 0 if element.getprevious() is None else (1 if outer.element.tag == "msup" else -1)
        return _State(
            element,
            iter(element),
            KINDS.get(tag, outer.kind if outer else None),
            (outer is not None and outer.framed) or self._frame.holds(element),
            (outer is not None and outer.notes) or is_notes(element),
            raised,
            (outer is not None and outer.bold) or tag in BOLD,
            (outer is not None and outer.link) or tag == "a",
            (outer is not None and outer.kept) or tag == "pre",
        )

    def _enter_table_part(self, element: Element, tag: str) -> None:
        table = self._open[-1]
        if tag == "tr":
            table.placer.next_row()
        elif tag in ("td", "th"):
            table.cell = element
        elif tag == "thead":
            table.head = True

    def _leave(self) -> None:
        element = self._stack[-1].element
        if element.tag in BLOCK_TAGS:
            self._flush()
        self._stack.pop()
        if self._open:
            self._leave_table_part(element)
        if self._stack:
            self._say(element.tail)

    def _leave_table_part(self, element: Element) -> None:
        table = self._open[-1]
        if element is table.element:
            self._open.pop()
            self._flow = table.outer
            cells = [
                Piece(BlockKind.CELL, text, None, place, Reader.TABLE) for place, text in table.placer.cells() if text
            ]
            self._add([*table.captions, *cells, *table.inner])
        elif element is table.cell:
            table.placer.add(
                self._flow.take_cell(),
                span(element, "colspan"),
                span(element, "rowspan"),
                header=table.head or element.tag == "th",
            )
            table.cell = None
        elif element.tag == "thead":
            table.head = False

    def _say(self, text: str | None) -> None:
        if not text or not self._stack:
            return
        state = self._stack[-1]
        self._flow.say(Run(text, state.raised, state.bold, state.link), kept=state.kept)

    def _flush(self) -> None:
        """End the block at hand; inside a cell only its line."""
        if self._open and self._open[-1].cell is not None:
            self._flow.end_line()
            return
        state = self._stack[-1] if self._stack else None
        if state is None:
            return
        kind = BlockKind.BOILERPLATE if state.framed else state.kind
        if kind is None and state.notes:
            kind = BlockKind.FOOTNOTE
        shape = Shape(kind, loose=state.element.tag in LOOSE)
        all_links = self._flow.is_link
        pieces = self._flow.take(shape)
        if self._open:
            self._open[-1].captions += pieces
            return
        self._add(pieces, links=all_links)

    def _add(self, pieces: list[Piece], *, links: bool = False) -> None:
        if self._open:
            self._open[-1].inner += pieces
            return
        self._pieces += pieces
        self._links += [links and len(piece.text) <= MAX_LINK for piece in pieces]

    def _without_menus(self) -> list[Piece]:
        """The pieces, with runs of blocks that are links and nothing else tagged as boilerplate."""
        found = list(self._pieces)
        start = 0
        for index in range(len(found) + 1):
            if index < len(found) and self._links[index]:
                continue
            if index - start >= MIN_LINKS:
                found[start:index] = [piece._replace(kind=BlockKind.BOILERPLATE) for piece in found[start:index]]
            start = index + 1
        return found
