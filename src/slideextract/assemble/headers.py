"""What the headers, labels, sections and titles around a data cell say about its figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from slideextract.assemble.arms import Arm
from slideextract.assemble.cells import level_of
from slideextract.assemble.draft import Named
from slideextract.assemble.frames import find_names
from slideextract.assemble.header_rules import find, says
from slideextract.assemble.inventory import CONTROL, Entry, Inventory
from slideextract.assemble.naming import LEFT, arm_span, label_name, title_name
from slideextract.assemble.reading import Read
from slideextract.document import BlockKind, Reader
from slideextract.mentions import Mention, view

NAMED_TIMES = frozenset({"label", "at", "after", "by", "within"})  # cues of a time that is no duration
OF_A_STUDY = frozenset({"time", "phase", "registry", "allocation"})  # beside a size: the trial's, not an arm's
MAX_ARM_WORDS = 10  # words of an arm's label in a header; more is a sentence
CONTROL_WORDS = 3  # words of a control's name: "standard of care"
PURE = 0.5  # share of a label's words that must be treatments for the label to name an arm
FIRM = 3  # score of an arm that a header names with its size: as good as a comparison in the text
DAYS = {"days": Decimal(1), "weeks": Decimal(7), "months": Decimal("30.4375"), "years": Decimal("365.25")}
UNIT = regex.compile(
    r"(?:^|[,(\[])\s*(?:en\s|in\s)?(?P<unit>mois|mos?|months?|semaines?|weeks?|jours?|days?|ans|années?|years?|points?|heures?|minutes?|secondes?|seconds?"
    r"|hours?|h|mm ?Hg|kg(?:/m²?)?|cm|m|mL(?:/min\S*)?|[gmµ]g?/d?L|mmol/L|mmol/mol|µmol/L|U?I/m?L|g/24 ?h|letters?"
    r"|lettres?|lésions?|lesions?)\s*(?=$|[,)\]\[(])",
    regex.IGNORECASE,
)
ADJUSTED = regex.compile(r"\bajust|\badjust|\bLS\b|moindres carrés|least[ -]squares", regex.IGNORECASE)
VERSUS = ("versus",)
SHORT = 2  # tokens of "early vs" before the second arm; words of "delayed belimumab"
VERSUS_WORD = regex.compile(r"\s(?:vs?\.?|versus|contre)\s", regex.IGNORECASE)
WORD = regex.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
PAIR = 2
MINUS = frozenset({"-", "–", "−"})
TO = MINUS | {"to", "à", "through"}


@dataclass(slots=True)
class Meaning:
    """What one header, label or title says; empty slots where it doesn't."""

    text: str
    read: Read | None = None
    endpoint: Named | None = None
    caption: Named | None = None  # what a caption says as a whole, where the lexicon doesn't know it
    arm: Arm | None = None
    contrast: tuple[Arm, Arm] | None = None  # "A vs B"
    against: Arm | None = None  # "Difference vs placebo"
    size: int | None = None
    time: Mention | None = None
    effect: str | None = None
    statistic: str | None = None
    spread: str | None = None
    layout: str | None = None
    percent: bool = False
    unit: str | None = None
    level: Decimal | None = None
    adjusted: bool = False
    is_p: bool = False
    is_ci: bool = False
    is_spread: bool = False  # figures here are the SD or SE of those beside or above
    describes: str | None = None  # why figures here are no results
    population: Named | None = None
    study: Named | None = None

    @property
    def qualifies(self) -> bool:
        """Whether figures here only qualify others: p values, intervals, standard deviations."""
        return self.is_p or self.is_ci or self.is_spread


def read_header(read: Read, text: str) -> Meaning:
    """The meaning of a header cell or row label; its arm is settled later, with the whole axis."""
    seen = _seen(read, text)
    meaning = Meaning(seen, read)
    meaning.effect = says("effect", seen)
    meaning.is_p = says("p", seen) is not None
    meaning.is_ci = meaning.effect is None and says("ci", seen) is not None
    meaning.is_spread = says("spread_alone", seen) is not None
    meaning.describes = (
        says("at_risk", seen) or says("censored", seen) or says("error_bar", seen) or says("describes", seen)
    )
    _statistics(meaning, read)
    meaning.time = _time(read, text, named=False)
    meaning.size = _size(read)
    meaning.population = _population(read, text)
    meaning.study = _study(read, text)
    registered = any(mention.kind == "registry" for mention in read.mentions.values())
    if not (meaning.qualifies or meaning.study or registered or says("unnamed", seen)):
        arms = read.covered if meaning.effect else ()
        named = label_name(read, text, arms)
        if named is not None and not _is_set(named, meaning.population) and not _is_effect(named):
            meaning.endpoint = named
    _comparison(meaning, read)
    return meaning


def _is_set(named: Named, population: Named | None) -> bool:
    """Whether a label says no more than whom a row analyses: "ITT", "Per protocol"."""
    return population is not None and population.start <= named.start and named.end <= population.end


def _is_effect(named: Named) -> bool:
    """Whether a label says no more than which effect a row holds: "Odds ratio"."""
    return find("effect", named.text) == (0, len(named.text))


def read_corner(read: Read, text: str) -> Meaning:
    """The meaning of the cell over the row labels, which may name the effect that all cells hold."""
    meaning = read_title(read, text)
    meaning.effect = says("effect", meaning.text)
    _comparison(meaning, read)
    return meaning


def read_title(read: Read, text: str) -> Meaning:
    """The meaning of a title, caption, section or corner: only what is sure to hold for all figures under it."""
    seen = _seen(read, text)
    meaning = Meaning(seen, read, endpoint=title_name(read, text))
    first = read.mentions.get(0)
    if read.line.block.kind is BlockKind.CAPTION or (first is not None and first.kind == "reference"):
        named = label_name(read, text)
        meaning.caption = None if named is None or says("generic", named.text) or _is_effect(named) else named
    _statistics(meaning, read)
    meaning.time = _time(read, text, named=True)
    meaning.population = _population(read, text)
    return meaning


def read_note(read: Read, text: str) -> Meaning:
    """The meaning of a note under a table: what its figures are, "values are mean (SD)", and nothing else."""
    meaning = Meaning(_seen(read, text), read)
    _statistics(meaning, read)
    meaning.unit = meaning.level = None
    return meaning


def _seen(read: Read, text: str) -> str:
    printed = LEFT.sub(" ", view(text[read.line.span.start : read.line.span.end]))
    return " ".join(printed.split()).strip()


def _statistics(meaning: Meaning, read: Read) -> None:
    """Statistic, spread, layout and unit."""
    seen = meaning.text
    meaning.statistic = says("statistic", seen)
    meaning.spread = says("spread", seen)
    layout = says("layout", seen)
    meaning.percent = "%" in (layout or "") or any(
        token.text == "%" for i, token in enumerate(read.tokens) if i not in read.mentions
    )
    one = read.line.block.reader is Reader.CHART  # "Patients (%)" on an axis is a unit: a bar shows one figure, not two
    meaning.layout = None if one else layout
    unit = UNIT.search(seen)
    axis = read.line.block.kind is BlockKind.CAPTION and unit is not None and unit[0] == seen  # "Weeks"
    meaning.unit = unit["unit"] if unit is not None and not axis else None
    meaning.level = level_of(seen)
    meaning.adjusted = ADJUSTED.search(seen) is not None


def _size(read: Read) -> int | None:
    sizes = [m.values.get("value") for m in read.mentions.values() if m.kind == "n"]
    return int(sizes[0]) if len(sizes) == 1 and isinstance(sizes[0], Decimal) else None


def _time(read: Read, text: str, *, named: bool) -> Mention | None:
    """The timepoint: "S52", "weeks 1-12" (its end), "Baseline"; a title's duration, "over 12 months", is none."""
    span = read.line.span
    if says("baseline_time", text[span.start : span.end]) is not None:
        return Mention("time", span.start, span.end, "table.baseline", {"cue": "label", "days": Decimal(0)}, {})
    for index, mention in sorted(read.mentions.items()):
        if mention.kind != "time" or (named and mention.values.get("cue") not in NAMED_TIMES):
            continue
        return _to_end(read, index, mention)
    return None


def _to_end(read: Read, index: int, mention: Mention) -> Mention:
    """A span of time, "weeks 1-12", stands for its end; a bare "12" of a list takes its unit's word along."""
    first = index
    if index and says("time_unit", read.tokens[index - 1].text) and not read.tokens[index - 1].classes & {"#time"}:
        first = index - 1
    spans = index + 2 < len(read.tokens) and read.tokens[index + 1].text in TO
    after = read.mentions.get(index + 2) if spans else None
    unit, end = mention.values.get("unit"), after.values.get("value") if after is not None else None
    start = read.tokens[first].start
    if after is None or after.kind not in {"number", "time"} or not isinstance(end, Decimal) or unit not in DAYS:
        return mention if first == index else replace(mention, start=start)
    values = {**mention.values, "value": end, "days": end * DAYS[str(unit)]}
    return Mention("time", start, after.end, "table.time_range", values, {})


def number_time(read: Read, unit: str) -> Mention | None:
    """The timepoint of an axis that prints bare numbers under its title: "Weeks": 0, 4, 8."""
    mentions = list(read.mentions.values())
    value = mentions[0].values.get("value") if len(mentions) == 1 and len(read.tokens) == 1 else None
    if not isinstance(value, Decimal) or unit not in DAYS:
        return None
    values: dict[str, Decimal | str] = {"cue": "label", "unit": unit, "value": value, "days": value * DAYS[unit]}
    return Mention("time", mentions[0].start, mentions[0].end, "table.time_axis", values, {})


def _population(read: Read, text: str) -> Named | None:
    match = read.vocabulary.pattern("population").search(text[read.line.span.start : read.line.span.end].lower())
    if match is None:
        return None
    start, end = read.line.span.start + match.start(), read.line.span.start + match.end()
    return Named(" ".join(text[start:end].split()), start, end)


def _study(read: Read, text: str) -> Named | None:
    """The trial that a header names: "ASCLEPIOS I (N=927)" over the columns of its arms."""
    span, cell = read.line.span, read.line.block.cell
    if read.endpoints or read.drugs or cell is None or cell.column_span == 1:
        return None
    names = find_names(text[span.start : span.end], span.start, title=True)
    return Named(*names[0]) if len(names) == 1 else None


def _comparison(meaning: Meaning, read: Read) -> None:
    """The arms of an effect's label: "Difference vs placebo", "A - placebo", "HR A/B"."""
    arms = read.arms
    if len(arms) > 1:
        gap = read.tokens[arms[0].last : arms[1].first]
        if any(t.has(*VERSUS) or t.text in MINUS or t.text == "/" for t in gap):
            meaning.contrast = arms[0], arms[1]
    elif len(arms) == 1 and (short := _shortened(read, arms[0])) is not None:
        meaning.contrast = short, arms[0]
    elif (
        (meaning.effect or meaning.is_p)
        and len(arms) == 1
        and any(t.has(*VERSUS) for t in read.tokens[: arms[0].first])
    ):
        meaning.against = arms[0]


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


def _shortened(read: Read, whole: Arm) -> Arm | None:
    """The arm that shares its last words with the one after "vs": early belimumab in "early vs delayed belimumab"."""
    at, words = whole.first - SHORT, whole.label.split()
    alone = at == 0 or (at > 0 and not read.tokens[at - 1].text[0].isalnum())
    if not alone or not whole.drugs or len(words) < SHORT or whole.first in read.drugs:
        return None
    token = read.tokens[at]
    if not read.tokens[at + 1].has(*VERSUS) or not token.text.isalpha() or at in read.mentions or at in read.endpoints:
        return None
    label = " ".join([token.text, *words[1:]])
    return replace(whole, first=at, last=at + 1, start=token.start, end=token.end, label=label)


def names_arm(read: Read, text: str, inventory: Inventory) -> bool:
    """Whether a header by itself names an arm: a size, a treatment, a dose, a group, or an arm known already."""
    words = [i for i, t in enumerate(read.tokens) if t.text[0].isalpha() and not t.has("preposition", "of", "and")]
    said = " ".join(LEFT.sub(" ", " ".join(token.text for token in read.tokens)).split())
    told = any(token.has("versus", "auxiliary", "have") for token in read.tokens)  # "A vs B", a sentence
    known = any(i in read.endpoints for i in words) or read.vocabulary.cue("population", said)
    if len(words) > MAX_ARM_WORDS or told or known or _lists_arms(read):
        return False
    if says("not_arm", said) or says("unnamed", said) or (not read.drugs and says("flow", said)):
        return False
    kinds = {mention.kind for mention in read.mentions.values()}
    if says("arm_letter", said) or (len(words) <= CONTROL_WORDS and CONTROL.fullmatch(said)):
        return True
    sized = "n" in kinds and not kinds & OF_A_STUDY and bool(words) and _study(read, text) is None
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
