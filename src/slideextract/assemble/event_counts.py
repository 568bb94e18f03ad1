"""Numbers that count events or people: "0 CRS", "11 severe infections", "8 patients died", "one death".

A number of people is a result only if something happened to them; the same words tell who was included.
"""

from dataclasses import replace
from decimal import Decimal

from slideextract.assemble.figure_kinds import Kinds
from slideextract.assemble.reading import Read
from slideextract.assemble.scan import Scan
from slideextract.assemble.value import Value, counts_episodes, is_fraction, number_in
from slideextract.mentions import Mention
from slideextract.rules import language
from slideextract.terms import endpoint
from slideextract.words import words

MAX_EVENTS = 10_000  # a larger bare count is a population
NEAR = 12  # tokens behind people in which their verb stands
NOUN = 4  # tokens of what is counted
FEW = 20  # "the five patients had a response" counts them all; a larger group that is known already is none
HAPPENS = frozenset({"binary", "tte", "rate"})  # kinds of endpoints that are counted
STATES = frozenset({"in", "en", "with", "avec"})
PLACES = frozenset({"in", "on", "with", "under", "among", "dans", "chez", "sous", "avec", "parmi"})


def may_count(read: Read) -> bool:
    """Whether a line holds a figure, or an article that may count one event; no other tells a value."""
    articles = read.vocabulary.classes["counting_article"]
    return bool(read.mentions) or any(token.text in articles for token in read.tokens)


class Counts:
    """Tells which numbers of one line count something that happened."""

    def __init__(self, scan: Scan, kinds: Kinds) -> None:
        self.scan, self.tokens, self.lower, self.kinds = scan, scan.tokens, scan.lower, kinds
        # a slide's bullets are often of one language and its text of another
        self.named = words("en").classes["event"] | words("fr").classes["event"]

    # -- people ------------------------------------------------------------------------------------------------

    def people(self, index: int) -> bool:
        """Whether people are counted because something happened to them, not because they take part."""
        first, last = self.scan.clause(index)
        if self.scan.cue("recruiting", first, last):
            return False
        if self._is_definite(index):
            return self._all_had(index)
        if self.lower[index].split()[0] in self.scan.words.classes["article"] and not self._goes_on(index, first):
            return False
        if self.lower[index].endswith(tuple(self.scan.words.classes["case"])):
            return True
        return self._act(index, last) or self._suffer(index)

    def _act(self, index: int, last: int) -> bool:
        """Whether a verb follows of which the people are the subject."""
        for i in range(index + 1, min(last, index + NEAR)):
            if self.scan.separates(i) or self.lower[i] == ",":
                return False
            if self.scan.is_verb(i) and not self.tokens[i].has("receive"):
                return True
        return False

    def _suffer(self, index: int) -> bool:
        """A verb right before the people: "infections occurred in 8 patients"."""
        before = self.kinds.said_by(index)
        return self.tokens[before].has("preposition") and self.scan.any(
            before - 1, before, "passive", "measure_verb", "person_verb", "auxiliary"
        )

    def _is_definite(self, index: int) -> bool:
        """A group that is known already is not counted: "les 101 premiers patients"."""
        words = {self.lower[index].split()[0], self.lower[index - 1] if index else ""}
        return bool(words & self.scan.words.classes["definite"])

    def _all_had(self, index: int) -> bool:
        """A small group as a whole: "the five patients had a response"."""
        number = number_in(self.scan.read.mentions[index])
        had = self.scan.any(index + 1, index + 2, "have", "person_verb") and not self.scan.any(
            index + 1, index + 2, "auxiliary"
        )
        return number is not None and number <= FEW and had

    def _goes_on(self, index: int, first: int) -> bool:
        """Whether "one patient" is counted beside others, or opens the clause."""
        return index == first or any(self.scan.kind(i) in {"people", "percent"} for i in range(first, index))

    # -- events ------------------------------------------------------------------------------------------------

    def events(self, index: int, mention: Mention) -> bool:
        """A bare number before what it counts: "0 CRS", "11 severe infections", "(2 grade 3, 1 grade 4)"."""
        number = number_in(mention)
        if number is None or number % 1 or not 0 <= number < MAX_EVENTS or self.kinds.is_size(index, mention):
            return False
        if self.scan.kind(index + 1) == "grade" or self._stands_in_arm(index) or counts_episodes(mention):
            return not self.scan.cue("rate", index + 1, self.noun_end(index) + 1)
        if self._is_among(index):
            return True
        end = self.noun_end(index)
        return any(self._is_event(i) for i in range(index + 1, min(end, index + NOUN)))

    def _is_among(self, index: int) -> bool:
        """Some of those counted before: "84 (70%) responded, including 30 in remission"."""
        first = self.scan.clause(index)[0]
        counted = any(self.scan.kind(i) in {"people", "percent", "fraction"} for i in range(first, index))
        placed = self.scan.any(index + 1, index + 2, "preposition") and self.lower[index + 1] in STATES
        return counted and placed and self.scan.any(index - 1, index, "among")

    def noun_end(self, index: int) -> int:
        """The token behind the words of what a number counts."""
        i = index + 1
        while i < self.scan.size and i - index <= NOUN and self._is_noun(i):
            i += 1
        return i

    def _is_noun(self, index: int) -> bool:
        token = self.tokens[index]
        if index in self.scan.read.endpoints:
            return True
        parts = token.has(
            "preposition",
            "and",
            "versus",
            "determiner",
            "person",
            "auxiliary",
            "have",
            "receive",
            "relative",
            "of",
            "measure_verb",
        )
        return (
            token.text[0].isalpha()
            and index not in self.scan.read.mentions
            and index not in self.scan.arm_at
            and not parts
        )

    def _is_event(self, index: int) -> bool:
        """Whether a word is something that happens; nobody counts a blood level."""
        record = endpoint(self.scan.read.endpoints.get(index, ""))
        return (record is not None and record.kind in HAPPENS) or self.lower[index] in self.named

    def _stands_in_arm(self, index: int) -> bool:
        """A number, a noun, and who had it: "there was 1 stroke in the X group"."""
        end = self.noun_end(index)
        if end == index + 1 or not self._leads_to_arm(end):
            return False
        there = self.tokens[self.kinds.said_by(index)].has("auxiliary", "have", "passive", "person_verb")
        first = self.scan.clause(index)[0]
        return there or any(self.scan.kind(i) in {"people", "percent"} for i in range(first, index))

    def _leads_to_arm(self, index: int) -> bool:
        """Whether "in the X group" stands at a place."""
        if index >= self.scan.size or self.lower[index] not in PLACES:
            return False
        while index < self.scan.size and self.tokens[index].has("preposition", "determiner", "of", "person"):
            index += 1
        return index in self.scan.arm_at

    # -- counts without their noun, and without their figure ------------------------------------------------------

    def elided(self, index: int, mention: Mention, found: list[Value]) -> bool:
        """The noun stands with the first count: "10 flares in the X group and 3 in the Y group", "10 flares vs 3"."""
        if mention.kind != "number" or is_fraction(mention):
            return False
        first, last = self.scan.clause(index)
        counted = (v.kind == "count" or v.numerator is not None for v in found if first <= v.token < index)
        if not any(counted):
            return False
        after = index + 1 >= last or not self.tokens[index + 1].text[0].isalpha()
        against = self.scan.any(index - 1, index, "versus")
        return self._leads_to_arm(index + 1) or (against and after)

    def in_words(self) -> list[tuple[int, Mention]]:
        """Counts told in a word, and their mentions: "dont un décès", "two in the X group and five in the Y group"."""
        found = []
        for index, token in enumerate(self.tokens):
            if index in self.scan.read.mentions or not token.text.isalpha():
                continue
            number = self._one(index) or self._spelled(index)
            if number is not None:
                found.append((index, _mention(number, token.start, token.end, self.scan)))
        return found

    def _one(self, index: int) -> Decimal | None:
        """An article that counts one event: "une poussée légère est survenue"."""
        if self.lower[index] not in self.scan.words.classes["counting_article"]:
            return None
        end = self.noun_end(index)
        event = any(self.lower[i] in self.named for i in range(index + 1, min(end, index + NOUN)))
        return Decimal(1) if event and (self._happened(end) or self._among_counts(index)) else None

    def _spelled(self, index: int) -> Decimal | None:
        """A number word before an arm, behind another count of people: "and five in the placebo group died"."""
        if not self._leads_to_arm(index + 1):
            return None
        first = self.scan.clause(index)[0]
        if not any(self.scan.kind(i) in {"people", "number"} for i in range(first, index)):
            return None
        try:
            return language(self.scan.read.line.language).number(self.lower[index])
        except ValueError:
            return None

    def _happened(self, index: int) -> bool:
        return self.scan.any(index, index + 2, "measure_verb")

    def _among_counts(self, index: int) -> bool:
        """Whether "dont", "puis" or "et" joins an article to a count before it."""
        first = self.scan.clause(index)[0]
        joined = self.scan.any(index - 1, index, "and", "relative") or self.lower[index - 1 : index] == [","]
        counts = ("people", "fraction", "percent", "number")
        return joined and any(self.scan.kind(i) in counts for i in range(first, index))


def _mention(number: Decimal, start: int, end: int, scan: Scan) -> Mention:
    """The mention that a word is when it counts."""
    values: dict[str, Decimal | str] = {"value": number}
    given = next(iter(scan.read.mentions.values()), None)
    rule = f"{scan.read.line.language}.number.word"
    spans = {"raw": (start, end), "value": (start, end)}
    if given is None:
        return Mention("number", start, end, rule, values, spans)
    return replace(given, kind="number", start=start, end=end, rule=rule, values=values, spans=spans)
