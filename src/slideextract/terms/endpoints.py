"""What trials measure: the endpoints of `lexicon/endpoints/`, and their names in a text."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import regex

from slideextract.errors import RuleError
from slideextract.terms.folding import KEPT, fold
from slideextract.terms.lexicon import load_folder, load_toml
from slideextract.terms.surfaces import SurfaceTable

LINK = regex.compile(  # what follows tells of the endpoint before: "mortality in pneumonia", «décès par hémorragie»
    r"\s(?:d['’]|(?:of|from|in|with|by|after|during|due|because|requiring|leading"
    r"|de|du|des|par|pour|avec|à|chez|dans|sous|après|due?s?|liée?s?|en)(?!\w))",
    regex.IGNORECASE,
)
CAUSE = regex.compile(  # what follows is why, not what: "withdrawn because of adverse events"
    r"(?<!\w)(?:died (?:of|from)|due to|because of|owing to|caused by|as a result of"
    r"|due?s? (?:à|aux?)|à cause d|en raison d|liée?s? (?:à|aux?))",
    regex.IGNORECASE,
)
GRADED = regex.compile(  # "Hot flash, grade 3-4": the grade names no event
    r"(?P<event>.+),\s(?:any |all |tous |toutes )?grades?\b", regex.IGNORECASE
)
EVENTS = regex.compile(r"\b(?:events?|[ée]v[ée]nements?|évènements?|AEs?|EIs?|toxicit\w+)\b", regex.IGNORECASE)
QUALIFIES = regex.compile(  # "infection-related mortality" is no infection, "pain management" no pain
    r"-(?:related|induced|associated|free|specific|adjusted|censored|positive)(?!\w)"
    r"|\s(?:prophylaxis|prevention|management|medications?|screening|diagnosis)(?!\w)",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One concept.

    Attributes:
        kind: binary, continuous, ordinal, rate or tte (time to an event).
        direction: "higher" or "lower" is better; "none" if neither.
        type: "safety" for harms, else "efficacy".
        lower: least value of the scale; None if it has none.
        upper: greatest value of the scale.
        vague: whether another name beside it says more: "BICLA response rate" is BICLA.
    """

    id: str
    kind: str
    direction: str
    type: str
    lower: float | None
    upper: float | None
    vague: bool
    en: tuple[str, ...]
    fr: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EndpointHit:
    """An endpoint's name at a place of a text."""

    start: int
    end: int
    id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of an ambiguous name: the words that speak for it."""

    id: str
    near: tuple[str, ...]


def endpoint(concept: str) -> Endpoint | None:
    """The record of an id."""
    return endpoints().get(concept)


def endpoint_id(name: str) -> str | None:
    """The id of a printed endpoint: "death from infection" is death; without such a link the longest name in it."""
    graded = GRADED.match(name)
    if graded is not None and not find_endpoints(graded["event"]) and not EVENTS.search(graded["event"]):
        return None
    hits = find_endpoints(name)
    if not hits or CAUSE.search(name, endpos=hits[0].start):
        return None
    clear = [hit for hit in hits if not endpoints()[hit.id].vague] or hits
    if clear[0] == hits[0] and LINK.match(name, hits[0].end):
        return hits[0].id
    return max(clear, key=lambda hit: hit.end - hit.start).id


@lru_cache(maxsize=KEPT)
def find_endpoints(view: str) -> tuple[EndpointHit, ...]:
    """All endpoint names of a text, in order, without overlap; an ambiguous one only if its sense is clear."""
    found: list[EndpointHit] = []
    for start, end, concept in _table().find(view):
        meant = _resolve(concept, view) if concept.startswith("?") else concept
        if meant is not None and not QUALIFIES.match(view, end):
            found.append(EndpointHit(start, end, meant))
    return tuple(found)


@lru_cache(maxsize=1)
def endpoints() -> dict[str, Endpoint]:
    """All endpoints by id."""
    return {name: _endpoint(name, entry) for name, entry in load_folder("endpoints").items()}


def _endpoint(name: str, entry: dict[str, Any]) -> Endpoint:
    lower, upper = entry.get("scale", (None, None))
    return Endpoint(
        id=name,
        kind=entry["kind"],
        direction=entry["direction"],
        type=entry.get("type", "efficacy"),
        lower=lower,
        upper=upper,
        vague=entry.get("vague", False),
        en=tuple(entry["en"]),
        fr=tuple(entry["fr"]),
    )


@lru_cache(maxsize=1)
def _ambiguous() -> dict[str, tuple[Reading, ...]]:
    return {
        f"?{name}": tuple(Reading(r["id"], tuple(r.get("near", ()))) for r in readings)
        for name, readings in load_toml("ambiguous.toml").items()
    }


@lru_cache(maxsize=1)
def _table() -> SurfaceTable:
    names = {surface: one.id for one in endpoints().values() for surface in (*one.en, *one.fr)}
    unclear = {marked.removeprefix("?"): marked for marked in _ambiguous()}
    if both := names.keys() & unclear.keys():
        message = f"lexicon/ambiguous.toml: {sorted(both)} are names of one endpoint and ambiguous: keep one"
        raise RuleError(message)
    return SurfaceTable([*names.items(), *unclear.items()])


def _resolve(marked: str, view: str) -> str | None:
    """The reading that a word nearby speaks for, else the one that needs none."""
    folded = fold(view)
    for reading in _ambiguous()[marked]:
        if not reading.near or any(word in folded for word in reading.near):
            return reading.id or None
    return None
