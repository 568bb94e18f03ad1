"""The lines of a story that may describe its trial, and the words that do."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from slideextract.assemble import Story
from slideextract.assemble.reading import Read
from slideextract.document import Document, Span
from slideextract.segment import Section
from slideextract.terms import fold

ELSEWHERE = frozenset({Section.BACKGROUND, Section.REFERENCES, Section.BOILERPLATE})


@dataclass(frozen=True, slots=True)
class Told:
    """A line with its text, as printed and folded sign by sign, so that places in one are places in the other."""

    read: Read
    text: str
    folded: str

    @property
    def start(self) -> int:
        """Where the line starts in the document."""
        return self.read.line.span.start

    @property
    def here(self) -> bool:
        """Whether the line speaks of this trial: no background, reference or boilerplate."""
        return self.read.line.section not in ELSEWHERE

    def place(self, match: regex.Match[str], group: int | str = 0) -> Span:
        """Where a match in the line stands in the document."""
        return Span(self.start + match.start(group), self.start + match.end(group))


def about(document: Document, story: Story) -> list[Told]:
    """The lines of a story."""
    texts = [(read, document.text[slice(*read.line.span)]) for read in story.reads]
    return [Told(read, text, text.lower() if text.isascii() else "".join(map(_sign, text))) for read, text in texts]


@cache
def _sign(sign: str) -> str:
    return fold(sign)[:1] or sign


@cache
def words() -> dict[str, Any]:
    """The lists of `words.toml`."""
    return tomllib.loads((files("slideextract.describe") / "words.toml").read_text("utf-8"))


@cache
def entries(field: str, name: str) -> regex.Pattern[str]:
    """Matches an entry of a list where a word begins."""
    longest_first = sorted(words()[field][name], key=len, reverse=True)
    return regex.compile(r"(?<!\w)(?:" + "|".join(map(regex.escape, longest_first)) + ")")


@cache
def beginnings(field: str, name: str) -> regex.Pattern[str]:
    """Matches the whole of a word that begins as an entry of a list does."""
    return regex.compile(entries(field, name).pattern + r"\w*")


def first(lines: Sequence[Told], pattern: regex.Pattern[str]) -> tuple[Told, regex.Match[str]] | None:
    """The first place in the lines about the trial that matches."""
    for told in lines:
        match = pattern.search(told.folded) if told.here else None
        if match is not None:
            return told, match
    return None
