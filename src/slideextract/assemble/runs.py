"""The arms that stand in a row beside a list of values: "... in the X and Y groups", "the X and Y groups had ..."."""

from collections.abc import Collection, Sequence

from slideextract.assemble.lists import QUOTES, Block
from slideextract.assemble.scan import CLOSING, OPENING, Scan, distinct
from slideextract.assemble.told_directions import ToldDirections

TIGHT_AFTER = ("preposition", "of", "determiner", "respectively", "receive", "combine", "between")
SKIPPED_AFTER = frozenset({",", ")", "]", "%"}) | QUOTES
AGAINST = 4  # tokens before an arm in which a "versus" makes it the second of a pair
LEADING = frozenset({"time", "people", "fraction"})  # figures that may stand between a value and its arm


class Runs:
    """Finds runs of arms in one line.

    Args:
        scan: the line.
        at: tokens of the line's values.
    """

    def __init__(self, scan: Scan, at: Collection[int]) -> None:
        self.scan, self.tokens, self.arms, self.at = scan, scan.tokens, scan.arms, at
        self.directions = ToldDirections(scan, at)

    def after(self, block: Block) -> list[int]:
        """The coordinated arms that follow a list of values: "... in the X and Y groups"."""
        found: list[int] = []
        i = self._tail(block.last)
        inside = self.scan.opener[block.last]
        while i < self.scan.size:
            k = self.scan.arm_at.get(i)
            if k is not None:
                if found and not self._coordinated(self.arms[found[-1]].last, self.arms[k].first):
                    break
                found.append(k)
                i = self.arms[k].last
                continue
            if not (self._joins(i) if found else self._leads(i, inside=inside)):
                break
            i += 1
        return distinct(self.scan, found)

    def before(self, block: Block) -> list[int]:
        """The arms of the clause that stand before a list, told apart, in the order of a comparison."""
        return distinct(self.scan, self.compared(block, self.all_before(block)))

    def all_before(self, block: Block) -> list[int]:
        """All mentions of arms in the clause before a list."""
        first, _ = self.scan.clause(block.first)
        return [k for k in self.scan.arms_in(first, block.first) if self.arms[k].last <= block.first]

    def coordinated_before(self, block: Block) -> list[int]:
        """The last coordinated run of arms before a list: "the X and Y groups had 12 and 15"."""
        first, _ = self.scan.clause(block.first)
        run: list[int] = []
        for k in reversed(self.scan.arms_in(first, block.first)):
            if run and not self._coordinated(self.arms[k].last, self.arms[run[0]].first):
                break
            run.insert(0, k)
        return distinct(self.scan, self.compared(block, run))

    def compared(self, block: Block, arms: list[int]) -> list[int]:
        """Arms before a list in the order of its values, where a sentence opens with what it compares with."""
        aside = self.aside(arms)
        return self.directions.order(block, arms[:aside], arms[aside:]) if aside else arms

    def aside(self, arms: Sequence[int]) -> int:
        """How many arms a sentence opens by setting aside: "Compared with A or B, C had fewer relapses"."""
        if not arms or any(arm.last <= self.arms[arms[0]].first for arm in self.arms):
            return 0
        if not self._opens_against(self.arms[arms[0]].first):
            return 0
        cut = 1
        while cut < len(arms) and self._listed(self.arms[arms[cut - 1]].last, self.arms[arms[cut]].first):
            cut += 1
        return cut if cut < len(arms) else 0

    def _opens_against(self, index: int) -> bool:
        """Whether a sentence opens with a "compared with" whose words go on to a token."""
        for i in range(index - 1, -1, -1):
            if self.tokens[i].has("versus"):
                return True
            if self.scan.lower[i] in {",", ";", ":"} or i in self.at:
                return False
        return False

    def _listed(self, first: int, last: int) -> bool:
        """Whether two arms are set aside together: "compared with A or B", "with those on A and on B"."""
        inside = range(first, last)
        return self._coordinated(first, last) and not any(self.scan.lower[i] == "," for i in inside)

    def is_against(self, arm: int) -> bool:
        """Whether an arm is what another is compared with: "versus X", "compared with those on X"; not "with X, Y"."""
        start = self.arms[arm].first
        for i in range(start - 1, max(start - AGAINST, 0) - 1, -1):
            if self.tokens[i].has("versus"):
                return True
            if self.scan.lower[i] == "," and i - 1 in self.scan.arm_at:
                return False
        return False

    def holds_n(self, index: int) -> bool:
        """Whether a bracket's token stands beside a group's size: "(n = 34)"."""
        return any(self.scan.kind(i) == "n" for i in (index - 1, index + 1) if 0 <= i < self.scan.size)

    def _tail(self, index: int) -> int:
        """The first token behind a value, its spread, interval, unit and brackets."""
        i = self.scan.nouns.get(index, index + 1)
        while i < self.scan.size:
            if self.scan.lower[i] in OPENING and not any(k in self.at for k in range(i, self.scan.closer.get(i, i))):
                if self.scan.arms_in(i, self.scan.closer.get(i, i)):
                    return i
                i = self.scan.skip_bracket(i)
            elif self.scan.is_beside(i) or self.scan.kind(i) == "fraction":
                i += 1
            elif self.scan.is_unit(i):
                i = self.scan.skip_unit(i)
            elif self.scan.lower[i] == "/" and i + 1 < self.scan.size and self.scan.is_unit(i + 1):
                i += 2  # "0.41 ± 0.22 g" and "/L"
            else:
                return i
        return i

    def _coordinated(self, first: int, last: int) -> bool:
        return all(self._joins(i) for i in range(first, last))

    def _joins(self, index: int) -> bool:
        """Whether a token may stand between two arms of a run."""
        token = self.tokens[index]
        return (
            token.has("and", "versus", "determiner", "of", "preposition", "person", "combine")
            or token.text in {",", "/", "-"}
            or self.scan.kind(index) == "n"
            or (token.text in "()[]" and self.holds_n(index))
        )

    def _leads(self, index: int, *, inside: int | None) -> bool:
        """Whether a token may stand between a value and the arm behind it."""
        token = self.tokens[index]
        if index in self.at or token.has("contrast", "versus"):
            return False
        if token.text in CLOSING and self.scan.opener[index] == inside and inside is not None:
            return True
        return not token.has("and") and (
            token.has(*TIGHT_AFTER)
            or self.scan.is_people(index)
            or token.text in SKIPPED_AFTER
            or (token.text in OPENING and self._holds_arms(index))
            or self.scan.is_beside(index)
            or self.scan.kind(index) in LEADING
        )

    def _holds_arms(self, opened: int) -> bool:
        """Whether a bracket holds the names of arms and nothing else: "56% (X) vs 34% (Y)"."""
        closed = self.scan.closer.get(opened, self.scan.size)
        return all(i in self.scan.arm_at or self._joins(i) for i in range(opened + 1, closed))
