"""The loop: every rule over a text, each match read by its kind, overlaps settled, no digit left over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import InvalidOperation
from functools import partial

import regex

from slideextract.mentions import counts, design, identifiers, intervals, measures, p_values, percents, ratios, times
from slideextract.mentions.reading import Values, plain, text_only
from slideextract.mentions.view import view
from slideextract.rules import Language, Rule, language

DIGITS = regex.compile(r"\d+(?:[.,]\d+)*")
Reader = Callable[[regex.Match[str], Rule, Language], Values | None]
READERS: dict[str, Reader] = {
    **dict.fromkeys(("percent", "percent_range"), percents.read),
    **dict.fromkeys(("fraction",), counts.read_fraction),
    **dict.fromkeys(("people", "n"), counts.read),
    "interval": intervals.read,
    "p": p_values.read,
    **dict.fromkeys(("hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio"), ratios.read),
    "dispersion": intervals.read_spread,
    **dict.fromkeys(("measure", "measure_range", "dose"), measures.read),
    "threshold": measures.read_threshold,
    **dict.fromkeys(("time", "age"), times.read),
    "phase": design.read_phase,
    "allocation": design.read_allocation,
    "registry": identifiers.read,
    **dict.fromkeys(("grade", "congress_id", "doi", "pmid", "url", "email", "phone", "reference", "year"), text_only),
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    size: int  # characters of the whole match; the longest wins
    order: int  # of the rule in its file; the first wins among equals
    start: int
    mentions: tuple[Mention, ...]


def find_mentions(text: str, language_id: str, offset: int = 0) -> list[Mention]:
    """All mentions of one piece of text, sorted by start, without overlaps.

    The longest match wins, then the order of the rules. Every digit of the text ends up in exactly one mention.

    Args:
        text: a sentence, cell or label, as printed.
        language_id: `fr` or `en`.
        offset: where the piece starts in its document; added to every place.

    Raises:
        RuleError: a rule ran out of its time.
    """
    spoken = language(language_id)
    seen = view(text)
    lowered = seen.lower()
    has_digit = DIGITS.search(seen) is not None
    candidates = [
        candidate
        for rule in spoken.rules
        if has_digit or rule.kind in SPELLED
        for match in rule.find(seen, lowered)
        if (candidate := _candidate(match, rule, spoken, seen)) is not None
    ]
    chosen = _settle(candidates)
    chosen += _rest(seen, chosen, spoken)
    chosen.sort(key=lambda mention: mention.start)
    return [_shifted(mention, offset) for mention in chosen] if offset else chosen


SPELLED = frozenset({"percent", "fraction", "people", "time", "measure", "threshold", "regimen", "phase", "grade"} | {
    "ordinal", "number", "url", "email", "p"
})  # fmt: skip


def _candidate(match: regex.Match[str], rule: Rule, spoken: Language, seen: str) -> _Candidate | None:
    read = READERS.get(rule.kind, plain)
    try:
        if rule.each:
            mentions = tuple(_each(match, rule, spoken, read))
        else:
            values = read(match, rule, spoken)
            mentions = () if values is None else (_mention(match, rule, values),)
    except (ValueError, InvalidOperation):
        return None
    if not mentions or any(_splits(seen, mention) for mention in mentions):
        return None
    return _Candidate(match.end() - match.start(), rule.order, match.start(), mentions)


def _mention(match: regex.Match[str], rule: Rule, values: Values) -> Mention:
    spans = {name: match.span(name) for name, group in match.groupdict().items() if group is not None}
    start, end = spans.pop("mention", match.span())
    end = start + len(match.string[start:end].rstrip())
    start += len(match.string[start:end]) - len(match.string[start:end].lstrip())
    spans.setdefault("raw", spans.get("value", (start, end)))
    return Mention(rule.kind, start, end, rule.id, values, spans)


def _each(match: regex.Match[str], rule: Rule, spoken: Language, read: Reader) -> Iterator[Mention]:
    """One mention for each repetition of `raw`; the first one takes what stands before it when the rule has a `head`."""
    printed = match.spans("raw")
    values = match.spans("value")
    shared = partial(read, match, rule, spoken)
    for index, (raw, value) in enumerate(zip(printed, values, strict=True)):
        slots = shared()
        if slots is None:
            return
        number = regex.sub(r"^[<>≤≥=\s]+", "", match.string[value[0] : value[1]])
        slots["value"] = spoken.number(number)
        times.count_days(slots)
        start = match.start("head") if index == 0 and "head" in match.groupdict() else raw[0]
        yield Mention(rule.kind, start, raw[1], rule.id, slots, {"raw": raw, "value": value})


def _splits(seen: str, mention: Mention) -> bool:
    """Whether an edge of the mention stands inside a run of digits."""
    start, end = mention.start, mention.end
    return (start > 0 and seen[start - 1 : start + 1].isdigit() and seen[start - 1].isdigit()) or (
        end < len(seen) and seen[end - 1].isdigit() and seen[end].isdigit()
    )


def _settle(candidates: list[_Candidate]) -> list[Mention]:
    taken: list[tuple[int, int]] = []
    chosen: list[Mention] = []
    for candidate in sorted(candidates, key=lambda one: (-one.size, one.order, one.start)):
        if all(m.end <= start or end <= m.start for m in candidate.mentions for start, end in taken):
            chosen += candidate.mentions
            taken += [(m.start, m.end) for m in candidate.mentions]
    return chosen


def _rest(seen: str, chosen: list[Mention], spoken: Language) -> Iterator[Mention]:
    """A plain number for each run of digits that no rule took."""
    taken = sorted((mention.start, mention.end) for mention in chosen)
    for match in DIGITS.finditer(seen):
        start, end = match.span()
        if any(s < end and start < e for s, e in taken):
            yield from _pieces(seen, start, end, taken, spoken)
        else:
            yield _number(seen, start, end, spoken)


def _pieces(seen: str, start: int, end: int, taken: list[tuple[int, int]], spoken: Language) -> Iterator[Mention]:
    for match in regex.finditer(r"\d+", seen[start:end]):
        first, last = start + match.start(), start + match.end()
        if not any(s < last and first < e for s, e in taken):
            yield _number(seen, first, last, spoken)


def _number(seen: str, start: int, end: int, spoken: Language) -> Mention:
    values: Values = {"value": spoken.number(seen[start:end])}
    return Mention("number", start, end, f"{spoken.id}.number.rest", values, {"raw": (start, end), "value": (start, end)})


def _shifted(mention: Mention, offset: int) -> Mention:
    spans = {name: (start + offset, end + offset) for name, (start, end) in mention.spans.items()}
    return Mention(
        mention.kind, mention.start + offset, mention.end + offset, mention.rule, mention.values, spans
    )
