"""Slides with native charts, from the file to the facts: what each point measures, in whom, when, how surely."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from pptx.enum.chart import XL_CHART_TYPE

from chart_decks import Bars, C, Plot, Slide, labels_from_cells, multi_level, read_deck, second_axis
from slideextract.facts import Fact
from slideextract.pipeline import extract
from told import said_with

EN = Slide(
    "BE TESTED: a phase 3 trial of bimekizumab vs placebo in psoriatic arthritis",
    texts=[("Patients were randomised to bimekizumab 160 mg (n = 135) or placebo (n = 133)", 60, 150, 800, 18)],
)
FR = Slide(
    "BE TESTED : essai de phase 3, bimékizumab contre placebo dans le rhumatisme psoriasique",
    texts=[("Randomisation : bimékizumab 160 mg (n = 135) ou placebo (n = 133)", 60, 150, 800, 18)],
)
ARMS = ["Bimekizumab", "Placebo"]
TWO = {"Series 1": (62.4, 23.8)}


def three_d(space: Any) -> None:
    """Make a flat bar chart one with depth, which python-pptx doesn't write."""
    for plot in space.iter(f"{{{C}}}barChart"):
        plot.tag = f"{{{C}}}bar3DChart"


def facts(slide: Slide, first: Slide = EN) -> list[Fact]:
    """The facts of a slide that follows the first one of its deck."""
    return [fact for fact in extract(read_deck(first, slide)).facts if fact.page > 1]


def told(slide: Slide, first: Slide = EN) -> list[str]:
    """The same as strings: value and unit, endpoint, arm, timepoint, and what qualifies the value."""
    return [
        f"{float(fact.value or 0):g} {'; '.join(name or '-' for name in names)}{said_with(fact)}"
        for fact in facts(slide, first)
        for names in [(fact.unit, fact.endpoint, fact.arm, fact.timepoint)]
    ]


SLIDES: dict[str, tuple[Slide, Slide, Sequence[str]]] = {
    "arms in the legend with their sizes, endpoints below": (
        EN,
        Slide(
            "Clinical response at week 24",
            [
                Plot(
                    ["ACR20", "ACR50"],
                    {"Bimekizumab 160 mg (n = 135)": (0.624, 0.439), "Placebo (n = 133)": (0.238, 0.1)},
                    code="0.0%",
                )
            ],
        ),
        [
            "62.4 %; ACR20; Bimekizumab 160 mg; week 24",
            "43.9 %; ACR50; Bimekizumab 160 mg; week 24",
            "23.8 %; ACR20; Placebo; week 24",
            "10 %; ACR50; Placebo; week 24",
        ],
    ),
    "arms below, the endpoint in the slide's title, the series unnamed": (
        EN,
        Slide("Primary endpoint: ACR20 at week 24", [Plot(ARMS, TWO, value_axis="Patients (%)")]),
        ["62.4 %; ACR20; Bimekizumab; week 24", "23.8 %; ACR20; Placebo; week 24"],
    ),
    "the same in French": (
        FR,
        Slide(
            "Critère principal : ACR20 à la semaine 24",
            [
                Plot(
                    ["Bimékizumab (n = 135)", "Placebo (n = 133)"],
                    {"Série1": (62.4, 23.8)},
                    value_axis="Proportion de patients (%)",
                )
            ],
        ),
        ["62.4 %; ACR20; Bimékizumab; semaine 24", "23.8 %; ACR20; Placebo; semaine 24"],
    ),
    "a line over time": (
        EN,
        Slide(
            "HAQ-DI over time",
            [
                Plot(
                    ["Baseline", "Week 4", "Week 24"],
                    {"Bimekizumab": (1.1, 0.9, 0.6), "Placebo": (1.12, None, 1)},
                    XL_CHART_TYPE.LINE_MARKERS,
                    value_axis="Mean HAQ-DI score",
                )
            ],
        ),
        [
            "1.1 -; HAQ-DI score; Bimekizumab; Baseline",
            "0.9 -; HAQ-DI score; Bimekizumab; Week 4",
            "0.6 -; HAQ-DI score; Bimekizumab; Week 24",
            "1.12 -; HAQ-DI score; Placebo; Baseline",
            "1 -; HAQ-DI score; Placebo; Week 24",
        ],
    ),
    "a scatter over weeks": (
        EN,
        Slide(
            "Change from baseline in DAS28",
            [
                Plot(
                    [4, 24],
                    {"Bimekizumab": (-0.6, -1.6), "Placebo": (-0.2, -0.4)},
                    XL_CHART_TYPE.XY_SCATTER_LINES,
                    value_axis="Mean change (points)",
                    category_axis="Weeks",
                )
            ],
        ),
        [
            "-0.6 points; Change from baseline in DAS28; Bimekizumab; 4",
            "-1.6 points; Change from baseline in DAS28; Bimekizumab; 24",
            "-0.2 points; Change from baseline in DAS28; Placebo; 4",
            "-0.4 points; Change from baseline in DAS28; Placebo; 24",
        ],
    ),
    "bars with depth": (
        EN,
        Slide("ACR50 at week 24", [Plot(ARMS, {"ACR50": (0.439, 0.1)}, code="0%", edit=three_d)]),
        ["43.9 %; ACR50; Bimekizumab; week 24", "10 %; ACR50; Placebo; week 24"],
    ),
    "two charts, each with its title": (
        EN,
        Slide(
            "Week 24 results",
            [
                Plot(ARMS, TWO, title="ACR20 (%)", place=(40, 130, 400, 300)),
                Plot(ARMS, {"Series 1": (43.9, 10)}, title="ACR50 (%)", place=(500, 130, 400, 300)),
            ],
        ),
        [
            "62.4 %; ACR20; Bimekizumab; Week 24",
            "23.8 %; ACR20; Placebo; Week 24",
            "43.9 %; ACR50; Bimekizumab; Week 24",
            "10 %; ACR50; Placebo; Week 24",
        ],
    ),
    "two charts under text boxes that say what they measure": (
        EN,
        Slide(
            "Week 24 results",
            [
                Plot(ARMS, TWO, code='0.0"%"', place=(40, 160, 400, 300)),
                Plot(ARMS, {"Series 1": (43.9, 10)}, code='0.0"%"', place=(500, 160, 400, 300)),
            ],
            [("ACR20 responders", 140, 130, 200, 16), ("PASI 90 responders", 600, 130, 200, 16)],
        ),
        [
            "62.4 %; ACR20 responders; Bimekizumab; Week 24",
            "23.8 %; ACR20 responders; Placebo; Week 24",
            "43.9 %; PASI 90 responders; Bimekizumab; Week 24",
            "10 %; PASI 90 responders; Placebo; Week 24",
        ],
    ),
    "categories of two levels": (
        EN,
        Slide(
            "ACR20 response",
            [
                Plot(
                    ["1", "2", "3", "4"],
                    {"ACR20": (50.1, 18.2, 62.4, 23.8)},
                    value_axis="Patients (%)",
                    edit=multi_level(["Week 12", None, "Week 24", None], [*ARMS, *ARMS]),
                )
            ],
        ),
        [
            "50.1 %; ACR20; Bimekizumab; Week 12",
            "18.2 %; ACR20; Placebo; Week 12",
            "62.4 %; ACR20; Bimekizumab; Week 24",
            "23.8 %; ACR20; Placebo; Week 24",
        ],
    ),
    "bars and a line on a second axis": (
        EN,
        Slide(
            "Results at week 24",
            [
                Plot(
                    ARMS,
                    {"ACR20": (62.4, 23.8), "HAQ-DI": (-0.45, -0.09)},
                    value_axis="Patients (%)",
                    edit=second_axis("Mean change (points)"),
                )
            ],
        ),
        [
            "62.4 %; ACR20; Bimekizumab; week 24",
            "23.8 %; ACR20; Placebo; week 24",
            "-0.45 points; HAQ-DI; Bimekizumab; week 24",
            "-0.09 points; HAQ-DI; Placebo; week 24",
        ],
    ),
    "bubbles, whose sizes are no results": (
        EN,
        Slide(
            "ACR20 by visit",
            [
                Plot(
                    [4, 12],
                    {"Bimekizumab": (30, 50)},
                    XL_CHART_TYPE.BUBBLE,
                    value_axis="Patients (%)",
                    category_axis="Weeks",
                )
            ],
        ),
        ["30 %; ACR20; Bimekizumab; 4", "50 %; ACR20; Bimekizumab; 12"],
    ),
    "lying bars of events under a title with a limit": (
        FR,
        Slide(
            "Effets indésirables survenus chez au moins 5 % des patients",
            [
                Plot(
                    ["Rhinopharyngite", "Céphalées"],
                    {"Bimékizumab (n = 135)": (9.6, 4.4), "Placebo (n = 133)": (4.5, 3)},
                    XL_CHART_TYPE.BAR_CLUSTERED,
                    value_axis="Patients (%)",
                )
            ],
        ),
        [
            "9.6 %; Rhinopharyngite; Bimékizumab; -",
            "4.4 %; Céphalées; Bimékizumab; -",
            "4.5 %; Rhinopharyngite; Placebo; -",
            "3 %; Céphalées; Placebo; -",
        ],
    ),
    "participants of each visit are no trial's size": (
        EN,
        Slide(
            "ACR20 responders over time",
            [
                Plot(
                    ["Week 12\n(n = 130)", "Week 24\n(n = 128)"],
                    {"Bimekizumab": (50.1, 62.4)},
                    value_axis="Patients (%)",
                )
            ],
        ),
        ["50.1 %; ACR20 responders; Bimekizumab; Week 12", "62.4 %; ACR20 responders; Bimekizumab; Week 24"],
    ),
    "the median in the name of the series": (
        EN,
        Slide(
            "Time to flare by arm", [Plot(ARMS, {"Median time to flare": (14.2, 7.9)}, value_axis="Median (months)")]
        ),
        ["14.2 months; time to flare; Bimekizumab; -", "7.9 months; time to flare; Placebo; -"],
    ),
    "one p over the only group": (
        FR,
        Slide(
            "Critère principal : ACR20 à la semaine 24",
            [Plot(["Bimékizumab", "Placebo"], TWO, value_axis="Patients (%)")],
            [("p < 0,001 vs placebo", 250, 110, 220, 16)],
        ),
        ["62.4 %; ACR20; Bimékizumab; semaine 24 p<0.001", "23.8 %; ACR20; Placebo; semaine 24"],
    ),
    "a p over each group": (
        EN,
        Slide(
            "ACR response at week 24",
            [
                Plot(
                    ["ACR20", "ACR50"],
                    {"Bimekizumab": (62.4, 43.9), "Placebo": (23.8, 10)},
                    value_axis="Patients (%)",
                )
            ],
            [("p<0.001", 180, 120, 80, 12), ("p=0.002", 480, 120, 80, 12)],
        ),
        [
            "62.4 %; ACR20; Bimekizumab; week 24 p<0.001",
            "43.9 %; ACR50; Bimekizumab; week 24 p=0.002",
            "23.8 %; ACR20; Placebo; week 24",
            "10 %; ACR50; Placebo; week 24",
        ],
    ),
    "three groups and two p values, which could be of any": (
        EN,
        Slide(
            "ACR response at week 24",
            [Plot(["ACR20", "ACR50", "ACR70"], {"Bimekizumab": (62, 44, 24), "Placebo": (24, 10, 4)}, code='0"%"')],
            [("p<0.001", 180, 120, 80, 12), ("p=0.002", 480, 120, 80, 12)],
        ),
        [
            *(
                f"{value} %; {name}; Bimekizumab; week 24"
                for value, name in ((62, "ACR20"), (44, "ACR50"), (24, "ACR70"))
            ),
            *(f"{value} %; {name}; Placebo; week 24" for value, name in ((24, "ACR20"), (10, "ACR50"), (4, "ACR70"))),
        ],
    ),
    "a difference over the bars, in the unit of their axis": (
        FR,
        Slide(
            "Score DAS28 à la semaine 24",
            [
                Plot(
                    ["Bimékizumab", "Placebo"],
                    {"Série 1": (-1.6, -0.4)},
                    value_axis="Variation moyenne ajustée (points)",
                )
            ],
            [("Différence : -1,2 (IC 95 % : -1,5 ; -0,9) ; p < 0,001", 200, 110, 460, 16)],
        ),
        [
            "-1.2 points; Score DAS28; Bimékizumab; semaine 24 [-1.5, -0.9] p<0.001",
            "-1.6 points; Score DAS28; Bimékizumab; semaine 24",
            "-0.4 points; Score DAS28; Placebo; semaine 24",
        ],
    ),
    "a difference by its sign": (
        EN,
        Slide(
            "ACR20 at week 24",
            [Plot(ARMS, TWO, value_axis="Patients (%)")],
            [("Δ 38.6% (95% CI 27.6 to 49.6); p < 0.001", 200, 110, 460, 16)],
        ),
        [
            "38.6 percentage points; ACR20; Bimekizumab; week 24 [27.6, 49.6] p<0.001",
            "62.4 %; ACR20; Bimekizumab; week 24",
            "23.8 %; ACR20; Placebo; week 24",
        ],
    ),
    "arms by abbreviations that the foot of the slide explains": (
        EN,
        Slide(
            "ACR50 at week 16",
            [Plot(["Week 16"], {"BKZ": (43.9,), "PBO": (10,)}, value_axis="Patients (%)")],
            [("BKZ, bimekizumab; PBO, placebo", 60, 500, 300, 10)],
        ),
        ["43.9 %; ACR50; BKZ; Week 16", "10 %; ACR50; PBO; Week 16"],
    ),
    "a series named after its share, the endpoint in the title": (
        FR,
        Slide("Réponse ACR50 à S16", [Plot(["Bimékizumab", "Placebo"], {"Taux de réponse (%)": (43.9, 10)})]),
        ["43.9 %; Réponse ACR50; Bimékizumab; S16", "10 %; Réponse ACR50; Placebo; S16"],
    ),
    "degrees of what the title names": (
        EN,
        Slide(
            "Adverse events by maximum severity",
            [Plot(ARMS, {"Mild": (30, 28), "Severe": (3, 4)}, XL_CHART_TYPE.BAR_STACKED, value_axis="Patients (%)")],
        ),
        [
            "30 %; Adverse events – Mild; Bimekizumab; -",
            "28 %; Adverse events – Mild; Placebo; -",
            "3 %; Adverse events – Severe; Bimekizumab; -",
            "4 %; Adverse events – Severe; Placebo; -",
        ],
    ),
    "doses": (
        EN,
        Slide(
            "PASI 90 at week 16",
            [Plot(["PASI 90"], {"Placebo": (5,), "100 mg": (46,), "160 mg": (61,)}, value_axis="% of patients")],
        ),
        ["5 %; PASI 90; Placebo; week 16", "46 %; PASI 90; 100 mg; week 16", "61 %; PASI 90; 160 mg; week 16"],
    ),
}


@pytest.mark.parametrize("name", SLIDES)
def test_a_slide_tells_its_facts(name: str) -> None:
    first, slide, expected = SLIDES[name]
    assert told(slide, first) == list(expected)


def test_sizes_stand_in_the_legend() -> None:
    slide = Slide(
        "ACR20 by visit", [Plot(["Week 24"], {"Bimekizumab (n = 131)": (62.4,), "Placebo (n = 129)": (23.8,)})]
    )
    assert [fact.arm_n for fact in facts(slide)] == [131, 129]


def test_subgroups_below_are_in_whom_not_what() -> None:
    slide = Slide(
        "ACR20 at week 24 by prior biologic use",
        [Plot(["Bio-naive", "Prior TNF inhibitor"], {"Bimekizumab": (64.1, 58)}, value_axis="Patients (%)")],
    )
    assert [(fact.endpoint, fact.subgroup) for fact in facts(slide)] == [
        ("ACR20", "Bio-naive"),
        ("ACR20", "Prior TNF inhibitor"),
    ]


def test_a_forest_plot_drawn_as_a_scatter() -> None:
    bars = {"Odds ratio": Bars((0.1, 0.12), (0.1, 0.15), direction="x")}
    axis, rows = "Odds ratio (95% CI)", labels_from_cells(["Men", "Women"])
    points = [0.62, 0.75], {"Odds ratio": (1, 2)}, XL_CHART_TYPE.XY_SCATTER
    read = facts(Slide("ACR50 by subgroup", [Plot(*points, category_axis=axis, bars=bars, edit=rows)]))
    told = [(fact.kind, fact.endpoint, fact.subgroup, fact.comparator, said_with(fact)) for fact in read]
    assert told == [
        ("odds_ratio", "ACR50", "Men", "placebo", " [0.52, 0.72]"),
        ("odds_ratio", "ACR50", "Women", "placebo", " [0.63, 0.9]"),
    ]


def test_notes_tell_results_of_their_own() -> None:
    notes = "HAQ-DI improved by 0.45 points with bimekizumab and by 0.09 points with placebo."
    read = [fact for fact in facts(Slide("ACR20", notes=notes)) if fact.reader == "notes"]
    assert [(fact.value, fact.arm) for fact in read] == [(Decimal("0.45"), "bimekizumab"), (Decimal("0.09"), "placebo")]


def test_a_hidden_slide_is_read_and_flagged() -> None:
    slide = Slide("ACR20 at week 24", [Plot(ARMS, TWO, value_axis="Patients (%)")], hidden=True)
    assert [(fact.flags, fact.status) for fact in facts(slide)] == [(("hidden_slide",), "needs_review")] * 2


LIMITS = [
    ("Adverse events occurring in ≥ 5% of patients", 0),
    ("EI survenus chez plus de 5 % des patients", 0),
    ("Nausea occurred in more than 20% of patients", 1),
    ("Une réponse a été obtenue chez plus de 80 % des patients sous bimékizumab", 1),
]


@pytest.mark.parametrize(("title", "expected"), LIMITS)
def test_a_limit_of_what_is_shown_is_no_result(title: str, expected: int) -> None:
    assert len(facts(Slide(title))) == expected


# -- error bars ------------------------------------------------------------------------------------------------

LENGTHS = {"Series 1": Bars((8.2, 7.2), (8.1, 7.4))}
EQUAL = {"Series 1": Bars((8.2, 7.2), (8.2, 7.2))}


def with_bars(text: str = "", axis: str = "Patients (%)", bars: Any = EQUAL, title: str = "ACR20 at week 24") -> Slide:
    """A slide with error bars, and a text below its chart."""
    return Slide(title, [Plot(ARMS, TWO, value_axis=axis, bars=bars)], [(text, 60, 500, 500, 10)] if text else [])


STATED = [
    ("Error bars: 95% CI", "Patients (%)", " [54.2, 70.6]"),
    ("Whiskers show 95% confidence intervals. ITT population.", "Patients (%)", " [54.2, 70.6]"),
    ("Barres d'erreur : IC 95 %", "Patients (%)", " [54.2, 70.6]"),
    ("Les barres d'erreur représentent l'erreur standard.", "Patients (%)", " se 8.2"),
    ("NRI; error bars are SEM", "Patients (%)", " se 8.2"),
    ("SD shown as error bars", "Patients (%)", " sd 8.2"),
    ("", "Mean score (SD)", " sd 8.2"),
    ("", "Moyenne ± ES", " se 8.2"),
    ("", "Patients, % (95% CI)", " [54.2, 70.6]"),
    ("Error bars: 95% CI", "Mean score (SD)", " [54.2, 70.6]"),  # what is said of the bars beats what is said of values
]


@pytest.mark.parametrize(("text", "axis", "expected"), STATED)
def test_error_bars_are_what_the_slide_says(text: str, axis: str, expected: str) -> None:
    assert said_with(facts(with_bars(text, axis))[0]) == expected


UNSTATED = [
    ("", "Patients (%)", LENGTHS),
    ("", "Mean score ±", EQUAL),
    ("Error bars: SE or 95% CI", "Patients (%)", EQUAL),
    ("Difference 38.6% (95% CI 27.6 to 49.6)", "Patients (%)", EQUAL),
    ("Error bars: SE", "Patients (%)", LENGTHS),  # sides that differ are no SE
    ("Error bars: SE", "Patients (%)", {"Series 1": Bars((), (), "stdErr")}),
]


@pytest.mark.parametrize(("text", "axis", "bars"), UNSTATED)
def test_error_bars_that_nothing_explains_stay_out(text: str, axis: str, bars: Any) -> None:
    slide = with_bars(text, axis, bars)
    told = [fact for fact in facts(slide) if fact.kind != "difference"]
    assert [said_with(fact) for fact in told] == ["", ""]
    reasons = {entry.reason for entry in extract(read_deck(EN, slide)).ledger if "8.2" in entry.raw}
    assert all("error bar" in reason for reason in reasons)


def test_the_bounds_of_an_error_bar_are_cited() -> None:
    fact = facts(with_bars("Error bars: 95% CI", bars=LENGTHS))[0]
    assert (str(fact.ci_level), str(fact.ci_lower), str(fact.ci_upper)) == ("95", "54.2", "70.5")
    assert fact.slots["ci"].quote == "54.2 ; 70.5"


def test_each_chart_has_the_statement_of_its_own_axis() -> None:
    left, right = (
        Plot(ARMS, TWO, value_axis=f"Mean {name}", title=title, place=(x, 130, 400, 300), bars=EQUAL)
        for name, title, x in (("(SE)", "HAQ-DI", 40.0), ("(SD)", "DAS28", 500.0))
    )
    spreads = [fact.dispersion for fact in facts(Slide("Week 24", [left, right]))]
    assert [spread.type if spread else None for spread in spreads] == ["se", "se", "sd", "sd"]
