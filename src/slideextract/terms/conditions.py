"""Diseases named in a text: `lexicon/conditions.toml`."""

from dataclasses import dataclass
from functools import lru_cache

from slideextract.terms.lexicon import load_toml
from slideextract.terms.surfaces import SurfaceTable


@dataclass(frozen=True, slots=True)
class ConditionHit:
    """A disease at a place of a text, by its English name."""

    start: int
    end: int
    name: str


def find_conditions(text: str) -> list[ConditionHit]:
    """All diseases of a text, in order, without overlap; the longest name wins."""
    return [ConditionHit(*found) for found in _table().find(text)]


@lru_cache(maxsize=1)
def _table() -> SurfaceTable:
    return SurfaceTable(
        (surface, name) for name, surfaces in load_toml("conditions.toml").items() for surface in (name, *surfaces)
    )
