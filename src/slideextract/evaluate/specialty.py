"""The medical specialty of a gold document: that of most of its endpoints.

An endpoint of the lexicon belongs to the file of `lexicon/endpoints/` that holds it, `oncology.toml`, `eye.toml`; those
of any specialty, and harms, tell nothing. A gold document may also say `specialty` itself.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from slideextract.evaluate.gold import GoldDocument
from slideextract.terms import endpoint_id
from slideextract.terms.lexicon import LEXICON, load_toml

FOLDER = "endpoints"
ANY = frozenset({"general", "laboratory", "safety"})  # files of endpoints that every specialty has
UNKNOWN = "other"  # no endpoint is in the lexicon


def specialty(document: GoldDocument) -> str:
    """What the document says of itself, else the specialty of most of its rows, the first by name of equals."""
    if document.specialty is not None:
        return document.specialty
    rows = Counter(name for row in document.rows for name in _of(row.endpoint_any or ()))
    return min(rows, key=lambda name: (-rows[name], name), default=UNKNOWN)


def _of(names: Iterable[str]) -> set[str]:
    """The specialty that the names of one endpoint have in common; empty where they disagree."""
    known = {_files()[concept] for name in names if (concept := endpoint_id(name)) is not None} - ANY
    return known if len(known) == 1 else set()


@cache
def _files() -> dict[str, str]:
    """The file of each endpoint, without its suffix."""
    names = sorted(path.name for path in (LEXICON / FOLDER).iterdir())
    return {concept: name.removesuffix(".toml") for name in names for concept in load_toml(f"{FOLDER}/{name}")}
