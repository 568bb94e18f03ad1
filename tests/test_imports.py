"""Who may import whom, and the public verbs."""

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
VERBS = ["check", "extract", "ingest", "merge", "read", "show", "store"]


def python(code: str) -> str:
    """What a fresh interpreter prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout  # noqa: S603


def test_the_layers_are_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    code = lint_imports(no_cache=True)
    assert code == 0, capsys.readouterr().out


FIRST = ["pass", "import slideextract.merge, slideextract.store", "import slideextract.batch"]


@pytest.mark.parametrize("first", FIRST)
def test_the_verbs_stay_functions(first: str) -> None:
    code = f"{first}\nimport slideextract as se\nprint([n for n in se.__all__ if callable(getattr(se, n))])"
    assert python(code).strip() == str(VERBS)


def test_the_verbs_do_the_job(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("At week 24, the response rate was 46.4 % with abatacept and 33.1 % with placebo.")
    code = f"""
import slideextract as se
from pathlib import Path
document = se.read({str(tmp_path / "a.txt")!r})
facts, trials = se.check(*se.merge([se.extract(document)]))
se.store(facts, trials, [], {str(tmp_path / "out")!r})
run = se.ingest([{str(tmp_path / "a.txt")!r}], {str(tmp_path / "again")!r})
print(len(facts) == len(run.facts) > 0, len(trials) == len(run.trials) > 0)
"""
    assert python(code).strip() == "True True"
    assert (tmp_path / "out" / "results.jsonl").read_bytes() == (tmp_path / "again" / "results.jsonl").read_bytes()
