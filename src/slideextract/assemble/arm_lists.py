"""Arms that only their place beside values gives away: labels, names told "respectively", names in parallel."""

from collections.abc import Sequence

from slideextract.assemble.arm_labels import bracket_names, labels
from slideextract.assemble.arm_line import ArmLine
from slideextract.assemble.arm_parallel import opposed, parallel


def find(line: ArmLine) -> None:
    """Add the arms that only their place beside values gives away."""
    if not line.figures:
        return
    for rule in (labels, respective, bracket_names, parallel, opposed):
        rule(line)


# -- respectively ----------------------------------------------------------------------------------------------


def respective(line: ArmLine) -> None:
    """As many names as values, told in order: "12.4 and 11.5 for X and Y, respectively"."""
    if not line.tells_in_order:
        return
    for group in _lists(line):
        if len(group) > 1 and not _told_after(line, group):
            _told_before(line, group)


def _lists(line: ArmLine) -> list[list[int]]:
    """Figures joined by commas and "and"."""
    found: list[list[int]] = []
    for value in line.figures:
        if found and _joined(line, found[-1][-1], value):
            found[-1].append(value)
        else:
            found.append([value])
    return found


def _joined(line: ArmLine, left: int, right: int) -> bool:
    joined = False
    depth = line.depth[left]
    for i in range(left + 1, right):
        token = line.tokens[i]
        if line.depth[i] > depth or token.text in {")", "]"}:
            continue
        if token.has("and", "versus") or token.text in {",", "/"}:
            joined = True
        elif not (line.is_aside(i) or token.has("of", "person") or token.text == "%"):
            return False
    return joined


def _told_after(line: ArmLine, group: Sequence[int]) -> bool:
    at = line.behind(group[-1])
    while at < line.size and (
        line.is_aside(at)
        or line.is_class(at, "respectively", "#time", "person", "of")
        or line.tokens[at].text in {",", "%", ")", "]", "(", "["}
        or (line.is_class(at, "preposition") and line.is_class(at + 1, "#time", "person"))
    ):
        at += 1
    if at >= line.size or not line.says(at, "linking"):
        return False
    names, end = line.coordinated(at + 1)
    return len(names) == len(group) and _add_all(line, names) and end > at


def _told_before(line: ArmLine, group: Sequence[int]) -> bool:
    first = _before_verb(line, group[0])
    if first is None:
        return False
    for at in range(first - 1, -1, -1):
        if line.tokens[at].text in {";", "•"} or line.is_class(at, "contrast"):
            return False
        if not (line.says(at, "linking") or line.is_class(at, "preposition")) and at > 0:
            continue
        placed = line.says(at, "linking") or line.is_class(at, "preposition")
        names, end = line.coordinated(at + 1 if placed else at)
        if len(names) != len(group) and placed:
            names, end = line.coordinated(at + 1, wide=True)
        if len(names) != len(group) or end > first:
            continue
        sure = all(line.covers(a, b) or line.has_treatment(a, b) for a, b in names)
        named = placed and not line.is_class(at, "of") and end == first
        if (sure or named) and _add_all(line, names):
            return True
    return False


def _before_verb(line: ArmLine, value: int) -> int | None:
    """The token at which the words end that lead to a list: its verb, or the bracket that it opens."""
    at = value - 1
    while (
        at > 0
        and (line.says(at, "filler") or line.is_class(at, "respectively"))
        and not line.is_class(at, "auxiliary", "have")
    ):
        at -= 1
    leads = at >= 0 and (
        line.is_class(at, "auxiliary", "measure_verb", "have", "person_verb") or line.tokens[at].text in {"(", "["}
    )
    return at if leads else None


def _add_all(line: ArmLine, names: Sequence[tuple[int, int]]) -> bool:
    """Take names as arms, unless one is an endpoint; one that is an arm already stays."""
    if any(line.is_measured(a, b) or line.names_other(a, b) for a, b in names):
        return False
    for first, last in names:
        if not line.covers(first, last):
            line.add(first, last)
    return True
