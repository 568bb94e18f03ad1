"""The arms of a trial, gathered over all its lines, with the participants of each, and how many were enrolled."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

import regex

from slideextract.assemble.arms import PLACEBO, Arm
from slideextract.assemble.header_rules import says
from slideextract.assemble.reading import Read
from slideextract.assemble.sizes import LABELLED, Size, dosed_sizes, line_sizes, page_sizes
from slideextract.document import BlockKind
from slideextract.mentions import Mention
from slideextract.segment import Section
from slideextract.terms import fold
from slideextract.words import Token

CONTROL = regex.compile(
    r"(?<!\w)(?:placebo|control|contrôle|t[ée]moins?|usual|standard|conventional|conventionnel|sham|fictif|courants?|habituels?|"
    r"no treatment|sans traitement|alone|seule?s?|without|sans)(?!\w)",
    regex.IGNORECASE,
)
FIGURES = frozenset({"percent", "fraction", "measure", "number", "people"})
MIN_SCORE = 2  # evidence that a name is an arm: a group noun, a size, a place in a comparison; one alone may be chance
PAIR = 2
MANY = 20  # participants; that as many had an event by chance is unlikely
CHANCE = 1.0  # certainty of a number of people that only opens a line: "All five patients ..."
MAX_WORDS = 4  # of a name that is looked for in other sentences
BESIDE = 12  # characters by which a firm label may be longer than the loose one that it replaces


@dataclass(slots=True)
class Entry:
    """One arm of a trial."""

    arm: Arm
    key: frozenset[str]
    score: int = 0
    n: int | None = None
    n_at: tuple[int, int] | None = None
    labels: list[str] = field(default_factory=list)
    part: bool = False  # of the subject's arm, told by its dose alone


@dataclass(slots=True)
class Inventory:
    """The arms of one frame in order of first mention, and its enrolment."""

    entries: list[Entry] = field(default_factory=list)
    enrolled: Mention | None = None
    contrast: tuple[Arm, Arm] | None = None  # the first comparison that the document states: index arm, comparator
    dosed: frozenset[frozenset[str]] = frozenset()  # drugs that several arms receive in different doses
    sizes: frozenset[tuple[int, int]] = frozenset()  # places of the numbers that are sizes of arms or of the trial
    listed: tuple[Arm, ...] = ()  # the arms of the line that gives each its size, in their order
    told: tuple[Size, ...] = ()  # all sizes that the lines tell
    subject: Arm | None = None  # the treatment that a title or the lead of a list item names
    allotted: dict[frozenset[str], tuple[Arm, ...]] = field(default_factory=dict)  # cohort -> the arms of its line

    def find(self, arm: Arm) -> Entry | None:
        """The entry that an arm's mention belongs to: the same key, else one that holds the other."""
        key = arm.key
        if frozenset(arm.drugs) in self.dosed:
            return next((e for e in self.entries if e.key == key), None)
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
        if self.contrast is not None or any(e.arm.is_placebo for e in self.entries):
            return None
        sized = [e for e in self.entries if e.n is not None and e.arm.drugs and not e.part]
        if self.subject is not None and len(sized) < PAIR:
            return self.subject
        known = [entry for entry in self.arms if entry.score >= MIN_SCORE]
        return known[0].arm if len(known) == 1 == len(self.arms) else None

    @property
    def pair(self) -> tuple[Arm, Arm] | None:
        """Index arm and comparator of a trial that compares two: as it states them, else the control last."""
        if self.contrast is not None:
            return self.contrast
        known = self.arms
        return ordered(known[0].arm, known[1].arm) if len(known) == PAIR else None

    @property
    def sized_pair(self) -> tuple[Arm, Arm] | None:
        """The pair of a trial whose two arms have their sizes: what "29 % vs 9 %" compares where no arm is named."""
        known = self.arms
        return self.pair if len(known) == PAIR and all(entry.n is not None for entry in known) else None

    def of_size(self, n: int) -> Arm | None:
        """The only arm with so many participants: whose the 9 are in "9 (3.6%) of 250"."""
        fitting = [entry for entry in self.entries if entry.n == n]
        return fitting[0].arm if len(fitting) == 1 else None

    def cohort(self, named: Iterable[Arm]) -> Arm | None:
        """The cohort among the arms that a line names: what the trial randomised within."""
        return next((arm for arm in named if arm.key in self.allotted), None)

    def in_cohort(self, arm: Arm, cohort: Arm | None) -> Arm:
        """An arm under its own name; under its cohort's too where another cohort got the same."""
        shared = sum(any(arm.key == other.key for other in arms) for arms in self.allotted.values())
        if cohort is None or shared < PAIR:
            return arm
        return replace(arm, label=f"{cohort.label} {arm.label}")

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


def gather(
    reads: Iterable[Read], text: str, titles: frozenset[int] = frozenset(), noted: Container[int] = ()
) -> Inventory:
    """All arms that the lines of one frame name.

    Args:
        reads: the lines of the frame.
        text: of the document.
        titles: indices of the blocks that are titles; the only drug of one is the frame's subject.
        noted: blocks that are footnotes to something, whose sizes are those of what carries their marker.
    """
    told = list(reads)
    inventory = Inventory(dosed=_dosed(told))
    for read in told:
        if read.line.section in {Section.REFERENCES, Section.BOILERPLATE}:
            continue
        for arm in read.arms:
            _note(inventory, arm, read)
        if read.line.block.kind is not BlockKind.BULLET:  # an item of a list may be one of several questions
            inventory.contrast = inventory.contrast or _contrast(read)
        treated = tuple(arm for arm in read.arms if arm.drugs)
        if len(treated) >= PAIR and read.arms[0] is not treated[0]:
            inventory.allotted.setdefault(read.arms[0].key, treated)
        if inventory.subject is None:
            inventory.subject = read.lead or (_titled(read, text) if read.line.index in titles else None)
    _size(inventory, [read for read in told if read.line.index not in noted])
    _size_lone(inventory)
    return inventory


def _dosed(reads: Sequence[Read]) -> frozenset[frozenset[str]]:
    """Drugs that are named with two doses, each as an arm of its own."""
    keys: dict[frozenset[str], set[frozenset[str]]] = {}
    for read in reads:
        for arm in read.arms:
            if arm.drugs and arm.dose and read.line.section is not Section.REFERENCES:
                keys.setdefault(frozenset(arm.drugs), set()).add(arm.key)
        given = {frozenset(arm.drugs) for arm in read.arms if arm.drugs and arm.dose}
        for arm in read.arms if len(given) == 1 else ():  # "X 5 mg, 14% with 15 mg": the second dose is of X too
            if arm.dose and not arm.drugs:
                keys[next(iter(given))].add(arm.key)
    return frozenset(drugs for drugs, found in keys.items() if len(found) >= PAIR)


def _size(inventory: Inventory, reads: Sequence[Read]) -> None:
    """Give each size to its arm; the surest of the rest is the trial's."""
    cited = [read for read in reads if read.line.section is not Section.REFERENCES]
    dosed = _parts(inventory, cited)
    labelled = list(page_sizes(reads))
    _drop_doses(inventory, reads, {size.mention.start for size in labelled})
    placed = {size.mention.start for size in (*dosed, *labelled)}
    told = (
        replace(size, certainty=0.0) if _is_of_part(size, read) else size
        for read in cited
        for size in line_sizes(read)
        if size.mention.start not in placed
    )
    found = sorted([*dosed, *told, *labelled], key=lambda size: size.mention.start)
    for size in found:
        entry = inventory.find(size.arm) if size.arm is not None else None
        if entry is not None and entry.n is None:
            entry.n, entry.n_at = size.value, size.mention.place
            entry.score += 2
    known = inventory.arms
    for size in found:
        if size.each and len(known) == PAIR and all(entry.n is None for entry in known):
            for entry in known:
                entry.n, entry.n_at = size.value, size.mention.place
    owned = {size.mention.start for size in found if size.arm is not None}  # "n = 135" under the label of its arm
    inventory.listed = _listed(reads, found)
    largest = max((entry.n for entry in inventory.entries if entry.n is not None), default=0)
    rest = [
        s
        for s in found
        if s.arm is None and not s.each and s.certainty and s.mention.start not in owned and s.value >= largest
    ]  # a trial is no smaller than one of its arms
    if rest:
        inventory.enrolled = max(rest, key=lambda size: (size.certainty, -size.mention.start)).mention
    elif len(inventory.entries) == 1:  # "24 patients were treated with X", and nothing else is given
        inventory.enrolled = next((size.mention for size in found if size.arm is not None), None)
    inventory.sizes, inventory.told = _places(inventory, found), tuple(found)


def _listed(reads: Sequence[Read], found: Sequence[Size]) -> tuple[Arm, ...]:
    """The arms of the first line that gives two or more their sizes, in the order that "respectively" refers to."""
    for read in reads:
        start, end = read.line.span
        arms = {s.arm.key: s.arm for s in found if s.arm is not None and start <= s.mention.start < end}
        if len(arms) >= PAIR:
            return tuple(sorted(arms.values(), key=lambda arm: arm.start))
    return ()


def _is_of_part(size: Size, read: Read) -> bool:
    """Whether a size in a table counts a part of the participants: that of a section, "Atrial flutter (n = 27)"."""
    if read.line.block.cell is None or size.arm is not None or size.certainty > LABELLED:
        return False
    words = " ".join(token.text for i, token in enumerate(read.tokens) if i not in read.mentions)
    return says("total", words.strip(" ()")) is None


def _drop_doses(inventory: Inventory, reads: Sequence[Read], placed: Container[int]) -> None:
    """A dose printed under an arm's label, with its size, is no arm of its own."""
    lines = [read for read in reads if any(mention.start in placed for mention in read.mentions.values())]
    keys = {arm.key for read in lines for arm in read.arms if arm.dose and not arm.drugs}
    inventory.entries = [entry for entry in inventory.entries if entry.key not in keys]


def _parts(inventory: Inventory, reads: Sequence[Read]) -> list[Size]:
    """The parts of the subject's arm that are told by their doses, each as an arm of its own with its size."""
    found: list[Size] = []
    for size in (size for read in reads for size in dosed_sizes(read)):
        arm, subject = size.arm, inventory.subject
        if arm is None:
            continue
        if subject is not None:
            inventory.entries = [entry for entry in inventory.entries if entry.key != arm.key]
            arm = replace(arm, label=f"{subject.label} {arm.label}", drugs=subject.drugs)
        inventory.entries.append(Entry(arm, arm.key, part=True))
        found.append(replace(size, arm=arm))
    return found


def _places(inventory: Inventory, found: Sequence[Size]) -> frozenset[tuple[int, int]]:
    """Where a number that is a size is printed, each time.

    A number of people that equals the size of the trial is that size; of a small trial only where it is told as such.
    """
    known = {entry.n for entry in inventory.entries if entry.n is not None}
    enrolled = inventory.enrolled.values.get("value") if inventory.enrolled is not None else None
    return frozenset(
        size.mention.place
        for size in found
        if (size.arm is not None and size.value in known)
        or size.each
        or (size.value == enrolled and (size.value >= MANY or size.certainty > CHANCE))
    )


def _size_lone(inventory: Inventory) -> None:
    """Where all participants received the same, the size of the trial is the size of its arm."""
    if inventory.subject is not None and inventory.find(inventory.subject) is None:
        inventory.entries.insert(0, Entry(inventory.subject, inventory.subject.key))
    lone = inventory.lone
    entry = inventory.find(lone) if lone is not None else None
    value = inventory.enrolled.values.get("value") if inventory.enrolled is not None else None
    if entry is None or entry.n is not None or inventory.enrolled is None or not isinstance(value, Decimal):
        return
    entry.n, entry.score = int(value), entry.score + MIN_SCORE
    entry.n_at = inventory.enrolled.place


def _titled(read: Read, text: str) -> Arm | None:
    """The drug of a title that names one; what else the title says is no part of the arm."""
    places = [i for i, names in sorted(read.drugs.items()) if names != PLACEBO]
    if len({read.drugs[i] for i in places}) != 1:
        return None
    token = read.tokens[places[0]]
    return Arm(places[0], places[0] + 1, token.start, token.end, text[token.start : token.end], read.drugs[places[0]])


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


def firm_only(inventory: Inventory, arms: list[Arm]) -> list[Arm]:
    """Arms without the treatments that are named alone and belong to no arm: background drugs, classes.

    Two that a line names beside no arm of the trial are compared by it.
    """
    if sum(e.score >= MIN_SCORE for e in inventory.entries) < PAIR:
        return arms
    firm = [arm for arm in arms if arm.sure or _is_firm(inventory, arm)]
    kept = [arm for arm in arms if arm in firm or _is_beside(arm, firm)]
    compared = {arm.key for arm in arms if arm.is_treated and arm not in kept}
    return kept if kept or len(compared) < PAIR else arms


def _is_beside(arm: Arm, firm: Iterable[Arm]) -> bool:
    """Whether one word stands between a treatment and an arm: "patients given placebo or X"."""
    return bool(arm.drugs) and any(arm.first == other.last + 1 for other in firm)


def _is_firm(inventory: Inventory, arm: Arm) -> bool:
    """Whether a treatment named alone is an arm of the trial, or all doses of one: "with X" after "X 10 or 20 mg"."""
    entry = inventory.find(arm)
    return (entry is not None and entry.score >= MIN_SCORE) or frozenset(arm.drugs) in inventory.dosed


def known_names(inventory: Inventory) -> frozenset[str]:
    """Folded names of firm arms, so that a later bare mention is recognised: "Vi", "BLZ", "early surgery".

    Names of several words are without their plural: those of "study nurses" are found in "a study nurse" too.
    """
    found: set[str] = set()
    for entry in inventory.arms:
        label = regex.sub(
            r"(?i)\b(?:groupes?|groups?|arms?|bras|cohorte?s?|the|le|la|patients)\b", " ", entry.arm.label
        )
        words = label.split()
        if len(words) == 1 and len(words[0]) > 1:
            found.add(fold(words[0]))
        elif 1 < len(words) <= MAX_WORDS and not entry.arm.drugs:
            found.add(" ".join(fold(word).removesuffix("s") for word in words))
    return frozenset(found)
