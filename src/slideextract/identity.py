"""When two facts speak of the same thing: keys of names, endpoints and arms, and the rounding of printed numbers."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files

import regex

from slideextract.facts import Fact
from slideextract.terms import find_drugs, fold

FIGURES = regex.compile(r"\d+(?:[.,]\d+)?")
ADDED = regex.compile(
    r"(?P<without>\b(?:sans|without|free)\b)|(?P<sustained>sustain|maintain|durable|soutenu|mainten)"
    r"|(?P<severe>severe|sévère|grave|serious)|(?P<crs>\bCRS|cytokin)|(?P<icans>\bICAN|neurotox)",
    regex.IGNORECASE,
)
WORDS = regex.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class ArmKey:
    """What identifies an arm: its drugs, the figures of its dose, and the telling words of its label."""

    drugs: frozenset[str]
    dose: frozenset[str]
    words: frozenset[str]


@cache
def _generic() -> frozenset[str]:
    table = tomllib.loads((files("slideextract") / "identity.toml").read_text("utf-8"))
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


def arm_of(fact: Fact) -> ArmKey:
    """The key of a fact's arm."""
    return arm_key(fact.arm or "", fact.drugs or _drugs(fact.arm or ""), fact.dose)


def comparator_of(fact: Fact) -> ArmKey:
    """The key of the arm that a fact compares with; the record says neither its drugs nor its dose."""
    return arm_key(fact.comparator or "", _drugs(fact.comparator or ""), None)


@lru_cache(maxsize=4096)  # a deck names few arms, again and again
def _drugs(label: str) -> tuple[str, ...]:
    return tuple(hit.name for hit in find_drugs(label))


def half_unit(value: Decimal) -> Decimal:
    """Half a unit of the last printed decimal: 0.05 for 13.4, 0.5 for 50; what was rounded off is at most this."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0) / 2


def name_key(name: str) -> str:
    """A trial's acronym without case, accents and punctuation: "TULIP SC" and "Tulip-SC" are one."""
    return regex.sub(r"[\W_]+", "", fold(name))


def text_key(name: str | None) -> str | None:
    """A name without case, accents, punctuation and spacing."""
    return " ".join(regex.findall(r"[\w%≥≤<>]+", fold(name))) if name else None


def number(value: Decimal | None) -> str | None:
    """A number without its precision: 56.2 and 56.20 are one value."""
    return None if value is None else format(value.normalize(), "f")


def endpoint_key(fact: Fact) -> tuple[str | None, frozenset[str]]:
    """An endpoint's id, else its text, with what makes two endpoints of one id: "grade ≥ 3" is not "grade ≥ 2".

    Thresholds count, and whether something is added: "BICLA without steroid increase" is not "BICLA".
    """
    name = fact.endpoint or ""
    added = {str(match.lastgroup) for match in ADDED.finditer(name)}
    return (fact.endpoint_id or text_key(name)), frozenset(added.union(FIGURES.findall(name)))
