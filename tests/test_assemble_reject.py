"""Figures that look like results and are none: each is refused with the reason that `slideextract why` prints."""

import pytest

from reading import read_text
from slideextract.assemble import assemble
from slideextract.assemble.reject import is_animal
from slideextract.pipeline import extract

# (text, the figures that are refused, the rule that does it); nothing else may come out
REFUSED = [
    ("Thrombosis was seen in 40% of the mice on abatacept.", ["40%"], "reject.animal"),
    ("Des thromboses ont été vues chez 40 % des singes sous anti-CD154.", ["40 %"], "reject.animal"),
    ("The recommended target is a reduction of 25% at 3 months.", ["25%"], "reject.guideline"),
    ("Company shares rose by 3.5% in early trading.", ["3.5%"], "reject.company"),
    ("Le chiffre d'affaires a augmenté de 12 % sur l'année.", ["12 %"], "reject.company"),
    ("The minimal clinically important difference for pain is 1.5 points.", ["1.5 points"], "reject.guideline"),
    ("L'objectif est une réduction de la protéinurie de 25 % à 3 mois.", ["25 %"], "reject.guideline"),
    ("Assuming a response rate of 40% with placebo, 200 patients were needed.", ["40%", "200"], None),
    ("A total of 90% power was planned to detect a response of 20% with abatacept.", ["20%"], "reject.prior"),
    ("In an earlier trial, the response was 40% with placebo.", ["40%"], "reject.prior"),
    ("Dans une étude antérieure, la réponse était de 40 % sous placebo.", ["40 %"], "reject.prior"),
    ("With placebo and abatacept, 240 patients were planned.", ["240"], "reject.needed"),
    ("Sous abatacept, 240 patients étaient prévus.", ["240"], "reject.needed"),
    ("Lupus\n8 200 nouveaux cas par an en Espagne", ["8 200"], "reject.epidemic"),
    ("Lupus\n8,200 new cases per year in Spain", ["8,200"], "reject.epidemic"),
    ("Survie globale immature (31 % de maturité) sous abatacept.", ["31 %"], "reject.immature"),
    ("Overall survival with abatacept is immature (31% maturity).", ["31%"], "reject.immature"),
    ("In the abatacept group, 91% of the patients were women.", ["91%"], "reject.baseline"),
    ("Âge et sexe : 91 % de femmes sous abatacept.", ["91 %"], "reject.baseline"),
    ("It was 46%.", ["46%"], "reject.unsaid"),
    ("Introduction\nFlares occur in 30% of the patients on placebo.", ["30%"], "reject.section"),
    ("Methods\nThe primary end point was a reduction of 50% with abatacept.", ["50%"], "reject.section"),
    ("Références\nDoe J. Réponse de 40 % sous abatacept. Lancet 2024.", ["40 %"], "reject.section"),
    ("~ A response was seen in 40% of the patients on abatacept; visit our site.", ["40%"], "reject.section"),
]
KEPT = [
    ("The response was 46% with abatacept; in earlier trials it was 30% with placebo.", [46]),
    ("In mice the response was known; in 46% of the patients on abatacept it was confirmed.", [46]),
    ("A reduction of 25% was seen with abatacept, as guidelines ask.", [25]),
    ("Methods\nThe response was 46% with abatacept and 33% with placebo (P=0.02).", [46, 33]),  # plainly measured
    ("Women on abatacept had a response in 46%.", [46]),
    ("La réponse était de 46 % sous abatacept, et l'objectif a été atteint.", [46]),
]


def rejected(text: str) -> dict[str, str]:
    return {text[reject.start : reject.end]: reject.rule for reject in assemble(read_text(text)).rejected}


@pytest.mark.parametrize(("text", "figures", "rule"), REFUSED)
def test_what_is_no_result_is_refused_by_a_rule(text: str, figures: list[str], rule: str | None) -> None:
    found = rejected(text)
    assert set(figures) <= set(found)
    assert rule is None or {found[figure] for figure in figures} == {rule}
    assert [fact for fact in extract(read_text(text)).facts if fact.value is not None] == []


@pytest.mark.parametrize(("text", "values"), KEPT)
def test_the_cue_must_speak_of_the_figure(text: str, values: list[float]) -> None:
    assert [fact.value for fact in extract(read_text(text)).facts if fact.value is not None] == values


def test_the_figures_of_a_guideline_are_targets() -> None:
    text = (
        "# Recommandations 2024 : néphropathie lupique\nRéponse : 25 % sous voclosporine à 3 mois\n"
        "# Voclosporine : essai AUBADE\nRéponse : 40,2 % sous voclosporine, 24,1 % sous placebo"
    )
    assert rejected(text)["25 %"] == "reject.guideline"
    assert [float(fact.value or 0) for fact in extract(read_text(text)).facts] == [40.2, 24.1]


def test_a_message_to_take_home_is_of_no_trial() -> None:
    text = "# Heart failure in 2025\n---\n# À retenir\n- 30 % des patients ont une carence martiale"
    assert rejected(text)["30 %"] == "reject.general"
    told = "# Anifrolumab: LANTERN\n- SRI-4: 46%\n---\n# Take-home messages\n- Response in 46% with anifrolumab"
    assert rejected(told) == {}


def test_a_reason_is_words_for_people() -> None:
    for text, figures, _ in REFUSED:
        reasons = {entry.raw: entry.reason for entry in extract(read_text(text)).ledger if entry.verdict == "rejected"}
        assert all(len(reasons[figure].split()) > 2 for figure in figures)


@pytest.mark.parametrize(
    ("text", "language", "animal"),
    [
        ("Thrombosis was seen in the mice.", "en", True),
        ("Des thromboses ont été vues chez les singes.", "fr", True),
        ("After a study in mice, patients were treated.", "en", False),
        ("Après les souris, les patients.", "fr", False),
        ("Thrombosis was rare.", "en", False),
    ],
)
def test_a_paragraph_of_animals_has_no_people(text: str, language: str, animal: bool) -> None:
    assert is_animal(text, language) is animal
