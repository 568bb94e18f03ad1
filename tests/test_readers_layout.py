"""Words of a page to lines, paragraphs, kinds of blocks, and tables with and without rules."""

from collections.abc import Sequence

import pytest

from slideextract.document import BlockKind
from slideextract.geometry import BBox
from slideextract.readers.aligned import find_aligned
from slideextract.readers.banded import find_banded
from slideextract.readers.block_kinds import Headline, Paper, find_kinds, usual_headline
from slideextract.readers.lines import Ink, Run, read_runs, set_lines
from slideextract.readers.paragraphs import paragraphs, set_group
from slideextract.readers.pdf_glyphs import Frame, Glyph, Style, _whole
from slideextract.readers.pdf_paths import Rule
from slideextract.readers.pdf_words import clean, read_words
from slideextract.readers.repeated import find_repeated
from slideextract.readers.ruled import find_ruled
from slideextract.readers.tables import Slot, is_value, set_table

LETTER = 0.5  # width of every letter in these tests, in font sizes
SPACE = 0.25
SLIDE = Paper(720, 405)


def line(text: str, x: float, y: float, size: float = 10, *, bold: bool = False, space: float = SPACE) -> list[Ink]:
    """Words of a line that begins at `x` with its baseline at `y`."""
    words = []
    for index, word in enumerate(text.split()):
        end = x + LETTER * size * len(word)
        box = BBox(x, y - 0.8 * size, end, y + 0.2 * size)
        words.append(Ink(word, box, size, y, bold, tied=index > 0))
        x = end + space * size
    return words


def runs(*lines: Sequence[Ink]) -> list[Run]:
    return read_runs([word for words in lines for word in words])


def shown(found: Sequence[Run]) -> list[str]:
    return [run.text for run in found]


def test_words_of_a_line_are_one_run_and_labels_side_by_side_are_two() -> None:
    assert shown(runs(line("the whole line", 10, 50), line("another label", 200, 50))) == [
        "the whole line",
        "another label",
    ]


def test_a_run_goes_on_whatever_was_drawn_between() -> None:
    first, second = line("first half", 10, 50), line("and second", 10 + 5 * 9 + 2.5 + 2.5, 50)
    second[0] = second[0]._replace(tied=False)
    assert shown(runs(first, line("elsewhere", 10, 200), second)) == ["first half and second", "elsewhere"]


def test_wide_spaces_of_a_justified_line_divide_nothing() -> None:
    assert shown(runs(line("all spaces here are wide", 10, 50, space=1.6))) == ["all spaces here are wide"]


def test_one_wide_space_stands_before_a_cell() -> None:
    words = line("Not ill at first 20", 10, 50)
    apart = words[-1].box
    words[-1] = words[-1]._replace(box=apart._replace(x0=apart.x0 + 10, x1=apart.x1 + 10))
    assert shown(runs(words)) == ["Not ill at first", "20"]


def test_a_wide_space_that_the_next_line_covers_is_only_wide() -> None:
    words = line("Figure shows all of the rates", 10, 50)
    apart = [word._replace(box=word.box._replace(x0=word.box.x0 + 10, x1=word.box.x1 + 10)) for word in words[3:]]
    below = line("in patients of both groups over time", 10, 62)
    assert shown(runs([*words[:3], *apart], below))[0] == "Figure shows all of the rates"


@pytest.mark.parametrize("number", ["1", "2.", "a)", "1.2"])
def test_the_number_of_an_item_stays_with_it(number: str) -> None:
    words = line(f"{number} Egger and others", 10, 50)
    apart = [word._replace(box=word.box._replace(x0=word.box.x0 + 10, x1=word.box.x1 + 10)) for word in words[1:]]
    assert shown(runs([words[0], *apart])) == [f"{number} Egger and others"]


def test_ticks_of_an_axis_are_apart() -> None:
    assert shown(runs(line("10 20 30", 10, 50, space=1.2))) == ["10", "20", "30"]


def test_ticks_that_were_drawn_one_by_one_are_apart_however_near() -> None:
    ticks = [word._replace(tied=False) for word in line("100 120 140", 10, 50, space=0.41)]
    assert shown(runs(ticks)) == ["100", "120", "140"]
    grouped = [word._replace(tied=False) for word in line("11 525", 10, 50)]
    assert shown(runs(grouped)) == ["11 525"]
    cited = [word._replace(tied=False) for word in line("study,²⁵ 266 patients", 10, 50, space=0.48)]
    assert shown(runs(cited)) == ["study,²⁵ 266 patients"]


def test_a_lone_bullet_marks_the_text_beside_it() -> None:
    (run,) = runs(line("•", 10, 50), line("Met at week 24", 30, 50))
    assert (run.text, run.bullet) == ("Met at week 24", True)


def test_a_minus_sign_is_no_bullet() -> None:
    assert [run.bullet for run in runs(line("-", 10, 50), line("12 %", 30, 50))] == [False, False]


@pytest.mark.parametrize(
    ("text", "bullet"), [("– 61 % of the patients", True), ("– 4,8 points", False), ("– 12 %", False)]
)
def test_a_dash_before_a_figure_may_be_a_minus(text: str, bullet: bool) -> None:
    assert runs(line(text, 10, 50, space=0.5))[0].bullet is bullet


@pytest.mark.parametrize("mark", ["–", "o", "\uf071"])
def test_signs_that_are_bullets_when_they_stand_apart(mark: str) -> None:
    (run,) = runs(line(f"{mark} Continuous covariates", 10, 50, space=0.7))
    assert (run.text, run.bullet) == ("Continuous covariates", True)


def test_a_dash_beside_a_blank_value_is_a_value() -> None:
    (run,) = runs(line("- NA", 10, 50, space=0.7))
    assert (run.text, run.bullet) == ("- NA", False)


def test_a_lone_number_of_a_list_begins_its_text() -> None:
    assert shown(runs(line("1.", 10, 50), line("Treatments", 30, 50))) == ["1. Treatments"]


def test_superscripts_and_ligatures_of_words() -> None:
    base, raised = Style(20, baseline=50), Style(12, baseline=42)
    glyphs = [Glyph(text, 10 + 10 * i, 34, 20 + 10 * i, 54, base) for i, text in enumerate("65")]
    glyphs.append(Glyph("1", 30, 30, 36, 45, raised))
    (word,) = read_words(glyphs, 100, 100)
    assert (word.text, word.box) == ("65¹", (10, 30, 36, 54))
    assert clean("e\ufb03cacy\u00ad") == "efficacy"
    assert clean("\uf0b3 65") == "≥ 65"
    assert clean("\U0001d45d=\U0001d7ce.03") == "p=0.03"
    assert list(_whole([0x41, 0xD835, 0xDC5D, 0xD835])) == ["A", "", "\U0001d45d", ""]
    assert list(_whole([0xDC5D])) == ["\ufffd"]


@pytest.mark.parametrize(("mark", "text"), [("1", "line¹"), ("nd", "linend"), ("for", "line")])
def test_superscripts_that_were_drawn_apart(mark: str, text: str) -> None:
    base, raised = Style(20, baseline=50), Style(12, baseline=42)
    glyphs = [Glyph(sign, 10 + 8 * i, 34, 18 + 8 * i, 54, base) for i, sign in enumerate("line")]
    glyphs.append(Glyph("x", 10, 80, 18, 100, Style(20, baseline=96)))
    glyphs += [Glyph(sign, 42.5 + 5 * i, 30, 47.5 + 5 * i, 45, raised) for i, sign in enumerate(mark)]
    assert text in [word.text for word in read_words(glyphs, 200, 200)]


def test_an_initial_that_drops_over_several_lines_begins_its_word() -> None:
    large, small = Style(30, baseline=60), Style(10, baseline=44)
    glyphs = [Glyph("P", 10, 30, 28, 66, large)]
    glyphs += [Glyph(text, 29 + 5 * i, 36, 34 + 5 * i, 46, small) for i, text in enumerate("ulsed field")]
    assert [word.text for word in read_words(glyphs, 100, 100)] == ["Pulsed", "field"]


def test_a_space_divides_words_however_narrow_it_is() -> None:
    upright, italic = Style(10, baseline=50), Style(10, baseline=50, bold=True)
    glyphs = [
        Glyph("of", 10, 42, 20, 52, upright),
        Glyph(" ", 20.2, 42, 20.2, 52, italic),
        Glyph("it", 20.2, 42, 28, 52, italic),
    ]
    assert shown(read_runs(read_words(glyphs, 100, 100))) == ["of it"]


def test_words_without_a_place_are_left_out() -> None:
    nowhere = Style(10, baseline=float("nan"))
    assert not read_words([Glyph("x", 10, 10, 20, 20, nowhere)], 100, 100)


@pytest.mark.parametrize(
    ("turn", "box"),
    [(0, (10, 60, 30, 80)), (90, (20, 10, 40, 30)), (180, (170, 20, 190, 40)), (270, (60, 170, 80, 190))],
)
def test_frames_of_turned_pages(turn: int, box: tuple[float, ...]) -> None:
    assert Frame(0, 0, 200, 100, turn).box(10, 20, 30, 40) == box


def test_frames_begin_at_the_crop_box_and_count_in_points() -> None:
    frame = Frame(100, 50, 300, 150, unit=2)
    assert (frame.width, frame.height) == (400, 200)
    assert frame.box(110, 70, 120, 90) == (20, 120, 40, 160)


def test_hyphens_at_line_ends() -> None:
    assert set_lines([line("were ran-", 0, 0), line("domised to", 0, 12)]).text == "were randomised to"
    assert set_lines([line("the placebo-", 0, 0), line("Drug group", 0, 12)]).text == "the placebo-Drug group"
    assert (
        set_lines([line("double blind double-", 0, 0), line("blind study", 0, 12)]).text
        == "double blind double-blind study"
    )


def test_words_keep_their_places_in_a_text() -> None:
    text, words = set_lines([line("were ran-", 0, 0), line("domised to", 0, 12)])
    assert [text[start:end] for start, end, _ in words] == ["were", "ran", "domised", "to"]


def test_lines_of_a_paragraph_and_a_gap() -> None:
    found = paragraphs(runs(*(line("a line of text that is long enough", 10, 50 + 12 * i) for i in (0, 1, 2, 5, 6))))
    assert [len(group.runs) for group in found] == [3, 2]


def test_columns_with_wide_leading_are_paragraphs() -> None:
    wide = [line("a line of text that is long enough", 10, 50 + 16 * i) for i in range(5)]
    close = [line("another line of text in the column", 400, 50 + 12 * i) for i in range(5)]
    assert sorted(len(group.runs) for group in paragraphs(runs(*wide, *close))) == [5, 5]


def test_items_of_a_list_begin_anew() -> None:
    lines = ["1. Treatment of the patients", "2. Target population of it", "3. Endpoint"]
    assert len(paragraphs(runs(*(line(text, 10, 50 + 12 * i) for i, text in enumerate(lines))))) == 3
    lines = ["free of relapse were most patients (66 of", "76) at the end of the study period"]
    assert len(paragraphs(runs(*(line(text, 10, 50 + 12 * i) for i, text in enumerate(lines))))) == 1


def test_line_ends_are_kept_where_the_next_word_would_have_fitted() -> None:
    (group,) = paragraphs(runs(line("Placebo", 10, 50), line("n = 83 and then some more", 10, 62)))
    assert set_group(group, BlockKind.PARAGRAPH).text == "Placebo\nn = 83 and then some more"
    assert set_group(group, BlockKind.TITLE).text == "Placebo n = 83 and then some more"


def kinds(*lines: Sequence[Ink], paper: Paper = SLIDE) -> list[str]:
    return [kind.value for kind in find_kinds(paragraphs(runs(*lines)), paper)]


def test_kinds_of_blocks() -> None:
    found = kinds(
        line("Results of the trial", 40, 40, 28),
        line("Placebo", 40, 120, 14),
        line("46.4 %", 200, 120, 14),
        line("A sentence that says a lot about all of the patients in here.", 40, 200, 14),
        line("1. Author et al. Journal 2023", 40, 390, 7),
    )
    assert found == ["title", "label", "label", "paragraph", "footnote"]


def test_small_text_right_under_a_table_is_no_footnote_without_a_marker() -> None:
    body = line("A sentence that says a lot about all of the patients in here.", 40, 200, 18)
    comment = "responders with either dose of the drug at week 12"
    assert kinds(body, line(comment, 40, 310, 9))[-1] == "paragraph"
    assert kinds(body, line(comment, 40, 380, 9))[-1] == "footnote"
    assert kinds(body, line("* " + comment, 40, 310, 9))[-1] == "footnote"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a Adjusted model", "footnote"),
        ("a) adjusted model", "footnote"),
        ("1 Author et al.", "footnote"),
        ("(1) Author et al.", "footnote"),
        ("days on treatment", "label"),
        ("1st line", "label"),
        ("effect of age", "label"),
    ],
)
def test_markers_of_footnotes(text: str, kind: str) -> None:
    body = line("A sentence that says a lot about all of the patients in here.", 40, 200, 18)
    assert kinds(body, line(text, 40, 370, 9))[-1] == kind


def test_upright_pages_have_a_title_on_the_first_only() -> None:
    lines = (line("Large words at the top", 40, 60, 24), line("and a sentence under them.", 40, 200, 10))
    assert kinds(*lines, paper=Paper(595, 842, 1))[0] == "title"
    assert kinds(*lines, paper=Paper(595, 842, 2))[0] == "heading"


def test_the_headline_of_a_deck() -> None:
    pages = [(runs(line(f"Slide {name}", 40, 40, 26), line("words", 40, 200)), 405.0) for name in "ABC"]
    assert usual_headline(pages) == Headline(26, 40)
    assert usual_headline(pages[:2]) is None
    paper = SLIDE._replace(headline=Headline(26, 40))
    assert kinds(line("Thank you", 40, 40, 26), line("all", 300, 200, 26), paper=paper)[0] == "title"
    assert kinds(line("Legend", 40, 90, 10), line("0.5", 90, 200, 8), paper=paper) == ["label", "label"]


def test_a_page_number_may_touch_the_running_line() -> None:
    apart, touching = runs(line("TRIAL talk", 25, 398)), runs(line("10 TRIAL talk", 12.5, 398))
    assert find_repeated([(apart, 405.0), (apart, 405.0), (touching, 405.0)]) == [{0}] * 3


def test_lines_that_repeat_at_the_edge() -> None:
    pages = [(runs(line(f"TRIAL day {n}", 40, 398), line("n = 12", 40, 200)), 405.0) for n in range(4)]
    assert find_repeated(pages) == [{0}] * 4
    assert find_repeated(pages[:2]) == [set(), set()]


@pytest.mark.parametrize("text", ["34 (22,5)", "<0.001", "NR", "–", "0.42 [0.26; 0.68]", "24,7 à 31,2", "12 mois"])
def test_values(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize("text", ["Placebo", "Drug (n = 12)", "Week 12"])
def test_names_are_no_values(text: str) -> None:
    assert not is_value(text)


def table(*rows: Sequence[tuple[str, float]], rules: Sequence[Rule] = ()) -> dict[tuple[int, int, int], str]:
    """Cells of the only table without rules: (row, column, columns that it spans)."""
    lines = [line(text, x, 50 + 14 * y) for y, row in enumerate(rows) for text, x in row]
    found = find_aligned(runs(*lines), rules)
    return {(s.row, s.column, s.column_span): s.text for slots, _ in found for s in slots}


ROWS = [[("Response", 10.0), ("46.4", 150.0), ("33.1", 250.0)], [("Remission", 10.0), ("12", 150.0), ("8", 250.0)]]
MORE = [("Relapse", 10.0), ("4", 150.0), ("9", 250.0)]


def test_a_table_needs_three_rows_or_two_long_ones() -> None:
    assert not table(*ROWS)
    assert len(table(*ROWS, MORE)) == 9
    assert len(table(*([*row, ("5", 350.0)] for row in ROWS))) == 8


def test_headers_of_a_table_without_rules() -> None:
    heads = [("Drug", 150.0), ("Placebo", 250.0)]
    found = table(heads, *ROWS, MORE)
    assert (found[0, 1, 1], found[0, 2, 1], found[1, 0, 1]) == ("Drug", "Placebo", "Response")


def test_a_header_is_for_the_columns_that_the_rule_under_it_is_for() -> None:
    heads = [("Low", 150.0), ("High", 250.0)]
    found = table([("Drug", 150.0)], heads, *ROWS, MORE, rules=[Rule(53, 145, 290)])
    assert found[0, 1, 2] == "Drug"
    assert (0, 1, 2) not in table([("Drug", 150.0)], heads, *ROWS, MORE, rules=[Rule(53, 5, 290)])


def test_a_header_that_wraps_within_its_brackets_beside_centred_ones() -> None:
    drug = [line("Drug (n =", 150, 50), line("120)", 150, 62)]
    others = [line("Event", 10, 56), line("Placebo (n = 122)", 250, 56)]
    body = [line(text, x, 80 + 14 * y) for y, row in enumerate([*ROWS, MORE]) for text, x in row]
    ((slots, _),) = find_aligned(runs(*drug, *others, *body))
    assert {slot.column: slot.text for slot in slots if slot.row == 0} == {
        0: "Event",
        1: "Drug (n = 120)",
        2: "Placebo (n = 122)",
    }


def test_names_that_wrap() -> None:
    found = table(*ROWS, [("Median duration of", 10.0)], [("arrhythmia", 10.0), ("16.0", 150.0), ("5.4", 250.0)], MORE)
    assert found[2, 0, 1] == "Median duration of arrhythmia"
    long = [[("Death or", 10.0)], [("worsening of", 10.0), ("16.0", 150.0), ("5.4", 250.0)], [("heart failure", 10.0)]]
    assert table(*ROWS, *long, MORE)[2, 0, 1] == "Death or worsening of heart failure"
    sections = [
        [("Sex", 10.0)],
        [("female", 14.0), ("1", 150.0), ("2", 250.0)],
        [("male", 14.0), ("3", 150.0), ("4", 250.0)],
    ]
    found = table(*ROWS, *sections)
    assert (found[2, 0, 1], found[3, 0, 1]) == ("Sex", "female")


def test_lists_of_contents_and_charts_are_no_tables() -> None:
    assert not table(*([(f"Chapter {i} . . . . .", 10.0), (str(i), 250.0)] for i in range(4)))
    assert not table(*([(str(10 * i), 10.0), (str(i), 150.0), (str(i + 1), 250.0)] for i in range(4)))


def grid(xs: Sequence[float], ys: Sequence[float]) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules of a table."""
    return [Rule(y, xs[0], xs[-1]) for y in ys], [Rule(x, ys[0], ys[-1]) for x in xs]


def ruled(words: Sequence[Ink], level: Sequence[Rule], upright: Sequence[Rule]) -> list[list[Slot]]:
    return [slots for slots, _ in find_ruled(words, level, upright, 720, 405)]


def test_ruled_cells() -> None:
    words = [
        *line("Drug", 110, 60),
        *line("Response", 10, 90),
        *line("46.4", 110, 90),
        *line("%", 210, 60),
        *line("up", 210, 90),
    ]
    (slots,) = ruled(words, *grid([5, 100, 200, 300], [40, 70, 100]))
    assert [(slot.row, slot.column, slot.text) for slot in slots] == [
        (0, 0, ""), (0, 1, "Drug"), (0, 2, "%"), (1, 0, "Response"), (1, 1, "46.4"), (1, 2, "up"),
    ]  # fmt: skip


def test_values_on_several_lines_of_a_ruled_row_are_rows() -> None:
    lines = [
        ("Drug", 10, 80),
        ("84", 110, 80),
        ("5.4", 210, 80),
        ("Placebo", 10, 94),
        ("86", 110, 94),
        ("5.6", 210, 94),
    ]
    words = [word for text, x, y in (("N", 110, 55), ("Mean", 210, 55), *lines) for word in line(text, x, y)]
    (slots,) = ruled(words, *grid([5, 100, 200, 300], [40, 60, 100]))
    assert {(slot.row, slot.column): slot.text for slot in slots if slot.row} == {
        (1, 0): "Drug", (1, 1): "84", (1, 2): "5.4", (2, 0): "Placebo", (2, 1): "86", (2, 2): "5.6",
    }  # fmt: skip


def test_the_edges_of_a_page_and_grids_of_plots_are_no_tables() -> None:
    words = [*line("A whole slide", 10, 60), *line("foot", 10, 395), *line("1 / 24", 400, 395), *line("name", 600, 395)]
    assert not ruled(words, *grid([0, 300, 500, 720], [0, 380, 405]))
    assert not ruled(line("10", 10, 60), *grid([5, 100, 200, 300], [40, 70, 100, 130]))


PARAMETERS = [
    ("Parameter", "Setting"),
    ("Sample size", "100, 500"),
    ("Effect", "Large (power 0.9)"),
    ("Type", "linear"),
]


def banded(rules: Sequence[Rule], rows: Sequence[Sequence[str]] = PARAMETERS) -> dict[tuple[int, int], str]:
    lines = [line(text, 50 + 200 * x, 100 + 30 * y) for y, row in enumerate(rows) for x, text in enumerate(row)]
    return {(s.row, s.column): s.text for slots, _ in find_banded(runs(*lines), rules, 405) for s in slots}


def test_tables_between_horizontal_rules() -> None:
    expected = {(y, x): text for y, row in enumerate(PARAMETERS) for x, text in enumerate(row)}
    assert banded([Rule(80 + 30 * y, 40, 400) for y in range(5)]) == expected
    assert banded([Rule(80 + 30 * y, 40, 400) for y in range(1, 5)]) == expected  # no rule over the header


def test_grids_of_plots_and_lines_of_a_template_are_no_tables() -> None:
    assert not banded([Rule(80 + 30 * y, 40, 400) for y in range(5)], [("1.2", "0.8")] * 4)
    assert not banded([Rule(80, 40, 400), Rule(110, 40, 400)])


def test_header_rows_stand_above_the_values() -> None:
    rows = [["", "ASCLEPIOS", ""], ["", "Drug", "Placebo"], ["Rate", "0.11", "0.22"]]
    slots = [Slot(y, x, [line(text, 0, 0)]) for y, row in enumerate(rows) for x, text in enumerate(row) if text]
    heads = [item.piece.cell.row for item in set_table(slots, 0) if item.piece.cell and item.piece.cell.header]
    assert heads == [0, 1, 1]
