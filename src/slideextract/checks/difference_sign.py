"""A difference has the sign of its arms' values."""

from collections.abc import Iterator, Sequence

from slideextract.checks.difference import DIFFERENCE, VALUES
from slideextract.checks.finding import Finding
from slideextract.checks.peers import pairs
from slideextract.facts import Fact, Trial
from slideextract.identity import half_unit

CODE = "difference_sign"
SEVERITY = "warn"
REVIEW = True


def check_trial(trial: Trial, facts: Sequence[Fact]) -> Iterator[Finding]:  # noqa: ARG001 - a check's signature
    """Only a printed minus can be wrong: a difference without a sign is often given as its size."""
    for pair in pairs(facts, DIFFERENCE, VALUES):
        if pair.printed < 0 and pair.first - pair.second > half_unit(pair.first) + half_unit(pair.second):
            yield Finding(f"{pair.printed}, but {pair.first} is more than {pair.second}", pair.facts)
