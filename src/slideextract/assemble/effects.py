"""Ratios and differences: the two arms that each compares, the one on trial first."""

from collections.abc import Sequence
from itertools import pairwise

from slideextract.assemble.lists import Block
from slideextract.assemble.runs import Runs
from slideextract.assemble.scan import Scan, distinct
from slideextract.assemble.value import EFFECTS, RATIOS, Value

PAIR = 2
OWN = "effect.own"
TOLD = 4  # values before an effect whose arms it may compare
RELATIVE = 6  # tokens around a change in which "efficacy" or "risk" makes it one between arms
CHANGES = frozenset({"score", "mean", "ls_mean", "change"})


class Effects:
    """Links the effects of one line, once its other values have their arms."""

    def __init__(self, scan: Scan, blocks: Sequence[Block]) -> None:
        self.scan, self.arms, self.blocks = scan, scan.arms, blocks
        self.at = {value.token for block in blocks for value in block.values}
        self.runs = Runs(scan, self.at)

    def link(self) -> None:
        """Set `arm` and `comparator` of every effect; a change measured against an arm becomes one."""
        for block in self.blocks:
            if block.kind not in EFFECTS:
                self._against(block)
        self._listed_against_one()
        self._each_own()
        for block in self.blocks:
            if block.values[0].rule == OWN or any(
                value.comparator is not None and value.kind in EFFECTS for value in block.values
            ):
                continue
            if block.kind in EFFECTS or (block.kind == "change" and self._is_relative(block)):
                if self._each_against_one(block):
                    continue
                shared = self._shared(block)
                for value in block.values:
                    if shared is None:
                        self._compare(value)
                    else:
                        self._set(value, shared)

    def _listed_against_one(self) -> None:
        """As many ratios in one bracket as arms before it, all against one: "X and Y vs. Z (HR 0.5 and HR 0.7)"."""
        for opened in sorted({o for b in self.blocks if (o := self.scan.opener[b.first]) is not None}):
            inside = [v for b in self.blocks for v in b.values if self.scan.opener[v.token] == opened]
            before = distinct(self.scan, self.scan.arms_in(self.scan.clause(opened)[0], opened))
            against = [k for k in before if self.runs.is_against(k)]
            others = [k for k in before if k not in against]
            ratios = len({v.kind for v in inside}) == 1 and inside[0].kind in RATIOS
            if not ratios or len(inside) < PAIR or len(against) != 1 or len(others) != len(inside):
                continue
            for value, arm in zip(inside, others, strict=True):
                value.arm, value.comparator, value.rule = arm, against[0], "effect"

    def _each_own(self) -> None:
        """Ratios with an arm each compare these with a third: "0.66 for X and 1.67 for Y", "X (HR 0.28)"."""
        ratios = [block for block in self.blocks if block.kind in RATIOS and len(block.values) == 1]
        for left, right in pairwise(ratios):
            own = [self._own_arm(block) for block in (left, right)]
            alike = left.kind == right.kind and self.scan.clause(left.first) == self.scan.clause(right.first)
            if not alike or own[0] is None or own[1] is None or self.arms[own[0]].key == self.arms[own[1]].key:
                continue
            against = self._third(left, [own[0], own[1]])
            for block, arm in zip((left, right), own, strict=True):
                value = block.values[0]
                value.arm, value.comparator, value.rule = arm, against, OWN

    def _own_arm(self, block: Block) -> int | None:
        """The one arm behind a ratio, or right before its bracket."""
        opened = self.scan.opener[block.first]
        before = [k for k, arm in enumerate(self.arms) if arm.last == opened]
        near = self.runs.after(block) if opened is None else before
        return near[0] if len(near) == 1 and not self.runs.is_against(near[0]) else None

    def _third(self, block: Block, own: Sequence[int]) -> int | None:
        """The one arm of the clause that two ratios are said to be against."""
        first, last = self.scan.clause(block.first)
        keys = {self.arms[k].key for k in own}
        against = [k for k in self.scan.arms_in(first, last) if self.runs.is_against(k)]
        others = distinct(self.scan, [k for k in against if self.arms[k].key not in keys])
        return others[0] if len(others) == 1 else None

    def _each_against_one(self, block: Block) -> bool:
        """A list of effects against one arm, in the order of the others: "the differences vs Z were 2.1 and 3.4"."""
        first, _ = self.scan.segment(block.first)
        against = [k for k in self.scan.arms_in(first, block.first) if self.runs.is_against(k)]
        if len(block.values) < PAIR or len(against) != 1:
            return False
        told = [v.arm for b in self.blocks for v in b.values if v.token < block.first and v.arm is not None]
        others = [k for k in distinct(self.scan, told) if self.arms[k].key != self.arms[against[0]].key]
        if len(others) != len(block.values):
            return False
        for value, arm in zip(block.values, others, strict=True):
            value.arm, value.comparator, value.rule = arm, against[0], "effect"
        return True

    def _shared(self, block: Block) -> Sequence[int] | None:
        """One of several effects against one arm: "difference vs Z: 30.8 for X and 31.2 for Y"."""
        others = [b for b in self.blocks if b is not block and b.kind == block.kind]
        own = self.runs.after(block)
        first, _ = self.scan.segment(block.first)
        against = [k for k in self.scan.arms_in(first, block.first) if self.runs.is_against(k) and k not in own]
        return [own[0], against[0]] if others and len(own) == 1 == len(against) else None

    def _against(self, block: Block) -> None:
        """A change against an arm is a difference: "the change, compared with placebo, was -3.0 points with X"."""
        value = block.values[0]
        plain = value.kind in CHANGES and value.mention.kind == "measure"
        if len(block.values) > 1 or not plain or value.arm is None:
            return
        first, _ = self.scan.clause(value.token)
        for k in self.scan.arms_in(first, value.token):
            start, end = self.arms[k].first, self.arms[k].last
            parted = end < self.scan.size and self.scan.lower[end] == ","
            compared = self.scan.any(start - 2, start, "versus") and self.scan.cue("change", first, value.token)
            if parted and compared and self.arms[k].key != self.arms[value.arm].key:
                value.kind, value.comparator = "difference", k

    def _is_relative(self, block: Block) -> bool:
        """Whether a change compares the arms and not two times: "an efficacy of 69%", "a risk reduction of 28%"."""
        first = max(self.scan.segment(block.first)[0], block.first - RELATIVE)
        near = any(first <= token < block.first for token in self.at)
        return len(block.values) == 1 and not near and self.scan.cue("relative_effect", first, block.last + RELATIVE)

    def _compare(self, value: Value) -> None:
        """The arms named for an effect, else those of the values before it, else those of the clause or line."""
        named = self._named_for(value)
        for pair in (named, self._against_last(value, named), self._told(value)):
            if len(pair) == PAIR:
                self._set(value, pair)
                return
        first, last = self.scan.clause(value.token)
        around = distinct(self.scan, self.scan.arms_in(first, last))
        if len(around) < PAIR:
            around = distinct(self.scan, self.scan.arms_in(0, last))
        if len(around) >= PAIR:
            self._set(value, self._index_first(value, around))
        elif len(around) == 1 and self.runs.is_against(around[0]):
            value.comparator = around[0]

    def _index_first(self, value: Value, arms: Sequence[int]) -> Sequence[int]:
        """The arms with what they are compared with second; whose of several others an effect is stays a close call."""
        against = [k for k in arms if self.runs.is_against(k)]
        others = [k for k in arms if k not in against]
        if len(arms) > PAIR and (len(others) > 1 or len(against) != 1):
            value.flags.append("arm_close_call")
        return [others[0], against[0]] if others and len(against) == 1 else arms

    def _against_last(self, value: Value, named: Sequence[int]) -> list[int]:
        """An arm of its own against the one that the clauses before compare with: "...; for Y, the HR was 0.63"."""
        before = self.scan.arms_in(0, self.scan.clause(value.token)[0])
        against = [k for k in before if self.runs.is_against(k)]
        own = len(named) == 1 and not self.runs.is_against(named[0]) and self.arms[named[0]].last <= value.token
        return distinct(self.scan, [named[0], against[-1]]) if own and against else []

    def _told(self, value: Value) -> list[int]:
        """The arms of the last values before an effect."""
        told = [v.arm for block in self.blocks for v in block.values if v.token < value.token and v.arm is not None]
        return distinct(self.scan, told[-TOLD:])

    def _named_for(self, value: Value) -> list[int]:
        """The arms in an effect's own part of the line: "hazard ratio for X vs. Y, 0.69"."""
        first, last = self.scan.segment(value.token)
        inside = self.scan.arms_in(first, last)
        if any(first <= i < value.token for i in self.at) and inside:
            inside = [k for k in inside if not any(self.arms[k].first <= i < value.token for i in self.at)]
        return distinct(self.scan, inside)

    def _set(self, value: Value, pair: Sequence[int]) -> None:
        left, right = pair[:PAIR]
        aside = self.runs.is_against(left) and not self.runs.is_against(right)  # "compared with Y, X lowered"
        if aside or (is_control(self.scan, left) and not is_control(self.scan, right)):
            left, right = right, left
        value.arm, value.comparator, value.rule = left, right, "effect"


def is_control(scan: Scan, arm: int) -> bool:
    """Whether an arm is a placebo, a control, or no treatment."""
    named = scan.arms[arm]
    return named.is_placebo or scan.words.cue("control_arm", named.label.casefold())
