"""Which words of a line name its arms: by a group noun, a treatment, or their place beside values."""

import pytest

from reading import read_text
from slideextract.assemble.line_arms import find_arms
from slideextract.assemble.reading import read_line
from slideextract.mentions import view
from slideextract.segment import segment


def labels(text: str) -> list[str]:
    document = read_text(text)
    seen = view(text)
    reads = [read_line(text, seen, line) for line in segment(document)]
    return [arm.label for read in reads for arm in find_arms(read, text)]


# (text, names of its arms, as printed)
GROUPS = [
    ("In the usual-care group, 28% relapsed.", ["usual-care group"]),
    ("Pain fell in the treatment group yet not in the control group.", ["treatment group", "control group"]),
    ("The A and B groups differed.", ["A", "B groups"]),
    ("Groups A, B and C had 12, 15 and 18 events.", ["Groups A", "B", "C"]),
    ("Les groupes précoce et tardif ont été comparés.", ["groupes précoce", "tardif"]),
    ("Dans le bras expérimental, 61 % étaient en rémission.", ["bras expérimental"]),
    ("The low-dose, middle-dose and top-dose groups were alike.", ["low-dose", "middle-dose", "top-dose groups"]),
    ("Le groupe traité par placebo a guéri plus tard.", ["groupe traité par placebo"]),
    ("The treatment groups were alike.", []),
    ("A group of experts met twice.", []),
    ("Elle était de 61 % dans le groupe de l'association.", ["groupe de l'association"]),
    ("Un groupe de travail s'est réuni.", []),
]
TREATMENTS = [
    (
        "Patients on aspirin plus clopidogrel bled more than those on aspirin alone.",
        ["aspirin plus clopidogrel", "aspirin alone"],
    ),
    ("Ceux qui ont reçu le vaccin étaient moins souvent hospitalisés.", ["vaccin"]),
    ("Among patients assigned to early surgery, 12% had a stroke.", ["early surgery"]),
    ("Ketorolac 30 mg was better than ketorolac 10 mg.", ["Ketorolac 30 mg", "ketorolac 10 mg"]),
    ("The mitomycin-treated eyes gained 5.2 letters.", ["mitomycin-treated eyes"]),
    ("Placebo recipients had 12% more relapses.", ["Placebo recipients"]),
    ("Patients underwent randomisation in 12 centres.", []),
    ("Insulin levels fell by 12%.", []),
    (
        "XYLTRA (tezacaftor/ivacaftor) en association avec l'aspirine a été évalué.",
        ["XYLTRA (tezacaftor/ivacaftor) en association avec l'aspirine"],
    ),
]
LISTED = [
    (
        "On a réparti les malades entre placebo et iscalimab 50 mg, 100 mg ou 200 mg.",
        ["placebo", "iscalimab 50 mg", "iscalimab 100 mg", "iscalimab 200 mg"],
    ),
    (
        "Participants were assigned (1:1:1) to receive iscalimab 50 mg (n = 80), 100 mg (n = 81) or placebo (n = 79).",
        ["iscalimab 50 mg", "iscalimab 100 mg", "placebo"],
    ),
    ("Women were randomised to letrozole plus ribociclib or letrozole.", ["letrozole plus ribociclib", "letrozole"]),
    ("Patients were randomised to iscalimab 50 mg.", ["iscalimab 50 mg"]),
    (
        "Adults were assigned to ixekizumab every 2 weeks (n = 90), every 4 weeks (n = 91) or placebo (n = 92).",
        ["ixekizumab every 2 weeks", "ixekizumab every 4 weeks", "placebo"],
    ),
    (
        "The change was -2.0, -2.2 and -2.3 kg with iscalimab 5, 10 and 15 mg, respectively.",
        ["iscalimab 5 mg", "iscalimab 10 mg", "iscalimab 15 mg"],
    ),
    (
        "Les patients ont été randomisés (évolocumab 140 mg/2 sem. + soins usuels, n = 90 ; soins usuels, n = 91).",
        ["évolocumab 140 mg/2 sem. + soins usuels", "soins usuels"],
    ),
    (
        "La réponse a été observée chez 46 % et 53 % des patients sous 30 mg et 60 mg, contre 21 % sous placebo.",
        ["30 mg", "60 mg", "placebo"],
    ),
    ("Randomisation was by centre; 50 mg, 100 mg and 200 mg vials were used.", []),
]
PLACES = [
    ("Une efficacité protectrice contre le zona de 61 % et de 72 % selon la souche.", []),
    ("La cohorte avait deux mutations (KIT 1, KIT 2) et une survie de 9,1 mois.", []),
    (
        "Closure was 12.4 for gradual withdrawal and 11.5 for abrupt withdrawal, respectively.",
        ["gradual withdrawal", "abrupt withdrawal"],
    ),
    (
        "The relapse rates were 42% for gradual withdrawal and 12% for continued therapy.",
        ["gradual withdrawal", "continued therapy"],
    ),
    (
        "Le taux de récidive était de 9 % après chirurgie ouverte et de 15 % après cœlioscopie.",
        ["chirurgie ouverte", "cœlioscopie"],
    ),
    ("At 1 year, 64% were seizure-free with surgery and 8% with medical therapy.", ["surgery", "medical therapy"]),
    ("The rate after open repair was 9% as compared with 21% after mesh repair.", ["open repair", "mesh repair"]),
    ("The silicone band versus the steel ring lasted longer (12 vs 13.5 days).", ["silicone band", "steel ring"]),
    ("Les scores étaient de 12,4 (bras A), 10,1 (bras B) et 8,7 (bras C).", ["bras A", "bras B", "bras C"]),
    ("Bleeding: 4.1% (A) vs 2.8% (B).", ["A", "B"]),
    ("Response was seen in 12% at week 4 and 15% at week 8.", []),
    ("Nausea was seen in 12% and vomiting in 15% of patients.", []),
    ("The score was 12 in year one and 15 in year two.", []),
]


@pytest.mark.parametrize(("text", "expected"), GROUPS, ids=[text for text, _ in GROUPS])
def test_groups(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(("text", "expected"), TREATMENTS, ids=[text for text, _ in TREATMENTS])
def test_treatments(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(("text", "expected"), LISTED, ids=[text for text, _ in LISTED])
def test_lists_of_what_people_were_allotted_to(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Adults were assigned to iscalimab or placebo.", [True, True]),
        ("Adults were treated with iscalimab or placebo.", [False, False]),
    ],
)
def test_only_what_people_were_allotted_to_is_an_arm_for_sure(text: str, sure: list[bool]) -> None:
    seen = view(text)
    (line,) = segment(read_text(text))
    assert [arm.sure for arm in find_arms(read_line(text, seen, line), text)] == sure


@pytest.mark.parametrize(("text", "expected"), PLACES, ids=[text for text, _ in PLACES])
def test_places(text: str, expected: list[str]) -> None:
    assert labels(text) == expected
