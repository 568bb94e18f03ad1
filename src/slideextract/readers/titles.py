"""The title of a text that doesn't mark one: a first line that is no sentence."""

import re
from collections.abc import Sequence

from slideextract.document import BlockKind

FIRST = 4  # blocks at the top among which the title is; a date or "Press release" may come before
MIN_TITLE = 3  # words of three letters or more in a title: a date has one, "Abstract" is none
MAX_TITLE = 40  # words
LONG_WORD = re.compile(r"[^\W\d_]{3,}")
SHORT = {BlockKind.LABEL, BlockKind.HEADING, BlockKind.BOILERPLATE, BlockKind.FOOTNOTE, BlockKind.HEADER}
TITLES = {BlockKind.PARAGRAPH, BlockKind.LABEL, BlockKind.HEADING}
NO_TITLE = (".", ":", ",", ";")


def find_title(blocks: Sequence[tuple[BlockKind, str]]) -> int | None:
    """The index of the block that is the title, if one is.

    Args:
        blocks: kind and text of each, in reading order.
    """
    shown = [index for index, (kind, _) in enumerate(blocks) if kind is not BlockKind.HEADER]
    if len(shown) < 2:  # noqa: PLR2004 - a title stands over something
        return None
    for index in shown[:FIRST]:
        kind, text = blocks[index]
        if kind in TITLES and _is_title(text):
            return index
        if kind not in SHORT:
            return None
    return None


def _is_title(text: str) -> bool:
    words = len(text.split())
    return words <= MAX_TITLE and len(LONG_WORD.findall(text)) >= MIN_TITLE and not text.endswith(NO_TITLE)
