"""The cached points of a chart, by index: values with their number formats, names, levels of names."""

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
    levels = holder.find(f"{C}multiLvlStrRef/{C}multiLvlStrCache")
    if levels is not None:
        return _joined([_cached(level) for level in levels.iterfind(C + "lvl")])
    cache = next(holder.iter(*CACHES), None)
    return {} if cache is None else _cached(cache)


def index_of(point: Element) -> int:
    """The index of a `pt`.

    Raises:
        ValueError: it is none, or beyond `MAX_POINTS`.
    """
    index = point.get("idx", "")
    if not index.isdecimal() or int(index) >= MAX_POINTS:
        message = f"point {index!r} of a series: MAX_POINTS in readers/chart_points.py is {MAX_POINTS}"
        raise ValueError(message)
    return int(index)


def span(*caches: dict[int, Point]) -> range:
    """From the first point to the last one that any of the caches holds."""
    return range(max((index + 1 for cache in caches for index in cache), default=0))


def _cached(cache: Element) -> dict[int, Point]:
    default = (cache.findtext(C + "formatCode") or "General") if "num" in str(cache.tag) else ""
    return {
        index_of(point): (point.findtext(C + "v") or "", point.get("formatCode") or default)
        for point in cache.iterfind(C + "pt")
    }


def _joined(levels: list[dict[int, Point]]) -> dict[int, Point]:
    """Levels of categories, the innermost first; an outer one holds from its point to the next."""
    if not levels:
        return {}
    found: dict[int, Point] = {}
    current = [""] * len(levels)
    for index in span(*levels):
        for depth, level in enumerate(levels):
            current[depth] = level[index][0] if index in level else current[depth] * bool(depth)
        found[index] = (", ".join(text for text in reversed(current) if text.strip()), "")
    return found
