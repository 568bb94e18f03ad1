"""One page of a deck: its drawn charts, lone figures and boxes of statistics."""

from collections.abc import Sequence

from slideextract.assemble.arms import Arm
from slideextract.assemble.charts.drawn import ROW, Bar, Drawing, drawings
from slideextract.assemble.charts.roles import Label, Role, inner_arm, size_of
from slideextract.assemble.charts.series import settle
from slideextract.assemble.charts.statistics import Statistics
from slideextract.assemble.charts.telling import Around, Teller, time_of
from slideextract.assemble.charts.ticks import at_risk, tick_labels
from slideextract.assemble.comparing import give_p
from slideextract.assemble.draft import Draft
from slideextract.assemble.found import Found
from slideextract.assemble.headers import header_arm, learn_arm
from slideextract.assemble.inventory import Inventory
from slideextract.geometry import overlap

AXIS = "a label of an axis"
HALF = 0.5  # share of a chart's groups that must name arms for the others to be arms too
BEYOND = 40.0  # points beside a chart in which a text still says something of its axis


class Page:
    """Tells the charts of one page.

    Args:
        labels: its short texts, with their places.
        inventory: the trial's arms; it learns sizes printed under their names.
        text: the document's text.
        beside: the drafts of the tables and native charts of the page.
    """

    def __init__(self, labels: Sequence[Label], inventory: Inventory, text: str, beside: Sequence[Draft] = ()) -> None:
        self.labels, self.inventory, self.text, self.beside = labels, inventory, text, beside
        self.teller = Teller(inventory, text)
        self.title = next((label for label in labels if label.is_title), None)
        self.found = Found()

    def tell(self) -> Found:
        """The drafts and refusals of the page."""
        values = self._without_axes([label for label in self.labels if label.role is Role.VALUE])
        self._sizes()
        charts = drawings(self.labels, values)
        told: list[tuple[Drawing, list[Draft]]] = []
        for chart in charts:
            drafts = self._drafts(chart)
            told.append((chart, drafts))
            self._p_values(chart, drafts)
            self.found.drafts += drafts
        known = [*(drafts for _, drafts in told), self.beside]
        effects = Statistics(self.labels, self.title, self.teller, self.found).tell(known)
        for chart, drafts in told:
            settle(chart, drafts, effects)
        return self.found

    def _without_axes(self, values: list[Label]) -> list[Label]:
        axes = tick_labels(values)
        rest = [value for value in values if not any(value is tick for axis in axes for tick in axis)]
        risk = at_risk(rest, axes)
        for tick in (tick for axis in axes for tick in axis):
            self._refuse(tick, AXIS, "labels.axis")
        for value in risk:
            self._refuse(value, "participants still at risk", "labels.at_risk")
        return [value for value in rest if not any(value is one for one in risk)]

    def _refuse(self, label: Label, reason: str, rule: str) -> None:
        self.found.refuse(label.read, reason, rule)
        self.found.done.add(id(label.read))

    def _sizes(self) -> None:
        """Sizes beside or under the name of an arm: "n = 299"."""
        arms = [label for label in self.labels if label.role is Role.ARM and label.arm is not None]
        for label in arms:
            if label.arm is not None and (size := size_of(label)) is not None:
                learn_arm(self.inventory, label.arm, size)
        for label in self.labels:
            size = size_of(label) if label.role is Role.N else None
            named = self._sized(label, arms) if size is not None else None
            if named is not None and named.arm is not None:
                learn_arm(self.inventory, named.arm, size)

    def _sized(self, size: Label, arms: Sequence[Label]) -> Label | None:
        """The arm's name in the same line as a size, or straight above it."""
        level = [a for a in arms if abs(a.box.center[1] - size.box.center[1]) <= max(a.box.height, size.box.height) / 2]
        above = [
            a
            for a in arms
            if 0 <= size.box.top - a.box.bottom + ROW <= 2 * a.box.height
            and overlap((a.box.x0, a.box.x1), (size.box.x0, size.box.x1)) > 0
        ]
        near = above or level
        return min(near, key=lambda a: abs(a.box.center[0] - size.box.center[0]), default=None)

    # -- charts ------------------------------------------------------------------------------------------------

    def _drafts(self, chart: Drawing) -> list[Draft]:
        around = Around(chart.title, self.title, self._axis_texts(chart))
        as_arms = self._as_arms(chart)
        made: list[Draft] = []
        for bar in chart.bars:
            named = None if bar.group is not None and (bar.group.role is Role.ARM or as_arms) else bar.group
            draft = self.teller.draft(bar.value, around, "labels.geometry", named)
            if draft is None:
                continue
            draft.arm, draft.arm_n = self._arm(bar, chart, as_arms=as_arms)
            if not chart.legend and not chart.mixed and (draft.arm is None or draft.arm is self.inventory.lone):
                self.teller.settle(draft, bar.value, chart.title)
            draft.time = time_of(bar.group) or time_of(bar.series) or draft.time
            if draft.arm is None and chart.mixed:
                draft.flags.append("arm_unclear")
            made.append(draft)
        firm = len({draft.arm.key for draft in made if draft.arm is not None}) > 1
        kept = [draft for draft in made if self.teller.is_bound(draft, firm=firm)]
        lines = {id(draft.line) for draft in kept}
        self.found.done |= {id(bar.value.read) for bar in chart.bars if id(bar.value.read.line) in lines}
        return kept

    def _as_arms(self, chart: Drawing) -> bool:
        """Whether groups that only look like names are arms, because most of the others are."""
        arms = sum(group.role is Role.ARM for group in chart.groups)
        return bool(arms) and arms >= HALF * len(chart.groups)

    def _arm(self, bar: Bar, chart: Drawing, *, as_arms: bool) -> tuple[Arm | None, int | None]:
        for label in (bar.value, bar.group, bar.series):
            if label is not None and label.role is Role.VALUE and label.arm is not None:
                return label.arm, size_of(label)
            if label is not None and label.role is Role.ARM:
                return label.arm, size_of(label)
        inner = inner_arm(bar.group, self.text) if bar.group is not None and bar.group.role is Role.TEXT else None
        if inner is not None and bar.group is not None:
            return inner, size_of(bar.group)
        if as_arms and bar.group is not None:
            return header_arm(bar.group.read, self.text, self.inventory, []), size_of(bar.group)
        return (None if chart.mixed else self.inventory.lone), None

    def _axis_texts(self, chart: Drawing) -> list[Label]:
        """Texts beside or over the bars, which may name the axis: "Patients (%)"."""
        used = {id(label) for label in (*chart.groups, *chart.legend, chart.title)}
        return [
            label
            for label in self.labels
            if label.role is Role.TEXT
            and id(label) not in used
            and not label.is_title
            and overlap((label.box.x0, label.box.x1), (chart.left - BEYOND, chart.right)) > 0
            and chart.top - BEYOND <= label.box.center[1] <= chart.bottom
        ]

    def _p_values(self, chart: Drawing, drafts: Sequence[Draft]) -> None:
        """A p on a bracket between two bars, or over a bar."""
        places = {id(bar.value.read.line): bar.value.box.center[0] for bar in chart.bars}
        for label in self.labels:
            if label.role is not Role.P or label.mention is None or not self._is_over(label, chart):
                continue
            x = label.box.center[0]
            near = sorted(drafts, key=lambda draft: abs(places[id(draft.line)] - x))
            between = near[:2] if len(near) > 1 else near
            if give_p(sorted(between, key=lambda draft: places[id(draft.line)]), label.mention):
                self.found.done.add(id(label.read))

    def _is_over(self, label: Label, chart: Drawing) -> bool:
        level = chart.top - BEYOND * 2 <= label.box.center[1] <= chart.bottom
        return level and overlap((label.box.x0, label.box.x1), (chart.left, chart.right)) > 0
