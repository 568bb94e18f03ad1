"""A percentage is its numerator divided by its denominator."""

from collections.abc import Iterator
from decimal import Decimal

from slideextract.facts import Fact
from slideextract.identity import half_unit

CODE = "fraction_mismatch"
SEVERITY = "error"


def check(fact: Fact) -> Iterator[str]:
    """Compare the printed percentage with the printed numbers; rounding and cutting off both count as right."""
    part, whole = fact.numerator, fact.denominator
    if part is None or whole is None:
        return
    if whole == 0 or part > whole:
        yield f"{part} of {whole} is not possible"
    elif fact.kind == "percent" and fact.value is not None:
        exact = Decimal(100 * part) / whole
        unit = 2 * half_unit(fact.value)
        rounded, cut = abs(exact - fact.value) <= unit / 2, 0 <= exact - fact.value < unit
        if not (rounded or cut):
            yield f"{part} of {whole} is {exact:.1f} %, not {fact.value} %"
