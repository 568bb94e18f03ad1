"""Floors: scores below which a change is refused, and the file that they are pinned in."""

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from slideextract.errors import SlideExtractError
from slideextract.evaluate.measure import Scores
from slideextract.store import write_text

PINNED = ("value_recall", "tuple_recall", "full_recall", "precision", "tuple_precision", "tuple_f1")
ACCEPTED = ("accepted_precision", "accepted_tuple_precision", "accepted_share")  # not by kind: a kind has few rows
GRAIN = 1000  # floors are rounded down to a thousandth


def wanted(pairs: Iterable[str], path: Path | None) -> dict[str, float]:
    """The floors of a file, and those given as `KEY=FLOAT`, which come first.

    Raises:
        SlideExtractError: not a floor, or not a file of floors.
    """
    floors = dict(_read(path)) if path else {}
    for pair in pairs:
        key, _, low = pair.partition("=")
        try:
            floors[key] = float(low)
        except ValueError as error:
            message = f"no floor: {pair!r}; write KEY=FLOAT, as in value_recall=0.9 or kind.percent.tuple_f1=0.8"
            raise SlideExtractError(message) from error
    return floors


def missed(scores: Scores, floors: Mapping[str, float]) -> list[str]:
    """A line for each floor that isn't reached; a score that isn't there doesn't reach any."""
    below = []
    for key, low in sorted(floors.items()):
        value = look_up(scores, key)
        if value is None or value < low:
            below.append(f"floor missed: {key} is {value}, not {low}")
    return below


def look_up(scores: Scores, key: str) -> float | None:
    """The score at a path such as `lang.fr.value_recall`."""
    value: object = scores
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, int | float) else None


def pin(scores: Scores, path: Path, *, lower: bool = False) -> None:
    """Write the scores reached as floors: in all, by language and by kind.

    Raises:
        SlideExtractError: a floor would fall, and `lower` doesn't allow it.
    """
    reached = dict(_reached(scores))
    old = _read(path) if path.exists() else {}
    falling = sorted(key for key, low in old.items() if reached.get(key, -1.0) < low)
    if falling and not lower:
        message = f"{path} would be lowered: {', '.join(falling)}; allow it with --lower, and say why in the changelog"
        raise SlideExtractError(message)
    write_text(path, json.dumps(reached, indent=2) + "\n")


def _reached(scores: Scores) -> Iterable[tuple[str, float]]:
    wide = ["", *(f"lang.{name}." for name in scores["lang"])]
    told = [(path, (*PINNED, *ACCEPTED)) for path in wide] + [(f"kind.{name}.", PINNED) for name in scores["kind"]]
    for path, measures in told:
        for measure in measures:
            value = look_up(scores, path + measure)
            if value is not None:
                yield path + measure, math.floor(value * GRAIN) / GRAIN


def _read(path: Path) -> dict[str, float]:
    try:
        floors = json.loads(path.read_text("utf-8"))
        return {str(key): float(low) for key, low in floors.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        message = f"{path} is no file of floors: {error}"
        raise SlideExtractError(message) from error
