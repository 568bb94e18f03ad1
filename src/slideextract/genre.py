"""What kind of text a document is, where the kind alone says that none of its figures is a trial's result.

The kinds are data, `lang/genre.toml`: cues that must outnumber the words in which trials are told.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

TIMEOUT = 5.0  # seconds for one search over a whole document


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of document without results.

    Attributes:
        id: "leaflet", "case_report".
        reason: what `slideextract why` says of its figures.
        least: how many cues a text of this kind holds at least.
        need: literals in lower case; a text with none of them holds no cue.
        yes: texts of this kind; `no` are texts that only look like it.
    """

    id: str
    reason: str
    least: int
    need: tuple[str, ...]
    cues: regex.Pattern[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def genres() -> tuple[tuple[Genre, ...], "regex.Pattern[str]"]:
    """All kinds, and what is said only where a trial is told of."""
    source = files("slideextract") / "lang" / "genre.toml"
    data = tomllib.loads(source.read_text("utf-8"))
    kinds = (
        Genre(
            entry["id"],
            entry["reason"],
            entry["least"],
            tuple(entry["need"]),
            regex.compile(entry["cues"], regex.IGNORECASE),
            tuple(entry["yes"]),
            tuple(entry["no"]),
        )
        for entry in data["genre"]
    )
    return tuple(kinds), regex.compile(data["trial"], regex.IGNORECASE)


def genre(view: str) -> Genre | None:
    """The kind of a text; None for one that may tell of a trial.

    Args:
        view: the document's text with typographic signs made plain.
    """
    kinds, trial = genres()
    told = None
    lowered = view.lower()
    for kind in kinds:
        if not any(literal in lowered for literal in kind.need):
            continue
        found = _count(kind.cues, view)
        if found < kind.least:
            continue
        told = _count(trial, view) if told is None else told
        if found > told:
            return kind
    return None


def _count(pattern: "regex.Pattern[str]", text: str) -> int:
    return sum(1 for _ in pattern.finditer(text, timeout=TIMEOUT))
