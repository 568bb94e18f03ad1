"""Drafts as facts: ids, days, doses, flags and the evidence of every slot."""

from decimal import Decimal

import pytest

from reading import read_text
from slideextract.facts import Fact
from slideextract.pipeline import extract


def facts(text: str) -> list[Fact]:
    return list(extract(read_text(text)).facts)


SENTENCE = (
    "At week 52, a BICLA response was seen in 56.2% of patients on anifrolumab 120 mg and 37.1% of those on placebo "
    "(adjusted difference, 19.1 percentage points; 95% CI, 9.0 to 29.2; P=0.0002)."
)


def test_a_fact_has_its_slots() -> None:
    first, second, effect = facts(SENTENCE)
    assert (first.endpoint_id, first.timepoint, first.timepoint_days) == ("bicla", "week 52", Decimal(364))
    assert (first.drugs, first.dose, first.unit, first.kind) == (("anifrolumab",), "120 mg", "%", "percent")
    assert second.drugs == ("placebo",)
    assert (effect.kind, effect.value, effect.unit) == ("difference", Decimal("19.1"), "percentage points")
    assert (effect.ci_level, effect.ci_lower, effect.ci_upper) == (Decimal(95), Decimal("9.0"), Decimal("29.2"))
    assert (effect.p_modifier, effect.p_value) == ("=", Decimal("0.0002"))
    assert effect.comparator == "placebo"
    assert effect.adjusted


def test_every_slot_has_its_evidence() -> None:
    for fact in facts(SENTENCE):
        assert SENTENCE[fact.char_start : fact.char_end] == fact.raw
        assert fact.quote in SENTENCE
        assert {"arm", "endpoint", "timepoint"} <= set(fact.slots)
        for evidence in fact.slots.values():
            assert SENTENCE[evidence.char_start : evidence.char_end] == evidence.quote
            assert (evidence.document, evidence.page) == (fact.document, fact.page)
        assert (fact.ci_lower is None) == ("ci" not in fact.slots)
        assert (fact.p_value is None) == ("p" not in fact.slots)


@pytest.mark.parametrize(
    ("text", "modifier", "value"),
    [
        ("Response in 46% on abatacept vs 33% on placebo (P<0.001).", "<", "0.001"),
        ("Response in 46% on abatacept vs 33% on placebo (p = 0.02).", "=", "0.02"),
        ("Réponse : 46 % sous abatacept contre 33 % sous placebo (p ≤ 0,05).", "<=", "0.05"),
        ("Response in 46% on abatacept vs 33% on placebo (P>0.10).", ">", "0.10"),
    ],
)
def test_p_values_keep_their_sign(text: str, modifier: str, value: str) -> None:
    (fact,) = [fact for fact in facts(text) if fact.p_value is not None]
    assert (fact.p_modifier, fact.p_value) == (modifier, Decimal(value))


@pytest.mark.parametrize(
    ("text", "kind", "value", "lower", "upper"),
    [
        ("The mean score was 5.3 (SD 1.2) on abatacept.", "sd", "1.2", None, None),
        ("The mean score was 5.3 ± 1.2 on abatacept.", None, "1.2", None, None),
        ("The median score was 5.3 (IQR 2.1 to 7.4) on abatacept.", "iqr", None, "2.1", "7.4"),
    ],
)
def test_spreads(text: str, kind: str | None, value: str | None, lower: str | None, upper: str | None) -> None:
    (fact,) = facts(text)
    assert fact.dispersion is not None
    assert kind is None or fact.dispersion.type == kind
    numbers = (fact.dispersion.value, fact.dispersion.lower, fact.dispersion.upper)
    assert numbers == tuple(None if number is None else Decimal(number) for number in (value, lower, upper))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Serious adverse events were seen in 8% on abatacept.", "safety"),
        ("Zona : 3 % sous anifrolumab.", "safety"),
        ("The primary end point, remission, was met in 46% on abatacept.", "primary"),
        ("Critère principal : réponse BICLA chez 46 % sous anifrolumab.", "primary"),
        ("A secondary endpoint was quality of life, better in 46% on abatacept.", "secondary"),
        ("BICLA response in 46% on anifrolumab.", None),
    ],
)
def test_types_of_endpoints(text: str, expected: str | None) -> None:
    assert facts(text)[0].endpoint_type == expected


FLAGS = [
    ("BICLA : 46 % sous anifrolunab.", "drug_repaired"),
    ("Response in 46% on zorvimab.", "drug_unknown"),
]


@pytest.mark.parametrize(("text", "flag"), FLAGS)
def test_doubts_are_flags_and_ask_for_a_look(text: str, flag: str) -> None:
    (fact,) = facts(text)
    assert flag in fact.flags
    assert fact.status == "needs_review"


def test_a_plain_fact_needs_no_review() -> None:
    (fact,) = facts("BICLA response in 46% on anifrolumab.")
    assert (fact.status, fact.flags) == ("accepted", ())


def test_facts_are_in_the_order_of_the_text_and_of_their_own_trials() -> None:
    text = (
        "# Abatacept: the BEACON trial (NCT09990001)\nRemission: 45% with abatacept vs 30% with placebo\n"
        "# Secukinumab: the HORIZON trial\nRemission: 59% with secukinumab vs 8% with placebo"
    )
    found = facts(text)
    assert [float(fact.value or 0) for fact in found] == [45, 30, 59, 8]
    assert [fact.trial for fact in found] == ["BEACON", "BEACON", "HORIZON", "HORIZON"]
    assert [fact.registry_ids for fact in found] == [("NCT09990001",)] * 2 + [()] * 2
    assert len({fact.trial_id for fact in found}) == 2


@pytest.mark.parametrize(
    "text", ["# AUBADE\n- Rechutes sévères : 9 rechutes vs 4", "# AUBADE\n- Severe relapses: 9 relapses vs 4"]
)
def test_a_pair_whose_arms_nothing_tells_is_left_open_and_shown_to_a_person(text: str) -> None:
    found = facts(text)
    assert [(fact.value, fact.arm) for fact in found] == [(Decimal(9), None), (Decimal(4), None)]
    assert all(fact.status == "needs_review" and "arm_ambiguous" in fact.flags for fact in found)


def test_a_sentence_is_quoted_alone_and_a_cell_with_what_its_headers_say() -> None:
    assert facts(SENTENCE)[0].quote == SENTENCE
    (cell, _) = facts("\tAnifrolumab\tPlacebo\nBICLA response at week 52\t56.2%\t37.1%")
    assert cell.quote == "BICLA response | Anifrolumab | week 52 | 56.2%"
