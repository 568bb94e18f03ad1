"""How many participants: of an arm, "(n = 135)", "135 were assigned to the X group", or of the whole trial.

A number of people belongs to the arm that its own words name, else to the arm whose label stands beside it on the
slide, else to the trial; the sentence that tells of randomisation is surer of the trial's size than one of analysis.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from slideextract.assemble.arms import Arm, depths
from slideextract.assemble.reading import Read
from slideextract.assemble.value import number_in
from slideextract.document import BlockKind
from slideextract.geometry import BBox, overlap
from slideextract.mentions import Mention
from slideextract.words import Token

ALLOCATES = regex.compile(
    r"randomi[sz]|assigned|allocat|enrol|underwent|répart|alloué|attribu|assign|inclus|included|recruited|recrut|"
    r"treated|traité|received|reçu|analy[sz]|screened|participa|évalué|evaluat",
    regex.IGNORECASE,
)
# How surely a clause tells the size of the trial: the strongest wins, then the first.
TOLD = (
    (5.0, r"underwent randomi[sz]|(?:were|was|ont été|a) randomi[sz]|randomly assigned|randomi[sz]ed|randomis[ée]"),
    (4.0, r"enrol|inclus|included|incluant|including|involving|recruited|recrut|modélis|population|cohorte?|\btotal"),
    (4.0, r"\bsimul|\bayant participé|\bont participé"),
    (3.0, r"\b(?:essai|étude|trial|study)\b"),
    (2.0, r"\btreated|traités|evaluated|évalués|analy[sz]ed|analysés|participated|received|ont reçu"),
)
CERTAINTIES = tuple((weight, regex.compile(pattern, regex.IGNORECASE)) for weight, pattern in TOLD)
ALLOCATED = regex.compile(
    r"(?:underwent|were|had|ont été|étaient) (?:then )?(?:randomi|enrol|inclus|répartis)|randomi[sz]ed|randomisés",
    regex.IGNORECASE,
)
NOT_ENROLLED = regex.compile(
    r"screened|eligible|éligible|invited|présélection|assessed for|puissance|power|sample size|prévu|planned|required|"
    r"nécessaire|nouveaux cas|new cases|per year|par an|worldwide|million",
    regex.IGNORECASE,
)
EACH_AFTER = regex.compile(r"(?:patients )?(?:in|per|dans|par) (?:each|chaque|group|arm|groupe|bras)\b")
EACH_BEFORE = regex.compile(r"(?:groups|groupes|arms|bras) (?:of|de)$")
LABEL_TOKENS = 8  # a line this short that measures nothing is a label: "N total : 367 patients", "1000 patients"
SUMMED = 4.5  # as sure as "included"; who was randomised is surer
LABELLED = 3.5  # between "included" and "a trial in": a size printed on its own
STUDIED = 2.5  # between "a trial in" and "treated"
MIN_TICKS = 3  # numbers of one row that are the labels of an axis
MANY = 20  # participants; fewer may be those who had an event "in 8 patients"
SIZE_HEAD = regex.compile(  # of a row or column that tells sizes: "n", "Patients, n", "No. of patients"
    r"(?:n|effectifs?|(?:nombre de |number of |no\. of )?(?:patients?|participants?))(?: ?,? \(?n\)?)?",
    regex.IGNORECASE,
)
STUDY = regex.compile(r"essai|étude|trial|study", regex.IGNORECASE)
FIGURES = frozenset({"percent", "fraction", "measure", "number", "people"})
NEUTRAL = frozenset({"dose", "regimen", "name", "time"})  # figures that may stand between an arm and its size
MAX_TOKENS = 5  # between a size and the arm that it counts
MAX_APART = 40.0  # points between an arm's label and a size under it: less than two lines of a slide's text
BETWEEN = frozenset(
    {"assigned", "receive", "randomized", "randomised", "allocated", "to", "who"}
    | {"dans", "été", "l'", "d'", "sujets", "inclus", "répartis", "qui"}
)
MAX_CODE = 3  # tokens in the bracket with an arm's code: "(the A group)"
LINKS = ("preposition", "of", "determiner", "auxiliary", "receive", "person", "passive", "relative", "person_verb")


@dataclass(frozen=True, slots=True)
class Size:
    """A number of participants.

    Attributes:
        arm: whose it is; None for the trial's own.
        certainty: how surely it is the trial's, where it is no arm's.
        each: whether it is the size of every arm.
    """

    mention: Mention
    value: int
    arm: Arm | None = None
    certainty: float = 0.0
    each: bool = False


def line_sizes(read: Read) -> list[Size]:
    """The sizes that one line tells; a number that is the sum of its arms is the trial's."""
    found = list(_told(read))
    owned = [size.value for size in found if size.arm is not None]
    total = sum(owned) if len(owned) > 1 else None
    return [replace(s, certainty=SUMMED) if s.arm is None and s.value == total else s for s in found]


def _told(read: Read) -> Iterator[Size]:
    counts = [(i, m, people) for i, m in sorted(read.mentions.items()) if (people := _people(m)) is not None]
    if not counts:
        return
    text = " ".join([token.text for token in read.tokens])
    allocating = ALLOCATES.search(text) is not None
    depth = depths(read.tokens)
    for index, mention, people in counts:
        if _is_each(read, index) and mention.kind in {"people", "n", "number"}:
            yield Size(mention, people, each=True)
            continue
        arm = _owner(read, index, mention, allocating=allocating, depth=depth)
        if arm is not None:
            yield Size(mention, people, arm)
        elif _counts_people(read, index, mention) and not NOT_ENROLLED.search(_clause(read, index)):
            yield Size(mention, people, certainty=_certainty(read, index))


def _people(mention: Mention) -> int | None:
    """A number that may count people: whole, and not nought."""
    value = number_in(mention)
    return int(value) if value is not None and value >= 1 and not value % 1 else None


def dosed_sizes(read: Read) -> Iterator[Size]:
    """Parts of an arm told by their dose alone, each behind its number: «3 à 5 µg et 2 à 10 µg»."""
    pairs = [(m, i + 2) for i, m in sorted(read.mentions.items()) if m.kind in {"people", "number"} and _dosed(read, i)]
    for mention, at in pairs if len(pairs) > 1 else ():
        people, token, dose = _people(mention), read.tokens[at], read.mentions[at].values
        if people is not None:
            label = f"{dose.get('value')} {dose.get('unit')}"
            yield Size(mention, people, Arm(at, at + 1, token.start, token.end, label, (), label, sure=False))


def _dosed(read: Read, index: int) -> bool:
    after, dose = _at(read, index + 1), read.mentions.get(index + 2)
    return after is not None and after.has("preposition") and dose is not None and dose.kind == "dose"


def page_sizes(reads: Sequence[Read]) -> Iterator[Size]:
    """Sizes in labels of their own: beside or under an arm's label, in a column of sizes, or over "patients"."""
    labels = [read for read in reads if _is_label(read)]
    yield from _column_sizes(reads)
    for before, read in zip([None, *reads], reads, strict=False):
        lone = _lone(read)
        if lone is None:
            if before is None or not _is_tick(before, reads):
                yield from _over(before, read)
            continue
        owner, people = _beside(read, labels, before), _people(lone)
        if lone.kind == "n" and owner is not None and people is not None:
            yield Size(lone, people, owner.arms[0])


def _column_sizes(reads: Sequence[Read]) -> Iterator[Size]:
    """The sizes of a table that lists arms in rows and how many each had in a column."""
    cells = {(c.table, c.row, c.column): read for read in reads if (c := read.line.block.cell) is not None}
    heads = [place for place, read in cells.items() if place[1] == 0 < place[2] and _is_size_head(read)]
    for table, _, column in heads:
        for (other, row, at), read in cells.items():
            label, lone = cells.get((table, row, 0)), _lone(read)
            people = _people(lone) if lone is not None else None
            inside = other == table and at == column and row > 0
            if inside and lone is not None and people is not None and label is not None and label.arms:
                yield Size(lone, people, label.arms[0])


def _is_size_head(read: Read) -> bool:
    return SIZE_HEAD.fullmatch(" ".join(token.text for token in read.tokens)) is not None


def _over(before: Read | None, read: Read) -> Iterator[Size]:
    """A number in a line of its own, over the word "patients"."""
    number = _lone(before) if before is not None else None
    people = _people(number) if number is not None else None
    counts = number is not None and number.kind == "number" and bool(read.tokens) and read.tokens[0].has("person")
    if number is not None and people is not None and counts:
        yield Size(number, people, certainty=LABELLED)


def _is_tick(read: Read, reads: Sequence[Read]) -> bool:
    """Whether a number stands in a row of numbers, as the labels of an axis do."""
    box = read.line.block.box
    if box is None:
        return False
    page = read.line.block.page
    places = [other.line.block.box for other in reads if other.line.block.page == page and _lone(other) is not None]
    level = [place for place in places if place and overlap((box.top, box.bottom), (place.top, place.bottom)) > 0]
    return len(level) >= MIN_TICKS


def _lone(read: Read) -> Mention | None:
    """The number that is all of a line, but for a dose: "24 mg/kg IV every 4 weeks n = 213"."""
    figures = [mention for mention in read.mentions.values() if mention.kind not in {"dose", "regimen"}]
    if len(figures) != 1 or figures[0].kind not in {"n", "number"}:
        return None
    words = any(t.text[0].isalnum() for i, t in enumerate(read.tokens) if i not in read.mentions)
    return None if words else figures[0]


def _is_label(read: Read) -> bool:
    if len(read.tokens) > 2 * LABEL_TOKENS or len(read.arms) != 1:
        return False
    arm = read.arms[0]
    named = bool(arm.drugs) or arm.dose is None  # a dose under an arm's label says more of that arm
    return named and not any(m.kind in FIGURES | {"n"} for m in read.mentions.values())


def _beside(read: Read, labels: Sequence[Read], before: Read | None) -> Read | None:
    """The arm's label in the row of a size or right above it; without boxes the line before."""
    box = read.line.block.box
    if box is None:
        return before if before is not None and before in labels else None
    same = [label for label in labels if label.line.block.page == read.line.block.page and label.line.block.box]
    near = [(gap, k) for k, label in enumerate(same) if (gap := _gap(box, label.line.block.box)) is not None]
    return same[min(near)[1]] if near else None


def _gap(size: BBox, label: BBox | None) -> float | None:
    """Points from a label to a size in its row or under it; None where it stands elsewhere."""
    if label is None:
        return None
    across, down = (
        overlap((size.x0, size.x1), (label.x0, label.x1)),
        overlap((size.top, size.bottom), (label.top, label.bottom)),
    )
    if down > 0:
        return abs(across) if across < 0 else 0.0
    under = size.top - label.bottom
    return under if across > 0 and 0 <= under <= MAX_APART else None


def _owner(read: Read, index: int, mention: Mention, *, allocating: bool, depth: Sequence[int]) -> Arm | None:
    """The arm whose size a number is, by the words around it."""
    before = next((a for a in reversed(read.arms) if a.last <= index), None)
    after = next((a for a in read.arms if a.first > index), None)
    if mention.kind == "n":
        if before is not None and index - before.last <= MAX_TOKENS and not _figures(read, before.last, index):
            return before
        return after if after is not None and after.first - index <= 1 else None
    if mention.kind not in {"people", "number"}:
        return None
    joined = allocating and index > 0 and read.tokens[index - 1].has("and")  # "... and 182 placebo"
    divided = depth[index] > 0 or joined or _divides(read, index)
    if after is not None and _leads_to(read, index, after, allocating=allocating, bracketed=divided):
        return after
    if before is None or depth[index] == 0:
        return None
    counted = _bracketed(read, index, before, mention) or (allocating and _opens_bracket(read, index, before))
    return before if counted else None


def _divides(read: Read, index: int) -> bool:
    """Whether a total and a colon stand before a number: "367 patients : 184 X, 183 Y"."""
    colons = [i for i in range(index) if read.tokens[i].text == ":" and i and read.tokens[i - 1].has("#people", "#n")]
    return bool(colons)


def _leads_to(read: Read, index: int, arm: Arm, *, allocating: bool, bracketed: bool) -> bool:
    """Whether only linking words stand between a number and an arm: "135 were assigned to the X group"."""
    dosed = not arm.drugs and arm.dose is not None  # "3 à 5 µg": an arm told by its dose
    if _figures(read, index + 1, arm.first) or not (allocating or bracketed or dosed):
        return False
    if any(token.has("#n") for token in read.tokens[arm.last : arm.last + 2]):
        return False  # the arm has its own size: "739 patients were assigned to X (n = 245) or ..."
    if _goes_on(read, arm):
        return False
    gap = read.tokens[index + 1 : arm.first]
    plain = all(t.has(*LINKS) or t.text in BETWEEN or ALLOCATES.search(t.text) for t in gap)
    return plain and len(gap) <= MAX_TOKENS + 2 and (bool(gap) or bracketed)


def _goes_on(read: Read, arm: Arm) -> bool:
    """Whether further arms follow, which share the number: "321 patients were randomized to X or Y"."""
    last = _behind_code(read, arm.last)
    joint = _at(read, last)
    if joint is None or not (joint.text in {"or", "ou", ","} or joint.has("and")):
        return False
    return joint.text in {"or", "ou"} or any(other.first == last + 1 for other in read.arms)


def _behind_code(read: Read, index: int) -> int:
    """The token behind the bracket with an arm's code: "X (group A) or Y (group B)"."""
    inside = range(index + 1, min(index + MAX_CODE + 2, len(read.tokens)))
    closed = next((i for i in inside if read.tokens[i].text in {")", "]"}), None)
    opened = _at(read, index)
    return closed + 1 if closed is not None and opened is not None and opened.text in {"(", "["} else index


def _bracketed(read: Read, index: int, arm: Arm, mention: Mention) -> bool:
    """Whether a number alone in brackets counts the arm before it: "X (184)", "first cohort, patients (173)"."""
    following, opening = _at(read, index + 1), _at(read, index - 1)
    if mention.kind != "number" or following is None or following.text not in {")", "]"}:
        return False
    if opening is None or opening.text not in {"(", "["} or _figures(read, arm.last, index):
        return False
    counted = _at(read, index - 2)
    return index - arm.last <= 1 or (
        counted is not None and counted.has("person", "group") and index - arm.last <= MAX_TOKENS
    )


def _opens_bracket(read: Read, index: int, arm: Arm) -> bool:
    """Whether a number is the first thing in the bracket behind an arm: «la cohorte 1 (171 patients, ...)»."""
    opening = _at(read, index - 1)
    return opening is not None and opening.text in {"(", "["} and arm.last == index - 1


def _at(read: Read, index: int) -> Token | None:
    return read.tokens[index] if 0 <= index < len(read.tokens) else None


def _figures(read: Read, first: int, last: int) -> bool:
    return any(i in read.mentions and read.mentions[i].kind not in NEUTRAL for i in range(first, last))


def _counts_people(read: Read, index: int, mention: Mention) -> bool:
    """Whether a number counts participants: by their noun, by `N =`, by a verb, or by their disease: "15 LES"."""
    if mention.kind in {"people", "n"}:
        return not (read.line.block.cell is not None and read.has("time"))  # "Week 12 (n = 130)": who was seen then
    if mention.kind != "number":
        return False
    if ALLOCATED.match(" ".join(token.text for token in read.tokens[index + 1 : index + 4])):
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


def _is_each(read: Read, index: int) -> bool:
    """Whether a number is the size of every arm: "40 in each group", "two groups of 20"."""
    after = " ".join(token.text for token in read.tokens[index + 1 : index + 4])
    before = " ".join(token.text for token in read.tokens[max(0, index - 2) : index])
    return EACH_AFTER.match(after) is not None or EACH_BEFORE.search(before) is not None


def _measures(read: Read, index: int) -> bool:
    """Whether a short line tells what happened in how many: «rémission chez 12 patients», "nausea was seen in 12"."""
    if read.endpoints or any(token.has("auxiliary", "have", "measure_verb", "event_verb") for token in read.tokens):
        return True
    before = _at(read, index - 1)
    if before is None or not before.has("preposition"):
        return False
    known = read.covered | set(read.drugs) | set(read.conditions) | set(read.mentions)
    return any(
        i not in known and token.text.isalpha() and (not token.classes or token.has("measure_noun"))
        for i, token in enumerate(read.tokens[:index])
    )


def _certainty(read: Read, index: int) -> float:
    clause = _clause(read, index)
    told = next((weight for weight, pattern in CERTAINTIES if pattern.search(clause)), 0.0)
    figures = [m for m in read.mentions.values() if m.kind in FIGURES | {"n"}]
    whole = read.line.span == read.line.block.span  # "Two patients died." inside a paragraph is a sentence
    short = (whole and len(read.tokens) <= LABEL_TOKENS and not _measures(read, index)) or (
        read.tokens[index].has("#n") and len(figures) == 1
    )
    if read.line.block.kind is BlockKind.CELL and not read.tokens[index].has("#n"):
        return told  # a count in a table is a result
    studied = STUDIED if _is_studied(read, index) else 0.0
    return max(told, LABELLED if short or _is_phased(read, index) else 0.0, studied, float(index <= 1))


def _is_phased(read: Read, index: int) -> bool:
    """Whether a line says of a study its phase and then in how many it was made: "Phase 1, 7 patients with ..."."""
    phases = [i for i in range(index) if read.tokens[i].has("#phase")]
    if not phases or any(i in read.mentions and read.mentions[i].kind in FIGURES for i in range(phases[-1], index)):
        return False
    return not any(token.text.isalpha() for token in read.tokens[phases[-1] + 1 : index])


def _is_studied(read: Read, index: int) -> bool:
    """Whether a sentence says of a study in whom it was made: "a phase 2 trial in 273 patients with ..."."""
    before, people = _at(read, index - 1), _people(read.mentions[index])
    among = before is not None and before.text in {"in", "among", "chez", "parmi", "de", "of"}
    study = any(STUDY.fullmatch(token.text) for token in read.tokens[:index])
    return among and study and people is not None and people >= MANY
