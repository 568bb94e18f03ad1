"""Which names of a document tell of its trials, and which only point to others.

A deck often titles a slide with nothing but its trial ("ALLEGORY", "Back to REGENCY"), and names others in passing: in
a citation, in the note of a definition, in "as in the AURORA trial". Those are trials of the document only where no
other name is.
"""

from collections.abc import Sequence

import regex

from slideextract.assemble.frames import Clues
from slideextract.assemble.header_rules import header_rules
from slideextract.assemble.trial_names import NAME, fold_name, is_trial_name, leading_name
from slideextract.document import Block, BlockKind, Document
from slideextract.segment import LANGUAGES
from slideextract.terms import find_conditions, find_endpoints
from slideextract.titles import PRINTED_TITLES
from slideextract.words import words

LEAST_BARE = 5  # letters of a name that stands alone in a title; shorter words in capitals are terms mostly
PART = regex.compile(  # "(1/3)", "(suite)", "– cont." behind a title
    r"\s*[-–—:]?\s*[(\[]?\s?(?:\d{1,2}\s?/\s?\d{1,2}|suite(?:\s\d+)?|cont(?:inued|['’]d|\.)?|\d|I{1,3}|fin|end)\s?[)\]]?\s*$",
    regex.IGNORECASE,
)
WORDS = regex.compile(rf"(?<![\w-]){NAME}(?![\w-])")
CITED = regex.compile(r"\bet\s+al\b|\bet\s+coll\b|(?:19|20)\d\d\s?[;:]\s?\d|\bdoi\b", regex.IGNORECASE)
BEFORE = 60  # characters before a name in which it is said to be only compared with
Name = tuple[str, int, int]


def settle_names(document: Document, told: Sequence[Clues]) -> None:
    """Name the trials of titles that say nothing else, and drop names in passing where others tell of the trials.

    Args:
        document: what was read.
        told: the clues of each block; their names are changed in place.
    """
    texts = [document.text[slice(*block.span)] for block in document.blocks]
    pairs = list(zip(document.blocks, told, strict=True))
    bare = _titles_alone(document)
    strong = [_own_names(block, clue, text, bare=bare) for (block, clue), text in zip(pairs, texts, strict=True)]
    if any(strong):
        for block, clue, names in zip(document.blocks, told, strong, strict=True):
            passing = len(names) < len(clue.names) and block.kind not in PRINTED_TITLES
            clue.title = None if passing else clue.title  # "MMF dose as in the AURORA trial" opens nothing
            clue.names = names
    known = {fold_name(name) for clue in told for name, _, _ in clue.names}
    for (block, clue), text in zip(pairs, texts, strict=True):
        if clue.title is not None and block.kind in PRINTED_TITLES:
            clue.names = _known(text, block.span.start, known) or clue.names
        elif not clue.names and not clue.quiet and not _is_passing(block, text):
            clue.names = leading_name(text, block.span.start, known)


def _own_names(block: Block, clue: Clues, text: str, *, bare: bool) -> list[Name]:
    """The names of a block but for those in passing, and the name that a title is where it may be a `bare` one."""
    if block.kind not in PRINTED_TITLES and _is_passing(block, text):
        return []
    names = [name for name in clue.names if not _is_referred(text, name[1] - block.span.start)]
    return names or (_bare(block, clue, text) if bare else [])


def _is_referred(text: str, at: int) -> bool:
    """Whether the words before a name say that it is only compared with: "as in the AURORA trial"."""
    before = text[max(0, at - BEFORE) : at]
    return any(rule.pattern.search(before) for rule in header_rules("trials")["refers"])


def _is_passing(block: Block, text: str) -> bool:
    """Whether a block is a note or a citation, which may name any trial."""
    return block.kind is BlockKind.FOOTNOTE or CITED.search(text) is not None


def _titles_alone(document: Document) -> bool:
    """Whether the titles of a deck are no words in capitals all of them, so that one in capitals is a name."""
    titles = [document.text[slice(*block.span)] for block in document.blocks if block.kind is BlockKind.TITLE]
    return len(document.pages) > 1 and any(not title.isupper() for title in titles)


def _bare(block: Block, clue: Clues, text: str) -> list[Name]:
    """The name that a slide's title is, and nothing else: "ALLEGORY", "REGENCY (2/3)"."""
    if block.kind is not BlockKind.TITLE or clue.quiet:
        return []
    core = PART.sub("", text).strip()
    plain = core.isalpha() and core.isupper() and len(core) >= LEAST_BARE
    if not plain or not is_trial_name(core) or find_conditions(core) or find_endpoints(core):
        return []
    if any(core.casefold() in words(language).classes["slide_heading"] for language in LANGUAGES):
        return []
    start = block.span.start + text.index(core)
    return [(core, start, start + len(core))]


def _known(text: str, start: int, known: set[str]) -> list[Name]:
    """The trials of the document that a title names in any place: "Back to REGENCY", "Annexe – REGENCY"."""
    found: dict[str, Name] = {}
    for match in WORDS.finditer(text):
        key = fold_name(match[0])
        if key in known and not _is_referred(text, match.start()):
            found.setdefault(key, (match[0], start + match.start(), start + match.end()))
    return list(found.values())
