"""Tables and native charts: what each figure measures, in whom and when; and which figures are no results."""

import pytest

from reading import read_text
from slideextract.assemble.cells import figures
from slideextract.assemble.header_rules import HeaderRule, header_rules, says
from slideextract.assemble.reading import read_line
from slideextract.document import Block, BlockKind, Cell, Document, Page, Reader, Span
from slideextract.facts import Fact
from slideextract.mentions import view
from slideextract.pipeline import extract
from slideextract.segment import segment

Line = tuple[BlockKind, str, Cell | None]
Texts = tuple[str, ...]
TITLE = "# Essai TALISMAN : anifrolumab contre placebo"


def shown(fact: Fact) -> str:
    """A fact in one line: kind, value, unit | endpoint | arm, and the slots that are filled."""
    text = f"{fact.kind} {fact.value}{fact.unit or ''} | {fact.endpoint} | {fact.arm}"
    spread = fact.dispersion
    slots = {
        "vs": fact.comparator,
        "n": fact.numerator,
        "of": fact.denominator,
        "N": fact.arm_n,
        "day": None if fact.timepoint_days is None else float(fact.timepoint_days),
        "ci": None if fact.ci_lower is None else f"{fact.ci_lower}..{fact.ci_upper}",
        "p": None if fact.p_value is None else f"{fact.p_modifier}{fact.p_value}",
        spread.type if spread else "": spread and (spread.value or f"{spread.lower}..{spread.upper}"),
        "in": fact.subgroup,
        "set": fact.population,
        "?": ",".join(fact.flags) or None,
    }
    return text + "".join(f" {name}={value}" for name, value in slots.items() if value is not None)


def told(document: Document) -> list[str]:
    return [shown(fact) for fact in extract(document).facts]


def grid(*rows: str, title: str = TITLE, chart: bool = False, captions: Texts = (), notes: Texts = ()) -> Document:
    """A table: cells divided by `;`; `»2` after a cell makes it two columns wide, `«2` two rows high."""
    reader = Reader.CHART if chart else Reader.TABLE
    lines: list[Line] = [(BlockKind.TITLE, title, None)]
    lines += [(BlockKind.CAPTION, caption, None) for caption in captions]
    free: dict[int, int] = {}
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells.split(";"):
            while free.get(column, 0) > row:
                column += 1
            text, _, across = cell.partition("»")
            text, _, down = text.partition("«")
            wide, high = int(across or 1), int(down or 1)
            head = chart and (row == 0 or column == 0)
            if text.strip():
                lines.append((BlockKind.CELL, text.strip(), Cell(0, row, column, high, wide, head)))
            free |= dict.fromkeys(range(column, column + wide), row + high)
            column += wide
    lines += [(BlockKind.PARAGRAPH, note, None) for note in notes]
    return document(lines, reader)


def document(lines: list[Line], reader: Reader = Reader.TEXT) -> Document:
    text, blocks = "", []
    for kind, line, cell in lines:
        span = Span(len(text), len(text) + len(line))
        blocks.append(Block(kind, 1, span, cell=cell, reader=reader if cell else Reader.TEXT))
        text += line + "\n"
    return Document("0" * 64, "deck.pptx", "text/plain", text, (Page(1, Span(0, len(text))),), tuple(blocks))


TABLES = {
    "arms in columns, their sizes in the header": (
        grid(";Anifrolumab (n=151);Placebo (n=149)", "Réponse BICLA à S52;56,2 %;37,1 %", "Décès;0,7 %;1,3 %"),
        [
            "percent 56.2% | Réponse BICLA | Anifrolumab N=151 day=364.0",
            "percent 37.1% | Réponse BICLA | Placebo N=149 day=364.0",
            "percent 0.7% | Décès | Anifrolumab N=151",
            "percent 1.3% | Décès | Placebo N=149",
        ],
    ),
    "n (%) in the corner": (
        grid("n (%);Anifrolumab;Placebo", "EI graves;34 (22,5);28 (18,7)", "Zona;0;1 (0,7)"),
        [
            "percent 22.5% | EI graves | Anifrolumab n=34",
            "percent 18.7% | EI graves | Placebo n=28",
            "count 0patients | Zona | Anifrolumab",
            "percent 0.7% | Zona | Placebo n=1",
        ],
    ),
    "a percentage with its count or its fraction behind": (
        grid(";Anifrolumab;Placebo", "SRI-4, % (n);46,4 (70);33,1 (49)", "LLDAS, n/N (%);47/151 (31,1);30/149 (20,1)"),
        [
            "percent 46.4% | SRI-4 | Anifrolumab n=70",
            "percent 33.1% | SRI-4 | Placebo n=49",
            "percent 31.1% | LLDAS | Anifrolumab n=47 of=151",
            "percent 20.1% | LLDAS | Placebo n=30 of=149",
        ],
    ),
    "two figures that nothing names, but the arm's size proves": (
        grid(";Anifrolumab (n=200);Placebo (n=100)", "Rechute;50 (25,0);31 (31,0)"),
        [
            "percent 25.0% | Rechute | Anifrolumab n=50 N=200",
            "percent 31.0% | Rechute | Placebo n=31 N=100",
        ],
    ),
    "arms in rows, outcomes in columns": (
        grid(";Zona;Décès", "Anifrolumab (n=151), n (%);9 (6,0);1 (0,7)", "Placebo (n=149), n (%);2 (1,3);2 (1,3)"),
        [
            "percent 6.0% | Zona | Anifrolumab n=9 N=151",
            "percent 0.7% | Décès | Anifrolumab n=1 N=151",
            "percent 1.3% | Zona | Placebo n=2 N=149",
            "percent 1.3% | Décès | Placebo n=2 N=149",
        ],
    ),
    "several header rows": (
        grid("«2;Anifrolumab»2;Placebo»2", "S24;S52;S24;S52", "SRI-4 (%);40,1;48,2;31,0;35,5"),
        [
            "percent 40.1% | SRI-4 | Anifrolumab day=168.0",
            "percent 48.2% | SRI-4 | Anifrolumab day=364.0",
            "percent 31.0% | SRI-4 | Placebo day=168.0",
            "percent 35.5% | SRI-4 | Placebo day=364.0",
        ],
    ),
    "n and % in columns of their own": (
        grid("«2;Anifrolumab»2;Placebo»2", "n;%;n;%", "Zona;9;6,0;2;1,3"),
        ["percent 6.0% | Zona | Anifrolumab n=9", "percent 1.3% | Zona | Placebo n=2"],
    ),
    "section rows complete short labels": (
        grid(";Anifrolumab, %;Placebo, %", "Infections", "Graves;4,5;2,8", "Opportunistes;0,6;0,0"),
        [
            "percent 4.5% | Infections – Graves | Anifrolumab",
            "percent 2.8% | Infections – Graves | Placebo",
            "percent 0.6% | Infections – Opportunistes | Anifrolumab",
            "percent 0.0% | Infections – Opportunistes | Placebo",
        ],
    ),
    "difference, interval and p in columns": (
        grid(
            ";Anifrolumab;Placebo;Différence;IC 95 %;p",
            "BICLA (%);56,2;37,1;19,1;9,2 ; 29,0".replace(" ; ", " à "),
            "DORIS (%);33,5;19,8;14,2;5,1 à 23,2;0,002",
        ),
        [
            "percent 56.2% | BICLA | Anifrolumab",
            "percent 37.1% | BICLA | Placebo",
            "difference 19.1percentage points | BICLA | Anifrolumab vs=Placebo ci=9.2..29.0",
            "percent 33.5% | DORIS | Anifrolumab",
            "percent 19.8% | DORIS | Placebo",
            "difference 14.2percentage points | DORIS | Anifrolumab vs=Placebo ci=5.1..23.2 p==0.002",
        ],
    ),
    "p without an effect sits on the index arm, whatever the order": (
        grid(";Placebo;Anifrolumab;P value", "Rechutes (%);37,1;21,0;<0,001", title="# TALISMAN trial: anifrolumab"),
        [
            "percent 37.1% | Rechutes | Placebo",
            "percent 21.0% | Rechutes | Anifrolumab vs=Placebo p=<0.001",
        ],
    ),
    "rows of an effect and of its p under merged columns": (
        grid(
            ";Ofatumumab;Teriflunomide",
            "Annualized relapse rate;0.11;0.22",
            "Difference (95% CI);−0.11 (−0.16 to −0.06) P < 0.001»2",
            "Gd+ T1 lesions per scan;0.01;0.45",
            "P value;<0.001»2",
            title="# LUMEN trial: ofatumumab",
        ),
        [
            "rate 0.11 | Annualized relapse rate | Ofatumumab",
            "rate 0.22 | Annualized relapse rate | Teriflunomide",
            "difference -0.11 | Annualized relapse rate | Ofatumumab vs=Teriflunomide ci=-0.16..-0.06 p=<0.001",
            "score 0.01 | Gd+ T1 lesions per scan | Ofatumumab vs=Teriflunomide p=<0.001",
            "score 0.45 | Gd+ T1 lesions per scan | Teriflunomide",
        ],
    ),
    "a row of differences against placebo, dose by dose": (
        grid(
            ";100 mg;300 mg;Placebo",
            "Difference vs placebo (95% CI);−2.7 (−3.4 to −2.0);−3.2 (−3.9 to −2.5);–",
            "P value;<0.0001;0.0002;–",
            title="# DELTA trial of eptinezumab: change in monthly migraine days, weeks 1–12",
        ),
        [
            "difference -2.7 | change in monthly migraine days | 100 mg vs=placebo day=84.0 ci=-3.4..-2.0 p=<0.0001",
            "difference -3.2 | change in monthly migraine days | 300 mg vs=placebo day=84.0 ci=-3.9..-2.5 p==0.0002",
        ],
    ),
    "values with intervals, blanks, and what each label says of them": (
        grid(
            ";Pembrolizumab + chimiothérapie;Placebo + chimiothérapie",
            "SG médiane, mois (IC 95 %);NA;11,3 (8,7 – 15,1)",
            "SG à 12 mois, % (IC 95 %);69,2 (64,1 – 73,8);49,4 (42,1 – 56,2)",
            "HR (IC 95 %);0,49 (0,38 – 0,64)»2",
            title="# Essai KESTREL : pembrolizumab",
        ),
        [
            "median 11.3mois | SG | Placebo + chimiothérapie ci=8.7..15.1",
            "percent 69.2% | SG | Pembrolizumab + chimiothérapie day=365.25 ci=64.1..73.8",
            "percent 49.4% | SG | Placebo + chimiothérapie day=365.25 ci=42.1..56.2",
            "hazard_ratio 0.49 | SG | Pembrolizumab + chimiothérapie vs=Placebo + chimiothérapie ci=0.38..0.64",
        ],
    ),
    "means and medians with their spread": (
        grid(
            ";Anifrolumab;Placebo",
            "SLEDAI, moyenne (ET);4,2 (3,1);5,6 (3,4)",
            "SLEDAI, médiane [Q1-Q3];4 [2-6];6 [4-8]",
            "SLEDAI, variation moyenne ± ET;−6,1 ± 4,0;−4,0 ± 4,2",
        ),
        [
            "mean 4.2 | SLEDAI | Anifrolumab sd=3.1",
            "mean 5.6 | SLEDAI | Placebo sd=3.4",
            "median 4 | SLEDAI | Anifrolumab iqr=2..6",
            "median 6 | SLEDAI | Placebo iqr=4..8",
            "change -6.1 | SLEDAI | Anifrolumab sd=4.0",
            "change -4.0 | SLEDAI | Placebo sd=4.2",
        ],
    ),
    "a forest plot's table: subgroups, sizes, ratios": (
        grid(
            "Sous-groupe;Événements / n;HR;IC 95 %",
            "Âge < 65 ans;133/312;0,43;0,31 – 0,61",
            "Métastases cérébrales;51/108;0,36;0,20 – 0,62",
            title="# KESTREL : survie globale, pembrolizumab versus placebo",
        ),
        [
            "hazard_ratio 0.43 | survie globale | pembrolizumab vs=placebo ci=0.31..0.61 in=Âge < 65 ans",
            "hazard_ratio 0.36 | survie globale | pembrolizumab vs=placebo ci=0.20..0.62 in=Métastases cérébrales",
        ],
    ),
    "values over time, the first at baseline": (
        grid("SLEDAI, moyenne;Inclusion;S24;S52", "Anifrolumab;10,9;6,2;4,1", "Placebo;10,7;7,9;6,6"),
        [
            "mean 10.9 | SLEDAI | Anifrolumab day=0.0",
            "mean 6.2 | SLEDAI | Anifrolumab day=168.0",
            "mean 4.1 | SLEDAI | Anifrolumab day=364.0",
            "mean 10.7 | SLEDAI | Placebo day=0.0",
            "mean 7.9 | SLEDAI | Placebo day=168.0",
            "mean 6.6 | SLEDAI | Placebo day=364.0",
        ],
    ),
    "marks of footnotes are no digits": (
        grid(";Anifrolumab (n=151);Placebo (n=149)", "SRI-4 (%)¹;48,2*;35,5²", "LLDAS† (%);31,1‡;20,1"),
        [
            "percent 48.2% | SRI-4 | Anifrolumab N=151 ?=note_missing",
            "percent 35.5% | SRI-4 | Placebo N=149",
            "percent 31.1% | LLDAS | Anifrolumab N=151 ?=note_missing",
            "percent 20.1% | LLDAS | Placebo N=149",
        ],
    ),
    "the safety set has sizes of its own": (
        grid(";Anifrolumab (n=150);Placebo (n=148)", "Zona (%);6,0;1,4", title=TITLE + " – population de tolérance"),
        [
            "percent 6.0% | Zona | Anifrolumab N=150 set=population de tolérance",
            "percent 1.4% | Zona | Placebo N=148 set=population de tolérance",
        ],
    ),
    "a row inside heads a panel with arms of its own": (
        grid(
            ";Anifrolumab;Placebo",
            "SRI-4 (%);48,2;35,5",
            "Tolérance;Anifrolumab (n=150);Placebo (n=148)",
            "Zona (%);6,0;1,4",
        ),
        [
            "percent 48.2% | SRI-4 | Anifrolumab N=150",
            "percent 35.5% | SRI-4 | Placebo N=148",
            "percent 6.0% | Zona | Anifrolumab N=150",
            "percent 1.4% | Zona | Placebo N=148",
        ],
    ),
    "rows of sizes and treatments name the columns": (
        grid(
            "Données;Site A;Site B", "Produit;Produit X CAR-T;Produit Y CAR-T", "n;27;21", "Rémission DORIS (%);96;80"
        ),
        [
            "percent 96% | Rémission DORIS | Produit X CAR-T N=27",
            "percent 80% | Rémission DORIS | Produit Y CAR-T N=21",
        ],
    ),
    "cells of several figures with words: grades glued on, times for one or for all": (
        grid(
            ";Alcyon CAR-T;Boreal CAR-T",
            "Efficacité;80% DORIS M6 2 rechutes;5/9 DORIS 6/9 LLDAS à 6 mois",
            "Tolérance;55% CRS1, 3 CRS2, 0 ICANS;9 CRS1/2, 2 ICANS grade 3",
            title="# CAR-T dans le lupus systémique",
        ),
        [
            "percent 80% | DORIS | Alcyon CAR-T day=182.625",
            "count 2patients | rechutes | Alcyon CAR-T",
            "count 5patients | DORIS | Boreal CAR-T n=5 of=9 day=182.625",
            "count 6patients | LLDAS | Boreal CAR-T n=6 of=9 day=182.625",
            "percent 55% | CRS1 | Alcyon CAR-T",
            "count 3patients | CRS2 | Alcyon CAR-T",
            "count 0patients | ICANS | Alcyon CAR-T",
            "count 9patients | CRS1/2 | Boreal CAR-T",
            "count 2patients | ICANS grade 3 | Boreal CAR-T",
        ],
    ),
    "outcomes and arms in header columns, times beside": (
        grid(
            "Critère;Bras;S24 (%);S52 (%)",
            "SRI-4«2;Anifrolumab;40,1;48,2",
            "Placebo;31,0;35,5",
            "LLDAS«2;Anifrolumab;22,0;31,1",
            "Placebo;14,2;20,1",
        ),
        [
            "percent 40.1% | SRI-4 | Anifrolumab day=168.0",
            "percent 48.2% | SRI-4 | Anifrolumab day=364.0",
            "percent 31.0% | SRI-4 | Placebo day=168.0",
            "percent 35.5% | SRI-4 | Placebo day=364.0",
            "percent 22.0% | LLDAS | Anifrolumab day=168.0",
            "percent 31.1% | LLDAS | Anifrolumab day=364.0",
            "percent 14.2% | LLDAS | Placebo day=168.0",
            "percent 20.1% | LLDAS | Placebo day=364.0",
        ],
    ),
    "grades in columns belong to the event's name": (
        grid(
            "«2;Pembrolizumab (n=100)»2;Chimiothérapie (n=98)»2",
            "Tous grades;Grade ≥ 3;Tous grades;Grade ≥ 3",
            "Anémie, n (%);20 (20,0);3 (3,0);46 (46,9);13 (13,3)",
        ),
        [
            "percent 20.0% | Anémie, Tous grades | Pembrolizumab n=20 N=100",
            "percent 3.0% | Anémie, Grade ≥ 3 | Pembrolizumab n=3 N=100",
            "percent 46.9% | Anémie, Tous grades | Chimiothérapie n=46 N=98",
            "percent 13.3% | Anémie, Grade ≥ 3 | Chimiothérapie n=13 N=98",
        ],
    ),
    "the reference arm's 1, limits and columns of other things": (
        grid(
            ";Anifrolumab;Placebo;NNT",
            "Rechute, HR (IC 95 %);0,62 (0,49 – 0,79);1,00 (référence);–",
            "Zona (%);6,0;<1;20",
        ),
        [
            "hazard_ratio 0.62 | Rechute | Anifrolumab vs=Placebo ci=0.49..0.79",
            "percent 6.0% | Zona | Anifrolumab",
        ],
    ),
    "times over arms, units behind commas": (
        grid(
            "«2;Semaine 12»2;Semaine 24»2",
            "Sécukinumab;Placebo;Sécukinumab;Placebo",
            "PASI 75, %;77,1;4,9;83,0;–",
            "Poids, kg (variation);-1,2;0,1;-2,0;0,3",
            title="# Essai FIXATION : efficacité chez les patients du groupe traité",
        ),
        [
            "percent 77.1% | PASI 75 | Sécukinumab day=84.0",
            "percent 4.9% | PASI 75 | Placebo day=84.0",
            "percent 83.0% | PASI 75 | Sécukinumab day=168.0",
            "change -1.2kg | Poids | Sécukinumab day=84.0",
            "change 0.1kg | Poids | Placebo day=84.0",
            "change -2.0kg | Poids | Sécukinumab day=168.0",
            "change 0.3kg | Poids | Placebo day=168.0",
        ],
    ),
    "plain names that a p compares are arms": (
        grid(
            "Endpoint;Drug A;Drug B;Rate ratio (95% CI);p",
            "Exacerbations per year;0.93;1.10;0.85 (0.75–0.96);0.006",
            "Patients hospitalised, %;4.2;6.1;;0.04",
            title="# SOURCE trial: asthma",
        ),
        [
            "rate 0.93 | Exacerbations per year | Drug A",
            "rate 1.10 | Exacerbations per year | Drug B",
            "rate_ratio 0.85 | Exacerbations per year | Drug A vs=Drug B ci=0.75..0.96 p==0.006",
            "percent 4.2% | hospitalised | Drug A vs=Drug B p==0.04",
            "percent 6.1% | hospitalised | Drug B",
        ],
    ),
    "rows that only name a statistic measure what the title says": (
        grid(
            ";Guselkumab 100 mg (n=245);Placebo (n=246)",
            "LS mean change from baseline (SE);−0.40 (0.03);−0.13 (0.03)",
            "LS mean difference (95% CI);−0.27 (−0.35 to −0.19);",
            "p value;<0.0001;",
            title="# DISCO trial: HAQ-DI at week 24",
        ),
        [
            "ls_mean -0.40 | HAQ-DI | Guselkumab 100 mg N=245 day=168.0 se=0.03",
            "ls_mean -0.13 | HAQ-DI | Placebo N=246 day=168.0 se=0.03",
            "difference -0.27 | HAQ-DI | Guselkumab 100 mg vs=Placebo N=245 day=168.0 ci=-0.35..-0.19 p=<0.0001",
        ],
    ),
    "a single arm needs no name": (
        grid(
            ";Valeur",
            "ORR, % (IC 95 %);63,0 (55,2-70,4)",
            "SSP médiane, mois;11,3",
            title="# Étude MAJESTE : téclistamab (n = 165)",
        ),
        ["percent 63.0% | ORR | téclistamab N=165 ci=55.2..70.4", "median 11.3mois | SSP | téclistamab N=165"],
    ),
    "a chart: series are arms, categories times": (
        grid(
            ";Month 3;Month 6",
            "Placebo;0.33;0.62",
            "Lecanemab;0.23;0.42",
            title="# CLARA trial: CDR-SB, adjusted mean change from baseline",
            chart=True,
        ),
        [
            "change 0.33 | CDR-SB | Placebo day=91.3125",
            "change 0.62 | CDR-SB | Placebo day=182.625",
            "change 0.23 | CDR-SB | Lecanemab day=91.3125",
            "change 0.42 | CDR-SB | Lecanemab day=182.625",
        ],
    ),
    "a chart: categories are outcomes, series arms": (
        grid(";BICLA;SRI-4", "Anifrolumab;56.2%;60.1%", "Placebo;37.1%;41.1%", title="# TALISMAN trial", chart=True),
        [
            "percent 56.2% | BICLA | Anifrolumab",
            "percent 60.1% | SRI-4 | Anifrolumab",
            "percent 37.1% | BICLA | Placebo",
            "percent 41.1% | SRI-4 | Placebo",
        ],
    ),
    "a chart: categories are arms, its title the outcome": (
        grid(
            ";Eptinezumab 100 mg;Placebo",
            "Change from baseline in MMD;-4.8;-2.1",
            title="# DELTA trial of eptinezumab",
            chart=True,
        ),
        [
            "change -4.8 | Change from baseline in MMD | Eptinezumab 100 mg",
            "change -2.1 | Change from baseline in MMD | Placebo",
        ],
    ),
    "a chart whose axis numbers its weeks": (
        grid(
            ";0;12;24",
            "Anifrolumab;10.9;8.0;6.2",
            "Placebo;10.7;9.1;7.9",
            title="# TALISMAN trial",
            captions=("Mean SLEDAI score", "Weeks"),
            chart=True,
        ),
        [
            "mean 10.9 | SLEDAI score | Anifrolumab day=0.0",
            "mean 8.0 | SLEDAI score | Anifrolumab day=84.0",
            "mean 6.2 | SLEDAI score | Anifrolumab day=168.0",
            "mean 10.7 | SLEDAI score | Placebo day=0.0",
            "mean 9.1 | SLEDAI score | Placebo day=84.0",
            "mean 7.9 | SLEDAI score | Placebo day=168.0",
        ],
    ),
    "a time that opens a cell of words, and a change under its name": (
        grid(
            ";Durand;Martin",
            "Produit;CAR-NK Lune;CAR-T Soleil",
            "Efficacité;À M12 : DORIS 8/12, LLDAS 9/12;SLEDAI médian : baisse de 10 points",
            "Tolérance;2 CRS grade 1, 0 ICANS;5 CRS grade 1, 1 ICANS grade 3",
            title="# CAR-T dans le lupus",
        ),
        [
            "count 8patients | DORIS | CAR-NK Lune n=8 of=12 day=365.25",
            "count 9patients | LLDAS | CAR-NK Lune n=9 of=12 day=365.25",
            "median 10points | SLEDAI | CAR-T Soleil",
            "count 2patients | CRS grade 1 | CAR-NK Lune",
            "count 0patients | ICANS | CAR-NK Lune",
            "count 5patients | CRS grade 1 | CAR-T Soleil",
            "count 1patients | ICANS grade 3 | CAR-T Soleil",
        ],
    ),
    "a title that says what all rows measure and their unit, sections that are subgroups": (
        grid(
            "Arrhythmia;Ibutilide 1 mg;Sotalol;p value",
            "Flutter (n = 27)»4",
            "Mean (SD);23 (11);19 (4);0.08",
            "Fibrillation (n = 49)»4",
            "Mean (SD);17 (17);27 (20);0.004",
            title="# Ibutilide versus sotalol",
            captions=("Table 4 Mean time (minutes) to conversion",),
        ),
        [
            "mean 23minutes | time (minutes) to conversion | Ibutilide 1 mg vs=Sotalol p==0.08 sd=11 in=Flutter",
            "mean 19minutes | time (minutes) to conversion | Sotalol sd=4 in=Flutter",
            "mean 17minutes | time (minutes) to conversion | Ibutilide 1 mg vs=Sotalol p==0.004 sd=17 in=Fibrillation",
            "mean 27minutes | time (minutes) to conversion | Sotalol sd=20 in=Fibrillation",
        ],
    ),
    "a name beside that of an arm is one too, times under both, and a p within each": (
        grid(
            "Markers in pg/mL;Placebo group»3;Vitamin D group»3",
            ";Pre: Mean (SE);Post: Mean (SE);P-value;Pre: Mean (SE);Post: Mean (SE);P-value",
            "Calcitriol;665.6 (77.0);748.9 (87.1);0.13;770.3 (101.5);636.5 (70.9);0.036",
            title="# Vitamin D in hepatitis C",
        ),
        [
            "mean 665.6 | Calcitriol | Placebo group day=0.0 se=77.0",
            "mean 748.9 | Calcitriol | Placebo group p==0.13 se=87.1",
            "mean 770.3 | Calcitriol | Vitamin D group day=0.0 se=101.5",
            "mean 636.5 | Calcitriol | Vitamin D group p==0.036 se=70.9",
        ],
    ),
    "a row beside a control between two sections is an arm": (
        grid(
            "Maturation;n;Mean;SD",
            "ITT»4",
            "Estriol gel;44;35.2%;21.7%",
            "Placebo;44;9.9%;14.5%",
            "Per protocol»4",
            "Estriol gel;44;35.2%;21.7%",
            "Placebo;43;10.2%;14.6%",
            title="# Vaginal maturation index",
        ),
        [
            "mean 35.2% | Vaginal maturation index | Estriol gel N=44 sd=21.7 set=ITT ?=endpoint_inferred",
            "mean 9.9% | Vaginal maturation index | Placebo N=44 sd=14.5 set=ITT ?=endpoint_inferred",
            "mean 35.2% | Vaginal maturation index | Estriol gel N=44 sd=21.7 set=Per protocol ?=endpoint_inferred",
            "mean 10.2% | Vaginal maturation index | Placebo N=43 sd=14.6 set=Per protocol ?=endpoint_inferred",
        ],
    ),
    "arms as names over blocks of rows, and weeks before them": (
        grid(
            "Weeks;White cells;Lymphocytes",
            ";Smokers (placebo, n = 28)»2",
            "0;9.7 ± 2.3;3.9 ± 1.1",
            "12;9.4 ± 2.5;3.8 ± 1.2",
            ";Smokers (anifrolumab, n = 30)»2",
            "12;8.1 ± 2.3;3.2 ± 0.7",
            title="# Immune cells",
        ),
        [
            "mean 9.7 | White cells | Smokers (placebo, n = 28) N=28 day=0.0 sd=2.3",
            "mean 3.9 | Lymphocytes | Smokers (placebo, n = 28) N=28 day=0.0 sd=1.1",
            "mean 9.4 | White cells | Smokers (placebo, n = 28) N=28 day=84.0 sd=2.5",
            "mean 3.8 | Lymphocytes | Smokers (placebo, n = 28) N=28 day=84.0 sd=1.2",
            "mean 8.1 | White cells | Smokers (anifrolumab, n = 30) N=30 day=84.0 sd=2.3",
            "mean 3.2 | Lymphocytes | Smokers (anifrolumab, n = 30) N=30 day=84.0 sd=0.7",
        ],
    ),
    "what was measured as names over blocks of rows, each with its sizes": (
        grid(
            "Weeks;Tocopherol»2",
            ";Placebo, n = 27;Drug, n = 29",
            "12;10.4 ± 2.2;14.2 ± 3.6",
            ";Cotinine»2",
            ";n = 16;n = 19",
            "12;0.05 ± 0.02;0.04 ± 0.02",
            title="# Vitamin E",
        ),
        [
            "mean 10.4 | Tocopherol | Placebo N=27 day=84.0 sd=2.2",
            "mean 14.2 | Tocopherol | Drug N=29 day=84.0 sd=3.6",
            "mean 0.05 | Cotinine | Placebo N=16 day=84.0 sd=0.02",
            "mean 0.04 | Cotinine | Drug N=19 day=84.0 sd=0.02",
        ],
    ),
    "conditions, a mean of numbers, and columns of statistics": (
        grid(
            "Variable;Experimental condition»2;Control condition»2;t;p;Cohen's d",
            ";M;SD;M;SD;;;",
            "Number of pages read;7.5;4.0;8.0;3.8;1.44;.15;0.14",
            title="# Websites",
        ),
        [
            "mean 7.5 | pages read | Experimental condition vs=Control condition p==0.15 sd=4.0",
            "mean 8.0 | pages read | Control condition sd=3.8",
        ],
    ),
    "numbers and percentages over arms with their sizes": (
        grid(
            "Toxicity;No. (%)»2;P", ";GV (n = 53);GP (n = 53);", "Neutropenia;15 (28);12 (23);.66", title="# Toxicities"
        ),
        [
            "percent 28% | Neutropenia | GV vs=GP n=15 N=53 p==0.66",
            "percent 23% | Neutropenia | GP n=12 N=53",
        ],
    ),
    "groups by letters over their sizes": (
        grid(
            ";Outcome;Group A;Group B",
            ";;(N = 605);(N = 589)",
            "Opened the page;;25 (4.1%);52 (8.8%)",
            title="# Letters",
        ),
        [
            "percent 4.1% | Opened the page | Group A n=25 N=605",
            "percent 8.8% | Opened the page | Group B n=52 N=589",
        ],
    ),
    "two p of one comparison": (
        grid(
            "Outcome;Drug (n = 398);Placebo (n = 389);Effect versus placebo (95% CI);Unadjusted p;Adjusted p[^#^]",
            "Preeclampsia;12/398 (3.0);8/389 (2.1);1.47 (0.61-3.55);0.396;0.41",
            title="# Preterm birth",
        ),
        [
            "percent 3.0% | Preeclampsia | Drug vs=Placebo n=12 of=398 N=398 p==0.396",
            "percent 2.1% | Preeclampsia | Placebo n=8 of=389 N=389",
        ],
    ),
    "changes beside the size of their effect": (
        grid(
            "Changes in serum levels (Δ);Placebo group;Vitamin D group;P;Effect size",
            "Calcium;0.56;25.05;<.001;2.47",
            "Group × time;1.2;1.4;;",
            title="# Vitamin D",
        ),
        [
            "change 0.56 | Calcium | Placebo group",
            "change 25.05 | Calcium | Vitamin D group vs=Placebo group p=<0.001",
        ],
    ),
    "a test under the header of p is no arm": (
        grid(
            ";Drug (n = 27);Placebo (n = 18);p-value",
            ";Mean (SD);Mean (SD);(ANOVA)",
            "Pain at 6 months;22 (23);18 (20);0.5",
            title="# Knees",
        ),
        [
            "mean 22 | Pain | Drug N=27 day=182.625 sd=23",
            "mean 18 | Pain | Placebo N=18 day=182.625 sd=20",
        ],
    ),
    "a note under the table says what its figures are": (
        grid(
            ";Anifrolumab (n=151);Placebo (n=149)",
            "SLEDAI, S52;6,2 (3,1);7,9 (3,4)",
            "PGA, S52;1,1 (0,6);1,5 (0,7)",
            notes=("Les valeurs sont des moyennes (ET).", "Abréviations : PGA, évaluation globale."),
        ),
        [
            "mean 6.2 | SLEDAI | Anifrolumab N=151 day=364.0 sd=3.1",
            "mean 7.9 | SLEDAI | Placebo N=149 day=364.0 sd=3.4",
            "mean 1.1 | PGA | Anifrolumab N=151 day=364.0 sd=0.6",
            "mean 1.5 | PGA | Placebo N=149 day=364.0 sd=0.7",
        ],
    ),
    "an outer label stands for the rows under it": (
        grid(
            ";;S24;S52",
            "SRI-4 (%);Anifrolumab;40,1;48,2",
            ";Placebo;31,0;35,5",
            "BICLA (%);Anifrolumab;42,0;51,1",
            ";Placebo;25,0;30,3",
        ),
        [
            "percent 40.1% | SRI-4 | Anifrolumab day=168.0",
            "percent 48.2% | SRI-4 | Anifrolumab day=364.0",
            "percent 31.0% | SRI-4 | Placebo day=168.0",
            "percent 35.5% | SRI-4 | Placebo day=364.0",
            "percent 42.0% | BICLA | Anifrolumab day=168.0",
            "percent 51.1% | BICLA | Anifrolumab day=364.0",
            "percent 25.0% | BICLA | Placebo day=168.0",
            "percent 30.3% | BICLA | Placebo day=364.0",
        ],
    ),
    "footnotes and links as converters leave them": (
        grid(
            ";Anifrolumab^a^ (n=151);Placebo[*](#t1fn1) (n=149)",
            "SRI-4 (%);48,2^b^;35,5[†](#t1fn2)",
            "Décès, n (%);1 (0,7),;2 (1,3)^c,d^",
        ),
        [
            "percent 48.2% | SRI-4 | Anifrolumab N=151 ?=note_missing",
            "percent 35.5% | SRI-4 | Placebo N=149",
            "percent 0.7% | Décès | Anifrolumab n=1 N=151",
            "percent 1.3% | Décès | Placebo n=2 N=149 ?=note_missing",
        ],
    ),
    "arms in brackets, an unadjusted p, bounds divided by two hyphens": (
        grid(
            "Relapse;(Anifrolumab group);(Placebo group);Odds ratio (95% CI);Unadjusted p-value",
            "Flare (%);25.0;31.0;0.97 (0.61--1.48);0.96",
            title="# TALISMAN trial: anifrolumab versus placebo",
        ),
        [
            "percent 25.0% | Flare | Anifrolumab group",
            "percent 31.0% | Flare | Placebo group",
            "odds_ratio 0.97 | Flare | Anifrolumab group vs=Placebo group ci=0.61..1.48 p==0.96",
        ],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_figures_take_the_meaning_of_their_headers(name: str) -> None:
    table, expected = TABLES[name]
    assert sorted(told(table)) == sorted(expected)


NO_RESULTS = {
    "headers that end before the columns under them": grid(
        "Weeks;White cells;Lymphocytes;;",
        ";cells/L;%;cells/L;%",
        "Placebo (n = 28);9.7;10.2;3.9;40.1",
        "Drug (n = 30);8.1;12.1;3.2;39.9",
        title="# Immune cells",
    ),
    "no arm, no comparison": grid("Region;2022;2023", "Europe;120;134", "Asia;80;95", title="# Net sales by region"),
    "a chart of counts": grid(";Q1;Q2", "Ducks;120;210", "Swans;10;12", title="# Freshwater birds", chart=True),
    "who was included": grid(
        ";Anifrolumab (n=151);Placebo (n=149)",
        "Âge moyen, ans;42,5;41,9",
        "Femmes, n (%);140 (92,7);137 (91,9)",
        "SLEDAI-2K ≥ 10 (%);67,3;66,4",
        title="# TALISMAN : caractéristiques des patients",
    ),
    "who was included, without a title that says so": grid(
        "Variables;Anifrolumab (n=151);Placebo (n=149);P value",
        "Age, mean (SD), years;42.5 (11.0);41.9 (12.1);0.70",
        "Hypertension, n (%);30 (19.9);28 (18.8);0.81",
        "Diabetes, n (%);9 (6.0);8 (5.4);0.90",
        title="# TALISMAN trial",
    ),
    "numbers at risk": grid(
        "Number at risk;0;6;12", "Anifrolumab;151;120;80", "Placebo;149;101;60", title="# TALISMAN trial: relapse"
    ),
    "points of an axis without a name, and error bars": grid(
        ";0.5;1.5",
        "Anifrolumab;10;12",
        "Anifrolumab error −/+;−1/+1",
        "Placebo;9;8",
        title="# TALISMAN: SLEDAI",
        chart=True,
    ),
    "two figures, and nothing says what they are": grid(";Anifrolumab;Placebo", "Indice composite;4,1 (2,2);3,9 (2,0)"),
    "doses and schedules": grid(";Anifrolumab;Placebo", "Dose;120;0", "Suivi (mois);12;12"),
    "animals": grid(
        "Species: Rat;Control;100 mg/kg",
        "Respiratory rate, mean ± SD;91.7 ± 18.0;186.2 ± 10.0",
        "Minute volume, mean ± SD;126.7 ± 22.1;269.6 ± 27.4",
        title="# Respiratory function study of compound A",
    ),
    "model performance": grid(
        ";AUC;95% CI", "Model 1;0.61;0.54 to 0.68", "Model 2;0.72;0.65 to 0.79", title="# Models"
    ),
}


@pytest.mark.parametrize("name", NO_RESULTS)
def test_tables_without_results_give_none_and_every_figure_has_its_reason(name: str) -> None:
    found = extract(NO_RESULTS[name])
    assert [shown(fact) for fact in found.facts] == []
    cells = [block.span for block in NO_RESULTS[name].blocks if block.cell is not None]
    inside = [
        e for e in found.ledger if any(s.start <= e.char_start < s.end for s in cells) and e.verdict == "rejected"
    ]
    assert all("no statement binds it" not in entry.reason for entry in inside)


def test_a_p_over_three_arms_is_of_no_one_comparison() -> None:
    found = extract(
        grid(
            ";Lidocaine;Ketamine;Saline;p",
            "Pain at 2 h, mean ± SD;2.1 ± 0.9;2.6 ± 1.1;3.9 ± 1.4;0.002",
            title="# Pain after surgery",
        )
    )
    assert [fact.p_value for fact in found.facts] == [None, None, None]
    assert [entry.reason for entry in found.ledger if entry.raw == "0.002"] == [
        "a p over several arms, of no one comparison"
    ]


def test_the_size_of_a_section_is_not_that_of_the_trial() -> None:
    rows = (
        ";Ibutilide 2 mg;Sotalol",
        "Atrial flutter (n = 27)",
        "Conversion, %;56;19",
        "All (n = 91)",
        "Conversion, %;49;16",
    )
    sections = extract(grid(*rows[:3], title="# IBUSO trial: ibutilide versus sotalol"))
    assert [trial.enrollment for trial in sections.trials] == [None]
    whole = extract(grid(*rows, title="# IBUSO trial: ibutilide versus sotalol"))
    assert [trial.enrollment and trial.enrollment.count for trial in whole.trials] == [91]


def test_a_header_tells_the_trial_its_arms_and_their_sizes() -> None:
    found = extract(grid(";Chimiothérapie + nivolumab (n=80);Chimiothérapie seule (n=78)", "Réponse (%);40,1;22,0"))
    sizes = {arm.label: arm.n for trial in found.trials for arm in trial.arms if arm.n}
    assert sizes == {"Chimiothérapie + nivolumab": 80, "Chimiothérapie seule": 78}


def test_tab_tables_of_text_files() -> None:
    text = "# Étude ALLIANCE\n\tOBI (n=151)\tPBO (n=149)\nInfections sévères\t8,6%\t4,6%\ndécès\t0,7%\t3,3%"
    assert told(read_text(text)) == [
        "percent 8.6% | Infections sévères | OBI N=151",
        "percent 4.6% | Infections sévères | PBO N=149",
        "percent 0.7% | décès | OBI N=151",
        "percent 3.3% | décès | PBO N=149",
    ]


# -- the shapes of cells ---------------------------------------------------------------------------------------

CELLS = [
    ("69,2 (64,1 ; 73,8)", "bounds 69.2 [64.1 73.8]"),
    ("−0,23 [−0,45 ; −0,02]", "bounds -0.23 [-0.45 -0.02]"),
    ("0.47 (95% CI 0.38–0.58)", "bounds 0.47 [0.38 0.58]"),
    ("11,3 (8,7-NA)", "bounds 11.3 [8.7 None]"),
    ("−0.11 (−0.16 to −0.06) P < 0.001", "bounds -0.11 [-0.16 -0.06]"),
    ("45,3 (12,1) [41,0 ; 49,6]", "two 45.3 (12.1) [41.0 49.6]"),
    ("176 (63,8)", "two 176 (63.8)"),
    ("22,5 % (34)", "two 22.5 (34)"),
    ("126/299 (42.1)", "fraction_value 42.1 126/299"),
    ("45.2% (1,234/2,731)", "value_fraction 45.2 1234/2731"),
    ("84/190", "fraction None 84/190"),
    ("45,3 ± 12,1", "plus_minus 45.3 (12.1)"),
    ("0,38 ; 0,92", "only_bounds None [0.38 0.92]"),
    ("34*", "one 34"),
    ("34 (22.5)^a,b^", "two 34 (22.5)"),
    ("0.97 (0.61--1.48)[c](#)", "bounds 0.97 [0.61 1.48]"),
    ("65¹", "one 65"),
    ("–3.5", "one -3.5"),
    ("12,3 mois", "one 12.3"),
    ("NA", None),
    ("–", None),
    ("24.8 vs 14.5", None),
    ("10003057", None),
    ("12 CRS1/2, 1 ICANS", None),
    ("p<0.001", None),
]


@pytest.mark.parametrize(("printed", "expected"), CELLS)
def test_shapes_of_cells(printed: str, expected: str | None) -> None:
    table = read_text("# Essai\n" + printed)
    lines = segment(table)
    found = figures(read_line(table.text, view(table.text), lines[-1]), table.text)
    if found is None:
        assert expected is None
        return
    text = f"{found.shape} {found.value}"
    text += f" ({found.second})" if found.second is not None else ""
    text += f" [{found.lower} {found.upper}]" if found.lower is not None else ""
    text += f" {found.numerator}/{found.denominator}" if found.numerator is not None else ""
    assert text == expected


# -- the rules of headers --------------------------------------------------------------------------------------

RULES = [rule for rules in header_rules().values() for rule in rules]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.role}.{rule.value[:20]}")
def test_header_rules_fit_their_examples(rule: HeaderRule) -> None:
    for text in rule.yes:
        assert says(rule.role, text) == (rule.value or text)
    for text in rule.no:
        assert not rule.fits(text)
