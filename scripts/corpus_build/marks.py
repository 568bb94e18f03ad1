"""Marks in the text of a source: `{46,4 %|regency.crr.obi}` prints a fact, `{1000 mg|!dose}` a figure that is none.

In slides, DOCX and HTML `**bold**` and `^1^` (superscript) are styles as well; plain text keeps them as they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

TAG = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
STYLE = re.compile(r"\*\*(?P<bold>.+?)\*\*|\^(?P<raised>[^^\s]{1,5})\^")
DECOY = "!"


@dataclass(frozen=True)
class Tag:
    """A marked figure: what is printed, and the key of its fact or, after `!`, why it is none."""

    surface: str
    key: str

    @property
    def is_decoy(self) -> bool:
        """A figure that looks like a result."""
        return self.key.startswith(DECOY)

    @property
    def why(self) -> str:
        """What a decoy is instead."""
        return self.key.removeprefix(DECOY)


@dataclass(frozen=True)
class Run:
    """Characters in one style."""

    text: str
    bold: bool = False
    raised: bool = False


def tags(text: str) -> list[Tag]:
    """The marked figures of a text, as they come."""
    return [Tag(surface, key) for surface, key in TAG.findall(text)]


def plain(text: str) -> str:
    """The text without the marks of figures: "{46,4 %|crr.obi}" is printed as "46,4 %"."""
    return TAG.sub(r"\1", text)


def runs(text: str) -> list[Run]:
    """The printed text in pieces of one style."""
    return list(_runs(plain(text)))


def unstyled(text: str) -> str:
    """The printed text without its styles."""
    return "".join(run.text for run in runs(text))


def _runs(text: str) -> Iterator[Run]:
    end = 0
    for match in STYLE.finditer(text):
        if match.start() > end:
            yield Run(text[end : match.start()])
        bold = match["bold"] is not None
        yield Run(match["bold"] if bold else match["raised"], bold=bold, raised=not bold)
        end = match.end()
    if end < len(text):
        yield Run(text[end:])
