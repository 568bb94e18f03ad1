"""`results.csv`: the rows of `results.jsonl` for spreadsheets."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from slideextract.facts import Dispersion, Fact
from slideextract.store.atomic import replaced

NESTED = ("slots",)  # evidence of single fields: in results.jsonl and in the database, too wide for a spreadsheet
SPREAD = tuple(Dispersion.model_fields)
# A cell that starts with one of these is run as a formula: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(path: Path, facts: Iterable[Fact]) -> None:
    """Write one row a fact; lists are joined with "; ", the dispersion has a column for each of its parts."""
    with replaced(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns())
        for fact in facts:
            writer.writerow(_row(fact))


def columns() -> list[str]:
    """Names of the columns, in the order of the contract."""
    names: list[str] = []
    for name in Fact.model_fields:
        if name == "dispersion":
            names += [f"dispersion_{part}" for part in SPREAD]
        elif name not in NESTED:
            names.append(name)
    return names


def _row(fact: Fact) -> list[str]:
    record = fact.model_dump(mode="json", exclude=set(NESTED))
    spread = record.pop("dispersion") or {}
    record |= {f"dispersion_{part}": spread.get(part) for part in SPREAD}
    return [_cell(record[name]) for name in columns()]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        flat = all(isinstance(item, str) for item in value)
        return escape("; ".join(value) if flat else json.dumps(value, ensure_ascii=False) if value else "")
    return escape(str(value))


def escape(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
