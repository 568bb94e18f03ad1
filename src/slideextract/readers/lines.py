"""Words to runs (what stands on one line without a wide gap), and runs to the text of a block."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

from slideextract.geometry import BBox, overlap

WIDE = 1.0  # font sizes; a wider gap divides columns, labels and cells even when they were drawn in a row
NEAR = 0.6  # font sizes; the same for words that were not drawn one after the other
GLUED = 0.1  # font sizes; words that are closer are pieces of one (letters drawn out of order)
LEVEL = 0.25  # font sizes by which the baselines of one line may differ
ALIKE = 1.35  # ratio of sizes within one line
CAPITALS = 2.0  # ratio of sizes to small capitals on the very same baseline
SAME = 0.05  # font sizes by which baselines differ when they are the same
JUSTIFIED = 2.5  # font sizes; the widest space of a justified line
UNEVEN = 1.5  # times the usual space of its line from which a wide one divides: all spaces of a justified line are wide
BESIDE = 1.6  # font sizes between the baselines of a line and the next
CAPTION_WORDS = 2  # of `Table 2`
MIN_PROSE = 4  # words of a line that shows where prose runs on
ENUMERATOR = re.compile(r"[\[(]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[\])]?[.)]?|\d{1,2}(?:\.\d{1,2})+\.?")
TICKS = (
    0.36  # font sizes between two numbers, as wide as the widest space; wider, and they are ticks of an axis or cells
)
BULLET_GAP = 4.0  # font sizes between a bullet and its text
BULLETS = frozenset("•◦▪▫■□●○‣⁃➢➤►▶▸◆◇❖✓✔✗➔⮚·∙❑❒❏◻◼")
SYMBOLS = ("\uf000", "\uf0ff")  # the signs of Wingdings and Symbol
WEAK = frozenset("-–—o")  # bullets only apart from a letter; before a digit a dash may be a minus
MAX_BLANK = 4  # characters of what stands in a cell without a value: NA, NR, n.a.
APART = 0.4  # font sizes between such a sign and its text
HYPHEN_END = re.compile(r"[^\W\d_]{2,}-$")
NUMBERED = re.compile(r"\(?(?:\d{1,2}[.)]|[a-z]\))")  # the number of a list's item
CAPTION = re.compile(r"(?:table|tableau|fig(?:ure)?)\.? \d{1,2}[.:]?", re.IGNORECASE)
LETTER = re.compile(r"[^\W\d_]")
NUMBER = re.compile(r"[<>≤≥=~±+−–-]{0,2}\s?[\d][\d\s.,/%()]*")  # a bar's number, a tick of an axis


class Ink(NamedTuple):
    """A printed word: its text and box, and the look of its font."""

    text: str
    box: BBox
    size: float
    baseline: float  # from the top of the page
    bold: bool = False
    doubtful: bool = False  # hidden, white on white, tiny or off the page
    angle: float = 0.0  # degrees, counter-clockwise
    tied: bool = False  # a single space divides it from the word before, drawn with it
    spaced: bool = False  # a space divides it from the word before, however narrow


class Run(NamedTuple):
    """Words of one line that read as one."""

    words: tuple[Ink, ...]
    box: BBox
    size: float
    baseline: float
    bullet: bool = False

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for word in self.words)

    @property
    def is_item(self) -> bool:
        """Whether it begins an item of a list."""
        return self.bullet or (len(self.words) > 1 and NUMBERED.fullmatch(self.words[0].text) is not None)


class Set(NamedTuple):
    """A text with the places of its words: start, end and box of each."""

    text: str
    words: tuple[tuple[int, int, BBox], ...]


def read_runs(words: Sequence[Ink]) -> list[Run]:
    """Runs of upright words, in the order drawn; bullets are with their text, and gone from it."""
    flows: list[list[Ink]] = []
    for word in words:
        if flows and _follows(flows[-1][-1], word, WIDE):
            flows[-1].append(word)
        else:
            flows.append([word])
    return _with_bullets(_merged([_run(part) for flow in flows for part in _evened(flow, flows)]))


def _evened(flow: list[Ink], flows: Sequence[Sequence[Ink]]) -> list[list[Ink]]:
    """A line divided where a space is much wider than its others and no line beside it runs through there.

    All spaces of a justified line are wide; a single wide one stands before a cell or a label.
    """
    gaps = [right.box.x0 - left.box.x1 for left, right in pairwise(flow)]
    if not gaps or max(gaps) <= WIDE * flow[0].size:
        return [flow]
    widest = WIDE if len(gaps) == 1 else max(WIDE, UNEVEN * median_low(gaps) / flow[0].size)
    parts = [flow[:1]]
    for index, (gap, word) in enumerate(zip(gaps, flow[1:], strict=True)):
        if gap <= widest * word.size or _leads(flow[: index + 1]) or _bridge(word, gap, flows):
            parts[-1].append(word)
        else:
            parts.append([word._replace(tied=False)])
    return parts


def _leads(words: Sequence[Ink]) -> bool:
    """Whether words number what follows: `1.`, `a)`, `Table 2`."""
    if len(words) == 1:
        return ENUMERATOR.fullmatch(words[0].text) is not None
    return len(words) == CAPTION_WORDS and CAPTION.fullmatch(" ".join(word.text for word in words)) is not None


def _bridge(word: Ink, gap: float, flows: Sequence[Sequence[Ink]]) -> Sequence[Ink] | None:
    """The line right above or below that prints over the gap before a word: both are lines of prose."""
    for flow in flows:
        rise = abs(flow[0].baseline - word.baseline)
        if not LEVEL * word.size < rise <= BESIDE * word.size or len(flow) < MIN_PROSE:
            continue
        if any(overlap((other.box.x0, other.box.x1), (word.box.x0 - gap, word.box.x0)) > 0 for other in flow):
            return flow
    return None


def _follows(left: Ink, right: Ink, widest: float) -> bool:
    small, size = sorted((left.size, right.size))
    rise = abs(left.baseline - right.baseline)
    if rise > LEVEL * size or left.doubtful != right.doubtful:
        return False
    if size > ALIKE * small:
        if rise > SAME * size or size > CAPITALS * small:
            return False
        size, widest = small, NEAR
    numbers = left.text[-1].isdecimal() and right.text[0].isdecimal()
    if right.tied:
        widest = WIDE if numbers else JUSTIFIED
    elif numbers:
        widest = min(widest, TICKS)
    return -LEVEL * size <= right.box.x0 - left.box.x1 <= widest * size


def _run(words: Sequence[Ink]) -> Run:
    letters = words[0]
    if any(word.size != letters.size for word in words):
        count: Counter[float] = Counter()
        for word in words:
            count[word.size] += len(word.text)
        letters = max(words, key=lambda word: (count[word.size], word.size))
    boxes = [word.box for word in words]
    box = BBox(min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Run(tuple(words), box, letters.size, letters.baseline)


def _merged(runs: list[Run]) -> list[Run]:
    """Runs that continue one another on a line though they were drawn apart."""
    ordered = sorted(range(len(runs)), key=lambda i: (round(runs[i].baseline), runs[i].box.x0))
    joined: dict[int, list[Ink]] = {}
    last = before = -1
    for index in ordered:
        run = runs[index]
        if last >= 0 and not _is_bullet(run.words[0].text) and _goes_on(runs, joined[last], before, index):
            joined[last].extend(run.words)
        else:
            joined[index] = list(run.words)
            last = index
        before = index
    return [_run(_glued(joined[index])) for index in sorted(joined)]


def _goes_on(runs: Sequence[Run], line: Sequence[Ink], before: int, index: int) -> bool:
    """Whether a run goes on with a line: also an italic word in justified prose, drawn right after the one before."""
    left, right = line[-1], runs[index].words[0]
    if _follows(left, right, NEAR):
        return True
    gap = right.box.x0 - left.box.x1
    if gap <= 0 or index != before + 1 or not right.text[0].isalpha() or not _follows(left, right, JUSTIFIED):
        return False
    beside = _bridge(right, gap, [run.words for run in runs])
    if beside is None:
        return False
    start, end = beside[0].box.x0 - line[0].box.x0, beside[-1].box.x1 - runs[index].box.x1
    return len(line) >= MIN_PROSE or max(abs(start), abs(end)) <= LEVEL * right.size


def _glued(words: list[Ink]) -> list[Ink]:
    """Words with those joined that leave no room for a space between them."""
    whole = words[:1]
    for word in words[1:]:
        left = whole[-1]
        apart = word.spaced or not word.box.width or _is_bullet(word.text) or _is_bullet(left.text)
        if not apart and word.box.x0 - left.box.x1 < GLUED * min(left.size, word.size):
            box = _run((left, word)).box
            whole[-1] = left._replace(text=left.text + word.text, box=box)
        else:
            whole.append(word)
    return whole


def _is_bullet(text: str) -> bool:
    """Whether a word is nothing but a bullet; symbol fonts keep theirs in the private area."""
    return text in BULLETS or (len(text) == 1 and SYMBOLS[0] <= text <= SYMBOLS[1])


def _with_bullets(runs: list[Run]) -> list[Run]:
    """Bullets that stand alone join the run to their right; the sign itself isn't text."""
    kept: list[Run] = []
    taken: set[int] = set()
    for index, run in enumerate(runs):
        mark = run.words[0].text
        if index in taken:
            continue
        if _is_marked(run):
            kept.append(_run(run.words[1:])._replace(bullet=True))
            continue
        beside = _beside(run, runs, index) if len(run.words) == 1 else None
        if beside is None or beside in taken:
            kept.append(run)
            continue
        taken.add(beside)
        text = runs[beside]
        kept = [other for other in kept if other is not text]
        if NUMBERED.fullmatch(mark):
            kept.append(_run((run.words[0]._replace(bold=text.words[0].bold), *text.words)))
        else:
            kept.append(text._replace(bullet=True))
    return kept


def _is_marked(run: Run) -> bool:
    """Whether a run begins with a bullet, or with a dash or an `o` that stands apart like one."""
    if len(run.words) == 1:
        return False
    mark, following = run.words[:2]
    if mark.text not in WEAK:
        return _is_bullet(mark.text)
    return following.box.x0 - mark.box.x1 >= APART * run.size and _says_something(run.words[1:])


def _says_something(words: Sequence[Ink]) -> bool:
    """Whether words may be an item of a list, unlike the `NA` beside a dash in a table."""
    named = LETTER.match(words[0].text) is not None
    if not named:
        return len(words) >= MIN_PROSE and any(LETTER.match(word.text) for word in words)
    return sum(len(word.text) for word in words) > MAX_BLANK


def _beside(mark: Run, runs: list[Run], index: int) -> int | None:
    """The run that a lone bullet or number of a list belongs to."""
    sign = mark.words[0].text
    if not (_is_bullet(sign) or sign in WEAK or NUMBERED.fullmatch(sign)):
        return None
    for other in (*range(index + 1, len(runs)), *range(index)):
        run = runs[other]
        gap = run.box.x0 - mark.box.x1
        level = abs(run.baseline - mark.baseline) <= 2 * LEVEL * max(run.size, mark.size)
        if level and 0 <= gap <= BULLET_GAP * run.size:
            return other if _is_bullet(sign) or _says_something(run.words) else None
    return None


def set_lines(lines: Iterable[Sequence[Ink]], breaks: Sequence[str] | None = None) -> Set:
    """Lines joined to one text; a word that is hyphenated at a line's end is made whole.

    Args:
        lines: the words of each line.
        breaks: what stands after each line but the last; spaces if not given.
    """
    parts: list[str] = []
    places: list[tuple[int, int, BBox]] = []
    at = 0
    rows = [list(line) for line in lines if line]
    known = _vocabulary(rows)
    for number, row in enumerate(rows):
        for index, word in enumerate(row):
            if at:
                between = " " if index else (breaks[number - 1] if breaks else " ")
                if not index:
                    parts, between = _hyphenated(parts, word.text, between, known)
                    at = sum(len(part) for part in parts)
                    if places and places[-1][1] > at:
                        places[-1] = (places[-1][0], at, places[-1][2])
                parts.append(between)
                at += len(between)
            parts.append(word.text)
            places.append((at, at + len(word.text), word.box))
            at += len(word.text)
    return Set("".join(parts), tuple(places))


def _vocabulary(rows: list[list[Ink]]) -> set[str]:
    if not any(HYPHEN_END.search(row[-1].text) for row in rows[:-1]):
        return set()
    return {word.text.strip(".,;:()[]").casefold() for row in rows for word in row}


def _hyphenated(parts: list[str], following: str, between: str, known: set[str]) -> tuple[list[str], str]:
    """The parts and separator where a line ends in a hyphen; a compound keeps its hyphen."""
    last = parts[-1]
    if not HYPHEN_END.search(last):
        return parts, between
    left, right = last[:-1].casefold(), following.strip(".,;:()[]").casefold()
    compound = (left in known and right in known) or not following[:1].islower()
    if compound and (left + right) not in known:
        return parts, ""
    return [*parts[:-1], last[:-1]], ""


def aligned(first: BBox, second: BBox, size: float) -> bool:
    """Whether two lines of one text share their left edge, their middle or their right edge."""
    if overlap((first.x0, first.x1), (second.x0, second.x1)) <= 0:
        return False
    middle = abs(first.center[0] - second.center[0])
    return min(abs(first.x0 - second.x0), middle, abs(first.x1 - second.x1)) <= size * LEVEL * 2
