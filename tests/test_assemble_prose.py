"""Values with their arms and endpoints in prose, in both languages: what is listed must be found, and nothing else."""

import pytest

from reading import read_text
from slideextract.pipeline import extract

# (text, [(value, arm, endpoint)]): arm and endpoint by a part of their name, None for nothing
Expected = list[tuple[float, str | None, str | None]]
ENGLISH: list[tuple[str, Expected]] = [
    (
        "A remission was seen in 47.3% of patients in the mirikizumab group and 30.6% of those in the placebo group.",
        [(47.3, "mirikizumab", "remission"), (30.6, "placebo", "remission")],
    ),
    (
        "Nausea was more common with semaglutide than with placebo (20.1% vs. 8.3%).",
        [(20.1, "semaglutide", "Nausea"), (8.3, "placebo", "Nausea")],
    ),
    (
        "The wound infection rate came to 4.8%, 11.3% and 6.1% for groups A, B and C, respectively.",
        [(4.8, "A", "infection"), (11.3, "B", "infection"), (6.1, "C", "infection")],
    ),
    (
        "The relapse rates were 42.5% for gradual withdrawal and 12.5% for continued treatment.",
        [(42.5, "gradual withdrawal", "relapse"), (12.5, "continued treatment", "relapse")],
    ),
    (
        "17.2% of patients in the bimatoprost group and 9.0% of those in the timolol group reported eye redness.",
        [(17.2, "bimatoprost", "redness"), (9.0, "timolol", "redness")],
    ),
    (
        "Fever was less frequent in the closure group (17.5%) than in the open group (42.0%).",
        [(17.5, "closure", "Fever"), (42.0, "open", "Fever")],
    ),
    (
        (
            "Adverse events occurred in 71.3% of the secukinumab group and in 64.2% of the placebo group, and serious "
            "adverse events in 9.4% and 7.8%, respectively."
        ),
        [
            (71.3, "secukinumab", "dverse events"),
            (64.2, "placebo", "dverse events"),
            (9.4, "secukinumab", "serious"),
            (7.8, "placebo", "serious"),
        ],
    ),
    (
        "Closure was seen in 61.8% of ulcers at 3 months and 58.3% at 2 years in the compression group.",
        [(61.8, "compression", "Closure"), (58.3, "compression", "Closure")],
    ),
]
FRENCH: list[tuple[str, Expected]] = [
    (
        "Une rémission a été vue chez 47,3 % des patients du groupe guselkumab et 30,6 % de ceux du groupe placebo.",
        [(47.3, "guselkumab", "rémission"), (30.6, "placebo", "rémission")],
    ),
    (
        "Le taux de succès a été de 88 % dans le groupe sonde et de 61 % dans le groupe témoin.",
        [(88, "sonde", "succès"), (61, "témoin", "succès")],
    ),
    (
        "Des nausées sont survenues chez 12,5 % des patients sous sémaglutide et 4,1 % des patients sous placebo.",
        [(12.5, "sémaglutide", "nausées"), (4.1, "placebo", "nausées")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH + FRENCH)
def test_values_are_bound(text: str, expected: Expected) -> None:
    facts = extract(read_text(text)).facts
    found = [(float(fact.value or 0), fact.arm, fact.endpoint) for fact in facts]
    assert [value for value, _, _ in found] == [value for value, _, _ in expected]
    for (_, arm, endpoint), (_, want_arm, want_endpoint) in zip(found, expected, strict=True):
        assert (arm is None) == (want_arm is None)
        assert want_arm is None or want_arm in (arm or "")
        assert want_endpoint is None or want_endpoint in (endpoint or "")


def test_effects_carry_interval_p_and_comparator() -> None:
    text = (
        "A response was seen in 47.3% of the patients in the abatacept group and 30.6% of those in the placebo group "
        "(adjusted difference, 16.5 percentage points; 95% CI, 4.1 to 28.9; P=0.01)."
    )
    effect = next(fact for fact in extract(read_text(text)).facts if fact.kind == "difference")
    assert [float(x or 0) for x in (effect.ci_lower, effect.ci_upper, effect.p_value)] == [4.1, 28.9, 0.01]
    assert "abatacept" in (effect.arm or "")
    assert "placebo" in (effect.comparator or "")
    assert effect.adjusted


@pytest.mark.parametrize(
    "text",
    [
        "The recommended target is a reduction of 25% at 3 months.",
        "With 200 patients the power was 90% to detect a difference of 12 points.",
        "Thrombosis was seen in 40% of the mice.",
        "REFERENCES\n1. Smith J, et al. Lancet 2024; 404: 540-53.",
        "METHODS\nThe primary end point was a reduction of at least 50% in the score.",
    ],
)
def test_what_is_no_result_makes_no_row(text: str) -> None:
    assert extract(read_text(text)).facts == ()
