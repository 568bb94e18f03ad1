"""What a line takes from the trial's other lines: an endpoint, the order of the arms, a time; always flagged."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from slideextract.assemble.arms import Arm
from slideextract.assemble.draft import Draft, Named
from slideextract.assemble.effects import OWN
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.value import EFFECTS
from slideextract.mentions import Mention
from slideextract.segment import Line
from slideextract.words import words

PAIR = 2
GRADE = regex.compile(r"grades?\s?[\dIV]+(?:[-–/][\dIV]+)?", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ties:
    """How a line hangs on the lines before it.

    Attributes:
        named: it names an arm itself.
        refers: it says that it goes on: "the respective percentages were ...".
        goes_on: its subject is a pronoun: "It was higher in women".
        ordered: it names no arm and tells its lists in order: "in 32% and 18%, respectively".
    """

    named: bool = False
    refers: bool = False
    goes_on: bool = False
    ordered: bool = False


@dataclass(slots=True)
class Carried:
    """The memory of one trial's lines, in reading order."""

    inventory: Inventory
    endpoint: Named | None = None
    order: tuple[Arm, ...] = ()  # the arms of the last comparison, as they were compared
    named_in: int = -1  # the block that named the arms in this order
    told_in: int = -1  # the block that told figures in this order without naming the arms again
    time: Mention | None = None
    index: int = -1  # of the last block that gave something
    last: Named | None = None  # endpoint of the block before
    ties: Ties = Ties()  # of the line that is being filled
    told: Named | None = None  # endpoint of the value before in the line
    announced: Named | None = None  # what a line that ends in a colon says is measured below it
    over: tuple[int, Named] | None = None  # page and endpoint of a line above that names one and gives no figure

    def fill(self, lists: Sequence[Sequence[Draft]], line: Line, ties: Ties) -> None:
        """Fill the slots that a line doesn't print; then keep what it prints for the lines after it.

        Args:
            lists: the line's drafts, list by list.
            line: that prints them.
            ties: how the line hangs on those before it.
        """
        if line.index != self.index:
            follows = line.index == self.index + 1
            self.last = self.endpoint if follows else None
            self.endpoint, self.time = self.announced or self._over(line), None
            self.index = line.index
        self.told = None
        self.ties = ties
        for drafts in lists:
            self._endpoints(drafts)
            self._arms(drafts)
        self._keep([draft for drafts in lists for draft in drafts], line.index)

    def _over(self, line: Line) -> Named | None:
        """What a line above on the page names; it speaks for the figures under it until one names its own."""
        return self.over[1] if self.over is not None and self.over[0] == line.block.page else None

    def _endpoints(self, drafts: Sequence[Draft]) -> None:
        for draft in drafts:
            hangs = self.ties.refers or self.ties.goes_on or draft.kind in EFFECTS or _is_grade(draft)
            known = self.endpoint or (self.last if hangs else None)
            if _is_grade(draft) and draft.endpoint is not None:
                self._grade(draft, draft.endpoint, self.told or known)
                continue
            if known is not None and _names_nothing(draft):
                draft.endpoint = None  # "1083 vs 1283 events" under the name of what happened
            self.told = draft.endpoint or self.told
            if known is not None and (draft.endpoint is None or self.ties.refers):
                draft.endpoint = known
                draft.flags.append("endpoint_inferred")
                draft.time = draft.time or self.time

    def _grade(self, draft: Draft, grade: Named, known: Named | None) -> None:
        """A grade of what was measured before: "20 patients had CRS (2 grade 3, 1 grade 4)"."""
        if known is not None:
            draft.endpoint = Named(f"{known.text} {grade.text}", grade.start, grade.end)
            draft.flags.append("endpoint_inferred")

    def _arms(self, drafts: Sequence[Draft]) -> None:
        ordered = self.ties.refers or self.ties.ordered
        plain = [draft for draft in drafts if draft.kind not in EFFECTS]
        bare = all(draft.arm is None for draft in plain)
        told = ordered and bare and self._in_order(plain)
        if not told and len(plain) >= PAIR and plain[0].rule.startswith("prose.pair"):
            for first, second in zip(plain[::2], plain[1::2], strict=False):
                self._complete(first, second)
        elif not told and bare and not self.ties.named:
            self._listed(plain)
            self._open_order(plain)
        self._doses(plain)
        for draft in drafts:
            if draft.rule != f"prose.{OWN}":
                self._lone(draft)

    def _open_order(self, drafts: Sequence[Draft]) -> None:
        """Figures that are said to be in order, nothing says of what: "84% and 86%, respectively"."""
        untold = all(draft.arm is None for draft in drafts) and _is_alike(drafts, "group", "time", "endpoint", "kind")
        if self.ties.ordered and len(drafts) >= PAIR and untold:
            for draft in drafts:
                draft.flags.append("arm_ambiguous")

    def _doses(self, drafts: Sequence[Draft]) -> None:
        """Give a list of figures of one drug its doses, where the trial has just so many: "7, 9 and 11 kg with X"."""
        arms = {draft.arm for draft in drafts}
        arm = next(iter(arms)) if len(arms) == 1 else None
        if arm is None or arm.dose is not None or frozenset(arm.drugs) not in self.inventory.dosed:
            return
        doses = [e.arm for e in self.inventory.entries if e.arm.drugs == arm.drugs and e.arm.dose is not None]
        if len(doses) == len(drafts) >= PAIR and _is_alike(drafts, "group", "time", "endpoint", "kind"):
            self._assign(drafts, doses)

    def _in_order(self, drafts: Sequence[Draft]) -> bool:
        """Give figures that are said to be in order the arms that were last told so, or that were given their sizes."""
        known = (self.order, self.inventory.listed, self._pair() or ())
        order = next((arms for arms in known if len(arms) == len(drafts) >= PAIR), None)
        if order is None or not _is_alike(drafts, "endpoint", "time"):
            return False
        self._assign(drafts, order)
        self.order, self.told_in = tuple(order), self.index
        return True

    def _listed(self, drafts: Sequence[Draft]) -> None:
        """Give a bare list of as many figures as arms its arms; a pair only where the block has told one in order."""
        here = self.order if self.index in {self.told_in, self.named_in if len(drafts) > PAIR else -1} else ()
        order = here if len(here) == len(drafts) or len(drafts) == PAIR else self.inventory.listed
        if len(drafts) == len(order) >= PAIR and _is_alike(drafts, "group", "time", "endpoint", "unit", "kind"):
            self._assign(drafts, order)
            self.order, self.told_in = tuple(order), self.index

    def _assign(self, drafts: Sequence[Draft], arms: Sequence[Arm]) -> None:
        for draft, arm in zip(drafts, arms, strict=True):
            draft.arm = arm
            draft.flags.append("arm_inferred")

    def _complete(self, first: Draft, second: Draft) -> None:
        """The arms of "29 % vs. 9 %" that the line itself doesn't name."""
        if first.arm is None and second.arm is None:
            pair = self._pair()
            if pair is not None:
                self._assign((first, second), pair)
            for draft in (first, second) if pair is None else ():  # compared, and nothing says which is whose
                draft.flags.append("arm_ambiguous")
        elif first.arm is None or second.arm is None:
            missing, given = (first, second) if first.arm is None else (second, first)
            other = self._other(given.arm) if given.arm else None
            if other is None:
                missing.flags.append("arm_ambiguous")
                return
            self._assign((missing,), (other,))
        if first.arm is not None and second.arm is not None and first.arm.key != second.arm.key:
            first.comparator = second.arm

    def _pair(self) -> tuple[Arm, ...] | None:
        """The two arms in the order in which they were last compared, else the trial's own with the control last."""
        if len(self.order) == PAIR:
            return self.order
        return self.inventory.contrast or self.inventory.sized_pair

    def _other(self, arm: Arm) -> Arm | None:
        """The arm that one is compared with: in the last comparison, else in the trial."""
        for pair in (self.order, self.inventory.contrast or self.inventory.sized_pair or ()):
            rest = [other for other in pair if other.key != arm.key]
            if len(pair) == PAIR and len(rest) == 1:
                return rest[0]
        return self.inventory.other(arm)

    def _lone(self, draft: Draft) -> None:
        """An effect without arms compares the trial's two; the only arm of a trial speaks for lines without any."""
        if draft.kind in EFFECTS:
            pair = self._pair() or self.inventory.pair
            if draft.arm is None and pair is not None:
                draft.arm = pair[0]
            if draft.comparator is None and draft.arm is not None:
                draft.comparator = self._other(draft.arm)
        elif draft.arm is None and self.inventory.lone is not None and not self.ties.named and not _is_pair(draft):
            draft.arm = self.inventory.lone
            draft.flags.append("arm_inferred" if draft.arm.drugs else "arm_lone")

    def _keep(self, drafts: Sequence[Draft], block: int) -> None:
        named = [draft.endpoint for draft in drafts if draft.endpoint and not _is_grade(draft)]
        times = [draft.time for draft in drafts if draft.time]
        self.endpoint = named[-1] if named else self.endpoint
        if any("endpoint_inferred" not in draft.flags for draft in drafts if draft.endpoint is not None):
            self.over = None
        self.time = times[-1] if times else self.time
        arms = [draft.arm for draft in drafts if draft.arm is not None and draft.kind not in EFFECTS]
        order: list[Arm] = []
        for arm in arms:
            if all(arm.key != other.key for other in order):
                order.append(arm)
        if len(order) >= PAIR:
            self.order, self.named_in = tuple(order), block


def _names_nothing(draft: Draft) -> bool:
    """Whether a figure only counts events, and not which."""
    unsaid = words(draft.line.language).classes["bare_event"]
    return draft.endpoint is not None and draft.endpoint.text.casefold() in unsaid


def _is_pair(draft: Draft) -> bool:
    """Whether a figure is set against another: one arm's, and not of all."""
    return "arm_ambiguous" in draft.flags


def _is_alike(drafts: Sequence[Draft], *slots: str) -> bool:
    """Whether figures have the same in some slots: those of one list have one endpoint, time and unit."""
    return all(getattr(draft, slot) == getattr(drafts[0], slot) for draft in drafts for slot in slots)


def _is_grade(draft: Draft) -> bool:
    """Whether a count's endpoint is nothing but a grade: "(2 grade 3, 1 grade 4)"."""
    return draft.endpoint is not None and GRADE.fullmatch(draft.endpoint.text) is not None
