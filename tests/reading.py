"""A document from a few lines of text, for tests of assembly: one block a line, tab rows as cells."""

from slideextract.document import Block, BlockKind, Cell, Document, Page, Reader, Span, Word
from slideextract.geometry import BBox

MARKS = (
    ("# ", BlockKind.TITLE),
    ("## ", BlockKind.HEADING),
    ("- ", BlockKind.BULLET),
    ("|", BlockKind.LABEL),
    ("! ", BlockKind.NOTE),
    ("^ ", BlockKind.FOOTNOTE),
    ("~ ", BlockKind.BOILERPLATE),
)
TURN = "---"  # a line that turns the page
CHARACTER, HEIGHT = 6.0, 12.0  # points: the size of a character of a placed label


def read_text(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Document:
    """A document whose lines are blocks of one kind.

    `# ` marks a title, `## ` a heading, `- ` a bullet, `|` a label, `! ` a note, `^ ` a footnote, `~ ` boilerplate; a
    line with tabs is a row of cells, and `---` turns the page.
    """
    blocks: list[Block] = []
    turns: list[int] = []
    start = row = 0
    table = -1
    for line in text.split("\n"):
        end, page = start + len(line), len(turns) + 1
        if line == TURN:
            turns.append(start)
            row = 0
        elif "\t" in line:
            table, row = (table + 1, 0) if row == 0 else (table, row)
            blocks += _cells(line, start, Cell(table, row, 0), page)
            row += 1
        else:
            row = 0
            shift, own = _kind(line, kind)
            if line[shift:].strip():
                blocks.append(Block(own, page, Span(start + shift, end)))
        start = end + 1
    edges = [0, *turns, len(text)]
    pages = [Page(k + 1, Span(edges[k], edges[k + 1])) for k in range(len(turns) + 1)]
    return Document("0" * 64, "slide.txt", "text/plain", text, tuple(pages), tuple(blocks))


def read_slide(*labels: tuple[str, float, float], title: str = "") -> Document:
    """One slide of labels, each with its left edge and top in points, in the order given."""
    placed = [(title, 40.0, 20.0), *labels] if title else list(labels)
    blocks: list[Block] = []
    words: list[Word] = []
    start = 0
    for number, (text, left, top) in enumerate(placed):
        span = Span(start, start + len(text))
        box = BBox(left, top, left + CHARACTER * len(text), top + HEIGHT)
        kind = BlockKind.TITLE if title and not number else BlockKind.LABEL
        blocks.append(Block(kind, 1, span, box))
        words += _words(text, start, box)
        start = span.end + 1
    whole = "\n".join(text for text, _, _ in placed)
    page = Page(1, Span(0, len(whole)), 960.0, 540.0, tuple(words))
    return Document("0" * 64, "slide.pptx", "text/plain", whole, (page,), tuple(blocks))


def _words(text: str, start: int, box: BBox) -> list[Word]:
    found: list[Word] = []
    at = 0
    for word in text.split():
        at = text.index(word, at)
        left = box.x0 + CHARACTER * at
        found.append(
            Word(
                Span(start + at, start + at + len(word)), BBox(left, box.top, left + CHARACTER * len(word), box.bottom)
            )
        )
        at += len(word)
    return found


def _kind(line: str, kind: BlockKind) -> tuple[int, BlockKind]:
    return next(((len(mark), own) for mark, own in MARKS if line.startswith(mark)), (0, kind))


def _cells(line: str, start: int, place: Cell, page: int) -> list[Block]:
    found: list[Block] = []
    for column, cell in enumerate(line.split("\t")):
        if cell.strip():
            span = Span(start, start + len(cell))
            where = Cell(place.table, place.row, column)
            found.append(Block(BlockKind.CELL, page, span, cell=where, reader=Reader.TABLE))
        start += len(cell) + 1
    return found
