"""What trials measure: the endpoints of `lexicon/endpoints.toml`, and their names in a text."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from slideextract.errors import RuleError
from slideextract.terms.folding import fold
from slideextract.terms.lexicon import load_toml
from slideextract.terms.surfaces import SurfaceTable


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One concept.

    Attributes:
        kind: binary, continuous, ordinal, rate or tte (time to an event).
        direction: "higher" or "lower" is better; "none" if neither.
        type: "safety" for harms, else "efficacy".
        lower: least value of the scale; None if it has none.
        upper: greatest value of the scale.
    """

    id: str
    area: str
    kind: str
    direction: str
    type: str
    unit: str | None
    lower: float | None
    upper: float | None
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
    """The id of a printed endpoint: the longest known name in it, the first of equals."""
    hits = find_endpoints(name)
    return max(hits, key=lambda hit: hit.end - hit.start).id if hits else None


def find_endpoints(view: str) -> list[EndpointHit]:
    """All endpoint names of a text, in order, without overlap; an ambiguous one only if its sense is clear."""
    found: list[EndpointHit] = []
    for start, end, concept in _table().find(view):
        meant = _resolve(concept, view) if concept.startswith("?") else concept
        if meant is not None:
            found.append(EndpointHit(start, end, meant))
    return found


@lru_cache(maxsize=1)
def endpoints() -> dict[str, Endpoint]:
    """All endpoints by id."""
    return {name: _endpoint(name, entry) for name, entry in load_toml("endpoints.toml").items() if name != "ambiguous"}


def _endpoint(name: str, entry: dict[str, Any]) -> Endpoint:
    lower, upper = entry.get("scale", (None, None))
    return Endpoint(
        id=name,
        area=entry["area"],
        kind=entry["kind"],
        direction=entry["direction"],
        type=entry.get("type", "efficacy"),
        unit=entry.get("unit"),
        lower=lower,
        upper=upper,
        en=tuple(entry["en"]),
        fr=tuple(entry["fr"]),
    )


@lru_cache(maxsize=1)
def _ambiguous() -> dict[str, tuple[Reading, ...]]:
    return {
        f"?{name}": tuple(Reading(r["id"], tuple(r.get("near", ()))) for r in readings)
        for name, readings in load_toml("endpoints.toml")["ambiguous"].items()
    }


@lru_cache(maxsize=1)
def _table() -> SurfaceTable:
    names = {surface: one.id for one in endpoints().values() for surface in (*one.en, *one.fr)}
    unclear = {marked.removeprefix("?"): marked for marked in _ambiguous()}
    if both := names.keys() & unclear.keys():
        message = f"lexicon/endpoints.toml: {sorted(both)} are names of one endpoint and ambiguous: keep one"
        raise RuleError(message)
    return SurfaceTable([*names.items(), *unclear.items()])


def _resolve(marked: str, view: str) -> str | None:
    """The reading that a word nearby speaks for, else the one that needs none."""
    folded = fold(view)
    for reading in _ambiguous()[marked]:
        if not reading.near or any(word in folded for word in reading.near):
            return reading.id or None
    return None
