"""One gold document against the rows that a run found in one file of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import NamedTuple

from slideextract.evaluate.assign import pairs
from slideextract.evaluate.gold import Decoy, GoldDocument, GoldRow, GoldTrial, Predicted, suffix
from slideextract.evaluate.names import Key, name_key, same_arm, same_endpoint
from slideextract.evaluate.values import close, numbers, same_kind, same_p, same_value
from slideextract.evaluate.words import fold
from slideextract.facts import EFFECTS

NEAR = 3.0  # days; week 12 and month 3 of a plan differ by a day or two
NEAR_SHARE = 0.05  # and a year printed as 52 weeks or 12 months by a few more
PAIR = 100.0  # weight of any pair with the right number and kind: finding it comes before its slots
OTHER_SLOTS = ("timepoint", "comparator", "ci", "p", "numerator")


@dataclass(frozen=True)
class Slots:
    """Whether each slot is right; None where the gold says nothing."""

    arm: bool
    endpoint: bool
    timepoint: bool | None
    comparator: bool | None
    ci: bool | None
    p: bool | None
    numerator: bool | None
    denominator: bool | None
    population: bool | None
    flags: bool | None
    kind_exact: bool
    page: bool | None
    trial: bool | None
    trial_link: bool | None


SLOTS = tuple(field.name for field in fields(Slots))


class Hit(NamedTuple):
    """A gold row and the prediction that says it."""

    gold: GoldRow
    predicted: Predicted
    slots: Slots
    shared_p: bool = False  # another row of the same comparison carries the p value

    @property
    def p_right(self) -> bool:
        """Where the gold has a p value: it is right here or on another row of the comparison."""
        return self.slots.p is not False or self.shared_p

    @property
    def tuple_right(self) -> bool:
        """Arm, endpoint and trial."""
        return self.slots.arm and self.slots.endpoint and self.slots.trial_link is not False

    @property
    def full_right(self) -> bool:
        """The tuple and all that the gold says of time, comparator, interval and p."""
        rest = (self.slots.timepoint, self.slots.comparator, self.slots.ci)
        return self.tuple_right and self.p_right and all(slot is not False for slot in rest)


class Compared:
    """The matched rows of one file."""

    def __init__(self, gold: GoldDocument, name: str, predicted: list[Predicted]) -> None:
        self.gold, self.name, self.suffix = gold, name, suffix(name)
        self.trials = {trial.key: trial for trial in gold.trials}
        rows = [self._demanded(row) for row in gold.rows]
        self.rows = [row for row in rows if row.value is not None] + [_twin(row) for row in rows if _has_twin(row)]
        self.soft = [row for row in rows if row.value is None]
        self.predicted = [row for row in predicted if row.value is not None]
        self.soft_predicted = [row for row in predicted if row.value is None]
        self._endpoints = _endpoints(rows)
        self.hits = _with_shared_p(self._match(self.rows, self.predicted, _says))
        self.soft_hits = self._match(self.soft, self.soft_predicted, self._says_softly)
        self.by_gold = {hit.gold: hit for hit in self.hits}
        self.by_predicted = {hit.predicted: hit for hit in self.hits}

    def counts(self, predicted: Predicted) -> bool:
        """Whether a prediction without gold is a false one here."""
        return self.gold.exhaustive and predicted.kind in (self.gold.exhaustive_kinds or [predicted.kind])

    def demanded(self, gold: GoldRow) -> bool:
        """Whether a row is part of what precision and recall are both measured on."""
        return self.gold.exhaustive and gold.kind in (self.gold.exhaustive_kinds or [gold.kind])

    def named(self, predicted: Predicted) -> str | None:
        """The trial that a prediction names by its acronym or registry id, where just one has it."""
        said = _names(predicted.trial, predicted.registry_ids)
        found = [key for key, trial in self.trials.items() if _identity(trial) & said]
        return found[0] if len(found) == 1 else None

    def is_decoy(self, predicted: Predicted) -> bool:
        """Whether a prediction without gold is one of the figures that look like results."""
        return predicted not in self.by_predicted and any(self._bites(predicted, decoy) for decoy in self.gold.decoys)

    def _bites(self, predicted: Predicted, decoy: Decoy) -> bool:
        page = decoy.page_pdf if self.suffix == "pdf" else decoy.page
        if page not in (None, predicted.page):
            return False
        if not any(close(abs(value), abs(predicted.value or 0.0)) for value in _values(decoy)):
            return False
        quote, surface = _flat(predicted.quote), _flat(decoy.surface)
        return not quote or surface in quote or quote in surface

    def _demanded(self, row: GoldRow) -> GoldRow:
        return row.model_copy(update={"required": row.required and self.suffix not in row.not_in})

    def _match(
        self, rows: list[GoldRow], predicted: list[Predicted], says: Callable[[GoldRow, Predicted], bool]
    ) -> list[Hit]:
        hits = {
            (i, j): Hit(row, found, self._compare(row, found))
            for i, row in enumerate(rows)
            for j, found in enumerate(predicted)
            if says(row, found)
        }
        return [hits[pair] for pair in pairs({pair: _weight(hit) for pair, hit in hits.items()})]

    def _compare(self, gold: GoldRow, predicted: Predicted) -> Slots:
        rivals = [names for names in self._endpoints[gold.trial] if names != gold.endpoint_any]
        page = gold.page_pdf if self.suffix == "pdf" else gold.page
        return Slots(
            arm=self._arm(gold, predicted) is not False,
            endpoint=same_endpoint(predicted.endpoint, gold.endpoint_any, rivals),
            timepoint=_timepoint(gold, predicted),
            comparator=self._comparator(gold, predicted),
            ci=_interval(gold, predicted),
            p=same_p(gold, predicted) if gold.p_value is not None else None,
            numerator=close(gold.numerator, predicted.numerator) if gold.numerator is not None else None,
            denominator=close(gold.denominator, predicted.denominator) if gold.denominator is not None else None,
            population=_population(gold, predicted),
            flags=set(gold.flags) <= set(predicted.flags) if gold.flags else None,
            kind_exact=predicted.kind == gold.kind or predicted.kind in gold.kind_any,
            page=None if page is None else predicted.page == page,
            **self._trial(gold, predicted),
        )

    def _arm(self, gold: GoldRow, predicted: Predicted) -> bool | None:
        if gold.arm_any is None:
            return not predicted.arm if gold.arm_empty else None
        if gold.arm is None and not predicted.arm:
            return True  # the document leaves it open which of the arms it is
        label, dose = predicted.arm, predicted.dose
        names = [label, f"{label} {dose}" if dose else label] if label else []
        if predicted.drugs:
            names.append(f"{' + '.join(predicted.drugs)} {dose or ''}")
        return same_arm(names, gold.arm_any, self._rivals(gold, gold.arm, gold.arm_any))

    def _comparator(self, gold: GoldRow, predicted: Predicted) -> bool | None:
        if not gold.comparator_any or not (gold.kind in EFFECTS or predicted.comparator):
            return None
        names = [predicted.comparator] if predicted.comparator else []
        return same_arm(names, gold.comparator_any, self._rivals(gold, gold.comparator, gold.comparator_any))

    def _rivals(self, gold: GoldRow, label: str | None, own: list[str]) -> list[list[str]]:
        """Names of the arms that this one must not be taken for."""
        trial = self.trials.get(gold.trial or "")
        arms = [arm for arm in (trial.arms if trial else []) if arm.label != label and arm.label not in own]
        if trial is None or not _identity(trial):
            mine = {fold(name) for name in own}
            others = [t for t in self.trials.values() if t is not trial and not _identity(t)]
            arms += [arm for t in others for arm in t.arms if not mine & {fold(name) for name in arm.any}]
        return [arm.any for arm in arms if not set(arm.any) >= set(own)]

    def _trial(self, gold: GoldRow, predicted: Predicted) -> dict[str, bool | None]:
        trial = self.trials.get(gold.trial or "")
        own = _identity(trial) if trial else set()
        others = {name for other in self.trials.values() if other is not trial for name in _identity(other)} - own
        said = _names(predicted.trial, predicted.registry_ids)
        link = bool(own & said) if own else not others & said
        return {"trial": bool(own & said) if own else None, "trial_link": link if len(self.trials) > 1 else None}

    def _says_softly(self, gold: GoldRow, predicted: Predicted) -> bool:
        """A qualitative result: the endpoint, and no contradiction in arm or direction."""
        if not same_endpoint(predicted.endpoint, gold.endpoint_any, []):
            return False
        if predicted.arm and self._arm(gold, predicted) is False:
            return False
        return not predicted.direction or not gold.direction_any or predicted.direction in gold.direction_any


def _says(gold: GoldRow, predicted: Predicted) -> bool:
    return same_kind(gold, predicted.kind) and same_value(gold, predicted.value or 0.0)


def _has_twin(row: GoldRow) -> bool:
    return row.kind == "percent" and row.value is not None and row.numerator is not None


def _twin(row: GoldRow) -> GoldRow:
    """The count behind a percentage: accepted as a row of its own, not demanded."""
    update = {"kind": "count", "value": float(row.numerator or 0), "unit": "patients", "required": False, "twin": True}
    return row.model_copy(update=update)


def _endpoints(rows: Iterable[GoldRow]) -> dict[str | None, list[list[str]]]:
    """All endpoints of each trial."""
    found: dict[str | None, list[list[str]]] = defaultdict(list)
    for row in rows:
        if row.endpoint_any and row.endpoint_any not in found[row.trial]:
            found[row.trial].append(row.endpoint_any)
    return found


def _identity(trial: GoldTrial) -> set[Key | str]:
    return _names(trial.acronym, trial.registry_ids)


def _names(acronym: str | None, registry_ids: list[str]) -> set[Key | str]:
    """What identifies a trial: its registry ids, and its acronym up to case and punctuation."""
    return {*registry_ids, *([name_key(acronym, arm=True)] if acronym else [])}


def _weight(hit: Hit) -> float:
    """Agreeing slots decide between the predictions of one value; exactness and place break ties."""
    slots = hit.slots
    others = sum(bool(getattr(slots, name)) for name in OTHER_SLOTS)
    return (
        PAIR
        + 20 * (hit.gold.value == hit.predicted.value)
        + 40 * slots.arm
        + 40 * slots.endpoint
        + 10 * slots.kind_exact
        + 8 * bool(slots.trial)
        + 5 * hit.gold.required
        + 3 * bool(slots.page)
        + 6 * others
    )


def _with_shared_p(hits: list[Hit]) -> list[Hit]:
    """A p value may stand on any row of its comparison."""

    def shared(hit: Hit) -> bool:
        group = [other for other in hits if other.gold.p_group == hit.gold.p_group]
        return bool(hit.gold.p_group) and any(same_p(hit.gold, other.predicted) for other in group)

    return [hit._replace(shared_p=shared(hit)) for hit in hits]


def _timepoint(gold: GoldRow, predicted: Predicted) -> bool | None:
    days, got = gold.timepoint_days, predicted.timepoint_days
    if days is None or (gold.timepoint_inferred and got is None):
        return None
    return got is not None and abs(days - got) <= max(NEAR, NEAR_SHARE * days)


def _population(gold: GoldRow, predicted: Predicted) -> bool | None:
    if gold.population_any is None:
        return None
    return fold(predicted.population or "") in {fold(name) for name in gold.population_any}


def _interval(gold: GoldRow, predicted: Predicted) -> bool | None:
    bounds = ((gold.ci_lower, predicted.ci_lower), (gold.ci_upper, predicted.ci_upper))
    printed = [(want, got) for want, got in bounds if want is not None]
    return all(close(want, got) for want, got in printed) if printed else None


def _values(decoy: Decoy) -> Iterable[float]:
    if isinstance(decoy.value, list):
        return decoy.value
    return numbers(decoy.surface or str(decoy.value))


def _flat(text: str | None) -> str:
    return " ".join(fold(text or "").split())
