"""A confidence interval lies evenly around its estimate: a difference as it is, a ratio as its logarithm."""

from collections.abc import Iterator

from slideextract.checks.estimates import estimate
from slideextract.facts import Fact

CODE = "ci_asymmetric"
SEVERITY = "warn"
REVIEW = True
SKEW = 0.15  # of the half width: exact, score and bootstrap intervals are a little uneven by nature


def check(fact: Fact) -> Iterator[str]:
    """Compare the estimate with the middle of its interval."""
    found = estimate(fact)
    if found is None:
        return
    off = abs(found.value.at - (found.lower.at + found.upper.at) / 2)
    room = found.value.room + (found.lower.room + found.upper.room) / 2
    if off > room + SKEW * found.half_width:
        yield f"{fact.value} is not in the middle of {fact.ci_lower} to {fact.ci_upper}"
