"""Native charts: the values behind the bars, lines, points and slices, as the chart displays them.

Read from the chart's XML and its cache, never from the embedded workbook. Any `c:*Chart` will do: bar,
line, area, pie, doughnut, radar, scatter, bubble, stock, surface, 3-D or several combined.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lxml.etree import _Element as Element

from slideextract.readers.chart_labels import C, Datum, Labels, setting
from slideextract.readers.drawing import A, is_on, paragraph_text, tidy
from slideextract.readers.number_format import display, number

MAX_POINTS = 32_000  # points of a series; Excel's own limit for a chart
CACHES = tuple(C + name for name in ("strCache", "numCache", "strLit", "numLit"))
POINT_PLOTS = (C + "scatterChart", C + "bubbleChart")
MINUS = "\u2212"

Point = tuple[str, str]  # text in the cache, number format


@dataclass(frozen=True, slots=True)
class Row:
    """A series: its name and the text of each of its points, None where it has none."""

    name: str
    cells: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Series over the same categories: a table with a header row and a header column."""

    categories: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart prints."""

    title: str
    captions: tuple[str, ...]  # titles of its axes
    grids: tuple[Grid, ...]


def read_chart(root: Element) -> Chart:
    """The chart of a `c:chartSpace`.

    Raises:
        ValueError: the part holds no chart, or a point beyond `MAX_POINTS`.
    """
    area = root.find(f"{C}chart/{C}plotArea")
    if area is None:
        message = "no plot area"
        raise ValueError(message)
    title = rich_text(root.find(f"{C}chart/{C}title"))
    captions = tuple(
        text
        for axis in area
        if isinstance(axis.tag, str) and axis.tag.endswith("Ax") and not _deleted(axis)
        if (text := rich_text(axis.find(C + "title")))
    )
    return Chart(title, captions, _grids(area))


def _deleted(element: Element) -> bool:
    flag = element.find(C + "delete")
    return flag is not None and flag.get("val", "1") in ("1", "true")


def rich_text(holder: Element | None) -> str:
    """Text of a `c:title` or `c:tx`, typed or taken from a cell, its lines joined by spaces."""
    if holder is None:
        return ""
    typed = [text for item in holder.iter(A + "p") if (text := paragraph_text(item))]
    return " ".join(typed) or tidy(" ".join(value.text or "" for value in holder.iter(C + "v")))


def _grids(area: Element) -> tuple[Grid, ...]:
    """The rows of all plots, those over the same categories together, in the order of the chart."""
    found: dict[tuple[str, ...], list[Row]] = {}
    last: tuple[str, ...] = ()
    for plot in area:
        if not (isinstance(plot.tag, str) and plot.tag.endswith("Chart")):
            continue
        for series in sorted(plot.iterfind(C + "ser"), key=_order):
            reader = _Series(area, plot, series)
            last = reader.categories() or last
            found.setdefault(last, []).extend(reader.rows(last))
    return tuple(Grid(names, tuple(rows)) for names, rows in found.items() if any(any(row.cells) for row in rows))


def _order(series: Element) -> int:
    value = setting(series, "order")
    return int(value) if value.isdecimal() else 0


class _Series:
    """One `c:ser`, with what its plot and axes say about it."""

    def __init__(self, area: Element, plot: Element, series: Element) -> None:
        self.element = series
        self.points_plot = plot.tag in POINT_PLOTS
        self.labels = Labels(series, plot, _axis_format(area, plot))

    def categories(self) -> tuple[str, ...]:
        names = points(self.element.find(C + ("xVal" if self.points_plot else "cat")))
        return tuple(
            (display(text, code) if code else None) or tidy(text)
            for text, code in (names.get(i, ("", "")) for i in _span(names))
        )

    def rows(self, categories: tuple[str, ...]) -> Iterator[Row]:
        """The values, then the sizes of bubbles, then the error bars."""
        name = rich_text(self.element.find(C + "tx"))
        values = points(self.element.find(C + ("yVal" if self.points_plot else "val")))
        width = max(len(categories), len(_span(values)))
        total = sum((abs(v) for text, _ in values.values() if (v := number(text)) is not None), Decimal(0))
        data = (
            Datum(i, *values.get(i, ("", "")), name, categories[i] if i < len(categories) else "", total)
            for i in range(width)
        )
        yield Row(name, tuple(self.labels.printed(datum) for datum in data))
        sizes = points(self.element.find(C + "bubbleSize"))
        if sizes:
            yield Row(f"{name} size".strip(), tuple(display(*sizes.get(i, ("", ""))) for i in range(width)))
        yield from self._error_rows(name, values, width)

    def _error_rows(self, name: str, values: dict[int, Point], width: int) -> Iterator[Row]:
        for bars in self.element.iterfind(C + "errBars"):
            side = setting(bars, "errDir")
            cells = tuple(_error(bars, i, *values.get(i, ("", ""))) for i in range(width))
            if any(cells):
                yield Row(f"{name} error{' x' * (side == 'x')} {MINUS}/+".strip(), cells)


def _error(bars: Element, index: int, text: str, code: str) -> str | None:
    """The two lengths of an error bar, `−1.2/+1.3`; None where the chart doesn't hold them as numbers."""
    kind, sides = setting(bars, "errValType"), setting(bars, "errBarType") or "both"
    lengths: list[Point]
    if kind == "cust":
        lengths = [points(bars.find(C + side)).get(index, ("", "")) for side in ("minus", "plus")]
    elif kind == "fixedVal":
        lengths = [(setting(bars, "val"), code)] * 2
    elif kind == "percentage" and (value := number(text)) is not None and (share := number(setting(bars, "val"))):
        lengths = [(str(abs(value) * share / 100), code)] * 2
    else:
        return None
    shown = [
        display(length, code if given == "General" else given) if number(text) is not None else None
        for length, given in lengths
    ]
    parts = [
        sign + one.lstrip("+-")
        for sign, side, one in zip((MINUS, "+"), ("minus", "plus"), shown, strict=True)
        if one and sides in (side, "both")
    ]
    return "/".join(parts) or None


def _axis_format(area: Element, plot: Element) -> str:
    """The number format that the value axis of a plot sets itself, or nothing."""
    own = {axis.get("val") for axis in plot.iterfind(C + "axId")}
    for axis in area.iterfind(C + "valAx"):
        form = axis.find(C + "numFmt")
        if setting(axis, "axId") in own and form is not None and not is_on(form.get("sourceLinked")):
            return form.get("formatCode") or ""
    return ""


def points(holder: Element | None) -> dict[int, Point]:
    """The points of a `c:cat`, `c:val`, `c:minus` ... by index; gaps stay gaps, texts have no format.

    A category of several levels is one text, from the outer level to the inner one.
    """
    if holder is None:
        return {}
    levels = holder.find(f"{C}multiLvlStrRef/{C}multiLvlStrCache")
    if levels is not None:
        return _joined([_cached(level) for level in levels.iterfind(C + "lvl")])
    cache = next(holder.iter(*CACHES), None)
    return {} if cache is None else _cached(cache)


def _cached(cache: Element) -> dict[int, Point]:
    default = (cache.findtext(C + "formatCode") or "General") if "num" in str(cache.tag) else ""
    found: dict[int, Point] = {}
    for point in cache.iterfind(C + "pt"):
        index = point.get("idx", "")
        if not index.isdecimal() or int(index) >= MAX_POINTS:
            message = f"point {index!r} of a series: MAX_POINTS in readers/chart.py is {MAX_POINTS}"
            raise ValueError(message)
        found[int(index)] = (point.findtext(C + "v") or "", point.get("formatCode") or default)
    return found


def _joined(levels: list[dict[int, Point]]) -> dict[int, Point]:
    """Levels of categories, the innermost first; an outer one holds from its point to the next."""
    if not levels:
        return {}
    found: dict[int, Point] = {}
    current = [""] * len(levels)
    for index in _span(*levels):
        for depth, level in enumerate(levels):
            current[depth] = level[index][0] if index in level else current[depth] * bool(depth)
        found[index] = (", ".join(text for text in reversed(current) if text.strip()), "")
    return found


def _span(*caches: dict[int, Point]) -> range:
    return range(max((index + 1 for cache in caches for index in cache), default=0))
