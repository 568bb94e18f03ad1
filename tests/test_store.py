"""What a run leaves behind: whole files or none, the same bytes for the same facts."""

import csv
import json
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from records import arm, document, evidence, fact, ledger, trial
from slideextract.errors import SchemaError, StoreError
from slideextract.facts import Claim, Conflict, Dispersion, Issue, Place
from slideextract.geometry import BBox
from slideextract.store import Contents, prepare, store, write_text
from slideextract.store.atomic import replaced
from slideextract.store.jsonl import write_lines
from slideextract.store.spreadsheet import columns, escape

FILES = ["documents.jsonl", "results.csv", "results.jsonl", "slideextract.db", "trials.jsonl"]


def contents() -> Contents:
    bicla = fact(
        endpoint="BICLA",
        arm="anifrolumab",
        arm_n=120,
        timepoint="S52",
        timepoint_days=364,
        dispersion=Dispersion(type="iqr", lower=Decimal(2), upper=Decimal("4.5")),
        slots={"endpoint": evidence(), "arm": evidence(char_start=30, bbox=BBox(1, 2, 3, 4))},
        also=(Place(document="other.txt", page=1, char_start=4, char_end=9),),
        flags=("arm_inferred",),
    )
    gap = fact(
        result_id="r2",
        endpoint="BICLA",
        kind="difference",
        value="-18.9",
        raw="-18,9",
        arm="anifrolumab",
        comparator="placebo",
        ci_level=95,
        ci_lower="8.6",
        ci_upper="29.2",
        p_modifier="<",
        p_value="0.0001",
    )
    said = (Claim(value="120", evidence=evidence()), Claim(value="121", evidence=evidence(page=4)))
    study = trial(
        arms=(arm("Anifrolumab", 120), arm("Placebo")),
        conflicts=(Conflict(field="arm_n", values=said),),
        issues=(Issue(check="ci", severity="error", trial_id="t1", result_id="r2", message="outside"),),
    )
    entries = (("deck.pptx", ledger()), ("deck.pptx", ledger(verdict="fact", char_start=8, char_end=14)))
    return Contents((document(),), (bicla, gap), (study,), entries)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def test_a_run_leaves_the_files_of_the_contract_and_no_other(tmp_path: Path) -> None:
    store(contents(), tmp_path)
    assert files(tmp_path) == FILES


def test_same_facts_same_bytes(tmp_path: Path) -> None:
    store(contents(), tmp_path / "one")
    store(contents(), tmp_path / "two")
    store(contents(), tmp_path / "two")
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_numbers_are_json_numbers_and_text_is_utf8(tmp_path: Path) -> None:
    store(contents(), tmp_path)
    text = (tmp_path / "results.jsonl").read_text("utf-8")
    first, second = (json.loads(line) for line in text.splitlines())
    assert (first["value"], first["timepoint_days"], second["value"]) == (56.2, 364, -18.9)
    assert first["slots"]["arm"]["bbox"] == [1, 2, 3, 4]
    write_lines(tmp_path / "french.jsonl", [fact(quote="réponse")])
    assert "réponse" in (tmp_path / "french.jsonl").read_text("utf-8")


def test_a_record_that_does_not_fit_is_refused_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    path.write_text("old\n")
    broken = fact().model_copy(update={"page": "three", "result_id": "r9"})
    with pytest.raises(SchemaError, match="r9"), pytest.warns(UserWarning, match="page"):
        write_lines(path, [fact(), broken])
    assert path.read_text() == "old\n"
    assert files(tmp_path) == ["results.jsonl"]


def interrupted(path: Path) -> None:
    with replaced(path) as temporary:
        temporary.write_text("half")
        raise KeyboardInterrupt


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "old")
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    assert path.read_text() == "old"
    assert files(tmp_path) == ["a.txt"]


def test_files_can_be_read_by_others(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "x")
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="--out"):
        prepare(tmp_path / "file" / "out")


def test_a_file_that_cannot_be_replaced_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "results.jsonl").mkdir()
    with pytest.raises(StoreError, match=r"results\.jsonl"):
        store(contents(), tmp_path)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+33 1", "'+33 1"),
        ("-18,9", "'-18,9"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("56,2 %", "56,2 %"),
        ("", ""),
    ],
)
def test_spreadsheets_run_no_formula(text: str, cell: str) -> None:
    assert escape(text) == cell


def test_the_csv_has_the_rows_of_the_jsonl(tmp_path: Path) -> None:
    store(contents(), tmp_path)
    with (tmp_path / "results.csv").open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert list(first) == columns()
    assert (first["value"], first["dispersion_type"], first["dispersion_upper"]) == ("56.2", "iqr", "4.5")
    assert (second["value"], second["raw"], second["flags"]) == ("-18.9", "'-18,9", "")
    assert json.loads(first["also"])[0]["document"] == "other.txt"


QUERIES = [
    ("select nct_id, acronym from study", [("NCT04877691", "TULIP-SC")]),
    ("select id_value from id_information", [("NCT04877691",)]),
    ('select title, "count" from result_group order by title', [("Anifrolumab", 120), ("Placebo", None)]),
    ("select title, time_frame, time_frame_days from outcome where time_frame is not null", [("BICLA", "S52", 364.0)]),
    (
        "select param_value, g.title from outcome_measurement join result_group g using (result_group_id)",
        [("56,2 %", "Anifrolumab")],
    ),
    (
        "select param_type, ci_percent, p_value_modifier, p_value from outcome_analysis",
        [("difference", 95.0, "<", 1e-4)],
    ),
    ("select role, title from outcome_analysis_group", [("index", "anifrolumab"), ("comparator", "placebo")]),
    (
        "select field, document, x0, text from evidence where result_id = 'r1'",
        [
            ("value", "deck.pptx", None, "BICLA : 56,2 %"),
            ("arm", "deck.pptx", 1.0, "BICLA"),
            ("endpoint", "deck.pptx", None, "BICLA"),
            ("also", "other.txt", None, None),
        ],
    ),
    ("select check_name, result_id from check_result", [("ci", "r2")]),
    ("select value, page from conflict", [("120", 3), ("121", 4)]),
    ("select raw, verdict, rule from rejected_candidate", [("2025", "other", "any.date")]),
    (
        "select acronym, arm, comparator, param_value_num from v_fact order by result_id",
        [("TULIP-SC", "anifrolumab", None, 56.2), ("TULIP-SC", "anifrolumab", "placebo", -18.9)],
    ),
    ("pragma foreign_key_check", []),
    ("pragma integrity_check", [("ok",)]),
]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    store(contents(), folder)
    return folder / "slideextract.db"


@pytest.mark.parametrize(("query", "expected"), QUERIES, ids=[query[:40] for query, _ in QUERIES])
def test_the_database_says_the_same(database: Path, query: str, expected: list[tuple[Any, ...]]) -> None:
    assert rows(database, query) == expected


def test_no_nul_in_the_database(tmp_path: Path) -> None:
    odd = Contents((document(error="a\0b", status="corrupt"),), (), ())
    store(odd, tmp_path)
    assert rows(tmp_path / "slideextract.db", "select error from document") == [("ab",)]
