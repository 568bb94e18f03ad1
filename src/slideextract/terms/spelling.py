"""Unknown words that may be drugs: French endings, one slip of the pen or the OCR, endings that only drugs have."""

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from slideextract.terms.lexicon import drug_lexicon, load_toml

MIN_REPAIR = 7  # letters; in shorter words one letter makes another word
MIN_STEM = 6  # letters of an unknown name with a drug's ending
HEAD, TAIL = 3, 4  # letters that are intact in a word of seven with one slip, at one end or the other
ENDINGS = (("ique", "ic"), ("e", ""), ("es", ""), ("s", ""))  # French, or plural, to register
LOOKALIKES = frozenset(  # letters read or heard as each other
    frozenset(pair)
    for pair in [
        "il", "it", "lt", "ij", "o0", "i1", "l1", "bd", "ce", "uv", "mn", "nu", "rn", "ei", "ea", "ao", "iy", "ae",
        "oe", "ou", "hb", "hn", "fl", "ft", "gq", "gy", "pq", "5s", "8b",
    ]
)  # fmt: skip


class Guess(NamedTuple):
    """What an unknown word probably names."""

    name: str
    kind: str
    suggestion: str | None = None


@lru_cache(maxsize=20_000)
def repair(word: str) -> Guess | None:
    """The drug that a folded word means, if it is a French form, one clear slip away, or has a drug's ending."""
    lexicon = drug_lexicon()
    if word in lexicon.never:
        return None
    for ending, plain in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 4:
            entry = lexicon.entries.get(word.removesuffix(ending) + plain)
            if entry is not None and entry.kind == "inn" and not entry.cases:
                return Guess(entry.name, "inn")
    near = _near(word) if len(word) >= MIN_REPAIR else []
    if len(near) == 1 and _is_slip(word, near[0]):
        return Guess(lexicon.entries[near[0]].name, "repaired")
    if len(word) >= MIN_STEM and word.endswith(_stems()):
        return Guess(word, "stem", lexicon.entries[near[0]].name if len(near) == 1 else None)
    return None


def _near(word: str) -> list[str]:
    heads, tails = _index()
    candidates = {*heads.get(word[:HEAD], ()), *tails.get(word[-TAIL:], ())}
    return sorted(c for c in candidates if abs(len(c) - len(word)) <= 1 and OSA.distance(word, c, score_cutoff=1) == 1)


def _is_slip(word: str, name: str) -> bool:
    """Whether one letter is missing, doubled, moved, or looks or sounds like the right one."""
    if len(word) != len(name):
        return True
    differing = [(a, b) for a, b in zip(word, name, strict=True) if a != b]
    return len(differing) > 1 or frozenset(differing[0]) in LOOKALIKES


@lru_cache(maxsize=1)
def _index() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    heads: dict[str, list[str]] = {}
    tails: dict[str, list[str]] = {}
    for name, entry in drug_lexicon().entries.items():
        if entry.kind == "inn" and entry.name == name and " " not in name and len(name) >= MIN_REPAIR:
            heads.setdefault(name[:HEAD], []).append(name)
            tails.setdefault(name[-TAIL:], []).append(name)
    return heads, tails


@lru_cache(maxsize=1)
def _stems() -> tuple[str, ...]:
    return tuple(load_toml("stems.toml")["alone"])
