"""A difference is the value of its arm less that of the comparator."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from slideextract.checks.finding import Finding
from slideextract.checks.models import modelled
from slideextract.checks.peers import pairs
from slideextract.facts import Fact, Trial
from slideextract.identity import half_unit

CODE = "difference_mismatch"
SEVERITY = "warn"
REVIEW = True
MODEL_ALLOWANCE = Decimal(2)  # points by which an adjusted difference may leave the crude one
MODEL_SHARE = Decimal("0.25")  # of other units: adjusted means move by a share of their difference
DIFFERENCE = frozenset({"difference"})
VALUES = frozenset({"percent", "mean", "ls_mean", "median", "change", "score", "rate"})


def check_trial(trial: Trial, facts: Sequence[Fact]) -> Iterator[Finding]:  # noqa: ARG001 - a check's signature
    """Subtract what is printed; a difference with an interval or a p comes from a model and gets some room."""
    for pair in pairs(facts, DIFFERENCE, VALUES):
        crude, effect = pair.first - pair.second, pair.effect
        room = half_unit(pair.printed) + half_unit(pair.first) + half_unit(pair.second)
        if modelled(effect) or effect.ci_lower is not None or effect.p_value is not None:
            room += MODEL_ALLOWANCE if pair.treated.kind == "percent" else abs(crude) * MODEL_SHARE
        if abs(abs(pair.printed) - abs(crude)) > room:
            yield Finding(f"{pair.first} less {pair.second} is {crude}, not {pair.printed}", pair.facts)
