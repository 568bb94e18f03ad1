"""Charts flattened to lines, without places: values in order, arms in order, a title before, a p between.

The k-th value goes with the k-th arm. Counts that don't match bind nothing: the values stay, without an arm.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from slideextract.assemble.charts.roles import Label, Role


@dataclass(slots=True)
class Chart:
    """Labels that belong together."""

    title: Label | None = None
    values: list[Label] = field(default_factory=list)
    arms: list[Label] = field(default_factory=list)
    p: Label | None = None
    after: list[Label] = field(default_factory=list)  # the text under a lone value

    @property
    def is_bound(self) -> bool:
        """Whether there are as many arms as values: what follows is another chart, or a further arm's."""
        return bool(self.values) and len(self.arms) == len(self.values)

    @property
    def is_full(self) -> bool:
        """Whether every value has its arm."""
        return bool(self.values) and len(self.arms) >= len(self.values)


def flat_charts(labels: Sequence[Label]) -> list[Chart]:
    """Group a page's labels, in reading order, into charts."""
    found: list[Chart] = [Chart()]
    for label in labels:
        chart = found[-1]
        if label.role is Role.TEXT:
            if len(chart.values) == 1 and not chart.arms and not chart.after:
                chart.after.append(label)
            else:
                found.append(Chart(title=label))
        elif label.role is Role.VALUE:
            if chart.is_bound or chart.after:
                found.append(Chart(title=chart.title if chart.after else None))
            found[-1].values.append(label)
        elif label.role is Role.ARM:
            _add_arm(found, label)
        elif label.role is Role.P:
            chart.p = chart.p or label
        elif label.role not in {Role.N, Role.TIME}:
            found.append(Chart())
    return [chart for chart in found if chart.values]


def _add_arm(found: list[Chart], label: Label) -> None:
    chart = found[-1]
    same = any(label.arm and arm.arm and arm.arm.key == label.arm.key for arm in chart.arms)
    if not same:
        chart.arms.append(label)
    elif chart.is_full:
        found.append(Chart(title=chart.title, arms=[label]))
