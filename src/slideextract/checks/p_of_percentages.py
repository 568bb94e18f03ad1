"""A p-value goes with the percentages that it compares."""

import math
from collections.abc import Iterator, Sequence
from statistics import NormalDist

from slideextract.checks.finding import Finding
from slideextract.checks.models import modelled, one_sided
from slideextract.checks.peers import setting
from slideextract.facts import Fact, Trial
from slideextract.identity import arm_of, comparator_of, same_arm

CODE = "p_disagrees_with_percentages"
SEVERITY = "info"  # the test is seldom the plain one
ROOM = 1.0  # powers of ten between this test and the printed one
LEAST = 1e-12
NORMAL = NormalDist()


def check_trial(trial: Trial, facts: Sequence[Fact]) -> Iterator[Finding]:  # noqa: ARG001 - a check's signature
    """Test two percentages with the sizes of their arms."""
    shares = [fact for fact in facts if fact.kind == "percent" and fact.value is not None and fact.arm_n and fact.arm]
    for fact in shares:
        if fact.p_value is None or fact.comparator is None or modelled(fact) or one_sided(fact):
            continue
        others = [f for f in shares if f is not fact and setting(f) == setting(fact)]
        control = [f for f in others if same_arm(arm_of(f), comparator_of(fact))]
        if len(control) == 1 and (p := _two_proportions(fact, control[0])) is not None and not _agree(fact, p):
            yield Finding(f"p {fact.p_modifier} {fact.p_value}, but the percentages give {p:.2g}", (fact, control[0]))


def _two_proportions(one: Fact, other: Fact) -> float | None:
    """Two-sided p of the pooled z test."""
    sizes = float(one.arm_n or 0), float(other.arm_n or 0)
    shares = float(one.value or 0) / 100, float(other.value or 0) / 100
    pooled = (shares[0] * sizes[0] + shares[1] * sizes[1]) / sum(sizes)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / sizes[0] + 1 / sizes[1])) if 0 < pooled < 1 else 0.0
    return 2 * NORMAL.cdf(-abs(shares[0] - shares[1]) / spread) if spread else None


def _agree(fact: Fact, p: float) -> bool:
    printed, found = max(float(fact.p_value or 0), LEAST), max(p, LEAST)
    distance = math.log10(found) - math.log10(printed)
    if fact.p_modifier in {"<", "<="}:
        return distance <= ROOM
    return distance >= -ROOM if fact.p_modifier in {">", ">="} else abs(distance) <= ROOM
