"""A view of a text for matching, without the spellings that no rule should care about.

`view` is as long as the text, so its offsets are those of the text. `squeeze` goes one step further, for the rules:
what the view blanks out is taken away, and a map leads back to the text.
"""

import html
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import regex

FILL = "\x00"  # where markup stood: nothing, or a space between two words
JOIN = "\x01"  # where markup stood inside a word: nothing at all
SPACES = "\u00a0\u202f\u2009\u2007\u2008\u200a\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u205f\u3000\t"
NOTHING = "\u200b\u2060\ufeff\u00ad"
HYPHENS = "\u2212\u2010\u2011\ufe63\uff0d"
DASHES = "\u2012\u2015"
APOSTROPHES = "\u2018\u2019\u201b\u02bc\u00b4\u2032"
QUOTES = "\u201c\u201d\u201e\u201f\u2033"
SUPERSCRIPTS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
SIGNS = {"\u2a7d": "≤", "\u2a7e": "≥", "\u2266": "≤", "\u2267": "≥", "\u223c": "~", "\uff05": "%", "\u03bc": "µ"}
LATEX = {
    "leqslant": "≤", "leq": "≤", "le": "≤", "geqslant": "≥", "geq": "≥", "ge": "≥", "lt": "<", "gt": ">",
    "pm": "±", "times": "×", "sim": "~", "approx": "≈", "mu": "µ", "%": "%", "$": "$",
}  # fmt: skip
TABLE = {
    **{ord(sign): " " for sign in SPACES},
    **{ord(sign): FILL for sign in SUPERSCRIPTS + "*⁽⁾"},
    **{ord(sign): JOIN for sign in NOTHING},
    **{ord(sign): "-" for sign in HYPHENS},
    **{ord(sign): "–" for sign in DASHES},
    **{ord(sign): "'" for sign in APOSTROPHES},
    **{ord(sign): '"' for sign in QUOTES},
    **{ord(sign): plain for sign, plain in SIGNS.items()},
}
BLANKS = {ord(FILL): " ", ord(JOIN): " "}
PLAIN = regex.compile(r"[ -#%'-)+-;=-\[\]_-}\nà-öø-ÿÀ-ÖØ-ßœŒ]*+")  # a text of these alone is its own view
BRACKETED = regex.compile(r"[\dm]\(-?\d{1,2}\)")  # m(2), 10(9): plain characters, and yet no plain spelling
STRAY = regex.compile(r"\d ,\d|(?<![\d.,])0 \.\d")

# 10⁻³, 10^-3, 10<sup>-3</sup> and 10(-3); a positive power is no more than a footnote mark to us
POWER = regex.compile(
    r"(?<=10)(?:\^?[⁻−-]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\{[^{}\n]{1,4}\}|\s?\^[⁻−-]?\d{1,2}\^|\^[⁻−-]?\d{1,2}|<sup>[^<>\n]{1,4}</sup>|\([⁻−-]\d{1,2}\))"
    r"|(?<=[x×]\s?10\s?)\(\d{1,2}\)",
    regex.IGNORECASE,
)
RAISED = str.maketrans(SUPERSCRIPTS + "⁻−", "0123456789--")
EXPONENT = regex.compile(r"[⁻−-]?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+")
AREA = regex.compile(  # m², m2, m^2^, m(2), m<sup>2</sup>: the power belongs to the unit
    r"(?<=\b[cdkmµ]?m)(?:[²³]|\s?\^[23]\^|\^\{?[23]\}?|\([23]\)|<sup>[23]</sup>)", regex.IGNORECASE
)
BELOW = regex.compile(r"(?<=[A-Za-z])(?:~[^~\s]{1,8}~|<sub>[^<>\n]{1,8}</sub>)", regex.IGNORECASE)  # HbA~1c~
RAISED_LETTER = regex.compile(  # a footnote's mark: 46,4 %ᵃ; 2ᵉ and 3ʳᵈ are ordinals
    r"(?<![\u02b0-\u02b8\u1d43-\u1d61\u2071\u207f])(?:(?<!\d)[ᵉʳ]|[ᵃᵇᶜᵈᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖˢᵗᵘᵛʷˣʸᶻ])(?![\u02b0-\u02b8\u1d43-\u1d61\u2071\u207f])"
)
MARKUP = regex.compile(
    r"<sup>[^<>\n]{0,40}</sup>"
    r"|\^\{[^{}\n]{0,40}\}|(?<=\S)\^[^\^\s]{1,12}\^"
    r"|</?(?:[abipsu]|br|em|strong|su[bp]|span|div|t[dhr]|table|thead|tbody|li|[ou]l|h[1-6]|font)(?:\s[^<>\n]{0,200})?/?>"
    r"|__",
    regex.IGNORECASE,
)
ENTITY = regex.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", regex.IGNORECASE)
COMMAND = regex.compile(r"\\(leqslant|geqslant|leq|geq|le|ge|lt|gt|pm|times|sim|approx|mu|%|\$)(?![a-z])")
DOLLARS = regex.compile(r"(?<![\\$\w])\$(?=[^\s$])([^$\n]{1,80}?)(?<=[^\s\\])\$(?![\d$])")
DIGIT = regex.compile(r"[^\P{Nd}0-9]")  # of another script or style
DOT = regex.compile(r"(?<=\d)[\u00b7\u2219\u22c5\u2027](?=\d)")
TIMES = regex.compile(r"(?<=\d\s?)\*(?=\s?\d)")
SPLIT = regex.compile(r"(?<=(?<![.,\d])\d{1,3}) (?=,\d{1,3}(?!\d))|(?<=(?<![\d.,])0) (?=\.\d)")  # 0 ,05
RUN = regex.compile(rf"[{FILL}{JOIN}\s]{{2,}}|[{FILL}{JOIN}]")
EDGE = frozenset(" \n" + FILL + JOIN)


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as rules see it.

    Attributes:
        places: of each character of `text` in the original; None when they are the same.
        ends: the place after each character, and after the markup that belongs to it.
    """

    text: str
    places: Sequence[int] | None = None
    ends: Sequence[int] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of `text[start:end]` in the original."""
        if self.places is None:
            return start, end
        if start == end:
            return (self.places[start], self.places[start]) if start < len(self.places) else (start, end)
        return self.places[start], self.ends[end - 1]


def view(text: str) -> str:
    """The text with odd spaces, signs, quotes, digits and markup made plain; as long as the text."""
    return _marked(text).translate(BLANKS)


def squeeze(text: str) -> Seen:
    """The text with plain spellings, no markup, and single spaces, except between two figures."""
    marked = _marked(text)
    if RUN.search(marked) is None:
        return Seen(marked)
    kept: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    position = 0
    for match in RUN.finditer(marked):
        start, end = match.span()
        blank = _blank(match[0], marked[start - 1 : start], marked[end : end + 1])
        kept += [marked[position:start], blank]
        places += [*range(position, start), *range(start, start + len(blank))]
        ends += range(position + 1, start + 1)
        if ends:
            ends[-1] = max(ends[-1], start + len(match[0]) - len(match[0].lstrip(JOIN)))
        ends += range(start + 1, start + 1 + len(blank))
        position = end
    kept.append(marked[position:])
    places += range(position, len(marked))
    ends += range(position + 1, len(marked) + 1)
    return Seen("".join(kept), places, ends)


def _blank(run: str, before: str, after: str) -> str:
    """What is left of a run of spaces and markup."""
    spaces = run.strip(FILL + JOIN)
    if not spaces:
        apart = FILL in run and (before.isalnum() and after.isalnum())
        return " " if apart else ""
    if "\n" in spaces:
        return "\n"
    return "  " if len(spaces) > 1 and before.isdecimal() and after.isdecimal() else " "


def _marked(text: str) -> str:
    """The text with each spelling made plain; what has no meaning is FILL or JOIN."""
    if PLAIN.fullmatch(text) and "__" not in text:
        if "(" in text and BRACKETED.search(text):
            return AREA.sub(_area, POWER.sub(_power, text))
        return SPLIT.sub(JOIN, text) if STRAY.search(text) else text
    if "10" in text:
        text = POWER.sub(_power, text)
    text = AREA.sub(_area, text)
    if "<" in text or "~" in text:
        text = BELOW.sub(_below, text)
    if "<" in text or "^" in text or "__" in text:
        text = MARKUP.sub(lambda match: FILL * len(match[0]), text)
    if "&" in text:
        text = ENTITY.sub(_entity, text)
    if "$" in text:
        text = DOLLARS.sub(rf"{FILL}\1{FILL}", text)
    if "\\" in text:
        text = COMMAND.sub(_command, text)
    if "*" in text:
        text = TIMES.sub("×", text)
    text = RAISED_LETTER.sub(FILL, text)
    text = DIGIT.sub(lambda match: str(unicodedata.decimal(match[0], FILL)), text)  # `regex` knows newer digits
    return SPLIT.sub(JOIN, DOT.sub(".", text).translate(TABLE))


def _power(match: regex.Match[str]) -> str:
    exponent = EXPONENT.search(match[0])
    plain = exponent[0].translate(RAISED) if exponent else ""
    if exponent is None or not plain.startswith("-"):
        return FILL * len(match[0])
    return _alone(plain, exponent.start(), len(match[0]))


def _area(match: regex.Match[str]) -> str:
    exponent = EXPONENT.search(match[0])
    return _alone(exponent[0].translate(RAISED), exponent.start(), len(match[0])) if exponent else match[0]


def _alone(plain: str, start: int, length: int) -> str:
    """A spelling at its place, with nothing around it."""
    return JOIN * start + plain + JOIN * (length - start - len(plain))


def _below(match: regex.Match[str]) -> str:
    tag = 1 if match[0].startswith("~") else len("<sub>")
    inside = match[0][tag : len(match[0]) - (tag if tag == 1 else tag + 1)]
    return _alone(inside, tag, len(match[0]))


def _entity(match: regex.Match[str]) -> str:
    sign = html.unescape(match[0])
    if len(sign) != 1:
        return match[0]
    return sign.rjust(len(match[0]), JOIN) if sign in HYPHENS + "-–" else sign.ljust(len(match[0]), JOIN)


def _command(match: regex.Match[str]) -> str:
    sign = LATEX[match[1]]
    if match[1] in {"%", "$", "mu"}:
        return sign.rjust(len(match[0]), JOIN)
    return sign.ljust(len(match[0]), JOIN)
