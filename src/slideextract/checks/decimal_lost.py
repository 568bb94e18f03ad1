"""A value has a decimal sign where those beside it have one: 464 beside 46.1 may have lost it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from slideextract.checks.finding import Finding
from slideextract.checks.peers import setting
from slideextract.facts import Fact, Trial

CODE = "decimal_lost"
SEVERITY = "warn"
REVIEW = True
KINDS = frozenset({"mean", "median", "ls_mean", "change", "score", "duration", "difference", "rate"})
FAR = 8  # times the largest value beside it: arms of one trial hardly differ so much, a lost sign makes it ten
NEAR = 3  # times a value beside it, with the sign put back


def check_trial(trial: Trial, facts: Sequence[Fact]) -> Iterator[Finding]:  # noqa: ARG001 - a check's signature
    """Compare each whole number with the decimals of its endpoint, time and unit in the other arms."""
    groups: dict[Any, list[tuple[Fact, Decimal]]] = defaultdict(list)
    for fact in facts:
        if fact.kind in KINDS and fact.value and fact.endpoint and fact.arm:
            groups[(*setting(fact), fact.kind, fact.unit)].append((fact, abs(fact.value)))
    for group in groups.values():
        whole = [(fact, value) for fact, value in group if not _places(fact)]
        beside = [(fact, value) for fact, value in group if _places(fact)]
        if len(whole) == 1 and beside and _lost(whole[0][1], beside):  # of several, none is the odd one
            fact = whole[0][0]
            yield Finding(f"{fact.value} is far from {beside[0][0].value}: a decimal sign may be lost", (fact,))


def _places(fact: Fact) -> int:
    """Decimals of a value as printed."""
    exponent = fact.value.as_tuple().exponent if fact.value is not None else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _lost(value: Decimal, beside: Sequence[tuple[Fact, Decimal]]) -> bool:
    """Whether a value is far off all others, and near one once its sign is back, or was read as a digit."""
    if value < FAR * max(size for _, size in beside):
        return False
    shifts = ((size, _places(other) + more) for other, size in beside for more in (0, 1))
    return any(size / NEAR <= value / 10**places <= size * NEAR for size, places in shifts)
