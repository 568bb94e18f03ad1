"""Charts and diagrams drawn from rectangles, lines and texts: the same facts from a PPTX and from a PDF."""

import pytest

from scenes import BLUE, GREY, RED, Scene, as_pdf, as_pptx
from slideextract.document import Document
from slideextract.facts import Trial
from slideextract.pipeline import extract
from told import shown


def axis(scene: Scene, *, lying: bool = False) -> Scene:
    """The labels of an axis from 0 to 100."""
    for step in range(6):
        place = (200 + step * 100, 340) if lying else (70, 421 - step * 50)
        scene.text(*place, str(20 * step))
    return scene


def card(scene: Scene, left: float, figure: str, *words: str) -> Scene:
    """A box with a large figure over small texts."""
    scene.rect(left, 120, 260, 180, "EAF0F7").text(left + 130, 135, figure, 36)
    for number, line in enumerate(words):
        scene.text(left + 130, 185 + 22 * number, line)
    return scene


GROUPED = {
    "a legend in another order than the bars, times as groups": (
        Scene("TALISMAN trial: BICLA response")
        .bars(430, 3, (100, 20.1, "20.1%", BLUE), (150, 25.2, "25.2%", RED), (200, 10.3, "10.3%", GREY))
        .bars(430, 3, (400, 50.1, "50.1%", BLUE), (450, 55.2, "55.2%", RED), (500, 30.3, "30.3%", GREY))
        .text(150, 436, "Week 24")
        .text(450, 436, "Week 52")
        .legend(700, 100, ("Placebo", GREY), ("Anifrolumab 150 mg", BLUE), ("Anifrolumab 300 mg", RED)),
        [
            "percent 20.1% | BICLA response | Anifrolumab 150 mg day=168.0",
            "percent 25.2% | BICLA response | Anifrolumab 300 mg day=168.0",
            "percent 10.3% | BICLA response | Placebo day=168.0",
            "percent 50.1% | BICLA response | Anifrolumab 150 mg day=364.0",
            "percent 55.2% | BICLA response | Anifrolumab 300 mg day=364.0",
            "percent 30.3% | BICLA response | Placebo day=364.0",
        ],
    ),
    "a bar is missing: the others keep their arms; sizes in the legend": (
        Scene("Essai TALISMAN : réponses à la semaine 52")
        .bars(430, 3, (100, 56.2, "56,2 %", BLUE), (150, 37.1, "37,1 %", GREY))
        .bars(430, 3, (325, 41.1, "41,1 %", GREY))
        .text(125, 436, "BICLA")
        .text(325, 436, "SRI-4")
        .legend(100, 480, ("Placebo (n = 183)", GREY), ("Anifrolumab (n = 184)", BLUE), across=220),
        [
            "percent 56.2% | BICLA | Anifrolumab N=184 day=364.0",
            "percent 37.1% | BICLA | Placebo N=183 day=364.0",
            "percent 41.1% | SRI-4 | Placebo N=183 day=364.0",
        ],
    ),
    "arms under the bars, outcomes under the arms": (
        Scene("TALISMAN trial: responses at week 52")
        .bars(420, 3, (100, 56.2, "56.2%", BLUE), (190, 37.1, "37.1%", GREY))
        .bars(420, 3, (340, 60.1, "60.1%", BLUE), (430, 41.1, "41.1%", GREY))
        .text(100, 426, "Anifrolumab")
        .text(190, 426, "Placebo")
        .text(340, 426, "Anifrolumab")
        .text(430, 426, "Placebo")
        .text(145, 455, "BICLA")
        .text(385, 455, "SRI-4"),
        [
            "percent 56.2% | BICLA | Anifrolumab day=364.0",
            "percent 37.1% | BICLA | Placebo day=364.0",
            "percent 60.1% | SRI-4 | Anifrolumab day=364.0",
            "percent 41.1% | SRI-4 | Placebo day=364.0",
        ],
    ),
    "values inside bars, in stacks whose parts the legend names": (
        Scene("REGAL trial: renal response at week 76")
        .rect(120, 230, 60, 200, BLUE, "46.4%")
        .rect(120, 150, 60, 80, GREY, "20.0%")
        .rect(320, 290, 60, 140, BLUE, "33.1%")
        .rect(320, 220, 60, 70, GREY, "15.4%")
        .text(150, 436, "Obinutuzumab")
        .text(350, 436, "Placebo")
        .legend(600, 200, ("Partial renal response", GREY), ("Complete renal response", BLUE)),
        [
            "percent 20.0% | Partial renal response | Obinutuzumab day=532.0",
            "percent 46.4% | Complete renal response | Obinutuzumab day=532.0",
            "percent 15.4% | Partial renal response | Placebo day=532.0",
            "percent 33.1% | Complete renal response | Placebo day=532.0",
        ],
    ),
}
LYING = {
    "outcomes beside, arms by colour": (
        Scene("TALISMAN trial: responses at week 52")
        .text(100, 140, "BICLA")
        .rect(170, 120, 337, 24, BLUE)
        .text(537, 123, "56.2%")
        .rect(170, 146, 223, 24, GREY)
        .text(423, 149, "37.1%")
        .text(100, 240, "SRI-4")
        .rect(170, 220, 360, 24, BLUE)
        .text(560, 223, "60.1%")
        .rect(170, 246, 246, 24, GREY)
        .text(446, 249, "41.1%")
        .legend(200, 400, ("Placebo", GREY), ("Anifrolumab", BLUE), across=200),
        [
            "percent 56.2% | BICLA | Anifrolumab day=364.0",
            "percent 37.1% | BICLA | Placebo day=364.0",
            "percent 60.1% | SRI-4 | Anifrolumab day=364.0",
            "percent 41.1% | SRI-4 | Placebo day=364.0",
        ],
    ),
    "arms beside, bare numbers whose unit the axis under them says": (
        axis(Scene("Essai TALISMAN : réponse BICLA à S52"), lying=True)
        .text(110, 130, "Anifrolumab 150 mg")
        .rect(200, 120, 231, 36, BLUE)
        .text(461, 130, "46,2")
        .text(110, 210, "Anifrolumab 300 mg")
        .rect(200, 200, 281, 36, BLUE)
        .text(511, 210, "56,2")
        .text(110, 290, "Placebo")
        .rect(200, 280, 185, 36, GREY)
        .text(415, 290, "37,1")
        .text(450, 365, "Patients répondeurs (%)"),
        [
            "percent 46.2% | réponse BICLA | Anifrolumab 150 mg day=364.0",
            "percent 56.2% | réponse BICLA | Anifrolumab 300 mg day=364.0",
            "percent 37.1% | réponse BICLA | Placebo day=364.0",
        ],
    ),
}
DIFFERENCE = "difference 13.4percentage points | réponse rénale complète | Obinutuzumab vs=Placebo"
DIFFERENCE += " N=135 day=532.0 ci=2.0..24.8 p==0.02"
COMPARED = {
    "brackets over three bars": (
        Scene("DELTA trial: ACR20 response at week 24")
        .bars(430, 3, (150, 20.0, "20.0%", GREY), (280, 40.5, "40.5%", BLUE), (410, 55.5, "55.5%", RED))
        .text(150, 436, "Placebo")
        .text(280, 436, "Apremilast 20 mg")
        .text(410, 436, "Apremilast 30 mg")
        .bracket(280, 410, 220)
        .text(345, 202, "P = 0.04", 12)
        .bracket(150, 280, 180)
        .text(215, 162, "P = 0.012", 12)
        .bracket(150, 410, 130)
        .text(280, 112, "P < 0.001", 12),
        [
            "percent 20.0% | ACR20 response | Placebo day=168.0",
            "percent 40.5% | ACR20 response | Apremilast 20 mg vs=Placebo day=168.0 p==0.012",
            "percent 55.5% | ACR20 response | Apremilast 30 mg vs=Placebo day=168.0 p=<0.001",
        ],
    ),
    "stars on a bracket": (
        Scene("DELTA trial: ACR20 response at week 24")
        .bars(430, 3, (150, 20.0, "20.0%", GREY), (280, 40.5, "40.5%", BLUE))
        .text(150, 436, "Placebo")
        .text(280, 436, "Apremilast 20 mg")
        .bracket(150, 280, 200)
        .text(215, 182, "***")
        .text(600, 500, "* P < 0.05; *** P < 0.001 vs placebo", 10),
        [
            "percent 20.0% | ACR20 response | Placebo day=168.0",
            "percent 40.5% | ACR20 response | Apremilast 20 mg vs=Placebo day=168.0 p=<0.001",
        ],
    ),
    "stars right over the bars that differ from the control": (
        Scene("Essai DELTA : réponse ACR20 à S24")
        .bars(430, 3, (150, 20.0, "20,0 %", GREY), (280, 40.5, "40,5 %", BLUE), (410, 55.5, "55,5 %", RED))
        .text(150, 436, "Placebo")
        .text(280, 436, "Aprémilast 20 mg")
        .text(410, 436, "Aprémilast 30 mg")
        .text(280, 268, "*")
        .text(410, 223, "**")
        .text(600, 500, "* p < 0,05 ; ** p < 0,01 versus placebo", 10),
        [
            "percent 20.0% | réponse ACR20 | Placebo day=168.0",
            "percent 40.5% | réponse ACR20 | Aprémilast 20 mg vs=Placebo day=168.0 p=<0.05",
            "percent 55.5% | réponse ACR20 | Aprémilast 30 mg vs=Placebo day=168.0 p=<0.01",
        ],
    ),
    "a bracket drawn as thin rectangles; durations under the bars are times": (
        Scene("Essai KESTREL : survie sans progression")
        .bars(430, 3, (100, 55.9, "55,9 %", BLUE), (150, 35.3, "35,3 %", GREY))
        .bars(430, 3, (300, 44.2, "44,2 %", BLUE), (350, 27.0, "27,0 %", GREY))
        .text(125, 436, "12 mois")
        .text(325, 436, "18 mois")
        .rect(100, 215, 50, 1, RED)
        .text(125, 195, "p < 0,001", 11)
        .legend(600, 200, ("Placebo", GREY), ("Durvalumab", BLUE)),
        [
            "percent 55.9% | survie sans progression | Durvalumab vs=Placebo day=365.25 p=<0.001",
            "percent 35.3% | survie sans progression | Placebo day=365.25",
            "percent 44.2% | survie sans progression | Durvalumab day=547.875",
            "percent 27.0% | survie sans progression | Placebo day=547.875",
        ],
    ),
    "a difference with its interval on the bracket; sizes under the labels; an axis": (
        axis(Scene("REGAL : réponse rénale complète à S76"))
        .bars(430, 4, (200, 46.4, "46,4 %", BLUE), (420, 33.1, "33,1 %", GREY))
        .text(200, 436, "Obinutuzumab|n = 135")
        .text(420, 436, "Placebo|n = 136")
        .bracket(200, 420, 180)
        .text(310, 130, "Différence ajustée : 13,4 %|(IC 95 % : 2,0 à 24,8)|p = 0,02", 12),
        [
            DIFFERENCE,
            "percent 33.1% | réponse rénale complète | Placebo N=136 day=532.0",
            "percent 46.4% | réponse rénale complète | Obinutuzumab N=135 day=532.0",
        ],
    ),
}
CARDS = {
    "a large figure, its arm, what it is compared with": (
        card(Scene("REGAL : réponse rénale complète à S76"), 60, "46,4 %", "obinutuzumab", "vs 33,1 % sous placebo"),
        [
            "percent 33.1% | réponse rénale complète | placebo day=532.0",
            "percent 46.4% | réponse rénale complète | obinutuzumab vs=placebo day=532.0",
        ],
    ),
    "a card that names only what it is compared with has the arm of the card beside it": (
        card(
            card(
                Scene("REGAL trial: week 76"), 60, "46.4%", "complete renal response", "obinutuzumab, vs 33.1% placebo"
            ),
            360,
            "55.5%",
            "UPCR below 0.8",
            "vs 41.9% with placebo",
        ),
        [
            "percent 33.1% | complete renal response | placebo day=532.0",
            "percent 41.9% | UPCR below 0.8 | placebo day=532.0",
            "percent 46.4% | complete renal response | obinutuzumab vs=placebo day=532.0",
            "percent 55.5% | UPCR below 0.8 | obinutuzumab vs=placebo day=532.0",
        ],
    ),
}
SCENES = GROUPED | LYING | COMPARED | CARDS
FORMATS = {"pptx": as_pptx, "pdf": as_pdf}


def told(document: Document) -> list[str]:
    return sorted(shown(fact) for fact in extract(document).facts)


def arms(trial: Trial) -> dict[str, int | None]:
    return {arm.label: arm.n for arm in trial.arms}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", SCENES)
def test_bars_by_place_and_colour(name: str, suffix: str) -> None:
    scene, expected = SCENES[name]
    assert told(FORMATS[suffix](scene)) == sorted(expected)


def test_colours_of_the_theme_are_those_of_the_legend() -> None:
    scene, expected = GROUPED["a legend in another order than the bars, times as groups"]
    assert told(as_pptx(scene, themed=True)) == sorted(expected)


def test_arms_of_a_drawn_chart_are_arms_of_the_trial() -> None:
    scene, _ = COMPARED["brackets over three bars"]
    assert arms(extract(as_pdf(scene)).trials[0]) == {
        "Placebo": None,
        "Apremilast 20 mg": None,
        "Apremilast 30 mg": None,
    }


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_survival_curve_tells_its_box_and_its_medians_but_no_axis_and_nobody_at_risk(suffix: str) -> None:
    scene = Scene("KESTREL trial: overall survival").line(90, 80, 90, 380).line(90, 380, 600, 380)
    for step, (active, control) in enumerate(((476, 237), (431, 208), (377, 170), (301, 130), (190, 80), (96, 40))):
        scene.text(70, 372 - step * 58, str(20 * step)).text(90 + step * 90, 386, str(6 * step))
        scene.text(90 + step * 90, 440, str(active), 10).text(90 + step * 90, 458, str(control), 10)
    scene.text(330, 408, "Months since randomisation").text(40, 440, "Durvalumab", 10).text(40, 458, "Placebo", 10)
    scene.text(760, 110, "HR 0.68 (95% CI 0.53–0.87)|P = 0.0025").text(700, 200, "Median OS, months", 12)
    scene.text(700, 222, "Durvalumab", 12).text(830, 222, "47.5", 12)
    scene.text(700, 244, "Placebo", 12).text(830, 244, "29.1", 12)
    assert told(FORMATS[suffix](scene)) == [
        "hazard_ratio 0.68 | OS | Durvalumab vs=Placebo ci=0.53..0.87 p==0.0025",
        "median 29.1months | OS | Placebo",
        "median 47.5months | OS | Durvalumab",
    ]


def box(scene: Scene, x: float, y: float, text: str, width: float = 280, height: float = 70) -> Scene:
    """A box of a diagram by its left upper corner; lines are parted by a bar."""
    return scene.rect(x, y, width, height, "EAF0F7", text.replace("|", "\n"))


def flow_en() -> Scene:
    scene = Scene("DELTA trial: participant flow").line(480, 110, 480, 190).line(480, 230, 250, 270)
    box(scene, 360, 70, "Assessed for eligibility (n = 512)", height=40)
    box(scene, 620, 110, "Excluded (n = 191)|Did not meet criteria (n = 150)|Declined to participate (n = 41)")
    box(scene, 360, 190, "Randomised 2:1 (n = 321)", height=40)
    box(scene, 90, 270, "Allocated to dapirolizumab pegol 24 mg/kg|(n = 213)|Received treatment (n = 211)", 300)
    box(scene, 570, 270, "Allocated to placebo (n = 108)|Received treatment (n = 107)")
    box(scene, 90, 360, "Discontinued (n = 40)|Adverse event (n = 12)", height=50)
    box(scene, 570, 360, "Discontinued (n = 29)|Adverse event (n = 5)", height=50)
    return box(scene, 90, 440, "Completed week 48 (n = 173)", height=40)


def flow_fr() -> Scene:
    scene = Scene("Étude DELTA : diagramme de flux").line(480, 120, 480, 170)
    box(scene, 340, 70, "Patients évalués (n = 405)", height=50)
    box(scene, 640, 120, "Non randomisés (n = 134)", height=50)
    box(scene, 340, 170, "Patients randomisés (n = 271)", height=50)
    box(scene, 110, 270, "Obinutuzumab + traitement standard|(n = 135)", height=60)
    box(scene, 570, 270, "Placebo + traitement standard|(n = 136)", height=60)
    box(scene, 110, 360, "Arrêt de l'étude (n = 20)", height=50)
    return box(scene, 570, 360, "Ont terminé S76 (n = 108)", height=50)


def design_fr() -> Scene:
    scene = Scene("Étude DELTA : schéma de l'étude").text(290, 235, "R|2:1", 16).line(320, 245, 340, 150)
    box(scene, 20, 200, "LES actif modéré à sévère|sous traitement standard|N = 321", 230, 90)
    box(scene, 340, 110, "Dapirolizumab pégol 24 mg/kg IV|toutes les 4 semaines|n = 213")
    box(scene, 340, 300, "Placebo IV toutes les 4 semaines|n = 108")
    return box(scene, 700, 200, "Critère principal|Réponse BICLA à S48|N = 321", 220, 90)


def design_en() -> Scene:
    scene = Scene("DELTA: study design").text(240, 225, "1:1:1", 16).text(240, 250, "Randomised", 12)
    box(scene, 20, 200, "Adults with RA|inadequate response to MTX|N = 600", 190, 90)
    for number, arm in enumerate(("Upadacitinib 15 mg QD|N = 200", "Upadacitinib 30 mg QD|N = 199", "Placebo|N = 201")):
        box(scene, 320, 100 + 130 * number, arm, 220)
    box(scene, 600, 200, "Week 12|ACR20", 120)
    return box(scene, 770, 200, "Open-label extension|Upadacitinib 15 mg QD|n = 540", 170, 90)


FLOWS = {
    "flow, English": (flow_en(), 321, "2:1", {"dapirolizumab pegol 24 mg/kg": 213, "placebo": 108}),
    "flow, French": (
        flow_fr(),
        271,
        None,
        {"Obinutuzumab + traitement standard": 135, "Placebo + traitement standard": 136},
    ),
    "design, French: who takes part is no arm": (
        design_fr(),
        321,
        "2:1",
        {"Dapirolizumab pégol 24 mg/kg IV toutes les 4 semaines": 213, "Placebo IV toutes les 4 semaines": 108},
    ),
    "design, English: three arms, an extension": (
        design_en(),
        600,
        "1:1:1",
        {"Upadacitinib 15 mg QD": 200, "Upadacitinib 30 mg QD": 199, "Placebo": 201},
    ),
}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", FLOWS)
def test_diagrams_give_the_arms_and_their_sizes_and_no_result(name: str, suffix: str) -> None:
    scene, count, ratio, sizes = FLOWS[name]
    found = extract(FORMATS[suffix](scene))
    assert found.facts == ()
    trial = found.trials[0]
    assert trial.enrollment is not None
    assert (trial.enrollment.count, trial.design.ratio, arms(trial)) == (count, ratio, sizes)
    assert trial.design.allocation != "NON_RANDOMIZED"


def test_a_dose_on_two_lines_is_one_dose() -> None:
    arm = extract(as_pptx(design_fr())).trials[0].arms[0]
    assert [one.dose for one in arm.interventions] == ["24 mg/kg iv toutes les 4 semaines"]
