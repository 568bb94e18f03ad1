"""Decks of native charts for tests, built by python-pptx with what it can't write put into the chart's XML."""

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.chart.data import BubbleChartData, CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from slideextract.document import Document
from slideextract.readers.pptx import read_pptx

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
Values = Sequence[float | None]


@dataclass(frozen=True)
class Bars:
    """The error bars of a series: their kind, and lengths below and above (one for `fixedVal`)."""

    minus: Sequence[float]
    plus: Sequence[float]
    kind: str = "cust"
    direction: str = "y"


@dataclass(frozen=True)
class Plot:
    """A native chart and where it stands on its slide, in points."""

    categories: Sequence[Any]
    series: Mapping[str, Values]
    kind: XL_CHART_TYPE = XL_CHART_TYPE.COLUMN_CLUSTERED
    code: str = "General"
    title: str = ""
    value_axis: str = ""
    category_axis: str = ""
    bars: Mapping[str, Bars] = field(default_factory=dict)
    place: tuple[float, float, float, float] = (60, 130, 600, 330)
    edit: Callable[[Any], None] | None = None


@dataclass(frozen=True)
class Slide:
    """A slide: its title, charts and text boxes (text, left, top, width, size)."""

    title: str
    plots: Sequence[Plot] = ()
    texts: Sequence[tuple[str, float, float, float, float]] = ()
    notes: str = ""
    hidden: bool = False


def deck(*slides: Slide) -> bytes:
    """The file."""
    made = Presentation()
    made.slide_width, made.slide_height = Pt(960), Pt(540)
    for slide in slides:
        page: Any = made.slides.add_slide(made.slide_layouts[5])
        page.shapes.title.text = slide.title
        place(page.shapes.title, 40, 20, 880, 50)
        for plot in slide.plots:
            add_plot(page, plot)
        for text, left, top, width, size in slide.texts:
            add_text(page, text, left, top, width, size)
        if slide.notes:
            page.notes_slide.notes_text_frame.text = slide.notes
        if slide.hidden:
            page.element.set("show", "0")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def read_deck(*slides: Slide) -> Document:
    """The document of the file."""
    data = deck(*slides)
    return read_pptx(data, "deck.pptx", hashlib.sha256(data).hexdigest())


def place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(width), Pt(height)


def add_text(page: Any, text: str, left: float, top: float, width: float, size: float) -> None:
    box = page.shapes.add_textbox(Pt(left), Pt(top), Pt(width), Pt(size * 1.5))
    box.text_frame.text = text
    for paragraph in box.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(size)


def add_plot(page: Any, plot: Plot) -> None:
    frame = page.shapes.add_chart(plot.kind, *(Pt(side) for side in plot.place), _data(plot))
    chart = frame.chart
    chart.has_title = bool(plot.title)
    if plot.title:
        chart.chart_title.text_frame.text = plot.title
    for name, said in (("value_axis", plot.value_axis), ("category_axis", plot.category_axis)):
        if said:
            getattr(chart, name).axis_title.text_frame.text = said
    space = chart._chartSpace  # noqa: SLF001 - python-pptx has no other way to the chart's XML
    for series in space.iter(f"{{{C}}}ser"):
        name = series.findtext(f"{{{C}}}tx//{{{C}}}v")
        if name in plot.bars:
            _before(series, error_bars(plot.bars[name]), ("cat", "val", "xVal", "yVal"))
    if plot.edit is not None:
        plot.edit(space)


def _data(plot: Plot) -> Any:
    if plot.kind.name.startswith(("XY_", "BUBBLE")):
        return _points(plot)
    data: Any = CategoryChartData(number_format=plot.code)  # type: ignore[no-untyped-call]
    data.categories = plot.categories
    for name, values in plot.series.items():
        data.add_series(name, values)
    return data


def _points(plot: Plot) -> Any:
    bubbles = plot.kind.name.startswith("BUBBLE")
    data: Any = (BubbleChartData if bubbles else XyChartData)(number_format=plot.code)  # type: ignore[no-untyped-call]
    for name, values in plot.series.items():
        series = data.add_series(name)
        for x, y in zip(plot.categories, values, strict=True):
            if y is not None:
                series.add_data_point(x, y, *((10,) if bubbles else ()))
    return data


def error_bars(bars: Bars) -> Any:
    """The element `c:errBars`."""
    if bars.kind == "cust":
        inside = _lengths("plus", bars.plus) + _lengths("minus", bars.minus)
    else:
        inside = f'<c:val val="{bars.plus[0]}"/>' if bars.plus else ""
    head = f'<c:errDir val="{bars.direction}"/><c:errBarType val="both"/><c:errValType val="{bars.kind}"/>'
    return etree.fromstring(f'<c:errBars xmlns:c="{C}">{head}{inside}</c:errBars>')


def _lengths(side: str, values: Sequence[float]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{value}</c:v></c:pt>' for i, value in enumerate(values))
    cache = f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}'
    return f"<c:{side}><c:numRef><c:f>Sheet1!$F$2</c:f><c:numCache>{cache}</c:numCache></c:numRef></c:{side}>"


def _before(parent: Any, element: Any, names: Sequence[str]) -> None:
    """Put a child before the first of the named ones, as the schema orders them."""
    at = next(i for i, child in enumerate(parent) if etree.QName(child).localname in names)
    parent.insert(at, element)


def multi_level(outer: Sequence[str | None], inner: Sequence[str]) -> Callable[[Any], None]:
    """An edit that gives the categories two levels; a None goes on with the name before."""

    def edit(space: Any) -> None:
        levels = "".join(f"<c:lvl>{_names(level)}</c:lvl>" for level in (inner, outer))
        cache = f"<c:multiLvlStrCache><c:ptCount val='{len(inner)}'/>{levels}</c:multiLvlStrCache>"
        for categories in space.iter(f"{{{C}}}cat"):
            categories[:] = [etree.fromstring(f'<c:multiLvlStrRef xmlns:c="{C}">{cache}</c:multiLvlStrRef>')]

    return edit


def _names(level: Sequence[str | None]) -> str:
    return "".join(f"<c:pt idx='{i}'><c:v>{name}</c:v></c:pt>" for i, name in enumerate(level) if name is not None)


def second_axis(title: str) -> Callable[[Any], None]:
    """An edit that draws the last series of a bar chart as a line, on a value axis of its own."""

    def edit(space: Any) -> None:
        area = space.find(f".//{{{C}}}plotArea")
        bars = area.find(f"{{{C}}}barChart")
        line = etree.fromstring(f'<c:lineChart xmlns:c="{C}"><c:axId val="11"/><c:axId val="12"/></c:lineChart>')
        line.insert(0, bars.findall(f"{{{C}}}ser")[-1])
        bars.addnext(line)
        main = "http://schemas.openxmlformats.org/drawingml/2006/main"
        rich = f"<c:tx><c:rich><a:p><a:r><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx>"
        axis = f'<c:valAx xmlns:c="{C}" xmlns:a="{main}"><c:axId val="12"/><c:title>{rich}</c:title></c:valAx>'
        area.append(etree.fromstring(axis))

    return edit


def labels_from_cells(names: Sequence[str]) -> Callable[[Any], None]:
    """An edit that lets the labels of each series show these cells."""
    cell_space = "http://schemas.microsoft.com/office/drawing/2012/chart"

    def edit(space: Any) -> None:
        cache = f"<x:dlblRangeCache>{_names(names)}</x:dlblRangeCache>"
        for series in space.iter(f"{{{C}}}ser"):
            held = f"<c:ext><x:datalabelsRange>{cache}</x:datalabelsRange></c:ext>"
            series.append(etree.fromstring(f'<c:extLst xmlns:c="{C}" xmlns:x="{cell_space}">{held}</c:extLst>'))

    return edit
