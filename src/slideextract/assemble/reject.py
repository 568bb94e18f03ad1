"""Figures that look like results and are none: each is refused with a reason that a person can read."""

from collections.abc import Sequence
from dataclasses import dataclass

from slideextract.assemble.draft import Draft
from slideextract.assemble.reading import Read
from slideextract.document import Document
from slideextract.segment import Section

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


@dataclass(frozen=True, slots=True)
class Reject:
    """A candidate that is no result, and why."""

    start: int
    end: int
    reason: str
    rule: str


def refuse(read: Read, drafts: Sequence[Draft], document: Document) -> tuple[list[Draft], list[Reject]]:
    """Divide a line's drafts into results and refusals."""
    kept: list[Draft] = []
    dropped: list[Reject] = []
    words = " ".join(token.text for token in read.tokens)
    section = SECTIONS.get(read.line.section)
    cue = next((reason for name, reason in CUES if read.vocabulary.cue(name, words)), None)
    for draft in drafts:
        reason, rule = section, "reject.section"
        if reason is None and cue is not None:
            reason, rule = cue, "reject.cue"
        if reason is None and demographic(draft, read):
            reason, rule = "a characteristic of the participants at inclusion", "reject.baseline"
        if reason is None and draft.endpoint is None and draft.arm is None:
            reason, rule = "neither what was measured nor in whom is said", "reject.unsaid"
        if reason is None:
            kept.append(draft)
        else:
            dropped.append(Reject(*draft.raw, reason, rule))
    return kept, dropped


def demographic(draft: Draft, read: Read) -> bool:
    """Whether the figure describes who was included."""
    words = " ".join(token.text for token in read.tokens)
    named = draft.endpoint.text.casefold() if draft.endpoint else ""
    if read.vocabulary.cue("demographic", named):
        return True
    return read.vocabulary.cue("baseline", words) and draft.time is None and draft.p is None
