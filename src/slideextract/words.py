"""Word classes of result sentences, per language: `lang/words/*.toml`, and the tokens that carry them."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import regex

from slideextract.errors import RuleError

TOKEN = regex.compile(
    r"(?:jusqu|lorsqu|puisqu|quelqu|qu|[ldjmnsct])'(?=\w)"  # French elision: l'iscalimab is two words
    r"|\d+-[^\W\d_][\w-]*"  # 5-FU, 13-month
    r"|\d+(?:[.,]\d+)*(?:\s?%)?"
    r"|[^\W\d_]\w*(?:[-/.+'&]\w+)*"
    r"|\w+|[^\w\s]",
    regex.IGNORECASE,
)
NONE: frozenset[str] = frozenset()
JOINTS = ("preposition", "of", "determiner", "and", "relative", "auxiliary", "have")  # classes of words that only join


class Token(NamedTuple):
    """A word, sign or phrase of a line; `start` and `end` count characters of the document.

    `classes` names the word classes it belongs to; a typed mention's token has the class `#kind`.
    """

    start: int
    end: int
    text: str
    classes: frozenset[str]

    def has(self, *names: str) -> bool:
        """Whether the token belongs to one of the classes."""
        return not self.classes.isdisjoint(names)


class Words:
    """The word classes of one language.

    Args:
        lists: words and phrases by class.
        foreign: joining words of the other languages, which say nothing where a sentence mixes them.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]], foreign: frozenset[str] = NONE) -> None:
        self.foreign = foreign
        self.classes: dict[str, frozenset[str]] = {name: frozenset(entries) for name, entries in lists.items()}
        table: dict[tuple[str, ...], set[str]] = {}
        for name, entries in lists.items():
            for entry in entries:
                table.setdefault(_tokens(entry), set()).add(name)
        self._table = {key: frozenset(names) for key, names in table.items()}
        self._longest: dict[str, int] = {}
        for key in table:
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def label(self, pieces: list[tuple[int, int, str]]) -> list[Token]:
        """Join `pieces` (start, end, lower-case text) into the longest phrases that a class knows."""
        tokens: list[Token] = []
        index = 0
        while index < len(pieces):
            start, end, text = pieces[index]
            classes, used, longest = NONE, 1, self._longest.get(text, 0)
            if not longest:
                tokens.append(Token(start, end, text, NONE))
                index += 1
                continue
            for size in range(min(longest, len(pieces) - index), 0, -1):
                key = tuple(piece[2] for piece in pieces[index : index + size])
                if key in self._table:
                    classes, used, end = self._table[key], size, pieces[index + size - 1][1]
                    break
            tokens.append(Token(start, end, " ".join(p[2] for p in pieces[index : index + used]), classes))
            index += used
        return tokens

    def cue(self, name: str, text: str) -> bool:
        """Whether the lower-case `text` holds a word or phrase of the class."""
        return self.pattern(name).search(text) is not None

    @cache  # noqa: B019 - one Words object lives per language, for the whole run
    def pattern(self, name: str) -> regex.Pattern[str]:
        """Matches any entry of the class as whole words; tokens have a space behind an apostrophe."""
        entries = sorted(self.classes[name], key=lambda entry: (-len(entry), entry))
        any_entry = (
            "|".join(regex.escape(entry).replace("'", "'\\s?") for entry in entries) or "(?!)"
        )  # an empty class matches nothing
        return regex.compile(rf"(?<!\w)(?:{any_entry})(?!\w)")


def _tokens(entry: str) -> tuple[str, ...]:
    """The tokens of an entry; an elision is one only before a word: "l'" of «l'iscalimab»."""
    found = tuple(match[0] for match in TOKEN.finditer(f"{entry}x" if entry.endswith("'") else entry))
    return found[:-1] if entry.endswith("'") else found


@cache
def words(language: str) -> Words:
    """The word classes of `fr` or `en`.

    Raises:
        RuleError: there are none for the language, or they don't load.
    """
    folder = files("slideextract") / "lang" / "words"
    source = folder / f"{language}.toml"
    try:
        lists = {entry.name: tomllib.loads(entry.read_text("utf-8")) for entry in folder.iterdir()}
        return Words(lists.pop(source.name), _joints(lists.values()))
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        message = f"no word lists for the language {language!r}: {error}"
        raise RuleError(message) from error


def _joints(others: Iterable[Mapping[str, Iterable[str]]]) -> frozenset[str]:
    """The single words that only join others in some languages; a letter may mean anything."""
    named = (entry for lists in others for name in JOINTS for entry in lists[name])
    return frozenset(entry for entry in named if len(entry) > 1 and entry.isalpha())


def pieces(view: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Words and signs of `view[start:end]` with their places, lower case."""
    return [(m.start(), m.end(), m[0].lower()) for m in TOKEN.finditer(view, start, end)]
