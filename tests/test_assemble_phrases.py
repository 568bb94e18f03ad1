"""What was measured, as words: the shortest phrase that says it, with its qualifier."""

import pytest

from told import endpoints

# (text, "value: endpoint" of each fact)
PHRASES = [
    ("In the asthma subgroup, remission occurred in 64% at 12 months.", ["64: remission"]),
    (
        "The analysis showed a 40% reduction in severe relapses with rituximab.",
        ["40: reduction in severe relapses"],
    ),
    ("The programme brought an increase of 12% in the graft survival rate.", ["12: graft survival rate"]),
    ("Le traitement a permis une réduction de 38 % du risque de rechute.", ["38: risque de rechute"]),
    ("Une toxicité accrue, avec des infections chez 47 % des patients.", ["47: infections"]),
    (
        "Pas de gain en survie globale, critère secondaire clé, vu le petit effectif (HR = 0,88).",
        ["0.88: survie globale"],
    ),
    (
        "Neuf (16 %) patients du groupe « Vitamine K » et 7 (5 %) du groupe « Témoin » ont eu une nouvelle hémorragie.",
        ["16: nouvelle hémorragie", "5: nouvelle hémorragie"],
    ),
    ("There were 12 deaths (3.4%) on aspirin and 8 deaths (2.1%) on placebo.", ["3.4: deaths", "2.1: deaths"]),
    ("Nausea occurred in 8% on placebo; 31 patients (12%) vomited.", ["8: Nausea", "12: vomited"]),
    (
        "In the intention-to-treat analysis, the cumulative incidence of relapse was 14% with rituximab.",
        ["14: cumulative incidence of relapse"],
    ),
    (
        "The investigators found that the rate of reintubation was 11% after high-flow oxygen.",
        ["11: rate of reintubation"],
    ),
    (
        "Regarding safety, grade 3 or higher neutropenia was reported in 34% of patients receiving docetaxel.",
        ["34: grade 3 or higher neutropenia"],
    ),
    (
        "En ce qui concerne la tolérance, une neutropénie de grade 3 a été rapportée chez 34 % des patients.",
        ["34: neutropénie de grade 3"],
    ),
    (
        "Le critère principal, la survie sans rechute à 2 ans, était de 71 % dans le bras A.",
        ["71: survie sans rechute"],
    ),
    (
        "Un taux d'HbA1c inférieur à 7 % a été atteint par 58 % des patients sous sitagliptine.",
        ["58: taux d'HbA1c inférieur à 7 %"],
    ),
    (
        "The percentage of patients who discontinued because of adverse events was 6.1% with erenumab.",
        ["6.1: discontinued because of adverse events"],
    ),
    (
        "Death, stroke or myocardial infarction occurred in 8.1% of patients on ticagrelor.",
        ["8.1: Death, stroke or myocardial infarction"],
    ),
    (
        "More patients in the fremanezumab group had at least a 50% reduction in monthly migraine days (44%).",
        ["44: at least a 50% reduction in monthly migraine days"],
    ),
    (
        "Sous adalimumab, 52 % des patients atteignaient l'ACR50 à la semaine 24 contre 18 % sous placebo.",
        ["52: ACR50", "18: ACR50"],
    ),
    (
        "17% of patients in the bimatoprost group and 9% of those in the timolol group reported eye redness.",
        ["17: eye redness", "9: eye redness"],
    ),
    ("Parmi les 54 patients inclus, 40 (74 %) étaient en rémission complète à M6.", ["74: rémission complète"]),
    (
        "Mortality did not differ between groups (10.2% with hydrocortisone and 10.9% with placebo).",
        ["10.2: Mortality", "10.9: Mortality"],
    ),
    ("There was no difference in mortality (12% in both groups).", ["12: mortality"]),
    ("Treatment was well tolerated, with hypoglycemia in 3% of patients.", ["3: hypoglycemia"]),
]
SEVERAL = [
    (
        "Supériorité en termes de survie sans rechute et de survie globale : gains de 3 et 2,7 mois.",
        ["3: survie sans rechute", "2.7: survie globale"],
    ),
    (
        "The rates of cough and headache were 12% and 7%, respectively, in the lisinopril group.",
        ["12: rates of cough", "7: headache"],
    ),
    (
        "Fatigue, nausea and rash occurred in 31%, 22% and 9% of patients on sunitinib, respectively.",
        ["31: Fatigue", "22: nausea", "9: rash"],
    ),
    (
        "The most common adverse events were fatigue (31%), nausea (22%) and rash (9%).",
        ["31: fatigue", "22: nausea", "9: rash"],
    ),
    (
        "Les effets indésirables les plus fréquents étaient la fatigue (31 %) et les nausées (22 %).",
        ["31: fatigue", "22: nausées"],
    ),
    (
        "Nausea occurred in 12% and 9% and vomiting in 7% and 4% of patients on X and Y, respectively.",
        ["12: Nausea", "9: Nausea", "7: vomiting", "4: vomiting"],
    ),
    ("At week 24, ACR20 and ACR50 responses were 62% and 38% with upadacitinib.", ["62: ACR20", "38: ACR50 responses"]),
    (
        "La mortalité (12 % vs 18 %) et la durée de ventilation (5 jours vs 8 jours) étaient réduites.",
        ["12: mortalité", "18: mortalité", "5: durée de ventilation", "8: durée de ventilation"],
    ),
    ("Infections (24,1 % vs 17,3 %)", ["24.1: Infections", "17.3: Infections"]),
    ("Rémission DORIS chez 4/6 (~67 %), SLEDAI médian tombant à 2.", ["67: Rémission DORIS", "2: SLEDAI"]),
    (
        "Serious adverse events occurred in 14 patients (12%), including 3 deaths.",
        ["12: Serious adverse events", "3: deaths"],
    ),
    (
        "Parmi les 120 patients, 84 (70 %) ont répondu, dont 30 en rémission complète.",
        ["70: répondu", "30: rémission complète"],
    ),
]
RATIOS = [
    ("The hazard ratio for death was 0.71.", ["0.71: death"]),
    ("L'odds ratio ajusté de décès était de 1,8.", ["1.8: décès"]),
    ("The odds ratio of relapse at 12 months was 0.5 with rituximab.", ["0.5: relapse"]),
    ("HR = 0,64 ; IC95% [0,49 ; 0,83] ; p<0,001 pour la survie globale.", ["0.64: survie globale"]),
    (
        "Overall survival was longer with nivolumab than with docetaxel (hazard ratio, 0.59).",
        ["0.59: Overall survival"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), PHRASES, ids=[text for text, _ in PHRASES])
def test_one_endpoint(text: str, expected: list[str]) -> None:
    assert endpoints(text) == expected


@pytest.mark.parametrize(("text", "expected"), SEVERAL, ids=[text for text, _ in SEVERAL])
def test_several_endpoints(text: str, expected: list[str]) -> None:
    assert endpoints(text) == expected


@pytest.mark.parametrize(("text", "expected"), RATIOS, ids=[text for text, _ in RATIOS])
def test_the_name_of_a_ratio_is_no_endpoint(text: str, expected: list[str]) -> None:
    assert endpoints(text) == expected
