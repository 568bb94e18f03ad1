"""The numbers that look like results and became none, document by document, with the reason for each.

Those that became something else, a dose, a date, the size of an arm, are not among them; `why` tells of all.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from slideextract.document import Document
from slideextract.facts import DocumentRecord, Extraction, Ledger
from slideextract.store.stored import read_documents, read_rejected


@dataclass(frozen=True, slots=True)
class Lost:
    """What one document lost.

    Attributes:
        results: how many results it gave.
        error: why it could not be read, or not whole.
    """

    document: str
    results: int
    entries: tuple[Ledger, ...]
    error: str | None = None

    def only(self, wanted: Callable[[Ledger], bool]) -> "Lost":
        """The same with some of its numbers."""
        return replace(self, entries=tuple(filter(wanted, self.entries)))


def of_run(out: Path) -> list[Lost]:
    """What each document of an earlier run lost; one that could not be read says so.

    Raises:
        StoreError: the folder holds no finished run.
    """
    rejected = read_rejected(out)
    return [_of_record(record, rejected.get(record.document, ())) for record in read_documents(out)]


def _of_record(record: DocumentRecord, entries: Sequence[Ledger]) -> Lost:
    error = None if record.error is None else f"{record.status}: {record.error}"
    return Lost(record.document, record.results, tuple(entries), error)


def of_document(document: Document, extraction: Extraction) -> Lost:
    """What one document lost that was just read."""
    entries = tuple(entry for entry in extraction.ledger if entry.verdict == "rejected")
    return Lost(document.name, len(extraction.facts), entries)


def told(lost: Iterable[Lost]) -> Iterator[str]:
    """A headline for each document with its numbers below, then how often each reason was given."""
    reasons: Counter[str] = Counter()
    documents = list(lost)
    for one in documents:
        yield f"{one.document}: {_counted(one.results, len(one.entries))}"
        if one.error is not None:
            yield f"\t{one.error}"
        for entry in one.entries:
            yield "\t".join(["", f"page {entry.page}", " ".join(entry.raw.split()), entry.reason, entry.rule])
            reasons[entry.reason] += 1
    results = sum(one.results for one in documents)
    yield f"{len(documents)} documents: {_counted(results, reasons.total())}"
    for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
        yield f"\t{count}\t{reason}"


def _counted(results: int, numbers: int) -> str:
    return f"{results} results; {numbers} numbers look like results and became none"


def rows(lost: Iterable[Lost]) -> Iterator[dict[str, Any]]:
    """The same for programs: one record a number."""
    for one in lost:
        for entry in one.entries:
            yield {"document": one.document} | entry.model_dump(mode="json", exclude={"verdict", "result_id"})
