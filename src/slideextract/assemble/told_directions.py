"""Which of two arms had more, where a sentence says it: "fewer patients on A had pain than on B (12% vs. 30%)".

The order of a pair's values is that of its arms, but for sentences that open with what they compare with: "compared
with B, A had fewer relapses" is followed by A's value first or by B's, and only the word "fewer" tells which. Where no
word tells, or no order fits the word, the arms stay a close call.
"""

from collections.abc import Collection, Sequence

from slideextract.assemble.lists import Block
from slideextract.assemble.scan import Scan

PAIR = 2


class ToldDirections:
    """What the words of one line say of its pairs.

    Args:
        scan: the line.
        at: tokens of the line's values.
    """

    def __init__(self, scan: Scan, at: Collection[int]) -> None:
        self.scan, self.tokens, self.at = scan, scan.tokens, at

    def before(self, index: int) -> int:
        """1 where the last word of a direction before a token says that there was more, -1 for less, 0 for none."""
        return self.between(self.scan.clause(index)[0], index)

    def between(self, first: int, last: int) -> int:
        """The direction of the last such word between two tokens."""
        for i in range(last - 1, first - 1, -1):
            if self.tokens[i].has("rising", "falling"):
                return 1 if self.tokens[i].has("rising") else -1
        return 0

    def fits(self, block: Block, subject: int) -> bool:
        """Whether the value at a place of the first list is as much more or less than the others as is said."""
        told, numbers = self.before(block.first), [value.number for value in block.parts[0]]
        mine, others = numbers[subject], [n for i, n in enumerate(numbers) if i != subject % len(numbers)]
        return told != 0 and all((mine - other) * told > 0 for other in others)

    def denies(self, block: Block, subject: int) -> bool:
        """Whether the other of two values is as much more or less as is said of the subject: "was lower with X"."""
        first, _ = self.scan.clause(block.first)
        at = next((i for i in range(block.first - 1, first - 1, -1) if self.tokens[i].has("rising", "falling")), None)
        named = (
            at is not None and at > first and self.tokens[at - 1].has("determiner")
        )  # "a reduced IgG level (9 vs. 2)"
        return at is not None and not named and self.fits(block, 1 - subject)

    def order(self, block: Block, aside: Sequence[int], rest: Sequence[int]) -> list[int]:
        """The arms of a list in the order of its values.

        Args:
            block: the list.
            aside: arms that the sentence opens by setting aside: "compared with A or B".
            rest: the arms that it then speaks of.
        """
        last = len(block.parts[0]) - 1
        in_order = not self.is_told(block) and self.scan.any(*self.scan.clause(block.first), "respectively")
        printed = in_order or (self.fits(block, last) and not self.fits(block, 0))
        return [*aside, *rest] if printed else [*rest, *aside]

    def is_told(self, block: Block) -> bool:
        """Whether the words say which end of a list is the subject's."""
        return self.fits(block, 0) or self.fits(block, len(block.parts[0]) - 1)
