"""Results told in words: "well tolerated", "superior with respect to ...", «s'est améliorée».

The rules are data, `lang/claims/*.toml`; each has a direction and says where its endpoint stands.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from slideextract.assemble.arms import Arm
from slideextract.assemble.claim_arms import claim_arms
from slideextract.assemble.draft import Named
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.reading import Read
from slideextract.errors import RuleError
from slideextract.mentions import Mention
from slideextract.segment import Section

TIMEOUT = 5.0  # seconds a pattern may take over one line; on a busy machine a sound one may wait for a second
SILENT = {Section.METHODS, Section.BACKGROUND, Section.REFERENCES, Section.BOILERPLATE, Section.CONCLUSION}
LISTED = regex.compile(r",\s*(?:and\s+|et\s+)?|\s+and\s+(?=time)|\s+et\s+(?=le |la |les )")
LAST = regex.compile(r",\s*(?:and|et)\s")
CLOSES = regex.compile(r"\s+(?:and|et)\s+")
LEADING = regex.compile(r"^(?:and|et|the|a|an|le|la|les|l'|des|du|une?|significant)\s+|^l'|^\s+", regex.IGNORECASE)
CONTRARY = regex.compile(
    r"(?<!\w)(?P<quality>\w{4,})\s+(?:and|et)\s+(?P<contrary>(?:non[ -]|un|in)(?P=quality))(?!\w)", regex.IGNORECASE
)
MIN_ENDPOINT = 4  # characters; a shorter remnant names nothing


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of saying a result in words.

    Attributes:
        need: literals in lower case; a sentence with none of them is not searched.
        named: the endpoint's name, where the phrase itself is one.
        negated: what must stand before the phrase: "no" new safety signals.
        denied: what turns the sentence into its contrary: "not well tolerated".
    """

    id: str
    direction: str
    need: tuple[str, ...]
    pattern: regex.Pattern[str]
    named: str | None
    negated: regex.Pattern[str] | None
    denied: regex.Pattern[str] | None
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(slots=True)
class Claim:
    """A result without a figure; `said` is the span of the words that make it."""

    read: Read
    rule: str
    direction: str
    endpoint: Named
    said: tuple[int, int]
    arm: Arm | None = None
    comparator: Arm | None = None
    time: Mention | None = None


@cache
def rules(language: str) -> tuple[Rule, ...]:
    """The claim rules of a language."""
    source = files("slideextract") / "lang" / "claims" / f"{language}.toml"
    return tuple(_rule(entry) for entry in tomllib.loads(source.read_text("utf-8"))["claim"])


def _rule(entry: dict[str, object]) -> Rule:
    negated, denied = entry.get("negated"), entry.get("denied")
    return Rule(
        id=str(entry["id"]),
        direction=str(entry["direction"]),
        need=tuple(entry["need"]),  # type: ignore[arg-type]
        pattern=regex.compile(str(entry["pattern"]), regex.IGNORECASE),
        named=str(entry["named"]) if "named" in entry else None,
        negated=regex.compile(str(negated), regex.IGNORECASE) if negated else None,
        denied=regex.compile(str(denied), regex.IGNORECASE) if denied else None,
        yes=tuple(entry["yes"]),  # type: ignore[arg-type]
        no=tuple(entry["no"]),  # type: ignore[arg-type]
    )


def matches(text: str, language: str) -> Iterator[tuple[Rule, "regex.Match[str]"]]:
    """Every claim rule that a sentence fits.

    Raises:
        RuleError: a pattern ran out of its time; names the rule.
    """
    lowered = text.lower()
    for rule in rules(language):
        if not any(literal in lowered for literal in rule.need):
            continue
        try:
            match = rule.pattern.search(text, timeout=TIMEOUT)
        except TimeoutError as error:
            message = f"rule {rule.id} needs more than {TIMEOUT} s for a text of {len(text)} characters: simplify it"
            raise RuleError(message) from error
        if match is None or (rule.denied is not None and rule.denied.search(text)):
            continue
        if rule.negated is None or rule.negated.search(text[: match.start()]):
            yield rule, match


def claims(reads: Sequence[Read], view: str, inventory: Inventory) -> list[Claim]:
    """The claims of one story. A line without an arm claims for the trial's index arm."""
    found: list[Claim] = []
    for read in reads:
        if read.line.section in SILENT:
            continue
        start, end = read.line.span
        for rule, match in matches(view[start:end], read.line.language):
            found += _claims(read, view, rule, match, inventory)
    return found


def _claims(read: Read, view: str, rule: Rule, match: "regex.Match[str]", inventory: Inventory) -> Iterator[Claim]:
    offset = read.line.span.start
    slots = match.re.groupindex
    if "list" in slots and match["list"]:
        spans = _items(match["list"], offset + match.start("list"))
    elif "endpoint" in slots and match["endpoint"]:
        spans = [(offset + match.start("endpoint"), offset + match.end("endpoint"))]
    else:
        spans = [(offset + match.start(), offset + match.end())]
    time = next((m for m in read.mentions.values() if m.kind == "time"), None)
    for start, end in spans:
        begin = start + _lead(view[start:end])
        if end - begin < MIN_ENDPOINT:
            continue
        for name in _names(rule.named or " ".join(view[begin:end].split())):
            for arm, comparator in claim_arms(read, inventory):
                endpoint = Named(name, begin, end)
                yield Claim(read, rule.id, rule.direction, endpoint, (start, end), arm, comparator, time)


def _names(said: str) -> list[str]:
    """The endpoints that one phrase names by a quality and its contrary: "stimulated and unstimulated flow"."""
    match = CONTRARY.search(said)
    if match is None:
        return [said]
    before, after = said[: match.start()], said[match.end() :]
    return [f"{before}{match['quality']}{after}", f"{before}{match['contrary']}{after}"]


def _items(listed: str, offset: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    position = 0
    cuts = list(LISTED.finditer(listed))
    if cuts and not LAST.search(listed):
        cuts += list(CLOSES.finditer(listed, cuts[-1].end()))[-1:]  # "a, b and c"
    for cut in [*cuts, None]:
        end = cut.start() if cut else len(listed)
        if listed[position:end].strip():
            spans.append((offset + position, offset + end))
        position = cut.end() if cut else end
    return spans


def _lead(text: str) -> int:
    length = 0
    while (match := LEADING.match(text[length:])) is not None:
        length += match.end()
    return length
