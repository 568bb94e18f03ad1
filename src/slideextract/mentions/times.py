"""Times and ages: "week 76", "S52", "à 12 mois", "six months after", "aged 18 to 75 years"."""

from decimal import Decimal

import regex

from slideextract.mentions.measures import read_threshold
from slideextract.mentions.reading import Values
from slideextract.rules import Language, Rule

DAYS = {
    "minutes": Decimal(1) / Decimal(1440),
    "hours": Decimal(1) / Decimal(24),
    "days": Decimal(1),
    "weeks": Decimal(7),
    "months": Decimal("30.4375"),  # a year of 365.25 days over twelve
    "years": Decimal("365.25"),
}
LETTERS = {
    "s": "weeks",
    "w": "weeks",
    "wk": "weeks",
    "m": "months",
    "d": "days",
    "j": "days",
    "y": "years",
    "a": "years",
}
FIRST = regex.compile(r"[^\W\d_]+")


def read(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """Value, unit, days and cue; a range has `lower` and `upper`, and its upper end for a value."""
    values = read_threshold(match, rule, spoken)
    if values is None:
        return None
    lower, upper = values.get("lower"), values.get("upper")
    if isinstance(lower, Decimal) and isinstance(upper, Decimal) and lower > upper:
        return None  # "3,4 à 3 mois": a figure, and when it was measured
    unit = _unit(str(values.get("unit", "")), spoken)
    if unit:
        values["unit"] = unit
    if match.groupdict().get("cue"):
        values["cue"] = spoken.term("cue_word", match["cue"]) or "at"
    if rule.kind == "time" and "upper" in values:
        values["value"] = values["upper"]
    if rule.kind == "time":
        count_days(values)
    return values


def count_days(values: Values) -> None:
    """Set `days` from value and unit, where the values are those of a time."""
    value, unit = values.get("value"), values.get("unit")
    if isinstance(value, Decimal) and unit in DAYS:
        values["days"] = (value * DAYS[str(unit)]).normalize() + 0


def _unit(printed: str, spoken: Language) -> str | None:
    known = spoken.term("time_unit", printed) or LETTERS.get(printed.casefold())
    if known is None:  # "years of age", "-year-old"
        first = FIRST.search(printed)
        known = spoken.term("time_unit", first[0]) if first else None
    return known
