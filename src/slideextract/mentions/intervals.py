"""Bounds: confidence intervals, "IC 95 % : 36,1-48,6", and spreads, "(IQR 3-7)", "± 3.2"."""

from decimal import Decimal

import regex

from slideextract.mentions.reading import Values, plain
from slideextract.rules import Language, Rule

MIN_LEVEL, MAX_LEVEL = 50, 100  # per cent; other figures before "CI" are no level


def read(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """Level and bounds, or None when the bounds are the wrong way round or the level is none."""
    values = plain(match, rule, spoken)
    if values is None:
        return None
    level, lower, upper = (values.get(slot) for slot in ("level", "lower", "upper"))
    if isinstance(level, Decimal) and not MIN_LEVEL <= level < MAX_LEVEL:
        return None
    if isinstance(lower, Decimal) and isinstance(upper, Decimal) and lower > upper:
        return None
    return values


def read_spread(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """Type and value, or type and bounds in order."""
    return read(match, rule, spoken)
