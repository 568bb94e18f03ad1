"""Boxes of a design slide that tell who takes part, "Active lupus nephritis, N = 271": the trial's size and no arm."""

from slideextract.assemble.charts.roles import Label, Role
from slideextract.assemble.inventory import CONTROL, Entry, Inventory

MIN_ARMS = 2  # whose sizes are summed


def is_total(label: Label, size: int, inventory: Inventory) -> bool:
    """Whether a sized label tells of participants, or of no treatment, and its size is the sum of all treated arms."""
    if label.arm is None or not (_tells_who(label) or _treats_nobody(label)):
        return False
    others = [entry for entry in inventory.entries if entry.arm.drugs and not _is_in(entry, label)]
    sizes = [entry.n for entry in others if entry.n is not None]
    return len(sizes) >= MIN_ARMS and size == sum(sizes)


def _is_in(entry: Entry, label: Label) -> bool:
    """Whether it is the label that named an arm."""
    start, end = label.read.line.span
    return start <= entry.arm.start < end


def _tells_who(label: Label) -> bool:
    read = label.read
    kinds = {mention.kind for mention in read.mentions.values()}
    return bool(read.conditions or kinds & {"age", "phase"} or any(token.has("person") for token in read.tokens))


def _treats_nobody(label: Label) -> bool:
    tokens = label.read.tokens
    treated = any(token.has("drug", "treatment", "group", "#dose") for token in tokens)
    return not treated and CONTROL.search(" ".join(token.text for token in tokens)) is None


def enrol(inventory: Inventory, label: Label) -> None:
    """Make the size of such a box that of the trial, which has no arm of that name."""
    inventory.entries = [entry for entry in inventory.entries if not _is_in(entry, label)]
    if inventory.enrolled is None:
        inventory.enrolled = next((m for m in label.read.mentions.values() if m.kind == "n"), None)
    label.role, label.arm = Role.TEXT, None
