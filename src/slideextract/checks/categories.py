"""Exclusive categories add up to no more than 100 %: complete and partial response, for one."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from slideextract.checks.finding import Finding
from slideextract.facts import Fact, Trial
from slideextract.identity import arm_of, half_unit, number, text_key

CODE = "categories_exceed_100"
SEVERITY = "warn"
REVIEW = True
EXCLUSIVE = (frozenset({"cr", "pr", "sd", "pd"}),)
WHOLE = Decimal(100)


def check_trial(trial: Trial, facts: Sequence[Fact]) -> Iterator[Finding]:  # noqa: ARG001 - a check's signature
    """Add up the categories of one arm, time and population, each of them printed once."""
    groups: dict[Any, list[Fact]] = {}
    for fact in facts:
        for number_of, names in enumerate(EXCLUSIVE):
            if fact.kind == "percent" and fact.endpoint_id in names and fact.arm:
                people = text_key(fact.population), text_key(fact.subgroup)
                groups.setdefault((number_of, arm_of(fact), number(fact.timepoint_days), people), []).append(fact)
    for group in groups.values():
        values = [fact.value for fact in group if fact.value is not None]
        once = len({fact.endpoint_id for fact in group}) == len(group) > 1
        if once and sum(values) > WHOLE + sum(map(half_unit, values)):
            yield Finding(f"the categories add up to {sum(values)} %", tuple(group))
