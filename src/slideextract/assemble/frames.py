"""Which trial a block speaks of: frames open at a title, a name or a new study, and hold until the next.

A document that names one trial at the most, and no second subject, is one frame. Others are divided: a slide, or what
stands under a title, goes to the trial that its title names; a title of the same subject, or of none, continues.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from slideextract.assemble.header_rules import header_rules
from slideextract.assemble.trial_names import find_names, fold_name
from slideextract.document import Block, BlockKind, Document
from slideextract.mentions import Mention
from slideextract.segment import Section, heading
from slideextract.terms import find_drugs
from slideextract.titles import BULLET, COMPARATORS, Title, read_title

INTRODUCES = regex.compile(
    r"(?<!\w)(?:essai|étude|trial|study)\s+(?:\w+\s+){0,2}"
    r"(?:de\s+)?(?:phase|incluant|including|randomi|chez|in)(?!\w)?|(?:^|[.:]\s+)phase\s+[1-4I]",
    regex.IGNORECASE,
)
OPENS = regex.compile(r"[^.:]{3,60}[.:]\s+(?:phase|essai|étude|trial|study)(?!\w)", regex.IGNORECASE)
LONGEST_NAME = 12  # words of a drug's name and its salt; the longest that is known has ten
MIN_SENTENCE = 5  # words; a shorter line introduces nothing
NEAR = 3  # blocks around a lone drug's name in which a figure makes it the label of that figure
FIGURES = frozenset({"percent", "p", "interval", "fraction", "n", "people", "measure"})
FRESH = 12  # blocks; a frame that has gone on for longer without a name isn't named by what comes now


@dataclass(slots=True)
class Frame:
    """One trial as a document tells it; blocks are indices into `Document.blocks`."""

    number: int
    blocks: set[int] = field(default_factory=set)
    acronym: str | None = None
    acronym_at: tuple[int, int] | None = None
    registry_ids: list[str] = field(default_factory=list)
    drugs: set[str] = field(default_factory=set)
    conditions: set[str] = field(default_factory=set)
    titles: list[int] = field(default_factory=list)
    guideline: bool = False
    pooled: bool = False  # what it holds is told of several trials together
    closed: bool = False


@dataclass(slots=True)
class Clues:
    """What one block says about the trial it belongs to."""

    names: list[tuple[str, int, int]]
    registry: list[tuple[str, str]]  # scheme, id
    drugs: set[str]
    title: Title | None
    introduces: bool
    listed: bool  # an item of a list, each of which may be a study
    prose: bool
    closes: bool
    cell: bool  # of a table, whose columns may be studies
    quiet: bool  # references, boilerplate, running lines: no names are looked for
    figure: bool
    opens: bool  # a paragraph whose first words are those of a study: "CAR-T anti-BCMA. Phase 1, 7 patients ..."
    lone: bool  # nothing but one drug's name
    divides: bool  # the title of a part of a deck: "Part 2: lupus"


def clues(
    block: Block, text: str, mentions: Sequence[Mention], drugs: set[str], section: Section, language: str
) -> Clues:
    """Read one block for what it says about its trial."""
    quiet = section in {Section.REFERENCES, Section.BOILERPLATE} or block.kind in {
        BlockKind.BOILERPLATE,
        BlockKind.HEADER,
    }
    title = None if quiet else read_title(block, text)
    listed = block.kind is BlockKind.BULLET or BULLET.match(text) is not None
    taken = [(m.start, m.end) for m in mentions if m.kind not in {"name", "number", "phase", "time"}]
    words = len(text.split())
    return Clues(
        names=[] if quiet else find_names(text, block.span.start, title=title is not None, taken=taken),
        registry=[(str(m.values.get("scheme", "")), str(m.values["value"])) for m in mentions if m.kind == "registry"],
        drugs=drugs - COMPARATORS,
        title=title,
        introduces=words >= MIN_SENTENCE and not quiet and INTRODUCES.search(text) is not None,
        listed=listed,
        prose=words > MIN_SENTENCE
        and block.kind in {BlockKind.PARAGRAPH, BlockKind.NOTE, BlockKind.FOOTNOTE}
        and not listed,
        closes=heading(text, language) in {Section.CONCLUSION, Section.REFERENCES} and title is not None,
        cell=block.kind is BlockKind.CELL,
        quiet=quiet,
        figure=any(m.kind in FIGURES for m in mentions),
        opens=OPENS.match(text) is not None,
        lone=words <= LONGEST_NAME and not listed and block.kind is not BlockKind.CELL and _is_drug(text),
        divides=block.kind is BlockKind.TITLE and any(rule.fits(text) for rule in header_rules("trials")["divider"]),
    )


def _is_drug(text: str) -> bool:
    """Whether a text is one drug's name and nothing else."""
    hits = find_drugs(text)
    whole = len(hits) == 1 and (hits[0].start, hits[0].end) == (0, len(text.strip()))
    return whole and hits[0].name not in COMPARATORS


def frame_blocks(document: Document, told: Sequence[Clues]) -> list[Frame]:
    """Divide the document into frames, one a trial."""
    if _is_single(told):
        frame = Frame(0)
        for index, clue in enumerate(told):
            _fill(frame, index, clue, paged=True)
        return [frame]
    divider = _Divider(told, paged=len(document.pages) > 1)
    for unit in _units(document, told):
        divider.place(unit)
    return _join(divider.frames)


def _is_single(told: Sequence[Clues]) -> bool:
    """Whether the document names no two trials, and no two subjects in its titles."""
    names = {fold_name(name) for clue in told for name, _, _ in clue.names}
    schemes = [scheme for scheme, _ in {pair for clue in told for pair in clue.registry}]
    introduced = sum(clue.introduces and (clue.listed or clue.opens) for clue in told)
    subjects: list[frozenset[str]] = []
    for clue in told:
        if clue.title and clue.title.drugs and not any(clue.title.drugs & known for known in subjects):
            subjects.append(clue.title.drugs)
    guideline = any(clue.title and clue.title.guideline for clue in told)
    return max(len(names), introduced, len(subjects)) <= 1 and len(schemes) == len(set(schemes)) and not guideline


def _units(document: Document, told: Sequence[Clues]) -> list[list[int]]:
    """Runs of blocks that speak of one thing: a slide, or what stands under a title."""
    paged = len(document.pages) > 1
    units: list[list[int]] = []
    for index, block in enumerate(document.blocks):
        if not units:
            fresh = True
        elif paged:
            fresh = block.page != document.blocks[units[-1][-1]].page
        else:
            opens = told[index].title is not None or _is_topic(told, index)
            fresh = opens and not all(told[i].title is not None for i in units[-1])
        if fresh:
            units.append([])
        units[-1].append(index)
    return units


def _is_topic(told: Sequence[Clues], index: int) -> bool:
    """Whether a drug's name alone on a line is a heading, and no label of a figure nearby."""
    around = told[max(0, index - NEAR) : index + NEAR + 1]
    return told[index].lone and not any(clue.figure for clue in around)


class _Divider:
    """Gives each unit of a document to a frame."""

    def __init__(self, told: Sequence[Clues], *, paged: bool) -> None:
        self.told, self.paged = told, paged
        self.frames: list[Frame] = []
        self.current: Frame | None = None

    def place(self, unit: list[int]) -> None:
        """Give the unit's blocks to the frame of its title, and its list items to the studies that they name."""
        titled = [i for i in unit if self.told[i].title is not None]
        names = list(dict.fromkeys(name for i in titled for name, _, _ in self.told[i].names))
        before = self.current
        if len(names) == 1:
            frame = self._named(names[0], titled) or self._adopts(titled) or self._new()
        elif names or self._divides(unit):
            frame = self._new()  # what is told of two trials together is of neither alone
            frame.pooled = bool(names)
        else:
            frame = self._continued(unit, titled)
        fresh = frame is not before
        if self.paged and any(self.told[i].closes for i in unit):
            frame = self._new()
            frame.closed = True
        last = self._walk(unit, frame, fresh=fresh, named=len(names) == 1)
        self.current = frame if self.paged and frame.acronym is not None else last

    def _divides(self, unit: list[int]) -> bool:
        """Whether a slide is only the title of a part of the deck."""
        if not self.paged or any(self.told[i].figure or self.told[i].prose for i in unit):
            return False
        return any(self.told[i].divides for i in unit)

    def _walk(self, unit: list[int], base: Frame, *, fresh: bool, named: bool) -> Frame:
        spoken = {fold_name(name) for i in unit for name, _, _ in self.told[i].names}
        introduced = sum(self.told[i].introduces for i in unit)
        frame = base
        for i in unit:
            clue = self.told[i]
            here = frame
            own = clue.names[0][0] if clue.names and not _names_several(clue) else None
            if own is not None and not (named and clue.title is not None):
                known = self._named(own)
                if known is None and base.acronym is None and fresh and not clue.listed and len(spoken) == 1:
                    here = frame = base
                elif known is not frame:
                    here = known or self._new()
                    frame = frame if clue.prose and self.paged else here
            elif clue.introduces and (clue.listed or clue.opens) and introduced > 1:
                here = frame = self._new()
            elif not clue.cell and self._foreign(frame, clue):
                here = frame = self._registered(clue) or self._new()
            _fill(here, i, clue, paged=self.paged)
        return frame

    def _continued(self, unit: list[int], titled: list[int]) -> Frame:
        """The open frame, or a new one where the unit's title has another subject."""
        current = self.current
        titles = [title for i in titled if (title := self.told[i].title) is not None]
        if current is None or current.closed:
            return self._new(titles)
        lone = {drug for i in unit[:1] if _is_topic(self.told, i) for drug in self.told[i].drugs}
        if lone and not lone & current.drugs:
            return self._new()
        if any(self._parts(current, title) for title in titles):
            return self._new(titles)
        return current

    def _parts(self, current: Frame, title: Title) -> bool:
        """Whether a title opens another subject than the frame at hand."""
        if title.guideline or current.guideline:
            return title.guideline or not title.empty
        if title.drugs:
            return not title.drugs & current.drugs or (title.study and not self.paged)
        if title.conditions:
            return not self.paged or bool(current.conditions and not title.conditions & current.conditions)
        return title.question and not self.paged

    def _adopts(self, titled: list[int]) -> Frame | None:
        """The open frame, when it has no name yet and speaks of the drugs of the title that has one."""
        current = self.current
        if current is None or current.acronym is not None or current.closed or len(current.blocks) > FRESH:
            return None
        drugs = {drug for i in titled for drug in self.told[i].drugs}
        return current if drugs & current.drugs else None

    def _foreign(self, frame: Frame, clue: Clues) -> bool:
        schemes = {identifier[:3]: identifier for identifier in frame.registry_ids}
        return any(schemes.get(value[:3], value) != value for _, value in clue.registry)

    def _registered(self, clue: Clues) -> Frame | None:
        ids = {value for _, value in clue.registry}
        return next((f for f in self.frames if ids & set(f.registry_ids)), None)

    def _named(self, name: str, titled: Sequence[int] = ()) -> Frame | None:
        """The frame of an acronym, unless the title speaks of other drugs in another disease: AURORA has namesakes."""
        titles = [title for i in titled if (title := self.told[i].title) is not None]
        drugs = {drug for title in titles for drug in title.drugs}
        conditions = {condition for title in titles for condition in title.conditions}
        alike = [f for f in self.frames if f.acronym is not None and fold_name(f.acronym) == fold_name(name)]
        same = [f for f in alike if not (_part(drugs, f.drugs) and _part(conditions, f.conditions))]
        return self.current if any(f is self.current for f in same) else next(iter(same), None)

    def _new(self, titles: Sequence[Title] = ()) -> Frame:
        """A frame that opens here; under the title of a guideline it holds targets, no results."""
        self.frames.append(Frame(len(self.frames), guideline=any(title.guideline for title in titles)))
        return self.frames[-1]


def _part(one: set[str], other: set[str]) -> bool:
    """Whether two sets say something and share nothing."""
    return bool(one and other) and not one & other


def _names_several(told: Clues) -> bool:
    """Whether a title names several trials together."""
    return told.title is not None and len(told.names) > 1


def _fill(frame: Frame, index: int, told: Clues, *, paged: bool) -> None:
    frame.blocks.add(index)
    if paged or told.title is not None or told.names or told.lone:
        frame.drugs |= told.drugs
    if told.title is not None:
        frame.conditions |= told.title.conditions
        frame.titles.append(index)
    for name, start, end in told.names:
        if frame.acronym is None and not _names_several(told):
            frame.acronym, frame.acronym_at = name, (start, end)
    for _, identifier in told.registry:
        other = any(known[:3] == identifier[:3] for known in frame.registry_ids)  # of the same registry
        if identifier not in frame.registry_ids and not (told.cell and other):
            frame.registry_ids.append(identifier)


def _join(frames: list[Frame]) -> list[Frame]:
    """Frames of one registry id are one trial; frames without blocks are none."""
    kept: list[Frame] = []
    for frame in frames:
        twin = next((k for k in kept if set(k.registry_ids) & set(frame.registry_ids)), None)
        if not frame.blocks:
            continue
        if twin is None:
            frame.number = len(kept)
            kept.append(frame)
        else:
            twin.blocks |= frame.blocks
            twin.acronym = twin.acronym or frame.acronym
    return kept
