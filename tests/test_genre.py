"""Kinds of documents that tell of no trial: every example of `lang/genre.toml`."""

import pytest

from reading import read_text
from slideextract.genre import Genre, genre, genres
from slideextract.pipeline import extract

KINDS, _ = genres()
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
