"""The figures of a data cell: "34 (22,5)", "126/299 (42.1)", "0.47 (0.38-0.58)", "-2.7 ± 0.4", "12.3 months".

Only the shape is read here; what a bracket means (a percentage, a spread, an interval) is said by the headers.
"""

from dataclasses import dataclass
from decimal import Decimal

import regex

from slideextract.assemble.reading import Read
from slideextract.mentions import view
from slideextract.rules import MAX_DIGITS, language

TIMEOUT = 0.5  # seconds a pattern may take over one cell
NUMBER = r"(?:--|[-+–])?\s?(?:\d{1,3}(?:[ ,]\d{3})+(?![\d,])(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.,]\d+)"
WHOLE = r"\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+"
BOUND = rf"{NUMBER}|(?-i:N[AERC])|∞|\+?inf"
CI = r"(?-i:IC|CI)"
LEVEL_FIGURE = r"\d\d(?:[.,]\d+)?"
LEVEL = rf"(?:(?:{CI}\s?(?:à\s)?{LEVEL_FIGURE}\s?%?|{LEVEL_FIGURE}\s?%\s?{CI}|{CI}\d*|min|range|IQR)\s?[:;,]?\s?)?"
BOUNDS = rf"(?P<lower>{BOUND})\s*%?\s*(?P<separator>à|to|;|,\s|/|–|—|--?|\.\.)\s*(?P<upper>{BOUND})\s*%?"
UNIT = r"(?P<unit>%|[^\W\d_][\w/²³.%]*(?:\s(?:Hg|points?))?)"
SIGN = r"(?P<sign>[<>≤≥~≈]?)\s*"
OPEN, CLOSE = r"\s*[(\[]\s*", r"\s*[)\]]"
VALUE, SHARE = rf"(?P<value>{NUMBER})", r"\s*(?P<unit>%)?"
FRACTION = rf"(?P<n>{WHOLE})\s*/\s*(?P<N>{WHOLE})"
SECOND = rf"(?P<second>{NUMBER})\s*(?P<second_unit>%)?"
SHAPES = tuple(
    (name, regex.compile(pattern, regex.IGNORECASE))
    for name, pattern in (
        ("fraction_value", rf"{FRACTION}{OPEN}{VALUE}{SHARE}{CLOSE}"),
        ("fraction_value", rf"{FRACTION}\s*[,;:=]?\s*{VALUE}\s*(?P<unit>%)"),
        ("value_fraction", rf"{VALUE}{SHARE}{OPEN}{FRACTION}{CLOSE}"),
        ("bounds", rf"{SIGN}{VALUE}\s*{UNIT}?{OPEN}{LEVEL}{BOUNDS}{CLOSE}"),
        ("bounds", rf"{SIGN}{VALUE}\s*{UNIT}?\s*,\s*{CI}\s?(?:à\s)?\d\d\s?%?\s?[:;,]?\s?{BOUNDS}"),
        ("two", rf"{SIGN}{VALUE}{SHARE}{OPEN}(?:±\s*|n\s?=\s?)?{SECOND}{CLOSE}"),
        ("plus_minus", rf"{VALUE}{SHARE}\s*(?:±|\+/-)\s*{SECOND}"),
        ("fraction", FRACTION),
        ("only_bounds", rf"[(\[]?\s*{LEVEL}{BOUNDS}\s*[)\]]?"),
        ("one", rf"{SIGN}{VALUE}\s*{UNIT}?"),
    )
)
EDGES = " \t\n*†‡§¶‖#°ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"  # footnote marks and spaces around the figures of a cell
MARKED = regex.compile(
    r"(?<=[\d)%\]])[\s,]*(?:\^[^\s^]{1,12}\^|\[[^\]]{0,4}\]\(#\w*\)|,)+$"
)  # footnotes as converters leave them
CODE = regex.compile(r"\d{7,}")  # of a thesaurus or a registry: a figure so long is printed in groups
P_BEFORE = regex.compile(r"[\s;,(\[]*$")
P_AFTER = regex.compile(r"^\s*[)\]]?")
BARE_P = regex.compile(r"(?:p\s?)?(?P<sign>[<>=≤≥])?\s?(?P<value>0?[.,]\d+|[01](?:[.,]0+)?)", regex.IGNORECASE)
TRAILING = regex.compile(r"(?P<rest>.*\S)\s*[(\[]\s*" + LEVEL + BOUNDS + r"\s*[)\]]", regex.IGNORECASE)


CI_LEVEL = regex.compile(
    r"(?:IC|CI)\s?(?:à\s|de\s)?[\[(]?(?P<after>\d\d(?:[.,]\d+)?)\s?%|(?P<before>\d\d(?:[.,]\d+)?)\s?%\s?(?:CI|IC|conf)"
    r"|confiance\s(?:à|de)\s(?P<spelled>\d\d(?:[.,]\d+)?)\s?%"
)


def level_of(printed: str) -> Decimal | None:
    """The level of a confidence interval that a header or cell prints: "IC 95 %", "97.5% CI"."""
    match = CI_LEVEL.search(printed)
    digits = next((slot for slot in match.groups() if slot), None) if match else None
    return Decimal(digits.replace(",", ".")) if digits else None


@dataclass(slots=True)
class Figures:
    """What one cell prints; places count characters of the document.

    Attributes:
        shape: `one`, `two` ("34 (22,5)"), `bounds`, `plus_minus`, `fraction`, `fraction_value`, `value_fraction`
            or `only_bounds`.
        value: the first figure, or the percentage beside a fraction.
        second: the figure in brackets or behind ±.
        sign: <, >, ~ ... before the value.
    """

    shape: str
    at: tuple[int, int]
    printed: str
    value: Decimal | None = None
    unit: str | None = None
    sign: str = ""
    second: Decimal | None = None
    second_at: tuple[int, int] = (0, 0)
    second_percent: bool = False
    numerator: int | None = None
    denominator: int | None = None
    numerator_at: tuple[int, int] = (0, 0)
    lower: Decimal | None = None
    upper: Decimal | None = None
    level: Decimal | None = None
    bounds_at: tuple[int, int] = (0, 0)


def figures(read: Read, text: str) -> Figures | None:
    """The figures of a cell; None when it holds words, several results, or none."""
    start, end = read.line.span
    printed = view(text[start:end])
    first, last = _without_p(read, printed, start)
    first += len(printed[first:last]) - len(printed[first:last].lstrip(EDGES))
    last -= len(printed[first:last]) - len(printed[first:last].rstrip(EDGES))
    if CODE.fullmatch(printed, first, last):
        return None
    marks = MARKED.search(printed, first, last)
    last = marks.start() if marks is not None else last
    for name, pattern in SHAPES:
        match = pattern.fullmatch(printed, first, last, timeout=TIMEOUT)
        if match is not None and (name != "only_bounds" or _in_order(match, read)):
            return _figures(name, match, start, read)
    return _with_trailing(printed, first, last, start, read)


def _with_trailing(printed: str, first: int, last: int, start: int, read: Read) -> Figures | None:
    """A shape of its own before a bracket of bounds: "45.3 (12.1) [41.0; 49.6]"."""
    outer = TRAILING.fullmatch(printed, first, last, timeout=TIMEOUT)
    if outer is None:
        return None
    for name, pattern in SHAPES:
        match = pattern.fullmatch(printed, first, outer.end("rest"), timeout=TIMEOUT)
        if match is not None and name not in {"bounds", "only_bounds"}:
            found = _figures(name, match, start, read)
            _take_bounds(found, outer, start, read)
            return found
    return None


def _without_p(read: Read, printed: str, start: int) -> tuple[int, int]:
    """The part of a cell beside its p value: "-0.11 (-0.16 to -0.06) P < 0.001"."""
    mention = next((m for m in read.mentions.values() if m.kind == "p"), None)
    if mention is None:
        return 0, len(printed)
    before = P_BEFORE.search(printed[: mention.start - start])
    after = P_AFTER.search(printed[mention.end - start :])
    left = before.start() if before else mention.start - start
    right = mention.end - start + (after.end() if after else 0)
    return (0, left) if left > 0 else (right, len(printed))


def _in_order(match: regex.Match[str], read: Read) -> bool:
    lower, upper = _number(match["lower"], read), _number(match["upper"], read)
    return lower is not None and (upper is None or lower <= upper)


def _figures(name: str, match: regex.Match[str], start: int, read: Read) -> Figures:
    slots = match.groupdict()
    found = Figures(name, _at(match, "value" if slots.get("value") else 0, start), match[0])
    found.sign = slots.get("sign") or ""
    found.value = _number(slots.get("value"), read)
    found.unit = slots.get("unit")
    if found.unit and found.value is not None:
        found.at = (found.at[0], start + match.end("unit"))
    if slots.get("second"):
        found.second, found.second_at = _number(slots["second"], read), _at(match, "second", start)
        if slots.get("second_unit"):
            found.second_percent, found.second_at = True, (found.second_at[0], start + match.end("second_unit"))
    if slots.get("n"):
        found.numerator, found.numerator_at = (
            _count(slots["n"], read),
            (start + match.start("n"), start + match.end("N")),
        )
        found.denominator = _count(slots["N"], read)
    if slots.get("lower"):
        _take_bounds(found, match, start, read)
    return found


def _take_bounds(found: Figures, match: regex.Match[str], start: int, read: Read) -> None:
    found.lower, found.upper = _number(match["lower"], read), _number(match["upper"], read)
    found.bounds_at = start + match.start("lower"), start + match.end("upper")
    found.level = level_of(match[0])


def _at(match: regex.Match[str], group: str | int, start: int) -> tuple[int, int]:
    return start + match.start(group), start + match.end(group)


def _number(printed: str | None, read: Read) -> Decimal | None:
    if not printed or not 0 < sum(sign.isdecimal() for sign in printed) <= MAX_DIGITS:
        return None
    compact = printed.replace("--", "-").replace("–", "-").replace("- ", "-").replace("+", "").strip()
    return language(read.line.language).number(compact)


def _count(printed: str, read: Read) -> int | None:
    value = _number(printed, read)
    return None if value is None or value % 1 else int(value)


def bare_p(read: Read, text: str) -> tuple[str, Decimal, tuple[int, int]] | None:
    """The p of a cell under a p header: "<0.001", "0,04"; None for "NS" and blanks."""
    start, end = read.line.span
    printed = view(text[start:end])
    left = len(printed) - len(printed.lstrip(EDGES))
    match = BARE_P.fullmatch(printed, left, len(printed.rstrip(EDGES)), timeout=TIMEOUT)
    if match is None:
        return None
    value = Decimal(match["value"].replace(",", "."))
    return match["sign"] or "=", value, (start + match.start(), start + match.end())
