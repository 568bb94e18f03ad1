"""Figures that look like results and are none: each is refused with a reason that a person can read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from slideextract.assemble.draft import Draft
from slideextract.assemble.reading import Read
from slideextract.document import BlockKind
from slideextract.facts import EFFECTS
from slideextract.genre import Genre
from slideextract.segment import Section
from slideextract.terms import endpoint, endpoint_id
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
    ("company", "a figure of a company"),
)


SMALL = frozenset(  # words beside "age" or "women" in the name of a characteristic
    {
        "and",
        "des",
        "les",
        "mean",
        "median",
        "moyen",
        "moyenne",
        "médian",
        "patients",
        "proportion",
        "sexe",
        "the",
        "was",
    }
)
PLAIN = frozenset({"count", "rate", "score", "mean"})  # kinds that a number of people may be taken for
PLANNED = regex.compile(
    r"(?<!\w)power(?!\w).*(?<!\w)detect|sample size|puissance (?:statistique )?(?:de|à)|sujets nécessaires|"
    r"to detect a difference",
    regex.IGNORECASE,
)
WONDERED = regex.compile(
    r"(?<!\w)(?:(?:want|wish|like|need) to know|(?:veut|veulent|voulons|souhaite|souhaitent|aimerait) savoir)(?!\w)",
    regex.IGNORECASE,
)
MAX_NUMBERING = 5  # tokens of a line that only numbers its page
ASKED = 64  # texts whose animals are remembered: a paragraph is asked for each of its lines, a line for each figure
NEAR = 8  # tokens before a figure in which a cue speaks of it
AFTER = 8  # tokens behind a number in which it is said to be planned, or who its people were
NEEDED = regex.compile(
    r"(?:per (?:arm|group) )?(?:(?:were|would be|are|was|étaient|seraient|sont|ont été) )?"
    r"(?:needed|required|planned|screened|eligible|nécessaires?|requis|prévus?|éligibles?|présélectionnés?)(?!\w)"
)
CASES = r"(?:cas|cases|diagnoses|diagnostics|décès|deaths)"
EPIDEMIC = regex.compile(  # "25,000 new cases", «9 000 décès par an en France»
    rf"[\d\s.,]+(?:(?:nouveaux|new) {CASES}|{CASES} (?:\w+ )?(?:par|per|a|each|chaque) (?:an|year|année))(?!\w)"
)
MATURE = regex.compile(r"(?:de |of )?(?:maturité|(?:data )?maturity|mature|matures)(?!\w)")
WERE = regex.compile(
    r"(?:(?:of|des|d'|de) (?:(?:the|les) )?\w+ )?(?:(?:in|dans|du) (?:(?:the|le) )?\w+ (?:group|groupe) )?"
    r"(?:were|are|was|étaient|sont) (?:des |de |d')?(?P<who>\w+)"
)
NAMED = regex.compile(
    r"(?:(?:de|d') ?)?(?P<who>\w+)(?= ?[),;.]| (?:in|dans) (?:the|our|le|notre)(?!\w))"
)  # "82% female)"
PEOPLE = regex.compile(
    r"(?<!\w)(?:patients?|patientes?|participants?|women|men|adults?|children|infants?|volunteers?|femmes?|hommes?|adultes?|"
    r"enfants?|nourrissons?|volontaires?)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Reject:
    """A candidate that is no result, and why."""

    start: int
    end: int
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known of the place of a line before its figures are judged.

    Attributes:
        targets: it stands under the title of a guideline.
        animal: its paragraph tells of animals only.
        genre: the kind of its document, where it is one that tells of no trial.
        sizes: places of the numbers that are sizes of arms or of the trial.
        of_trial: its part of the document names a trial or treatments.
    """

    targets: bool = False
    animal: bool = False
    genre: Genre | None = None
    sizes: frozenset[tuple[int, int]] = frozenset()
    of_trial: bool = True


def refuse(read: Read, drafts: Sequence[Draft], scope: Scope) -> tuple[list[Draft], list[Reject]]:
    """Divide a line's drafts into results and refusals."""
    kept: list[Draft] = []
    dropped: list[Reject] = []
    for draft in drafts:
        verdict = _verdict(draft, read, drafts, scope)
        if verdict is None:
            kept.append(draft)
        else:
            dropped.append(Reject(*draft.raw, *verdict))
    return kept, dropped


def _verdict(draft: Draft, read: Read, drafts: Sequence[Draft], scope: Scope) -> tuple[str, str] | None:
    """Reason and rule of a refusal; the first that applies."""
    if scope.genre is not None and not (scope.genre.spares and (draft.p is not None or draft.interval is not None)):
        return scope.genre.reason, f"reject.{scope.genre.id}"
    if draft.raw in scope.sizes and draft.kind in PLAIN:
        return "the size of an arm or of the trial", "assemble.sizes"
    section = SECTIONS.get(read.line.section)
    found = read.line.section is Section.METHODS and any(found_out(other, drafts) for other in drafts)
    if section is not None and not found:
        return section, "reject.section"
    general = read.line.section is Section.CONCLUSION and not scope.of_trial
    if general and draft.arm is None and draft.p is None and draft.interval is None:
        return "a message to take home, said of no trial", "reject.general"
    cue = "guideline" if scope.targets else "animal" if scope.animal else spoken_of(draft, read)
    if cue is not None:
        return dict(CUES)[cue], f"reject.{cue}"
    return next(((reason, rule) for applies, reason, rule in DOUBTS if applies(draft, read)), None)


def is_animal(text: str, language: str) -> bool:
    """Whether a paragraph tells of animals and of no people."""
    return _names_animals(text.casefold(), language)


@lru_cache(maxsize=ASKED)
def _names_animals(lowered: str, language: str) -> bool:
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
    first = next((i + 1 for i in range(last - 1, -1, -1) if _parts(read, i)), 0)
    near = " ".join(token.text for token in read.tokens[max(first, last - NEAR) : last])
    whole = " ".join(token.text for token in read.tokens)
    if _names_animals(whole, read.line.language):
        return "animal"
    near = read.vocabulary.pattern("treated_target").sub(" ", near)
    return next((name for name in ("guideline", "prior", "company") if read.vocabulary.cue(name, near)), None)


def _parts(read: Read, index: int) -> bool:
    """Whether another figure or clause ends at a token."""
    token = read.tokens[index]
    return token.text == ";" or token.has("contrast", "#percent", "#measure", "#p", "#interval")


def _behind(read: Read, end: int) -> str:
    """The words right behind a figure."""
    return " ".join([token.text for token in read.tokens if token.start >= end][:AFTER])


def needed(draft: Draft, read: Read) -> bool:
    """Whether a number of people is what the words behind it ask for: "200 patients were needed"."""
    counts = draft.mention.kind in {"people", "number"}
    return counts and NEEDED.match(_behind(read, draft.mention.end)) is not None


def epidemic(draft: Draft, read: Read) -> bool:
    """Whether a number counts the cases of a country or year: "12,000 new cases", «9 000 décès par an»."""
    if draft.mention.kind not in {"people", "number"} or draft.arm is not None:
        return False
    said = [token.text for token in read.tokens if token.end > draft.raw[0]]
    return EPIDEMIC.match(" ".join(said[:AFTER])) is not None


def immature(draft: Draft, read: Read) -> bool:
    """Whether a share says how complete the data are: "at 27% maturity", «27 % de maturité»."""
    return draft.mention.kind == "percent" and MATURE.match(_behind(read, draft.raw[1])) is not None


def demographic(draft: Draft, read: Read) -> bool:
    """Whether the figure describes who was included."""
    behind = _behind(read, draft.raw[1])
    were = WERE.match(behind) or NAMED.match(behind)
    if were is not None and read.vocabulary.cue("demographic", were["who"]):
        return True
    words = " ".join(token.text for token in read.tokens)
    if draft.kind in EFFECTS or read.vocabulary.cue("moving", words):
        return False  # what changed was followed: "BMI decreased from 34.1 to 29.8"; a ratio is of no one
    named = draft.endpoint.text.casefold() if draft.endpoint else ""
    if read.vocabulary.cue("demographic", named):
        rest = read.vocabulary.pattern("demographic").sub(" ", named)
        return not [word for word in regex.findall(r"[^\W\d_]{3,}", rest) if word not in SMALL]
    known = endpoint(endpoint_id(named) or "")
    happened = known is not None and (known.type == "safety" or known.kind == "tte")  # not before the trial began
    return read.vocabulary.cue("baseline", words) and draft.time is None and draft.p is None and not happened


def unsaid(draft: Draft, read: Read) -> bool:  # noqa: ARG001 - one signature for all doubts
    """Whether neither what was measured nor in whom is said."""
    return draft.endpoint is None and draft.arm is None


def bare(draft: Draft, read: Read) -> bool:  # noqa: ARG001 - as above
    """Whether a plain number has neither arm, time, statistic nor a known endpoint: "up to 18 months"."""
    qualified = draft.arm or draft.time or draft.p or draft.interval or draft.dispersion
    known = draft.endpoint is not None and endpoint_id(draft.endpoint.text) is not None
    return draft.kind in {"score", "duration"} and not qualified and not known


def numbering(draft: Draft, read: Read) -> bool:
    """Whether a fraction counts pages or parts: "Page 6 of 8", "6 / 24" on page 6, "(1/2)" in a title."""
    if draft.mention.kind != "fraction":
        return False
    block = read.line.block
    alone = len(read.tokens) <= MAX_NUMBERING
    return block.kind is BlockKind.TITLE or (alone and (draft.numerator == block.page or read.tokens[0].text == "page"))


def asked(draft: Draft, read: Read) -> bool:  # noqa: ARG001 - as above
    """Whether the line asks: "Is a 2:1 ratio enough?", "we want to know the effect if 40% stop"."""
    return read.tokens[-1].text == "?" or WONDERED.search(" ".join(token.text for token in read.tokens)) is not None


def planned(draft: Draft, read: Read) -> bool:  # noqa: ARG001 - as above
    """Whether the line tells of how large a trial had to be, and not of what a test found."""
    return not read.has("p") and PLANNED.search(" ".join(token.text for token in read.tokens)) is not None


Doubt = Callable[[Draft, Read], bool]
DOUBTS: tuple[tuple[Doubt, str, str], ...] = (
    (needed, "how many were planned, screened or needed, not what was found", "reject.needed"),
    (epidemic, "cases in a country or year, not in a trial", "reject.epidemic"),
    (immature, "how complete the data are", "reject.immature"),
    (demographic, "a characteristic of the participants at inclusion", "reject.baseline"),
    (unsaid, "neither what was measured nor in whom is said", "reject.unsaid"),
    (asked, "a question", "reject.question"),
    (planned, "an assumption of the trial's planning", "reject.planned"),
    (numbering, "a page or part number", "reject.numbering"),
    (bare, "a plain number without arm, time or statistic", "reject.bare"),
)
