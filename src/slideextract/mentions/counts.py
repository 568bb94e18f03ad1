"""Counts: "22/24", "8 of 12", "huit patients", "n = 135"."""

from decimal import Decimal

import regex

from slideextract.mentions.reading import Values, plain
from slideextract.rules import Language, Rule

FEW = 5  # "one of two schedules" chooses, "one of six" counts: spelled denominators below this are no count


def read(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """How many, and of what."""
    values: Values = {"value": spoken.whole(match["value"]), **(rule.fixed or {})}
    if "noun" in match.groupdict():
        values["noun"] = match["noun"]
    return values


def read_fraction(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """Numerator and denominator; None when more than all, or when one of a few things is chosen."""
    values = plain(match, rule, spoken)
    if values is None:
        return None
    above, below = values["numerator"], values["denominator"]
    if not isinstance(above, Decimal) or not isinstance(below, Decimal) or above > below or not below:
        return None
    spelled = not any(character.isdecimal() for character in match["numerator"] + match["denominator"])
    return None if spelled and below < FEW else values
