"""Native charts read from their XML."""

from collections.abc import Sequence

import pytest
from lxml import etree

from slideextract.readers.chart import Chart, read_chart
from slideextract.readers.chart_ex import read_chart_ex
from slideextract.readers.chart_points import MAX_POINTS

NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart" '
    'xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex"'
)


def points(values: Sequence[object], start: int = 0) -> str:
    return "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values, start) if v is not None)


def texts(tag: str, values: Sequence[object]) -> str:
    return f"<c:{tag}><c:strRef><c:strCache>{points(values)}</c:strCache></c:strRef></c:{tag}>"


def numbers(tag: str, values: Sequence[object], code: str = "General") -> str:
    cache = f"<c:numCache><c:formatCode>{code}</c:formatCode>{points(values)}</c:numCache>"
    return f"<c:{tag}><c:numRef>{cache}</c:numRef></c:{tag}>"


def series(
    name: str,
    values: Sequence[object],
    categories: Sequence[object] = ("A", "B", "C"),
    extra: str = "",
    code: str = "General",
) -> str:
    cat = texts("cat", categories) if categories else ""
    return f"<c:ser>{texts('tx', [name])}{extra}{cat}{numbers('val', values, code)}</c:ser>"


def chart(*plots: str, title: str = "", axes: str = "") -> Chart:
    area = f"<c:plotArea>{''.join(plots)}{axes}</c:plotArea>"
    return read_chart(etree.fromstring(f"<c:chartSpace {NAMESPACES}><c:chart>{title}{area}</c:chart></c:chartSpace>"))


def plot(kind: str, *inside: str) -> str:
    return f"<c:{kind}>{''.join(inside)}</c:{kind}>"


def rows(read: Chart) -> dict[str, tuple[str | None, ...]]:
    return {row.name: row.cells for grid in read.grids for row in grid.rows}


def rich(text: str) -> str:
    return f"<c:tx><c:rich><a:p><a:r><a:t>{text}</a:t></a:r></a:p></c:rich></c:tx>"


@pytest.mark.parametrize(
    "kind",
    ["barChart", "bar3DChart", "lineChart", "line3DChart", "areaChart", "pieChart", "pie3DChart", "doughnutChart",
     "radarChart", "stockChart", "surfaceChart", "ofPieChart"],
)  # fmt: skip
def test_every_kind_of_plot_gives_its_values(kind: str) -> None:
    read = chart(plot(kind, series("Placebo", [1.5, None, -2])))
    assert read.grids[0].categories == ("A", "B", "C")
    assert rows(read) == {"Placebo": ("1.5", None, "-2")}


def test_gaps_and_errors_of_the_workbook_stay_empty() -> None:
    read = chart(plot("barChart", series("S", ["#N/A", 4, None], code="0.0")))
    assert rows(read) == {"S": (None, "4.0", None)}


def test_a_point_may_have_its_own_format() -> None:
    read = chart(plot("barChart", series("S", [0.562, 3]).replace('idx="0"><c:v>0', 'idx="0" formatCode="0%"><c:v>0')))
    assert rows(read) == {"S": ("56.2%", "3", None)}


def test_series_of_combined_plots_share_a_table_and_keep_their_order() -> None:
    second = series("second", [3, 4], ("W4", "W8"), '<c:order val="1"/>')
    first = series("first", [1, 2], ("W4", "W8"), '<c:order val="0"/>')
    read = chart(plot("barChart", second, first), plot("lineChart", series("line", [5, 6], ())))
    assert [row.name for row in read.grids[0].rows] == ["first", "second", "line"]
    assert len(read.grids) == 1


def test_series_over_other_categories_have_a_table_of_their_own() -> None:
    read = chart(plot("barChart", series("S", [1], ("W4",)), series("T", [2], ("W8",))))
    assert [grid.categories for grid in read.grids] == [("W4",), ("W8",)]


def test_several_levels_of_categories_are_joined_from_the_outside() -> None:
    levels = (
        f"<c:lvl>{points(['Drug', 'Placebo', 'Drug', 'Placebo'])}</c:lvl><c:lvl>{points(['W4', None, 'W8'])}</c:lvl>"
    )
    cat = f"<c:cat><c:multiLvlStrRef><c:multiLvlStrCache>{levels}</c:multiLvlStrCache></c:multiLvlStrRef></c:cat>"
    read = chart(plot("barChart", f"<c:ser>{cat}{numbers('val', [1, 2, 3, 4])}</c:ser>"))
    assert read.grids[0].categories == ("W4, Drug", "W4, Placebo", "W8, Drug", "W8, Placebo")
    assert read.grids[0].levels[0] == (("W4", 0, 2), ("W8", 2, 2))
    assert read.grids[0].levels[1][:2] == (("Drug", 0, 1), ("Placebo", 1, 1))


def test_scatter_has_x_as_categories_and_bubbles_their_sizes() -> None:
    inside = numbers("xVal", [0.5, 1]) + numbers("yVal", [10, 20]) + numbers("bubbleSize", [7, 9])
    read = chart(plot("bubbleChart", f"<c:ser>{texts('tx', ['S'])}{inside}</c:ser>"))
    assert read.grids[0].categories == ("0.5", "1")
    assert rows(read) == {"S": ("10", "20"), "S bubble size": ("7", "9")}


ERROR_BARS = [
    ("both", "cust", numbers("plus", [1.5, 2]) + numbers("minus", [1, 2]), ("[9 ; 11.5] −1/+1.5", "[18 ; 22] −2/+2")),
    ("plus", "cust", numbers("plus", [1.5]), ("+1.5", None)),
    ("both", "fixedVal", '<c:val val="0.3"/>', ("[9.7 ; 10.3] −0.3/+0.3", "[19.7 ; 20.3] −0.3/+0.3")),
    ("both", "percentage", '<c:val val="10"/>', ("[9 ; 11] −1/+1", "[18 ; 22] −2/+2")),
    ("both", "cust", numbers("plus", [0.123456]) + numbers("minus", [0.5]), ("[9.5 ; 10.12] −0.5/+0.12", None)),
    ("both", "stdErr", "", None),
]


@pytest.mark.parametrize(("sides", "kind", "inside", "cells"), ERROR_BARS)
def test_error_bars_are_a_row_of_lengths(
    sides: str, kind: str, inside: str, cells: tuple[str | None, ...] | None
) -> None:
    bars = f'<c:errBars><c:errBarType val="{sides}"/><c:errValType val="{kind}"/>{inside}</c:errBars>'
    read = rows(chart(plot("barChart", series("S", [10, 20], ("A", "B"), bars))))
    assert read.get("S error −/+") == cells


def test_error_bars_show_percentages_like_their_point() -> None:
    bars = (
        '<c:errBars><c:errValType val="cust"/>' + numbers("plus", [0.081]) + numbers("minus", [0.0823]) + "</c:errBars>"
    )
    read = rows(chart(plot("barChart", series("S", [0.624], ("A",), bars, "0.0%"))))
    assert read["S error −/+"] == ("[54.17% ; 70.5%] −8.23%/+8.1%",)


def test_error_bars_that_the_program_computes_are_a_doubt() -> None:
    bars = '<c:errBars><c:errValType val="stdDev"/><c:val val="1"/></c:errBars>'
    assert "'S'" in chart(plot("barChart", series("S", [10], ("A",), bars))).doubts[0]


def scatter(*directions: str, extra: str = "") -> Chart:
    bars = "".join(
        f'<c:errBars><c:errDir val="{side}"/><c:errValType val="fixedVal"/><c:val val="0.1"/></c:errBars>'
        for side in directions
    )
    inside = numbers("xVal", [0.62, 0.8]) + numbers("yVal", [1, 2])
    return chart(plot("scatterChart", f"<c:ser>{texts('tx', ['HR'])}{bars}{inside}{extra}</c:ser>"))


def test_error_bars_along_x_beside_those_along_y_say_so() -> None:
    assert list(rows(scatter("y", "x"))) == ["HR", "HR error −/+", "HR error x −/+"]


def test_a_scatter_with_error_bars_along_x_only_is_a_forest() -> None:
    read = scatter("x")
    assert read.grids[0].categories == ("1", "2")
    assert rows(read) == {"HR": ("0.62", "0.8"), "HR error −/+": ("[0.52 ; 0.72] −0.1/+0.1", "[0.7 ; 0.9] −0.1/+0.1")}


def test_the_rows_of_a_forest_are_the_cells_that_label_them() -> None:
    cache = f"<c15:dlblRangeCache>{points(['Men', 'Women'])}</c15:dlblRangeCache>"
    cells = f"<c:extLst><c:ext><c15:datalabelsRange>{cache}</c15:datalabelsRange></c:ext></c:extLst>"
    assert scatter("x", extra=cells).grids[0].categories == ("Men", "Women")


def test_two_value_axes_speak_for_their_own_series() -> None:
    axes = "".join(
        f'<c:valAx><c:axId val="{number}"/><c:title>{rich(text)}</c:title></c:valAx>'
        for number, text in ((2, "Patients (%)"), (4, "Mean score"))
    )
    bars, line = (series(name, [1], ("W4",)) + f'<c:axId val="{axis}"/>' for name, axis in (("S", 2), ("T", 4)))
    read = chart(plot("barChart", bars), plot("lineChart", line), axes=axes)
    assert [(grid.corner, grid.rows[0].name) for grid in read.grids] == [("Patients (%)", "S"), ("Mean score", "T")]
    assert read.captions == ()


LABELS = [
    ('<c:numFmt formatCode="0.0" sourceLinked="0"/><c:showVal val="1"/>', 12.34, "General", "12.3"),
    ('<c:numFmt formatCode="0.0" sourceLinked="1"/><c:showVal val="1"/>', 12.34, "0.00", "12.34"),
    ('<c:numFmt formatCode="0%" sourceLinked="0"/>', 0.562, "General", "56.2%"),
    (f'<c:dLbl><c:idx val="0"/>{rich("57 %*")}</c:dLbl>', 0.562, "0.0%", "57 %*"),
    (f'<c:dLbl><c:idx val="0"/>{rich("HR 0.62")}</c:dLbl>', 0.62, "General", "HR 0.62"),
    (f'<c:dLbl><c:idx val="0"/>{rich("p &lt; 0.001")}</c:dLbl>', 0.62, "General", "0.62 p < 0.001"),
    (f'<c:dLbl><c:idx val="0"/>{rich("NS")}</c:dLbl>', 4, "General", "4 NS"),
    (f'<c:dLbl><c:idx val="1"/>{rich("99")}</c:dLbl>', 4, "General", "4"),
]


@pytest.mark.parametrize(("inside", "value", "code", "shown"), LABELS)
def test_labels_win_over_the_cache(inside: str, value: float, code: str, shown: str | None) -> None:
    read = chart(plot("barChart", series("S", [value], ("A",), f"<c:dLbls>{inside}</c:dLbls>", code)))
    assert rows(read)["S"][0] == shown


def test_fields_of_a_typed_label_are_filled_in() -> None:
    value, name = (f'<a:fld type="{field}"><a:t>?</a:t></a:fld>' for field in ("VALUE", "SERIESNAME"))
    fields = f"{value}<a:r><a:t> in </a:t></a:r>{name}"
    label = f'<c:dLbls><c:dLbl><c:idx val="0"/><c:tx><c:rich><a:p>{fields}</a:p></c:rich></c:tx></c:dLbl></c:dLbls>'
    assert rows(chart(plot("barChart", series("Drug", [4.5], ("A",), label)))) == {"Drug": ("4.5 in Drug",)}


def test_labels_may_come_from_cells() -> None:
    flag = '<c:dLbls><c:extLst><c:ext><c15:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbls>'
    cache = f"<c15:dlblRangeCache>{points(['42% (n=9)'])}</c15:dlblRangeCache>"
    cells = f"<c:extLst><c:ext><c15:datalabelsRange>{cache}</c15:datalabelsRange></c:ext></c:extLst>"
    assert rows(chart(plot("barChart", series("S", [0.42], ("A",), flag + cells)))) == {"S": ("42% (n=9)",)}


def test_a_pie_that_shows_shares_prints_shares() -> None:
    labels = '<c:dLbls><c:showVal val="0"/><c:showPercent val="1"/></c:dLbls>'
    assert rows(chart(plot("pieChart", series("S", [30, 60, 30]), labels))) == {"S": ("25%", "50%", "25%")}


def test_the_axis_says_percent_when_nothing_else_has_a_format() -> None:
    axis = '<c:valAx><c:axId val="2"/><c:numFmt formatCode="0%" sourceLinked="0"/></c:valAx>'
    read = chart(plot("barChart", series("S", [0.562]), '<c:axId val="1"/><c:axId val="2"/>'), axes=axis)
    assert rows(read)["S"][0] == "56.2%"


def test_titles_of_chart_and_axes() -> None:
    shown = f"<c:catAx><c:title>{rich('Week')}</c:title></c:catAx>"
    deleted = f"<c:valAx><c:delete val='1'/><c:title>{rich('gone')}</c:title></c:valAx>"
    title = f"<c:title>{rich('ACR20 (%)')}</c:title>"
    read = chart(plot("barChart", series("S", [1])), title=title, axes=shown + deleted)
    assert (read.title, read.captions) == ("ACR20 (%)", ("Week",))


def test_filtered_series_are_not_on_the_slide() -> None:
    hidden = f"<c:extLst><c:ext><c15:filteredBarSeries>{series('gone', [9])}</c15:filteredBarSeries></c:ext></c:extLst>"
    assert list(rows(chart(plot("barChart", series("S", [1]), hidden)))) == ["S"]


@pytest.mark.parametrize("index", [str(MAX_POINTS), "-1", "x"])
def test_an_absurd_index_is_refused(index: str) -> None:
    with pytest.raises(ValueError, match="at most"):
        chart(plot("barChart", series("S", [1]).replace('idx="0"', f'idx="{index}"')))


def test_a_part_without_a_chart_is_refused() -> None:
    with pytest.raises(ValueError, match="plot area"):
        read_chart(etree.fromstring(f"<c:chartSpace {NAMESPACES}/>"))


def chart_ex(layout: str, inside: str = "") -> Chart:
    data = (
        '<cx:chartData><cx:data id="0"><cx:strDim type="cat"><cx:lvl><cx:pt idx="0">Screened</cx:pt>'
        '<cx:pt idx="1">Randomised</cx:pt></cx:lvl></cx:strDim><cx:numDim type="val"><cx:lvl formatCode="0">'
        '<cx:pt idx="0">900</cx:pt><cx:pt idx="1">616</cx:pt></cx:lvl></cx:numDim></cx:data></cx:chartData>'
    )
    title = "<cx:title><cx:tx><cx:txData><cx:v>Flow</cx:v></cx:txData></cx:tx></cx:title>"
    name = "<cx:tx><cx:txData><cx:v>Patients</cx:v></cx:txData></cx:tx>"
    drawn = f'<cx:series layoutId="{layout}">{name}{inside}<cx:dataId val="0"/></cx:series>'
    area = f"<cx:plotArea><cx:plotAreaRegion>{drawn}</cx:plotAreaRegion></cx:plotArea>"
    space = f"<cx:chartSpace {NAMESPACES}>{data}<cx:chart>{title}{area}</cx:chart></cx:chartSpace>"
    return read_chart_ex(etree.fromstring(space))


@pytest.mark.parametrize("layout", ["funnel", "waterfall", "treemap", "sunburst"])
def test_charts_of_office_2016(layout: str) -> None:
    read = chart_ex(layout)
    assert read.title == "Flow"
    assert read.grids[0].categories == ("Screened", "Randomised")
    assert rows(read) == {"Patients": ("900", "616")}


@pytest.mark.parametrize(
    ("layout", "inside"),
    [("boxWhisker", ""), ("clusteredColumn", "<cx:layoutPr><cx:binning/></cx:layoutPr>")],
)
def test_data_that_only_their_summary_shows_is_left_out_and_told(layout: str, inside: str) -> None:
    read = chart_ex(layout, inside)
    assert (read.grids, len(read.doubts)) == ((), 1)
    assert read.doubts[0].startswith("'Patients'")
