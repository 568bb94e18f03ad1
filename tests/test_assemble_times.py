"""When a value was measured, where a sentence tells several times, and what changed from where to where."""

import pytest

from told import arms, endpoints, kinds, times

TRIAL = "In this randomized trial of 200 adults, patients received zinc (n = 100) or placebo (n = 100).\n"

# (text, values with their times)
SEVERAL = [
    (
        "More patients on zinc than on placebo were well at week 12 (45% vs 28%, p<0.001) and week 52 (41% vs 20%).",
        ["45: week 12", "28: week 12", "41: week 52", "20: week 52"],
    ),
    (
        "Remission at 6 months (30% vs 12%), 12 months (35% vs 14%) and 24 months (28% vs 9%) favored zinc vs placebo.",
        ["30: 6 months", "12: 6 months", "35: 12 months", "14: 12 months", "28: 24 months", "9: 24 months"],
    ),
    (
        "Remission rates were 45% with zinc and 28% with placebo at week 12 and 41% and 20%, respectively, at week 52.",
        ["45: week 12", "28: week 12", "41: week 52", "20: week 52"],
    ),
    (
        "Remission was more frequent with zinc than placebo after 4 weeks (30% vs 12%) and after 8 weeks (35% vs 14%).",
        ["30: 4 weeks", "12: 4 weeks", "35: 8 weeks", "14: 8 weeks"],
    ),
    ("Survival with zinc was 92% at 1 year and 71% at 5 years.", ["92: 1 year", "71: 5 years"]),
    (
        "After 2 years, BMI had fallen from 34.1 to 29.8 with zinc and from 34.3 to 33.9 with placebo.",
        ["34.1: -", "29.8: 2 years", "34.3: -", "33.9: 2 years"],
    ),
    ("BMI decreased from 34.1 at baseline to 29.8 at 2 years with zinc.", ["34.1: baseline", "29.8: 2 years"]),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_each_value_has_its_own_time(text: str, expected: list[str]) -> None:
    assert [told.replace("None", "-") for told in times(TRIAL + text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BMI had fallen from 34.1 to 29.8 with zinc.", ["34.1: BMI", "29.8: BMI"]),
        ("L'IMC est passé de 34,1 à 29,8 dans le groupe zinc.", ["34.1: IMC", "29.8: IMC"]),
        ("La mortalité à 30 jours était de 4,2 % sous zinc.", ["4.2: mortalité"]),
        ("En tout 6 % des patients sous zinc ont présenté une neutropénie.", ["6: neutropénie"]),
        ("Près d'un tiers des patients sous zinc (32 %) étaient répondeurs.", ["32: répondeurs"]),
    ],
)
def test_what_changed_or_was_had(text: str, expected: list[str]) -> None:
    assert endpoints(f"Dans cet essai randomisé, zinc et placebo ont été comparés.\n{text}") == expected


def test_the_age_at_the_start_is_no_result() -> None:
    assert arms(TRIAL + "Mean BMI was 34.1 with zinc.") == []


def test_points_that_each_arm_changed_by_are_no_differences() -> None:
    text = "HbA1c decreased by 1.4 percentage points with zinc and by 0.3 percentage points with placebo."
    assert kinds(TRIAL + text) == ["change 1.4 percentage points", "change 0.3 percentage points"]
    text = "The response rate was 12 percentage points higher with zinc than with placebo."
    assert kinds(TRIAL + text) == ["difference 12 percentage points"]


def test_rates_of_children_and_people() -> None:
    text = "Malaria incidence was 0.42 per child-year with zinc and 0.75 per child-year with placebo."
    assert [told.split()[:2] for told in kinds(TRIAL + text)] == [["rate", "0.42"], ["rate", "0.75"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le taux de révision a diminué de 3,0 % en 2005 à 1,3 % en 2011.", ["percent 3 %", "percent 1.3 %"]),
        ("Le taux de révision a diminué de 30 % sous zinc.", ["change 30 %"]),
        ("The rate of falls fell from 30% to 12% with zinc.", ["percent 30 %", "percent 12 %"]),
    ],
)
def test_where_a_share_moved_from_and_to(text: str, expected: list[str]) -> None:
    assert kinds(TRIAL + text) == expected


def test_ratios_in_the_order_of_times() -> None:
    text = "The odds ratio for pain was 0.5 (95% CI: 0.2-0.7) and 0.3 (95% CI: 0.1-0.6) at 1 and 2 years, respectively."
    assert times(TRIAL + text) == ["0.5: 1", "0.3: 2 years"]


def test_what_a_rate_is_per_is_no_value() -> None:
    text = "Mortality was 7.86 (95% CI 6.14-10.10) per 100 person-years with zinc and 11.34 (9.21-13.95) with placebo."
    assert arms(TRIAL + text) == ["7.86: zinc", "11.34: placebo"]
    assert [told.split()[0] for told in kinds(TRIAL + text)] == ["rate", "rate"]


def test_people_who_gained_are_no_change() -> None:
    text = "Acuity rose; 41.6% and 9.1% gained at least 15 letters with zinc and placebo, respectively."
    assert [told.split()[0] for told in kinds(TRIAL + text)] == ["percent", "percent"]


def test_both_groups_are_not_what_was_measured() -> None:
    text = "Pain scores decreased in both groups, from 7.1 (1.2) to 3.4 (1.8) with zinc."
    assert endpoints(TRIAL + text) == ["7.1: Pain scores", "3.4: Pain scores"]
