"""A hazard ratio goes with the median times of its arms."""

from collections.abc import Iterator, Sequence

from slideextract.checks.finding import Finding
from slideextract.checks.peers import pairs
from slideextract.facts import Fact, Trial

CODE = "hazard_ratio_against_medians"
SEVERITY = "info"  # the medians are one point of two curves that may cross
HAZARD = frozenset({"hazard_ratio"})
TIMES = frozenset({"median", "duration"})
FACTOR = 2.0  # by which the medians may leave the ratio under a constant hazard
EVEN = 0.1  # a ratio or medians this near to equal have no direction


def check_trial(trial: Trial, facts: Sequence[Fact]) -> Iterator[Finding]:  # noqa: ARG001 - a check's signature
    """Compare the ratio with that of the medians, the comparator's first."""
    for pair in pairs(facts, HAZARD, TIMES):
        if min(pair.printed, pair.first, pair.second) <= 0:
            continue
        medians, printed = float(pair.second / pair.first), float(pair.printed)
        opposite = (printed < 1 - EVEN and medians > 1 + EVEN) or (printed > 1 + EVEN and medians < 1 - EVEN)
        if opposite or not 1 / FACTOR <= printed / medians <= FACTOR:
            yield Finding(f"{printed} beside medians of {pair.first} and {pair.second}", pair.facts)
