"""Mentions to facts: lines are read, trials are told apart, and each figure is bound to who, what and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from slideextract.assemble.arm_codes import decoded, find_codes
from slideextract.assemble.arms import Arm
from slideextract.assemble.charts import read_charts
from slideextract.assemble.claims import Claim, claims
from slideextract.assemble.columns import Study, frame_of, studies
from slideextract.assemble.doubts import doubt
from slideextract.assemble.draft import Draft
from slideextract.assemble.frames import Frame, clues, frame_blocks
from slideextract.assemble.headed import give_headings
from slideextract.assemble.inventory import MIN_SCORE, Entry, Inventory, firm_only, gather, known_names
from slideextract.assemble.line_arms import adopt, known_arms, name_arms
from slideextract.assemble.notes import Binder, find_notes, without_markers
from slideextract.assemble.primary import name_primary
from slideextract.assemble.prose import Carried, Prose
from slideextract.assemble.reading import Read, name_nicknames, name_trials, nicknames, read_line
from slideextract.assemble.reject import Reject, Scope, is_animal, refuse
from slideextract.assemble.size_conflicts import SizeConflict, size_conflicts
from slideextract.assemble.tables import read_tables
from slideextract.assemble.told_names import settle_names
from slideextract.assemble.trial_names import fold_name
from slideextract.document import BlockKind, Document, Page
from slideextract.genre import Genre, genre, slide_genre
from slideextract.mentions import view
from slideextract.segment import segment
from slideextract.terms import fold


@dataclass(slots=True)
class Story:
    """One trial as the document tells it: its frame, its arms, its results."""

    frame: Frame
    reads: list[Read] = field(default_factory=list)
    inventory: Inventory = field(default_factory=Inventory)
    drafts: list[Draft] = field(default_factory=list)
    study: Study | None = None  # the column of a table that this story is
    claims: list[Claim] = field(default_factory=list)
    conflicts: list[SizeConflict] = field(default_factory=list)


@dataclass(slots=True)
class Assembled:
    """All that assembly found in a document."""

    stories: list[Story]
    reads: list[Read]
    rejected: list[Reject]


def assemble(printed: Document) -> Assembled:
    """Read a document's lines and bind its figures into drafts, trial by trial."""
    notes = find_notes(printed)
    document = without_markers(printed, notes)
    seen = view(document.text)
    reads = [read_line(document.text, seen, line) for line in segment(document)]
    known = nicknames(reads, document.text)
    for read in reads:
        name_nicknames(read, known)
        name_arms(read, document.text)
    stories = _stories(document, reads)
    kind = genre(seen)
    kinds = {page.number: kind or _slide_kind(document, seen, page) for page in document.pages}
    binder = Binder(document, notes, reads)
    rejected: list[Reject] = []
    for story in stories:
        codes = find_codes(story.reads, document.text)
        for read in story.reads:
            read.arms = decoded(read.arms, codes, document.text)
        story.inventory = gather(story.reads, document.text, noted=notes.blocks)
        names = known_names(story.inventory)
        for read in story.reads:
            found = decoded(known_arms(read, document.text, names), codes, document.text)
            read.arms = firm_only(story.inventory, found)
        if len(story.inventory.dosed) == 1:
            adopt(story.reads, next(iter(story.inventory.dosed)))
        story.inventory = gather(story.reads, document.text, frozenset(story.frame.titles), notes.blocks)
        _receive(document, story)
        _tell(document, story, rejected, kinds)
        binder.bind(story.drafts, story.reads)
        if len(document.pages) > 1:
            story.conflicts = size_conflicts(story.inventory, story.reads, document.text)
        if kind is None and not story.frame.guideline:
            story.claims = claims(story.reads, seen, story.inventory)
    return Assembled(stories, reads, rejected)


def _stories(document: Document, reads: Sequence[Read]) -> list[Story]:
    by_block: dict[int, list[Read]] = {}
    for read in reads:
        by_block.setdefault(read.line.index, []).append(read)
    seen = []
    for index, block in enumerate(document.blocks):
        here = by_block.get(index, [])
        mentions = [m for read in here for m in read.mentions.values()]
        drugs = {name for read in here for names in read.drugs.values() for name in names}
        first = here[0].line if here else reads[0].line
        text = document.text[block.span.start : block.span.end]
        seen.append(clues(block, text, mentions, drugs, first.section, first.language))
    settle_names(document, seen)
    frames = frame_blocks(document, seen)
    places = {(start, end) for clue in seen for _, start, end in clue.names}
    names = {fold(name) for clue in seen for name, _, _ in clue.names}
    for read in reads:
        name_trials(read, places, names)
    stories = [Story(frame) for frame in frames]
    owner = {index: story for story in stories for index in story.frame.blocks}
    for read in reads:
        owner[read.line.index].reads.append(read)
    told = [part for story in stories for part in _side_by_side(document, story, stories)]
    for number, story in enumerate(told):
        story.frame.number = number
    return told


def _side_by_side(document: Document, story: Story, stories: list[Story]) -> list[Story]:
    """A story, and those of the studies that stand side by side in its tables."""
    acronyms = {fold_name(other.frame.acronym) for other in stories if other.frame.acronym is not None}
    found = studies(story.reads, document.text, acronyms)
    own = {id(read) for study in found for read in (*study.own, *study.shared)}
    told = [(study, _titles_of(story, study)) for study in found]
    story.reads = [read for read in story.reads if id(read) not in own]
    parts = [story]
    story.frame.pooled = story.frame.pooled or len(found) > 1
    for study, titles in told:
        frame = frame_of(study, [s.frame for s in (*stories, *parts)])
        part = next((s for s in (*stories, *parts) if s.frame is frame), None)
        if part is None:
            part = Story(frame, list(titles), study=study)
            parts.append(part)
        part.reads += [*study.shared, *study.own]
        frame.blocks |= {read.line.index for read in study.own}
        mine = study.registry_ids
        if frame is not story.frame:
            story.frame.registry_ids = [name for name in story.frame.registry_ids if name not in mine]
        frame.registry_ids += [name for name in mine if name not in frame.registry_ids]
    return parts


def _titles_of(story: Story, study: Study) -> list[Read]:
    """The title of the slide, which speaks for all of its studies."""
    pages = {read.line.block.page for read in study.own}
    titled = [read for read in story.reads if read.line.block.kind is BlockKind.TITLE]
    return [read for read in titled if read.line.block.page in pages]


def _receive(document: Document, story: Story) -> None:
    """In a study that is a column, all participants received the product that the column names."""
    if story.study is None:
        return
    arm, size = story.study.arm(document.text), story.study.size
    story.inventory.enrolled = size or story.inventory.enrolled
    if arm is None:
        return
    entry = Entry(arm, arm.key, MIN_SCORE)
    if size is not None:
        entry.n, entry.n_at = int(Decimal(size.values["value"])), (size.start, size.end)
    story.inventory.entries, story.inventory.subject = [entry], arm


def _slide_kind(document: Document, seen: str, page: Page) -> Genre | None:
    """The kind of a slide of a deck; a document of one page is no deck."""
    return slide_genre(seen[page.span.start : page.span.end]) if len(document.pages) > 1 else None


def _tell(document: Document, story: Story, rejected: list[Reject], kinds: Mapping[int, Genre | None]) -> None:
    """Fill the drafts of one story: tables, then loose labels, then prose."""
    found = read_tables(story.reads, story.inventory, document.text)
    rest = [read for read in story.reads if id(read) not in found.done]
    found.add(read_charts(rest, story.inventory, document, found.drafts))
    rejected += found.rejected
    by_line = {id(read.line): read for read in story.reads}
    story.inventory.entries = [entry for entry in story.inventory.entries if not _is_trial(entry.arm, story)]
    for draft in found.drafts:
        if story.study is not None and (draft.arm is None or _is_trial(draft.arm, story)):
            draft.arm = story.inventory.lone
        _keep(story, by_line[id(draft.line)], [draft], document, rejected, kinds)
    carried = Carried(story.inventory)
    for read in rest:
        if id(read) not in found.done and read.line.block.kind is not BlockKind.CELL:
            _keep(story, read, Prose(document.text, read).drafts(carried), document, rejected, kinds)
    give_headings(story.drafts, story.reads, document.text)
    name_primary(story.drafts, story.reads, document.text)
    for draft in story.drafts:
        _know(draft, story.inventory)
        doubt(draft, story.frame, story.inventory)


def _is_trial(arm: Arm, story: Story) -> bool:
    """Whether what heads a column is no arm, but the study that the column tells of."""
    name = story.frame.acronym
    return story.study is not None and name is not None and fold_name(arm.label) == fold_name(name)


def _keep(
    story: Story,
    read: Read,
    drafts: list[Draft],
    document: Document,
    rejected: list[Reject],
    kinds: Mapping[int, Genre | None],
) -> None:
    """Add to a story those drafts of a line that are results."""
    if not drafts:
        return
    start, end = read.line.block.span
    animal = is_animal(document.text[start:end], read.line.language)
    named = bool(story.frame.acronym or story.frame.registry_ids or story.inventory.entries)
    kind = kinds.get(read.line.block.page)
    scope = Scope(story.frame.guideline, animal, kind, story.inventory.sizes, of_trial=named)
    kept, dropped = refuse(read, drafts, scope)
    story.drafts += kept
    rejected += dropped


def _know(draft: Draft, inventory: Inventory) -> None:
    """The size of the draft's arm, where one is printed; a denominator that is the size of one arm names that arm."""
    entry = inventory.find(draft.arm) if draft.arm is not None else None
    counted = inventory.of_size(draft.denominator) if draft.denominator is not None else None
    fits = entry is None or entry.n is None or entry.n == draft.denominator
    if counted is not None and (draft.arm is None or not fits):
        draft.arm, entry = counted, inventory.find(counted)
        draft.flags.append("arm_by_size")
    if entry is not None:
        draft.arm_n = draft.arm_n or entry.n
