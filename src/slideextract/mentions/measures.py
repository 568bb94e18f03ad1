"""Figures with a unit: "6.1 mm Hg", "-$126 337", "20 mg once daily", "≥ 10"."""

import regex

from slideextract.mentions.reading import Values, plain
from slideextract.rules import Language, Rule


def read(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """Value or bounds, and the unit in its canonical spelling."""
    values = plain(match, rule, spoken)
    if values is None:
        return None
    if str(values.pop("sign", "")) in {"-", "–"}:
        values["value"] = -spoken.number(match["value"])
    unit = " ".join(str(values.get("unit", "")).split())
    if unit:
        values["unit"] = spoken.term("measure_unit", unit) or spoken.term("dose_unit", unit) or unit
    return values


def read_threshold(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """Operator as <, <=, > or >=, and the value."""
    values = plain(match, rule, spoken)
    if values is not None and "operator" in values and not (rule.fixed and "operator" in rule.fixed):
        printed = str(values["operator"])
        values["operator"] = spoken.term("operator_sign", printed) or spoken.term("operator_word", printed) or printed
    return values
