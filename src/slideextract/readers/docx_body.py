"""The body of a DOCX file, or of a note or text box in it: paragraphs, tables, and what is anchored in them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from slideextract.document import BlockKind, Reader
from slideextract.errors import ReadError, reason, stops
from slideextract.readers.chart import read_chart
from slideextract.readers.chart_ex import CX, read_chart_ex
from slideextract.readers.chart_labels import C
from slideextract.readers.docx_runs import read_runs
from slideextract.readers.docx_styles import Styles, W, is_set, value
from slideextract.readers.drawing import Matrix, R, choices
from slideextract.readers.flow import Flow, Shape
from slideextract.readers.grids import chart_pieces
from slideextract.readers.ooxml import Package, Relation
from slideextract.readers.pieces import Piece
from slideextract.readers.placing import Placer, Tables
from slideextract.readers.smartart import DGM, diagram_pieces

MIN_ROWS = MIN_COLUMNS = 2
MAX_LABEL = 8  # words of a text box that names something; longer ones say something
MAX_CELL = 600  # characters of a cell of data; longer ones are columns of a page
WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
BOX = W + "txbxContent"
CHARTS = frozenset({C + "chart", CX + "chart"})
CONTENTS = "Table of Contents"


class _Cell(NamedTuple):
    element: Element
    column: int
    span: int
    continues: bool  # the cell above, downwards


class Story:
    """Reads runs of blocks; what they share are the file's styles, tables and warnings.

    Args:
        package: the file.
        part: its main part, whose relations name charts and diagrams.
        styles: of the file.
        tables: of the document.
        warnings: gets a line for each chart or diagram that can't be read.
    """

    def __init__(self, package: Package, part: str, styles: Styles, tables: Tables, warnings: list[str]) -> None:
        self._package = package
        self._relations: dict[str, Relation] = package.relations(part)
        self._styles = styles
        self._tables = tables
        self._warnings = warnings

    def blocks(self, parent: Element) -> Iterator[Piece]:
        """The pieces of a body, note, cell or text box."""
        for child in choices(parent):
            if child.tag == W + "p":
                yield from self._paragraph(child)
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag == W + "altChunk":
                self._warnings.append("a part in another format (altChunk) isn't read")
            elif child.tag in WRAPPERS:
                yield from _contents(self.blocks(child)) if _is_contents(child) else self.blocks(child)

    def _paragraph(self, paragraph: Element) -> Iterator[Piece]:
        flow, drawings = Flow(), list[Element]()
        read_runs(paragraph, flow, drawings)
        yield from flow.take(Shape(self._styles.kind(paragraph.find(W + "pPr"))))
        for drawing in drawings:
            yield from self._drawing(drawing)

    def _drawing(self, drawing: Element) -> Iterator[Piece]:
        """Text boxes, charts and diagrams."""
        for found in _within(drawing):
            if found.tag == BOX:
                flow = self.blocks(found)
                yield from (p._replace(kind=BlockKind.LABEL) if _is_short(p) else p for p in flow)
            else:
                yield from self._graphic(found)

    def _graphic(self, element: Element) -> list[Piece]:
        name = "dm" if element.tag == DGM + "relIds" else "id"
        try:
            relation = self._relations[element.get(R + name, "")]
            root = self._package.xml(relation.target)
            if element.tag == DGM + "relIds":
                return list(diagram_pieces(root, None, None, Matrix(), None))
            chart = read_chart_ex(root) if root.tag == CX + "chartSpace" else read_chart(root)
        except (ReadError, ValueError, ArithmeticError, KeyError) as error:
            if stops(error):
                raise
            self._warnings.append(f"a chart or diagram can't be read ({reason(error, self._package.name)})")
            return []
        first = self._tables.count
        self._tables.count += len(chart.grids)
        return list(chart_pieces(chart, None, first))

    def _table(self, table: Element) -> Iterator[Piece]:
        if not _is_data(table):
            for row in _rows(table):
                for column in _children(row, W + "tc"):
                    yield from self.blocks(column)
            return
        placer: Placer[str] = Placer(self._tables)
        inner: list[Piece] = []
        rows = [(row, list(_cells(row))) for row in _rows(table)]
        for number, (row, cells) in enumerate(rows):
            look = row.find(W + "trPr")
            header = look is not None and is_set(look.find(W + "tblHeader"))
            placer.next_row(cells[0].column if cells else 0)
            for cell in cells:
                tall = _height(rows, number, cell)
                if tall:
                    placer.add(self._cell(cell.element, inner), cell.span, tall, header=header)
        yield from (Piece(BlockKind.CELL, text, None, place, Reader.TABLE) for place, text in placer.cells() if text)
        yield from inner

    def _cell(self, cell: Element, inner: list[Piece]) -> str:
        """The text of a cell on one line; tables and text boxes in it go to `inner`."""
        lines: list[str] = []
        for child in _flat(cell):
            if child.tag == W + "tbl":
                inner += self._table(child)
                continue
            flow, drawings = Flow(), list[Element]()
            read_runs(child, flow, drawings)
            lines.append(flow.take_cell())
            inner += (piece for drawing in drawings for piece in self._drawing(drawing))
        return " ".join(filter(None, lines))


def _is_short(piece: Piece) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and len(piece.text.split()) <= MAX_LABEL and not piece.text.endswith(".")


def _is_contents(element: Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return value(gallery) == CONTENTS


def _contents(found: Iterator[Piece]) -> Iterator[Piece]:
    return (Piece(BlockKind.BOILERPLATE, piece.text) for piece in found)


def _flat(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of a cell."""
    for child in choices(parent):
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in WRAPPERS:
            yield from _flat(child)


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those inside content controls; deleted ones are left out."""
    for child in choices(parent):
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _children(child, tag)


def _rows(table: Element) -> Iterator[Element]:
    return (row for row in _children(table, W + "tr") if row.find(f"{W}trPr/{W}del") is None)


def _cells(row: Element) -> Iterator[_Cell]:
    column = _whole(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in _children(row, W + "tc"):
        look = cell.find(W + "tcPr")
        merge = None if look is None else look.find(W + "vMerge")
        span = 1 if look is None else _whole(look.find(W + "gridSpan"), 1)
        yield _Cell(cell, column, span, merge is not None and value(merge) != "restart")
        column += span


def _whole(element: Element | None, usual: int) -> int:
    digits = value(element)[:6]
    return max(usual, int(digits)) if digits.isdecimal() and digits.isascii() else usual


def _height(rows: Sequence[tuple[Element, Sequence[_Cell]]], number: int, cell: _Cell) -> int:
    """The rows that a cell spans; 0 for one that only continues the cell above it."""
    above = rows[number - 1][1] if number else ()
    if cell.continues and any(other.column == cell.column for other in above):
        return 0
    tall = 1
    for _, cells in rows[number + 1 :]:
        if not any(other.column == cell.column and other.continues for other in cells):
            break
        tall += 1
    return tall


def _is_data(table: Element) -> bool:
    """Whether a table holds rows and columns of data, not the layout of a page."""
    rows = columns = 0
    for row in _rows(table):
        lengths = [sum(len(text.text or "") for text in _own_texts(cell)) for cell in _children(row, W + "tc")]
        if max(lengths, default=0) > MAX_CELL:
            return False
        printed = sum(map(bool, lengths))
        rows += printed > 0
        columns = max(columns, printed)
    return rows >= MIN_ROWS and columns >= MIN_COLUMNS


def _own_texts(parent: Element) -> Iterator[Element]:
    """The texts of a cell without those of tables inside it."""
    for child in parent:
        if child.tag == W + "t":
            yield child
        elif child.tag != W + "tbl":
            yield from _own_texts(child)


def _within(element: Element) -> Iterator[Element]:
    """Text boxes, charts and diagrams of a drawing, none of them inside another."""
    for child in choices(element):
        if child.tag == BOX or child.tag in CHARTS or child.tag == DGM + "relIds":
            yield child
        else:
            yield from _within(child)
