"""The error bars of a series: how far each reaches, as far as the file holds that as numbers.

What they stand for (an interval, a standard error ...) no chart says; the texts around it may.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from lxml.etree import _Element as Element

from slideextract.readers.chart_labels import C, setting
from slideextract.readers.chart_points import Point, points
from slideextract.readers.number_format import number

MINUS = "\u2212"
EXTRA = 2  # decimals that a length may add to its point's; what lies beyond is arithmetic: 62.4 and 1.96 x 4.17
COMPUTED = frozenset({"stdErr", "stdDev"})  # of the points that are plotted, not of the patients behind each

Shown = Callable[[int, str], str | None]  # a number as the chart displays the point of an index


class Reach(NamedTuple):
    """The lengths of one error bar below and above its point; None where it has no such side."""

    minus: Decimal | None
    plus: Decimal | None


def error_cells(bars: Element, values: Mapping[int, Point], width: int, shown: Shown) -> tuple[str | None, ...] | None:
    """What error bars show at each point, `[54.2 ; 70.5] −8.2/+8.1`: where they end and how long they are.

    Args:
        bars: the `c:errBars`.
        values: the points of the series.
        width: how many cells are wanted.
        shown: displays a number like the point of an index.

    Returns:
        The cells, None where there is no bar; or None for bars that the program computes of the plotted points
        themselves, which say nothing of the participants behind each point.
    """
    if setting(bars, "errValType") in COMPUTED:
        return None
    lengths = {side: points(bars.find(C + side)) for side in ("minus", "plus")}
    cells = {i: _cell(number(text), _reach(bars, lengths, i, text), i, shown) for i, (text, _) in values.items()}
    return tuple(cells.get(i) for i in range(width))


def _reach(bars: Element, lengths: Mapping[str, Mapping[int, Point]], index: int, text: str) -> Reach:
    kind, sides = setting(bars, "errValType"), setting(bars, "errBarType") or "both"
    if kind == "cust":
        both = [number(lengths[side].get(index, ("", ""))[0]) for side in ("minus", "plus")]
    else:
        length, value = number(setting(bars, "val")), number(text)
        if kind == "percentage":
            length = None if length is None or value is None else abs(value) * length / 100
        both = [length, length]
    minus, plus = (None if one is None else abs(one) for one in both)
    return Reach(None if sides == "plus" else minus, None if sides == "minus" else plus)


def _cell(value: Decimal | None, reach: Reach, index: int, shown: Shown) -> str | None:
    if value is None or not (reach.minus or reach.plus):
        return None
    signed = zip((MINUS, "+"), reach, strict=True)
    lengths = [
        sign + one.lstrip("-") for sign, at in signed if at is not None and (one := _said(value, at, index, shown))
    ]
    text = "/".join(lengths)
    if reach.minus is None or reach.plus is None:
        return text
    ends = (value - _rounded(value, reach.minus), value + _rounded(value, reach.plus))
    lower, upper = (shown(index, f"{end:f}") for end in ends)
    return f"[{lower} ; {upper}] {text}" if lower and upper else text


def _said(value: Decimal, length: Decimal, index: int, shown: Shown) -> str | None:
    return shown(index, f"{_rounded(value, length):f}")


def _rounded(value: Decimal, length: Decimal) -> Decimal:
    """A length with at most `EXTRA` decimals more than its point."""
    most = _decimals(value) + EXTRA
    return length if _decimals(length) <= most else length.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
