"""What was measured, as words: the endpoint's phrase in a stretch of tokens.

A stretch is cut at arms, people, times and figures; the run with the most content words is the phrase.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from slideextract.words import Token, Words

CUTS = frozenset(
    [
        "#percent",
        "#points",
        "#fraction",
        "#interval",
        "#p",
        "#n",
        "#dispersion",
        "#measure",
        "#number",
        "#people",
        "#time",
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
    ]
)
INNER = frozenset({"#name", "#threshold", "#grade", "#dose", "#regimen", "#ordinal", "#phase"})
JOINERS = ("preposition", "of", "determiner", "and", "relative", "receive", "combine", "auxiliary", "have")
STATISTICS = ("difference", "adjusted", "mean", "ls_mean", "median", "population")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of tokens, `first` to before `last`, with its number of content words."""

    first: int
    last: int
    weight: float


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
        self.filler = vocabulary.classes["filler"] | vocabulary.classes["unit"]

    def best(self, first: int, last: int) -> Phrase | None:
        """The heaviest run between two tokens; None when nothing there has content."""
        runs = [run for run in self.runs(first, last) if run.weight > 0]
        return max(runs, key=lambda run: (run.weight, -run.first), default=None)

    def runs(self, first: int, last: int) -> list[Phrase]:
        """The runs between two tokens, trimmed to content at both ends."""
        found: list[Phrase] = []
        begin: int | None = None
        for i in range(first, last + 1):
            if i < last and not self._cuts(i):
                begin = i if begin is None else begin
                continue
            if begin is not None:
                found.append(self._trim(begin, i))
                begin = None
        return [run for run in found if run.last > run.first]

    def _cuts(self, index: int) -> bool:
        token = self.tokens[index]
        if index in self.endpoints and not token.classes & CUTS:
            return False
        if index in self.arms or token.has("person", "group", "contrast", "respectively"):
            return True
        if token.classes & CUTS:
            return True
        return token.text in {";", ":", "(", ")", "[", "]", "=", "•"} or token.has("versus")

    def content(self, index: int) -> bool:
        """Whether a token says something about what was measured."""
        token = self.tokens[index]
        if index in self.endpoints:
            return True
        if token.classes & INNER:
            return not token.has("#dose", "#regimen", "#phase", "#ordinal")
        if token.classes & CUTS or not token.text[0].isalpha() or token.text.endswith("'"):
            return False
        if token.has(*JOINERS, *STATISTICS, "person", "group", "contrast", "respectively", "versus"):
            return False
        return token.text not in self.filler and len(token.text) > 1

    def _trim(self, first: int, last: int) -> Phrase:
        while first < last and not self._opens(first):
            first += 1
        while last > first and not self._closes(last - 1):
            last -= 1
        if self._gives(first, last):
            return Phrase(first, last, 0.0)
        weight = sum(1.0 + (i in self.endpoints) for i in range(first, last) if self.content(i))
        if first > 1 and self._qualifies_people(first):
            return Phrase(first, last, 0.3)
        verbs = sum(self.tokens[i].has("person_verb", "passive") for i in range(first, last) if self.content(i))
        return Phrase(first, last, weight - 0.7 * verbs)

    def _gives(self, first: int, last: int) -> bool:
        """Whether the run only names the giving of a treatment: "the use of [X]", «l'ajout de [X]»."""
        if not all(self.tokens[i].has("giving") or not self.content(i) for i in range(first, last)):
            return False
        after = last
        while after < len(self.tokens) and self.tokens[after].has("of", "preposition", "determiner"):
            after += 1
        return after in self.arms or (first > 0 and first - 1 in self.arms)

    def _qualifies_people(self, first: int) -> bool:
        """Whether the run only says which people: "in patients with stage II disease", «chez les patients de stade II»."""
        at = first - 1
        while at > 0 and self.tokens[at].has("of", "determiner", "preposition"):
            at -= 1
        if not self.tokens[at].has("person") or at == first - 1:
            return False
        while at > 0 and (self.tokens[at - 1].has("determiner") or self.tokens[at - 1].has("of")):
            at -= 1
        return at > 0 and self.tokens[at - 1].text in {"in", "among", "chez", "parmi", "for", "pour"}

    def _opens(self, index: int) -> bool:
        if self.tokens[index].has("#threshold", "#grade") and index not in self.endpoints:
            return self.tokens[index].text[0] not in "≥≤<>="
        return self.content(index) or self.tokens[index].text in {"non", "no", "not", "sans"}

    def _closes(self, index: int) -> bool:
        return self.content(index) or bool(self.tokens[index].classes & INNER)
