"""Which figures of a line may be results, and what kind of number each one is.

A typed figure (percentage, ratio, points, fraction) is a candidate by itself. A plain number, a figure with a unit, a
length of time or a number of people needs evidence: a spread or interval behind it, a statistic or a verb before it, or
another value in one list with it.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from slideextract.assemble.scan import BESIDE, OPENING, Scan
from slideextract.mentions import Mention

RATIOS = frozenset({"hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio"})
EFFECTS = RATIOS | {"difference"}
PLAIN = frozenset({"number", "measure", "time"})
RANGES = frozenset({"percent_range", "measure_range", "time"})
LIST_SIGNS = frozenset({",", "/", "-", "to", "and", "à", "et", ";", "–", "or"})
SAYING = frozenset({"by", "to", ":", "=", "(", "à", "averaged", "at", "[", "of", "de", "d'", "from", "with"})
PLACING = frozenset({"in", "chez", "among", "dans", "from", "to", "à", "parmi", "for", "pour"})
PAIR = 2  # bounds of a spread
SPREAD_SIGNS = frozenset({"±", "+", "/", "-", "+/-"})
NEAR = 6  # tokens before a value in which "difference" or "reduction" speaks of it
BEHIND = 4  # tokens after a value in which a spread, statistic or unit belongs to it
MAX_EVENTS = 10_000  # a larger bare count is a population


@dataclass(slots=True)
class Value:
    """A figure that may be a result, while its line is being read.

    Attributes:
        token: index of its token; two values of a range share one.
        arm: index into the line's arms, as `comparator`.
        block: the list of values that it stands in.
        part: the part of that list: "12 and 15 at week 4, and 20 and 31 at week 8" has two.
        twin: the value that this one says once more in another unit: "8.8 mm Hg (33.4%)".
    """

    token: int
    kind: str
    number: Decimal
    raw: tuple[int, int]
    unit: str | None
    mention: Mention
    arm: int | None = None
    comparator: int | None = None
    rule: str = ""
    block: int = -1
    part: int = 0
    twin: "Value | None" = None
    spread: Mention | None = None
    numerator: int | None = None
    denominator: int | None = None
    flags: list[str] = field(default_factory=list)


class Candidates:
    """Finds the values of one line."""

    def __init__(self, scan: Scan) -> None:
        self.scan, self.read, self.tokens, self.lower = scan, scan.read, scan.tokens, scan.lower
        self.used: set[int] = set()  # tokens of figures that qualify another one
        self.spreads: dict[int, Mention] = {}
        self.numerators: dict[int, int] = {}

    def find(self) -> list[Value]:
        """All candidates in order."""
        self._take_brackets()
        self._take_signed()
        self._take_counts()
        self.scan.aside |= self.used
        found: list[Value] = []
        for index, mention in sorted(self.read.mentions.items()):
            if index not in self.used and index not in self.scan.arm_at and not self._is_defined(index):
                found += self._values(index, mention)
        found += self._listed_with(found)
        found.sort(key=lambda value: value.raw)
        self._mark_twins(found)
        return [v for v in found if not self._names_endpoint(v, found) and not self._repeats(v, found)]

    # -- one figure --------------------------------------------------------------------------------------------

    def _values(self, index: int, mention: Mention) -> list[Value]:
        if mention.kind in RANGES and "lower" in mention.values and "upper" in mention.values:
            return self._ends(index, mention)
        kind = self._kind(index, mention)
        return [] if kind is None else [self._make(index, mention, kind)]

    def _is_defined(self, index: int) -> bool:
        """Whether a figure belongs to a definition: "response was defined as a reduction of at least 50%"."""
        first, _ = self.scan.clause(index)
        said = next((i for i in range(index - 1, first - 1, -1) if self.tokens[i].has("defining")), None)
        return said is not None and not any(self.scan.is_verb(i) for i in range(said + 1, index))

    def _make(self, index: int, mention: Mention, kind: str) -> Value:
        slot = "numerator" if mention.kind == "fraction" else "value"
        raw = mention.spans.get("raw", (mention.start, mention.end))
        spread = self.spreads.get(index)
        value = Value(index, kind, _number(mention.values[slot]), raw, _unit(mention, kind), mention, spread=spread)
        value.numerator = self.numerators.get(index, _count(mention.values.get("numerator")))
        value.denominator = _count(mention.values.get("denominator"))
        return value

    def _ends(self, index: int, mention: Mention) -> list[Value]:
        """ "improved from 26% to 35%": both ends; a range that nothing changes over is no result."""
        opened = self.lower[index].startswith(("from ", "de ", "d'")) or self.lower[max(0, index - 1)] in {
            "from",
            "de",
            "d'",
        }
        first, _ = self.scan.clause(index)
        moved = self.scan.cue("change", first, index) or self.scan.any(first, index, "moving")
        if not opened or not moved or self.scan.cue("ranging", first, index):
            return []
        kind = {"percent_range": "percent", "time": self._statistic(index) or "duration"}.get(mention.kind, "score")
        values = []
        for slot in ("lower", "upper"):
            raw = mention.spans.get(slot, (mention.start, mention.end))
            values.append(Value(index, kind, _number(mention.values[slot]), raw, _unit(mention, kind), mention))
        return values

    def _kind(self, index: int, mention: Mention) -> str | None:
        """What a typed figure measures, or None when it is no result."""
        if mention.kind in RATIOS:
            return mention.kind
        if mention.kind == "points":
            return "difference"
        if mention.kind == "percent":
            return self._percent_kind(index)
        if mention.kind == "fraction":
            return None if self._restates(index) else "count"
        if mention.kind == "people":
            return "count" if self._counts_people(index) else None
        if mention.kind in PLAIN and _whole(mention) is not None:
            return self._plain_kind(index, mention)
        return None

    def _percent_kind(self, index: int) -> str:
        if self._differs(index):
            return "difference"
        return "change" if self._changes(index) else "percent"

    def _differs(self, index: int) -> bool:
        """Whether "difference" speaks of this one value, and not of the two that differ."""
        first = self.scan.segment(index)[0]
        near = max(index - NEAR, first)
        if self.lower[index - 1 : index] == ["="] and index > 1 and self.lower[index - 2] in {"?", "δ", "delta"}:
            return True  # the sign of a difference, or what is left of it
        if self.is_opposed(index):
            return False
        return self.scan.cue("difference", near, index) or self._difference_between(first, index)

    def _difference_between(self, first: int, index: int) -> bool:
        """ "the difference in scores between the X and Y groups was -1.5": however far before the value."""
        last = max((i for i in range(first, index) if self.scan.kind(i) in PLAIN | {"percent"}), default=first)
        between = any(self.lower[i] in {"between", "entre"} for i in range(last, index))
        return between and self.scan.cue("difference", last, index) and self.tokens[self._said_by(index)].has("auxiliary", "measure_verb", "of")

    def _changes(self, index: int) -> bool:
        before = self._said_by(index)
        near = max(index - NEAR, self.scan.segment(index)[0])
        if self.lower[before] not in PLACING and self.scan.cue("change", near, index):
            return True
        behind = self.scan.text(index + 1, index + BEHIND).split(",")[0]
        return self.scan.words.cue("change", behind) and not self.scan.any(
            index + 1, index + BEHIND, "auxiliary", "person"
        )

    def _said_by(self, index: int) -> int:
        """The token that introduces a value: the one before, but for adverbs, articles and statistics."""
        before = index - 1
        skip = self.scan.words.classes["filler"]
        while before > 0 and (
            (self.lower[before] in skip and not self.tokens[before].has("auxiliary", "have", "preposition"))
            or self.tokens[before].has("determiner", "respectively")
        ):
            before -= 1
        return max(before, 0)

    # -- plain figures -----------------------------------------------------------------------------------------

    def _plain_kind(self, index: int, mention: Mention) -> str | None:
        if self._is_size(index, mention):
            return None
        if mention.kind == "time" and mention.values.get("cue") not in {"none", None, "for"}:
            return None
        kind = self._statistic(index)
        strong = self._has_spread(index) or self.is_opposed(index)
        if strong or (kind is not None and self._is_said(index)) or self._is_labelled(index):
            return kind or self._default(index, mention)
        if mention.kind == "number" and self._counts_events(index, mention):
            return "count"
        if mention.kind == "time":
            return None
        if (mention.kind == "measure" or _fraction(mention)) and self._is_said(index):
            return kind or "score"
        return None

    def _default(self, index: int, mention: Mention) -> str:
        if mention.kind == "time":
            return "duration"
        if self._has_spread(index):
            return "mean"
        return "score" if mention.kind == "measure" or _fraction(mention) else "count"

    def _statistic(self, index: int) -> str | None:
        """The statistic that is named before a figure in its clause, or just behind it."""
        first = self.scan.clause(index)[0]
        if self._differs(index):
            return "difference"
        if self._is_rate(index):
            return "rate"
        for name, kind in (("ls_mean", "ls_mean"), ("median", "median"), ("mean", "mean"), ("duration", "duration")):
            if self.scan.cue(name, first, index) or self.scan.cue(name, index + 1, index + BEHIND):
                return kind
        return "change" if self._changes(index) else None

    def _is_rate(self, index: int) -> bool:
        """Whether "per 100 woman-years" follows the figure or the list that it belongs to."""
        behind = self.scan.text(index + 1, index + 9)
        return self.scan.words.cue("rate", behind.split(")")[0].split(";")[0])

    def _is_said(self, index: int) -> bool:
        """Whether a verb or sign states the figure: "was 12 mm Hg", "by 6 points", "of 3.2"."""
        before = self._said_by(index)
        token = self.tokens[before]
        if token.has("auxiliary", "measure_verb", "have", "person_verb") or token.text in SAYING:
            return True
        return any(self.scan.words.cue(name, token.text) for name in ("difference", "mean", "median", "change"))

    def _is_labelled(self, index: int) -> bool:
        """ "(mizolastine: -36.7 mm, P = 0.0001; placebo: -16.3)": a name and a colon before the figure."""
        return index > 1 and self.lower[index - 1] in {":", "="} and index - 2 in self.scan.arm_at

    def _has_spread(self, index: int) -> bool:
        if index in self.spreads:
            return True
        for i in range(index + 1, min(index + BEHIND, self.scan.size)):
            if self.scan.kind(i) in {"dispersion", "interval"}:
                return True
            if not (self.lower[i] in OPENING or self.scan.is_unit(i)):
                return False
        return False

    def is_opposed(self, index: int) -> bool:
        """Whether a figure stands in a pair of its like: "(3 vs. 9)", "26 v 16 days"."""
        return any(self._opposite(index, step) for step in (1, -1))

    def _opposite(self, index: int, step: int) -> bool:
        versus = False
        for i in self.scan.walk(index, step):
            token, kind = self.tokens[i], self.scan.kind(i)
            if token.has("versus") and token.text not in {"than", "que", "qu'"}:
                versus = True
            elif kind in PLAIN | {"percent", "people"} and i not in self.used:
                return versus
            elif not (
                kind in BESIDE
                or i in self.used
                or self.scan.is_unit(i)
                or token.text in ",%"
                or token.has("person", "of")
            ):
                return False
        return False

    def _is_size(self, index: int, mention: Mention) -> bool:
        """Whether a figure counts what the trial is made of, or stands in a scale: "in 12 centres", "0 to 158"."""
        after = self.scan.token(index + 1)
        if after is not None and after.text in self.scan.words.classes["design_noun"]:
            return True
        if self._is_test(index):
            return True
        first = self.scan.segment(index)[0]
        return self.scan.cue("scale", max(first, index - NEAR), index) and not _fraction(mention)

    def _is_test(self, index: int) -> bool:
        """Whether a figure is a test's: "χ(2)(1) = 0.35", "t = 2.1"."""
        i = index - 1
        while i > 0 and (self.lower[i] in {"=", "(", ")", ","} or self.scan.kind(i) == "number"):
            i -= 1
        return i < index - 1 and self.lower[max(i, 0)] in self.scan.words.classes["test_statistic"]

    # -- counts ------------------------------------------------------------------------------------------------

    def _restates(self, index: int) -> bool:
        """Whether a fraction only says a percentage once more: "62% (8/13)"."""
        return any(self.scan.kind(i) == "percent" for i in (index - 1, index - 2, index + 2) if 0 <= i < self.scan.size)

    def _counts_people(self, index: int) -> bool:
        """Whether people are counted because something happened to them, not because they take part."""
        first, last = self.scan.clause(index)
        if self.scan.cue("recruiting", first, last) or self._is_definite(index):
            return False
        if self.lower[index].endswith(tuple(self.scan.words.classes["case"])):
            return True
        if self.lower[index].split()[0] in self.scan.words.classes["article"] and not self._goes_on(index, first):
            return False
        end = next((i for i in range(index + 1, last) if self.scan.separates(i)), last)
        if any(
            self.scan.is_verb(i) and not self.tokens[i].has("receive")
            for i in range(index + 1, min(end, index + 2 * NEAR))
        ):
            return True
        before = self._said_by(index)
        return self.tokens[before].has("preposition") and any(self.scan.is_verb(i) for i in range(first, before))

    def _is_definite(self, index: int) -> bool:
        """ "les 101 premiers patients": a group that is known already is not counted."""
        words = {self.lower[index].split()[0], self.lower[index - 1] if index else ""}
        return bool(words & self.scan.words.classes["definite"])

    def _goes_on(self, index: int, first: int) -> bool:
        """Whether "one patient" is counted beside others, or opens the clause."""
        return index == first or any(self.scan.kind(i) in {"people", "percent"} for i in range(first, index))

    def _counts_events(self, index: int, mention: Mention) -> bool:
        """ "0 CRS", "11 severe infections", "(1 grade 3, 0 grade 4)": a bare number before what it counts."""
        number = _whole(mention)
        if number is None or number % 1 or not 0 <= number < MAX_EVENTS:
            return False
        after = index + 1
        if self.scan.kind(after) == "grade" or self._stands_in_arm(index):
            return True
        while after < self.scan.size and after - index <= 3 and not self._is_event(after):
            token = self.tokens[after]
            if (
                after in self.read.mentions
                or not token.text[0].isalpha()
                or token.has("of", "preposition", "and", "person", "versus")
            ):
                return False
            after += 1
        return after < self.scan.size and after - index <= 3

    def _stands_in_arm(self, index: int) -> bool:
        """ "there was 1 pulmonary embolus in the X group": a number, a noun, and who had it."""
        there = self.tokens[self._said_by(index)].has("auxiliary", "have", "passive", "person_verb")
        i = index + 1
        while i < self.scan.size and i - index <= BEHIND and self._is_noun(i):
            i += 1
        if i == index + 1 or i >= self.scan.size or not self.tokens[i].has("preposition"):
            return False
        while i < self.scan.size and self.tokens[i].has("preposition", "determiner", "of", "person"):
            i += 1
        return i in self.scan.arm_at and (there or self._counted_before(index))

    def _is_noun(self, index: int) -> bool:
        token = self.tokens[index]
        return (
            token.text[0].isalpha()
            and index not in self.read.mentions
            and index not in self.scan.arm_at
            and not token.has("preposition", "and", "versus", "determiner", "person", "auxiliary", "have", "receive", "relative")
        )

    def _counted_before(self, index: int) -> bool:
        first = self.scan.clause(index)[0]
        return any(self.scan.kind(i) in {"people", "percent"} for i in range(first, index))

    def _is_event(self, index: int) -> bool:
        return index in self.read.endpoints or self.lower[index] in self.scan.words.classes["event"]

    # -- several figures ---------------------------------------------------------------------------------------

    def _take_brackets(self) -> None:
        """Mark the figures of a bracket that spreads around the value before it: "13 [9, 16]", "6.9 (4.8) mm Hg"."""
        for opened, closed in self.scan.closer.items():
            owner = opened - 1
            while owner > 0 and self.scan.is_unit(owner):
                owner -= 1
            if owner < 0 or self.scan.kind(owner) not in PLAIN | {"percent"}:
                continue
            inside = [i for i in range(opened + 1, closed) if i in self.read.mentions]
            bare = all(
                i in self.read.mentions or self.lower[i] in LIST_SIGNS or self.scan.is_unit(i)
                for i in range(opened + 1, closed)
            )
            kinds = {self.scan.kind(i) for i in inside}
            shares = self.scan.kind(owner) == "percent" and len(inside) == PAIR and kinds <= PLAIN | {"percent"}
            if not inside or not (bare or shares) or not (kinds <= PLAIN or shares):
                continue
            glued = owner == opened - 1 and self.scan.kind(owner) == "number"  # "6.9 (4.8) mm Hg"
            if len(inside) == 1 and not glued and not self._names_spread(owner):
                continue
            self.used.update(inside)
            made = self._spread([self.read.mentions[i] for i in inside], owner)
            if made is not None:
                self.spreads[owner] = made

    def _take_signed(self) -> None:
        """Mark the figures after a sign of spread that no rule has read: "24.5 +/- 2.3 mm Hg"."""
        for index, mention in self.read.mentions.items():
            first = index
            while first > 0 and self.lower[first - 1] in SPREAD_SIGNS:
                first -= 1
            signs = "".join(self.lower[first:index]) + (self.lower[index][0] if self.lower[index][0] in SPREAD_SIGNS else "")
            if mention.kind in PLAIN | {"percent"} and ("±" in signs or "+/-" in signs or "-/+" in signs):
                self.used.update(range(first, index + 1))
                owner = first - 1
                while owner > 0 and self.scan.is_unit(owner):
                    owner -= 1
                if owner >= 0 and _whole(mention) is not None:
                    values = {
                        "type": "sd" if not self.scan.cue("spread_se", 0, owner) else "se",
                        "value": mention.values["value"],
                    }
                    self.spreads[owner] = replace(
                        mention, kind="dispersion", rule="prose.sign", values=values, spans={}
                    )

    def _take_counts(self) -> None:
        """ "(28, 28.3%)": a count before its share in one bracket."""
        for index, mention in self.read.mentions.items():
            number = _whole(mention)
            if mention.kind != "number" or number is None or number % 1 or index + 2 >= self.scan.size:
                continue
            opens = index > 0 and self.lower[index - 1] in OPENING and self.lower[index + 1] in {",", ";"}
            if opens and self.scan.kind(index + 2) == "percent":
                self.used.update((index, index + 1))
                self.numerators[index + 2] = int(number)

    def _names_spread(self, index: int) -> bool:
        return any(self.scan.cue(name, 0, index) for name in ("spread_sd", "spread_se", "spread_iqr"))

    def _spread(self, inside: list[Mention], owner: int) -> Mention | None:
        kinds = [name for name in ("iqr", "sd", "se") if self.scan.cue(f"spread_{name}", 0, owner)]
        start, end = inside[0].start, inside[-1].end
        if len(inside) == 1 and kinds:
            kind = next((k for k in kinds if k != "iqr"), "sd")
            values: dict[str, Decimal | str] = {"type": kind, "value": inside[0].values["value"]}
        elif len(inside) == PAIR and all(_whole(m) is not None for m in inside):
            lower, upper = (_number(m.values["value"]) for m in inside)
            if lower > upper:
                lower, upper = upper, lower  # of a reduction, the larger comes first
            values = {"type": "iqr" if "iqr" in kinds else "range", "lower": lower, "upper": upper}
        else:
            return None
        return replace(
            inside[0], kind="dispersion", start=start, end=end, rule="prose.bracket", values=values, spans={}
        )

    def _listed_with(self, found: list[Value]) -> list[Value]:
        """Plain figures that no evidence of their own speaks for, in one list with a value."""
        kinds = {value.token: value.kind for value in found}
        added: list[Value] = []
        for index, mention in sorted(self.read.mentions.items()):
            if index in self.scan.arm_at or index in kinds or index in self.used or mention.kind not in PLAIN or _whole(mention) is None:
                continue
            if mention.kind == "time" and mention.values.get("cue") not in {"none", None, "for"}:
                continue
            if self._is_size(index, mention):
                continue
            kind = next((kinds[i] for step in (-1, 1) if (i := self._neighbour(index, step, kinds)) is not None), None)
            if kind is not None and kind not in EFFECTS - {"difference"}:
                kinds[index] = kind
                added.append(self._make(index, mention, kind))
        return added

    def _neighbour(self, index: int, step: int, kinds: dict[int, str]) -> int | None:
        """The value of a like kind that "and", a comma or "versus" joins to a figure."""
        joined = False
        for i in self.scan.walk(index, step):
            token = self.tokens[i]
            if i in kinds:
                like = self.scan.kind(i) in PLAIN | {"people"}
                return i if joined and like and kinds[i] not in RATIOS else None
            if token.has("and", "versus") or token.text in {",", "/", "to", "à"}:
                joined = True
            elif not self._passes(i):
                return None
        return None

    def _passes(self, index: int) -> bool:
        """Whether a token may stand between two values of a list."""
        token = self.tokens[index]
        if index in self.scan.arm_at or index in self.used or self.scan.kind(index) in BESIDE | {"time"}:
            return True
        return (
            self.scan.is_unit(index)
            or token.text in "()[]%"
            or token.has("of", "person", "preposition", "determiner", "respectively", "receive", "#fraction")
            or token.text in {"only", "from", "baseline", "de"}
        )

    def _mark_twins(self, found: list[Value]) -> None:
        """Link a bracketed figure to the value before the bracket that it restates: "8.8 mm Hg (33.4%)"."""
        for left, right in zip(found, found[1:], strict=False):
            opened = self.scan.opener[right.token]
            if opened is None or left.token >= opened or right.token == left.token:
                continue
            main = left.twin or left
            gap = all(
                self.scan.is_unit(i) or i in self.used or self.scan.kind(i) in BESIDE or self.lower[i] in "()[],"
                for i in (*range(main.token + 1, opened), *range(opened + 1, right.token))
            )
            closed = self.scan.closer.get(opened, self.scan.size)
            alone = all(
                self._passes(i) and not self.tokens[i].has("preposition") for i in range(right.token + 1, closed)
            )
            if (
                gap
                and alone
                and left.mention.kind != right.mention.kind
                and left.kind not in RATIOS
                and right.kind not in EFFECTS
            ):
                right.twin = main

    def _repeats(self, value: Value, found: list[Value]) -> bool:
        """Whether a bracket only repeats in figures what was spelled: "seventy-five percent of subjects on X (75%)"."""
        spelled = [v for v in found if v.token < value.token and not self.lower[v.token][0].isdigit() and v.mention.kind == "percent"]
        return self.scan.opener[value.token] is not None and any(
            v.number == value.number and v.mention.kind == value.mention.kind for v in spelled
        )

    def _names_endpoint(self, value: Value, found: list[Value]) -> bool:
        """Whether a percentage belongs to what was reached: "61% achieved a 75% improvement"."""
        if value.mention.kind not in {"percent", "percent_range"}:
            return False
        after = self.scan.text(value.token + 1, value.token + BEHIND)
        listed = any(
            self.lower[i] in {",", "and", "et"} for i in range(value.token + 1, min(value.token + 2, self.scan.size))
        )
        if not self.scan.words.cue("change", after) and not listed:
            return False
        verb = self._said_by(value.token)
        while verb > 0 and (self.scan.kind(verb) == "percent" or self.lower[verb] in {",", "and", "et", "least", "at"}):
            verb -= 1
        if not self.tokens[verb].has("reaching") or self.tokens[verb].has("auxiliary"):
            return False
        first = self.scan.clause(value.token)[0]
        return any(first <= other.token < verb for other in found) or self.scan.any(first, verb, "person")


def _number(value: Decimal | str) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(value)


def _whole(mention: Mention) -> Decimal | None:
    value = mention.values.get("value")
    return value if isinstance(value, Decimal) else None


def _count(value: Decimal | str | None) -> int | None:
    return int(value) if isinstance(value, Decimal) else None


def _fraction(mention: Mention) -> bool:
    value = mention.values.get("value")
    return isinstance(value, Decimal) and value % 1 != 0


def _unit(mention: Mention, kind: str) -> str | None:
    if mention.kind in {"percent", "percent_range"}:
        return "percentage points" if kind == "difference" else "%"
    if mention.kind == "points":
        return "percentage points"
    if mention.kind in {"fraction", "people"} or kind == "count":
        return "patients"
    unit = mention.values.get("unit")
    return unit if isinstance(unit, str) else None
