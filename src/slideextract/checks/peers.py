"""Which measured values a comparison compares: those of its two arms for the same endpoint, time and people."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from slideextract.facts import Fact
from slideextract.identity import arm_of, comparator_of, endpoint_key, number, same_arm, text_key


class Pair(NamedTuple):
    """A comparison, the values of its arms, and the three numbers."""

    effect: Fact
    treated: Fact
    control: Fact
    printed: Decimal
    first: Decimal
    second: Decimal

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All three."""
        return self.effect, self.treated, self.control


def pairs(facts: Sequence[Fact], kinds: frozenset[str], of: frozenset[str]) -> Iterator[Pair]:
    """Comparisons of `kinds` whose arms have exactly one value each among facts of the kinds `of`."""
    measured: dict[Any, list[Fact]] = {}
    for fact in facts:
        if fact.kind in of and fact.value is not None and fact.arm:
            measured.setdefault(setting(fact), []).append(fact)
    for effect in facts:
        if effect.kind in kinds and effect.arm and effect.comparator:
            values = measured.get(setting(effect), [])
            index = [fact for fact in values if same_arm(arm_of(fact), arm_of(effect))]
            control = [fact for fact in values if same_arm(arm_of(fact), comparator_of(effect))]
            if len(index) == len(control) == 1:
                yield from _pair(effect, index[0], control[0])


def _pair(effect: Fact, treated: Fact, control: Fact) -> Iterator[Pair]:
    printed, first, second = effect.value, treated.value, control.value
    if printed is None or first is None or second is None or treated is control:
        return
    if (treated.kind, treated.unit) == (control.kind, control.unit):
        yield Pair(effect, treated, control, printed, first, second)


def setting(fact: Fact) -> tuple[Any, ...]:
    """What was measured, when and in whom, whatever the arm."""
    when = number(fact.timepoint_days) or text_key(fact.timepoint)
    return endpoint_key(fact), when, text_key(fact.population), text_key(fact.subgroup)
