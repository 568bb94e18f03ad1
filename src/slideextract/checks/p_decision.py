"""A p-value and an interval say the same of significance."""

from collections.abc import Iterator

from slideextract.checks.estimates import estimate
from slideextract.checks.models import one_sided
from slideextract.facts import Fact

CODE = "p_contradicts_ci"
SEVERITY = "warn"
REVIEW = True
MARGIN = 1.5  # factor around the level within which another test may decide otherwise


def check(fact: Fact) -> Iterator[str]:
    """An interval without the null goes with a p below its level."""
    found = estimate(fact)
    if found is None or fact.p_value is None or one_sided(fact):
        return
    alpha, p = 1 - found.level, float(fact.p_value)
    lower, upper = found.lower, found.upper
    excludes = lower.at - lower.room > 0 or upper.at + upper.room < 0
    includes = lower.at + lower.room < 0 < upper.at - upper.room
    small = fact.p_modifier in {"=", "<", "<="} and p < alpha / MARGIN
    large = fact.p_modifier in {"=", ">", ">="} and p > alpha * MARGIN
    if (excludes and large) or (includes and small):
        verb = "excludes" if excludes else "includes"
        yield f"p {fact.p_modifier} {fact.p_value}, but {fact.ci_lower} to {fact.ci_upper} {verb} no effect"
