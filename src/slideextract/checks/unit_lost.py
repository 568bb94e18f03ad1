"""Values of one endpoint and time are all percentages, or none is: one without its sign may have lost it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from slideextract.checks.finding import Finding
from slideextract.checks.peers import setting
from slideextract.facts import Fact, Trial

CODE = "unit_lost"
SEVERITY = "warn"
REVIEW = True
PLAIN = frozenset({"rate", "score"})  # kinds of a number whose statistic isn't named
WHOLE = 100


def check_trial(trial: Trial, facts: Sequence[Fact]) -> Iterator[Finding]:  # noqa: ARG001 - a check's signature
    """Find plain numbers that could be percentages, beside percentages of another arm."""
    groups: dict[Any, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.endpoint and fact.arm and fact.value is not None:
            groups[fact.quote, *setting(fact)].append(fact)
    for group in groups.values():
        shares = [fact for fact in group if fact.kind == "percent"]
        bare = [fact for fact in group if fact.kind in PLAIN and fact.unit is None and 0 <= (fact.value or 0) <= WHOLE]
        if len(shares) == len(bare) == 1 and shares[0].arm != bare[0].arm:
            yield Finding(f"{bare[0].value} stands beside {shares[0].value} %: a sign may be lost", tuple(bare))
