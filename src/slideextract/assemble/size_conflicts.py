"""Sizes that the slides of one document contradict: an arm with N = 135 on one and N = 137 on another.

The set of participants changes with the analysis, so slides on safety, subgroups or follow-up contradict no other; nor
does a slide that prints several sizes for one arm.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slideextract.assemble.header_rules import header_rules
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.reading import Read
from slideextract.assemble.sizes import Size
from slideextract.document import BlockKind

RANDOMISED = 5.0  # certainty of a size from which it counts who was randomised, and so the trial
OVER = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION})
ASIDE = frozenset({BlockKind.FOOTNOTE, BlockKind.NOTE})
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SizeConflict:
    """Different sizes of one arm, or of the trial, each at its first place."""

    field: str
    sizes: tuple[tuple[int, Place], ...]


def size_conflicts(inventory: Inventory, reads: Sequence[Read], text: str) -> list[SizeConflict]:
    """What the slides of a story say differently of its sizes.

    Args:
        inventory: the arms, and all sizes that were told.
        reads: the lines of the story.
        text: of the document.
    """
    pages = _pages(reads, text)
    groups: dict[str, list[Size]] = defaultdict(list)
    for size in inventory.told:
        entry = inventory.find(size.arm) if size.arm is not None else None
        if size.mention.start not in pages or size.each:
            continue
        if entry is not None and any(entry is arm for arm in inventory.arms):
            groups[f"arms.n: {entry.arm.label}"].append(size)
        elif size.arm is None and size.certainty >= RANDOMISED:
            groups["enrollment"].append(size)
    found = (SizeConflict(name, _apart(sizes, pages)) for name, sizes in groups.items())
    return [conflict for conflict in found if conflict.sizes]


def _pages(reads: Iterable[Read], text: str) -> dict[int, int]:
    """The page of each figure that may be a size of the groups as randomised."""
    rules = header_rules("trials")["other_set"]
    told = [(read, text[slice(*read.line.span)]) for read in reads]
    other = {read.line.block for read, said in told if any(rule.fits(said) for rule in rules)}
    shut = {block.page for block in other if block.kind in OVER}
    return {
        mention.start: read.line.block.page
        for read, _ in told
        if read.line.block.page not in shut and read.line.block not in other and read.line.block.kind not in ASIDE
        for mention in read.mentions.values()
    }


def _apart(sizes: Sequence[Size], pages: dict[int, int]) -> tuple[tuple[int, Place], ...]:
    """The different values of pages that print one each; none where all agree."""
    by_page: dict[int, list[Size]] = defaultdict(list)
    for size in sizes:
        by_page[pages[size.mention.start]].append(size)
    sure = [found[0] for found in by_page.values() if len({size.value for size in found}) == 1]
    firsts: dict[int, Place] = {}
    for size in sure:
        firsts.setdefault(size.value, size.mention.place)
    return tuple(firsts.items()) if len(firsts) > 1 else ()
