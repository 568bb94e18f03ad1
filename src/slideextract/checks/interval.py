"""A confidence interval contains its own point estimate."""

from collections.abc import Iterator

from slideextract.facts import Fact

CODE = "ci_excludes_value"
SEVERITY = "error"
# A reduction is printed as a positive number beside an interval of negative ones, and the other way round.
EITHER_SIGN = frozenset({"change", "difference"})


def check(fact: Fact) -> Iterator[str]:
    """Say where the estimate lies outside its interval."""
    value, lower, upper = fact.value, fact.ci_lower, fact.ci_upper
    if value is None or lower is None or upper is None:
        return
    if lower > upper:
        yield f"the bounds {lower} and {upper} are the wrong way round"
    elif not lower <= value <= upper and not (fact.kind in EITHER_SIGN and lower <= -value <= upper):
        yield f"{value} is outside its own interval, {lower} to {upper}"
