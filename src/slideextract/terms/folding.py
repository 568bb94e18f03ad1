"""Spellings made comparable: lower case, no accents, straight apostrophes; and texts cut into letters and digits."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import regex

LIGATURES = str.maketrans({
    "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "ﬁ": "fi", "ﬂ": "fl",
    "’": "'", "‘": "'", "ʼ": "'", "‛": "'", "´": "'", "′": "'",
})  # fmt: skip
PIECE = regex.compile(r"[^\W\d_]+|\d+")
JOINTS = frozenset(  # what may stand between two pieces of one name: "IGA 0/1", "Gd+ lesions", "50% responder rate"
    {"", " ", "-", "–", "'", "  ", " - ", "/", "+ ", "% ", " % ", "≥", " ≥", " ≥ "}
)
KEPT = 512  # texts whose names are kept: a line is read again with its block, and what a deck repeats is near
SHARED = 16  # texts whose pieces are kept: drugs, endpoints and diseases of a line are searched one after the other


def fold(text: str) -> str:
    """Lower case, accents stripped, ligatures opened, straight apostrophes: "Bélimumab" and "belimumab" are equal."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    lowered = lowered.translate(LIGATURES)
    apart = unicodedata.normalize("NFD", lowered)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


class Piece(NamedTuple):
    """A run of letters or of digits; `text` is folded, `joined` tells whether it may continue the piece before."""

    start: int
    end: int
    text: str
    joined: bool


@lru_cache(maxsize=SHARED)
def cut(view: str) -> tuple[Piece, ...]:
    """The runs of letters and of digits: "VAY736" is vay, 736, as is "VAY-736"."""
    found: list[Piece] = []
    lowered = view.lower()
    aligned = len(lowered) == len(view)  # not so with İ, whose small letter is two characters
    last = -1
    for match in PIECE.finditer(view):
        start, end = match.span()
        text = lowered[start:end]
        if not (aligned and text.isascii()):
            text = fold(match[0])
        found.append(Piece(start, end, text, last >= 0 and view[last:start] in JOINTS))
        last = end
    return tuple(found)


def key(name: str) -> str:
    """The folded pieces of a name, one space between: what the lexicon is searched with."""
    return " ".join(fold(piece) for piece in PIECE.findall(name))
