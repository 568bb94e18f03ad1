"""The command line: data on stdout, messages on stderr, stable exit codes, never a traceback."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from reportlab.pdfgen.canvas import Canvas

from slideextract import __version__
from slideextract.cli import Exit, main
from slideextract.report import context, printable, says

SENTENCE = "At week 24, the response rate was 46.4 % with abatacept and 33.1 % with placebo (p = 0.02)."
HEAVY = ("spacy", "pydantic", "sqlalchemy", "pypdfium2", "pdfplumber", "lxml", "pptx", "docx", "regex", "PIL")


class Ended(NamedTuple):
    """What a command left."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    def run(*args: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["slideextract", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        sys.stdout.flush()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Ended(int(ended.value.code or 0), out, err)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    root.mkdir()
    (root / "a.txt").write_text(SENTENCE)
    return root


def test_ingest_is_silent_on_stdout(command: Command, folder: Path, tmp_path: Path) -> None:
    ended = command("ingest", folder, "--out", tmp_path / "out")
    assert (ended.code, ended.out) == (0, "")
    assert "documents" in ended.err
    assert "written to" in ended.err
    assert (tmp_path / "out" / "results.jsonl").exists()


def test_ingest_quiet_says_nothing(command: Command, folder: Path, tmp_path: Path) -> None:
    assert command("ingest", folder, "--out", tmp_path / "out", "--quiet") == (0, "", "")


def test_ingest_json_is_for_programs(command: Command, folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_text("")
    ended = command("ingest", folder, "--out", tmp_path / "out", "--json", "--quiet")
    told = json.loads(ended.out)
    assert (told["documents"], told["exit_code"], ended.code) == (2, 3, 3)
    assert [document["document"] for document in told["failed"]] == ["empty.txt"]
    assert ended.err.splitlines() == ["empty.txt: corrupt: the file is empty"]


def test_the_default_folder_is_out(monkeypatch: pytest.MonkeyPatch, command: Command, folder: Path) -> None:
    monkeypatch.chdir(folder)
    assert command("ingest", "a.txt", "--quiet").code == 0
    assert (folder / "out" / "documents.jsonl").exists()


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("ingest", "missing"), 4, "missing: corrupt: there is no such file"),
        (("ingest", "a.txt", "--out", "a.txt/out"), 2, "can't be written"),
        (("ingest",), 2, "Missing argument"),
        (("text", "missing.txt"), 2, "missing.txt: there is no such file"),
        (("why", "missing.txt:3"), 2, "missing.txt: there is no such file"),
        (("text", "empty.txt"), 3, "empty"),
        (("why", "a.txt", "99"), 4, "no number 99 in a.txt"),
        (("why", "a.txt:2"), 4, "no number in a.txt page 2"),
        (("show", "missing.pdf:3"), 2, "missing.pdf: there is no such file"),
        (("show", "a.txt"), 2, "a.txt: text/plain has no pages that can be shown"),
        (("evaluate", "nowhere", "gold.jsonl"), 2, "gold.jsonl"),
        (("list", "nothing"), 2, "nothing"),
        (("nothing",), 2, "nothing"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_errors_are_one_line_and_a_code(
    monkeypatch: pytest.MonkeyPatch, command: Command, folder: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    (folder / "empty.txt").write_text("")
    monkeypatch.chdir(folder)
    ended = command(*args)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err


def test_a_fault_of_ours_is_one_line(monkeypatch: pytest.MonkeyPatch, command: Command, folder: Path) -> None:
    def broken(*_: object, **__: object) -> None:
        message = "two\nlines"
        raise ValueError(message)

    monkeypatch.setattr("slideextract.batch.ingest", broken)
    ended = command("ingest", folder, "--out", folder / "out")
    assert ended.code == 1
    assert ended.err.count("\n") == 1
    assert "ValueError in test_cli.py" in ended.err


def test_an_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch, command: Command, folder: Path) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("slideextract.batch.outcome.read", interrupted)
    assert command("ingest", folder, "--out", folder / "out").code == 130
    assert not (folder / "out" / "documents.jsonl").exists()


def test_text_is_what_offsets_count_in(command: Command, folder: Path, tmp_path: Path) -> None:
    text = command("text", folder / "a.txt").out
    assert text == SENTENCE
    command("ingest", folder, "--out", tmp_path / "out")
    rows = [json.loads(line) for line in (tmp_path / "out" / "results.jsonl").read_text("utf-8").splitlines()]
    assert rows
    for row in rows:
        assert text[row["char_start"] : row["char_end"]] == row["raw"]


def test_why_tells_the_fate_of_a_number(command: Command, folder: Path) -> None:
    ended = command("why", folder / "a.txt", "46,4")
    assert ended.code == 0
    (line,) = ended.out.splitlines()
    page, raw, verdict, reason, rule, around, name = line.split("\t")
    assert (page, verdict) == ("1", "fact")
    assert "46.4" in raw
    assert reason
    assert rule
    assert "[46.4" in around
    assert name


def test_why_names_the_result(command: Command, folder: Path, tmp_path: Path) -> None:
    command("ingest", folder, "--out", tmp_path / "out")
    rows = [json.loads(line) for line in (tmp_path / "out" / "results.jsonl").read_text("utf-8").splitlines()]
    entries = [json.loads(line) for line in command("why", folder / "a.txt", "--json").out.splitlines()]
    told = {entry["char_start"]: entry["result_id"] for entry in entries if entry["result_id"]}
    assert told == {row["char_start"]: row["result_id"] for row in rows}


def test_why_json_has_a_line_a_number(command: Command, folder: Path) -> None:
    lines = command("why", f"{folder / 'a.txt'}:1", "--json").out.splitlines()
    entries = [json.loads(line) for line in lines]
    assert {"page", "raw", "verdict", "reason", "rule", "context"} <= set(entries[0])
    assert {entry["raw"].split()[0] for entry in entries} >= {"46.4", "33.1"}


BACKGROUND = "Background: a response rate of 20% was reported before.\n\nResults: " + SENTENCE


def test_why_lists_what_a_run_lost(command: Command, folder: Path, tmp_path: Path) -> None:
    (folder / "b.txt").write_text(BACKGROUND)
    (folder / "c.pdf").write_bytes(b"%PDF-1.7 broken")
    command("ingest", folder, "--out", tmp_path / "out")
    ended = command("why", tmp_path / "out", "--lost")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0] == "a.txt: 2 results; 0 numbers look like results and became none"
    assert lines[1] == "b.txt: 2 results; 1 numbers look like results and became none"
    assert lines[2] == "\tpage 1\t20%\tbackground: what was known before the trial\treject.section"
    assert lines[3] == "c.pdf: 0 results; 0 numbers look like results and became none"
    assert lines[4].startswith("\tcorrupt: c.pdf")
    assert lines[5] == "3 documents: 4 results; 1 numbers look like results and became none"
    assert lines[6:] == ["\t1\tbackground: what was known before the trial"]


def test_what_a_file_lost_is_what_its_run_lost(command: Command, folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text(BACKGROUND)
    command("ingest", folder, "--out", tmp_path / "out")
    one, run = command("why", folder / "a.txt", "--lost"), command("why", tmp_path / "out", "--lost")
    assert one == run
    (row,) = command("why", folder / "a.txt:1", "20", "--lost", "--json").out.splitlines()
    told = json.loads(row)
    assert BACKGROUND[told["char_start"] : told["char_end"]] == told["raw"] == "20%"
    assert command("why", folder / "a.txt:1", "21", "--lost", "--json").out == ""


@pytest.mark.parametrize("left", [None, "documents.jsonl", "slideextract.db"])
def test_what_is_no_run_is_named(command: Command, folder: Path, tmp_path: Path, left: str | None) -> None:
    out = tmp_path / "out"
    out.mkdir()
    if left is not None:
        command("ingest", folder, "--out", out)
        (out / left).write_text("broken")
    ended = command("why", out, "--lost")
    assert (ended.code, ended.out) == (2, "")
    assert f"{out} holds no run of slideextract ingest" in ended.err


def test_show_names_its_pictures(command: Command, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "deck.pdf"), pagesize=(720, 405))
    canvas.drawString(40, 200, SENTENCE)
    canvas.save()
    ended = command("show", f"{tmp_path / 'deck.pdf'}:1", "46,4", "--out", tmp_path / "pages", "--width", "400")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"{tmp_path / 'pages' / 'deck.pdf.p001.png'}\n"
    assert (tmp_path / "pages" / "deck.pdf.p001.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("record", ["trial", "result", "document"])
def test_schema_prints_json(command: Command, record: str) -> None:
    one = json.loads(command("schema", record).out)
    assert one == json.loads(command("schema").out)[record]


def test_schema_writes_files(command: Command, tmp_path: Path) -> None:
    assert command("schema", "trial", "--out", tmp_path).out == ""
    assert (tmp_path / "trial.schema.json").exists()


@pytest.mark.parametrize("what", ["rules", "checks", "readers", "flags"])
def test_list_has_a_line_each(command: Command, what: str) -> None:
    plain, rows = command("list", what).out.splitlines(), command("list", what, "--json").out.splitlines()
    assert plain
    assert ["\t".join(json.loads(row).values()) for row in rows] == plain


def test_evaluate_ends_with_3_below_a_floor(command: Command, folder: Path, tmp_path: Path) -> None:
    command("ingest", folder, "--out", tmp_path / "out")
    gold = tmp_path / "gold.jsonl"
    row = {"id": "1", "kind": "percent", "value": 46.4, "endpoint_any": ["response rate"], "arm_any": ["abatacept"]}
    gold.write_text(json.dumps({"doc": "a", "lang": "en", "rows": [row]}))
    passed = command("evaluate", tmp_path / "out", gold, "--min", "value_recall=1")
    assert (passed.code, passed.err) == (0, "")
    assert passed.out.splitlines()[1].split()[:3] == ["all", "1", "1.000"]
    failed = command("evaluate", tmp_path / "out", gold, "--min", "value_recall=1.5", "--json")
    assert failed.code == 3
    assert failed.err == "floor missed: value_recall is 1.0, not 1.5\n"
    assert json.loads(failed.out)["value_recall"] == 1.0


def test_evaluate_writes_a_page(command: Command, folder: Path, tmp_path: Path) -> None:
    command("ingest", folder, "--out", tmp_path / "out")
    gold = tmp_path / "gold.jsonl"
    row = {"id": "1", "kind": "percent", "value": 46.4, "endpoint_any": ["response rate"], "arm_any": ["abatacept"]}
    gold.write_text(json.dumps({"doc": "a", "lang": "en", "rows": [row]}))
    assert command("evaluate", tmp_path / "out", gold, "--page", tmp_path / "page.md").code == 0
    told = (tmp_path / "page.md").read_text("utf-8")
    assert told.startswith("# Evaluation of out against gold.jsonl\n")
    assert "| all | 1 | 1.000 | 1.000 | 1.000 |" in told


def test_evaluate_tells_each_trial(command: Command, folder: Path, tmp_path: Path) -> None:
    command("ingest", folder, "--out", tmp_path / "out")
    gold = tmp_path / "gold.jsonl"
    row = {"id": "1", "trial": "t", "kind": "percent", "value": 46.4, "endpoint_any": ["response rate"]}
    gold.write_text(json.dumps({"doc": "a", "lang": "en", "trials": [{"key": "t"}], "rows": [row]}))
    plain = command("evaluate", tmp_path / "out", gold, "--by-trial")
    assert plain.out.splitlines()[1].split() == ["a.txt", "t", "1", "1", "1", "0", "0", "0", "ok"]
    told = json.loads(command("evaluate", tmp_path / "out", gold, "--by-trial", "--json").out)
    assert [(line["trial"], line["status"]) for line in told["trials"]] == [("t", "ok")]
    assert told["value_recall"] == 1.0


def test_version(command: Command) -> None:
    assert command("--version").out == f"slideextract {__version__}\n"


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys, slideextract.cli; print([name for name in {HEAVY} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert loaded.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("raw", "number", "said"),
    [
        ("56,2 %", "56.2", True),
        ("56,2 %", "56,2 %", True),
        ("56,2 %", "6.2", False),
        ("8,6-29,2", "29.2", True),
        ("1 042", "1042", True),
        ("56,2 %", None, True),
    ],
)
def test_numbers_are_found_as_printed_or_as_typed(raw: str, number: str | None, said: bool) -> None:
    assert says(raw, number) is said


def test_context_is_one_line() -> None:
    assert context("rate\nwas 46.4 % in", 9, 15) == "rate was [46.4 %] in"


def test_names_do_not_steer_the_terminal() -> None:
    assert printable("a\x1b[31m\n.txt") == "a\\x1b[31m\\n.txt"


def test_limits_are_raised_on_the_command_line(
    command: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLIDEEXTRACT_LIMITS", "markup=10")
    refused = command("ingest", folder, "--out", tmp_path / "out")
    assert refused.code == Exit.SOME_FAILED
    raised = refused.err.partition("raise it: ")[2].split()[:2]
    assert raised == ["--limit", f"markup={len(SENTENCE.encode())}"]
    assert command("ingest", folder, "--out", tmp_path / "out", *raised).code == Exit.OK
    assert command("text", folder / "a.txt", *raised).out == SENTENCE
    wrong = command("text", folder / "a.txt", "--limit", "pages=many")
    assert (wrong.code, wrong.err.count("pages= takes a whole number")) == (Exit.USAGE, 1)
    assert "\npages\t2000\t" in command("list", "limits").out
