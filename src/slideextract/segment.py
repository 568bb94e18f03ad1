"""Blocks to lines: the sentences, cells and labels of a document, each with its section and language."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

import regex

from slideextract.document import Block, BlockKind, Document, Span
from slideextract.titles import read_title
from slideextract.tokens import sentences, shortened
from slideextract.words import words

LANGUAGES = ("en", "fr")
MIN_VOTES = 2  # function words by which one language must lead before a block decides for itself
MAX_RESULT_WORDS = 4  # "Principaux résultats d'efficacité" is a heading
METHODS = regex.compile(r"m[ée]thod|plan d'étude|sch[ée]ma de l'étude|study design")  # what is no label of a slide
RESULTS = regex.compile(r"(?<!\w)(?:results|outcomes|r[ée]sultats|efficacité|efficacy|tol[ée]rance|safety)(?!\w)")
MAX_HEADING = 60  # characters; a longer line is prose even if it starts like a section's name
UNNAMED = regex.compile(r"[^\w\s&',-]")  # signs that are no part of a section's name
SPOKEN = {BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.CAPTION, BlockKind.FOOTNOTE, BlockKind.NOTE}
WORD = regex.compile(r"(?:qu|[ldjmnst])['’]|[^\W\d_]+")
ACCENT = regex.compile(r"[éèêàçùôîïûœ]")
GLUED = regex.compile(
    r"(?<=[^\W\d_)%][.?!])\s?([A-ZÉÈÀ][A-ZÉÈÀ &,']{4,50})(?=\s?:)"
)  # "... was analysed.RESULTS: Of 363 ..."
# Names that open a section without a colon, "Results A total of 363 ...": other uses take no capital behind them.
INLINE = frozenset(
    {"results", "methods", "conclusion", "conclusions", "findings", "background", "objective", "purpose"}
    | {"introduction", "résultats", "méthodes", "contexte", "objectif"}
)
OPENING = regex.compile(
    r"\s*[*#_]*\s*([A-ZÉÈÀ][A-ZÉÈÀa-zéèàê&,;' -]{2,40}?)\s*[*_]*\s*(?::|[*_]{2}|(?=\.?\s[A-ZÉÀ\d])|(?=\.?\s*$))"
)


class Section(StrEnum):
    """The part of an abstract, slide or release that a line belongs to."""

    NONE = "none"
    BACKGROUND = "background"
    METHODS = "methods"
    RESULTS = "results"
    CONCLUSION = "conclusion"
    REFERENCES = "references"
    BOILERPLATE = "boilerplate"


ABSTRACT = frozenset({Section.BACKGROUND, Section.METHODS})


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of prose, or the whole of a title, label or cell."""

    block: Block
    index: int  # of the block in its document
    span: Span
    section: Section
    language: str


def segment(document: Document) -> list[Line]:
    """All lines of the document in reading order."""
    spoken = _languages(document)
    section, page = Section.NONE, 0
    lines: list[Line] = []
    for index, block in enumerate(document.blocks):
        if block.page != page and len(document.pages) > 1:
            section = Section.NONE
        page, language = block.page, spoken[index]
        text = document.text[block.span.start : block.span.end]
        if (named := heading(text, language, section)) is not None:
            section = named
            lines.append(Line(block, index, block.span, section, language))
            continue
        if read_title(block, text) is not None:
            section = Section.NONE
        for start, end in _split(text, block, language):
            if (named := opening(document.text[start:end], language)) is not None:
                section = named
            kind = Section.BOILERPLATE if block.kind is BlockKind.BOILERPLATE else section
            lines.append(Line(block, index, Span(start, end), kind, language))
    return lines


def _split(text: str, block: Block, language: str) -> Iterator[tuple[int, int]]:
    if block.kind not in SPOKEN:
        for start, end in shortened(text, 0, len(text)):
            yield block.span.start + start, block.span.start + end
        return
    for start, end in sentences(text):
        cuts = [
            start,
            *(start + match.start(1) for match in GLUED.finditer(text[start:end]) if _named(match[1], language)),
            end,
        ]
        for first, last in pairwise(cuts):
            if text[first:last].strip():
                yield block.span.start + first, block.span.start + last


def heading(text: str, language: str, before: Section = Section.NONE) -> Section | None:
    """The section that a line opens when it is nothing but a section's name.

    "Patients" and "Population" open the methods of an abstract, after its background; on a slide they are labels.
    """
    name = " ".join(UNNAMED.sub(" ", text).split()) if len(text) <= MAX_HEADING else ""
    if not name or not name[0].isupper():
        return None
    key = name.casefold()
    found = _names(language).get(key) or _names("en").get(key)
    if found is Section.METHODS and not METHODS.search(key) and before not in ABSTRACT:
        return None
    if found is None and name.count(" ") < MAX_RESULT_WORDS and RESULTS.search(key):
        return Section.RESULTS
    if found is None and _setting(language).fullmatch(key):
        return Section.BACKGROUND
    return found


@cache
def _setting(language: str) -> regex.Pattern[str]:
    """Titles of what was known before: «Le contexte en quelques chiffres», "Epidemiology of lung cancer"."""
    classes = words(language).classes
    names, goes_on = sorted(classes["setting"]), sorted(classes["of"] | classes["and"] | classes["preposition"])
    listed, joints = "|".join(map(regex.escape, names)), "|".join(map(regex.escape, goes_on))
    return regex.compile(rf"(?:(?:the|le|la|les)\s|l')?(?:{listed})(?:\s(?:{joints})(?<=')?\s?[^\d]*)?")


def opening(text: str, language: str) -> Section | None:
    """The section whose name, in capitals or before a colon, opens a sentence: `RESULTS The rate was ...`."""
    match = OPENING.match(text)
    if match is None:
        return None
    name = match[1].strip()
    rest = text[match.end(1) :].strip(" *_")
    marked = name.isupper() or rest.startswith(":") or rest == "."  # "Résultats." is a sentence of its own
    if not marked and not (name.casefold() in INLINE and text[match.end(1) :].lstrip(". ")[:1].isupper()):
        return None
    return _named(name, language)


def _named(name: str, language: str) -> Section | None:
    key = name.strip().casefold()
    return _names(language).get(key) or _names("en").get(key)


@cache
def _names(language: str) -> dict[str, Section]:
    classes = words(language).classes
    return {
        name: section
        for section in (
            Section.BACKGROUND,
            Section.METHODS,
            Section.RESULTS,
            Section.CONCLUSION,
            Section.REFERENCES,
        )
        for name in classes[f"section_{section.value}"]
    }


@cache
def _function_words(language: str) -> frozenset[str]:
    own, other = words(language), words("fr" if language == "en" else "en")
    names = ("determiner", "preposition", "of", "and", "auxiliary", "relative", "person", "have", "versus")
    mine = {word for name in names for word in own.classes[name]}
    return frozenset(mine - {word for name in names for word in other.classes[name]})


def votes(text: str) -> int:
    """How many more function words are French than English; negative for English."""
    found = [word.casefold().replace("’", "'") for word in WORD.findall(text)]
    french = sum(word in _function_words("fr") for word in found) + len(ACCENT.findall(text)) // 2
    return french - sum(word in _function_words("en") for word in found)


def _languages(document: Document) -> list[str]:
    """One language a block: its own vote, else its table's, its page's or the document's."""
    counts = [votes(document.text[b.span.start : b.span.end]) for b in document.blocks]
    tables = _table_votes(document)
    pages: dict[int, int] = {}
    for block, count in zip(document.blocks, counts, strict=True):
        pages[block.page] = pages.get(block.page, 0) + max(-3, min(3, count))
    whole = sum(pages.values())

    def language(block: Block, count: int) -> str:
        table = tables.get(block.cell.table, 0) if block.cell else 0
        decisive = next((n for n in (count, table, pages[block.page], whole) if abs(n) >= MIN_VOTES), whole)
        return "fr" if decisive > 0 else "en"

    return [language(block, count) for block, count in zip(document.blocks, counts, strict=True)]


def _table_votes(document: Document) -> dict[int, int]:
    """The vote of all cells of a table together, each of which is too short for one."""
    texts: dict[int, list[str]] = {}
    for block in document.blocks:
        if block.cell is not None:
            texts.setdefault(block.cell.table, []).append(document.text[block.span.start : block.span.end])
    return {table: votes(" ".join(cells)) for table, cells in texts.items()}
