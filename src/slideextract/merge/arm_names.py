"""When two printed names are one arm: same drugs and dose and no other word that tells them apart, else same label."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from slideextract.terms import fold

FIGURES = regex.compile(r"\d+(?:[.,]\d+)?")
WORDS = regex.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class ArmKey:
    """What identifies an arm: its drugs, the figures of its dose, and the telling words of its label."""

    drugs: frozenset[str]
    dose: frozenset[str]
    words: frozenset[str]


@cache
def _generic() -> frozenset[str]:
    table = tomllib.loads((files("slideextract.merge") / "words.toml").read_text("utf-8"))
    return frozenset(table["generic"].split())


def arm_key(label: str, drugs: Collection[str], dose: str | None) -> ArmKey:
    """The key of an arm; where drugs are known, their names in the label don't count a second time."""
    figures = frozenset(figure.replace(",", ".") for figure in FIGURES.findall(dose or ""))
    found = [word for word in WORDS.findall(fold(label)) if len(word) > 1 or not drugs]
    named = {word for drug in drugs for word in WORDS.findall(fold(drug))}
    telling = frozenset(word.rstrip("s") for word in found if word not in _generic() | named)
    if not telling and not drugs:  # "bras 1", "groupe A"
        telling = frozenset([*found, *FIGURES.findall(label)])
    return ArmKey(frozenset(drugs), figures, telling)


def same_arm(one: ArmKey, other: ArmKey) -> bool:
    """Whether two keys name one arm: of the same drugs one may say more (a dose, a route), but nothing else."""
    if one.drugs != other.drugs or (one.dose and other.dose and one.dose != other.dose):
        return False
    if not one.drugs:
        return one.words == other.words
    return one.words <= other.words or other.words <= one.words
