"""Mentions to facts: lines are read, trials are told apart, and each figure is bound to who, what and when."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from slideextract.assemble import labels, table
from slideextract.assemble.claims import Claim, claims
from slideextract.assemble.draft import Draft
from slideextract.assemble.frames import Frame, clues, frame_blocks
from slideextract.assemble.inventory import Inventory, firm_only, gather, known_names
from slideextract.assemble.prose import Carried, Prose
from slideextract.assemble.reading import Read, find_arms, read_line
from slideextract.assemble.reject import Reject, is_animal, refuse
from slideextract.document import BlockKind, Document
from slideextract.mentions import view
from slideextract.segment import segment


@dataclass(slots=True)
class Story:
    """One trial as the document tells it: its frame, its arms, its results."""

    frame: Frame
    reads: list[Read] = field(default_factory=list)
    inventory: Inventory = field(default_factory=Inventory)
    drafts: list[Draft] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


@dataclass(slots=True)
class Assembled:
    """All that assembly found in a document."""

    stories: list[Story]
    reads: list[Read]
    rejected: list[Reject]


def assemble(document: Document) -> Assembled:
    """Read a document's lines and bind its figures into drafts, trial by trial."""
    seen = view(document.text)
    reads = [read_line(document.text, seen, line) for line in segment(document)]
    for read in reads:
        read.arms = find_arms(read, document.text)
    stories = _stories(document, reads)
    rejected: list[Reject] = []
    for story in stories:
        story.inventory = gather(story.reads)
        known = known_names(story.inventory)
        for read in story.reads:
            read.arms = firm_only(story.inventory, find_arms(read, document.text, known))
        story.inventory = gather(story.reads, frozenset(story.frame.titles))
        _tell(document, story, rejected)
        story.claims = claims(story.reads, seen, story.inventory)
    return Assembled(stories, reads, rejected)


def _stories(document: Document, reads: Sequence[Read]) -> list[Story]:
    by_block: dict[int, list[Read]] = {}
    for read in reads:
        by_block.setdefault(read.line.index, []).append(read)
    told = []
    for index, block in enumerate(document.blocks):
        here = by_block.get(index, [])
        mentions = [m for read in here for m in read.mentions.values()]
        drugs = {name for read in here for names in read.drugs.values() for name in names}
        first = here[0].line if here else reads[0].line
        text = document.text[block.span.start : block.span.end]
        told.append(clues(block, text, mentions, drugs, first.section, first.language))
    frames = frame_blocks(document, told)
    stories = [Story(frame) for frame in frames]
    owner = {index: story for story in stories for index in story.frame.blocks}
    for read in reads:
        owner[read.line.index].reads.append(read)
    return stories


def _tell(document: Document, story: Story, rejected: list[Reject]) -> None:
    """Fill the drafts of one story: tables, then loose labels, then prose."""
    done: set[int] = set()
    found: list[Draft] = []
    for cells in table.tables(story.reads):
        found += table.drafts(cells, story.inventory, document.text)
        done.update(id(read) for read in cells.reads)
    rest = [read for read in story.reads if id(read) not in done]
    for chart in _charts(rest):
        if labels.speaks(chart):
            found += labels.drafts(chart, document.text)
            done.update(id(label.read) for label in chart.values)
    by_line = {id(read.line): read for read in story.reads}
    for draft in found:
        _keep(story, by_line[id(draft.line)], [draft], document, rejected)
    carried = Carried(story.inventory)
    for read in rest:
        if id(read) not in done and read.line.block.kind is not BlockKind.CELL:
            _keep(story, read, Prose(document.text, read).drafts(carried), document, rejected)
    for draft in story.drafts:
        _know(draft, story.inventory)


def _keep(story: Story, read: Read, drafts: list[Draft], document: Document, rejected: list[Reject]) -> None:
    """Add to a story those drafts of a line that are results."""
    if not drafts:
        return
    start, end = read.line.block.span
    animal = is_animal(document.text[start:end], read.line.language)
    kept, dropped = refuse(read, drafts, targets=story.frame.guideline, animal=animal)
    story.drafts += kept
    rejected += dropped


def _charts(reads: Sequence[Read]) -> list[labels.Chart]:
    pages: dict[int, list[labels.Label]] = {}
    for read in reads:
        block = read.line.block
        if read.line.span == block.span:
            pages.setdefault(block.page, []).append(labels.classify(block, read.line.index, read))
    return [chart for page in pages.values() for chart in labels.charts(page)]


def _know(draft: Draft, inventory: Inventory) -> None:
    """The size of the draft's arm, where one is printed."""
    if draft.arm is not None:
        entry = inventory.find(draft.arm)
        if entry is not None:
            draft.arm_n = entry.n
