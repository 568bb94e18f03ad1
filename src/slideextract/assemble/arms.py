"""What an arm's mention is: the words that it covers, its label as printed, and what identifies it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from slideextract.terms import fold
from slideextract.words import Token

PLACEBO = ("placebo",)  # the drugs of an arm that got nothing else
LETTERED = 3  # words from which a single letter tells nothing: "plan d'action"; in "group B" it does
COMPARED = 4_096  # arms whose keys are kept: each mention of a document is compared with all its arms
BRACKET = regex.compile(r"[()\[\]]")
NUMBER = regex.compile(r"\d+(?:[.,]\d+)?")
WORD = regex.compile(r"\w+")
GENERIC = frozenset({"group", "groups", "groupe", "groupes", "arm", "arms", "bras", "cohort", "cohorte", "patients"})


@dataclass(frozen=True, slots=True)
class Arm:
    """A mention of an arm: the tokens it covers, its label as printed, and what identifies it."""

    first: int  # index of its first token in the line
    last: int  # index after its last token
    start: int
    end: int
    label: str
    drugs: tuple[str, ...] = ()
    dose: str | None = None
    sure: bool = True  # False for a treatment named alone, which may be no arm
    stands_for: str = ""  # the name whose code the label is: "usual care" of "the UC group"

    @property
    def is_placebo(self) -> bool:
        """Whether the arm got placebo and nothing else."""
        return self.drugs == PLACEBO

    @property
    def is_treated(self) -> bool:
        """Whether the arm's name says which drug it got, other than placebo alone."""
        return bool(self.drugs) and not self.is_placebo

    @property
    def key(self) -> frozenset[str]:
        """What two mentions of one arm share."""
        return arm_key(self.stands_for or self.label, self.drugs, self.dose)


@lru_cache(maxsize=COMPARED)
def arm_key(label: str, drugs: tuple[str, ...], dose: str | None) -> frozenset[str]:
    """What two printed names of one arm share: its drugs and dose, else the words of its label."""
    if drugs:
        return frozenset(drugs) | frozenset(number.replace(",", ".") for number in NUMBER.findall(dose or ""))
    found = WORD.findall(fold(label))
    kept = [word for word in found if word not in GENERIC and (len(word) > 1 or len(found) < LETTERED)]
    return frozenset(word.rstrip("s") for word in kept or found)


def depths(tokens: Sequence[Token]) -> list[int]:
    """How many brackets are open at each token."""
    depth, found = 0, []
    for text in (token.text for token in tokens):
        alone = text in {"(", "["}
        found.append(depth + alone)
        if alone:
            depth += 1
        elif not text.isalnum() and BRACKET.search(text) is not None:  # a figure may hold brackets: "12 events (10.9%"
            depth = max(0, depth + sum(map(text.count, "([")) - sum(map(text.count, ")]")))
    return found
