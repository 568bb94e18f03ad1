"""The blocks of a page in reading order: what is outside its tables, the tables, and turned labels."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from slideextract.document import BlockKind
from slideextract.geometry import BBox, union
from slideextract.readers.block_kinds import Paper, find_kinds
from slideextract.readers.lines import LEVEL, WIDE, Ink, Run, set_lines
from slideextract.readers.order import reading_order
from slideextract.readers.paragraphs import Group, paragraphs, set_group
from slideextract.readers.pieces import Piece
from slideextract.readers.turned import same_line, stretch

TALL = 1.15  # font sizes; the usual height of a line of letters
ORDER = (BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.FOOTNOTE, BlockKind.HEADER)  # parts of a page


class Typeset(NamedTuple):
    """A piece of a page with the places of its words inside its text."""

    piece: Piece
    words: tuple[tuple[int, int, BBox], ...]


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
    kinds = find_kinds(groups, paper)
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
    if last.doubtful != word.doubtful:
        return False
    _, end, level = stretch(last.box, word.angle, TALL * last.size)
    start, _, own = stretch(word.box, word.angle, TALL * word.size)
    size = max(last.size, word.size)
    return same_line(last.angle, word.angle, own - level, LEVEL * size) and -LEVEL * size <= start - end <= WIDE * size


def _typeset(group: Group, kind: BlockKind) -> Typeset:
    text, words = set_group(group, kind)
    doubtful = group.runs[0].words[0].doubtful
    return Typeset(Piece(kind, text, group.box, doubtful=doubtful), words)
