"""Twenty shapes in which slides and abstracts print results, each hard in its own way, read as text files.

The shapes are those of real talks; the trials, drugs and figures are made up.
"""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

import slideextract
from slideextract.facts import Fact

Row = dict[str, object]


@dataclass(frozen=True)
class Case:
    """A text and all the rows with a number that it must give, in order; of a row only what is hard is listed."""

    name: str
    text: str
    rows: list[Row] = field(default_factory=list)
    gap: str = ""  # why it fails today


def row(value: float, arm: str | None = None, endpoint: str | None = None, **fields: object) -> Row:
    told: Row = {"value": value}
    told |= {"arm": arm} if arm else {}
    told |= {"endpoint": endpoint} if endpoint else {}
    return told | fields


CASES = [
    Case(
        "1: a chart flattened to lines: the k-th value goes with the k-th label",
        """# Litifilimab SC : essai SOLSTICE-SC

Efficacité

Réponse CLA-50 à S24

48,3 %

p=0,004

31,7 %

Litifilimab

Placebo
""",
        [
            row(48.3, "Litifilimab", "CLA-50", timepoint_days=168, p_value=0.004),
            row(31.7, "Placebo", "CLA-50", timepoint_days=168, p_value=None),
        ],
    ),
    Case(
        "1: the label of a bar runs over two lines, and its dose is no third label",
        """# Litifilimab SC : essai SOLSTICE-SC

Rémission DORIS à S24

29,4 %

17,2 %

Litifilimab
150 mg

Placebo
""",
        [row(29.4, "Litifilimab", "DORIS"), row(17.2, "Placebo", "DORIS")],
    ),
    Case(
        "2: the value before its label, an escaped dollar",
        """# Le télitacicept précoce : modèle de coût

1000 patients modélisés

+0,81

Gain de QALYs

-\\$98 412

Économies par patient
""",
        [row(0.81, None, "QALY"), row(-98412, None, "conomies", kind="cost")],
    ),
    Case(
        "3: number and noun on two lines",
        """# CAR T-cell therapy in myositis: a systematic review

12

studies

98

patients
with myositis

64 %
remission
""",
        [row(64, "CAR T", "remission")],
    ),
    Case(
        "4: bare pairs take the order of the arms of their slide",
        """# Litifilimab SC : essai SOLSTICE-SC

Réponse CLA-50 : 48,3 % (Litifilimab) vs 31,7 % (Placebo).

Tolérance

Infections urinaires (12,4 % vs 9,8 %).

Zona : 2,9 % vs 0,7 %.
""",
        [
            row(48.3, "Litifilimab"),
            row(31.7, "Placebo"),
            row(12.4, "Litifilimab", "nfections urinaires"),
            row(9.8, "Placebo", "nfections urinaires"),
            row(2.9, "Litifilimab", "Zona"),
            row(0.7, "Placebo", "Zona"),
        ],
    ),
    Case(
        "5: respective percentages take the order of the sentence before",
        (
            "Infections occurred in 62.3% of the patients in the vunakizumab group and 55.1% of those in the "
            "placebo group. The respective percentages of patients with serious infections were 6.8% and 3.9%."
        ),
        [
            row(62.3, "vunakizumab", "nfections"),
            row(55.1, "placebo", "nfections"),
            row(6.8, "vunakizumab"),
            row(3.9, "placebo"),
        ],
    ),
    Case(
        "5: what the respective percentages measure is said of the patients",
        (
            "Infections occurred in 62.3% of the patients in the vunakizumab group and 55.1% of those in the "
            "placebo group. The respective percentages of patients with serious infections were 6.8% and 3.9%."
        ),
        [row(62.3), row(55.1), row(6.8, None, "serious infections"), row(3.9, None, "serious infections")],
        gap='"patients with serious infections" is taken for people of whom something is told',
    ),
    Case(
        "5: and of the same sentence, behind a semicolon",
        (
            "Infections occurred in 62.3% of the patients in the vunakizumab group and 55.1% of those in the "
            "placebo group; the respective percentages of patients with serious infections were 6.8% and 3.9%."
        ),
        [row(62.3), row(55.1), row(6.8, "vunakizumab"), row(3.9, "placebo")],
        gap="arms are not carried over a semicolon",
    ),
    Case(
        "6: an order that must not be carried: the arms stay open, or a person must look",
        """# Rituximab puis ocrélizumab ? NOCTURNE, 48 patients

- Ocré après le ritux vs sans ocré

- 8 poussées sévères vs 2
""",
        [row(8, None, "pouss"), row(2, None, "pouss")],
    ),
    Case(
        "7: one line, many tuples",
        (
            "A complete response at week 60 was seen in 41.7% of the patients in the felzartamab group and 28.9% "
            "of those in the placebo group (adjusted difference, 12.9 percentage points; 95% CI, 1.8 to 24.0; "
            "P=0.02), and a partial response in 21.3% and 18.4%, respectively (adjusted difference, 2.8 "
            "percentage points; 95% CI, −7.1 to 12.7)."
        ),
        [
            row(41.7, "felzartamab", "complete response", timepoint_days=420),
            row(28.9, "placebo", "complete response"),
            row(12.9, "felzartamab", "complete response", ci_lower=1.8, ci_upper=24.0, p_value=0.02),
            row(21.3, "felzartamab", "partial response"),
            row(18.4, "placebo", "partial response"),
            row(2.8, "felzartamab", "partial response", ci_lower=-7.1, ci_upper=12.7, p_value=None),
        ],
    ),
    Case(
        "8: the timepoint stands in the sentence before",
        (
            "A complete response at week 60 was seen in 41.7% of the patients in the felzartamab group and 28.9% "
            "of those in the placebo group. A reduction in proteinuria was seen in 52.2% of the patients in the "
            "felzartamab group and 39.6% of those in the placebo group."
        ),
        [
            row(41.7, "felzartamab", timepoint_days=420),
            row(28.9, "placebo", timepoint_days=420),
            row(52.2, "felzartamab", "proteinuria", timepoint_days=420),
            row(39.6, "placebo", "proteinuria", timepoint_days=420),
        ],
        gap="a time is not carried into the next sentence",
    ),
    Case(
        "9: sizes in brackets, behind and under their labels",
        """# Litifilimab SC : essai SOLSTICE-SC

N total : 312 patients (157 Litifilimab, 155 Placebo)

Réponse CLA-50 : 48,3 % (Litifilimab) vs 31,7 % (Placebo)
""",
        [row(48.3, "Litifilimab", arm_n=157), row(31.7, "Placebo", arm_n=155)],
    ),
    Case(
        "10: a table by tabs",
        (
            "# Tolérance\n\n\tOBI (n=149)\tPlacebo (n=150)\nInfections sévères\t7,9 %\t5,2 %\nDécès\t0,7 %\t2,6 %\n"
            "Arrêt pour EIG\t3 %\t1 %\n"
        ),
        [
            row(7.9, "OBI", "nfections", arm_n=149),
            row(5.2, "Placebo", "nfections", arm_n=150),
            row(0.7, "OBI", "cès"),
            row(2.6, "Placebo", "cès"),
            row(3, "OBI", "rrêt"),
            row(1, "Placebo", "rrêt"),
        ],
    ),
    Case(
        "10: studies side by side in a table with empty cells",
        (
            "# Les CAR-T dans la myosite\n\n\tDupont A ¹\tMartin B ²\nProduit\tAcme CAR-T\tBeta CAR-T\nN\t19\t14\n"
            "Rémission à M6\t84 %\t\nCRS grade 1\t\t9\n"
        ),
        [row(84, "Acme", "mission", arm_n=19), row(9, "Beta", "CRS", arm_n=14)],
    ),
    Case(
        "11: grades glued to their event: the first number counts patients",
        (
            "# Les CAR-T dans la myosite\n\n\tDupont A ¹\tMartin B ²\nProduit\tAcme CAR-T\tBeta CAR-T\nN\t19\t14\n"
            "CRS\t9 CRS1/2\t5 CRS 1\nICANS\t1 ICANS3\t0\n"
        ),
        [
            row(9, "Acme", "CRS", kind="count"),
            row(5, "Beta", "CRS", kind="count"),
            row(1, "Acme", "ICANS", kind="count"),
            row(0, "Beta", "ICANS", kind="count"),
        ],
    ),
    Case(
        "11: grades glued to their event in a list",
        """# Acme CAR-T dans la myosite

- 19 patients

- 9 CRS1/2

- 1 ICANS3
""",
        [row(9, "CAR-T", "CRS", kind="count"), row(1, "CAR-T", "ICANS", kind="count")],
        gap="an event with its grade is read as a name, and its count is left out",
    ),
    Case(
        "12: a denominator that is not the arm",
        """# Acme CAR-T dans la myosite : 22 patients

- Rémission DORIS à M12 : 7/11

- 5 (56 %) des 9 patients suivis 12 mois en rémission
""",
        [
            row(7, "CAR-T", "DORIS", numerator=7, denominator=11, arm_n=22),
            row(56, "CAR-T", "mission", numerator=5, arm_n=22),
        ],
    ),
    Case(
        "13: a preposition that is no range: patients at each dose",
        """# CC312 dans le lupus réfractaire

- 7 patients : 4 à 5µg et 3 à 10 µg

- 2 CRS, 0 ICANS
""",
        [row(2, "CC312", "CRS", arm_n=7), row(0, "CC312", "ICANS", arm_n=7)],
    ),
    Case(
        "14: numbers in words",
        (
            "Des effets indésirables graves sont survenus chez neuf patients (7 %) sous iscalimab et un patient "
            "(1 %) sous placebo. Aucun décès."
        ),
        [
            row(7, "iscalimab", "effets indésirables graves", numerator=9),
            row(1, "placebo", "effets indésirables graves", numerator=1),
        ],
    ),
    Case(
        "15: signs and spellings of every kind",
        (
            "Réponse : 48,3 % sous litifilimab contre 31,7% sous placebo ($P < 0.001$) ; rémission : ~29 %** "
            "contre 17,2 % ($p \\leq 0,05$)."
        ),
        [
            row(48.3, "litifilimab", p_modifier="<", p_value=0.001),
            row(31.7, "placebo"),
            row(29, "litifilimab", "mission", p_modifier="<=", p_value=0.05),
            row(17.2, "placebo", "mission"),
        ],
    ),
    Case(
        "16: the same number, another fact",
        """# Litifilimab SC : essai SOLSTICE-SC

Réponse CLA-50 : 48,3 % (Litifilimab) vs 31,7 % (Placebo)

Réduction soutenue des glucocorticoïdes : 48,3 % (Litifilimab) vs 30,2 % (Placebo)
""",
        [
            row(48.3, "Litifilimab", "CLA-50"),
            row(31.7, "Placebo", "CLA-50"),
            row(48.3, "Litifilimab", "éduction"),
            row(30.2, "Placebo", "éduction"),
        ],
    ),
    Case(
        "16: a treatment that is reduced is part of what was measured",
        "Réduction soutenue des glucocorticoïdes : 47,1 % (litifilimab) vs 30,2 % (placebo)",
        [row(47.1, "litifilimab", "glucocorticoïdes"), row(30.2, "placebo", "glucocorticoïdes")],
    ),
    Case(
        "17: a threshold inside the name of an endpoint",
        (
            "Une RPCU ≤ 0,5 a été obtenue chez 52,2 % des patients sous felzartamab et 39,6 % sous placebo ; une "
            "réponse avec prednisone ≤ 5 mg chez 35,0 % des patients sous felzartamab et 24,1 % sous placebo."
        ),
        [
            row(52.2, "felzartamab", "RPCU"),
            row(39.6, "placebo", "RPCU"),
            row(35.0, "felzartamab", "réponse"),
            row(24.1, "placebo", "réponse"),
        ],
    ),
    Case(
        "18: a chart that is gone leaves nothing to read",
        """# Felzartamab : essai AURORE

Évolution de la protéinurie jusqu'à la semaine 60

Felzartamab (N = 135)

Placebo (N = 136)

Semaine

0 4 12 24 36 52 60
""",
    ),
    Case(
        "19: p values of a legend, targets of a guideline, animals",
        """# Recommandations pour la néphropathie lupique : mise à jour 2025

- Réduction de 25 % à 3 mois

- RPCU < 700 mg/g à 12 mois

# Anti-CD154 chez le singe

Des thromboses ont été vues chez 4 singes sur 9 et 2 sur 10.

# Felzartamab : essai AURORE

* P < 0,01 ; ** P < 0,05 contre placebo
""",
    ),
    Case(
        "20: a text that a recogniser made up: it is read, and a person must look",
        (
            "# Dazlitumab dans le syndrome de Sjögren\n\n"
            "Le dazlitumab a amélioré l'ESSDAI chez 45 % des patients à la semaine 24.\n\n"
            "Le dazlitumab a amélioré l'ESSDAI chez 45 % des patients à la semaine 24.\n"
        ),
        [row(45, "azlitumab", "ESSDAI", status="needs_review")],
    ),
]


def read(text: str, folder: Path) -> list[Fact]:
    """The rows with a number that a text file gives, merged and checked, in the order of the text."""
    path = folder / "deck.txt"
    path.write_text(text, "utf-8")
    extraction = slideextract.extract(slideextract.read(path))
    facts, _ = slideextract.check(*slideextract.merge([extraction]))
    return sorted((fact for fact in facts if fact.value is not None), key=lambda fact: fact.char_start)


def differences(fact: Fact, expected: Row) -> dict[str, tuple[object, object]]:
    """What a row says otherwise than it should; names are compared by a part of them."""
    told = fact.model_dump(mode="json")
    return {
        name: (told[name], wanted)
        for name, wanted in expected.items()
        if not (wanted in (told[name] or "") if name in {"arm", "endpoint"} else told[name] == wanted)
    }


def cases() -> list[object]:
    return [
        pytest.param(case, id=case.name, marks=[pytest.mark.xfail(strict=True, reason=case.gap)] if case.gap else [])
        for case in CASES
    ]


@pytest.mark.parametrize("case", cases())
def test_hardest_cases(case: Case, tmp_path: Path) -> None:
    facts = read(case.text, tmp_path)
    assert [float(fact.value or 0) for fact in facts] == [expected["value"] for expected in case.rows]
    assert [differences(fact, expected) for fact, expected in zip(facts, case.rows, strict=True)] == [{}] * len(facts)


def test_all_twenty_shapes_are_here() -> None:
    assert {int(case.name.split(":")[0]) for case in CASES} == set(range(1, 21))
