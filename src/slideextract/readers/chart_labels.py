"""What is printed beside the points of a series: formats, typed-over labels, shares of a pie."""

import re
from decimal import Decimal

from lxml.etree import _Element as Element

from slideextract.readers.drawing import A, is_on, paragraph_text, tidy
from slideextract.readers.number_format import display, number

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
FIGURE = re.compile(r"[-+\u2212]?\d+(?:[.,]\d+)?")
LEADS = re.compile(r"[\s(\[<>≤≥~≈±=+\u2212-]*\d")


class Labels:
    """The `c:dLbls` of a series and of its plot; what the series says wins."""

    def __init__(self, series: Element, plot: Element) -> None:
        own, shared = series.find(C + "dLbls"), plot.find(C + "dLbls")
        self._groups = [group for group in (own, shared) if group is not None]
        self._points = {} if own is None else {setting(one, "idx"): one for one in own.iterfind(C + "dLbl")}
        self._range = {
            point.get("idx", ""): point.findtext(C + "v") or ""
            for point in series.iterfind(f".//{C15}datalabelsRange/{C15}dlblRangeCache/{C}pt")
        }

    def printed(
        self, index: int, text: str, code: str, axis: str, names: tuple[str, str], total: Decimal
    ) -> str | None:
        """The cell of one point: the value as displayed, or the label that was typed over it.

        Args:
            index: of the point in its series.
            text: the value in the cache.
            code: its number format there.
            axis: the format of the value axis, used when nothing else has one.
            names: of the series and the category, for labels that show them.
            total: sum of the series, for shares of a pie.
        """
        value = self._value(index, text, code, axis, total)
        typed = self._typed(index, value or "", names)
        if not typed or typed == value:
            return value
        if value is None or LEADS.match(typed) or _repeats(typed, value):
            return typed
        return f"{value} {typed}"

    def _value(self, index: int, text: str, code: str, axis: str, total: Decimal) -> str | None:
        amount = number(text)
        if amount is None:
            return None
        form = self._format(index)
        if self._shows(index, "showPercent") and not self._shows(index, "showVal") and total:
            share = abs(amount) / total
            return display(f"{share:.6f}", form if "%" in form else "0%", printed=True) if total else None
        if not form and code in ("", "General") and "%" in axis:
            form = axis
        return display(text, form or code, printed=bool(form) and self._shows(index, "showVal"))

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

    def _typed(self, index: int, value: str, names: tuple[str, str]) -> str:
        """The text of a label that was typed over, its fields filled in; or the cell that a label points to."""
        point = self._points.get(str(index))
        cell = self._range.get(str(index), "")
        if point is not None and (rich := point.find(f"{C}tx/{C}rich")) is not None:
            fields = {"VALUE": value, "YVALUE": value, "SERIESNAME": names[0], "CATEGORYNAME": names[1]}
            fields |= {"XVALUE": names[1], "CELLRANGE": cell}
            lines = (_filled(item, fields) for item in rich.iterfind(A + "p"))
            return " ".join(line for line in lines if line)
        shown = any(
            holder.find(f".//{C15}showDataLabelsRange[@val='1']") is not None for holder in self._holders(index)
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
