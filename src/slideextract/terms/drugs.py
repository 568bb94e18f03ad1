"""Drugs in a text: longest known name first, then French forms, slips of one letter, name endings, unknown codes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

import regex

from slideextract.terms.folding import KEPT, Piece, cut, fold
from slideextract.terms.lexicon import DrugLexicon, Entry, drug_lexicon
from slideextract.terms.spelling import repair
from slideextract.terms.surfaces import letters

MIN_GLUED = 5  # letters of a name that may run into its dose: TREMFYA100 mg
MIN_MIXED = 6  # letters of a word in which the OCR may have read a digit: 0binutuzumab
REPEATED = 50_000  # words remembered as no drug's; a language has as many in use
LONGEST_ACID = 4  # words: acide fumarique de diméthyle
NEAR, AROUND = 22, 60  # characters: "serum vitamin D level"; "... vitamin D ... 2000 IU daily ..."
MISREAD = str.maketrans("0158", "olsb")
BRACKETED = regex.compile(r"\s?[(\[]\s?(?P<short>[A-ZÉ][\w-]{1,11})\s?[)\]]")
LIST_REACH = 14  # characters before a drug that hold its abbreviation and what stands before that
LISTED = regex.compile(  # in the list of a slide's foot: "BKZ: bimekizumab; PBO, placebo"
    r"(?:(?<=^|[\n;.:(]\s?)(?P<short>[A-Z][A-Z\d-]{1,7})\s?[,:=]|(?<![\w-])(?P<short>[A-Z][A-Z\d-]{1,7})\s?[:=])\s?$"
)
NEXT_WORD = regex.compile(r"[\s-]*(?P<word>[^\W\d_]+)")
LAST_WORD = regex.compile(r"(?P<word>[^\W\d_]+)[\s-]*$")
CODE = regex.compile(r"(?<![\w-])(?P<prefix>[A-Z]{2,5})-?[A-Z]?\d{3,7}[A-Z]{0,3}(?![\w-])")
DOSE = regex.compile(r"\s?(?:\([^()]{0,20}\)\s?)?\d+(?:[.,]\d+)?\s?(?:mg|µg|mcg|g/kg)(?![^\W\d_])")
COMPARED = regex.compile(
    r"placebo|versus|(?<!\w)vs(?!\w)|receiv|reçu|recev|\btreated with\b|traités? par", regex.IGNORECASE
)


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


@lru_cache(maxsize=KEPT)
def find_drugs(view: str) -> tuple[DrugHit, ...]:
    """All drugs of a sentence or cell, in order, without overlap; the longest name wins."""
    lexicon = drug_lexicon()
    pieces = cut(view)
    found: list[DrugHit] = []
    index = 0
    while index < len(pieces):
        glued = index + 1 < len(pieces) and pieces[index + 1].start == pieces[index].end
        if not glued and _is_plain(pieces[index].text):
            index += 1
            continue
        hit, used = _at(view, pieces, index, lexicon)
        if hit is not None:
            found.append(hit)
        index += used
    return tuple(sorted([*found, *_unknown_codes(view, found, lexicon)], key=lambda hit: hit.start))


def find_abbreviations(text: str, lines: Iterable[tuple[int, int]]) -> dict[str, str]:
    """Abbreviations that lines define behind or before a drug: "obinutuzumab (OBI)", "OBI: obinutuzumab"."""
    found: dict[str, str] = {}
    for hit in chain.from_iterable(_of_line(text, start, end) for start, end in lines):
        match = BRACKETED.match(text, hit.end) or LISTED.search(text[max(0, hit.start - LIST_REACH) : hit.start])
        if match is not None and match.re is LISTED and not _is_short_of(match["short"], hit.name):
            continue
        if match is not None and all(other.name == hit.name for other in find_drugs(match["short"])):
            found.setdefault(match["short"], hit.name)
    return found


def _of_line(text: str, start: int, end: int) -> Iterator[DrugHit]:
    """The drugs of a line; where it may define an abbreviation, the lines around it tell what is given as well."""
    if BRACKETED.search(text, start, end) is None:
        yield from (hit.shifted(start) for hit in find_drugs(text[start:end]))
        return
    first = max(0, start - AROUND)
    hits = (hit.shifted(first) for hit in find_drugs(text[first : end + AROUND]))
    yield from (hit for hit in hits if start <= hit.start < end)


def _is_short_of(short: str, name: str) -> bool:
    """Whether the letters of an abbreviation begin with the name's and follow each other in it: BKZ, bimekizumab."""
    rest = iter(name.casefold())
    letters = [sign for sign in short.casefold() if sign.isalpha()]
    return letters[:1] == [name[:1].casefold()] and all(sign in rest for sign in letters)


@lru_cache(maxsize=REPEATED)
def _is_plain(word: str) -> bool:
    """Whether no drug's name begins with a word or looks like it, so that most words need no further look."""
    begins = drug_lexicon().longest
    return not (word in begins or word.removesuffix("e") in begins or word == "acide" or repair(word))


def _at(view: str, pieces: Sequence[Piece], index: int, lexicon: DrugLexicon) -> tuple[DrugHit | None, int]:
    """The hit that begins at a piece, and how many pieces are done with."""
    first = pieces[index]
    if first.start > 0 and view[first.start - 1].isalnum():
        return None, 1
    for end in range(_last(pieces, index, lexicon), index, -1):
        run = pieces[index:end]
        entry = lexicon.entries.get(" ".join([piece.text for piece in run])) or _french(run, lexicon)
        if entry is not None and _ends(view, run) and _fits(entry, view[first.start : run[-1].end]):
            return _known(view, pieces, index, end - index, entry, lexicon)
    return _unknown(view, pieces, index, lexicon)


def _last(pieces: Sequence[Piece], index: int, lexicon: DrugLexicon) -> int:
    """The index behind the longest name that may begin at a piece."""
    text = pieces[index].text
    last = index + 1
    if last == len(pieces) or not pieces[last].joined:
        return last
    begins = f"{text.removesuffix('e')} {pieces[last].text.removesuffix('e')}"
    if begins not in lexicon.pairs and text != "acide":
        return last
    longest = max(lexicon.longest.get(text, 0), lexicon.longest.get(text.removesuffix("e"), 0))
    if text == "acide":
        longest = LONGEST_ACID
    while last < min(len(pieces), index + longest) and pieces[last].joined:
        last += 1
    return last


def _french(run: Sequence[Piece], lexicon: DrugLexicon) -> Entry | None:
    """The entry of a name of several words in French spelling: insuline glargine, acide zolédronique."""
    if len(run) == 1:
        return None
    words = [piece.text for piece in run]
    if words[0] == "acide" and words[1].endswith("ique"):
        words = [words[1].removesuffix("ique") + "ic", "acid", *words[2:]]
    bare = [word.removesuffix("e") for word in words]
    for form in (words, [bare[0], *words[1:]], bare):
        entry = lexicon.entries.get(" ".join(form))
        if entry is not None:
            return entry if entry.kind == "inn" else None
    return None


def _known(
    view: str, pieces: Sequence[Piece], index: int, size: int, entry: Entry, lexicon: DrugLexicon
) -> tuple[DrugHit | None, int]:
    start, last = pieces[index].start, index + size
    name = " ".join(piece.text for piece in pieces[index:last])
    if name in lexicon.doubtful and not _is_given(view, start, pieces[last - 1].end, lexicon):
        return None, size
    if entry.kind == "inn":
        while last < len(pieces) and pieces[last].joined and pieces[last].text in lexicon.after:
            last += 1
        if index > 1 and pieces[index - 1].text in {"de", "d"} and pieces[index - 2].text in lexicon.before:
            start = pieces[index - 2].start
    return DrugHit(start, pieces[last - 1].end, entry.name, entry.kind), last - index


def _is_given(view: str, start: int, end: int, lexicon: DrugLexicon) -> bool:
    """Whether a substance of the body is given as a treatment here, not measured."""
    words = (NEXT_WORD.match(view, end), LAST_WORD.search(view[max(0, start - NEAR) : start]))
    if any(word is not None and lexicon.given.match(fold(word["word"])) for word in words):
        return True
    if lexicon.measured.search(fold(view[max(0, start - NEAR) : end + NEAR])):
        return False
    return lexicon.given.search(fold(view[max(0, start - AROUND) : end + AROUND])) is not None


def _unknown(view: str, pieces: Sequence[Piece], index: int, lexicon: DrugLexicon) -> tuple[DrugHit | None, int]:
    """A word that the lexicon lacks but that must be a drug; digits in it are misread letters."""
    last = index + 1
    while last < len(pieces) and pieces[last].start == pieces[last - 1].end:
        last += 1
    run = pieces[index:last]
    word = run[0].text
    if len(run) > 1:
        whole = "".join([piece.text for piece in run])
        if MIN_MIXED <= len(letters(whole)) >= len(whole) - 1:
            word = whole.translate(MISREAD)
        else:
            run = run[:1]
    if not word.isalpha() or not _ends(view, run):
        return None, 1
    if len(run) > 1 and word in lexicon.entries:
        return DrugHit(run[0].start, run[-1].end, lexicon.entries[word].name, "repaired"), len(run)
    guess = repair(word)
    if guess is None:
        return None, 1
    return DrugHit(run[0].start, run[-1].end, guess.name, guess.kind, guess.suggestion), len(run)


def _unknown_codes(view: str, found: Sequence[DrugHit], lexicon: DrugLexicon) -> list[DrugHit]:
    """Codes like a product's that the lexicon lacks: with a dose behind, or in a comparison."""
    codes: list[DrugHit] = []
    for match in CODE.finditer(view):
        start, end = match.span()
        if any(hit.start < end and start < hit.end for hit in found):
            continue
        dosed = DOSE.match(view, end) is not None
        compared = COMPARED.search(view, max(0, start - AROUND), end + AROUND) is not None
        if dosed or (compared and fold(match["prefix"]) not in lexicon.no_code):
            codes.append(DrugHit(start, end, fold(match[0]), "code"))
    return codes


def _ends(view: str, run: Sequence[Piece]) -> bool:
    end = run[-1].end
    if end >= len(view) or not view[end].isalnum():
        return True
    return view[end].isdigit() and len(run) == 1 and end - run[0].start >= MIN_GLUED


def _fits(entry: Entry, printed: str) -> bool:
    """Whether the printed letters may mean the entry: case tells codes, brands and acronyms from words."""
    if entry.cases:
        return letters(printed) in map(letters, entry.cases)
    if entry.kind == "code":
        return any(sign.isupper() for sign in printed)
    return entry.kind != "brand" or printed[0].isupper()
