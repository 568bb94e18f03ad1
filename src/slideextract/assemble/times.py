"""When a value was measured: the time beside it, the one that leads its bracket, or the line's only one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from slideextract.assemble.draft import Draft
from slideextract.assemble.scan import OPENING, Scan
from slideextract.assemble.value import RATIOS, Value
from slideextract.mentions import Mention

AT = frozenset({"label", "at", "after", "by", "within", "over"})
PLACED = 2  # tokens behind a value in which "at baseline" stands
FROM, TO = frozenset({"from", "de", "d'"}), frozenset({"to", "à"})
INSIDE = 3  # tokens of a bracket in which its first value stands: "(mean, 4.5"
CLOSE = 6  # tokens behind a value in which a time is its own
Placed = tuple[int, Mention]  # a time and its token


class Times:
    """Gives the values of one line their times.

    Args:
        scan: the line.
        values: its values.
        drafts: that of each value.
        chain_of: the number of the chain of lists that each value stands in, by its identity.
    """

    def __init__(
        self, scan: Scan, values: Sequence[Value], drafts: Sequence[Draft], chain_of: Mapping[int, int]
    ) -> None:
        self.scan, self.values, self.drafts, self.chain_of = scan, values, drafts, chain_of
        self.taken = {value.token for value in values}
        self.told = [(i, m) for i, m in sorted(scan.read.mentions.items()) if m.kind == "time" and i not in self.taken]
        self.leads = {i for i, _ in self.told if self._leads(i)}

    def give(self) -> None:
        """Fill `time`."""
        for value, draft in zip(self.values, self.drafts, strict=True):
            draft.time = self._baseline(value)
        times = self._times()
        ordered = self._ordered(times) if times else {}
        for value, draft in zip(self.values, self.drafts, strict=True):
            main = value.twin or value
            draft.time = draft.time or ordered.get(main.raw) or (self._time(main, times) if times else None)
        self._share()

    def _times(self) -> list[Placed]:
        """The times at which something is measured; in a list of brackets those without their "at" too."""
        at = [(i, m) for i, m in self.told if m.values.get("cue") in AT]
        if any(i in self.leads for i, _ in at):
            return [(i, m) for i, m in self.told if m.values.get("cue") in AT or i in self.leads]
        return at or [(i, m) for i, m in self.told if m.values.get("cue") == "for"]

    def _leads(self, index: int) -> bool:
        """Whether a time stands right before a bracket that opens with a value: "at week 12 (45% vs. 28%)"."""
        opened = index + 1
        if opened + 1 >= self.scan.size or self.scan.lower[opened] not in OPENING:
            return False
        return any(i in self.taken for i in range(opened + 1, min(opened + 1 + INSIDE, self.scan.size)))

    def _time(self, value: Value, times: Sequence[Placed]) -> Mention | None:
        """The time of its bracket, else that just behind it or its list, else the last before it, else the only one."""
        if self._is_start(value):
            return None
        opened = self.scan.opener[value.token]
        leading = next((m for i, m in times if i in self.leads and opened is not None and i == opened - 1), None)
        if leading is not None:
            return leading
        end = max(v.token for v in self.values if (v.block, v.part) == (value.block, value.part))
        later = [v.token for v in self.values if v.token > end and v.twin is None]
        until = min(later, default=self.scan.size)
        own = [(i, m) for i, m in times if i not in self.leads]
        behind = [(i, m) for i, m in own if value.token < i < until and not self._is_others(end, i)]
        first, last = self.scan.clause(value.token)
        before = [(i, m) for i, m in times if first <= i < value.token]
        if behind and (behind[0][0] - end <= CLOSE or not before) and behind[0][0] < last:
            return behind[0][1]
        if before:
            return before[-1][1]
        whole = {m.values.get("days") for _, m in times}
        return times[0][1] if len(whole) == 1 or times[0][0] < first else None

    def _is_start(self, value: Value) -> bool:
        """Whether a value is where another came from: the 34.1 of "fell from 34.1 to 29.8 at 2 years"."""
        after = next((v for v in self.values if v.raw > value.raw and v.block == value.block and v.twin is None), None)
        words = f"{self.scan.lower[value.token - 1] if value.token else ''} {self.scan.lower[value.token]}"
        if after is None or after.arm != value.arm or FROM.intersection(words.replace("'", "' ").split()) == set():
            return False
        return after.token == value.token or any(self.scan.lower[i] in TO for i in range(value.token + 1, after.token))

    def _share(self) -> None:
        """Of two values told side by side the first has the other's time: "45% on X and 28% on Y at week 4"."""
        pairs = list(zip(self.values, self.drafts, strict=True))
        for (value, draft), (after, told) in reversed(list(pairwise(pairs))):
            beside = self.chain_of[id(value)] == self.chain_of[id(after)] and value.kind == after.kind
            behind = told.time is not None and told.time.start > after.raw[0]
            if draft.time is None and beside and behind and value.arm is not None and value.arm != after.arm:
                draft.time = told.time

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
        found |= self._ratios(runs)
        return found

    def _ratios(self, runs: Sequence[Sequence[Placed]]) -> dict[tuple[int, int], Mention]:
        """Ratios with an interval each, and as many times: "0.5 (0.2-0.7) and 0.3 (0.1-0.6) at 1 and 2 years"."""
        told = [v for v in self.values if v.kind in RATIOS]
        run = next((run for run in runs if len(run) == len(told) > 1), None)
        alike = len({(v.kind, self.scan.clause(v.token)) for v in told}) == 1
        return {v.raw: m for v, (_, m) in zip(told, run, strict=True)} if run is not None and alike else {}


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
