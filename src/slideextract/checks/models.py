"""Which figures come out of a model, so that they needn't follow from the counts beside them."""

import tomllib
from functools import cache
from importlib.resources import files

import regex

from slideextract.facts import Fact
from slideextract.terms import fold


@cache
def _words(name: str) -> regex.Pattern[str]:
    beginnings = _table()[name]
    return regex.compile(r"(?<!\w)(?:" + "|".join(map(regex.escape, beginnings)) + ")")


@cache
def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = tomllib.loads((files("slideextract.checks") / "models.toml").read_text("utf-8"))
    return table


def modelled(fact: Fact) -> bool:
    """Whether the figure is adjusted, imputed, weighted or read from a survival curve."""
    if fact.adjusted or fact.endpoint_id in _table()["survival"]:
        return True
    return _words("modelled").search(fold(fact.quote)) is not None


def one_sided(fact: Fact) -> bool:
    """Whether the p-value beside the figure may answer another question than "is there an effect"."""
    return _words("one_sided").search(fold(fact.quote)) is not None
