"""Footnotes to drafts: a note holds for the figures that carry its marker, by themselves, in a header or in a name.

A marker on a value speaks of that value, one on a header or label of all figures that it heads, one on a name of the
figures that have that name, one on a title of the whole slide.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import regex

from slideextract.assemble.draft import Draft
from slideextract.assemble.notes.found import Call, Notes
from slideextract.assemble.notes.markers import Style
from slideextract.assemble.notes.meaning import Said, read_note
from slideextract.assemble.reading import Read
from slideextract.assemble.tables.grid import Grid, grids
from slideextract.document import Block, BlockKind, Document
from slideextract.facts import EFFECTS
from slideextract.mentions import Mention

Place = tuple[int, int]
SHORT = frozenset({BlockKind.CELL, BlockKind.LABEL, BlockKind.CAPTION, BlockKind.TITLE, BlockKind.HEADING})
GAP = regex.compile(r"[\s%)\]»”\"’',;:°®™]*(?:[(\[]\s?n\s?=\s?[\d\s\u00a0\u202f]+[)\]]\s*)?", regex.IGNORECASE)
NEAR = 3  # characters behind a sentence in which its marker stands: ".†", ". *"
BECOMES_CHANGE = frozenset({"mean", "ls_mean", "median", "score", "difference"})
SHARES = frozenset({"percent", "count"})


class Site(IntEnum):
    """What carries a marker; the first settles what two notes say of one field."""

    VALUE = 0
    P = 1
    ARM = 2
    NAME = 3  # an endpoint, a time, a header, a title, a whole sentence


@dataclass(slots=True)
class Reach:
    """Which blocks hold for the figures of which cell: by block, those of its headers, labels, section and titles."""

    over: dict[int, list[int]] = field(default_factory=dict)

    def add(self, grid: Grid) -> None:
        """Take in a table."""
        section: list[Read] = []
        for row in range(grid.head_rows, grid.rows):
            labels, data = grid.labels(row), grid.data(row)
            section = section if data else labels
            for column, read in data:
                heads = [*labels, *grid.heads(column), *section, *grid.titles]
                self.over[read.line.index] = list(dict.fromkeys(one.line.index for one in heads))


class Binder:
    """Binds the notes of one document.

    Args:
        document: without its markers.
        notes: each marker with its note.
        reads: the lines of the document.
    """

    def __init__(self, document: Document, notes: Notes, reads: Sequence[Read]) -> None:
        self.document, self.text, self.notes = document, document.text, notes
        self.starts = [block.span.start for block in document.blocks]
        self.lines: dict[int, list[Read]] = {}
        for read in reads:
            self.lines.setdefault(read.line.index, []).append(read)
        self.said: dict[int, Said] = {}
        self.titles: dict[int, list[int]] = {}

    def bind(self, drafts: Sequence[Draft], reads: Sequence[Read]) -> None:
        """Give each draft of a story what the notes say of it."""
        if not self.notes.calls:
            return
        reach = Reach()
        for grid in grids(reads):
            reach.add(grid)
        values = Counter(index for index, _ in {(draft.line.index, draft.raw) for draft in drafts})
        by_line: dict[int, list[Draft]] = {}
        for draft in drafts:
            by_line.setdefault(draft.line.index, []).append(draft)
        for draft in drafts:
            beside = by_line[draft.line.index]
            for call, site in sorted(
                self._carried(draft, beside, reach, alone=values[draft.line.index] == 1),
                key=lambda pair: (pair[1], pair[0].start),
            ):
                self._apply(draft, call, site)

    # -- which markers a draft carries -------------------------------------------------------------------------

    def _carried(
        self, draft: Draft, beside: Sequence[Draft], reach: Reach, *, alone: bool
    ) -> Iterator[tuple[Call, Site]]:
        own = draft.line.index
        for call in self.notes.of([own]):
            site = self._own(call, draft, beside, alone=alone)
            if site is not None:
                yield call, site
        named = {index: site for place, site in reversed(_slots(draft)) if (index := self._at(place[0])) != own}
        for index, site in named.items():
            for call in self.notes.of([index]):
                places = [place for place, _ in _slots(draft) if self._at(place[0]) == index]
                if self._block(index).kind in SHORT or any(self._touches(place, call) for place in places):
                    yield call, site
        p_at = self._at(draft.p.start) if draft.p is not None else own
        behind = reach.over.get(p_at, []) if p_at != own else []
        yield from ((call, Site.P) for call in self.notes.of(behind) if call.index not in named)
        over = [*reach.over.get(own, []), *self._titles(own)]
        yield from ((call, Site.NAME) for call in self.notes.of(dict.fromkeys(over)) if call.index not in {*named, own})

    def _own(self, call: Call, draft: Draft, beside: Sequence[Draft], *, alone: bool) -> Site | None:
        """What in the draft's own block carries a marker."""
        for place, site in [*((place, Site.VALUE) for place in _values(draft)), *_slots(draft)]:
            if self._at(place[0]) == call.index and self._touches(place, call):
                return site
        if alone and draft.line.block.kind in SHORT:
            return Site.VALUE
        start, end = draft.line.span
        tail = self.text[call.end : end] if call.start < end else self.text[end : call.start]
        ends = start <= call.start <= end + NEAR and not regex.search(r"\w", tail)
        others = (place for one in beside for place in (*_values(one), *(place for place, _ in _slots(one))))
        return Site.NAME if ends and not any(self._touches(place, call) for place in others) else None

    def _touches(self, place: Place, call: Call) -> bool:
        """Whether a marker stands in a name or right behind it, its size in brackets left out."""
        start, end = place
        return start < call.start < end or (
            end <= call.start and GAP.fullmatch(self.text, end, call.start, timeout=1) is not None
        )

    def _titles(self, index: int) -> list[int]:
        """The title of a block's page, and the heading that it stands under."""
        if index not in self.titles:
            self.titles[index] = self._find_titles(index)
        return self.titles[index]

    def _find_titles(self, index: int) -> list[int]:
        found: list[int] = []
        for before in range(index - 1, -1, -1):
            block = self.document.blocks[before]
            if block.page != self.document.blocks[index].page:
                break
            if block.kind is BlockKind.TITLE or (block.kind is BlockKind.HEADING and not found):
                found.append(before)
            if block.kind is BlockKind.TITLE:
                break
        return found

    def _at(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def _block(self, index: int) -> Block:
        return self.document.blocks[index]

    # -- what they say of it -----------------------------------------------------------------------------------

    def _apply(self, draft: Draft, call: Call, site: Site) -> None:
        if call.note is None:
            missing = site is Site.VALUE and (call.style is Style.SIGN or call.key.isalpha())
            draft.flags += ["note_ambiguous"] if call.several else ["note_missing"] if missing else []
            return
        said = self.said.get(call.note.start)
        if said is None:
            said = self.said[call.note.start] = read_note(call.note, self.lines.get(call.note.index, []), self.text)
        if said.anything:
            _cite(draft, (call.note.start, call.note.end))
            qualify(draft, said, site)


def _cite(draft: Draft, place: Place) -> None:
    """Add a note to the evidence: `note`, `note_2`, ..."""
    cited = [at for name, at in draft.parts.items() if name.startswith("note")]
    if place not in cited:
        draft.parts[f"note_{len(cited) + 1}" if cited else "note"] = place


def _values(draft: Draft) -> Iterator[Place]:
    """Where the figures of a draft stand, but for its p value."""
    yield draft.raw[0], max(draft.raw[1], draft.mention.end)
    yield from draft.parts.values()
    yield from ((m.start, m.end) for m in (draft.interval, draft.dispersion) if m is not None)


def _slots(draft: Draft) -> list[tuple[Place, Site]]:
    """Where the p value and the names of a draft stand."""
    named = (
        (draft.p, Site.P),
        (draft.arm, Site.ARM),
        (draft.endpoint, Site.NAME),
        (draft.time, Site.NAME),
    )
    return [((one.start, one.end), site) for one, site in named if one is not None]


def qualify(draft: Draft, said: Said, site: Site) -> None:
    """Give a draft what a note says of what it carries."""
    if said.nominal:
        draft.flags.append("p_nominal")
    if site is not Site.P:
        draft.flags += said.flags
        draft.population = draft.population or said.population
        draft.endpoint_type = draft.endpoint_type or said.endpoint_type
        if "post_hoc" in said.flags or "exploratory" in said.flags:
            draft.endpoint_type = draft.endpoint_type or "other"
    if said.time is not None and site is not Site.P and not _is_inside(draft.time, draft.line.block):
        draft.time = said.time
    _compare(draft, said, site)
    _count(draft, said, site)


def _is_inside(mention: Mention | None, block: Block) -> bool:
    return mention is not None and block.span.start <= mention.start < block.span.end


def _compare(draft: Draft, said: Said, site: Site) -> None:
    """Take in p values and comparisons that a note tells."""
    if site is Site.VALUE and draft.p is None and said.p is not None:
        draft.p = said.p
    if said.versus_baseline and (site is Site.P or said.p is not None):
        draft.flags.append("p_versus_baseline")
    elif said.versus_baseline and (draft.kind in BECOMES_CHANGE or (draft.kind == "percent" and draft.value < 0)):
        draft.kind, draft.comparator = "change", None
    compared = draft.kind in EFFECTS or (draft.p is not None and site in {Site.VALUE, Site.P})
    apart = said.against is not None and (draft.arm is None or said.against.key != draft.arm.key)
    if compared and apart and draft.comparator is None:
        draft.comparator = said.against
    if said.adjusted is not None and (draft.kind in EFFECTS | {"ls_mean"} or site is Site.P):
        draft.adjusted = said.adjusted


def _count(draft: Draft, said: Said, site: Site) -> None:
    """The participants behind a figure or an arm; a note on a row's name counts all arms together."""
    key = draft.arm.key if draft.arm is not None else None
    size = next((s for s in said.sizes if len(said.sizes) == 1 or (s.arm is not None and s.arm.key == key)), None)
    if size is None or site not in {Site.VALUE, Site.ARM}:
        return
    if site is Site.VALUE and draft.kind in SHARES:
        if draft.denominator is None:
            draft.denominator, draft.parts["denominator"] = size.count, size.at
    else:
        draft.arm_n, draft.parts["arm_n"] = size.count, size.at
