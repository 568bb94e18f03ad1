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


def read_dose(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """Value or bounds, unit, and route and regimen where they are printed beside it."""
    values = read(match, rule, spoken)
    if values is not None and "route" in values:
        values["route"] = spoken.term("route_word", str(values["route"])) or str(values["route"])
    return values


def read_route(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:  # noqa: ARG001 - a reader's signature
    """The way of giving a drug, by one word."""
    return {"value": spoken.term("route_word", match["value"]) or match["value"]}


def read_threshold(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """Operator as <, <=, > or >=, and the value."""
    values = plain(match, rule, spoken)
    if values is not None and "operator" in values and "operator" not in (rule.fixed or {}):
        printed = str(values["operator"])
        values["operator"] = spoken.term("operator_sign", printed) or spoken.term("operator_word", printed) or printed
    return values
