"""Two series over each other, which place can't tell apart, told by the difference that the page prints."""

from collections.abc import Sequence
from decimal import Decimal

from slideextract.assemble.arms import Arm
from slideextract.assemble.charts.drawn import Drawing
from slideextract.assemble.draft import Draft
from slideextract.mentions import Mention

PAIR = 2
ROUNDING = Decimal(1)  # units of the last printed decimal by which two rounded values may miss a rounded difference


def settle(chart: Drawing, drafts: Sequence[Draft], effects: Sequence[Draft]) -> None:
    """Name the arms of a chart of two series when one printed difference fits one way round only.

    The arms hold for sure at the time of the difference; at the others each series is taken to stay above or below,
    as it is drawn, and the arm is flagged.
    """
    pairs = [pair for group in chart.groups if len(pair := _pair(chart, drafts, group)) == PAIR]
    if not chart.mixed or len(pairs) != len(chart.groups):
        return
    for effect in effects:
        if effect.kind != "difference" or effect.arm is None or effect.comparator is None:
            continue
        fitting = [pair for pair in pairs if len(pairs) == 1 or _days(pair[0].time) == _days(effect.time)]
        upper = _upper(fitting[0], effect) if len(fitting) == 1 else None
        if upper is not None:
            lower = effect.comparator if upper is effect.arm else effect.arm
            _name(pairs, fitting[0], _printed(chart, upper), _printed(chart, lower))
            return


def _printed(chart: Drawing, arm: Arm) -> Arm:
    """The arm as the legend prints it."""
    return next((entry.arm for entry in chart.legend if entry.arm is not None and entry.arm.key == arm.key), arm)


def _pair(chart: Drawing, drafts: Sequence[Draft], group: object) -> list[Draft]:
    """The drafts over one group, the upper one first."""
    here = sorted((bar.value for bar in chart.bars if bar.group is group), key=lambda value: value.box.top)
    return [draft for value in here for draft in drafts if draft.line is value.read.line]


def _days(time: Mention | None) -> Decimal | None:
    days = time.values.get("days") if time is not None else None
    return days if isinstance(days, Decimal) else None


def _upper(pair: Sequence[Draft], effect: Draft) -> Arm | None:
    """The arm of the upper value, if the difference fits only one way round."""
    first, second = pair[0].value, pair[1].value
    exponent = effect.value.as_tuple().exponent
    slack = ROUNDING.scaleb(int(exponent)) if isinstance(exponent, int) else ROUNDING
    as_drawn = abs(first - second - effect.value) <= slack
    turned = abs(second - first - effect.value) <= slack
    if as_drawn == turned:
        return None
    return effect.arm if as_drawn else effect.comparator


def _name(pairs: Sequence[Sequence[Draft]], sure: Sequence[Draft], upper: Arm, lower: Arm) -> None:
    for pair in pairs:
        for draft, arm in zip(pair, (upper, lower), strict=True):
            draft.arm = arm
            draft.flags = [flag for flag in draft.flags if flag != "arm_unclear"]
            if pair is not sure:
                draft.flags.append("arm_inferred")
