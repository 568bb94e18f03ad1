"""The tables of the database, with the names of AACT, the relational ClinicalTrials.gov, where the meaning is the same.

Numbers that a document prints stand twice: as printed (`param_value`) and as a number (`param_value_num`).
Lists are JSON texts. Every key is made from content, never counted.
"""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text

METADATA = MetaData()


def _key(name: str) -> "Column[str]":
    return Column(name, Text, primary_key=True)


def _text(name: str, *, required: bool = False) -> "Column[str]":
    return Column(name, Text, nullable=not required)


def _whole(name: str, *, required: bool = False) -> "Column[int]":
    return Column(name, Integer, nullable=not required)


def _number(name: str) -> "Column[float]":
    return Column(name, Float)


def _study() -> "Column[str]":
    return Column("study_id", Text, ForeignKey("study.study_id"), nullable=False)


def _outcome() -> "Column[str]":
    return Column("outcome_id", Text, ForeignKey("outcome.outcome_id"), nullable=False)


def _place() -> "list[Column[str] | Column[int]]":
    return [_text("document", required=True), _whole("page"), _whole("char_start"), _whole("char_end")]


def _box() -> "list[Column[float]]":
    return [_number("x0"), _number("top"), _number("x1"), _number("bottom")]


def _qualifiers() -> "list[Column[str] | Column[int] | Column[float]]":
    """What qualifies a measurement and an analysis alike."""
    return [
        _text("param_type", required=True),
        _text("param_value", required=True),
        _number("param_value_num"),
        _text("units"),
        _text("p_value_modifier"),
        _number("p_value"),
        _number("ci_percent"),
        _number("ci_lower_limit"),
        _number("ci_upper_limit"),
        _text("dispersion_type"),
        _number("dispersion_value_num"),
        _number("dispersion_lower_limit"),
        _number("dispersion_upper_limit"),
        _text("population"),
        _text("classification"),
        _text("direction"),
        _text("language", required=True),
        _text("reader", required=True),
        _text("rule", required=True),
        _text("status", required=True),
        _text("flags", required=True),
        *_place(),
    ]


DOCUMENT = Table(
    "document",
    METADATA,
    _key("document"),
    _text("sha256"),
    _text("media_type"),
    _text("status", required=True),
    _whole("pages", required=True),
    _text("language"),
    _text("reader"),
    _whole("results", required=True),
    _text("error"),
    _text("warnings", required=True),
)
STUDY = Table(
    "study",
    METADATA,
    _key("study_id"),
    _text("nct_id"),
    _text("acronym"),
    _text("official_title"),
    _text("phase"),
    _whole("enrollment"),
    _text("source"),
    _text("allocation"),
    _text("masking"),
    _text("allocation_ratio"),
    _text("conditions", required=True),
    _text("flags", required=True),
)
ID_INFORMATION = Table("id_information", METADATA, _study(), _text("id_value", required=True))
DOCUMENT_LINK = Table("document_link", METADATA, _study(), _text("document", required=True))
CONFLICT = Table("conflict", METADATA, _study(), _text("field"), _text("value"), *_place(), _text("text"))
RESULT_GROUP = Table(
    "result_group",
    METADATA,
    _key("result_group_id"),
    _study(),
    _text("ctgov_group_code", required=True),
    _text("title", required=True),
    _text("group_type", required=True),
    _whole("count"),
)
INTERVENTION = Table(
    "intervention",
    METADATA,
    Column("result_group_id", Text, ForeignKey("result_group.result_group_id"), nullable=False),
    _text("name", required=True),
    _text("raw"),
    _text("dose"),
    _text("route"),
    _text("regimen"),
)
OUTCOME = Table(
    "outcome",
    METADATA,
    _key("outcome_id"),
    _study(),
    _text("title"),
    _text("endpoint_id"),
    _text("outcome_type"),
    _text("time_frame"),
    _number("time_frame_days"),
)
OUTCOME_MEASUREMENT = Table(
    "outcome_measurement",
    METADATA,
    _key("result_id"),
    _outcome(),
    _study(),
    Column("result_group_id", Text, ForeignKey("result_group.result_group_id")),
    _text("title"),
    _text("comparator"),
    _whole("number_analyzed"),
    _whole("numerator"),
    _whole("denominator"),
    *_qualifiers(),
)
OUTCOME_ANALYSIS = Table("outcome_analysis", METADATA, _key("result_id"), _outcome(), _study(), *_qualifiers())
OUTCOME_ANALYSIS_GROUP = Table(
    "outcome_analysis_group",
    METADATA,
    Column("result_id", Text, ForeignKey("outcome_analysis.result_id"), nullable=False),
    _text("role", required=True),
    _text("title", required=True),
    Column("result_group_id", Text, ForeignKey("result_group.result_group_id")),
)
EVIDENCE = Table(
    "evidence",
    METADATA,
    _text("result_id", required=True),
    _text("field", required=True),
    *_place(),
    *_box(),
    _text("text"),
    Index("evidence_result", "result_id"),
)
CHECK_RESULT = Table(
    "check_result",
    METADATA,
    _text("check_name", required=True),
    _text("severity", required=True),
    _study(),
    _text("result_id"),
    _text("message", required=True),
)
REJECTED_CANDIDATE = Table(
    "rejected_candidate",
    METADATA,
    *_place(),
    _text("raw", required=True),
    _text("verdict", required=True),
    _text("reason", required=True),
    _text("rule", required=True),
)
COMMON = (
    "result_id, study_id, outcome_id, param_type, param_value, param_value_num, units, p_value_modifier, p_value,"
    " ci_percent, ci_lower_limit, ci_upper_limit, population, classification, status, document, page"
)
V_FACT = f"""
CREATE VIEW v_fact AS
SELECT s.acronym, s.nct_id, o.title AS outcome, o.time_frame, f.*
FROM (
  SELECT {COMMON}, title AS arm, comparator FROM outcome_measurement
  UNION ALL
  SELECT {COMMON},
    (SELECT g.title FROM outcome_analysis_group g WHERE g.result_id = a.result_id AND g.role = 'index') AS arm,
    (SELECT g.title FROM outcome_analysis_group g WHERE g.result_id = a.result_id AND g.role = 'comparator')
  FROM outcome_analysis a
) f
JOIN study s ON s.study_id = f.study_id
JOIN outcome o ON o.outcome_id = f.outcome_id
"""  # noqa: S608 - made of constants
