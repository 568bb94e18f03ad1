"""Titles of studies and topics, told from labels and sub-headings by what they name, whatever their typography.

A text file or a flattened slide has no title style; "Anifrolumab SC : essai TULIP-SC" opens a subject all the same, and
"Tolérance" or "Réponse BICLA à S52" doesn't.
"""

from dataclasses import dataclass

import regex

from slideextract.document import Block, BlockKind
from slideextract.terms import find_conditions, find_drugs, find_endpoints

MAX_WORDS = 28  # titles of articles run to 25; a longer line is a sentence or a list of authors
MAX_COMMAS = 5  # a list of authors has more
MIN_OTHER = 2  # words beside the drugs and doses; "Upadacitinib 30 mg QD" is an arm's label
QUIET_KINDS = frozenset(
    {BlockKind.CELL, BlockKind.BULLET, BlockKind.NOTE, BlockKind.FOOTNOTE, BlockKind.HEADER, BlockKind.BOILERPLATE}
)
PRINTED_TITLES = frozenset({BlockKind.TITLE, BlockKind.HEADING})
COMPARATORS = frozenset({"placebo", "corticosteroids"})  # in nearly every trial: no subject of their own
STUDY = regex.compile(
    r"(?<!\w)(?:essais?|études?|trials?|stud(?:y|ies)|cohortes?|revue\s+systématique|systematic\s+review|méta-analyse|"
    r"meta-analysis|case\s+report|phase\s+[1-4IV]+[ab]?)(?!\w)",
    regex.IGNORECASE,
)
GUIDELINE = regex.compile(
    r"(?<!\w)(?:recommandations?|recommendations?|guidelines?|consensus|points\s+to\s+consider|lignes\s+directrices)(?!\w)",
    regex.IGNORECASE,
)
BULLET = regex.compile(r"^\s*(?:[-*•■▪◦–]|\d{1,2}[.)])\s")
FIGURES = regex.compile(r"\d\s?%|\bp\s?[<=>]|\d[.,]\d|[=<>≤≥]\s?\d", regex.IGNORECASE)
VERB = regex.compile(
    r"(?<!\w)(?:was|were|is|are|has\s+been|have\s+been|est|sont|était|étaient|a\s+été|ont\s+été|peuvent|peut|doit)(?!\w)",
    regex.IGNORECASE,
)
CELLS = regex.compile(r"^(?:car\b|car-|bispecific|bite)", regex.IGNORECASE)  # classes that are products of their own
WORD = regex.compile(r"[^\W\d_][\w'’-]*")
DOSE = regex.compile(
    r"(?<!\w)(?:mg|µg|mcg|g|kg|ml|high|low|dose|qd|bid|q\d+w|sc|iv|po|n|the|le|la|et|and|of|de|du)(?!\w)",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    """What a title is about.

    Attributes:
        drugs: normalised names, without comparators.
        conditions: normalised diseases.
        study: whether it speaks of a study ("essai", "trial", "systematic review").
        guideline: whether it announces recommendations, whose figures are targets.
        question: whether it asks: "Et les JAKis ?" turns to something new.
    """

    drugs: frozenset[str]
    conditions: frozenset[str]
    study: bool
    guideline: bool
    question: bool

    @property
    def empty(self) -> bool:
        """Whether the title names no subject: a question, or a slide's own heading."""
        return not (self.drugs or self.conditions or self.study or self.guideline)


def read_title(block: Block, text: str) -> Title | None:
    """The subject of a block that is the title of something; None for prose, labels and sub-headings.

    Args:
        block: of the document.
        text: what the block prints.
    """
    if block.kind in QUIET_KINDS or BULLET.match(text):
        return None
    plain = text.strip().strip("*_# ")
    printed = block.kind in PRINTED_TITLES
    words = WORD.findall(plain)
    if not words or len(words) > MAX_WORDS or plain.endswith((";", ",", ":")):
        return None
    if not printed and _is_sentence(plain):
        return None
    title = _subject(plain)
    if printed or plain.endswith("?"):
        return title
    return None if title.empty or _labels(plain, title) else title


def _is_sentence(plain: str) -> bool:
    """Whether a line says something, with a figure or a verb, instead of naming it."""
    if not plain[0].isupper() or plain.endswith(".") or plain.count(",") > MAX_COMMAS:
        return True
    return FIGURES.search(plain) is not None or (VERB.search(plain) is not None and not plain.endswith("?"))


def _subject(plain: str) -> Title:
    endpoints = [(hit.start, hit.end) for hit in find_endpoints(plain)]
    drugs = {h.name for h in find_drugs(plain)} - COMPARATORS
    conditions = {h.name for h in find_conditions(plain) if not any(s <= h.start and h.end <= e for s, e in endpoints)}
    return Title(
        frozenset(drugs),
        frozenset(conditions),
        study=STUDY.search(plain) is not None,
        guideline=GUIDELINE.search(plain) is not None,
        question=plain.endswith("?"),
    )


def _labels(plain: str, title: Title) -> bool:
    """Whether a line is only an arm's name or an endpoint's: no title without more to say."""
    if title.study or title.guideline:
        return False
    if find_endpoints(plain) and not title.drugs:
        return True
    hits = find_drugs(plain)
    if not title.conditions and all(hit.kind == "class" and not CELLS.match(hit.name) for hit in hits):
        return True
    rest = plain
    for hit in reversed(hits):
        rest = rest[: hit.start] + " " + rest[hit.end :]
    return len(WORD.findall(DOSE.sub(" ", rest))) < MIN_OTHER
