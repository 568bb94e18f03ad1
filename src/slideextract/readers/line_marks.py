"""What a line says about itself: heading, bullet, caption, footnote, or the middle of a sentence."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from slideextract.document import BlockKind
from slideextract.words import words

LANGUAGES = ("en", "fr")

MAX_HEADING = 160  # characters of a marked heading; converters put "# " before whole abstracts too
MAX_BOLD = 120  # characters of a bold line that is a heading; bold sentences are longer
MAX_LABEL = 60  # characters of a text that names or counts something; sentences are longer
MAX_CAPTION = 400  # characters; a paragraph that begins with "Table 2" is longer

HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
CLOSING_HASHES = re.compile(r"\s+#+$")
BOLD = re.compile(r"(\*\*|__)(?=\S)(?P<text>(?:(?!\1).)+)\1\s*:?")
SIGN = r"[•●○◦▪▫■□►▶▸➢➤✓✔❖◆◇‣⁃∙·]"
BULLET = re.compile(
    rf"(?:{SIGN}\s*(?=\S)|[-–—+]\s+(?=.*[^\W\d_])|\*\s+(?=\S)|>\s+(?=\S)|(?:\d{{1,2}}|[a-z])[.)]\s+(?=[^\W\d]|\*|\[))"
)
RING = re.compile(r"o\s+(?=[^\W\d_]{2})")  # a round bullet that became a letter
LEGEND = re.compile(rf"\s+(?={SIGN}\s)")
CAPTION = re.compile(
    r"(?:\*\*|_)?(?:Table(?:au)?|Fig(?:ure|\.)?|Graphique|Chart|Exhibit)\s?[A-Z]?\d{1,3}[A-Za-z]?\s?[.:|–—-]\s"
)
# "¹Schett G", "†p < 0.05", "^a Fisher", "*SLE: ..."; "¹⁸F-FDG" is a nuclide, "**word**" is bold.
FOOTNOTE = re.compile(
    r"(?:[†‡§¶]{1,3}\s?(?=\S)"
    r"|\*{1,3}(?=\s?\\?\$?\s?[pP]\s?[<=>≤])"
    r"|\*(?![*\s])(?![^*]*\*)|\*\*(?![*\s])(?![^*]*\*\*)"
    r"|[ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏ]\s?(?=[^\W\d])"
    r"|[¹²³⁰⁴-⁹]{1,2}(?![¹²³⁰⁴-⁹]|[A-Z][a-z]?-)(?=\s?[^\W\d])"
    r"|\^\{?[a-z\d]\}?\s?(?=\S)|<sup>[^<>]{1,4}</sup>\s?(?=\S)|\[[\da-z]\]\s(?=\S))"
)
NOTE = re.compile(r"(?:Source|Sources|Abbreviations?|Abréviations?|Note|NB|N\.B\.)\s?:\s")
SPEAKS = re.compile(r"[^\W_]")  # a line without a letter or figure is a rule or an empty picture
OVER = (".", "!", "?", "…", ";", ".»", ".”", '."', ".)", ".**", ".*")
OPEN = (",", "(", "[", "/", "–", "—", "-", "+", "=", "<", ">", "≤", "≥", ":", "&")
LINKING = ("determiner", "preposition", "of", "and", "versus", "relative", "auxiliary", "have")  # classes of words
MAX_WORD = 20  # characters; no linking word is longer
OWN = re.compile(r"[pPnN]\s?[<=>≤≥]")  # "p = 0.02" and "n = 25" stand alone in drawings
LAST_WORD = re.compile(r"[\w'’]+$")


class Mark(NamedTuple):
    """What the signs at the ends of a line make of it, and how many characters of it they are."""

    kind: BlockKind
    before: int = 0
    after: int = 0


def read_mark(text: str) -> Mark | None:
    """The mark of a line without white space at its ends; None for running text."""
    if match := HASHES.match(text):
        closing = CLOSING_HASHES.search(text, match.end()) if len(text) <= MAX_HEADING else None
        told = len(text) > MAX_HEADING or (len(text) > MAX_LABEL and is_over(text))
        kind = BlockKind.PARAGRAPH if told else BlockKind.HEADING
        return Mark(kind, match.end(), len(closing[0]) if closing else 0)
    if len(text) <= MAX_BOLD and BOLD.fullmatch(text):
        return Mark(BlockKind.HEADING)
    if CAPTION.match(text) and len(text) <= MAX_CAPTION:
        return Mark(BlockKind.CAPTION)
    if FOOTNOTE.match(text) or NOTE.match(text):
        return Mark(BlockKind.FOOTNOTE)
    if match := BULLET.match(text) or RING.match(text):
        return Mark(BlockKind.BULLET, match.end())
    return Mark(BlockKind.HEADING) if text.strip(" *_:.").casefold() in _sections() else None


@cache
def named_section() -> re.Pattern[str]:
    """A section's name behind hashes with its text on the same line: "## Methods We assigned ..."."""
    names = "|".join(map(re.escape, sorted(_sections(), key=lambda name: (-len(name), name))))
    return re.compile(rf"#{{1,6}}[ \t]+(?:(?i:{names}))\s?[:.]?(?P<gap>[ \t]+)(?=[A-ZÀ-Ý\d*_\[(])")


@cache
def _sections() -> frozenset[str]:
    """Names of the parts of an abstract, which need no mark to be headings: "RESULTS", "Méthodes"."""
    return _classes([name for name in words(LANGUAGES[0]).classes if name.startswith("section_")])


def _classes(names: Iterable[str]) -> frozenset[str]:
    found = (words(language).classes.get(name, ()) for language in LANGUAGES for name in names)
    return frozenset(word for entries in found for word in entries)


def is_over(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return text.endswith(OVER)


def goes_on(text: str, following: str) -> bool:
    """Whether the next line continues the statement of this one, whatever their lengths."""
    if text.count("(") > text.count(")"):
        return True
    if text.endswith((".", "!", "?", ";", "…")) or OWN.match(following) or (text.isalpha() and following.isalpha()):
        return False
    first = following.lstrip("*_")[:1]
    if first.islower() or first in ("(", "[", "%", ",", ")"):
        return not text.endswith(":") or first not in ("(", "[")
    if text.endswith(OPEN) and not text.endswith((" %", "%")):
        return True
    last = LAST_WORD.search(text[-MAX_WORD:])
    if last is None:
        return False
    word = last[0].replace("’", "'")
    return (word.casefold() if len(word) > 1 else word) in _linking()  # "drug A" is a name


@cache
def _linking() -> frozenset[str]:
    """Words that don't end a statement: "a reduction of", "chez les"."""
    return _classes(LINKING)


def is_label(text: str) -> bool:
    """Whether a text names or counts something rather than says it."""
    return len(text) <= MAX_LABEL and not is_over(text)
