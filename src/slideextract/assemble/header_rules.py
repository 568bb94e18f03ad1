"""Rules that say what a short text tells in one role, as data with examples.

`lang/headers.toml` on headers of columns, labels of rows and titles, `notes.toml` on footnotes, `trials.toml` on what
slides say of trials.
"""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import regex

from slideextract.errors import RuleError

TIMEOUT = 0.5  # seconds a pattern may take over one header
KEPT = 1_024  # answers kept: the labels of a table are asked again and again
MARKS = " \t\n*†‡§¶‖:.,;•ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"  # signs around a label that say nothing: footnote marks, list marks


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """One thing that a header may say.

    Attributes:
        role: what kind of thing: `effect`, `p`, `size`, `layout`, `statistic`, ...
        value: what exactly; empty where the text itself matters.
        whole: whether the pattern must fit the whole text.
        refused: a pattern that must not stand anywhere in the text.
    """

    role: str
    value: str
    pattern: regex.Pattern[str]
    whole: bool
    refused: regex.Pattern[str] | None
    yes: tuple[str, ...]
    no: tuple[str, ...]

    def fits(self, text: str) -> bool:
        """Whether a header, as seen by `view`, says this."""
        text = text.strip(MARKS)
        if self.refused is not None and self.refused.search(text, timeout=TIMEOUT):
            return False
        if self.whole:
            return self.pattern.fullmatch(text, timeout=TIMEOUT) is not None
        return self.pattern.search(text, timeout=TIMEOUT) is not None


@cache
def header_rules(name: str = "headers") -> dict[str, tuple[HeaderRule, ...]]:
    """The rules of a file by role, in their order."""
    source = files("slideextract") / "lang" / f"{name}.toml"
    found: dict[str, list[HeaderRule]] = {}
    for entry in tomllib.loads(source.read_text("utf-8"))["rule"]:
        rule = _rule(entry, source.name)
        found.setdefault(rule.role, []).append(rule)
    return {role: tuple(rules) for role, rules in found.items()}


def _rule(entry: dict[str, object], source: str) -> HeaderRule:
    refused = entry.get("not")
    yes, no = entry.get("yes"), entry.get("no")
    if not isinstance(yes, list) or not isinstance(no, list) or not yes or not no:
        message = f"lang/{source}: a rule of role {entry.get('role')} lacks its examples: give `yes` and `no`"
        raise RuleError(message)
    return HeaderRule(
        role=str(entry["role"]),
        value=str(entry.get("value", "")),
        pattern=regex.compile(str(entry["pattern"]), regex.IGNORECASE),
        whole=entry.get("whole") is True,
        refused=regex.compile(str(refused), regex.IGNORECASE) if refused else None,
        yes=tuple(str(text) for text in yes),
        no=tuple(str(text) for text in no),
    )


@lru_cache(maxsize=KEPT)
def says(role: str, text: str) -> str | None:
    """What a header says in one role: the value of the first rule that fits, or None."""
    return next((rule.value or text for rule in header_rules()[role] if rule.fits(text)), None)


def find(role: str, text: str) -> tuple[int, int] | None:
    """Where a text says something in one role: the place of the first rule that fits, or None."""
    matches = (rule.pattern.search(text, timeout=TIMEOUT) for rule in header_rules()[role] if rule.fits(text))
    return next((match.span() for match in matches if match is not None), None)
