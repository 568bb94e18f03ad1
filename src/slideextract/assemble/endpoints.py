"""What each list of values measures: the phrase before it, behind it, or before its bracket.

"A response occurred in 46%" and "the response rate was 46%" say it before the value; "46% of the patients had a
response" and "0 deaths" behind it. Where a list has no phrase of its own, the one before it in the line still holds.
"""

from collections.abc import Sequence

from slideextract.assemble.draft import Named
from slideextract.assemble.lists import Block
from slideextract.assemble.phrases import WEAK, Phrase, Phrases
from slideextract.assemble.scan import CLOSING, OPENING, Scan
from slideextract.assemble.value import EFFECTS, Value

BETWEEN = frozenset({"time", "fraction", "dose", "regimen", "people"})  # figures that a subject may hold
FOR = frozenset({"for", "pour", "on", "sur"})
STATISTIC_SIGNS = frozenset({";", ",", "(", ")", "[", "]"})
ADVERBS = ("ly", "ment")
SOLID = 1.0  # weight of a phrase with one content word


class Endpoints:
    """Names the endpoints of one line.

    Args:
        text: the document's text.
        scan: the line.
        chains: its values, as lists told side by side.
    """

    def __init__(self, text: str, scan: Scan, chains: Sequence[list[Block]]) -> None:
        self.text, self.scan, self.tokens, self.chains = text, scan, scan.tokens, chains
        self.phrases = Phrases(scan.tokens, set(scan.arm_at), set(scan.read.endpoints), scan.words)

    def names(self) -> list[list[Named | None]]:
        """For each chain the name of each of its values, in their order."""
        found: list[list[Named | None]] = []
        tails: list[int] = []
        current = None
        for chain in self.chains:
            opened = self.scan.opener[chain[0].first]
            left = max((tail for tail in tails if opened is None or tail <= opened), default=0)
            inner = self._inner(chain[0].values[0])
            phrase = self._phrase(chain, left) if inner is None else None
            current = inner or current
            if phrase is None and current is None:
                phrase = self._backward(0, chain[0].first, opened)
            if phrase is None and current is None:
                phrase = self._behind(chain[-1].last) or self._predicate(chain)
            values = [value for block in chain for value in block.values]
            shared = self._shared(chain, phrase) if phrase is not None else None
            if shared is None:
                current = self.name(phrase) or current
                found.append([current] * len(values))
            else:
                found.append(shared)
                current = shared[-1]
            tails.append(self._end(chain[-1]))
        return found

    def _inner(self, value: Value) -> Named | None:
        """The words that a count holds itself, with those behind them: "10 severe flares"."""
        if value.inner is None:
            return None
        last = self.scan.nouns.get(value.token, value.token + 1)
        while last > value.token + 1 and not self.phrases.content(last - 1):
            last -= 1
        start, end = value.inner[0], self.tokens[last - 1].end
        return Named(" ".join(self.text[start:end].split()), start, end)

    def _end(self, block: Block) -> int:
        """Where the words end that belong to a list: behind its brackets, or behind the arm that follows it."""
        tail = self.tail(block.last)
        arms = [self.scan.arms[v.arm] for v in block.values if v.arm is not None]
        near = (arm.last for arm in arms if arm.first > block.last and not self._values_in(block.last + 1, arm.first))
        return max([tail, *near])

    def _values_in(self, first: int, last: int) -> bool:
        return any(self._is_value(i) for i in range(first, last))

    def name(self, phrase: Phrase | None) -> Named | None:
        """The words of a phrase, without the times inside it."""
        if phrase is None:
            return None
        start, end = self.tokens[phrase.first].start, self.tokens[phrase.last - 1].end
        pieces: list[str] = []
        position = start
        for i in range(phrase.first, phrase.last):
            if self.scan.kind(i) == "time" and i not in self.scan.read.endpoints:
                lead = i - 1 if i > phrase.first and self.tokens[i - 1].has("preposition") else i
                pieces.append(self.text[position : self.tokens[lead].start])
                position = self.tokens[i].end
        pieces.append(self.text[position:end])
        return Named(" ".join(" ".join(pieces).split()), start, end)

    # -- where the phrase stands -------------------------------------------------------------------------------

    def _phrase(self, chain: list[Block], left: int) -> Phrase | None:
        first, last = chain[0].first, chain[-1].last
        opened = self.scan.opener[first]
        begin = max(left, self.scan.clause(first)[0])
        counted = self._counted(chain) if chain[0].kind == "count" else None
        if counted is not None:
            return counted
        if opened is not None:
            inside = self._inside(opened, first)
            if inside is not None:
                return inside
        if chain[0].kind in EFFECTS:
            return self._backward(begin, first, opened) or self._after_statistics(last)
        if opened is not None:
            return self._backward(begin, first, opened) or self._forward(last)
        return self._counted(chain) or self._forward(last) or self._backward(begin, first, opened)

    def _inside(self, opened: int, first: int) -> Phrase | None:
        """The words of the value's own part of the bracket: "(weight, 12 vs. 15; height, 8 vs. 9)"."""
        begin = max(opened + 1, self.scan.segment(first)[0])
        phrase = self.phrases.best(begin, first)
        if phrase is None or phrase.weight < SOLID:
            return None
        return None if any(self.tokens[i].has("statistic") for i in range(phrase.first, phrase.last)) else phrase

    def _counted(self, chain: list[Block]) -> Phrase | None:
        """The noun right behind the first or last value: "0 CRS", "20 cases of zoster", "30% OS"."""
        value = chain[0].values[0]
        if value.kind not in {"count", "percent"}:
            return None
        for block in (chain[0], chain[-1]):
            at = block.last + 1
            if value.mention.kind == "people" and self.scan.lower[block.last].endswith(
                tuple(self.scan.words.classes["case"])
            ):
                at += at < self.scan.size and self.tokens[at].has("of")
            elif at < self.scan.size and self.scan.any(block.last - 1, block.last, "among"):
                at += self.tokens[at].has("preposition")
            elif at >= self.scan.size or not self.phrases.content(at) or self._verbal(at) or at in self.scan.arm_at:
                continue
            ends = (i for i in range(at + 1, self._object_end(at)) if self.tokens[i].has("measure_verb"))
            return self.phrases.best(at, next(ends, self._object_end(at)))
        return None

    def _verbal(self, index: int) -> bool:
        return index not in self.scan.read.endpoints and self.tokens[index].has(
            "person_verb", "passive", "auxiliary", "have", "measure_verb", "receive"
        )

    def _forward(self, last: int) -> Phrase | None:
        """The object of the verb behind the values: "46% of the patients in the X group had a response"."""
        verb = self._verb_behind(last)
        if verb is None:
            return None
        while verb + 1 < self.scan.size and self.scan.is_verb(verb + 1):
            verb += 1
        if self.tokens[verb].has("event_verb") and self.scan.any(verb + 1, verb + 2, "preposition"):
            return self._alone(verb)  # "one patient died during the trial"
        phrase = self._object(verb + 1)
        if phrase is not None and phrase.weight >= SOLID / 2:
            return phrase
        return self._alone(verb)

    def _after_statistics(self, last: int) -> Phrase | None:
        """What an effect is "for", behind its interval and p: "HR = 0.6; 95% CI 0.5-0.8; p<0.01 for survival"."""
        i = last + 1
        while i < self.scan.size and (self.scan.is_beside(i) or self.scan.lower[i] in STATISTIC_SIGNS):
            i += 1
        placed = i < self.scan.size and self.scan.lower[i] in FOR
        return self._object(i + 1) if placed else None

    def _verb_behind(self, last: int) -> int | None:
        """The verb whose subject is the values, with only people, arms and times between."""
        i = self.tail(last)
        while i < self.scan.size:
            if self.scan.is_verb(i) and not self.tokens[i].has("receive"):
                return i
            if self.scan.lower[i] in OPENING:
                i = self.scan.skip_bracket(i)
                continue
            if not self._subject_word(i):
                return None
            i += 1
        return None

    def _subject_word(self, index: int) -> bool:
        token = self.tokens[index]
        if index in self.scan.arm_at or self.scan.is_beside(index) or self.scan.kind(index) in BETWEEN:
            return True
        if self.scan.kind(index) is not None:
            return False
        return (
            token.has("of", "determiner", "preposition", "receive", "respectively", "group", "relative")
            or self.scan.is_people(index)
            or (
                token.text == "," and (self.scan.any(index - 1, index + 2, "respectively") or self._closes_aside(index))
            )
        )

    def _closes_aside(self, comma: int) -> bool:
        """Whether a comma ends ", i.e. 60%,"."""
        return self.scan.any(comma - 3, comma, "that_is")

    def tail(self, index: int) -> int:
        """The first token behind a value, its brackets and what qualifies it."""
        i = self.scan.nouns.get(index, index + 1)
        if self.scan.opener[index] is not None and i < self.scan.size:
            closed = self.scan.closer.get(self.scan.opener[index] or 0, index)
            if not any(self._is_value(k) for k in range(i, closed)):
                i = closed + 1
        while i < self.scan.size:
            if self.scan.lower[i] in OPENING and not any(
                self._is_value(k) for k in range(i, self.scan.closer.get(i, i))
            ):
                i = self.scan.skip_bracket(i)
            elif (
                (self.scan.is_beside(i) or self.scan.kind(i) == "fraction")
                or self.scan.is_unit(i)
                or self.scan.lower[i] in CLOSING
            ):
                i += 1
            else:
                return i
        return i

    def _is_value(self, index: int) -> bool:
        return any(index == value.token for chain in self.chains for block in chain for value in block.values)

    def _object(self, first: int) -> Phrase | None:
        return self.phrases.best(first, self._object_end(first))

    def _object_end(self, first: int) -> int:
        for i in range(first, self.scan.size):
            token = self.tokens[i]
            if token.text in OPENING or self.scan.separates(i) or token.has("versus", "contrast") or self._is_value(i):
                return i
            if token.text == "," and i > first + 1:
                return i
            if i > first and i not in self.scan.read.endpoints and token.has("auxiliary", "relative"):
                return i
        return self.scan.size

    def _alone(self, verb: int) -> Phrase | None:
        """A verb that says by itself what happened: "12% died"."""
        return Phrase(verb, verb + 1, SOLID / 2) if self.tokens[verb].has("event_verb") else None

    def _predicate(self, chain: list[Block]) -> Phrase | None:
        """What is said, where nothing is named: "Treatment was successful in 89%", "28 (21%) required it"."""
        first, last = self.scan.clause(chain[0].first)
        for i in (*range(chain[-1].last + 1, last), *range(first, chain[0].first)):
            said = self.tokens[i].has("passive", "person_verb") and not self.tokens[i].has(
                "auxiliary", "have", "receive"
            )
            if said and self.phrases.content(i):
                return Phrase(i, i + 1, WEAK)
        return None

    def _behind(self, last: int) -> Phrase | None:
        ends = (i for i in range(last + 1, self.scan.size) if self._ends_clause(i) or self._is_value(i))
        phrase = self.phrases.best(last + 1, next(ends, self.scan.size))
        return phrase if phrase is not None and phrase.weight >= SOLID else None

    def _ends_clause(self, index: int) -> bool:
        return self.scan.separates(index) or self.tokens[index].has("contrast")

    # -- before the value --------------------------------------------------------------------------------------

    def _backward(self, begin: int, first: int, opened: int | None) -> Phrase | None:
        end = first if opened is None else opened
        if begin >= end:
            return None
        begin = self._after_adjunct(self._after_that(begin, end), end)
        verb = self._last_verb(begin, end)
        if verb is not None:
            return self._around(begin, verb, end, bracket=opened is not None)
        phrase = self.phrases.nearest(begin, end) if opened is not None else self.phrases.best(begin, end)
        return phrase or self._ranked(begin, end)

    def _ranked(self, begin: int, end: int) -> Phrase | None:
        """The rank of an endpoint, where nothing names it: "The primary end point occurred in 10%"."""
        at = next((i for i in range(begin, end) if self.tokens[i].has("primary", "secondary")), None)
        return Phrase(at, at + 1, WEAK) if at is not None else None

    def _after_that(self, begin: int, end: int) -> int:
        """Only what stands behind "that" counts: "The analysis showed that the rate was 56%"."""
        for i in range(end - 1, begin, -1):
            if self.tokens[i].has("that") and (self.scan.is_verb(i - 1) or self.tokens[i - 1].has("reporting")):
                return i + 1
        return begin

    def _after_adjunct(self, begin: int, end: int) -> int:
        """What stands before the comma of a leading "in ..." is no subject: "In the crossover part, the score was"."""
        colon = max((i for i in self.scan.level(begin, end) if self.scan.lower[i] == ":"), default=None)
        if colon is not None and self.phrases.best(colon + 1, end) is not None:
            begin = colon + 1
        first = begin
        while first < end and (self.tokens[first].has("and", "contrast") or self.scan.lower[first] in {",", ")", "]"}):
            first += 1
        adverb = first + 1 < end and self.scan.lower[first + 1] == "," and self.scan.lower[first].endswith(ADVERBS)
        if first >= end or not (self.tokens[first].has("preposition") or self.scan.kind(first) == "time" or adverb):
            return begin
        comma = next((i for i in self.scan.level(first, end) if self.scan.lower[i] == ","), None)
        if comma is None:
            return begin
        rest = self.phrases.best(comma + 1, end)
        return comma + 1 if rest is not None and rest.weight >= SOLID else begin

    def _last_verb(self, begin: int, end: int) -> int | None:
        """The last main verb: no participle of another, none of a relative clause."""
        for i in range(end - 1, begin - 1, -1):
            if self.scan.is_verb(i) and not (i > begin and self.tokens[i - 1].has("relative")):
                return i
        return None

    def _around(self, begin: int, verb: int, end: int, *, bracket: bool) -> Phrase | None:
        """Subject or object of a verb: whichever says what was measured."""
        active = self.tokens[verb].has("person_verb") and not self.tokens[verb].has("auxiliary")
        following = next((i for i in range(verb + 1, end) if self.scan.lower[i] not in self.phrases.filler), end)
        if (verb > begin and self.tokens[verb - 1].has("auxiliary")) or self.scan.any(
            following, following + 1, "preposition"
        ):
            active = False  # "was reduced by", "improved after": what is measured is the subject
        opening = verb
        while opening > begin and self.scan.is_verb(opening - 1):
            opening -= 1
        subject = self.phrases.best(begin, opening)
        obj = self.phrases.nearest(verb + 1, end) if bracket else self.phrases.best(verb + 1, end)
        if active and obj is not None and obj.weight >= SOLID:
            return obj
        if subject is not None and subject.weight >= SOLID:
            return subject
        if obj is not None and obj.weight >= SOLID:
            return obj
        return self._alone(verb) or subject or obj or self._ranked(begin, end)

    # -- several endpoints -------------------------------------------------------------------------------------

    def _shared(self, chain: list[Block], phrase: Phrase) -> list[Named | None] | None:
        """The k-th value of a list takes the k-th name: "weight and height were 50 and 1.6 for X, 60 and 1.7"."""
        parts = [part for block in chain for part in block.parts]
        count = len(parts[0])
        if count < 2 or any(len(part) != count or not self._same_arm(part) for part in parts):  # noqa: PLR2004 - a list
            return None
        if any(
            self.scan.kind(i) == "time"
            for block in chain
            for i in range(block.first, self.tail(block.last) + 2)
            if i < self.scan.size
        ):
            return None
        if any(block.versus for block in chain):
            return None
        names = self._split(phrase, count)
        if names is None:
            return None
        return [names[k] for part in parts for k in range(len(part))]

    def _same_arm(self, part: Sequence[Value]) -> bool:
        return len({value.arm for value in part}) == 1

    def _split(self, phrase: Phrase, count: int) -> list[Named | None] | None:
        pieces: list[tuple[int, int]] = []
        begin = phrase.first
        for i in range(phrase.first, phrase.last + 1):
            if i == phrase.last or self.tokens[i].has("and") or self.tokens[i].text == ",":
                if i > begin:
                    pieces.append((begin, i))
                begin = i + 1
        named = [self.phrases.best(a, b) for a, b in pieces]
        solid = [p for p in named if p is not None]
        if len(solid) != count:
            return None
        return [self.name(p) for p in solid]
