"""Results in running text: values, their arms, endpoints, times, intervals and p values, sentence by sentence."""

from dataclasses import dataclass
from decimal import Decimal

from slideextract.assemble.arms import Arm
from slideextract.assemble.draft import Draft, Named
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.links import Linker, Value, group_values
from slideextract.assemble.phrases import Phrase, Phrases
from slideextract.assemble.reading import Read
from slideextract.mentions import Mention

RATIOS = frozenset({"hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio"})
PAIR = 2
MAX_SATELLITE = 14  # tokens between a value and the interval or p that qualifies it


class Prose:
    """Assembles the results of one line.

    Args:
        text: the document's text.
        read: the line, tokenised and typed.
    """

    def __init__(self, text: str, read: Read) -> None:
        self.text, self.read = text, read
        self.tokens, self.words = read.tokens, read.vocabulary
        self.phrases = Phrases(read.tokens, read.covered, set(read.endpoints), read.vocabulary)
        self.lower = [token.text for token in read.tokens]

    def drafts(self, carried: "Carried") -> list[Draft]:
        """The results of the line; `carried` gives and keeps what stands in neighbouring lines."""
        values = self._candidates()
        if not values:
            self._announce(carried)
            return []
        groups = group_values(self.tokens, values, self.read.arms)
        Linker(self.tokens, self.read.arms, groups).link()
        drafts: list[Draft] = []
        named: Named | None = None
        for group in groups:
            named = self._endpoint(group, groups) or named
            for value in group:
                drafts.append(self._draft(value, named))
        self._satellites(values, drafts)
        self._times(values, drafts)
        carried.fill(drafts, self.read.line.index)
        return drafts

    def _announce(self, carried: "Carried") -> None:
        """A line that ends in a colon names what the lines below it measure: «en termes d'incidence de :»."""
        if self.lower and self.lower[-1] == ":":
            measured = [i for i in self.read.endpoints]
            phrase = self.phrases.best(min(measured), max(measured) + 1) if measured else None
            carried.announced = self._name(phrase) or carried.announced

    # -- candidates --------------------------------------------------------------------------------------------

    def _candidates(self) -> list[Value]:
        found: list[Value] = []
        for index, mention in sorted(self.read.mentions.items()):
            kind = self._kind(index, mention)
            if kind is not None:
                found.append(Value(index, kind))
        return found

    def _kind(self, index: int, mention: Mention) -> str | None:
        """What a typed figure measures, or None when it is no result."""
        if mention.kind in RATIOS:
            return mention.kind
        if mention.kind == "points":
            return "difference"
        if mention.kind == "percent":
            return self._percent_kind(index)
        if mention.kind == "fraction":
            return "count"
        if mention.kind in {"measure", "number", "time", "people"}:
            return self._plain_kind(index, mention)
        return None

    def _before(self, index: int, reach: int = 12) -> str:
        """The words that lead to a value, back to the last strong sign."""
        first = index
        while first > 0 and index - first < reach and self.tokens[first - 1].text not in {";", ")"}:
            first -= 1
        return " ".join(self.lower[first:index])

    def _near(self, index: int) -> str:
        return " ".join(self.lower[max(0, index - 4) : index])

    def _percent_kind(self, index: int) -> str:
        near, after = self._near(index), " ".join(self.lower[index + 1 : index + 4])
        if self.words.cue("difference", near):
            return "difference"
        if self.words.cue("change", near) or self.words.cue("change", after.split(",")[0]):
            return "change"
        return "percent"

    def _plain_kind(self, index: int, mention: Mention) -> str | None:
        before, near = self._before(index), self._near(index)
        spread = any(
            i in self.read.mentions and self.read.mentions[i].kind == "dispersion" for i in range(index + 1, index + 4)
        )
        if self.words.cue("difference", near) and mention.kind != "people":
            return "difference"
        if mention.kind in {"number", "measure"} and self._is_rate(index):
            return "rate"
        if mention.kind == "time" and mention.values.get("cue") not in {"none", None, "for"}:
            return None
        if self.words.cue("ls_mean", before):
            return "ls_mean"
        if self.words.cue("median", before) or self.words.cue("median", " ".join(self.lower[index + 1 : index + 5])):
            return "median"
        if self.words.cue("mean", before) or spread:
            return "mean"
        if mention.kind == "time":
            return "duration" if self.words.cue("duration", before) else None
        if self._is_listed(index):
            return (
                "count"
                if mention.kind in {"people", "number"} and mention.values.get("value", Decimal("0.5")) % 1 == 0
                else "score"
            )
        if mention.kind == "people":
            return "count" if self._counts_event(index) else None
        return "score" if mention.kind == "measure" and self._is_said(index) else None

    def _is_listed(self, index: int) -> bool:
        """Whether a bare figure stands in a pair of its like: "(3 vs. 9)"."""
        for step in (1, -1):
            i = index + step
            while 0 <= i < len(self.tokens) and abs(i - index) <= 3:
                if self.tokens[i].has("versus") and self.tokens[i].text[0] not in "tq":
                    return True
                if self.tokens[i].text in {"(", ")", ";"}:
                    break
                i += step
        return False

    def _counts_event(self, index: int) -> bool:
        return any(token.has("person_verb") for token in self.tokens[index + 1 : index + 10]) and not self.words.cue(
            "receive", " ".join(self.lower[index + 1 : index + 4])
        )

    def _is_rate(self, index: int) -> bool:
        """Whether "per 100 woman-years" follows the figure or the list that it belongs to."""
        return self.words.cue("rate", " ".join(self.lower[index + 1 : index + 9]).split(")")[0].split(";")[0])

    def _is_said(self, index: int) -> bool:
        """Whether a verb or sign states the figure: "was 12 mm Hg", "by 6 points", "(12 mm Hg"."""
        before = index - 1
        while (
            before > 0
            and self.tokens[before].text in self.words.classes["filler"]
            and not self.tokens[before].has("auxiliary")
        ):
            before -= 1
        token = self.tokens[max(before, 0)]
        return token.has("auxiliary", "measure_verb") or token.text in {"by", "to", ":", "=", "(", "averaged", "à"}

    # -- endpoints ---------------------------------------------------------------------------------------------

    def _endpoint(self, group: list[Value], groups: list[list[Value]]) -> Named | None:
        first, last = group[0].token, group[-1].token
        opened = self._opened(first)
        left = self._left(first, groups)
        right = self._right(last, groups)
        phrase: Phrase | None = None
        if opened is not None:
            phrase = self.phrases.best(opened + 1, first) or self._bracketed(opened, left)
        phrase = phrase or self._clause(left, opened if opened is not None else first, last, right)
        if phrase is None and left > 0:
            start = self._sentence_left(first)
            phrase = self._clause(start, opened if opened is not None else first, last, right)
        return self._name(phrase)

    def _name(self, phrase: Phrase | None) -> Named | None:
        if phrase is None:
            return None
        start, end = self.tokens[phrase.first].start, self.tokens[phrase.last - 1].end
        return Named(" ".join(self.text[start:end].split()), start, end)

    def _opened(self, index: int) -> int | None:
        depth = 0
        for i in range(index - 1, -1, -1):
            if self.lower[i] in {")", "]"}:
                depth += 1
            elif self.lower[i] in {"(", "["}:
                if depth == 0:
                    return i
                depth -= 1
        return None

    def _left(self, index: int, groups: list[list[Value]]) -> int:
        for i in range(index - 1, -1, -1):
            if self.lower[i] in {";", "•"} or self.tokens[i].has("contrast"):
                return i + 1
        return 0

    def _sentence_left(self, index: int) -> int:
        return 0

    def _right(self, index: int, groups: list[list[Value]]) -> int:
        for i in range(index + 1, len(self.tokens)):
            if self.lower[i] in {";", "•"} or self.tokens[i].has("contrast"):
                return i
        return len(self.tokens)

    def _bracketed(self, opened: int, left: int) -> Phrase | None:
        """ "vomiting (29 % vs. 9 %), nausea (23 % vs. 12 %)": the words before the bracket."""
        first = opened
        while first > left and self.lower[first - 1] not in {")", "]", ":", ";"}:
            first -= 1
        listed = first > left and self.lower[first - 1] in {")", "]"}
        verb = self._verb(first, opened)
        if verb is None:
            if not listed:
                comma = max((i for i in range(first, opened) if self.lower[i] == ","), default=None)
                if comma is not None:
                    return self.phrases.best(comma + 1, opened) or self.phrases.best(first, opened)
            return self.phrases.best(first, opened)
        return self._around(first, verb, opened)

    def _verb(self, first: int, last: int) -> int | None:
        """The main verb between two tokens: the last one that is no participle of another."""
        found = None
        for i in range(first, last):
            token = self.tokens[i]
            if i in self.read.endpoints or i in self.phrases.arms:
                continue
            if token.has("auxiliary", "measure_verb", "have", "person_verb") and not (
                i > first and self.tokens[i - 1].has("relative")
            ):
                found = i
        return found

    def _around(self, first: int, verb: int, last: int) -> Phrase | None:
        """Subject or object of a verb: whichever says what was measured."""
        subject = self.phrases.best(first, verb)
        while subject is not None and subject.weight < 1:
            subject = None
        obj = self.phrases.best(verb + 1, last)
        if self.tokens[verb].has("person_verb") and not self.tokens[verb].has("auxiliary"):
            if obj is not None and obj.weight >= 1:
                return obj
            return subject or self._alone(verb)
        return subject or obj

    def _alone(self, verb: int) -> Phrase | None:
        return Phrase(verb, verb + 1, 0.5) if self.tokens[verb].has("event_verb") else None

    def _clause(self, left: int, first: int, last: int, right: int) -> Phrase | None:
        verb = self._verb(left, first)
        if verb is not None:
            phrase = self._around(left, verb, first)
            if phrase is not None:
                return phrase
        after = self._verb_after(last + 1, right)
        if after is not None:
            end = self._object_end(after + 1, right)
            phrase = self.phrases.best(after + 1, end)
            if phrase is not None and phrase.weight >= 0.5:
                return phrase
            if self._alone(after) is not None and not self.tokens[after].has("measure_verb"):
                return self._alone(after)
        return self.phrases.best(left, first) or self.phrases.best(last + 1, right)

    def _verb_after(self, first: int, last: int) -> int | None:
        for i in range(first, last):
            token = self.tokens[i]
            if i in self.read.endpoints or i in self.phrases.arms:
                continue
            if token.has("person_verb", "auxiliary", "have", "measure_verb"):
                following = self.tokens[i + 1] if i + 1 < last else None
                if token.has("auxiliary", "have") and following is not None and following.has("person_verb"):
                    continue
                return i
        return None

    def _object_end(self, first: int, last: int) -> int:
        for i in range(first, last):
            token = self.tokens[i]
            if token.text in {"(", "[", ";"} or token.has("versus", "contrast"):
                return i
            if token.has("#percent", "#people") or (token.text == "," and i > first + 1):
                return i
        return last

    # -- drafts ------------------------------------------------------------------------------------------------

    def _draft(self, value: Value, named: Named | None) -> Draft:
        mention = self.read.mentions[value.token]
        raw = mention.spans.get("raw", (mention.start, mention.end))
        arms = self.read.arms
        draft = Draft(
            line=self.read.line,
            mention=mention,
            raw=raw,
            value=_number(mention.values["numerator"] if mention.kind == "fraction" else mention.values["value"]),
            kind=value.kind,
            unit=_unit(mention, value.kind),
            rule=f"prose.{value.rule or 'alone'}",
            quote=self.read.line.span,
            arm=None if value.arm is None else arms[value.arm],
            comparator=None if value.comparator is None else arms[value.comparator],
            endpoint=named,
            flags=list(value.flags),
            group=value.group,
        )
        if "numerator" in mention.values:
            draft.numerator = int(_number(mention.values["numerator"]))
        if "denominator" in mention.values:
            draft.denominator = int(_number(mention.values["denominator"]))
        if value.kind in RATIOS | {"difference"} and self.words.cue("adjusted", self._before(value.token, 8)):
            draft.adjusted = True
        return draft

    def _satellites(self, values: list[Value], drafts: list[Draft]) -> None:
        """Give each interval, spread and p to the value that it qualifies."""
        for index, mention in sorted(self.read.mentions.items()):
            if mention.kind not in {"interval", "dispersion", "p"}:
                continue
            owners = [k for k, v in enumerate(values) if v.token < index]
            if not owners:
                continue
            owner = owners[-1]
            if (
                mention.kind == "dispersion"
                and index - values[owner].token <= MAX_SATELLITE
                and drafts[owner].dispersion is None
            ):
                drafts[owner].dispersion = mention
            elif mention.kind == "interval" and drafts[owner].interval is None:
                drafts[owner].interval = mention
            elif mention.kind == "p" and mention.values.get("value") is not None:
                self._give_p(mention, values, drafts, owner)

    def _give_p(self, mention: Mention, values: list[Value], drafts: list[Draft], owner: int) -> None:
        """A p sits on the difference or ratio of its group, else on the group's first arm."""
        group = [k for k in range(owner + 1) if self._same_comparison(values, drafts, k, owner)]
        effects = [k for k in group if drafts[k].kind in RATIOS | {"difference"}]
        target = effects[-1] if effects else group[0]
        if drafts[target].p is None:
            drafts[target].p = mention

    def _same_comparison(self, values: list[Value], drafts: list[Draft], k: int, owner: int) -> bool:
        if values[k].group == values[owner].group:
            return True
        same = drafts[k].endpoint == drafts[owner].endpoint
        between = any(
            m.kind == "p" and m.values.get("value") is not None and values[k].token < i < values[owner].token
            for i, m in self.read.mentions.items()
        )
        return same and not between

    def _times(self, values: list[Value], drafts: list[Draft]) -> None:
        times = [
            (i, m)
            for i, m in sorted(self.read.mentions.items())
            if m.kind == "time" and m.values.get("cue") in {"label", "at", "after", "by", "within"}
        ]
        if not times:
            return
        taken = {v.token for v in values}
        for value, draft in zip(values, drafts, strict=True):
            nexts = [(i, m) for i, m in times if i > value.token and not any(value.token < t < i for t in taken)]
            befores = [(i, m) for i, m in times if i < value.token]
            if nexts and nexts[0][0] - value.token <= 4:
                draft.time = nexts[0][1]
            elif befores:
                draft.time = befores[-1][1]
            else:
                draft.time = times[0][1]


@dataclass(slots=True)
class Carried:
    """What a line may take from the trial's other lines, always flagged."""

    inventory: Inventory
    endpoint: Named | None = None
    pair: tuple[Arm, Arm] | None = None
    index: int = -1  # of the last block that gave something
    announced: Named | None = None  # what a line that ends in a colon says is measured below it

    def fill(self, drafts: list[Draft], block: int) -> None:
        """Fill the slots that a line doesn't print; then keep what it prints for the lines after it."""
        if block != self.index:
            self.endpoint = self.announced
        for draft in drafts:
            if draft.endpoint is None and self.endpoint is not None:
                draft.endpoint = self.endpoint
                draft.flags.append("endpoint_inferred")
        for group in sorted({draft.group for draft in drafts}):
            self._fill_pair([draft for draft in drafts if draft.group == group])
        named = [draft.endpoint for draft in drafts if draft.endpoint]
        self.endpoint, self.index = (named[-1] if named else self.endpoint), block

    def _fill_pair(self, group: list[Draft]) -> None:
        if len(group) == PAIR:
            first, second = group
            if first.arm and second.arm and first.arm.key != second.arm.key:
                self.pair = (first.arm, second.arm)
            elif first.rule.startswith("prose.pair"):
                self._complete(first, second)
        for draft in group:
            self._lone(draft)

    def _complete(self, first: Draft, second: Draft) -> None:
        """The arms of "29 % vs. 9 %" that the line itself doesn't name."""
        if first.arm is None and second.arm is None:
            pair = self.pair or self.inventory.contrast
            if pair is None:
                return
            first.arm, second.arm = pair
            first.flags.append("arm_inferred")
            second.flags.append("arm_inferred")
        elif first.arm is None or second.arm is None:
            missing, given = (first, second) if first.arm is None else (second, first)
            other = self.inventory.other(given.arm) if given.arm else None
            if other is None:
                return
            missing.arm = other
            missing.flags.append("arm_inferred")
        first.comparator = second.arm

    def _lone(self, draft: Draft) -> None:
        """An effect without arms compares the trial's two; a lone arm's trial has no other."""
        if draft.kind in RATIOS | {"difference"}:
            pair = self.pair or self.inventory.pair
            if draft.arm is None and pair is not None:
                draft.arm = pair[0]
            if draft.comparator is None and draft.arm is not None:
                rest = [arm for arm in (pair or ()) if arm.key != draft.arm.key]
                draft.comparator = rest[0] if len(rest) == 1 else self.inventory.other(draft.arm)
        elif draft.arm is None and self.inventory.lone is not None:
            draft.arm = self.inventory.lone
            draft.flags.append("arm_inferred")


def _number(value: Decimal | str) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(value)


def _unit(mention: Mention, kind: str) -> str | None:
    if mention.kind == "percent":
        return "percentage points" if kind == "difference" else "%"
    if mention.kind == "points":
        return "percentage points"
    if mention.kind in {"fraction", "people"} or kind == "count":
        return "patients"
    unit = mention.values.get("unit")
    return unit if isinstance(unit, str) else None
