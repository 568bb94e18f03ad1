"""What the rules for tables and charts make of a story's lines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from slideextract.assemble.draft import Draft
from slideextract.assemble.reading import Read
from slideextract.assemble.reject import Reject

RATIOS = frozenset({"hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio"})
RESULTS = (
    RATIOS
    | {"percent", "fraction", "measure", "number", "people", "points", "percent_range", "measure_range"}
    | {"interval", "dispersion", "threshold", "p"}
)  # kinds of figures that a table or chart must account for


BARE = frozenset({"percent", "fraction", "measure", "number", "people"})  # of which a header gives account


@dataclass(slots=True)
class Found:
    """Drafts, refusals with their reasons, and the lines (by `id`) that need no other rule."""

    drafts: list[Draft] = field(default_factory=list)
    rejected: list[Reject] = field(default_factory=list)
    done: set[int] = field(default_factory=set)

    def add(self, other: "Found") -> None:
        """Take in what another rule found."""
        self.drafts += other.drafts
        self.rejected += other.rejected
        self.done |= other.done

    def refuse(
        self, read: Read, reason: str, rule: str, used: Iterable[tuple[int, int]] = (), kinds: frozenset[str] = RESULTS
    ) -> None:
        """Refuse every figure of a line that stands at no used place; `kinds` are those that must be accounted for."""
        taken = list(used)
        for mention in read.mentions.values():
            start, end = mention.place
            if mention.kind in kinds and not any(s < end and start < e for s, e in taken):
                self.rejected.append(Reject(start, end, reason, rule))


def places(draft: Draft) -> Iterator[tuple[int, int]]:
    """Where the figures of a draft stand."""
    yield draft.raw
    yield from draft.parts.values()
    for mention in (draft.interval, draft.p, draft.dispersion, draft.time):
        if mention is not None:
            yield mention.start, mention.end
