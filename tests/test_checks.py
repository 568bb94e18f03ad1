"""Each check fires on what is wrong, and leaves alone what is right."""

from typing import Any

import pytest

from records import arm, evidence, fact, trial
from slideextract.checks import check_all, list_checks
from slideextract.facts import Fact, Trial

Fields = dict[str, Any]
DOUBLE = {"kind": "difference", "endpoint": "CRR", "arm": "OBI", "comparator": "placebo", "unit": "percentage points"}
HAZARD = {"kind": "hazard_ratio", "endpoint": "SG", "arm": "Osimertinib", "comparator": "placebo", "unit": None}
RISK = HAZARD | {"kind": "risk_ratio", "endpoint": "réponse"}
CRR = {"endpoint": "CRR", "timepoint_days": 532}
LONG = "Le traitement a été bien toléré, avec 12 % d'événements indésirables graves."


def span(value: str | None, lower: str, upper: str, p: str | None = None, **more: Any) -> Fields:
    fields = {"value": value, "ci_level": "95", "ci_lower": lower, "ci_upper": upper}
    return fields | ({"p_value": p, "p_modifier": "="} if p else {}) | more


def two(effect: Fields, first: str, second: str, **shared: Any) -> list[Fields]:
    """A comparison and the values of its arms."""
    index = {"arm": effect["arm"], "value": first, "endpoint": effect["endpoint"]}
    control = {"arm": effect["comparator"], "value": second, "endpoint": effect["endpoint"]}
    return [effect, index | shared, control | shared]


def scored(endpoint: str, endpoint_id: str, value: str, **more: Any) -> Fields:
    return {"endpoint": endpoint, "endpoint_id": endpoint_id, "value": value, "arm": "OBI"} | more


PLACEBO: Fields = {"endpoint": "hémoglobine", "arm": "placebo", "kind": "percent"}


def beside(first: str, second: str, **more: Any) -> list[Fields]:
    """A value of a mean in one arm, and another value in the other."""
    mean = {"endpoint": "hémoglobine", "kind": "mean", "unit": "g/dL"}
    return [mean | {"value": first, "arm": "OBI"} | more, mean | {"value": second, "arm": "placebo"}]


TABLE: list[tuple[str, list[Fields], bool]] = [
    ("decimal_lost", beside("441", "6.2"), True),
    ("decimal_lost", beside("64", "6.2"), True),
    ("decimal_lost", beside("44", "6.2"), False),  # the arms may differ so much
    ("decimal_lost", beside("441", "62"), False),  # nothing is printed with a decimal
    ("decimal_lost", beside("44.1", "6.2"), False),
    ("decimal_lost", beside("441", "6.2", unit="g/L"), False),
    ("unit_lost", [*beside("46.4", "33.1", kind="rate", unit=None)[:1], {"value": "33.1", **PLACEBO}], True),
    ("unit_lost", [*beside("464", "33.1", kind="rate", unit=None)[:1], {"value": "33.1", **PLACEBO}], False),
    ("unit_lost", beside("46.4", "33.1", kind="rate", unit=None), False),
    ("ci_excludes_value", [DOUBLE | span("13.4", "2.0", "24.8")], False),
    ("ci_excludes_value", [DOUBLE | span("13.4", "20.0", "24.8")], True),
    ("ci_excludes_value", [DOUBLE | span("13.4", "24.8", "2.0")], True),
    ("ci_excludes_value", [span("30", "-40", "-20", kind="change")], False),
    ("fraction_mismatch", [{"value": "91.7", "numerator": 22, "denominator": 24}], False),
    ("fraction_mismatch", [{"value": "91.6", "numerator": 22, "denominator": 24}], False),  # cut off, not rounded
    ("fraction_mismatch", [{"value": "91.8", "numerator": 22, "denominator": 24}], True),
    ("fraction_mismatch", [{"value": "34", "kind": "count", "numerator": 34, "denominator": 24}], True),
    ("percent_of_no_count", [{"value": "46.4", "arm_n": 135}], True),
    ("percent_of_no_count", [{"value": "45.9", "arm_n": 135}], False),
    ("percent_of_no_count", [{"value": "46.4", "arm_n": 135, "adjusted": True}], False),
    ("percent_of_no_count", [{"value": "46.4", "arm_n": 135, "quote": "Kaplan-Meier : 46,4 %"}], False),
    ("difference_mismatch", two(DOUBLE | {"value": "13.4"}, "46.4", "33.1"), False),
    ("difference_mismatch", two(DOUBLE | {"value": "15.4"}, "46.4", "33.1"), True),
    ("difference_mismatch", two(DOUBLE | {"value": "15.2", "adjusted": True}, "46.4", "33.1"), False),
    ("difference_mismatch", two(DOUBLE | {"value": "15.4"}, "46.4", "33.1", timepoint_days=28), False),
    ("difference_sign", two(DOUBLE | {"value": "-13.4"}, "46.4", "33.1"), True),
    ("difference_sign", two(DOUBLE | {"value": "13.4"}, "33.1", "46.4"), False),
    ("ci_asymmetric", [HAZARD | span("0.49", "0.38", "0.64")], False),
    ("ci_asymmetric", [HAZARD | span("0.84", "0.38", "0.94")], True),
    ("ci_asymmetric", [DOUBLE | span("13.4", "2.0", "24.8")], False),
    ("ci_asymmetric", [DOUBLE | span("3.4", "2.0", "24.8")], True),
    ("ci_asymmetric", [span("3.4", "2.0", "24.8")], False),  # exact intervals of a percentage are uneven
    ("p_disagrees_with_ci", [DOUBLE | span("13.4", "2.0", "24.8", "0.02")], False),
    ("p_disagrees_with_ci", [DOUBLE | span("13.4", "2.0", "24.8", "0.2")], True),
    ("p_disagrees_with_ci", [DOUBLE | span("13.4", "2.0", "24.8", "0.2", quote="p de non-infériorité")], False),
    ("p_disagrees_with_ci", [HAZARD | span("0.49", "0.38", "0.64", "0.001") | {"p_modifier": "<"}], False),
    ("p_disagrees_with_ci", [HAZARD | span("0.95", "0.80", "1.13", "0.001") | {"p_modifier": "<"}], True),
    ("p_contradicts_ci", [HAZARD | span("0.70", "0.50", "0.98", "0.04")], False),
    ("p_contradicts_ci", [HAZARD | span("0.70", "0.50", "0.98", "0.4")], True),
    ("p_contradicts_ci", [HAZARD | span("0.90", "0.70", "1.16", "0.01")], True),
    ("p_contradicts_ci", [HAZARD | span("0.70", "0.50", "1.00", "0.04")], False),  # the bound may be 0.996
    ("p_out_of_range", [{"p_value": "0.02", "p_modifier": "="}], False),
    ("p_out_of_range", [{"p_value": "0.000", "p_modifier": "="}], False),
    ("p_out_of_range", [{"p_value": "0", "p_modifier": "="}], True),
    ("p_out_of_range", [{"p_value": "1.2", "p_modifier": "="}], True),
    ("p_disagrees_with_percentages", [CRR | {"arm": "OBI", "value": "46.4", "arm_n": 135, "comparator": "placebo",
      "p_value": "0.02", "p_modifier": "="}, CRR | {"arm": "placebo", "value": "33.1", "arm_n": 136}], False),
    ("p_disagrees_with_percentages", [CRR | {"arm": "OBI", "value": "46.4", "arm_n": 135, "comparator": "placebo",
      "p_value": "0.0001", "p_modifier": "="}, CRR | {"arm": "placebo", "value": "33.1", "arm_n": 136}], True),
    ("ratio_mismatch", two(RISK | {"value": "1.40"}, "46.4", "33.1"), False),
    ("ratio_mismatch", two(RISK | {"value": "0.71"}, "46.4", "33.1"), False),
    ("ratio_mismatch", two(RISK | {"value": "2.40"}, "46.4", "33.1"), True),
    ("ratio_mismatch", two(RISK | {"kind": "odds_ratio", "value": "1.75"}, "46.4", "33.1"), False),
    ("hazard_ratio_against_medians", two(HAZARD | {"value": "0.62"}, "25.5", "16.7", kind="median"), False),
    ("hazard_ratio_against_medians", two(HAZARD | {"value": "0.62"}, "16.7", "25.5", kind="median"), True),
    ("part_exceeds_whole", [scored("ACR20", "acr20", "60"), scored("ACR50", "acr50", "35")], False),
    ("part_exceeds_whole", [scored("ACR20", "acr20", "30"), scored("ACR50", "acr50", "35")], True),
    ("part_exceeds_whole", [scored("ACR20", "acr20", "30"), scored("ACR50", "acr50", "35", arm="placebo")], False),
    ("part_exceeds_whole", [scored("AE leading to death", "ae", "1"), scored("SAE", "sae", "9")], False),
    ("outside_scale", [{"value": "100"}], False),
    ("outside_scale", [{"value": "145"}], True),
    ("outside_scale", [{"value": "145", "kind": "change"}], False),
    ("categories_exceed_100", [scored("CR", "cr", "40"), scored("PR", "pr", "45")], False),
    ("categories_exceed_100", [scored("CR", "cr", "40"), scored("PR", "pr", "65")], True),
    ("drug_repaired", [{"arm": "béliumab", "drugs": ("belimumab",)}], True),
    ("drug_repaired", [{"arm": "bélimumab", "drugs": ("belimumab",)}], False),
    ("drug_unknown", [{"arm": "dazlizumab", "drugs": ("dazlizumab",)}], True),
    ("drug_unknown", [{"arm": "placebo", "drugs": ("placebo",)}], False),
    ("claims_without_figures", [{"kind": "qualitative", "value": None, "direction": "improved"}], True),
    ("claims_without_figures", [{"kind": "qualitative", "value": None, "direction": "improved"}, {}], False),
    ("sentence_of_two_trials", [{"quote": LONG}, {"quote": LONG, "trial_id": "t2"}], True),
    ("sentence_of_two_trials", [{"quote": LONG}, {"quote": LONG, "trial_id": "t2", "document": "b.pdf"}], False),
    ("sentence_of_two_trials", [{"quote": "12 %"}, {"quote": "12 %", "trial_id": "t2"}], False),
]  # fmt: skip
TRIALS: list[tuple[str, Fields, bool]] = [
    ("arm_sum", {"enrollment": 271, "arms": (135, 136)}, False),
    ("arm_sum", {"enrollment": 433, "arms": (135, 136)}, True),
    ("arm_sum", {"enrollment": 271, "arms": (135, 136, 271)}, False),  # a pooled arm
    ("arm_sum", {"enrollment": 271, "arms": (135, None)}, False),
    ("arm_sum", {"enrollment": 100, "arms": (135, None)}, True),
]


def checked(rows: list[Fields]) -> tuple[list[Fact], list[Trial]]:
    facts = [fact(**({"result_id": f"r{k}"} | row)) for k, row in enumerate(rows)]
    return check_all(facts, [trial(trial_id=name) for name in sorted({found.trial_id for found in facts})])


def found(trials: list[Trial]) -> set[str]:
    return {issue.check for told in trials for issue in told.issues}


@pytest.mark.parametrize(("code", "rows", "fires"), TABLE)
def test_facts(code: str, rows: list[Fields], fires: bool) -> None:
    facts, trials = checked(rows)
    assert (code in found(trials)) is fires
    info = next(check for check in list_checks() if check.code == code).severity == "info"
    assert any(code in told.flags for told in facts) is (fires and not info)


@pytest.mark.parametrize(("code", "fields", "fires"), TRIALS)
def test_trials(code: str, fields: Fields, fires: bool) -> None:
    arms = tuple(arm(f"bras {k}", n) for k, n in enumerate(fields["arms"]))
    enrolled = {"count": fields["enrollment"], "evidence": evidence()}
    _, (told,) = check_all([], [trial(arms=arms, enrollment=enrolled)])
    assert (code in found([told])) is fires
    assert (code in told.flags) is fires


@pytest.mark.parametrize(
    ("value", "kind", "fires"),
    [
        ("2.5", "mean", False),
        ("25", "mean", True),
        ("25", "change", False),
        ("-0.4", "ls_mean", False),
        ("-25", "mean", True),
    ],
)
def test_a_value_off_its_scale(value: str, kind: str, fires: bool) -> None:
    _, trials = checked([scored("HAQ-DI", "haq_di", value, kind=kind, unit=None)])
    assert ("outside_scale" in found(trials)) is fires


def test_a_conflict_is_an_issue_of_its_facts() -> None:
    claims = [
        {"value": "56.2", "evidence": evidence(char_start=8, char_end=14)},
        {"value": "52.6", "evidence": evidence(document="b.pdf", char_start=8, char_end=14)},
    ]
    facts = [fact(result_id="a"), fact(result_id="b", document="b.pdf", value="52.6"), fact(result_id="c", page=9,
             char_start=99, char_end=103)]  # fmt: skip
    told, (study,) = check_all(facts, [trial(conflicts=({"field": "percent: BICLA", "values": claims},))])
    assert [(f.status, f.flags) for f in told] == [("needs_review", ("conflict",))] * 2 + [("accepted", ())]
    assert "56.2 (deck.pptx) and 52.6 (b.pdf)" in study.issues[0].message


def test_every_check_is_tested() -> None:
    codes = {code for code, _, _ in [*TABLE, *TRIALS]} | {"conflict"}
    assert {check.code for check in list_checks()} == codes
    for code in codes - {"conflict"}:
        assert {fires for name, _, fires in [*TABLE, *TRIALS] if name == code} == {True, False}, code


def test_checks_are_listed_by_code_with_what_they_say() -> None:
    listed = list_checks()
    assert [check.code for check in listed] == sorted(check.code for check in listed)
    assert all(check.about.endswith(".") for check in listed)


def test_a_check_changes_no_value_and_a_second_run_nothing_at_all() -> None:
    facts, trials = checked([row for _, rows, _ in TABLE for row in rows])
    before = [fact(**({"result_id": f"r{k}"} | row)) for k, row in enumerate(r for _, rows, _ in TABLE for r in rows)]
    marks = {"flags", "status"}
    assert [f.model_dump(exclude=marks) for f in facts] == [f.model_dump(exclude=marks) for f in before]
    assert check_all(facts, trials) == (facts, trials)


def test_only_errors_and_contradictions_ask_for_review() -> None:
    for code, rows, fires in TABLE:
        facts, _ = checked(rows)
        check = next(check for check in list_checks() if check.code == code)
        if fires and check.severity != "info":
            assert any(f.status == "needs_review" for f in facts) is check.review, code
