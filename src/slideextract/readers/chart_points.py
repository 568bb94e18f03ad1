"""The cached points of a chart, by index: values with their number formats, names, levels of names."""

from collections.abc import Collection

from lxml.etree import _Element as Element

from slideextract.readers.chart_labels import C

MAX_POINTS = 32_000  # points of a series; Excel's own limit for a chart
CACHES = tuple(C + name for name in ("strCache", "numCache", "strLit", "numLit"))

Point = tuple[str, str]  # text in the cache, number format


def points(holder: Element | None) -> dict[int, Point]:
    """The points of a `c:cat`, `c:val`, `c:minus` ... by index; gaps stay gaps, texts have no format.

    A category of several levels is one text, from the outer level to the inner one.

    Raises:
        ValueError: a point lies beyond `MAX_POINTS`.
    """
    if holder is None:
        return {}
    outer = levels(holder)
    if outer:
        return _joined(outer)
    cache = next(holder.iter(*CACHES), None)
    return {} if cache is None else _cached(cache)


def levels(holder: Element | None) -> list[dict[int, str]]:
    """The levels of categories that have several, the outermost first: each name at the point where it begins."""
    path = f"{C}multiLvlStrRef/{C}multiLvlStrCache"
    cache = None if holder is None else holder.find(path)
    if cache is None:
        return []
    read = ({i: text for i, (text, _) in _cached(level).items()} for level in cache.iterfind(C + "lvl"))
    return list(read)[::-1]


def index_of(point: Element) -> int:
    """The index of a `pt`.

    Raises:
        ValueError: it is none, or beyond `MAX_POINTS`.
    """
    index = point.get("idx", "")
    if not index.isdecimal() or int(index) >= MAX_POINTS:
        message = f"point {index!r} of a series: a chart of Excel has at most {MAX_POINTS} points"
        raise ValueError(message)
    return int(index)


def span(*caches: Collection[int]) -> range:
    """From the first point to the last one that any of the caches holds."""
    return range(max((index + 1 for cache in caches for index in cache), default=0))


def _cached(cache: Element) -> dict[int, Point]:
    default = (cache.findtext(C + "formatCode") or "General") if "num" in str(cache.tag) else ""
    return {
        index_of(point): (point.findtext(C + "v") or "", point.get("formatCode") or default)
        for point in cache.iterfind(C + "pt")
    }


def _joined(outer: list[dict[int, str]]) -> dict[int, Point]:
    """One text a category: a name holds from its point to the next one of its level, the innermost for its own."""
    found: dict[int, Point] = {}
    current = [""] * len(outer)
    for index in span(*outer):
        for depth, level in enumerate(outer):
            innermost = depth == len(outer) - 1
            current[depth] = level.get(index, "" if innermost else current[depth])
        found[index] = (", ".join(text for text in current if text.strip()), "")
    return found
