"""The arms of a trial over all its frames, and what the documents say differently about their size."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from slideextract.facts import Arm, Claim, Conflict
from slideextract.identity import ArmKey, arm_key, same_arm
from slideextract.merge.frames import Frame
from slideextract.merge.keys import digest, slug


@dataclass(slots=True)
class Entry:
    """One arm of the trial: its name in each frame that has it."""

    key: ArmKey
    told: list[Arm] = field(default_factory=list)
    frames: set[int] = field(default_factory=set)


def merge_arms(frames: Sequence[Frame]) -> tuple[tuple[Arm, ...], tuple[Conflict, ...]]:
    """Arms in the order in which the documents name them, and contradicting sizes."""
    entries: list[Entry] = []
    for number, frame in enumerate(frames):
        for arm in frame.trial.arms:
            entry = _find(entries, _key(arm), number)
            if entry is None:
                entry = Entry(_key(arm))
                entries.append(entry)
            entry.told.append(arm)
            entry.frames.add(number)
    arms = _identified([_joined(entry) for entry in entries])
    return arms, tuple(conflict for entry in entries if (conflict := _conflict(entry)) is not None)


def _key(arm: Arm) -> ArmKey:
    doses = [drug.dose for drug in arm.interventions if drug.dose]
    return arm_key(arm.label, [drug.name for drug in arm.interventions], doses[0] if doses else None)


def _find(entries: Sequence[Entry], key: ArmKey, frame: int) -> Entry | None:
    """The entry of the same key, else the only similar one that the same frame doesn't tell apart."""
    same = next((entry for entry in entries if entry.key == key), None)
    if same is not None:
        return same
    similar = [entry for entry in entries if frame not in entry.frames and same_arm(entry.key, key)]
    return similar[0] if len(similar) == 1 else None


def _joined(entry: Entry) -> Arm:
    first = entry.told[0]
    sized = next((arm for arm in entry.told if arm.n is not None), first)
    named = next((arm for arm in entry.told if arm.type != "OTHER"), first)
    interventions = max((arm.interventions for arm in entry.told), key=lambda drugs: sum(bool(d.dose) for d in drugs))
    cited = sized.evidence if sized.n is not None else first.evidence
    return first.model_copy(
        update={"n": sized.n, "type": named.type, "interventions": interventions, "evidence": cited or first.evidence}
    )


def _identified(arms: Sequence[Arm]) -> tuple[Arm, ...]:
    """The arms with ids made from their labels, unique within the trial."""
    named: list[Arm] = []
    taken: set[str] = set()
    for arm in arms:
        name = slug(arm.label) or "arm"
        if name in taken:
            name = f"{name}-{digest(arm.label, *(drug.name for drug in arm.interventions), len(named))[:6]}"
        taken.add(name)
        named.append(arm.model_copy(update={"arm_id": name}))
    return tuple(named)


def _conflict(entry: Entry) -> Conflict | None:
    sizes: dict[str, Claim] = {}
    for arm in entry.told:
        if arm.n is not None and arm.evidence is not None:
            sizes.setdefault(str(arm.n), Claim(value=str(arm.n), evidence=arm.evidence))
    alone = len(sizes) <= 1
    return None if alone else Conflict(field=f"arms.n: {entry.told[0].label}", values=tuple(sizes.values()))
