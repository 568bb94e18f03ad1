"""What the headers, labels, sections and titles around a data cell say about its figures."""

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from slideextract.assemble.arms import Arm
from slideextract.assemble.cells import level_of
from slideextract.assemble.draft import Named
from slideextract.assemble.header_rules import find, says
from slideextract.assemble.naming import LEFT, MARKS, label_name, title_name
from slideextract.assemble.reading import Read
from slideextract.assemble.trial_names import find_names
from slideextract.document import BlockKind, Reader
from slideextract.mentions import Mention, view

NAMED_TIMES = frozenset({"label", "at", "after", "by", "within"})  # cues of a time that is no duration
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
DELTA = frozenset({"δ", "delta"})
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
    meaning.study = study_of(read, text)
    registered = any(mention.kind == "registry" for mention in read.mentions.values())
    if not (meaning.qualifies or meaning.study or registered or says("unnamed", seen)):
        arms = read.covered if meaning.effect else ()
        named = label_name(read, text, arms) or _any_event(seen, read)
        if named is not None and not _is_set(named, meaning.population) and not _is_effect(named):
            meaning.endpoint = named
    _comparison(meaning, read)
    return meaning


def _any_event(seen: str, read: Read) -> Named | None:
    """The name of a row of all events, whose words alone say nothing: "Any event, n (%)"."""
    if says("any_event", seen) is None:
        return None
    return Named(MARKS.sub("", seen).split(",")[0].strip(), read.line.span.start, read.line.span.end)


def _is_set(named: Named, population: Named | None) -> bool:
    """Whether a label says no more than whom a row analyses: "ITT", "Per protocol"."""
    return population is not None and population.start <= named.start and named.end <= population.end


def _is_effect(named: Named) -> bool:
    """Whether a label says no more than which effect a row holds: "Odds ratio"."""
    return find("effect", named.text) == (0, len(named.text))


def read_corner(read: Read, text: str) -> Meaning:
    """The meaning of the cell over the row labels, which may name the effect that all cells hold."""
    meaning = read_title(read, text)
    at = find("effect", meaning.text)
    sign = at is not None and meaning.text[slice(*at)].casefold() in DELTA and meaning.statistic == "change"
    meaning.effect = None if sign else says("effect", meaning.text)  # "Changes in weight (Δ)" are of one arm
    meaning.unit = None if says("time_unit", meaning.text) and meaning.unit == meaning.text else meaning.unit  # "Weeks"
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
    alone = unit is not None and unit[0] == seen and meaning.statistic is not None  # "M" for a mean
    meaning.unit = unit["unit"] if unit is not None and not axis and not alone else None
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


def study_of(read: Read, text: str) -> Named | None:
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
