"""Recall and precision over compared documents, in all and broken down."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slideextract.evaluate.compare import SLOTS, Compared, Hit
from slideextract.evaluate.gold import GoldDocument, GoldRow, Predicted, read_gold, read_run, stem

Scores = dict[str, Any]
DIGITS = 4  # decimals of every share


def evaluate(run: Path, gold: Path) -> Scores:
    """Score the run in the folder `run` against the gold file `gold`.

    `value_recall`: demanded rows whose number and kind were found. `tuple_recall`: those with the right arm, endpoint
    and trial, of the rows that the gold labels. `full_recall`: and the right timepoint, comparator, interval and p.
    `precision`, `tuple_precision`: over documents whose gold is exhaustive.

    Raises:
        SlideExtractError: a file is missing or isn't what it should be.
    """
    compared = compare(read_gold(gold), read_run(run))
    return {"documents": len(compared), **measure(compared), **_aside(compared), **_broken_down(compared)}


def compare(gold: Sequence[GoldDocument], found: dict[str, list[Predicted]]) -> list[Compared]:
    """Each gold document with each file of that name; a document without a file counts as empty."""
    files: dict[str, list[str]] = defaultdict(list)
    for name in sorted(found):
        files[stem(name)].append(name)
    return [Compared(g, name, found.get(name, [])) for g in gold for name in files.get(g.doc) or [g.doc]]


@dataclass(frozen=True)
class Part:
    """The gold rows and predictions that a line of the report is about; without `found` recall only."""

    wanted: Callable[[GoldRow], bool] = lambda _: True
    found: Callable[[Compared, Predicted], bool] | None = lambda _document, _row: True


WHOLE = Part()


def measure(documents: Iterable[Compared], part: Part = WHOLE) -> Scores:
    """The measures of one line of the report."""
    documents = list(documents)
    rows = [(d, row, d.by_gold.get(row)) for d in documents for row in d.rows if row.required and part.wanted(row)]
    labelled = [hit for _, row, hit in rows if row.endpoint_any or row.arm_any]
    scores: Scores = {
        "required": len(rows),
        "value_recall": share(sum(hit is not None for _, _, hit in rows), len(rows)),
        "labelled": len(labelled),
        "tuple_recall": share(_tuples(labelled), len(labelled)),
        "full_recall": share(sum(bool(hit and hit.full_right) for hit in labelled), len(labelled)),
    }
    if part.found is None:
        return scores
    kept = [(d, p) for d in documents for p in d.predicted if d.counts(p) and part.found(d, p)]
    hits = [d.by_predicted.get(p) for d, p in kept]
    inside = [hit for d, row, hit in rows if d.demanded(row)]
    precision = share(_tuples(hits), len(hits))
    return scores | {
        "predicted": len(hits),
        "precision": share(sum(hit is not None for hit in hits), len(hits)),
        "tuple_precision": precision,
        "tuple_f1": f1(precision, share(_tuples(inside), len(inside))),
    }


def _tuples(hits: Iterable[Hit | None]) -> int:
    return sum(bool(hit and hit.tuple_right) for hit in hits)


def share(part: int, whole: int) -> float | None:
    """A rounded share; None of nothing."""
    return round(part / whole, DIGITS) if whole else None


def f1(precision: float | None, recall: float | None) -> float | None:
    """Harmonic mean of precision and recall."""
    if precision is None or recall is None:
        return None
    return round(2 * precision * recall / (precision + recall), DIGITS) if precision + recall else 0.0


def _aside(documents: Sequence[Compared]) -> Scores:
    """Decoys, qualitative results and single slots."""
    demanded = sum(row.required for d in documents for row in d.soft)
    said = sum(hit.gold.required for d in documents for hit in d.soft_hits)
    return {
        "decoy_hits": sum(d.is_decoy(row) for d in documents for row in d.predicted),
        "qualitative": {
            "required": demanded,
            "recall": share(said, demanded),
            "predicted": sum(len(d.soft_predicted) for d in documents),
        },
        "slots": {name: _slot(documents, name) for name in SLOTS},
    }


def _slot(documents: Sequence[Compared], name: str) -> Scores:
    hits = [hit for d in documents for hit in d.hits if not hit.gold.twin]
    if name in {"arm", "endpoint"}:
        hits = [hit for hit in hits if getattr(hit.gold, f"{name}_any") is not None]
    hits = [hit for hit in hits if getattr(hit.slots, name) is not None]
    right = sum(hit.p_right if name == "p" else getattr(hit.slots, name) for hit in hits)
    return {"n": len(hits), "accuracy": share(right, len(hits))}


def _broken_down(documents: Sequence[Compared]) -> Scores:
    demanded = [row for d in documents for row in d.rows if row.required]
    languages = sorted({d.gold.lang for d in documents})
    kinds = sorted({row.kind for row in demanded})
    sources = sorted({row.source or "text" for d in documents for row in d.rows})
    return {
        "lang": {name: measure(d for d in documents if d.gold.lang == name) for name in languages},
        "kind": {name: measure(documents, _of_kind(name)) for name in kinds},
        "source": {name: measure(documents, _of_source(name)) for name in sources},
    }


def _of_kind(kind: str) -> Part:
    """A prediction belongs to the kind of the gold row that it says, else to its own."""

    def found(document: Compared, row: Predicted) -> bool:
        hit = document.by_predicted.get(row)
        return (hit.gold.kind if hit else row.kind) == kind

    return Part(lambda row: row.kind == kind, found)


def _of_source(source: str) -> Part:
    """Recall only: a false row has no source."""
    return Part(lambda row: (row.source or "text") == source, None)
