"""The drug lexicon: what a key (folded pieces, one space between) names."""

import gzip
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import regex

from slideextract.terms.folding import PIECE, fold, key

LEXICON = files("slideextract") / "lexicon"
KINDS = ("inn", "brand", "code")


class Entry(NamedTuple):
    """The drug that a key names; `case` is the only spelling allowed, where case matters."""

    name: str
    kind: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class DrugLexicon:
    """All keys, the longest key (in pieces) by first piece, and the names by their first and last letters."""

    entries: dict[str, Entry]
    longest: dict[str, int]
    never: frozenset[str]


def load_toml(name: str) -> dict[str, Any]:
    """A lexicon file."""
    return tomllib.loads((LEXICON / name).read_text("utf-8"))


@lru_cache(maxsize=1)
def drug_lexicon() -> DrugLexicon:
    """The drugs of the register and of `drugs.toml`; read once."""
    own = load_toml("drugs.toml")
    never = frozenset(key(word) for word in own["never"])
    entries: dict[str, Entry] = {}
    packed = (LEXICON / "drugs.tsv.gz").read_bytes()
    for line in gzip.decompress(packed).decode().splitlines():
        name, *lists = line.split("\t")
        for kind, surfaces in zip(KINDS, lists, strict=True):
            for surface in surfaces.split("|") if surfaces else ():
                known = entries.get(surface)
                if known is None or (known.kind != "inn" and kind == "inn"):
                    entries[surface] = Entry(name, kind)
    entries.update(_own(own))
    for word in never:
        entries.pop(word, None)
    longest: dict[str, int] = {}
    for surface in entries:
        first, _, rest = surface.partition(" ")
        size = 2 + rest.count(" ") if rest else 1
        if size > longest.get(first, 0):
            longest[first] = size
    return DrugLexicon(entries, longest, never)


def _own(own: dict[str, Any]) -> dict[str, Entry]:
    found = {key(surface): Entry("placebo", "placebo") for surface in own["placebo"]}
    for name, surfaces in own["names"].items():
        kind = "code" if any(sign.isdigit() for sign in name) else "inn"
        found.update({key(surface): Entry(name, kind) for surface in surfaces})
    for name, surfaces in own["classes"].items():
        found.update({key(surface): Entry(name, "class") for surface in surfaces})
    for name, surfaces in own["abbreviations"].items():
        found.update({key(surface): Entry(name, "inn", surface) for surface in surfaces})
    return found


__all__ = ["PIECE", "DrugLexicon", "Entry", "drug_lexicon", "fold", "load_toml", "regex"]
