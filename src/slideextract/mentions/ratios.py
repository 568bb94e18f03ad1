"""Hazard, odds, risk and rate ratios: "HR=0,69", "adjusted odds ratio [aOR] 2.1"."""

from decimal import Decimal

import regex

from slideextract.mentions.reading import Values
from slideextract.rules import Language, Rule

ADJUSTED = regex.compile(r"(?i:adjusted|ajusté)|\b[as](?:HR|OR|RR)|\bAOR\b|(?:HR|OR|RR|RC)a\b")
CRUDE = regex.compile(r"\bunadjusted|non ajusté|\bcrude|\bbrut", regex.IGNORECASE)
NEAR = 15  # characters before the name of a ratio that may say how it was made: "crude", "non ajusté"


def read(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """The ratio, and whether it is said to be adjusted; None for zero."""
    value = spoken.number(match["value"])
    if value <= Decimal(0):
        return None
    values: Values = {"value": value, **(rule.fixed or {})}
    start = match.start()
    head = match.string[max(0, start - NEAR) : match.start("value")]
    if ADJUSTED.search(match.string, start, match.start("value")) and not CRUDE.search(head):
        values["adjusted"] = "yes"
    return values
