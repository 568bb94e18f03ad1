"""Loads the rules of a language from `lang/*.toml` and runs them; the only door to `regex` for rules.

A rule is data: an id, the kind of mention that it finds, a pattern, and texts that it must and must not match.
`lang/any.toml` holds the rules of every language; they are written with named parts, `(?&number)`, that
`lang/fr.toml` and `lang/en.toml` define. Parts are put in place before a pattern is compiled: the same meaning as
`(?(DEFINE)...)`, and fifteen times as fast.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import regex

from slideextract.errors import RuleError

LANGUAGES = ("en", "fr")
SHARED = "any"  # the file with the rules of every language
TIMEOUT = 2.0  # seconds for one rule over one piece of text; a sound rule needs less than a thousandth
CALL = regex.compile(r"\(\?&(\w+)\)")
BREAK = regex.compile(r"\n\s*")  # a long pattern may run over several lines
GROUPED = regex.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
SCORE, HUNDRED, THOUSAND = 20, 100, 1000


@dataclass(frozen=True)
class Rule:
    """A pattern for one kind of mention.

    Attributes:
        need: literals in lower case; a text with none of them is not searched.
        cue: a pattern that must stand somewhere in the text.
        fixed: slots that every match of the rule has.
        each: the pattern's `raw` repeats, and each one is a mention of its own.
    """

    id: str
    kind: str
    source: str
    order: int
    yes: tuple[Mapping[str, str], ...]
    no: tuple[str, ...] = ()
    need: tuple[str, ...] = ()
    cue: str = ""
    fixed: Mapping[str, str] | None = None
    each: bool = False

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The compiled pattern; case is ignored unless the rule says `(?-i:...)`."""
        return _compile(self.id, self.source)

    @cached_property
    def _cue(self) -> regex.Pattern[str]:
        return _compile(self.id, self.cue)

    def find(self, text: str, lowered: str, timeout: float = TIMEOUT) -> Iterator[regex.Match[str]]:
        """All matches in `text`, from left to right.

        Raises:
            RuleError: the pattern ran out of its time; names the rule.
        """
        if self.need and not any(literal in lowered for literal in self.need):
            return
        try:
            if self.cue and self._cue.search(text, timeout=timeout) is None:
                return
            yield from self.pattern.finditer(text, timeout=timeout)
        except TimeoutError as error:
            message = f"rule {self.id} needs more than {timeout} s for a text of {len(text)} characters: simplify it"
            raise RuleError(message) from error


class Language:
    """The rules, number words and terms of one language."""

    def __init__(self, name: str, own: Mapping[str, Any], shared: Mapping[str, Any]) -> None:
        self.id = name
        self.decimal: str = own["decimal"]
        self._words: dict[str, int] = own["number_words"]
        self._terms = {table: _inverted(terms) for table, terms in {**shared["terms"], **own["terms"]}.items()}
        self._parts = {**shared["define"], **own["define"]}
        self._parts.update({table: _alternatives(terms) for table, terms in self._terms.items()})
        self._parts["number_word"] = _alternatives(self._words)
        entries = [*own.get("rule", ()), *shared["rule"]]
        self.rules = tuple(self._rule(entry, order) for order, entry in enumerate(entries))
        self.kinds = tuple(dict.fromkeys(rule.kind for rule in self.rules))

    def term(self, table: str, text: str) -> str | None:
        """The canonical form of a surface, "weeks" for "semaines"; None where the table doesn't know it."""
        return self._terms[table].get(" ".join(text.split()).casefold())

    def number(self, text: str) -> Decimal:
        """The value of a number as printed, in digits or words: "1 042", "0,05", ".03", "soixante-quinze".

        Raises:
            ValueError: the text is no number.
        """
        compact = regex.sub(r"\s", "", text).replace("–", "-").lstrip("+")
        if not any(character.isdecimal() for character in compact):
            return Decimal(self._spelled(text))
        if "," in compact and "." in compact:
            last = max(compact.rfind(","), compact.rfind("."))
            compact = compact[:last].translate({ord(","): None, ord("."): None}) + "." + compact[last + 1 :]
        elif compact.count(",") > 1 or (self.decimal == "." and GROUPED.fullmatch(compact.lstrip("-"))):
            compact = compact.replace(",", "")
        elif compact.count(".") > 1:
            compact = compact.replace(".", "")
        return Decimal(compact.replace(",", "."))

    def _spelled(self, text: str) -> int:
        total = 0
        for word in regex.split(r"[\s-]+", text.strip().casefold()):
            if word not in self._words:
                if word in {"and", "et"}:
                    continue
                message = f"no number: {text!r}"
                raise ValueError(message)
            value = self._words[word]
            if value == HUNDRED or value == THOUSAND:
                total = max(total, 1) * value
            elif value == SCORE and total % HUNDRED == SCORE // 5:
                total += 4 * SCORE - total % HUNDRED  # quatre-vingt
            else:
                total += value
        return total

    def _rule(self, entry: Mapping[str, Any], order: int) -> Rule:
        name = f"{self.id}.{entry['id']}"
        spoken = tuple(yes for yes in entry.get("yes", ()) if yes.get("language", self.id) == self.id)
        if not entry.get("yes"):
            message = f"rule {name} has no `yes`: give at least one text that it must find"
            raise RuleError(message)
        return Rule(
            id=name,
            kind=entry["kind"],
            source=self.expand(entry["pattern"], name),
            order=order,
            yes=spoken,
            no=tuple(entry.get("no", ())),
            need=tuple(entry.get("need", ())),
            cue=self.expand(entry.get("cue", ""), name),
            fixed=entry.get("set"),
            each=entry.get("each", False),
        )

    def expand(self, pattern: str, rule: str) -> str:
        """The pattern with every `(?&part)` replaced by the part that it names."""

        def part(match: regex.Match[str]) -> str:
            if match[1] not in self._parts:
                message = f"rule {rule} calls the part {match[1]}, which no [define] of {self.id} has"
                raise RuleError(message)
            return f"(?:{self.expand(self._parts[match[1]], rule)})"

        return CALL.sub(part, BREAK.sub("", pattern))


def _inverted(terms: Mapping[str, list[str]]) -> dict[str, str]:
    return {surface.casefold(): name for name, surfaces in terms.items() for surface in surfaces}


def _alternatives(surfaces: Mapping[str, object]) -> str:
    longest = sorted(surfaces, key=lambda surface: (-len(surface), surface))
    return "|".join(regex.escape(surface, special_only=True) for surface in longest)


def _compile(rule: str, source: str) -> regex.Pattern[str]:
    try:
        return regex.compile(source, regex.IGNORECASE)
    except regex.error as error:
        message = f"rule {rule} is no pattern: {error}"
        raise RuleError(message) from error


def _read(name: str) -> dict[str, Any]:
    source = files("slideextract") / "lang" / f"{name}.toml"
    try:
        return tomllib.loads(source.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        message = f"lang/{name}.toml is no TOML: {error}"
        raise RuleError(message) from error


@lru_cache(maxsize=None)
def language(name: str) -> Language:
    """The language `fr` or `en`; patterns are compiled when they are first needed.

    Raises:
        RuleError: a rule doesn't load; the message names it.
    """
    if name not in LANGUAGES:
        message = f"no rules for the language {name!r}: there are {', '.join(LANGUAGES)}"
        raise RuleError(message)
    return Language(name, _read(name), _read(SHARED))
