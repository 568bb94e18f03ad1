"""p values: "p=0,0002", "P < 0.001", "p<10-3", "p = 0,031 ; 0,022 et 0,047", "p=NS"."""

from decimal import Decimal

import regex

from slideextract.mentions.reading import Values
from slideextract.rules import Language, Rule

POWER = regex.compile(
    r"(?:(\d[.,]?\d*)\s?[x×·.*]?\s?)?10\s?\^?\s?[-–]\s?(\d+)|(\d[.,]?\d*)e\s?[-–]\s?(\d+)", regex.IGNORECASE
)


def read(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """Modifier and value; a p value that is only said to be not significant has no value."""
    printed = match["modifier"]
    modifier = spoken.term("operator_sign", printed) or spoken.term("p_word", printed) or "="
    values: Values = {"modifier": modifier, **(rule.fixed or {})}
    if "value" not in match.groupdict():
        return values
    value = _value(match["value"], spoken)
    if not 0 <= value <= 1:
        return None
    return {**values, "value": value}


def _value(printed: str, spoken: Language) -> Decimal:
    power = POWER.fullmatch(printed.strip())
    if power is None:
        return spoken.number(regex.sub(r"^[<>≤≥=\s]+", "", printed))
    factor, exponent = (power[1], power[2]) if power[2] else (power[3], power[4])
    return spoken.number(factor or "1").scaleb(-int(exponent))
