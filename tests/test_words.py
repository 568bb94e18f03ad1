"""Word classes: lists that load, phrases before words, and tokens that keep their places."""

import tomllib
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slideextract.errors import RuleError
from slideextract.rules import LANGUAGES
from slideextract.words import TOKEN, Token, Words, pieces, words

LISTS = {
    "preposition": ["by", "with"],
    "receive": ["treated with", "treated"],
    "versus": ["vs.", "compared with"],
    "person": ["patients"],
    "group": ["patients"],
    "suffix": [],
}


def labelled(text: str, vocabulary: Words) -> list[tuple[str, set[str]]]:
    found = vocabulary.label(pieces(text, 0, len(text)))
    return [(token.text, set(token.classes)) for token in found]


def test_the_longest_phrase_wins() -> None:
    assert labelled("Patients treated with rituximab", Words(LISTS)) == [
        ("patients", {"person", "group"}),
        ("treated with", {"receive"}),
        ("rituximab", set()),
    ]


def test_a_phrase_that_breaks_off_is_words() -> None:
    assert labelled("compared by", Words(LISTS)) == [("compared", set()), ("by", {"preposition"})]


def test_a_phrase_keeps_its_place() -> None:
    text = "were treated  with it"
    found = Words(LISTS).label(pieces(text, 5, len(text)))
    assert [(token.start, token.end) for token in found] == [(5, 18), (19, 21)]
    assert found[0].has("person", "receive")
    assert not found[1].has("receive")


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("receive", "when treated with it", True),
        ("receive", "untreated", False),
        ("versus", "3 vs. 9", True),
        ("suffix", "anything at all", False),
    ],
)
def test_cues_are_whole_words(name: str, text: str, found: bool) -> None:
    assert Words(LISTS).cue(name, text) is found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'iscalimab et d'autres", ["l'", "iscalimab", "et", "d'", "autres"]),
        ("jusqu'à S52", ["jusqu'", "à", "s52"]),
        ("5-FU, 13-month", ["5-fu", ",", "13-month"]),
        ("56,2 % vs. 1.042", ["56,2 %", "vs", ".", "1.042"]),
        ("GC012F/AZD0120", ["gc012f/azd0120"]),
        ("(n=75)", ["(", "n", "=", "75", ")"]),
    ],
)
def test_words_and_signs(text: str, expected: list[str]) -> None:
    assert [piece[2] for piece in pieces(text, 0, len(text))] == expected


@given(st.text(max_size=60))
def test_no_character_but_spaces_is_lost(text: str) -> None:
    found = Words(LISTS).label(pieces(text, 0, len(text)))
    covered = "".join(text[token.start : token.end] for token in found)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(before.end <= after.start for before, after in pairwise(found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_are_lower_case_words(language: str) -> None:
    source = files("slideextract") / "lang" / "words" / f"{language}.toml"
    for name, entries in tomllib.loads(source.read_text("utf-8")).items():
        assert [entry for entry in entries if entry != entry.lower() or not TOKEN.search(entry)] == [], name


def test_both_languages_have_the_same_classes() -> None:
    assert set(words("fr").classes) == set(words("en").classes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_entry_is_found_as_one_token(language: str) -> None:
    vocabulary = words(language)
    for name, entries in vocabulary.classes.items():
        for entry in entries:
            said = f"{entry}x" if entry.endswith("'") else entry  # an elision stands before a word
            token, *rest = vocabulary.label(pieces(said, 0, len(said)))
            assert isinstance(token, Token)
            assert len(rest) == len(said) - len(entry), entry
            assert name in token.classes, entry


def test_a_language_without_lists_is_named() -> None:
    with pytest.raises(RuleError, match="no word lists for the language 'de'"):
        words("de")
