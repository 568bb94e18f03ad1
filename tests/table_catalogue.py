"""The catalogue of tables in `tests/tables`: each as cells with spans, and the gold of what it says."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from slideextract.evaluate.gold import GoldArm, GoldDocument, GoldRow, GoldTrial
from slideextract.facts import EFFECTS

FOLDER = Path(__file__).with_name("tables")
TURN = "---"
SPREADS = frozenset({"sd", "se", "iqr", "range"})
SIGNS = ("<", ">", "=")


@dataclass(frozen=True)
class TableCell:
    """A cell: its lines, its place and its spans."""

    lines: tuple[str, ...]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class Wanted:
    """What the scorer doesn't ask for: the spread, the arm's size, the group and the set of one row of gold."""

    value: float
    arm: str | None
    size: int | None = None
    spread: str | None = None
    subgroup: str | None = None
    population: str | None = None


@dataclass(frozen=True)
class Shape:
    """One table of the catalogue, on one page or several."""

    name: str
    language: str
    title: str
    pages: tuple[tuple[TableCell, ...], ...]
    gold: GoldDocument
    wanted: tuple[Wanted, ...]
    sizes: dict[tuple[str, ...], int]
    caption: str = ""
    notes: tuple[str, ...] = field(default=())


@cache
def catalogue() -> dict[str, Shape]:
    """All shapes by name, "fr: section rows"."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for entry in tomllib.loads(path.read_text("utf-8"))["table"]:
            name = f"{path.stem}: {entry['name']}"
            assert name not in found, f"{name} stands twice in the catalogue"
            found[name] = _shape(name, path.stem, entry)
    return found


def size_of(page: tuple[TableCell, ...]) -> tuple[int, int]:
    """Rows and columns of a table."""
    return max(c.row + c.row_span for c in page), max(c.column + c.column_span for c in page)


def _shape(name: str, language: str, entry: dict[str, Any]) -> Shape:
    arms: dict[str, list[str]] = entry["arms"]
    trial = GoldTrial(key="t", arms=[GoldArm(label=key, any=names) for key, names in arms.items()])
    lines = [line for line in entry["gold"].splitlines() if line.strip()]
    rows = [_gold_row(f"r{number}", line, arms) for number, line in enumerate(lines)]
    return Shape(
        name=name,
        language=language,
        title=entry["title"],
        pages=tuple(_cells(part) for part in entry["rows"].strip("\n").split(f"\n{TURN}\n")),
        gold=GoldDocument(doc=_file_name(name), lang=language, exhaustive=True, trials=[trial], rows=rows),
        wanted=tuple(_wanted(row, line) for row, line in zip(rows, lines, strict=True)),
        sizes={tuple(map(str.casefold, arms[key])): size for key, size in entry.get("sizes", {}).items()},
        caption=entry.get("caption", ""),
        notes=tuple(entry.get("notes", ())),
    )


def _file_name(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name)


def _cells(part: str) -> tuple[TableCell, ...]:
    """The cells of a table; a place that a cell from above reaches into is written as a blank."""
    found: list[TableCell] = []
    until: dict[int, int] = {}  # for each column, the first row that is free
    for row, line in enumerate(part.splitlines()):
        column = 0
        for cell in line.split("|"):
            if until.get(column, 0) > row:
                assert not cell.strip(), f"{cell} stands where a cell from above reaches to: {line}"
                column += 1
                continue
            text, _, across = cell.partition("»")
            text, _, down = text.partition("«")
            wide, high = int(across or 1), int(down or 1)
            found.append(TableCell(tuple(part.strip() for part in text.split("⏎")), row, column, high, wide))
            until |= dict.fromkeys(range(column, column + wide), row + high)
            column += wide
    return tuple(found)


def _gold_row(number: str, line: str, arms: dict[str, list[str]]) -> GoldRow:
    (kind, value), endpoint, arm, slots = _parsed(line)
    own, _, other = (part.strip() for part in arm.partition(" vs "))
    names = [name.strip() for name in endpoint.split(" / ")]
    row: dict[str, Any] = {"id": number, "trial": "t", "kind": kind, "value": value, "endpoint_any": names}
    row |= {"arm": own, "arm_any": arms[own], "required": not line.startswith("?")}
    row |= {"unit": "%" if kind == "percent" else None}
    if other:
        row |= {"comparator": other, "comparator_any": arms[other]}
    if "day" in slots:
        row["timepoint_days"] = slots["day"]
    if "ci" in slots:
        row["ci_lower"], row["ci_upper"] = slots["ci"].split("..")
    if "p" in slots:
        sign = next(sign for sign in SIGNS if slots["p"].startswith(sign))
        row |= {"p_modifier": sign, "p_value": slots["p"].removeprefix(sign)}
    row |= {"numerator": slots.get("n"), "denominator": slots.get("of")}
    return GoldRow.model_validate(row)


def _parsed(line: str) -> tuple[tuple[str, str], str, str, dict[str, str]]:
    figure, endpoint, arm, rest = (part.strip() for part in line.lstrip("?").split("|", 3))
    kind, value = figure.split()
    slots: dict[str, str] = {}
    for word in rest.split():
        name, sign, text = word.partition("=")
        if sign and name.isalpha() and name.islower():
            slots[name] = text
        else:
            slots[list(slots)[-1]] += f" {word}"  # a value of several words
    return (kind, value), endpoint, arm, slots


def _wanted(row: GoldRow, line: str) -> Wanted:
    slots = _parsed(line)[3]
    spread = next((f"{name} {slots[name]}" for name in SPREADS & slots.keys()), None)
    size = int(slots["size"]) if "size" in slots else None
    arm = row.arm if row.kind not in EFFECTS else None
    return Wanted(row.value or 0.0, arm, size, spread, slots.get("in"), slots.get("set"))
