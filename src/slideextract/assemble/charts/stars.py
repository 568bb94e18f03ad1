"""Stars over bars and brackets, "***", and the p values that a legend gives them: "* p < 0.05 ; *** p < 0.001"."""

from collections.abc import Iterable, Sequence

import regex

from slideextract.assemble.charts.roles import Label, Role
from slideextract.assemble.reading import Read
from slideextract.mentions import Mention

SIGNS = regex.compile(r"[*†‡§¶#]+")
BEFORE_P = regex.compile(r"([*†‡§¶#]+)\s?[:=]?\s?$")
ROOM = 8  # characters before a p in which its sign stands


def set_stars(labels: Sequence[Label], reads: Iterable[Read], text: str) -> None:
    """Make labels of signs alone the p values that lines of the same page give these signs."""
    starred = [label for label in labels if _sign(label, text)]
    if not starred:
        return
    known = _legend(reads, text)
    for label in starred:
        page = label.read.line.block.page
        p = known.get((page, _sign(label, text)))
        if p is not None:
            label.role, label.mention = Role.P, p


def _sign(label: Label, text: str) -> str:
    """The sign that a label is, else nothing."""
    match = SIGNS.fullmatch(text[slice(*label.read.line.span)].strip())
    return match[0] if match is not None else ""


def _legend(reads: Iterable[Read], text: str) -> dict[tuple[int, str], Mention]:
    """The p behind each sign, by page; a sign with two of them has none."""
    found: dict[tuple[int, str], list[Mention]] = {}
    for read in reads:
        for mention in read.mentions.values():
            before = text[max(read.line.span.start, mention.start - ROOM) : mention.start]
            sign = BEFORE_P.search(before) if mention.kind == "p" else None
            if sign is not None:
                found.setdefault((read.line.block.page, sign[1]), []).append(mention)
    return {key: same[0] for key, same in found.items() if len(same) == 1}
