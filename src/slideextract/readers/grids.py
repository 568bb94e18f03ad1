"""Tables and charts of a slide as pieces: a cell for every text, with its row, column and spans."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from slideextract.document import BlockKind, Cell, Reader
from slideextract.geometry import BBox
from slideextract.readers.chart import Chart, Grid
from slideextract.readers.drawing import A, Frame, Matrix, is_on, paragraph_text, paragraphs, whole
from slideextract.readers.pieces import Piece

CHART_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/chartDrawing}"


def table_pieces(table: Element, frame: Frame | None, outer: Matrix, index: int) -> Iterator[Piece]:
    """The cells of an `a:tbl`, row by row; a merged cell is one piece.

    Args:
        table: the element.
        frame: of the table on its slide; None where the file doesn't say.
        outer: the map to points.
        index: of the table in its document.
    """
    look = table.find(A + "tblPr")
    first_row, first_column = (look is not None and is_on(look.get(flag)) for flag in ("firstRow", "firstCol"))
    rows = table.findall(A + "tr")
    across = _edges([max(0, whole(column, "w")) for column in table.iterfind(f"{A}tblGrid/{A}gridCol")], None)
    down = _edges([max(0, whole(row, "h")) for row in rows], frame)
    heads = 0
    for row, element in enumerate(rows):
        for column, cell in _placed(element, len(across) - 1):
            rows_spanned = min(_span(cell, "rowSpan"), len(rows) - row)
            columns_spanned = min(_span(cell, "gridSpan"), max(1, len(across) - 1 - column))
            if row == 0 and first_row:
                heads = max(heads, rows_spanned)
            text = " ".join(line for item in paragraphs(cell.find(A + "txBody")) if (line := paragraph_text(item)))
            if not text:
                continue
            header = row < heads or (first_column and column == 0)
            box = _cell_box(frame, outer, (across, column, columns_spanned), (down, row, rows_spanned))
            place = Cell(index, row, column, rows_spanned, columns_spanned, header)
            yield Piece(BlockKind.CELL, text, box, place, Reader.TABLE)


def _placed(row: Element, columns: int) -> Iterator[tuple[int, Element]]:
    """The cells that begin in this row, with their columns; also where a writer left merged ones out."""
    cells = row.findall(A + "tc")
    sparse = len(cells) < columns
    column = 0
    for cell in cells:
        if not (is_on(cell.get("hMerge")) or is_on(cell.get("vMerge"))):
            yield column, cell
        column += _span(cell, "gridSpan") if sparse else 1


def _span(cell: Element, name: str) -> int:
    return max(1, whole(cell, name))


def _edges(lengths: list[int], frame: Frame | None) -> list[float]:
    """Where rows or columns begin and end, in EMU; rows grow with their frame."""
    total = sum(lengths)
    grown = max(1.0, frame.height / total) if frame is not None and total else 1.0
    edges = [0.0]
    for length in lengths:
        edges.append(edges[-1] + length * grown)
    return edges


def _cell_box(
    frame: Frame | None, outer: Matrix, across: tuple[list[float], int, int], down: tuple[list[float], int, int]
) -> BBox | None:
    if frame is None:
        return None
    (left, right), (top, bottom) = _between(*across), _between(*down)
    return outer.box(frame.x + left, frame.y + top, right - left, bottom - top)


def _between(edges: list[float], first: int, span: int) -> tuple[float, float]:
    last = len(edges) - 1
    return edges[min(first, last)], edges[min(first + span, last)]


def chart_pieces(chart: Chart, box: BBox | None, index: int) -> Iterator[Piece]:
    """Title and axis titles, then a table per grid; `index` counts the tables of the document."""
    for caption in (chart.title, *chart.captions):
        if caption:
            yield Piece(BlockKind.CAPTION, caption, box, None, Reader.CHART)
    for offset, grid in enumerate(chart.grids):
        for place, text in _grid_cells(grid, index + offset):
            yield Piece(BlockKind.CELL, text, box, place, Reader.CHART)


def _grid_cells(grid: Grid, table: int) -> Iterator[tuple[Cell, str]]:
    if grid.corner:
        yield Cell(table, 0, 0, header=True), grid.corner
    heads = grid.levels or (tuple((name, i, 1) for i, name in enumerate(grid.categories)),)
    for number, level in enumerate(heads):
        for name, first, columns in level:
            if name:
                yield Cell(table, number, first + 1, column_span=columns, header=True), name
    for number, row in enumerate(grid.rows, start=len(heads)):
        if row.name:
            yield Cell(table, number, 0, header=True), row.name
        for column, text in enumerate(row.cells, start=1):
            if text:
                yield Cell(table, number, column), text


def drawn_on_chart(shapes: Element, box: BBox | None) -> Iterator[Piece]:
    """Texts that an author put on a chart (`c:userShapes`), such as `p < 0.001` over a bracket."""
    for anchor in shapes:
        for shape in anchor.iter(CHART_DRAWING + "sp"):
            lines = [paragraph_text(item) for item in paragraphs(shape.find(CHART_DRAWING + "txBody"))]
            text = " ".join(line for line in lines if line)
            if text:
                yield Piece(BlockKind.LABEL, text, _anchored(anchor, box))


def _anchored(anchor: Element, box: BBox | None) -> BBox | None:
    """The box of an anchor, which gives its corners as shares of the chart's width and height."""
    if box is None:
        return None
    shares = [
        anchor.findtext(f"{CHART_DRAWING}{corner}/{CHART_DRAWING}{axis}") or ""
        for corner, axis in (("from", "x"), ("from", "y"), ("to", "x"), ("to", "y"))
    ]
    try:
        x0, top, x1, bottom = (min(1.0, max(0.0, float(share))) for share in shares)
    except ValueError:
        return box
    return BBox(
        box.x0 + x0 * box.width, box.top + top * box.height, box.x0 + x1 * box.width, box.top + bottom * box.height
    )
