"""Sentences of both languages, and the mentions as a component of a spaCy pipeline."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from slideextract import tokens
from slideextract.tokens import KEY, MAX_SENTENCE, sentences

# `‖` stands where a sentence ends
ENGLISH = [
    "The rate was 46.4%.‖It fell to 33.1% with placebo.",
    "The rate was 46.4% vs. 33.1% with placebo.‖No deaths occurred.",
    "Smith J. et al. reported a rate of 12%.",
    "The drug (e.g. rituximab) was given once.‖Two patients relapsed.",
    "Was it safe?‖Yes!‖Six events were seen.",
    'They called it "safe."‖Nobody died.',
    "The p-value was .03 in the first group.",
    "The rate (Fig. 2) was 12%.‖(Data not shown.)",
    "It rose by 5.3 points.‖95% CI, 2.0 to 8.6.",
    "Remission was seen in 12 patients.‖≥ 50% had a response.",
    "Version 2.1.0 was used.",
    "The dose was 5 mg.‖The mean age was 41.2 years.",
    "no capital follows. so this is one sentence",
    "St. Louis and Dr. Doe took part.",
]
FRENCH = [
    "Le taux était de 46,4 %.‖Il a baissé à 33,1 % sous placebo.",
    "La réponse était de 46 % vs. 33 % sous placebo.‖Aucun décès n'est survenu.",
    "La rémission (cf. fig. 2) a été obtenue chez 12 patients.",
    "Le taux était de 0,5 % c. 1 % sous placebo.",
    "« La tolérance est bonne. »‖Deux patients ont rechuté.",
    "À S52, 56,2 % des patients ont répondu.‖À S24, 40 %.",
    "Est-ce durable ?‖Oui.‖Six patients sont suivis.",
    "Le Pr. Martin et al. ont inclus 27 patients.",
    "n° 12 de la liste.‖L'essai est terminé.",
]


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize("marked", ENGLISH + FRENCH)
def test_sentences_end_where_they_are_marked(marked: str) -> None:
    parts = marked.split("‖")
    assert split(" ".join(parts)) == parts


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_is_no_sentence(text: str) -> None:
    assert split(text) == []


def test_places_are_without_the_space_around() -> None:
    text = "  The rate was 12%.  It fell.  "
    assert list(sentences(text)) == [(2, 19), (21, 29)]


def test_words_are_not_kept_over_a_batch() -> None:
    strings = tokens._pipeline().vocab.strings  # noqa: SLF001 - what grows
    list(sentences("The rate was 12 %. It fell."))
    before = len(strings)
    for number in range(50):
        list(sentences(f"The rate of qwx{number}a was {number} %. It fell to zyk{number}."))
    assert len(strings) <= before + 5


@given(st.text(max_size=80))
def test_sentences_are_in_order_and_hold_every_character(text: str) -> None:
    places = list(sentences(text))
    edges = [edge for place in places for edge in place]
    assert edges == sorted(edges)
    rest = list(text)
    for start, end in places:
        rest[start:end] = " " * (end - start)
    assert not "".join(rest).strip()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "fr",
            "Réponse BICLA à S52 : 54,8 % (p = 0,0004)",
            [("time", "S52"), ("percent", "54,8 %"), ("p", "p = 0,0004")],
        ),
        (
            "en",
            "Remission in 8 of 12 patients (66.7%; 95% CI, 34.9 to 90.1)",
            [("percent", "8 of 12 patients (66.7%"), ("interval", "95% CI, 34.9 to 90.1")],
        ),
        ("de", "Ansprechen: 12.5%", [("percent", "12.5%")]),  # a language of others: read as English
    ],
)
def test_mentions_are_spans_of_a_doc(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    nlp = spacy.blank(language)
    nlp.add_pipe("slideextract_mentions")
    doc = nlp(text)
    assert set(expected) <= {(span.label_, span.text) for span in doc.spans[KEY]}
    assert all(span.id_ for span in doc.spans[KEY])


@pytest.mark.parametrize("word", ["lorem ", "12,5 % ", "x" * 30])
def test_what_goes_on_without_an_end_is_cut_at_spaces(word: str) -> None:
    text = "A first sentence. B" + word * 1_000
    (first, *others) = sentences(text)
    assert text[slice(*first)] == "A first sentence."
    assert all(end - start <= MAX_SENTENCE for start, end in others)
    assert "".join(text[start:end] for start, end in others).replace(" ", "") == text[18:].replace(" ", "")
    if " " in word:
        assert all(text[end : end + 1] in {" ", ""} for _, end in others)


def test_texts_longer_than_the_tokeniser_takes_are_sentences_too() -> None:
    text = "The rate was 12 %. " * 60_000
    found = list(sentences(text))
    assert len(found) == 60_000
    assert text[slice(*found[-1])] == "The rate was 12 %."
