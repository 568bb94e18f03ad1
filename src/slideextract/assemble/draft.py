"""A fact in the making: what assembly hands on, before names are resolved to ids."""

from dataclasses import dataclass, field
from decimal import Decimal

from slideextract.assemble.arms import Arm
from slideextract.mentions import Mention
from slideextract.segment import Line


@dataclass(frozen=True, slots=True)
class Named:
    """A name as printed, and where; `doubt` is the flag of a row that takes it, empty where it is sure."""

    text: str
    start: int
    end: int
    doubt: str = ""


@dataclass(slots=True)
class Draft:
    """One result while it is assembled; the slots are filled by several steps and rules."""

    line: Line
    mention: Mention
    raw: tuple[int, int]
    value: Decimal
    kind: str
    unit: str | None
    rule: str
    quote: tuple[int, int]
    arm: Arm | None = None
    comparator: Arm | None = None
    endpoint: Named | None = None
    time: Mention | None = None
    interval: Mention | None = None
    p: Mention | None = None
    dispersion: Mention | None = None
    numerator: int | None = None
    denominator: int | None = None
    arm_n: int | None = None
    population: Named | None = None
    subgroup: Named | None = None
    adjusted: bool | None = None
    endpoint_type: str | None = None  # where a footnote says it; else its name does
    flags: list[str] = field(default_factory=list)
    group: int = 0
    parts: dict[str, tuple[int, int]] = field(default_factory=dict)  # places of further slots, by field: numerator
