"""Company portraits, contacts, legal notices and the frame of web pages: kept in the text, tagged as boilerplate."""

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

from slideextract.document import BlockKind, Document
from slideextract.errors import RuleError

MAX_HEADING = 90  # characters of a line that opens boilerplate by itself
LEAD = 80  # characters of the words before a colon that open it within a paragraph: "About Corvane: ..."
MOST = 0.6  # share of a document; a passage without an end that covers more isn't believed
MARKS = re.compile(r"[\s#*_>•|-]*")
LEAD_END = re.compile(r"[^.!?]{2,%d}?(?:\s?:|\*\*|__|\s[–—-]\s)" % LEAD)  # noqa: UP031 - braces of the pattern
ENDS = {BlockKind.TITLE, BlockKind.HEADING}
FIXED = {BlockKind.CELL, BlockKind.HEADER, BlockKind.NOTE, BlockKind.BOILERPLATE}  # what is told already stays it
PERIOD = (".", "!", "?", ";")
FIGURES = re.compile(r"\d\s?%|\bpatients?\b|\bcas\b|\bcases?\b", re.IGNORECASE)  # no company is called so


class Rule(NamedTuple):
    """A rule of `boilerplate.toml`."""

    id: str
    scope: str
    pattern: re.Pattern[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of `boilerplate.toml`.

    Raises:
        RuleError: one of them has no example.
    """
    found = []
    for item in _file()["rule"]:
        if not item.get("yes"):
            message = f"boilerplate.toml: rule {item['id']} has no example under `yes`"
            raise RuleError(message)
        pattern = re.compile(item["pattern"], re.IGNORECASE)
        found.append(Rule(item["id"], item["scope"], pattern, tuple(item["yes"]), tuple(item.get("no", ()))))
    return tuple(found)


@cache
def _file() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads((files("slideextract.readers") / "boilerplate.toml").read_text("utf-8"))


@cache
def _spared() -> re.Pattern[str]:
    return re.compile(str(_file()["spared"]), re.IGNORECASE)


def find_rule(text: str) -> Rule | None:
    """The rule by which a block's text is boilerplate or opens it."""
    plain = text[MARKS.match(text).end() :].replace("’", "'")  # type: ignore[union-attr]  # it matches anything
    for rule in rules():
        match = rule.pattern.match(plain)
        if match and (rule.scope == "line" or _opens(plain, match.end())):
            return rule
    return None


def _opens(text: str, end: int) -> bool:
    """Whether a text whose first words open boilerplate is a heading, or a paragraph with such a lead-in."""
    if len(text) <= MAX_HEADING and not text.endswith(PERIOD):
        lead = text
    elif match := LEAD_END.match(text, max(0, end - 1)):
        lead = text[: match.end()]
    else:
        return False
    return not _spared().search(lead) and not FIGURES.search(lead)


def tag_boilerplate(document: Document) -> Document:
    """The document with its boilerplate told by the kind of its blocks; a slide's ends with the slide."""
    slides = {page.number for page in document.pages if (page.width or 0) > (page.height or 0)}
    blocks = document.blocks
    firsts = {
        index
        for index, block in enumerate(blocks)
        if block.page in slides and (index == 0 or blocks[index - 1].page != block.page)
    }
    printed = [(block.kind, document.text[block.span.start : block.span.end]) for block in blocks]
    found = find_boilerplate(printed, firsts)
    if not found:
        return document
    tagged = (replace(b, kind=BlockKind.BOILERPLATE) if i in found else b for i, b in enumerate(blocks))
    return replace(document, blocks=tuple(tagged))


def find_boilerplate(blocks: Sequence[tuple[BlockKind, str]], firsts: Collection[int] = ()) -> set[int]:
    """The indices of the blocks that are boilerplate.

    Args:
        blocks: kind and text of each, in reading order.
        firsts: indices of the blocks that end a passage wherever they stand.
    """
    scopes = ["" if kind in FIXED else _scope(text) for kind, text in blocks]
    if not any(scopes):
        return set()
    ends = [
        index in firsts or scope == "section" or (not scope and (kind in ENDS or _is_spared_heading(text)))
        for index, (scope, (kind, text)) in enumerate(zip(scopes, blocks, strict=True))
    ]
    following = _following(ends)
    reach = list(accumulate((len(text) for _, text in blocks), initial=0))
    found: set[int] = set()
    index = 0
    while index < len(blocks):
        end = index + 1
        if scopes[index] == "section":
            end = following[index]
            covered = reach[end] - reach[index]
            if end == len(blocks) and covered > MOST * reach[-1]:
                end = min(index + 2, end)
        if scopes[index]:
            found.update(i for i in range(index, end) if blocks[i][0] not in FIXED)
        index = end
    return found


def _scope(text: str) -> str:
    rule = find_rule(text)
    return rule.scope if rule else ""


def _following(ends: Sequence[bool]) -> list[int]:
    """For each block the index of the next one that ends a passage."""
    found = [len(ends)] * len(ends)
    for index in range(len(ends) - 2, -1, -1):
        found[index] = index + 1 if ends[index + 1] else found[index + 1]
    return found


def _is_spared_heading(text: str) -> bool:
    """Whether a line would open boilerplate if it didn't name a trial: "About the EV-302 trial"."""
    plain = text[MARKS.match(text).end() :].replace("’", "'")  # type: ignore[union-attr]  # it matches anything
    return len(plain) <= MAX_HEADING and any(
        rule.scope == "section" and rule.pattern.match(plain) is not None and _spared().search(plain) is not None
        for rule in rules()
    )
