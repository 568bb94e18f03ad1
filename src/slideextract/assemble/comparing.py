"""Effects, p values and intervals of tables: whom they compare, and which figure they qualify."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from slideextract.assemble.arms import Arm
from slideextract.assemble.cells import bare_p, figures
from slideextract.assemble.draft import Draft
from slideextract.assemble.headers import Meaning
from slideextract.assemble.inventory import CONTROL, Inventory, ordered
from slideextract.assemble.reading import Read
from slideextract.facts import EFFECTS
from slideextract.mentions import Mention

PAIR = 2


def pair_of(arms: Iterable[Arm]) -> tuple[Arm, Arm] | None:
    """The index arm and the comparator, when there are two arms."""
    known = list({arm.key: arm for arm in arms}.values())
    return ordered(known[0], known[1]) if len(known) == PAIR else None


def set_pair(
    draft: Draft, own: Arm | None, around: Sequence[Arm], meanings: Sequence[Meaning], inventory: Inventory
) -> None:
    """Index arm and comparator of an effect.

    Args:
        draft: the effect.
        own: the arm of its column or row.
        around: the arms that its cell covers, else all of the table's.
        meanings: of its headers: "A vs B", "Difference vs placebo".
        inventory: of the trial, whose comparison holds for a table that names no arm.
    """
    contrast = next((m.contrast for m in meanings if m.contrast), None)
    against = next((m.against for m in meanings if m.against), None)
    pair = pair_of(around)
    if contrast is not None:
        draft.arm, draft.comparator = contrast
    elif own is not None and (against is not None or len(around) != PAIR or pair is None):
        draft.arm, draft.comparator = own, against or _control(around, own)
    elif pair is not None:
        draft.arm, draft.comparator = pair
    elif not around:
        draft.arm, draft.comparator = inventory.pair or (None, against)
    else:
        draft.comparator = against or _control(around, None)


def _control(arms: Iterable[Arm], own: Arm | None) -> Arm | None:
    """The one arm that the others are compared with."""
    found = {arm.key: arm for arm in arms if is_control(arm) and (own is None or arm.key != own.key)}
    return next(iter(found.values())) if len(found) == 1 else None


def is_control(arm: Arm) -> bool:
    """Whether an arm is what others are compared with, by its own name: placebo, usual care."""
    return "placebo" in arm.drugs or CONTROL.search(arm.label) is not None


def p_of(read: Read, text: str, *, bare: bool) -> Mention | None:
    """The p of a cell; under a p header the bare figure, "<0.001", is one."""
    mention = next((m for m in read.mentions.values() if m.kind == "p" and m.values.get("value") is not None), None)
    if mention is not None or not bare:
        return mention
    found = bare_p(read, text)
    if found is None:
        return None
    sign, value, at = found
    return Mention("p", *at, "table.p", {"modifier": sign, "value": value}, {"raw": at})


def interval_of(read: Read, text: str, level: Decimal | None) -> Mention | None:
    """The interval of a cell under an interval header."""
    mention = next((m for m in read.mentions.values() if m.kind == "interval"), None)
    if mention is not None:
        return mention
    found = figures(read, text)
    if found is None or found.shape != "only_bounds" or found.lower is None:
        return None
    values: dict[str, Decimal | str] = {"lower": found.lower}
    values |= {"upper": found.upper} if found.upper is not None else {}
    values |= {"level": level} if level is not None else {}
    return Mention("interval", *found.bounds_at, "table.interval", values, {"raw": found.bounds_at})


def give_spread(drafts: Sequence[Draft], read: Read, text: str, spread: str | None) -> None:
    """Set the figure of a cell as the SD or SE of the figure that it stands beside or under."""
    found = figures(read, text)
    target = next((draft for draft in drafts if draft.dispersion is None), None)
    if target is None or found is None or found.shape != "one" or found.value is None or spread is None:
        return
    target.dispersion = Mention("dispersion", *found.at, "table.dispersion", {"type": spread, "value": found.value}, {})
    target.kind = "mean" if target.kind == "score" else target.kind


def p_target(drafts: Sequence[Draft], arm: Arm | None = None, against: Arm | None = None) -> Draft | None:
    """The draft that a p qualifies: that of the arm in the p's header, the effect, or the index arm's value.

    None for a p over three arms or more, which is of no one comparison, and for the second p of two arms.
    """
    open_drafts = [draft for draft in drafts if draft.p is None]
    if arm is not None:
        open_drafts = [d for d in open_drafts if d.arm is not None and d.arm.key == arm.key] or open_drafts
    effects = [draft for draft in open_drafts if draft.kind in EFFECTS]
    compared = {draft.arm.key for draft in drafts if draft.arm is not None}
    if arm is None and not effects and against is None and (len(compared) > PAIR or _is_second(drafts, len(compared))):
        return None
    active = [draft for draft in open_drafts if draft.arm is not None and not is_control(draft.arm)]
    return next(iter(effects or active or open_drafts), None)


def _is_second(drafts: Sequence[Draft], compared: int) -> bool:
    """Whether the two arms have their p already: another one, adjusted, is no value's of the control."""
    last = max((i for i, draft in enumerate(drafts) if draft.p is not None), default=None)
    after = {draft.arm.key for draft in drafts[last + 1 :] if draft.arm is not None} if last is not None else set()
    return last is not None and compared == PAIR and len(after) < PAIR


def give_p(drafts: Sequence[Draft], p: Mention, arm: Arm | None = None, against: Arm | None = None) -> bool:
    """Set a p where it belongs; with two arms, the other becomes the comparator.

    Args:
        drafts: that it may qualify.
        p: the p.
        arm: that the p's header names, "p (300 mg)".
        against: that the p's header names as comparator, "p vs placebo".
    """
    target = p_target(drafts, arm, against)
    if target is None:
        return False
    target.p = p
    if against is not None and target.arm is not None and target.arm.key != against.key:
        target.comparator = target.comparator or against
    others = [d.arm for d in drafts if d.arm is not None and target.arm is not None and d.arm.key != target.arm.key]
    if target.comparator is None and len({other.key for other in others}) == 1:
        target.comparator = others[0]
    return True
