"""Which arm a value belongs to: by the words between them, by order, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from slideextract.assemble.arms import Arm
from slideextract.words import Token

TIGHT_AFTER = (
    "preposition",
    "of",
    "determiner",
    "person",
    "respectively",
    "#n",
    "#time",
    "#fraction",
    "receive",
    "#p",
    "#interval",
)
TIGHT_SIGNS = frozenset("()[],:=-–\"'")
SIGNS_AFTER = TIGHT_SIGNS - {",", ":", "="}
FAR = 99.0
MANY = 3  # as many values as arms before them, from three on, are no coincidence
LOOSE = 6.0  # cost above which a link is no better than a guess


@dataclass(slots=True)
class Value:
    """A figure that may be a result, while its line is being read.

    `token` is the index of its token; arms are indices into the line's arms.
    """

    token: int
    kind: str
    arm: int | None = None
    comparator: int | None = None
    rule: str = ""
    group: int = -1
    flags: list[str] = field(default_factory=list)


def group_values(tokens: Sequence[Token], values: list[Value], arms: Sequence[Arm]) -> list[list[Value]]:
    """Values listed together: "12.8 %, 19.3 % and 67.9 %", "29 % vs. 9 %"."""
    covered = {i for arm in arms for i in range(arm.first, arm.last)}
    groups: list[list[Value]] = []
    for value in values:
        if groups and _listed(tokens, groups[-1][-1], value, covered):
            groups[-1].append(value)
        else:
            groups.append([value])
    for number, group in enumerate(groups):
        for value in group:
            value.group = number
    return groups


def _listed(tokens: Sequence[Token], left: Value, right: Value, covered: set[int]) -> bool:
    """Whether two neighbours belong to one list of values of the same kind."""
    if left.kind != right.kind:
        return False
    joined = False
    for i in range(left.token + 1, right.token):
        token = tokens[i]
        if i in covered or token.has("contrast"):
            return False
        if token.has("versus") or token.has("and") or token.text in {",", "/"}:
            joined = True
        elif not (
            token.has("#n", "#dispersion", "#interval", "#p", "#fraction")
            or token.text in "()[]"
            or token.text in {"only", "seulement", "%", "in", "de", "à", "d'", "of", "for", "at", "des"}
            or token.has("person")
        ):
            return False
    return joined


def versus_between(tokens: Sequence[Token], left: Value, right: Value) -> bool:
    """Whether a "vs" stands between two values."""
    return any(
        tokens[i].has("versus") and tokens[i].text not in {"que", "qu'", "than"}
        for i in range(left.token + 1, right.token)
    )


def distinct(arms: Sequence[Arm], indices: Sequence[int]) -> list[int]:
    """The first mention of each arm among `indices`, in order; abbreviations and repeats dropped."""
    seen: list[int] = []
    for i in indices:
        if not any(arms[j].key == arms[i].key for j in seen):
            seen.append(i)
    return seen


class Linker:
    """Links the values of one line to its arms."""

    def __init__(self, tokens: Sequence[Token], arms: Sequence[Arm], groups: list[list[Value]]) -> None:
        self.tokens, self.arms, self.groups = tokens, arms, groups
        self.values = [value for group in groups for value in group]
        self.at = {value.token for value in self.values}

    def link(self, carried: Sequence[int] = ()) -> None:
        """Set `arm` and `comparator` of every value; `carried` are indices of arms that stand elsewhere."""
        for group in self.groups:
            if not (self._respectively(group) or self._versus(group)):
                for value in group:
                    self._nearest(value)
        self._spread()
        self._share()

    # -- order -------------------------------------------------------------------------------------------------

    def _respectively(self, group: list[Value]) -> bool:
        if len(group) < 2:
            return False
        first, last = group[0].token, group[-1].token
        end = self._clause_end(last)
        cue = any(t.has("respectively") for t in self.tokens)
        after = self._run_after(last, end)
        if len(after) == len(group) and (cue or not self._tight_each(group)):
            return self._assign(group, after, "order.after" if cue else "order.list")
        if not cue and len(group) < MANY:
            return False
        before = distinct(self.arms, [i for i, arm in enumerate(self.arms) if arm.last <= first])
        if len(before) > len(group):
            before = before[-len(group) :]
        if len(before) == len(group):
            return self._assign(group, before, "order.before")
        return False

    def _tight_each(self, group: list[Value]) -> bool:
        return all(self._cost(value, i) == 0 for value in group[:-1] for i in self._next(value))

    def _run_after(self, last: int, end: int) -> list[int]:
        """The coordinated arms that follow a list of values."""
        found: list[int] = []
        position = last + 1
        for i, arm in enumerate(self.arms):
            if arm.first <= last:
                continue
            gap = self.tokens[position : arm.first]
            if arm.first >= end or any(t.classes & {"contrast", "person_verb", "measure_verb"} for t in gap):
                break
            if any(k in self.at for k in range(position, arm.first)):
                break
            found.append(i)
            position = arm.last
        return distinct(self.arms, found)

    def _versus(self, group: list[Value]) -> bool:
        """ "A was better than B (67 % vs. 33 %)": the pair takes the two arms in their order."""
        if len(group) < 2 or not any(versus_between(self.tokens, a, b) for a, b in zip(group, group[1:], strict=False)):
            return False
        first = group[0].token
        tight = {i for v in group for i in range(len(self.arms)) if self._cost(v, i) == 0}
        if len(distinct(self.arms, sorted(tight))) >= len(group):
            return False
        begin = self._clause_start(first)
        before = [i for i, arm in enumerate(self.arms) if arm.last <= first]
        inside = distinct(self.arms, [i for i in before if self.arms[i].first >= begin])
        whole = distinct(self.arms, before)
        after = self._run_after(group[-1].token, self._clause_end(group[-1].token))
        for names, rule in (
            (inside[-len(group) :], "pair.clause"),
            (whole[: len(group)], "pair.line"),
            (after, "pair.after"),
        ):
            if len(names) == len(group):
                return self._assign(group, names, rule)
        if len(group) == 2:
            self._half(group, whole)
            return True
        return False

    def _half(self, group: list[Value], whole: Sequence[int]) -> None:
        """A pair of which the line names one arm at the most: the other stands elsewhere."""
        group[0].rule = group[1].rule = "pair.carried"
        if len(whole) == 1:
            start = self.arms[whole[0]].first
            against = any(t.has("versus") for t in self.tokens[max(0, start - 3) : start])
            (group[1] if against else group[0]).arm = whole[0]

    def _assign(self, group: list[Value], names: Sequence[int], rule: str) -> bool:
        for value, name in zip(group, names, strict=True):
            value.arm, value.rule = name, rule
        if len(group) == 2:
            group[0].comparator = names[1]
        return True

    # -- nearness ----------------------------------------------------------------------------------------------

    def _next(self, value: Value) -> list[int]:
        return [i for i, arm in enumerate(self.arms) if arm.first > value.token][:1]

    def _nearest(self, value: Value) -> None:
        costs = sorted((self._cost(value, i), self.arms[i].first < value.token, i) for i in range(len(self.arms)))
        if not costs or costs[0][0] >= LOOSE:
            return
        value.arm = costs[0][2]
        value.rule = "near.tight" if costs[0][0] == 0 else "near.clause"
        if len(costs) > 1 and costs[0][0] > 0 and costs[1][0] - costs[0][0] < 1:
            other = costs[1][2]
            if self.arms[other].key != self.arms[value.arm].key:
                value.flags.append("arm_close_call")

    def _cost(self, value: Value, index: int) -> float:
        arm = self.arms[index]
        if arm.first > value.token:
            between, forward = range(value.token + 1, arm.first), True
        else:
            between, forward = range(arm.last, value.token), False
        cost = 0.0 if arm.sure else 0.2
        listed = any(self.tokens[i].has("respectively") for i in between)
        tight = True
        for i in between:
            token = self.tokens[i]
            if i in self.at:
                cost += 3 if forward else 2
                tight = False
            elif token.has("contrast") or token.text in {";", "•"}:
                return FAR
            elif token.has("versus"):
                cost += 3
                tight = False
            elif token.has("and"):
                cost += 2 if forward else 1
                tight = False
            elif forward:
                tight = tight and (
                    token.has(*TIGHT_AFTER) or token.text in SIGNS_AFTER or (listed and token.text == ",")
                )
            else:
                tight = tight and (token.has("#n", "#p", "#interval", "preposition", "of") or token.text in TIGHT_SIGNS)
        cost += sum(1.5 for other in self.arms if other is not arm and other.first in between and other.key != arm.key)
        if tight and cost < 1:
            return 0.0
        loose = 1.0 if not forward else 1.6
        return cost + loose + 0.03 * len(between)

    def _spread(self) -> None:
        """ "in 52.9 % and 35.3 %, respectively, in the Y group": one arm for the whole list."""
        for group in self.groups:
            last = group[-1]
            if len(group) > 1 and last.rule == "near.tight" and last.arm is not None:
                if self.arms[last.arm].first > last.token:
                    for value in group[:-1]:
                        value.arm, value.rule = last.arm, "near.list"

    def _share(self) -> None:
        """ "66 % at 6 months and 55 % at 3 years in the X group": the first takes the arm of the second."""
        for left, right in zip(reversed(self.values[:-1]), reversed(self.values[1:]), strict=True):
            gap = self.tokens[left.token + 1 : right.token]
            waits = left.arm is None or left.rule == "near.clause"
            if (
                waits
                and right.rule == "near.tight"
                and right.arm is not None
                and self.arms[right.arm].first > right.token
            ):
                plain = not any(t.has("contrast", "person_verb") or t.text == ";" for t in gap)
                named = any(arm.first > left.token and arm.first < right.token for arm in self.arms)
                timed = any(t.has("#time") for t in gap)
                if plain and not named and timed and any(t.has("and") for t in gap):
                    left.arm, left.rule = right.arm, "near.shared"

    # -- clauses -----------------------------------------------------------------------------------------------

    def _clause_start(self, index: int) -> int:
        for i in range(index - 1, -1, -1):
            if self.tokens[i].text in {";"} or self.tokens[i].has("contrast"):
                return i + 1
        return 0

    def _clause_end(self, index: int) -> int:
        for i in range(index + 1, len(self.tokens)):
            if self.tokens[i].text == ";" or self.tokens[i].has("contrast"):
                return i
        return len(self.tokens)
