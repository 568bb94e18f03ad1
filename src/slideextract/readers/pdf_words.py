"""Characters to words: fake bold undone, ligatures and odd spaces settled, superscripts kept apart from numbers."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from slideextract.geometry import BBox
from slideextract.readers.drawing import superscript
from slideextract.readers.lines import Ink
from slideextract.readers.pdf_glyphs import Glyph, Style
from slideextract.readers.turned import same_line, stretch

GAP = 0.15  # font sizes; pdfplumber's x_tolerance_ratio that divides words from 8 to 54 points alike
BACK = 0.35  # font sizes a character may step back (kerning, accents) without beginning a word
SHIFT = 0.3  # font sizes by which the baseline may move inside a word
TWIN = 0.12  # font sizes within which the same character is drawn twice to look bold
SMALL = 0.85  # a superscript is at most this much of its neighbour's size
DROPPED_SIZE = 0.6  # size of a text against the initial that drops over its first lines
RAISED = (0.12, 0.9)  # ... and its baseline is higher by this many of the neighbour's sizes
MARK = re.compile(r"[\d,;–*†‡§¶#()+-]{1,8}|[a-z]")  # what stands before or after a word as a superscript
SIGNS = re.compile(r"[*†‡§¶#•]+")  # marks and bullets, which have no superscripts of their own
ORDINAL = re.compile("st|nd|rd|th|er|re|ère|e|ème")
APART = 0.6  # ... and it begins within this many sizes of the neighbour's end
PLAIN = "\uffff"  # beyond are the letters of formulas, which stand apart without a space
CELL = 8.0  # points; columns in which twins are looked for
LIGATURES = re.compile("[\ufb00-\ufb06\U0001d400-\U0001d7ff]")  # ligatures, and the letters and digits of formulas
DROPPED = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f]")
SYMBOLS = str.maketrans(
    {  # Symbol and Wingdings keep their signs in the private area; those that both fonts agree on, or only one has
        "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0e0": "→", "\uf0ae": "→",
        "\uf0b3": "≥", "\uf0a3": "≤", "\uf0b1": "±", "\uf0b4": "×", "\uf0b5": "µ",
    }
)  # fmt: skip


@dataclass(slots=True)
class _Word:
    """A word that is being read; its line may be turned, `start` and `end` are along the line."""

    style: Style
    x0: float
    top: float
    x1: float
    bottom: float
    start: float
    end: float
    text: str
    level: float = 0.0  # of its middle, across a turned line
    raised: list[tuple[int, int]] = field(default_factory=list)  # superscripts within the text
    tied: bool = False  # one space divides it from the word before in the same text object
    spaced: bool = False  # a space divides it from the word before, however narrow

    def add(self, other: "_Word", *, raised: bool = False) -> None:
        """Append the characters of another."""
        if raised:
            self.raised.append((len(self.text), len(self.text) + len(other.text)))
        self.text += other.text
        self.end = other.end if raised else max(other.end, self.end)
        self.x0, self.top = min(other.x0, self.x0), min(other.top, self.top)
        self.x1, self.bottom = max(other.x1, self.x1), max(other.bottom, self.bottom)

    def reading(self) -> str:
        """What the word reads as, superscripts in Unicode's own."""
        if not self.raised:
            return clean(self.text)
        marks = [False] * len(self.text)
        for start, end in self.raised:
            marks[start:end] = [True] * (end - start)
        runs = groupby(zip(self.text, marks, strict=True), lambda pair: pair[1])
        printed = ""
        for raised, run in runs:
            text = "".join(character for character, _ in run)
            printed += superscript(text, printed) if raised else text
        return clean(printed)


def clean(text: str) -> str:
    """Text without ligatures, letters made for formulas, soft hyphens and marks that have no width."""
    if text.isascii() and text.isprintable():
        return text
    if LIGATURES.search(text):
        text = LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return DROPPED.sub("", text).translate(SYMBOLS)


def read_words(
    glyphs: Sequence[Glyph], width: float, height: float, painted: Callable[[float, float], bool] | None = None
) -> list[Ink]:
    """The words of a page in the order drawn, each with its box, cut at the edges of the page.

    Args:
        glyphs: the characters in the order drawn.
        width: of the displayed page.
        height: of the displayed page.
        painted: whether something that isn't white lies under a point, so that white text shows there.
    """
    found = []
    for word in _words(_once(glyphs)):
        text = word.reading()
        style, box = word.style, BBox(word.x0, word.top, word.x1, word.bottom)
        if not text or not math.isfinite(sum(box) + style.size + style.baseline):
            continue
        x, y = box.center
        seen = 0 <= x <= width and 0 <= y <= height and not style.hidden
        if seen and style.white and painted is not None:
            seen = painted(x, y)
        if box.x0 < 0 or box.top < 0 or box.x1 > width or box.bottom > height:
            box = BBox(_cut(box.x0, width), _cut(box.top, height), _cut(box.x1, width), _cut(box.bottom, height))
        found.append(
            Ink(text, box, style.size, style.baseline, style.bold, not seen, style.angle, word.tied, word.spaced)
        )
    return _with_marks(found)


def _with_marks(words: list[Ink]) -> list[Ink]:
    """Words with the superscripts that were drawn apart from them."""
    ends: dict[int, list[int]] = {}
    for index, word in enumerate(words):
        ends.setdefault(int(word.box.x1 / CELL), []).append(index)
    gone = set()
    for index, mark in enumerate(words):
        if mark.angle or not (MARK.fullmatch(mark.text) or ORDINAL.fullmatch(mark.text)):
            continue
        cell = int(mark.box.x0 / CELL)
        near = (other for beside in (cell - 1, cell, cell + 1) for other in ends.get(beside, ()))
        host = next((other for other in near if other not in gone and _marks(mark, words[other])), None)
        if host is not None:
            words[host] = _whole(words[host], mark, words[host].text + superscript(mark.text, words[host].text))
            gone.add(index)
        elif index + 1 < len(words) and _leads(mark, words[index + 1]):
            words[index + 1] = _whole(words[index + 1], mark, superscript(mark.text) + words[index + 1].text)
            gone.add(index)
    return [word for index, word in enumerate(words) if index not in gone] if gone else words


def _marks(mark: Ink, word: Ink) -> bool:
    """Whether a small text is the superscript of a word that ends where it begins."""
    if mark.size > SMALL * word.size or word.angle or mark.doubtful != word.doubtful:
        return False
    raised, gap = (word.baseline - mark.baseline) / word.size, (mark.box.x0 - word.box.x1) / word.size
    return RAISED[0] <= raised <= RAISED[1] and abs(gap) <= GAP


def _whole(word: Ink, mark: Ink, text: str) -> Ink:
    box, other = word.box, mark.box
    edges = min(box.x0, other.x0), min(box.top, other.top), max(box.x1, other.x1), max(box.bottom, other.bottom)
    return word._replace(text=text, box=BBox(*edges))


def _leads(mark: Ink, word: Ink) -> bool:
    """Whether a small text is the superscript that a footnote opens with, drawn just before its first word."""
    if mark.size > SMALL * word.size or word.angle or mark.doubtful != word.doubtful or not word.text[:1].isalpha():
        return False
    raised, gap = (word.baseline - mark.baseline) / word.size, (word.box.x0 - mark.box.x1) / word.size
    return RAISED[0] <= raised <= RAISED[1] and -GAP <= gap <= APART


def _cut(value: float, limit: float) -> float:
    return min(max(value, 0.0), limit)


def _once(glyphs: Sequence[Glyph]) -> list[tuple[int, _Word]]:
    """The strokes without the second of two equal characters in one place: fake bold prints `SSttaatt`."""
    strokes = list(_strokes(glyphs))
    for shift in (0.0, 0.5):  # twins that lie on both sides of a whole point share one with the other shift
        places = {(stroke.text[0], int(stroke.x0 + shift), int(stroke.top + shift)) for _, stroke in strokes}
        if len(places) < len(strokes):
            return list(_strokes(_without_twins(glyphs)))
    return strokes


def _without_twins(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    seen: dict[tuple[str, int, int], float] = {}
    for glyph in glyphs:
        text, x0, top = glyph[:3]
        line, column = round(top), x0 / CELL
        first, second = (text, int(column), line), (text, ~int(column + 0.5), line)  # cells that overlap by half
        near = TWIN * glyph.style.size
        known = seen.get(first), seen.get(second)
        if any(other is not None and abs(other - x0) < near for other in known) and not text.isspace():
            continue
        seen[first] = seen[second] = x0
        yield glyph


def _words(strokes: Iterable[tuple[int, _Word]]) -> Iterator[_Word]:
    word: _Word | None = None
    last: _Word | None = None
    for spaces, stroke in strokes:
        if word is not None:
            if not spaces and _grows(word, stroke):
                continue
            yield word
            last = word
        if last is not None and _hangs(stroke, last):
            stroke.style, stroke.raised = last.style, [(0, len(stroke.text))]
        else:
            stroke.tied = spaces == 1 and last is not None and last.style is stroke.style
        stroke.spaced = spaces > 0 and stroke.text[0] <= PLAIN
        word = stroke
    if word is not None:
        yield word


def _strokes(glyphs: Iterable[Glyph]) -> Iterator[tuple[int, _Word]]:
    """Characters of one text object without a gap between them, with the number of spaces before them."""
    stroke: list[Glyph] = []
    spaces = before = 0
    style, end, back, gap = Style(), 0.0, 0.0, 0.0
    for glyph in glyphs:
        text, x0, _, x1, _, own = glyph
        if text.isspace():
            if stroke:
                yield before, _stroke(stroke)
                stroke = []
            spaces += 1
        elif stroke and own is style and back <= x0 - end <= gap:
            stroke.append(glyph)
            end = max(end, x1)
        else:
            if stroke:
                yield before, _stroke(stroke)
            stroke, before, spaces = [glyph], spaces, 0
            style, end = own, x1
            back, gap = (0.0, -1.0) if own.angle else (-BACK * own.size, GAP * own.size)  # turned ones come singly
    if stroke:
        yield before, _stroke(stroke)


def _stroke(glyphs: Sequence[Glyph]) -> _Word:
    texts, lefts, tops, rights, bottoms, styles = zip(*glyphs, strict=True)
    word = _Word(styles[0], min(lefts), min(tops), max(rights), max(bottoms), 0.0, 0.0, "".join(texts))
    word.start, word.end = word.x0, word.x1
    if word.style.angle:
        box = BBox(word.x0, word.top, word.x1, word.bottom)
        word.start, word.end, word.level = stretch(box, word.style.angle, word.style.height)
    return word


def _grows(word: _Word, stroke: _Word) -> bool:
    """Add characters to the word, if they belong to it."""
    start = stroke.start
    if _is_initial(word, stroke):
        word.style = stroke.style
        word.add(stroke)
    elif _hangs(stroke, word):
        word.add(stroke, raised=True)
    elif MARK.fullmatch(word.text) and _is_raised(word.style, stroke.style, start - word.end):
        word.raised = [(0, len(word.text))]
        word.style = stroke.style
        word.add(stroke)
    elif _continues(stroke, word):
        word.add(stroke)
    else:
        return False
    return True


def _is_initial(word: _Word, stroke: _Word) -> bool:
    """Whether a word is a large letter that drops over several lines, and characters are the rest of its word."""
    if stroke.style.size > DROPPED_SIZE * word.style.size or stroke.style.angle:
        return False
    gap = (stroke.x0 - word.end) / stroke.style.size if stroke.style.size else math.inf
    letters = len(word.text) == 1 and word.text.isupper() and stroke.text[:2].islower() and stroke.text[:2].isalpha()
    return letters and -BACK <= gap <= APART and stroke.style.baseline < word.style.baseline


def _hangs(stroke: _Word, word: _Word) -> bool:
    """Whether characters are a superscript of the word before them; a large asterisk has none."""
    return _is_raised(stroke.style, word.style, stroke.start - word.end) and not SIGNS.fullmatch(word.text)


def _is_raised(style: Style, beside: Style, gap: float) -> bool:
    """Whether a character is a superscript of its neighbour."""
    if style is beside or style.angle or beside.angle or style.size > SMALL * beside.size:
        return False
    lowest, highest = RAISED
    raised = (beside.baseline - style.baseline) / beside.size
    return lowest <= raised <= highest and -BACK * beside.size <= gap <= APART * beside.size


def _continues(stroke: _Word, word: _Word) -> bool:
    style, base = stroke.style, word.style
    size = max(style.size, base.size)
    if not -BACK * size <= stroke.start - word.end <= GAP * min(style.size, base.size):
        return False
    if style.angle or base.angle:
        on_line = same_line(style.angle, base.angle, stroke.level - word.level, SHIFT * size)
        return on_line and style.hidden == base.hidden
    if style is base:
        return True
    return abs(style.baseline - base.baseline) <= SHIFT * size and style.hidden == base.hidden
