"""A fact that is printed several times is one fact: the first printing is kept, the others stand under `also`."""

from collections.abc import Sequence
from typing import Any

from slideextract.facts import Fact, Place
from slideextract.merge.arm_names import ArmKey, arm_key, same_arm
from slideextract.merge.frames import Frame
from slideextract.merge.keys import endpoint_key, number, result_id, text_key

SOFT = (  # one printing may leave these out; two that differ are two facts
    "timepoint_days",
    "arm_n",
    "numerator",
    "denominator",
    "dispersion",
    "ci_level",
    "ci_lower",
    "ci_upper",
    "adjusted",
)
SOFT_TEXT = ("comparator", "population")
FILLED = (*SOFT, *SOFT_TEXT, "timepoint", "endpoint_type", "dose")
SLOT_OF = {"timepoint_days": "timepoint", "ci_lower": "ci", "p_value": "p"}


def fold_facts(frames: Sequence[Frame]) -> list[Fact]:
    """The facts of one trial, each once, in the order of their first evidence."""
    facts = sorted({fact.model_dump_json(): fact for frame in frames for fact in frame.facts}.values(), key=_order)
    kept: dict[Any, list[Fact]] = {}
    for fact in facts:
        twins = kept.setdefault(_key(fact), [])
        for index, twin in enumerate(twins):
            if _one(twin, fact):
                twins[index] = _joined(twin, fact)
                break
        else:
            twins.append(fact.model_copy(update={"result_id": result_id(fact)}))
    return sorted((fact for twins in kept.values() for fact in twins), key=_order)


def _order(fact: Fact) -> tuple[Any, ...]:
    return fact.document, fact.page, fact.char_start, fact.char_end, fact.kind, fact.model_dump_json()


def _key(fact: Fact) -> tuple[Any, ...]:
    """What two printings must share."""
    where = None
    if fact.endpoint is None or (fact.arm is None and fact.kind == "qualitative"):
        where = (fact.document_sha256, fact.char_start, fact.char_end)  # nothing says that two of them are one
    return (
        endpoint_key(fact),
        fact.kind,
        number(fact.value),
        text_key(fact.unit),
        fact.direction,
        text_key(fact.subgroup),
        fact.arm is None,
        where,
    )


def _one(kept: Fact, fact: Fact) -> bool:
    if kept.result_id == result_id(fact):
        return True
    documents = {kept.document, *(place.document for place in kept.also)}
    if (kept.timepoint is None) != (fact.timepoint is None) and fact.document not in documents:
        return False
    if kept.timepoint_days is None and fact.timepoint_days is None and _differ(kept, fact, "timepoint", text_key):
        return False
    if any(_differ(kept, fact, name) for name in SOFT) or any(_differ(kept, fact, n, text_key) for n in SOFT_TEXT):
        return False
    return _same_arm(kept, fact) and _same_p(kept, fact)


def _same_arm(one: Fact, other: Fact) -> bool:
    return one.arm is None or same_arm(_arm(one), _arm(other))


def _arm(fact: Fact) -> ArmKey:
    return arm_key(fact.arm or "", fact.drugs, fact.dose)


def _differ(one: Fact, other: Fact, name: str, key: Any = lambda value: value) -> bool:
    first, second = getattr(one, name), getattr(other, name)
    return first is not None and second is not None and key(first) != key(second)


def _same_p(one: Fact, other: Fact) -> bool:
    """Whether the p-values agree: "p = 0.0002" and "p < 0.001" do."""
    p, q = one.p_value, other.p_value
    if p is None or q is None or (one.p_modifier, p) == (other.p_modifier, q):
        return True
    if one.p_modifier != "=":
        one, other, p, q = other, one, q, p
    return one.p_modifier == "=" and other.p_modifier in {"<", "<="} and p <= q


def _joined(kept: Fact, fact: Fact) -> Fact:
    """The first printing with what only another says, and the other's place."""
    fields: dict[str, Any] = {}
    slots = dict(kept.slots)
    for name in FILLED:
        if getattr(kept, name) is None and getattr(fact, name) is not None:
            fields[name] = getattr(fact, name)
            slot = SLOT_OF.get(name, name)
            if slot in fact.slots:
                slots.setdefault(slot, fact.slots[slot])
    if kept.p_value is None and fact.p_value is not None:
        fields |= {"p_value": fact.p_value, "p_modifier": fact.p_modifier}
        slots |= {"p": fact.slots["p"]} if "p" in fact.slots else {}
    places = {*kept.also, *fact.also, _place(fact)} - {_place(kept)}
    doubts = set(kept.flags) & set(fact.flags)  # a doubt that another printing does not share is settled
    settled = "needs_review" if kept.status == fact.status == "needs_review" else "accepted"
    return kept.model_copy(
        update=fields
        | {
            "also": tuple(sorted(places, key=lambda p: (p.document, p.page, p.char_start, p.char_end))),
            "slots": slots,
            "flags": tuple(sorted(doubts)),
            "status": settled,
        }
    )


def _place(fact: Fact) -> Place:
    return Place(document=fact.document, page=fact.page, char_start=fact.char_start, char_end=fact.char_end)
