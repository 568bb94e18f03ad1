"""Results in running text: values, their arms, endpoints, times, intervals and p values, sentence by sentence."""

from collections.abc import Sequence
from functools import cached_property

from slideextract.assemble.candidates import Candidates
from slideextract.assemble.carried import Carried, Ties
from slideextract.assemble.draft import Draft, Named
from slideextract.assemble.endpoints import Endpoints
from slideextract.assemble.event_counts import may_count
from slideextract.assemble.links import Linker
from slideextract.assemble.lists import Block, blocks, chains
from slideextract.assemble.reading import Read
from slideextract.assemble.satellites import Satellites
from slideextract.assemble.scan import Scan
from slideextract.assemble.value import EFFECTS, Value
from slideextract.document import BlockKind

__all__ = ["Carried", "Prose"]

POINTS = frozenset({BlockKind.BULLET, BlockKind.LABEL, BlockKind.PARAGRAPH, BlockKind.HEADING})
NEAR = 8  # tokens before an effect in which "adjusted" speaks of it


class Prose:
    """Assembles the results of one line.

    Args:
        text: the document's text.
        read: the line, tokenised and typed.
    """

    def __init__(self, text: str, read: Read) -> None:
        self.text, self.read = text, read

    @cached_property
    def scan(self) -> Scan:
        """The line's structure; most lines of a document hold no figure and need none."""
        return Scan(self.read)

    def drafts(self, carried: Carried) -> list[Draft]:
        """The results of the line; `carried` gives and keeps what stands in neighbouring lines."""
        values = Candidates(self.scan).find() if may_count(self.read) else []
        if not values:
            self._announce(carried)
            return []
        listed = blocks(self.scan, values)
        Linker(self.scan, listed).link()
        told = chains(self.scan, listed)
        named = self._names(told)
        drafts = [self._draft(value, named.get((value.twin or value).raw)) for value in values]
        Satellites(self.scan, values, drafts, told).give()
        carried.fill(self._lists(values, drafts), self.read.line, self._ties())
        return drafts

    def _names(self, told: Sequence[list[Block]]) -> dict[tuple[int, int], Named | None]:
        names = Endpoints(self.text, self.scan, told).names()
        found: dict[tuple[int, int], Named | None] = {}
        for chain, listed in zip(told, names, strict=True):
            values = [value for block in chain for value in block.values]
            found.update({value.raw: name for value, name in zip(values, listed, strict=True)})
        return found

    def _lists(self, values: Sequence[Value], drafts: Sequence[Draft]) -> list[list[Draft]]:
        found: dict[int, list[Draft]] = {}
        for value, draft in zip(values, drafts, strict=True):
            found.setdefault(value.block, []).append(draft)
        return list(found.values())

    def _ties(self) -> Ties:
        """How the line hangs on the ones before it."""
        named, size = bool(self.read.arms), self.scan.size
        return Ties(
            named=named,
            refers=not named and self.scan.any(0, size, "anaphor"),
            goes_on=self._goes_on(),
            ordered=not named and self.scan.any(0, size, "respectively"),
        )

    def _goes_on(self) -> bool:
        """Whether a pronoun is the line's subject: «Elle était plus élevée chez les femmes»."""
        return self.scan.any(0, 1, "pronoun") and self.scan.is_verb(1)

    def _announce(self, carried: Carried) -> None:
        """A line without figures names what the lines below it measure: before a colon, or as a point of a slide."""
        measured = list(self.read.endpoints)
        opens = bool(measured) and self.read.tokens[-1].text == ":"
        if not measured or not (opens or self._is_point()):
            return
        namer = Endpoints(self.text, self.scan, [])
        runs = namer.phrases.runs(0, self.scan.size)
        known = [run for run in runs if any(run.first <= i < run.last for i in measured)]
        named = namer.name(max(known, key=lambda run: (run.weight, -run.first), default=None))
        if opens:
            carried.announced = named or carried.announced
        elif named is not None:
            carried.over = self.read.line.block.page, named

    def _is_point(self) -> bool:
        """Whether the line is a noun phrase that stands alone: «SSP selon l'investigateur (critère principal)»."""
        block = self.read.line.block
        alone = block.kind in POINTS and block.span == self.read.line.span and block.page > 0
        return alone and not self.read.mentions and not any(map(self.scan.is_verb, range(self.scan.size)))

    def _draft(self, value: Value, named: Named | None) -> Draft:
        mention, arms = value.mention, self.read.arms
        draft = Draft(
            line=self.read.line,
            mention=mention,
            raw=value.raw,
            value=value.number,
            kind=value.kind,
            unit=value.unit,
            rule=f"prose.{value.rule or 'alone'}",
            quote=self.read.line.span,
            arm=None if value.arm is None else arms[value.arm],
            comparator=None if value.comparator is None else arms[value.comparator],
            endpoint=named,
            flags=list(value.flags),
            group=value.block,
        )
        draft.numerator, draft.denominator = value.numerator, value.denominator
        if value.kind in EFFECTS and self.scan.cue("adjusted", value.token - NEAR, value.token):
            draft.adjusted = True
        return draft
