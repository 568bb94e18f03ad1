"""What kind of text a document or slide is, where the kind alone says that none of its figures is a trial's result.

The kinds are data, `lang/genre.toml`: cues that must outnumber the words in which trials are told. A long text that
hardly ever speaks as studies do is of a kind as well: it is silent about them.
"""

import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import regex

TIMEOUT = 5.0  # seconds for one search over a whole document
SLIDE = 1500  # characters: what is longer is a page of prose, which has room for plans and results
SHEET = 3000  # characters of a full page: whoever tells a study's results on one uses the words for it
SPOKEN = 10  # such words on the densest sheet of a text: filings and courses reach 9, the least of articles has 20
PART = 2000  # characters: a shorter text may be an abstract in words of its own
MENTIONED = 2  # such words in a text between the two; of 600 abstracts none as long has fewer


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of document without results.

    Attributes:
        id: "leaflet", "case_report".
        reason: what `slideextract why` says of its figures.
        least: how many cues a text of this kind holds at least.
        need: literals in lower case; a text with none of them holds no cue.
        spares: a figure with a p value or an interval may be a result all the same.
        yes: texts of this kind; `no` are texts that only look like it.
    """

    id: str
    reason: str
    least: int
    need: tuple[str, ...]
    cues: regex.Pattern[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    spares: bool = False


@dataclass(frozen=True, slots=True)
class Genres:
    """All kinds.

    Attributes:
        trial: what is said only where a trial is told of.
        silent: the kind of a long text that hardly says what its `cues` find: the words of any study in people.
        slides: kinds of single slides, in documents of whatever kind.
    """

    kinds: tuple[Genre, ...]
    trial: regex.Pattern[str]
    silent: Genre
    slides: tuple[Genre, ...]


@cache
def genres() -> Genres:
    """The kinds of `lang/genre.toml`."""
    source = files("slideextract") / "lang" / "genre.toml"
    data = tomllib.loads(source.read_text("utf-8"))
    silent = data["silent"] | {"cues": f"{data['trial']}|{data['silent']['cues']}"}
    kinds, slides = (tuple(map(_genre, data[name])) for name in ("genre", "slide"))
    return Genres(kinds, regex.compile(data["trial"], regex.IGNORECASE), _genre(silent), slides)


def _genre(entry: dict[str, Any]) -> Genre:
    return Genre(
        entry["id"],
        entry["reason"],
        entry.get("least", 0),
        tuple(entry.get("need", ())),
        regex.compile(entry["cues"], regex.IGNORECASE),
        tuple(entry["yes"]),
        tuple(entry["no"]),
        entry.get("spares", False),
    )


def genre(view: str) -> Genre | None:
    """The kind of a text; None for one that may tell of a trial.

    Args:
        view: the document's text with typographic signs made plain.
    """
    known = genres()
    told = None
    lowered = view.lower()
    for kind in known.kinds:
        if not any(literal in lowered for literal in kind.need):
            continue
        found = _count(kind.cues, view)
        if found < kind.least:
            continue
        told = _count(known.trial, view) if told is None else told
        if found > told:
            return kind
    return known.silent if is_silent(view) else None


def slide_genre(view: str) -> Genre | None:
    """The kind of one slide; None for one that may show results, and for what is longer than a slide."""
    if len(view) > SLIDE:
        return None
    lowered = view.lower()
    likely = (kind for kind in genres().slides if any(literal in lowered for literal in kind.need))
    return next((kind for kind in likely if kind.cues.search(view, timeout=TIMEOUT)), None)


def is_silent(view: str) -> bool:
    """Whether a text is long enough to tell of a study, and none of its sheets does."""
    if len(view) < PART:
        return False
    least = SPOKEN if len(view) >= SHEET else MENTIONED
    spoken: list[int] = []
    for start in _places(genres().silent.cues, view):
        spoken.append(start)
        if len(spoken) - bisect_left(spoken, start - SHEET) >= least:
            return False
    return True


def _count(pattern: "regex.Pattern[str]", text: str) -> int:
    return sum(1 for _ in _places(pattern, text))


def _places(pattern: "regex.Pattern[str]", text: str) -> Iterator[int]:
    return (match.start() for match in pattern.finditer(text, timeout=TIMEOUT))
