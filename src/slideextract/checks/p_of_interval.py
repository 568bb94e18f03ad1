"""A p-value agrees with the confidence interval beside it."""

from collections.abc import Iterator

from slideextract.checks.estimates import estimate, p_range
from slideextract.checks.models import one_sided
from slideextract.facts import Fact
from slideextract.identity import half_unit

CODE = "p_disagrees_with_ci"
SEVERITY = "warn"
REVIEW = True
ROOM = 2.0  # factor for other tests than the interval's: log-rank beside Cox, CMH beside a crude difference
TAIL, TAIL_ROOM = 0.01, 10.0  # below it p-values of neighbouring tests part by far more


def check(fact: Fact) -> Iterator[str]:
    """Compute p from the interval and compare it with the printed one."""
    found = estimate(fact)
    if found is None or fact.p_value is None or fact.p_value <= 0 or one_sided(fact):
        return
    least, most = p_range(found)
    least /= TAIL_ROOM if least < TAIL else ROOM
    most *= TAIL_ROOM if most < TAIL else ROOM
    p, room = float(fact.p_value), float(half_unit(fact.p_value))
    below, above = fact.p_modifier in {"<", "<="}, fact.p_modifier in {">", ">="}
    if (not below and p - room > most) or (not above and p + room < least):
        yield f"p {fact.p_modifier} {fact.p_value}, but the interval gives p from {least:.2g} to {most:.2g}"
