"""Lines of running text to blocks: wrapped lines are joined, labels stay alone, marks tell headings and bullets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from slideextract.document import BlockKind, Span
from slideextract.readers.line_marks import (
    LEGEND,
    MAX_LABEL,
    SIGN,
    SPEAKS,
    goes_on,
    is_label,
    is_over,
    named_section,
    read_mark,
)
from slideextract.readers.text_lines import FENCE, Line

NARROWEST, WIDEST = 50, 130  # characters of the longest line of a text that was wrapped at a fixed width
MIN_WRAPPED = 3  # lines that show a width; two are of one length by chance
MAX_BOLD = 200  # characters of a heading in bold that runs over several lines
FULL = 0.75  # share of that width which a line reaches before the next word no longer fits
MOST = 0.5  # share of the lines that are full, and that end within a sentence, in a wrapped text
MAX_FIGURES = 3  # lines of a label of a name, its figure and its p value
INLINE_HASHES = re.compile(r"(?<=\S)[ \t]+(?=#{2,6}[ \t]+\S)")
BREAK = re.compile(
    r"<!--.{0,500}?-->|!\[[^\[\]]{0,500}\]\([^()]{0,500}\)"
    r"|<(?P<end>/?)(?P<tag>p|div|figure|figcaption|caption|ul|ol|li|h[1-6]|section|article|hr|img|table|thead|tbody|tr|td|th)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
TAGGED = {"figcaption": BlockKind.CAPTION, "caption": BlockKind.CAPTION, "li": BlockKind.BULLET}
FIGURE_FIRST = re.compile(r"[\\$<>≤≥~±+−-]*\s?(?:\d|[pPnN]\s?[<=>≤])")
P_FIRST = re.compile(r"[\\$*\s]*[pP]\s?[<=>≤]")
DIGIT = re.compile(r"\d")


class Passage(NamedTuple):
    """A block of running text."""

    kind: BlockKind
    span: Span


class _Part(NamedTuple):
    """A line, or what block tags leave of it; None where a blank line stands."""

    span: Span
    text: str
    indent: int
    kind: BlockKind | None = None  # by its tags


@dataclass
class _Group:
    """Parts that become one block."""

    kind: BlockKind
    start: int
    parts: list[_Part] = field(default_factory=list)
    cut: int = 0  # characters of closing marks

    @property
    def last(self) -> str:
        return self.parts[-1].text


def passages(lines: Sequence[Line]) -> Iterator[Passage]:
    """The blocks of lines that hold no table."""
    run: list[_Part] = []
    for part in _parts(lines):
        if part is not None:
            run.append(part)
            continue
        yield from _run_passages(run)
        run = []
    yield from _run_passages(run)


def _parts(lines: Sequence[Line]) -> Iterator[_Part | None]:
    """The lines, divided at block tags, inline headings and legend signs; None for a blank line."""
    fenced: BlockKind | None = None
    for line in lines:
        fence = FENCE.fullmatch(line.raw)
        if fence is not None:
            fenced = BlockKind.CAPTION if fence["name"] == "caption" else None
        if fence is not None or not line.text:
            yield None
            continue
        tagged, start = fenced, line.start
        for match in BREAK.finditer(line.raw):
            yield from _divided(line.part(start, line.start + match.start()), tagged)
            start = line.start + match.end()
            if match["tag"]:
                tagged = None if match["end"] else _kind_of_tag(match["tag"].lower())
            yield None
        yield from _divided(line.part(start, line.end), tagged)


def _kind_of_tag(name: str) -> BlockKind | None:
    return BlockKind.HEADING if name[0] == "h" and name[1:].isdigit() else TAGGED.get(name)


def _divided(line: Line, kind: BlockKind | None) -> Iterator[_Part]:
    text = line.text
    if not SPEAKS.search(text):
        return
    if re.match(SIGN, text):
        cuts = [match.span() for match in LEGEND.finditer(text)]
    elif "# " in text:
        named = (match.span("gap") for match in named_section().finditer(text))
        cuts = sorted([*named, *(match.span() for match in INLINE_HASHES.finditer(text))])
    else:
        cuts = []
    first = line.span.start
    edges = [0, *(at for cut in cuts for at in cut), len(text)]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        if left < right:
            yield _part(line.part(first + left, first + right), line, kind)


def _part(piece: Line, line: Line, kind: BlockKind | None) -> _Part:
    return _Part(piece.span, piece.text, len(line.raw) - len(line.raw.lstrip()), kind)


def _run_passages(run: Sequence[_Part]) -> Iterator[Passage]:
    """The blocks of lines that no blank line parts."""
    if _is_named_figure(run):
        kind = BlockKind.PARAGRAPH if is_over(run[-1].text) else BlockKind.LABEL
        yield Passage(kind, Span(run[0].span.start, run[-1].span.end))
        return
    if _is_bold(run):
        yield Passage(BlockKind.HEADING, Span(run[0].span.start, run[-1].span.end))
        return
    width = _width(run)
    group: _Group | None = None
    for part in run:
        mark = read_mark(part.text)
        kind = part.kind or (mark.kind if mark else BlockKind.PARAGRAPH)
        if group is not None and _joins(group, part, width, marked=mark is not None):
            group.parts.append(part)
            continue
        if group is not None:
            yield _passage(group)
        group = _Group(kind, part.span.start + (mark.before if mark else 0), [part], mark.after if mark else 0)
    if group is not None:
        yield _passage(group)


def _is_named_figure(run: Sequence[_Part]) -> bool:
    """Whether lines are one label: a name, then its figure, perhaps with a p value: "Rate", "23.1 %", "p < 0.01"."""
    if not 1 < len(run) <= MAX_FIGURES or any(len(part.text) > MAX_LABEL or part.kind for part in run):
        return False
    name, rest = run[0].text, [part.text for part in run[1:]]
    if DIGIT.search(name) or is_over(name) or read_mark(name) is not None:
        return False
    figures = [text for text in rest if not P_FIRST.match(text)]
    return len(figures) <= 1 and all(FIGURE_FIRST.match(text) and read_mark(text) is None for text in rest)


def _is_bold(run: Sequence[_Part]) -> bool:
    """Whether several lines are set in bold as one."""
    if len(run) < 2 or sum(len(part.text) for part in run) > MAX_BOLD:  # noqa: PLR2004 - one line has a mark
        return False
    inner = [run[0].text[2:], *(part.text for part in run[1:-1]), run[-1].text[:-2]]
    return run[0].text.startswith("**") and run[-1].text.endswith("**") and not any("**" in text for text in inner)


def _width(run: Sequence[_Part]) -> int:
    """The width at which lines were wrapped; 0 where each line is a statement of its own."""
    if len(run) < MIN_WRAPPED:
        return 0
    widest = max(len(part.text) for part in run)
    before = run[:-1]
    full = sum(len(part.text) >= FULL * widest for part in before)
    within = sum(not is_over(part.text) for part in before)
    wrapped = NARROWEST <= widest <= WIDEST and min(full, within) >= MOST * len(before)
    return widest if wrapped else 0


def _joins(group: _Group, part: _Part, width: int, *, marked: bool) -> bool:
    """Whether a line continues the block before it."""
    if part.kind is not None:
        return group.parts[-1].kind is part.kind
    if marked or group.kind is BlockKind.HEADING:
        return False
    last = group.parts[-1]
    deeper = part.indent > group.parts[0].indent
    listed = group.kind is BlockKind.BULLET and last.text.endswith((",", ";", ":")) and not deeper
    if goes_on(last.text, part.text) and not listed:
        return True
    indented = part.indent > last.indent and is_over(last.text) and group.kind is BlockKind.PARAGRAPH
    return width > 0 and len(last.text) >= FULL * width and not indented


def _passage(group: _Group) -> Passage:
    span = Span(group.start, group.parts[-1].span.end - group.cut)
    short = group.kind is BlockKind.PARAGRAPH and len(group.parts) <= MAX_FIGURES
    if short and is_label(" ".join(part.text for part in group.parts)):
        return Passage(BlockKind.LABEL, span)
    return Passage(group.kind, span)
