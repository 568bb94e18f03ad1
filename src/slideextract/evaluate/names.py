"""When do two names of an arm or of an endpoint say the same?"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from slideextract.evaluate.words import fold, words

SHARED = 0.5  # overlap of the words of the shorter name: "BICLA response" and "BICLA"; less and names share by chance
SHORT = 4  # characters; shorter words are not stemmed
TIME_UNIT = r"(?:days?|weeks?|wks?|months?|years?|jours?|semaines?|sem|mois|ans?|annees?)"
TIME = re.compile(
    rf"\b(?:(?:at|by|in|after|within|over|up to|a|apres|dans|jusqu.a|des) )?(?:the )?\d+(?:th|e|eme)?[ -]?{TIME_UNIT}\b"
    rf"|\b(?:at |by |a |a la |after )?(?:{TIME_UNIT}|visite?|cycle) ?\d+(?:[ -]+\d+)?\b"
    r"|\b(?:at |a )?[swmj]\d{1,3}\b"
)
GROUP_LETTER = re.compile(r"(?<![\w'’.])([A-Z])(?![\w'’.])")  # groupe A
ENDPOINT_LETTER = re.compile(r"(?<=[A-Za-z]-)([A-Z])(?!\w)")  # ARIA-E
DECIMAL_SIGN = re.compile(r"(?<=\d)[,·](?=\d)")
SIZE = re.compile(r"\bn ?= ?[\d \u202f]+")
ELISION = re.compile(r"\b[ldjcmnst][’']|\bqu[’']")
TOKEN = re.compile(r"\d+(?:\.\d+)?(?![a-z\d])|[a-z]+(?=\d+\b)|[a-z\d]+")
FIGURE = re.compile(r"[\d.]+")
PLURAL, SILENT = re.compile(r"[sx]$"), re.compile(r"e$")


class Key(NamedTuple):
    """What a name comes down to: its telling words, stemmed, and its numbers."""

    words: frozenset[str]
    numbers: frozenset[str]


@cache
def name_key(text: str, *, arm: bool) -> Key:
    """The key of a name; a timepoint inside an endpoint's name doesn't count."""
    letters = (GROUP_LETTER if arm else ENDPOINT_LETTER).findall(text)
    plain = DECIMAL_SIGN.sub(".", fold(text).replace("−", "-"))
    plain = SIZE.sub(" ", ELISION.sub(" ", plain))
    if not arm:
        timeless = TIME.sub(" ", plain)
        plain = timeless if re.search(r"[a-z\d]", timeless) else plain
    tokens = TOKEN.findall(plain)
    figures = frozenset(str(float(t)) for t in tokens if t[0].isdigit() and FIGURE.fullmatch(t))
    stems = {_stem(word) for word in _telling([t for t in tokens if not FIGURE.fullmatch(t)])}
    return Key(frozenset(stems | {f"§{letter}" for letter in letters}), figures)


def _telling(tokens: list[str]) -> list[str]:
    """The words that are not generic; if all are, the longer ones; if there are only letters, these as one."""
    longer = [token for token in tokens if len(token) > 1]
    telling = [token for token in longer if token not in words().generic]
    return telling or longer or (["".join(tokens)] if tokens else [])


def _stem(word: str) -> str:
    return word if len(word) < SHORT else SILENT.sub("", PLURAL.sub("", word))


def similarity(first: str, second: str, *, arm: bool) -> float:
    """0 where the names contradict each other or share too little, else a Dice score in (0, 1]."""
    one, two = name_key(first, arm=arm), name_key(second, arm=arm)
    if _contradict(one, two, arm=arm):
        return 0.0
    if one.words and two.words:
        shared = one.words & two.words
        if len(shared) / min(len(one.words), len(two.words)) < SHARED:
            return 0.0
        if shared <= words().weak and one.words != two.words:
            return 0.0
    elif one.words or two.words or not one.numbers & two.numbers:
        return 0.0
    both = (one.words | one.numbers) & (two.words | two.numbers)
    return 2 * len(both) / (len(one.words | one.numbers) + len(two.words | two.numbers))


def _contradict(one: Key, two: Key, *, arm: bool) -> bool:
    if one.numbers and two.numbers and not (one.numbers <= two.numbers or two.numbers <= one.numbers):
        return True
    negative = words().negative
    return arm and bool(one.words & negative) != bool(two.words & negative)


def best(name: str, names: Iterable[str], *, arm: bool) -> float:
    """Similarity to the most similar of `names`."""
    return max((similarity(name, other, arm=arm) for other in names), default=0.0)


def same_arm(candidates: Iterable[str], own: Sequence[str], rivals: Sequence[Sequence[str]]) -> bool:
    """Whether the first candidate that decides between an arm and its rivals decides for it."""
    tied = False
    for name in candidates:
        mine = best(name, own, arm=True)
        other = max((best(name, rival, arm=True) for rival in rivals), default=0.0)
        if mine != other:
            return mine > other
        tied = tied or mine > 0
    return False


def same_endpoint(name: str | None, own: Sequence[str] | None, rivals: Iterable[Sequence[str]]) -> bool:
    """Whether an endpoint's name fits its own names, and no other endpoint of the trial better."""
    if own is None:
        return True
    mine = best(name, own, arm=False) if name else 0.0
    return mine > 0 and all(best(name or "", rival, arm=False) <= mine for rival in rivals)
