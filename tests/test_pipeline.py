"""The whole way from a document to its facts: always the same, and never an exception."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reading import read_text
from slideextract.document import BlockKind, Document
from slideextract.facts import Extraction
from slideextract.pipeline import extract

DECK = """# Upadacitinib : essai MERIDIAN (NCT09943643)
1012 patients randomisés (upadacitinib 30 mg n = 506 ; placebo n = 506)
SRI-4 à S52 : 61,2 % sous upadacitinib contre 47,8 % sous placebo (p < 0,001)
---
# Safety
\tUpadacitinib (n = 506)\tPlacebo (n = 506)
Serious infections\t3.2%\t2.8%
---
# Conclusion
Une nouvelle voie thérapeutique"""
ALPHABET = st.characters(blacklist_categories=["Cs"])
WORDS = """46.4% 46,4 % ( ) [ n = 135 vs p < 0,02 95% CI IC 95 % S52 : ; abatacept placebo patients chez in groupe group
respectively réponse - | --- #"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\t", "\n- ", "\n# "])


def test_the_same_document_gives_the_same_extraction() -> None:
    assert extract(read_text(DECK)) == extract(read_text(DECK))
    assert extract(read_text(DECK)).model_dump_json() == extract(read_text(DECK)).model_dump_json()


def test_an_extraction_says_what_it_is_of() -> None:
    document = read_text(DECK)
    found = extract(document)
    assert (found.document, found.document_sha256) == (document.name, document.id)
    assert {fact.document_sha256 for fact in found.facts} == {document.id}
    assert {fact.trial_id for fact in found.facts} <= {trial.trial_id for trial in found.trials}
    assert [float(fact.value or 0) for fact in found.facts if fact.kind == "percent"] == [61.2, 47.8, 3.2, 2.8]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "%", "\u200b", "¹²³", "(((((", "n = n", "-\n-\n-", "\t\t\t", "|", "# "]
)
def test_nearly_nothing_gives_nothing(text: str) -> None:
    assert extract(read_text(text)).facts == ()


def told(document: Document) -> Extraction:
    found = extract(document)
    for fact in found.facts:
        assert document.text[fact.char_start : fact.char_end] == fact.raw
    return found


@settings(deadline=None)
@given(st.text(ALPHABET, max_size=120), st.sampled_from(list(BlockKind)))
@example("0\x000", BlockKind.PARAGRAPH)
@example("0\x1f", BlockKind.PARAGRAPH)
@example("İ 46 %", BlockKind.PARAGRAPH)
@example("N = " + "1" * 40, BlockKind.PARAGRAPH)
@example("12" * 20 + " % of patients", BlockKind.LABEL)
def test_no_text_raises(text: str, kind: BlockKind) -> None:
    told(read_text(text, kind))


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join), st.sampled_from(list(BlockKind)))
def test_no_text_of_such_words_raises(text: str, kind: BlockKind) -> None:
    told(read_text(text, kind))
