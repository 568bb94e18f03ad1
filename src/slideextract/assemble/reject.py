"""Figures that look like results and are none: each is refused with a reason that a person can read."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from slideextract.assemble.draft import Draft
from slideextract.assemble.reading import Read
from slideextract.genre import Genre
from slideextract.segment import Section
from slideextract.words import words

SECTIONS = {
    Section.BACKGROUND: "background: what was known before the trial",
    Section.METHODS: "methods: what was planned, not what was found",
    Section.REFERENCES: "references, affiliations or interests",
    Section.BOILERPLATE: "boilerplate: company or contact text",
}
CUES = (
    ("animal", "animal or laboratory data"),
    ("guideline", "a recommendation or target"),
    ("prior", "an assumption or an earlier study"),
)


SMALL = frozenset(
    {
        "proportion",
        "the",
        "mean",
        "median",
        "des",
        "les",
        "moyen",
        "moyenne",
        "médian",
        "was",
        "patients",
        "and",
        "sexe",
    }
)
NEAR = 8  # tokens before a figure in which a cue speaks of it


PEOPLE = regex.compile(
    r"(?<!\w)(?:patients?|patientes?|participants?|women|men|adults?|children|infants?|volunteers?|femmes?|hommes?|adultes?|"
    r"enfants?|nourrissons?|volontaires?)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Reject:
    """A candidate that is no result, and why; `draft` is what it would have been."""

    start: int
    end: int
    reason: str
    rule: str
    draft: Draft | None = None


def refuse(
    read: Read, drafts: Sequence[Draft], *, targets: bool, animal: bool, genre: Genre | None = None
) -> tuple[list[Draft], list[Reject]]:
    """Divide a line's drafts into results and refusals.

    Args:
        read: the line.
        drafts: what was read in it.
        targets: whether it stands under the title of a guideline.
        animal: whether its paragraph tells of animals only.
        genre: the kind of the document, where it is one that tells of no trial.
    """
    kept: list[Draft] = []
    dropped: list[Reject] = []
    section = SECTIONS.get(read.line.section)
    if read.line.section is Section.METHODS and any(found_out(draft, drafts) for draft in drafts):
        section = None
    for draft in drafts:
        reason, rule = section, "reject.section"
        if genre is not None:
            reason, rule = genre.reason, f"reject.{genre.id}"
        cue = "guideline" if targets else "animal" if animal else spoken_of(draft, read)
        if reason is None and cue is not None:
            reason, rule = dict(CUES)[cue], f"reject.{cue}"
        if reason is None and demographic(draft, read):
            reason, rule = "a characteristic of the participants at inclusion", "reject.baseline"
        if reason is None and draft.endpoint is None and draft.arm is None:
            reason, rule = "neither what was measured nor in whom is said", "reject.unsaid"
        if reason is None:
            kept.append(draft)
        else:
            dropped.append(Reject(*draft.raw, reason, rule, draft))
    return kept, dropped


def is_animal(text: str, language: str) -> bool:
    """Whether a paragraph tells of animals and of no people."""
    lowered = text.casefold()
    return words(language).cue("animal", lowered) and PEOPLE.search(lowered) is None


def found_out(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a figure under "methods" was plainly measured: it has a p value or interval, or stands in a list."""
    if draft.p is not None or draft.interval is not None:
        return True
    return draft.endpoint is not None and sum(other.group == draft.group for other in drafts) > 1


def spoken_of(draft: Draft, read: Read) -> str | None:
    """The cue just before a figure that says that it was aimed at, assumed, or measured in animals."""
    if draft.p is not None or draft.interval is not None:
        return None
    last = next((i for i, token in enumerate(read.tokens) if token.end > draft.raw[0]), len(read.tokens))
    first = max((i + 1 for i in range(last) if _parts(read, i)), default=0)
    near = " ".join(token.text for token in read.tokens[max(first, last - NEAR) : last])
    whole = " ".join(token.text for token in read.tokens)
    if read.vocabulary.cue("animal", whole) and PEOPLE.search(whole) is None:
        return "animal"
    return next((name for name in ("guideline", "prior") if read.vocabulary.cue(name, near)), None)


def _parts(read: Read, index: int) -> bool:
    """Whether another figure or clause ends at a token."""
    token = read.tokens[index]
    return token.text == ";" or token.has("contrast", "#percent", "#measure", "#p", "#interval")


def demographic(draft: Draft, read: Read) -> bool:
    """Whether the figure describes who was included."""
    words = " ".join(token.text for token in read.tokens)
    named = draft.endpoint.text.casefold() if draft.endpoint else ""
    if read.vocabulary.cue("demographic", named):
        rest = read.vocabulary.pattern("demographic").sub(" ", named)
        return not [word for word in regex.findall(r"[^\W\d_]{3,}", rest) if word not in SMALL]
    return read.vocabulary.cue("baseline", words) and draft.time is None and draft.p is None
