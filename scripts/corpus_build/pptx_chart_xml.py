"""What python-pptx doesn't write of a chart: `#N/A` in its cache, error bars, bars with depth."""

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.oxml.ns import nsdecls, qn

from corpus_build.figures import Figure

NO_DEPTH = ("c:overlap", "c:axId")  # children of flat bars that bars with depth don't have, or have in threes
ANGLES = (("rotX", 15), ("rotY", 20))  # degrees that PowerPoint gives a new chart with depth


def mark_gaps(series: Any) -> None:
    """Write the points that a series lacks as `#N/A`, as a workbook with that error leaves them."""
    cache = series.find(f"{qn('c:val')}//{qn('c:numCache')}")
    if cache is None:
        return
    count = int(cache.find(qn("c:ptCount")).get("val"))
    held = {int(point.get("idx")): point for point in cache.iterfind(qn("c:pt"))}
    for point in held.values():
        cache.remove(point)
    for index in range(count):
        gap = f'<c:pt {nsdecls("c")} idx="{index}"><c:v>#N/A</c:v></c:pt>'
        cache.append(held[index] if index in held else etree.fromstring(gap))


def add_error_bars(series: Any, row: Sequence[Figure | None], scale: float) -> None:
    """Draw the interval of each value, as lengths below and above it."""
    lengths = [None if one is None or one.ci is None else (one.value - one.ci[0], one.ci[1] - one.value) for one in row]
    sides = "".join(
        _side(name, [None if one is None else round(one[at] / scale, 4) for one in lengths])
        for at, name in ((1, "plus"), (0, "minus"))
    )
    head = '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
    bars = etree.fromstring(f"<c:errBars {nsdecls('c')}>{head}{sides}</c:errBars>")
    series.find(qn("c:cat")).addprevious(bars)


def _side(name: str, lengths: Sequence[float | None]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{one}</c:v></c:pt>' for i, one in enumerate(lengths) if one is not None)
    cache = f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(lengths)}"/>{points}'
    return f"<c:{name}><c:numLit>{cache}</c:numLit></c:{name}>"


def deepen(space: Any) -> None:
    """Make flat bars bars with depth."""
    flat = space.find(f".//{qn('c:barChart')}")
    axes = flat.findall(qn("c:axId"))
    for name in NO_DEPTH:
        for child in flat.findall(qn(name)):
            flat.remove(child)
    deep = etree.fromstring(f"<c:bar3DChart {nsdecls('c')}/>")
    deep.extend([*flat, *axes, etree.fromstring(f'<c:axId {nsdecls("c")} val="0"/>')])
    flat.getparent().replace(flat, deep)
    angles = "".join(f'<c:{name} val="{degrees}"/>' for name, degrees in ANGLES)
    view = etree.fromstring(f"<c:view3D {nsdecls('c')}>{angles}</c:view3D>")
    space.find(f".//{qn('c:plotArea')}").addprevious(view)
