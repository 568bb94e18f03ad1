"""Spellings made comparable: lower case, no accents, straight apostrophes; and texts cut into letters and digits."""

import unicodedata
from dataclasses import dataclass

import regex

LIGATURES = str.maketrans({
    "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "ﬁ": "fi", "ﬂ": "fl",
    "’": "'", "‘": "'", "ʼ": "'", "‛": "'", "´": "'", "′": "'",
})  # fmt: skip
PIECE = regex.compile(r"[^\W\d_]+|\d+")
JOINTS = frozenset(  # what may stand between two pieces of one name: "IGA 0/1", "Gd+ lesions", "50% responder rate"
    {"", " ", "-", "–", "'", "  ", " - ", "/", "+ ", "% ", " % "}
)


def fold(text: str) -> str:
    """Lower case, accents stripped, ligatures opened, straight apostrophes: "Bélimumab" and "belimumab" are equal."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    lowered = lowered.translate(LIGATURES)
    apart = unicodedata.normalize("NFD", lowered)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters or of digits; `text` is folded, `joined` tells whether it may continue the piece before."""

    start: int
    end: int
    text: str
    joined: bool


def cut(view: str) -> list[Piece]:
    """The runs of letters and of digits: "VAY736" is vay, 736, as is "VAY-736"."""
    found: list[Piece] = []
    last = 0
    for match in PIECE.finditer(view):
        start, end = match.span()
        found.append(Piece(start, end, fold(match[0]), bool(found) and view[last:start] in JOINTS))
        last = end
    return found


def key(name: str) -> str:
    """The folded pieces of a name, one space between: what the lexicon is searched with."""
    return " ".join(fold(piece) for piece in PIECE.findall(name))
