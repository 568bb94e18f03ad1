"""Studies side by side: a column, or a row, of a table for each, under an acronym or a citation."""

import pytest

from reading import read_text
from slideextract.assemble import assemble
from slideextract.facts import Fact
from slideextract.pipeline import extract

BY_ACRONYM = """# Two trials of ofatumumab
\tORBIT I (N = 927)\tORBIT II (N = 955)
Annualized relapse rate\t0.11\t0.10
Confirmed worsening\t10.9%\t11.4%"""
BY_CITATION = """# Cellules CAR-T dans le lupus
\tDupont A ¹\tMartin B ²\tBernard C ³
Produit\tAcme CAR-T\tBeta CAR-T\tGamma Allo NK
Effectif\t27\t21\t8
DORIS à M12\t96 %\t\t8/12
CRS grade 1\t68 %\t12\t2"""
BY_ROW = """Trial\tDrug\tResponse at week 24
SOLSTICE (n = 120)\tlitifilimab\t41%
HORIZON (n = 140)\tupadacitinib\t52%"""
ONE_TRIAL = """# Safety
\tObinutuzumab (n = 151)\tPlacebo (n = 152)
Severe infections\t8.6%\t4.6%"""


def facts(text: str) -> list[Fact]:
    return list(extract(read_text(text)).facts)


def told(text: str) -> list[tuple[str | None, str | None, float]]:
    return [(fact.trial, fact.arm, float(fact.value or 0)) for fact in facts(text)]


def test_a_column_under_an_acronym_is_a_trial() -> None:
    first, second = ("ORBIT I", "ofatumumab"), ("ORBIT II", "ofatumumab")
    assert told(BY_ACRONYM) == [
        (*first, 0.11),
        (*second, 0.10),
        (*first, 10.9),
        (*second, 11.4),
    ]
    assert [fact.arm_n for fact in facts(BY_ACRONYM)] == [927, 955, 927, 955]


def test_a_column_under_a_citation_is_a_trial_of_its_product() -> None:
    products = ["Acme CAR-T", "Beta CAR-T", "Gamma Allo NK"]
    assert [(arm, value) for _, arm, value in told(BY_CITATION)] == [
        (products[0], 96),
        (products[2], 8),
        (products[0], 68),
        (products[1], 12),
        (products[2], 2),
    ]
    found = facts(BY_CITATION)
    assert len({fact.trial_id for fact in found}) == 3
    assert {fact.trial for fact in found} == {None}  # an author's name is no trial's
    assert [fact.arm_n for fact in found] == [27, 8, 27, 21, 8]


def test_a_row_label_holds_only_where_the_study_has_a_cell() -> None:
    times = {(fact.arm, fact.endpoint): fact.timepoint for fact in facts(BY_CITATION)}
    assert times["Acme CAR-T", "DORIS"] == "M12"
    assert times["Beta CAR-T", "CRS grade 1"] is None


def test_a_denominator_is_not_the_size_of_the_arm() -> None:
    (fact,) = (fact for fact in facts(BY_CITATION) if fact.denominator)
    assert (fact.numerator, fact.denominator, fact.arm_n) == (8, 12, 8)


def test_a_row_may_be_a_trial() -> None:
    assert told(BY_ROW) == [("SOLSTICE", "litifilimab", 41), ("HORIZON", "upadacitinib", 52)]


def test_arms_side_by_side_are_one_trial() -> None:
    assert len({fact.trial_id for fact in facts(ONE_TRIAL)}) == 1
    assert [arm for _, arm, _ in told(ONE_TRIAL)] == ["Obinutuzumab", "Placebo"]


def test_a_trial_told_elsewhere_gets_its_column() -> None:
    text = (
        "# Litifilimab: the SOLSTICE trial\n"
        "Serious infections: 3% with litifilimab vs 2% with placebo\n"
        "---\n"
        "# Upadacitinib: the HORIZON trial\n"
        "Serious infections: 4% with upadacitinib vs 2% with placebo\n"
        "---\n"
        "# Overview\n"
        "\tSOLSTICE\tSOLSTICE\tHORIZON\tHORIZON\n"
        "\tLitifilimab\tPlacebo\tUpadacitinib\tPlacebo\n"
        "Response\t41%\t24%\t52%\t38%"
    )
    by_trial: dict[str | None, list[float]] = {}
    for fact in facts(text):
        by_trial.setdefault(fact.trial, []).append(float(fact.value or 0))
    assert by_trial == {"SOLSTICE": [3, 2, 41, 24], "HORIZON": [4, 2, 52, 38]}


@pytest.mark.parametrize("text", [BY_ACRONYM, BY_CITATION, BY_ROW])
def test_sizes_of_studies_are_sizes_of_their_trials(text: str) -> None:
    stories = [story for story in assemble(read_text(text)).stories if story.study is not None]
    enrolled = [story.inventory.enrolled for story in stories]
    assert [mention.values["value"] for mention in enrolled if mention] in ([927, 955], [27, 21, 8], [120, 140])
