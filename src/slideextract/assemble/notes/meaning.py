"""What a footnote says about the figures that carry its marker; `lang/notes.toml` holds the words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from slideextract.assemble.arms import Arm
from slideextract.assemble.draft import Named
from slideextract.assemble.header_rules import header_rules
from slideextract.assemble.notes.found import Note
from slideextract.assemble.reading import Read
from slideextract.mentions import Mention, view

RULES = "notes"  # the file of `lang/`


@dataclass(frozen=True, slots=True)
class Size:
    """How many participants a note counts, where, and of which arm, if it says."""

    count: int
    at: tuple[int, int]
    arm: Arm | None


@dataclass(slots=True)
class Said:
    """What one note says; empty slots where it doesn't.

    Attributes:
        flags: codes for what has no field of its own: `post_hoc`, `unconfirmed`, ...
        versus_baseline: whether what it marks was compared with the start, not with another arm.
        against: the arm that what it marks was compared with.
    """

    flags: list[str] = field(default_factory=list)
    nominal: bool = False
    population: Named | None = None
    endpoint_type: str | None = None
    versus_baseline: bool = False
    against: Arm | None = None
    sizes: list[Size] = field(default_factory=list)
    time: Mention | None = None
    p: Mention | None = None
    adjusted: bool | None = None

    @property
    def anything(self) -> bool:
        """Whether the note changes the meaning of what it marks."""
        return self != Said()


def read_note(note: Note, reads: Sequence[Read], text: str) -> Said:
    """What a note says.

    Args:
        note: its place.
        reads: the lines of its block.
        text: of the document.
    """
    said, seen = Said(), view(text[note.body : note.end])
    if _says("citation", seen):
        return said
    rules = header_rules(RULES)
    said.flags = [rule.value for role in ("analysis", "assessment") for rule in rules[role] if rule.fits(seen)]
    said.nominal = _says("nominal", seen) is not None
    said.population = _population(note, seen, text)
    said.endpoint_type = _says("endpoint_type", seen)
    adjusted = None if said.nominal else _says("adjusted", seen)
    said.adjusted = None if adjusted is None else adjusted == "yes"
    said.versus_baseline = _says("baseline", seen) is not None
    if not said.versus_baseline and _says("versus", seen):
        said.against = _against(note, reads)
    if _says("size", seen):
        said.sizes = _sizes(note, reads)
    if _says("timepoint", seen.strip(" .;,")):
        said.time = next(iter(_mentions(note, reads, "time")), None)
    said.p = next(iter(_mentions(note, reads, "p")), None)
    return said


def _says(role: str, seen: str) -> str | None:
    rules = header_rules(RULES)[role]
    return next((rule.value or seen for rule in rules if rule.fits(seen)), None)


def _population(note: Note, seen: str, text: str) -> Named | None:
    """Who was analysed and how gaps were filled, as printed: "ITT, NRI"."""
    found = []
    for role in ("population", "imputation"):
        matches = (rule.pattern.search(seen) for rule in header_rules(RULES)[role])
        match = next((match for match in matches if match is not None), None)
        if match is not None:
            found.append((note.body + match.start(), note.body + match.end()))
    if not found:
        return None
    printed = ", ".join(" ".join(text[start:end].split()) for start, end in found)
    return Named(printed, min(start for start, _ in found), max(end for _, end in found))


def _mentions(note: Note, reads: Sequence[Read], *kinds: str) -> list[Mention]:
    held = (mention for read in reads for mention in read.mentions.values())
    return [m for m in held if m.kind in kinds and note.body <= m.start and m.end <= note.end]


def _against(note: Note, reads: Sequence[Read]) -> Arm | None:
    """The arm after the first "versus" of the note."""
    for read in reads:
        words = [i for i, token in enumerate(read.tokens) if note.body <= token.start < note.end]
        named = [arm for arm in read.arms if arm.first in words]
        behind = [arm for arm in named if any(i < arm.first for i in words)]
        if behind:
            return behind[-1]
    return None


def _sizes(note: Note, reads: Sequence[Read]) -> list[Size]:
    """The numbers of participants, each with the arm named right before or after it where there are several."""
    found = []
    for read in reads:
        held = {id(mention): mention for mention in _mentions(note, [read], "n", "people")}
        for index, mention in sorted(read.mentions.items()):
            value = mention.values.get("value")
            if id(mention) not in held or not isinstance(value, Decimal) or value % 1:
                continue
            place = mention.spans.get("value") or mention.spans.get("raw") or mention.place
            near = min(read.arms, key=lambda arm: min(abs(arm.first - index), abs(arm.last - index)), default=None)
            found.append(Size(int(value), place, near))
    return found if len(found) > 1 else [Size(one.count, one.at, None) for one in found]
