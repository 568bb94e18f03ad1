"""Blocks to lines: sections of abstracts and slides, and the language of each block."""

import pytest

from reading import read_text
from slideextract.document import BlockKind, Document
from slideextract.segment import Section, heading, opening, segment, votes

HEADINGS = [
    ("Results", "en", Section.RESULTS),
    ("RESULTS", "en", Section.RESULTS),
    ("Résultats", "fr", Section.RESULTS),
    ("Principaux résultats d'efficacité", "fr", Section.RESULTS),
    ("Tolérance", "fr", Section.RESULTS),
    ("Safety outcomes", "en", Section.RESULTS),
    ("Methods:", "en", Section.METHODS),
    ("Patients et méthodes", "fr", Section.METHODS),
    ("Méthodes", "fr", Section.METHODS),
    ("Introduction", "fr", Section.BACKGROUND),
    ("Background", "en", Section.BACKGROUND),
    ("Conclusions", "en", Section.CONCLUSION),
    ("Conclusion", "fr", Section.CONCLUSION),
    ("References", "en", Section.REFERENCES),
    ("Références", "fr", Section.REFERENCES),
    ("Bibliographie", "fr", Section.REFERENCES),
]
SETTINGS = [
    ("Le contexte en quelques chiffres", "fr", Section.BACKGROUND),
    ("L'épidémiologie du lupus", "fr", Section.BACKGROUND),
    ("Épidémiologie", "fr", Section.BACKGROUND),
    ("Epidemiology of lung cancer", "en", Section.BACKGROUND),
    ("Disease burden and unmet need", "en", Section.BACKGROUND),
]
NO_HEADINGS = [
    ("Background therapy", "en"),
    ("Contexte 2024 : 12 essais", "fr"),
    ("results", "en"),  # goes on in the middle of a sentence
    ("The results were presented at the annual meeting of the society last week.", "en"),
    ("Patients", "en"),  # a label on a slide; see below for abstracts
    ("Population", "fr"),
    ("Anifrolumab", "fr"),
    ("", "en"),
]
OPENINGS = [
    ("RESULTS The rate was 46.4% in both groups.", "en", Section.RESULTS),
    ("Methods: Adults were randomized 1:1.", "en", Section.METHODS),
    ("**Résultats :** la rémission a été obtenue.", "fr", Section.RESULTS),
    ("CONCLUSION La réponse est durable.", "fr", Section.CONCLUSION),
    ("Background: Flares are frequent.", "en", Section.BACKGROUND),
    ("Résultats.", "fr", Section.RESULTS),
    ("Méthodes. Des adultes ont été inclus.", "fr", Section.METHODS),
]
NO_OPENINGS = [
    ("Results of the trial were presented.", "en"),
    ("Remission: 12 patients.", "en"),
    ("La réponse était de 46 %.", "fr"),
]
ABSTRACT = """Background
Flares occur in 30% of the patients.
Methods
The trial had a power of 90%.
Results
Flares occurred in 12% of the patients.
Conclusion
Flares were rare."""


def sections(document: Document) -> list[Section]:
    return [line.section for line in segment(document)]


@pytest.mark.parametrize(("text", "language", "section"), [*HEADINGS, *SETTINGS])
def test_a_line_that_is_a_name_opens_its_section(text: str, language: str, section: Section) -> None:
    assert heading(text, language) is section


@pytest.mark.parametrize(("text", "language"), NO_HEADINGS)
def test_other_lines_open_none(text: str, language: str) -> None:
    assert heading(text, language) is None


@pytest.mark.parametrize("before", [Section.BACKGROUND, Section.METHODS])
def test_patients_opens_the_methods_of_an_abstract(before: Section) -> None:
    assert heading("Patients", "en", before) is Section.METHODS


@pytest.mark.parametrize(("text", "language", "section"), OPENINGS)
def test_a_name_may_open_a_sentence(text: str, language: str, section: Section) -> None:
    assert opening(text, language) is section


@pytest.mark.parametrize(("text", "language"), NO_OPENINGS)
def test_a_sentence_may_begin_with_such_a_word(text: str, language: str) -> None:
    assert opening(text, language) is None


def test_a_section_holds_until_the_next() -> None:
    one, two = Section.BACKGROUND, Section.METHODS
    three, four = Section.RESULTS, Section.CONCLUSION
    assert sections(read_text(ABSTRACT)) == [one, one, two, two, three, three, four, four]


def test_a_section_ends_with_its_page() -> None:
    assert sections(read_text("Methods\nA power of 90%.\n---\nThe rate was 12%.")) == [
        Section.METHODS,
        Section.METHODS,
        Section.NONE,
    ]


def test_a_section_ends_at_the_title_of_another_subject() -> None:
    text = (
        "References\n1. Doe J. Lancet 2024; 404: 540-53.\nVoclosporine et néphropathie lupique\nLe taux était de 12 %."
    )
    assert sections(read_text(text))[-2:] == [Section.NONE, Section.NONE]


def test_boilerplate_is_a_section_of_its_own() -> None:
    text = "The rate was 12%.\n~ About Acme: founded in 1896, 78,000 employees.\nThe rate was 14%."
    assert sections(read_text(text)) == [Section.NONE, Section.BOILERPLATE, Section.NONE]


def test_prose_is_split_and_labels_stay_whole() -> None:
    text = "The rate was 12%. It fell to 9%.\n|Réponse. Partielle\nRate\t12%. Or so."
    document = read_text(text)
    lines = [document.text[slice(*line.span)] for line in segment(document)]
    assert lines == ["The rate was 12%.", "It fell to 9%.", "Réponse. Partielle", "Rate", "12%. Or so."]


def test_lines_say_which_block_they_are_of() -> None:
    document = read_text("# Results\nA first sentence. A second one.")
    assert [line.index for line in segment(document)] == [0, 1, 1]
    assert next(line.block.kind for line in segment(document)) is BlockKind.TITLE


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("la réponse a été obtenue chez 12 patients de ce groupe", True),
        ("the response was seen in 12 patients of that group", False),
        ("l'essai est négatif", True),
    ],
)
def test_function_words_vote_for_their_language(text: str, french: bool) -> None:
    assert (votes(text) > 0) is french


def test_a_block_has_its_own_language_else_that_of_its_page() -> None:
    text = (
        "La réponse a été obtenue chez 46 % des patients du groupe traité.\n"
        "The response was seen in 46% of the patients in the treated group.\n"
        "BICLA 46 %\n"
        "---\n"
        "The trial was stopped for the patients of the other group.\n"
        "BICLA 46%"
    )
    spoken = [line.language for line in segment(read_text(text))]
    assert spoken[:2] == ["fr", "en"]
    assert spoken[-2:] == ["en", "en"]


def test_a_document_without_function_words_is_english() -> None:
    assert {line.language for line in segment(read_text("BICLA 46\nSRI-4 12"))} == {"en"}


def test_the_cells_of_a_table_vote_together() -> None:
    prose = "The trial was stopped for the patients of the other group, and the results were given."
    table = "\tOBI\tPBO\nInfections sévères\t8,6%\t4,6%\nDécès à 12 mois\t0,7%\t3,3%\nArrêt de traitement\t2%\t2%"
    lines = segment(read_text(f"{prose}\n{table}"))
    assert {line.language for line in lines if line.block.cell} == {"fr"}
    assert lines[0].language == "en"
