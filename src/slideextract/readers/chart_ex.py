"""Charts of Office 2016 and later (`cx:`): waterfall, funnel, box and whisker, sunburst, histogram, map."""

from lxml.etree import _Element as Element

from slideextract.readers.chart import Chart, Grid, Row
from slideextract.readers.chart_points import index_of
from slideextract.readers.drawing import A, paragraph_text, tidy
from slideextract.readers.number_format import display

CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
VALUES = ("val", "size", "y", "x")


def read_chart_ex(root: Element) -> Chart:
    """The chart of a `cx:chartSpace`: each series with the data block that it names.

    Raises:
        ValueError: the part holds no chart, or a point beyond `MAX_POINTS`.
    """
    region = root.find(f"{CX}chart/{CX}plotArea")
    if region is None:
        message = "no plot area"
        raise ValueError(message)
    blocks = {block.get("id", ""): block for block in root.iterfind(f"{CX}chartData/{CX}data")}
    grids: dict[tuple[str, ...], list[Row]] = {}
    doubts: list[str] = []
    for series in region.iter(CX + "series"):
        if _summarises(series):
            doubts.append(f"{_text(series.find(CX + 'tx'))!r} draws quartiles or bins of data that no one sees")
            continue
        source = series.find(CX + "dataId")
        block = blocks.get("" if source is None else source.get("val", ""))
        if block is not None:
            categories, cells = _names(block), _values(block)
            grids.setdefault(categories, []).append(Row(_text(series.find(CX + "tx")), cells))
    captions = tuple(text for axis in region.iterfind(CX + "axis") if (text := _text(axis.find(CX + "title"))))
    found = tuple(Grid(names, tuple(rows)) for names, rows in grids.items())
    return Chart(_text(root.find(f"{CX}chart/{CX}title")), captions, found, tuple(doubts))


def _summarises(series: Element) -> bool:
    """Whether a series is a box and whisker or a histogram: its file holds each participant, not what is drawn."""
    return series.get("layoutId") == "boxWhisker" or series.find(f"{CX}layoutPr/{CX}binning") is not None


def _text(holder: Element | None) -> str:
    if holder is None:
        return ""
    typed = [text for item in holder.iter(A + "p") if (text := paragraph_text(item))]
    return " ".join(typed) or tidy(" ".join(value.text or "" for value in holder.iter(CX + "v")))


def _names(block: Element) -> tuple[str, ...]:
    """Categories; of a tree (sunburst, treemap) the path from the root."""
    levels = [_level(level) for level in block.iterfind(f"{CX}strDim[@type='cat']/{CX}lvl")]
    width = max((index + 1 for level in levels for index in level), default=0)
    return tuple(", ".join(text for level in reversed(levels) if (text := level.get(i, ""))) for i in range(width))


def _values(block: Element) -> tuple[str | None, ...]:
    for kind in VALUES:
        level = block.find(f"{CX}numDim[@type='{kind}']/{CX}lvl")
        if level is not None:
            code, texts = level.get("formatCode") or "General", _level(level)
            return tuple(display(texts.get(i, ""), code) for i in range(max(texts, default=-1) + 1))
    return ()


def _level(level: Element) -> dict[int, str]:
    return {index_of(point): tidy(point.text or "") for point in level.iterfind(CX + "pt")}
