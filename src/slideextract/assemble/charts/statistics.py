"""Boxes of statistics beside a chart: "HR = 0.49 (95% CI 0.38-0.64), p<0.001", "44/65 vs 19/64"."""

from collections.abc import Sequence
from decimal import Decimal

from slideextract.assemble.arms import Arm
from slideextract.assemble.charts.drawn import ROW
from slideextract.assemble.charts.roles import Label, Role, only_says
from slideextract.assemble.charts.telling import Around, Teller
from slideextract.assemble.draft import Draft, Named
from slideextract.assemble.found import Found
from slideextract.assemble.header_rules import says
from slideextract.assemble.inventory import ordered
from slideextract.assemble.prose import Carried, Prose
from slideextract.document import Reader
from slideextract.facts import EFFECTS
from slideextract.geometry import overlap
from slideextract.mentions import Mention
from slideextract.terms import endpoint_id

ROUNDING = Decimal("0.6")  # percentage points by which a printed percentage may differ from its fraction
WHOLE = Decimal(100)
STATISTICS = frozenset({Role.EFFECT, Role.PAIR, Role.P})
LINE = 20.0  # points between two lines of one box: a line of slide text
PAIR = 2
POINTS = frozenset({"points", "point", "pp"})

Told = Sequence[Sequence[Draft]]  # the drafts of each chart of a page


class Statistics:
    """Tells the statistics of one page.

    Args:
        labels: the page's short texts.
        title: of the slide.
        teller: names endpoints, knows the trial's arms.
        found: takes the drafts.
    """

    def __init__(self, labels: Sequence[Label], title: Label | None, teller: Teller, found: Found) -> None:
        self.labels, self.title, self.teller, self.found = labels, title, teller, found

    def tell(self, charts: Told) -> list[Draft]:
        """Add the effects of the page, each under its heading, and what qualifies them or the charts."""
        made: list[Draft] = []
        for heading, lines in self._stacks():
            named, inferred = self._endpoint(heading, charts)
            made += self._tell_stack(lines, named, charts, inferred=inferred)
        self.found.drafts += made
        return made

    def _stacks(self) -> list[tuple[Label | None, list[Label]]]:
        """Lines of statistics that stand under each other, with the text over them."""
        lines = [label for label in self.labels if self._is_line(label) and id(label.read) not in self.found.done]
        found: list[list[Label]] = []
        for label in sorted(lines, key=lambda one: (one.box.top, one.box.x0)):
            home = next((one for one in found if _is_under(label, one[-1]) and not self._parted(one[-1], label)), None)
            if home is None:
                found.append([label])
            else:
                home.append(label)
        kept = [stack for stack in found if any(label.role is not Role.P for label in stack)]
        return [(self._heading(stack[0]), stack) for stack in kept]

    def _is_line(self, label: Label) -> bool:
        """Whether a label is statistics: by its words, or as a figure with its interval under the name of an effect."""
        return label.role in STATISTICS or (label.role is Role.VALUE and self._headed(label) is not None)

    def _headed(self, label: Label) -> str | None:
        """The effect that the text over a figure with an interval or a p names, and nothing else."""
        if not any(mention.kind in {"interval", "p"} for mention in label.read.mentions.values()):
            return None
        over = [one for one in self.labels if one.role in {Role.TEXT, Role.EFFECT} and _is_under(label, one)]
        heading = max(over, key=lambda one: one.box.bottom, default=None)
        plain = heading is not None and not heading.read.mentions and only_says(heading.read)
        return says("effect", _said(heading)) if heading is not None and plain else None

    def _parted(self, above: Label, label: Label) -> bool:
        """Whether a text stands between two lines, and so heads the second."""
        return any(
            text.role is Role.TEXT and _is_under(label, text) and text.box.top >= above.box.bottom - ROW
            for text in self.labels
        )

    def _heading(self, first: Label) -> Label | None:
        over = [label for label in self.labels if label.role is Role.TEXT and _is_under(first, label)]
        return max(over, key=lambda label: label.box.bottom, default=None)

    def _endpoint(self, heading: Label | None, charts: Told) -> tuple[Named | None, bool]:
        """The endpoint of the heading, else of the page's only chart or of the nearest one, else of the title."""
        if heading is not None:
            named, _ = self.teller.endpoint(Around(heading))
            if named is not None:
                return named, False
        titled, guessed = self.teller.endpoint(Around(page=self.title))
        drafts = [draft for chart in charts for draft in chart]
        if titled is not None and not guessed:  # a table beside a curve tells of further endpoints
            drafts = [draft for draft in drafts if draft.line.block.reader is not Reader.TABLE]
        told = [draft.endpoint for draft in drafts if draft.endpoint is not None]
        return (told[0], False) if len({named.text for named in told}) == 1 else (titled, guessed)

    def _tell_stack(self, lines: Sequence[Label], named: Named | None, charts: Told, *, inferred: bool) -> list[Draft]:
        made: list[Draft] = []
        for label in lines:
            if label.role is Role.P:
                self._give(made, label)
            elif label.role is Role.PAIR and _are_numerators(label, charts):
                self.found.done.add(id(label.read))
            else:
                made += self._drafts(label, made)
        for draft in made:
            draft.endpoint = draft.endpoint if _is_known(draft.endpoint) else named
            draft.time = draft.time or _shared_time(draft.endpoint, charts)
            if draft.kind == "difference":
                draft.unit = _unit_beside(draft, charts)
            if draft.kind in EFFECTS:
                self._set_arms(draft, charts, [arm for label in lines for arm in label.read.arms])
            if inferred and draft.endpoint is named and named is not None:
                draft.flags.append("endpoint_inferred")
        return [d for d in made if self.teller.is_bound(d) and (d.interval or d.p or d.kind not in EFFECTS)]

    def _drafts(self, label: Label, before: Sequence[Draft]) -> list[Draft]:
        """The figures of one line; a line of an interval alone belongs to the effect over it."""
        intervals = [m for m in label.read.mentions.values() if m.kind == "interval"]
        drafts = Prose(self.teller.text, label.read).drafts(Carried(self.teller.inventory))
        for draft in drafts:
            draft.rule = "labels.statistics"
        kind = says("effect", _said(label)) if label.role is Role.EFFECT and len(drafts) == 1 else None
        if kind is not None and drafts[0].kind not in EFFECTS:
            _as_effect(drafts[0], kind, label)  # "Δ 38.6%": prose doesn't read the sign
        self.found.done.add(id(label.read))
        if not drafts and (card := self._card(label)) is not None:
            return [card]
        if label.role is Role.VALUE and (headed := self._headed(label)) is not None:
            drafts = self._named(label, headed)
        if not drafts and before and intervals and before[-1].interval is None:
            before[-1].interval = intervals[0]
        self._give(before, label)
        return drafts

    def _named(self, label: Label, kind: str) -> list[Draft]:
        """A figure with its interval whose heading names the effect: "13.4 points (95% CI 2.0-24.8)"."""
        draft = self.teller.draft(label, Around(), "labels.statistics")
        if draft is None:
            return []
        _as_effect(draft, kind, label)
        return [draft]

    def _card(self, label: Label) -> Draft | None:
        """An effect whose figure stands over its label: "15.5 points" over "difference, 95% CI ..."."""
        kind = says("effect", _said(label))
        over = [one for one in self.labels if one.role is Role.VALUE and _is_under(label, one)]
        if kind is None or len(over) != 1 or id(over[0].read) in self.found.done:
            return None
        draft = self.teller.draft(over[0], Around(), "labels.statistics")
        if draft is not None:
            _as_effect(draft, kind, label)
            self.found.done.add(id(over[0].read))
        return draft

    def _give(self, drafts: Sequence[Draft], label: Label) -> None:
        p = next((m for m in label.read.mentions.values() if m.kind == "p" and m.values.get("value") is not None), None)
        target = next((d for d in reversed(drafts) if d.kind in EFFECTS and d.p is None), None)
        if p is not None and target is not None:
            target.p = p
            self.found.done.add(id(label.read))

    def _set_arms(self, draft: Draft, charts: Told, printed: Sequence[Arm]) -> None:
        """The arms that the box itself names, else the two of the page's charts, else the trial's."""
        arms = {d.arm.key: d.arm for drafts in charts for d in drafts if d.arm is not None}
        pair = self.teller.inventory.pair
        if len(arms) == PAIR:
            known = list(arms.values())
            pair = ordered(known[0], known[1])
        named = {arm.key for arm in printed}
        if pair is not None and (draft.arm is None or draft.comparator is None or draft.arm.key not in named):
            draft.arm, draft.comparator = pair


def _said(label: Label) -> str:
    return " ".join(token.text for token in label.read.tokens)


def _as_effect(draft: Draft, kind: str, label: Label) -> None:
    """Make a figure the effect that a label names, with the interval and the p printed there."""
    draft.kind = kind
    draft.unit = "percentage points" if kind == "difference" and draft.unit == "%" else draft.unit
    draft.interval = next((m for m in label.read.mentions.values() if m.kind == "interval"), None)
    draft.p = next((m for m in label.read.mentions.values() if m.kind == "p"), None)


def _are_numerators(label: Label, charts: Told) -> bool:
    """Whether "44/65 vs 19/64" are the patients behind the percentages of a chart of the same endpoint."""
    fractions = [m for _, m in sorted(label.read.mentions.items()) if m.kind == "fraction"]
    for drafts in charts:
        bars = [draft for draft in drafts if draft.kind == "percent"]
        if len(bars) == len(fractions) and all(_fits(b, f) for b, f in zip(bars, fractions, strict=True)):
            for bar, fraction in zip(bars, fractions, strict=True):
                _take(bar, fraction)
            return True
    return False


def _is_under(label: Label, above: Label) -> bool:
    """Whether a label stands straight under another, like the next line of one text."""
    gap = label.box.top - above.box.bottom
    near = -ROW <= gap <= LINE
    return near and overlap((label.box.x0, label.box.x1), (above.box.x0, above.box.x1)) > 0


def _shared_time(named: Named | None, charts: Told) -> Mention | None:
    """The one timepoint of the charts that measure the same."""
    times = {d.time.start: d.time for drafts in charts for d in drafts if d.time is not None and d.endpoint == named}
    days = {time.values.get("days") for time in times.values()}
    return next(iter(times.values())) if len(days) == 1 else None


def _unit_beside(draft: Draft, charts: Told) -> str | None:
    """The unit of a difference: its own, or that of the charts of the same; "points" of percentages are theirs."""
    named = draft.endpoint
    known = endpoint_id(named.text) if named is not None else None
    shown = [d for drafts in charts for d in drafts if d.endpoint is not None and d.kind not in EFFECTS]
    same = [
        d
        for d in shown
        if d.endpoint == named or (known is not None and d.endpoint and endpoint_id(d.endpoint.text) == known)
    ]
    units = {d.unit for d in same}
    unit = next(iter(units)) if len(units) == 1 else None
    if unit == "%" and (draft.unit is None or draft.unit in POINTS):
        return "percentage points"
    return draft.unit or unit


def _is_known(named: Named | None) -> bool:
    return named is not None and endpoint_id(named.text) is not None


def _fits(bar: Draft, fraction: Mention) -> bool:
    above, below = fraction.values.get("numerator"), fraction.values.get("denominator")
    if not isinstance(above, Decimal) or not isinstance(below, Decimal) or not below:
        return False
    return abs(WHOLE * above / below - bar.value) <= ROUNDING


def _take(bar: Draft, fraction: Mention) -> None:
    above, below = fraction.values["numerator"], fraction.values["denominator"]
    bar.numerator, bar.denominator = int(Decimal(above)), int(Decimal(below))
    bar.parts["numerator"] = fraction.start, fraction.end
