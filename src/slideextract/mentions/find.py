"""The loop: every rule over a text, each match read by its kind, overlaps settled, no digit left over."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import InvalidOperation
from functools import lru_cache

import regex

from slideextract.mentions import counts, design, identifiers, intervals, measures, p_values, percents, ratios, times
from slideextract.mentions.reading import Values, plain, text_only
from slideextract.mentions.view import Seen, squeeze
from slideextract.rules import Language, Rule, language

DIGITS = regex.compile(r"\d+(?:[.,]\d+)*")
RUN = regex.compile(r"\d+")
IN_WORD = regex.compile(  # "AE03_rash", "J.56", "2he", "4'iscalimab"
    r"(?<=_|(?<![\p{L}-])\p{L}[.,]?|(?<![\p{L}-])\p{Lu}{2})\d|(?<![\d.,])\d(?=\p{L}{2}|_|'\p{L}{3})"
)
LEAD = regex.compile(r"^[<>≤≥=\s]+")  # a sign that stands before a listed number
PAIRS = {")": "(", "]": "["}
SHORT = 120  # characters; longer texts don't come twice, cells and labels do: a third of a deck's lines
REPEATED = 512  # short texts whose mentions are kept: those of the last pages; more are hardly ever asked for again
ASIDES = frozenset(
    {"interval", "bounds", "dispersion"}
)  # kinds that take the brackets around them along: "25.5 months (95% CI 24.7 to NE)"
Reader = Callable[[regex.Match[str], Rule, Language], Values | None]
READERS: dict[str, Reader] = {
    **dict.fromkeys(("percent", "percent_range"), percents.read),
    "fraction": counts.read_fraction,
    **dict.fromkeys(("people", "n"), counts.read),
    **dict.fromkeys(("interval", "bounds"), intervals.read),
    "p": p_values.read,
    **dict.fromkeys(("hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio"), ratios.read),
    "dispersion": intervals.read_spread,
    **dict.fromkeys(("measure", "measure_range"), measures.read),
    "dose": measures.read_dose,
    "route": measures.read_route,
    "threshold": measures.read_threshold,
    **dict.fromkeys(("time", "age"), times.read),
    "phase": design.read_phase,
    "allocation": design.read_allocation,
    "registry": identifiers.read,
    **dict.fromkeys(
        (
            "grade",
            "share",
            "congress_id",
            "doi",
            "pmid",
            "url",
            "email",
            "phone",
            "address",
            "citation",
            "reference",
            "year",
        ),
        text_only,
    ),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A typed figure at a place.

    Attributes:
        start: first character in the document's text; `end` is the one after the last.
        rule: id of the rule that found it, "en.percent.n_of_n".
        values: typed slots: numbers as Decimal, the rest as text.
        spans: place of each slot; `raw` is the number as printed, with its sign and unit.
    """

    kind: str
    start: int
    end: int
    rule: str
    values: Values
    spans: dict[str, tuple[int, int]]

    @property
    def place(self) -> tuple[int, int]:
        """Where its number is printed, else all of it."""
        return self.spans.get("raw", (self.start, self.end))


@dataclass(frozen=True, slots=True)
class _Candidate:
    size: int  # characters of the whole match; the longest wins
    order: int  # of the rule in its file; the first wins among equals
    start: int
    mentions: tuple[Mention, ...]


def find_mentions(text: str, language_id: str, offset: int = 0, *, recognised: bool = False) -> list[Mention]:
    """All mentions of one piece of text, sorted by start, without overlaps.

    The longest match wins, then the order of the rules. Every digit of the text ends up in exactly one mention.

    Args:
        text: a sentence, cell or label, as printed.
        language_id: `fr` or `en`.
        offset: where the piece starts in its document; added to every place.
        recognised: a recogniser read it, so that a figure may be a sign: such figures are of the kind `misread`, as
            are those that hold a letter or half a sign in any text, "4S.2%".

    Raises:
        RuleError: a rule ran out of its time.
    """
    found = (_kept if len(text) <= SHORT else _find)(text, language_id, recognised)
    return [_moved(mention, offset) for mention in found] if offset else list(found)


def _find(text: str, language_id: str, recognised: bool) -> tuple[Mention, ...]:  # noqa: FBT001 - kept by place
    spoken = language(language_id)
    seen = squeeze(text)
    taken = bytearray(len(seen.text))
    found = _settle(_candidates(seen.text, spoken), taken)
    found += _rest(seen.text, taken, spoken)
    found = list(_doubted(seen.text, found, (*spoken.damaged, *(spoken.misread if recognised else ()))))
    found.sort(key=lambda mention: mention.start)
    return tuple(found if seen.places is None else [_placed(mention, seen) for mention in found])


_kept = lru_cache(maxsize=REPEATED)(_find)


def _candidates(seen: str, spoken: Language) -> Iterator[_Candidate]:
    lowered = seen.lower()
    if len(lowered) != len(seen):  # İ: its small letter is two characters
        lowered = seen
    starts = spoken.starts(lowered)
    places = spoken.places(seen, starts)
    for rule in spoken.likely(lowered, starts):
        for match in rule.find(seen, places[rule.opening]):
            candidate = _candidate(match, rule, spoken)
            if candidate is not None:
                yield candidate


def _candidate(match: regex.Match[str], rule: Rule, spoken: Language) -> _Candidate | None:
    read = READERS.get(rule.kind, plain)
    try:
        if rule.each:
            mentions = tuple(_each(match, rule, spoken, read))
        else:
            values = read(match, rule, spoken)
            mentions = () if values is None else (_mention(match, rule, values),)
    except (ValueError, InvalidOperation):
        return None
    if not mentions or any(_splits(match.string, mention) for mention in mentions):
        return None
    return _Candidate(match.end() - match.start(), rule.order, match.start(), mentions)


def _mention(match: regex.Match[str], rule: Rule, values: Values) -> Mention:
    spans = {name: match.span(name) for name, group in match.groupdict().items() if group is not None}
    start, end = _trimmed(match.string, *spans.pop("mention", match.span()))
    if rule.kind in ASIDES and PAIRS.get(match.string[end : end + 1]) == match.string[start - 1 : start]:
        start, end = start - 1, end + 1
    spans.setdefault("raw", spans.get("value", (start, end)))
    return Mention(rule.kind, start, end, rule.id, values, spans)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without outer spaces, and without a closing bracket that opens before it."""
    while end > start and (text[end - 1].isspace() or _closes(text[start:end])):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _closes(part: str) -> bool:
    opening = PAIRS.get(part[-1])
    return opening is not None and part.count(part[-1]) > part.count(opening)


def _each(match: regex.Match[str], rule: Rule, spoken: Language, read: Reader) -> Iterator[Mention]:
    """One mention for each repetition of `raw`; the first one takes the rule's `head` as well."""
    for index, (raw, value) in enumerate(zip(match.spans("raw"), match.spans("value"), strict=True)):
        slots = read(match, rule, spoken)
        if slots is None:
            return
        slots["value"] = spoken.number(LEAD.sub("", match.string[value[0] : value[1]]))
        times.count_days(slots)
        start = match.start("head") if index == 0 and "head" in match.groupdict() else raw[0]
        yield Mention(rule.kind, start, raw[1], rule.id, slots, {"raw": raw, "value": value})


def _splits(seen: str, mention: Mention) -> bool:
    """Whether an edge of the mention stands inside a run of digits."""
    return any(
        seen[edge - 1 : edge].isdecimal() and seen[edge : edge + 1].isdecimal() for edge in (mention.start, mention.end)
    )


def _settle(candidates: Iterable[_Candidate], taken: bytearray) -> list[Mention]:
    """The mentions that win, with their characters marked as taken."""
    chosen: list[Mention] = []
    for candidate in sorted(candidates, key=lambda one: (-one.size, one.order, one.start)):
        if all(not any(taken[m.start : m.end]) for m in candidate.mentions):
            chosen += candidate.mentions
            for mention in candidate.mentions:
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    return chosen


def _rest(seen: str, taken: Sequence[int], spoken: Language) -> Iterator[Mention]:
    """A plain number for each run of digits that no rule took; a code that is too long for one is none."""
    for match in DIGITS.finditer(seen):
        whole = not any(taken[match.start() : match.end()])
        runs = [match] if whole else RUN.finditer(seen, *match.span())
        for run in (run for run in runs if not any(taken[run.start() : run.end()])):
            with suppress(ValueError):
                yield _number(seen, run.span(), spoken)


def _number(seen: str, span: tuple[int, int], spoken: Language) -> Mention:
    """A number that no rule took; in a word, or with too many digits to measure anything, it is a code."""
    if IN_WORD.match(seen, span[0]) is not None:
        return Mention("reference", *span, f"{spoken.id}.number.in_word", {}, {"raw": span})
    try:
        values: Values = {"value": spoken.number(seen[span[0] : span[1]])}
    except ValueError:
        return Mention("reference", *span, f"{spoken.id}.number.code", {}, {"raw": span})
    return Mention("number", *span, f"{spoken.id}.number.rest", values, {"raw": span, "value": span})


def _doubted(seen: str, found: Iterable[Mention], rules: Iterable[Rule]) -> Iterator[Mention]:
    """The mentions, those that may be damaged or misread without their values."""
    mentions = list(found)
    doubts = [(rule, match.span()) for rule in rules for match in rule.find(seen)] if mentions else []
    for mention in mentions:
        rule = next((rule for rule, (start, end) in doubts if mention.start < end and start < mention.end), None)
        place = mention.start, mention.end
        yield mention if rule is None else Mention(rule.kind, *place, rule.id, {}, {"raw": place})


def _placed(mention: Mention, seen: Seen) -> Mention:
    """A mention of the squeezed text where it stands in the text as printed."""
    start, end = seen.span(mention.start, mention.end)
    spans = {name: seen.span(*span) for name, span in mention.spans.items()}
    return Mention(mention.kind, start, end, mention.rule, mention.values, spans)


def _moved(mention: Mention, offset: int) -> Mention:
    """A mention of a piece of text where it stands in the document."""
    spans = {name: (start + offset, end + offset) for name, (start, end) in mention.spans.items()}
    return Mention(mention.kind, mention.start + offset, mention.end + offset, mention.rule, mention.values, spans)
