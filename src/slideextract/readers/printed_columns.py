"""Where the columns of a printed table stand, and which of them each header is for."""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from slideextract.geometry import overlap

Edges = tuple[float, float]

ROOM = 0.35  # of a column's pitch that a header may be off the middle of its columns; with more it isn't theirs
LEFT_OUT = 0.3  # of a column's pitch: what leaving a column without a header costs in the choice
MAX_HEADERS = 6  # of a row that is matched by trying; more were never seen over columns of a table


def stacked(rows: Iterable[Sequence[Edges]]) -> list[list[Edges]]:
    """Texts of rows by column; a text over several columns that stand apart in one row belongs to none.

    Args:
        rows: the edges of the texts of each row.
    """
    columns: list[list[tuple[int, Edges]]] = []
    for number, row in enumerate(sorted(rows, key=len, reverse=True)):
        for edges in row:
            under = [column for column in columns if any(overlap(edges, other) > 0 for _, other in column)]
            if len(under) > 1 and _are_apart(under):
                continue
            columns = [column for column in columns if all(column is not one for one in under)]
            columns.append([*(entry for column in under for entry in column), (number, edges)])
    texts = [[edges for _, edges in column] for column in columns]
    return sorted(texts, key=min)


def _are_apart(columns: Sequence[Sequence[tuple[int, Edges]]]) -> bool:
    """Whether some row has a text in more than one of them."""
    rows = [{number for number, _ in column} for column in columns]
    return any(one & other for one, other in combinations(rows, 2))


def around(column: Sequence[Edges]) -> Edges:
    """The left and right edge of a column."""
    return min(start for start, _ in column), max(end for _, end in column)


def place(edges: Edges, columns: Sequence[Edges]) -> tuple[int, int]:
    """The first and last column that a text stands in."""
    shared = [overlap(edges, column) for column in columns]
    under = [i for i, size in enumerate(shared) if size > 0]
    if under:
        return under[0], under[-1]
    best = max(range(len(columns)), key=lambda i: shared[i])
    return best, best


def cell_span(edges: Edges, columns: Sequence[Edges], names: int) -> tuple[int, int]:
    """The columns of a text: those that it stands over, or those around whose middle it stands alone.

    Args:
        edges: of the text.
        columns: of the table.
        names: how many of them, from the left, hold names.
    """
    if not any(overlap(edges, column) > 0 for column in columns) and edges[0] > columns[names][0]:
        found = spread([edges], columns[names:])
        if found is not None:
            return found[0][0] + names, found[0][1] + names
    return place(edges, columns)


def header_spans(
    headers: Sequence[Edges], below: int, columns: Sequence[Edges], taken: Collection[int]
) -> list[tuple[int, int]]:
    """The columns of each header of a row, which are several where the row below has more headers.

    Args:
        headers: their edges.
        below: how many headers the row below has; 0 where that holds values.
        columns: of the table.
        taken: columns that none of the headers is for: those of names, and of cells that span both rows.
    """
    spans = [place(edges, columns) for edges in headers]
    if below <= len(headers):
        return spans
    over = [number for number, span in enumerate(spans) if span[1] not in taken]
    free = [index for index in range(len(columns)) if index not in taken]
    matched = spread([headers[number] for number in over], [columns[index] for index in free])
    for number, (first, last) in zip(over, matched or (), strict=False):
        spans[number] = free[first], free[last]
    return spans


def spread(headers: Sequence[Edges], columns: Sequence[Edges]) -> list[tuple[int, int]] | None:
    """The first and last column that each header of a row is for; None where they don't stand over the middle of any.

    Headers are fewer than the columns: each stands over the middle, or at the left, of those that it is for.

    Args:
        headers: their edges, from the left.
        columns: that they may be for.
    """
    if not headers or len(headers) > min(MAX_HEADERS, len(columns)) or len(columns) < 2:  # noqa: PLR2004 - one is none
        return None
    pitch = (columns[-1][1] - columns[0][0]) / len(columns)
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}  # by the first free column
    for header in headers:
        after: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for free, (cost, spans) in best.items():
            for first in range(free, len(columns)):
                for last in range(first, len(columns)):
                    off = _off(header, columns[first], columns[last]) / pitch
                    total = cost + off + LEFT_OUT * (first - free)
                    if off <= ROOM and (last + 1 not in after or total < after[last + 1][0]):
                        after[last + 1] = total, [*spans, (first, last)]
        best = after
    ends = [(cost + LEFT_OUT * (len(columns) - end), spans) for end, (cost, spans) in best.items()]
    return min(ends, default=(0.0, None))[1]


def _off(header: Edges, first: Edges, last: Edges) -> float:
    """How far a header is off the middle of columns, or off their left edge."""
    middle = abs(sum(header) - first[0] - last[1]) / 2
    return min(middle, abs(header[0] - first[0]))
