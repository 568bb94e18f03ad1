"""Facts that contradict each other: same arm, endpoint and time, another value, on another page or in another line."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from slideextract.facts import ANALYSES, Claim, Conflict, Evidence, Fact
from slideextract.identity import arm_of, endpoint_key, half_unit, number, same_arm, text_key

FLAG = "conflict"
# Where our own reading is in doubt, a difference says nothing about the documents.
DOUBTS = frozenset(
    {"arm_inferred", "arm_close_call", "endpoint_inferred", "drug_repaired", "doubtful_text", "ocr_unsure"}
)


def contradictions(facts: Sequence[Fact]) -> tuple[list[Fact], tuple[Conflict, ...]]:
    """The facts, those that contradict another flagged, and each contradiction with all its evidence."""
    found: list[list[Fact]] = []
    for alike in _alike(facts):
        found += _clashes(alike)
    marked = {fact.result_id for clash in found for fact in clash}
    return [_flag(fact) if fact.result_id in marked else fact for fact in facts], tuple(_conflict(c) for c in found)


def _alike(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Facts that say the same of what was measured and when."""
    groups: dict[Any, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.endpoint and fact.arm and fact.value is not None and not DOUBTS & set(fact.flags):
            groups[_key(fact)].append(fact)
    return [group for group in groups.values() if len(group) > 1]


def _key(fact: Fact) -> tuple[Any, ...]:
    return (
        endpoint_key(fact),
        text_key(fact.endpoint),
        number(fact.timepoint_days),
        fact.kind,
        text_key(fact.unit),
        text_key(fact.population),
        text_key(fact.subgroup),
        text_key(fact.comparator),
        bool(fact.adjusted),
        *sorted(ANALYSES & set(fact.flags)),
    )


def _clashes(facts: Sequence[Fact]) -> list[list[Fact]]:
    """By arm, the facts of different values that stand apart."""
    arms: list[list[Fact]] = []
    for fact in facts:
        home = next((arm for arm in arms if same_arm(arm_of(arm[0]), arm_of(fact))), None)
        if home is None:
            arms.append([fact])
        else:
            home.append(fact)
    clashes = []
    for arm in arms:
        apart = [fact for fact in arm if any(_contradict(fact, other) for other in arm)]
        if apart:
            clashes.append(apart)
    return clashes


def _contradict(one: Fact, other: Fact) -> bool:
    """Whether the values differ by more than their rounding: 46 and 46.4 agree."""
    if one.value is None or other.value is None or not _apart(one, other):
        return False
    return abs(one.value - other.value) > half_unit(one.value) + half_unit(other.value)


def _apart(one: Fact, other: Fact) -> bool:
    """Whether two facts are told by themselves: in two sentences of a page, or on two pages that both say when."""
    if (one.document, one.page) == (other.document, other.page):
        return one.quote != other.quote
    return one.timepoint_days is not None


def _flag(fact: Fact) -> Fact:
    return fact.model_copy(update={"flags": tuple(sorted({*fact.flags, FLAG}))})


def _conflict(facts: Sequence[Fact]) -> Conflict:
    first = facts[0]
    names = [first.endpoint or "", first.arm or "", first.timepoint or ""]
    claims: dict[str, Claim] = {}
    for fact in facts:
        said = number(fact.value) or ""
        claims.setdefault(said, Claim(value=said, evidence=cited(fact)))
    return Conflict(field=f"{first.kind}: {', '.join(name for name in names if name)}", values=tuple(claims.values()))


def cited(fact: Fact) -> Evidence:
    """Where the number of a fact is printed."""
    return Evidence(
        document=fact.document,
        page=fact.page,
        char_start=fact.char_start,
        char_end=fact.char_end,
        bbox=fact.bbox,
        quote=fact.quote,
    )
