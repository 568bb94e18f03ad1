"""Numbers at risk under a curve that were read as a table: an axis of times over rows of falling counts."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from slideextract.assemble.reading import Read
from slideextract.assemble.tables.grid import Grid

MIN_TIMES = 4  # of an axis; three even steps may be chance


def is_at_risk(grid: Grid) -> bool:
    """Whether a row of even steps, "0 6 12 18", stands over rows of whole numbers that never grow."""
    rows = [[read for _, read in grid.data(row)] for row in range(grid.rows)]
    counted = [numbers for row in rows if len(row) >= MIN_TIMES and (numbers := _numbers(row))]
    if len(counted) < 2 or sum(len(row) >= MIN_TIMES for row in rows) > len(counted):  # noqa: PLR2004 - axis and a row
        return False
    axis, *arms = counted
    steps = {b - a for a, b in pairwise(axis)}
    return len(steps) == 1 and min(steps) > 0 and all(_falls(numbers) for numbers in arms)


def _numbers(row: Sequence[Read]) -> list[Decimal]:
    """The figures of a row that holds bare numbers only."""
    found: list[Decimal] = []
    for read in row:
        value = read.mentions[0].values.get("value") if len(read.tokens) == 1 and 0 in read.mentions else None
        if not isinstance(value, Decimal) or read.mentions[0].kind not in {"number", "time"}:
            return []
        found.append(value)
    return found


def _falls(numbers: Sequence[Decimal]) -> bool:
    return all(a >= b for a, b in pairwise(numbers)) and all(n % 1 == 0 for n in numbers)
