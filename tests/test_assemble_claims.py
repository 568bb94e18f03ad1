"""Results told in words: every example of `lang/claims`, what was measured, and in which arms."""

import pytest

from reading import read_text
from slideextract.assemble.claims import Rule, matches, rules
from slideextract.facts import Fact
from slideextract.pipeline import extract

LANGUAGES = ("en", "fr")
YES = [(rule, text, spoken) for spoken in LANGUAGES for rule in rules(spoken) for text in rule.yes]
NO = [(rule, text, spoken) for spoken in LANGUAGES for rule in rules(spoken) for text in rule.no]


@pytest.mark.parametrize(("rule", "text", "language"), YES, ids=[text for _, text, _ in YES])
def test_examples_are_found_by_their_rule_alone(rule: Rule, text: str, language: str) -> None:
    assert [found.id for found, _ in matches(text, language)] == [rule.id]


@pytest.mark.parametrize(("rule", "text", "language"), NO, ids=[text for _, text, _ in NO])
def test_counterexamples_are_found_by_none(rule: Rule, text: str, language: str) -> None:
    assert list(matches(text, language)) == [], rule.id


def test_every_rule_has_examples_and_an_id_of_its_own() -> None:
    known = [rule for language in LANGUAGES for rule in rules(language)]
    assert all(rule.yes and rule.no for rule in known)
    assert len({rule.id for rule in known}) == len(known)


def found(text: str) -> list[Fact]:
    return [fact for fact in extract(read_text(text)).facts if fact.kind == "qualitative"]


def told(text: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(fact.direction, fact.endpoint, fact.arm) for fact in found(text)]


# a text, and the direction, endpoint and arm of each of its claims
TOLD = [
    ("Le traitement par obinutuzumab a été bien toléré.", [("well_tolerated", "tolérance", "obinutuzumab")]),
    ("Litifilimab was generally well tolerated.", [("well_tolerated", "tolerability", "Litifilimab")]),
    (
        (
            "Iscalimab was superior to placebo in terms of secondary outcomes: sustained remission, "
            "time to relapse and quality of life."
        ),
        [
            ("superior", "sustained remission", "Iscalimab"),
            ("superior", "time to relapse", "Iscalimab"),
            ("superior", "quality of life", "Iscalimab"),
        ],
    ),
    (
        "There was no significant difference in relapse-free survival between abatacept and placebo.",
        [("no_difference", "relapse-free survival", "abatacept")],
    ),
    (
        "Sous litifilimab, l'activité de la maladie s'est nettement améliorée.",
        [("improved", "activité de la maladie", "litifilimab")],
    ),
    (
        "Aucun nouveau signal de tolérance sous anifrolumab.",
        [("no_signal", "nouveau signal de tolérance", "anifrolumab")],
    ),
    ("The drug of the methods was well described.", []),
    ("Litifilimab was not well tolerated.", []),
    ("No significant improvement in fatigue was seen with litifilimab.", []),
]
SILENT = [
    "Methods\nLitifilimab was well tolerated.",
    "Introduction\nLitifilimab was well tolerated.",
    "Conclusion\nLitifilimab was well tolerated.",
    "References\nLitifilimab was well tolerated. Lancet 2024.",
    "~ Litifilimab was well tolerated.",
]


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[text for text, _ in TOLD])
def test_claims_say_what_was_measured_and_in_whom(
    text: str, expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_only_results_claim(text: str) -> None:
    assert told(text) == []


DOSES = [
    "L'iscalimab a été comparé au placebo. La fatigue s'est améliorée aux doses de 100 mg et 300 mg.",
    "Iscalimab was compared with placebo. Fatigue was significantly improved with the 100 mg and 300 mg doses.",
]


@pytest.mark.parametrize("text", DOSES)
def test_doses_are_arms_of_the_one_drug(text: str) -> None:
    facts = found(text)
    assert [(fact.direction, fact.arm, fact.dose) for fact in facts] == [
        ("improved", "100 mg", "100 mg"),
        ("improved", "300 mg", "300 mg"),
    ]
    assert {fact.drugs for fact in facts} == {("iscalimab",)}


COUNTED = [
    (
        "Les malades étaient répartis entre placebo et iscalimab 50 mg, 100 mg ou 200 mg.\n"
        "La fatigue s'est améliorée avec les trois doses, plus que sous placebo aux doses de 100 mg et 200 mg."
    ),
    (
        "Patients were randomly assigned to placebo, iscalimab 50 mg, 100 mg or 200 mg.\n"
        "Fatigue was significantly improved with all three doses, versus placebo with the doses of 100 mg and 200 mg."
    ),
]


@pytest.mark.parametrize("text", COUNTED)
def test_counted_doses_are_all_doses_of_the_trial(text: str) -> None:
    assert [(fact.arm, fact.comparator) for fact in found(text)] == [
        ("iscalimab 50 mg", None),
        ("iscalimab 100 mg", "placebo"),
        ("iscalimab 200 mg", "placebo"),
    ]


def test_more_doses_than_are_counted_are_no_such_set() -> None:
    text = COUNTED[1].replace("all three doses, versus placebo with the doses of 100 mg and 200 mg", "both doses")
    assert [fact.arm for fact in found(text)] != ["iscalimab 50 mg", "iscalimab 100 mg", "iscalimab 200 mg"]


def test_a_dose_that_is_not_said_to_be_one_of_doses_is_no_arm() -> None:
    text = "Iscalimab was compared with placebo. Fatigue was significantly improved although steroids stayed at 10 mg."
    assert told(text) == [("improved", "Fatigue", "Iscalimab")]


def test_drugs_without_doses_are_none_of_both_doses() -> None:
    text = (
        "Patients were assigned to iscalimab 50 mg, belimumab or placebo.\n"
        "Fatigue was significantly improved with both doses."
    )
    assert "belimumab" not in {fact.arm for fact in found(text)}


COHORTS = (
    "In cohort 1, 90 patients were randomised to placebo, iscalimab 50 mg or 100 mg.\n"
    "In cohort 2, 60 patients were randomised to placebo or iscalimab 100 mg.\n"
)


def test_a_treatment_in_a_cohort_that_got_one_dose_is_that_dose() -> None:
    text = COHORTS + "In cohort 2, fatigue was significantly improved with iscalimab versus placebo."
    (fact,) = found(text)
    assert (fact.arm, fact.dose, fact.comparator) == (
        "cohort 2 iscalimab 100 mg",
        "100 mg",
        "cohort 2 placebo",
    )


def test_a_treatment_in_a_cohort_that_got_two_doses_stays_open() -> None:
    (fact,) = found(COHORTS + "In cohort 1, fatigue was significantly improved with iscalimab.")
    assert (fact.arm, fact.dose) == ("iscalimab", None)


def test_a_quality_and_its_contrary_are_two_endpoints() -> None:
    text = "L'excrétion stimulée et non stimulée s'est améliorée sous iscalimab."
    assert [fact.endpoint for fact in found(text)] == ["excrétion stimulée", "excrétion non stimulée"]
    text = "Stimulated and unstimulated flow was significantly improved with iscalimab."
    assert [fact.endpoint for fact in found(text)] == ["Stimulated flow", "unstimulated flow"]


def test_a_sentence_without_an_arm_claims_for_the_index_arm() -> None:
    text = "Anifrolumab versus placebo in lupus.\nQuality of life was significantly improved."
    assert told(text) == [("improved", "Quality of life", "Anifrolumab")]


def test_a_claim_is_cited() -> None:
    text = "À S24, le traitement par obinutuzumab a été bien toléré, contre placebo."
    (fact,) = found(text)
    assert text[fact.char_start : fact.char_end] == fact.raw == "bien toléré"
    assert fact.quote == text
    assert fact.value is None
    assert fact.timepoint == "S24"
    assert fact.comparator == "placebo"
    assert {"arm", "endpoint", "timepoint"} <= set(fact.slots)
