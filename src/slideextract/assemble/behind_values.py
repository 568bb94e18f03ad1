"""The phrase behind a list of values that says what they measure: what is counted, or what its people had."""

from collections.abc import Collection

from slideextract.assemble.lists import QUOTES, Block
from slideextract.assemble.phrases import SOLID, WEAK, Phrase, Phrases
from slideextract.assemble.scan import CLOSING, OPENING, Scan

BETWEEN = frozenset({"time", "fraction", "dose", "regimen", "people"})  # figures that a subject may hold
FOR = frozenset({"for", "pour", "on", "sur"})
CHANGED = frozenset({"in", "of", "de", "du", "des"})  # lead from a change to what changed
STATISTIC_SIGNS = frozenset({";", ",", "(", ")", "[", "]"})


class Behind:
    """Looks behind the values of one line.

    Args:
        scan: the line.
        phrases: finds the phrases of a stretch of it.
        at: tokens of its values.
    """

    def __init__(self, scan: Scan, phrases: Phrases, at: Collection[int]) -> None:
        self.scan, self.tokens, self.phrases, self.at = scan, scan.tokens, phrases, at

    def counted(self, chain: list[Block]) -> Phrase | None:
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

    def elided(self, chain: list[Block]) -> Phrase | None:
        """What follows with its article, its verb said with the value before: "46% had a flare, 12% a relapse"."""
        before, at = chain[0].first - 1, chain[-1].last + 1
        listed = before > 0 and (self.scan.lower[before] == "," or self.tokens[before].has("and"))
        if not listed or not self.scan.any(at, at + 1, "article"):
            return None
        end = self._object_end(at + 1)
        return self.phrases.best(at + 1, end) if not any(self.scan.is_verb(i) for i in range(at + 1, end)) else None

    def _verbal(self, index: int) -> bool:
        return index not in self.scan.read.endpoints and self.tokens[index].has(
            "person_verb", "passive", "auxiliary", "have", "measure_verb", "receive"
        )

    def after_statistics(self, last: int) -> Phrase | None:
        """What an effect is "for", behind its interval and p: "HR = 0.6; 95% CI 0.5-0.8; p<0.01 for survival"."""
        i = last + 1
        while i < self.scan.size and (self.scan.is_beside(i) or self.scan.lower[i] in STATISTIC_SIGNS):
            i += 1
        placed = i < self.scan.size and self.scan.lower[i] in FOR
        return self._object(i + 1) if placed else None

    def changed(self, chain: list[Block]) -> Phrase | None:
        """What a change is of: "a gain of 12% in the survival rate", "a 40% reduction in relapses"."""
        at = self.tail(chain[-1].last)
        before = chain[0].first - 1
        while at < self.scan.size and self.scan.lower[at] in self.phrases.filler:
            at += 1
        if before > 0 and (self.tokens[before].has("of") or self.scan.lower[before] == "by"):
            follows = at < self.scan.size and (self.scan.lower[at] in CHANGED or self.tokens[at].has("determiner"))
            return self._object(at + 1) if follows and self.scan.cue("change", before - 1, before) else None
        named = at + 1 < self.scan.size and self.scan.cue("change", at, at + 1) and self.scan.lower[at + 1] in CHANGED
        return self._object(at) if named else None

    def had(self, last: int) -> Phrase | None:
        """The object of the verb behind the values: "46% of the patients in the X group had a response"."""
        verb = self._verb_behind(last)
        if verb is None:
            return None
        while verb + 1 < self.scan.size and self.scan.is_verb(verb + 1):
            verb += 1
        if self.tokens[verb].has("event_verb") and self.scan.any(verb + 1, verb + 2, "preposition"):
            return self.phrases.happening(verb)  # "one patient died during the trial"
        phrase = self._object(verb + 1)
        if phrase is not None and phrase.weight >= SOLID / 2:
            return phrase
        return self._rank(verb) or self.phrases.happening(verb)

    def _rank(self, verb: int) -> Phrase | None:
        """An endpoint that was met and has only its rank for a name: "met the primary endpoint"."""
        first = verb + 1
        while first < self.scan.size and self.tokens[first].has("determiner"):
            first += 1
        ranked = self.tokens[verb].has("reaching") and self.scan.any(first, first + 1, "primary", "secondary")
        return Phrase(first, first + 1, WEAK, "endpoint_weak") if ranked else None

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
        if token.text in QUOTES:
            return True
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
            if not any(self.is_value(k) for k in range(i, closed)):
                i = closed + 1
        while i < self.scan.size:
            if self.scan.lower[i] in OPENING and not any(
                self.is_value(k) for k in range(i, self.scan.closer.get(i, i))
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

    def is_value(self, index: int) -> bool:
        """Whether one of the line's values stands at a place."""
        return index in self.at

    def _object(self, first: int) -> Phrase | None:
        return self.phrases.best(first, self._object_end(first))

    def _object_end(self, first: int) -> int:
        for i in range(first, self.scan.size):
            token = self.tokens[i]
            if token.text in OPENING or self.scan.separates(i) or token.has("versus", "contrast") or self.is_value(i):
                return i
            if token.text == "," and i > first + 1:
                return i
            if i > first and i not in self.scan.read.endpoints and token.has("auxiliary", "relative"):
                return i
        return self.scan.size

    def predicate(self, chain: list[Block]) -> Phrase | None:
        """What is said, where nothing is named: "Treatment was successful in 89%", "28 (21%) required it"."""
        first, last = self.scan.clause(chain[0].first)
        for i in (*range(chain[-1].last + 1, last), *range(first, chain[0].first)):
            said = self.tokens[i].has("passive", "person_verb") and not self.tokens[i].has(
                "auxiliary", "have", "receive"
            )
            if said and self.phrases.content(i):
                return Phrase(i, i + 1, WEAK, "endpoint_weak" if self.tokens[i].has("reaching") else "")
        return None

    def anything(self, last: int) -> Phrase | None:
        """The phrase between a list and the next clause or value, when it says enough."""
        ends = (i for i in range(last + 1, self.scan.size) if self._ends_clause(i) or self.is_value(i))
        phrase = self.phrases.best(last + 1, next(ends, self.scan.size))
        if phrase is None or phrase.weight < SOLID:
            return None
        return self.phrases.doubted(phrase, phrase.last)

    def _ends_clause(self, index: int) -> bool:
        return self.scan.separates(index) or self.tokens[index].has("contrast")
