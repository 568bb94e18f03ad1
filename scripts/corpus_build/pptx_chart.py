"""A native chart, with its numbers in the XML of the chart."""

from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Pt

from corpus_build.bars import read_value
from corpus_build.pptx_chart_xml import add_error_bars, deepen, mark_gaps
from corpus_build.source import Part, Source
from corpus_build.theme import Palette

PERCENT = 100.0
POSITIONS = {"columns": XL_LABEL_POSITION.OUTSIDE_END, "deep_columns": None, "line": XL_LABEL_POSITION.ABOVE}
GAP = 70  # between two categories, in percent of a bar


def add_chart(slide: Slide, part: Part, source: Source, palette: Palette) -> None:
    """Put a chart on a slide."""
    data: Any = CategoryChartData(number_format=part.number_format)  # type: ignore[no-untyped-call]
    data.categories = part.categories
    figures = [[read_value(source, key) if key else None for key in keys] for keys in part.values]
    scale = PERCENT if part.fractions else 1.0
    for name, row in zip(part.series, figures, strict=True):
        data.add_series(name, [None if one is None else round(one.value / scale, 4) for one in row])
    x, y, width, height = (Pt(length) for length in part.box)
    kind = XL_CHART_TYPE.LINE_MARKERS if part.plot == "line" else XL_CHART_TYPE.COLUMN_CLUSTERED
    frame = slide.shapes.add_chart(kind, x, y, width, height, data)
    chart: Chart = frame.chart  # type: ignore[attr-defined]
    _style(chart, part, palette)
    space = chart._chartSpace  # noqa: SLF001 - what follows python-pptx doesn't write
    for series, row in zip(space.iter(qn("c:ser")), figures, strict=True):
        mark_gaps(series)
        if part.error_bars:
            add_error_bars(series, row, scale)
    if part.plot == "deep_columns":
        deepen(space)


def rgb(colour: str) -> RGBColor:
    """The colour behind "1B2A49"."""
    red, green, blue = bytes.fromhex(colour)
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def _style(chart: Chart, part: Part, palette: Palette) -> None:
    chart.font.size = Pt(part.size)
    chart.has_title = bool(part.head)
    if part.head:
        chart.chart_title.text_frame.text = part.head
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(part.size + 1)
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.bold = True
    chart.has_legend = len(part.series) > 1
    if chart.legend is not None:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    axis = chart.value_axis
    axis.visible, axis.has_major_gridlines = False, False
    axis.minimum_scale, axis.maximum_scale = 0, part.top / PERCENT if part.fractions else part.top
    plot = chart.plots[0]
    plot.has_data_labels, plot.vary_by_categories = True, len(part.series) == 1
    if part.plot != "line":
        plot.gap_width = GAP
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = part.number_format, False
    labels.position, labels.show_value = POSITIONS[part.plot], True
    labels.font.size, labels.font.bold = Pt(part.size), True
    for number, series in enumerate(plot.series):
        if len(part.series) > 1 and part.plot != "line":
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = rgb(palette.series(number))
