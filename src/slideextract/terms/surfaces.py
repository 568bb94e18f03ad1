"""Names of a lexicon in a text: the longest one at each place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from slideextract.terms.folding import Piece, cut, key

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
            folded = key(name)
            mine = Surface(concept, name if is_acronym(name) else "")
            self.surfaces[folded] = (*self.surfaces.get(folded, ()), mine)
            first = folded.partition(" ")[0]
            self._longest[first] = max(self._longest.get(first, 0), folded.count(" ") + 1)

    def find(self, view: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, id) of each name, from left to right, without overlap."""
        pieces = cut(view)
        index = 0
        while index < len(pieces):
            used = 1
            for size in range(min(self._longest.get(pieces[index].text, 0), len(pieces) - index), 0, -1):
                run = pieces[index : index + size]
                concept = self._concept(view, run)
                if concept is not None:
                    yield run[0].start, run[-1].end, concept
                    used = size
                    break
            index += used

    def _concept(self, view: str, run: list[Piece]) -> str | None:
        if not stands_alone(view, run):
            return None
        start, end = run[0].start, run[-1].end
        for surface in self.surfaces.get(" ".join(piece.text for piece in run), ()):
            if not surface.case or letters(surface.case) == letters(view[start:end]):
                return surface.id
        return None


def is_acronym(name: str) -> bool:
    """Whether a name is a short acronym, which means something else in lower case."""
    plain = letters(name)
    return len(plain) <= SHORT and any(sign.isupper() for sign in plain[1:] or plain)


def letters(name: str) -> str:
    """The letters of a name alone."""
    return "".join(sign for sign in name if sign.isalpha())


def stands_alone(view: str, run: list[Piece]) -> bool:
    """Whether pieces are one name: joined, whole words, and a figure at the end is a whole number."""
    start, end = run[0].start, run[-1].end
    if not all(piece.joined for piece in run[1:]) or (start > 0 and view[start - 1].isalnum()):
        return False
    after = view[end : end + 2]
    if after[:1].isalnum():
        return False
    return not (view[end - 1].isdigit() and len(after) > 1 and after[0] in ".," and after[1].isdigit())
