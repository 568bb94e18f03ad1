"""The word lists in `words.toml`, and the folding that both sides of a comparison go through."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LIGATURES = str.maketrans({"œ": "oe", "µ": "u", "μ": "u"})


@dataclass(frozen=True)
class Words:
    """See the comments in `words.toml`."""

    generic: frozenset[str]
    weak: frozenset[str]
    negative: frozenset[str]
    same_kind: tuple[frozenset[str], ...]
    percent_kinds: frozenset[str]
    number_words: dict[str, float]


@cache
def words() -> Words:
    """The lists, read once."""
    table = tomllib.loads((files("slideextract.evaluate") / "words.toml").read_text("utf-8"))
    return Words(
        generic=frozenset(table["generic"].split()),
        weak=frozenset(table["weak"].split()),
        negative=frozenset(table["negative"].split()),
        same_kind=tuple(frozenset(kinds) for kinds in table["same_kind"]),
        percent_kinds=frozenset(table["percent_kinds"]),
        number_words={word: float(number) for word, number in table["number_words"].items()},
    )


def fold(text: str) -> str:
    """Lower case, without accents: "Décès" and "DECES" are one word."""
    apart = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return "".join(character for character in apart if not unicodedata.combining(character)).casefold()
