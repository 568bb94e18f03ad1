"""Runs of words to paragraphs: lines of one size, evenly led, with one edge in common."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from slideextract.document import BlockKind
from slideextract.geometry import BBox, overlap, union
from slideextract.readers.lines import NUMBER, Run, Set, aligned, set_lines

LEADING = (0.6, 1.45)  # font sizes from one baseline to the next inside a paragraph
LOOSE = 2.6  # ... at most, where a whole column is set with wide leading
EVEN = 0.12  # font sizes by which the leadings of one paragraph may differ
SAME_SIZE = 1.06  # ratio of font sizes within one paragraph
INDENT = 2.0  # font sizes by which the first line of a paragraph is set in or out
EDGE = 0.5  # font sizes by which the left edges of a column's lines may differ
MIN_STEPS = 3  # of one width that show how a column is set
MOST = 0.33  # share of a column's lines that are one such step below the line before
LONG = 30  # characters; shorter lines don't show how a column is set
FITS = 0.5  # font sizes that a line keeps free where the next word would still have had room
SPACE = 0.25  # font sizes; width of a space
NARROW = 45  # characters; in a box of shorter lines a capital begins a statement of its own
JOINED = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.FOOTNOTE, BlockKind.HEADER})
CLOSED = (".", ":", ";", "?", "!")
OPEN = (",", ";", ":", "(", "+", "/", "-", "–", "=", "<", ">")


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
    loosest = _loosest(runs)
    groups: list[Group] = []
    open_groups: list[Group] = []
    for run in sorted(runs, key=lambda r: (r.baseline, r.box.x0)):
        reach = run.baseline - LOOSE * max(run.size, 1.0)
        open_groups = [group for group in open_groups if group.runs[-1].baseline >= reach]
        fitting = [(group, lead) for group in open_groups if (lead := _joins(group, run, loosest)) is not None]
        if fitting and not run.bullet:
            group, lead = min(fitting, key=lambda pair: (pair[1], abs(pair[0].box.x0 - run.box.x0)))
            if not (run.is_item and _ends(group)):
                group.add(run, lead)
                continue
        group = Group([run], run.box)
        groups.append(group)
        open_groups.append(group)
    return groups


def _ends(group: Group) -> bool:
    """Whether an item of a list may follow: else `24.` goes on with `at week`, and `76)` with `(66 of`."""
    return group.runs[0].is_item or group.runs[-1].text.endswith(CLOSED)


def _loosest(runs: Sequence[Run]) -> float:
    """The widest leading of a paragraph on a page, in font sizes: wider where most lines of a column or page are."""
    long = sorted((run for run in runs if len(run.text) >= LONG), key=lambda r: r.baseline)
    usual = [_usual(column, EDGE, MIN_STEPS) for column in _columns(long)]
    return max(LEADING[1], _usual(long, INDENT, MIN_STEPS - 1), *usual)


def _columns(long: Iterable[Run]) -> Iterator[list[Run]]:
    """Long lines with one left edge, from the top."""
    column: list[Run] = []
    for run in sorted(long, key=lambda r: r.box.x0):
        if column and run.box.x0 - column[-1].box.x0 > EDGE * run.size:
            yield sorted(column, key=lambda r: r.baseline)
            column = []
        column.append(run)
    yield sorted(column, key=lambda r: r.baseline)


def _usual(lines: Sequence[Run], indent: float, least: int) -> float:
    """The leading of most lines, at least so many, with some slack; 0 where there is none."""
    steps = Counter(
        round((low.baseline - high.baseline) / high.size, 1)
        for high, low in pairwise(lines)
        if abs(low.box.x0 - high.box.x0) <= indent * high.size
        and low.baseline - high.baseline <= LOOSE * high.size
        and not low.is_item
    )
    if not steps:
        return 0.0
    usual, count = max(steps.items(), key=lambda item: (item[1], -item[0]))
    return usual + EVEN if count >= max(least, MOST * len(lines)) else 0.0


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
    first = run.words[0]
    heads = last.bold and not run.bold and len(group.runs) == 1 and (not first.bold or first.text[0].isupper())
    return not heads or any(c.isdigit() for c in last.text)  # else a heading over its text


def _lines_up(group: Group, run: Run, size: float) -> bool:
    last = group.runs[-1]
    if aligned(last.box, run.box, size):
        return True
    shared = overlap((group.box.x0, group.box.x1), (run.box.x0, run.box.x1))
    indented = len(group.runs) == 1 and abs(last.box.x0 - run.box.x0) <= 3 * size
    return indented and len(last.text) >= LONG and shared > size


def set_group(group: Group, kind: BlockKind) -> Set:
    """The text of a group; where a line ends early though the next word would fit, the line end is kept.

    Args:
        group: the lines.
        kind: of the block; lines of titles, headings, footnotes and running lines are always joined.
    """
    lines = [run.words for run in group.runs]
    if kind in JOINED:
        return set_lines(lines)
    widest = max(run.box.width for run in group.runs)
    prose = kind is not BlockKind.LABEL and not group.runs[0].bullet
    narrow = prose and max(len(run.text) for run in group.runs) <= NARROW
    breaks = []
    for run, following in pairwise(group.runs):
        first = following.words[0]
        early = run.box.width + (FITS + SPACE) * run.size + first.box.width < widest
        anew = narrow and first.text[0].isupper() and not run.text.endswith(OPEN)
        breaks.append("\n" if early or anew else " ")
    return set_lines(lines, breaks)
