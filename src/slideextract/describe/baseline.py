"""Who was included: the figure beside "age", "women", «hommes», in lines about the trial."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from slideextract.assemble import Story
from slideextract.describe.lines import Told
from slideextract.document import Document, Span
from slideextract.facts import Baseline
from slideextract.mentions import Mention

SHARES = frozenset({"percent"})
LEVELS = frozenset({"number", "measure", "time", "age"})  # what an age or an index is read as
REACH = 40  # characters between a characteristic and its figure: "mean age of the patients at inclusion was 42.5"
BREAK = regex.compile(r"[;.](?!\d)|\d|(?<!\w)(?:and|et|while|whereas|tandis)(?!\w)", regex.IGNORECASE)
FIGURE = regex.compile(r"\d+(?:[.,]\d+)?")
AGE = regex.compile(r"[aâ]ge", regex.IGNORECASE)
YEARS = regex.compile(r"\s?(?:years?|ans)\b")


def baseline(document: Document, story: Story, lines: Sequence[Told]) -> tuple[Baseline, ...]:
    """The characteristics of the participants; a figure that is a result is none."""
    results = {draft.raw for draft in story.drafts}
    found = (entry for told in lines if told.here for entry in _of_line(document, told))
    return tuple(b for b in found if (b.evidence.char_start, b.evidence.char_end) not in results)


def _of_line(document: Document, told: Told) -> Iterator[Baseline]:
    demographic = told.read.vocabulary.pattern("demographic")
    cues = list(demographic.finditer(told.text.lower())) if told.read.mentions else []
    arms = {arm.label for arm in told.read.arms}
    for mention in told.read.mentions.values() if cues else ():
        raw = _figure(told, mention)
        cue = raw and _beside(told, raw, cues, mention)
        if raw is None or cue is None:
            continue
        share = mention.kind in SHARES
        printed = FIGURE.search(document.text, raw.start, raw.end)
        years = YEARS.match(document.text, raw.end)
        if printed is not None:
            yield Baseline(
                measure=told.text[slice(*cue.span())],
                arm=next(iter(arms)) if len(arms) == 1 else None,
                value=Decimal(printed[0].replace(",", ".")),
                unit="%" if share else years[0].strip() if years else None,
                evidence=document.cite(raw),
            )


def _figure(told: Told, mention: Mention) -> Span | None:
    """Where the number of a mention stands; of "mean age was 42.5 years", which is read whole, within it."""
    if mention.kind in SHARES:
        return Span(*mention.place)
    if mention.kind not in LEVELS:
        return None
    start, end = mention.start - told.start, mention.end - told.start
    match = FIGURE.search(told.text, start, end)
    return told.place(match) if match else None


def _beside(told: Told, raw: Span, cues: Sequence[regex.Match[str]], mention: Mention) -> regex.Match[str] | None:
    """The characteristic that a share follows or precedes, and that an age follows, with no figure between."""
    start, end = raw.start - told.start, raw.end - told.start
    for cue in cues:
        aged = AGE.search(cue[0]) is not None
        if aged is (mention.kind in SHARES):
            continue
        before, after = told.text[cue.end() : start], told.text[end : cue.start()]
        follows = cue.end() <= start and len(before) <= REACH and not BREAK.search(before)
        precedes = not aged and cue.start() >= end and len(after) <= REACH and not BREAK.search(after)
        if follows or precedes:
            return cue
    return None
