"""A part is no larger than its whole: ACR50 and ACR20, serious and all adverse events, PFS and OS."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from slideextract.checks.finding import Finding
from slideextract.facts import Fact, Trial
from slideextract.identity import arm_of, half_unit, number, text_key
from slideextract.terms import endpoint

CODE = "part_exceeds_whole"
SEVERITY = "warn"
REVIEW = True
NESTED = (  # each is part of the next
    ("acr70", "acr50", "acr20"),
    ("pasi100", "pasi90", "pasi75"),
    ("cr", "orr", "dcr"),
    ("pr", "orr"),
    ("sae", "ae"),
    ("grade3ae", "ae"),
    ("ae_disc", "ae"),
    ("pfs", "os"),
)
STEPS = tuple(step for chain in NESTED for step in pairwise(chain))
KINDS = frozenset({"percent", "median", "duration"})


def check_trial(trial: Trial, facts: Sequence[Fact]) -> Iterator[Finding]:  # noqa: ARG001 - a check's signature
    """Compare values of one arm, time and population; only endpoints with nothing but their name can be wholes."""
    known: dict[Any, list[Fact]] = {}
    for fact in facts:
        if fact.kind in KINDS and fact.value is not None and fact.arm and _plain(fact):
            known.setdefault((_setting(fact), fact.endpoint_id), []).append(fact)
    for (where, name), parts in known.items():
        for whole_name in (whole for part, whole in STEPS if part == name):
            wholes = known.get((where, whole_name), [])
            yield from _compare(parts, wholes)


def _compare(parts: Sequence[Fact], wholes: Sequence[Fact]) -> Iterator[Finding]:
    for part in parts:
        for whole in wholes:
            small, large = part.value, whole.value
            if small is not None and large is not None and small > large + half_unit(small) + half_unit(large):
                names = f"{part.endpoint} {part.value}", f"{whole.endpoint} {whole.value}"
                yield Finding(f"{names[0]} is more than {names[1]}", (part, whole))


def _setting(fact: Fact) -> tuple[Any, ...]:
    people = text_key(fact.population), text_key(fact.subgroup)
    return arm_of(fact), number(fact.timepoint_days), people, fact.kind, text_key(fact.unit)


def _plain(fact: Fact) -> bool:
    """Whether the endpoint's name is a name of the lexicon and nothing more: no cause, organ or grade."""
    record = endpoint(fact.endpoint_id) if fact.endpoint_id else None
    return record is not None and text_key(fact.endpoint) in {text_key(name) for name in (*record.en, *record.fr)}
