"""What an earlier run left in its folder, read back."""

from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import create_engine, select
from sqlalchemy.exc import SQLAlchemyError

from slideextract.errors import StoreError
from slideextract.facts import DocumentRecord, Ledger
from slideextract.store import tables

DATABASE, DOCUMENTS = "slideextract.db", "documents.jsonl"


def read_documents(out: Path) -> list[DocumentRecord]:
    """The records of the documents of a run, in its order.

    Raises:
        StoreError: the folder holds no finished run.
    """
    path = out / DOCUMENTS
    try:
        lines = path.read_text("utf-8").splitlines()
        return [DocumentRecord.model_validate_json(line) for line in lines if line.strip()]
    except (OSError, ValidationError) as error:
        raise StoreError(_no_run(out, path.name, error)) from error


def read_rejected(out: Path) -> dict[str, list[Ledger]]:
    """The numbers of each document that were refused as results, in the order of its text.

    Raises:
        StoreError: the folder holds no finished run.
    """
    path = out / DATABASE
    table = tables.REJECTED_CANDIDATE
    if not path.is_file():
        raise StoreError(_no_run(out, path.name, "there is no such file"))
    engine = create_engine(f"sqlite:///{path}")
    query = select(table).where(table.c.verdict == "rejected").order_by(table.c.document, table.c.char_start)
    try:
        with engine.connect() as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
    except SQLAlchemyError as error:
        raise StoreError(_no_run(out, path.name, error)) from error
    finally:
        engine.dispose()
    found: dict[str, list[Ledger]] = {}
    for row in rows:
        found.setdefault(row.pop("document"), []).append(Ledger.model_validate(row))
    return found


def _no_run(out: Path, name: str, error: object) -> str:
    said = " ".join(str(error).split())
    return f"{out} holds no run of slideextract ingest: {name}: {said}"
