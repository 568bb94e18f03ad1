"""The arms of a trial, gathered over all its lines, with the number of participants printed for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import regex

from slideextract.assemble.arms import Arm, depths
from slideextract.assemble.reading import Read
from slideextract.mentions import Mention
from slideextract.segment import Section
from slideextract.terms import fold

ALLOCATES = regex.compile(
    r"randomi[sz]|assigned|allocat|enrol|underwent|répart|alloué|attribu|assign|inclus|included|recruited|recrut|treated|traité|"
    r"received|reçu|analy[sz]|screened|participa|évalué|evaluat",
    regex.IGNORECASE,
)
RANDOMISED = regex.compile(
    r"randomi[sz]|underwent randomi|assigned|enrol|inclus|included|recrut|recruited|population|cohorte|sur \d|participé",
    regex.IGNORECASE,
)
FIGURES = frozenset({"percent", "fraction", "measure", "number", "people"})
MIN_SCORE = 2  # evidence that a name is an arm: a group noun, a size, a place in a comparison; one alone may be chance
PAIR = 2
MAX_TOKENS = 5  # between a size and the arm that it counts


@dataclass(slots=True)
class Entry:
    """One arm of a trial."""

    arm: Arm
    key: frozenset[str]
    score: int = 0
    n: int | None = None
    n_at: tuple[int, int] | None = None
    labels: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Inventory:
    """The arms of one frame in order of first mention, and its enrolment."""

    entries: list[Entry] = field(default_factory=list)
    enrolled: Mention | None = None
    contrast: tuple[Arm, Arm] | None = None  # the first comparison that the document states: index arm, comparator

    def find(self, arm: Arm) -> Entry | None:
        """The entry that an arm's mention belongs to: the same key, else one that holds the other."""
        key = arm.key
        same = next((e for e in self.entries if e.key == key), None)
        if same is not None:
            return same
        wider = [e for e in self.entries if _wider(e, arm)]
        return wider[0] if len(wider) == 1 else None

    @property
    def arms(self) -> list[Entry]:
        """The entries with enough evidence to be arms of the trial."""
        firm = [e for e in self.entries if e.score >= MIN_SCORE]
        return firm or self.entries

    def other(self, arm: Arm) -> Arm | None:
        """The other arm of a trial with two."""
        known = self.arms
        if len(known) != 2:
            return None
        mine = self.find(arm)
        rest = [e for e in known if e is not mine]
        return rest[0].arm if len(rest) == 1 else None


def _wider(entry: Entry, arm: Arm) -> bool:
    """Whether one name only says more of the same arm: a dose, a qualifier; another drug makes another arm."""
    if set(entry.arm.drugs) != set(arm.drugs):
        return False
    return bool(entry.key and arm.key) and (entry.key <= arm.key or arm.key <= entry.key)


def gather(reads: Iterable[Read]) -> Inventory:
    """All arms that the lines of one frame name."""
    inventory = Inventory()
    for read in reads:
        if read.line.section in {Section.REFERENCES, Section.BOILERPLATE}:
            continue
        for arm in read.arms:
            _note(inventory, arm, read)
        _sizes(inventory, read)
        inventory.contrast = inventory.contrast or _contrast(read)
    return inventory


def _contrast(read: Read) -> tuple[Arm, Arm] | None:
    """ "X versus Y", «supériorité de X par rapport au Y»: two arms around a comparing word."""
    for left, right in zip(read.arms, read.arms[1:], strict=False):
        gap = read.tokens[left.last : right.first]
        if any(t.has("versus") for t in gap) and left.key != right.key:
            if not any(i in read.mentions and read.mentions[i].kind in FIGURES for i in range(left.last, right.first)):
                return left, right
    return None


def _note(inventory: Inventory, arm: Arm, read: Read) -> None:
    entry = inventory.find(arm)
    if entry is None:
        entry = Entry(arm, arm.key)
        inventory.entries.append(entry)
    entry.labels.append(arm.label)
    entry.score += 2 * arm.sure
    around = [t for t in (_at(read, arm.first - 1), _at(read, arm.last), _at(read, arm.last + 1)) if t]
    if any(token.has("versus", "#n") for token in around):
        entry.score += 2
    if not entry.arm.sure and arm.sure and len(arm.label) <= len(entry.arm.label) + 12:
        entry.arm = arm


def _at(read: Read, index: int):  # type: ignore[no-untyped-def]
    return read.tokens[index] if 0 <= index < len(read.tokens) else None


def _sizes(inventory: Inventory, read: Read) -> None:
    """Sizes beside an arm: "(n = 135)", "135 were assigned to the X group", "(184 X, 183 Y)"."""
    text = " ".join(token.text for token in read.tokens)
    allocating = ALLOCATES.search(text) is not None
    depth = depths(read.tokens)
    for index, mention in sorted(read.mentions.items()):
        value = mention.values.get("value")
        if not isinstance(value, Decimal) or value % 1 or value < 1:
            continue
        arm = _sized(read, index, mention, allocating=allocating, depth=depth)
        if arm is not None:
            entry = inventory.find(arm)
            if entry is not None and entry.n is None:
                entry.n, entry.n_at = int(value), mention.spans.get("raw", (mention.start, mention.end))
                entry.score += 2
        elif mention.kind in {"people", "n"} and (RANDOMISED.search(text) or len(read.tokens) < 6):
            if inventory.enrolled is None or (value > inventory.enrolled.values["value"] and not _screened(text)):
                inventory.enrolled = mention


def _screened(text: str) -> bool:
    return regex.search(r"screened|eligible|éligible|invited|présélection", text) is not None


def _sized(read: Read, index: int, mention: Mention, *, allocating: bool, depth: Sequence[int]) -> Arm | None:
    before = next((a for a in reversed(read.arms) if a.last <= index), None)
    after = next((a for a in read.arms if a.first > index), None)
    if mention.kind == "n":
        if before is not None and index - before.last <= MAX_TOKENS and not _figures(read, before.last, index):
            return before
        return after if after is not None and after.first - index <= 1 else None
    if mention.kind not in {"people", "number"} or (not allocating and depth[index] == 0):
        return None
    if after is not None and not _figures(read, index + 1, after.first):
        gap = read.tokens[index + 1 : after.first]
        plain = all(
            t.has(
                "preposition",
                "of",
                "determiner",
                "auxiliary",
                "receive",
                "person",
                "passive",
                "relative",
                "person_verb",
            )
            or t.text
            in {
                "assigned",
                "randomized",
                "randomised",
                "allocated",
                "dans",
                "été",
                "sujets",
                "to",
                "inclus",
                "répartis",
            }
            or ALLOCATES.search(t.text)
            for t in gap
        )
        if plain and len(gap) <= MAX_TOKENS + 2 and (gap or depth[index] > 0):
            return after
    if depth[index] > 0 and before is not None and index - before.last <= 1 and mention.kind == "number":
        following = _at(read, index + 1)
        return before if following is not None and following.text in {")", "]"} else None
    return None


def _figures(read: Read, first: int, last: int) -> bool:
    return any(
        i in read.mentions and read.mentions[i].kind not in {"dose", "regimen", "name", "time"}
        for i in range(first, last)
    )


def firm_only(inventory: Inventory, arms: list[Arm]) -> list[Arm]:
    """Arms without the treatments that are named alone and belong to no arm: background drugs, classes."""
    if sum(e.score >= MIN_SCORE for e in inventory.entries) < PAIR:
        return arms
    return [arm for arm in arms if arm.sure or ((e := inventory.find(arm)) is not None and e.score >= MIN_SCORE)]


def known_names(inventory: Inventory, text: str) -> frozenset[str]:
    """Folded one-word names of firm arms, so that a later bare mention is recognised: "Vi", "BLZ"."""
    found: set[str] = set()
    for entry in inventory.arms:
        label = regex.sub(
            r"(?i)\b(?:groupes?|groups?|arms?|bras|cohorte?s?|the|le|la|patients)\b", " ", entry.arm.label
        )
        words = label.split()
        if len(words) == 1 and len(words[0]) > 1:
            found.add(fold(words[0]))
    return frozenset(found)
