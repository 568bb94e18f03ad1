"""What qualifies a value: its spread, interval and p value; its time is told by `times`."""

from collections.abc import Sequence
from decimal import Decimal

from slideextract.assemble.draft import Draft
from slideextract.assemble.effects import is_control
from slideextract.assemble.lists import Block
from slideextract.assemble.scan import Scan
from slideextract.assemble.times import Times
from slideextract.assemble.value import EFFECTS, Value
from slideextract.mentions import Mention

MAX_SPREAD = 14  # tokens between a value and its spread


class Satellites:
    """Gives the qualifying figures of one line to its drafts."""

    def __init__(
        self, scan: Scan, values: Sequence[Value], drafts: Sequence[Draft], chains: Sequence[list[Block]]
    ) -> None:
        self.scan, self.values, self.drafts = scan, values, drafts
        self.chain_of = {id(v): k for k, chain in enumerate(chains) for b in chain for v in (*b.values, *b.twins)}

    def give(self) -> None:
        """Fill `interval`, `dispersion`, `p` and `time`."""
        for value, draft in zip(self.values, self.drafts, strict=True):
            draft.dispersion, draft.interval = value.spread, value.interval
        for index, mention in sorted(self.scan.read.mentions.items()):
            owner = max((k for k, v in enumerate(self.values) if v.token < index), default=None)
            if owner is None:
                continue
            if mention.kind == "dispersion" and index - self.values[owner].token <= MAX_SPREAD:
                self._spread(owner, mention)
            elif mention.kind == "interval":
                self._interval(owner, mention)
        self._ps()
        Times(self.scan, self.values, self.drafts, self.chain_of).give()

    def _spread(self, owner: int, mention: Mention) -> None:
        main = self.values[owner].twin
        if main is not None:
            owner = next(k for k, v in enumerate(self.values) if v is main)
        if self.drafts[owner].dispersion is None:
            self.drafts[owner].dispersion = mention

    # -- intervals ---------------------------------------------------------------------------------------------

    def _interval(self, owner: int, mention: Mention) -> None:
        """The nearest value before an interval; of a pair and its difference the one that it holds."""
        chain = self.chain_of[id(self.values[owner])]
        near = [k for k in range(owner, -1, -1) if self.drafts[k].interval is None and self._same_bracket(k, owner)]
        holding = [k for k in near if _holds(mention, self.values[k].number)]
        if owner in near and (owner in holding or not holding or self.values[owner].kind in EFFECTS):
            target = owner
        elif holding and self.chain_of[id(self.values[holding[0]])] == chain:
            target = holding[0]
        else:
            return
        self.drafts[target].interval = mention

    def _same_bracket(self, k: int, owner: int) -> bool:
        return self.scan.clause(self.values[k].token) == self.scan.clause(self.values[owner].token)

    # -- p values ----------------------------------------------------------------------------------------------

    def _ps(self) -> None:
        ps = [(i, m) for i, m in sorted(self.scan.read.mentions.items()) if m.kind == "p"]
        valued = [(i, m) for i, m in ps if m.values.get("value") is not None]
        if self._in_order(valued):
            return
        before = -1
        for index, mention in valued:
            group = [k for k, v in enumerate(self.values) if before < v.token < index]
            if group:
                self._give_p(mention, group)
                before = index
            elif self.values and self.values[0].token > index:
                self._give_early(index, mention)

    def _in_order(self, ps: Sequence[tuple[int, Mention]]) -> bool:
        """One p for each list before them: "(p = 0.038, 0.028 and 0.044, respectively)"."""
        if len(ps) < 2:  # noqa: PLR2004 - one p is no list
            return False
        first, last = ps[0][0], ps[-1][0]
        if any(first < value.token < last for value in self.values):
            return False
        before = [k for k, value in enumerate(self.values) if value.token < first and value.twin is None]
        groups: dict[tuple[int, int], list[int]] = {}
        for k in before:
            groups.setdefault((self.values[k].block, self.values[k].part), []).append(k)
        if len(groups) != len(ps) and len(before) == len(ps):
            groups = {(k, 0): [k] for k in before}
        if len(groups) != len(ps):
            return False
        for (_, mention), group in zip(ps, groups.values(), strict=True):
            self.drafts[self._target(group)].p = mention
        return True

    def _give_p(self, mention: Mention, group: Sequence[int]) -> None:
        """A p sits on the difference or ratio of its comparison, else on its index arm."""
        owner = group[-1]
        chain = self.chain_of[id(self.values[owner])]
        effects = [k for k in group if self.drafts[k].kind in EFFECTS]
        if effects:
            target = effects[-1]
        else:
            same = [k for k in group if self.chain_of[id(self.values[k])] == chain]
            same = self._with_other_side(same, group)
            parts = [
                k
                for k in same
                if (self.values[k].block, self.values[k].part) == (self.values[owner].block, self.values[owner].part)
            ]
            paired = len({self.values[k].arm for k in parts}) > 1
            target = self._target(parts if paired else same)
        if self.drafts[target].p is None:
            self.drafts[target].p = mention

    def _with_other_side(self, same: list[int], group: Sequence[int]) -> list[int]:
        """With the value that the first of a chain is set against: "61% were well, versus 44% on Y (p=0.01)"."""
        first, before = same[0], same[0] - 1
        if before not in group or len({self.values[k].arm for k in same}) > 1:
            return same
        left, right = self.values[before], self.values[first]
        against = self.scan.any(left.token, right.token, "versus", "contrast")
        other = None not in {left.arm, right.arm} and left.arm != right.arm and left.kind == right.kind
        return [before, *same] if against and other else same

    def _target(self, group: Sequence[int]) -> int:
        """The first value of a comparison that is no control's."""
        group = [k for k in group if self.values[k].twin is None] or list(group)
        effects = [k for k in group if self.drafts[k].kind in EFFECTS]
        if effects:
            return effects[-1]
        for k in group:
            arm = self.values[k].arm
            if arm is None or not is_control(self.scan, arm):
                return k
        return group[0]

    def _give_early(self, index: int, mention: Mention) -> None:
        """A p before its values: "significantly lower (p < 0.001) on X (16.9) than Y (18.6)"."""
        clause = self.scan.clause(index)
        group = [k for k, v in enumerate(self.values) if clause[0] <= v.token < clause[1]]
        if group and self.drafts[self._target(group)].p is None:
            self.drafts[self._target(group)].p = mention


def _holds(mention: Mention, value: Decimal) -> bool:
    lower, upper = mention.values.get("lower"), mention.values.get("upper")
    return isinstance(lower, Decimal) and isinstance(upper, Decimal) and lower <= value <= upper
