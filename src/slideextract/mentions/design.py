"""Design figures: "Phase IIb", "phase I and II", "in a 2:1 ratio"."""

import regex

from slideextract.mentions.reading import Values
from slideextract.rules import Language, Rule

ROMAN = {"IV": "4", "III": "3", "II": "2", "I": "1"}


def read_phase(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:  # noqa: ARG001 - a reader's signature
    """The phase in Arabic figures: "2b", "1/2"."""
    plain = regex.sub(r"IV|I{1,3}", lambda roman: ROMAN[roman[0]], match["value"])
    return {"value": regex.sub(r"\s?(?:[/–-]|\band\b|\bet\b)\s?", "/", plain).lower()}


def read_allocation(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:  # noqa: ARG001 - a reader's signature
    """The ratio without spaces."""
    return {"value": regex.sub(r"\s", "", match["value"])}
