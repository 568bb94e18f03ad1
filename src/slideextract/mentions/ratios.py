"""Hazard, odds, risk and rate ratios: "HR=0,69", "adjusted odds ratio [aOR] 2.1"."""

from decimal import Decimal

import regex

from slideextract.mentions.reading import Values
from slideextract.rules import Language, Rule

ADJUSTED = regex.compile(r"adjusted|ajusté|\(?\b[as](?:HR|OR|RR)|(?:HR|OR|RR|RC)a\b")
CRUDE = regex.compile(r"\bunadjusted|non ajusté|\bcrude|\bbrut", regex.IGNORECASE)


def read(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """The ratio, and whether it is said to be adjusted; None for zero."""
    value = spoken.number(match["value"])
    if value <= Decimal(0):
        return None
    values: Values = {"value": value, **(rule.fixed or {})}
    head = match.string[match.start() : match.start("value")]
    if ADJUSTED.search(head) and not CRUDE.search(head):
        values["adjusted"] = "yes"
    return values
