"""What became of every number: a fact, a rejection with its reason, or a figure read as something else.

Every run of digits of a document stands in exactly one entry; numbers in words have one where they were read.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from slideextract.assemble import Assembled
from slideextract.assemble.reading import Read
from slideextract.assemble.reject import SECTIONS, Reject
from slideextract.document import Document
from slideextract.facts import Fact, Ledger, Trial
from slideextract.mentions import Mention

Span = tuple[int, int]
DIGITS = regex.compile(r"\d+(?:[.,]\d+)*")
NEAR = 8  # slots that begin before a place, of which one may hold it: evidence is nested two or three deep
WHOLE_TEXT = 2**31  # past the end of any text
RESULTS = frozenset(  # kinds that are results where a sentence or a table binds them
    {"percent", "percent_range", "fraction", "people", "points", "measure", "measure_range", "number", "share"}
    | {"hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio"}
)
QUALIFIERS = frozenset(["p", "interval", "bounds", "dispersion", "statistic"])
READ_AS = {
    "ci_level": "the level of an interval",
    "congress_id": "the number of a congress abstract",
    "design_figure": "a figure of the design",
    "doi": "a DOI",
    "n": "a number of participants",
    "name": "part of a name",
    "ordinal": "an ordinal number",
    "pmid": "a PubMed id",
    "registry": "a registry number",
    "url": "a web address",
}


@dataclass(frozen=True, slots=True)
class _Verdict:
    verdict: str
    reason: str
    rule: str


def ledger(
    document: Document, assembled: Assembled, facts: Sequence[Fact], trials: Sequence[Trial] = ()
) -> list[Ledger]:
    """The entries of a document, in the order of its text.

    Args:
        document: what was read.
        assembled: what assembly found in it and what it refused.
        facts: its results.
        trials: its trials, whose descriptions take figures too.
    """
    judge = _Judge(assembled, facts, trials)
    found = [entry for read in assembled.reads for entry in judge.line(document, read)]
    found += _in_words(document, facts, found)
    found += _unread(document, assembled, found)
    return sorted(found, key=lambda entry: (entry.char_start, entry.char_end))


class _Judge:
    """Says what became of the figures of a line."""

    def __init__(self, assembled: Assembled, facts: Sequence[Fact], trials: Sequence[Trial]) -> None:
        self.told = {(fact.char_start, fact.char_end): fact for fact in facts}
        self.facts = sorted(self.told)
        self.slots = sorted({(e.char_start, e.char_end, name) for fact in facts for name, e in fact.slots.items()})
        self.refused: dict[Span, Reject] = {(reject.start, reject.end): reject for reject in assembled.rejected}
        self.sizes = dict(_sizes(assembled))
        included = [entry.evidence for trial in trials for entry in trial.baseline]
        self.included = {(e.char_start, e.char_end) for e in included}

    def line(self, document: Document, read: Read) -> Iterator[Ledger]:
        """One entry a figure, and one for each further number that it was read with: "8 of 12 (66.7%)"."""
        for index, mention in read.mentions.items():
            raw = self._told_in(mention) or mention.place
            verdict = self._verdict(read, index, mention, raw)
            yield _entry(document, raw, verdict)
            for part in _parts(document.text, mention, raw):
                slot = self._slot(*part)
                own = _Verdict("fact", f"{slot} of a fact", mention.rule) if slot is not None else None
                yield _entry(document, part, own or _beside(verdict, mention, part))

    def _told_in(self, mention: Mention) -> Span | None:
        """The place of a fact inside a figure: the 8 of «8 poussées»."""
        first = bisect_left(self.facts, (mention.start, 0))
        inside = self.facts[first] if first < len(self.facts) else None
        return inside if inside is not None and inside[1] <= mention.end else None

    def _verdict(self, read: Read, index: int, mention: Mention, raw: Span) -> _Verdict:
        fact = self.told.get(raw)
        if fact is not None:
            return _Verdict("fact", fact.kind, fact.rule)
        slot = self._slot(mention.start, mention.end) or self._slot(*_digits(read, index))
        if slot is not None:
            return _Verdict("fact", f"{slot} of a fact", mention.rule)
        told = self._told(raw) or _named(read, index) or _by_section(read, mention)
        return told or _plain(mention)

    def _told(self, raw: Span) -> _Verdict | None:
        """What assembly did with a figure that is no result."""
        refused = self.refused.get(raw)
        if raw in self.sizes:
            return _Verdict("other", self.sizes[raw], "assemble.sizes")
        if raw in self.included:
            return _Verdict("other", "read as a characteristic of the participants at inclusion", "describe.baseline")
        return _Verdict("rejected", refused.reason, refused.rule) if refused is not None else None

    def _slot(self, start: int, end: int) -> str | None:
        """The slot of a fact whose evidence holds a place: a bound stands inside its interval."""
        first = bisect_right(self.slots, (start, WHOLE_TEXT, ""))
        near = reversed(self.slots[max(0, first - NEAR) : first])
        return next((name for s, e, name in near if s <= start and end <= e), None)


def _digits(read: Read, index: int) -> Span:
    """The place of a mention from its first digit to its last, without brackets."""
    token, mention = read.tokens[index], read.mentions[index]
    inside = [place for place, sign in enumerate(token.text) if sign.isalnum()]
    if not inside or len(token.text) != mention.end - mention.start:
        return mention.start, mention.end
    return mention.start + inside[0], mention.start + inside[-1] + 1


def _named(read: Read, index: int) -> _Verdict | None:
    """A number in a trial's name, that of a page, alone in its line, or of an item, before the full stop."""
    if read.tokens[index].has("trial_name"):
        return _Verdict("other", "read as part of a trial's name", "assemble.frames")
    if read.mentions[index].kind != "number":
        return None
    value, tokens = read.mentions[index].values.get("value"), read.tokens
    if len(tokens) == 1 and value == read.line.block.page:
        return _Verdict("other", "read as the number of the page", "ledger.page")
    if index == 0 and len(tokens) > 1 and tokens[1].text in {".", ")"}:
        return _Verdict("other", "read as the number of an item", "ledger.item")
    return None


def _by_section(read: Read, mention: Mention) -> _Verdict | None:
    """Figures of sections that hold no results."""
    section = SECTIONS.get(read.line.section)
    if section is None or mention.kind not in RESULTS | QUALIFIERS:
        return None
    return _Verdict("rejected", section, "reject.section")


def _plain(mention: Mention) -> _Verdict:
    """What a figure is that no statement took up."""
    if mention.kind in RESULTS:
        return _Verdict("rejected", "no statement binds it to an endpoint or an arm", mention.rule)
    if mention.kind in QUALIFIERS:
        return _Verdict("rejected", "it qualifies no result that was read", mention.rule)
    if mention.kind == "misread":
        return _Verdict("rejected", _misread(mention.rule), mention.rule)
    named = READ_AS.get(mention.kind, mention.kind.replace("_", " "))
    return _Verdict("other", f"read as {named}", mention.rule)


def _misread(rule: str) -> str:
    """Why a figure isn't trusted."""
    if rule.endswith("sign"):
        return "a lone digit before a number: the recogniser may have misread a sign"
    return "a letter or a stray sign inside the number: it may be misread"


def _sizes(assembled: Assembled) -> Iterator[tuple[Span, str]]:
    """Places of the numbers of participants, the surest last."""
    for story in assembled.stories:
        yield from ((place, "read as the size of an arm or of the trial") for place in story.inventory.sizes)
    for story in assembled.stories:
        yield from ((e.n_at, "read as the size of an arm") for e in story.inventory.entries if e.n_at is not None)
        enrolled = story.inventory.enrolled
        if enrolled is not None:
            yield enrolled.place, "read as the size of the trial"


def _parts(text: str, mention: Mention, raw: Span) -> list[Span]:
    """The numbers of a mention outside the one that it is cited by."""
    digits = (match.span() for match in DIGITS.finditer(text, mention.start, mention.end))
    return [(start, end) for start, end in digits if end <= raw[0] or raw[1] <= start]


def _beside(verdict: _Verdict, mention: Mention, part: Span) -> _Verdict:
    """What became of a number that was read with another, by the slot that holds it."""
    slot = next((name for name, (s, e) in sorted(mention.spans.items()) if s <= part[0] and part[1] <= e), None)
    if verdict.verdict != "fact" or slot is None:
        return verdict
    return _Verdict("fact", f"{slot} of a fact", mention.rule)


def _in_words(document: Document, facts: Sequence[Fact], found: Sequence[Ledger]) -> Iterator[Ledger]:
    """The facts whose number is a word that is a figure in its sentence only: «dont un décès»."""
    held = {(entry.char_start, entry.char_end) for entry in found}
    for fact in facts:
        span = (fact.char_start, fact.char_end)
        if fact.value is not None and span not in held:
            held.add(span)
            yield _entry(document, span, _Verdict("fact", fact.kind, fact.rule))


def _unread(document: Document, assembled: Assembled, found: Sequence[Ledger]) -> Iterator[Ledger]:
    """The digits that are no figure of a line: parts of drugs' names, footnote marks, numbers between the lines."""
    taken = bytearray(len(document.text))
    for entry in found:
        taken[entry.char_start : entry.char_end] = b"\1" * (entry.char_end - entry.char_start)
    lines = bytearray(len(document.text))
    for read in assembled.reads:
        start, end = read.line.span
        lines[start:end] = b"\1" * (end - start)
    drugs = [read.tokens[i] for read in assembled.reads for i in read.drugs]
    names = {place for token in drugs for place in range(token.start, token.end)}
    for match in DIGITS.finditer(document.text):
        for start, end in _gaps(taken, *match.span()):
            if start in names:
                verdict = _Verdict("other", "read as part of a drug's name", "terms.drugs")
            elif lines[start]:
                verdict = _Verdict("other", "read as markup: a footnote mark or a power", "mentions.view")
            else:
                verdict = _Verdict("other", "outside the lines that are read", "segment.lines")
            yield _entry(document, (start, end), verdict)


def _gaps(taken: bytearray, start: int, end: int) -> Iterator[Span]:
    """The stretches of a number that no entry holds."""
    begin = start
    for place in range(start, end + 1):
        if place == end or taken[place]:
            if begin < place:
                yield begin, place
            begin = place + 1


def _entry(document: Document, span: Span, verdict: _Verdict) -> Ledger:
    return Ledger(
        page=document.page_at(span[0]).number,
        char_start=span[0],
        char_end=span[1],
        raw=document.text[slice(*span)],
        verdict=verdict.verdict,  # type: ignore[arg-type]
        reason=verdict.reason,
        rule=verdict.rule,
    )
