"""A p-value lies between 0 and 1."""

from collections.abc import Iterator

from slideextract.facts import Fact

CODE = "p_out_of_range"
SEVERITY = "error"
LOOSE = -2  # exponent; "0.00" and "0.000" stand for "less than half of that", a bare 0 does not


def check(fact: Fact) -> Iterator[str]:
    """Say where p is impossible."""
    if fact.p_value is None:
        return
    exponent = fact.p_value.as_tuple().exponent
    rounded = fact.p_value == 0 and isinstance(exponent, int) and exponent <= LOOSE
    if not 0 < fact.p_value <= 1 and not rounded:
        yield f"p {fact.p_modifier} {fact.p_value} is not possible"
