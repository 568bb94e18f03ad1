"""What is missing or doubtful of a draft, once all lines have been read: flags that `trust` weighs."""

from slideextract.assemble.draft import Draft
from slideextract.assemble.frames import Frame
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.value import EFFECTS

PAIR = 2
TOLD = frozenset({"arm_ambiguous", "arm_unclear"})  # flags that say already why there is no arm
COMPARED = "prose.pair"  # rules of figures that are set against each other


def doubt(draft: Draft, frame: Frame, inventory: Inventory) -> None:
    """Flag a draft whose trial is one of several, that lacks its arm or endpoint, or has a doubtful endpoint."""
    if frame.pooled and frame.acronym is None and not frame.registry_ids:
        draft.flags.append("trial_unclear")
    if draft.arm is None and not TOLD & set(draft.flags) and _has_owner(draft, inventory):
        draft.flags.append("arm_missing")
    if draft.endpoint is None:
        draft.flags.append("endpoint_missing")
    elif draft.endpoint.doubt:
        draft.flags.append(draft.endpoint.doubt)


def _has_owner(draft: Draft, inventory: Inventory) -> bool:
    """Whether a figure is one arm's: of a comparison, or in a trial of several; a trial of one has no other."""
    compared = draft.kind in EFFECTS or draft.comparator is not None or draft.rule.startswith(COMPARED)
    return compared or len(inventory.arms) >= PAIR
