"""A fact that is printed several times is one fact: the first printing is kept, the others stand under `also`.

A printing that a reader of the page doesn't see (off the page, white on white) gives way to one that he does.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from slideextract.facts import QUALITIES, Fact, Place
from slideextract.identity import arm_of, comparator_of, endpoint_key, number, same_arm, text_key
from slideextract.merge.frames import Frame
from slideextract.merge.keys import result_id
from slideextract.trust import status

SOFT = (  # one printing may leave these out; two that differ are two facts
    "timepoint_days",
    "numerator",
    "denominator",
    "dispersion",
    "ci_level",
    "ci_lower",
    "ci_upper",
    "adjusted",
)
FILLED = (*SOFT, "arm_n", "comparator", "population", "timepoint", "endpoint_type")
ARM = ("arm", "drugs", "dose")
WHOLE = (("endpoint", "endpoint_id"), ARM, ("p_value", "p_modifier"))
UNSEEN = "doubtful_text"
ONE_GROUP = Decimal(
    "0.05"
)  # share by which two sizes of one arm differ: analysis sets, slips; subgroups differ by more
SLOT_OF = {"timepoint_days": "timepoint", "ci_lower": "ci", "p_value": "p"}


def fold_facts(frames: Sequence[Frame]) -> list[Fact]:
    """The facts of one trial, each once, in the order of their first evidence."""
    kept: dict[Any, list[Fact]] = {}
    for fact in _places(frames):
        twins = kept.setdefault(_key(fact), [])
        home = next((index for index, twin in enumerate(twins) if _one(twin, fact)), None)
        if home is None:
            twins.append(fact)
        else:
            twins[home] = _joined(twins[home], fact)
    told = _completed(sorted((fact for twins in kept.values() for fact in twins), key=_order))
    return [fact.model_copy(update={"result_id": result_id(fact)}) for fact in told]


def _completed(facts: Sequence[Fact]) -> list[Fact]:
    """The facts without those that leave out their endpoint or arm and are the same as one that doesn't.

    A figure with its interval is hardly ever printed of two things.
    """
    kept = list(facts)
    for bare in facts:
        if bare.ci_lower is None or (bare.endpoint and bare.arm):
            continue
        twins = [k for k, fact in enumerate(kept) if fact.result_id != bare.result_id and _same_figure(fact, bare)]
        here = next((k for k, fact in enumerate(kept) if fact.result_id == bare.result_id), None)
        if len(twins) == 1 and here is not None:
            first, second = sorted((here, twins[0]))
            kept[first] = _joined(kept[first], kept[second])
            del kept[second]
    return kept


def _same_figure(one: Fact, other: Fact) -> bool:
    """Whether two figures with intervals are equal, and neither their endpoints nor their arms differ."""
    if _figure(one) != _figure(other):
        return False
    known = one.endpoint is not None and other.endpoint is not None
    if known and endpoint_key(one) != endpoint_key(other):
        return False
    arms = one.arm is None or other.arm is None or same_arm(arm_of(one), arm_of(other))
    return arms and _one(one, other.model_copy(update={"arm": one.arm, "drugs": one.drugs, "dose": one.dose}))


def _figure(fact: Fact) -> tuple[Any, ...]:
    bounds = number(fact.ci_lower), number(fact.ci_upper)
    return fact.kind, number(fact.value), text_key(fact.unit), *bounds, text_key(fact.subgroup)


def _places(frames: Sequence[Frame]) -> list[Fact]:
    """The facts with their ids, in order; what was read twice at one place is one."""
    by_id: dict[str, Fact] = {}
    for fact in sorted((fact for frame in frames for fact in frame.facts), key=_seen_first):
        name = result_id(fact)
        by_id[name] = _joined(by_id[name], fact) if name in by_id else fact.model_copy(update={"result_id": name})
    return list(by_id.values())


def _seen_first(fact: Fact) -> tuple[Any, ...]:
    return UNSEEN in fact.flags, _order(fact)


def _order(fact: Fact) -> tuple[Any, ...]:
    return fact.document, fact.page, fact.char_start, fact.char_end, fact.kind, fact.model_dump_json()


def _key(fact: Fact) -> tuple[Any, ...]:
    """What two printings must share."""
    where: tuple[Any, ...] | None = None
    if fact.endpoint is None and fact.ci_lower is not None:
        where = _figure(fact)
    elif fact.endpoint is None or (fact.arm is None and fact.kind == "qualitative"):
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
    """Whether nothing that both say differs."""
    if any(_differ(kept, fact, name) for name in SOFT) or _differ(kept, fact, "population", text_key):
        return False
    if not _same_size(kept, fact):
        return False
    if kept.comparator and fact.comparator and not same_arm(comparator_of(kept), comparator_of(fact)):
        return False
    return _same_time(kept, fact) and _same_arm(kept, fact) and _same_p(kept, fact)


def _same_size(kept: Fact, fact: Fact) -> bool:
    """Whether two sizes may be those of one arm, which another page contradicts."""
    if kept.arm_n is None or fact.arm_n is None or kept.arm_n == fact.arm_n:
        return True
    apart = (kept.document, kept.page) != (fact.document, fact.page)
    return apart and abs(kept.arm_n - fact.arm_n) <= ONE_GROUP * max(kept.arm_n, fact.arm_n)


def _same_time(kept: Fact, fact: Fact) -> bool:
    """Times that are equal, or one that is not said again in the same document."""
    if kept.timepoint is None or fact.timepoint is None:
        here = fact.document in {kept.document, *(place.document for place in kept.also)}
        return here or kept.timepoint == fact.timepoint
    if kept.timepoint_days is None or fact.timepoint_days is None:
        return text_key(kept.timepoint) == text_key(fact.timepoint)
    return True


def _same_arm(one: Fact, other: Fact) -> bool:
    return one.arm is None or same_arm(arm_of(one), arm_of(other))


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
    for whole in WHOLE:  # what belongs together is taken together
        told = getattr(kept, whole[0]) is None or (whole is ARM and _is_vaguer(kept, fact))
        if told and getattr(fact, whole[0]) is not None:
            fields |= {name: getattr(fact, name) for name in whole}
            slots |= {slot: fact.slots[slot] for name in whole if (slot := SLOT_OF.get(name, name)) in fact.slots}
    for name in FILLED:
        if getattr(kept, name) is None and getattr(fact, name) is not None:
            fields[name] = getattr(fact, name)
            slot = SLOT_OF.get(name, name)
            if slot in fact.slots:
                slots.setdefault(slot, fact.slots[slot])
    places = {*kept.also, *fact.also, _place(fact)} - {_place(kept)}
    slots = {name: place for name, place in fact.slots.items() if name.startswith("note")} | slots
    doubts = (set(kept.flags) & set(fact.flags)) - QUALITIES  # a doubt that another printing does not share is settled
    flags = doubts | (QUALITIES & {*kept.flags, *fact.flags})
    return kept.model_copy(
        update=fields
        | {
            "also": tuple(sorted(places, key=lambda p: (p.document, p.page, p.char_start, p.char_end))),
            "slots": slots,
            "flags": tuple(sorted(flags)),
            "status": status(flags),
        }
    )


def _is_vaguer(kept: Fact, fact: Fact) -> bool:
    """Whether a printing leaves out the dose that tells its arm apart, and the other one gives it."""
    return kept.dose is None and fact.dose is not None


def _place(fact: Fact) -> Place:
    return Place(document=fact.document, page=fact.page, char_start=fact.char_start, char_end=fact.char_end)
