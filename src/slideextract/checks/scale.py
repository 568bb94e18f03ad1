"""A value lies on the scale of its endpoint, a percentage between 0 and 100."""

from collections.abc import Iterator

from slideextract.facts import Fact
from slideextract.terms import endpoint

CODE = "outside_scale"
SEVERITY = "error"
LEVELS = frozenset({"mean", "median", "ls_mean", "score"})
NOT_POINTS = frozenset({"%", "months", "mois", "weeks", "semaines", "days", "jours", "years", "ans"})
WHOLE = 100


def check(fact: Fact) -> Iterator[str]:
    """Say where a value is off its scale; changes and differences may be, and a negative value is a change."""
    if fact.value is None:
        return
    if fact.kind == "percent" and not 0 <= fact.value <= WHOLE:
        yield f"{fact.value} % is no share of participants: a change, or misread"
    record = endpoint(fact.endpoint_id) if fact.endpoint_id else None
    if record is None or record.upper is None or fact.kind not in LEVELS or fact.unit in NOT_POINTS:
        return
    lower = record.lower or 0
    is_change = fact.value < 0 <= lower  # no larger than the scale is long
    if not (is_change or lower <= fact.value <= record.upper) or -fact.value > record.upper - lower:
        yield f"{fact.value} is off the scale of {fact.endpoint}, {lower:g} to {record.upper:g}"
