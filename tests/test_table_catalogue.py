"""Every table of the catalogue in every format: what it says is told, and told alike."""

from pathlib import Path

import pytest

from slideextract.evaluate.measure import measure
from table_catalogue import catalogue
from table_scores import Told, agreement, tally, tell
from table_writers import FORMATS

MIN_VALUES, MIN_TUPLES, MIN_PRECISION, MIN_SLOTS = 0.97, 0.95, 0.97, 0.95
MIN_ALIKE = 0.98  # of the facts that a slide and another format of the same table tell
FIRST = "pptx"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Told]]:
    """What is told of each table, by format."""
    folders = {form: tmp_path_factory.mktemp("tables") for form in FORMATS}
    return {form: [tell(shape, form, folders[form]) for shape in catalogue().values()] for form in FORMATS}


@pytest.mark.parametrize("form", FORMATS)
def test_tables_are_told_right(told: dict[str, list[Told]], form: str) -> None:
    scores = measure(one.compared for one in told[form])
    assert scores["value_recall"] >= MIN_VALUES
    assert scores["tuple_recall"] >= MIN_TUPLES
    assert scores["precision"] >= MIN_PRECISION
    assert scores["tuple_precision"] >= MIN_TUPLES


@pytest.mark.parametrize("form", FORMATS)
def test_sizes_spreads_groups_and_sets_of_tables(told: dict[str, list[Told]], form: str) -> None:
    counted = [tally(one) for one in told[form]]
    asked = sum(one.asked for one in counted)
    wrong = [line for one in counted for line in one.wrong]
    assert len(wrong) <= (1 - MIN_SLOTS) * asked, "\n".join(wrong)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != FIRST])
def test_formats_of_one_table_agree(told: dict[str, list[Told]], form: str) -> None:
    assert agreement(told[FIRST], told[form]) >= MIN_ALIKE


@pytest.mark.parametrize("form", FORMATS)
def test_every_table_says_most_of_its_figures(told: dict[str, list[Told]], form: str) -> None:
    """No kind of table is lost, however few figures it has in the whole."""
    lost = [one.shape.name for one in told[form] if (measure([one.compared])["value_recall"] or 1.0) < 0.5]
    assert not lost


def test_a_written_catalogue_is_one(tmp_path: Path) -> None:
    """Both languages, many shapes, and each format really writes a file."""
    shapes = list(catalogue().values())
    assert {shape.language for shape in shapes} == {"fr", "en"}
    assert len(shapes) >= 30
    for suffix, write in FORMATS.values():
        path = tmp_path / f"table{suffix}"
        write(shapes[0], path)
        assert path.stat().st_size
