"""Two figures set against each other, "A was better than B (67% vs. 33%)": which arm is whose."""

from collections.abc import Sequence

from slideextract.assemble.lists import Block
from slideextract.assemble.runs import Runs
from slideextract.assemble.scan import Scan, distinct

PAIR = 2
MANY = 3  # arms before several pairs, the last of which is the one that the others are set against


class Pairs:
    """Links the lists of one line that hold a "versus".

    Args:
        scan: the line.
        blocks: its lists.
        runs: finds the arms beside a list.
    """

    def __init__(self, scan: Scan, blocks: Sequence[Block], runs: Runs) -> None:
        self.scan, self.arms, self.blocks, self.runs = scan, scan.arms, blocks, runs

    def link(self, block: Block) -> bool:
        """Give the pairs of a list their arms; a pair whose arms stand elsewhere is left to `Carried`."""
        if not block.versus or any(len(part) != PAIR for part in block.parts):
            return False
        if self._timed(block) or self._against_one(block):
            return True
        return self._around(block) or self._partly(block)

    def _around(self, block: Block) -> bool:
        """The arms before a pair, or one on each side of it."""
        inside, after = self.runs.before(block), self.runs.after(block)
        joint = self._joint(block)
        if joint is not None:
            return self._alternate(block, joint, "order.joint")
        for names, rule in ((inside[-PAIR:], "pair.clause"), (self._whole(block)[:PAIR], "pair.line")):
            if len(names) == PAIR:
                return self._alternate(block, names, rule)
        apart = len(after) == 1 == len(inside) and self.arms[inside[0]].key != self.arms[after[0]].key
        return apart and self._alternate(block, [inside[0], after[0]], "pair.around")

    def _whole(self, block: Block) -> list[int]:
        """The arms of the line before a pair."""
        told = [k for k, arm in enumerate(self.arms) if arm.last <= block.first]
        return distinct(self.scan, self.runs.compared(block, told))

    def _partly(self, block: Block) -> bool:
        """A pair of which the line names one arm or none."""
        after, whole = self.runs.after(block), self._whole(block)
        if len(after) == 1 and not whole and self.scan.opener[block.first] is None:
            for value in block.values:
                value.rule = "pair.carried"
            for part in block.parts:
                part[-1].arm = after[0]  # "12% versus 15% with X": the arm stands with the second value
            return True
        self._half(block, whole or after)
        if not (whole or after):
            self._by_direction(block, self._later(block))
        return True

    def _joint(self, block: Block) -> tuple[int | None, int | None] | None:
        """One arm against several together, "X than Y and Z (12% vs. 8%)": only the one has a name."""
        before = self.runs.before(block)
        cut = next((n for n, k in enumerate(before) if n and self.runs.is_against(k)), None)
        if cut is None or len(before) != MANY or len(block.parts) > 1:
            return None
        return (before[0], None) if cut == 1 else (None, before[-1])

    def _alternate(self, block: Block, names: Sequence[int | None], rule: str) -> bool:
        return block.assign([names[i % PAIR] for i in range(len(block.values))], rule)

    def _timed(self, block: Block) -> bool:
        """Each pair of one arm at two times: "in the X group (67% vs. 25%) and in the Y group (50% vs. 25%)"."""
        mine = self._before_bracket(block)
        if mine is None or len(block.parts) > 1:
            return False
        others = [self._before_bracket(b) for b in self.blocks if b is not block and b.versus]
        if not any(k is not None and self.arms[k].key != self.arms[mine].key for k in others):
            return False
        return block.give(mine, "near.bracket", doubtful=False)

    def _before_bracket(self, block: Block) -> int | None:
        """The arm just before the bracket that a block opens."""
        opened = self.scan.opener[block.first]
        return self.scan.arm_at.get(opened - 1) if opened is not None and opened == block.first - 1 else None

    def _against_one(self, block: Block) -> bool:
        """Each of several arms against one: "X and Y were higher than Z (50% vs. 24%, and 60% vs. 24%)"."""
        before = self.runs.all_before(block)
        if len(block.parts) < PAIR or len(before) < MANY:
            return False
        cut = next((k for k in before[1:] if self.runs.is_against(k)), None)
        if cut is None:
            return False
        left = distinct(self.scan, [k for k in before if k < cut])
        right = distinct(self.scan, [k for k in before if k >= cut])
        if len(right) != 1 or len(left) != len(block.parts):
            return False
        return block.assign([name for arm in left for name in (arm, right[0])], "pair.each")

    def _later(self, block: Block) -> list[int]:
        """The arms behind a pair in its clause: "the rate (7 vs. 12) was lower in the X group"."""
        _, last = self.scan.clause(block.last)
        return distinct(self.scan, self.scan.arms_in(block.last, last))

    def _by_direction(self, block: Block, behind: Sequence[int]) -> None:
        """A pair whose arm is named behind it: "the rate (7 vs. 12) was lower in the X group" tells which is X's."""
        self._half(block, behind)
        if len(behind) != 1:
            return
        told = self.runs.directions.between(block.last, self.arms[behind[0]].first)
        told = -told if self.runs.is_against(behind[0]) else told
        for first, second in block.parts:
            if told * (first.number - second.number) != 0:
                more, less = (first, second) if first.number > second.number else (second, first)
                (more if told > 0 else less).arm, (less if told > 0 else more).arm = behind[0], None
            else:
                for value in (first, second):
                    value.flags.append("arm_close_call")

    def _half(self, block: Block, known: Sequence[int]) -> None:
        """A pair of which the line names one arm at the most: the other stands elsewhere."""
        for value in block.values:
            value.rule = "pair.carried"
        if len(known) == PAIR:
            self._alternate(block, known, "pair.later")
        elif len(known) == 1:
            for part in block.parts:
                part[1 if self.runs.is_against(known[0]) else 0].arm = known[0]
