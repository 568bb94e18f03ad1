"""Studies and documents as they are written down in `studies/*.toml` and `documents/*.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from corpus_build.figures import Figure, figure

HERE = Path(__file__).parent
EFFECT_KINDS = {"diff": "difference", "hr": "hazard_ratio"}
UNITS = {"percent": "%", "count": "patients", "difference": "percentage points"}


class _Source(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Arm(_Source):
    """A group of a trial, with all names that a document may print for it."""

    label: str
    names: list[str] = []
    n: int | None = None


class Effect(_Source):
    """A comparison of two arms. `value` is written as for `figure`."""

    value: str
    kind: str | None = None
    unit: str | None = None
    arm: str | None = None
    versus: str | None = None


class Measure(_Source):
    """An endpoint at a time, its values, and the comparisons.

    A value whose key is no arm of the trial is one of all participants, or one whose arm the text leaves open.
    `population` and `flags` are what a footnote says of all its values, `sizes` the participants behind each.
    """

    names: list[str]
    days: float | None = None
    kind: str = "percent"
    unit: str | None = None
    values: dict[str, str] = {}
    effects: dict[str, str | Effect] = {}
    directions: dict[str, list[str]] = {}
    optional: bool = False
    inferred: bool = False
    kinds: list[str] = []
    sign_in_words: bool = False
    population: list[str] = []
    flags: list[str] = []
    sizes: dict[str, int] = {}


class Trial(_Source):
    """What identifies a trial."""

    key: str
    acronym: str | None = None
    registry_ids: list[str] = []
    phase: str | None = None
    n: int | None = None
    required: bool = True


class Study(_Source):
    """A trial with its arms and everything that was measured."""

    origin: str
    trial: Trial
    arm: dict[str, Arm] = {}
    measure: dict[str, Measure] = {}


@dataclass(frozen=True)
class Fact:
    """One printed value: of an arm, or of a comparison. A qualitative one has directions in place of a figure."""

    study: str
    measure: str
    spec: Measure
    kind: str
    unit: str | None
    arm: str | None
    versus: str | None = None
    figure: Figure | None = None
    directions: tuple[str, ...] = ()


class Part(_Source):
    """A piece of a slide or of a text.

    An empty key in the `values` of a chart is a point that it lacks; `error_bars` draws the interval of each value.
    The first `heads` rows of a table are its header; `open` has rules over and under header and table only in the PDF.
    """

    type: Literal[
        "bullets",
        "text",
        "card",
        "table",
        "chart",
        "number",
        "note",
        "bars",
        "grouped",
        "lying",
        "bracket",
        "curve",
        "arrow",
        "heading",
        "para",
        "small",
    ]
    box: tuple[float, float, float, float] = (0, 0, 0, 0)
    text: str = ""
    head: str = ""
    lines: list[str] = []
    rows: list[list[str]] = []
    widths: list[float] = []
    heads: int = 1
    open: bool = False
    size: float = 16
    align: Literal["left", "center", "right"] = "left"
    tone: Literal["plain", "primary", "accent", "soft", "muted"] = "plain"
    categories: list[str] = []
    series: list[str] = []
    values: list[list[str]] = []
    number_format: str = "0.0"
    fractions: bool = False
    plot: Literal["columns", "deep_columns", "line"] = "columns"
    error_bars: bool = False
    top: float = 100


class Slide(_Source):
    """A slide; a hidden one is not in the PDF, and no notes are. A `pictured` one is a picture of itself."""

    title: str
    subtitle: str = ""
    cover: bool = False
    hidden: bool = False
    pictured: bool = False
    notes: str = ""
    part: list[Part] = []


class Source(_Source):
    """A document, in one or more formats."""

    doc: str
    title: str
    lang: Literal["fr", "en"]
    kind: Literal["deck", "abstract", "press", "protocol"]
    formats: list[Literal["pptx", "pdf", "docx", "html", "txt", "md"]]
    shows: str
    studies: list[str] = []
    origin: str = ""
    palette: str = "navy"
    footer: str = ""
    slide: list[Slide] = []
    part: list[Part] = []
    body: str = ""
    change: dict[str, dict[str, Any]] = {}


def documents() -> list[Source]:
    """All documents, in the order of their names."""
    return [Source.model_validate(_read(path)) for path in sorted((HERE / "documents").glob("*.toml"))]


def studies_of(source: Source) -> dict[str, Study]:
    """The studies that a document tells, with what it prints differently."""
    return {
        name: Study.model_validate(_merged(_read(HERE / "studies" / f"{name}.toml"), source.change.get(name, {})))
        for name in source.studies
    }


def fact(studies: dict[str, Study], key: str) -> Fact:
    """The fact behind a key: `regency.crr.obi`, or `crr.obi` where the document tells one study only.

    Raises:
        KeyError: there is none.
    """
    parts = key.split(".")
    name = parts.pop(0) if parts[0] in studies else next(iter(studies))
    measure_key, slot = parts
    measure = studies[name].measure[measure_key]
    if slot in measure.effects:
        return _effect(name, measure_key, measure, slot)
    arm = slot if slot in studies[name].arm else None
    if slot in measure.directions:
        given = tuple(measure.directions[slot])
        return Fact(name, measure_key, measure, "qualitative", None, arm, directions=given)
    unit = measure.unit or UNITS.get(measure.kind)
    return Fact(name, measure_key, measure, measure.kind, unit, arm, figure=figure(measure.values[slot]))


def _effect(name: str, measure_key: str, measure: Measure, slot: str) -> Fact:
    given = measure.effects[slot]
    effect = given if isinstance(given, Effect) else Effect(value=given)
    kind = effect.kind or EFFECT_KINDS[slot]
    points = UNITS["difference"] if measure.kind == "percent" else measure.unit
    unit = effect.unit or (points if kind == "difference" else None)
    arm, versus = [*measure.values, None, None][:2]
    return Fact(
        name,
        measure_key,
        measure,
        kind,
        unit,
        effect.arm or arm,
        effect.versus or versus,
        figure(effect.value),
    )


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _merged(whole: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    out = dict(whole)
    for key, value in change.items():
        inner = out.get(key)
        out[key] = _merged(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return out
