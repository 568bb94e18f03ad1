"""Cards of two figures: a large one, what it is, and "vs 33.1% with placebo" under that."""

from collections.abc import Collection, Sequence

from slideextract.assemble.charts.roles import Label, Role
from slideextract.assemble.draft import Draft
from slideextract.geometry import overlap

DEEP = 120.0  # points between a large figure and what it is compared with: a few lines of text


def find_against(labels: Sequence[Label], parts: Collection[int] = ()) -> dict[int, Label]:
    """By the id of a figure, the text under it that compares it; without a figure over it, such a text is its own.

    Args:
        labels: of a page.
        parts: ids of the labels that are a part of a text, which without a figure over it is read as a whole.
    """
    found: dict[int, Label] = {}
    values = [label for label in labels if label.role is Role.VALUE and label.arm is None]
    for label in labels:
        if label.role is not Role.AGAINST:
            continue
        over = [value for value in values if _is_over(value, label) and id(value) not in found]
        if over:
            found[id(max(over, key=lambda value: value.box.bottom))] = label
        else:
            label.role = Role.VALUE if label.arm is not None and id(label) not in parts else Role.OTHER
    return found


def _is_over(value: Label, label: Label) -> bool:
    across = overlap((value.box.x0, value.box.x1), (label.box.x0, label.box.x1)) > 0
    return across and 0 <= label.box.center[1] - value.box.center[1] <= DEEP


def share_arm(drafts: Sequence[Draft]) -> None:
    """Give a figure whose card names only the comparator the one arm that is compared with it on the same page."""
    for draft in drafts:
        against = draft.comparator
        if draft.arm is None and against is not None:
            same = {d.arm.key: d.arm for d in drafts if d.arm and d.comparator and d.comparator.key == against.key}
            draft.arm = next(iter(same.values())) if len(same) == 1 else None
