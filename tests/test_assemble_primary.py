"""The primary endpoint named by its definition, where the results speak of its rank only."""

import pytest

from told import facts

TRIAL = "In this randomized trial, 600 adults received zinc (n = 402) or placebo (n = 198). "
ESSAI = "Dans cet essai randomisé, 600 adultes ont reçu du zinc (n = 402) ou un placebo (n = 198). "

# (methods, results, endpoint of the first fact, its time, flags)
NAMED = [
    (
        TRIAL + "The primary end point was death from any cause or stroke at 90 days.",
        "The primary end point occurred in 12.1% of patients in the zinc group.",
        ("death from any cause or stroke", "90 days", {"endpoint_inferred", "timepoint_inferred"}),
    ),
    (
        TRIAL + "The primary outcome was a composite of cardiovascular death, myocardial infarction, or stroke.",
        "A primary-outcome event occurred in 48 patients (11.9%) in the zinc group.",
        ("composite of cardiovascular death, myocardial infarction, or stroke", None, {"endpoint_inferred"}),
    ),
    (
        TRIAL + "The primary efficacy endpoint was PASI 75 at week 16; secondary endpoints included DLQI.",
        "At week 16, the primary endpoint was achieved by 71.2% on zinc.",
        ("PASI 75", "week 16", {"endpoint_inferred"}),
    ),
    (
        ESSAI + "Le critère de jugement principal était la rémission clinique à 12 semaines.",
        "Le critère principal a été atteint chez 45,2 % des patients sous zinc.",
        ("rémission clinique", "12 semaines", {"endpoint_inferred", "timepoint_inferred"}),
    ),
]
UNNAMED = [
    TRIAL + "The co-primary end points were pain relief and function at week 12.",
    TRIAL + "The primary end point was relapse. In a second part, the primary end point was remission.",
    TRIAL + "The primary end point was met.",
    TRIAL + "Several end points were planned.",
]


@pytest.mark.parametrize(("methods", "results", "expected"), NAMED)
def test_a_rank_takes_the_words_of_its_definition(
    methods: str, results: str, expected: tuple[str, str | None, set[str]]
) -> None:
    fact = facts(f"{methods}\n{results}")[0]
    assert (fact.endpoint, fact.timepoint, set(fact.flags) & {"endpoint_inferred", "timepoint_inferred"}) == expected
    assert fact.endpoint_type == "primary"


@pytest.mark.parametrize("methods", UNNAMED)
def test_a_rank_without_one_definition_stays_a_rank(methods: str) -> None:
    fact = facts(f"{methods}\nThe primary end point was met by 45% of the patients on zinc.")[-1]
    assert (fact.endpoint, fact.status) == ("primary end point", "needs_review")


def test_a_ratio_takes_no_time_from_the_definition() -> None:
    methods = TRIAL + "The primary end point was death from any cause at 90 days."
    fact = facts(f"{methods}\nThe hazard ratio for the primary end point was 0.77 (95% CI, 0.60 to 0.98).")[0]
    assert (fact.kind, fact.timepoint) == ("hazard_ratio", None)
