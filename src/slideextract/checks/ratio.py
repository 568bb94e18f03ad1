"""A risk or odds ratio follows from the percentages of its arms."""

from collections.abc import Iterator, Sequence

from slideextract.checks.finding import Finding
from slideextract.checks.models import modelled
from slideextract.checks.peers import Pair, pairs
from slideextract.facts import Fact, Trial
from slideextract.identity import half_unit

CODE = "ratio_mismatch"
SEVERITY = "info"  # most printed ratios are adjusted, and few say so
RATIOS = frozenset({"risk_ratio", "odds_ratio"})
ROOM = 1.1  # factor for stratified estimates
WHOLE = 100


def check_trial(trial: Trial, facts: Sequence[Fact]) -> Iterator[Finding]:  # noqa: ARG001 - a check's signature
    """Divide the percentages, or their odds, either way round."""
    for pair in pairs(facts, RATIOS, frozenset({"percent"})):
        if modelled(pair.effect) or not (0 < pair.first < WHOLE and 0 < pair.second < WHOLE):
            continue
        low, high = _range(pair)
        printed, room = float(pair.printed), float(half_unit(pair.printed))
        if not (_near(printed, room, low, high) or _near(printed, room, 1 / high, 1 / low)):
            yield Finding(f"{pair.first} % and {pair.second} % give {low:.2f} to {high:.2f}, not {printed}", pair.facts)


def _near(printed: float, room: float, low: float, high: float) -> bool:
    return printed + room >= low / ROOM and printed - room <= high * ROOM


def _range(pair: Pair) -> tuple[float, float]:
    """The least and the greatest ratio that the rounded percentages allow."""
    first, second = float(pair.first) / WHOLE, float(pair.second) / WHOLE
    one, two = float(half_unit(pair.first)) / WHOLE, float(half_unit(pair.second)) / WHOLE
    odds = pair.effect.kind == "odds_ratio"

    def side(share: float) -> float:
        share = min(max(share, 1e-6), 1 - 1e-6)
        return share / (1 - share) if odds else share

    return side(first - one) / side(second + two), side(first + one) / side(second - two)
