"""Footnote markers as they are printed: behind what they qualify («46,4 %†», `65¹`, "BICLA (1)"), and before a note."""

from collections.abc import Collection, Iterator
from enum import Enum
from typing import NamedTuple

import regex

from slideextract.mentions.view import AREA, POWER

SIGNS = r"*†‡§¶‖#"
LETTERS = dict(zip("ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "abcdefghijklmnoprstuvwxyz", strict=True))
RAISED = {**LETTERS, **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))}
UP = "".join(RAISED)
INNER = rf"(?:[a-z]|\d{{1,2}}|[{SIGNS}]{{1,3}})"
MARK = regex.compile(
    rf"(?P<tag><sup>\s?(?P<tagged>{INNER}(?:[,;]\s?{INNER})*)\s?</sup>|\^\{{?(?P<caret>{INNER}(?:,{INNER})*)\}}?\^?)"
    rf"|(?P<raised>⁽?[{UP}]+(?:[,;]\s?[{UP}]+)*⁾?)"
    rf"|(?P<bracket>[(\[](?P<inside>{INNER})[)\]])"
    rf"|(?P<sign>\\?[{SIGNS}]+(?:,\s?[{SIGNS}]+)*)"
)
RUN = regex.compile(rf"\*+|†+|‡+|§+|¶+|‖+|#+|[a-z]|\d+|[{''.join(LETTERS)}]|[⁰¹²³⁴-⁹]+")
ENDS = regex.compile(r"\s*(?:[)\],;.:|/\n]|$)")  # what follows a mark that a space divides from its word
COUNT = regex.compile(r"(?<![\w.,])\d[\d.,]*\s*$")  # "34 (2)" is a count and its share
TOUCHES = frozenset("%)]»”\"’'®™°.,;")  # signs besides letters and figures that a mark may stand right behind
LEAD = regex.compile(
    rf"\s*(?:<sup>\s?(?P<tag>{INNER})\s?</sup>|\^\{{?(?P<caret>{INNER})\}}?\^?|⁽?(?P<raised>[{UP}]{{1,2}})⁾?"
    rf"|\((?P<round>{INNER})\)|\[(?P<square>{INNER})\]|\\?(?P<sign>[{SIGNS}]{{1,3}})|(?P<plain>[a-z]|\d{{1,2}})(?:[.):=](?=\s|[^\W\d])|\s[=:]))"
    r"\s?[:=.]?\s*"
)
BARE = regex.compile(r"\s*(?P<plain>[a-z]|\d{1,2})\s+(?=\S)")  # "a données observées": only in a footnote
NEXT = regex.compile(
    rf"(?:(?<=[\s;.,])(?:<sup>\s?(?P<tag>{INNER})\s?</sup>|\^\{{?(?P<caret>{INNER})\}}?\^?|\\?(?P<sign>[{SIGNS}]{{1,3}}))"
    rf"|(?<=[\s;])(?P<raised>[{UP}]{{1,2}})|(?<=[.;,]\s)(?:\((?P<round>{INNER})\)|\[(?P<square>{INNER})\])"
    r"|(?<=[.;,]\s)(?P<plain>[a-z]|\d{1,2})(?:[.):=]|\s[=:]|(?=\s)))\s?[:=]?\s*(?=[\w<>≤≥«\"(])"
)
SAYS = regex.compile(r"[^\W\d_]")  # a note has a letter at least: "n = 132", "NRI"


class Style(Enum):
    """How a marker is printed, for one and the same letter may be a marker here and a word there."""

    SIGN = "sign"
    RAISED = "raised"
    BRACKET = "bracket"
    PLAIN = "plain"  # "a. données observées", "1 Analyse ITT": before notes only


class Marker(NamedTuple):
    """One or more markers at a place: the keys of "¹,²" are 1 and 2."""

    keys: tuple[str, ...]
    style: Style
    start: int
    end: int


class Opening(NamedTuple):
    """Where a note begins: its marker, and its first word; `end` is that of its block or the next note's start."""

    key: str
    style: Style
    start: int
    body: int
    end: int


def find_markers(text: str) -> Iterator[Marker]:
    """What may be a marker behind a word or figure of a block; powers, units and emphasis are none.

    >>> [marker.keys for marker in find_markers("46,4 %*,† sous X (m²)")]
    [('*', '†')]
    """
    shut = emphasis(text)
    powers: set[int] | None = None
    for match in MARK.finditer(text):
        start, end = match.span()
        if start in shut or not _is_behind(text, match):
            continue
        if match["raised"] or match["tag"]:
            powers = _powers(text) if powers is None else powers
            if start in powers:
                continue
        inside = match["tagged"] or match["caret"] or match["inside"] or match[0]
        yield Marker(tuple(map(plain, RUN.findall(inside))), _style(match), start, end)


def _style(match: regex.Match[str]) -> Style:
    if match["sign"]:
        return Style.SIGN
    inside = match["tagged"] or match["caret"] or match["inside"] or ""
    if inside[:1] and inside[0] in SIGNS:
        return Style.SIGN
    return Style.BRACKET if match[0][0] == "(" else Style.RAISED  # "[1]" is set on the line for want of a raised 1


def plain(mark: str) -> str:
    r"""A marker's key: ᵃ is a, ¹² is 12, \* is *."""
    return "".join(RAISED.get(sign, sign) for sign in mark.strip("\\⁽⁾"))


def _powers(text: str) -> set[int]:
    """Where powers of ten and areas stand: 10⁻³, kg/m²."""
    return {place for pattern in (POWER, AREA) for match in pattern.finditer(text) for place in range(*match.span())}


def _is_behind(text: str, match: regex.Match[str]) -> bool:
    """Whether a mark stands behind a word or figure, and before none."""
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if start == 0 or after.isalnum() or after == "(" or before in "([/\n":
        return False
    if match["bracket"] and match["inside"].isdigit() and COUNT.search(text, 0, start):
        return False
    if before.isspace():
        bare = match["raised"] or match["tag"] or (match["sign"] and "#" not in match["sign"])
        apart = text[:start].rstrip()[-1:]
        return bool(apart) and (bool(match["bracket"]) or (bool(bare) and ENDS.match(text, end) is not None))
    return before.isalnum() or before in TOUCHES or before in SIGNS


def emphasis(text: str) -> set[int]:
    """Where asterisks begin and end emphasis, as in Markdown: "**46 %** des patients"."""
    found: set[int] = set()
    opened: dict[str, int] = {}
    for match in regex.finditer(r"(?<!\\)\*+", text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        opens = (match.start() == 0 or not before.isalnum()) and after.strip() != ""
        if match[0] in opened and before.strip():
            found |= {opened.pop(match[0]), match.start()}
        elif opens:
            opened[match[0]] = match.start()
    return found


def find_openings(text: str, wanted: Collection[str], *, footnote: bool) -> list[Opening]:
    """The notes that a block holds, "*p nominal; †NRI. ‡post hoc" three; none where it doesn't begin with a marker.

    Args:
        text: of the block.
        wanted: the letters and figures that are markers on the page; as plain ones, no others open a note.
        footnote: whether it is known to be a footnote, whose first note may stand behind something else, and whose
            marker may be a bare letter: "a données observées".
    """
    shut = emphasis(text)
    first = LEAD.match(text) or (BARE.match(text) if footnote else None)
    found: list[Opening] = []
    if first is not None and _start(first) not in shut and _is_wanted(one := _opening(first), wanted):
        found.append(one)
    elif not footnote:
        return []
    for match in NEXT.finditer(text, found[0].body if found else 0):
        one = _opening(match)
        if one.start not in shut and _is_wanted(one, wanted) and all(one.key != before.key for before in found):
            found.append(one)
    ends = [one.start for one in found[1:]] + [len(text.rstrip())]
    whole = [one._replace(end=end) for one, end in zip(found, ends, strict=False)]  # without a note one end is left
    return [one for one in whole if SAYS.search(text, one.body, one.end)]


def _start(match: regex.Match[str]) -> int:
    return match.end() - len(match[0].lstrip())


def _opening(match: regex.Match[str]) -> Opening:
    name, mark = next((name, mark) for name, mark in match.groupdict().items() if mark)
    style = {"plain": Style.PLAIN, "round": Style.BRACKET}.get(name, Style.RAISED)
    style = Style.SIGN if mark[0] in SIGNS else style
    return Opening(plain(mark), style, _start(match), match.end(), match.end())


def _is_wanted(one: Opening, wanted: Collection[str]) -> bool:
    """Whether an opening is a note's, and no word, count or item: "a total of ...", "2. The second group"."""
    return one.style is not Style.PLAIN or one.key in wanted


def answering(style: Style, key: str) -> tuple[frozenset[Style], ...]:
    """How the note of a marker may be printed, the likelier first: `65¹` calls "1. ..." rather than "(1) ..."."""
    if style is Style.SIGN:
        return (frozenset({Style.SIGN}),)
    if style is Style.RAISED:
        return frozenset({Style.RAISED, Style.PLAIN}), frozenset({Style.BRACKET})
    return frozenset({Style.BRACKET}), frozenset({Style.PLAIN} if key.isalpha() else ())


def called(marker: Marker, known: Collection[str]) -> tuple[str, ...]:
    """The keys of a marker; "¹²" is 1 and 2 where no note has the number 12."""
    found: list[str] = []
    for key in marker.keys:
        found += [key] if key in known or not key.isdigit() else list(key)
    return tuple(found)
