"""Percentages: "56,2 %", "45 of 49 procedures (91.8%)", "17% (5/30)", "28-87 %"."""

from decimal import Decimal

import regex

from slideextract.mentions.reading import Values, plain
from slideextract.rules import Language, Rule

WHOLE = Decimal(100)
TOLERANCE = Decimal(6)  # points between a printed share and its counts; more means that the counts are something else


def read(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """The share and its counts; None when the counts can't be those of the share."""
    values = plain(match, rule, spoken)
    if values is None:
        return None
    share, above, below = (values.get(slot) for slot in ("value", "numerator", "denominator"))
    if isinstance(above, Decimal) and isinstance(share, Decimal):
        if share > WHOLE or above % 1 or (share and not above):
            return None
        if isinstance(below, Decimal) and (not below or abs(WHOLE * above / below - share) > TOLERANCE):
            return None
    if "approx" in values:
        values["approx"] = "~"
    return values
