"""What qualifies a value: its spread, interval, p value and time."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from slideextract.assemble.draft import Draft
from slideextract.assemble.effects import is_control
from slideextract.assemble.lists import Block
from slideextract.assemble.scan import Scan
from slideextract.assemble.value import EFFECTS, Value
from slideextract.mentions import Mention

MAX_SPREAD = 14  # tokens between a value and its spread
AT = frozenset({"label", "at", "after", "by", "within", "over"})
PLACED = 2  # tokens behind a value in which "at baseline" stands
CLOSE = 6  # tokens behind a value in which a time is its own


class Satellites:
    """Gives the qualifying figures of one line to its drafts."""

    def __init__(
        self, scan: Scan, values: Sequence[Value], drafts: Sequence[Draft], chains: Sequence[list[Block]]
    ) -> None:
        self.scan, self.values, self.drafts = scan, values, drafts
        self.chain_of = {id(v): k for k, chain in enumerate(chains) for b in chain for v in (*b.values, *b.twins)}

    def give(self) -> None:
        """Fill `interval`, `dispersion`, `p` and `time`."""
        for value, draft in zip(self.values, self.drafts, strict=True):
            draft.dispersion, draft.interval = value.spread, value.interval
        for index, mention in sorted(self.scan.read.mentions.items()):
            owner = max((k for k, v in enumerate(self.values) if v.token < index), default=None)
            if owner is None:
                continue
            if mention.kind == "dispersion" and index - self.values[owner].token <= MAX_SPREAD:
                self._spread(owner, mention)
            elif mention.kind == "interval":
                self._interval(owner, mention)
        self._ps()
        self._times()

    def _spread(self, owner: int, mention: Mention) -> None:
        main = self.values[owner].twin
        if main is not None:
            owner = next(k for k, v in enumerate(self.values) if v is main)
        if self.drafts[owner].dispersion is None:
            self.drafts[owner].dispersion = mention

    # -- intervals ---------------------------------------------------------------------------------------------

    def _interval(self, owner: int, mention: Mention) -> None:
        """The nearest value before an interval; of a pair and its difference the one that it holds."""
        chain = self.chain_of[id(self.values[owner])]
        near = [k for k in range(owner, -1, -1) if self.drafts[k].interval is None and self._same_bracket(k, owner)]
        holding = [k for k in near if _holds(mention, self.values[k].number)]
        if owner in near and (owner in holding or not holding or self.values[owner].kind in EFFECTS):
            target = owner
        elif holding and self.chain_of[id(self.values[holding[0]])] == chain:
            target = holding[0]
        else:
            return
        self.drafts[target].interval = mention

    def _same_bracket(self, k: int, owner: int) -> bool:
        return self.scan.clause(self.values[k].token) == self.scan.clause(self.values[owner].token)

    # -- p values ----------------------------------------------------------------------------------------------

    def _ps(self) -> None:
        ps = [(i, m) for i, m in sorted(self.scan.read.mentions.items()) if m.kind == "p"]
        valued = [(i, m) for i, m in ps if m.values.get("value") is not None]
        if self._in_order(valued):
            return
        before = -1
        for index, mention in valued:
            group = [k for k, v in enumerate(self.values) if before < v.token < index]
            if group:
                self._give_p(mention, group)
                before = index
            elif self.values and self.values[0].token > index:
                self._give_early(index, mention)

    def _in_order(self, ps: Sequence[tuple[int, Mention]]) -> bool:
        """One p for each list before them: "(p = 0.038, 0.028 and 0.044, respectively)"."""
        if len(ps) < 2:  # noqa: PLR2004 - one p is no list
            return False
        first, last = ps[0][0], ps[-1][0]
        if any(first < value.token < last for value in self.values):
            return False
        before = [k for k, value in enumerate(self.values) if value.token < first and value.twin is None]
        groups: dict[tuple[int, int], list[int]] = {}
        for k in before:
            groups.setdefault((self.values[k].block, self.values[k].part), []).append(k)
        if len(groups) != len(ps) and len(before) == len(ps):
            groups = {(k, 0): [k] for k in before}
        if len(groups) != len(ps):
            return False
        for (_, mention), group in zip(ps, groups.values(), strict=True):
            self.drafts[self._target(group)].p = mention
        return True

    def _give_p(self, mention: Mention, group: Sequence[int]) -> None:
        """A p sits on the difference or ratio of its comparison, else on its index arm."""
        owner = group[-1]
        chain = self.chain_of[id(self.values[owner])]
        effects = [k for k in group if self.drafts[k].kind in EFFECTS]
        if effects:
            target = effects[-1]
        else:
            same = [k for k in group if self.chain_of[id(self.values[k])] == chain]
            same = self._with_other_side(same, group)
            parts = [
                k
                for k in same
                if (self.values[k].block, self.values[k].part) == (self.values[owner].block, self.values[owner].part)
            ]
            paired = len({self.values[k].arm for k in parts}) > 1
            target = self._target(parts if paired else same)
        if self.drafts[target].p is None:
            self.drafts[target].p = mention

    def _with_other_side(self, same: list[int], group: Sequence[int]) -> list[int]:
        """With the value that the first of a chain is set against: "61% were well, versus 44% on Y (p=0.01)"."""
        first, before = same[0], same[0] - 1
        if before not in group or len({self.values[k].arm for k in same}) > 1:
            return same
        left, right = self.values[before], self.values[first]
        against = self.scan.any(left.token, right.token, "versus", "contrast")
        other = None not in {left.arm, right.arm} and left.arm != right.arm and left.kind == right.kind
        return [before, *same] if against and other else same

    def _target(self, group: Sequence[int]) -> int:
        """The first value of a comparison that is no control's."""
        group = [k for k in group if self.values[k].twin is None] or list(group)
        effects = [k for k in group if self.drafts[k].kind in EFFECTS]
        if effects:
            return effects[-1]
        for k in group:
            arm = self.values[k].arm
            if arm is None or not is_control(self.scan, arm):
                return k
        return group[0]

    def _give_early(self, index: int, mention: Mention) -> None:
        """A p before its values: "significantly lower (p < 0.001) on X (16.9) than Y (18.6)"."""
        clause = self.scan.clause(index)
        group = [k for k, v in enumerate(self.values) if clause[0] <= v.token < clause[1]]
        if group and self.drafts[self._target(group)].p is None:
            self.drafts[self._target(group)].p = mention

    # -- times -------------------------------------------------------------------------------------------------

    def _times(self) -> None:
        for value, draft in zip(self.values, self.drafts, strict=True):
            draft.time = self._baseline(value)
        taken = {value.token for value in self.values}
        times = [
            (i, m)
            for i, m in sorted(self.scan.read.mentions.items())
            if m.kind == "time" and m.values.get("cue") in AT and i not in taken
        ]
        times = times or [
            (i, m)
            for i, m in sorted(self.scan.read.mentions.items())
            if m.kind == "time" and m.values.get("cue") == "for" and i not in taken
        ]
        if not times:
            return
        ordered = self._ordered(times)
        for value, draft in zip(self.values, self.drafts, strict=True):
            main = value.twin or value
            draft.time = draft.time or ordered.get(main.raw) or self._time(main, times)

    def _time(self, value: Value, times: Sequence[tuple[int, Mention]]) -> Mention | None:
        """The time just behind a value or its list, else the last one before it, else the line's only one."""
        end = max(v.token for v in self.values if (v.block, v.part) == (value.block, value.part))
        later = [v.token for v in self.values if v.token > end and v.twin is None]
        until = min(later, default=self.scan.size)
        behind = [(i, m) for i, m in times if value.token < i < until and not self._is_others(end, i)]
        first, last = self.scan.clause(value.token)
        before = [(i, m) for i, m in times if first <= i < value.token]
        if behind and (behind[0][0] - end <= CLOSE or not before) and behind[0][0] < last:
            return behind[0][1]
        if before:
            return before[-1][1]
        whole = {m.values.get("days") for _, m in times}
        return times[0][1] if len(whole) == 1 or times[0][0] < first else None

    def _is_others(self, end: int, index: int) -> bool:
        """Whether a time behind a value belongs to the endpoint of the next one: "was 21% and death at day 90 33%"."""
        joined = next((i for i in range(end + 1, index) if self.scan.tokens[i].has("and", "contrast")), None)
        return joined is not None and any(i in self.scan.read.endpoints for i in range(joined, index))

    def _baseline(self, value: Value) -> Mention | None:
        """The start of the trial, right behind a value: "from 6.8 at baseline to 3.1 at week 8"."""
        first = self.scan.skip_unit(value.token + 1)
        at = next((i for i in range(first, first + PLACED) if self.scan.any(i, i + 1, "at_baseline")), None)
        if at is None or any(i in self.scan.read.mentions for i in range(first, at)):
            return None
        token = self.scan.tokens[at]
        values: dict[str, Decimal | str] = {"cue": "at", "days": Decimal(0)}
        return replace(value.mention, kind="time", start=token.start, end=token.end, values=values, spans={})

    def _ordered(self, times: Sequence[tuple[int, Mention]]) -> dict[tuple[int, int], Mention]:
        """Lists of values and times of one length: "-3.5, -4.3 and -4.6 at 2, 4 and 8 weeks"."""
        found: dict[tuple[int, int], Mention] = {}
        runs = _runs(self.scan, times)
        for number in {value.block for value in self.values}:
            block = [v for v in self.values if v.block == number and v.twin is None]
            parts: dict[int, list[Value]] = {}
            for value in block:
                parts.setdefault(value.part, []).append(value)
            for run in runs:
                if len(run) < 2:  # noqa: PLR2004 - one time is no list
                    continue
                for part in (block, *parts.values()):
                    if len(part) == len(run) and len({v.arm for v in part}) == 1:
                        found.update({v.raw: m for v, (_, m) in zip(part, run, strict=True)})
        return found


def _runs(scan: Scan, times: Sequence[tuple[int, Mention]]) -> list[list[tuple[int, Mention]]]:
    """Times listed together: "at 2, 4 and 8 weeks"."""
    runs: list[list[tuple[int, Mention]]] = []
    for index, mention in times:
        if runs and all(
            scan.tokens[i].text == "," or scan.tokens[i].has("and", "preposition", "time_unit")
            for i in range(runs[-1][-1][0] + 1, index)
        ):
            runs[-1].append((index, mention))
        else:
            runs.append([(index, mention)])
    return runs


def _holds(mention: Mention, value: Decimal) -> bool:
    lower, upper = mention.values.get("lower"), mention.values.get("upper")
    return isinstance(lower, Decimal) and isinstance(upper, Decimal) and lower <= value <= upper
