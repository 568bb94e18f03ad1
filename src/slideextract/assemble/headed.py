"""What the heading over a figure says of it: "Efficacy at week 52", «Réponse rénale complète à S76»."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from slideextract.assemble.draft import Draft, Named
from slideextract.assemble.naming import title_name
from slideextract.assemble.reading import Read
from slideextract.document import BlockKind
from slideextract.mentions import Mention

HEADS = frozenset({BlockKind.TITLE, BlockKind.HEADING})
POINTS = frozenset({"label", "at", "after", "by"})  # cues of a time at which something is measured
MEASURED_ONCE = frozenset(  # kinds of figures that belong to one point in time; a survival time or hazard doesn't
    {"percent", "count", "mean", "ls_mean", "change", "difference", "score", "odds_ratio", "risk_ratio"}
)


class _Head(NamedTuple):
    """What a heading tells; on a slide its own headings leave open what the title then says."""

    time: Mention | None = None
    endpoint: Named | None = None


def give_headings(drafts: Iterable[Draft], reads: Sequence[Read], text: str) -> None:
    """Give a draft the time and the endpoint of the heading over it, where its own line tells none; always flagged."""
    heads = _heads(reads, text)
    for draft in drafts:
        read, head = heads[id(draft.line)]
        if draft.endpoint is None and head.endpoint is not None:
            draft.endpoint = head.endpoint
            draft.flags.append("endpoint_inferred")
        if draft.time is None and head.time is not None and draft.kind in MEASURED_ONCE and not _tells_time(read):
            draft.time = head.time
            draft.flags.append("timepoint_inferred")


def _heads(reads: Sequence[Read], text: str) -> dict[int, tuple[Read, _Head]]:
    """Each line with what stands over it, by the identity of the line."""
    found: dict[int, tuple[Read, _Head]] = {}
    page, title, head = 0, _Head(), _Head()
    for read in reads:
        block = read.line.block
        if block.page != page:
            page, title, head = block.page, _Head(), _Head()
        if block.kind in HEADS:
            head = _Head(_only_time(read), title_name(read, text))
            title = head if block.kind is BlockKind.TITLE else title
        found[id(read.line)] = read, _Head(head.time or title.time, head.endpoint or title.endpoint)
    return found


def _only_time(read: Read) -> Mention | None:
    times = [m for m in read.mentions.values() if m.kind == "time" and m.values.get("cue") in POINTS]
    return times[0] if len(times) == 1 else None


def _tells_time(read: Read) -> bool:
    return any(mention.kind == "time" for mention in read.mentions.values())
