"""Which way a table's arms stand, in its columns or in its rows, and what each column means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from slideextract.assemble.arms import Arm
from slideextract.assemble.header_arms import contrast_of, header_arm, names_arm
from slideextract.assemble.header_rules import says
from slideextract.assemble.headers import Meaning, number_time, read_header
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.reading import Read
from slideextract.assemble.tables.grid import Grid, is_figure
from slideextract.document import Reader
from slideextract.terms import endpoint_id

PAIR = 2
HALF = 0.5  # share of an axis's headers that must name arms for it to be the axis of arms


@dataclass(slots=True)
class Column:
    """One column of data: what its headers say, the nearest first."""

    index: int
    meanings: list[Meaning]
    arm: Arm | None = None
    size: int | None = None

    @property
    def is_effect(self) -> bool:
        """Whether the column holds effects, not values of one arm."""
        return any(meaning.effect for meaning in self.meanings)

    @property
    def qualifies(self) -> bool:
        """Whether the column only qualifies the figures beside it."""
        return bool(self.meanings) and self.meanings[0].qualifies

    @property
    def is_size(self) -> bool:
        """Whether the column prints how many participants stand behind the figures beside it."""
        return bool(self.meanings) and says("size", self.meanings[0].text) is not None

    @property
    def describes(self) -> str | None:
        """Why the column holds no results, if it holds none."""
        return next((meaning.describes for meaning in self.meanings if meaning.describes), None)


@dataclass(slots=True)
class Axes:
    """The columns of a table, and where its arms stand.

    Attributes:
        arms_in: "columns", "rows", or "" when no header names one.
        row_arms: by row, the arm that one of its labels names, when arms stand in rows.
        arm_labels: by row, the label that names its arm.
        size_rows: rows that print how many participants each column has.
        arm_rows: rows whose cells name each column's treatment.
    """

    columns: dict[int, Column]
    arms_in: str = ""
    row_arms: dict[int, Arm] = field(default_factory=dict)
    arm_labels: dict[int, Read] = field(default_factory=dict)
    size_rows: list[int] = field(default_factory=list)
    arm_rows: list[int] = field(default_factory=list)

    def arms(self) -> list[Arm]:
        """The arms of the table in order, each once."""
        found = [c.arm for c in self.columns.values() if c.arm] if self.arms_in == "columns" else self.row_arms.values()
        return list({arm.key: arm for arm in found}.values())


def axes(grid: Grid, inventory: Inventory, text: str) -> Axes:
    """Read the headers of a table and settle where its arms stand."""
    found = Axes(columns_of(grid, text, 0, grid.head_rows))
    _special_rows(grid, found, text)
    by_column = [c for c in found.columns.values() if _may_hold_arm(c)]
    named = [c for c in by_column if _arm_header(c, text, inventory) is not None]
    rows = {row: labels for row in range(grid.head_rows, grid.rows) if (labels := _row_labels(grid, row, found))}
    row_named = {row: label for row, labels in rows.items() if (label := _naming(labels, text, inventory))}
    share_columns = len(named) / max(1, len(by_column))
    share_rows = len(row_named) / max(1, len(rows))
    timed = sum(bool(c.meanings and c.meanings[0].time) for c in by_column) > HALF * len(by_column)
    grouped = bool(found.arm_rows) or (bool(found.size_rows) and not timed and not row_named)
    compared = not named and not row_named and _are_compared(found, by_column)
    if grouped or compared or (share_columns >= HALF and share_columns >= share_rows):
        found.arms_in = "columns"
        _arms_of_columns(grid, found, inventory, text)
    elif share_rows >= HALF:
        found.arms_in = "rows"
        alike = share_rows > HALF or _are_series(grid, rows, row_named)
        facing = _facing(grid, rows, row_named)
        for row, labels in rows.items():
            label = row_named.get(row) or (labels[0] if (alike or row in facing) and _may_be_arm(labels[0]) else None)
            arm = header_arm(label, text, inventory, grid.titles) if label is not None else None
            if label is not None and arm is not None:
                found.row_arms[row], found.arm_labels[row] = arm, label
    _name_contrasts(found)
    _times_of_axis(grid, found)
    return found


def _are_series(grid: Grid, rows: Mapping[int, Sequence[Read]], named: Mapping[int, Read]) -> bool:
    """Whether two rows are the series of a chart, of which one is a control: what it is compared with is an arm too."""
    charted = grid.reads[0].line.block.reader is Reader.CHART
    return charted and len(rows) == PAIR and any(arm.drugs == ("placebo",) for r in named.values() for arm in r.arms)


def _facing(grid: Grid, rows: Mapping[int, Sequence[Read]], named: Mapping[int, Read]) -> set[int]:
    """Rows that stand alone beside a control between two sections: what it is compared with is an arm too."""
    blocks: list[list[int]] = [[]]
    for row in range(grid.head_rows, grid.rows):
        if row in rows:
            blocks[-1].append(row)
        elif grid.labels(row) and not grid.data(row):
            blocks.append([])
    paired = [block for block in blocks if len(block) == PAIR and sum(row in named for row in block) == 1]
    return {row for block in paired for row in block if row not in named}


def _may_be_arm(label: Read) -> bool:
    """Whether the label of a row among those of arms may name one: no comparison, no "Group × time"."""
    said = " ".join(token.text for token in label.tokens)
    return not any(token.has("versus") for token in label.tokens) and says("not_arm", said) is None


def _name_contrasts(found: Axes) -> None:
    """A header of effects or p that sets two things side by side compares the arms of the columns that it calls so."""
    arms = found.arms()
    for column in found.columns.values():
        near = column.meanings[0] if column.meanings else None
        if near is not None and near.contrast is None and (near.effect or near.is_p):
            near.contrast = contrast_of(near.text, arms)


def _are_compared(found: Axes, by_column: Sequence[Column]) -> bool:
    """Whether an effect or p column compares the plainly named columns beside it, which so are arms."""
    told = any(c.is_effect or (c.meanings and c.meanings[0].is_p) for c in found.columns.values())
    return told and len(by_column) >= PAIR and all(plain_header(column) is not None for column in by_column)


def _naming(labels: Sequence[Read], text: str, inventory: Inventory) -> Read | None:
    """The label that names an arm, the innermost one."""
    return next((label for label in labels if names_arm(label, text, inventory)), None)


def columns_of(grid: Grid, text: str, first: int, last: int) -> dict[int, Column]:
    """The data columns under the header rows from `first` to before `last`."""
    found: dict[int, Column] = {}
    for index in range(grid.head_columns, grid.columns):
        meanings = [read_header(read, text) for read in reversed(grid.heads(index, first, last))]
        found[index] = Column(index, meanings)
    return found


def _may_hold_arm(column: Column) -> bool:
    """Whether the figures of a column could be those of one arm."""
    if not column.meanings or says("not_arm", column.meanings[0].text) or _compares(column.meanings[0]):
        return False
    qualified = any(meaning.is_p for meaning in column.meanings)  # "(ANOVA)" under "p"
    return not (qualified or column.qualifies or column.is_effect or column.describes)


def _compares(meaning: Meaning) -> bool:
    return meaning.read is not None and any(token.has("versus") for token in meaning.read.tokens)


def _arm_header(column: Column, text: str, inventory: Inventory) -> Read | None:
    """The header over a column that names an arm, the nearest one."""
    return next((m.read for m in column.meanings if m.read and names_arm(m.read, text, inventory)), None)


def _beside(column: Column, named: Sequence[Column], text: str, inventory: Inventory) -> Read | None:
    """The header of a column in the row of those that name arms, as wide as they are: it names one too."""
    reads = [read for one in named if (read := _arm_header(one, text, inventory)) is not None]
    places = {(cell.row, cell.column_span) for read in reads if (cell := read.line.block.cell)}
    for meaning in column.meanings:
        cell = meaning.read.line.block.cell if meaning.read is not None else None
        if cell is None or (cell.row, cell.column_span) not in places or _says_how(meaning) or meaning.time is not None:
            continue
        known = meaning.endpoint is not None and endpoint_id(meaning.endpoint.text) is not None
        if not known and meaning.describes is None and says("not_arm", meaning.text) is None:
            return meaning.read
    return None


def _row_labels(grid: Grid, row: int, found: Axes) -> list[Read]:
    """The labels of a row that holds figures, the innermost first."""
    if row in found.size_rows or row in found.arm_rows or not any(is_figure(read) for _, read in grid.data(row)):
        return []
    return [read for read in grid.labels(row)[::-1] if not _is_beside(" ".join(t.text for t in read.tokens))]


def _is_beside(label: str) -> bool:
    """Whether a row only stands beside those of values: participants at risk, the lengths of error bars."""
    return bool(says("at_risk", label) or says("error_bar", label))


def _special_rows(grid: Grid, found: Axes, text: str) -> None:
    """Rows of sizes, and rows that name each column's treatment."""
    for row in range(grid.head_rows, grid.rows):
        labels, data = grid.labels(row), grid.data(row)
        if not labels or not data:
            continue
        label = text[labels[-1].line.span.start : labels[-1].line.span.end]
        whole = [value for _, read in data if (value := lone_size(read)) is not None]
        if says("size", label) and len(whole) == len(data):
            found.size_rows.append(row)
        elif says("arm_row", label) and not any(is_figure(read) for _, read in data):
            found.arm_rows.append(row)


def lone_size(read: Read) -> int | None:
    """The participants that a cell of a size row prints: "151", "n=151"."""
    if len(read.mentions) != 1 or len(read.tokens) > 1:
        return None
    mention = next(iter(read.mentions.values()))
    value = mention.values.get("value")
    if mention.kind not in {"number", "n", "people", "year"} or not isinstance(value, Decimal) or value % 1:
        return None
    return int(value)


def _arms_of_columns(grid: Grid, found: Axes, inventory: Inventory, text: str) -> None:
    named = [c for c in found.columns.values() if _may_hold_arm(c) and _arm_header(c, text, inventory)]
    for column in found.columns.values():
        if not _may_hold_arm(column) and not found.arm_rows:
            continue
        reads = [read for row in found.arm_rows if (read := grid.cell(row, column.index))]
        told = _arm_header(column, text, inventory) or _beside(column, named, text, inventory)
        reads += [read for read in (told, plain_header(column)) if read]
        outer = column.meanings[1].read if len(column.meanings) > 1 else None
        arms = (header_arm(read, text, inventory, grid.titles, outer) for read in reads)
        column.arm = next((arm for arm in arms if arm), None)
        column.size = next((m.size for m in column.meanings if m.size), None)
        for row in found.size_rows:
            read = grid.cell(row, column.index)
            column.size = (lone_size(read) if read is not None else None) or column.size


def plain_header(column: Column) -> Read | None:
    """The nearest header that says more than how many or how, where it could be a name as those beside it are."""
    near = next((meaning for meaning in column.meanings if not _says_how(meaning)), None)
    if near is None or near.time is not None or near.endpoint is None or near.statistic or near.layout:
        return None
    if _compares(near) or says("not_arm", near.text):
        return None
    return near.read


def _says_how(meaning: Meaning) -> bool:
    """Whether a header only says how many, or which statistic: "(n = 151)", "Mean", "SD", "%"."""
    if meaning.endpoint is not None or meaning.time is not None or meaning.is_p or meaning.is_ci:
        return False
    return bool(meaning.size or meaning.statistic or meaning.spread or meaning.layout or meaning.percent)


def _times_of_axis(grid: Grid, found: Axes) -> None:
    """Bare numbers in the header are timepoints where a caption or corner gives their unit: "Weeks"."""
    bare = [c for c in found.columns.values() if c.meanings and c.meanings[0].read and _is_bare(c.meanings[0].read)]
    if not bare or len(bare) < len(found.columns):
        return
    corner = [read for row in range(grid.head_rows) for read in grid.labels(row)]
    said = [" ".join(token.text for token in read.tokens) for read in (*corner, *grid.titles)]
    unit = next((value for one in said if (value := says("time_unit", one))), None)
    for column in bare:
        near = column.meanings[0]
        near.time = number_time(near.read, unit) if unit is not None and near.read is not None else None
        near.describes = None if near.time is not None else "a point of an axis that nothing names"


def _is_bare(read: Read) -> bool:
    return len(read.tokens) == 1 and [m.kind for m in read.mentions.values()] == ["number"]
