"""Which figures of a line may be results, and what kind of number each one is.

A typed figure (percentage, ratio, points, fraction) is a candidate by itself. A plain number, a figure with a unit, a
length of time or a number of people needs evidence: a spread or interval behind it, a statistic or a verb before it, or
another value in one list with it.
"""

from itertools import pairwise

from slideextract.assemble.event_counts import Counts
from slideextract.assemble.figure_kinds import BEHIND, STATISTICS, Kinds
from slideextract.assemble.scan import BESIDE, Scan
from slideextract.assemble.spreads import Spreads
from slideextract.assemble.value import (
    EFFECTS,
    PLAIN,
    RATIOS,
    Value,
    as_count,
    as_number,
    counts_episodes,
    is_fraction,
    lasts,
    number_in,
    unit_of,
)
from slideextract.mentions import Mention

RANGES = frozenset({"percent_range", "measure_range", "time"})
FROM = ("from ", "de ", "d'")
JOINS = frozenset({",", "/", "to", "à", "→"})
UNNAMED = frozenset({"score", "percent", "mean"})  # kinds of a figure that nothing names
SAID_AGAIN = 4  # tokens between a count and its share: ", soit"
OF_WHOM = 2  # words after "of" in which the people are named
LEVEL_REACH = 4  # tokens between the name of an interval and its level
LEVELS = frozenset({90, 95, 97.5, 99})
AVERAGES = frozenset({"median", "mean", "average", "médiane", "médian", "moyenne", "moyen"})
BETWEEN = frozenset({"only", "from", "baseline", "de"})  # words that may stand between two values of a list


class Candidates:
    """Finds the values of one line."""

    def __init__(self, scan: Scan) -> None:
        self.scan, self.read, self.tokens, self.lower = scan, scan.read, scan.tokens, scan.lower
        self.aside = Spreads(scan)
        self.kinds = Kinds(scan, self.aside)
        self.counts = Counts(scan, self.kinds)
        self.told = scan.any(0, scan.size, "respectively")
        self.defining = [i for i, token in enumerate(scan.tokens) if token.has("defining")]

    def find(self) -> list[Value]:
        """All candidates in order."""
        self.scan.aside |= self.aside.used
        found: list[Value] = []
        for index, mention in sorted(self.read.mentions.items()):
            if self._is_free(index) and not self._is_defined(index):
                found += self._values(index, mention)
        found += [self._make(index, mention, "count") for index, mention in self.counts.in_words()]
        found += self._listed_with(found)
        found.sort(key=lambda value: value.raw)
        for value in found:
            if value.kind == "count":
                self.scan.nouns[value.token] = self.counts.noun_end(value.token)
        found = self._merged(found)
        self._share_kinds(found)
        self._own_changes([value for value in found if value.mention.kind == "points"])
        self._mark_twins(found)
        return [v for v in found if not self._names_endpoint(v, found) and not self._repeats(v, found)]

    def _is_free(self, index: int) -> bool:
        return index not in self.aside.used and index not in self.scan.arm_at

    # -- one figure --------------------------------------------------------------------------------------------

    def _values(self, index: int, mention: Mention) -> list[Value]:
        if mention.kind in RANGES and "lower" in mention.values and "upper" in mention.values:
            return self._ends(index, mention)
        kind = self._kind(index, mention)
        return [] if kind is None else [self._make(index, mention, kind)]

    def _make(self, index: int, mention: Mention, kind: str) -> Value:
        slot = "numerator" if mention.kind == "fraction" else "value"
        raw = mention.place
        value = Value(index, kind, as_number(mention.values[slot]), raw, unit_of(mention, kind), mention)
        if kind == "count" and "unit" in mention.spans:
            value.raw, value.inner = mention.spans.get("value", raw), mention.spans["unit"]
        value.spread, value.interval = self.aside.spreads.get(index), self.aside.intervals.get(index)
        value.numerator = self.aside.numerators.get(index, as_count(mention.values.get("numerator")))
        value.denominator = as_count(mention.values.get("denominator"))
        return value

    def _kind(self, index: int, mention: Mention) -> str | None:
        """What a typed figure measures, or None when it is no result."""
        match mention.kind:
            case kind if kind in RATIOS:
                return kind
            case "points":
                return "difference"
            case "percent":
                return None if self.kinds.is_bound(index) or self._is_level(index) else self.kinds.percent(index)
            case "threshold":
                return "percent" if self._is_share(index) else None
            case "fraction":
                return None if self._restates(index) else "count"
            case "people":
                return "count" if self.counts.people(index) else None
            case kind if kind in PLAIN and number_in(mention) is not None:
                counted = (kind == "number" or counts_episodes(mention)) and self.counts.events(index, mention)
                if counted and kind == "measure":
                    return "count"
                told = self.kinds.plain(index, mention)
                if told and counted and self._is_aside(index):
                    return None
                return "count" if counted and self._is_of_another(index) else told or ("count" if counted else None)
        return None

    def _is_aside(self, index: int) -> bool:
        """Whether a bracket counts events, and the statistic is said outside: "median survival (337 deaths) was"."""
        opened = self.scan.opener[index]
        return opened is not None and not any(self.scan.cue(name, opened, index) for name, _ in STATISTICS)

    def _is_of_another(self, index: int) -> bool:
        """Whether another figure has the average before it: "after a median of 5 years there were 14 relapses"."""
        first = self.scan.clause(index)[0]
        told = [i for i in range(first, index) if self.tokens[i].text in AVERAGES]
        return bool(told) and any(i in self.read.mentions for i in range(told[-1], index))

    def _is_share(self, index: int) -> bool:
        """A bound on a share that was found: "more than 90% of the participants", "over 66% reported pain"."""
        if not self.lower[index].endswith(("%", "percent", "pour cent")) or index + 1 >= self.scan.size:
            return False
        after, first = self.tokens[index + 1], self.scan.clause(index)[0]
        if self._selects(index, first):
            return False
        if after.has("of"):
            return self.lower[index][0].isalpha() or self.scan.any(index + 2, index + 2 + OF_WHOM, "person")
        if index == first and self.lower[index][0].isalpha() and after.has("person_verb", "auxiliary", "reaching"):
            return True
        before = index - 1 if self.lower[index - 1] == "de" else index
        stated = before > 0 and self.scan.any(before - 1, before, "auxiliary", "measure_verb")
        return stated and (after.has("and", "preposition", "contrast") or not after.text[0].isalnum())

    def _selects(self, index: int, first: int) -> bool:
        """Whether a bound says what a list holds, not what was found: "adverse events in at least 5% of patients"."""
        led = index > first and self.tokens[index - 1].has("preposition")
        return led and not any(self._states(i) for i in range(first, index - 1))

    def _states(self, index: int) -> bool:
        """Whether a token is a verb that states something; a participle, "occurring", needs its auxiliary."""
        after_auxiliary = index > 0 and self.tokens[index - 1].has("auxiliary", "have")
        endings = tuple(self.scan.words.classes["participle_ending"])
        return self.scan.is_verb(index) and (after_auxiliary or not self.lower[index].endswith(endings))

    def _is_level(self, index: int) -> bool:
        """Whether a percentage is the level of an interval that was not read as one: "CI, at 95% = 60-71"."""
        near = self.scan.any(max(0, index - LEVEL_REACH), index, "interval_name")
        return near and self.read.mentions[index].values.get("value") in LEVELS

    def _is_defined(self, index: int) -> bool:
        """Whether a figure belongs to a definition: "response was defined as a reduction of at least 50%"."""
        if not self.defining:
            return False
        first, _ = self.scan.clause(index)
        said = max((i for i in self.defining if first <= i < index), default=None)
        return said is not None and not any(self.scan.is_verb(i) for i in range(said + 1, index))

    def _ends(self, index: int, mention: Mention) -> list[Value]:
        """Both ends; a range that nothing changes over is no result: "improved from 26% to 35%"."""
        opened = self.lower[index].startswith(FROM) or f"{self.lower[max(0, index - 1)]} " in FROM
        first, _ = self.scan.clause(index)
        moved = self.scan.cue("change", first, index) or self.scan.any(first, index, "moving")
        if not opened or not moved or self.scan.cue("ranging", first, index):
            return []
        given = {"percent_range": "percent", "time": self.kinds.statistic(index) or "duration"}
        kind, values = given.get(mention.kind, "score"), []
        for slot in ("lower", "upper"):
            raw = mention.spans.get(slot, (mention.start, mention.end))
            values.append(Value(index, kind, as_number(mention.values[slot]), raw, unit_of(mention, kind), mention))
        return values

    def _restates(self, index: int) -> bool:
        """Whether a fraction only says a percentage once more: "62% (8/13)"."""
        return any(self.scan.kind(i) == "percent" for i in (index - 1, index - 2, index + 2) if 0 <= i < self.scan.size)

    # -- several figures ---------------------------------------------------------------------------------------

    def _listed_with(self, found: list[Value]) -> list[Value]:
        """Plain figures that no evidence of their own speaks for, in one list with a value."""
        kinds = {value.token: value.kind for value in found}
        added: list[Value] = []
        for index, mention in sorted(self.read.mentions.items()):
            if index in kinds or not self._may_join(index, mention):
                continue
            near = (self._neighbour(index, step, kinds) for step in (-1, 1))
            kind = next((kinds[i] for i in near if i is not None), None)
            if kind is None and self.counts.elided(index, mention, [*found, *added]):
                kind = "count"
            if kind is not None and kind not in RATIOS and not (kind == "count" and mention.kind == "time"):
                kind = "score" if kind == "percent" else kind
                kinds[index] = kind
                added.append(self._make(index, mention, kind))
        return added

    def _may_join(self, index: int, mention: Mention) -> bool:
        plain = mention.kind in PLAIN and number_in(mention) is not None and lasts(mention)
        return plain and self._is_free(index) and not self._is_defined(index) and not self.kinds.is_size(index, mention)

    def _neighbour(self, index: int, step: int, kinds: dict[int, str]) -> int | None:
        """The value of a like kind that "and", a comma or "versus" joins to a figure."""
        joined = False
        for i in self.scan.walk(index, step):
            token = self.tokens[i]
            if i in kinds:
                like = self.scan.kind(i) in PLAIN | {"people"} or (self.told and is_fraction(self.read.mentions[index]))
                return i if joined and like and kinds[i] not in RATIOS else None
            if token.has("and", "versus") or token.text in JOINS:
                joined = True
            elif not self._passes(i):
                return None
        return None

    def _passes(self, index: int) -> bool:
        """Whether a token may stand between two values of a list."""
        token = self.tokens[index]
        if index in self.scan.arm_at or index in self.aside.used or self.scan.kind(index) in BESIDE | {"time"}:
            return True
        listed = token.has("of", "person", "preposition", "determiner", "respectively", "receive", "#fraction")
        return self.scan.is_unit(index) or token.text in "()[]%" or listed or token.text in BETWEEN

    def _merged(self, found: list[Value]) -> list[Value]:
        """A count and its share told in other words are one: "36 of 60 patients, i.e. 60%"."""
        kept: list[Value] = []
        for value in found:
            said = self.kinds.said_by(value.token)
            again = self.tokens[said].has("that_is") or self.scan.any(value.token - 1, value.token, "that_is")
            last = kept[-1] if kept else None
            near = last is not None and value.token - last.token <= SAID_AGAIN
            if last is not None and near and again and last.kind == "count" and value.kind == "percent":
                value.numerator, value.denominator = last.numerator or int(last.number), last.denominator
                kept.pop()
            kept.append(value)
        return kept

    def _share_kinds(self, found: list[Value]) -> None:
        """The word or unit stands with the first: "a change of -1.4 points with X and -0.3 with placebo"."""
        for left, right in pairwise(found):
            alike = left.mention.kind == right.mention.kind and left.unit == right.unit
            bare = left.kind == "rate" and right.mention.kind == "number"  # "4.2 per 100 on X and 3.1 on Y"
            bounded = self.kinds.has_bounds(right.token)
            apart = left.kind == "difference" and alike and bounded
            ratio = left.kind in RATIOS and bounded
            said = (left.kind in {"change", "rate"} and (alike or bare)) or (ratio and right.mention.kind == "number")
            points = left.kind == "change" and right.mention.kind == "points" and not self.kinds.differs(right.token)
            if not points and (right.kind not in UNNAMED or not (said or apart)):
                continue
            gap = list(self.scan.level(left.token + 1, right.token))  # a ";" before a p in brackets parts nothing
            named = not ratio and any(i in self.read.endpoints for i in gap)
            parted = named or any(self.scan.is_verb(i) or self.scan.separates(i) for i in gap)
            if not parted and self.scan.clause(left.token) == self.scan.clause(right.token):
                right.kind, right.unit = left.kind, right.unit or left.unit

    def _own_changes(self, points: list[Value]) -> None:
        """Points that each have an arm behind them differ from no other arm: "fell by 1.4 points on X and 0.3 on Y"."""
        behind = [self._arm_behind(value.token) for value in points]
        keys = {self.read.arms[k].key for k in behind if k is not None}
        if len(points) > 1 and len(keys) == len(points) and self.kinds.changes(points[0].token):
            for value in points:
                value.kind = "change"

    def _arm_behind(self, index: int) -> int | None:
        """The arm right behind a figure and a preposition."""
        after = index + 1
        while after < self.scan.size and self.tokens[after].has("preposition", "determiner", "of", "receive"):
            after += 1
        return self.scan.arm_at.get(after) if after > index + 1 else None

    def _mark_twins(self, found: list[Value]) -> None:
        """Link a bracketed figure to the value before the bracket that it restates: "8.8 mm Hg (33.4%)"."""
        for left, right in pairwise(found):
            opened = self.scan.opener[right.token]
            main = left.twin or left
            if opened is None or not main.token < opened or opened == right.token:
                continue
            gap = (*range(main.token + 1, opened), *range(opened + 1, right.token))
            rest = range(right.token + 1, self.scan.closer.get(opened, self.scan.size))
            alone = all(self._passes(i) and not self.tokens[i].has("preposition") for i in rest)
            other = left.mention.kind != right.mention.kind and left.kind not in RATIOS and right.kind not in EFFECTS
            if other and alone and all(self._qualifies(i) for i in gap):
                right.twin = main

    def _qualifies(self, index: int) -> bool:
        beside = index in self.aside.used or self.scan.kind(index) in BESIDE
        return beside or self.scan.is_unit(index) or self.lower[index] in "()[],"

    def _repeats(self, value: Value, found: list[Value]) -> bool:
        """Whether a bracket only repeats in figures what was spelled: "seventy-five percent of those on X (75%)"."""
        if self.scan.opener[value.token] is None or value.mention.kind != "percent":
            return False
        spelled = (v for v in found if v.token < value.token and not self.lower[v.token][0].isdigit())
        return any(v.number == value.number and v.mention.kind == "percent" for v in spelled)

    def _names_endpoint(self, value: Value, found: list[Value]) -> bool:
        """Whether a percentage belongs to what was reached: "61% achieved a 75% improvement"."""
        if value.mention.kind not in {"percent", "percent_range"}:
            return False
        after = self.scan.text(value.token + 1, value.token + BEHIND)
        listed = self.scan.text(value.token + 1, value.token + 2) in {",", "and", "et"}
        if not self.scan.words.cue("change", after) and not listed:
            return False
        verb = self.kinds.said_by(value.token)
        while verb > 0 and (self.scan.kind(verb) == "percent" or self.lower[verb] in {",", "and", "et", "least", "at"}):
            verb -= 1
        if not self.tokens[verb].has("reaching") or self.tokens[verb].has("auxiliary"):
            return False
        first = self.scan.clause(value.token)[0]
        return any(first <= other.token < verb for other in found) or self.scan.any(first, verb, "person")
