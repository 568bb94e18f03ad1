"""Phase, allocation, masking, ratio and sponsor of a trial."""

from collections.abc import Sequence

import regex

from slideextract.describe.lines import Told, beginnings, entries, first, words
from slideextract.document import Span
from slideextract.facts import Design

NAME = regex.compile(
    r"\s*(?:the\s|le\s|la\s|l['’])?(?P<name>\p{Lu}[\w&'’.–-]*(?:\s(?:\p{Lu}[\w&'’.–-]*|of|de|et|and|&))*)"
)
NOT_RANDOMIZED = "NON_RANDOMIZED"
TRAILING = regex.compile(r"(?:\s(?:of|de|et|and|&))+$")


def find_phase(lines: Sequence[Told]) -> tuple[str, Span] | None:
    """The first phase that is printed of this trial."""
    for told in lines:
        for mention in told.read.mentions.values():
            if mention.kind == "phase" and told.here:
                return str(mention.values["value"]), Span(mention.start, mention.end)
    return None


def design(lines: Sequence[Told]) -> tuple[Design, dict[str, Span]]:
    """Allocation and masking in the words of ClinicalTrials.gov, the ratio as printed, and where each stands."""
    said: dict[str, str] = {}
    places: dict[str, Span] = {}
    for field in ("allocation", "masking"):
        for name in words()[field]:
            found = first(_stating(lines, name), beginnings(field, name))
            if found is not None and field not in said:
                said[field], places[field] = name, found[0].place(found[1])
    for told in lines:
        for mention in told.read.mentions.values():
            if mention.kind == "allocation" and told.here and "ratio" not in said:
                said["ratio"], places["ratio"] = str(mention.values["value"]), Span(mention.start, mention.end)
    return Design(**said), places


def _stating(lines: Sequence[Told], name: str) -> Sequence[Told]:
    """The lines that may say so of the trial: "Non randomisés (n = 270)" only counts who was left out."""
    if name != NOT_RANDOMIZED:
        return lines
    return [told for told in lines if all(mention.kind != "n" for mention in told.read.mentions.values())]


def find_sponsor(text: str, lines: Sequence[Told]) -> Span | None:
    """The capitalised name behind "sponsored by", "promoteur"."""
    for told in lines:
        for match in entries("sponsor", "before").finditer(told.folded):
            end = told.start + match.end()
            name = NAME.match(text, end, told.start + len(told.text))
            if name is not None:
                start = name.start("name")
                return Span(start, start + len(TRAILING.sub("", name["name"]).rstrip(".,'’")))
    return None
