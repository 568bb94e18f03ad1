"""Which arm a value belongs to: by its place beside the value, by the order of a list, or by the clause.

Rules are tried from the surest to the weakest, and each value keeps the name of the one that served it:
`order.*` lists of values and arms of one length, `near.tight` nothing but a preposition between, `pair.*` "A than B
(12% vs. 8%)", `open` the arm that the clause speaks of, `near.clause` the nearest arm of the clause.
"""

from collections.abc import Sequence

from slideextract.assemble.lists import Block, distribute
from slideextract.assemble.scan import CLOSING, OPENING, Scan, distinct
from slideextract.assemble.value import EFFECTS, Value

PAIR = 2
TIGHT_AFTER = ("preposition", "of", "determiner", "respectively", "receive", "combine", "between")
TIGHT_BEFORE_SIGNS = frozenset({"(", "[", ":", "=", "-", "–", ",", '"'})
SKIPPED_AFTER = frozenset({",", ")", "]", '"', "%"})
RELATIVE = 6  # tokens around a change in which "efficacy" or "risk" makes it one between arms
CHANGES = frozenset({"score", "mean", "ls_mean", "change"})
MANY = 3  # as many values as arms before them, from three on, are no coincidence


class Linker:
    """Links the values of one line to its arms."""

    def __init__(self, scan: Scan, blocks: Sequence[Block]) -> None:
        self.scan, self.tokens, self.arms, self.blocks = scan, scan.tokens, scan.arms, blocks
        self.at = {value.token for block in blocks for value in block.values}
        self.spent: set[int] = set()  # arms that stand behind their value

    def link(self) -> None:
        """Set `arm` and `comparator` of every value that has no effect for its kind; then of the effects."""
        plain = [block for block in self.blocks if block.kind not in EFFECTS]
        for block in plain:
            self._spend(block)
        for block in plain:
            _ = self._by_order(block) or self._by_place(block) or self._by_pair(block) or self._open(block)
        self._share()
        for block in plain:
            self._against(block)
        for block in self.blocks:
            if any(value.comparator is not None and value.kind in EFFECTS for value in block.values):
                continue
            if block.kind in EFFECTS or (block.kind == "change" and self._is_relative(block)):
                self._effect(block)
        for block in self.blocks:
            for twin in block.twins:
                if twin.twin is not None:
                    twin.arm, twin.comparator, twin.rule = twin.twin.arm, twin.twin.comparator, twin.twin.rule

    # -- runs of arms ------------------------------------------------------------------------------------------

    def after_run(self, block: Block) -> list[int]:
        """The coordinated arms that follow a list of values: "... in the X and Y groups"."""
        return self._run(self._tail(block.last), block.last)

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
            else:
                return i
        return i

    def _run(self, start: int, last: int) -> list[int]:
        found: list[int] = []
        i = start
        inside = self.scan.opener[last]
        while i < self.scan.size:
            k = self.scan.arm_at.get(i)
            if k is not None:
                if found and not self._coordinated(self.arms[found[-1]].last, self.arms[k].first):
                    break
                found.append(k)
                i = self.arms[k].last
                continue
            if not (self._joins_arms(i) if found else self._leads(i, inside=inside)):
                break
            i += 1
        return distinct(self.scan, found)

    def _coordinated(self, first: int, last: int) -> bool:
        return all(self._joins_arms(i) for i in range(first, last))

    def _joins_arms(self, index: int) -> bool:
        token = self.tokens[index]
        return (
            token.has("and", "versus", "determiner", "of", "preposition", "person", "combine")
            or token.text in {",", "/", "-"}
            or self.scan.kind(index) == "n"
            or (token.text in "()[]" and self._holds_n(index))
        )

    def _holds_n(self, index: int) -> bool:
        """Whether a bracket holds a group's size only: "(n = 34)"."""
        return any(self.scan.kind(i) == "n" for i in (index - 1, index + 1) if 0 <= i < self.scan.size)

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
            or self.scan.kind(index) in {"time", "people", "fraction"}
        )

    def _holds_arms(self, opened: int) -> bool:
        """Whether a bracket holds the names of arms and nothing else: "56% (X) vs 34% (Y)"."""
        closed = self.scan.closer.get(opened, self.scan.size)
        return all(i in self.scan.arm_at or self._joins_arms(i) for i in range(opened + 1, closed))

    def before_run(self, block: Block) -> list[int]:
        """The arms of the clause that stand before a list."""
        first, _ = self.scan.clause(block.first)
        return distinct(
            self.scan, [k for k in self.scan.arms_in(first, block.first) if self.arms[k].last <= block.first]
        )

    # -- order -------------------------------------------------------------------------------------------------

    def _by_order(self, block: Block) -> bool:
        if len(block.values) < PAIR:
            return False
        if self._each_by_place(block):
            return True
        cue = self._says_respectively(block)
        after = self.after_run(block)
        order = distribute(block, len(after))
        if order is not None:
            return self._assign(block, [after[k] for k in order], "order.after" if cue else "order.list")
        around = self._around(block, after) if not cue else None
        if around is not None:
            return self._assign(block, around, "order.around")
        if len(after) == 1 and not block.versus:
            return self._assign(block, after * len(block.values), "near.list")
        before = self._coordinated_before(block)
        order = distribute(block, len(before))
        if order is not None and (cue or len(before) >= MANY or self._subject_run(before, block)):
            return self._assign(block, [before[k] for k in order], "order.before")
        for whole in (self.before_run(block), self._announced(), self._concluded(block)):
            order = distribute(block, len(whole))
            if order is not None and cue:
                return self._assign(block, [whole[k] for k in order], "order.clause")
        return False

    def _concluded(self, block: Block) -> list[int]:
        """Arms behind all lists.

        As in "(31% and 19%), ... and Z (12% and 1%) concerned the X and Y groups, respectively".
        """
        last = self.scan.clause(block.last)[1]
        return distinct(self.scan, list(self.scan.arms_in(self.blocks[-1].last, last)))

    def _announced(self) -> list[int]:
        """Arms before all clauses.

        As in "For the X, Y and Z groups, respectively, the rate was ...; and the share was ...".
        """
        return distinct(self.scan, [k for k, arm in enumerate(self.arms) if arm.last <= self.blocks[0].first])

    def _around(self, block: Block, after: list[int]) -> list[int] | None:
        """One arm before a pair and one behind it, as in "in the X group in 23% and in 29% in the Y group"."""
        before = [k for k in self.before_run(block) if k not in self.spent]
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

    def _each_by_place(self, block: Block) -> bool:
        """Each value of a list has an arm of its own beside it, as in "X 100%, 80% in Y"."""
        found: list[int] = []
        for k, value in enumerate(block.values):
            arm = self._tight_before(value.token)
            if arm is None and k == len(block.values) - 1:
                arm = next(iter(self.after_run(block)), None) if len(self.after_run(block)) == 1 else None
            if arm is None:
                return False
            found.append(arm)
        if len(distinct(self.scan, found)) < len(found) or any(a in self.spent for a in found[:1]):
            return False
        return self._assign(block, found, "near.tight")

    def _coordinated_before(self, block: Block) -> list[int]:
        """The last coordinated run of arms before a list: "the X and Y groups had 12 and 15"."""
        first, _ = self.scan.clause(block.first)
        run: list[int] = []
        for k in reversed(self.scan.arms_in(first, block.first)):
            if run and not self._coordinated(self.arms[k].last, self.arms[run[0]].first):
                break
            run.insert(0, k)
        return distinct(self.scan, run)

    def _subject_run(self, run: Sequence[int], block: Block) -> bool:
        """Whether a run of arms leads to a list without another value or clause between."""
        return not any(i in self.at for i in range(self.arms[run[-1]].last, block.first))

    def _assign(self, block: Block, names: Sequence[int], rule: str) -> bool:
        for value, name in zip(block.values, names, strict=True):
            value.arm, value.rule = name, rule
        if block.versus:
            for part in block.parts:
                if len(part) == PAIR and part[0].arm != part[1].arm:
                    part[0].comparator = part[1].arm
        return True

    # -- place -------------------------------------------------------------------------------------------------

    def _spend(self, block: Block) -> None:
        """Note the arms that follow a value: they don't speak for the values after them."""
        after = self.after_run(block)
        if len(after) == 1 or (len(block.values) > 1 and distribute(block, len(after)) is not None):
            self.spent.update(after)

    def _by_place(self, block: Block) -> bool:
        if len(block.values) > 1:
            return False
        value = block.values[0]
        after = self.after_run(block)
        before = self._tight_before(value.token)
        if len(after) > 1 and before is not None:
            after = []
        if after and not (before is not None and self._loose_after(block, after[0])):
            value.arm, value.rule = after[0], "near.tight"
            return True
        if before is not None:
            value.arm, value.rule = before, "near.tight"
            return True
        return False

    def _loose_after(self, block: Block, arm: int) -> bool:
        """Whether a comma or bracket stands between a value and an arm behind it."""
        return any(self.scan.lower[i] in {",", ")", "]"} for i in range(block.last + 1, self.arms[arm].first))

    def _tight_before(self, index: int) -> int | None:
        """The arm just before a value: "X (12%)", "X: 12", "X 12"."""
        i = index - 1
        while i >= 0:
            if i in self.scan.arm_at:
                arm = self.scan.arm_at[i]
                return None if arm in self.spent and self.scan.lower[index - 1] in {",", "-", "–"} else arm
            token = self.tokens[i]
            beside = self.scan.kind(i) == "n" or i in self.scan.aside or (token.text in CLOSING and self._holds_n(i))
            if not (token.text in TIGHT_BEFORE_SIGNS or beside):
                return None
            i -= 1
        return None

    # -- pairs -------------------------------------------------------------------------------------------------

    def _by_pair(self, block: Block) -> bool:
        """The pair takes the two arms in their order, as in "A was better than B (67% vs. 33%)"."""
        if not block.versus or any(len(part) != PAIR for part in block.parts):
            return False
        if self._timed_pair(block) or self._against_one(block):
            return True
        inside = self.before_run(block)
        whole = distinct(self.scan, [k for k, arm in enumerate(self.arms) if arm.last <= block.first])
        after = self.after_run(block)
        for names, rule in ((inside[-PAIR:], "pair.clause"), (whole[:PAIR], "pair.line")):
            if len(names) == PAIR:
                return self._assign(
                    block, [names[value_index % PAIR] for value_index in range(len(block.values))], rule
                )
        if len(after) == 1 and len(inside) == 1 and self.arms[inside[0]].key != self.arms[after[0]].key:
            names = [inside[0], after[0]]
            return self._assign(block, [names[i % PAIR] for i in range(len(block.values))], "pair.around")
        if len(after) == 1 and not whole and self.scan.opener[block.first] is None:
            for value in block.values:
                value.rule = "pair.carried"
            for part in block.parts:
                part[-1].arm = after[0]  # "12% versus 15% with X": the arm stands with the second value
            return True
        self._half(block, whole or after or self._later(block))
        return True

    def _timed_pair(self, block: Block) -> bool:
        """Each pair is of one arm, at two times.

        As in "in the X group (67% vs. 25%) and in the Y group (50% vs. 25%)".
        """
        mine = self._arm_of_bracket(block)
        if mine is None or len(block.parts) > 1:
            return False
        others = [self._arm_of_bracket(b) for b in self.blocks if b is not block and b.versus]
        if not any(k is not None and self.arms[k].key != self.arms[mine].key for k in others):
            return False
        return self._give(block, mine, "near.bracket", doubtful=False)

    def _arm_of_bracket(self, block: Block) -> int | None:
        """The arm just before the bracket that a block opens."""
        opened = self.scan.opener[block.first]
        return self.scan.arm_at.get(opened - 1) if opened is not None and opened == block.first - 1 else None

    def _against_one(self, block: Block) -> bool:
        """Each of several arms against one, as in "X and Y were higher than Z (50% vs. 24%, and 60% vs. 24%)"."""
        first, _ = self.scan.clause(block.first)
        before = [k for k in self.scan.arms_in(first, block.first) if self.arms[k].last <= block.first]
        if len(block.parts) < PAIR or len(before) < MANY:
            return False
        cut = next((k for k in before[1:] if self.scan.any(self.arms[k].first - 3, self.arms[k].first, "versus")), None)
        if cut is None:
            return False
        left, right = (
            distinct(self.scan, [k for k in before if k < cut]),
            distinct(self.scan, [k for k in before if k >= cut]),
        )
        if len(right) != 1 or len(left) != len(block.parts):
            return False
        return self._assign(block, [name for arm in left for name in (arm, right[0])], "pair.each")

    def _later(self, block: Block) -> list[int]:
        """The arms behind a pair in its clause: "the rate (7 vs. 12) was lower in the X group"."""
        _, last = self.scan.clause(block.last)
        return distinct(self.scan, self.scan.arms_in(block.last, last))

    def _half(self, block: Block, known: Sequence[int]) -> None:
        """A pair of which the line names one arm at the most: the other stands elsewhere."""
        for value in block.values:
            value.rule = "pair.carried"
        if len(known) == PAIR:
            self._assign(block, [known[i % PAIR] for i in range(len(block.values))], "pair.later")
        elif len(known) == 1:
            start = self.arms[known[0]].first
            against = self.scan.any(start - 3, start, "versus")
            for part in block.parts:
                part[1 if against else 0].arm = known[0]

    # -- the clause --------------------------------------------------------------------------------------------

    def _open(self, block: Block) -> bool:
        """The arm that the clause speaks of: the last one before the values that no earlier value has taken."""
        first, last = self.scan.clause(block.first)
        before = [k for k in self.scan.arms_in(first, block.first) if self.arms[k].last <= block.first]
        free = [k for k in before if k not in self.spent]
        if free:
            return self._give(block, free[-1], "open", doubtful=len(distinct(self.scan, free)) > 1)
        around = distinct(self.scan, self.scan.arms_in(first, last))
        if len(around) == 1 and not before:
            return self._give(block, around[0], "near.clause", doubtful=False)
        after = self.scan.arms_in(block.last, last)
        after = [k for k in after if not any(i in self.at for i in range(block.last + 1, self.arms[k].first))]
        if after:
            return self._give(block, after[0], "near.clause", doubtful=len(distinct(self.scan, after)) > 1)
        if before:
            return self._give(block, before[-1], "near.clause", doubtful=True)
        return False

    def _give(self, block: Block, arm: int, rule: str, *, doubtful: bool) -> bool:
        for value in block.values:
            value.arm, value.rule = arm, rule
            if doubtful:
                value.flags.append("arm_close_call")
        return True

    def _share(self) -> None:
        """The first takes the arm of the second, as in "66% at 6 months and 55% at 3 years in the X group"."""

    # -- effects -----------------------------------------------------------------------------------------------

    def _against(self, block: Block) -> None:
        """A change measured against an arm is a difference.

        As in "the change, compared with placebo, was -3.0 points with X".
        """
        value = block.values[0]
        if len(block.values) > 1 or value.kind not in CHANGES or value.mention.kind != "measure" or value.arm is None:
            return
        first, _ = self.scan.clause(value.token)
        for k in self.scan.arms_in(first, value.token):
            start, end = self.arms[k].first, self.arms[k].last
            parted = end < self.scan.size and self.scan.lower[end] == ","
            compared = self.scan.any(start - 2, start, "versus") and self.scan.cue("change", first, value.token)
            if parted and compared and self.arms[k].key != self.arms[value.arm].key:
                value.kind, value.comparator = "difference", k

    def _effect(self, block: Block) -> None:
        for value in block.values:
            pair = self._compared(value)
            if pair is not None:
                value.arm, value.comparator = pair
                value.rule = "effect"

    def _is_relative(self, block: Block) -> bool:
        """Whether a change compares the arms and not two times: "an efficacy of 69%", "a risk reduction of 28%"."""
        first = max(self.scan.segment(block.first)[0], block.first - RELATIVE)
        near = [v for b in self.blocks for v in b.values if first <= v.token < block.first]
        return len(block.values) == 1 and not near and self.scan.cue("relative_effect", first, block.last + RELATIVE)

    def _compared(self, value: Value) -> tuple[int, int] | None:
        """The two arms that an effect compares: named for it, else of the values before it, else of the clause."""
        near = self._named_for(value)
        if len(near) == PAIR:
            return self._index_first(near[0], near[1])
        told = [v.arm for block in self.blocks for v in block.values if v.token < value.token and v.arm is not None]
        told = distinct(self.scan, [k for k in told[-4:] if k is not None])
        if len(told) == PAIR:
            return self._index_first(told[0], told[1])
        first, last = self.scan.clause(value.token)
        around = distinct(self.scan, self.scan.arms_in(first, last))
        if len(around) < PAIR:
            around = distinct(self.scan, range(len(self.arms)))
        if len(around) >= PAIR:
            return self._index_first(around[0], around[1])
        return None

    def _named_for(self, value: Value) -> list[int]:
        """The arms in an effect's own part of the line: "hazard ratio for X vs. Y, 0.69"."""
        first, last = self.scan.segment(value.token)
        inside = list(self.scan.arms_in(first, last))
        if any(i in self.at and i != value.token for i in range(first, value.token)) and inside:
            inside = [k for k in inside if not any(i in self.at for i in range(self.arms[k].first, value.token))]
        return distinct(self.scan, inside)

    def _index_first(self, left: int, right: int) -> tuple[int, int]:
        """The arm on trial before its control."""
        if self.is_control(left) and not self.is_control(right):
            return right, left
        return left, right

    def is_control(self, arm: int) -> bool:
        """Whether an arm is the one compared with."""
        return is_control(self.scan, arm)


def is_control(scan: Scan, arm: int) -> bool:
    """Whether an arm is a placebo, a control, or no treatment."""
    named = scan.arms[arm]
    return named.drugs == ("placebo",) or scan.words.cue("control_arm", named.label.casefold())
