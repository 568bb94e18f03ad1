"""The arms that one line names: by grammar, and by what a label, a list item or a pair of doses shows.

Grammar is `arm_finder`'s. Here is what only the line as a whole tells: a label that is an arm with its size, the lead
of a list item, doses named for a drug that stands elsewhere.
"""

from collections.abc import Iterable
from dataclasses import replace

import regex

from slideextract.assemble.arm_finder import named_arms
from slideextract.assemble.arm_line import ArmLine
from slideextract.assemble.arms import Arm
from slideextract.assemble.reading import IN_WORDS, Read
from slideextract.document import BlockKind

LABELS = frozenset({BlockKind.LABEL, BlockKind.CELL, BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.HEADING})
RESULTS = frozenset({"percent", "fraction", "p", "interval", "points", "people", "measure"})
PAIR = 2
MAX_LEAD = 10  # tokens of a lead, list mark and asterisks included
DESIGN = regex.compile(
    r"(?:placebo-)?(?:contrôlée?s?|controlled)|randomisée?s?|randomi[sz]ed|(?:double|simple|single)-(?:blind|aveugle)",
    regex.IGNORECASE,
)


def name_arms(read: Read, text: str) -> None:
    """Find the arms that the line names by its own words."""
    read.named = read.arms = find_arms(read, text)


def known_arms(read: Read, text: str, known: frozenset[str]) -> list[Arm]:
    """The arms that the line names, also by the bare names of arms that its document has introduced (folded)."""
    words = {*read.folded, *(word.removesuffix("s") for word in read.folded)}
    told = any(words.issuperset(name.split()) for name in known)
    return find_arms(read, text, known) if told else list(read.named)


def find_arms(read: Read, text: str, known: frozenset[str] = frozenset()) -> list[Arm]:
    """The arms that the line names."""
    line = ArmLine(read.tokens, text, read.vocabulary, _by_start(read), known, frozenset(read.endpoints))
    found = [_dosed(read, arm, text) for arm in named_arms(line) if _is_arm(read, arm)]
    found = sorted([*found, *_elided(read, found, text)], key=lambda arm: arm.first)
    sized = _sized(read, text)
    if sized:
        return sized
    read.lead = _lead(read, text)
    if read.lead is None:
        return found
    return [read.lead, *(arm for arm in found if arm.first >= read.lead.last)]


def _is_arm(read: Read, arm: Arm) -> bool:
    """Whether what grammar finds is no word of the design ("controlled versus placebo") and no label with its size."""
    if arm.drugs:
        return True
    return DESIGN.fullmatch(arm.label) is None and not any(read.tokens[i].has("#n") for i in range(arm.first, arm.last))


def _dosed(read: Read, arm: Arm, text: str) -> Arm:
    """The arm with its whole dose as printed: "100 mg every 4 weeks"."""
    places = [i for i in range(arm.first, arm.last) if read.tokens[i].has("#dose", "#regimen")]
    if not places:
        return arm
    last = places[0]
    while last + 1 in places:
        last += 1
    return replace(arm, dose=" ".join(text[read.tokens[places[0]].start : read.tokens[last].end].split()))


def _elided(read: Read, found: Iterable[Arm], text: str) -> list[Arm]:
    """Arms that are only a dose with its size: "X once a month (n = 90), every 3 months (n = 91)"."""
    covered = {i for arm in found for i in range(arm.first, arm.last)}
    more: list[Arm] = []
    for i in sorted(read.mentions):  # of a dose or regimen
        token = read.tokens[i]
        if not token.has("#dose", "#regimen"):
            continue
        sized = any(after.has("#n") for after in read.tokens[i + 1 : i + 3])
        named = i - 1 in covered or (i > 0 and read.tokens[i - 1].has("drug"))  # the dose is that of the drug before it
        if i not in covered and sized and not named:
            label = " ".join(text[token.start : token.end].split())
            more.append(Arm(i, i + 1, token.start, token.end, label, (), label))
    return more


def adopt(reads: Iterable[Read], drugs: frozenset[str]) -> None:
    """Give the arms that are told by their dose alone the drug that the trial gives in several doses."""
    names = tuple(sorted(drugs))
    for read in reads:
        read.arms = [replace(arm, drugs=names) if arm.dose and not arm.drugs else arm for arm in read.arms]


def _sized(read: Read, text: str) -> list[Arm]:
    """The arms that a label names whole, each before its size: "X + CT (n = 279)", "X (n = 9) vs Y (n = 8)"."""
    sizes = sorted(i for i, mention in read.mentions.items() if mention.kind == "n")
    figures = any(m.kind in RESULTS for m in read.mentions.values())
    if read.line.block.kind not in LABELS or not 1 <= len(sizes) <= PAIR or figures:
        return []
    parted = [i + 1 for i in range(sizes[0], sizes[-1]) if read.tokens[i].has("versus")]
    if len(parted) != len(sizes) - 1:
        return []
    named = [_named(read, text, *side) for side in zip([_leading(read), *parted], sizes, strict=True)]
    found = [arm for arm in named if arm is not None]
    treated = any(i in read.drugs or read.tokens[i].has("treatment", "group") for i in range(sizes[0]))
    return found if treated and len(found) == len(sizes) else []


def _leading(read: Read) -> int:
    """The first token that is a word, behind the sign of a list."""
    return next((i for i, token in enumerate(read.tokens) if token.text[0].isalnum()), 0)


def _named(read: Read, text: str, first: int, size: int) -> Arm | None:
    """The arm whose name is all that stands between a token and its size."""
    last = size
    while last > first and not read.tokens[last - 1].text[0].isalnum():
        last -= 1
    inside = range(first, last)
    if not inside or not 1 < size - first <= MAX_LEAD or any(read.tokens[i].text in {":", ";", ","} for i in inside):
        return None
    drugs = tuple(dict.fromkeys(name for i in inside for name in read.drugs.get(i, ())))
    doses = [" ".join(read.tokens[i].text.split()) for i in inside if read.tokens[i].has("#dose")]
    start, end = read.tokens[first].start, read.tokens[last - 1].end
    return Arm(first, last, start, end, " ".join(text[start:end].split()), drugs, doses[0] if doses else None)


def _is_opening(read: Read) -> bool:
    """Whether a line is the short first sentence of a paragraph: "CAR-T anti-BCMA. Phase 1, 7 patients ..."."""
    block, span = read.line.block, read.line.span
    return span.start == block.span.start and span.end < block.span.end and len(read.tokens) <= MAX_LEAD


def _lead(read: Read, text: str) -> Arm | None:
    """The words before the first colon of a list item, where they name a treatment: "- **CAR-T CD19** : ..."."""
    colon = next((i for i, token in enumerate(read.tokens[: MAX_LEAD + 1]) if token.text == ":"), None)
    if colon is None and _is_opening(read):
        colon = len(read.tokens)
    if colon is None or colon == len(read.tokens) - 1:
        return None
    first, last = 0, colon
    while first < last and not read.tokens[first].text[0].isalnum():
        first += 1
    while last > first and not read.tokens[last - 1].text[0].isalnum():
        last -= 1
    inside = range(first, last)
    figures = any(i in read.mentions and read.mentions[i].kind not in IN_WORDS for i in inside)
    listed = first > 0 or read.line.block.kind is BlockKind.BULLET or _is_opening(read)
    if figures or not listed or not any(i in read.drugs for i in inside) or any(i in read.endpoints for i in inside):
        return None
    drugs = tuple(dict.fromkeys(name for i in inside for name in read.drugs.get(i, ())))
    if "placebo" in drugs or read.drugs.get(first) is None:
        return None
    start, end = read.tokens[first].start, read.tokens[last - 1].end
    return Arm(first, last, start, end, " ".join(text[start:end].split()), drugs)


def _by_start(read: Read) -> dict[int, tuple[str, ...]]:
    return {read.tokens[i].start: names for i, names in read.drugs.items()}
