"""Recall and precision over compared documents, in all and broken down."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from slideextract.evaluate.acceptance import acceptance
from slideextract.evaluate.bootstrap import intervals
from slideextract.evaluate.compare import SLOTS, Compared
from slideextract.evaluate.gold import GoldDocument, GoldRow, Predicted, read_gold, read_run, stem
from slideextract.evaluate.specialty import specialty
from slideextract.evaluate.tally import PRECISIONS, RECALLS, WHOLE, Part, Tally, measured, share, tally, total

Scores = dict[str, Any]
UNNAMED = "none"  # the set of documents that name none


def evaluate(run: Path, gold: Path) -> Scores:
    """Score the run in the folder `run` against the gold file `gold`.

    `value_recall`: demanded rows whose number and kind were found. `tuple_recall`: those with the right arm, endpoint
    and trial, of the rows that the gold labels. `full_recall`: and the right timepoint, comparator, interval and p.
    `precision`, `tuple_precision`: over documents whose gold is exhaustive; `accepted_precision` and
    `accepted_tuple_precision` are those of the rows with the status `accepted`, and `accepted_share` tells how many of
    the right rows have it. `intervals`: the 95% interval of each, see `bootstrap`.

    Raises:
        SlideExtractError: a file is missing or isn't what it should be.
    """
    return scored(compare(read_gold(gold), read_run(run)))


def scored(compared: Sequence[Compared]) -> Scores:
    """The scores of documents that are compared already: those of several runs together."""
    told = {"acceptance": acceptance(compared)}
    return {"documents": len(compared), **measure(compared), **_aside(compared), **told, **_broken_down(compared)}


def compare(gold: Sequence[GoldDocument], found: dict[str, list[Predicted]]) -> list[Compared]:
    """Each gold document with each file of that name; a document without a file counts as empty."""
    files: dict[str, list[str]] = defaultdict(list)
    for name in sorted(found):
        files[stem(name)].append(name)
    return [Compared(g, name, found.get(name, [])) for g in gold for name in files.get(g.doc) or [g.doc]]


def measure(documents: Iterable[Compared], part: Part = WHOLE) -> Scores:
    """The measures of one line of the report."""
    by_document: dict[str, list[Tally]] = defaultdict(list)
    for document in documents:
        by_document[document.gold.doc].append(tally(document, part))
    tallies = [total(files) for files in by_document.values()]
    counts = total(tallies)
    names = [*RECALLS, *([*PRECISIONS, "tuple_f1"] if part.found is not None else [])]
    figures: Scores = {"required": counts.required, "labelled": counts.labelled}
    figures |= {"predicted": counts.predicted} if part.found is not None else {}
    return figures | {name: measured(counts, name) for name in names} | {"intervals": intervals(tallies, names)}


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
    kinds = sorted({row.kind for d in documents for row in d.rows if row.required})
    sources = sorted({row.source or "text" for d in documents for row in d.rows})
    return {
        "lang": _by(documents, lambda gold: gold.lang),
        "kind": {name: measure(documents, _of_kind(name)) for name in kinds},
        "source": {name: measure(documents, _of_source(name)) for name in sources},
        "specialty": _by(documents, specialty),
        "set": _by(documents, lambda gold: gold.collection or UNNAMED) if _collected(documents) else {},
    }


def _collected(documents: Sequence[Compared]) -> bool:
    return any(document.gold.collection is not None for document in documents)


def _by(documents: Sequence[Compared], said: Callable[[GoldDocument], str]) -> Scores:
    """The measures of the documents of which the same is said."""
    groups: dict[str, list[Compared]] = defaultdict(list)
    for document in documents:
        groups[said(document.gold)].append(document)
    return {name: measure(groups[name]) for name in sorted(groups)}


def _of_kind(kind: str) -> Part:
    """A prediction belongs to the kind of the gold row that it says, else to its own."""

    def found(document: Compared, row: Predicted) -> bool:
        hit = document.by_predicted.get(row)
        return (hit.gold.kind if hit else row.kind) == kind

    return Part(lambda row: row.kind == kind, found)


def _of_source(source: str) -> Part:
    """Recall only: a false row has no source."""

    def wanted(row: GoldRow) -> bool:
        return (row.source or "text") == source

    return Part(wanted, None)
