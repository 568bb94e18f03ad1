"""Pairs gold rows with predictions, one to one, so that the total weight is the largest."""

from collections.abc import Iterator, Mapping, Sequence

Pair = tuple[int, int]


def pairs(weights: Mapping[Pair, float]) -> list[Pair]:
    """The pairs (gold, prediction) of the heaviest matching; a pair without a weight can't be chosen."""
    chosen: list[Pair] = []
    for rows, columns in components(weights):
        matrix = [[weights.get((row, column), 0.0) for column in columns] for row in rows]
        found = ((rows[i], columns[j]) for i, j in heaviest(matrix))
        chosen += [pair for pair in found if pair in weights]
    return chosen


def components(weights: Mapping[Pair, float]) -> Iterator[tuple[list[int], list[int]]]:
    """Groups of rows and columns that are joined by pairs: each is a small problem of its own."""
    by_row: dict[int, list[int]] = {}
    by_column: dict[int, list[int]] = {}
    for row, column in sorted(weights):
        by_row.setdefault(row, []).append(column)
        by_column.setdefault(column, []).append(row)
    seen: set[int] = set()
    for start in by_row:
        if start in seen:
            continue
        rows, columns, waiting = {start}, set[int](), [start]
        while waiting:
            for column in by_row[waiting.pop()]:
                columns.add(column)
                fresh = set(by_column[column]) - rows
                rows |= fresh
                waiting += fresh
        seen |= rows
        yield sorted(rows), sorted(columns)


def heaviest(weights: Sequence[Sequence[float]]) -> list[Pair]:
    """The assignment of rows to columns with the largest sum (Kuhn and Munkres, with potentials, O(n³))."""
    if len(weights) > len(weights[0]):
        turned = [list(column) for column in zip(*weights, strict=True)]
        return sorted((row, column) for column, row in heaviest(turned))
    return _Hungarian(weights).solve()


class _Hungarian:
    """Rows and columns are counted from 1; column 0 stands for the row that is being placed."""

    def __init__(self, weights: Sequence[Sequence[float]]) -> None:
        self.weights = weights
        self.rows, self.columns = len(weights), len(weights[0])
        self.row_price = [0.0] * (self.rows + 1)
        self.column_price = [0.0] * (self.columns + 1)
        self.row_of = [0] * (self.columns + 1)

    def solve(self) -> list[Pair]:
        for row in range(1, self.rows + 1):
            self._place(row)
        return sorted((row - 1, column - 1) for column, row in enumerate(self.row_of) if column and row)

    def _slack(self, row: int, column: int) -> float:
        return -self.weights[row - 1][column - 1] - self.row_price[row] - self.column_price[column]

    def _place(self, row: int) -> None:
        """Find the cheapest way to make room for `row`, and move the rows along it."""
        self.row_of[0] = row
        column, came_from = 0, [0] * (self.columns + 1)
        least, used = [float("inf")] * (self.columns + 1), [False] * (self.columns + 1)
        while self.row_of[column]:
            used[column] = True
            for other in range(1, self.columns + 1):
                slack = self._slack(self.row_of[column], other)
                if not used[other] and slack < least[other]:
                    least[other], came_from[other] = slack, column
            column = min((c for c in range(1, self.columns + 1) if not used[c]), key=least.__getitem__)
            self._reprice(least, used, least[column])
        while column:
            self.row_of[column] = self.row_of[came_from[column]]
            column = came_from[column]

    def _reprice(self, least: list[float], used: list[bool], step: float) -> None:
        for column in range(self.columns + 1):
            if used[column]:
                self.row_price[self.row_of[column]] += step
                self.column_price[column] -= step
            else:
                least[column] -= step
