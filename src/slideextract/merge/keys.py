"""Ids made from content."""

import hashlib
import json

import regex

from slideextract.facts import Fact
from slideextract.identity import number, text_key
from slideextract.terms import fold

ID_LENGTH = 16  # hexadecimal digits: 64 bits, so that a million facts collide with a chance of 1 in 10 million
SLUG_LENGTH = 48


def digest(*parts: object) -> str:
    """A short hash of `parts`."""
    told = json.dumps([None if part is None else str(part) for part in parts], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:ID_LENGTH]


def slug(name: str) -> str:
    """A readable id: "TULIP-SC" is `tulip-sc`."""
    return regex.sub(r"[^a-z0-9]+", "-", fold(name))[:SLUG_LENGTH].strip("-")


def registry(name: str) -> str:
    """What tells registries apart: the shape of an id; NCT04221477 is NCT9, 2019-001234-12 is 9-9-9."""
    return regex.sub(r"\d+", "9", name.upper())


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
