"""What the documentation promises is so."""

import importlib.util
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from slideextract import __version__
from slideextract.cli import app
from slideextract.evaluate.gold import read_gold, read_run
from slideextract.evaluate.measure import compare

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
PATH = re.compile(r"(?<![\w.~/-])/(?:home|root|Users|work|tmp)/")  # a path of somebody's machine
SHIPPED = ("*.py", "*.toml", "*.md", "*.json", "*.jsonl", "*.yaml", "*.txt", "*.html")


def blocks(language: str) -> list[str]:
    return [text for found, text in BLOCK.findall(README) if found == language]


def test_one_command_does_the_main_job_and_one_the_tests() -> None:
    commands = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("python3 ")]
    job, tests = commands
    assert job.endswith("slideextract ingest corpus/ --out out")
    assert tests.endswith("-m pytest -q")


def test_ci_runs_the_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "<!-- tests -->" in script
    assert README.split("<!-- tests -->")[1].splitlines()[2].startswith("python3 ")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_the_readme_names_every_command() -> None:
    command = typer.main.get_command(app)
    named = {
        line.split()[1] for block in blocks("sh") for line in block.splitlines() if line.startswith("slideextract")
    }
    assert named == set(command.commands)  # type: ignore[attr-defined]


def test_the_readme_compiles() -> None:
    for code in blocks("python"):
        compile(code, "README.md", "exec")
    for code in blocks("toml"):
        assert tomllib.loads(code)["rule"][0]["yes"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(name: str) -> None:
    missing = [link for link in LINK.findall((ROOT / name).read_text("utf-8")) if not (ROOT / link).exists()]
    assert missing == []


def test_the_fact_of_the_readme_is_one_of_the_corpus(corpus_run: Path) -> None:
    shown = json.loads(blocks("json")[0])
    rows = [json.loads(line) for line in (corpus_run / "results.jsonl").read_text("utf-8").splitlines()]
    assert any(shown.items() <= {key: row[key] for key in shown}.items() for row in rows if row["raw"] == shown["raw"])


def script(name: str) -> Any:
    """A program of `docs/`, as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(part: str) -> dict[tuple[str, str], list[float]]:
    """The shares of each row of the tables that measure a run, without intervals, by heading and row."""
    found: dict[tuple[str, str], list[float]] = {}
    for table in part.split("### ")[1:]:
        heading = table.partition("\n")[0]
        for line in table.splitlines() if heading.startswith(("In all", "By ")) else ():
            shares = [float(share) for share in re.findall(r"\| (\d\.\d{3})", line)]
            if shares:
                found[heading, line.split("|")[1].strip()] = shares
    return found


def test_the_page_about_the_evaluation_is_true(corpus: Path, corpus_run: Path) -> None:
    page = (ROOT / "docs" / "evaluation.md").read_text("utf-8")
    evaluation = script("evaluation")
    compared = compare(read_gold(corpus / "gold.jsonl"), read_run(corpus_run))
    now = figures(evaluation.corpus_part(compared))
    told = figures(page.partition(evaluation.CORPUS)[2].partition(evaluation.DEV)[0])
    assert ("By language", "fr") in now
    assert told.keys() == now.keys(), "run python docs/evaluation.py"
    off = {row for row in now if told[row] != pytest.approx(now[row], abs=0.02)}  # not each change rewrites it
    assert off == set(), "run python docs/evaluation.py"


def test_the_page_about_the_evaluation_names_no_document(corpus: Path) -> None:
    page = (ROOT / "docs" / "evaluation.md").read_text("utf-8")
    assert "## The development documents" in page
    assert not any(document.doc in page for document in read_gold(corpus / "gold.jsonl"))
    assert re.search(r"\.(?:pdf|pptx|txt|docx|html)\b", page) is None


def test_the_scores_of_the_readme_are_the_floors(corpus: Path) -> None:
    scores = script("scores")
    floors = json.loads((corpus / "baseline.json").read_text("utf-8"))
    assert scores.updated(README, floors) == README, "run python docs/scores.py"


def test_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_dependencies_have_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [need for need in project["dependencies"] if ">=" not in need] == []
    # pdfplumber pins pdfminer.six to one version, so a bound of ours would only get in its way
    assert [need for need in project["dependencies"] if "<" not in need] == ["pdfminer.six>=20251230"]


def tracked() -> list[Path]:
    command = ["git", "ls-files", *SHIPPED]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - a constant
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_file_names_a_path_of_a_machine() -> None:
    found = [path.name for path in tracked() if PATH.search(path.read_text("utf-8", errors="replace"))]
    assert found in ([], ["test_docs.py"])


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
