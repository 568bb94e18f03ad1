"""What makes two names, facts or trials the same: folded keys and ids made from content."""

import hashlib
import json
from decimal import Decimal

import regex

from slideextract.facts import Fact
from slideextract.terms import fold

ID_LENGTH = 16  # hexadecimal digits: 64 bits, so that a million facts collide with a chance of 1 in 10 million
SLUG_LENGTH = 48
FIGURES = regex.compile(r"\d+(?:[.,]\d+)?")


def digest(*parts: object) -> str:
    """A short hash of `parts`."""
    told = json.dumps([None if part is None else str(part) for part in parts], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:ID_LENGTH]


def slug(name: str) -> str:
    """A readable id: "TULIP-SC" is `tulip-sc`."""
    return regex.sub(r"[^a-z0-9]+", "-", fold(name))[:SLUG_LENGTH].strip("-")


def name_key(name: str) -> str:
    """A trial's acronym without case, accents and punctuation: "TULIP SC" and "Tulip-SC" are one."""
    return regex.sub(r"[\W_]+", "", fold(name))


def text_key(name: str | None) -> str | None:
    """A name without case, accents, punctuation and spacing."""
    return " ".join(regex.findall(r"[\w%≥≤<>]+", fold(name))) if name else None


def registry(name: str) -> str:
    """What tells registries apart: the shape of an id; NCT04221477 is NCT9, 2019-001234-12 is 9-9-9."""
    return regex.sub(r"\d+", "9", name.upper())


def number(value: Decimal | None) -> str | None:
    """A number without its precision: 56.2 and 56.20 are one value."""
    return None if value is None else format(value.normalize(), "f")


def endpoint_key(fact: Fact) -> tuple[str | None, frozenset[str]]:
    """An endpoint's id, else its text; thresholds inside the name count: "grade ≥ 3" is not "grade ≥ 2"."""
    figures = frozenset(FIGURES.findall(fact.endpoint or ""))
    return (fact.endpoint_id or text_key(fact.endpoint)), figures


def result_id(fact: Fact) -> str:
    """Id of a fact from its evidence and what merging leaves alone of its natural key."""
    return digest(
        fact.document_sha256,
        fact.char_start,
        fact.char_end,
        fact.kind,
        number(fact.value),
        fact.unit,
        text_key(fact.endpoint),
        text_key(fact.arm),
        fact.direction,
    )
