"""Some whole number of the arm's participants gives the percentage."""

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

from slideextract.checks.models import modelled
from slideextract.facts import Fact
from slideextract.identity import half_unit

CODE = "percent_of_no_count"
SEVERITY = "info"  # imputed and weighted percentages fail this too, and papers seldom say that they are


def check(fact: Fact) -> Iterator[str]:
    """Look for the count nearest to the percentage."""
    size = fact.denominator or fact.arm_n
    if fact.kind != "percent" or fact.value is None or not size or fact.numerator is not None or modelled(fact):
        return
    nearest = (fact.value * size / 100).quantize(Decimal(1), ROUND_HALF_EVEN)
    if abs(100 * nearest / size - fact.value) > half_unit(fact.value):
        yield f"no number of {size} participants is {fact.value} %"
