"""`slideextract.db`: the facts of a run in tables, the same bytes for the same facts."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError

from slideextract.errors import StoreError
from slideextract.facts import EFFECTS, Arm, DocumentRecord, Evidence, Fact, Ledger, Place, Trial
from slideextract.store import tables
from slideextract.store.atomic import replaced
from slideextract.store.folder import Contents

Row = dict[str, Any]
# Fixed, so that the file doesn't depend on how SQLite was built. No journal: the file isn't in its place yet.
PRAGMAS = ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF", "foreign_keys = ON", "encoding = 'UTF-8'")
KEY_LENGTH = 16


def write_database(path: Path, contents: Contents) -> None:
    """Build the database beside its place, pack it, and rename it.

    Raises:
        StoreError: it can't be written.
    """
    with replaced(path) as temporary:
        engine = create_engine(f"sqlite:///{temporary}")
        event.listen(engine, "connect", _configure)
        try:
            with engine.connect() as connection:
                _fill(connection, contents)
                connection.commit()
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM"))
        except SQLAlchemyError as error:
            message = f"{path} can't be written: {' '.join(str(error).split())}"
            raise StoreError(message) from error
        finally:
            engine.dispose()


def _configure(connection: Any, _record: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _fill(connection: Connection, contents: Contents) -> None:
    tables.METADATA.create_all(connection)
    connection.execute(text(tables.V_FACT))
    groups = _Groups(contents.trials)
    _insert(connection, tables.DOCUMENT, map(_document, contents.documents))
    for table, rows in _trial_rows(contents.trials).items():
        _insert(connection, table, rows)
    outcomes = {_outcome_id(fact): _outcome(fact) for fact in contents.facts}
    _insert(connection, tables.OUTCOME, outcomes.values())
    measured = [fact for fact in contents.facts if fact.kind not in EFFECTS]
    compared = [fact for fact in contents.facts if fact.kind in EFFECTS]
    _insert(connection, tables.OUTCOME_MEASUREMENT, (_measurement(fact, groups) for fact in measured))
    _insert(connection, tables.OUTCOME_ANALYSIS, map(_common, compared))
    _insert(connection, tables.OUTCOME_ANALYSIS_GROUP, (row for fact in compared for row in _sides(fact, groups)))
    _insert(connection, tables.EVIDENCE, (row for fact in contents.facts for row in _evidence(fact)))
    entries = (_candidate(name, entry) for name, entry in contents.ledger if entry.verdict != "fact")
    _insert(connection, tables.REJECTED_CANDIDATE, entries)


def _insert(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    if found := [{name: _clean(value) for name, value in row.items()} for row in rows]:
        connection.execute(table.insert(), found)


def _clean(value: Any) -> Any:
    """PostgreSQL and many SQLite tools refuse NUL in a text."""
    return value.replace("\0", "") if isinstance(value, str) else value


def _key(*parts: object) -> str:
    return sha256(json.dumps([None if part is None else str(part) for part in parts]).encode()).hexdigest()[:KEY_LENGTH]


def _list(items: Iterable[str]) -> str:
    return json.dumps(list(items), ensure_ascii=False)


def _document(record: DocumentRecord) -> Row:
    row = record.model_dump(mode="json", exclude={"timing", "warnings"})
    return row | {"warnings": _list(record.warnings)}


class _Groups:
    """Finds the group of a trial by the name that a fact gives it."""

    def __init__(self, trials: Iterable[Trial]) -> None:
        self._ids = {
            (trial.trial_id, arm.label.casefold()): group_id(trial, arm) for trial in trials for arm in trial.arms
        }

    def find(self, trial_id: str, label: str | None) -> str | None:
        return self._ids.get((trial_id, label.casefold())) if label else None


def group_id(trial: Trial, arm: Arm) -> str:
    """Key of an arm over all trials; `arm_id` alone need only be unique within its trial."""
    return _key(trial.trial_id, arm.arm_id)


def _trial_rows(trials: Iterable[Trial]) -> dict[Table, list[Row]]:
    rows: dict[Table, list[Row]] = {
        tables.STUDY: [],
        tables.ID_INFORMATION: [],
        tables.DOCUMENT_LINK: [],
        tables.CONFLICT: [],
        tables.RESULT_GROUP: [],
        tables.INTERVENTION: [],
        tables.CHECK_RESULT: [],
    }
    for trial in trials:
        rows[tables.STUDY].append(_study(trial))
        study = {"study_id": trial.trial_id}
        rows[tables.ID_INFORMATION] += [study | {"id_value": value} for value in trial.registry_ids]
        rows[tables.DOCUMENT_LINK] += [study | {"document": name} for name in trial.documents]
        rows[tables.CONFLICT] += [study | row for row in _conflicts(trial)]
        groups = {group_id(trial, arm): arm for arm in trial.arms}
        rows[tables.RESULT_GROUP] += [study | _group(key, arm) for key, arm in groups.items()]
        rows[tables.INTERVENTION] += [
            {"result_group_id": key} | drug.model_dump() for key, arm in groups.items() for drug in arm.interventions
        ]
        rows[tables.CHECK_RESULT] += [
            {
                "check_name": issue.check,
                "severity": issue.severity,
                "result_id": issue.result_id,
                "message": issue.message,
            }
            | study
            for issue in trial.issues
        ]
    return rows


def _study(trial: Trial) -> Row:
    return {
        "study_id": trial.trial_id,
        "nct_id": next((name for name in trial.registry_ids if name.startswith("NCT")), None),
        "acronym": trial.acronym,
        "official_title": trial.title,
        "phase": trial.phase,
        "enrollment": trial.enrollment.count if trial.enrollment else None,
        "source": trial.sponsor,
        "allocation": trial.design.allocation,
        "masking": trial.design.masking,
        "allocation_ratio": trial.design.ratio,
        "conditions": _list(trial.conditions),
        "flags": _list(trial.flags),
    }


def _group(key: str, arm: Arm) -> Row:
    return {
        "result_group_id": key,
        "ctgov_group_code": arm.arm_id,
        "title": arm.label,
        "group_type": arm.type,
        "count": arm.n,
    }


def _conflicts(trial: Trial) -> Iterator[Row]:
    for conflict in trial.conflicts:
        for claim in conflict.values:
            place = _place(claim.evidence)
            yield {"field": conflict.field, "value": claim.value, **place, "text": claim.evidence.quote}


def _outcome_id(fact: Fact) -> str:
    return _key(fact.trial_id, fact.endpoint, fact.endpoint_type, fact.timepoint)


def _outcome(fact: Fact) -> Row:
    return {
        "outcome_id": _outcome_id(fact),
        "study_id": fact.trial_id,
        "title": fact.endpoint,
        "endpoint_id": fact.endpoint_id,
        "outcome_type": fact.endpoint_type,
        "time_frame": fact.timepoint,
        "time_frame_days": fact.timepoint_days,
    }


def _common(fact: Fact) -> Row:
    spread = fact.dispersion
    return {
        "result_id": fact.result_id,
        "outcome_id": _outcome_id(fact),
        "study_id": fact.trial_id,
        "param_type": fact.kind,
        "param_value": fact.raw,
        "param_value_num": fact.value,
        "units": fact.unit,
        "p_value_modifier": fact.p_modifier,
        "p_value": fact.p_value,
        "ci_percent": fact.ci_level,
        "ci_lower_limit": fact.ci_lower,
        "ci_upper_limit": fact.ci_upper,
        "dispersion_type": spread.type if spread else None,
        "dispersion_value_num": spread.value if spread else None,
        "dispersion_lower_limit": spread.lower if spread else None,
        "dispersion_upper_limit": spread.upper if spread else None,
        "population": fact.population,
        "classification": fact.subgroup,
        "direction": fact.direction,
        "language": fact.language,
        "reader": fact.reader,
        "rule": fact.rule,
        "status": fact.status,
        "flags": _list(fact.flags),
        **_place(fact),
    }


def _measurement(fact: Fact, groups: _Groups) -> Row:
    return _common(fact) | {
        "result_group_id": groups.find(fact.trial_id, fact.arm),
        "title": fact.arm,
        "comparator": fact.comparator,
        "number_analyzed": fact.arm_n,
        "numerator": fact.numerator,
        "denominator": fact.denominator,
    }


def _sides(fact: Fact, groups: _Groups) -> Iterator[Row]:
    for role, label in (("index", fact.arm), ("comparator", fact.comparator)):
        if label:
            group = groups.find(fact.trial_id, label)
            yield {"result_id": fact.result_id, "role": role, "title": label, "result_group_id": group}


def _evidence(fact: Fact) -> Iterator[Row]:
    yield _cited(fact.result_id, "value", fact)
    for name in sorted(fact.slots):
        yield _cited(fact.result_id, name, fact.slots[name])
    for place in fact.also:
        nowhere = dict.fromkeys(("x0", "top", "x1", "bottom", "text"))
        yield {"result_id": fact.result_id, "field": "also", **_place(place), **nowhere}


def _cited(result_id: str, field: str, cited: Fact | Evidence) -> Row:
    corners = cited.bbox or (None,) * 4
    box = dict(zip(("x0", "top", "x1", "bottom"), corners, strict=True))
    return {"result_id": result_id, "field": field, **_place(cited), **box, "text": cited.quote}


def _place(cited: Fact | Evidence | Place) -> Row:
    return {
        "document": cited.document,
        "page": cited.page,
        "char_start": cited.char_start,
        "char_end": cited.char_end,
    }


def _candidate(document: str, entry: Ledger) -> Row:
    fields = {"page", "char_start", "char_end", "raw", "verdict", "reason", "rule"}
    return {"document": document} | entry.model_dump(include=fields)
