"""The record of one trial from its frames and facts."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from slideextract.facts import Citation, Claim, Conflict, Design, Evidence, Fact, Record, Trial
from slideextract.identity import name_key, text_key
from slideextract.merge.arms import merge_arms
from slideextract.merge.contradictions import FLAG, contradictions
from slideextract.merge.frames import Group
from slideextract.merge.keys import registry
from slideextract.merge.outcomes import outcomes

SIZES = ("enrollment", "arms.n")  # fields whose contradictions a document has told of itself


def study(group: Group, facts: Sequence[Fact]) -> tuple[list[Fact], Trial]:
    """The facts with the names of their trial, and the trial; what the documents contradict stands in `conflicts`.

    Where several documents say a field, the first keeps it.
    """
    told = [frame.trial for frame in group.frames]
    acronym = next((trial.acronym for trial in told if trial.acronym), None)
    ids = tuple(sorted({name for trial in told for name in trial.registry_ids}))
    names = {"trial_id": group.trial_id, "trial": acronym, "registry_ids": ids}
    named, clashes = contradictions([fact.model_copy(update=names) for fact in facts])
    arms, sizes = merge_arms(group.frames)
    within = (conflict for trial in told for conflict in trial.conflicts if conflict.field.startswith(SIZES))
    conflicts = (*_joined((*_of_fields(told), *sizes, *within)), *clashes)
    trial = Trial(
        trial_id=group.trial_id,
        acronym=acronym,
        registry_ids=ids,
        title=next((trial.title for trial in told if trial.title), None),
        phase=next((trial.phase for trial in told if trial.phase), None),
        sponsor=next((trial.sponsor for trial in told if trial.sponsor), None),
        conditions=tuple(sorted({name for trial in told for name in trial.conditions})),
        design=_design(told),
        enrollment=next((trial.enrollment for trial in told if trial.enrollment), None),
        arms=arms,
        baseline=_distinct((b for t in told for b in t.baseline), _baseline_key),
        outcomes=outcomes(named),
        citations=_citations(told),
        documents=tuple(sorted({name for frame in group.frames for name in (frame.document, *frame.trial.documents)})),
        conflicts=conflicts,
        flags=tuple(sorted(_flags(group, told, conflicts))),
        slots=_slots(told, acronym),
    )
    return named, trial


def _design(told: Sequence[Trial]) -> Design:
    fields = Design.model_fields
    return Design(**{name: next((said for t in told if (said := getattr(t.design, name))), None) for name in fields})


def _distinct(records: Iterable[Any], key: Callable[[Any], object]) -> tuple[Any, ...]:
    kept: dict[object, Record] = {}
    for record in records:
        kept.setdefault(key(record), record)
    return tuple(kept.values())


def _baseline_key(baseline: Any) -> tuple[object, ...]:
    return text_key(baseline.measure), text_key(baseline.arm), baseline.value, baseline.unit


def _citations(told: Sequence[Trial]) -> tuple[Citation, ...]:
    found = _distinct((c for trial in told for c in trial.citations), lambda citation: citation)
    return tuple(sorted(found, key=lambda citation: citation.model_dump_json()))


def _slots(told: Sequence[Trial], acronym: str | None) -> dict[str, Evidence]:
    """The evidence of each field from the first trial that says it."""
    slots: dict[str, Evidence] = {}
    for trial in told:
        for name, evidence in trial.slots.items():
            if name != "acronym" or trial.acronym == acronym:
                slots.setdefault(name, evidence)
    return dict(sorted(slots.items()))


def _of_fields(told: Sequence[Trial]) -> list[Conflict]:
    phases = [(trial.phase, trial.slots.get("phase")) for trial in told if trial.phase]
    sizes = [(str(e.count), e.evidence) for trial in told if (e := trial.enrollment)]
    found = [_conflict("phase", phases, _refines), _conflict("enrollment", sizes, str.__eq__)]
    return [conflict for conflict in found if conflict is not None]


def _joined(found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """The conflicts of one field as one, each value with its first evidence."""
    fields: dict[str, dict[str, Claim]] = {}
    for conflict in found:
        claims = fields.setdefault(conflict.field, {})
        for claim in conflict.values:
            claims.setdefault(claim.value, claim)
    return tuple(Conflict(field=name, values=tuple(claims.values())) for name, claims in fields.items())


def _refines(one: str, other: str) -> bool:
    """Whether two phases agree: "2" and "2b" do, "2" and "3" don't."""
    return one.startswith(other) or other.startswith(one)


def _conflict(
    field: str, said: Sequence[tuple[str, Evidence | None]], agree: Callable[[str, str], bool]
) -> Conflict | None:
    claims: dict[str, Claim] = {}
    for value, evidence in said:
        if evidence is not None:
            claims.setdefault(value, Claim(value=value, evidence=evidence))
    first = next(iter(claims), "")
    if all(agree(first, value) for value in claims):
        return None
    return Conflict(field=field, values=tuple(claims.values()))


def _flags(group: Group, told: Sequence[Trial], conflicts: Sequence[Conflict]) -> set[str]:
    flags = {flag for trial in told for flag in trial.flags} | set(group.flags)
    if conflicts:
        flags.add(FLAG)
    if len({name_key(trial.acronym) for trial in told if trial.acronym}) > 1:
        flags.add("several_acronyms")
    ids = {name for trial in told for name in trial.registry_ids}
    if len({registry(name) for name in ids}) < len(ids):
        flags.add("several_registry_ids")
    return flags
