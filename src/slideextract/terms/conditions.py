"""Diseases named in a text: `lexicon/conditions.toml`."""

from dataclasses import dataclass
from functools import lru_cache

from slideextract.terms.folding import KEPT
from slideextract.terms.lexicon import load_toml
from slideextract.terms.surfaces import SurfaceTable


@dataclass(frozen=True, slots=True)
class ConditionHit:
    """A disease at a place of a text, by its English name."""

    start: int
    end: int
    name: str


@lru_cache(maxsize=KEPT)
def find_conditions(text: str) -> tuple[ConditionHit, ...]:
    """All diseases of a text, in order, without overlap; the longest name wins."""
    return tuple(ConditionHit(*found) for found in _table().find(text))


@lru_cache(maxsize=1)
def _table() -> SurfaceTable:
    return SurfaceTable(
        (surface, name) for name, surfaces in load_toml("conditions.toml").items() for surface in (name, *surfaces)
    )
