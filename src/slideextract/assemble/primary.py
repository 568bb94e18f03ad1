"""What "the primary end point" of a trial was, where its document says it once and then speaks of its rank only."""

from collections.abc import Iterable, Sequence

import regex

from slideextract.assemble.draft import Draft, Named
from slideextract.assemble.headed import MEASURED_ONCE
from slideextract.assemble.reading import Read
from slideextract.assemble.times import AT
from slideextract.mentions import Mention
from slideextract.segment import Section
from slideextract.terms import fold

SAYS = frozenset({":", ",", "(", "-", "–", "—"})  # signs behind which a definition may start
ENDS = frozenset({";", ".", ")", ":"})
SEVERAL = regex.compile(r"co-?(?:primary|primaires?|principaux)|(?:critères|end ?points|outcomes|measures)\b", regex.I)
RANK = regex.compile(  # a name that says no more than the rank
    r"(?:(?:the|le|un|a|an)\s)?(?:primary(?:[\s-](?:efficacy|composite|safety))?[\s-](?:end[\s-]?points?|outcomes?|measure)"
    r"|critères? (?:de jugement |d'évaluation )?(?:composite )?(?:principal|primaire))(?:[\s-](?:events?|measure))?",
    regex.I,
)
RESULTS = frozenset({"percent", "fraction", "p", "interval", "points", "n", "people"})  # figures of no definition
ASSESSED = regex.compile(
    r"\b(?:as\s)?(?:assessed|measured|evaluated|defined|analy[sz]ed|évalué|mesuré|défini)e?s?\b", regex.I
)
MAX_WORDS = 24  # of a definition; longer ones run on


def name_primary(drafts: Iterable[Draft], reads: Sequence[Read], text: str) -> None:
    """Give drafts whose endpoint is only a rank the words that the document defines it by, and its time; flagged."""
    told = [draft for draft in drafts if draft.endpoint is not None and RANK.fullmatch(draft.endpoint.text)]
    if not told:
        return
    found = {fold(named.text): (named, time) for read in reads for named, time in _definitions(read, text)}
    if len(found) != 1:
        return
    named, time = next(iter(found.values()))
    for draft in told:
        draft.endpoint, draft.endpoint_type = named, "primary"
        draft.flags.append("endpoint_inferred")
        if draft.time is None and time is not None and draft.kind in MEASURED_ONCE:
            draft.time = time
            draft.flags.append("timepoint_inferred")


def _definitions(read: Read, text: str) -> Iterable[tuple[Named, Mention | None]]:
    """What a line says that the primary endpoint was: "The primary end point was death or stroke at 90 days"."""
    if read.line.section in {Section.REFERENCES, Section.BOILERPLATE}:
        return
    for index, token in enumerate(read.tokens):
        if not token.has("primary") or SEVERAL.search(text[token.start : token.end]):
            continue
        first = _defined(read, index + 1)
        last = _end(read, first)
        named = _named(read, first, last, text)
        if named is not None:
            times = [m for i, m in sorted(read.mentions.items()) if first <= i <= last and m.kind == "time"]
            dated = [m for m in times if m.values.get("cue") in AT]
            yield named, dated[0] if len(dated) == 1 else None
        return


def _defined(read: Read, index: int) -> int:
    """Where a definition starts behind the words for the rank: past "of the study", "was", a colon and articles."""
    tokens, at = read.tokens, index
    while at < len(tokens) and not (tokens[at].has("auxiliary") or tokens[at].text in SAYS):
        if tokens[at].text in ENDS or at - index > len(SAYS) or at in read.mentions:
            return len(tokens)
        at += 1
    at += 1
    while at < len(tokens) and tokens[at].has("determiner", "defining"):
        at += 1
    return at


def _end(read: Read, first: int) -> int:
    """Where a definition ends: at a sign, a time, the next endpoint, or how it was assessed."""
    last = first
    while last < len(read.tokens) and last - first < MAX_WORDS:
        token = read.tokens[last]
        mention = read.mentions.get(last)
        ranked = token.has("secondary", "relative", "contrast") or ASSESSED.fullmatch(token.text)
        if token.text in ENDS or ranked or (mention is not None and mention.kind in {*RESULTS, "time"}):
            break
        last += 1
    return last


def _named(read: Read, first: int, last: int, text: str) -> Named | None:
    """The words of a definition; none where it is a verb's object, "was met", or runs on without an end."""
    while last > first and read.tokens[last - 1].has("preposition", "of", "and", "determiner", "filler"):
        last -= 1
    inside = read.tokens[first:last]
    if not inside or last - first >= MAX_WORDS or inside[0].has("passive", "reaching", "measure_verb", "person_verb"):
        return None
    if not any(token.text[0].isalpha() and not token.classes for token in inside):
        known = any(i in read.endpoints or i in read.mentions for i in range(first, last))
        if not known:
            return None
    start, end = inside[0].start, inside[-1].end
    return Named(" ".join(text[start:end].split()), start, end)
