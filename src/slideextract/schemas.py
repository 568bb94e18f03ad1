"""The published JSON Schemas, made from the records in `facts.py`."""

import json
from pathlib import Path
from typing import Any

from slideextract.facts import DocumentRecord, Fact, Record, Trial

RECORDS: dict[str, type[Record]] = {"trial": Trial, "result": Fact, "document": DocumentRecord}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str) -> dict[str, Any]:
    """The schema of what a line of `trials.jsonl`, `results.jsonl` or `documents.jsonl` holds."""
    return {"$schema": DIALECT, **RECORDS[name].model_json_schema(mode="serialization")}


def text(name: str) -> str:
    """The schema as it stands in `schemas/NAME.schema.json`."""
    return json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"


def write(name: str, folder: Path) -> Path:
    """Write the schema into `folder`; the path of the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.schema.json"
    path.write_text(text(name), encoding="utf-8", newline="\n")
    return path
