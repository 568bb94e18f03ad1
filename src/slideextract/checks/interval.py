"""A confidence interval contains its own point estimate."""

from collections.abc import Iterator

from slideextract.facts import Fact

CODE = "ci_excludes_value"
SEVERITY = "error"


def check(fact: Fact) -> Iterator[str]:
    """Say where the estimate lies outside its interval."""
    if fact.value is None or fact.ci_lower is None or fact.ci_upper is None:
        return
    if not fact.ci_lower <= fact.value <= fact.ci_upper:
        yield f"{fact.value} is outside its own interval, {fact.ci_lower} to {fact.ci_upper}"
