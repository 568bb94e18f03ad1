"""Native charts: the values behind the bars, lines, points and slices, as the chart displays them.

Read from the chart's XML and its cache, never from the embedded workbook. Any `c:*Chart` will do: bar,
line, area, pie, doughnut, radar, scatter, bubble, stock, surface, 3-D or several combined.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml.etree import _Element as Element

from slideextract.readers.chart_labels import C, Datum, Labels, setting
from slideextract.readers.chart_points import levels, points, span
from slideextract.readers.drawing import A, is_on, paragraph_text, tidy
from slideextract.readers.error_bars import MINUS, error_cells
from slideextract.readers.number_format import display, number

POINT_PLOTS = (C + "scatterChart", C + "bubbleChart")


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
    levels: tuple[tuple[tuple[str, int, int], ...], ...] = ()  # of its categories, outer first: name, first point, span
    corner: str = ""  # title of the value axis, where the chart has several of them


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart prints."""

    title: str
    captions: tuple[str, ...]  # titles of its axes, but for those that stand in a corner
    grids: tuple[Grid, ...]
    doubts: tuple[str, ...] = ()  # what it shows and isn't read


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
    corners = _corners(area)
    captions = tuple(
        text
        for axis in _axes(area)
        if setting(axis, "axId") not in corners and (text := rich_text(axis.find(C + "title")))
    )
    grids, doubts = _grids(area, corners)
    return Chart(title, captions, grids, doubts)


def _axes(area: Element) -> Iterator[Element]:
    """The axes that are drawn."""
    for axis in area:
        if isinstance(axis.tag, str) and axis.tag.endswith("Ax") and not _deleted(axis):
            yield axis


def _deleted(axis: Element) -> bool:
    flag = axis.find(C + "delete")
    return flag is not None and is_on(flag.get("val", "1"))


def _corners(area: Element) -> dict[str, str]:
    """Value axes by their ids, where two of them have titles of their own: each speaks for its own series only."""
    points_plot = any(area.find(kind) is not None for kind in POINT_PLOTS)
    titled = {
        setting(axis, "axId"): text
        for axis in _axes(area)
        if axis.tag == C + "valAx" and (text := rich_text(axis.find(C + "title")))
    }
    return titled if len(titled) > 1 and not points_plot else {}


def rich_text(holder: Element | None) -> str:
    """Text of a `c:title` or `c:tx`, typed or taken from a cell, its lines joined by spaces."""
    if holder is None:
        return ""
    typed = [text for item in holder.iter(A + "p") if (text := paragraph_text(item))]
    return " ".join(typed) or tidy(" ".join(value.text or "" for value in holder.iter(C + "v")))


def _grids(area: Element, corners: Mapping[str, str]) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    """The rows of all plots, those over the same categories and axis together, and what isn't read of them."""
    found: dict[tuple[tuple[str, ...], str], list[Row]] = {}
    deep: dict[tuple[str, ...], tuple[tuple[tuple[str, int, int], ...], ...]] = {}
    doubts: list[str] = []
    last: tuple[str, ...] = ()
    for plot in area:
        if not (isinstance(plot.tag, str) and plot.tag.endswith("Chart")):
            continue
        corner = next(
            (corners[one.get("val", "")] for one in plot.iterfind(C + "axId") if one.get("val") in corners), ""
        )
        for series in sorted(plot.iterfind(C + "ser"), key=_order):
            reader = _Series(area, plot, series)
            last = reader.categories() or last
            deep.setdefault(last, reader.levels())
            found.setdefault((last, corner), []).extend(reader.rows(last))
            doubts += reader.doubts
    grids = (Grid(names, tuple(rows), deep[names], corner) for (names, corner), rows in found.items())
    return tuple(grid for grid in grids if any(any(row.cells) for row in grid.rows)), tuple(doubts)


def _order(series: Element) -> int:
    value = setting(series, "order")
    return int(value) if value.isdecimal() else 0


class _Series:
    """One `c:ser`, with what its plot and axes say about it.

    A scatter whose only error bars lie along x has its values there, as a forest plot has; y is no more than a row.
    """

    def __init__(self, area: Element, plot: Element, series: Element) -> None:
        self.element = series
        self.bars = list(series.iterfind(C + "errBars"))
        scatter = plot.tag in POINT_PLOTS
        self.lying = scatter and bool(self.bars) and all(setting(bars, "errDir") == "x" for bars in self.bars)
        names, values = ("xVal", "yVal") if scatter else ("cat", "val")
        names, values = (values, names) if self.lying else (names, values)
        self.names, self.values = points(series.find(C + names)), points(series.find(C + values))
        self.labels = Labels(series, plot, _axis_format(area, plot, first=self.lying))
        self.name = rich_text(series.find(C + "tx"))
        self.doubts: list[str] = []

    def categories(self) -> tuple[str, ...]:
        """The names of the points: categories, x, or of a forest plot the cells that its labels show."""
        given = self.labels.cells if self.lying else {}
        found: list[str] = []
        for i in span(self.names):
            text, code = self.names.get(i, ("", ""))
            found.append(given.get(str(i)) or (display(text, code) if code else None) or tidy(text))
        return tuple(found)

    def levels(self) -> tuple[tuple[tuple[str, int, int], ...], ...]:
        """Levels of categories as header rows: a name reaches to the next one of its level or of one further out."""
        outer = levels(self.element.find(C + "cat"))
        end, starts, found = span(*outer).stop, set[int](), []
        for level in outer:
            starts |= set(level)
            stops = [*sorted(starts), end]
            found.append(
                tuple(
                    (tidy(name), i, next(stop for stop in stops if stop > i) - i) for i, name in sorted(level.items())
                )
            )
        return tuple(found)

    def rows(self, categories: tuple[str, ...]) -> Iterator[Row]:
        """The values, then the error bars, then the sizes of bubbles."""
        width = max(len(categories), len(span(self.values)))
        yield Row(self.name, tuple(self.labels.printed(datum) for datum in self._data(categories, width)))
        for bars in self.bars:
            along = " x" * (setting(bars, "errDir") == "x" and not self.lying)
            cells = error_cells(bars, self.values, width, self._like)
            if cells is None:
                self.doubts.append(f"error bars of {self.name!r} are the program's own statistic over the points drawn")
            elif any(cells):
                yield Row(f"{self.name} error{along} {MINUS}/+".strip(), cells)
        sizes = points(self.element.find(C + "bubbleSize"))
        if sizes:
            yield Row(f"{self.name} bubble size".strip(), tuple(display(*sizes.get(i, ("", ""))) for i in range(width)))

    def _data(self, categories: tuple[str, ...], width: int) -> Iterator[Datum]:
        total = sum((abs(v) for text, _ in self.values.values() if (v := number(text)) is not None), Decimal(0))
        for i in range(width):
            category = categories[i] if i < len(categories) else ""
            yield Datum(i, *self.values.get(i, ("", "")), self.name, category, total)

    def _like(self, index: int, text: str) -> str | None:
        """A number as the point of an index would be displayed."""
        code = self.values.get(index, ("", ""))[1]
        return display(text, self.labels.code(index, code) or code)


def _axis_format(area: Element, plot: Element, *, first: bool) -> str:
    """The number format that the value axis of a plot sets itself, or nothing; of two, x is the `first`."""
    own = [axis.get("val") for axis in plot.iterfind(C + "axId")]
    axes = sorted(
        (a for a in area.iterfind(C + "valAx") if setting(a, "axId") in own),
        key=lambda a: own.index(setting(a, "axId")),
    )
    form = None if not axes else axes[0 if first else -1].find(C + "numFmt")
    return "" if form is None or is_on(form.get("sourceLinked")) else form.get("formatCode") or ""
