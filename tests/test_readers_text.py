"""Plain text and Markdown: blocks, tables, pages, and not a character changed."""

import hashlib
from pathlib import Path

import pytest

from slideextract.document import BlockKind, Document
from slideextract.errors import ReadError
from slideextract.readers import limits
from slideextract.readers.line_marks import goes_on, read_mark
from slideextract.readers.text import read_text

DEV = Path(__file__).parents[1] / ".." / "shared" / "dev"


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return read_text(data, "slide.txt", hashlib.sha256(data).hexdigest())


def blocks(text: str) -> list[tuple[str, str]]:
    document = read(text)
    return [(block.kind.value, document.text[block.span.start : block.span.end]) for block in document.blocks]


def grid(text: str) -> dict[tuple[int, int], str]:
    """The cells of a text by row and column; a span is written behind the text."""
    document = read(text)
    found = {}
    for block in document.blocks:
        if block.cell:
            spans = f"|{block.cell.row_span}x{block.cell.column_span}"
            printed = document.text[block.span.start : block.span.end]
            found[block.cell.row, block.cell.column] = printed + (spans if spans != "|1x1" else "")
    return found


def test_the_text_is_the_files_own() -> None:
    text = "Réponse à S24\u00a0: 56,2\u202f% ﬁn\u00ad\n\n\t- <b>p</b>=0,002 &lt; 0,05  \n"
    assert read(text).text == text
    assert read(text).pages[0].span == (0, len(text))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\r\nb\rc", "a\nb\nc"),
        (b"\xef\xbb\xbfa", "\ufeffa"),
        ("é ≥ 65 %".encode("utf-16"), "é ≥ 65 %"),
        ("été, un mot".encode("utf-16-le"), "été, un mot"),
        ("été, un mot".encode("utf-16-be"), "été, un mot"),
        ("Décès : 5 % – œdème".encode("cp1252"), "Décès : 5 % – œdème"),
        ("Résultats : décès observés".encode("mac_roman"), "Résultats : décès observés"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert read(data).text == text


def test_broken_bytes_are_counted() -> None:
    document = read("décès à S24, événements : 5 %".encode() + b"\xff")
    assert document.text.endswith("5 %\ufffd")
    assert document.warnings == ("1 characters can't be decoded and are shown as \ufffd",)


def test_nul_is_replaced() -> None:
    document = read("n = 25" + " " * 5000 + "\x00")
    assert "\x00" not in document.text
    assert len(document.warnings) == 1


def test_other_encodings_are_refused() -> None:
    with pytest.raises(ReadError, match="save it as UTF-8") as caught:
        read("Результаты исследования: ответ".encode("cp1251"))
    assert caught.value.status == "corrupt"


def test_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.ENVIRONMENT, "markup=10")
    with pytest.raises(ReadError, match="--limit markup=11") as caught:
        read("a" * 11)
    assert caught.value.status == "hostile"


BLOCKS = [
    ("Title of the deck today\n\nSome prose here.",
     [("title", "Title of the deck today"), ("paragraph", "Some prose here.")]),
    ("# Methods\nWe did it.", [("heading", "Methods"), ("paragraph", "We did it.")]),
    ("RÉSULTATS\nLa réponse était de 5 %.", [("heading", "RÉSULTATS"), ("paragraph", "La réponse était de 5 %.")]),
    ("Le texte.\n\n**Points clés**\n", [("paragraph", "Le texte."), ("heading", "**Points clés**")]),
    ("Le texte.\n\n**Un titre\nen gras**\n", [("paragraph", "Le texte."), ("heading", "**Un titre\nen gras**")]),
    ("- un\n• deux\n■ trois\n1. quatre\n o cinq",
     [("bullet", word) for word in ("un", "deux", "trois", "quatre", "cinq")]),
    ("■ Drug A (n = 68) ■ Placebo (n = 75)", [("bullet", "Drug A (n = 68)"), ("bullet", "Placebo (n = 75)")]),
    ("56,2 %\n\np=0,0002\n\nAnifrolumab", [("label", "56,2 %"), ("label", "p=0,0002"), ("label", "Anifrolumab")]),
    ("56,2 %\np=0,0002\n37,1 %", [("label", "56,2 %"), ("label", "p=0,0002"), ("label", "37,1 %")]),
    ("Drug A\nPlacebo", [("label", "Drug A"), ("label", "Placebo")]),
    ("Adjusted difference\n23.1% (95% CI, 1 to 3)\np<0.01",
     [("label", "Adjusted difference\n23.1% (95% CI, 1 to 3)\np<0.01")]),
    ("Proportion de\nfemmes : 91,2 %", [("label", "Proportion de\nfemmes : 91,2 %")]),
    ("Baisse durable :\n56,2 % contre 34,0 %.", [("paragraph", "Baisse durable :\n56,2 % contre 34,0 %.")]),
    ("Infections (22 %,\nzona 3 %).\nUne autre phrase.",
     [("paragraph", "Infections (22 %,\nzona 3 %)."), ("paragraph", "Une autre phrase.")]),
    ("- un motif,\n- un autre,\nla Commission dit non.",
     [("bullet", "un motif,"), ("bullet", "un autre,"), ("paragraph", "la Commission dit non.")]),
    ("Table 2. Response at week 12\n", [("caption", "Table 2. Response at week 12")]),
    ("::: caption\nResponse at\nweek 12\n:::\nMore text.",
     [("caption", "Response at\nweek 12"), ("paragraph", "More text.")]),
    ("<figcaption>Survival of all</figcaption> <p>More text.</p>",
     [("caption", "Survival of all"), ("paragraph", "More text.")]),
    ("¹Dupont et al.\n\n†vs placebo\n\n* p < 0.05 vs placebo",
     [("footnote", "¹Dupont et al."), ("footnote", "†vs placebo"), ("footnote", "* p < 0.05 vs placebo")]),
    ("¹⁸F-FDG PET was done.", [("paragraph", "¹⁸F-FDG PET was done.")]),
    ("# Abstract ## Methods We assigned 20 adults. ## Results The rate was 5%.",
     [("heading", "Abstract"), ("heading", "Methods"), ("paragraph", "We assigned 20 adults."),
      ("heading", "Results"), ("paragraph", "The rate was 5%.")]),
    ("---\n\n![](x.png)\n", []),
    ("- 0.5", [("label", "- 0.5")]),
    ("– 4 patients", [("bullet", "4 patients")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BLOCKS)
def test_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(text) == expected


WRAPPED = """\
In this trial, adults with active disease were randomly assigned to the drug
every four weeks or to placebo. The primary endpoint was the response at
Week 24 in all randomised patients. Secondary endpoints were remission and
quality of life.
"""


def test_wrapped_lines_are_one_paragraph() -> None:
    assert blocks(WRAPPED) == [("paragraph", WRAPPED.strip())]


def test_sentences_on_lines_of_their_own_stay_apart() -> None:
    lines = [f"{name} {'was seen in a number of patients' * 4}." for name in ("Fatigue", "Nausea", "Fever")]
    assert [text for _, text in blocks("\n".join(lines))] == lines


def test_tabs() -> None:
    text = "\tDrug (n=10)\tPlacebo (n=11)\nPain\t8 %\t\nDeath\t\t3 %\n"
    assert grid(text) == {
        (0, 1): "Drug (n=10)", (0, 2): "Placebo (n=11)", (1, 0): "Pain", (1, 1): "8 %", (2, 0): "Death", (2, 2): "3 %",
    }  # fmt: skip


def test_a_name_over_empty_fields_spans_them() -> None:
    text = "Efficacy\t\t\t\t\n\tWeek 12\t\tWeek 24\t\n\tDrug\tPlacebo\tDrug\tPlacebo\nACR20\t5 %\t6 %\t7 %\t8 %\n"
    found = grid(text)
    assert found[0, 0] == "Efficacy|1x5"
    assert found[1, 1] == "Week 12|1x2"
    assert found[1, 3] == "Week 24|1x2"
    assert found[2, 2] == "Placebo"


def test_one_line_with_a_tab_is_prose() -> None:
    assert blocks("Rate:\t5 %") == [("label", "Rate:\t5 %")]


@pytest.mark.parametrize(
    "text",
    [
        "| | Drug | Placebo |\n|---|:-:|--:|\n| Pain | 8 % | |\n| Death | | 3 % |",
        " | Drug | Placebo\n--- | --- | ---\nPain | 8 % |\nDeath | | 3 %",
        "+--+--+--+\n| | Drug | Placebo |\n+==+==+==+\n| Pain | 8 % | |\n+--+--+--+\n| Death | | 3 % |",
        "         Drug   Placebo\n-------- ------ -------\nPain     8 %\nDeath           3 %\n",
        "  --------------\n        Drug Placebo\n  ----- ---- ----\n  Pain  8 %\n\n  Death      3 %\n  ----------\n",
        "         Drug   Placebo   p\nPain     8 %    4 %       0.1\nDeath    2 %    3 %       0.2",
        "<table><tr><td><th>Drug</th><th>Placebo<tr><td>Pain<td>8 %<td></tr><tr><td>Death<td><td>3 %</table>",
        "<tr><td><td>Drug<td>Placebo\n<tr><td>Pain<td>8 %<td>\n<tr><td>Death<td><td>3 %",
    ],
)
def test_tables(text: str) -> None:
    found = grid(text)
    assert (found[0, 1], found[0, 2]) == ("Drug", "Placebo")
    assert (found[1, 0], found[1, 1]) == ("Pain", "8 %")
    assert (found[2, 0], found[2, 2]) == ("Death", "3 %")
    assert (2, 1) not in found or found[2, 1] == "2 %"


def test_a_blank_line_before_a_header_of_its_own_ends_a_table() -> None:
    one = "  Pain      n     Mean\n  --------- ----- -----\n  Drug      12    3.2\n"
    other = "  Sleep     n     %\n  --------- ----- -----\n  Drug      12    43\n"
    tables = {block.cell.table for block in read(f"{one}\n{other}").blocks if block.cell is not None}
    assert len(tables) == len((one, other))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (  # a label over two rows, a header over two columns
            (
                "Outcome;At week 12;p;",
                "Drug;Placebo;;",
                "Pain;2.1;3.4;0.02",
                "Fatigue;4.0;5.2;0.30",
                "Sleep;6.1;5.9;0.7",
            ),
            ("Outcome", "At week 12|1x2", None, "p", None, "Drug", "Placebo", None),
        ),
        (  # two headers, each over the same columns
            ("Outcome;Drug;Placebo;;;", ";Mean;SD;Mean;SD;p", "Pain;2.1;0.4;3.4;0.5;0.02", "Sleep;6.1;0.7;5.9;0.8;0.7"),
            ("Outcome", "Drug|1x2", None, "Placebo|1x2", None, None, None, "Mean", "SD", "Mean", "SD", "p"),
        ),
        (  # a blank label over both rows, and as many headers in each row
            (";Drug;Placebo;Effect;p;;", "Measure;Day 1;Day 9;Day 1;Day 9;;", "Pain;2;3;2;4;0.2;0.3"),
            (None, "Drug|1x2", None, "Placebo|1x2", None, "Effect", "p", "Measure", "Day 1", "Day 9", "Day 1", "Day 9"),
        ),
        (  # three rows, of which two begin under a blank label
            (";6-week visit;End;;", "Drug;Placebo;Drug;Placebo;", "(n=9);(n=8);(n=9);(n=7);", "Pain;2.1;3.4;1.0;4.2"),
            (
                None,
                "6-week visit|1x2",
                None,
                "End|1x2",
                None,
                None,
                "Drug",
                "Placebo",
                "Drug",
                "Placebo",
                None,
                "(n=9)",
            ),
        ),
        (  # one row under a blank label
            ("n;Mean;SD;p;", "Drug;44;3.2;1.1;0.02", "Placebo;43;3.9;1.4;"),
            (None, "n", "Mean", "SD", "p", "Drug", "44"),
        ),
        (  # names over two columns of names
            (";Drug;Placebo;", "Sex;Female;52 %;48 %", ";Male;48 %;52 %", "Smokers;10 %;12 %;"),
            (None, None, "Drug", "Placebo", "Sex", "Female", "52 %", "48 %", None, "Male", "48 %", "52 %"),
        ),
    ],
)
def test_merged_cells_that_a_converter_dropped(rows: tuple[str, ...], expected: tuple[str | None, ...]) -> None:
    lines = ["".join(f"  {cell:12}" for cell in row.split(";")) for row in rows]
    width = len(rows[0].split(";"))
    found = grid("\n".join([lines[0], "  ------------" * width, *lines[1:]]) + "\n")
    assert tuple(found.get(divmod(place, width)) for place in range(len(expected))) == expected


def test_a_name_over_two_columns_of_names_keeps_its_figures_under_their_headers() -> None:
    rows = (";Drug;Placebo;", "Sex;Female;52 %;48 %", ";Male;48 %;52 %", "Smokers;10 %;12 %;")
    lines = ["".join(f"  {cell:12}" for cell in row.split(";")) for row in rows]
    found = grid("\n".join([lines[0], "  ------------" * 4, *lines[1:]]) + "\n")
    assert (found[3, 0], found[3, 2], found[3, 3]) == ("Smokers|1x2", "10 %", "12 %")


def test_the_end_of_a_fence_ends_its_table() -> None:
    text = (
        "::: table\n  Arm    Rate\n  ------ ------\n  Drug   45 %::::  :::: other\n::: caption\nThe next table\n:::\n"
    )
    assert [kind for kind, _ in blocks(text)] == ["cell"] * 4 + ["caption"]


def test_rows_above_a_rule_are_headers() -> None:
    document = read("| | Drug |\n|---|---|\n| Pain | 8 % |")
    assert [block.cell.header for block in document.blocks if block.cell] == [True, False, False]


def test_tags_with_spans_and_tables_inside() -> None:
    text = (
        "Before <table><caption>Table 1</caption><tr><th rowspan=2>Arm</th><th colspan='2'>Week</th></tr>"
        "<tr><th>1</th><th>2</th></tr><tr><td>A</td><td><p>5 %</p></td><td>6 %"
        "<table><tr><td>x</td><td>7</td></tr></table></td></tr></table> After"
    )
    document = read(text)
    outer = {(b.cell.row, b.cell.column): b for b in document.blocks if b.cell and b.cell.table == 1}
    assert [b.kind.value for b in document.blocks if b.cell is None] == ["label", "caption", "label"]
    assert (outer[0, 0].cell, outer[0, 1].cell) != (None, None)
    assert {place: text[b.span.start : b.span.end] for place, b in outer.items()} == {
        (0, 0): "Arm", (0, 1): "Week", (1, 1): "1", (1, 2): "2", (2, 0): "A", (2, 1): "5 %", (2, 2): "6 %",
    }  # fmt: skip
    assert [text[b.span.start : b.span.end] for b in document.blocks if b.cell and b.cell.table == 0] == ["x", "7"]


def test_spans_are_bounded() -> None:
    document = read("<table><tr><td rowspan=999999>a</td><td colspan=999999>b</td></tr><tr><td>c</td></tr></table>")
    assert [(b.cell.row_span, b.cell.column_span) for b in document.blocks if b.cell] == [(2, 1), (1, 1), (1, 1)]


def test_cells_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.ENVIRONMENT, "cells=10")
    with pytest.raises(ReadError, match="--limit cells=NUMBER") as caught:
        read("a\tb\n" * 6)
    assert caught.value.status == "hostile"


@pytest.mark.parametrize(
    "text",
    [
        "One.\fTwo.\fThree.",
        "One.\fTwo.\fThree.\f\n",
        "--- page 1 ---\nOne.\n--- page 2 ---\nTwo.\n--- page 3 ---\nThree.",
        "One.\n<!-- Page 2 -->\nTwo.\n<!-- Page 3 -->\nThree.",
        "<!-- Slide number: 1 -->\nOne.\n\n<!-- Slide number: 2 -->\nTwo.\n<!-- Slide number: 3 -->\nThree.",
        "## Page 1\n\nOne.\n\n## Page 2 / 3\n\nTwo.\n\n## Page 3 / 3\nThree.",
        "[Diapositive 1]\nOne.\n[Diapositive 2]\nTwo.\n[Diapositive 3]\nThree.",
        "{1}------------------\nOne.\n{2}------------------\nTwo.\n{3}------------------\nThree.",
    ],
)
def test_pages(text: str) -> None:
    document = read(text)
    assert [page.number for page in document.pages] == [1, 2, 3]
    prose = [block for block in document.blocks if block.kind is BlockKind.PARAGRAPH]
    assert [(block.page, text[block.span.start : block.span.end]) for block in prose] == [
        (1, "One."), (2, "Two."), (3, "Three."),
    ]  # fmt: skip
    assert all(document.page_at(block.span.start).number == block.page for block in prose)


def test_a_single_page_mark_is_a_heading() -> None:
    assert len(read("## Page 1\n\nOne.").pages) == 1


def test_running_lines_are_headers() -> None:
    text = "\f".join(f"Acme trial\n\nText {number} is long.\n\nPage {number} / 3" for number in (1, 2, 3))
    document = read(text)
    assert [block.kind.value for block in document.blocks] == ["header", "paragraph", "header"] * 3


@pytest.mark.parametrize(
    ("text", "following", "expected"),
    [
        ("a reduction of", "12.5 %", True),
        ("chez les", "Patients traités", True),
        ("Infections des voies", "supérieures", True),
        ("drug A 300 mg QD", "(loading dose)", True),
        ("Zona (Herpes", "Zoster) : 3 %", True),
        ("The rate was 5 %.", "and more", False),
        ("placebo", "anifrolumab", False),
        ("56,2 %", "p=0,002", False),
        ("Drug A", "Placebo", False),
    ],
)
def test_goes_on(text: str, following: str, *, expected: bool) -> None:
    assert goes_on(text, following) is expected


def test_marks_say_how_long_they_are() -> None:
    mark = read_mark("## Results ##")
    assert mark is not None
    assert (mark.kind, mark.before, mark.after) == (BlockKind.HEADING, 3, 3)


@pytest.mark.parametrize("folder", ["seeds", "decks", "parallel", "has", "press_fr", "abstracts_en"])
def test_real_texts_keep_every_character(folder: str) -> None:
    paths = sorted((DEV / folder).glob("*.txt"))[:60]
    if not paths:
        pytest.skip("the development data isn't here")
    for path in paths:
        document = read(path.read_bytes())
        assert document.text == path.read_text(encoding="utf-8")
        ends = [0, *(block.span.end for block in document.blocks)]
        assert all(block.span.start >= end for block, end in zip(document.blocks, ends, strict=False))
