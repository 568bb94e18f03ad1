"""JSON lines: one record a line, checked against its schema before it is written."""

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from slideextract.errors import SchemaError
from slideextract.facts import Record
from slideextract.store.atomic import replaced


def write_lines(path: Path, records: Iterable[Record]) -> None:
    """Write `records` to `path` in the order given.

    Raises:
        SchemaError: a record doesn't fit its schema; nothing is written.
        StoreError: the file can't be written.
    """
    with replaced(path) as temporary, temporary.open("wb") as file:
        for record in records:
            file.write(_line(record))


def _line(record: Record) -> bytes:
    """The record as UTF-8 JSON.

    Records that were made by copying with changes were never validated as a whole, so each line is read back.
    """
    try:
        text = json.dumps(record.model_dump(mode="json"), ensure_ascii=False, allow_nan=False)
        line = text.encode("utf-8") + b"\n"
        type(record).model_validate_json(line)
    except (ValidationError, ValueError) as error:
        message = f"{_name(record)} doesn't fit its schema: {' '.join(str(error).split())}"
        raise SchemaError(message) from error
    return line


def _name(record: Record) -> str:
    keys = ("result_id", "trial_id", "document")
    known = [f"{key} {getattr(record, key)}" for key in keys if getattr(record, key, None)]
    return " ".join([type(record).__name__, *known])
