"""Percentages: "56,2 %", "38 of 40 procedures (95.0%)", "17% (5/30)", "28-87 %"."""

from decimal import Decimal

import regex

from slideextract.mentions.reading import Values, plain
from slideextract.rules import Language, Rule

WHOLE = Decimal(100)
TOLERANCE = Decimal(6)  # points between a printed share and its counts; more means that the counts are something else
YEARS = range(1900, 2101)  # "14% in 1990 to 29% in 2010": no range starts with a year


def read(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """The share and its counts; None when the counts can't be those of the share."""
    values = plain(match, rule, spoken)
    if values is None or not _counted(values) or not _ranges(values):
        return None
    if "approx" in values:
        values["approx"] = "~"
    return values


def _counted(values: Values) -> bool:
    share, above, below = (values.get(slot) for slot in ("value", "numerator", "denominator"))
    if not isinstance(above, Decimal) or not isinstance(share, Decimal):
        return True
    if not 0 <= share <= WHOLE or (share and not above):
        return False
    if not isinstance(below, Decimal):
        below = max(above, (WHOLE * above / share).to_integral_value()) if share else above  # the nearest that could be
    return not above or bool(below and abs(WHOLE * above / below - share) <= TOLERANCE)


def _ranges(values: Values) -> bool:
    """Whether bounds go upwards, from what is no year; 64.5 to 60.8% are two shares and no range."""
    lower, upper = values.get("lower"), values.get("upper")
    if not isinstance(lower, Decimal) or not isinstance(upper, Decimal):
        return True
    return lower <= upper and lower not in YEARS
