"""A figure that may be a result, while its line is being read, and what its mention says of it."""

from dataclasses import dataclass, field
from decimal import Decimal

from slideextract.mentions import Mention

RATIOS = frozenset({"hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio"})
EFFECTS = RATIOS | {"difference"}
PLAIN = frozenset({"number", "measure", "time"})  # kinds of mentions that may be anything
EPISODES = "episodes"  # the unit of events that are counted
DURATION_CUES = frozenset({"none", None, "for"})  # of a time that lasts, and is not when something was measured


@dataclass(slots=True)
class Value:
    """A figure that may be a result, while its line is being read.

    Attributes:
        token: index of its token; two values of a range share one.
        arm: index into the line's arms, as `comparator`.
        block: the list of values that it stands in.
        part: the part of that list: "12 and 15 at week 4, and 20 and 31 at week 8" has two.
        twin: the value that this one says once more in another unit: "8.8 mm Hg (33.4%)".
        inner: place of the words inside its mention that say what it counts: "10 flares".
    """

    token: int
    kind: str
    number: Decimal
    raw: tuple[int, int]
    unit: str | None
    mention: Mention
    arm: int | None = None
    comparator: int | None = None
    rule: str = ""
    block: int = -1
    part: int = 0
    twin: "Value | None" = None
    inner: tuple[int, int] | None = None
    spread: Mention | None = None
    interval: Mention | None = None
    numerator: int | None = None
    denominator: int | None = None
    flags: list[str] = field(default_factory=list)


def number_in(mention: Mention) -> Decimal | None:
    """The number of a mention, None for a range."""
    value = mention.values.get("value")
    return value if isinstance(value, Decimal) else None


def as_number(value: Decimal | str) -> Decimal:
    """A slot of a mention as a number."""
    return value if isinstance(value, Decimal) else Decimal(value)


def as_count(value: Decimal | str | None) -> int | None:
    """A slot of a mention as a number of people."""
    return int(value) if isinstance(value, Decimal) else None


def is_fraction(mention: Mention) -> bool:
    """Whether a number has decimals: it counts nothing."""
    value = number_in(mention)
    return value is not None and value % 1 != 0


def lasts(mention: Mention) -> bool:
    """Whether a mention is no date: a time says how long, not when."""
    return mention.kind != "time" or mention.values.get("cue") in DURATION_CUES


def counts_episodes(mention: Mention) -> bool:
    """Whether a figure and its unit are a number of events: "10 flares"."""
    return mention.kind == "measure" and mention.values.get("unit") == EPISODES and not is_fraction(mention)


def unit_of(mention: Mention, kind: str) -> str | None:
    """Unit of a value of some kind."""
    if mention.kind in {"percent", "percent_range", "threshold"}:
        return "percentage points" if kind == "difference" else "%"
    if mention.kind == "points":
        return "percentage points"
    if mention.kind in {"fraction", "people"} or kind == "count":
        return "patients"
    unit = mention.values.get("unit")
    return unit if isinstance(unit, str) else None
