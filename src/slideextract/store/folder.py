"""The output folder of a run."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from slideextract.errors import StoreError
from slideextract.facts import DocumentRecord, Fact, Ledger, Trial
from slideextract.store.jsonl import write_lines
from slideextract.store.spreadsheet import write_csv


@dataclass(frozen=True, slots=True)
class Contents:
    """What is stored; sorted by the caller. The ledger is a document's name with each of its entries."""

    documents: tuple[DocumentRecord, ...]
    facts: tuple[Fact, ...]
    trials: tuple[Trial, ...]
    ledger: tuple[tuple[str, Ledger], ...] = ()


def prepare(out: Path) -> None:
    """Make the folder, and prove that it can be written, before any work is done.

    Raises:
        StoreError: it can't.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        message = f"the output folder {out} can't be written: {error.strerror or error}; choose another with --out"
        raise StoreError(message) from error


def store(contents: Contents, out: Path) -> None:
    """Write all files of the contract into `out`; `documents.jsonl` last, so that it tells a finished run.

    Raises:
        SchemaError: a record doesn't fit its schema.
        StoreError: a file can't be written.
    """
    from slideextract.store.sql import write_database  # noqa: PLC0415 - SQLAlchemy takes long to load

    prepare(out)
    write_lines(out / "results.jsonl", contents.facts)
    write_lines(out / "trials.jsonl", contents.trials)
    write_csv(out / "results.csv", contents.facts)
    write_database(out / "slideextract.db", contents)
    write_lines(out / "documents.jsonl", contents.documents)
