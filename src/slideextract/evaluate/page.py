"""Scores as a page in Markdown: figures only, no text of a document."""

from collections.abc import Iterable, Iterator, Sequence

from slideextract.evaluate.bootstrap import DRAWS
from slideextract.evaluate.measure import Scores
from slideextract.evaluate.table import GROUPS, shown

MEASURES = {
    "required": "rows",
    "value_recall": "value recall",
    "tuple_recall": "tuple recall",
    "full_recall": "full recall",
    "predicted": "given",
    "precision": "precision",
    "tuple_precision": "tuple precision",
    "accepted_tuple_precision": "accepted right",
    "accepted_share": "right accepted",
}
TITLES = {
    "lang": "By language",
    "kind": "By kind",
    "source": "By source",
    "specialty": "By specialty",
    "set": "By set",
}
ACCEPTANCE = {
    "rows": "rows",
    "precision": "precision",
    "tuple_precision": "tuple precision",
    "share_of_right": "share of the right rows",
}
LEGEND = f"""\
Rows: results with a number that the gold demands. Value recall: those found with their number and kind; tuple recall:
with the right arm, endpoint and trial; full recall: and the right timepoint, comparator, interval and p value. Given:
rows where the gold lists all results, so that a false one is known; precision: of these, what is a result; tuple
precision: and has the right arm, endpoint and trial. Accepted right: the tuple precision of the rows with the status
`accepted`; right accepted: the share of all right rows that have it. In brackets the 95% interval, by drawing the
documents again {DRAWS} times. A specialty is that of most endpoints of a document, by the files of
`lexicon/endpoints/`.
"""


def page(scores: Scores, title: str) -> str:
    """The whole page, from its title on."""
    return "\n".join([f"# {title}", "", LEGEND, *sections(scores), ""])


def measures(rows: Iterable[tuple[str, Scores]], heading: str, corner: str = "") -> Iterator[str]:
    """One table under its heading, with a row for each part."""
    yield from _table(heading, corner, MEASURES, rows)


def sections(scores: Scores, level: str = "##") -> Iterator[str]:
    """The tables, each under a heading of some level."""
    yield from measures([("all", scores)], f"{level} In all")
    for group in GROUPS:
        if scores[group]:
            yield from measures(scores[group].items(), f"{level} {TITLES[group]}", group)
    for group, named in scores["acceptance"].items():
        yield from _table(f"{level} Accepted and not, by {group}", group, ACCEPTANCE, named.items())
    slots = {name: slot for name, slot in scores["slots"].items() if slot["n"]}
    yield from _table(f"{level} Slots of the rows found", "slot", {"n": "rows", "accuracy": "right"}, slots.items())
    soft = scores["qualitative"]
    yield f"Results in words: {shown(soft, 'recall')} of {soft['required']} found, {soft['predicted']} given."
    yield f"Figures that only look like results and were taken for some: {scores['decoy_hits']}."


def _table(heading: str, corner: str, columns: dict[str, str], rows: Iterable[tuple[str, Scores]]) -> Iterator[str]:
    yield from (heading, "")
    yield _row([corner, *columns.values()])
    yield _row(["---", *("---:" for _ in columns)])
    for name, row in rows:
        yield _row([name, *(_cell(row, column) for column in columns)])
    yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(row: Scores, name: str) -> str:
    span = row.get("intervals", {}).get(name)
    return shown(row, name) + (f" ({span[0]:.2f}-{span[1]:.2f})" if span else "")
