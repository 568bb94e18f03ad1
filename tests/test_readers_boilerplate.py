"""What press releases carry besides their news is kept, tagged, and gives no results, in every format."""

from collections.abc import Callable
from pathlib import Path

import docx
import pptx
import pytest
from pptx.util import Inches
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from slideextract import extract, read
from slideextract.document import BlockKind
from slideextract.readers.boilerplate import find_boilerplate, find_rule, rules

NEWS = "The drug worked in 45% of the patients, as the company said today in a statement of some length."
Passage = tuple[str, tuple[str, ...]]  # a heading and the paragraphs under it

ENGLISH: tuple[Passage, ...] = (
    ("Corvane reports the results of HALCYON-2 in lupus", ()),
    (
        "Results",
        ("At week 52, 54% of patients on belimumab and 36% on placebo had an SRI-4 response (p = 0.002).",),
    ),
    (
        "About Corvane",
        (
            "Corvane treats 62% of patients with lupus, and its sales grew by 23% in 2024.",
            "In its earlier trial 71% of patients on belimumab and 20% on placebo had a response.",
        ),
    ),
    ("Forward-looking statements", ("A response in 88% of patients on belimumab may not be seen again (p < 0.001).",)),
    ("Media contacts", ("Response rate of 19% with belimumab: call us.",)),
)
FRENCH: tuple[Passage, ...] = (
    ("Corvane présente les résultats de HALCYON-2 dans le lupus", ()),
    (
        "Résultats",
        ("À la semaine 52, 54 % des patients sous bélimumab et 36 % sous placebo avaient une réponse SRI-4.",),
    ),
    (
        "À propos de Corvane",
        (
            "Corvane traite 62 % des patients atteints de lupus ; son chiffre d'affaires a crû de 23 % en 2024.",
            "Dans un essai antérieur, 71 % des patients sous bélimumab et 20 % sous placebo avaient une réponse.",
        ),
    ),
    ("Déclarations prospectives", ("Une réponse chez 88 % des patients sous bélimumab pourrait ne pas se répéter.",)),
    ("Contacts presse", ("Taux de réponse de 19 % sous bélimumab : appelez-nous.",)),
)


def write_markdown(passages: tuple[Passage, ...], path: Path) -> None:
    parts = (f"{'#' if i == 0 else '##'} {head}\n\n" + "\n\n".join(body) for i, (head, body) in enumerate(passages))
    path.write_text("\n\n".join(parts), encoding="utf-8")


def write_html(passages: tuple[Passage, ...], path: Path) -> None:
    parts = (
        f"<h{min(i, 1) + 1}>{head}</h{min(i, 1) + 1}>" + "".join(f"<p>{text}</p>" for text in body)
        for i, (head, body) in enumerate(passages)
    )
    frame = "<nav><a href=/>97% of patients on belimumab responded</a></nav>"
    cookies = "<div id=cookie-banner><p>We use cookies: 96% of patients on placebo agree.</p></div>"
    path.write_text(f"<meta charset=utf-8><body>{frame}{''.join(parts)}{cookies}", encoding="utf-8")


def write_docx(passages: tuple[Passage, ...], path: Path) -> None:
    file = docx.Document()
    for i, (head, body) in enumerate(passages):
        file.add_heading(head, min(i, 1))
        for text in body:
            file.add_paragraph(text)
    file.save(str(path))


def write_pdf(passages: tuple[Passage, ...], path: Path) -> None:
    styles = getSampleStyleSheet()
    parts = []
    for i, (head, body) in enumerate(passages):
        parts.append(Paragraph(head, styles["Heading2" if i else "Title"]))
        parts += [Paragraph(text, styles["BodyText"]) for text in body]
    SimpleDocTemplate(str(path), pagesize=A4).build(parts)


WRITERS: dict[str, Callable[[tuple[Passage, ...], Path], None]] = {
    "release.md": write_markdown,
    "release.html": write_html,
    "release.docx": write_docx,
    "release.pdf": write_pdf,
}


@pytest.mark.parametrize("passages", [ENGLISH, FRENCH], ids=["en", "fr"])
@pytest.mark.parametrize("name", WRITERS)
def test_figures_of_boilerplate_are_no_results(name: str, passages: tuple[Passage, ...], tmp_path: Path) -> None:
    path = tmp_path / name
    WRITERS[name](passages, path)
    document = read(path)
    assert all(f"{figure}" in document.text for figure in ("62", "71", "88", "19"))
    assert {fact.value for fact in extract(document).facts if fact.kind == "percent"} == {54, 36}


def test_a_slide_ends_its_boilerplate(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    for text in ("Forward-looking statements", "No title: 54% of patients on belimumab had a response"):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        slide.shapes.add_textbox(Inches(1), Inches(1), Inches(7), Inches(1)).text_frame.text = text
    deck.save(str(tmp_path / "deck.pptx"))
    kinds = [block.kind for block in read(tmp_path / "deck.pptx").blocks]
    assert [kind is BlockKind.BOILERPLATE for kind in kinds] == [True, False]


def test_the_number_of_a_slide_at_its_foot_is_no_content(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    for top, text in ((7.1, "1"), (3.0, "1"), (7.1, "2")):
        if len(deck.slides) == 0:
            deck.slides.add_slide(deck.slide_layouts[6])
        deck.slides[0].shapes.add_textbox(Inches(8), Inches(top), Inches(1), Inches(0.3)).text_frame.text = text
    deck.save(str(tmp_path / "deck.pptx"))
    document = read(tmp_path / "deck.pptx")
    headers = [block for block in document.blocks if block.kind is BlockKind.HEADER]
    assert [(block.box.top if block.box else 0) > 500 for block in headers] == [True]
    assert [document.text[block.span.start : block.span.end] for block in headers] == ["1"]


H, P = BlockKind.HEADING, BlockKind.PARAGRAPH


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        pytest.param(
            [(P, NEWS), (H, "About Acme"), (P, "Acme grew 23%."), (H, "Methods"), (P, "Randomised.")],
            {1, 2},
            id="lasts to the next heading",
        ),
        pytest.param(
            [
                (P, NEWS),
                (P, "About Acme"),
                (P, "Acme grew."),
                (P, "About the X-1 trial"),
                (P, "It enrolled 20 adults."),
            ],
            {1, 2},
            id="ends at what is said of a trial",
        ),
        pytest.param(
            [(P, "About us"), (P, "Contact us now for a free trial of it")] + 9 * [(P, NEWS)],
            {0, 1},
            id="all of a document is not believed",
        ),
    ],
)
def test_reach(blocks: list[tuple[BlockKind, str]], found: set[int]) -> None:
    assert find_boilerplate(blocks) == found


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in rules() for text in rule.yes])
def test_rules_match(rule: object, text: str) -> None:
    assert find_rule(text) == rule


@pytest.mark.parametrize("text", [text for rule in rules() for text in rule.no])
def test_rules_spare(text: str) -> None:
    assert find_rule(text) is None
