"""Runs on a page as the rows of a table: lines by baseline, and cells that stand between two lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from slideextract.geometry import overlap
from slideextract.readers.lines import Run
from slideextract.readers.tables import LEVEL, is_value

TIME = re.compile(
    r"\d{1,3}(?:[.,]\d)?\s?(?:days?|weeks?|months?|years?|hours?|h|jours?|semaines?|mois|ans?|heures?)", re.IGNORECASE
)
WRAPPED = 1.4  # font sizes between the lines of one cell
TIGHT = 1.0  # font sizes; lines that are nearer stand in different columns: a cell is centred beside two lines


@dataclass(slots=True)
class Row:
    """Runs on one baseline from the left, or those of a row whose cells have several lines.

    Attributes:
        between: cells that stand halfway between this row and the next, as those do that span both.
    """

    runs: list[Run]
    baseline: float
    size: float
    between: list[Run] = field(default_factory=list)

    @property
    def has_values(self) -> bool:
        """Whether a value stands behind something; a row of times only is a header: "12 months", "24 months"."""
        values = len(self.runs) > 1 and any(is_value(run.text) for run in self.runs[1:])
        return values and not all(TIME.fullmatch(run.text) for run in self.runs)


def read_rows(runs: Sequence[Run]) -> list[Row]:
    """Runs by baseline, from the top."""
    rows: list[Row] = []
    for run in sorted(runs, key=lambda r: (r.baseline, r.box.x0)):
        if rows and abs(run.baseline - rows[-1].baseline) <= LEVEL * min(run.size, rows[-1].size):
            rows[-1].runs.append(run)
        else:
            rows.append(Row([run], run.baseline, run.size))
    for row in rows:
        row.runs.sort(key=lambda r: r.box.x0)
    return rows


def wraps(upper: Row, lower: Row) -> bool:
    """Whether two lines are as near as those of one cell."""
    return lower.baseline - upper.baseline <= WRAPPED * max(upper.size, lower.size)


def settled(lines: Sequence[Row]) -> list[Row]:
    """The lines of a table with those joined that are one row, and centred cells set between the rows that they span.

    Where cells are centred, one of a single line stands halfway beside two lines: those of a cell of the same row, or
    two rows that it spans.
    """
    rows: list[Row] = []
    index = 0
    while index < len(lines):
        upper, rest = lines[index], lines[index + 1 : index + 3]
        if len(rest) == 2 and _is_tight(upper, rest[0]) and _is_tight(*rest):  # noqa: PLR2004 - the middle, the lower
            middle, lower = rest
            if _is_next_line(upper, lower):
                rows.append(_one(upper, middle, lower))
                index += 3
                continue
            if _is_beside(upper, middle) and _is_beside(lower, middle):
                rows.append(Row(upper.runs, upper.baseline, upper.size, middle.runs))
                index += 2
                continue
        if rest and _is_tight(upper, rest[0]) and _is_beside(upper, rest[0]):
            rows.append(_one(upper, rest[0]))
            index += 2
            continue
        rows.append(upper)
        index += 1
    return rows


def _is_tight(upper: Row, lower: Row) -> bool:
    return lower.baseline - upper.baseline < TIGHT * min(upper.size, lower.size)


def _is_beside(row: Row, other: Row) -> bool:
    """Whether the texts of two lines stand in different columns."""
    return not any(_shares(run, beside) for run in row.runs for beside in other.runs)


def _is_next_line(upper: Row, lower: Row) -> bool:
    """Whether a line goes on with the cells of the one above: each of its texts under one there, and no new values."""
    if not wraps(upper, lower):
        return False
    over = [[run for run in upper.runs if _shares(run, below)] for below in lower.runs]
    alone = all(sum(_shares(run, below) for below in lower.runs) < 2 for run in upper.runs)  # noqa: PLR2004 - two
    new = all(is_value(run.text) and not _is_aside(run.text) for run in lower.runs)
    return all(len(runs) == 1 for runs in over) and alone and not new


def _is_aside(value: str) -> bool:
    """Whether a value stands in brackets that the line above may have opened: "(16.3)", "2373)"."""
    return value.startswith(("(", "[")) or value.count(")") > value.count("(")


def _shares(one: Run, other: Run) -> bool:
    return overlap((one.box.x0, one.box.x1), (other.box.x0, other.box.x1)) > 0


def _one(*lines: Row) -> Row:
    runs = sorted((run for line in lines for run in line.runs), key=lambda r: r.box.x0)
    middle = lines[len(lines) // 2]
    return Row(runs, middle.baseline, middle.size)
