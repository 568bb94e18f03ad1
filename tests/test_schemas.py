"""The published schemas say what the program writes."""

import json
from pathlib import Path

import pytest

from records import document, fact, trial
from slideextract.facts import Record
from slideextract.schemas import RECORDS, schema, text, write

PUBLISHED = Path(__file__).parents[1] / "schemas"
RECORD = {"trial": trial(), "result": fact(), "document": document()}


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_the_published_schema_is_the_one_of_the_records(name: str) -> None:
    stale = f"schemas/{name}.schema.json is stale: run slideextract schema --out schemas"
    assert (PUBLISHED / f"{name}.schema.json").read_text("utf-8") == text(name), stale


def test_no_other_schema_is_published() -> None:
    assert sorted(path.name for path in PUBLISHED.iterdir()) == sorted(f"{name}.schema.json" for name in RECORDS)


@pytest.mark.parametrize(("name", "record"), sorted(RECORD.items()))
def test_a_line_has_the_fields_of_its_schema(name: str, record: Record) -> None:
    fields = schema(name)["properties"]
    assert set(json.loads(record.model_dump_json())) == set(fields)
    assert schema(name)["additionalProperties"] is False


def test_numbers_are_numbers() -> None:
    value = schema("result")["properties"]["value"]["anyOf"]
    assert {"string"}.isdisjoint(kind.get("type") for kind in value)


def test_a_schema_is_written_into_a_folder_that_is_made(tmp_path: Path) -> None:
    path = write("trial", tmp_path / "new")
    assert json.loads(path.read_text("utf-8"))["title"] == "Trial"
