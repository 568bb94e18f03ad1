"""Who a number describes: the arms that a line names, found by their grammar.

An arm is named by a group noun ("the usual-care group", «le groupe n'ayant pas reçu l'AT»), by people who
receive something ("patients on citalopram"), by a suffix ("X-treated eyes"), by a treatment alone, or by its place
beside values ("12.4 for X and 11.5 for Y").
"""

from collections.abc import Collection, Sequence

from slideextract.assemble import arm_groups, arm_lists, arm_treatments
from slideextract.assemble.arm_line import ArmLine
from slideextract.assemble.arms import Arm
from slideextract.words import Token, Words


class ArmFinder:
    """Finds the arms of one line; the arguments are those of `ArmLine`."""

    def __init__(
        self,
        tokens: Sequence[Token],
        text: str,
        vocabulary: Words,
        drugs: dict[int, tuple[str, ...]],
        known: Collection[str] = (),
        measured: Collection[int] = (),
    ) -> None:
        self.line = ArmLine(tokens, text, vocabulary, drugs, known, measured)

    def find(self) -> list[Arm]:
        """All arms of the line, in order, without overlap."""
        for rules in (arm_groups, arm_treatments, arm_lists):
            rules.find(self.line)
        return sorted(self.line.found, key=lambda arm: arm.first)
