"""What extraction tells of a few lines, as short strings to compare: "percent 12 %", "12: X group"."""

from decimal import Decimal

from reading import read_text
from slideextract.facts import Fact
from slideextract.pipeline import extract


def facts(text: str) -> tuple[Fact, ...]:
    """The facts of a text, without claims in words."""
    return tuple(fact for fact in extract(read_text(text)).facts if fact.value is not None)


def kinds(text: str) -> list[str]:
    """Kind, value and unit of each fact: "median 6 days"."""
    return [" ".join(part for part in (fact.kind, f"{_number(fact.value)}", fact.unit) if part) for fact in facts(text)]


def arms(text: str) -> list[str]:
    """Value and arm of each fact, with the arm that it is compared with: "12: X", "0.7: X vs Y"; "-" for no arm."""
    return [f"{_number(fact.value)}: {fact.arm or '-'}{_against(fact)}" for fact in facts(text)]


def endpoints(text: str) -> list[str]:
    """Value and endpoint of each fact: "12: relapse"."""
    return [f"{_number(fact.value)}: {fact.endpoint or '-'}" for fact in facts(text)]


def times(text: str) -> list[str]:
    """Value and time of each fact: "12: week 4"."""
    return [f"{_number(fact.value)}: {fact.timepoint or '-'}" for fact in facts(text)]


def statistics(text: str) -> list[str]:
    """Value, counts, spread, interval and p of each fact that has one: "12: 3/25 sd 4 [2, 5] p<0.01"."""
    return [f"{_number(fact.value)}:{said}" for fact in facts(text) if (said := said_with(fact))]


def _number(number: Decimal | float | None) -> str:
    return f"{float(number or 0):g}"


def _against(fact: Fact) -> str:
    return f" vs {fact.comparator}" if fact.comparator else ""


def said_with(fact: Fact) -> str:
    """What qualifies a fact's value: " 3/25 sd 4 [2, 5] p<0.01"."""
    said = ""
    if fact.numerator is not None:
        said += f" {fact.numerator}/{fact.denominator or '?'}"
    if fact.dispersion is not None and fact.dispersion.value is not None:
        said += f" {fact.dispersion.type} {_number(fact.dispersion.value)}"
    if fact.ci_lower is not None:
        said += f" [{_number(fact.ci_lower)}, {_number(fact.ci_upper)}]"
    if fact.p_value is not None:
        said += f" p{fact.p_modifier}{_number(fact.p_value)}"
    return said


def shown(fact: Fact) -> str:
    """A fact in one line: kind, value, unit | endpoint | arm, and the slots that are filled."""
    slots = {
        "vs": fact.comparator,
        "n": fact.numerator,
        "N": fact.arm_n,
        "day": None if fact.timepoint_days is None else float(fact.timepoint_days),
        "ci": None if fact.ci_lower is None else f"{fact.ci_lower}..{fact.ci_upper}",
        "p": None if fact.p_value is None else f"{fact.p_modifier}{fact.p_value}",
        "?": ",".join(fact.flags) or None,
    }
    filled = "".join(f" {name}={value}" for name, value in slots.items() if value is not None)
    return f"{fact.kind} {fact.value}{fact.unit or ''} | {fact.endpoint} | {fact.arm}{filled}"
