"""Whose a compared value is: sentences that open with what they compare with, directions told in words, group codes."""

import pytest

from told import arms, facts

TRIAL = "In this randomized trial of 200 adults, patients received zinc (n = 100) or placebo (n = 100).\n"
ESSAI = "Dans cet essai randomisé, 200 adultes ont reçu du zinc (n = 100) ou un placebo (n = 100).\n"

# (text, values with their arms, whether they wait for a review)
SET_ASIDE = [
    ("Compared with placebo, abatacept raised the response rate (46% vs 33%).", ["46: abatacept", "33: placebo"], True),
    (
        "Compared with placebo, more patients on abatacept had a response (46% vs 33%).",
        ["46: abatacept", "33: placebo"],
        False,
    ),
    (
        "Compared with placebo, fewer patients on abatacept had relapses (39% versus 13%).",
        ["39: placebo", "13: abatacept"],
        False,
    ),
    (
        "Unlike placebo, abatacept lowered the rate of relapses, which was reduced (12% vs 31%).",
        ["12: abatacept", "31: placebo"],
        False,
    ),
    (
        "Par rapport au placebo, le taux de rechute était réduit sous abatacept (12 % contre 31 %).",
        ["12: abatacept", "31: placebo"],
        False,
    ),
    (
        (
            "Compared with patients given placebo or etanercept, a greater share of those given abatacept had nausea "
            "(36% vs. 14% and 21%, respectively)."
        ),
        ["36: abatacept", "14: placebo", "21: etanercept"],
        False,
    ),
    (
        "Compared with placebo, the rate of nausea with abatacept differed (17% vs 26%, respectively).",
        ["17: placebo", "26: abatacept"],
        True,
    ),
]


@pytest.mark.parametrize(("text", "expected", "doubted"), SET_ASIDE)
def test_what_a_sentence_sets_aside_comes_last_unless_a_word_tells_otherwise(
    text: str, expected: list[str], doubted: bool
) -> None:
    assert [told.split(" vs ")[0] for told in arms(text)] == expected
    assert {("arm_close_call" in fact.flags) for fact in facts(text)} == {doubted}


BEHIND = [
    (TRIAL, "The rate of pain (7% vs 12%) was lower in the zinc group.", ["7: zinc group", "12: placebo"]),
    (TRIAL, "The rate of pain (12% vs 7%) was lower in the zinc group.", ["12: placebo", "7: zinc group"]),
    (TRIAL, "The rate of pain (12% vs 7%) was higher than in the placebo group.", ["12: zinc", "7: placebo group"]),
    (ESSAI, "La douleur (7 % contre 12 %) était moindre dans le groupe zinc.", ["7: groupe zinc", "12: placebo"]),
]


@pytest.mark.parametrize(("before", "text", "expected"), BEHIND)
def test_a_word_behind_a_pair_tells_whose_value_it_is(before: str, text: str, expected: list[str]) -> None:
    assert [told.split(" vs ")[0] for told in arms(before + text)] == expected


def test_a_pair_behind_which_nothing_tells_waits_for_a_review() -> None:
    told = facts(TRIAL + "The mean score (38.4 vs 36.4) differed, with poorer ones in the placebo group.")
    assert [fact.status for fact in told] == ["needs_review", "needs_review"]


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("Pain was lower with abatacept than with placebo (12% vs 31%).", False),
        ("Pain was lower with abatacept than with placebo (31% vs 12%).", True),
        ("Events with abatacept and placebo included a reduced platelet count (15% vs 2%).", False),
    ],
)
def test_a_pair_that_its_words_deny_waits_for_a_review(text: str, doubted: bool) -> None:
    assert {("arm_close_call" in fact.flags) for fact in facts(text)} == {doubted}


CODES = [
    (
        "Adults were randomized to zinc (group A) or placebo (group B). Cramps were rarer in group A (3% vs 9%).",
        ["3: group A (zinc)", "9: placebo (placebo)"],
    ),
    (
        "Adults were randomized. Group A received zinc and group B received placebo. Cramps occurred in 3% of group A.",
        ["3: group A (zinc)"],
    ),
    (
        (
            "Quarante adultes ont été répartis en 2 groupes de 20, l'un recevant du zinc (A), l'autre un placebo (B).\n"
            "Les crampes étaient moindres dans le groupe A (3 VS 9)."
        ),
        ["3: groupe A (zinc)", "9: placebo (placebo)"],
    ),
    (  # one code for two things tells nothing
        "Zinc (A) and iron (A) were compared with placebo (B). Cramps occurred in 3% of group A.",
        ["3: group A ()"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CODES)
def test_codes_of_groups(text: str, expected: list[str]) -> None:
    assert [f"{fact.value}: {fact.arm} ({', '.join(fact.drugs)})" for fact in facts(text)] == expected


def test_an_arm_named_by_several_words_is_known_again() -> None:
    text = (
        "Rates were comparable for trained nurses and village volunteers (12.3% and 11.9%, respectively). "
        "Compared with women seen by a trained nurse, more of those seen by a village volunteer had pain (35% vs 15%)."
    )
    assert [told.split(" vs ")[0] for told in arms(text)][2:] == ["35: village volunteer", "15: trained nurse"]


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("Forty patients were randomized to receive zinc (group A) or placebo (group B). Pain: 12% on zinc.", {None}),
        ("Patients were randomized to zinc (n = 21) or placebo (n = 19). Pain: 12% on zinc.", {21}),
    ],
)
def test_the_size_of_a_trial_is_not_that_of_the_first_arm_with_a_code(text: str, sizes: set[int | None]) -> None:
    assert {fact.arm_n for fact in facts(text)} == sizes


THREE = "Adults were randomised to deucravacitinib (n = 330), apremilast (n = 168) or placebo (n = 165).\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Deucravacitinib was superior to placebo and to apremilast for sPGA 0/1 (53.6% vs 7.2% and 32.1%).",
            ["53.6: Deucravacitinib", "7.2: placebo", "32.1: apremilast"],
        ),
        (
            "Nausea occurred in 6.3% with deucravacitinib, 8.9% with apremilast and 4.2% with placebo.",
            ["6.3: deucravacitinib", "8.9: apremilast", "4.2: placebo"],
        ),
    ],
)
def test_one_against_two(text: str, expected: list[str]) -> None:
    assert [told.split(" vs ")[0] for told in arms(THREE + text)] == expected
    assert {fact.status for fact in facts(THREE + text)} == {"accepted"}


def test_a_dose_alone_is_of_the_drug_that_the_line_doses() -> None:
    told = facts(
        "Adults were randomised. Weight fell by 9.6% with tirzepatide 5 mg, 14.7% with 15 mg, 3.2% on placebo."
    )
    assert [(fact.dose, fact.drugs) for fact in told][:2] == [("5 mg", ("tirzepatide",)), ("15 mg", ("tirzepatide",))]


def test_what_was_treated_is_no_target_of_a_guideline() -> None:
    text = "Target-lesion failure had occurred in 5.1% with the zinc stent and 6.9% with the iron stent at 1 year."
    assert [float(fact.value or 0) for fact in facts(TRIAL + text)] == [5.1, 6.9]


def test_an_effect_behind_a_semicolon_is_of_the_figures_before_it() -> None:
    told = facts(TRIAL + "Median survival was 6.7 vs 5.6 months with zinc and placebo; HR 0.74 (0.59-0.92).")
    assert [(fact.endpoint, fact.flags) for fact in told if fact.kind == "hazard_ratio"] == [("Median survival", ())]


def test_events_behind_a_semicolon_are_not_surely_those_of_the_share_before_it() -> None:
    text = "The efficacy against fever with zinc was 94.1%; 11 cases occurred on zinc and 185 on placebo."
    told = [fact for fact in facts(TRIAL + text) if fact.kind == "count"]
    assert [(float(fact.value or 0), "endpoint_far" in fact.flags) for fact in told] == [(11, True), (185, True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hazard ratio: 0.74 (95% CI 0.60-0.91) for death, 0.81 (0.66-0.99) for stroke, 0.9 (0.8-1.2) for pain.",
            ["0.74: death", "0.81: stroke", "0.9: pain"],
        ),
        (
            "The hazard ratio for death was 0.74 (95% CI 0.60-0.91) at 1 year and 0.81 (0.66-0.99) at 3 years.",
            ["0.74: death", "0.81: death"],
        ),
    ],
)
def test_ratios_in_a_list_are_named_once(text: str, expected: list[str]) -> None:
    told = facts(TRIAL + text)
    assert [f"{fact.value}: {fact.endpoint}" for fact in told] == expected
    assert {(fact.kind, fact.arm, fact.comparator) for fact in told} == {("hazard_ratio", "zinc", "placebo")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "Compared with placebo, zinc and iron lowered the risk of falls (HR 0.5; 95% CI 0.2-0.7 and HR 0.7; "
                "95% CI 0.5-0.9)."
            ),
            [("zinc", "placebo", False), ("iron", "placebo", False)],
        ),
        ("Zinc and iron lowered the risk of falls compared with placebo (HR 0.5).", [("Zinc", "placebo", True)]),
    ],
)
def test_effects_of_two_arms_against_one(text: str, expected: list[tuple[str, str, bool]]) -> None:
    told = facts("Adults received zinc (n = 90), iron (n = 91) or placebo (n = 92).\n" + text)
    assert [(fact.arm, fact.comparator, "arm_close_call" in fact.flags) for fact in told] == expected


def test_a_list_in_order_of_nothing_waits_for_a_review() -> None:
    told = facts(
        "318 patients were allotted to 7 or 14 days of pills. They were well in 84.3% and 86.2%, respectively."
    )
    assert {fact.status for fact in told} == {"needs_review"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Success was 98.4% for care provided by a doctor and 97.9% for care provided by a nurse.",
            ["98.4: care provided by a doctor", "97.9: care provided by a nurse"],
        ),
        (
            "Succès : 98,4 % pour la visite faite par un médecin et 97,9 % pour la visite faite par un(e) élève.",
            ["98.4: visite faite par un médecin", "97.9: visite faite par un(e) élève"],
        ),
    ],
)
def test_names_that_begin_alike_are_told_apart(text: str, expected: list[str]) -> None:
    assert arms(text) == expected
