"""One page of a deck: its drawn charts, lone figures and boxes of statistics."""

from collections.abc import Mapping, Sequence

from slideextract.assemble.arms import Arm
from slideextract.assemble.charts.against import share_arm
from slideextract.assemble.charts.brackets import at_ends, bracket
from slideextract.assemble.charts.drawn import ROW, Bar, Drawing, drawings
from slideextract.assemble.charts.marks import Marks, find_marks
from slideextract.assemble.charts.roles import Label, Role, inner_arm, size_of
from slideextract.assemble.charts.series import settle
from slideextract.assemble.charts.statistics import Statistics
from slideextract.assemble.charts.telling import Around, Teller, time_of
from slideextract.assemble.charts.ticks import at_risk, tick_labels
from slideextract.assemble.charts.times import set_times
from slideextract.assemble.charts.totals import enrol, is_total
from slideextract.assemble.comparing import give_p, is_control
from slideextract.assemble.draft import Draft
from slideextract.assemble.found import Found
from slideextract.assemble.header_arms import header_arm, learn_arm
from slideextract.assemble.inventory import Inventory
from slideextract.document import Form
from slideextract.geometry import overlap

AXIS = "a label of an axis"
HALF = 0.5  # share of a chart's groups that must name arms for the others to be arms too
UNDER = 80.0  # points under lying bars in which their axis has its labels and its title
BEYOND = 40.0  # points beside a chart in which a text still says something of its axis


class Page:
    """Tells the charts of one page.

    Args:
        labels: its short texts, with their places.
        inventory: the trial's arms; it learns sizes printed under their names.
        text: the document's text.
        beside: the drafts of the tables and native charts of the page.
        forms: what is drawn on it.
    """

    def __init__(
        self,
        labels: Sequence[Label],
        inventory: Inventory,
        text: str,
        beside: Sequence[Draft] = (),
        forms: Sequence[Form] = (),
    ) -> None:
        self.labels, self.inventory, self.text, self.beside, self.forms = labels, inventory, text, beside, forms
        self.marks = Marks()
        self.against: Mapping[int, Label] = {}
        self.teller = Teller(inventory, text)
        self.title = next((label for label in labels if label.is_title), None)
        self.found = Found()

    def tell(self, against: Mapping[int, Label]) -> Found:
        """The drafts and refusals of the page; `against` has, by the id of a figure, what it is compared with."""
        self.against = against
        values = self._without_axes([label for label in self.labels if label.role is Role.VALUE])
        self._sizes()
        self.marks = find_marks(self.labels, values, self.forms)
        set_times(values, self.marks)
        values = [value for value in values if value.role is Role.VALUE]
        charts = drawings(self.labels, values, self.marks)
        told: list[tuple[Drawing, list[Draft]]] = []
        for chart in charts:
            drafts = self._drafts(chart)
            told.append((chart, drafts))
            self._p_values(chart, drafts)
            self.found.drafts += drafts
        share_arm(self.found.drafts)
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
        """Sizes beside or under the name of an arm: "n = 299"; the sum of the others is the trial's."""
        arms = [label for label in self.labels if label.role is Role.ARM and label.arm is not None]
        sized = [(label, size) for label in arms if (size := size_of(label)) is not None]
        for label in self.labels:
            size = size_of(label) if label.role is Role.N else None
            named = self._sized(label, arms) if size is not None else None
            if named is not None and size is not None:
                sized.append((named, size))
        for label, size in sized:
            if is_total(label, size, self.inventory):
                enrol(self.inventory, label)
            elif label.arm is not None:
                learn_arm(self.inventory, label.arm, size)

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
        alike = self._alike(chart.groups) | self._alike(chart.legend)
        made: list[Draft] = []
        for bar in chart.bars:
            draft = self.teller.draft(bar.value, around, "labels.geometry", _outcome(bar, alike))
            if draft is None:
                continue
            draft.arm, draft.arm_n = self._arm(bar, chart, alike)
            if not chart.legend and not chart.mixed and (draft.arm is None or draft.arm is self.inventory.lone):
                self.teller.settle(draft, bar.value, chart.title)
            draft.time = next((time for label in bar.names if (time := time_of(label)) is not None), draft.time)
            if draft.arm is None and chart.mixed:
                draft.flags.append("arm_unclear")
            made.append(draft)
            made += self._compared(draft, bar)
        firm = len({draft.arm.key for draft in made if draft.arm is not None}) > 1
        kept = [draft for draft in made if self.teller.is_bound(draft, firm=firm)]
        if firm:
            for draft in kept:
                if draft.arm is not None:
                    learn_arm(self.inventory, draft.arm, draft.arm_n, measured=True)
        lines = {id(draft.line) for draft in kept}
        self.found.done |= {id(bar.value.read) for bar in chart.bars if id(bar.value.read.line) in lines}
        return kept

    def _compared(self, draft: Draft, bar: Bar) -> list[Draft]:
        """What the text under a lone figure compares it with: "vs 33.1% with placebo"."""
        under = self.against.get(id(bar.value))
        other = self.teller.draft(under, Around(), "labels.against") if under is not None else None
        if under is None or other is None:
            return []
        first = next((arm for arm in under.read.arms if arm is not under.arm), None)
        index = first or draft.arm or (self.inventory.other(under.arm) if under.arm is not None else None)
        draft.arm = index or self.inventory.subject
        other.arm = under.arm or (self.inventory.other(draft.arm) if draft.arm is not None else None)
        draft.comparator = draft.comparator or other.arm
        other.endpoint, other.time, other.population = draft.endpoint, draft.time, draft.population
        other.kind, other.unit, other.flags = draft.kind, draft.unit, list(draft.flags)
        self.found.done.add(id(under.read))
        return [other]

    def _alike(self, labels: Sequence[Label]) -> set[int]:
        """The labels that are arms too, although they only look like names, because most of the others are."""
        arms = sum(label.role is Role.ARM for label in labels)
        if not arms or arms < HALF * len(labels):
            return set()
        return {id(label) for label in labels if label.role is not Role.ARM}

    def _arm(self, bar: Bar, chart: Drawing, alike: set[int]) -> tuple[Arm | None, int | None]:
        for label in (bar.value, *bar.names):
            if label.role in {Role.VALUE, Role.ARM} and label.arm is not None:
                return label.arm, size_of(label)
        for label in bar.names:
            inner = inner_arm(label, self.text) if label.role is Role.TEXT else None
            if inner is None and id(label) in alike:
                inner = header_arm(label.read, self.text, self.inventory, [])
            if inner is not None:
                return inner, size_of(label)
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
            and chart.top - BEYOND <= label.box.center[1] <= chart.bottom + (UNDER if self._lies(chart) else 0.0)
        ]

    def _lies(self, chart: Drawing) -> bool:
        return any(self.marks.is_lying(bar.value) for bar in chart.bars)

    def _p_values(self, chart: Drawing, drafts: Sequence[Draft]) -> None:
        """A p on a bracket between two bars, or over a bar."""
        places = {id(bar.value.read.line): self.marks.box(bar.value).center[0] for bar in chart.bars}
        told = []
        for label in self.labels:
            if label.role is Role.P and label.mention is not None and id(label.read) not in self.found.done:
                ends = self._ends(label, drafts, places)
                over = self._is_over(label, chart)
                told.append((label.mention, label, ends or (self._nearest(label, drafts, places) if over else [])))
        for p, label, between in sorted(told, key=lambda item: _only_active(item[2])):
            if give_p(sorted(between, key=lambda draft: places[id(draft.line)]), p):
                self.found.done.add(id(label.read))

    def _ends(self, label: Label, drafts: Sequence[Draft], places: Mapping[int, float]) -> list[Draft]:
        """The values at the two ends of a label's bracket."""
        line = bracket(label.box, self.marks.lines)
        ends = at_ends(line, [places[id(draft.line)] for draft in drafts]) if line is not None else None
        return [drafts[k] for k in ends or ()]

    def _nearest(self, label: Label, drafts: Sequence[Draft], places: Mapping[int, float]) -> list[Draft]:
        """The value right under a label with that of its control, else the two values nearest to it."""
        x = label.box.center[0]
        near = sorted(drafts, key=lambda draft: abs(places[id(draft.line)] - x))
        under = [draft for draft in near[:1] if _is_right_under(draft, label)]
        for draft in under:
            same = [d for d in drafts if d is not draft and _key(d) == _key(draft)]
            controls = [d for d in same if d.arm is not None and is_control(d.arm)]
            if len(controls) == 1 and len(same) > 1:
                return [draft, controls[0]]
        return near[:2]

    def _is_over(self, label: Label, chart: Drawing) -> bool:
        level = chart.top - BEYOND * 2 <= label.box.center[1] <= chart.bottom
        return level and overlap((label.box.x0, label.box.x1), (chart.left, chart.right)) > 0


def _is_right_under(draft: Draft, label: Label) -> bool:
    """Whether a text stands over one value alone, with nothing between."""
    box = draft.line.block.box
    if box is None:
        return False
    inside = box.x0 <= label.box.center[0] <= box.x1
    return inside and -ROW <= box.top - label.box.bottom <= label.box.height


def _key(draft: Draft) -> tuple[str | None, str | None]:
    """What a value measures, and when."""
    named, time = draft.endpoint, draft.time
    return named.text if named is not None else None, str(time.values.get("days")) if time is not None else None


def _only_active(drafts: Sequence[Draft]) -> bool:
    """Whether none of two values is the control's; what is compared with the control has the first claim to a p."""
    return not any(draft.arm is not None and is_control(draft.arm) for draft in drafts)


def _outcome(bar: Bar, alike: set[int]) -> Label | None:
    """The label that says what a bar measures; one that the lexicon knows before others."""
    told = [label for label in bar.names if label.role is not Role.ARM and id(label) not in alike]
    known = [label for label in told if label.role is Role.TEXT and label.read.endpoints]
    return next(iter([*known, *told]), None)
