"""Studies side by side in one table: a column, or a row, for each, under an acronym or a citation.

"ASCLEPIOS I (N=927) | ASCLEPIOS II (N=955)" and "Martin P ¹ | Durand L ²" head columns of different trials: the
cells under each belong to a frame of their own, with the row labels for all.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import regex

from slideextract.assemble.arms import Arm
from slideextract.assemble.frames import Frame
from slideextract.assemble.header_rules import says
from slideextract.assemble.reading import Read
from slideextract.assemble.sizes import SIZE_HEAD
from slideextract.assemble.trial_names import find_names, fold_name
from slideextract.document import Cell
from slideextract.mentions import Mention

YEAR = r"\(?(?:19|20)\d{2}\)?"
MARK = r"[\d¹²³⁴⁵⁶⁷⁸⁹⁰^*†‡]+"
AL = r",?\s+et\s+al\.?"
CITATION = regex.compile(  # "Martin P ¹", "Durand et al. 2025", "Wu⁴": a name alone may be anything
    rf"[A-Z][\w'’-]*\p{{L}}(?:\s+[A-Z]{{1,2}}\.?(?:{AL})?|{AL}|,?\s+{YEAR}|\s?(?=[¹²³⁴⁵⁶⁷⁸⁹]))\s*(?:,?\s*{YEAR})?\s*(?:{MARK})?"
)
NAMED = regex.compile(r"(?P<name>[A-Z][\w-]{2,}(?:\s(?:I{1,3}|IV|\d{1,4}))?)(?!\w)")
Head = tuple[str, int, int]  # an acronym and its place
NUMBERED = regex.compile(r"\s(?:I{1,3}|IV)$|[- ]\d{1,4}$")
SIZED = regex.compile(r"\(\s*[nN]\s?=\s?\d")
PRODUCT = regex.compile(
    r"(?:produits?|products?|traitements?|treatments?|drugs?|médicaments?|interventions?)", regex.IGNORECASE
)
PAIR = 2  # studies; one alone is the trial of the slide


@dataclass(slots=True)
class Study:
    """One study of a table: the cells that are its own, and those that it shares.

    Attributes:
        name: its acronym, where one heads it.
        product: the cell that names what all of its participants received.
        size: how many they were.
    """

    name: tuple[str, int, int] | None
    own: list[Read] = field(default_factory=list)
    shared: list[Read] = field(default_factory=list)
    product: Read | None = None
    size: Mention | None = None

    @property
    def registry_ids(self) -> list[str]:
        """The registry numbers that its cells print."""
        found = (m for read in self.own for m in read.mentions.values() if m.kind == "registry")
        return [str(mention.values["value"]) for mention in found]

    def arm(self, text: str) -> Arm | None:
        """The product as an arm, with all that its cell says."""
        if self.product is None:
            return None
        start, end = self.product.line.span
        drugs = tuple(dict.fromkeys(name for names in self.product.drugs.values() for name in names))
        return Arm(0, len(self.product.tokens), start, end, " ".join(text[start:end].split()), drugs)


def studies(reads: Sequence[Read], text: str, known: Collection[str] = ()) -> list[Study]:
    """The studies that stand side by side in the tables of one frame; none where a table has one study.

    Args:
        reads: the lines of the frame.
        text: of the document.
        known: folded acronyms of the document's trials, which head columns without more.
    """
    tables: dict[int, list[tuple[Cell, Read]]] = {}
    for read in reads:
        cell = read.line.block.cell
        if cell is not None:
            tables.setdefault(cell.table, []).append((cell, read))
    found: list[Study] = []
    for cells in tables.values():
        found += _along(cells, text, known, across=True) or _along(cells, text, known, across=False)
    return found


def _along(cells: Sequence[tuple[Cell, Read]], text: str, known: Collection[str], *, across: bool) -> list[Study]:
    """The studies of the columns (`across`) or of the rows of one table."""
    heads = _heads(cells, across=across)
    named = [(cell, _name(read, text, known)) for cell, read in heads]
    names = {fold_name(name[0]) for _, name in named if name is not None}
    cited = [cell for cell, read in heads if _is_cited(read, text)]
    if len(names) >= PAIR and all(name is not None for _, name in named):
        return _by_name(named, cells, text, across=across)
    if len(cited) >= PAIR and len(cited) == len(heads) and across:
        return [_study([cell], None, cells, text, across=across) for cell in cited]
    return []


def _is_cited(read: Read, text: str) -> bool:
    """Whether a cell names a study by its author; "Group A" names an arm."""
    said = _text(read, text)
    return not read.drugs and CITATION.fullmatch(said) is not None and says("arm_letter", said) is None


def _by_name(
    named: Sequence[tuple[Cell, Head | None]], cells: Sequence[tuple[Cell, Read]], text: str, *, across: bool
) -> list[Study]:
    """One study an acronym, with all the columns that it heads."""
    places: dict[str, tuple[Head, list[Cell]]] = {}
    for cell, name in named:
        if name is not None:
            places.setdefault(fold_name(name[0]), (name, []))[1].append(cell)
    return [_study(own, name, cells, text, across=across) for name, own in places.values()]


def _heads(cells: Sequence[tuple[Cell, Read]], *, across: bool) -> list[tuple[Cell, Read]]:
    """The first row (or the first column) of which more than one cell heads something."""
    if not across:
        return [(cell, read) for cell, read in cells if cell.column == 0 and cell.row > 0]
    for row in sorted({cell.row for cell, _ in cells}):
        found = [(cell, read) for cell, read in cells if cell.row == row and cell.column > 0]
        if len(found) >= PAIR:
            return found
    return []


def _text(read: Read, text: str) -> str:
    return " ".join(text[read.line.span.start : read.line.span.end].split())


def _name(read: Read, text: str, known: Collection[str]) -> Head | None:
    """The trial that heads a column: an acronym beside its size, a roman number or a year."""
    start, end = read.line.span
    found = find_names(text[start:end], start, title=True)
    if len(found) != 1:
        first = NAMED.match(text[start:end])
        told_of = first is not None and fold_name(first["name"]) in known
        return (first["name"], start, start + first.end("name")) if first is not None and told_of else None
    name = found[0][0]
    told = (
        fold_name(name) in known
        or SIZED.search(text[start:end])
        or regex.search(r"\s(?:I{1,3}|IV)$|[- ]\d{1,4}$", name)
    )
    return found[0] if told else None


def _study(
    places: Sequence[Cell], name: Head | None, cells: Sequence[tuple[Cell, Read]], text: str, *, across: bool
) -> Study:
    study = Study(name)
    spans = [(p.column, p.column_span) if across else (p.row, p.row_span) for p in places]
    labels = {cell.row: _text(read, text) for cell, read in cells if cell.column == 0}
    for cell, read in cells:
        at = cell.column if across else cell.row
        if any(first <= at < first + span for first, span in spans):
            study.own.append(read)
            label = labels.get(cell.row, "")
            if across and PRODUCT.fullmatch(label):
                study.product = read
            elif across and SIZE_HEAD.fullmatch(label):
                study.size = next((m for m in read.mentions.values() if m.kind in {"number", "people", "n"}), None)
    if study.size is None and study.own:  # beside its name: "ORBIT I (N = 927)"
        sizes = [mention for mention in study.own[0].mentions.values() if mention.kind == "n"]
        study.size = sizes[0] if len(sizes) == 1 else None
    study.shared = _labels_of(study, cells, across=across)
    return study


def _labels_of(study: Study, cells: Sequence[tuple[Cell, Read]], *, across: bool) -> list[Read]:
    """The labels that a study shares: not those of lines in which only other studies have something to say."""

    def lines(cell: Cell) -> range:
        return (
            range(cell.row, cell.row + cell.row_span) if across else range(cell.column, cell.column + cell.column_span)
        )

    def labels(cell: Cell) -> bool:
        return (cell.column if across else cell.row) == 0

    mine = {line for cell, read in cells if any(read is own for own in study.own) for line in lines(cell)}
    told = {line for cell, _ in cells if not labels(cell) for line in lines(cell)}
    return [read for cell, read in cells if labels(cell) and not set(lines(cell)) & (told - mine)]


def frame_of(study: Study, frames: Sequence[Frame]) -> Frame:
    """The frame of a study: the one of its acronym, where the document has it, else a new one, not yet numbered."""
    if study.name is None:
        return Frame(0)
    key = fold_name(study.name[0])
    known = next((f for f in frames if f.acronym is not None and fold_name(f.acronym) == key), None)
    return known or Frame(0, acronym=study.name[0], acronym_at=study.name[1:])
