"""Error bars of native charts: the interval, SE, SD or range of each point, where the slide says which they are.

"Error bars: 95% CI", «barres d'erreur : IC 95 %», "LS mean (SE)" over an axis. A slide that doesn't say, or says two
things, leaves them out of the facts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from slideextract.assemble.cells import level_of
from slideextract.assemble.draft import Draft
from slideextract.assemble.found import RESULTS
from slideextract.assemble.header_rules import find, says
from slideextract.assemble.reading import Read
from slideextract.assemble.tables.grid import Grid
from slideextract.mentions import Mention, view

AMOUNT = r"-?\d+(?:\.\d+)?"
CELL = regex.compile(  # as readers write it: "[54.2% ; 70.5%] −8.2%/+8.1%"
    rf"(?:\[(?P<bounds>\D*?(?P<lower>{AMOUNT})\D*? ; \D*?(?P<upper>{AMOUNT})\D*?)\] )?"
    rf"(?P<lengths>(?:−\D*?(?P<minus>{AMOUNT})[^\d/]*)?/?(?:\+\D*?(?P<plus>{AMOUNT})\D*)?)"
)
ENDS = regex.compile(r"[;\n•]|\.(?!\d)")  # between two statements
FIGURES = RESULTS - {"threshold"}
PLAIN = frozenset({"score", "count"})  # kinds that become a mean where a spread stands around them
UNNAMED = "an error bar; the slide doesn't say of what (CI, SE, SD), or says two things"
UNEQUAL = "an error bar with unequal sides, which no single SE or SD is"
TAKEN = "a part of an error bar, which is told by its other figures"


@dataclass(frozen=True, slots=True)
class Stands:
    """What error bars stand for: `ci`, `se`, `sd`, `iqr` or `range`, and the level of an interval."""

    what: str
    level: Decimal | None = None


def stands_for(grid: Grid, own: Sequence[Read], text: str) -> Stands | None:
    """What the error bars of a series stand for.

    Args:
        grid: the chart.
        own: labels of the row and of the chart's corner.
        text: the document's text.

    Returns:
        What the nearest text says: of the chart itself, then of its slide; None where none does or two differ.
    """
    titles = [*own, *grid.titles]
    explicit = [[_explicit(_said(read, text)) for read in reads] for reads in (titles, grid.page)]
    implied = [_stands(_said(read, text)) for read in (*titles, *grid.notes) if not _has_figures(read)]
    for said in (*explicit, implied):
        found = frozenset[Stands]().union(*said)
        if found:
            return next(iter(found)) if len(found) == 1 else None
    return None


def _said(read: Read, text: str) -> str:
    return text[read.line.span.start : read.line.span.end]


def _explicit(said: str) -> frozenset[Stands]:
    """What a text says that its error bars are: the words behind them in the same statement, else those before."""
    found: set[Stands] = set()
    for statement in map(view, ENDS.split(said)):
        at = find("error_bars", statement)
        if at is not None:
            found |= _stands(statement[at[1] :]) or _stands(statement[: at[0]])
    return frozenset(found)


def _stands(said: str) -> frozenset[Stands]:
    """The intervals and spreads that a text names; a bare "±" names none."""
    named = {Stands("ci", level_of(said))} if says("interval_word", said) else set()
    spread = says("spread", said.replace("±", " "))
    return frozenset(named | ({Stands(spread)} if spread is not None else set()))


def _has_figures(read: Read) -> bool:
    """Whether a text prints figures of its own, whose interval or spread it then may name."""
    return any(mention.kind in FIGURES for mention in read.mentions.values())


def give_bars(read: Read, stands: Stands | None, drafts: Iterable[Draft], text: str) -> str:
    """Give one error bar to the values of its point.

    Returns:
        Why figures of the cell that no value took are none.
    """
    start, end = read.line.span
    match = CELL.fullmatch(text[start:end])
    if match is None or stands is None:
        return UNNAMED
    spread = _mention(match, stands, start)
    if spread is None:
        return UNEQUAL
    for draft in drafts:
        if stands.what == "ci" and draft.interval is None:
            draft.interval = spread
        elif stands.what != "ci" and draft.dispersion is None:
            draft.dispersion = spread
            draft.parts["dispersion"] = spread.start, spread.end
            draft.kind = "mean" if draft.kind in PLAIN and stands.what in {"se", "sd"} else draft.kind
    return TAKEN


def _mention(match: regex.Match[str], stands: Stands, start: int) -> Mention | None:
    """The interval, or the spread with its one length or two ends."""
    values: dict[str, Decimal | str] = {} if stands.what == "ci" else {"type": stands.what}
    if stands.what in {"se", "sd"}:
        lengths = {Decimal(match[side]) for side in ("minus", "plus") if match[side]}
        if len(lengths) != 1:
            return None
        values["value"], slot = lengths.pop(), "lengths"
    elif match["bounds"]:
        values |= {"lower": Decimal(match["lower"]), "upper": Decimal(match["upper"])}
        values |= {"level": stands.level} if stands.level is not None else {}
        slot = "bounds"
    else:
        return None
    kind = "interval" if stands.what == "ci" else "dispersion"
    place = start + match.start(slot), start + match.end(slot)
    return Mention(kind, *place, f"chart.error_bar_{stands.what}", values, {"raw": place})
