"""Numbers as a chart displays them: 0.562 with `0%` is 56.2%, 12.300000000000001 is 12.3.

The decimal sign is always a point and thousands aren't grouped, so that a number reads the same in
both languages: `1,234` would be 1.234 on a French slide.
"""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

NOISE = 12  # significant digits; what a cached value has beyond them is binary rounding
EXTRA = 2  # decimals beyond the format's that count as typed, not computed: 0.562 with `0%`
EPOCH = date(1899, 12, 30)  # day 0 of Excel's serial dates
LAST_DAY = 2_958_465  # 9999-12-31
PIECES = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|Standard|@)"
    r"|(?P<places>[0#?](?:[0#?,. \u00a0\u202f]*[0#?])?)(?P<thousands>,*)"
    r"|(?P<end>;)|(?P<percent>%)|(?P<date>[dmyhs]+)|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)$")


class Section(NamedTuple):
    """One of the up to four parts of a number format, between its semicolons."""

    prefix: str = ""
    places: str | None = None  # `0.0`; None prints the value as it is
    suffix: str = ""
    percent: bool = False
    thousands: int = 0
    condition: str = ""
    is_date: bool = False
    has_value: bool = False


def display(text: str, code: str = "General", *, printed: bool = False) -> str | None:
    """What a cached value looks like on the slide.

    Args:
        text: the value in the chart's cache, such as `0.56200000000000006`.
        code: Excel's number format, such as `0.0%`, `# ##0` or `0.0" %"`.
        printed: the format is that of a label drawn on the slide, so it rounds as told; otherwise, and
            always in percent, digits that were typed survive a format with fewer decimals.

    Returns:
        None where there is no number (`#N/A`, blank).
    """
    value = number(text)
    if value is None:
        return None
    sections = _sections(code)
    section, signed = _chosen(sections, value)
    if section.is_date:
        return _day(value)
    if not section.has_value:
        return _plain(value)
    return _dressed(value, section, signed=signed, strict=printed)


def number(text: str) -> Decimal | None:
    """The number in a cache, without the noise of its binary form; None for `#N/A` and the like."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > NOISE:
        return None
    return Decimal(f"{value:.{NOISE}g}") if len(value.as_tuple().digits) > NOISE else value


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[Section, ...]:
    found = [Section()]
    for match in PIECES.finditer(code or "General"):
        if match["end"]:
            found.append(Section())
        else:
            found[-1] = _extended(found[-1], match)
    return tuple(section._replace(is_date=section.is_date and not section.has_value) for section in found)


def _extended(section: Section, match: re.Match[str]) -> Section:
    """The section with one more piece of its code."""
    if match["general"]:
        return section._replace(has_value=True)
    if match["places"]:
        if section.has_value:  # a second group of digits: a fraction or an exponent, printed as it is
            return section._replace(places=None)
        return section._replace(places=match["places"], thousands=len(match["thousands"]), has_value=True)
    if match["bracket"] is not None:
        return section._replace(condition=match["bracket"]) if CONDITION.match(match["bracket"]) else section
    if match["date"]:
        return section._replace(is_date=True)
    return _with_literal(section, match)


def _with_literal(section: Section, match: re.Match[str]) -> Section:
    literal = match["quoted"] or match["escaped"] or match["percent"] or match["plain"] or ""
    percent = section.percent or bool(match["percent"])
    if section.has_value:
        return section._replace(suffix=section.suffix + literal, percent=percent)
    return section._replace(prefix=section.prefix + literal, percent=percent)


def _chosen(sections: tuple[Section, ...], value: Decimal) -> tuple[Section, bool]:
    """The section for this value, and whether a minus sign has still to be put before it."""
    if any(section.condition for section in sections):
        fitting = (one for one in sections if not one.condition or _holds(one.condition, value))
        return next(fitting, Section()), True
    if value < 0 and len(sections) > 1:
        return _negative(sections[1]), False
    if value == 0 and len(sections) > 2 and sections[2].has_value:  # noqa: PLR2004 - positive, negative, zero
        return sections[2], True
    return sections[0], True


def _negative(section: Section) -> Section:
    """The section for negative numbers; an accountant's `(4.8)` gets a minus sign."""
    if section.prefix.strip().startswith("(") and section.suffix.strip().endswith(")"):
        prefix, suffix = section.prefix.replace("(", "-", 1), section.suffix.replace(")", "")
        return section._replace(prefix=prefix, suffix=suffix)
    return section


def _holds(condition: str, value: Decimal) -> bool:
    match = CONDITION.match(condition)
    if match is None:
        return False
    limit = Decimal(match[2])
    return {
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
    }[match[1]]


def _dressed(value: Decimal, section: Section, *, signed: bool, strict: bool) -> str:
    shown = abs(value * 100 if section.percent else value).scaleb(-3 * section.thousands)
    body = _plain(shown) if section.places is None else _rounded(shown, section, strict=strict)
    minus = "-" if signed and value < 0 and body.strip("0.") else ""
    return f"{minus}{section.prefix}{body}{section.suffix}".strip()


def _rounded(shown: Decimal, section: Section, *, strict: bool) -> str:
    after = (section.places or "").partition(".")[2]
    most, least = len(re.sub(r"[^0#?]", "", after)), after.count("0")
    own = max(0, -int(Decimal(_plain(shown)).as_tuple().exponent))
    if (section.percent or not strict) and most < own <= most + EXTRA:
        most = least = own
    body = f"{shown.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}"
    while most > least and body.endswith("0"):
        body, most = body[:-1], most - 1
    return body.rstrip(".")


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(value: Decimal) -> str:
    if not 0 <= value <= LAST_DAY:
        return _plain(value)
    return (EPOCH + timedelta(days=int(value))).isoformat()
