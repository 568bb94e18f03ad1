"""Kinds of documents that tell of no trial: every example of `lang/genre.toml`."""

import pytest

from reading import TURN, read_text
from slideextract.genre import PART, SHEET, SLIDE, Genre, genre, genres, slide_genre
from slideextract.pipeline import extract

KINDS, SILENT = genres().kinds, genres().silent
YES = [(kind, text) for kind in KINDS for text in kind.yes]
NO = [(kind, text) for kind in KINDS for text in kind.no]


@pytest.mark.parametrize(("kind", "text"), YES)
def test_examples_are_of_their_kind(kind: Genre, text: str) -> None:
    found = genre(text)
    assert found is not None
    assert found.id == kind.id


@pytest.mark.parametrize(("kind", "text"), NO)
def test_counterexamples_are_not(kind: Genre, text: str) -> None:
    found = genre(text)
    assert found is None or found.id != kind.id


@pytest.mark.parametrize(("kind", "text"), YES)
def test_such_a_document_has_no_facts(kind: Genre, text: str) -> None:
    document = read_text(f"{text}\nA response was seen in 46% of the patients on abatacept.")
    if genre(document.text) is None:
        pytest.skip("one sentence of a trial outweighs a short example")
    found = extract(document)
    assert found.facts == ()
    assert kind.reason in {entry.reason for entry in found.ledger}


def filled(sentence: str, size: int = SHEET) -> str:
    """A sheet of paper full of one sentence."""
    return "\n".join([sentence] * (size // len(sentence) + 1))


def test_a_shorter_text_that_says_no_word_of_a_study_is_silent_too() -> None:
    course = filled(SILENT.yes[0], PART)
    assert PART <= len(course) < SHEET
    assert genre(course) == SILENT
    assert genre(f"{course} {SILENT.no[0]}") is None


@pytest.mark.parametrize("sentence", SILENT.yes)
def test_a_sheet_without_a_word_of_a_study_is_silent(sentence: str) -> None:
    assert genre(sentence) is None
    assert genre(filled(sentence)) == SILENT
    found = extract(read_text(filled(sentence)))
    assert found.facts == ()
    assert SILENT.reason in {entry.reason for entry in found.ledger}


@pytest.mark.parametrize("sentence", SILENT.no)
def test_one_sheet_that_tells_of_a_study_is_enough(sentence: str) -> None:
    assert genre(filled(sentence)) is None
    assert genre(filled(SILENT.yes[0]) + filled(sentence)) is None


def test_a_p_value_is_spared_by_silence() -> None:
    sentence = "The response rate was 46% in the abatacept arm versus 33% in the placebo arm (p < 0.01)."
    found = extract(read_text(filled(SILENT.yes[0]) + "\n" + sentence))
    assert {(fact.raw, fact.p_value is not None) for fact in found.facts} >= {("46%", True)}


SLIDES = [(kind, text) for kind in genres().slides for text in kind.yes]


@pytest.mark.parametrize(("kind", "text"), SLIDES)
def test_a_slide_of_plans_or_made_up_data_has_no_facts(kind: Genre, text: str) -> None:
    assert slide_genre(text) == kind
    assert slide_genre(text + " " * SLIDE) is None
    result = "Response at week 24: 46% with abatacept and 33% with placebo"
    found = extract(read_text(f"{text}\n{TURN}\n{result}"))
    assert {fact.page for fact in found.facts} == {2}
    assert kind.reason in {entry.reason for entry in found.ledger}


@pytest.mark.parametrize("text", [text for kind in genres().slides for text in kind.no])
def test_other_slides_are_of_no_kind(text: str) -> None:
    assert slide_genre(text) is None
