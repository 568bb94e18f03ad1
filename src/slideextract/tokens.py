"""The only door to spaCy: sentences, and the mentions as a component for other people's pipelines.

nlp = spacy.blank("fr")
nlp.add_pipe("slideextract_mentions")
doc = nlp("Réponse BICLA à S52 : 54,8 % (p = 0,0004)")
[(span.label_, span.text) for span in doc.spans["slideextract"]]
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, pairwise

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from slideextract.mentions import find_mentions

KEY = "slideextract"  # of the mentions in `Doc.spans`
# Characters of a sentence; the longest real ones seen have 1 900. What goes on for longer is a list or a table that
# lost its lines, and the time that a sentence takes grows with its square.
MAX_SENTENCE = 4_000
SPOKEN = frozenset({"en", "fr"})
NO_START = 2**64 - 1  # -1 as spaCy keeps it: no sentence starts at this token
ENDS = frozenset(".?!…")
CLOSES = frozenset("\"'”’»)]*_")  # what may stand between the full stop and the next sentence
# A mark, what closes its sentence, a space, and something behind it: a text without is one sentence
BOUNDARY = re.compile(rf"[{re.escape(''.join(ENDS))}][{re.escape(''.join(CLOSES))}\s]*\s(?=\S)")
AROUND = 2  # words before such a mark that may tell what it is: the abbreviation, and what that stands apart from
WORD = re.compile(r"\S+")
# Words whose full stop ends no sentence. spaCy's own exceptions cover titles and months.
SHORT = frozenset(
    {"al", "approx", "art", "c", "cf", "co", "corp", "dept", "dr", "e.g", "ed", "eds", "eg", "env", "etc", "ex"}
    | {"fig", "figs", "i.e", "ie", "inc", "j", "ltd", "max", "min", "moy", "no", "nos", "nr", "n°", "p", "p.ex", "pp"}
    | {"pr", "prof", "ref", "resp", "réf", "sem", "st", "st.", "ste", "suppl", "tab", "univ", "vol", "vs"}
)


@Language.component("slideextract_sentences")
def set_sentences(doc: Doc) -> Doc:
    """Start a sentence after a full stop that ends one: "5.3 vs. 10.2" and "0,5 % c. 1 %" stay whole."""
    if not len(doc):
        return doc
    starts = doc.to_array(["SENT_START"])
    starts[:] = NO_START
    starts[0] = 1
    for token in doc[:-1]:
        if token.text[-1] in ENDS and _ends(token):
            following = token.i + 1
            while following < len(doc) and _closes(doc[following]):
                following += 1
            if following < len(doc) and _opens(doc[following]) and _parted(doc[following]):
                starts[following] = 1
    # All at once: `token.is_sent_start = ...` looks at all other tokens each time.
    return doc.from_array(["SENT_START"], starts)  # type: ignore[arg-type]  # it takes what `to_array` gives


def _ends(token: Token) -> bool:
    """Whether a mark ends a sentence, and no abbreviation or initial."""
    word = token.text.rstrip(".").casefold()
    if token.text[-1] != ".":
        return True
    if _is_spaced(token):
        return False
    if not word and token.i and not token.nbor(-1).whitespace_:
        word = token.nbor(-1).text.casefold()
    return word not in SHORT and not (len(word) == 1 and word.isalpha())


def _is_spaced(token: Token) -> bool:
    """Whether a full stop stands between spaces, for a lost semicolon: "HR=0,69 . p<0,001", "[0,57 . 0,84]"."""
    if token.text != "." or not token.i or not token.nbor(-1).whitespace_ or token.i + 1 >= len(token.doc):
        return False
    following = token.nbor(1).text
    return not (following[0].isupper() and following[1:2].islower())


def _closes(token: Token) -> bool:
    """Whether a sign closes what the sentence before it opened; French guillemets stand off."""
    return token.text in CLOSES and (not token.nbor(-1).whitespace_ or token.text == "»")


def _opens(token: Token) -> bool:
    """Whether a sentence may start at a token: a capital, a figure, a quote or a bracket."""
    first = token.text[0]
    return first.isupper() or first.isdigit() or first in "«“\"'([*_•■-–≥≤<>+~^$\\" or token.is_space


def _parted(token: Token) -> bool:
    before = token.nbor(-1)
    return bool(before.whitespace_) or before.is_space or token.is_space


class Mentions:
    """The component "slideextract_mentions": typed figures as spans, `Doc.spans["slideextract"]`."""

    def __init__(self, language: str) -> None:
        self.language = language if language in SPOKEN else "en"

    def __call__(self, doc: Doc) -> Doc:
        """Add a span for each mention; its `label_` is the kind, its `id_` the rule."""
        spans = (
            doc.char_span(m.start, m.end, label=m.kind, span_id=m.rule, alignment_mode="expand")
            for m in find_mentions(doc.text, self.language)
        )
        doc.spans[KEY] = [span for span in spans if span is not None]
        return doc


@Language.factory("slideextract_mentions")
def make_mentions(nlp: Language, name: str) -> Mentions:  # noqa: ARG001 - the signature that spaCy calls
    """The component for a pipeline; it speaks the pipeline's language, English where that isn't ours."""
    return Mentions(nlp.lang or "en")


@cache
def _pipeline() -> Language:
    """One pipeline for both languages: the abbreviations are ours, and spaCy's French takes seconds to import."""
    nlp = spacy.blank("xx")
    nlp.max_length = sys.maxsize  # spaCy's own limit is for models; readers limit the text
    nlp.add_pipe("slideextract_sentences")
    return nlp


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph, without the white space around it."""
    for first, last in pairwise([0, *_starts(text), len(text)]):
        printed = text[first:last]
        start, end = first + len(printed) - len(printed.lstrip()), first + len(printed.rstrip())
        if start < end:
            yield from shortened(text, start, end)


def _starts(text: str) -> list[int]:
    """Where sentences start behind others; spaCy is shown the words around each mark alone, a fifth of a text."""
    parts = _around_marks(text)
    if not parts:
        return []
    shown = " ".join([text[first:last] for first, last in parts])
    offsets = list(accumulate((last - first + 1 for first, last in parts), initial=0))
    pipeline = _pipeline()
    with pipeline.memory_zone():  # spaCy keeps every word that it has ever seen otherwise
        places = [span.start_char for span in pipeline(shown).sents][1:]
    owners = [bisect_right(offsets, place) - 1 for place in places]
    return [parts[owner][0] + place - offsets[owner] for owner, place in zip(owners, places, strict=True)]


def _around_marks(text: str) -> list[tuple[int, int]]:
    """The words around each mark that may end a sentence; parts that touch are one."""
    parts: list[tuple[int, int]] = []
    last = 0
    for match in BOUNDARY.finditer(text):
        before = text[last : match.start()].rsplit(maxsplit=AROUND)
        apart = len(before) > AROUND
        first = last + len(before[0]) if apart else parts.pop()[0] if parts else 0
        behind = WORD.match(text, match.end())
        last = behind.end() if behind else match.end()
        parts.append((first, last))
    return parts


def shortened(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence or label in parts of at most `MAX_SENTENCE` characters that end at spaces, where there are any."""
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + 1, start + MAX_SENTENCE)
        if cut < 0:
            cut = start + MAX_SENTENCE
        yield start, cut
        start = cut + 1 if text[cut] == " " else cut
    yield start, end
