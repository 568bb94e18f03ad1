"""Which trial a block speaks of: frames open at a title, a name or a new study, and hold until the next."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from slideextract.document import Block, BlockKind, Document
from slideextract.mentions import Mention
from slideextract.segment import Section
from slideextract.terms import find_conditions, is_known_acronym

MAX_TITLE_WORDS = 18
MIN_TITLE_WORDS = 3
NAME = (
    r"(?:[A-Z]{2,}[A-Z0-9]*(?:[-–][A-Z0-9]+)+|[A-Z]{4,}\d{0,4}|[A-Z]{3,}(?=\s?\d|\sI)|\d{1,2}[A-Z]\d{3,4}"
    r"|[A-Z][a-z]+(?:[A-Z][a-z]*)+|IM[a-z]{4,}|[A-Z]{3})"
    r"(?:[ -]\d{1,4}(?![\d.,%])|\s(?:I{1,3}|IV|GO|AD|HF|CKD|MS|PLUS|EXTEND)(?!\w))?"
)
CUED = (
    regex.compile(
        r"(?:[Ee]ssais?|[Éé]tudes?|[Dd]onnées|[Tt]rials?|[Ss]tud(?:y|ies)|TRIAL|STUDY|ESSAI|ÉTUDE)\s+"
        r"(?:(?:clinique|pivot|pivotal|basket|de\s+phase\s+[\dIViv/ab]+|randomisé\w*|multicentrique|the|of|,)\s+)*[«\"(]?(?P<name>"
        + NAME
        + r")(?![\w])"
    ),
    regex.compile(
        r"(?<![\w-])(?P<name>"
        + NAME
        + r")(?:[»\")])?\s+(?:[Tt]rials?|[Ss]tud(?:y|ies)|[Ee]ssais?|[Éé]tudes?|[Ii]nvestigators|"
        r"Trial Investigators|phase\s+[23I]|ClinicalTrials\.gov|ran?domi[sz]ed|enrolled|a inclus|a randomisé|a comparé)"
    ),
)
TITLED = (
    regex.compile(r"(?:^|[:(–—|]\s?)(?P<name>" + NAME + r")\s*(?=$|[):–—|(,])"),
    regex.compile(r"^(?P<name>" + NAME + r")\s+(?=[-–—:]|\w+\s*:)"),
)
STUDY = regex.compile(
    r"(?<!\w)(?:essais?|études?|trials?|stud(?:y|ies)|cohortes?|revue|review|données|phase|case report)(?!\w)",
    regex.IGNORECASE,
)
INTRODUCES = regex.compile(
    r"(?<!\w)(?:essai|étude|trial|study)\s+(?:\w+\s+){0,2}(?:de\s+)?(?:phase|incluant|including|randomi|chez|in)(?!\w)?",
    regex.IGNORECASE,
)


@dataclass(slots=True)
class Frame:
    """One trial as a document tells it; blocks are indices into `Document.blocks`."""

    number: int
    blocks: set[int] = field(default_factory=set)
    acronym: str | None = None
    acronym_at: tuple[int, int] | None = None
    registry_ids: list[str] = field(default_factory=list)
    drugs: set[str] = field(default_factory=set)
    title: tuple[int, int] | None = None


@dataclass(slots=True)
class Clues:
    """What one block says about the trial it belongs to."""

    names: list[tuple[str, int, int]]
    registry_ids: list[str]
    drugs: set[str]
    titled: bool
    introduces: bool


def find_names(text: str, start: int, *, title: bool) -> list[tuple[str, int, int]]:
    """Trial acronyms in a text: beside a word such as "trial", or standing alone in a title."""
    found: dict[str, tuple[str, int, int]] = {}
    for pattern in (*CUED, *(TITLED if title else ())):
        for match in pattern.finditer(text):
            name = " ".join(match["name"].split())
            if not _is_trial_name(name):
                continue
            found.setdefault(name, (name, start + match.start("name"), start + match.end("name")))
    return sorted(found.values(), key=lambda item: item[1])


def _is_trial_name(name: str) -> bool:
    return not is_known_acronym(name) and not is_known_acronym(regex.split(r"[\s\d-]", name)[0])


def clues(document: Document, block: Block, mentions: Sequence[Mention], drugs: set[str], section: Section) -> Clues:
    """Read one block for what it says about its trial."""
    text = document.text[block.span.start : block.span.end]
    words = text.split()
    heads = block.kind in {BlockKind.TITLE, BlockKind.HEADING}
    short = MIN_TITLE_WORDS <= len(words) <= MAX_TITLE_WORDS and not text.rstrip().endswith((".", ";", ","))
    figures = any(m.kind in {"percent", "p", "interval", "fraction", "n", "people"} for m in mentions)
    subject = bool(drugs) or bool(STUDY.search(text)) or bool(find_conditions(text))
    listed = block.kind in {BlockKind.BULLET, BlockKind.CELL, BlockKind.NOTE, BlockKind.FOOTNOTE}
    titled = not listed and not figures and ((heads and len(words) > 1) or (short and subject and text[:1].isupper()))
    quiet = section is Section.REFERENCES or block.kind is BlockKind.BOILERPLATE
    return Clues(
        names=[] if quiet else find_names(text, block.span.start, title=titled or heads),
        registry_ids=[str(m.values["value"]) for m in mentions if m.kind == "registry"],
        drugs=drugs,
        titled=titled and not quiet,
        introduces=bool(INTRODUCES.search(text)) and len(words) > 4,
    )


def frame_blocks(document: Document, told: Sequence[Clues]) -> list[Frame]:
    """Divide the document into frames, one a trial."""
    frames: list[Frame] = []
    current: Frame | None = None
    for unit in _units(document, told):
        current = _place(unit, told, frames, current)
    return _join(frames)


def _units(document: Document, told: Sequence[Clues]) -> list[list[int]]:
    """Runs of blocks that speak of one thing: a slide, or what stands under a title-like line."""
    paged = len(document.pages) > 1
    units: list[list[int]] = []
    for index, block in enumerate(document.blocks):
        fresh = not units
        if paged and units:
            fresh = block.page != document.blocks[units[-1][-1]].page
        elif units:
            fresh = told[index].titled and not all(told[i].titled for i in units[-1])
        if fresh:
            units.append([])
        units[-1].append(index)
    return units


def _place(unit: list[int], told: Sequence[Clues], frames: list[Frame], current: Frame | None) -> Frame | None:
    names = list(dict.fromkeys(name for i in unit for name, _, _ in told[i].names))
    introduced = [i for i in unit if told[i].introduces]
    if len(names) > 1 or (len(introduced) > 1 and not any(told[i].registry_ids for i in unit)):
        return _place_each(unit, told, frames, current)
    ids = [identifier for i in unit for identifier in told[i].registry_ids]
    titles = [i for i in unit if told[i].titled]
    subject = {drug for i in titles for drug in told[i].drugs}
    frame = current
    if names:
        frame = _named(frames, names[0]) or _adopt(current, names[0], ids) or _new(frames)
    elif (
        (ids and current is not None and current.registry_ids and not set(ids) & set(current.registry_ids))
        or current is None
        or (titles and _differs(current, subject))
    ):
        frame = _new(frames)
    assert frame is not None
    for i in unit:
        _fill(frame, i, told[i], unit)
    return frame


def _place_each(unit: list[int], told: Sequence[Clues], frames: list[Frame], current: Frame | None) -> Frame | None:
    """Several trials on one slide: each block goes to the trial that it names, or that was named before it."""
    frame = current
    for i in unit:
        if told[i].names:
            frame = _named(frames, told[i].names[0][0]) or _new(frames)
        elif told[i].introduces or (frame is current and told[i].titled) or frame is None:
            frame = _new(frames)
        _fill(frame, i, told[i], [i])
    return frame


def _named(frames: list[Frame], name: str) -> Frame | None:
    folded = _fold(name)
    return next((f for f in frames if f.acronym is not None and _fold(f.acronym) == folded), None)


def _adopt(current: Frame | None, name: str, ids: list[str]) -> Frame | None:
    """The open frame, when it has no name yet and nothing speaks against this one."""
    if current is None or current.acronym is not None or len(current.blocks) > 12:
        return None
    if ids and current.registry_ids and not set(ids) & set(current.registry_ids):
        return None
    return current if name and not current.title else None


def _differs(current: Frame, subject: set[str]) -> bool:
    """Whether a title opens another subject than the one at hand."""
    if not subject:
        return True
    return not (subject & current.drugs)


def _new(frames: list[Frame]) -> Frame:
    frames.append(Frame(len(frames)))
    return frames[-1]


def _fill(frame: Frame, index: int, told: Clues, unit: list[int]) -> None:
    frame.blocks.add(index)
    if told.titled:
        frame.drugs |= told.drugs
    for name, start, end in told.names:
        if frame.acronym is None:
            frame.acronym, frame.acronym_at = name, (start, end)
    for identifier in told.registry_ids:
        if identifier not in frame.registry_ids:
            frame.registry_ids.append(identifier)


def _join(frames: list[Frame]) -> list[Frame]:
    """Frames of one registry id are one trial."""
    kept: list[Frame] = []
    for frame in frames:
        twin = next((k for k in kept if set(k.registry_ids) & set(frame.registry_ids)), None)
        if twin is None:
            frame.number = len(kept)
            kept.append(frame)
        else:
            twin.blocks |= frame.blocks
            twin.acronym = twin.acronym or frame.acronym
    return kept


def _fold(name: str) -> str:
    return regex.sub(r"[\W_]+", "", name).casefold()
