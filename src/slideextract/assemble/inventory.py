"""The arms of a trial, gathered over all its lines, with the participants of each, and how many were enrolled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

import regex

from slideextract.assemble.arms import Arm, depths
from slideextract.assemble.reading import Read
from slideextract.mentions import Mention
from slideextract.segment import Section
from slideextract.terms import fold
from slideextract.words import Token

ALLOCATES = regex.compile(
    r"randomi[sz]|assigned|allocat|enrol|underwent|répart|alloué|attribu|assign|inclus|included|recruited|recrut|"
    r"treated|traité|received|reçu|analy[sz]|screened|participa|évalué|evaluat",
    regex.IGNORECASE,
)
# How surely a sentence tells the size of the trial: the strongest wins, then the first.
TOLD = (
    (
        5,
        regex.compile(
            r"underwent randomi[sz]|(?:were|was|ont été|a) randomi[sz]|randomly assigned|randomi[sz]ed|randomis[ée]",
            regex.IGNORECASE,
        ),
    ),
    (
        4,
        regex.compile(
            r"enrol|inclus|included|incluant|including|involving|recruited|recrut|modélis|population|cohorte|"
            r"ayant participé|\btotal",
            regex.IGNORECASE,
        ),
    ),
    (3, regex.compile(r"\b(?:essai|étude|trial|study)\b", regex.IGNORECASE)),
    (
        2,
        regex.compile(
            r"\btreated|traités|evaluated|évalués|analy[sz]ed|analysés|participated|received", regex.IGNORECASE
        ),
    ),
)
ALLOCATED = regex.compile(
    r"(?:underwent|were|had|ont été|étaient) (?:then )?(?:randomi|enrol|inclus|répartis)", regex.IGNORECASE
)
SCREENED = regex.compile(
    r"screened|eligible|éligible|invited|présélection|assessed for|puissance|power|sample size|prévu|planned|required|"
    r"nécessaire|nouveaux cas|new cases|per year|par an|worldwide|million",
    regex.IGNORECASE,
)
CONTROL = regex.compile(
    r"(?<!\w)(?:placebo|control|contrôle|t[ée]moins?|usual|standard|conventional|conventionnel|sham|fictif|courants?|habituels?|"
    r"no treatment|sans traitement|alone|seule?s?|without|sans)(?!\w)",
    regex.IGNORECASE,
)
LABEL_TOKENS = 8  # a line this short beside its figure is a label: "N total : 367 patients", "1000 patients"
LABELLED = 3.5  # between "included" and "a trial in": a size printed on its own
FIGURES = frozenset({"percent", "fraction", "measure", "number", "people"})
MIN_SCORE = 2  # evidence that a name is an arm: a group noun, a size, a place in a comparison; one alone may be chance
PAIR = 2
MAX_TOKENS = 5  # between a size and the arm that it counts
BESIDE = 12  # characters by which a firm label may be longer than the loose one that it replaces
BETWEEN = frozenset(
    {
        "assigned",
        "receive",
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
)
LINKS = ("preposition", "of", "determiner", "auxiliary", "receive", "person", "passive", "relative", "person_verb")


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
    subject: Arm | None = None  # the treatment that a title or the lead of a list item names

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

    @property
    def lone(self) -> Arm | None:
        """What all participants received, where nothing is compared: a lead, a title's drug, or the only arm."""
        if self.contrast is not None or any(e.arm.drugs == ("placebo",) for e in self.entries):
            return None
        sized = [e for e in self.entries if e.n is not None]
        if self.subject is not None and len(sized) < PAIR:
            return self.subject
        known = self.arms
        return known[0].arm if len(known) == 1 else None

    @property
    def pair(self) -> tuple[Arm, Arm] | None:
        """Index arm and comparator of a trial that compares two: as it states them, else the control last."""
        if self.contrast is not None:
            return self.contrast
        known = self.arms
        return ordered(known[0].arm, known[1].arm) if len(known) == PAIR else None

    def other(self, arm: Arm) -> Arm | None:
        """The other arm of a trial with two."""
        known = self.arms
        if len(known) != PAIR:
            return None
        mine = self.find(arm)
        rest = [e for e in known if e is not mine]
        return rest[0].arm if len(rest) == 1 else None


def ordered(first: Arm, second: Arm) -> tuple[Arm, Arm]:
    """Two arms with the control last: placebo, usual care, or a part of the other's treatment."""
    return (second, first) if is_control(first, second) and not is_control(second, first) else (first, second)


def is_control(arm: Arm, against: Arm) -> bool:
    """Whether an arm is what another is compared with."""
    mine, other = set(arm.drugs), set(against.drugs)
    return "placebo" in mine - other or CONTROL.search(arm.label) is not None or (bool(mine) and mine < other)


def _wider(entry: Entry, arm: Arm) -> bool:
    """Whether one name only says more of the same arm: a dose, a qualifier; another drug makes another arm."""
    if set(entry.arm.drugs) != set(arm.drugs):
        return False
    return bool(entry.key and arm.key) and (entry.key <= arm.key or arm.key <= entry.key)


def gather(reads: Iterable[Read], titles: frozenset[int] = frozenset()) -> Inventory:
    """All arms that the lines of one frame name.

    Args:
        reads: the lines of the frame.
        titles: indices of the blocks that are titles; the only drug of one is the frame's subject.
    """
    inventory = Inventory()
    best = 0.0
    for read in reads:
        if read.line.section in {Section.REFERENCES, Section.BOILERPLATE}:
            continue
        for arm in read.arms:
            _note(inventory, arm, read)
        inventory.contrast = inventory.contrast or _contrast(read)
        if inventory.subject is None:
            inventory.subject = read.lead or (_titled(read) if read.line.index in titles else None)
        counted = _sizes(inventory, read)
        told, mention = max(counted, key=lambda pair: pair[0], default=(0.0, None))
        if told > best and mention is not None:
            best, inventory.enrolled = told, mention
    _size_lone(inventory)
    return inventory


def _size_lone(inventory: Inventory) -> None:
    """Where all participants received the same, the size of the trial is the size of its arm."""
    if inventory.subject is not None and inventory.find(inventory.subject) is None:
        inventory.entries.append(Entry(inventory.subject, inventory.subject.key))
    lone = inventory.lone
    entry = inventory.find(lone) if lone is not None else None
    value = inventory.enrolled.values.get("value") if inventory.enrolled is not None else None
    if entry is None or entry.n is not None or inventory.enrolled is None or not isinstance(value, Decimal):
        return
    entry.n = int(value)
    entry.n_at = inventory.enrolled.spans.get("raw", (inventory.enrolled.start, inventory.enrolled.end))


def _titled(read: Read) -> Arm | None:
    """The drug of a title that names one."""
    drugs = {arm.drugs for arm in read.arms if arm.drugs and arm.drugs != ("placebo",)}
    return next((arm for arm in read.arms if arm.drugs in drugs), None) if len(drugs) == 1 else None


def _contrast(read: Read) -> tuple[Arm, Arm] | None:
    """Two arms around a comparing word: "X versus Y", «supériorité de X par rapport au Y»."""
    for left, right in pairwise(read.arms):
        gap = read.tokens[left.last : right.first]
        figures = any(i in read.mentions and read.mentions[i].kind in FIGURES for i in range(left.last, right.first))
        if any(t.has("versus") for t in gap) and left.key != right.key and not figures:
            return ordered(left, right)
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
    if not entry.arm.sure and arm.sure and len(arm.label) <= len(entry.arm.label) + BESIDE:
        entry.arm = arm


def _at(read: Read, index: int) -> Token | None:
    return read.tokens[index] if 0 <= index < len(read.tokens) else None


def _sizes(inventory: Inventory, read: Read) -> list[tuple[float, Mention]]:
    """Give sizes to their arms: "(n = 135)", "135 were assigned to the X group", "(184 X, 183 Y)".

    Returns:
        The sizes that belong to no arm, each with how surely it is the trial's.
    """
    text = " ".join(token.text for token in read.tokens)
    allocating = ALLOCATES.search(text) is not None
    depth = depths(read.tokens)
    rest: list[tuple[float, Mention]] = []
    for index, mention in sorted(read.mentions.items()):
        value = mention.values.get("value")
        if not isinstance(value, Decimal) or value % 1 or value < 1:
            continue
        arm = _sized(read, index, mention, allocating=allocating, depth=depth)
        entry = inventory.find(arm) if arm is not None else None
        if entry is not None:
            if entry.n is None:
                entry.n, entry.n_at = int(value), mention.spans.get("raw", (mention.start, mention.end))
                entry.score += 2
        elif _counts_people(read, index, mention) and not SCREENED.search(_clause(read, index)):
            rest.append((_certainty(read, index), mention))
    return [pair for pair in rest if pair[0]]


def _counts_people(read: Read, index: int, mention: Mention) -> bool:
    """Whether a number counts participants: by their noun, by `N =`, by a verb, or by their disease: "15 LES"."""
    if mention.kind in {"people", "n"}:
        return True
    if mention.kind != "number":
        return False
    after = " ".join(token.text for token in read.tokens[index + 1 : index + 4])
    if ALLOCATED.match(after):
        return True
    others = (i for i, m in read.mentions.items() if i != index and m.kind == "number")
    alone = not any(abs(i - index) <= MAX_TOKENS for i in others)  # "10 LES, 9 myosites" are no size of the trial
    return index + 1 in read.conditions and alone


def _clause(read: Read, index: int) -> str:
    """The words around a number up to the next comma or semicolon, in lower case."""
    first = last = index
    while first > 0 and read.tokens[first - 1].text not in {",", ";", "."}:
        first -= 1
    while last + 1 < len(read.tokens) and read.tokens[last + 1].text not in {",", ";", "."}:
        last += 1
    return " ".join(token.text for token in read.tokens[first : last + 1])


def _certainty(read: Read, index: int) -> float:
    """How surely a number of people is the size of the trial; 0 for not at all."""
    clause = _clause(read, index)
    told = next((weight for weight, pattern in TOLD if pattern.search(clause)), 0)
    short = len(read.tokens) <= LABEL_TOKENS or read.tokens[index].has("#n")
    return max(float(told), LABELLED if short else 0.0, 1.0 if index <= 1 else 0.0)


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
        plain = all(t.has(*LINKS) or t.text in BETWEEN or ALLOCATES.search(t.text) for t in gap)
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


def known_names(inventory: Inventory) -> frozenset[str]:
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
