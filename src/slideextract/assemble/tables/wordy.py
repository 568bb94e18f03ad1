"""Cells of words and figures: "9 CRS1/2, 2 ICAN3", "80% DORIS M6 2 rechutes", "5/9 DORIS 6/9 LLDAS"."""

from decimal import Decimal

from slideextract.assemble.draft import Draft, Named
from slideextract.assemble.header_rules import says
from slideextract.assemble.headers import NAMED_TIMES
from slideextract.assemble.naming import phrase_name
from slideextract.assemble.reading import Read
from slideextract.mentions import Mention
from slideextract.terms import endpoint_id

COUNTED = frozenset({"percent", "fraction", "number", "people", "measure"})
ENDS = frozenset({",", ";", ":", "•", "/"})
POINTS = frozenset({"pts", "pt", "points", "point"})
MAX_COUNTED = 3  # words of what a bare figure counts; more are a sentence
AT = frozenset({"à", "at"})
RULE = "table.words"


def worded(read: Read, text: str) -> list[Draft]:
    """One draft a figure, each named by the words after it, else by those before it."""
    marks = [i for i, mention in sorted(read.mentions.items()) if mention.kind in COUNTED]
    found: list[Draft] = []
    for order, index in enumerate(marks):
        following = marks[order + 1] if order + 1 < len(marks) else len(read.tokens)
        named, before = _name(read, text, index, marks[order - 1] + 1 if order else 0, following)
        draft = _draft(read, index, named, before)
        if draft is not None:
            draft.time = _time(read, index, following)
            found.append(draft)
    first, last = _leading_time(read), _time(read, marks[-1], len(read.tokens)) if marks else None
    for draft in found:
        draft.time = draft.time or first or (last if last is not None and _is_last(read, last) else None)
    return found


def _name(read: Read, text: str, index: int, first: int, following: int) -> tuple[Named | None, str]:
    """What a figure counts, and the words before it that say which statistic it is."""
    stop = next((i for i in range(index + 1, following) if read.tokens[i].text in ENDS), following)
    begin = max((i + 1 for i in range(first, index) if read.tokens[i].text in ENDS), default=first)
    before = " ".join(token.text for token in read.tokens[begin:index])
    after = phrase_name(read, text, index + 1, stop) or _glued(read, text, index + 1, stop)
    if after is not None:
        return after, ""
    near = phrase_name(read, text, begin, index)
    if begin > first and read.tokens[begin - 1].text == ":" and (near is None or endpoint_id(near.text) is None):
        wider = phrase_name(read, text, first, begin - 1)
        if wider is not None:  # "SLEDAI médian : baisse de 10 points"
            return wider, " ".join(token.text for token in read.tokens[first:index])
    return near, before


def _glued(read: Read, text: str, first: int, last: int) -> Named | None:
    """A name that holds a figure, "CRS1", where nothing else follows."""
    for i in range(first, last):
        mention = read.mentions.get(i)
        if mention is not None and mention.kind == "name":
            return Named(text[mention.start : mention.end], mention.start, mention.end)
    return None


def _draft(read: Read, index: int, named: Named | None, before: str) -> Draft | None:
    mention = read.mentions[index]
    amount = mention.values.get("numerator" if mention.kind == "fraction" else "value")
    if named is None or not isinstance(amount, Decimal):
        return None
    kind = "percent" if mention.kind == "percent" else "count"
    unit: str | None = "%" if kind == "percent" else "patients"
    statistic = says("statistic", before) if before else None
    if statistic is not None and mention.kind != "fraction":
        noun = str(mention.values.get("noun", mention.values.get("unit", "")))
        kind, unit = statistic, "points" if noun in POINTS else noun or None
    elif before and mention.kind in {"number", "measure", "people"}:
        return None  # "dès 3 mois": words before a bare figure don't make it a count
    if kind == "count" and mention.kind != "fraction" and not _is_counted(named):
        return None
    raw = mention.place
    draft = Draft(read.line, mention, raw, amount, kind, unit, RULE, read.line.span, endpoint=named)
    draft.numerator, draft.denominator = _whole(mention, "numerator"), _whole(mention, "denominator")
    return draft


def _is_counted(named: Named) -> bool:
    """Whether words after a bare figure can be what it counts: an endpoint of the lexicon, or a short name."""
    return endpoint_id(named.text) is not None or len(named.text.split()) <= MAX_COUNTED


def _whole(mention: Mention, slot: str) -> int | None:
    value = mention.values.get(slot)
    return int(value) if isinstance(value, Decimal) else None


def _time(read: Read, first: int, last: int) -> Mention | None:
    """The timepoint between two tokens: "M12", "À 12 mois"; a duration is none."""
    for index, mention in sorted(read.mentions.items()):
        if first < index < last and mention.kind == "time":
            led = read.tokens[index - 1].text in AT
            if led or mention.values.get("cue") in NAMED_TIMES:
                return mention
    return None


def _leading_time(read: Read) -> Mention | None:
    """A timepoint that opens the cell and holds for all of it: "À M12 : DORIS 8/12, LLDAS 9/12"."""
    led = int(bool(read.tokens) and read.tokens[0].text in AT)
    mention = read.mentions.get(led)
    stopped = led + 1 < len(read.tokens) and read.tokens[led + 1].text in ENDS
    named = mention is not None and mention.kind == "time" and (led or mention.values.get("cue") in NAMED_TIMES)
    return mention if named and stopped else None


def _is_last(read: Read, time: Mention) -> bool:
    """Whether a time closes the cell with its preposition, "5/9 DORIS 6/9 LLDAS à 6 mois", and so holds for all."""
    return max(m.end for m in read.mentions.values()) == time.end
