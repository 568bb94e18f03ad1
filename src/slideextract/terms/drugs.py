"""Drugs in a text: longest known name first, then French forms, then slips of one letter, then name endings."""

from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from slideextract.terms.folding import Piece, cut, fold
from slideextract.terms.lexicon import DrugLexicon, Entry, drug_lexicon
from slideextract.terms.spelling import repair

MIN_GLUED = 5  # letters of a name that may run into its dose: TREMFYA100 mg
BRACKETED = regex.compile(r"\s?[(\[]\s?(?P<short>[A-ZÉ][\w-]{1,11})\s?[)\]]")


@dataclass(frozen=True, slots=True)
class DrugHit:
    """A drug at a place of a text.

    Attributes:
        name: international name in lower case, or the class, or "placebo".
        kind: inn, brand, code, class, stem, repaired or placebo.
        suggestion: of a stem that is one letter from a known drug, that drug.
    """

    start: int
    end: int
    name: str
    kind: str
    suggestion: str | None = None

    def shifted(self, offset: int) -> "DrugHit":
        """The same hit in a text that begins `offset` characters earlier."""
        return replace(self, start=self.start + offset, end=self.end + offset)


def find_drugs(view: str) -> list[DrugHit]:
    """All drugs of a sentence or cell, in order, without overlap; the longest name wins."""
    lexicon = drug_lexicon()
    pieces = cut(view)
    found: list[DrugHit] = []
    index = 0
    while index < len(pieces):
        hit, used = _at(view, pieces, index, lexicon)
        if hit is not None:
            found.append(hit)
        index += used
    return found


def find_abbreviations(text: str) -> dict[str, str]:
    """Abbreviations that a text defines in brackets behind a drug: "obinutuzumab (OBI)" gives OBI: obinutuzumab."""
    found: dict[str, str] = {}
    for hit in find_drugs(text):
        match = BRACKETED.match(text, hit.end)
        if match is not None and not find_drugs(match["short"]):
            found.setdefault(match["short"], hit.name)
    return found


def _at(view: str, pieces: list[Piece], index: int, lexicon: DrugLexicon) -> tuple[DrugHit | None, int]:
    first = pieces[index]
    if not _begins(view, first):
        return None, 1
    for size in range(min(lexicon.longest.get(first.text, 0), len(pieces) - index), 0, -1):
        run = pieces[index : index + size]
        if not all(piece.joined for piece in run[1:]) or not _ends(view, run):
            continue
        entry = lexicon.entries.get(" ".join(piece.text for piece in run))
        if entry is not None and _fits(entry, view[first.start : run[-1].end]):
            return DrugHit(first.start, run[-1].end, entry.name, entry.kind), size
    return _single(view, first, lexicon)


def _single(view: str, piece: Piece, lexicon: DrugLexicon) -> tuple[DrugHit | None, int]:
    if not piece.text[0].isalpha() or not _ends(view, [piece]):
        return None, 1
    guess = repair(piece.text)
    if guess is None:
        return None, 1
    return DrugHit(piece.start, piece.end, guess.name, guess.kind, guess.suggestion), 1


def _begins(view: str, piece: Piece) -> bool:
    return piece.start == 0 or not view[piece.start - 1].isalnum()


def _ends(view: str, run: list[Piece]) -> bool:
    end = run[-1].end
    if end >= len(view) or not view[end].isalnum():
        return True
    return view[end].isdigit() and len(run) == 1 and end - run[0].start >= MIN_GLUED


def _fits(entry: Entry, printed: str) -> bool:
    if entry.case:
        return printed == entry.case
    if entry.kind == "code":
        return any(sign.isupper() for sign in printed)
    if entry.kind == "brand":
        return printed[0].isupper()
    return True


__all__ = ["DrugHit", "find_abbreviations", "find_drugs", "fold", "lru_cache"]
