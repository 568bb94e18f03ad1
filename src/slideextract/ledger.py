"""What became of every number: a fact, a rejection with its reason, or a figure read as something else."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from slideextract.assemble import Assembled
from slideextract.document import Document
from slideextract.facts import Fact, Ledger

NEAR = 8  # slots that begin before a place, of which one may hold it: evidence is nested two or three deep
WHOLE_TEXT = 2**31  # past the end of any text
RESULT_KINDS = frozenset(
    [
        "percent",
        "fraction",
        "people",
        "points",
        "measure",
        "number",
        "hazard_ratio",
        "odds_ratio",
        "risk_ratio",
        "rate_ratio",
    ]
)


def ledger(document: Document, assembled: Assembled, facts: Sequence[Fact]) -> list[Ledger]:
    """One entry a typed figure, in the order of the text."""
    return sorted(_entries(document, assembled, facts), key=lambda entry: (entry.char_start, entry.char_end))


def _entries(document: Document, assembled: Assembled, facts: Sequence[Fact]) -> Iterator[Ledger]:
    told = {(fact.char_start, fact.char_end): fact for fact in facts}
    used = sorted({(e.char_start, e.char_end, name) for fact in facts for name, e in fact.slots.items()})
    refused = {(reject.start, reject.end): reject for reject in assembled.rejected}
    for read in assembled.reads:
        for mention in read.mentions.values():
            start, end = raw = mention.spans.get("raw", (mention.start, mention.end))
            fact = told.get(raw)
            slot = None if fact is not None else _slot(used, mention.start, mention.end)
            if fact is not None:
                verdict, reason, rule = "fact", fact.kind, fact.rule
            elif slot is not None:
                verdict, reason, rule = "fact", f"{slot} of a fact", mention.rule
            elif raw in refused:
                verdict, reason, rule = "rejected", refused[raw].reason, refused[raw].rule
            elif mention.kind in RESULT_KINDS:
                verdict, reason, rule = "rejected", "no statement binds it to an endpoint or an arm", mention.rule
            else:
                verdict, reason, rule = "other", f"read as {mention.kind}", mention.rule
            yield Ledger(
                page=document.page_at(start).number,
                char_start=start,
                char_end=end,
                raw=document.text[start:end],
                verdict=verdict,  # type: ignore[arg-type]
                reason=reason,
                rule=rule,
                result_id=fact.result_id or None if fact else None,
            )


def _slot(used: Sequence[tuple[int, int, str]], start: int, end: int) -> str | None:
    """The slot of a fact whose evidence holds a place: a bound stands inside its interval."""
    first = bisect_right(used, (start, WHOLE_TEXT, ""))
    return next((name for s, e, name in reversed(used[max(0, first - NEAR) : first]) if s <= start and end <= e), None)
