"""Names in headers and labels: what was measured, without its statistic, unit, size, arm and time."""

from collections.abc import Collection

import regex

from slideextract.assemble.draft import Named
from slideextract.assemble.header_rules import says
from slideextract.assemble.phrases import Phrases
from slideextract.assemble.reading import Read

EDGE_KINDS = frozenset({"time", "n", "ci_level", "interval", "p", "dispersion", "year", "reference", "percent"})
LIMITS = frozenset({"threshold", "grade"})
EDGE_CLASSES = ("preposition", "of", "determiner", "and", "relative")
KEPT_SIGNS = frozenset("≥≤<>+")
PAIR = 2
OPEN, CLOSED = frozenset("(["), frozenset(")]")
MAX_TITLE = 8  # tokens of a title that may be an endpoint; a longer one is a statement
MARKS = regex.compile(
    r"(?<=\w|\))[\u1d43-\u1d61\u02b0-\u02b8\u2070-\u2079†‡§‖¶*]+(?!\w)"
)  # raised letters, footnote signs
LEFT = regex.compile(
    r"\[[^\]\n]{0,6}\]\(#\w*\)|\[(?:\^[^\s^\]]{1,10}\^|\s{1,6})\]|\^(?=\D)[^\s^]{1,10}\^|\*\*"
)  # links and footnotes as converters leave them
COURSE = regex.compile(  # how a chart divides it, behind what it shows
    r"\s+(?:over time|through (?:week|month) \d+|au cours du temps|dans le temps|par visite|by visit"
    r"|by (?:maximum |worst )?(?:severity|grade)|(?:par|selon la) sévérité(?: maximale)?|(?:par|selon le) grade"
    r"|by sub-?groups?|(?:par|selon les?) sous-?groupes?)$",
    regex.IGNORECASE,
)
LIST_MARK = regex.compile(r"\d{1,2}[.)]\s")


def label_name(read: Read, text: str, arms: Collection[int] = ()) -> Named | None:
    """What a header or row label says was measured; None when it only says how, when or in whom.

    Args:
        read: the label.
        text: the document's text.
        arms: tokens that name arms, which are no part of the name at its edges.
    """
    first, last = _trim(read, text, arms)
    if first >= last or _says_nothing(read, range(first, last), arms):
        return None
    return _named(read, text, first, last)


def title_name(read: Read, text: str) -> Named | None:
    """The endpoint that a title, caption or section names; only what the lexicon knows counts as one."""
    phrases = Phrases(read.tokens, _arms(read), set(read.endpoints), read.vocabulary)
    first = next(
        (i for i, token in enumerate(read.tokens) if not _is_reference(read, i) and token.text[0].isalnum()), 0
    )
    runs = [
        r for r in phrases.runs(first, len(read.tokens)) if any(i in read.endpoints for i in range(r.first, r.last))
    ]
    best = max(runs, key=lambda run: (run.weight, -run.first), default=None)
    return None if best is None else _named(read, text, best.first, best.last)


def _is_reference(read: Read, index: int) -> bool:
    mention = read.mentions.get(index)
    return mention is not None and mention.kind == "reference"  # "Table 2."


def slide_name(read: Read, text: str) -> Named | None:
    """What a slide's title says after its trial's name, "CheckMate 816: pathological response", or as a whole if short.

    A guess, for the lexicon doesn't know it.
    """
    colons = [i for i, token in enumerate(read.tokens) if token.text == ":"]
    first = colons[-1] + 1 if colons else 0
    rest = read.tokens[first:]
    plain = not any(token.has("drug", "treatment", "auxiliary", "person_verb") or token.text == "?" for token in rest)
    return phrase_name(read, text, first) if plain and len(rest) <= MAX_TITLE else None


def phrase_name(read: Read, text: str, first: int = 0, last: int | None = None) -> Named | None:
    """The heaviest phrase between two tokens."""
    phrases = Phrases(read.tokens, _arms(read), set(read.endpoints), read.vocabulary)
    best = phrases.best(first, len(read.tokens) if last is None else last)
    return None if best is None else _named(read, text, best.first, best.last)


def arm_span(read: Read, text: str) -> tuple[int, int]:
    """First and last token of an arm's label in a header: without its size and what the figures are."""
    return _trim(read, text, (), kept=("time", "dose", "regimen", "percent"))


def _trim(read: Read, text: str, arms: Collection[int], kept: Collection[str] = ()) -> tuple[int, int]:
    first, last = 0, len(read.tokens)
    if last > PAIR and read.tokens[0].text in OPEN and read.tokens[-1].text in CLOSED:
        first, last = 1, last - 1  # "(Control group)"
    start = read.line.span.start
    if LIST_MARK.match(text[start : read.line.span.end]):
        first = min(2, last)
    while last > first and (skip := _right(read, first, last, arms, kept)):
        last -= skip
    while first < last and _drops(read, first, arms, kept):
        first += 1
    return first, last


def _right(read: Read, first: int, last: int, arms: Collection[int], kept: Collection[str]) -> int:
    """How many tokens at the right end say nothing: one, a bracket of them, or none."""
    token = read.tokens[last - 1]
    if token.text in CLOSED:
        opened = next((i for i in range(last - 2, first - 1, -1) if read.tokens[i].text in OPEN), None)
        if opened is not None and read.tokens[opened + 1].text.startswith("#"):
            mark = (i for i in range(opened - 1, first - 1, -1) if read.tokens[i].text in OPEN)
            return last - next(mark, opened)  # "[*](#note)"
        if opened is None or _adds_nothing(read, range(opened + 1, last - 1), arms, kept):
            return 1 if opened is None else last - opened
        return 0
    comma = next((i for i in range(last - 1, first, -1) if read.tokens[i].text == ","), None)
    if comma is not None and not kept and _adds_nothing(read, range(comma + 1, last), arms, kept):
        return last - comma
    return int(_drops(read, last - 1, arms, kept))


def _adds_nothing(read: Read, indices: range, arms: Collection[int], kept: Collection[str]) -> bool:
    """Whether what stands in brackets or behind a comma only says unit or statistic: "(change)", ", mm Hg"."""
    units = read.vocabulary.classes["unit"]
    return all(
        _drops(read, i, arms, kept) or all(word in units or says("weak", word) for word in read.tokens[i].text.split())
        for i in indices
    )


def _drops(read: Read, index: int, arms: Collection[int], kept: Collection[str]) -> bool:
    token = read.tokens[index]
    mention = read.mentions.get(index)
    if index in read.endpoints and mention is None:
        return False
    if index in arms:
        return True
    if mention is not None and mention.kind != "name":
        return mention.kind in EDGE_KINDS and mention.kind not in kept
    if not token.text[0].isalnum():
        return token.text not in KEPT_SIGNS
    following = read.tokens[index + 1].text if index + 1 < len(read.tokens) else ""
    number = token.text in {"no", "nb"} and following == "."  # "no. (%)"
    before = read.tokens[index - 1].text if index else ""
    if "dose" in kept and says("arm_letter", f"{before} {token.text}"):
        return False  # "Bras A"
    return number or token.has(*EDGE_CLASSES) or _is_edge(token.text)


def _is_edge(phrase: str) -> bool:
    """Whether all words of a token say how, not what, was measured: "ls mean"."""
    return all(says("edge", word) for word in phrase.split())


def _arms(read: Read) -> set[int]:
    """Tokens of arms; an arm that reaches over an endpoint is none."""
    arms = (range(arm.first, arm.last) for arm in read.arms)
    return {i for inside in arms if not any(k in read.endpoints for k in inside) for i in inside}


def _says_nothing(read: Read, indices: Collection[int], arms: Collection[int]) -> bool:
    """Whether only weak words, figures and signs are left."""
    content = [
        i
        for i in indices
        if i not in arms
        and (i in read.endpoints or i not in read.mentions or read.mentions[i].kind == "name")
        and read.tokens[i].text[0].isalpha()
        and not read.tokens[i].has(*EDGE_CLASSES)
    ]
    kinds = {read.mentions[i].kind for i in indices if i in read.mentions}
    limits = bool(kinds & LIMITS)  # "≥50% reduction"
    if any(i in read.endpoints for i in content) or (limits and content) or "grade" in kinds:
        return False
    words = [word for i in content for word in read.tokens[i].text.split()]
    return all(says("weak", word) or says("edge", word) for word in words)


def _named(read: Read, text: str, first: int, last: int) -> Named:
    start, end = read.tokens[first].start, read.tokens[last - 1].end
    course = COURSE.search(text[start:end])
    end = start + course.start() if course is not None else end
    plain = LEFT.sub("", text[start:end])
    return Named(" ".join(MARKS.sub("", plain).split()), start, end)
