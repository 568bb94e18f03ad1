"""Names of a lexicon in a text: the longest one at each place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from slideextract.terms.folding import SHARED, Piece, cut

MIN_PLURAL = 3  # letters of a word that may be a plural: AEs, not OS
SHORT = 4  # letters of an acronym that must be printed as listed: OS and "os", CR and "cr" differ


@dataclass(frozen=True, slots=True)
class Surface:
    """One printed name of a concept; `case` is the only spelling allowed, if case matters."""

    id: str
    case: str = ""


class SurfaceTable:
    """Finds the names of many concepts in one pass."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Take (name, id) pairs; of two equal names with different case, both are kept."""
        self.surfaces: dict[str, tuple[Surface, ...]] = {}
        self._longest: dict[str, int] = {}
        for name, concept in names:
            words = singulars(name)
            mine = Surface(concept, name if is_acronym(name) else "")
            folded = " ".join(words)
            self.surfaces[folded] = (*self.surfaces.get(folded, ()), mine)
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def find(self, view: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, id) of each name, from left to right, without overlap."""
        pieces = cut(view)
        words = singulars(view)
        index = 0
        while index < len(pieces):
            longest = self._longest.get(words[index])
            found = self._at(view, pieces, words, index, longest) if longest is not None else None
            if found is not None:
                yield pieces[index].start, pieces[found[0] - 1].end, found[1]
            index = index + 1 if found is None else found[0]

    def _at(
        self, view: str, pieces: Sequence[Piece], words: Sequence[str], index: int, longest: int
    ) -> tuple[int, str] | None:
        """The index behind the longest name at a piece, and what it names."""
        last = index + 1
        while last < min(len(pieces), index + longest) and pieces[last].joined:
            last += 1
        for end in range(last, index, -1):
            surfaces = self.surfaces.get(" ".join(words[index:end]))
            if surfaces is None or not stands_alone(view, pieces[index].start, pieces[end - 1].end):
                continue
            printed = letters(view[pieces[index].start : pieces[end - 1].end])
            for surface in surfaces:
                if not surface.case or printed.removesuffix("s") == letters(surface.case).removesuffix("s"):
                    return end, surface.id
        return None


@lru_cache(maxsize=SHARED)
def singulars(view: str) -> tuple[str, ...]:
    """The words of a text, each in one form for singular and plural."""
    return tuple([singular(piece.text) for piece in cut(view)])


def singular(word: str) -> str:
    """One form for a folded word and its plural: both "toxicities" and "toxicity" give "toxicitie"."""
    if len(word) < MIN_PLURAL:
        return word
    if word[-1] == "s" and word[-2] != "s":
        word = word[:-1]
    return word[:-1] + "ie" if word[-1] == "y" else word


def is_acronym(name: str) -> bool:
    """Whether a name is a short acronym, which means something else in lower case."""
    plain = letters(name)
    return len(plain) <= SHORT and any(sign.isupper() for sign in plain[1:] or plain)


def letters(name: str) -> str:
    """The letters of a name alone."""
    return "".join(sign for sign in name if sign.isalpha())


def stands_alone(view: str, start: int, end: int) -> bool:
    """Whether a name is made of whole words; a figure at its end must be a whole number."""
    if start > 0 and view[start - 1].isalnum():
        return False
    after = view[end : end + 2]
    if after[:1].isalnum():
        return False
    return not (view[end - 1].isdigit() and len(after) > 1 and after[0] in ".," and after[1].isdigit())
