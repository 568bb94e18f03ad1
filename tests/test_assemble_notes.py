"""Footnotes change what a figure says: markers found, notes found, each bound to what carries its marker."""

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from pptx import Presentation
from pptx.util import Pt
from reportlab.pdfgen.canvas import Canvas

from reading import read_text
from slideextract.assemble.header_rules import HeaderRule, header_rules
from slideextract.assemble.notes.markers import find_markers, find_openings
from slideextract.facts import Fact
from slideextract.merge import merge
from slideextract.pipeline import extract
from slideextract.readers import read

# -- markers ---------------------------------------------------------------------------------------------------

MARKERS = [
    ("46,4 %*", ["*"]),
    ("46,4 %† sous X", ["†"]),
    ("BICLA*,† à S52", ["*", "†"]),
    ("65¹", ["1"]),
    ("Placebo (n = 125)ᵃ,ᵇ", ["a", "b"]),
    ("46.4%<sup>a</sup> and 30%^b^", ["a", "b"]),
    ("BICLA (1)", ["1"]),
    ("SRI-4 [a]", ["a"]),
    ("46,4 % §", ["§"]),
    ("IMC 25 kg/m² et 10³ copies", []),  # an area, a power
    ("34 (2)", []),  # a count and its share
    ("**46,4 %** des patients", []),  # emphasis
    ("3 * 5", []),
    ("voir § 3", []),
    ("¹⁸F-FDG", []),  # before a word
    ("Patient # 3", []),
]


@pytest.mark.parametrize(("text", "expected"), MARKERS)
def test_markers_stand_behind_words_and_figures(text: str, expected: list[str]) -> None:
    assert [key for marker in find_markers(text) for key in marker.keys] == expected


OPENINGS = [
    ("*p nominal; †NRI. ‡ analyse post hoc", [("*", "p nominal; "), ("†", "NRI. "), ("‡", "analyse post hoc")]),
    ("*p<0.05; **p<0.01", [("*", "p<0.05; "), ("**", "p<0.01")]),
    ("ᵃ Données observées. ᵇITT", [("a", "Données observées. "), ("b", "ITT")]),
    ("(1) Per protocol; (2) n = 150", [("1", "Per protocol; "), ("2", "n = 150")]),
    ("a. données observées. b. ITT", [("a", "données observées. "), ("b", "ITT")]),
    ("a données observées", [("a", "données observées")]),
    ("Abréviations : NRI, imputation. *p nominal", [("*", "p nominal")]),
    ("2. The second item", []),  # no marker 2 on the page
    ("**Méthodes** : essai randomisé", []),  # emphasis
    ("*46,4", []),  # a figure is no note
]


@pytest.mark.parametrize(("text", "expected"), OPENINGS)
def test_a_footnote_opens_with_its_marker(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_openings(text, {"a", "b", "1"}, footnote=True)
    assert [(one.key, text[one.body : one.end]) for one in found] == expected


RULES = [rule for rules in header_rules("notes").values() for rule in rules]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.role}.{rule.value}")
def test_note_rules_fit_their_examples(rule: HeaderRule) -> None:
    assert [text for text in rule.yes if not rule.fits(text)] == []
    assert [text for text in rule.no if rule.fits(text)] == []


# -- what notes say --------------------------------------------------------------------------------------------


def told(facts: tuple[Fact, ...]) -> dict[str, str]:
    """By figure, what notes can say of it: "p=0.02 vs placebo n=132 d=150 {NRI} [other] post_hoc"."""
    return {fact.raw: _told(fact) for fact in facts}


def _told(fact: Fact) -> str:
    parts = [
        f"{fact.kind}" if fact.kind != "percent" else "",
        f"p{fact.p_modifier}{fact.p_value}" if fact.p_value is not None else "",
        f"vs {fact.comparator}" if fact.comparator else "",
        f"n={fact.arm_n}" if fact.arm_n else "",
        f"d={fact.denominator}" if fact.denominator else "",
        f"{{{fact.population}}}" if fact.population else "",
        f"[{fact.endpoint_type}]" if fact.endpoint_type else "",
        f"@{fact.timepoint_days:g}" if fact.timepoint_days is not None else "",
        "adjusted" if fact.adjusted else "",
        *fact.flags,
    ]
    return " ".join(part for part in parts if part)


HEAD = "Critère\tAnifrolumab (n = 180)\tPlacebo (n = 182)"
CASES = {
    "on a value, a p and a sentence": (
        [
            "À S52, une réponse BICLA a été obtenue chez 46,4 %* sous anifrolumab et 30,1 % sous placebo (p = 0,02†).",
            "*imputation des non-répondeurs ; †p nominal",
        ],
        {"46,4 %": "p=0.02 {imputation des non-répondeurs} @364 p_nominal", "30,1 %": "@364"},
    ),
    "behind a sentence: all of it": (
        [
            "At week 52, BICLA response was seen in 46.4% with anifrolumab and 30.1% with placebo.†",
            "† Post hoc analysis",
        ],
        {"46.4%": "[other] @364 post_hoc", "30.1%": "[other] @364 post_hoc"},
    ),
    "on a row, a column and cells": (
        [
            HEAD + "§\tp",
            "BICLA à S52ᵃ\t46,4 %\t30,1 %\t0,002",
            "SRI-4 à S52\t50,0 %*\t40,0 %\t0,04†",
            "* analyse exploratoire",
            "† valeur de p nominale",
            "§ n = 150",
            "a. données observées",
        ],
        {
            "46,4 %": "p=0.002 vs Placebo n=180 {données observées} @364",
            "30,1 %": "n=150 {données observées} @364",
            "50,0 %": "p=0.04 vs Placebo n=180 [other] @364 exploratory p_nominal",
            "40,0 %": "n=150 @364",
        },
    ),
    "brackets; a citation binds nothing": (
        [
            HEAD,
            "BICLA à S52 (1)\t46,4 %¹\t30,1 % (2)",
            "(1) Analyse per protocole. (2) n = 150",
            "1. Martin A et al. Analyse post hoc. Lancet 2021;3:4-9",
        ],
        {"46,4 %": "n=180 {Analyse per protocole} @364", "30,1 %": "n=182 d=150 {Analyse per protocole} @364"},
    ),
    "p of a star": (
        [HEAD, "BICLA\t46,4 %**\t30,1 %", "*p < 0,05 vs placebo ; **p < 0,01 vs placebo"],
        {"46,4 %": "p<0.01 vs placebo n=180", "30,1 %": "n=182"},
    ),
    "compared with the start": (
        [
            HEAD,
            "SLEDAI score, mean\t-5,2†\t-3,1†",
            "† versus baseline",
        ],
        {"-5,2": "change n=180", "-3,1": "change n=182"},
    ),
    "a p against the start, an adjusted p": (
        [
            f"{HEAD}\tp",
            "SLEDAI\t-5,2 points\t-3,1 points\t0,02†",
            "BICLA\t46,4 %\t30,1 %\t0,03‡",
            "† versus baseline",
            "‡ adjusted for multiplicity",
        ],
        {
            "-5,2 points": "score p=0.02 vs Placebo n=180 p_versus_baseline",
            "-3,1 points": "score n=182",
            "46,4 %": "p=0.03 vs Placebo n=180 adjusted",
            "30,1 %": "n=182",
        },
    ),
    "another time, another judge": (
        [
            "# Efficacy at week 52",
            "Endpoint\tNivolumab (n = 100)\tPlacebo (n = 100)",
            "ORR (%)‡\t40.1\t20.3§",
            "‡ BICR, unconfirmed responses",
            "§ week 48",
        ],
        {
            "40.1": "n=100 @364 centrally_assessed unconfirmed",
            "20.3": "n=100 @336 centrally_assessed unconfirmed",
        },
    ),
    "on the title: the whole slide": (
        [
            "# BICLA response at week 52*",
            "Endpoint\tAnifrolumab (n = 180)\tPlacebo (n = 182)",
            "BICLA\t46.4%\t30.1%",
            "*Full analysis set",
        ],
        {"46.4%": "n=180 {Full analysis set} @364", "30.1%": "n=182 {Full analysis set} @364"},
    ),
    "no note": (
        [HEAD, "BICLA\t46,4 %†\t30,1 %²"],
        {"46,4 %": "n=180 note_missing", "30,1 %": "n=182"},
    ),
    "two notes": (
        [HEAD, "BICLA\t46,4 %†\t30,1 %", "† p nominal", "† NRI"],
        {"46,4 %": "n=180 note_ambiguous", "30,1 %": "n=182"},
    ),
    "missing patients are no denominator": (
        [HEAD, "BICLA\t46,4 %†\t30,1 %", "† données manquantes chez n = 5 patients"],
        {"46,4 %": "n=180", "30,1 %": "n=182"},
    ),
    "the note of another page": (
        [HEAD, "BICLA\t46,4 %†\t30,1 %", "---", "† p nominal"],
        {"46,4 %": "n=180 note_missing", "30,1 %": "n=182"},
    ),
    "each table has its own": (
        [
            HEAD,
            "BICLA\t46,4 %*\t30,1 %",
            "*NRI",
            "Deuxième tableau",
            HEAD,
            "SRI-4\t50,0 %*\t40,0 %",
            "*données observées",
        ],
        {"46,4 %": "n=180 {NRI}", "30,1 %": "n=182", "50,0 %": "n=180 {données observées}", "40,0 %": "n=182"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_note_holds_for_what_carries_its_marker(name: str) -> None:
    lines, expected = CASES[name]
    assert told(extract(read_text("\n".join(lines))).facts) == expected


def test_the_note_is_evidence() -> None:
    lines = [HEAD, "BICLA\t46,4 %*,†\t30,1 %§", "*NRI; †p < 0,05 vs placebo; § n = 150"]
    first, second = extract(read_text("\n".join(lines))).facts
    cited = {name: place.quote for name, place in {**first.slots, **second.slots}.items()}
    expected = {"note": "§ n = 150", "note_2": "†p < 0,05 vs placebo;", "population": "NRI", "denominator": "150"}
    assert expected.items() <= cited.items()
    assert first.slots["note"].quote == "*NRI;"
    assert first.slots["p"].quote == "p < 0,05"
    assert first.raw == "46,4 %"


def test_a_note_outlives_its_duplicate() -> None:
    lines = [HEAD, "BICLA\t46,4 %*\t30,1 %", "* analyse post hoc", "---", HEAD, "BICLA\t46,4 %\t30,1 %"]
    facts, _ = merge([extract(read_text("\n".join(lines)))])
    assert [(fact.raw, fact.flags, len(fact.also)) for fact in facts] == [
        ("46,4 %", ("post_hoc",), 1),
        ("30,1 %", (), 1),
    ]


def test_two_readings_of_one_response_are_no_conflict() -> None:
    lines = ["# ORR at week 24", "Endpoint\tNivolumab (n = 100)", "ORR (%)*\t40.1", "* per investigator"]
    other = ["---", "# ORR at week 24", "Endpoint\tNivolumab (n = 100)", "ORR (%)†\t36.2", "† BICR"]
    _, trials = merge([extract(read_text("\n".join([*lines, *other])))])
    assert [conflict.field for trial in trials for conflict in trial.conflicts] == []


# -- as the formats print them ---------------------------------------------------------------------------------

ROWS = [
    ["Endpoint", "Anifrolumab (n = 180)", "Placebo (n = 182)", "p"],
    ["BICLA", "46.4%", "30.1%", "0.002"],
    ["SRI-4", "65.0%", "40.0%", "0.04"],
]
MARKED = {(0, 2): "(2)", (1, 1): "a", (2, 0): "b", (2, 3): "†", (2, 1): "1"}
NOTES = ["Observed data. ", "Post hoc analysis", "† nominal p value. (2) n = 150", "1. Martin A et al. Lancet 2021;3:4"]
EXPECTED = {
    "46.4%": "p=0.002 vs Placebo n=180 {Observed data}",
    "30.1%": "n=150",
    "65.0%": "p=0.04 vs Placebo n=180 [other] p_nominal post_hoc",
    "40.0%": "n=150 [other] post_hoc",
}


def raise_mark(paragraph: Any, mark: str, size: int | None = None) -> None:
    run = paragraph.add_run()
    run.text = mark
    run.font.size = size and Pt(size)
    run.font._element.set("baseline", "30000")  # noqa: SLF001 - python-pptx has no name for it


def pptx(path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "TULIP-SC: efficacy"
    table = slide.shapes.add_table(3, 4, Pt(40), Pt(120), Pt(640), Pt(200)).table
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
            if mark := MARKED.get((row, column)):
                raise_mark(table.cell(row, column).text_frame.paragraphs[0], mark)
    frame = slide.shapes.add_textbox(Pt(40), Pt(470), Pt(640), Pt(60)).text_frame
    for number, text in enumerate(NOTES):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if number < 2:
            raise_mark(paragraph, "ab"[number], 10)
        run = paragraph.add_run()
        run.text, run.font.size = text, Pt(10)
    deck.save(str(path))


def pdf(path: Path) -> None:
    page = Canvas(str(path), pagesize=(960, 540))
    page.setFont("Helvetica-Bold", 28)
    page.drawString(40, 480, "TULIP-SC: efficacy")
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            _draw(page, 40 + 230 * column, 400 - 40 * row, text, MARKED.get((row, column), ""))
    page.grid([32, 262, 492, 722, 920], [305, 345, 385, 425])
    for number, text in enumerate(NOTES):
        page.setFont("Helvetica", 6)
        page.drawString(42, 79 - 15 * number, "ab  "[number])
        page.setFont("Helvetica", 10)
        page.drawString(48, 75 - 15 * number, text)
    page.save()


def _draw(page: Canvas, left: float, low: float, text: str, mark: str) -> None:
    page.setFont("Helvetica", 18)
    page.drawString(left, low, text)
    page.setFont("Helvetica", 11)
    page.drawString(left + page.stringWidth(text, "Helvetica", 18), low + 7, mark)


def word(path: Path) -> None:
    document = docx.Document()
    document.add_heading("TULIP-SC: efficacy", 1)
    table = document.add_table(3, 4)
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            paragraph = table.cell(row, column).paragraphs[0]
            paragraph.add_run(text)
            paragraph.add_run(MARKED.get((row, column), "")).font.superscript = True
    for number, text in enumerate(NOTES):
        document.add_paragraph(f"{'ab'[number]}. {text}" if number < 2 else text)
    document.save(str(path))


def html(path: Path) -> None:
    rows = "".join(
        "<tr>" + "".join(f"<td>{text}{_sup(MARKED.get((r, c), ''))}</td>" for c, text in enumerate(cells)) + "</tr>"
        for r, cells in enumerate(ROWS)
    )
    notes = "".join(f"<p>{_sup('ab  '[number])}{text}</p>" for number, text in enumerate(NOTES))
    path.write_text(f"<html><body><h1>TULIP-SC: efficacy</h1><table>{rows}</table>{notes}</body></html>", "utf-8")


def markdown(path: Path) -> None:
    lines = [
        "| " + " | ".join(f"{t}{_caret(MARKED.get((r, c)))}" for c, t in enumerate(row)) + " |"
        for r, row in enumerate(ROWS)
    ]
    lines.insert(1, "|---|---|---|---|")
    notes = [f"^{'ab'[number]}^ {text}" if number < 2 else text for number, text in enumerate(NOTES)]
    path.write_text("\n".join(["# TULIP-SC: efficacy", "", *lines, "", "\n\n".join(notes)]), "utf-8")


def _sup(mark: str) -> str:
    return f"<sup>{mark}</sup>" if mark.strip() else ""


def _caret(mark: str | None) -> str:
    return f"^{mark}^" if mark and mark.isalnum() else mark or ""


WRITERS = {"a.pptx": pptx, "a.pdf": pdf, "a.docx": word, "a.html": html, "a.md": markdown}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_keeps_its_markers(name: str, tmp_path: Path) -> None:
    WRITERS[name](tmp_path / name)
    assert told(extract(read(tmp_path / name)).facts) == EXPECTED


def test_word_numbers_its_footnotes_itself(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("TULIP-SC: efficacy", 1)
    text = "At week 52, BICLA response was seen in 46.4%CALL with anifrolumab and 30.1% with placebo."
    document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    (tmp_path / "a.docx").write_bytes(with_footnote(stream.getvalue(), "Post hoc analysis"))
    found = read(tmp_path / "a.docx")
    assert "46.4%¹ with" in found.text
    assert "¹ Post hoc analysis" in found.text
    assert told(extract(found).facts) == {"46.4%": "[other] @364 post_hoc", "30.1%": "@364"}


def with_footnote(data: bytes, note: str) -> bytes:
    """The file with a footnote called where it says CALL."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    notes = (
        f'<w:footnotes xmlns:w="{name}"><w:footnote w:id="7"><w:p><w:r><w:footnoteRef/></w:r>'
        f"<w:r><w:t> {note}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    changes = {
        "word/document.xml": (b"CALL", b'</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:t>'),
        "word/_rels/document.xml.rels": (
            b"</Relationships>",
            f'<Relationship Id="n1" Type="{office}/footnotes" Target="footnotes.xml"/></Relationships>'.encode(),
        ),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(*changes.get(part, (b"\0", b"\0"))))
        new.writestr("word/footnotes.xml", notes)
    return stream.getvalue()
