"""Runs of words to the blocks of a page: paragraphs, titles, bullets, labels and footnotes in reading order."""

import re
import statistics
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from slideextract.document import BlockKind
from slideextract.geometry import BBox, overlap, union
from slideextract.readers.lines import Ink, Run, Set, aligned, set_lines
from slideextract.readers.order import reading_order
from slideextract.readers.pieces import Piece

LEADING = (0.6, 1.45)  # font sizes from one baseline to the next inside a paragraph
LOOSE = 2.6  # ... at most, where the whole page is set with wide leading
EVEN = 0.12  # font sizes by which the leadings of one paragraph may differ
SAME_SIZE = 1.06  # ratio of font sizes within one paragraph
LONG = 30  # characters; shorter lines don't show how a page is set
FITS = 0.5  # font sizes that a line keeps free where the next word would still have had room
SPACE = 0.25  # font sizes; width of a space
NARROW = 45  # characters; in a box of shorter lines a capital begins a statement of its own
OPEN = (",", ";", ":", "(", "+", "/", "-", "–", "=", "<", ">")
HEAD_ZONE = 0.45  # share of the page, from the top, where a title begins
FOOT_ZONE = 0.72  # share of the page, from the top, below which footnotes stand
LARGE = 1.2  # a title's size against the most common one
SMALL = 0.8  # a footnote's size against the most common one
MIN_LETTERS = 2  # of a title, heading or footnote, at least one more: "R", "vs" and numbers are none
BELOW = 1.5  # font sizes between the left edges of a heading and of the text (or bullet's text) below
FOOT_SIZE = 0.026  # share of a slide's height that a footnote's font has at most
MAX_TITLE = 30  # words
MAX_HEADING = 12  # words
MAX_LABEL = 8  # words of a label; longer texts are prose
MAX_LABEL_LINES = 3
NUMBER = re.compile(r"[<>≤≥=~±+−–-]{0,2}\s?[\d][\d\s.,/%()]*")
MARKER = re.compile(r"(?:[*†‡§¶#]+|[\u00b9\u00b2\u00b3\u2070-\u2079]+|[\[(]?\d{1,2}[\])]?[.)]?|[a-f][.)]?)\s?\S")
ORDER = (BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.FOOTNOTE, BlockKind.HEADER)  # parts of a page
LETTERS = re.compile(r"[^\W\d_]")


class Paper(NamedTuple):
    """A page: its size in points, and its number in the document."""

    width: float
    height: float
    number: int = 1

    @property
    def is_slide(self) -> bool:
        """Whether it lies on its side; upright pages are articles and releases."""
        return self.width > self.height


class Typeset(NamedTuple):
    """A piece of a page with the places of its words inside its text."""

    piece: Piece
    words: tuple[tuple[int, int, BBox], ...]


@dataclass(slots=True)
class Group:
    """Lines that make one block, from the top."""

    runs: list[Run]
    box: BBox
    leading: float | None = None
    breaks: list[str] = field(default_factory=list)

    @property
    def size(self) -> float:
        """Font size of its first line."""
        return self.runs[0].size

    @property
    def text(self) -> str:
        """Its lines with spaces between."""
        return " ".join(run.text for run in self.runs)

    def add(self, run: Run, leading: float) -> None:
        """Append a line."""
        self.runs.append(run)
        self.leading = leading if self.leading is None else self.leading
        self.box = union((self.box, run.box)) or self.box


def paragraphs(runs: Sequence[Run]) -> list[Group]:
    """Lines grouped to paragraphs: same size, even leading, one edge in common."""
    loosest = _leading(runs)
    groups: list[Group] = []
    open_groups: list[Group] = []
    for run in sorted(runs, key=lambda r: (r.baseline, r.box.x0)):
        reach = run.baseline - LOOSE * max(run.size, 1.0)
        open_groups = [group for group in open_groups if group.runs[-1].baseline >= reach]
        fitting = [(group, lead) for group in open_groups if (lead := _joins(group, run, loosest)) is not None]
        if fitting and not run.bullet:
            group, lead = min(fitting, key=lambda pair: (pair[1], abs(pair[0].box.x0 - run.box.x0)))
            group.add(run, lead)
            continue
        group = Group([run], run.box)
        groups.append(group)
        open_groups.append(group)
    return groups


def _leading(runs: Sequence[Run]) -> float:
    """The widest leading of a paragraph on this page, in font sizes: wider where all long lines are."""
    prose = sorted((r for r in runs if len(r.text) >= LONG), key=lambda r: r.baseline)
    steps = Counter(
        round((low.baseline - high.baseline) / high.size, 1)
        for high, low in pairwise(prose)
        if abs(low.box.x0 - high.box.x0) <= 2 * high.size and low.baseline - high.baseline <= LOOSE * high.size
    )
    if not steps:
        return LEADING[1]
    usual, count = max(steps.items(), key=lambda item: (item[1], -item[0]))
    return max(LEADING[1], usual + EVEN) if count >= len(prose) / 3 else LEADING[1]


def _joins(group: Group, run: Run, loosest: float) -> float | None:
    """The leading with which `run` continues the group, or None when it doesn't."""
    last = group.runs[-1]
    size = max(last.size, run.size)
    lead = (run.baseline - last.baseline) / size
    if not LEADING[0] <= lead <= loosest or size > SAME_SIZE * min(last.size, run.size):
        return None
    if group.leading is not None and abs(lead - group.leading) > EVEN:
        return None
    return lead if _is_like(group, run) and _lines_up(group, run, size) else None


def _is_like(group: Group, run: Run) -> bool:
    """Whether a line is of the same sort as those above it."""
    last = group.runs[-1]
    if last.words[0].doubtful != run.words[0].doubtful:
        return False
    if NUMBER.fullmatch(last.text) and NUMBER.fullmatch(run.text):
        return False  # ticks of an axis, numbers of bars
    heads = last.bold and not run.bold and len(group.runs) == 1
    return not heads or any(c.isdigit() for c in last.text)  # else a heading over its text


def _lines_up(group: Group, run: Run, size: float) -> bool:
    last = group.runs[-1]
    if aligned(last.box, run.box, size):
        return True
    shared = overlap((group.box.x0, group.box.x1), (run.box.x0, run.box.x1))
    indented = len(group.runs) == 1 and abs(last.box.x0 - run.box.x0) <= 3 * size
    return indented and len(last.text) >= LONG and shared > size


def set_group(group: Group, *, plain: bool) -> Set:
    """The text of a group; where a line ends early though the next word would fit, the line end is kept.

    Args:
        group: the lines.
        plain: join all lines by spaces: titles, labels, footnotes.
    """
    lines = [run.words for run in group.runs]
    if plain:
        return set_lines(lines)
    widest = max(run.box.width for run in group.runs)
    narrow = not group.runs[0].bullet and max(len(run.text) for run in group.runs) <= NARROW
    breaks = []
    for run, following in pairwise(group.runs):
        first = following.words[0]
        early = run.box.width + (FITS + SPACE) * run.size + first.box.width < widest
        anew = narrow and first.text[0].isupper() and not run.text.endswith(OPEN)
        breaks.append("\n" if early or anew else " ")
    return set_lines(lines, breaks)


def arrange(
    runs: Sequence[Run],
    tables: Sequence[Sequence[Typeset]],
    paper: Paper,
    repeated: Collection[int] = (),
    turned: Sequence[Typeset] = (),
) -> list[Typeset]:
    """The blocks of a page in reading order: title, body, footnotes, running lines.

    Args:
        runs: what is outside the tables.
        tables: the cells of each table, row by row.
        paper: the page.
        repeated: indices of the runs that are running headers and footers.
        turned: labels that don't run from left to right.
    """
    groups = paragraphs([run for index, run in enumerate(runs) if index not in repeated])
    kinds = _kinds(groups, paper)
    parts: dict[BlockKind, list[tuple[BBox, Sequence[Typeset]]]] = {kind: [] for kind in ORDER}
    for group, kind in zip(groups, kinds, strict=True):
        parts[kind if kind in parts else BlockKind.PARAGRAPH].append((group.box, [_typeset(group, kind)]))
    for table in (*tables, *([item] for item in turned)):
        box = union(item.piece.box for item in table if item.piece.box)
        if box is not None:
            parts[BlockKind.PARAGRAPH].append((box, table))
    for index in sorted(repeated):
        group = Group([runs[index]], runs[index].box)
        parts[BlockKind.HEADER].append((group.box, [_typeset(group, BlockKind.HEADER)]))
    return [
        item for part in parts.values() for index in reading_order([box for box, _ in part]) for item in part[index][1]
    ]


def set_turned(words: Sequence[Ink]) -> list[Typeset]:
    """Words that don't run from left to right as labels, such as the title of an upright axis.

    Args:
        words: in the order drawn.
    """
    flows: list[list[Ink]] = []
    for word in words:
        if flows and _goes_on(flows[-1][-1], word):
            flows[-1].append(word)
        else:
            flows.append([word])
    labels = []
    for flow in flows:
        text, places = set_lines([flow])
        doubtful = flow[0].doubtful
        labels.append(Typeset(Piece(BlockKind.LABEL, text, union(w.box for w in flow), doubtful=doubtful), places))
    return labels


def _goes_on(last: Ink, word: Ink) -> bool:
    """Whether a turned word continues the line of the one before."""
    if abs(last.angle - word.angle) > 1 or last.doubtful != word.doubtful:
        return False
    across = overlap((last.box.x0, last.box.x1), (word.box.x0, word.box.x1))
    down = overlap((last.box.top, last.box.bottom), (word.box.top, word.box.bottom))
    return max(across, down) > 0 and min(across, down) > -word.size


def _typeset(group: Group, kind: BlockKind) -> Typeset:
    plain = kind in {BlockKind.TITLE, BlockKind.HEADING, BlockKind.LABEL, BlockKind.FOOTNOTE, BlockKind.HEADER}
    text, words = set_group(group, plain=plain)
    doubtful = group.runs[0].words[0].doubtful
    return Typeset(Piece(kind, text, group.box, doubtful=doubtful), words)


def _kinds(groups: Sequence[Group], paper: Paper) -> list[BlockKind]:
    body = _body_size([group for group in groups if group.box.top < FOOT_ZONE * paper.height] or groups)
    title = _title(groups, body, paper.height) if paper.is_slide or paper.number == 1 else None
    kinds = [_kind(group, groups, body, paper) for group in groups]
    if title is not None:
        kinds[title] = BlockKind.TITLE
    return kinds


def _body_size(groups: Sequence[Group]) -> float:
    sizes = [run.size for group in groups for run in group.runs for _ in range(len(run.text))]
    return statistics.median_low(sizes) if sizes else 0.0


def _title(groups: Sequence[Group], body: float, height: float) -> int | None:
    """The group with the largest font near the top of the page."""
    found = [
        index
        for index, group in enumerate(groups)
        if group.box.top <= HEAD_ZONE * height
        and len(LETTERS.findall(group.text)) > MIN_LETTERS
        and len(group.text.split()) <= MAX_TITLE
        and not group.runs[0].bullet
        and not group.runs[0].words[0].doubtful
    ]
    if not found:
        return None
    largest = max(groups[index].size for index in found)
    best = min((i for i in found if groups[i].size >= largest / SAME_SIZE), key=lambda i: groups[i].box.top)
    alone = len({round(group.size) for group in groups}) == 1
    return best if largest >= LARGE * body or (alone and groups[best].runs[0].bold) or len(found) == 1 else None


def _is_footnote(group: Group, body: float, paper: Paper) -> bool:
    """Whether this is small text at the bottom of the page, with a marker or long enough to be a source."""
    height = paper.height
    if group.size > SMALL * body or group.box.top < FOOT_ZONE * height:
        return False
    if paper.is_slide and group.size > FOOT_SIZE * height:
        return False
    text = group.text
    letters = len(LETTERS.findall(text))
    return letters > MIN_LETTERS and bool(MARKER.match(text) or len(text.split()) > MAX_LABEL)


def _heads(group: Group, groups: Sequence[Group], *, slide: bool) -> bool:
    """Whether text that stands out begins a passage: on slides most bold text is a label of a drawing."""
    if len(LETTERS.findall(group.text)) <= MIN_LETTERS:
        return False
    if not slide:
        return not any(character.isdigit() for character in group.text)
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
