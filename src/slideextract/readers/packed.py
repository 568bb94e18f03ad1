"""Rows of a table whose merged cells a converter dropped, so that the rest of the row moved to the left.

A cell over three columns is printed once, and the two blanks that it leaves stand at the end of the row; under a label
that spans two rows, the second row begins one column too far left.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

Content = TypeVar("Content")
MAX_HEADS = 3  # rows of headers that are spread; more are sections
STATISTIC = re.compile(  # a header that heads figures, and no column of labels
    r"\W*(?:n|no\.?|nb|%|means?|moyennes?|medians?|médianes?|sd|se|et|ds)\W*", re.IGNORECASE
)


class Placed(NamedTuple, Generic[Content]):
    """A cell with its column and span."""

    content: Content
    column: int
    wide: int = 1


Row = list[Placed[Content]]


def unpacked(
    rows: Sequence[Row[Content]], width: int, is_figure: Callable[[Content], bool], key: Callable[[Content], str]
) -> list[Row[Content]]:
    """The rows with their cells where they were before merged ones were dropped.

    Args:
        rows: the cells that print something, from the left.
        width: columns of the table.
        is_figure: whether a cell holds a figure.
        key: the text of a cell.
    """
    body = next((i for i, row in enumerate(rows) if _is_body(row, is_figure, first=not i)), 0)
    labels = _labels(rows[body:], width, is_figure)
    moved = {number: by for number, row in enumerate(rows[body:]) if (by := _shift(row, width, labels, is_figure))}
    repeated = Counter(key(rows[body + number][0].content) for number in moved)
    told = []
    for number, row in enumerate(rows[body:]):
        by = moved.get(number, 0)
        alone = bool(row) and repeated[key(row[0].content)] > 1  # "Post-test" under the name of each test
        told.append(_moved(row, by, spanning=not alone) if by else list(row))
    return [*_spread_heads(rows[:body], width, labels, key), *told]


def _is_body(row: Row[Content], is_figure: Callable[[Content], bool], *, first: bool) -> bool:
    """Whether a row holds figures, or names the first section."""
    return any(is_figure(cell.content) for cell in row[1:]) or (len(row) == 1 and not first)


def _missing(row: Row[Content], width: int) -> int:
    """Blanks at the end of a row that has none inside."""
    return width - 1 - row[-1].column if row and len(row) == row[-1].column - row[0].column + 1 else 0


def _labels(rows: Sequence[Row[Content]], width: int, is_figure: Callable[[Content], bool]) -> int:
    """How many columns at the left hold names in the rows that miss no cell."""
    full = [row for row in rows if row and row[-1].column == width - 1]
    counts = [column for row in full if (column := _first_figure(row, is_figure)) is not None]
    named = {cell.column for row in rows for cell in row if not is_figure(cell.content)}
    first = min(counts, default=1)
    return next((column for column in range(1, first) if column not in named), first)


def _first_figure(row: Row[Content], is_figure: Callable[[Content], bool]) -> int | None:
    return next((cell.column for cell in row if is_figure(cell.content)), None)


def _shift(row: Row[Content], width: int, labels: int, is_figure: Callable[[Content], bool]) -> int:
    """By how many columns the figures of a row stand too far left: its names are fewer than those of other rows."""
    first = _first_figure(row, is_figure)
    by = labels - first if first and not row[0].column else 0
    return by if 0 < by <= _missing(row, width) else 0


def _moved(row: Row[Content], by: int, *, spanning: bool) -> Row[Content]:
    """A row farther right; its first cell spans the columns in between, or is farther right as well."""
    moved = [Placed(cell.content, cell.column + by, cell.wide) for cell in row]
    return [Placed(row[0].content, 0, by + 1), *moved[1:]] if spanning and not row[0].column else moved


# -- headers ---------------------------------------------------------------------------------------------------------


def _spread_heads(
    heads: Sequence[Row[Content]], width: int, labels: int, key: Callable[[Content], str]
) -> list[Row[Content]]:
    """Header rows from the last one up, each over the columns of the one below."""
    if labels > 1 and heads and all(_missing(row, width) == labels - 1 for row in heads):
        return [_moved(row, labels - 1, spanning=True) for row in heads]
    packed = any(_missing(row, width) for row in heads[:-1] or heads)
    if not packed or not all(heads) or len(heads) > MAX_HEADS:
        return list(heads)
    *uppers, last = _under_label(heads, width, key)
    found: list[Row[Content]] = [last]
    for printed, upper in zip(reversed(heads[:-1]), reversed(uppers), strict=True):
        level = found[0] is last and _is_level(printed, heads[-1], width, key)
        spread = (upper, found[0]) if level else _over(upper, found[0], width, key)
        if spread is None:
            return list(heads)
        found[:1] = list(spread)
    return found


def _is_level(upper: Row[Content], lower: Row[Content], width: int, key: Callable[[Content], str]) -> bool:
    """Whether the headers of two rows stand one over one: sizes under arms, not two weeks under each of two arms."""
    if _columns(upper) != _columns(lower):
        return False
    return not _missing(lower, width) or not _repeats(lower, key) or _repeats(upper, key)


def _repeats(row: Row[Content], key: Callable[[Content], str]) -> bool:
    texts = [key(cell.content) for cell in row if cell.column]
    return len(set(texts)) < len(texts)


def _columns(row: Row[Content]) -> list[int]:
    return [cell.column for cell in row if cell.column]


def _under_label(heads: Sequence[Row[Content]], width: int, key: Callable[[Content], str]) -> list[Row[Content]]:
    """The header rows, the last ones one column to the right where the label above them, or a blank one, spans them."""
    last = heads[-1]
    if last[0].column or last[-1].column == width - 1:
        return list(heads)
    first = key(last[0].content)
    comes_again = any(key(cell.content) == first for cell in last[1:])  # "Mean, SD, Mean, SD": no label
    if not comes_again and not (heads[0][0].column == 0 and len(heads) > 1) and not STATISTIC.fullmatch(first):
        return list(heads)
    level = [bool(row) and not row[0].column and _columns(row) == _columns(last) for row in heads]
    return [_moved(row, 1, spanning=False) if own else list(row) for own, row in zip(level, heads, strict=True)]


def _over(
    upper: Row[Content], lower: Row[Content], width: int, key: Callable[[Content], str]
) -> tuple[Row[Content], Row[Content]] | None:
    """The headers of a row over those of the next, and that row with its cells under them.

    Headers that span come before those that don't, as arms come before their difference and p.
    """
    units = [cell for cell in lower if cell.column]
    labelled = upper[0].column == 0 and len(units) == len(lower)
    names = upper[1:] if labelled else upper
    own = width - 1 - sum(cell.wide for cell in units)  # columns that only the upper row names
    spanning = len(names) - own
    size = _group(units, spanning, key) if spanning > 0 else 0
    if not size or spanning * size > len(units):
        return None
    found: Row[Content] = [upper[0]] if labelled else []
    moved = [cell for cell in lower if not cell.column]
    column = 1
    for index, name in enumerate(names):
        inside = units[index * size : (index + 1) * size] if index < spanning else []
        wide = sum(cell.wide for cell in inside) or 1
        found.append(Placed(name.content, column, wide))
        for cell in inside:
            moved.append(Placed(cell.content, column, cell.wide))
            column += cell.wide
        column += 0 if inside else 1
    return found, [*moved, *(cell for cell in units[spanning * size :])]


def _group(units: Sequence[Placed[Content]], groups: int, key: Callable[[Content], str]) -> int:
    """How many headers stand under each of the groups: as many, or those that come again under the next."""
    if len(units) % groups == 0:
        return len(units) // groups
    texts = [key(cell.content) for cell in units]
    for size in range(len(units) // groups, 1, -1):
        blocks = {tuple(texts[i * size : (i + 1) * size]) for i in range(groups)}
        if groups > 1 and len(blocks) == 1:
            return size
    return 0
