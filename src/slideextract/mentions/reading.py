"""What most kinds share: a named group that holds a number becomes a Decimal, any other stays text."""

from decimal import Decimal

import regex

from slideextract.rules import Language, Rule

Values = dict[str, Decimal | str]
NUMBERS = frozenset({"value", "lower", "upper", "level"})
COUNTS = frozenset({"numerator", "denominator", "count"})  # whole numbers: their points and commas group digits
PLACES = frozenset({"raw", "mention", "head"})  # groups that only mark a place


def plain(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:
    """The named groups of a match, with the slots that the rule fixes."""
    values: Values = dict(rule.fixed or {})
    for name, printed in match.groupdict().items():
        if printed is None or name in PLACES:
            continue
        if name in COUNTS:
            values[name] = spoken.whole(printed)
        else:
            values[name] = spoken.number(printed) if name in NUMBERS else printed.strip()
    return values


def text_only(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:  # noqa: ARG001 - a reader's signature
    """The named groups as they are printed: identifiers, grades, references."""
    values: Values = dict(rule.fixed or {})
    values.update({name: text for name, text in match.groupdict().items() if text is not None and name not in PLACES})
    return values
