"""Titles of studies and topics, told from labels, sub-headings and sentences by what they name."""

import pytest

from reading import read_text
from slideextract.document import BlockKind
from slideextract.titles import Title, read_title

OPENING = [  # plain lines, as a text file or a flattened slide has them
    ("Anifrolumab par voie sous-cutanée : essai SKYLARK-SC", {"drugs": {"anifrolumab"}, "study": True}),
    ("Voclosporine et néphropathie lupique", {"drugs": {"voclosporin"}, "conditions": {"lupus nephritis"}}),
    ("Upadacitinib in giant cell arteritis: a phase 3 study", {"drugs": {"upadacitinib"}, "study": True}),
    ("Two-year outcomes of belimumab in lupus nephritis", {"drugs": {"belimumab"}, "study": False}),
    ("Recommandations 2024 pour la polyarthrite rhumatoïde", {"guideline": True, "study": False}),
    ("Updated consensus on the management of lupus nephritis", {"guideline": True}),
    ("Et les inhibiteurs de JAK ?", {"question": True}),
    ("A systematic review of rituximab in vasculitis", {"drugs": {"rituximab"}, "study": True}),
    ("**Deucravacitinib dans le psoriasis : essai randomisé**", {"drugs": {"deucravacitinib"}, "study": True}),
]
SILENT = [
    ("Tolérance", "a sub-heading"),
    ("Réponse BICLA à S52", "an endpoint"),
    ("Response rate at week 24", "an endpoint"),
    ("Upadacitinib 30 mg QD", "the label of an arm"),
    ("Placebo (n = 75)", "the label of an arm"),
    ("Anifrolumab 120 mg SC", "the label of an arm"),
    ("Dose reduction of belimumab was allowed.", "a sentence"),
    ("voclosporine et néphropathie lupique", "goes on in the middle of a sentence"),
    ("Rémission sous rituximab chez 45 % des patients", "a figure"),
    ("Belimumab was superior to placebo in lupus nephritis", "a verb"),
    ("- Belimumab in lupus nephritis: a phase 3 trial", "an item of a list"),
    ("1. Belimumab in lupus nephritis: a phase 3 trial", "a reference"),
    ("Essai de phase 3, randomisé :", "ends with a colon"),
    (
        "Lupus trial with belimumab, rituximab, anifrolumab, voclosporin, obinutuzumab, telitacicept, iscalimab",
        "a list",
    ),
    ("Belimumab in lupus " + "and other diseases of the connective tissue " * 5, "too long"),
    ("52", "no words"),
]
PRINTED = ["Tolérance", "Results", "SRI-4 à S52", "Réponse BICLA"]


def title(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Title | None:
    document = read_text(text, kind)
    (block,) = document.blocks
    return read_title(block, document.text[slice(*block.span)])


@pytest.mark.parametrize(("text", "expected"), OPENING, ids=[text for text, _ in OPENING])
def test_a_line_that_names_a_subject_is_a_title(text: str, expected: dict[str, object]) -> None:
    found = title(text)
    assert found is not None
    assert not found.empty or found.question
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(("text", "why"), SILENT, ids=[why for _, why in SILENT])
def test_other_lines_are_none(text: str, why: str) -> None:
    assert title(text) is None, why


@pytest.mark.parametrize("text", PRINTED)
def test_a_printed_title_without_a_subject_is_empty(text: str) -> None:
    found = title(text, BlockKind.TITLE)
    assert found is not None
    assert found.empty


@pytest.mark.parametrize(
    "kind", [BlockKind.CELL, BlockKind.BULLET, BlockKind.NOTE, BlockKind.FOOTNOTE, BlockKind.BOILERPLATE]
)
def test_cells_notes_and_footers_open_nothing(kind: BlockKind) -> None:
    assert title(OPENING[0][0]) is not None
    assert title(OPENING[0][0], kind) is None


def test_comparators_are_no_subject() -> None:
    found = title("Telitacicept versus placebo: a phase 3 trial")
    assert found is not None
    assert found.drugs == {"telitacicept"}
    alone = title("Placebo response: a systematic review")
    assert alone is not None
    assert not alone.drugs
