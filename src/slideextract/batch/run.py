"""A whole run: discover, extract each document, merge, check, store."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from slideextract.batch.discover import Discovery, discover
from slideextract.batch.executor import Executor, Inline
from slideextract.batch.outcome import Outcome, process
from slideextract.checks import check_all
from slideextract.facts import DocumentRecord, Fact, Ledger, Trial
from slideextract.merge import merge
from slideextract.store import Contents, prepare, store

DONE = frozenset({"ok", "ok_empty"})
Progress = Callable[[DocumentRecord, int], None]  # a document that is done, and how many there are in all


@dataclass(frozen=True, slots=True)
class Run:
    """What a run found.

    Attributes:
        documents: one record per input, sorted by name.
        ignored: hidden files, lock files and the like that were left out.
        files: how many inputs could be opened at all; 0 means that there was nothing to do.
        stored: whether the output folder was written.
    """

    documents: tuple[DocumentRecord, ...]
    facts: tuple[Fact, ...]
    trials: tuple[Trial, ...]
    ledger: tuple[tuple[str, Ledger], ...]
    ignored: int
    files: int
    stored: bool = True

    @property
    def statuses(self) -> dict[str, int]:
        """How many documents ended with each status."""
        return dict(sorted(Counter(record.status for record in self.documents).items()))

    @property
    def failed(self) -> tuple[DocumentRecord, ...]:
        """The documents that did not end `ok` or `ok_empty`."""
        return tuple(record for record in self.documents if record.status not in DONE)


def ingest(
    paths: Iterable[Path],
    out: Path,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Run:
    """Read all documents under `paths` and leave the files of the contract in `out`.

    Raises:
        StoreError: `out` can't be written; raised before any work.
    """
    prepare(out)
    found = discover(paths, exclude=out)
    outcomes = _outcomes(found, executor or Inline(), progress)
    run = _gather(found, outcomes)
    if not run.files and (out / "documents.jsonl").exists():
        return Run(run.documents, (), (), (), run.ignored, 0, stored=False)  # a mistyped path costs no earlier run
    store(Contents(run.documents, run.facts, run.trials, run.ledger), out)
    return run


def _outcomes(found: Discovery, executor: Executor, progress: Progress | None) -> list[Outcome]:
    outcomes = []
    for outcome in executor.run(process, found.sources):
        outcomes.append(outcome)
        if progress:
            progress(outcome.record, len(found.sources))
    return sorted(outcomes, key=lambda outcome: outcome.record.document)


def _gather(found: Discovery, outcomes: list[Outcome]) -> Run:
    extractions = [outcome.extraction for outcome in outcomes if outcome.extraction]
    facts, trials = check_all(*merge(extractions))
    ledger = tuple((extraction.document, entry) for extraction in extractions for entry in extraction.ledger)
    return Run(
        documents=tuple(outcome.record for outcome in outcomes),
        facts=tuple(facts),
        trials=tuple(trials),
        ledger=ledger,
        ignored=found.ignored,
        files=found.files,
    )
