"""Times that stand in the heading over a figure: "Efficacy at week 52", «Réponse à S24»."""

from collections.abc import Iterable, Sequence

from slideextract.assemble.draft import Draft
from slideextract.assemble.reading import Read
from slideextract.document import BlockKind
from slideextract.mentions import Mention

HEADS = frozenset({BlockKind.TITLE, BlockKind.HEADING})
POINTS = frozenset({"label", "at", "after", "by"})  # cues of a time at which something is measured
MEASURED_ONCE = frozenset(  # kinds of figures that belong to one point in time; a survival time or hazard doesn't
    {"percent", "count", "mean", "ls_mean", "change", "difference", "score", "odds_ratio", "risk_ratio"}
)


def give_times(drafts: Iterable[Draft], reads: Sequence[Read]) -> None:
    """Give a draft whose line tells no time the one of the heading over it.

    A heading holds to the next one; on a slide the title holds for what its own headings leave open.
    """
    heads = _heads(reads)
    for draft in drafts:
        read, time = heads.get(id(draft.line), (None, None))
        if draft.time is None and time is not None and draft.kind in MEASURED_ONCE and not _tells_time(read):
            draft.time = time
            draft.flags.append("timepoint_inferred")


def _heads(reads: Sequence[Read]) -> dict[int, tuple[Read, Mention | None]]:
    """Each line with the time over it, by the identity of the line."""
    found: dict[int, tuple[Read, Mention | None]] = {}
    page, title, head = 0, None, None
    for read in reads:
        block = read.line.block
        if block.page != page:
            page, title, head = block.page, None, None
        if block.kind in HEADS:
            head = _only_time(read)
            title = head if block.kind is BlockKind.TITLE else title
        found[id(read.line)] = read, head or title
    return found


def _only_time(read: Read) -> Mention | None:
    times = [m for m in read.mentions.values() if m.kind == "time" and m.values.get("cue") in POINTS]
    return times[0] if len(times) == 1 else None


def _tells_time(read: Read | None) -> bool:
    return read is None or any(mention.kind == "time" for mention in read.mentions.values())
