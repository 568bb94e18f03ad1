"""What each compared document adds to the measures, as counts: the measures are ratios of their sums."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from slideextract.evaluate.compare import Compared, Hit
from slideextract.evaluate.gold import GoldRow, Predicted

DIGITS = 4  # decimals of every share


@dataclass(frozen=True)
class Part:
    """The gold rows and predictions that a line of the report is about; without `found` recall only."""

    wanted: Callable[[GoldRow], bool] = lambda _: True
    found: Callable[[Compared, Predicted], bool] | None = lambda _document, _row: True


WHOLE = Part()


class Tally(NamedTuple):
    """Counts of one document, or of several together.

    Attributes:
        required: demanded rows; `found` of them with the right number and kind.
        labelled: demanded rows with an arm or endpoint; `tuples` of them found with the right arm, endpoint and trial;
            `fulls` also with the right timepoint, comparator, interval and p.
        inside: demanded rows where false ones are counted too; `inside_right` of them found with the right tuple.
        predicted: rows given where false ones are counted; `valued` of them are some gold row's number, `right` its
            tuple; `accepted`, `accepted_valued` and `accepted_right` are those that ask for no review.
    """

    required: int = 0
    found: int = 0
    labelled: int = 0
    tuples: int = 0
    fulls: int = 0
    inside: int = 0
    inside_right: int = 0
    predicted: int = 0
    valued: int = 0
    right: int = 0
    accepted: int = 0
    accepted_valued: int = 0
    accepted_right: int = 0


RECALLS = {
    "value_recall": ("found", "required"),
    "tuple_recall": ("tuples", "labelled"),
    "full_recall": ("fulls", "labelled"),
}
PRECISIONS = {
    "precision": ("valued", "predicted"),
    "tuple_precision": ("right", "predicted"),
    "accepted_precision": ("accepted_valued", "accepted"),
    "accepted_tuple_precision": ("accepted_right", "accepted"),
    "accepted_share": ("accepted_right", "right"),
}
RATIOS = RECALLS | PRECISIONS


def tally(document: Compared, part: Part = WHOLE) -> Tally:
    """The counts of one document."""
    rows = [(row, document.by_gold.get(row)) for row in document.rows if row.required and part.wanted(row)]
    labelled = [hit for row, hit in rows if row.endpoint_any or row.arm_any]
    inside = [hit for row, hit in rows if document.demanded(row)]
    found = part.found
    given = [p for p in document.predicted if found is not None and document.counts(p) and found(document, p)]
    hits = [document.by_predicted.get(p) for p in given]
    accepted = [document.by_predicted.get(p) for p in given if p.accepted]
    return Tally(
        required=len(rows),
        found=_valued(hit for _, hit in rows),
        labelled=len(labelled),
        tuples=_right(labelled),
        fulls=sum(bool(hit and hit.full_right) for hit in labelled),
        inside=len(inside),
        inside_right=_right(inside),
        predicted=len(hits),
        valued=_valued(hits),
        right=_right(hits),
        accepted=len(accepted),
        accepted_valued=_valued(accepted),
        accepted_right=_right(accepted),
    )


def _valued(hits: Iterable[Hit | None]) -> int:
    return sum(hit is not None for hit in hits)


def _right(hits: Iterable[Hit | None]) -> int:
    return sum(bool(hit and hit.tuple_right) for hit in hits)


def total(tallies: Iterable[Tally]) -> Tally:
    """The counts of several documents together."""
    return Tally(*map(sum, zip(Tally(), *tallies, strict=True)))


def measured(counts: Tally, name: str) -> float | None:
    """A measure by its name, rounded; None where there is nothing to measure."""
    if name == "tuple_f1":
        return f1(measured(counts, "tuple_precision"), share(counts.inside_right, counts.inside))
    part, whole = RATIOS[name]
    return share(getattr(counts, part), getattr(counts, whole))


def share(part: int, whole: int) -> float | None:
    """A rounded share; None of nothing."""
    return round(part / whole, DIGITS) if whole else None


def f1(precision: float | None, recall: float | None) -> float | None:
    """Harmonic mean of precision and recall."""
    if precision is None or recall is None:
        return None
    return round(2 * precision * recall / (precision + recall), DIGITS) if precision + recall else 0.0
