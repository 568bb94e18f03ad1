"""What was measured, as words: the endpoint's phrase in a stretch of tokens.

A stretch is cut at arms, people, times, figures and clauses; of the runs left over, the one that says most is the
phrase.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from slideextract.assemble.arm_line import BOUND
from slideextract.assemble.scan import PER
from slideextract.words import Token, Words

CUTS = BOUND | {
    "#year",
    "#date",
    "#citation",
    "#hazard_ratio",
    "#odds_ratio",
    "#risk_ratio",
    "#rate_ratio",
    "#percent_range",
    "#registry",
    "#design_figure",
}
INNER = frozenset({"#name", "#threshold", "#grade", "#dose", "#regimen", "#ordinal", "#phase"})
JOINERS = ("preposition", "of", "determiner", "and", "relative", "receive", "combine", "auxiliary", "have")
STATISTICS = (
    "difference",
    "adjusted",
    "mean",
    "ls_mean",
    "median",
    "population",
    "primary",
    "secondary",
    "statistic",
    "effect_name",
    "comparative",
    "anaphor",
)
SIGNS = frozenset({";", ":", "(", ")", "[", "]", "=", "•"})
NOT = frozenset({"non", "no", "not", "sans", "without"})
VERBS = ("person_verb", "passive", "measure_verb")
FULL = 4.0  # content words beyond which a longer phrase says no more
VERB = 0.7  # what a verb inside a phrase takes from its weight: clauses are no names
KNOWN = 1.0  # what a word of a known endpoint adds
MEASURE = 1.0  # what "rate", "score" or "survival" adds
WEAK = 0.3  # weight of words that only say which people, or the rank of an endpoint
SOLID = 1.0  # weight of a phrase with one content word
TELLING = (
    2.0  # weight from which a name can be relied on: of those with one word that no lexicon knows a third is wrong
)
HAPPENED = SOLID / 2  # weight of a verb that names by itself what happened
MANY = 2  # phrases between a name and its value: so many, and it is the name of another more often than not
MAX_ITEM = 5  # words of one item of a list: "death, stroke or myocardial infarction"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of tokens, `first` to before `last`, and how much it says; `doubt` is the flag of a row that it names."""

    first: int
    last: int
    weight: float
    doubt: str = ""


class Phrases:
    """Finds endpoint phrases in one line.

    Args:
        tokens: the line's tokens.
        arms: indices of the tokens that belong to an arm.
        endpoints: indices of the tokens that a lexicon endpoint covers.
        vocabulary: word classes of the line's language.
    """

    def __init__(self, tokens: Sequence[Token], arms: set[int], endpoints: set[int], vocabulary: Words) -> None:
        self.tokens, self.arms, self.endpoints, self.words = tokens, arms, endpoints, vocabulary
        self.filler = vocabulary.classes["filler"] | vocabulary.classes["unit"] | vocabulary.foreign

    def happening(self, verb: int) -> Phrase | None:
        """A verb that says by itself what happened: "12% died"."""
        return Phrase(verb, verb + 1, HAPPENED) if self.tokens[verb].has("event_verb") else None

    def best(self, first: int, last: int) -> Phrase | None:
        """The run between two tokens that says most, the first of equals; None when nothing there has content."""
        runs = [run for run in self.runs(first, last) if run.weight > 0]
        return max(runs, key=lambda run: (run.weight, -run.first), default=None)

    def nearest(self, first: int, last: int) -> Phrase | None:
        """The run that ends just before `last` when it says anything by itself, else the best one.

        What "in terms of" introduces comes first: «un gain en survie sans rechute, critère secondaire (HR ...)».
        """
        runs = self.runs(first, last)
        introduced = [run for run in runs if run.weight >= SOLID and self._introduced(run.first)]
        if introduced:
            return introduced[-1]
        if runs and runs[-1].weight >= 1 and all(self._passes(i) for i in range(runs[-1].last, last)):
            return runs[-1]
        return self.best(first, last)

    def doubted(self, phrase: Phrase, end: int) -> Phrase:
        """The phrase with what is doubtful of it as the name of a value: it says little, or others stand nearer.

        Args:
            phrase: what was found.
            end: the first token of the value, or of the bracket that it stands in.
        """
        known = any(i in self.endpoints for i in range(phrase.first, phrase.last))
        happened = phrase.weight == HAPPENED
        if not known and phrase.weight < TELLING and not happened:
            return replace(phrase, doubt="endpoint_weak")
        others = sum(run.weight > 0 for run in self.runs(phrase.last, end)) if phrase.last < end else 0
        return replace(phrase, doubt="endpoint_far") if others >= MANY else phrase

    def _passes(self, index: int) -> bool:
        """Whether a token may stand between a phrase and the bracket of its value."""
        token = self.tokens[index]
        return (
            token.has("#time", "preposition", "determiner", "statistic")
            or token.text in {",", '"'}
            or token.text in self.filler
        )

    def runs(self, first: int, last: int) -> list[Phrase]:
        """The runs between two tokens, trimmed to content at both ends."""
        spans: list[tuple[int, int]] = []
        begin: int | None = None
        for i in range(first, last + 1):
            if i < last and not self._cuts(i, first, last):
                begin = i if begin is None else begin
                continue
            if begin is not None:
                spans.append((begin, i))
                begin = None
        found = [self._trim(a, b) for a, b in self._over_times(spans)]
        return [run for run in found if run.last > run.first]

    def _over_times(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """What goes on with "with" behind a time is one phrase: "a response at week 76 with a dose of 7.5 mg"."""
        joined: list[tuple[int, int]] = spans[:1]
        for left, right in pairwise(spans):
            timed = all(self.tokens[i].has("#time") for i in range(left[1], right[0]))
            goes_on = self.tokens[right[0]].text in self.words.classes["qualifying"]
            if timed and goes_on and any(self.content(i) for i in range(*left)):
                joined[-1] = (joined[-1][0], right[1])
            else:
                joined.append(right)
        return joined

    def _cuts(self, index: int, first: int, last: int) -> bool:
        token = self.tokens[index]
        if (index in self.endpoints and not token.classes & CUTS) or self._qualifies(index):
            return False
        if index in self.arms or token.has(
            "person", "group", "contrast", "respectively", "trial_name", "introducing", "effect_name"
        ):
            return True
        if token.classes & CUTS or token.text in SIGNS or token.has("versus"):
            return True
        return token.text == "," and not self._enumerates(index, first, last)

    def _enumerates(self, comma: int, first: int, last: int) -> bool:
        """Whether a comma stands in a list of things measured as one: "death, stroke or myocardial infarction"."""
        before = comma - 1
        while before >= first and comma - before <= MAX_ITEM and self._is_item(before):
            before -= 1
        after = comma + 1
        while after < last and after - comma <= MAX_ITEM and self._is_item(after):
            after += 1
        if before == comma - 1 or after == comma + 1:
            return False
        return after < last and (self.tokens[after].has("and") or self.tokens[after].text == ",")

    def _is_item(self, index: int) -> bool:
        token = self.tokens[index]
        return (
            token.text[0].isalpha()
            and index not in self.arms
            and not token.has("preposition", "and", "auxiliary", "have", *VERBS)
        )

    def content(self, index: int) -> bool:
        """Whether a token says something about what was measured."""
        token = self.tokens[index]
        if index in self.endpoints or self._qualifies(index):
            return True
        if token.classes & INNER:
            return not token.has("#dose", "#regimen", "#phase", "#ordinal")
        if token.classes & CUTS or not token.text[0].isalpha() or token.text.endswith("'"):
            return False
        if token.has(*JOINERS, *STATISTICS, "person", "group", "same_arms", "contrast", "respectively", "versus"):
            return False
        return token.text not in self.filler and len(token.text) > 1 and not token.text.startswith(PER)

    def _qualifies(self, index: int) -> bool:
        """Whether the name of a person only says more of the noun behind it: "eye redness", "infant mortality"."""
        following = index + 1
        if not self.tokens[index].has("person_qualifier") or following >= len(self.tokens) or following in self.arms:
            return False
        return self.content(following) and not self.tokens[following].has(*VERBS)

    def _trim(self, first: int, last: int) -> Phrase:
        while first < last and not self._opens(first):
            first += 1
        while last > first and not self._closes(last - 1):
            last -= 1
        return Phrase(first, last, self._weight(first, last))

    def _weight(self, first: int, last: int) -> float:
        if self._gives(first, last):
            return 0.0
        if first > 1 and self._qualifies_people(first):
            return WEAK
        inside = [i for i in range(first, last) if self.content(i)]
        plain = min(FULL, float(len(inside))) + KNOWN * any(i in self.endpoints for i in inside)
        measure = MEASURE * any(self.tokens[i].has("measure_noun") for i in inside) + MEASURE * self._introduced(first)
        verbs = sum(self.tokens[i].has(*VERBS) and i not in self.endpoints for i in inside)
        return plain + measure - (1 + VERB) * verbs if verbs else plain + measure

    def _introduced(self, first: int) -> bool:
        """Whether "in terms of" leads to a run: what follows is what was measured."""
        at = first - 1
        while at > 0 and self.tokens[at].has("determiner", "of"):
            at -= 1
        return at >= 0 and self.tokens[at].has("introducing")

    def _gives(self, first: int, last: int) -> bool:
        """Whether the run only names the giving of a treatment: "the use of [X]", «l'ajout de [X]»."""
        if not all(self.tokens[i].has("giving") or not self.content(i) for i in range(first, last)):
            return False
        after = last
        while after < len(self.tokens) and self.tokens[after].has("of", "preposition", "determiner"):
            after += 1
        return after in self.arms or (first > 0 and first - 1 in self.arms)

    def _qualifies_people(self, first: int) -> bool:
        """Whether the run only says which people: "in patients with stage II disease", «les sujets de stade II»."""
        at = first - 1
        while at > 0 and self.tokens[at].has("of", "determiner", "preposition"):
            at -= 1
        if not self.tokens[at].has("person") or at == first - 1:
            return False
        while at > 0 and (self.tokens[at - 1].has("determiner") or self.tokens[at - 1].has("of")):
            at -= 1
        return at > 0 and self.tokens[at - 1].text in {"in", "among", "chez", "parmi", "for", "pour"}

    def _opens(self, index: int) -> bool:
        token = self.tokens[index]
        if index in self.endpoints:
            return True
        if token.has("#threshold", "#grade"):
            return token.text[0] not in "≥≤<>="
        if token.has(*VERBS) and not token.has("event_verb"):
            return False
        denies = token.text in NOT and index + 1 < len(self.tokens) and not self.tokens[index + 1].has("difference")
        return self.content(index) or denies

    def _closes(self, index: int) -> bool:
        return self.content(index) or bool(self.tokens[index].classes & INNER)
