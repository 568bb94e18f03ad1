"""One slide: its shapes through every group, tables, charts, diagrams, notes and comments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from lxml.etree import _Element as Element

from slideextract.document import BlockKind, Form, Reader
from slideextract.errors import ReadError, reason, stops
from slideextract.geometry import BBox, overlap
from slideextract.readers.block_kinds import Paper
from slideextract.readers.chart import Chart, read_chart
from slideextract.readers.chart_ex import CX, read_chart_ex
from slideextract.readers.chart_labels import C
from slideextract.readers.colours import Schemes, drawn_form
from slideextract.readers.drawing import (
    EMU,
    A,
    Frame,
    Matrix,
    P,
    R,
    choices,
    group_matrix,
    is_on,
    paragraph_text,
    paragraphs,
    read_frame,
    tidy,
)
from slideextract.readers.grids import chart_pieces, drawn_on_chart, table_pieces
from slideextract.readers.layout import Typeset
from slideextract.readers.ocr.slide_pictures import Hung, Pictures, set_words
from slideextract.readers.ooxml import Package, Relation
from slideextract.readers.pieces import Piece
from slideextract.readers.placeholders import FURNITURE, Layouts, read_holder
from slideextract.readers.placing import Tables
from slideextract.readers.smartart import DGM, DSP, diagram_pieces
from slideextract.readers.text_shapes import Setting, Unit, text_unit

TELLING = 4  # words of a description that may tell a result; fewer are a file's name: "Image 12"
LARGE_PICTURE = 0.2  # share of the slide; smaller pictures are logos and icons
UNREADABLE = (ReadError, ValueError, ArithmeticError)
KINDS = {"chart": "chart", "chartex": "chart", "table": "table", "diagram": "diagram"}  # by the end of their URI
NOT_NOTES = FURNITURE | {"sldImg"}
MAX_FORMS = 1_000  # a slide; with more it is a map or a drawing in pieces, in which no bar can be told


@dataclass
class Deck:
    """What the slides of a file share while they are read."""

    package: Package
    layouts: Layouts
    width: float
    height: float
    tables: Tables
    warnings: list[str] = field(default_factory=list)
    schemes: Schemes = field(init=False)
    pictures: Pictures = field(init=False)

    def __post_init__(self) -> None:
        """Know the colours of the layouts' themes, and where pictures are."""
        self.schemes = Schemes(self.layouts)
        self.pictures = Pictures(self.package)


class Shape(NamedTuple):
    """A shape that isn't a group."""

    element: Element
    outer: Matrix
    hidden: bool


@dataclass
class Slide:
    """A slide as it was found."""

    number: int
    part: str
    hidden: bool = False
    units: list[Unit] = field(default_factory=list)
    notes: list[Piece] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    pictures: list[tuple[Hung, str]] = field(default_factory=list)  # large ones, with what describes them
    problems: list[str] = field(default_factory=list)  # why some of them can't be read
    unsure: tuple[BBox, ...] = ()  # words that may be misread


def read_slide(deck: Deck, number: int, part: str) -> Slide:
    """Everything that a slide prints and says, shapes still in drawing order.

    Raises:
        ReadError: the slide's own part can't be read; a chart or note that fails is a warning only.
    """
    root = deck.package.xml(part)
    tree = root.find(f"{P}cSld/{P}spTree")
    if tree is None:
        message = f"{part} holds no slide"
        raise ReadError(message, "corrupt")
    slide = Slide(number, part, hidden=root.get("show") in ("0", "false"))
    relations = deck.package.relations(part)
    for shape in _shapes(tree, Matrix(), hidden=False):
        if shape.element.tag == P + "graphicFrame":
            _guarded(deck, slide, _called(shape), partial(_read_frame, deck, slide, shape, relations))
        else:
            _read_shape(deck, slide, shape)
    ground = root.find(f"{P}cSld/{P}bg//{A}blipFill")
    if not slide.units and ground is not None:
        _hang(deck, slide, Hung(ground, Frame(0, 0, deck.width * EMU, deck.height * EMU), Matrix()), "")
    _read_pictures(deck, slide, relations)
    for relation in relations.values():
        if relation.kind == "notesSlide":
            _guarded(deck, slide, "notes", partial(_read_notes, deck, slide, relation.target))
        elif relation.kind == "comments":
            _guarded(deck, slide, "comments", partial(_read_comments, deck, slide, relation.target))
    return slide


def _guarded(deck: Deck, slide: Slide, what: str, read: Callable[[], None]) -> None:
    """Read a part of a slide that may fail alone; a hostile one stops the file."""
    try:
        read()
    except UNREADABLE as error:
        if stops(error):
            raise
        deck.warnings.append(f"slide {slide.number}: {what} can't be read ({reason(error, deck.package.name)})")


def _called(shape: Shape) -> str:
    """What a message calls a table, chart or diagram: its kind, and the name that the author's program shows."""
    data = shape.element.find(f"{A}graphic/{A}graphicData")
    name = next(shape.element.iterfind(f"./*/{P}cNvPr"), None)
    kind = KINDS.get(("" if data is None else data.get("uri", "")).rsplit("/", 1)[-1], "object")
    return f"{kind} {'' if name is None else name.get('name', '')!r}"


def _shapes(parent: Element, outer: Matrix, *, hidden: bool) -> Iterator[Shape]:
    for child in choices(parent):
        name = next(child.iterfind(f"./*/{P}cNvPr"), None)
        unseen = hidden or (name is not None and is_on(name.get("hidden")))
        if child.tag == P + "grpSp":
            yield from _shapes(child, group_matrix(child.find(f"{P}grpSpPr/{A}xfrm"), outer), hidden=unseen)
        elif child.tag in (P + "sp", P + "pic", P + "graphicFrame", P + "cxnSp"):
            yield Shape(child, outer, unseen)


def _read_shape(deck: Deck, slide: Slide, shape: Shape) -> None:
    """A text box, drawn form, placeholder or picture."""
    holder = read_holder(shape.element)
    if holder is not None:
        holder = deck.layouts.inherited(slide.part, holder)
        frame = holder.frame
    else:
        frame = read_frame(shape.element.find(f"{P}spPr/{A}xfrm"))
    box = None if frame is None else frame.box(shape.outer)
    unit = text_unit(shape.element.find(P + "txBody"), Setting(box, deck.width, deck.height, holder, shape.hidden))
    if box is not None and not shape.hidden and len(slide.forms) < MAX_FORMS:
        slide.forms += drawn_form(shape.element, box, deck.schemes.of(slide.part), printed=unit is not None)
    if unit is not None:
        slide.units.append(unit)
        return
    fill = shape.element.find(P + "blipFill")
    if fill is None:
        fill = shape.element.find(f"{P}spPr/{A}blipFill")
    if fill is not None:
        described = _describe(slide, shape)
        if frame is not None and not shape.hidden:
            _hang(deck, slide, Hung(fill, frame, shape.outer), described)


def _describe(slide: Slide, shape: Shape) -> str:
    """The description of a picture or chart for those who can't see it; one that tells figures is a note."""
    name = next(shape.element.iterfind(f"./*/{P}cNvPr"), None)
    text = "" if name is None else tidy((name.get("descr") or "").replace("\n", " "))
    if len(text.split()) >= TELLING and any(sign.isdecimal() for sign in text):
        slide.notes.append(Piece(BlockKind.NOTE, text, reader=Reader.NOTES))
    return text


def _hang(deck: Deck, slide: Slide, hung: Hung, description: str) -> None:
    """Take a picture that is large enough to hold results."""
    box = hung.frame.box(hung.outer)
    seen = max(0.0, overlap((box.x0, box.x1), (0, deck.width))) * max(
        0.0, overlap((box.top, box.bottom), (0, deck.height))
    )
    if seen > LARGE_PICTURE * deck.width * deck.height:
        slide.pictures.append((hung, description))


def _read_pictures(deck: Deck, slide: Slide, relations: dict[str, Relation]) -> None:
    """The text of the large pictures; a warning for each one that can't be read."""
    alone = not slide.units
    for hung, description in slide.pictures:
        try:
            recognised = deck.pictures.read(hung, relations).shown(deck.width, deck.height)
        except ReadError as error:
            slide.problems.append(str(error))
            named = f": {description!r}" if description else ""
            deck.warnings.append(f"slide {slide.number}: picture without text ({error}){named}")
            continue
        items, tables = set_words(recognised, Paper(deck.width, deck.height, slide.number), deck.tables.count)
        deck.tables.count += tables
        slide.unsure += recognised.unsure
        if items:
            slide.units.append(Unit(tuple(_recognised(item, alone=alone) for item in items), recognised.areas[0]))


def _recognised(item: Typeset, *, alone: bool) -> Piece:
    """A piece of a picture, which has the slide's title only where the slide prints nothing itself."""
    titled = item.piece.kind is BlockKind.TITLE and not alone
    kind = BlockKind.HEADING if titled else item.piece.kind
    return item.piece._replace(kind=kind, reader=Reader.OCR, places=item.words)


def _read_frame(deck: Deck, slide: Slide, shape: Shape, relations: dict[str, Relation]) -> None:
    """A table, chart, diagram or embedded object, and its description."""
    _describe(slide, shape)
    data = shape.element.find(f"{A}graphic/{A}graphicData")
    frame = read_frame(shape.element.find(P + "xfrm"))
    if frame is None or not (frame.width or frame.height):
        holder = read_holder(shape.element)
        frame = holder and deck.layouts.inherited(slide.part, holder).frame
    box = None if frame is None else frame.box(shape.outer)
    for content in () if data is None else choices(data):
        pieces: list[Piece] = []
        if content.tag == A + "tbl":
            pieces = list(table_pieces(content, frame, shape.outer, deck.tables.number()))
        elif content.tag in (C + "chart", CX + "chart"):
            pieces = _chart(deck, slide, _called(shape), _target(relations, content, "id"), box)
        elif content.tag == DGM + "relIds":
            pieces = _diagram(deck, _target(relations, content, "dm"), relations, (frame, shape.outer, box))
        elif content.tag == P + "oleObj" and not shape.hidden and frame is not None:
            fill = next(content.iter(P + "blipFill"), content)
            _hang(deck, slide, Hung(fill, frame, shape.outer), content.get("progId") or "")
        deck.tables.charge(len(pieces))
        if pieces:
            shown = tuple(piece._replace(doubtful=True) for piece in pieces) if shape.hidden else tuple(pieces)
            slide.units.append(Unit(shown, box))


def _target(relations: dict[str, Relation], element: Element, name: str) -> str:
    relation = relations.get(element.get(R + name, ""))
    if relation is None:
        message = "it refers to a part that isn't there"
        raise ReadError(message, "corrupt")
    return relation.target


def _chart(deck: Deck, slide: Slide, called: str, part: str, box: BBox | None) -> list[Piece]:
    root = deck.package.xml(part)
    chart: Chart = read_chart_ex(root) if root.tag == CX + "chartSpace" else read_chart(root)
    pieces = list(chart_pieces(chart, box, deck.tables.count))
    deck.tables.count += len(chart.grids)
    deck.warnings += (f"slide {slide.number}: {called}: {doubt}" for doubt in chart.doubts)

    def drawn() -> None:
        for drawing in deck.package.related(part, "chartUserShapes"):
            pieces.extend(drawn_on_chart(deck.package.xml(drawing), box))

    _guarded(deck, slide, f"what is drawn on {called}", drawn)
    return pieces


def _diagram(
    deck: Deck, part: str, relations: dict[str, Relation], place: tuple[Frame | None, Matrix, BBox | None]
) -> list[Piece]:
    data = deck.package.xml(part)
    link = next(data.iter(DSP + "dataModelExt"), None)
    drawn = None if link is None else relations.get(link.get("relId", ""))
    drawing = deck.package.xml(drawn.target) if drawn is not None and drawn.target in deck.package else None
    return list(diagram_pieces(data, drawing, *place))


def _read_notes(deck: Deck, slide: Slide, part: str) -> None:
    tree = deck.package.xml(part).find(f"{P}cSld/{P}spTree")
    for shape in () if tree is None else _shapes(tree, Matrix(), hidden=False):
        holder = read_holder(shape.element)
        if holder is None or holder.kind not in NOT_NOTES:
            slide.notes += _notes(paragraphs(shape.element.find(P + "txBody")))


def _read_comments(deck: Deck, slide: Slide, part: str) -> None:
    """Comments of both kinds: `p:cm/p:text` and, since Office 2021, a body of paragraphs."""
    root = deck.package.xml(part)
    for comment in root.iter(P + "text"):
        if text := tidy((comment.text or "").replace("\n", " ")):
            slide.notes.append(Piece(BlockKind.NOTE, text, reader=Reader.NOTES))
    slide.notes += _notes(list(root.iter(A + "p")))


def _notes(items: list[Element]) -> list[Piece]:
    texts = (paragraph_text(item) for item in items)
    return [Piece(BlockKind.NOTE, text, reader=Reader.NOTES) for text in texts if text]
