"""The two sides of a comparison: gold documents, and the rows of a run as far as they are scored."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from slideextract.errors import SlideExtractError

SUFFIX = re.compile(r"\.(pptx|pdf|txt|html?|docx|md|png|jpe?g)$", re.IGNORECASE)


class _Side(BaseModel):
    """Compared by identity: two rows of gold may be equal and still be two."""

    model_config = ConfigDict(extra="ignore")
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


Side = TypeVar("Side", bound=_Side)


class GoldArm(_Side):
    """An arm, and all names that are accepted for it."""

    label: str
    any: list[str] = []
    n: int | None = None


class GoldTrial(_Side):
    """A trial of a gold document."""

    key: str
    acronym: str | None = None
    registry_ids: list[str] = []
    arms: list[GoldArm] = []


class GoldRow(_Side):
    """A result that the document prints. A slot that is None says nothing.

    Attributes:
        arm_any: names of the arm; where `arm` is None, of the arms between which the document leaves it open.
        flags: what a footnote makes of the figure: `post_hoc`, `p_nominal`.
    """

    id: str
    trial: str | None = None
    endpoint_any: list[str] | None = None
    arm: str | None = None
    arm_any: list[str] | None = None
    arm_empty: bool = False
    timepoint_days: float | None = None
    timepoint_inferred: bool = False
    kind: str
    kind_any: list[str] = []
    value: float | None = None
    value_any: list[float] = []
    sign_free: bool = False
    unit: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    comparator: str | None = None
    comparator_any: list[str] | None = None
    ci_lower: float | None = None
    ci_upper: float | None = None
    p_modifier: str | None = None
    p_value: float | None = None
    p_group: str | int | None = None
    page: int | None = None
    page_pdf: int | None = None
    source: str | None = None
    required: bool = True
    not_in: list[str] = []
    direction_any: list[str] = []
    population_any: list[str] | None = None
    flags: list[str] = []
    twin: bool = False  # made here: the count behind a percentage


class Decoy(_Side):
    """A figure that looks like a result and is none."""

    surface: str | None = None
    value: float | list[float] | None = None
    page: int | None = None
    page_pdf: int | None = None


class GoldDocument(_Side):
    """All that is to be found in one document.

    Attributes:
        exhaustive: whether it lists every result, so that a row without gold is a false one.
        exhaustive_kinds: the kinds of which it does; all where it is None.
        collection: the name of the set that it is from: `set` in the file.
        specialty: the medical specialty; made out from the endpoints where it is None.
    """

    doc: str
    lang: str
    exhaustive: bool = False
    exhaustive_kinds: list[str] | None = None
    collection: str | None = Field(default=None, alias="set")
    specialty: str | None = None
    trials: list[GoldTrial] = []
    rows: list[GoldRow] = []
    decoys: list[Decoy] = []


class Predicted(_Side):
    """A row of `results.jsonl`."""

    document: str
    page: int | None = None
    trial_id: str | None = None
    trial: str | None = None
    registry_ids: list[str] = []
    endpoint: str | None = None
    timepoint_days: float | None = None
    arm: str | None = None
    drugs: list[str] = []
    dose: str | None = None
    kind: str
    value: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    comparator: str | None = None
    ci_lower: float | None = None
    ci_upper: float | None = None
    p_modifier: str | None = None
    p_value: float | None = None
    population: str | None = None
    rule: str = ""
    status: str = "accepted"
    flags: list[str] = []
    direction: str | None = None
    quote: str | None = None
    reader: str | None = None
    also: list[dict[str, Any]] = []

    @property
    def accepted(self) -> bool:
        """Whether nobody is asked to look at it."""
        return self.status == "accepted"


def read_gold(path: Path) -> list[GoldDocument]:
    """The documents of a gold file.

    Raises:
        SlideExtractError: the file is missing, or a line is no gold document; names the line.
    """
    return [_parsed(GoldDocument, line, place) for place, line in _lines(path)]


def read_run(run: Path) -> dict[str, list[Predicted]]:
    """The predictions for each input file of a run; a row counts for each document that its `also` names.

    Raises:
        SlideExtractError: the folder holds no run.
    """
    out: dict[str, list[Predicted]] = defaultdict(list)
    for _, line in _lines(run / "documents.jsonl"):
        out[json.loads(line)["document"]]
    for place, line in _lines(run / "results.jsonl"):
        row = _parsed(Predicted, line, place)
        seen = {row.document: row}
        for further in row.also:
            name = further.get("document", row.document)
            if name not in seen:
                seen[name] = row.model_copy(update=further)
        for name, where in seen.items():
            out[name].append(where)
    return dict(out)


def stem(document: str) -> str:
    """`talks/deck.pptx` is the document `deck`."""
    return SUFFIX.sub("", Path(document).name)


def suffix(document: str) -> str:
    """`pptx` for `talks/deck.pptx`."""
    match = SUFFIX.search(document)
    return match[1].lower() if match else ""


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        message = f"{path} can't be read: {error.strerror or error}"
        raise SlideExtractError(message) from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"{path.name}:{number}", line


def _parsed(model: type[Side], line: str, place: str) -> Side:
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        message = f"{place}: {' '.join(str(error).split())}"
        raise SlideExtractError(message) from error
