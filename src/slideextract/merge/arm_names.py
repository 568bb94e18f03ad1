"""When two printed names are one arm: same drugs and dose and no other word that tells them apart, else same label."""

from collections.abc import Collection
from dataclasses import dataclass

import regex

from slideextract.terms import fold

# Words that any arm's name may carry: they tell no arm from another.
GENERIC = frozenset(
    """group groups groupe groupes arm arms bras cohort cohorte patient patients participants sujets subjects treated
    traites the le la les l de du des d of in dans on sous et and plus with avec receiving recevant
    mg g kg ug mcg ml mois semaine semaines week weeks day jour q2w q3w q4w sc iv po""".split()
)
FIGURES = regex.compile(r"\d+(?:[.,]\d+)?")
WORDS = regex.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class ArmKey:
    """What identifies an arm: its drugs, the figures of its dose, and the telling words of its label."""

    drugs: frozenset[str]
    dose: frozenset[str]
    words: frozenset[str]


def arm_key(label: str, drugs: Collection[str], dose: str | None) -> ArmKey:
    """The key of an arm; where drugs are known, their names in the label don't count a second time."""
    figures = frozenset(figure.replace(",", ".") for figure in FIGURES.findall(dose or ""))
    found = [word for word in WORDS.findall(fold(label)) if len(word) > 1 or not drugs]
    named = {word for drug in drugs for word in WORDS.findall(fold(drug))}
    telling = frozenset(word.rstrip("s") for word in found if word not in GENERIC | named)
    return ArmKey(frozenset(drugs), figures, telling or frozenset([] if drugs else [*found, *FIGURES.findall(label)]))


def same_arm(one: ArmKey, other: ArmKey) -> bool:
    """Whether two keys name one arm; a name with drugs may say less than the other, but nothing else."""
    if one.drugs != other.drugs or (one.dose and other.dose and one.dose != other.dose):
        return False
    if not one.drugs:
        return one.words == other.words
    return one.words <= other.words or other.words <= one.words
