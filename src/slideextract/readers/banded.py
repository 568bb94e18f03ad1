"""Tables between horizontal rules, or with shaded rows, whose columns no line divides."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from statistics import median

from slideextract.geometry import overlap
from slideextract.readers.lines import Run
from slideextract.readers.pdf_paths import Rule
from slideextract.readers.printed_columns import Edges, around, cell_span, header_spans, place, stacked
from slideextract.readers.printed_rows import Row, read_rows, settled, wraps
from slideextract.readers.ruled import SNAP, joined, split_rows
from slideextract.readers.tables import LEVEL, Slot, is_value

MIN_BANDS = 3  # rows that rules divide; two are a header over a text
ENDS = 2 * SNAP  # points by which the ends of the rules of one table may differ
TALLEST = 0.35  # share of the page's height; what is taller than a row can be lies between two tables
WIDE = 0.6  # share of the rows that have a text in the first column, and in one more
APART = 0.5  # font sizes between two columns
ROOM = 1.2  # heights of the usual row in which a row without a second rule stands
MAX_LINES = 4  # of a cell; a band with more holds several rows
MAX_WORDS = 40  # of a cell


def find_banded(runs: Sequence[Run], level: Sequence[Rule], height: float) -> list[tuple[list[Slot], list[Run]]]:
    """Tables whose rows lie between rules of one length, with the runs that each takes.

    Args:
        runs: what the page prints outside its ruled tables.
        level: horizontal rules, and the edges of filled areas.
        height: of the page.
    """
    found = []
    gone: set[int] = set()
    for rules in _ladders(joined(level), height):
        bands = _bands([run for run in runs if id(run) not in gone and not run.words[0].doubtful], rules)
        slots = _cells(bands)
        if _is_table(slots, len(bands)) and len(split_rows(slots)) == len(slots):  # else a band is more than a row
            taken = [run for band in bands for run in band]
            gone.update(map(id, taken))
            found.append((slots, taken))
    return found


def _ladders(level: Sequence[Rule], height: float) -> Iterator[list[Rule]]:
    """Rules of one length under one another, from the top."""
    ladders: list[list[Rule]] = []
    for rule in sorted(level):
        ladder = next((one for one in ladders if _is_rung(one[-1], rule, height)), None)
        if ladder is None:
            ladders.append([rule])
        else:
            ladder.append(rule)
    yield from (ladder for ladder in ladders if len(ladder) > MIN_BANDS)


def _is_rung(last: Rule, rule: Rule, height: float) -> bool:
    same = abs(last.start - rule.start) <= ENDS and abs(last.end - rule.end) <= ENDS
    return same and rule.at - last.at <= TALLEST * height


def _bands(runs: Sequence[Run], rules: Sequence[Rule]) -> list[list[Run]]:
    """The runs between each rule and the next, without the empty bands; the first and last row may have one rule."""
    start, end = rules[0].start - SNAP, rules[0].end + SNAP
    inside = [run for run in runs if start <= run.box.x0 and run.box.x1 <= end]
    places = [rule.at for rule in rules]
    usual = ROOM * median(lower - upper for upper, lower in pairwise(places))
    places = [places[0] - usual, *places, places[-1] + usual]
    bands = [[run for run in inside if upper < run.box.center[1] <= lower] for upper, lower in pairwise(places)]
    if not _is_row(bands[0], bands[1:-1]):
        bands[0] = []
    if not _is_row(bands[-1], bands[1:-1]):
        bands[-1] = []
    return [band for band in bands if band]


def _is_row(band: Sequence[Run], bands: Sequence[Sequence[Run]]) -> bool:
    """Whether a line outside the rules is a row of the table: a text in most of its columns, all on one line."""
    if len(band) < 2 or max(run.baseline for run in band) - min(run.baseline for run in band) > LEVEL * band[0].size:  # noqa: PLR2004 - a lone text is a title or note
        return False
    columns = _columns(bands)
    taken = {i for run in band for i, column in enumerate(columns) if overlap((run.box.x0, run.box.x1), column) > 0}
    return len(taken) > len(columns) / 2


def _cells(bands: Sequence[Sequence[Run]]) -> list[Slot]:
    """The cells of bands, each band a row, but for a band of headers that holds several."""
    columns = _columns(bands[1:])
    if len(columns) < 2:  # noqa: PLR2004 - one column is a list
        return []
    slots: dict[tuple[int, int], Slot] = {}
    number = 0
    for band in bands:
        heads = _header_rows(band)
        for row, after in zip_longest(heads, heads[1:]):
            edges = [(run.box.x0, run.box.x1) for run in row.runs]
            taken = {0, *(place((run.box.x0, run.box.x1), columns)[0] for run in row.between)}
            spans = header_spans(edges, len(after.runs), columns, taken) if after else _spans(edges, columns)
            _add(slots, number, row.runs, spans)
            for run, span in zip(
                row.between, _spans([(r.box.x0, r.box.x1) for r in row.between], columns), strict=True
            ):
                slots[number, span[0]] = Slot(number, span[0], [run.words], 2, span[1] - span[0] + 1)
            number += 1
    return list(slots.values())


def _header_rows(band: Sequence[Run]) -> list[Row]:
    """The rows of a band: one, but for headers over headers of more columns."""
    rows = settled(read_rows(band))
    over = any(len(upper.runs) < len(lower.runs) for upper, lower in pairwise(rows))
    apart = not any(wraps(upper, lower) for upper, lower in pairwise(rows))
    if over and apart and not any(is_value(run.text) for run in band):
        return rows
    runs = sorted(band, key=lambda run: (round(run.baseline), run.box.x0))
    return [Row(runs, runs[0].baseline, runs[0].size)]


def _spans(texts: Sequence[Edges], columns: Sequence[Edges]) -> list[tuple[int, int]]:
    return [cell_span(edges, columns, 1) for edges in texts]


def _add(
    slots: dict[tuple[int, int], Slot], number: int, runs: Sequence[Run], spans: Sequence[tuple[int, int]]
) -> None:
    for run, (first, last) in zip(runs, spans, strict=True):
        slot = slots.setdefault((number, first), Slot(number, first))
        slot.lines.append(run.words)
        slot.column_span = max(slot.column_span, last - first + 1)


def _columns(bands: Sequence[Sequence[Run]]) -> list[Edges]:
    """Where the texts of rows stand that have more than one; a lone text may run over all columns."""
    rows = [[(run.box.x0, run.box.x1 + APART * run.size) for run in band] for band in bands if len(band) > 1]
    return [around(column) for column in stacked(rows)]


def _is_table(slots: Sequence[Slot], rows: int) -> bool:
    """Whether most rows have a name in front and a text beside it: the fields of a plot haven't."""
    named = {slot.row for slot in slots if not slot.column and any(c.isalpha() for c in slot.text)}
    told = {slot.row for slot in slots if slot.column} & named
    short = all(len(slot.text.split()) <= MAX_WORDS for slot in slots)
    low = all(len({round(line[0].baseline) for line in slot.lines}) <= MAX_LINES for slot in slots)
    return low and rows >= MIN_BANDS and len(told) >= max(MIN_BANDS - 1, WIDE * rows) and short
