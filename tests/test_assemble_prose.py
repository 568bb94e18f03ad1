"""Results in prose, in both languages: which figures are results, of which kind, and what qualifies them."""

import pytest

from told import arms, endpoints, facts, kinds, statistics, times

# (text, "kind value unit" of each fact)
KINDS = [
    (
        "The mean pain score was 4.2 in the acupuncture group and 5.9 in the sham group.",
        ["mean 4.2", "mean 5.9"],
    ),
    (
        "The median time to recovery was 6 days with oseltamivir and 8 days with placebo.",
        ["median 6 days", "median 8 days"],
    ),
    ("La durée médiane de séjour était de 5 jours dans le groupe ambulatoire.", ["median 5 days"]),
    (
        "Progression-free survival was 9.3 months with cetuximab versus 6.7 months with placebo.",
        ["duration 9.3 months", "duration 6.7 months"],
    ),
    (
        "ORR 48 % ; SSP médiane 8,1 mois ; SG médiane 19 mois.",
        ["percent 48 %", "median 8.1 months", "median 19 months"],
    ),
    (  # the range of a figure is no scale of the next
        "The median number of sessions was 5 (range, 1-9) for the early arm and 7 (range, 2-12) for the late arm.",
        ["median 5", "median 7"],
    ),
    ("PFS was 12 months for alectinib and 8 months for crizotinib.", ["duration 12 months", "duration 8 months"]),
    (
        "Lorlatinib improved median PFS to 5.2 months versus 3.4 months with crizotinib.",
        ["median 5.2 months", "median 3.4 months"],
    ),
    (
        "Median overall survival at clinical cutoff (412 deaths) was 15.1 months in the ramucirumab group.",
        ["median 15.1 months"],
    ),
    ("After a median of 4.2 years (range, 2-6), there were 12 relapses with tamoxifen.", ["count 12 patients"]),
    (  # a ratio that goes on with its interval alone
        "The hazard ratio was 0.71 (95% CI, 0.52-0.98; p = 0.04) for nivolumab and 1.12 (0.84-1.49) for ipilimumab.",
        ["hazard_ratio 0.71", "hazard_ratio 1.12"],
    ),
    ("PFS was improved with 24 weeks of lapatinib.", []),
    ("The annualised relapse rate was 0.29 with ofatumumab and 0.62 with teriflunomide.", ["rate 0.29", "rate 0.62"]),
    (
        "L'incidence des infections était de 4,2 pour 100 patients-années sous tocilizumab et de 3,1 sous placebo.",
        ["rate 4.2 pour 100 patients-années", "rate 3.1 pour 100 patients-années"],
    ),
    ("Mean body weight fell by 6.4 kg in the tirzepatide group.", ["change 6.4 kg"]),
    # the unit stands with the last of a list
    (
        "The mean change in HbA1c was -2.0 and -2.2 percentage points with tirzepatide 5 mg and 10 mg, respectively.",
        ["change -2 percentage points", "change -2.2 percentage points"],
    ),
    (
        "The LS mean change in HbA1c was -1.4% with dapagliflozin and -0.3% with placebo.",
        ["change -1.4 %", "change -0.3 %"],
    ),
    (
        "La pression systolique a diminué de 14,2 mmHg sous amlodipine et de 3,1 mmHg sous placebo.",
        ["change 14.2 mmHg", "change 3.1 mmHg"],
    ),
    ("Vaccine efficacy was 82.4% against symptomatic disease.", ["change 82.4 %"]),
    ("The ferritin level increased from 45 to 112 ng/mL with intravenous iron.", ["score 45 ng/mL", "score 112 ng/mL"]),
    ("DAS28 moyen : 5,8 → 3,1 à M6", ["mean 5.8", "mean 3.1"]),
    ("Weight loss was 4.2 kg greater with liraglutide than with placebo.", ["difference 4.2 kg"]),
    ("Effet faible, avec un gain en SSP de 1,9 mois.", ["difference 1.9 months"]),
    ("The median gain in survival was +4.8 months.", ["difference 4.8 months"]),
    (
        "Cure was seen in 91% and 88% of patients (difference 3%).",
        ["percent 91 %", "percent 88 %", "difference 3 percentage points"],
    ),
    ("The hazard ratio for death was 0.71.", ["hazard_ratio 0.71"]),
    ("L'odds ratio ajusté de décès était de 1,8.", ["odds_ratio 1.8"]),
    ("Le risque relatif de chute était de 0,72.", ["risk_ratio 0.72"]),
    ("The odds ratio of relapse at 12 months was 0.5 with rituximab.", ["odds_ratio 0.5"]),
    ("More than 90% of the participants responded.", ["percent 90 %"]),
    ("Plus de 66 % ont rapporté une douleur.", ["percent 66 %"]),
    ("The success rates were >90%.", ["percent 90 %"]),
]


@pytest.mark.parametrize(("text", "expected"), KINDS, ids=[text for text, _ in KINDS])
def test_kinds(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


# (text, "value: endpoint" of each fact, all of them counts)
COUNTS = [
    ("Two patients in the rituximab group and five in the placebo group died.", ["2: died", "5: died"]),
    (
        "One patient in the secukinumab group and 4 in the placebo group developed candidiasis.",
        ["1: candidiasis", "4: candidiasis"],
    ),
    ("There were 4 strokes in the apixaban group and 11 in the warfarin group.", ["4: strokes", "11: strokes"]),
    (
        "No deaths occurred; 3 relapses, 9 serious infections and 1 hospitalization (pneumonia) were seen.",
        ["3: relapses", "9: serious infections", "1: hospitalization"],
    ),
    ("0 CRS, 0 ICANS et 2 infections sévères.", ["0: CRS", "0: ICANS", "2: infections sévères"]),
    ("All six patients achieved complete remission.", ["6: complete remission"]),
    ("Une rechute est survenue à M9.", ["1: rechute"]),
    ("7 poussées sévères vs 2.", ["7: poussées sévères", "2: poussées sévères"]),
    ("L'événement a été rapporté chez 3 patients, dont un décès.", ["3: événement", "1: décès"]),
]


@pytest.mark.parametrize(("text", "expected"), COUNTS, ids=[text for text, _ in COUNTS])
def test_counts(text: str, expected: list[str]) -> None:
    assert {fact.kind for fact in facts(text)} == {"count"}
    assert endpoints(text) == expected


# (text, value, counts, spread, interval and p of each fact that has one)
STATISTICS = [
    ("Huit patients (7 %) sous anifrolumab ont eu un zona.", ["7: 8/?"]),
    ("In the usual-care group, 34 of 120 patients (28%) relapsed.", ["28: 34/120"]),
    ("Au total, 36 patients sur 60, soit 60 %, ont atteint une LLDAS.", ["60: 36/60"]),
    ("Cure was seen in 91% (182/200) with azithromycin.", ["91: 182/200"]),
    ("The mean score was 12 (SD 3) and 15 (SD 4) in groups A and B.", ["12: sd 3", "15: sd 4"]),
    ("Mean IOP was 14.2 +/- 2.1 mm Hg on timolol and 16.4 +/- 2.9 mm Hg on placebo.", ["14.2: sd 2.1", "16.4: sd 2.9"]),
    ("The hazard ratio for death was 0.71 (95% CI, 0.58 to 0.87; P=0.001).", ["0.71: [0.58, 0.87] p=0.001"]),
    ("HR = 0,64 ; IC95% [0,49 ; 0,83] ; p<0,001 pour la survie globale.", ["0.64: [0.49, 0.83] p<0.001"]),
    (
        "Survival was 9.3 months (95% CI 8.1 to 10.4) with cetuximab versus 6.7 months (5.9 to 7.4) with placebo.",
        ["9.3: [8.1, 10.4]", "6.7: [5.9, 7.4]"],
    ),
    # a p belongs to the difference, else to the arm on trial
    ("Nausea was seen in 20% on X and 8% on placebo (difference, 12 percentage points; P=0.04).", ["12: p=0.04"]),
    ("Nausea was seen in 8% on placebo and 20% on varenicline (P=0.04).", ["20: p=0.04"]),
    (
        "Dans le bras expérimental, 61 % étaient en rémission, contre 44 % dans le bras standard (p = 0,003).",
        ["61: p=0.003"],
    ),
    (
        "Pain (12% vs 20%; p=0.02) and nausea (5% vs 9%; p=0.3) were rarer with X than with placebo.",
        ["12: p=0.02", "5: p=0.3"],
    ),
    ("Pain and nausea fell by 12% and 20% (p = 0.03 and 0.2, respectively).", ["12: p=0.03", "20: p=0.2"]),
    ("The score was lower (p < 0.01) with bupropion (16.9) than with placebo (18.6).", ["16.9: p<0.01"]),
    # the level of an interval is no result, however it is set
    ("Efficacité de 88 % (intervalle de confiance, IC, à 95 % = 71-95).", []),
]


@pytest.mark.parametrize(("text", "expected"), STATISTICS, ids=[text for text, _ in STATISTICS])
def test_what_qualifies_a_value(text: str, expected: list[str]) -> None:
    assert statistics(text) == expected


TIMES = [
    ("Remission at week 12 was 94% with sofosbuvir and 71% with interferon.", ["94: week 12", "71: week 12"]),
    ("Response was seen in 20%, 35% and 41% at 4, 8 and 12 weeks with etanercept.", ["20: 4", "35: 8", "41: 12 weeks"]),
    ("PASI 75 was reached by 62% and 71% at week 12 and week 24, respectively.", ["62: 12", "71: 24"]),
    ("La mortalité à J28 était de 21 % et la mortalité à J90 de 33 % dans le bras contrôle.", ["21: J28", "33: J90"]),
    ("The pain score decreased from 6.8 at baseline to 3.1 at week 8.", ["6.8: baseline", "3.1: week 8"]),
    ("Closure was seen in 61.8% at 3 months and 58.3% at 2 years.", ["61.8: 3 months", "58.3: 2 years"]),
    ("The remission rate was 61.8%.", ["61.8: -"]),
]


@pytest.mark.parametrize(("text", "expected"), TIMES, ids=[text for text, _ in TIMES])
def test_times(text: str, expected: list[str]) -> None:
    assert times(text) == expected


REMISSION = "Remission was seen in 44.1% of the vedolizumab group and 27.0% of the placebo group. "
SIZED = "In all, 161 patients were randomised, 79 to the placebo group and 82 to the sarilumab group. "
# (text, value and arm, value and endpoint): what a sentence takes from the ones before it
CARRIED = [
    (
        "La fréquence était de 8,1 %.\nElle était plus haute chez les femmes (9,0 % contre 6,2 %).",
        ["8.1: -", "9: -", "6.2: -"],
        ["8.1: fréquence", "9: fréquence", "6.2: fréquence"],
    ),
    (
        REMISSION + "In the naive patients, the respective percentages were 51.2% and 30.3%.",
        ["44.1: vedolizumab group", "27: placebo group", "51.2: vedolizumab group", "30.3: placebo group"],
        ["44.1: Remission", "27: Remission", "51.2: Remission", "30.3: Remission"],
    ),
    (
        (
            "The sirolimus group was compared with the tacrolimus group. Rejection was less frequent (8.2% vs. 14.9%; "
            "adjusted difference, -6.7 percentage points)."
        ),
        [
            "8.2: sirolimus group vs tacrolimus group",
            "14.9: tacrolimus group",
            "-6.7: sirolimus group vs tacrolimus group",
        ],
        ["8.2: Rejection", "14.9: Rejection", "-6.7: Rejection"],
    ),
    (
        "CRS was seen in 42 patients (60%) (2 grade 3, 1 grade 4).",
        ["60: -", "2: -", "1: -"],
        ["60: CRS", "2: CRS grade 3", "1: CRS grade 4"],
    ),
    # without arms, lists go in the order in which the arms were given their sizes
    (
        (
            SIZED + "Remission was seen in 30% and 45%, respectively (difference, 15 percentage points). "
            "Nausea occurred in 12 (15%) and 28 (34%) patients."
        ),
        [
            "30: placebo group",
            "45: sarilumab group",
            "15: placebo group vs sarilumab group",
            "15: placebo group",
            "34: sarilumab group",
        ],
        ["30: Remission", "45: Remission", "15: Remission", "15: Nausea", "34: Nausea"],
    ),
    (
        (
            "Patients were assigned to apremilast 20 mg (n = 90), apremilast 30 mg (n = 91) or placebo (n = 92). "
            "Mean changes in itch were -3.1, -3.9 and -1.2."
        ),
        ["-3.1: apremilast 20 mg", "-3.9: apremilast 30 mg", "-1.2: placebo"],
        ["-3.1: changes in itch", "-3.9: changes in itch", "-1.2: changes in itch"],
    ),
    # two figures in a row are of nobody, unless a list before them was told in order
    (SIZED + "Nausea occurred in 12 (15%) and 28 (34%) patients.", ["15: -", "34: -"], ["15: Nausea", "34: Nausea"]),
    # what "respectively" tells of two endpoints or two times is no pair of arms
    (
        SIZED + "Nausea and headache occurred in 15% and 34%, respectively.",
        ["15: -", "34: -"],
        ["15: Nausea", "34: headache"],
    ),
    (
        SIZED + "Remission was seen in 15% and 34% at weeks 12 and 24, respectively.",
        ["15: -", "34: -"],
        ["15: Remission", "34: Remission"],
    ),
    # a sentence with arms or an endpoint of its own takes none
    (
        REMISSION + "Headache occurred in 9% of the patients on infliximab.",
        ["44.1: vedolizumab group", "27: placebo group", "9: infliximab"],
        ["44.1: Remission", "27: Remission", "9: Headache"],
    ),
]


@pytest.mark.parametrize(("text", "with_arms", "with_endpoints"), CARRIED, ids=[text for text, _, _ in CARRIED])
def test_what_is_carried(text: str, with_arms: list[str], with_endpoints: list[str]) -> None:
    assert arms(text) == with_arms
    assert endpoints(text) == with_endpoints


# (slide, value and endpoint): a point without figures names what the points under it measure, until one names its own
POINTS = [
    (
        "# Results\n- Progression-free survival\n- Median: 25.5 vs 16.7 months\n- HR 0.62 (95% CI 0.49 to 0.79)",
        ["25.5: Progression-free survival", "16.7: Progression-free survival", "0.62: Progression-free survival"],
    ),
    (
        "# Résultats\n- SSP selon l'investigateur\n- Survie globale : 57 % vs 41 %\n- 12 % vs 8 %",
        ["57: Survie globale", "41: Survie globale", "12: -", "8: -"],
    ),
    (
        "# Results\n- Progression-free survival was analysed\n- Median: 25.5 vs 16.7 months",
        ["25.5: -", "16.7: -"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), POINTS, ids=[text for text, _ in POINTS])
def test_points_of_a_slide_name_what_the_next_measure(text: str, expected: list[str]) -> None:
    arms_first = "# FLAURA9\n- Osimertinib + chimiothérapie (n = 279)\n- Osimertinib (n = 278)\n"
    assert endpoints(arms_first + text) == expected


AGAINST = [
    (
        (
            "HbA1c fell by 2.0%, 2.2% and 1.9% with tirzepatide 5 mg, tirzepatide 10 mg and semaglutide, respectively; "
            "the differences vs semaglutide were -0.15 (95% CI -0.28 to -0.03) and -0.39 (-0.51 to -0.26; P<0.001)."
        ),
        ["-0.15: tirzepatide 5 mg vs semaglutide", "-0.39: tirzepatide 10 mg vs semaglutide"],
    ),
    (
        (
            "Death was less frequent with enzalutamide plus leuprolide than with leuprolide alone (hazard ratio 0.42); "
            "for enzalutamide monotherapy, the hazard ratio was 0.63."
        ),
        [
            "0.42: enzalutamide plus leuprolide vs leuprolide alone",
            "0.63: enzalutamide monotherapy vs leuprolide alone",
        ],
    ),
    ("The risk of death fell by 58% versus leuprolide alone (hazard ratio 0.42).", ["0.42: - vs leuprolide alone"]),
    (
        (
            "In all, 240 patients were randomised: 80 to sarilumab, 80 to tocilizumab and 80 to placebo. "
            "Death was less frequent for sarilumab (hazard ratio 0.42 [95% CI 0.21-0.84]) and tocilizumab "
            "(0.51 [0.27-0.97]) than for placebo."
        ),
        ["0.42: sarilumab vs placebo", "0.51: tocilizumab vs placebo"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), AGAINST, ids=[text for text, _ in AGAINST])
def test_effects_against_one_arm(text: str, expected: list[str]) -> None:
    assert [told for told in arms(text) if " vs " in told][-len(expected) :] == expected


def test_the_bounds_of_a_later_effect_are_its_interval() -> None:
    assert statistics(AGAINST[0][0])[-2:] == ["-0.15: [-0.28, -0.03]", "-0.39: [-0.51, -0.26] p<0.001"]


def test_ratios_of_two_arms_do_not_compare_them() -> None:
    text = "The odds ratio was 0.66 (95% CI, 0.38-1.17) for nivolumab and 1.67 (95% CI, 1.01-2.76) for ipilimumab."
    assert arms(text) == ["0.66: nivolumab", "1.67: ipilimumab"]


def test_events_of_comparable_groups_are_none_of_inclusion() -> None:
    text = "The groups were comparable, with 91 patients (45.5%) in the sarilumab group having an adverse event."
    assert kinds(text) == ["percent 45.5 %"]


def test_an_age_that_limits_a_group_is_no_value() -> None:
    text = "Survival was 49% in patients over the age of 75 and 58% in those under 75 years (P = .03)."
    assert kinds(text) == ["percent 49 %", "percent 58 %"]


def test_a_ratio_keeps_its_name_over_a_type_of_disease() -> None:
    text = "The hazard ratio for the diagnosis of type 1 diabetes (teplizumab vs. placebo) was 0.41."
    assert kinds(text) == ["hazard_ratio 0.41"]
    assert arms(text) == ["0.41: teplizumab vs placebo"]


def test_consonants_of_a_drug_are_its_short_form() -> None:
    text = "# Bimekizumab in psoriasis\n- PASI 90: 91% BKZ vs 1% PBO\n- LDL fell by 12%"
    assert arms(text)[:2] == ["91: BKZ", "1: PBO"]
    assert [fact.drugs for fact in facts(text)][:2] == [("bimekizumab",), ("placebo",)]


def test_a_difference_in_a_bracket_has_its_own_unit_and_interval() -> None:
    text = "Burden fell more on X than on placebo (difference, -59.1 centiloids; 95% CI, -62.6 to -55.6)."
    assert statistics(text) == ["-59.1: [-62.6, -55.6]"]


def test_a_pair_of_counts_shares_its_noun_and_the_point_above() -> None:
    text = (
        "# Results\n- Finerenone (n = 3003) vs placebo (n = 2998)\n"
        "- Primary end point: worsening heart failure or death\n"
        "- 1083 vs 1283 events; rate ratio 0.84 (95% CI 0.74 to 0.95)"
    )
    assert arms(text) == ["1083: Finerenone vs placebo", "1283: placebo", "0.84: Finerenone vs placebo"]
    assert {told.partition(": ")[2] for told in endpoints(text)} == {"worsening heart failure or death"}
    assert endpoints("3 vs 9 relapses were seen.") == ["3: relapses", "9: relapses"]


def test_a_verb_is_said_once_for_two_shares() -> None:
    text = "À S12, 87,2 % des patients avaient une réponse ACR30, 69,8 % une réponse ACR70."
    assert endpoints(text) == ["87.2: réponse ACR30", "69.8: réponse ACR70"]


def test_treatments_that_a_line_compares_are_arms_beside_arms_named_otherwise() -> None:
    text = (
        "Median OS was 47.5 months with osimertinib plus chemotherapy and 37.6 months with osimertinib monotherapy. "
        "Discontinuation occurred in 12% of the combination arm and 7% of the monotherapy arm."
    )
    assert arms(text) == [
        "47.5: osimertinib plus chemotherapy",
        "37.6: osimertinib monotherapy",
        "12: combination arm",
        "7: monotherapy arm",
    ]


def test_an_arm_is_found_behind_a_spread_with_a_compound_unit() -> None:
    text = "Le LDL-c était de 0,41 ± 0,22 g/L dans le groupe évolocumab contre 0,71 ± 0,29 g/L dans le groupe contrôle."
    assert arms(text) == ["0.41: groupe évolocumab", "0.71: groupe contrôle"]


def test_bounds_behind_a_comma_are_an_interval() -> None:
    text = (
        "Uptake rose by more on X (+1.4 mL/kg, 95% CI 0.6 to 2.1; p=0.01), and symptoms too (+9.1 points, 5.5 to 12.7)."
    )
    assert statistics(text) == ["1.4: [0.6, 2.1] p=0.01", "9.1: [5.5, 12.7]"]


def test_two_sized_arms_of_a_point_are_the_pair() -> None:
    text = (
        "# IDFS at 5 years\n- Abemaciclib 150 mg + ET (n = 2808) vs ET alone (n = 2829)\n- 5-y IDFS: 83.6% vs 76.0%\n"
        "- HR 0.68 (95% CI 0.60 to 0.77)"
    )
    assert arms(text) == [
        "83.6: Abemaciclib 150 mg + ET vs ET alone",
        "76: ET alone",
        "0.68: Abemaciclib 150 mg + ET vs ET alone",
    ]


def test_the_only_arm_does_not_take_both_figures_of_a_pair() -> None:
    assert arms("# Abemaciclib in early breast cancer\n- IDFS: 83.6% vs 76.0%") == ["83.6: -", "76: -"]


def test_what_was_met() -> None:
    text = "45 of 123 patients (37%) on mavacamten and 22 of 128 (17%) on placebo met the primary endpoint."
    assert endpoints(text) == ["37: primary endpoint", "17: primary endpoint"]


def test_a_list_of_one_drug_goes_by_its_doses() -> None:
    text = (
        "Patients received tirzepatide 5 mg, tirzepatide 10 mg or semaglutide 1 mg.\n"
        "Body weight fell by 7.6 kg and 9.3 kg with tirzepatide and by 5.7 kg with semaglutide."
    )
    assert arms(text) == ["7.6: tirzepatide 5 mg", "9.3: tirzepatide 10 mg", "5.7: semaglutide"]


# what changed stands before "the change", in the line or in the one before
CHANGED = [
    (
        "On the CDR-SB, the change was 1.2 with donanemab and 1.9 with placebo.",
        ["1.2: CDR-SB change", "1.9: CDR-SB change"],
    ),
    (
        "Donanemab slowed decline on the CDR-SB (mean change 1.2 vs 1.9).",
        ["1.2: CDR-SB change", "1.9: CDR-SB change"],
    ),
    ("The change in HbA1c was -2.1% with semaglutide.", ["-2.1: change in HbA1c"]),
]


@pytest.mark.parametrize(("text", "expected"), CHANGED, ids=[text for text, _ in CHANGED])
def test_what_changed(text: str, expected: list[str]) -> None:
    assert endpoints(text) == expected


def test_differences_against_one_arm_have_each_their_own() -> None:
    text = (
        "ACR20 was reached by 63% and 64% (difference vs placebo 30.8 [95% CI 22.4 to 39.1] for apremilast 20 mg "
        "and 31.2 [95% CI 22.9 to 39.5] for apremilast 30 mg)."
    )
    assert arms(text)[2:] == ["30.8: apremilast 20 mg vs placebo", "31.2: apremilast 30 mg vs placebo"]
    assert [kind.split()[0] for kind in kinds(text)[2:]] == ["difference", "difference"]


def test_what_is_carried_is_flagged() -> None:
    inferred = [
        "arm_inferred" in fact.flags
        for fact in facts(REMISSION + "In the naive patients, the respective percentages were 51.2% and 30.3%.")
    ]
    assert inferred == [False, False, True, True]


def test_an_adjusted_effect_says_so() -> None:
    effects = facts("A cure was seen in 47% on X and 30% on Y (adjusted difference, 16.5 percentage points).")
    assert [bool(fact.adjusted) for fact in effects] == [False, False, True]


NO_RESULTS = [
    "C'étaient 30 femmes et 12 hommes, soit un sex-ratio de 2,5.",
    "We randomly assigned 412 patients to receive either drug A or drug B.",
    "The primary end point was a reduction of at least 30% in pain at week 12.",
    "Patients aged 18 to 65 years with a BMI of 30 or more were eligible.",
    "The study had 90% power to detect a hazard ratio of 0.7.",
    "With 200 patients the power was 90% to detect a difference of 12 points.",
    "Mean age was 61 years and 54% were women.",
    "In a previous trial, 45% of patients responded.",
    "The recommended target is a reduction of 25% at 3 months.",
    "Guidelines recommend an LDL cholesterol level below 70 mg/dL.",
    "Participants received 40 mg of prednisone daily for 5 days.",
    "Thrombosis was seen in 40% of the mice.",
    "We enrolled 240 patients in 18 centres.",
    "The 95% confidence interval was computed with a bootstrap of 1000 samples.",
    "L'étude a inclus 312 patients dans 24 centres français.",
    "L'objectif était une réduction de 25 % de la mortalité.",
    "L'âge moyen était de 58 ans et 47 % étaient des femmes.",
    "Le traitement comportait 500 mg d'amoxicilline trois fois par jour pendant 7 jours.",
    "Selon la littérature, 30 % des patients rechutent à 1 an.",
    "REFERENCES\n1. Smith J, et al. Lancet 2024; 404: 540-53.",
    "METHODS\nThe primary end point was a reduction of at least 50% in the score.",
]


@pytest.mark.parametrize("text", NO_RESULTS)
def test_what_is_no_result_makes_no_row(text: str) -> None:
    assert facts(text) == ()


def test_a_reduction_told_after_medians_is_not_what_they_measure() -> None:
    text = (
        "Median overall survival was 21.5 months (95% CI, 18.4 to 24.0) with abatacept versus 14.1 months (95% CI, "
        "12.9 to 16.3) with placebo, a 31% reduction in the risk of death (HR, 0.69; 95% CI, 0.58 to 0.82)."
    )
    medians = [fact for fact in facts(text) if fact.kind == "median"]
    assert [str(fact.value) for fact in medians] == ["21.5", "14.1"]
    assert all("overall survival" in (fact.endpoint or "").lower() for fact in medians)
