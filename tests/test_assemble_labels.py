"""Charts of loose labels: bars, lines, cards and boxes of statistics, with places and without."""

import pytest

from reading import read_text
from slideextract.document import Block, BlockKind, Document, Page, Span
from slideextract.geometry import BBox
from slideextract.pipeline import extract
from told import shown

ARM_SIZE = 12.0  # height of a label in points
CHARACTER = 6.0  # width of a character


def told(document: Document) -> list[str]:
    return [shown(fact) for fact in extract(document).facts]


def drawn(title: str, *labels: tuple[float, float, str]) -> Document:
    """A slide: labels by their centre's x and their top's y; `title` stands at the top."""
    text, blocks = "", []
    for kind, x, y, label in [(BlockKind.TITLE, 480.0, 20.0, title), *((BlockKind.LABEL, *one) for one in labels)]:
        span = Span(len(text), len(text) + len(label))
        lines = label.split("\n")
        width = max(len(line) for line in lines) * CHARACTER
        box = BBox(x - width / 2, y, x + width / 2, y + ARM_SIZE * len(lines))
        blocks.append(Block(kind, 1, span, box))
        text += label + "\n"
    page = Page(1, Span(0, len(text)), 960.0, 540.0)
    return Document("0" * 64, "deck.pptx", "text/plain", text, (page,), tuple(blocks))


FLAT = {
    "values, a p, arms": (
        "# Anifrolumab SC : essai TALISMAN\n|Réponse BICLA à S52\n|56,2 %\n|p=0,0002\n|37,1 %\n|Anifrolumab\n|Placebo",
        [
            "percent 56.2% | Réponse BICLA | Anifrolumab vs=Placebo day=364.0 p==0.0002",
            "percent 37.1% | Réponse BICLA | Placebo day=364.0",
        ],
    ),
    "two charts after each other": (
        "# Essai\n|BICLA à S52\n|56%\n|37%\n|Anifrolumab\n|Placebo\n|DORIS à S52\n|33%\n|19%\n|Anifrolumab\n|Placebo",
        [
            "percent 56% | BICLA | Anifrolumab day=364.0",
            "percent 37% | BICLA | Placebo day=364.0",
            "percent 33% | DORIS | Anifrolumab day=364.0",
            "percent 19% | DORIS | Placebo day=364.0",
        ],
    ),
    "each arm before its value": (
        "# Essai TALISMAN\n|BICLA à S52\n|Anifrolumab\n|56,2 %\n|Placebo\n|37,1 %",
        ["percent 56.2% | BICLA | Anifrolumab day=364.0", "percent 37.1% | BICLA | Placebo day=364.0"],
    ),
    "counts that don't match bind no arm": (
        "# Anifrolumab : essai TALISMAN\n|Réponse BICLA à S52\n|56,2 %\n|37,1 %\n|44,0 %\n|Anifrolumab\n|Placebo",
        [
            "percent 56.2% | Réponse BICLA | None day=364.0 ?=arm_unclear",
            "percent 37.1% | Réponse BICLA | None day=364.0 ?=arm_unclear",
            "percent 44.0% | Réponse BICLA | None day=364.0 ?=arm_unclear",
        ],
    ),
    "a gain over its text": (
        "# Modèle : anifrolumab versus placebo\n|+0,95\n|Gain de QALYs par patient",
        ["difference 0.95 | Gain de QALYs | anifrolumab vs=placebo"],
    ),
    "cards under the comparison that their heading states, in a shortened form": (
        "# Anifrolumab\n|Early vs delayed anifrolumab\n|+0.95\n|QALYs gained\n|-$126,337\n|direct medical costs",
        [
            "difference 0.95 | QALYs gained | early anifrolumab vs=delayed anifrolumab",
            "cost -126337$ | direct medical costs | early anifrolumab vs=delayed anifrolumab",
        ],
    ),
    "no shortened arm: what stands before the comparison is no single word": (
        "# Anifrolumab in lupus\n|Results of the therapy vs delayed anifrolumab\n|+0.95\n|QALYs gained per patient",
        ["difference 0.95 | QALYs gained | Anifrolumab"],
    ),
    "figures that count nothing measured": ("# CAR-T : revue\n|16\n|studies\n|145\n|patients with SLE", []),
}


@pytest.mark.parametrize("name", FLAT)
def test_charts_without_places_go_by_order(name: str) -> None:
    text, expected = FLAT[name]
    assert told(read_text(text)) == expected


CARD = "difference 15.5percentage points | BICLA response | anifrolumab vs=placebo"
CARD += " N=109 day=364.0 ci=2.3..28.6 p==0.0211"
ADJUSTED = "difference 13.4percentage points | complete renal response | Obinutuzumab vs=Placebo"
ADJUSTED += " N=135 day=532.0 ci=2.0..24.8 p==0.02"
DRAWN = {
    "bars over the names of arms": (
        drawn(
            "TALISMAN trial: anifrolumab in lupus",
            (200, 100, "BICLA response at week 52"),
            (150, 180, "56.2%"),
            (250, 260, "37.1%"),
            (150, 430, "Anifrolumab\n(n = 184)"),
            (250, 430, "Placebo\n(n = 183)"),
            (200, 150, "P = 0.0002"),
        ),
        [
            "percent 56.2% | BICLA response | Anifrolumab vs=Placebo N=184 day=364.0 p==0.0002",
            "percent 37.1% | BICLA response | Placebo N=183 day=364.0",
        ],
    ),
    "two charts side by side, each under its title": (
        drawn(
            "CEDAR trial: efgartigimod in myasthenia gravis",
            (180, 147, "MG-ADL responders"),
            (113, 206, "67.7%"),
            (113, 428, "Efgartigimod"),
            (253, 312, "29.7%"),
            (253, 428, "Placebo"),
            (486, 147, "QMG responders"),
            (416, 219, "63.1%"),
            (416, 428, "Efgartigimod"),
            (556, 356, "14.1%"),
            (556, 428, "Placebo"),
        ),
        [
            "percent 67.7% | MG-ADL responders | Efgartigimod",
            "percent 29.7% | MG-ADL responders | Placebo",
            "percent 63.1% | QMG responders | Efgartigimod",
            "percent 14.1% | QMG responders | Placebo",
        ],
    ),
    "groups of outcomes, bars in the order of the legend": (
        drawn(
            "TALISMAN trial: responses at week 52",
            (120, 200, "56.2%"),
            (180, 260, "37.1%"),
            (150, 430, "BICLA"),
            (320, 180, "60.1%"),
            (380, 250, "41.1%"),
            (350, 430, "SRI-4"),
            (200, 470, "Anifrolumab"),
            (320, 470, "Placebo"),
        ),
        [
            "percent 56.2% | BICLA | Anifrolumab day=364.0",
            "percent 37.1% | BICLA | Placebo day=364.0",
            "percent 60.1% | SRI-4 | Anifrolumab day=364.0",
            "percent 41.1% | SRI-4 | Placebo day=364.0",
        ],
    ),
    "lying bars beside the names of arms": (
        drawn(
            "TALISMAN trial: BICLA response at week 52",
            (100, 200, "Anifrolumab"),
            (100, 300, "Placebo"),
            (500, 200, "56.2%"),
            (350, 300, "37.1%"),
        ),
        [
            "percent 56.2% | BICLA response | Anifrolumab day=364.0",
            "percent 37.1% | BICLA response | Placebo day=364.0",
        ],
    ),
    "bars whose labels hold name and figure": (
        drawn(
            "TALISMAN trial: anifrolumab in lupus",
            (200, 100, "BICLA response at week 52"),
            (150, 180, "Anifrolumab 56.2%"),
            (250, 260, "Placebo 37.1%"),
        ),
        [
            "percent 56.2% | BICLA response | Anifrolumab day=364.0",
            "percent 37.1% | BICLA response | Placebo day=364.0",
        ],
    ),
    "lines over times: the printed difference tells the arms, for sure at its own time only": (
        drawn(
            "CLARA trial: CDR-SB, adjusted mean change from baseline",
            (120, 340, "0.33"),
            (120, 380, "0.23"),
            (120, 428, "Month 3"),
            (300, 200, "1.66"),
            (300, 260, "1.21"),
            (300, 428, "Month 18"),
            (150, 460, "Placebo"),
            (250, 460, "Lecanemab"),
            (700, 200, "Lecanemab vs placebo, difference at 18 months: −0.45 (95% CI −0.67 to −0.23)"),
        ),
        [
            "change 0.33 | CDR-SB | Placebo day=91.3125 ?=arm_inferred",
            "change 0.23 | CDR-SB | Lecanemab day=91.3125 ?=arm_inferred",
            "change 1.66 | CDR-SB | Placebo day=547.875",
            "change 1.21 | CDR-SB | Lecanemab day=547.875",
            "difference -0.45 | CDR-SB | Lecanemab vs=placebo day=547.875 ci=-0.67..-0.23",
        ],
    ),
    "lines over times that nothing tells apart have no arm": (
        drawn(
            "CLARA trial: CDR-SB, adjusted mean change from baseline",
            (120, 340, "0.33"),
            (120, 380, "0.23"),
            (120, 428, "Month 3"),
            (300, 200, "1.66"),
            (300, 260, "1.21"),
            (300, 428, "Month 18"),
            (150, 460, "Placebo"),
            (250, 460, "Lecanemab"),
        ),
        [
            "change 0.33 | CDR-SB | None day=91.3125 ?=arm_unclear",
            "change 0.23 | CDR-SB | None day=91.3125 ?=arm_unclear",
            "change 1.66 | CDR-SB | None day=547.875 ?=arm_unclear",
            "change 1.21 | CDR-SB | None day=547.875 ?=arm_unclear",
        ],
    ),
    "labels of an axis are no results": (
        drawn(
            "DELTA trial of eptinezumab: change in monthly migraine days, weeks 1–12",
            *((50, 95 + 48 * step, str(-step)) for step in range(8)),
            (137, 336, "-4.8"),
            (137, 447, "Eptinezumab 100 mg"),
            (283, 361, "-5.3"),
            (283, 447, "Eptinezumab 300 mg"),
            (428, 207, "-2.1"),
            (428, 447, "Placebo"),
        ),
        [
            "change -4.8 | change in monthly migraine days | Eptinezumab 100 mg day=84.0",
            "change -5.3 | change in monthly migraine days | Eptinezumab 300 mg day=84.0",
            "change -2.1 | change in monthly migraine days | Placebo day=84.0",
        ],
    ),
    "cards: a figure over what it is and in whom": (
        drawn(
            "TALISMAN: primary endpoint",
            (190, 130, "59.4%"),
            (190, 160, "BICLA response at week 52\nanifrolumab (n = 109)"),
            (480, 130, "43.9%"),
            (480, 160, "BICLA response at week 52\nplacebo (n = 111)"),
            (770, 130, "15.5 points"),
            (770, 150, "difference between groups\n95% CI 2.3 to 28.6; P = 0.0211"),
        ),
        [
            "percent 59.4% | BICLA response | anifrolumab N=109 day=364.0",
            "percent 43.9% | BICLA response | placebo N=111 day=364.0",
            CARD,
        ],
    ),
    "cards: a figure with its sign over its words, in one text box": (
        drawn(
            "Lupus: anifrolumab versus placebo",
            (200, 200, "+0.95\nQALYs gained per patient"),
            (500, 200, "−$126,337\ndirect medical costs per patient"),
            (800, 200, "−4.2\nSLEDAI, mean change\nfrom baseline"),
        ),
        [
            "difference 0.95 | QALYs gained | anifrolumab vs=placebo",
            "cost -126337$ | direct medical costs | anifrolumab vs=placebo",
            "change -4.2 | SLEDAI | None ?=arm_missing",
        ],
    ),
    "no card: what no endpoint names, in no trial": (
        drawn("Our year", (200, 200, "+12\nnew colleagues"), (500, 200, "−3\nold printers"), (800, 200, "-$126\nrent")),
        [],
    ),
    "a figure and its interval under the name of the effect": (
        drawn(
            "REGAL trial: complete renal response at week 76",
            (160, 211, "46.4%"),
            (160, 457, "Obinutuzumab (n = 135)"),
            (400, 274, "33.1%"),
            (400, 457, "Placebo (n = 136)"),
            (730, 167, "Adjusted difference"),
            (730, 185, "13.4 points\n(95% CI 2.0 to 24.8)\np 0.02"),
        ),
        [
            "percent 46.4% | complete renal response | Obinutuzumab N=135 day=532.0",
            "percent 33.1% | complete renal response | Placebo N=136 day=532.0",
            ADJUSTED,
        ],
    ),
    "boxes of statistics, each under its heading": (
        drawn(
            "CEDAR trial: efgartigimod versus placebo",
            (700, 160, "MG-ADL"),
            (700, 180, "OR 4.95 (95% CI 2.21–11.53)"),
            (700, 200, "P < 0.0001"),
            (700, 240, "QMG"),
            (700, 258, "OR 10.84 (95% CI 4.18–31.20)"),
        ),
        [
            "odds_ratio 4.95 | MG-ADL | efgartigimod vs=placebo ci=2.21..11.53 p=<0.0001",
            "odds_ratio 10.84 | QMG | efgartigimod vs=placebo ci=4.18..31.20",
        ],
    ),
    "the patients behind the percentages": (
        drawn(
            "CEDAR trial: efgartigimod",
            (180, 147, "MG-ADL responders"),
            (113, 206, "67.7%"),
            (113, 428, "Efgartigimod"),
            (253, 312, "29.7%"),
            (253, 428, "Placebo"),
            (700, 180, "44/65 vs 19/64"),
        ),
        [
            "percent 67.7% | MG-ADL responders | Efgartigimod n=44",
            "percent 29.7% | MG-ADL responders | Placebo n=19",
        ],
    ),
    "lines that only qualify: an interval for each arm": (
        drawn(
            "TALISMAN trial: anifrolumab",
            (180, 147, "BICLA response at week 52"),
            (113, 206, "56.2%"),
            (113, 428, "Anifrolumab"),
            (253, 312, "37.1%"),
            (253, 428, "Placebo"),
            (700, 300, "BICLA, 95% CI: 48.7–63.5 with anifrolumab, 30.0–44.6 with placebo"),
        ),
        [
            "percent 56.2% | BICLA response | Anifrolumab day=364.0 ci=48.7..63.5",
            "percent 37.1% | BICLA response | Placebo day=364.0 ci=30.0..44.6",
        ],
    ),
    "lines that only qualify: a p for both doses": (
        drawn(
            "DELTA trial: MMD, mean change from baseline",
            (137, 300, "-4.8"),
            (137, 447, "Eptinezumab 100 mg"),
            (283, 361, "-5.3"),
            (283, 447, "Eptinezumab 300 mg"),
            (428, 207, "-2.1"),
            (428, 447, "Placebo"),
            (750, 300, "MMD: P < 0.0001 for both doses vs placebo"),
        ),
        [
            "change -4.8 | MMD | Eptinezumab 100 mg vs=Placebo p=<0.0001",
            "change -5.3 | MMD | Eptinezumab 300 mg vs=Placebo p=<0.0001",
            "change -2.1 | MMD | Placebo",
        ],
    ),
    "numbers that nothing binds": (
        drawn("TALISMAN trial: anifrolumab", (200, 200, "17"), (700, 420, "42"), (480, 300, "Questions?")),
        [],
    ),
    "no result: codes of a thesaurus over their terms": (
        drawn("TALISMAN trial: anifrolumab versus placebo", (200, 200, "10003057"), (200, 240, "Pruritus")),
        [],
    ),
    "no arm: a whole legend in one text": (
        drawn("TALISMAN trial", (200, 200, "57"), (200, 420, "Sotalol Ibutilide 1 mg Ibutilide 2 mg")),
        [],
    ),
    "a ratio without interval or p is a legend": (
        drawn("TALISMAN trial: anifrolumab versus placebo, BICLA", (200, 200, "OR=1"), (700, 420, "OR=2")),
        [],
    ),
}


@pytest.mark.parametrize("name", DRAWN)
def test_drawn_charts_go_by_place(name: str) -> None:
    slide, expected = DRAWN[name]
    assert told(slide) == expected


def test_a_size_beside_an_arm_is_the_arms() -> None:
    slide = drawn(
        "DELTA trial of eptinezumab",
        (630, 157, "Eptinezumab 100 mg IV"),
        (630, 251, "Eptinezumab 300 mg IV"),
        (630, 345, "Placebo IV"),
        (806, 157, "n=299"),
        (806, 251, "n=294"),
        (806, 345, "n=298"),
    )
    sizes = {arm.label: arm.n for trial in extract(slide).trials for arm in trial.arms}
    assert sizes == {"Eptinezumab 100 mg IV": 299, "Eptinezumab 300 mg IV": 294, "Placebo": 298}


ARMS = ((630, 157, "Obinutuzumab (n=135)"), (630, 345, "Rituximab (n=136)"))


def test_a_box_that_is_the_sum_of_the_arms_is_the_trial() -> None:
    (trial,) = extract(drawn("DELTA trial", (200, 157, "Women with lupus (n=271)"), *ARMS)).trials
    assert trial.enrollment is not None
    assert trial.enrollment.count == 271
    assert {arm.label: arm.n for arm in trial.arms} == {"Obinutuzumab": 135, "Rituximab": 136}


def test_a_box_of_some_of_them_is_not() -> None:
    (trial,) = extract(drawn("DELTA trial", (200, 157, "Women with lupus (n=50)"), *ARMS)).trials
    assert trial.enrollment is None or trial.enrollment.count != 50


def test_a_control_as_large_as_both_arms_is_an_arm() -> None:
    (trial,) = extract(drawn("DELTA trial", (200, 157, "Standard of care (n=271)"), *ARMS)).trials
    assert {arm.label: arm.n for arm in trial.arms}["Standard of care"] == 271


def test_the_size_of_the_study_is_no_arms() -> None:
    slide = drawn(
        "DELTA trial",
        (200, 157, "Chronic migraine\nN = 593, phase 3"),
        (630, 157, "Eptinezumab (n=299)"),
        (630, 345, "Placebo (n=294)"),
    )
    (trial,) = extract(slide).trials
    assert {arm.label: arm.n for arm in trial.arms} == {"Eptinezumab": 299, "Placebo": 294}


def test_axes_and_numbers_at_risk_are_refused_with_their_reason() -> None:
    slide = drawn(
        "KESTREL trial: overall survival",
        *((100 + 60 * step, 400, str(6 * step)) for step in range(5)),
        *((100 + 60 * step, 430, str(size)) for step, size in enumerate((410, 371, 290, 180, 77))),
    )
    reasons = {entry.raw: entry.reason for entry in extract(slide).ledger}
    assert reasons["12"] == "a label of an axis"
    assert reasons["371"] == "participants still at risk"
