"""Which arm a header or label names, and which two it compares; what the trial learns of arms from a table."""

from collections.abc import Sequence

import regex

from slideextract.assemble.arms import Arm
from slideextract.assemble.header_rules import says
from slideextract.assemble.headers import study_of
from slideextract.assemble.inventory import CONTROL, Entry, Inventory
from slideextract.assemble.naming import LEFT, arm_span
from slideextract.assemble.reading import Read

OF_A_STUDY = frozenset({"time", "phase", "registry", "allocation"})  # beside a size: the trial's, not an arm's
MAX_ARM_WORDS = 10  # words of an arm's label in a header; more is a sentence
CONTROL_WORDS = 3  # words of a control's name: "standard of care"
PURE = 0.5  # share of a label's words that must be treatments for the label to name an arm
FIRM = 3  # score of an arm that a header names with its size: as good as a comparison in the text
VERSUS_WORD = regex.compile(r"\s(?:vs?\.?|versus|contre)\s", regex.IGNORECASE)
WORD = regex.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
PAIR = 2


def names_arm(read: Read, text: str, inventory: Inventory) -> bool:
    """Whether a header by itself names an arm: a size, a treatment, a dose, a group, or an arm known already."""
    words = [
        i for i, t in enumerate(read.tokens) if t.text[0].isalpha() and not t.has("preposition", "of", "and", "#n")
    ]
    said = " ".join(LEFT.sub(" ", " ".join(token.text for token in read.tokens)).split())
    told = any(token.has("versus", "auxiliary", "have") for token in read.tokens)  # "A vs B", a sentence
    known = any(i in read.endpoints for i in words) or read.vocabulary.cue("population", said)
    if len(words) > MAX_ARM_WORDS or told or known or _lists_arms(read):
        return False
    if says("not_arm", said) or says("unnamed", said) or (not read.drugs and says("flow", said)):
        return False
    kinds = {mention.kind for mention in read.mentions.values()}
    if says("arm_letter", said) or says("arm_word", said) or (len(words) <= CONTROL_WORDS and CONTROL.fullmatch(said)):
        return True
    called = bool(words) or bool(kinds & {"dose", "regimen", "name"})
    sized = "n" in kinds and not kinds & OF_A_STUDY and called and study_of(read, text) is None
    return sized or _is_treatment(read, words, kinds) or _is_known(read, inventory)


def _lists_arms(read: Read) -> bool:
    """Whether a label is a whole legend, "X Y 1 mg Y 2 mg": one drug at two doses."""
    doses = sum(mention.kind == "dose" for mention in read.mentions.values())
    named = [name for names in read.drugs.values() for name in names]
    return doses > 1 and len(named) > len(set(named))


def _is_treatment(read: Read, words: Sequence[int], kinds: set[str]) -> bool:
    """Whether a label is made of treatments and doses, for the most part."""
    if "dose" in kinds and kinds <= {"dose", "regimen"} and not words:
        return True
    treated = [i for i in words if read.tokens[i].has("drug", "treatment", "group", "combine", "alone")]
    doses = [i for i, mention in read.mentions.items() if mention.kind in {"dose", "regimen"}]
    return bool(treated) and len(treated) + len(doses) >= PURE * max(1, len(words))


def _is_known(read: Read, inventory: Inventory) -> bool:
    return any(arm.sure and (e := inventory.find(arm)) is not None and e.arm.key == arm.key for arm in read.arms)


def header_arm(
    read: Read, text: str, inventory: Inventory, titles: Sequence[Read], outer: Read | None = None
) -> Arm | None:
    """The arm that a header names, labelled as printed; a bare dose takes its drug from elsewhere.

    Args:
        read: the header.
        text: the document's text.
        inventory: the trial's arms, one of which may have the dose.
        titles: titles over the table, which may name the drug.
        outer: the header over this one, which may name the drug too.
    """
    first, last = arm_span(read, text)
    if first >= last:
        return None
    tokens = read.tokens[first:last]
    start, end = tokens[0].start, tokens[-1].end
    drugs = tuple(dict.fromkeys(name for i in range(first, last) for name in read.drugs.get(i, ())))
    dose = next((text[t.start : t.end] for t in tokens if t.has("#dose")), None)
    if not drugs and dose is not None and len(tokens) == 1:
        label, drugs = _with_drug(dose, outer, inventory, titles)
        return Arm(first, last, start, end, label, drugs, dose)
    return Arm(first, last, start, end, " ".join(text[start:end].split()), drugs, dose)


def _with_drug(
    dose: str, outer: Read | None, inventory: Inventory, titles: Sequence[Read]
) -> tuple[str, tuple[str, ...]]:
    """Label and drugs of an arm whose header prints its dose alone."""
    named = tuple(dict.fromkeys(name for names in outer.drugs.values() for name in names)) if outer else ()
    if outer is not None and len(named) == 1:
        drug = next(token for i, token in enumerate(outer.tokens) if i in outer.drugs)
        return f"{drug.text} {dose}", named
    return dose, _drug_of(dose, inventory, titles)


def _drug_of(dose: str, inventory: Inventory, titles: Sequence[Read]) -> tuple[str, ...]:
    """The one drug that the trial gives at this dose, or that the title names."""
    figures = set(regex.findall(r"\d+(?:[.,]\d+)?", dose))
    given = {e.arm.drugs for e in inventory.entries if e.arm.dose and e.arm.drugs and figures & e.arm.key}
    if len(given) == 1:
        return next(iter(given))
    named = {n for read in titles for names in read.drugs.values() for n in names} - {"placebo"}
    return tuple(named) if len(named) == 1 else ()


def learn_doses(inventory: Inventory, arms: Sequence[Arm]) -> None:
    """Tell the trial that several arms of one table receive the same in different doses, and are arms each."""
    by_drugs: dict[frozenset[str], dict[frozenset[str], Arm]] = {}
    for arm in arms:
        if arm.drugs and arm.dose:
            by_drugs.setdefault(frozenset(arm.drugs), {})[arm.key] = arm
    for drugs, found in by_drugs.items():
        if len(found) < PAIR:
            continue
        inventory.dosed |= {drugs}
        known = {entry.key for entry in inventory.entries}
        inventory.entries += [Entry(arm, key, FIRM) for key, arm in found.items() if key not in known]


def learn_arm(inventory: Inventory, arm: Arm, size: int | None, *, measured: bool = False) -> None:
    """Tell the trial of an arm that only a header or a label names, and of its size.

    `measured` says that it has its own value beside those of other arms, so that it is an arm without a size too.
    """
    entry = inventory.find(arm)
    if entry is None and (size is not None or measured):
        entry = Entry(arm, arm.key, FIRM)
        inventory.entries.append(entry)
    if entry is not None and measured:
        entry.score = max(entry.score, FIRM)
    if entry is not None and entry.n is None and size is not None:
        entry.n, entry.n_at = size, (arm.start, arm.end)


def contrast_of(said: str, arms: Sequence[Arm]) -> tuple[Arm, Arm] | None:
    """The two arms that a header compares by what tells them apart: "p, 5 mg vs 15 mg", "HR, A vs B"."""
    parts = VERSUS_WORD.split(said)
    if len(parts) != PAIR:
        return None
    index, other = (_called(part, arms) for part in parts)
    return None if index is None or other is None or index.key == other.key else (index, other)


def _called(part: str, arms: Sequence[Arm]) -> Arm | None:
    """The one arm that shares the most words with a part of a header."""
    words = _words(part)
    shared = sorted(((len(words & _words(arm.label)), -number) for number, arm in enumerate(arms)), reverse=True)
    if not shared or not shared[0][0] or (len(shared) > 1 and shared[0][0] == shared[1][0]):
        return None
    return arms[-shared[0][1]]


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.casefold()))
