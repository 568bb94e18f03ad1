"""How many participants: sizes of arms and of trials, in prose, in brackets and in labels beside an arm's name."""

import pytest

from reading import read_slide, read_text
from slideextract.assemble import assemble
from slideextract.assemble.inventory import Inventory
from slideextract.document import Document
from slideextract.pipeline import extract

Told = tuple[int | None, dict[str, int]]
# (text, (size of the trial, {arm: size})); arms without a size are left out
PROSE: list[tuple[str, Told]] = [
    (
        "321 patients were randomized: 160 to telitacicept and 161 to placebo.",
        (321, {"telitacicept": 160, "placebo": 161}),
    ),
    (
        "A total of 280 patients were randomly assigned to obinutuzumab (n = 139) or placebo (n = 141).",
        (280, {"obinutuzumab": 139, "placebo": 141}),
    ),
    (
        "In all, 151 patients were assigned to the sarilumab group and 152 to the placebo group.",
        (None, {"sarilumab group": 151, "placebo group": 152}),
    ),
    ("342 patients (172 anifrolumab, 170 placebo)", (342, {"anifrolumab": 172, "placebo": 170})),
    (
        "744 patients were assigned to ofatumumab (n = 373) or teriflunomide (n = 371).",
        (744, {"ofatumumab": 373, "teriflunomide": 371}),
    ),
    (
        "Upadacitinib 30 mg (n = 61), upadacitinib 15 mg (n = 74), placebo (n = 76)",
        (None, {"Upadacitinib 30 mg": 61, "upadacitinib 15 mg": 74, "placebo": 76}),
    ),
    (
        "Randomisation 2:1 (secukinumab 300 mg, N = 80; placebo, N = 40)",
        (None, {"secukinumab 300 mg": 80, "placebo": 40}),
    ),
    (
        "In the first group 40 patients received abatacept; in the second, 38 received placebo.",
        (None, {"abatacept": 40, "placebo": 38}),
    ),
    (
        "Au total, 311 patients ont été inclus dans l'essai : 155 sous obinutuzumab et 156 sous placebo.",
        (311, {"obinutuzumab": 155, "placebo": 156}),
    ),
    ("135 patients ont reçu le rituximab et 136 le placebo.", (None, {"rituximab": 135, "placebo": 136})),
    (
        "La première cohorte, patients (171), a reçu l'iscalimab ; la deuxième cohorte, patients (98), le placebo.",
        (None, {"première cohorte": 171, "deuxième cohorte": 98}),
    ),
    (
        "L'étude a comparé l'obinutuzumab au placebo chez 303 adultes ; 151 ont reçu l'obinutuzumab et 152 le placebo.",
        (303, {"obinutuzumab": 151, "placebo": 152}),
    ),
    (
        "In this trial, 340 patients were randomised: 169 received anifrolumab 300 mg every 4 weeks, and 171 placebo.",
        (340, {"anifrolumab 300 mg every 4 weeks": 169, "placebo": 171}),
    ),
    (  # the sum of the arms
        "Essai AUBADE, phase 3, 340 patients : 169 anifrolumab 120 mg par semaine, 171 placebo",
        (340, {"anifrolumab 120 mg par semaine": 169, "placebo": 171}),
    ),
    (
        "L'essai a inclus 269 patients : la cohorte 1 (171 patients, forme systémique) et la cohorte 2 (98 patients).",
        (269, {"cohorte 1": 171, "cohorte 2": 98}),
    ),
    ("The trial enrolled 1,042 adults with lupus.", (1042, {})),
    ("Two hundred patients were randomized (1:1) to secukinumab or placebo.", (200, {})),
    ("320 patients were randomized to abatacept or placebo.", (320, {})),
    ("320 patients ont reçu abatacept, rituximab ou placebo.", (320, {})),
    ("Trois cents patients ont été randomisés.", (300, {})),
    ("In 23 countries, 273 patients took part.", (273, {})),
    ("In the trial (N = 251), the response was early.", (251, {})),
    ("12 LES traités par CAR-T", (12, {"CAR-T": 12})),
]
EACH = [  # one number for all arms
    "Patients were randomized to abatacept or placebo (40 in each group).",
    "Deux groupes de 40 patients ont été comparés : abatacept et placebo.",
    "Les patients ont été répartis entre abatacept et placebo (40 patients par groupe).",
]
NO_SIZE = [
    "Of 433 patients screened, none was treated.",
    "450 patients were screened; a sample size of 300 was planned.",
    "Une puissance de 90 % demandait 300 patients.",
    "100 nouveaux cas par an pour 1 million d'habitants",
    "The effect was seen in 12 patients.",
    "Nausea was seen in 12 patients on abatacept.",
    "Rémission chez 12 patients sous rituximab",
    "Nausea was seen in group A (12 patients) and in group B (3 patients).",
    "References\nDoe J. A trial in 120 patients. Lancet 2024; 404: 540-53.",
]


def inventory(document: Document) -> Inventory:
    (story,) = assemble(document).stories
    return story.inventory


def sizes(document: Document) -> Told:
    found = inventory(document)
    enrolled = found.enrolled.values["value"] if found.enrolled else None
    return None if enrolled is None else int(enrolled), {e.arm.label: e.n for e in found.entries if e.n is not None}


def test_a_short_sentence_of_a_paragraph_is_no_label_of_a_size() -> None:
    text = "36 patients with relapsed disease received belantamab. Two patients died of cardiac failure."
    (trial,) = extract(read_text(text)).trials
    assert trial.enrollment is not None
    assert trial.enrollment.count == 36


@pytest.mark.parametrize(("text", "expected"), PROSE)
def test_sizes_in_prose(text: str, expected: Told) -> None:
    assert sizes(read_text(text)) == expected


@pytest.mark.parametrize("text", EACH)
def test_one_number_may_be_the_size_of_each_arm(text: str) -> None:
    assert sizes(read_text(text))[1] == {"abatacept": 40, "placebo": 40}


@pytest.mark.parametrize("text", NO_SIZE)
def test_other_numbers_of_people_are_no_size(text: str) -> None:
    assert sizes(read_text(text)) == (None, {})


def test_those_who_were_randomized_are_the_trial_and_not_those_who_were_screened() -> None:
    assert sizes(read_text("Of 433 patients screened, 335 underwent randomization.")) == (335, {})


def test_the_surest_number_is_the_size_of_the_trial() -> None:
    text = (
        "In a trial of 250 patients, safety was studied.\n280 patients underwent randomization.\n"
        "Efficacy was analyzed in 270 patients."
    )
    assert sizes(read_text(text))[0] == 280


def test_an_arm_keeps_its_first_size() -> None:
    text = (
        "Patients were randomized to abatacept (n = 40) or placebo (n = 42).\n"
        "Safety set: abatacept (n = 39), placebo (n = 42)"
    )
    assert sizes(read_text(text))[1] == {"abatacept": 40, "placebo": 42}


def test_where_a_size_is_printed_is_kept() -> None:
    document = read_text("Patients were randomized to abatacept (n = 40) or placebo (n = 42).")
    places = [document.text[slice(*entry.n_at)] for entry in inventory(document).entries if entry.n_at]
    assert places == ["40", "42"]


# -- labels of a slide

PAIR = {"Obinutuzumab": 139, "Placebo": 141}
SLIDES = [
    (
        read_slide(("Obinutuzumab", 100, 100), ("n = 139", 100, 120), ("Placebo", 400, 100), ("n = 141", 400, 120)),
        "under",
    ),
    (
        read_slide(("Obinutuzumab", 100, 100), ("n = 139", 200, 100), ("Placebo", 100, 150), ("n = 141", 200, 150)),
        "beside",
    ),
    (
        read_slide(("Obinutuzumab", 100, 100), ("Placebo", 400, 100), ("n = 141", 400, 120), ("n = 139", 100, 120)),
        "order",
    ),
    (read_text("|Obinutuzumab\n|n = 139\n|Placebo\n|n = 141"), "no boxes"),
    (read_text("|Obinutuzumab (n = 139)\n|Placebo (n = 141)"), "in the label"),
]


@pytest.mark.parametrize(("document", "where"), SLIDES, ids=[where for _, where in SLIDES])
def test_a_size_in_a_label_of_its_own_is_that_of_the_arm_next_to_it(document: Document, where: str) -> None:
    assert sizes(document) == (None, PAIR), where


def test_a_size_far_below_a_label_is_not_its_own() -> None:
    document = read_slide(("Obinutuzumab", 100, 100), ("Placebo", 400, 100), ("n = 139", 100, 300))
    assert sizes(document)[1] == {}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (read_slide(("145", 100, 100), ("patients with SLE", 100, 120)), 145),
        (read_text("|145\n|patients atteints de lupus"), 145),
        (read_text("|N total : 342 patients\n|Anifrolumab 120 mg\n|Placebo"), 342),
        (read_text("|1 000 patients modélisés"), 1000),
        (read_text("|145\n|études"), None),
    ],
)
def test_a_label_may_tell_the_size_of_the_trial(document: Document, expected: int | None) -> None:
    assert sizes(document)[0] == expected


# -- arms told by their dose alone


@pytest.mark.parametrize(
    "text",
    [
        "# CC312, a tri-specific antibody\n- Cinq sujets traités : 3 à 5 µg et 2 à 10 µg",
        "# CC312, a tri-specific antibody\n- Five patients were treated: 3 at 5 µg and 2 at 10 µg",
    ],
)
def test_a_number_before_a_dose_counts_those_who_received_it(text: str) -> None:
    assert sizes(read_text(text)) == (5, {"CC312": 5, "CC312 5 µg": 3, "CC312 10 µg": 2})
    assert len(inventory(read_text(text)).entries) == 3


# -- tables and labels over several lines


def test_a_column_of_sizes_counts_the_arms_of_its_rows() -> None:
    table = "Arm\tDuration\tn\nAbatacept 125 mg\t52\t68\nPlacebo\t52\t75"
    assert sizes(read_text(table))[1] == {"Abatacept 125 mg": 68, "Placebo": 75}


@pytest.mark.parametrize("figure", ["41.9", "0"])
def test_what_counts_no_people_is_no_size(figure: str) -> None:
    assert sizes(read_text(f"Arm\tn\nAbatacept 125 mg\t{figure}\nPlacebo\t75"))[1] == {"Placebo": 75}
    assert sizes(read_slide((figure, 100, 100), ("patients with SLE", 100, 120)))[0] is None


def test_a_dose_under_the_label_of_an_arm_is_that_arm() -> None:
    document = read_slide(
        ("Abatacept + SOC", 100, 100),
        ("125 mg every 4 weeks n = 68", 100, 120),
        ("Placebo + SOC", 400, 100),
        ("every 4 weeks n = 75", 400, 120),
    )
    assert sizes(document)[1] == {"Abatacept": 68, "Placebo": 75}
    assert len(inventory(document).entries) == 2


def test_in_whom_a_study_was_made_is_its_size_but_for_a_few() -> None:
    assert sizes(read_text("In this trial, steroids were stopped in 48 people with active lupus nephritis."))[0] == 48
    assert sizes(read_text("In this trial, steroids were stopped in 8 people with active lupus nephritis."))[0] is None


@pytest.mark.parametrize("text", ["Phase 1, 7 néphrites lupiques sous abatacept.", "Phase 1, 7 patients with lupus."])
def test_a_number_behind_the_phase_is_the_size_of_the_trial(text: str) -> None:
    assert sizes(read_text(text))[0] == 7
