"""Capitals that are never a trial's name: `lexicon/acronyms.toml`."""

from functools import lru_cache

import regex

from slideextract.terms.endpoints import endpoints
from slideextract.terms.folding import key
from slideextract.terms.lexicon import load_toml

ALONE = ("alone", "groups")  # lists of words that a figure makes the name of a trial: PURPOSE 1, CALGB 9741
MAX_REST = 3  # letters behind a known word that make no name of their own: NYHA III, SLEDAI-2K; but SLE-BRAVE
NUMBERED = regex.compile(r"[A-Z]{2}[ -]?\d{3,4}")  # EV is vaccine efficacy in French, EV-302 a trial
MIN_CAPITALS = 2  # of an endpoint's short name: HbA1c, pCR


def is_known_acronym(name: str) -> bool:
    """Whether capitals are an endpoint, disease, method, society ..., hence no trial: "BICLA", "EULAR 2025"."""
    folded = key(name)
    if folded in _known() or folded in _alone():
        return True
    if NUMBERED.fullmatch(name):
        return False
    first, *rest = folded.split(" ")
    return first in _known() and all(len(piece) <= MAX_REST or piece.isdigit() or piece in _known() for piece in rest)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    listed = {key(word) for name, words in load_toml("acronyms.toml").items() if name not in ALONE for word in words}
    surfaces = (surface for one in endpoints().values() for surface in (*one.en, *one.fr) if " " not in surface)
    return frozenset(listed | {key(s) for s in surfaces if sum(sign.isupper() for sign in s) >= MIN_CAPITALS})


@lru_cache(maxsize=1)
def _alone() -> frozenset[str]:
    lists = load_toml("acronyms.toml")
    return frozenset(key(word) for name in ALONE for word in lists[name])
