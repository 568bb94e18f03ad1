"""Loads the rules of a language from `lang/` and runs them; the only door to `regex` for rules.

A rule is data: an id, the kind of mention that it finds, a pattern, and texts that it must and must not match.
`lang/rules/*.toml` holds the rules of every language; they are written with named parts, `(?&number)`, that
`lang/any.toml`, `lang/fr.toml` and `lang/en.toml` define. Parts are put in place before a pattern is compiled: the
same meaning as `(?(DEFINE)...)`, and fifteen times as fast.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain
from operator import add
from typing import Any

import regex

from slideextract.alternatives import alternatives
from slideextract.errors import RuleError

LANGUAGES = ("en", "fr")
SHARED = "any"  # what every language shares, and the list of the files with rules
TIMEOUT = 2.0  # seconds for one rule over one piece of text; a sound rule needs less than a thousandth
SHORT = 1_000  # characters: at single places of a text as short as this, reading the clock costs more than the match
KEYS = frozenset(
    ["id", "kind", "pattern", "at", "need", "behind", "cue", "set", "each", "recognised", "yes", "no"]
)  # of a rule
CALL = regex.compile(r"\(\?&(\w+)\)")
# What many rules open with: such a rule isn't tried where that doesn't hold, which is looked at once for all of them.
WHOLE, APART = "(?&b)", r"(?<![\w.,])"  # where a number may begin; not behind a letter, figure or decimal sign
OPENINGS = {WHOLE: WHOLE, r"(?<![\w.,": APART}  # how a pattern begins -> what holds then
ONE_WAY = regex.compile(  # a pattern without `|`, but for those in its groups
    r"(?P<part>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:(?&part)|\|)*\)|[^\\\[()|])*", regex.DOTALL
)
BREAK = regex.compile(r"\n\s*")  # a long pattern may run over several lines
MISREAD = "misread"  # kind of the rules that take the values of what they overlap
MAX_DIGITS = 25  # of a number; figures have a dozen, codes more, and decimal arithmetic ends at 28
SPACE = regex.compile(r"\s+")
DIGIT = regex.compile(r"\d")
FIRST = regex.compile(r"[^\W\d_]+|\S")  # of a unit as printed: its first word, or a sign
PAIR = 2  # letters by which literals are looked up
GROUPED = regex.compile(r"[1-9]\d{0,2}(?:[., ]\d{3})+")  # 1 042, 1,042, and 1.042 where a number must be whole
COMMAS = regex.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
ROUND = regex.compile(r"[1-9]\d{1,2}\.000")  # "195.000 décès": nobody measures to three zeros
JOINERS = frozenset({"and", "et", "a", ""})  # words inside a spelled number that add nothing
MAX_DIGITS = 15  # before the decimal sign; what is longer is a code, and no number can be computed with it exactly
SCORE, HUNDRED, THOUSAND = 20, 100, 1000
FOUR_SCORE = 4  # quatre-vingt: four before twenty multiplies


@dataclass(frozen=True)
class Rule:
    """A pattern for one kind of mention.

    Attributes:
        at_number: every match starts at a number, its sign or a number word; elsewhere the pattern isn't tried.
        opening: `WHOLE` or `APART`, where that holds at the start of every match, so not in the middle of 12.5.
        need: literals in lower case, or "(?&terms)" for all forms of a table of terms; a text with none of them is
            not searched (`Language.likely`).
        behind: tables of terms; a text in which no term of theirs stands right behind a number is not searched.
        cue: a pattern that must stand somewhere in the text.
        fixed: slots that every match of the rule has.
        each: the pattern's `raw` repeats, and each one is a mention of its own.
        recognised: it finds what recognisers misread, and is for their text only.
    """

    id: str
    kind: str
    source: str
    order: int
    yes: tuple[Mapping[str, str], ...]
    no: tuple[str, ...] = ()
    at_number: bool = False
    opening: str = ""
    need: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    cue: str = ""
    fixed: Mapping[str, str] | None = None
    each: bool = False
    recognised: bool = False

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The compiled pattern; case is ignored unless the rule says `(?-i:...)`."""
        return _compile(self.id, self.source)

    @cached_property
    def _cue(self) -> regex.Pattern[str]:
        return _compile(self.id, self.cue)

    @cached_property
    def spelled(self) -> bool:
        """Whether the rule finds anything without a digit, as one of its own examples shows."""
        return any(not any(sign.isdecimal() for sign in yes["text"]) for yes in self.yes)

    def find(self, text: str, starts: Sequence[int] | None = None, timeout: float = TIMEOUT) -> list[regex.Match[str]]:
        """All matches in `text`, from left to right, none overlapping another.

        Args:
            text: what is searched.
            starts: where numbers start (`Language.starts`); without it every place is tried.
            timeout: seconds.

        Raises:
            RuleError: the pattern ran out of its time; names the rule.
        """
        try:
            if self.cue and self._cue.search(text, timeout=timeout) is None:
                return []
            if self.at_number and starts is not None:
                return self._find_at(text, starts, timeout)
            return list(self.pattern.finditer(text, timeout=timeout))
        except TimeoutError as error:
            message = f"rule {self.id} needs more than {timeout} s for a text of {len(text)} characters: simplify it"
            raise RuleError(message) from error

    def _find_at(self, text: str, starts: Sequence[int], timeout: float) -> list[regex.Match[str]]:
        match_at, end = self.pattern.match, 0
        limit = timeout if len(text) > SHORT else None
        found = []
        for start in starts:
            if start >= end:
                match = match_at(text, start, timeout=limit)
                if match is not None:
                    end = match.end()
                    found.append(match)
        return found


class _Pool:
    """Rules that are tried on the same texts; a literal that several need is looked up once for all of them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._free = [place for place, rule in enumerate(self.rules) if not rule.need]
        self._needing: dict[str, list[int]] = {}  # literal -> places of the rules that need it
        for place, rule in enumerate(self.rules):
            for literal in rule.need:
                self._needing.setdefault(literal, []).append(place)
        self._begun: dict[str, list[str]] = {}  # first two letters -> literals; most texts lack most of them
        for literal in self._needing:
            self._begun.setdefault(literal[:PAIR], []).append(literal)

    def likely(self, lowered: str, behind: AbstractSet[str]) -> list[Rule]:
        """The rules that need nothing, or a literal that the text holds, and no table but those in `behind`."""
        begun = self._begun.keys() & {*lowered, *map(add, lowered, lowered[1:])}
        literals = chain.from_iterable(self._begun[pair] for pair in begun)
        needed = chain.from_iterable(self._needing[literal] for literal in literals if literal in lowered)
        rules = [self.rules[place] for place in sorted({*self._free, *needed})]
        return [rule for rule in rules if not rule.behind or not behind.isdisjoint(rule.behind)]


class Language:
    """The rules, number words and terms of one language."""

    def __init__(self, name: str, own: Mapping[str, Any], shared: Mapping[str, Any]) -> None:
        self.id = name
        self.decimal: str = own["decimal"]
        self._words: dict[str, int] = own["number_words"]
        tables = {**shared["terms"], **own["terms"]}
        self._terms = {table: _inverted(terms) for table, terms in tables.items()}
        self._parts = {**shared["define"], **own["define"]}
        self._parts.update({table: alternatives(chain(*terms.values())) for table, terms in tables.items()})
        named = {table for entry in (*own.get("rule", ()), *shared["rule"]) for table in entry.get("behind", ())}
        self._first = {table: frozenset(map(_first, chain(*tables[table].values()))) for table in sorted(named)}
        self._parts["number_word"] = alternatives(self._words)
        entries = [*own.get("rule", ()), *shared["rule"]]
        rules = [self._rule(entry, order) for order, entry in enumerate(entries)]
        self.rules = tuple(rule for rule in rules if rule.kind != MISREAD)
        self.damaged = tuple(rule for rule in rules if rule.kind == MISREAD and not rule.recognised)
        self.misread = tuple(rule for rule in rules if rule.recognised)
        self._all, self._spelled_out = _Pool(self.rules), _Pool(rule for rule in self.rules if rule.spelled)
        self._without = _Pool(rule for rule in self.rules if self._finds_words(rule))
        self.kinds = tuple(dict.fromkeys(rule.kind for rule in self.rules))

    def term(self, table: str, text: str) -> str | None:
        """The canonical form of a surface, "weeks" for "semaines"; None where the table doesn't know it."""
        return self._terms[table].get(" ".join(text.split()).casefold())

    def likely(self, lowered: str, starts: Sequence[int]) -> list[Rule]:
        """The rules that may match a text in lower case whose numbers start at `starts`; few match one without."""
        if not starts:
            return self._without.likely(lowered, frozenset())
        pool = self._all if DIGIT.search(lowered) else self._spelled_out
        return pool.likely(lowered, self.behind(lowered))

    def behind(self, lowered: str) -> frozenset[str]:
        """The tables with a term that stands right behind a number of a text in lower case: "12 weeks", "5-mg"."""
        words = set(self._behind.findall(lowered))
        return frozenset([table for table, first in self._first.items() if not first.isdisjoint(words)])

    @cached_property
    def _behind(self) -> regex.Pattern[str]:
        return regex.compile(rf"(?:\d|{alternatives(self._words)})(?=[\s-]?({FIRST.pattern}))")

    def _finds_words(self, rule: Rule) -> bool:
        """Whether a rule finds anything where no number stands, as one of its own examples shows."""
        return any(not self.starts(yes["text"].lower()) for yes in rule.yes)

    def starts(self, lowered: str) -> list[int]:
        """Where a number may start in a text in lower case: at its first digit, its sign, its first word, or "n ="."""
        return [match.start() for match in self._starts.finditer(lowered)]

    @cached_property
    def _starts(self) -> regex.Pattern[str]:
        words = alternatives(self._words)
        return regex.compile(rf"(?<!\d)\d|[-–+.,](?=\s?[.,]?\d)|\b(?:n(?=\s?[=:]\s?\d)|a(?=[ -])|{words})")

    def places(self, text: str, starts: list[int]) -> dict[str, list[int]]:
        """The starts by what rules open with: "12.5" has three starts, and one where a number may begin."""
        found = {"": starts}
        for opening, pattern in self._openings.items():
            found[opening] = [start for start in starts if pattern.match(text, start)]
        return found

    @cached_property
    def _openings(self) -> dict[str, regex.Pattern[str]]:
        return {opening: _compile(self.id, self.expand(opening, self.id)) for opening in (WHOLE, APART)}

    def number(self, text: str) -> Decimal:
        """The value of a number as printed, in digits or words: "1 042", "0,05", ".03", "soixante-quinze".

        Raises:
            ValueError: the text is no number, or has more digits than any figure.
        """
        compact = SPACE.sub("", text).replace("–", "-").lstrip("+")
        digits = sum(character.isdecimal() for character in compact)
        if digits > MAX_DIGITS:
            message = f"no number: {text[:MAX_DIGITS]!r}..."
            raise ValueError(message)
        if not digits:
            return Decimal(self._spelled(text))
        if "," in compact and "." in compact:
            last = max(compact.rfind(","), compact.rfind("."))
            compact = compact[:last].translate({ord(","): None, ord("."): None}) + "." + compact[last + 1 :]
        elif compact.count(",") > 1 or (self.decimal == "." and COMMAS.fullmatch(compact.lstrip("-"))):
            compact = compact.replace(",", "")
        elif compact.count(".") > 1 or (self.decimal == "," and ROUND.fullmatch(compact.lstrip("-"))):
            compact = compact.replace(".", "")
        try:
            value = Decimal(compact.replace(",", "."))
        except InvalidOperation as error:
            message = f"no number: {text!r}"
            raise ValueError(message) from error
        if value.adjusted() >= MAX_DIGITS:
            message = f"no number but a code: {text!r}"
            raise ValueError(message)
        return value

    def whole(self, text: str) -> Decimal:
        """The value of a number that counts something: "1.042" and "1,042" patients are a thousand and forty-two.

        Raises:
            ValueError: the text is no number.
        """
        printed = text.strip()
        if GROUPED.fullmatch(printed):
            return Decimal(printed.translate({ord(sign): None for sign in "., "}))
        return self.number(printed)

    def _spelled(self, text: str) -> int:
        words = [word for word in regex.split(r"[\s-]+", text.strip().casefold()) if word not in JOINERS]
        if not words or any(word not in self._words for word in words):
            message = f"no number: {text!r}"
            raise ValueError(message)
        total = current = 0
        for word in words:
            value = self._words[word]
            if value == THOUSAND:
                total, current = total + max(current, 1) * value, 0
            elif value == HUNDRED:
                current = max(current, 1) * value
            elif value == SCORE and current % HUNDRED == FOUR_SCORE:
                current += FOUR_SCORE * SCORE - FOUR_SCORE
            else:
                current += value
        return total + current

    def _rule(self, entry: Mapping[str, Any], order: int) -> Rule:
        name = f"{self.id}.{entry.get('id', '?')}"
        _complete(entry, name)
        return Rule(
            id=name,
            kind=entry["kind"],
            source=self.expand(entry["pattern"], name),
            order=order,
            yes=tuple(yes for yes in entry["yes"] if yes.get("language", self.id) == self.id),
            no=tuple(no["text"] for no in _texts(entry.get("no", ())) if no.get("language", self.id) == self.id),
            at_number=entry.get("at") == "number",
            opening=_opening(entry["pattern"]),
            need=tuple(chain.from_iterable(map(self._surfaces, entry.get("need", ())))),
            behind=tuple(entry.get("behind", ())),
            cue=self.expand(entry.get("cue", ""), name),
            fixed=entry.get("set"),
            each=entry.get("each", False),
            recognised=entry.get("recognised", False),
        )

    def _surfaces(self, need: str) -> Iterable[str]:
        """A literal, or all forms of the table of terms that "(?&table)" names."""
        named = CALL.fullmatch(need)
        return self._terms[named[1]] if named else (need,)

    def expand(self, pattern: str, rule: str) -> str:
        """The pattern with every `(?&part)` replaced by the part that it names."""

        def part(match: regex.Match[str]) -> str:
            if match[1] not in self._parts:
                message = f"rule {rule} calls the part {match[1]}, which no [define] of {self.id} has"
                raise RuleError(message)
            return f"(?:{self.expand(self._parts[match[1]], rule)})"

        return CALL.sub(part, BREAK.sub("", pattern))


def _complete(entry: Mapping[str, Any], name: str) -> None:
    missing = {"id", "kind", "pattern"} - entry.keys()
    unknown = entry.keys() - KEYS
    if missing or unknown:
        what = f"lacks {', '.join(sorted(missing))}" if missing else f"has the unknown key {', '.join(sorted(unknown))}"
        message = f"rule {name} {what}"
        raise RuleError(message)
    if not entry.get("yes"):
        message = f"rule {name} has no `yes`: give at least one text that it must find"
        raise RuleError(message)


def _opening(pattern: str) -> str:
    """What all matches of a pattern open with, as far as it is looked at once for many rules."""
    if ONE_WAY.fullmatch(pattern) is None:
        return ""
    return next((opening for begin, opening in OPENINGS.items() if pattern.startswith(begin)), "")


def _texts(entries: Sequence[Any]) -> Iterator[Mapping[str, str]]:
    """Examples as tables; a plain text is one for every language."""
    for entry in entries:
        yield {"text": entry} if isinstance(entry, str) else entry


def _inverted(terms: Mapping[str, list[str]]) -> dict[str, str]:
    return {surface.casefold(): name for name, surfaces in terms.items() for surface in surfaces}


def _first(surface: str) -> str:
    """The first word of a term, or its sign, in lower case."""
    return str(FIRST.findall(surface.lower())[0])


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


@cache
def language(name: str) -> Language:
    """The language `fr` or `en`; patterns are compiled when they are first needed.

    Raises:
        RuleError: a rule doesn't load; the message names it.
    """
    if name not in LANGUAGES:
        message = f"no rules for the language {name!r}: there are {', '.join(LANGUAGES)}"
        raise RuleError(message)
    return Language(name, *read_tables(name))


def read_tables(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The tables of a language, and those of every language with all shared rules."""
    shared = _read(SHARED)
    rules = [rule for file in shared["rules"] for rule in _read(f"rules/{file}").get("rule", ())]
    return _read(name), {**shared, "rule": rules}
