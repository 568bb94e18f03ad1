"""The records that leave the program; the JSON Schemas in `schemas/` are made from them.

Numbers are `Decimal` inside, so that 13.40 keeps its printed decimals, and JSON numbers outside.
Field names follow ClinicalTrials.gov v2 and AACT where the meaning is the same.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer

from slideextract.geometry import BBox


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


Number = Annotated[Decimal, PlainSerializer(_plain, return_type=int | float, when_used="json")]

Kind = Literal[
    "percent",
    "count",
    "mean",
    "median",
    "ls_mean",
    "change",
    "difference",
    "hazard_ratio",
    "odds_ratio",
    "risk_ratio",
    "rate",
    "rate_ratio",
    "duration",
    "score",
    "cost",
    "qualitative",
]
# Flags that say what a number is, not what is doubtful of it: a footnote, mostly, tells so.
ANALYSES: frozenset[str] = frozenset(
    {"post_hoc", "exploratory", "unconfirmed", "centrally_assessed", "investigator_assessed"}
)
QUALITIES: frozenset[str] = ANALYSES | {"p_nominal", "p_versus_baseline"}
EFFECTS: frozenset[str] = frozenset({"difference", "hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio"})


class Record(BaseModel):
    """Base of every record: frozen, and no field that the schema doesn't know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Record):
    """Where something is printed."""

    document: str
    page: int
    char_start: int
    char_end: int
    bbox: BBox | None
    quote: str


class Place(Record):
    """A further place that prints the same fact."""

    document: str
    page: int
    char_start: int
    char_end: int


class Dispersion(Record):
    """Spread around a mean or median: one value (SD, SE) or two bounds (IQR, range)."""

    type: Literal["sd", "se", "iqr", "range"]
    value: Number | None = None
    lower: Number | None = None
    upper: Number | None = None


class Fact(Record):
    """One number that a trial measured, with everything that qualifies it: a row of `results.jsonl`.

    `slots` gives the evidence of each other field that was read from the text, by field name
    (`arm`, `endpoint`, `timepoint`, `ci`, `p`, ...). `trial_id` is the id of the document's own
    trial frame until `merge` replaces it.
    """

    result_id: str = ""
    trial_id: str = ""
    trial: str | None = None
    registry_ids: tuple[str, ...] = ()
    document: str
    document_sha256: str
    page: int
    reader: Literal["text", "table", "chart", "ocr", "notes"]
    language: Literal["fr", "en"]
    endpoint: str | None = None
    endpoint_id: str | None = None
    endpoint_type: Literal["primary", "secondary", "safety", "other"] | None = None
    timepoint: str | None = None
    timepoint_days: Number | None = None
    arm: str | None = None
    drugs: tuple[str, ...] = ()
    dose: str | None = None
    arm_n: int | None = None
    kind: Kind
    value: Number | None = None
    unit: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    dispersion: Dispersion | None = None
    comparator: str | None = None
    ci_level: Number | None = None
    ci_lower: Number | None = None
    ci_upper: Number | None = None
    p_modifier: Literal["=", "<", ">", "<=", ">="] | None = None
    p_value: Number | None = None
    population: str | None = None
    subgroup: str | None = None
    adjusted: bool | None = None
    direction: str | None = None
    raw: str
    quote: str
    char_start: int
    char_end: int
    bbox: BBox | None = None
    rule: str
    status: Literal["accepted", "needs_review"] = "accepted"
    flags: tuple[str, ...] = ()
    slots: dict[str, Evidence] = {}
    also: tuple[Place, ...] = ()


class Intervention(Record):
    """What an arm receives."""

    name: str
    raw: str
    dose: str | None = None
    route: str | None = None
    regimen: str | None = None


class Arm(Record):
    """A group as randomised or treated."""

    arm_id: str
    label: str
    type: Literal["EXPERIMENTAL", "ACTIVE_COMPARATOR", "PLACEBO_COMPARATOR", "NO_INTERVENTION", "OTHER"]
    interventions: tuple[Intervention, ...] = ()
    n: int | None = None
    evidence: Evidence | None = None


class Baseline(Record):
    """A demographic or disease characteristic at inclusion."""

    measure: str
    arm: str | None = None
    value: Number
    unit: str | None = None
    evidence: Evidence


class Enrollment(Record):
    """How many participants were enrolled."""

    count: int
    evidence: Evidence


class Design(Record):
    """Allocation, masking and ratio as the documents print them."""

    allocation: str | None = None
    masking: str | None = None
    ratio: str | None = None


class Measurement(Record):
    """One arm's value of an outcome, by reference to its result."""

    result_id: str
    arm: str | None
    param_type: str
    value: Number | None
    unit: str | None


class Analysis(Record):
    """A comparison of arms, by reference to its result."""

    result_id: str
    param_type: str
    param_value: Number | None
    arms: tuple[str, ...]
    ci_pct: Number | None = None
    ci_lower: Number | None = None
    ci_upper: Number | None = None
    p_modifier: str | None = None
    p_value: Number | None = None


class Outcome(Record):
    """An outcome measure with its measurements and analyses, in the ClinicalTrials.gov shape."""

    title: str
    type: str | None
    time_frame: str | None
    measurements: tuple[Measurement, ...] = ()
    analyses: tuple[Analysis, ...] = ()


class Citation(Record):
    """Where a trial was published or presented."""

    doi: str | None = None
    pmid: str | None = None
    journal: str | None = None
    year: int | None = None
    congress: str | None = None
    abstract_id: str | None = None


class Claim(Record):
    """One of several values that documents print for the same field."""

    value: str
    evidence: Evidence


class Conflict(Record):
    """Two documents, or two pages of one, that disagree. Nothing is picked silently."""

    field: str
    values: tuple[Claim, ...]


class Issue(Record):
    """What a check found."""

    check: str
    severity: Literal["error", "warn", "info"]
    trial_id: str
    result_id: str | None = None
    message: str


class Trial(Record):
    """A study, merged over all documents of a run: a line of `trials.jsonl`.

    `slots` gives the evidence of the fields that have none of their own (`acronym`, `phase`, `title`, ...).
    """

    trial_id: str
    acronym: str | None = None
    registry_ids: tuple[str, ...] = ()
    title: str | None = None
    phase: str | None = None
    conditions: tuple[str, ...] = ()
    sponsor: str | None = None
    design: Design = Design()
    enrollment: Enrollment | None = None
    arms: tuple[Arm, ...] = ()
    baseline: tuple[Baseline, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    citations: tuple[Citation, ...] = ()
    documents: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    flags: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    slots: dict[str, Evidence] = {}


class Ledger(Record):
    """What became of one number of a document: a fact, a rejection with its reason, or another figure."""

    page: int
    char_start: int
    char_end: int
    raw: str
    verdict: Literal["fact", "rejected", "other"]
    reason: str
    rule: str
    result_id: str | None = None


class Extraction(Record):
    """All that one document says. `trials` are its own frames; `merge` joins them over documents."""

    document: str
    document_sha256: str
    facts: tuple[Fact, ...]
    trials: tuple[Trial, ...]
    ledger: tuple[Ledger, ...]


class DocumentRecord(Record):
    """A line of `documents.jsonl`."""

    document: str
    sha256: str | None
    media_type: str | None
    status: Literal[
        "ok",
        "ok_empty",
        "partial",
        "unsupported",
        "encrypted",
        "corrupt",
        "hostile",
        "timeout",
        "oom",
        "crash",
        "needs_ocr",
    ]
    pages: int
    language: str | None
    reader: str | None
    results: int
    error: str | None
    warnings: tuple[str, ...] = ()
    timing: dict[str, float] = {}
