"""Who a result in words is about: the arms that its line names, the doses that it lists or counts, its cohort's."""

from collections.abc import Sequence

from slideextract.assemble.arms import Arm
from slideextract.assemble.inventory import PAIR, Inventory
from slideextract.assemble.reading import Read
from slideextract.rules import language

Compared = tuple[Arm | None, Arm | None]  # an arm and its comparator

DOSE_WORDS = frozenset({"dose", "doses", "dosage", "dosages"})
NEAR_DOSE = 5  # tokens between the word "doses" and the last dose of its list


def claim_arms(read: Read, inventory: Inventory) -> list[Compared]:
    """Each arm that a claim is about: those of its doses, else of its treatment, else the trial's index arm."""
    cohort = inventory.cohort(read.arms)
    return [
        (
            inventory.in_cohort(arm, cohort) if arm is not None else None,
            inventory.in_cohort(against, cohort) if against is not None else None,
        )
        for arm, against in _compared(read, inventory, inventory.allotted[cohort.key] if cohort is not None else ())
    ]


def _compared(read: Read, inventory: Inventory, cohort: Sequence[Arm]) -> list[Compared]:
    against = next((arm for arm in read.arms if arm.is_placebo), None)
    named = _named_doses(read, inventory)
    counted = _counted_doses(read, cohort or [entry.arm for entry in inventory.entries])
    if counted:
        compared = {arm.key for arm in named}
        return [(arm, against if arm.key in compared or not named else None) for arm in counted]
    if named:
        return [(arm, against) for arm in named]
    active = [arm for arm in read.arms if not arm.is_placebo]
    treated = [arm for arm in active if arm.drugs]
    if treated:
        return [(_of_cohort(treated[0], cohort), against)]
    if active and not cohort:
        return [(active[0], against)]
    return [(_index_arm(inventory), against)]


def _index_arm(inventory: Inventory) -> Arm | None:
    if inventory.contrast is not None:
        return inventory.contrast[0]
    lone = [entry.arm for entry in inventory.arms if entry.arm.is_treated]
    return lone[0] if len(lone) == 1 else None


def _of_cohort(arm: Arm, cohort: Sequence[Arm]) -> Arm:
    """A treatment in a cohort that got it in one dose is that dose's arm; its words stay the line's own."""
    same = {other.key: other for other in cohort if other.drugs == arm.drugs}
    return next(iter(same.values())) if len(same) == 1 and arm.dose is None else arm


def _named_doses(read: Read, inventory: Inventory) -> list[Arm]:
    """Arms told by their dose alone: «aux doses de 25 mg et 75 mg», "with the 10 mg and 20 mg doses"."""
    places = [i for i, token in enumerate(read.tokens) if token.text in DOSE_WORDS]
    drugs = {entry.arm.drugs for entry in inventory.entries if entry.arm.is_treated}
    if not places or len(drugs) != 1:
        return []
    found: list[Arm] = []
    for i, mention in sorted(read.mentions.items()):
        if mention.kind == "dose" and min(abs(i - place) for place in places) <= NEAR_DOSE and i not in read.covered:
            label = read.tokens[i].text
            found.append(Arm(i, i + 1, mention.start, mention.end, label, next(iter(drugs)), label))
    return found


def _counted_doses(read: Read, arms: Sequence[Arm]) -> list[Arm]:
    """The arms of a counted set of doses: «avec les trois doses», "with both doses", where there are just so many."""
    dosed = list({arm.key: arm for arm in arms if arm.dose and arm.is_treated}.values())
    for before, token in zip(read.tokens, read.tokens[1:], strict=False):
        if token.text in DOSE_WORDS and len(dosed) > 1 and _count(before.text, read.line.language) == len(dosed):
            return dosed
    return []


def _count(word: str, spoken: str) -> int | None:
    if word == "both":
        return PAIR
    try:
        return int(language(spoken).number(word))
    except ValueError:
        return None
