"""Which trial a result belongs to: one trial, several in a deck, lists of studies, side by side, in prose."""

from collections.abc import Sequence

import pytest

from reading import read_text
from slideextract.assemble import assemble
from slideextract.assemble.frames import Frame
from slideextract.assemble.trial_names import find_names
from slideextract.document import Document

# (text, the names that are found); a title needs no cue
NAMES = [
    ("Le sémaglutide à FEVG préservée (STEP-HFpEF)", True, ["STEP-HFpEF"]),
    ("SLE-BRAVE: baricitinib in lupus", True, ["SLE-BRAVE"]),
    ("PASI-75 at week 16", True, []),
    ("JAK inhibitors: safety", True, []),
    ("In the LANTERN trial, remission was frequent.", False, ["LANTERN"]),
    ("Dans l'essai AURORA-2, la réponse était rare.", False, ["AURORA-2"]),
    ("Données de l'étude « CALYPSO »", False, ["CALYPSO"]),
    ("Results of the SOLSTICE II study", False, ["SOLSTICE II"]),
    ("The trial 18D312 was stopped.", False, ["18D312"]),
    ("l'essai de phase 3 MERIDIAN", False, ["MERIDIAN"]),
    ("SOLSTICE enrolled 200 adults.", False, ["SOLSTICE"]),
    ("LANTERN a inclus 200 adultes.", False, ["LANTERN"]),
    ("Upadacitinib : MERIDIAN", True, ["MERIDIAN"]),
    ("MERIDIAN : tolérance", True, ["MERIDIAN"]),
    ("Litifilimab (ZENITH-LN)", True, ["ZENITH-LN"]),
    ("Dapirolizumab : essai PHOENYCS FLY", True, ["PHOENYCS FLY"]),
    ("Deucravacitinib : essai POETYK SLE-1", True, ["POETYK SLE-1"]),
    ("Upadacitinib and MERIDIAN", False, []),  # no cue, no title
    ("The BICLA trial endpoint", False, []),  # a measure
    ("l'essai SLEDAI", False, []),
    ("PHASE 3 STUDY DESIGN", True, []),  # headings in capitals
    ("ESSAI CLINIQUE DE PHASE 3", True, []),
    ("The COVID-19 trial", False, []),  # a disease
    ("EULAR trial guidelines", False, []),  # a society
    ("the trial was stopped early", False, []),
]


@pytest.mark.parametrize(("text", "title", "expected"), NAMES, ids=[text for text, _, _ in NAMES])
def test_names_stand_beside_a_cue_or_in_a_title(text: str, title: bool, expected: list[str]) -> None:
    found = find_names(text, 100, title=title)
    assert [name for name, _, _ in found] == expected
    assert [text[start - 100 : end - 100] for _, start, end in found] == expected


def test_a_figure_is_no_name() -> None:
    text = "Voclosporin: ABST-0412"  # the number of an abstract
    place = (text.index("ABST"), len(text))
    assert find_names(text, 0, title=True)
    assert find_names(text, 0, title=True, taken=[place]) == []


def frames(document: Document) -> list[Frame]:
    return [story.frame for story in assemble(document).stories]


def texts(document: Document, frame: Frame) -> list[str]:
    return [document.text[slice(*document.blocks[i].span)] for i in sorted(frame.blocks)]


def told(document: Document) -> list[tuple[str | None, list[float]]]:
    """The name of each trial and the values that it was given, in order; trials without values left out."""
    stories = assemble(document).stories
    found = [(story.frame.acronym, [float(draft.value) for draft in story.drafts]) for story in stories]
    return [(name, values) for name, values in found if values]


SINGLE = [
    (
        (
            "Upadacitinib dans le lupus : essai MERIDIAN\n"
            "Essai randomisé en double aveugle, NCT09943643\n"
            "Réponse SRI-4 à S52 : 61,2 % sous upadacitinib contre 47,8 % sous placebo"
        ),
        "MERIDIAN",
        ["NCT09943643"],
        "upadacitinib",
    ),
    (
        (
            "BACKGROUND: Flares are frequent.\n"
            "METHODS: In the SOLSTICE trial (NCT09990001), adults received litifilimab or placebo.\n"
            "RESULTS: A response was seen in 31.2% of the litifilimab group and 17.8% of the placebo group."
        ),
        "SOLSTICE",
        ["NCT09990001"],
        "litifilimab",
    ),
    ("Response was seen in 31% of the patients on olokizumab and 18% on placebo.", None, [], "olokizumab"),
]


@pytest.mark.parametrize(("text", "name", "registry", "drug"), SINGLE)
def test_a_document_of_one_trial_is_one_frame(text: str, name: str | None, registry: list[str], drug: str) -> None:
    document = read_text(text)
    (frame,) = frames(document)
    assert (frame.acronym, frame.registry_ids) == (name, registry)
    assert drug in frame.drugs
    assert texts(document, frame) == text.split("\n")
    if frame.acronym_at is not None:
        assert document.text[slice(*frame.acronym_at)] == name


DECK = """# Upadacitinib : essai MERIDIAN
SRI-4 à S52 : 61,2 % sous upadacitinib contre 47,8 % sous placebo
---
# Tolérance
Effets indésirables graves : 3,2 % sous upadacitinib contre 2,8 % sous placebo
---
# Litifilimab : essai ZENITH
CLA-50 à S24 : 31,2 % sous litifilimab contre 17,8 % sous placebo
---
# Upadacitinib : essai MERIDIAN (suite)
Zona : 4,1 % sous upadacitinib contre 1,1 % sous placebo
---
# Conclusion
Réponse chez 60 % des patients sous upadacitinib"""


def test_a_deck_is_divided_at_the_titles_that_name_a_trial() -> None:
    document = read_text(DECK)
    found = {frame.acronym: texts(document, frame) for frame in frames(document) if not frame.closed}
    assert set(found) == {"MERIDIAN", "ZENITH"}
    assert "Tolérance" in found["MERIDIAN"]  # a title of no subject continues
    assert "Upadacitinib : essai MERIDIAN (suite)" in found["MERIDIAN"]  # the name comes back
    assert len(found["ZENITH"]) == 2


def test_a_conclusion_belongs_to_no_trial() -> None:
    (last,) = [frame for frame in frames(read_text(DECK)) if frame.closed]
    assert last.acronym is None
    assert texts(read_text(DECK), last)[0] == "Conclusion"


SEVERAL = [
    (  # titles of a flattened text
        (
            "Abatacept in giant cell arteritis: the BEACON trial\n"
            "Remission at week 28: 45% with abatacept vs 30% with placebo\n"
            "Secukinumab in giant cell arteritis: the HORIZON trial\n"
            "Remission at week 28: 59.3% with secukinumab vs 8% with placebo\n"
            "Safety\n"
            "Serious infections: 3.1% with secukinumab vs 2.2% with placebo"
        ),
        [("BEACON", [45, 30]), ("HORIZON", [59.3, 8, 3.1, 2.2])],
    ),
    (  # another subject, though it has no name
        (
            "# Abatacept in giant cell arteritis\n"
            "The BEACON study enrolled 200 patients.\n"
            "Remission: 45% with abatacept, 30% with placebo\n"
            "# Secukinumab in giant cell arteritis\n"
            "Remission: 59.3% with secukinumab, 8% with placebo"
        ),
        [("BEACON", [45, 30]), (None, [59.3, 8])],
    ),
    (  # two trials of one drug
        (
            "# Litifilimab : essai MERIDIAN-1\n"
            "CLA-50 à S24 : 31,2 % sous litifilimab contre 17,8 % sous placebo\n"
            "---\n"
            "# Litifilimab : essai MERIDIAN 1\n"
            "Céphalées : 3,2 % sous litifilimab contre 2,8 % sous placebo\n"
            "---\n"
            "# Litifilimab : essai MERIDIAN-2\n"
            "CLA-50 à S24 : 29,9 % sous litifilimab contre 18,1 % sous placebo"
        ),
        [("MERIDIAN-1", [31.2, 17.8, 3.2, 2.8]), ("MERIDIAN-2", [29.9, 18.1])],
    ),
    (  # told apart by their registry ids
        (
            "# Telitacicept: a trial in China (NCT09982416)\n"
            "Response: 67.1% with telitacicept, 32.7% with placebo\n"
            "---\n"
            "# Telitacicept, a second trial (NCT09972576)\n"
            "Response: 61.1% with telitacicept, 35.7% with placebo"
        ),
        [(None, [67.1, 32.7]), (None, [61.1, 35.7])],
    ),
    (  # names in prose
        (
            "In the ORBIT-1 trial, remission occurred in 41.2% of the vunakizumab and 22.9% of the placebo group.\n"
            "In the ORBIT-2 trial, remission occurred in 38.8% of the vunakizumab and 20.1% of the placebo group."
        ),
        [("ORBIT-1", [41.2, 22.9]), ("ORBIT-2", [38.8, 20.1])],
    ),
    (
        (
            "# Essais récents en rhumatologie\n"
            "Dans l'essai AUBADE, la rémission était de 46 % sous abatacept contre 30 % sous placebo.\n"
            "Dans l'essai SERENADE, la réponse était de 62 % sous olokizumab contre 38 % sous placebo."
        ),
        [("AUBADE", [46, 30]), ("SERENADE", [62, 38])],
    ),
    (  # a list of studies: each item its own
        (
            "# Thérapie cellulaire dans le lupus\n"
            "- Essai de phase 1 chez 12 patients : rémission DORIS chez 9/12 à M6\n"
            "- Étude de phase 1/2 chez 8 patients : réponse rénale complète chez 5/8\n"
            "- Étude BASALTE (n = 14) : SRI-4 chez 11/14 à S24"
        ),
        [(None, [9]), (None, [5]), ("BASALTE", [11])],
    ),
    (
        (
            "# Cell therapy in lupus\n"
            "- Phase 1 trial in 12 patients with lupus: DORIS remission in 9/12 at month 6\n"
            "- Phase 1/2 study in 8 patients with nephritis: complete renal response in 5/8\n"
            "- BASILISK study (n = 14): SRI-4 response in 11/14 at week 24"
        ),
        [(None, [9]), (None, [5]), ("BASILISK", [11])],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_each_trial_keeps_its_own_values(text: str, expected: Sequence[tuple[str | None, list[float]]]) -> None:
    assert told(read_text(text)) == list(expected)


def test_a_slide_shown_twice_is_one_trial() -> None:
    slide = "# Upadacitinib : essai MERIDIAN\nSRI-4 à S52 : 61,2 % sous upadacitinib contre 47,8 % sous placebo"
    other = "# Litifilimab : essai ZENITH\nCLA-50 : 31,2 % sous litifilimab contre 17,8 % sous placebo"
    document = read_text(f"{slide}\n---\n{other}\n---\n{slide}")
    assert told(document) == [("MERIDIAN", [61.2, 47.8, 61.2, 47.8]), ("ZENITH", [31.2, 17.8])]


def test_one_registry_id_is_one_trial() -> None:
    text = (
        "# Obexelimab in Sjögren disease\nNCT09994444\nResponse: 40% with obexelimab, 20% with placebo\n---\n"
        "# Rituximab in vasculitis\nRemission: 61% with rituximab, 52% with placebo\n---\n"
        "# Obexelimab: extension (NCT09994444)\nResponse: 48% with obexelimab, 31% with placebo"
    )
    found = frames(read_text(text))
    assert [frame.registry_ids for frame in found] == [["NCT09994444"], []]
    assert [frame.number for frame in found] == [0, 1]


GUIDELINES = [
    (
        "# Recommandations 2024 : néphropathie lupique\nRéduction de la protéinurie de 25 % à 3 mois\n"
        "# Voclosporine : essai AUBADE\nRéponse rénale : 40,2 % sous voclosporine contre 24,1 % sous placebo"
    ),
    (
        "# Updated guidelines on lupus nephritis\nAim for a reduction of 25% at 3 months\n---\n"
        "# Voclosporin: the AUBADE trial\nRenal response: 40.2% with voclosporin versus 24.1% with placebo"
    ),
]


@pytest.mark.parametrize("text", GUIDELINES)
def test_a_guideline_has_no_results_and_ends_at_the_next_subject(text: str) -> None:
    document = read_text(text)
    assert [frame.guideline for frame in frames(document)] == [True, False]
    assert told(document) == [("AUBADE", [40.2, 24.1])]


def test_references_and_boilerplate_name_no_trial() -> None:
    text = (
        "Response was seen in 31% of the patients on olokizumab and 18% on placebo.\n"
        "References\n"
        "Doe J, et al. The SOLSTICE trial. Lancet 2024; 404: 540-53.\n"
        "~ Acme also runs the HORIZON trial."
    )
    (frame,) = frames(read_text(text))
    assert frame.acronym is None


def test_a_question_turns_to_something_new_in_a_text_without_pages() -> None:
    text = (
        "Abatacept in giant cell arteritis: the BEACON trial\n"
        "Remission: 45% with abatacept vs 30% with placebo\n"
        "Secukinumab: the HORIZON trial\n"
        "Remission: 59.3% with secukinumab vs 8% with placebo\n"
        "And what about the others?\n"
        "Remission: 12% with tocilizumab vs 8% with placebo"
    )
    assert told(read_text(text)) == [("BEACON", [45, 30]), ("HORIZON", [59.3, 8]), (None, [12, 8])]
