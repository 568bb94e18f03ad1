"""The phrase before a list of values that says what they measure: subject or object of the verb that leads to them."""

from slideextract.assemble.phrases import SOLID, WEAK, Phrase, Phrases
from slideextract.assemble.scan import Scan

PLACES = frozenset({"in", "chez", "among", "dans", "parmi"})  # lead from what happened to whom, without a verb
ADVERBS = ("ly", "ment")


class Before:
    """Looks before the values of one line."""

    def __init__(self, scan: Scan, phrases: Phrases) -> None:
        self.scan, self.tokens, self.phrases = scan, scan.tokens, phrases

    def find(self, begin: int, first: int, opened: int | None) -> Phrase | None:
        """The phrase of the words before a value, or before the bracket that it stands in.

        Args:
            begin: first token to look at.
            first: token of the value.
            opened: token that opens the value's bracket.
        """
        end = first if opened is None else opened
        if begin >= end:
            return None
        phrase = self._find(begin, end, opened)
        return self.phrases.doubted(phrase, end) if phrase is not None else None

    def _find(self, begin: int, end: int, opened: int | None) -> Phrase | None:
        begin = self._after_adjunct(self._after_that(begin, end), end)
        verb = self._last_verb(begin, end)
        if verb is not None:
            return self._around(begin, verb, end, bracket=opened is not None)
        placed = opened is not None or self.scan.lower[end - 1] in PLACES
        phrase = self.phrases.nearest(begin, end) if placed else self.phrases.best(begin, end)
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
        verb = self._last_verb(comma + 1, end)
        rests = (self.phrases.best(comma + 1, last) for last in (end, verb) if last is not None)
        return comma + 1 if any(rest is not None and rest.weight >= SOLID for rest in rests) else begin

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
        if obj is not None and obj.weight >= SOLID and (active or self._is_predicate(begin, verb, obj)):
            return obj
        if subject is not None and subject.weight >= SOLID:
            return subject
        if obj is not None and obj.weight >= SOLID:
            return obj
        return self.phrases.happening(verb) or subject or obj or self._ranked(begin, end)

    def _is_predicate(self, begin: int, verb: int, obj: Phrase) -> bool:
        """Whether a phrase is what the commonest thing "was": "The commonest events were fatigue (31%)"."""
        gap = range(verb + 1, obj.first)
        said = self.tokens[verb].has("auxiliary") and all(self.tokens[i].has("determiner") for i in gap)
        return said and self.scan.cue("commonest", begin, verb)
