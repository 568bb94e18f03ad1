"""Values that belong together: lists ("12, 15 and 20%"), their parts, and lists told side by side.

A block is a run of values with nothing but list words between them. Its parts are the lists inside the list:
"8.8 and 8.4 at week 2, and 8.5 and 7.8 at month 6" is one block of two parts. Blocks are chained where only arms stand
between them: "46% in the X group and 33% in the Y group".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from slideextract.assemble.scan import CLOSING, OPENING, Scan
from slideextract.assemble.value import RATIOS, Value

PAIR = 2
QUOTES = frozenset('"“”«»')
INNER_WORDS = frozenset(
    {"only", "seulement", "%", "from", "baseline", "the", "respective", "corresponding", "both", "respectively"}
)
ALIKE = {
    "mean": "plain",
    "median": "plain",
    "score": "plain",
    "duration": "plain",
    "ls_mean": "plain",
    "change": "plain",
}


@dataclass(slots=True)
class Block:
    """A list of values, mostly of one."""

    values: list[Value]
    parts: list[list[Value]] = field(default_factory=list)
    versus: bool = False  # a "vs" stands between two of them
    twins: list[Value] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Token of the first value."""
        return self.values[0].token

    @property
    def last(self) -> int:
        """Token of the last value."""
        return self.values[-1].token

    @property
    def kind(self) -> str:
        """Kind of the first value."""
        return self.values[0].kind

    def assign(self, arms: Sequence[int | None], rule: str) -> bool:
        """Give each value an arm of its own; of two that are set against each other the second is the comparator."""
        for value, arm in zip(self.values, arms, strict=True):
            value.arm, value.rule = arm, rule
        for part in self.parts if self.versus else ():
            if len(part) == PAIR and part[0].arm != part[1].arm:
                part[0].comparator = part[1].arm
        return True

    def give(self, arm: int, rule: str, *, doubtful: bool) -> bool:
        """Give all values one arm; a doubtful one is a close call between several."""
        for value in self.values:
            value.arm, value.rule = arm, rule
            if doubtful:
                value.flags.append("arm_close_call")
        return True


@dataclass(frozen=True, slots=True)
class Joint:
    """What joins two values of a list."""

    sign: str  # "and", "comma", "comma-and", "versus", "to"
    timed: bool


def blocks(scan: Scan, values: Sequence[Value]) -> list[Block]:
    """The lists of a line; a twin follows the value that it restates."""
    found: list[Block] = []
    joints: list[Joint] = []
    for value in values:
        if value.twin is not None:
            found[-1].twins.append(value)
            continue
        joint = _joint(scan, found[-1].values[-1], value) if found else None
        if joint is None:
            if found:
                _divide(found[-1], joints)
            found.append(Block([value]))
            joints = []
        else:
            found[-1].values.append(value)
            joints.append(joint)
    if found:
        _divide(found[-1], joints)
    for number, block in enumerate(found):
        _share_unit(block)
        for value in (*block.values, *block.twins):
            value.block = number
        for number_of_part, part in enumerate(block.parts):
            for value in part:
                value.part = number_of_part
    return found


def _share_unit(block: Block) -> None:
    """The unit of a list stands with its last figure: "-2.0, -2.2 and -2.3 kg"."""
    for left, right in reversed(list(pairwise(block.values))):
        if left.unit is None and left.kind == right.kind and left.mention.kind == "number":
            left.unit = right.unit


def _family(value: Value) -> str:
    if value.kind in RATIOS or value.kind == "difference":
        return value.kind
    if value.mention.kind in {"percent", "percent_range"}:
        return "percent"
    return ALIKE.get(value.kind, value.kind)


def _joint(scan: Scan, left: Value, right: Value) -> Joint | None:
    """What joins two neighbours, or None when they belong to no common list."""
    if right.token == left.token:
        return Joint("to", timed=False)
    if left.kind in RATIOS or right.kind in RATIOS or (left.kind == "difference") != (right.kind == "difference"):
        return None
    opposed = all(scan.tokens[i].has("versus") for i in range(left.token + 1, right.token))  # "3 vs 9 deaths"
    if scan.opener[left.token] != scan.opener[right.token] or (_has_noun(scan, right) and not opposed):
        return None
    signs: list[str] = []
    timed = False
    i = scan.nouns.get(left.token, left.token + 1)
    while i < right.token:
        if scan.lower[i] in OPENING:
            if scan.arms_in(i, scan.closer.get(i, i)):
                return None  # "56% (X) vs 34% (Y)": each has its arm
            i = scan.skip_bracket(i)
            continue
        sign = _sign(scan, i, right.token)
        if sign is None:
            return None
        timed = timed or scan.kind(i) == "time"
        if sign:
            signs.append(sign)
        i += 1
    return _merge(signs, timed=timed, alike=_family(left) == _family(right))


def _has_noun(scan: Scan, value: Value) -> bool:
    """Whether a count says itself what it counts: "0 CRS, 0 ICANS and 0 deaths" are no list of one thing."""
    return value.inner is not None or scan.nouns.get(value.token, 0) > value.token + 1


def _merge(signs: Sequence[str], *, timed: bool, alike: bool) -> Joint | None:
    if not signs:
        return None
    for name in ("versus", "to"):
        if name in signs:
            return Joint(name, timed=timed) if alike else None
    if "and" in signs:
        return Joint("comma-and" if "comma" in signs else "and", timed=timed)
    return Joint("comma", timed=timed) if alike else None


def _sign(scan: Scan, index: int, right: int) -> str | None:
    """The joining word that a token is; "" for one that only stands between; None for one that parts."""
    token, kind = scan.tokens[index], scan.kind(index)
    if index in scan.arm_at or token.has("contrast") or token.text in {";", ":"}:
        return None
    if token.has("versus"):
        return None if token.text in {"than", "que", "qu'"} and index + 1 != right else "versus"
    if (token.text in {"to", "à"} and index + 1 == right) or token.text == "→":
        return "to"
    if token.has("and") and not kind:
        return "and"
    if token.text in {",", "/"}:
        return "comma"
    if scan.is_beside(index) or kind in {"time", "fraction", "dose"} or token.text in CLOSING:
        return ""
    if kind is not None:
        return None
    if (
        token.text in INNER_WORDS
        or token.has("of", "determiner", "respectively")
        or scan.is_people(index)
        or scan.is_unit(index)
    ):
        return ""
    if token.has("preposition"):
        following = scan.tokens[index + 1] if index + 1 < scan.size else None
        near = following is not None and (
            index + 1 == right or following.has("person", "determiner", "of", "#time", "#people")
        )
        return "" if near else None
    return None


def _divide(block: Block, joints: Sequence[Joint]) -> None:
    """Set the parts of a block: it is parted at the weaker joints, where there are stronger ones on both sides."""
    signs = [joint.sign for joint in joints]
    block.versus = "versus" in signs
    cuts = _cuts(signs, [joint.timed for joint in joints])
    part: list[Value] = []
    for k, value in enumerate(block.values):
        part.append(value)
        if k in cuts or k == len(block.values) - 1:
            block.parts.append(part)
            part = []


def _cuts(signs: Sequence[str], timed: Sequence[bool]) -> set[int]:
    inner = next((name for name in ("versus", "to") if name in signs), None)
    if inner is not None:
        return {k for k, sign in enumerate(signs) if sign != inner}
    nested = "and" in signs[:-1] and any(sign.startswith("comma") for sign in signs)
    if nested:
        return {k for k, sign in enumerate(signs) if sign != "and"}
    if any(timed) and not all(timed):
        return {k for k, at in enumerate(timed) if at}
    return set()


def distribute(block: Block, count: int) -> list[int] | None:
    """Which of `count` labels each value of a block takes, in their order; None where the numbers disagree."""
    if count < PAIR:
        return None
    if len(block.values) == count and len(block.parts) == 1:
        return list(range(count))
    if len(block.parts) > 1 and all(len(part) == count for part in block.parts):
        return [k for part in block.parts for k in range(len(part))]
    uneven = block.versus and len({len(part) for part in block.parts}) > 1  # "36% vs 14% and 21%" is of three
    if len(block.parts) == count and not uneven:
        return [number for number, part in enumerate(block.parts) for _ in part]
    if len(block.values) == count:
        return list(range(count))
    return None


def chains(scan: Scan, found: Sequence[Block]) -> list[list[Block]]:
    """Blocks told side by side: nothing but arms, people, times and joining words between them."""
    told: list[list[Block]] = []
    for block in found:
        if told and _beside(scan, told[-1][-1], block):
            told[-1].append(block)
        else:
            told.append([block])
    return told


def _beside(scan: Scan, left: Block, right: Block) -> bool:
    if _has_noun(scan, right.values[0]):
        return False
    if left.kind in RATIOS or right.kind in RATIOS or left.kind == "difference" or right.kind == "difference":
        return False
    if scan.opener[left.last] != scan.opener[right.first] and not (_labels(scan, left, right) or _answers(scan, right)):
        return False
    i = scan.nouns.get(left.last, left.last + 1)
    while i < right.first:
        if scan.lower[i] in OPENING and scan.closer.get(i, scan.size) < right.first:
            i = scan.skip_bracket(i)
            continue
        if not _between(scan, i) or (scan.lower[i] == ";" and _has_verb(scan, right)):
            return False
        i += 1
    return True


def _has_verb(scan: Scan, block: Block) -> bool:
    """Whether a verb follows a list in its clause: it is a sentence of its own."""
    _, last = scan.clause(block.last)
    return scan.opener[block.last] is None and any(scan.is_verb(i) for i in range(block.last + 1, last))


def _labels(scan: Scan, left: Block, right: Block) -> bool:
    """Brackets of one kind after two arms: "X (17.5%) than in Y (42.0%)"."""
    a, b = scan.opener[left.last], scan.opener[right.first]
    return a is not None and b is not None and b > scan.closer.get(a, scan.size)


def _answers(scan: Scan, right: Block) -> bool:
    """A bracket that opens with the other side of the comparison: "51% in X (versus 4% in Y)"."""
    opened = scan.opener[right.first]
    return opened is not None and opened + 1 < right.first and scan.tokens[opened + 1].has("versus")


def _between(scan: Scan, index: int) -> bool:
    token, kind = scan.tokens[index], scan.kind(index)
    if index in scan.arm_at or scan.is_beside(index) or kind in {"time", "fraction", "dose", "regimen", "people"}:
        return True
    if kind is not None:
        return False
    return (
        token.text in "()[],;:/%"
        or token.text in QUOTES
        or token.has("and", "versus", "of", "preposition", "determiner", "respectively", "receive", "combine", "group")
        or scan.is_people(index)
        or token.text in INNER_WORDS
        or scan.is_unit(index)
        or (token.has("contrast", "pronoun", "auxiliary") and _pronoun_clause(scan, index))
    )


def _pronoun_clause(scan: Scan, index: int) -> bool:
    """A clause whose subject is the same: "whereas it was 6.5 in the Y group"."""
    window = range(max(0, index - 2), min(scan.size, index + 3))
    return any(scan.tokens[i].has("pronoun") for i in window)
