"""Many words as one pattern that tells them apart letter by letter, as fast for a thousand as for ten."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import regex


def alternatives(surfaces: Iterable[str]) -> str:
    """Any of the surfaces, the longest first; the case of a single letter counts: 5 m is no 5 M."""
    distinct = set(surfaces)
    letters = sorted(surface for surface in distinct if len(surface) == 1)
    words = _tree({surface for surface in distinct if len(surface) > 1})
    return "|".join([*filter(None, [words]), *map(_letter, letters)])


def _letter(sign: str) -> str:
    return f"(?-i:{sign})" if sign.isalpha() else regex.escape(sign)


def _tree(words: AbstractSet[str]) -> str:
    """The words as one pattern that tells them apart letter by letter: "week(?:s)?"."""
    branches: dict[str, set[str]] = {}
    for word in words:
        if word:
            branches.setdefault(word[0], set()).add(word[1:])
    grown = [regex.escape(first, special_only=True) + _tree(rest) for first, rest in sorted(branches.items())]
    if not grown:
        return ""
    if len(grown) == 1 and "" not in words:
        return grown[0]
    return f"(?:{'|'.join(grown)})" + ("?" if "" in words else "")
