"""Who a number describes: the arms that a line names, found by their grammar.

An arm is named by a group noun ("the usual-care group", «le groupe sans traitement d'entretien»), by people who
receive something ("patients on citalopram"), by the list that people were allotted to, by a suffix
("X-treated eyes"), by a treatment alone, or by its place beside values ("12.4 for X and 11.5 for Y").
"""

from slideextract.assemble import arm_allocation, arm_groups, arm_lists, arm_treatments
from slideextract.assemble.arm_line import ArmLine
from slideextract.assemble.arms import Arm


def named_arms(line: ArmLine) -> list[Arm]:
    """All arms of the line, in order, without overlap."""
    for rules in (arm_groups, arm_allocation, arm_treatments, arm_lists):
        rules.find(line)
    return sorted(line.found, key=lambda arm: arm.first)
