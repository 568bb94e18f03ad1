"""What is printed beside the points of a series: formats, typed-over labels, shares of a pie."""

import re
from decimal import Decimal
from typing import NamedTuple

from lxml.etree import _Element as Element

from slideextract.readers.drawing import A, is_on, paragraph_text, tidy
from slideextract.readers.number_format import display, number

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
FIGURE = re.compile(r"[-+\u2212]?\d+(?:[.,]\d+)?")
LEADS = re.compile(r"[\s(\[<>≤≥~≈±=+\u2212-]*\d")


class Datum(NamedTuple):
    """A point of a series, and the names that its label may show."""

    at: int  # index of the point
    text: str  # in the chart's cache
    code: str  # its number format there
    series: str
    category: str
    total: Decimal  # of the series, for the shares of a pie


class Labels:
    """The `c:dLbls` of a series and of its plot; what the series says wins.

    Args:
        series: the `c:ser`; `cells` are the texts that its labels take from cells, by index.
        plot: the `c:barChart`, `c:pieChart` ... that holds it.
        axis_format: of the value axis, used when neither label nor cell has one.
    """

    def __init__(self, series: Element, plot: Element, axis_format: str) -> None:
        self._axis_format = axis_format
        own, shared = series.find(C + "dLbls"), plot.find(C + "dLbls")
        self._groups = [group for group in (own, shared) if group is not None]
        self._points = {} if own is None else {setting(one, "idx"): one for one in own.iterfind(C + "dLbl")}
        self.cells = {
            point.get("idx", ""): point.findtext(C + "v") or ""
            for point in series.iterfind(f".//{C15}datalabelsRange/{C15}dlblRangeCache/{C}pt")
        }

    def printed(self, datum: Datum) -> str | None:
        """The cell of one point: the value as displayed, or the label that was typed over it."""
        value = self._value(datum)
        typed = self._typed(datum, value or "")
        if not typed or typed == value:
            return value
        if value is None or LEADS.match(typed) or _repeats(typed, value):
            return typed
        return f"{value} {typed}"

    def _value(self, datum: Datum) -> str | None:
        amount = number(datum.text)
        if amount is None:
            return None
        form, shown = self.code(datum.at, datum.code), self._shows(datum.at, "showVal")
        if datum.total and not shown and self._shows(datum.at, "showPercent"):
            return display(f"{abs(amount) / datum.total:.12f}", form if "%" in form else "0%", printed=True)
        return display(datum.text, form or datum.code, printed=bool(form) and shown)

    def code(self, index: int, own: str) -> str:
        """The format in which a label or the axis shows a point; nothing where the point's own holds."""
        form = self._format(index)
        return self._axis_format if not form and own in ("", "General") and "%" in self._axis_format else form

    def _format(self, index: int) -> str:
        """The format that the label sets itself; nothing where it follows the cells."""
        for holder in self._holders(index):
            form = holder.find(C + "numFmt")
            if form is not None:
                return "" if is_on(form.get("sourceLinked")) else form.get("formatCode") or ""
        return ""

    def _shows(self, index: int, flag: str) -> bool:
        for holder in self._holders(index):
            found = holder.find(C + flag)
            if found is not None:
                return is_on(found.get("val", "1"))
        return False

    def _holders(self, index: int) -> list[Element]:
        point = self._points.get(str(index))
        return self._groups if point is None else [point, *self._groups]

    def _typed(self, datum: Datum, value: str) -> str:
        """The text of a label that was typed over, its fields filled in; or the cell that a label points to."""
        point = self._points.get(str(datum.at))
        cell = self.cells.get(str(datum.at), "")
        if point is not None and (rich := point.find(f"{C}tx/{C}rich")) is not None:
            fields = {"VALUE": value, "YVALUE": value, "SERIESNAME": datum.series, "CATEGORYNAME": datum.category}
            fields |= {"XVALUE": datum.category, "CELLRANGE": cell}
            lines = (_filled(item, fields) for item in rich.iterfind(A + "p"))
            return " ".join(line for line in lines if line)
        shown = any(
            holder.find(f".//{C15}showDataLabelsRange[@val='1']") is not None for holder in self._holders(datum.at)
        )
        return tidy(cell) if shown else ""


def _filled(paragraph: Element, fields: dict[str, str]) -> str:
    for field in paragraph.iterfind(A + "fld"):
        text = field.find(A + "t")
        if text is not None and (known := fields.get(field.get("type", ""))):
            text.text = known
    return paragraph_text(paragraph)


def _repeats(typed: str, value: str) -> bool:
    """Whether a label such as `HR 0.62` already holds the value."""
    figures = {figure.replace(",", ".").replace("\u2212", "-") for figure in FIGURE.findall(typed)}
    return any(figure in figures for figure in FIGURE.findall(value))


def setting(parent: Element, name: str) -> str:
    """The `val` of a child such as `<c:idx val="3"/>`; empty where there is none."""
    element = parent.find(C + name)
    return "" if element is None else element.get("val", "")
