"""What documents say of their trials as a whole."""

from pathlib import Path
from typing import Any

import pytest

from slideextract import extract, read
from slideextract.facts import Trial

ENGLISH = """TULIP-X: anifrolumab in systemic lupus erythematosus

METHODS: In this phase 3, randomised, double-blind trial sponsored by AstraZeneca, 367 patients were randomised 1:1 \
to anifrolumab (n=184) or placebo (n=183).

RESULTS: The mean age was 42.5 years in the anifrolumab group. The BICLA response rate at week 52 was 56.2 % with \
anifrolumab and 37.1 % with placebo.

EULAR 2025, OP0129, doi: 10.1000/xyz123
"""
FRENCH = """Essai ROSEAU : ianalumab dans le lupus systémique

Étude de phase 2b en ouvert, promoteur : Novartis. Soixante patients ont été inclus.

Une réponse SRI-4 à S24 a été obtenue chez 52,3 % des patients sous ianalumab et 34,1 % sous placebo.
"""
BACKGROUND = """A new drug in lupus nephritis

BACKGROUND: In an open-label phase 2 trial, belimumab was better than placebo.

METHODS: We randomised 80 patients.

RESULTS: A response occurred in 41 % with belimumab and 30 % with placebo.
"""
LIST = "\n".join(f"{k}. doi: 10.1000/ref{k}" for k in range(5))


def described(folder: Path, text: str) -> Trial:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    (trial,) = extract(read(path)).trials
    return trial


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            ENGLISH,
            {
                "acronym": "TULIP-X",
                "title": "TULIP-X: anifrolumab in systemic lupus erythematosus",
                "phase": "3",
                "conditions": ("systemic lupus erythematosus",),
                "sponsor": "AstraZeneca",
                "design": {"allocation": "RANDOMIZED", "masking": "DOUBLE", "ratio": "1:1"},
            },
        ),
        (
            FRENCH,
            {
                "acronym": "ROSEAU",
                "title": "Essai ROSEAU : ianalumab dans le lupus systémique",
                "phase": "2b",
                "conditions": ("systemic lupus erythematosus",),
                "sponsor": "Novartis",
                "design": {"allocation": None, "masking": "NONE", "ratio": None},
            },
        ),
        (
            BACKGROUND,
            {
                "phase": None,
                "sponsor": None,
                "design": {"allocation": "RANDOMIZED", "masking": None, "ratio": None},
            },
        ),
    ],
    ids=["english", "french", "background"],
)
def test_a_trial_is_described(tmp_path: Path, text: str, expected: dict[str, Any]) -> None:
    trial = described(tmp_path, text)
    assert trial.model_dump(include=set(expected)) == expected


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, BACKGROUND], ids=["english", "french", "background"])
def test_what_is_said_is_printed_where_the_evidence_says(tmp_path: Path, text: str) -> None:
    trial = described(tmp_path, text)
    cited = dict(trial.slots)
    assert cited
    for evidence in cited.values():
        assert text[evidence.char_start : evidence.char_end] == evidence.quote
    for name in ("acronym", "title", "sponsor"):
        if name in cited:
            assert cited[name].quote == getattr(trial, name)


def test_size_arms_and_citation(tmp_path: Path) -> None:
    trial = described(tmp_path, ENGLISH)
    assert trial.enrollment is not None
    assert trial.enrollment.count == 367
    assert [(arm.n, arm.type) for arm in trial.arms] == [(184, "EXPERIMENTAL"), (183, "PLACEBO_COMPARATOR")]
    assert [citation.model_dump(exclude_none=True) for citation in trial.citations] == [
        {"doi": "10.1000/xyz123", "year": 2025, "congress": "EULAR", "abstract_id": "OP0129"}
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mean age was 42.5 years.", [("age", 42.5, "years")]),
        ("Mean age 41 years; 92 % were women and 58 % were Hispanic.", [("age", 41, "years"), ("women", 92, "%"),
         ("Hispanic", 58, "%")]),
        ("Randomisation was stratified by age.", []),
    ],
)  # fmt: skip
def test_who_was_included(tmp_path: Path, sentence: str, expected: list[tuple[str, float, str]]) -> None:
    trial = described(tmp_path, ENGLISH.replace("The mean age was 42.5 years in the anifrolumab group.", sentence))
    assert [(b.measure, float(b.value), b.unit) for b in trial.baseline] == expected


def test_who_was_included_in_french(tmp_path: Path) -> None:
    sentence = "L'âge moyen des patients inclus était de 42,5 ans. Une réponse"
    trial = described(tmp_path, FRENCH.replace("Une réponse", sentence))
    assert [(b.measure, float(b.value), b.unit) for b in trial.baseline] == [("âge", 42.5, "ans")]


def test_a_bibliography_is_no_publication_of_the_trial(tmp_path: Path) -> None:
    assert described(tmp_path, FRENCH + "\n" + LIST).citations == ()
