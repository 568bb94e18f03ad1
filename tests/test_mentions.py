"""Typed figures in text: what is drawn in braces must be found, and nothing else."""

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slideextract.mentions import Mention, find_mentions, view

DEVELOPMENT = Path(__file__).parents[2] / "shared" / "dev"  # texts that the project may read and not hold
MARK = re.compile(r"\{(\w+) ([^{}]*)\}")

FRENCH = [
    # shares
    "Réponse : {percent 42,3 %} ({n n = 135})",
    "{percent 38%} des patients, {n n = 1 042}",
    "Une réponse chez {percent 117 patients sur 152 (77 %)}",
    "{percent 34 (22,5 %)} contre {percent 18 (12,1 %)}",
    "{percent Huit patients (6 %)} et {percent un patient (2 %)}",
    "{percent Vingt (18,9 %)} ont rechuté",
    "{percent 67 % (8 sur 12)} et {percent 69 % (159/232)}",
    "Des taux de {percent 76} et {percent 91 %}",
    "{percent 12}, {percent 15} et {percent 20 %} respectivement",
    "{percent 85,4 %} c. {percent 68,5 %}",
    "{percent 67} contre {percent 55 %}",
    "une fréquence de {percent_range 28-87 %}",
    "une valeur de {percent 30 %}, {dispersion variant de 12,5 % à 43,7 %}",
    "compris entre {percent_range 30 et 40 %}",
    "de {percent 62,5%} (bimestrielle) à {percent 80%} (mensuelle)",
    "passant de {percent 34,8 %} à {percent 22,4 %}",
    "{percent Soixante-quinze pour cent} des malades",
    "{percent 34 p. 100} des cas",
    "DORIS {percent 5/7 (~71 %)}",
    "soit un gain de {points 9,42 points de pourcentage}",
    "{percent 8,6\u202f%} et {percent 56,2\u00a0%}",
    # counts
    "{fraction 22/24} patients répondeurs",
    "{fraction 12 sur 15} en rémission",
    "{fraction 4 des 9 singes}",
    "{fraction aucun des 14 sujets}",
    "{people 2 876 nourrissons} et {people douze femmes}",
    "{people 3} à {dose 5µg} et {people 2} à {dose 10 µg}",
    "{number 12} {name CRS1/2}, {number 1} {name ICAN4}, {number 5} {name CRS 1}",
    "{share 3/4} des patients",
    # intervals, in every spelling
    "Réponse : {percent 42,3 %} {interval (IC 95 % : 36,1-48,6)}",
    "{hazard_ratio HR = 0,69} {interval [IC95% : 0,56 – 0,86]}",
    "{odds_ratio OR 3,85} ; {interval IC à 95 % : 2,12–6,71}",
    "{odds_ratio RC 1,5}, {interval IC de 95 %, 1,07 à 2,10}",
    "{odds_ratio rapport de cotes de 1,5} {interval (intervalle de confiance à 95 % : 1,07 à 2,10)}",
    "{hazard_ratio HR=0,757}, {interval IC95% [0,606 . 0,945]}",
    "{risk_ratio RR = 0,68} {interval IC95 % [0,52 .0,84]} {p p<0,0001}",
    "{odds_ratio RC 2,84} {interval [95 % IC 1,52 à 4,97]}",
    "{odds_ratio OR : 1,8} {interval (IC : 1,07 à 4,00)}",
    "{risk_ratio risque relatif [RR] 0,5} {interval [0,3 ; 0,9]}",
    "une différence de {number 2,1} {interval (IC95% = [-0,5 ; 4,7])}",
    "avec un {ci_level IC à 95 %}",
    "IC non calculé",
    # ratios and p values
    "{hazard_ratio HR 0,60} ; {p p = 0,03}",
    "{hazard_ratio rapport des risques instantanés de 0,8}",
    "{rate_ratio rapport des taux de 0,46}",
    "{odds_ratio RC ajusté = 1,5}",
    "({p p=0,0002}), ({p P < 0,001}), ({p p inférieur à 0,05}), ({p p = NS})",
    "{p p<10-3} et {p p &lt; 0,01}",
    "{p p = 0,031} ; {p 0,022} et {p 0,047}",
    # central values and spreads
    "un score moyen de {number 12,3} {dispersion (ET : 4,5)}",
    "moyenne (ET) : {number 12,3} {dispersion (4,5)}",
    "un délai de {time 7 jours} {dispersion (EIQ : 5 à 11)}",
    "{number 12,1} {dispersion ± 3,2} contre {number 10,4} {dispersion +/- 2,9}",
    "médiane de {number 4} {dispersion (étendue : 2-9)}",
    "une baisse de {measure 2,9 points}",
    # times
    "Réponse BICLA à {time S52} : {percent 56,2 %}",
    "{percent 35 %} à {time M6}, {percent 42 %} à {time M12}, à {time J28}",
    "de {time S24}-{time S52}",
    "à {time 12 mois} et au {time 12e mois}",
    "au {time jour 29} et en {time semaine 24}",
    "au bout de {time six mois}, après {time un an}",
    "aux semaines {time 12} et {time 24}",
    "à {time 3} et {time 6 mois}",
    "Survie médiane : {time 25,5 mois}",
    "enfants {age âgés de 3 à 59 mois}",
    # doses
    "anifrolumab {dose 120 mg une fois par semaine}",
    "{dose 150}, {dose 300} ou {dose 600 mg}",
    "TREMFYA{dose 100 mg}",
    "{dose 5-10 mg/j} puis {dose 100 à 300 mg/jour}",
    "iscalimab {dose 150 mg par voie sous-cutanée}",
    "donné {route par voie orale} {regimen toutes les 4 semaines}",
    "{regimen six cures} de chimiothérapie",
    # design
    "essai de {phase phase III}, randomisé {allocation 2:1:1}",
    "avec une {design_figure puissance de 80 %}",
    "effets de {grade grade ≥ 3} : {percent 12 %}",
    # limits
    "{name SLEDAI-2K} {threshold ≥ 10} : {percent 67,3 %}",
    "prednisone {threshold < 5 mg}",
    "un score {threshold supérieur à 7}",
    "une baisse {threshold d'au moins 30 %}",
    "peut toucher {threshold jusqu'à 1 sujet sur 10 000}",
    # everything else that has digits
    "le {date 11 septembre 2024}, en {year 2003}",
    "{registry NCT 04221477} et EudraCT {registry 2019-001234-21}",
    "numéro {registry 2019-A01234-53}",
    "Tél. : {phone 01 55 47 66 00}, {address 98, rue} Bellocier, {address 75016 PARIS}",
    "{name EULAR 2025} ; {congress_id OP0079}",
    "un coût de {measure 1 200 €} et de {measure -\\$126 337}",
    "un {name anti-CD19}, l'{name IL-6} et l'{name HbA1c}",
    "diabète de {name type 2}, {ordinal 1ère ligne}",
    "sur {measure 12,4 pour 1000 personnes-années}",
]

ENGLISH = [
    # shares
    "A response in {percent 45 of 49 patients (91.8%)}",
    "{percent 34/151 (22.5%)} vs {percent 22.5% (34/151)}",
    "{percent Six of the nine (67%)} responded",
    "{percent 12 (24.5%) of 49} patients",
    "{percent Two hundred thirty-one (57.3%)} patients",
    "ORR was {percent 17} and {percent 12 %}",
    "{percent 12.5}, {percent 15.1}, and {percent 20.2 percent}",
    "rose from {percent 26%} to {percent 35%}",
    "ranged from {percent_range 12% to 43%}",
    "between {percent_range 3% and 6%} of cases",
    "a change of {percent -12.5%} and {percent −4.1%}",
    "**{percent 70%}** of them",
    "{points 13.4 percentage points}",
    "in {percent 5.3%}, {percent 10.2%} and {percent 5.5%}",
    "{percent Twenty-five percent} of patients",
    "{percent 23.2%} point prevalence",
    # counts
    "{fraction 8 of 12} and {fraction Five of six}",
    "{fraction None of the five patients}",
    "{people 1,015 adult patients}, {people Five hundred and seventy-three women}",
    "a {people 335-patient} trial",
    "Placebo ({n n=75}), obinutuzumab ({n N = 135})",
    "{people Three thousand ten patients}",
    # intervals
    "{number 0.35} {interval (95% CI, 0.2 to 0.5)}",
    "{measure 2.0 points} {interval (95 percent confidence interval, −17.2 to 1.4)}",
    "median {time 30.1 months} {interval (95% CI: 24.7–NE)}",
    "{hazard_ratio HR 0.46} {interval (0.30-0.70)}",
    "{risk_ratio RR, 0.75} {interval [95% CI, 0.5 to 1.1]}",
    "{odds_ratio aOR 2.4} {interval [95% CI 1.3--4.5]}",
    "{number -3.2} ({interval 95% CI -5.1, -1.3}; {p p=0.0110})",
    "{hazard_ratio hazard ratio [HR] = 2.2} {interval [1.03-4.62]}",
    "{percent 75%} {bounds (69-82)} versus {percent 70%} ({bounds 64-77}; {p p=0.02})",
    "with {ci_level 95% CIs}",
    # ratios and p values
    "{hazard_ratio hazard ratio for renal failure or death, 0.57}",
    "unadjusted {hazard_ratio hazard ratio of 0.69}",
    "{rate_ratio incidence rate ratio (IRR) = 1.86}",
    "({p P<0.001}), ({p P=.03}), ({p p-value = 0.03}), ({p P for interaction = 0.3})",
    "{p P = 1.4 × 10<sup>-5</sup>} and {p P=3E-5}",
    "${p P \\leq 0.05}$ and {p P&lt;0.001}",
    "{p P = 0.50} and {p 0.89}",
    "{number 6} OR {time 12 weeks}",
    # central values and spreads
    "mean (SD) {number 12.3} {dispersion (4.5)}",
    "median {number 4} {dispersion (IQR 3-7)}, {dispersion (range, 2 to 9)}",
    "mean change {number -10.8} {dispersion ± 3.2}",
    "{number 0.2} {dispersion [SE 0.1]}",
    "{measure 6.1 mm Hg} and {measure 1.2 g/dL}, {measure 0.089 g/cm(2)}",
    # times
    "at {time week 76}, {time day 15} and {time W24}",
    "at weeks {time 2}, {time 24}, and {time 52}",
    "at {time 3}, {time 6} and {time 12 months}",
    "the {time 6}- and {time 12-month} visits",
    "a {time 52-week} trial; {time six months} after surgery",
    "within {time 30 days}; up to {time 3.5 years}",
    "improved from {time 7.0} to {time 9.8 months}",
    "{age aged 18 to 75 years}",
    "{age aged 18 years or older}",
    # doses
    "{dose 20 mg once daily}, {dose 120 mg SC once weekly}, {dose 10 mg/kg}",
    "{dose 150}, {dose 300} or {dose 600 mg}",
    "{dose 0.2–0.6 mg/kg/day} methotrexate",
    "docetaxel {dose 90 mg/m(2) every 14 days}",
    "{regimen every 4 or 12 weeks}, {regimen Q4W}, {route subcutaneously}",
    "{regimen four cycles} of docetaxel",
    "povidone iodine {dose 1% solution}",
    # design
    "a {phase Phase 2b} trial, {allocation in a 2:1 ratio}",
    "{phase phase I/II} and {phase phase 3}",
    "{design_figure 90% power} and a {design_figure two-sided 5% level}",
    "{design_figure P < 0.05 was considered} significant",
    "{grade grade 3 or 4} toxicity in {percent 12%}",
    # limits
    "UPCR {threshold lower than 0.8} and prednisone {threshold ≤ 5 mg}",
    "{threshold at least 4 points}, {threshold >or= 4 cm}",
    "on a {scale scale of 0 to 10}; an {scale 8-point ordinal scale}",
    # everything else that has digits
    "{registry NCT04221477}, {registry ISRCTN 12345678}, {registry ChiCTR2000029496}, {registry jRCTs031180123}",
    "N Engl J Med {citation 2025;392:1471–83}. {doi DOI: 10.1056/NEJMoa2410965}. {pmid PMID: 12345678}",
    "{date April 2, 2026} and {date 15 June 2024}; {date 12/05/2024}",
    "{reference Table 1}, {reference page 629}",
    "{name ACR 2024}, {congress_id abstract L16}; {congress_id LBA12}",
    "({statistic r = 0.63}, {p p = 0.0065}); {statistic F(1, 36) = 4.1}",
    "contact {email jean.martin24@example.org} or {phone +33 1 55 47 66 00}",
    "{measure $7876} and {measure $45 253}",
    "{name 5-fluorouracil}, {name COVID-19}, {name HER2-negative}",
    "{ordinal first-line} therapy for {name type 2} diabetes",
    "{statistic 2.5 × 10⁶ cells/kg}",
]

# (language, text): each is a figure that should be read so, and isn't yet
KNOWN_GAPS = [
    ("fr", "chez {share un tiers} des patients"),
    ("fr", "la {share moitié} des cas"),
    (
        "en",
        "odds ratios of {odds_ratio 0.5} {interval (95% CI: 0.2-0.7)} and {odds_ratio 0.3} {interval (0.1-0.6)}",
    ),
    ("fr", "{percent 12,5 %} et {percent 9,1} respectivement"),
]


def read_marked(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    """The text without its braces, and what they draw."""
    text, expected, position = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[position : match.start()]
        expected.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        position = match.end()
    return text + marked[position:], expected


def found_in(text: str, spoken: str) -> list[tuple[str, int, int]]:
    return [(m.kind, m.start, m.end) for m in find_mentions(text, spoken)]


@pytest.mark.parametrize(
    ("spoken", "marked"),
    [("fr", text) for text in FRENCH]
    + [("en", text) for text in ENGLISH]
    + [pytest.param(*gap, marks=pytest.mark.xfail(strict=True)) for gap in KNOWN_GAPS],
)
def test_what_is_drawn_is_found(spoken: str, marked: str) -> None:
    text, expected = read_marked(marked)
    assert found_in(text, spoken) == expected


@pytest.mark.parametrize(
    ("spoken", "text", "kind", "values"),
    [
        ("fr", "Réponse : 56,2 % contre 37,1 %", "percent", {"value": "56.2"}),
        ("fr", "117 patients sur 152 (77 %)", "percent", {"value": "77", "numerator": "117", "denominator": "152"}),
        ("fr", "IC95% [0,57 . 0,84]", "interval", {"level": "95", "lower": "0.57", "upper": "0.84"}),
        ("fr", "IC à 98,22 % : 0,5–0,9", "interval", {"level": "98.22", "lower": "0.5", "upper": "0.9"}),
        ("fr", "p = NS", "p", {"modifier": "=", "verdict": "not significant"}),
        ("fr", "p<10-3", "p", {"modifier": "<", "value": "0.001"}),
        ("fr", "à S52", "time", {"unit": "weeks", "days": "364", "cue": "label"}),
        ("fr", "au bout de six mois", "time", {"value": "6", "days": "182.625", "cue": "after"}),
        ("fr", "150 mg par voie orale toutes les 4 semaines", "dose", {"route": "oral"}),
        ("fr", "n = 1.730", "n", {"value": "1730"}),
        ("fr", "-\\$126 337", "measure", {"value": "-126337", "unit": "$"}),
        ("en", "95% CI: 24.7–NE", "interval", {"lower": "24.7"}),
        ("en", "$P < 0.001$", "p", {"modifier": "<", "value": "0.001"}),
        ("en", "adjusted hazard ratio [aHR] 0.7", "hazard_ratio", {"value": "0.7", "adjusted": "yes"}),
        ("en", "crude hazard ratio 0.7", "hazard_ratio", {"value": "0.7"}),
        ("en", "phase I and II trials", "phase", {"value": "1/2"}),
        ("en", "at 3, 6 and 12 months", "time", {"value": "3", "days": "91.3125"}),
        ("en", "20 mg orally once daily", "dose", {"value": "20", "route": "oral", "regimen": "once daily"}),
        ("en", "ISRCTN 12345678", "registry", {"value": "ISRCTN12345678", "scheme": "isrctn"}),
        ("en", "EudraCT 2019–001234–21", "registry", {"value": "2019-001234-21", "scheme": "eudract"}),
        ("en", "−12.5 %", "percent", {"value": "-12.5"}),
        ("en", "1·5", "number", {"value": "1.5"}),
    ],
)  # fmt: skip
def test_values(spoken: str, text: str, kind: str, values: dict[str, str]) -> None:
    mention = next(m for m in find_mentions(text, spoken) if m.kind == kind)
    found = {slot: mention.values.get(slot) for slot in values}
    assert found == {slot: Decimal(v) if isinstance(found[slot], Decimal) else v for slot, v in values.items()}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("IC 95 % : 48,6-36,1", "interval"),  # bounds the wrong way round
        ("12/8", "fraction"),  # more than all
        ("p = 12", "p"),  # no probability
        ("HR 0", "hazard_ratio"),  # no hazard at all
        ("un bras sur deux", "fraction"),  # chooses, and counts nobody
    ],
)
def test_what_cannot_be_is_not_read_so(text: str, kind: str) -> None:
    assert [m for m in find_mentions(text, "fr") if m.kind == kind] == []


def test_counts_that_do_not_fit_a_share_are_not_its_own() -> None:
    kinds = [(m.kind, "numerator" in m.values) for m in find_mentions("8/12 (12 %)", "fr")]
    assert kinds == [("fraction", True), ("percent", False)]


def test_the_offset_moves_every_place() -> None:
    text = "34 (22,5 %) contre 18 (12,1 %), p&lt;0,001"
    moved = find_mentions(text, "fr", 1000)
    assert [m.rule for m in moved] == [m.rule for m in find_mentions(text, "fr")]
    for mention, still in zip(moved, find_mentions(text, "fr"), strict=True):
        assert (mention.start, mention.end) == (still.start + 1000, still.end + 1000)
        assert mention.spans == {name: (a + 1000, b + 1000) for name, (a, b) in still.spans.items()}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("56,2\u00a0%", "56,2 %"),
        ("p&lt;0.05", "p<   0.05"),
        ("$P \\leq 0.05$", " P ≤    0.05 "),
        ("10<sup>-3</sup>", "10     -3      "),
        ("10⁻³", "10-3"),
        ("kg/m²", "kg/m2"),
        ("m(2)", "m 2 "),
        ("HbA~1c~", "HbA 1c "),
        ("**70%**", "  70%  "),
        ("−4·2", "-4.2"),
        ("l’étude", "l'étude"),
        ("٣٤ %", "34 %"),
        ("<b>12</b>", "   12    "),
    ],
)
def test_the_view_is_plain_and_as_long_as_the_text(text: str, seen: str) -> None:
    assert view(text) == seen
    assert len(seen) == len(text)


@pytest.mark.parametrize(
    ("spoken", "text", "raw"),
    [
        ("en", "P = 1.4 × 10<sup>-5</sup> and", "1.4 × 10<sup>-5</sup>"),
        ("en", "**70%** of them", "70%"),
        ("en", "0.089 g/cm(2) in", "0.089 g/cm(2)"),
        ("en", "HbA<sub>1c</sub> 7.2%", "7.2%"),
        ("fr", "p = 0 ,001.", "0 ,001"),
        ("fr", "56,2 <sup>a</sup>%", "56,2 <sup>a</sup>%"),
    ],
)
def test_raw_is_what_the_text_prints(spoken: str, text: str, raw: str) -> None:
    assert raw in {text[slice(*m.spans["raw"])] for m in find_mentions(text, spoken)}


PIECES = st.one_of(
    st.sampled_from([read_marked(marked)[0] for marked in FRENCH + ENGLISH]),
    st.sampled_from(
        [
            "(",
            ")",
            "[",
            " ; ",
            ", ",
            "\n",
            " - ",
            "<sup>2</sup>",
            "&lt;",
            "$",
            "\\%",
            "~",
            "^2^",
            " ",
            "p = ",
            "IC 95 % ",
            "%",
        ]
    ),
    st.integers(0, 100_000).map(str),
    st.decimals(0, 1_000, places=2, allow_nan=False).map(str),
    st.text(alphabet="0123456789.,-–/:%() ²³⁴٣½abcéİß\u00a0\u202f\u200b", max_size=12),
)
TEXTS = st.lists(PIECES, max_size=6).map(" ".join) | st.text(max_size=40)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, spoken=st.sampled_from(["fr", "en"]))
def test_each_digit_is_in_one_mention_and_no_two_overlap(text: str, spoken: str) -> None:
    mentions = find_mentions(text, spoken)
    assert mentions == find_mentions(text, spoken)
    check_places(text, mentions)
    check_digits(text, mentions)


def check_places(text: str, mentions: list[Mention]) -> None:
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert all(0 <= start <= end <= len(text) for start, end in mention.spans.values())
        start, end = mention.spans["raw"]
        assert text[start:end].strip()
    for before, after in pairwise(mentions):
        assert before.end <= after.start


def check_digits(text: str, mentions: list[Mention]) -> None:
    for run in re.finditer(r"[0-9]+", view(text)):
        holders = [m for m in mentions if m.start < run.end() and run.start() < m.end]
        assert len(holders) == 1, (run, holders)
        assert holders[0].start <= run.start()
        assert run.end() <= holders[0].end


@pytest.mark.skipif(not DEVELOPMENT.exists(), reason="the development texts are not here")
@pytest.mark.parametrize(("folder", "spoken"), [("has_texts", "fr"), ("no_trials", "fr"), ("abstracts_en", "en")])
def test_the_invariants_hold_on_real_texts(folder: str, spoken: str) -> None:
    for path in sorted((DEVELOPMENT / folder).glob("*.txt"))[::20]:
        for line in path.read_text("utf-8", errors="replace").splitlines():
            mentions = find_mentions(line, spoken)
            check_places(line, mentions)
            check_digits(line, mentions)


def test_digits_that_python_does_not_know_yet_are_no_figures() -> None:
    newer = "\U00011bf0"  # a digit of Unicode 16
    assert find_mentions(f"12 % {newer}", "fr")[0].values["value"] == 12
