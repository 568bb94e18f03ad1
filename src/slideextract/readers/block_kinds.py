"""What the paragraphs of a page are: its title, headings, bullets, labels, footnotes, or running text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from slideextract.document import BlockKind
from slideextract.readers.lines import NUMBER, Run
from slideextract.readers.paragraphs import LOOSE, SAME_SIZE, Group

HEAD_ZONE = 0.45  # share of the page, from the top, where a title begins
FOOT_ZONE = 0.72  # share of the page, from the top, below which footnotes stand
SOURCE_ZONE = 0.8  # ... on slides, without a marker; above it small text comments on the table over it
MIN_PAGES = 3  # with their largest text at one place before that is where the deck has its titles
USUAL = 0.25  # share of the pages for the same
LESSER = 0.5  # of the deck's title size; smaller text at the top of a slide names a drawing
SHIFT = 0.25  # font sizes by which titles of one deck may stand higher or lower
LARGE = 1.2  # a title's size against the most common one
SMALL = 0.8  # a footnote's size against the most common one
MIN_LETTERS = 2  # of a title, heading or footnote, at least one more: "R", "vs" and numbers are none
BELOW = 1.5  # font sizes between the left edges of a heading and of the text (or bullet's text) below
FOOT_SIZE = 0.026  # share of a slide's height that a footnote's font has at most
MAX_TITLE = 30  # words
MAX_HEADING = 12  # words
MAX_LABEL = 8  # words of a label; longer texts are prose
MAX_LABEL_LINES = 3
MARKER = re.compile(
    r"(?:[*†‡§¶#]+|[\u00b9\u00b2\u00b3\u2070-\u2079]+|[ᵃ-ᶠ]|[\[(]?\d{1,2}(?:[\])]\.?|\.|(?=\s))|[a-f](?:[.)]|(?=\s[A-Z])))\s?\S"
)
LETTERS = re.compile(r"[^\W\d_]")


class Headline(NamedTuple):
    """Where and how large the titles of a deck begin."""

    size: float
    baseline: float


class Paper(NamedTuple):
    """A page: its size in points, its number in the document, and the headline of the deck it is from."""

    width: float
    height: float
    number: int = 1
    headline: Headline | None = None

    @property
    def is_slide(self) -> bool:
        """Whether it lies on its side; upright pages are articles and releases."""
        return self.width > self.height


def usual_headline(pages: Sequence[tuple[Iterable[Run], float]]) -> Headline | None:
    """Where most slides of a deck have their largest text, if there is such a place.

    Args:
        pages: the runs of each page outside its running lines, and its height.
    """
    places: Counter[Headline] = Counter()
    for runs, height in pages:
        top = [run for run in runs if run.baseline <= HEAD_ZONE * height and not run.words[0].doubtful]
        if top:
            largest = max(top, key=lambda run: (run.size, -run.baseline))
            places[Headline(round(largest.size, 1), round(largest.baseline))] += 1
    if not places:
        return None
    place, count = max(places.items(), key=lambda item: (item[1], item[0]))
    return place if count >= max(MIN_PAGES, USUAL * len(pages)) else None


def find_kinds(groups: Sequence[Group], paper: Paper) -> list[BlockKind]:
    """What each paragraph of a page is."""
    body = _body_size([group for group in groups if group.box.top < FOOT_ZONE * paper.height] or groups)
    title = _title(groups, body, paper) if paper.is_slide or paper.number == 1 else None
    kinds = [_kind(group, groups, body, paper) for group in groups]
    if title is not None:
        kinds[title] = BlockKind.TITLE
    return kinds


def _body_size(groups: Sequence[Group]) -> float:
    """The font size in which most is set: half of the characters are no larger."""
    counts: Counter[float] = Counter()
    for run in (run for group in groups for run in group.runs):
        counts[run.size] += len(run.text)
    seen = 0
    for size, count in sorted(counts.items()):
        seen += count
        if 2 * seen >= counts.total():
            return size
    return 0.0


def _title(groups: Sequence[Group], body: float, paper: Paper) -> int | None:
    """The group where the deck has its titles, else the one with the largest font near the top of the page."""
    found = [
        index
        for index, group in enumerate(groups)
        if group.box.top <= HEAD_ZONE * paper.height
        and len(LETTERS.findall(group.text)) > MIN_LETTERS
        and len(group.text.split()) <= MAX_TITLE
        and not group.runs[0].bullet
        and not group.runs[0].words[0].doubtful
    ]
    headline = paper.headline if paper.is_slide else None
    if headline is not None:
        first = next((index for index in found if _is_at(headline, groups[index].runs[0])), None)
        if first is not None:
            return first
        found = [index for index in found if groups[index].size >= LESSER * headline.size]
    if not found:
        return None
    largest = max(groups[index].size for index in found)
    best = min((i for i in found if groups[i].size >= largest / SAME_SIZE), key=lambda i: groups[i].box.top)
    alone = len({round(group.size) for group in groups}) == 1
    return best if largest >= LARGE * body or (alone and groups[best].runs[0].bold) or len(found) == 1 else None


def _is_at(headline: Headline, run: Run) -> bool:
    same_size = max(run.size, headline.size) <= SAME_SIZE * min(run.size, headline.size)
    return same_size and abs(run.baseline - headline.baseline) <= SHIFT * headline.size


def _is_footnote(group: Group, body: float, paper: Paper) -> bool:
    """Whether this is small text at the bottom of the page, with a marker or long enough to be a source."""
    height = paper.height
    if group.size > SMALL * body or group.box.top < FOOT_ZONE * height:
        return False
    if paper.is_slide and group.size > FOOT_SIZE * height:
        return False
    text = group.text
    if len(LETTERS.findall(text)) <= MIN_LETTERS:
        return False
    if MARKER.match(text):
        return True
    return len(text.split()) > MAX_LABEL and not (paper.is_slide and group.box.top < SOURCE_ZONE * height)


def _heads(group: Group, groups: Sequence[Group], *, slide: bool) -> bool:
    """Whether text that stands out begins a passage: on slides most bold text is a label of a drawing."""
    if len(LETTERS.findall(group.text)) <= MIN_LETTERS:
        return False
    if not slide:
        named = group.text.partition(" ")[2] if group.runs[0].is_item else group.text
        return not any(character.isdigit() for character in named)
    return any(
        0 < other.box.top - group.box.top <= LOOSE * group.size
        and abs(other.box.x0 - group.box.x0) <= BELOW * group.size
        and not NUMBER.fullmatch(other.text)
        for other in groups
        if other is not group
    )


def _kind(group: Group, groups: Sequence[Group], body: float, paper: Paper) -> BlockKind:
    text = group.text
    count = len(text.split())
    if group.runs[0].bullet:
        return BlockKind.BULLET
    if _is_footnote(group, body, paper):
        return BlockKind.FOOTNOTE
    if NUMBER.fullmatch(text):
        return BlockKind.LABEL
    stands_out = group.size >= LARGE * body or (group.runs[0].bold and len(group.runs) == 1)
    if stands_out and count <= MAX_HEADING and not text.endswith(".") and _heads(group, groups, slide=paper.is_slide):
        return BlockKind.HEADING
    short = count <= MAX_LABEL and len(group.runs) <= MAX_LABEL_LINES
    if short and paper.is_slide and not text.endswith((".", ";")):
        return BlockKind.LABEL
    return BlockKind.PARAGRAPH
