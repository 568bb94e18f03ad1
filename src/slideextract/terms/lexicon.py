"""The drug lexicon: what a key (folded pieces, one space between) names."""

import gc
import gzip
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import regex

from slideextract.errors import RuleError
from slideextract.terms.folding import fold, key
from slideextract.terms.surfaces import is_acronym

LEXICON = files("slideextract") / "lexicon"
KINDS = ("inn", "brand", "code")
WHOLE = 4  # letters; a cue this short must be the whole word: "ui", not "uit"


class Entry(NamedTuple):
    """The drug that a key names; `cases` are the only spellings allowed, where case matters."""

    name: str
    kind: str
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrugLexicon:
    """Everything that is known about drug names.

    Attributes:
        entries: what each key names.
        longest: pieces of the longest key, by first piece.
        pairs: first two pieces of the keys that have more than one, without a final e.
        never: keys that name no drug.
        doubtful: keys that name a drug only where it is given.
        given: finds a word that says that something is given.
        measured: finds a word that says that something is measured, or is a part of the body.
        after: salts that stand behind a name.
        before: salts that stand before "de" and a name.
        no_code: prefixes of capitals and digits that are no product's code.
    """

    entries: dict[str, Entry]
    longest: dict[str, int]
    pairs: frozenset[str]
    never: frozenset[str]
    doubtful: frozenset[str]
    given: regex.Pattern[str]
    measured: regex.Pattern[str]
    after: frozenset[str]
    before: frozenset[str]
    no_code: frozenset[str]


def load_toml(name: str) -> dict[str, Any]:
    """A lexicon file."""
    return tomllib.loads((LEXICON / name).read_text("utf-8"))


def load_folder(name: str) -> dict[str, Any]:
    """The entries of all lexicon files of a folder."""
    entries: dict[str, Any] = {}
    for path in sorted((LEXICON / name).iterdir(), key=lambda path: path.name):
        added = load_toml(f"{name}/{path.name}")
        if both := entries.keys() & added.keys():
            message = f"lexicon/{name}/{path.name}: {sorted(both)} stand in another file of the folder too"
            raise RuleError(message)
        entries |= added
    return entries


@lru_cache(maxsize=1)
def drug_lexicon() -> DrugLexicon:
    """The drugs of the register and of `drugs.toml`; read once, and out of the garbage collector's way from then on."""
    own = load_toml("drugs.toml")
    never = _keys(own["never"])
    entries = dict(_registered())
    entries.update(_own(own))
    for word in never:
        entries.pop(word, None)
    lexicon = DrugLexicon(
        entries=entries,
        longest=_longest(entries),
        pairs=frozenset(_pairs(entries)),
        never=never,
        doubtful=_keys(own["doubtful"]),
        given=_cues(own["given"]),
        measured=_cues(own["measured"]),
        after=_keys(own["salts_after"]),
        before=_keys(own["salts_before"]),
        no_code=_keys(own["no_code"]),
    )
    _settle()
    return lexicon


def _settle() -> None:
    """Take what is loaded by now, which lives as long as the process, out of the garbage collector's way.

    The lexicon is the largest thing that is loaded, and the last: with it a hundred thousand objects, most of them of
    imported modules, are there for good. To walk them again and again was a quarter of the time of reading a PDF.
    """
    gc.collect()  # what is garbage already, of whoever uses this library, must not be kept
    gc.freeze()


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(key, names))


def _registered() -> Iterator[tuple[str, Entry]]:
    """Keys of the register: codes first, then brands, so that names win over both."""
    packed = gzip.decompress((LEXICON / "drugs.tsv.gz").read_bytes()).decode()
    rows = [line.split("\t") for line in packed.splitlines()]
    for column, kind in reversed(list(enumerate(KINDS, start=1))):
        for row in rows:
            if row[column]:
                entry = Entry(row[0], kind)
                for surface in row[column].split("|"):
                    yield surface, entry


def _own(own: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    for surface in own["placebo"]:
        yield _entry("placebo", "placebo", surface)
    for name, surfaces in own["names"].items():
        for surface in surfaces:
            yield _entry(name, "inn", surface)
    for name, surfaces in own["classes"].items():
        for surface in surfaces:
            yield _entry(name, "class", surface)
    for name, surfaces in own["abbreviations"].items():
        for surface in surfaces:
            yield key(surface), Entry(name, "inn", tuple(s for s in surfaces if key(s) == key(surface)))


def _entry(name: str, kind: str, surface: str) -> tuple[str, Entry]:
    return key(surface), Entry(name, kind, (surface,) if is_acronym(surface) else ())


def _longest(entries: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for surface in entries:
        first, _, rest = surface.partition(" ")
        size = 2 + rest.count(" ") if rest else 1
        if size > longest.get(first, 0):
            longest[first] = size
    return longest


def _pairs(entries: Iterable[str]) -> Iterator[str]:
    for surface in entries:
        words = surface.split(" ", 2)
        if len(words) > 1:
            yield f"{words[0].removesuffix('e')} {words[1].removesuffix('e')}"


def _cues(words: Iterable[str]) -> regex.Pattern[str]:
    """Matches folded text where one of the words begins; a short one must be the whole word."""
    folded = sorted(map(fold, words))
    parts = [regex.escape(word) + (r"(?![^\W\d_])" if len(word) <= WHOLE else "") for word in folded]
    return regex.compile(r"(?<![^\W\d_])(?:" + "|".join(parts) + ")")
