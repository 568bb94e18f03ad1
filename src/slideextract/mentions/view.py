"""A view of a text for matching: the same length, without the spellings that no rule should care about.

Every replacement is as long as what it replaces, so an offset in the view is an offset in the text.
"""

import html
import unicodedata

import regex

SPACES = "\u00a0\u202f\u2009\u2007\u2008\u200a\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u205f\u3000\u200b\u2060\ufeff"
HYPHENS = "\u2212\u2010\u2011\ufe63\uff0d"
APOSTROPHES = "\u2018\u2019\u201b\u02bc\u00b4\u2032"
QUOTES = "\u201c\u201d\u201e\u201f\u2033"
SUPERSCRIPTS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
SIGNS = {"\u2a7d": "≤", "\u2a7e": "≥", "\u2266": "≤", "\u2267": "≥", "\u223c": "~", "\uff05": "%", "\u03bc": "µ"}
LATEX = {
    "leqslant": "≤", "leq": "≤", "le": "≤", "geqslant": "≥", "geq": "≥", "ge": "≥", "lt": "<", "gt": ">",
    "pm": "±", "times": "×", "sim": "~", "approx": "≈", "mu": "µ", "%": "%", "$": "$",
}  # fmt: skip


TABLE = {
    **{ord(sign): " " for sign in SPACES + SUPERSCRIPTS + "*"},
    **{ord(sign): "-" for sign in HYPHENS},
    **{ord(sign): "'" for sign in APOSTROPHES},
    **{ord(sign): '"' for sign in QUOTES},
    **{ord(sign): plain for sign, plain in SIGNS.items()},
}
POWER = regex.compile(r"(?<=10)(?:\^?[⁻−-]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\{[^{}\n]{1,4}\}|<sup>[^<>\n]{1,4}</sup>)", regex.IGNORECASE)
RAISED = str.maketrans(SUPERSCRIPTS + "⁻−", "0123456789--")
LEFTOVER = regex.compile(r"[\^{}]|</?sup>", regex.IGNORECASE)
MARKUP = regex.compile(
    r"<sup>[^<>\n]{0,40}</sup>"
    r"|\^\{[^{}\n]{0,40}\}"
    r"|</?(?:[abipsu]|br|em|strong|su[bp]|span|div|t[dhr]|table|thead|tbody|li|[ou]l|h[1-6]|font)(?:\s[^<>\n]{0,200})?/?>"
    r"|__",
    regex.IGNORECASE,
)
ENTITY = regex.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", regex.IGNORECASE)
COMMAND = regex.compile(r"\\(leqslant|geqslant|leq|geq|le|ge|lt|gt|pm|times|sim|approx|mu|%|\$)(?![a-z])")
DOLLARS = regex.compile(r"(?<![\\$\w])\$(?=[^\s$])([^$\n]{1,80}?)(?<=[^\s\\])\$(?![\d$])")
DIGIT = regex.compile(r"[^\P{Nd}0-9]")  # of another script or style
DOT = regex.compile(r"(?<=\d)[\u00b7\u2219\u22c5\u2027](?=\d)")
PLAIN = regex.compile(r"[ -#%'-)+-;=-\[\]_-~\n\tà-öø-ÿÀ-ÖØ-ßœŒ]*")  # a text of these alone is its own view


def view(text: str) -> str:
    """The text with odd spaces, signs, quotes, digits and markup made plain; as long as the text."""
    if PLAIN.fullmatch(text) and "__" not in text:
        return text
    if "10" in text:
        text = POWER.sub(_power, text)
    if "<" in text or "^" in text or "__" in text:
        text = MARKUP.sub(lambda match: " " * len(match[0]), text)
    if "&" in text:
        text = ENTITY.sub(_entity, text)
    if "$" in text:
        text = DOLLARS.sub(r" \1 ", text)
    if "\\" in text:
        text = COMMAND.sub(_command, text)
    text = DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)
    return DOT.sub(".", text).translate(TABLE)


def _power(match: regex.Match[str]) -> str:
    """10⁻³ and 10<sup>-3</sup> keep their exponent: 10-3."""
    plain = LEFTOVER.sub("", match[0]).translate(RAISED)
    if not plain.startswith("-"):
        return " " * len(match[0])  # a positive power is no more than a footnote mark to us
    return plain.ljust(len(match[0]))


def _entity(match: regex.Match[str]) -> str:
    sign = html.unescape(match[0])
    if len(sign) != 1:
        return match[0]
    return sign.rjust(len(match[0])) if sign in HYPHENS + "-–" else sign.ljust(len(match[0]))


def _command(match: regex.Match[str]) -> str:
    sign = LATEX[match[1]]
    return sign.rjust(len(match[0])) if match[1] in {"%", "$", "mu"} else sign.ljust(len(match[0]))
