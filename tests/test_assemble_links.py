"""Which arm is a value's: by its place, by order, in pairs, in effects; none where nothing says it for certain."""

import pytest

from told import arms

# (text, "value: arm" of each fact)
PLACE = [
    (
        "Remission was seen in 47% of patients in the mirikizumab group and 30% of those in the placebo group.",
        ["47: mirikizumab group", "30: placebo group"],
    ),
    (
        "Cure rates were 91% (182/200) with azithromycin and 88% (176/200) with doxycycline.",
        ["91: azithromycin", "88: doxycycline"],
    ),
    (
        "Fever was less frequent in the closure group (17%) than in the open group (42%).",
        ["17: closure group", "42: open group"],
    ),
    (
        "Smoking cessation at 6 months: varenicline 34%, bupropion 23%, placebo 12%.",
        ["34: varenicline", "23: bupropion", "12: placebo"],
    ),
    (
        "PASI 90 à S16 : 73 % (risankizumab) vs 47 % (adalimumab) vs 2 % (placebo)",
        ["73: risankizumab", "47: adalimumab", "2: placebo"],
    ),
    ("Effets indésirables sévères : 8,8 % avec BKZ et 13,1 % avec PBO.", ["8.8: BKZ", "13.1: PBO"]),
    ("Hypoglycémies sévères : 2 (1,1 %) sous insuline, 0 sous placebo", ["1.1: insuline", "0: placebo"]),
    ("Group 1 had a mean score of 45.2 and group 2 of 38.9.", ["45.2: Group 1", "38.9: group 2"]),
    (
        "With rivaroxaban, bleeding occurred in 2.1%; with warfarin it occurred in 3.4%.",
        ["2.1: rivaroxaban", "3.4: warfarin"],
    ),
    (
        "Closure was seen in 61% at 3 months and 58% at 2 years in the compression group.",
        ["61: compression group", "58: compression group"],
    ),
    ("L'HbA1c est passée de 8,9 % à 7,2 % sous sémaglutide.", ["8.9: sémaglutide", "7.2: sémaglutide"]),
    (
        "The event rate was 1.8% per year with dabigatran vs. 2.6% per year with warfarin.",
        ["1.8: dabigatran", "2.6: warfarin"],
    ),
    (
        "Of the 312 patients, 58 (18.6%) relapsed: 21 in the mesh group and 37 in the suture group.",
        ["18.6: -", "21: mesh group", "37: suture group"],
    ),
    ("1 AVC avec DZP et 1 décès.", ["1: DZP", "1: -"]),
]

ORDER = [
    (
        "Infections came to 4.8%, 11.3% and 6.1% for groups A, B and C, respectively.",
        ["4.8: groups A", "11.3: B", "6.1: C"],
    ),
    (
        "Response rates were 12%, 25% and 31% in the low-dose, middle-dose and top-dose groups.",
        ["12: low-dose", "25: middle-dose", "31: top-dose groups"],
    ),
    (
        "In the early and delayed groups, respectively, 18% and 29% of patients relapsed.",
        ["18: early", "29: delayed groups"],
    ),
    (
        "Le taux de rechute était respectivement de 12 % et 21 % dans les bras rituximab et azathioprine.",
        ["12: bras rituximab", "21: azathioprine"],
    ),
    (
        "Dans les groupes précoce et tardif, respectivement 18 % et 29 % des patients ont rechuté.",
        ["18: groupes précoce", "29: tardif"],
    ),
    (
        "Une réponse a été vue chez 45 %, 52 % et 60 % des patients traités par 5 mg, 10 mg et 20 mg, respectivement.",
        ["45: 5 mg", "52: 10 mg", "60: 20 mg"],
    ),
    (
        "Nausea occurred in 12% and 9% and pain in 7% and 4% of those receiving liraglutide and placebo, respectively.",
        ["12: liraglutide", "9: placebo", "7: liraglutide", "4: placebo"],
    ),
    (
        "Pain was felt by 71% of the etanercept group and 64% of the placebo group, rash by 9% and 7%, respectively.",
        ["71: etanercept group", "64: placebo group", "9: etanercept group", "7: placebo group"],
    ),
    (
        "ACR20 and ACR50 responses were 62% and 38% with upadacitinib versus 41% and 20% with placebo.",
        ["62: upadacitinib", "38: upadacitinib", "41: placebo", "20: placebo"],
    ),
    ("The rates were 12%, 15% and 18% in the A and B groups, respectively.", ["12: -", "15: -", "18: -"]),
    (
        "Pain was reported by 40% in the X group, and nausea and rash by 12% and 7%, respectively.",
        ["40: X group", "12: X group", "7: X group"],
    ),
]

PAIRS = [
    (
        "Infection was rarer in the AB group than in the CD1 and CD2 groups combined (6% versus 21%).",
        ["6: AB group", "21: -"],
    ),
    ("Au total, 58 % des pères de cas étaient vaccinés, contre 41 % des pères de témoins.", ["58: -", "41: témoins"]),
    (
        "Nausea was more common with semaglutide than with placebo (20% vs. 8%).",
        ["20: semaglutide vs placebo", "8: placebo"],
    ),
    (
        "The rate after laparoscopic repair was 10% compared with 5% after open repair.",
        ["10: laparoscopic repair vs open repair", "5: open repair"],
    ),
    (
        "Les décès (3 vs 4) et les AVC (5 vs 6) ne différaient pas entre les groupes apixaban et aspirine.",
        ["3: groupes apixaban vs aspirine", "4: aspirine", "5: groupes apixaban vs aspirine", "6: aspirine"],
    ),
    (
        "Fatigue (31% vs 12%) and rash (9% vs 3%) were more frequent with sunitinib than with placebo.",
        ["31: sunitinib vs placebo", "12: placebo", "9: sunitinib vs placebo", "3: placebo"],
    ),
    (
        "In the X group (67% vs. 25%) and in the Y group (50% vs. 24%), pain was rarer at night.",
        ["67: X group", "25: X group", "50: Y group", "24: Y group"],
    ),
    ("Pain was rarer (12% vs. 20%).", ["12: -", "20: -"]),
]

EFFECTS = [
    ("Le traitement a permis une réduction de 38 % des crises par rapport au placebo.", ["38: - vs placebo"]),
    (
        "Supériorité de XYLTRA (tezacaftor/ivacaftor) en association avec l'aspirine par rapport au placebo (HR 0,8).",
        ["0.8: XYLTRA (tezacaftor/ivacaftor) en association avec l'aspirine vs placebo"],
    ),
    (
        "Survival was longer with nivolumab than with docetaxel (hazard ratio for death, 0.59).",
        ["0.59: nivolumab vs docetaxel"],
    ),
    (
        "Cure was seen in 91% on azithromycin and 88% on placebo (difference, 3 percentage points).",
        ["91: azithromycin", "88: placebo", "3: azithromycin vs placebo"],
    ),
    (
        "Le rituximab a réduit de 38 % le risque de rechute par rapport à l'azathioprine.",
        ["38: rituximab vs azathioprine"],
    ),
    ("Weight loss was 4.2 kg greater with liraglutide than with placebo.", ["4.2: liraglutide vs placebo"]),
    ("The change, compared with placebo, was -3.0 points with duloxetine.", ["-3: duloxetine vs placebo"]),
    ("The hazard ratio for death was 0.71.", ["0.71: -"]),
]


@pytest.mark.parametrize(("text", "expected"), PLACE, ids=[text for text, _ in PLACE])
def test_by_place(text: str, expected: list[str]) -> None:
    assert arms(text) == expected


@pytest.mark.parametrize(("text", "expected"), ORDER, ids=[text for text, _ in ORDER])
def test_by_order(text: str, expected: list[str]) -> None:
    assert arms(text) == expected


@pytest.mark.parametrize(("text", "expected"), PAIRS, ids=[text for text, _ in PAIRS])
def test_in_pairs(text: str, expected: list[str]) -> None:
    assert arms(text) == expected


@pytest.mark.parametrize(("text", "expected"), EFFECTS, ids=[text for text, _ in EFFECTS])
def test_effects(text: str, expected: list[str]) -> None:
    assert arms(text) == expected
