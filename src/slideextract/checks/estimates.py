"""Effects with their intervals on the scale on which these are symmetric: ratios as logarithms."""

import math
from decimal import Decimal
from statistics import NormalDist
from typing import NamedTuple

from slideextract.facts import Fact
from slideextract.identity import half_unit

RATIOS = frozenset({"hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio"})
NORMAL = NormalDist()
WHOLE = 100  # per cent
TINY = 1e-9  # an interval that rounding made a point


class Point(NamedTuple):
    """A number on the symmetric scale, and how much of it rounding may have hidden."""

    at: float
    room: float


class Estimate(NamedTuple):
    """An effect with the bounds of its interval and their level."""

    value: Point
    lower: Point
    upper: Point
    level: float

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return (self.upper.at - self.lower.at) / 2


def estimate(fact: Fact) -> Estimate | None:
    """The estimate of a difference or ratio with an interval that holds it; None for anything else."""
    value, lower, upper = fact.value, fact.ci_lower, fact.ci_upper
    ratio = fact.kind in RATIOS
    if not (ratio or fact.kind == "difference") or value is None or lower is None or upper is None:
        return None
    if fact.ci_level is None or not lower <= value <= upper or (ratio and lower <= 0):
        return None
    level = float(fact.ci_level) / WHOLE
    if not 0 < level < 1 or lower == upper:
        return None
    return Estimate(_point(value, ratio=ratio), _point(lower, ratio=ratio), _point(upper, ratio=ratio), level)


def _point(number: Decimal, *, ratio: bool) -> Point:
    plain, room = float(number), float(half_unit(number))
    return Point(math.log(plain), room / plain) if ratio else Point(plain, room)


def p_range(found: Estimate) -> tuple[float, float]:
    """The least and the greatest two-sided p that the printed interval allows."""
    z = NORMAL.inv_cdf((1 + found.level) / 2)
    slack = (found.lower.room + found.upper.room) / 2
    narrow, wide = max(found.half_width - slack, TINY), found.half_width + slack
    near, far = max(abs(found.value.at) - found.value.room, 0.0), abs(found.value.at) + found.value.room
    return 2 * NORMAL.cdf(-far / narrow * z), 2 * NORMAL.cdf(-near / wide * z)
