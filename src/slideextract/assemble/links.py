"""Which arm a value belongs to: by its place beside the value, by the order of a list, or by the clause.

Rules are tried from the surest to the weakest, and each value keeps the name of the one that served it:
`order.*` lists of values and arms of one length, `near.tight` nothing but a preposition between, `pair.*` "A than B
(12% vs. 8%)", `open` the arm that the clause speaks of, `near.clause` the nearest arm of the clause.
"""

from collections.abc import Sequence

from slideextract.assemble.effects import Effects
from slideextract.assemble.lists import Block, distribute
from slideextract.assemble.pairs import Pairs
from slideextract.assemble.runs import Runs
from slideextract.assemble.scan import CLOSING, Scan, distinct
from slideextract.assemble.value import EFFECTS

PAIR = 2
TIGHT_BEFORE_SIGNS = frozenset({"(", "[", ":", "=", "-", "–", ",", '"'})
MANY = 3  # as many values as arms before them, from three on, are no coincidence


class Linker:
    """Links the values of one line to its arms.

    Args:
        scan: the line.
        blocks: its lists of values.
    """

    def __init__(self, scan: Scan, blocks: Sequence[Block]) -> None:
        self.scan, self.tokens, self.arms, self.blocks = scan, scan.tokens, scan.arms, blocks
        self.at = {value.token for block in blocks for value in block.values}
        self.runs = Runs(scan, self.at)
        self.pairs = Pairs(scan, blocks, self.runs)
        self.spent: set[int] = set()  # arms that stand behind their value

    def link(self) -> None:
        """Set `arm` and `comparator` of every value."""
        plain = [block for block in self.blocks if block.kind not in EFFECTS]
        for block in plain:
            self._spend(block)
        for block in plain:
            _ = (
                self._by_order(block)
                or self._disagrees(block)
                or self._by_place(block)
                or self.pairs.link(block)
                or self._open(block)
            )
        for block in plain:
            self._doubt(block)
        Effects(self.scan, self.blocks).link()
        for twin in (twin for block in self.blocks for twin in block.twins):
            if twin.twin is not None:
                twin.arm, twin.comparator, twin.rule = twin.twin.arm, twin.twin.comparator, twin.twin.rule

    def _doubt(self, block: Block) -> None:
        """Flag the arms of compared values where words deny their order, or where words alone could have told it."""
        if not block.values[0].rule.startswith(("order", "pair")) or len(block.parts[0]) < PAIR:
            return
        before = [k for k, arm in enumerate(self.arms) if arm.last <= block.first]
        aside = self.runs.aside(before)
        untold = bool(aside) and not self.runs.directions.is_told(block)
        if untold or (not aside and self._is_denied(block)):
            for value in block.values:
                value.flags.append("arm_close_call")

    def _is_denied(self, block: Block) -> bool:
        """Whether a pair tells the other direction than its words: "pain was lower with X than with Y (12% vs. 9%)"."""
        arms = [value.arm for value in block.parts[0] if value.arm is not None]
        if not block.versus or len(arms) != PAIR or len(block.parts[0]) != PAIR:
            return False
        subject = min(range(PAIR), key=lambda i: (self.runs.is_against(arms[i]), arms[i]))
        return self.runs.directions.denies(block, subject)

    def _spend(self, block: Block) -> None:
        """Note the arms that follow a value: they don't speak for the values after them."""
        after = self.runs.after(block)
        if len(after) == 1 or (len(block.values) > 1 and distribute(block, len(after)) is not None):
            self.spent.update(after)

    # -- order -------------------------------------------------------------------------------------------------

    def _by_order(self, block: Block) -> bool:
        """Arms told in the order of the values: beside them, behind, around, or before them."""
        if len(block.values) < PAIR:
            return False
        return self._each_by_place(block) or self._order_after(block) or self._order_before(block)

    def _order_after(self, block: Block) -> bool:
        cue = self._says_respectively(block)
        after = self.runs.after(block)
        order = distribute(block, len(after))
        if order is not None:
            return block.assign([after[k] for k in order], "order.after" if cue else "order.list")
        around = None if cue else self._around(block, after)
        if around is not None:
            return block.assign(around, "order.around")
        return len(after) == 1 and not block.versus and block.assign(after * len(block.values), "near.list")

    def _order_before(self, block: Block) -> bool:
        cue = self._says_respectively(block)
        before = self.runs.coordinated_before(block)
        order = distribute(block, len(before))
        if order is not None and (cue or len(before) >= MANY or self._is_subject(before, block)):
            return block.assign([before[k] for k in order], "order.before")
        if not cue and block.versus and len(block.values) >= MANY and len(before := self.runs.before(block)) >= MANY:
            order = distribute(block, len(before))  # "X was better than Y and Z (53% vs. 7% and 32%)"
            if order is not None:
                return block.assign([before[k] for k in order], "order.clause")
        for whole in (self.runs.before(block), self._announced(block), self._concluded(block)) if cue else ():
            order = distribute(block, len(whole))
            if order is not None:
                return block.assign([whole[k] for k in order], "order.clause")
        return False

    def _disagrees(self, block: Block) -> bool:
        """Whether a list and the arms right behind it are of different lengths: none is anyone's."""
        apart = len(block.values) >= PAIR and not block.versus and len(self.runs.after(block)) >= PAIR
        return apart and distribute(block, len(self.runs.after(block))) is None

    def _concluded(self, block: Block) -> list[int]:
        """Arms behind all lists: "(31% and 19%), ... and Z (12% and 1%) concerned the X and Y groups, respectively"."""
        last = self.scan.clause(block.last)[1]
        return distinct(self.scan, self.scan.arms_in(self.blocks[-1].last, last))

    def _announced(self, block: Block) -> list[int]:
        """Arms before all clauses: "For the X, Y and Z groups, respectively, the rate was ...; and the share was"."""
        told = [k for k, arm in enumerate(self.arms) if arm.last <= self.blocks[0].first]
        return distinct(self.scan, self.runs.compared(block, told))

    def _around(self, block: Block, after: list[int]) -> list[int] | None:
        """One arm before a pair and one behind it: "in the X group in 23% and in 29% in the Y group"."""
        before = [k for k in self.runs.before(block) if k not in self.spent]
        if len(block.values) != PAIR or len(after) != 1 or len(before) != 1:
            return None
        start = self.arms[before[0]].first
        if self.arms[before[0]].key == self.arms[after[0]].key or self.scan.any(start - 2, start, "versus"):
            return None
        return [before[0], after[0]]

    def _says_respectively(self, block: Block) -> bool:
        first, last = self.scan.clause(block.first)
        before = self.blocks[0].first
        return self.scan.any(first, last, "respectively") or self.scan.any(0, before, "respectively")

    def _is_subject(self, run: Sequence[int], block: Block) -> bool:
        """Whether a run of arms leads to a list without another value between."""
        return not any(i in self.at for i in range(self.arms[run[-1]].last, block.first))

    def _each_by_place(self, block: Block) -> bool:
        """Each value of a list has an arm of its own beside it: "X 100%, 80% in Y"."""
        found: list[int] = []
        for k, value in enumerate(block.values):
            arm = self._tight_before(value.token)
            if arm is None and k == len(block.values) - 1:
                after = self.runs.after(block)
                arm = after[0] if len(after) == 1 else None
            if arm is None:
                return False
            found.append(arm)
        if len(distinct(self.scan, found)) < len(found) or found[0] in self.spent:
            return False
        return block.assign(found, "near.tight")

    # -- place -------------------------------------------------------------------------------------------------

    def _by_place(self, block: Block) -> bool:
        """The arm that stands right beside a lone value."""
        if len(block.values) > 1:
            return False
        after = self.runs.after(block)
        before = self._tight_before(block.first)
        if before is not None and (not after or len(after) > 1 or self._loose_after(block, after[0])):
            return block.give(before, "near.tight", doubtful=False)
        return bool(after) and block.give(after[0], "near.tight", doubtful=False)

    def _loose_after(self, block: Block, arm: int) -> bool:
        """Whether a comma or bracket stands between a value and an arm behind it."""
        return any(self.scan.lower[i] in {",", ")", "]"} for i in range(block.last + 1, self.arms[arm].first))

    def _tight_before(self, index: int) -> int | None:
        """The arm just before a value: "X (12%)", "X: 12", "X 12"."""
        for i in range(index - 1, -1, -1):
            if i in self.scan.arm_at:
                arm = self.scan.arm_at[i]
                return None if arm in self.spent and self.scan.lower[index - 1] in {",", "-", "–"} else arm
            text = self.tokens[i].text
            beside = self.scan.kind(i) == "n" or i in self.scan.aside or (text in CLOSING and self.runs.holds_n(i))
            if not (text in TIGHT_BEFORE_SIGNS or beside):
                return None
        return None

    def _opposes(self, block: Block, arm: int) -> bool:
        """Note what a change is compared with, where that is all that is named: "a reduction of 38% versus placebo"."""
        if not self.runs.is_against(arm) or arm in self.spent:
            return False
        for value in block.values if block.kind == "change" else ():
            value.comparator = arm
        return True

    def _is_others(self, block: Block, arm: int) -> bool:
        """Whether an arm stands behind a value that this one is set against: "61% had pain, versus 37% on Y"."""
        return arm in self.spent and self.scan.any(block.last + 1, self.arms[arm].first, "versus", "contrast")

    # -- the clause --------------------------------------------------------------------------------------------

    def _open(self, block: Block) -> bool:
        """The arm that the clause speaks of: the last one before the values that no earlier value has taken."""
        first, last = self.scan.clause(block.first)
        before = self.runs.all_before(block)
        free = [k for k in before if k not in self.spent]
        if free:
            return block.give(free[-1], "open", doubtful=len(distinct(self.scan, free)) > 1)
        around = distinct(self.scan, self.scan.arms_in(first, last))
        if len(around) == 1 and not block.versus and self._opposes(block, around[0]):
            return True
        if len(around) == 1 and not before and not self._is_others(block, around[0]):
            return block.give(around[0], "near.clause", doubtful=False)
        after = self.scan.arms_in(block.last, last)
        after = [k for k in after if not any(i in self.at for i in range(block.last + 1, self.arms[k].first))]
        if after:
            return block.give(after[0], "near.clause", doubtful=len(distinct(self.scan, after)) > 1)
        listed = self.scan.nouns.get(block.first, 0) > block.first + 1  # "1 stroke with X and 2 deaths": whose?
        return bool(before) and not listed and block.give(before[-1], "near.clause", doubtful=True)
