"""Rows where no trial is told of: how they are counted, and that there are hardly any on the development documents."""

from pathlib import Path

import pytest

from false_rows import MOST, SHEET, Tally, main, names, per_thousand, tallies

DEV = Path(__file__).parents[2] / "shared" / "dev"
TOLD = Path(__file__).parent / "told_studies.txt"
RESULT = "At week 24, the response rate was 46% with abatacept and 33% with placebo."
COURSE = "Enrolment grew by 12 % in four years, and half of the students pay no fee."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "documents"
    found.mkdir()
    (found / "trial.txt").write_text(RESULT, "utf-8")
    (found / "course.txt").write_text("\n".join([COURSE] * (SHEET // len(COURSE) + 2)), "utf-8")
    (found / "empty.txt").write_text("", "utf-8")
    return found


def test_rows_are_counted_by_document_and_sheets_by_length(folder: Path) -> None:
    course, trial = tallies(folder)
    assert course == Tally("course.txt", 2, 0, 0)
    assert (trial.pages, trial.rows, trial.accepted) == (1, 2, 2)
    assert per_thousand([course, trial]) == pytest.approx(2000 / 3)


def test_documents_that_tell_a_study_are_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = folder.parent / "told.names"
    told.write_text("# judged by reading\ntrial.txt  # a trial\n", "utf-8")
    assert names(told) == {"trial.txt"}
    assert main([str(folder)]) == 1
    assert main(["--told", str(told), str(folder)]) == 0
    assert "0 rows on 2 pages of 1 documents" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["no_trials", "real_decks", "real_press"])
def test_documents_without_a_trial_have_hardly_a_row(name: str) -> None:
    if not DEV.is_dir():
        pytest.skip("the development documents are not here")
    told = names(TOLD)
    assert per_thousand(one for one in tallies(DEV / name) if one.name not in told) <= MOST
