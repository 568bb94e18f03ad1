"""PPTX decks: what is read, of which kind, where, and what becomes of damaged ones."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation as PptxDeck
from pptx.util import Emu, Pt

from slideextract.document import BlockKind, Cell, Document, Reader, Span
from slideextract.errors import ReadError
from slideextract.readers import limits, ooxml
from slideextract.readers.pptx import read_pptx

DECKS = Path(__file__).parents[1] / ".." / "shared" / "dev"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
SLIDE = "ppt/slides/slide1.xml"


def new_deck() -> PptxDeck:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(960), Pt(540)
    return deck


def add_slide(deck: PptxDeck, layout: int = 6) -> Any:
    return deck.slides.add_slide(deck.slide_layouts[layout])


def add_text(shapes: Any, text: str, place: tuple[float, ...], size: float | None = None) -> Any:
    """Put a text box at (left, top) or (left, top, width, height), in points."""
    left, top, width, height = (Pt(side) for side in (*place, *(200, 30)[len(place) - 2 :]))
    box = shapes.add_textbox(left, top, width, height)
    box.text_frame.text = text
    for paragraph in box.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = size and Pt(size)
    return box


def saved(deck: PptxDeck) -> bytes:
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The zip with each part passed through `change(name, bytes)`; None drops the part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return stream.getvalue()


def replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    return rewritten(data, lambda name, body: body.replace(old, new) if name == part else body)


def read(source: PptxDeck | bytes) -> Document:
    data = source if isinstance(source, bytes) else saved(source)
    return read_pptx(data, "deck.pptx", hashlib.sha256(data).hexdigest())


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, document.text[block.span.start : block.span.end]) for block in document.blocks]


def box_of(document: Document, text: str) -> tuple[float, ...]:
    at = document.text.index(text)
    return tuple(round(side, 1) for side in document.box(Span(at, at + len(text))) or ())


def test_titles_bullets_labels_and_sentences() -> None:
    deck = new_deck()
    slide = add_slide(deck, 1)
    slide.shapes.title.text = "Week 24\nresults"
    slide.placeholders[1].text = "First point\nSecond point"
    add_text(slide.shapes, "Placebo\nn = 83", (700, 100))
    add_text(slide.shapes, "A sentence that ends like one and is longer than any name in a drawing.", (700, 200))
    assert blocks(read(deck)) == [
        ("title", "Week 24 results"),
        ("bullet", "First point"),
        ("bullet", "Second point"),
        ("label", "Placebo\nn = 83"),
        ("paragraph", "A sentence that ends like one and is longer than any name in a drawing."),
    ]


def test_a_bold_line_over_text_is_a_heading() -> None:
    deck = new_deck()
    box = add_text(
        add_slide(deck).shapes, "MG-ADL\n44/65 vs 19/64 had a response that lasted for at least four weeks.", (0, 0)
    )
    box.text_frame.paragraphs[0].runs[0].font.bold = True
    assert [kind for kind, _ in blocks(read(deck))] == ["heading", "paragraph"]


def test_paragraphs_share_the_height_of_their_shape_by_inherited_sizes_and_empty_lines() -> None:
    deck = new_deck()
    slide = add_slide(deck, 1)
    body = slide.placeholders[1]
    body.left, body.top, body.width, body.height = Pt(50), Pt(100), Pt(800), Pt(400)
    body.text_frame.text = "First point\n\nThird point"
    document = read(deck)
    first, third = box_of(document, "First point"), box_of(document, "Third point")
    assert first[1] == 103.6
    assert first[3] - first[1] == pytest.approx(1.2 * 32, abs=0.2)  # the master's bodyStyle says 32 points
    assert third[1] - first[3] == pytest.approx((1.2 + 0.2 + 0.2) * 32, abs=0.2)  # an empty line, 20 % before each


def test_text_at_the_foot_of_a_shape() -> None:
    deck = new_deck()
    box = add_text(add_slide(deck).shapes, "One sentence stands here.\nAnd another one does too.", (0, 0, 500, 300), 20)
    box.text_frame._txBody.bodyPr.set("anchor", "b")  # noqa: SLF001 - python-pptx has no other way
    assert box_of(read(deck), "another")[3] == pytest.approx(300 - 3.6, abs=0.1)


def test_page_has_size_number_and_hidden_flag() -> None:
    deck = new_deck()
    add_text(add_slide(deck).shapes, "seen", (0, 0))
    slide = add_slide(deck)
    add_text(slide.shapes, "unseen", (0, 0))
    slide.element.set("show", "0")
    pages = read(deck).pages
    assert [(page.number, page.width, page.height, page.hidden) for page in pages] == [
        (1, 960.0, 540.0, False),
        (2, 960.0, 540.0, True),
    ]


def test_every_word_of_a_box_is_cited_with_it() -> None:
    deck = new_deck()
    add_text(add_slide(deck).shapes, "HR 0.49", (100, 50, 200, 30))
    document = read(deck)
    evidence = document.cite(Span(3, 7))
    assert (evidence.quote, evidence.page, evidence.bbox) == ("0.49", 1, (100, 50, 300, 80))


def test_columns_are_read_one_after_the_other_whatever_was_drawn_first() -> None:
    deck = new_deck()
    shapes = add_slide(deck).shapes
    for text, x, y in (("right low", 500, 300), ("left low", 50, 300), ("right top", 500, 100), ("left top", 50, 100)):
        add_text(shapes, text, (x, y))
    assert [text for _, text in blocks(read(deck))] == ["left top", "left low", "right top", "right low"]


def test_boxes_go_through_nested_scaled_groups() -> None:
    deck = new_deck()
    outer = add_slide(deck).shapes.add_group_shape()
    inner = outer.shapes.add_group_shape()
    add_text(inner.shapes, "67.7%", (100, 100, 50, 20))
    for group, offset, scale in ((inner, 10, 2), (outer, 20, 1)):
        frame = group.element.grpSpPr.find(f"{{{A}}}xfrm")
        frame.find(f"{{{A}}}off").set("x", str(Pt(100 + offset)))
        size = frame.find(f"{{{A}}}ext")
        size.set("cx", str(int(size.get("cx")) * scale))
    assert box_of(read(deck), "67.7%") == (130, 100, 230, 120)


def test_a_turned_shape_has_the_box_that_it_covers() -> None:
    deck = new_deck()
    add_text(add_slide(deck).shapes, "Responders", (100, 100, 100, 20)).rotation = -90
    assert box_of(read(deck), "Responders") == (140, 60, 160, 160)


def test_placeholders_inherit_their_box() -> None:
    deck = new_deck()
    slide = add_slide(deck, 1)
    slide.placeholders[1].text = "inherited"
    layout = slide.slide_layout.placeholders[1]
    expected = [layout.left, layout.top, layout.left + layout.width, layout.top + layout.height]
    assert box_of(read(deck), "inherited") == tuple(round(Emu(side).pt, 1) for side in expected)


def test_a_shape_beyond_the_edge_is_doubtful_and_its_box_stays_on_the_page() -> None:
    deck = new_deck()
    shapes = add_slide(deck).shapes
    add_text(shapes, "gone", (1000, 10))
    add_text(shapes, "half", (900, 300, 100))
    document = read(deck)
    assert {document.text[b.span.start : b.span.end]: b.doubtful for b in document.blocks} == {
        "gone": True,
        "half": False,
    }
    assert box_of(document, "half")[2] == 960


def test_hidden_shapes_and_tiny_text_are_doubtful() -> None:
    deck = new_deck()
    shapes = add_slide(deck).shapes
    add_text(shapes, "hidden", (10, 10)).element.nvSpPr.cNvPr.set("hidden", "1")
    add_text(shapes, "tiny", (10, 100), size=2)
    assert [block.doubtful for block in read(deck).blocks] == [True, True]


def test_paragraphs_of_a_box_lie_below_each_other() -> None:
    deck = new_deck()
    lines = [f"{name} patients stopped because of adverse events before the last visit of the study." for name in "AB"]
    add_text(add_slide(deck).shapes, "\n".join(lines), (100, 100, 800, 100), size=12)
    first, second = read(deck).blocks
    assert first.box is not None
    assert second.box is not None
    assert 100 <= first.box.top < first.box.bottom <= second.box.top < second.box.bottom <= 200


def test_superscripts_never_join_a_number() -> None:
    deck = new_deck()
    frame = add_text(add_slide(deck).shapes, "65", (0, 0)).text_frame
    for text, baseline in (("1", "30000"), (" at day 1", "0"), ("er", "30000"), (", CO", "0"), ("2", "-25000")):
        run = frame.paragraphs[0].add_run()
        run.text = text
        run.font._element.set("baseline", baseline)  # noqa: SLF001 - python-pptx has no setting for it
    assert read(deck).text == "65¹ at day 1er, CO2"


def test_odd_spaces_ligatures_and_soft_hyphens() -> None:
    deck = new_deck()
    add_text(add_slide(deck).shapes, "1\u202f042\u00a0pa\u00adtients, e\ufb03cacy\u2009%", (0, 0))
    assert read(deck).text == "1 042 patients, efficacy %"


def test_small_text_at_the_bottom_is_a_footnote_read_last() -> None:
    deck = new_deck()
    shapes = add_slide(deck).shapes
    add_text(shapes, "* nominal p value, not adjusted for multiplicity", (20, 480, 900), size=10)
    add_text(shapes, "42%", (20, 300), size=10)
    add_text(shapes, "Placebo", (20, 460, 80), size=10)
    assert [kind for kind, _ in blocks(read(deck))] == ["label", "label", "footnote"]


def test_what_repeats_on_most_slides_is_a_header_and_page_numbers_too() -> None:
    deck = new_deck()
    for number in range(1, 5):
        shapes = add_slide(deck).shapes
        add_text(shapes, "MEETING 2024", (20, 10))
        add_text(shapes, f"{number}", (900, 510))
        add_text(shapes, "same words elsewhere", (20 + 50 * number, 200))
    found = blocks(read(deck))
    assert found[:3] == [("label", "same words elsewhere"), ("header", "MEETING 2024"), ("header", "1")]
    assert [kind for kind, text in found if text == "same words elsewhere"] == ["label"] * 4


def test_the_largest_text_at_the_top_is_the_title_where_no_placeholder_is() -> None:
    deck = new_deck()
    shapes = add_slide(deck).shapes
    add_text(shapes, "Overall survival", (20, 20), size=32)
    add_text(shapes, "in all patients", (20, 80), size=20)
    assert blocks(read(deck)) == [("title", "Overall survival"), ("label", "in all patients")]


def test_tables_have_spans_headers_and_boxes() -> None:
    deck = new_deck()
    shape = add_slide(deck).shapes.add_table(3, 3, Pt(100), Pt(100), Pt(300), Pt(90))
    table = shape.table
    for row, texts in enumerate(
        (("n (%)", "Safety set", ""), ("", "Drug", "Placebo"), ("Anaemia", "55 (19.9)", "1 (0.4)"))
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    document = read(deck)
    assert document.text == "n (%)\tSafety set\nDrug\tPlacebo\nAnaemia\t55 (19.9)\t1 (0.4)"
    cells = [block.cell for block in document.blocks]
    assert cells[:3] == [Cell(0, 0, 0, 2, 1, True), Cell(0, 0, 1, 1, 2, True), Cell(0, 1, 1, header=True)]
    assert cells[-1] == Cell(0, 2, 2)
    assert {block.reader for block in document.blocks} == {Reader.TABLE}
    assert box_of(document, "Safety set") == (200, 100, 400, 130)
    assert box_of(document, "1 (0.4)") == (300, 160, 400, 190)


def test_cells_of_several_paragraphs_are_one_line() -> None:
    deck = new_deck()
    table = add_slide(deck).shapes.add_table(1, 2, 0, 0, Pt(300), Pt(90)).table
    table.cell(0, 0).text = "34\n(22.5)"
    table.cell(0, 1).text = "a\vb"
    assert read(deck).text == "34 (22.5)\ta b"


def chart_deck(kind: XL_CHART_TYPE = XL_CHART_TYPE.COLUMN_CLUSTERED) -> PptxDeck:
    deck = new_deck()
    data: Any = CategoryChartData(number_format="0%")  # type: ignore[no-untyped-call]
    data.categories = ["Drug", "Placebo"]
    data.add_series("ACR20", (0.562, None))
    data.add_series("ACR50", (0.3, 0.1))
    slide = add_slide(deck)
    shape = slide.shapes.add_chart(kind, Pt(100), Pt(100), Pt(400), Pt(300), data)
    shape.chart.has_title = True
    shape.chart.chart_title.text_frame.text = "Responders"
    add_text(slide.shapes, "Only beside the chart", (600, 100))
    return deck


def test_a_native_chart_is_a_table_of_what_it_displays() -> None:
    document = read(chart_deck())
    assert document.text == "Responders\nDrug\tPlacebo\nACR20\t56.2%\nACR50\t30%\t10%\nOnly beside the chart"
    assert document.blocks[0].kind is BlockKind.CAPTION
    places = {document.text[b.span.start : b.span.end]: b.cell for b in document.blocks if b.cell}
    assert (places["Placebo"].row, places["Placebo"].column, places["Placebo"].header) == (0, 2, True)
    assert (places["10%"].row, places["10%"].column, places["10%"].header) == (2, 2, False)
    assert {b.reader for b in document.blocks[:-1]} == {Reader.CHART}
    assert box_of(document, "56.2%") == (100, 100, 500, 400)


def test_a_chart_that_fails_costs_only_itself() -> None:
    data = rewritten(saved(chart_deck()), lambda name, body: b"<c:chart" if "charts/chart" in name else body)
    document = read(data)
    assert document.text == "Only beside the chart"
    assert len(document.warnings) == 1
    assert document.warnings[0].startswith("slide 1: chart 'Chart 1' can't be read")
    assert document.failed_pages == ()


DEEP = b"<c:x>" * 5_000 + b"</c:x>" * 5_000
DAMAGES: list[tuple[Callable[[bytes], bytes | None], str]] = [
    (lambda _: None, "chart1.xml"),
    (lambda body: body[:900], "well-formed XML"),
    (lambda body: body.replace(b"plotArea", b"plotArena"), "no plot area"),
    (lambda body: body.replace(b'<c:pt idx="0">', b'<c:pt idx="4000000000">'), "at most"),
    (lambda body: body.replace(b"</c:plotArea>", DEEP + b"</c:plotArea>"), "chart1.xml"),
]


@pytest.mark.parametrize(("damage", "reason"), DAMAGES)
def test_a_damaged_chart_is_named_and_the_next_one_is_read(
    damage: Callable[[bytes], bytes | None], reason: str
) -> None:
    deck = chart_deck()
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Second"]
    data.add_series("Chart", (12,))
    deck.slides[0].shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, Pt(90), Pt(90), data)
    first = min(part.partname for part in deck.part.package.iter_parts() if "/charts/" in part.partname)
    named = rewritten(saved(deck), lambda name, body: damage(body) if name == first.lstrip("/") else body)
    document = read(named)
    assert "Second" in document.text
    assert "ACR20" not in document.text
    assert [warning.startswith("slide 1: chart 'Chart 1' can't be read") for warning in document.warnings] == [True]
    assert reason in document.warnings[0].replace(Path(first).name, "chart1.xml")


def test_a_point_count_beyond_all_measure_costs_nothing() -> None:
    data = saved(chart_deck())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        chart = next(name for name in archive.namelist() if name.startswith("ppt/charts/chart"))
    huge = replaced(data, chart, b'<c:ptCount val="2"/>', b'<c:ptCount val="4000000000"/>')
    assert "56.2%" in read(huge).text


def test_texts_drawn_on_a_chart() -> None:
    link = b'<Relationship Id="r9" Type="http://x/chartUserShapes" Target="../drawings/d.xml"/>'
    name_of_all = b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    rels = b"<Relationships " + name_of_all + b">" + link + b"</Relationships>"
    name_space = (
        b'xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/chartDrawing" xmlns:a="' + A.encode() + b'"'
    )
    corners = b"<d:from><d:x>0.25</d:x><d:y>0</d:y></d:from><d:to><d:x>0.5</d:x><d:y>0.1</d:y></d:to>"
    body = b"<d:sp><d:txBody><a:p><a:r><a:t>p = 0.02</a:t></a:r></a:p></d:txBody></d:sp>"
    drawing = (
        b"<c:userShapes xmlns:c='c' "
        + name_space
        + b"><d:relSizeAnchor>"
        + corners
        + body
        + b"</d:relSizeAnchor></c:userShapes>"
    )
    data = io.BytesIO(rewritten(saved(chart_deck()), lambda name, body: None if "charts/_rels" in name else body))
    with zipfile.ZipFile(data, "a") as archive:
        chart = next(name for name in archive.namelist() if name.startswith("ppt/charts/chart"))
        archive.writestr(f"ppt/charts/_rels/{Path(chart).name}.rels", rels)
        archive.writestr("ppt/drawings/d.xml", drawing)
    document = read(data.getvalue())
    assert ("label", "p = 0.02") in blocks(document)
    assert box_of(document, "p = 0.02") == (200, 100, 300, 130)


def test_notes_follow_the_slide_and_have_no_box() -> None:
    deck = new_deck()
    slide = add_slide(deck)
    add_text(slide.shapes, "On the slide", (0, 0))
    slide.notes_slide.notes_text_frame.text = "Say that OS comes later."
    document = read(deck)
    assert blocks(document)[-1] == ("note", "Say that OS comes later.")
    assert document.blocks[-1].reader is Reader.NOTES
    assert document.cite(document.blocks[-1].span).bbox is None


def test_comments_of_both_kinds_are_notes() -> None:
    old = f'<p:cmLst xmlns:p="{P}"><p:cm><p:text>old style</p:text></p:cm></p:cmLst>'
    body = "<m:txBody><a:p><a:r><a:t>new style</a:t></a:r></a:p></m:txBody>"
    new = f'<m:cmLst xmlns:m="m" xmlns:a="{A}"><m:cm>{body}</m:cm></m:cmLst>'
    deck = new_deck()
    add_text(add_slide(deck).shapes, "text", (0, 0))
    link = (
        '<Relationship Id="{0}" Type="http://x/relationships/comments" Target="/ppt/comments/{0}.xml"/></Relationships>'
    )
    links = (link.format("old").replace("</Relationships>", "") + link.format("new")).encode()
    data = io.BytesIO(replaced(saved(deck), "ppt/slides/_rels/slide1.xml.rels", b"</Relationships>", links))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("ppt/comments/old.xml", old)
        archive.writestr("ppt/comments/new.xml", new)
    assert blocks(read(data.getvalue())) == [("label", "text"), ("note", "old style"), ("note", "new style")]


def test_one_branch_of_alternate_content_is_read() -> None:
    deck = new_deck()
    add_text(add_slide(deck).shapes, "choice", (0, 0))
    body = saved(deck)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        part = archive.read(SLIDE)
    start, end = part.index(b"<p:sp>"), part.index(b"</p:sp>") + len(b"</p:sp>")
    shape, mc = part[start:end], b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    fallback = b"<mc:Fallback>" + shape.replace(b"choice", b"fallback") + b"</mc:Fallback>"

    def wrapped(inside: bytes) -> bytes:
        return (
            b"<mc:AlternateContent "
            + mc
            + b'><mc:Choice Requires="x">'
            + inside
            + b"</mc:Choice>"
            + fallback
            + b"</mc:AlternateContent>"
        )

    assert read(replaced(body, SLIDE, shape, wrapped(shape))).text == "choice"
    assert read(replaced(body, SLIDE, shape, wrapped(b"<p:contentPart/>"))).text == "fallback"


def picture() -> io.BytesIO:
    from PIL import Image  # noqa: PLC0415 - comes with python-pptx

    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "PNG")
    stream.seek(0)
    return stream


def test_large_pictures_are_warned_of_and_logos_are_not() -> None:
    deck = new_deck()
    shapes = add_slide(deck).shapes
    add_text(shapes, "Survival", (0, 0))
    shapes.add_picture(picture(), Pt(0), Pt(100), Pt(600), Pt(400))
    shapes.add_picture(picture(), Pt(900), Pt(0), Pt(50), Pt(50))
    assert len(read(deck).warnings) == 1
    assert read(deck).warnings[0].startswith("slide 1: picture without text (needs OCR: pip install")


def test_descriptions_that_tell_figures_are_notes() -> None:
    deck = chart_deck()
    chart = deck.slides[0].shapes[0]
    for text, kept in (("ACR20 was reached by 56.2% on drug", True), ("Graph 12", False), ("A chart with bars", False)):
        chart.element.nvGraphicFramePr.cNvPr.set("descr", text)
        notes = [(block.kind, block.reader) for block in read(deck).blocks if block.reader is Reader.NOTES]
        assert notes == [(BlockKind.NOTE, Reader.NOTES)] * kept


def test_a_deck_of_pictures_needs_ocr() -> None:
    deck = new_deck()
    add_slide(deck).shapes.add_picture(picture(), 0, 0, Pt(960), Pt(540))
    with pytest.raises(ReadError, match="pictures") as caught:
        read(deck)
    assert caught.value.status == "needs_ocr"


def test_pictures_are_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    deck = new_deck()
    shapes = add_slide(deck).shapes
    add_text(shapes, "text", (0, 0))
    shapes.add_picture(picture(), 0, 0)
    opened: list[str] = []
    original = ooxml.Package.read

    def listed(package: ooxml.Package, part: str) -> bytes:
        opened.append(part)
        return original(package, part)

    monkeypatch.setattr(ooxml.Package, "read", listed)
    read(deck)
    assert SLIDE in opened
    assert not [part for part in opened if "media" in part]


def two_slides() -> bytes:
    deck = new_deck()
    for text in ("first", "second"):
        add_text(add_slide(deck).shapes, text, (0, 0))
    return saved(deck)


def test_a_slide_that_fails_costs_only_itself() -> None:
    document = read(replaced(two_slides(), SLIDE, b"<p:cSld>", b"<p:cSld"))
    assert document.text.strip() == "second"
    assert (document.failed_pages, len(document.pages)) == ((1,), 2)
    assert document.warnings[0].startswith("slide 1: lost (")


def test_slides_of_a_deck_without_its_main_part_are_read_by_number() -> None:
    document = read(rewritten(two_slides(), lambda name, body: None if name == "ppt/presentation.xml" else body))
    assert document.text == "first\n\nsecond"
    assert "order of their numbers" in document.warnings[0]


def test_strict_files_are_read() -> None:
    def strict(_: str, body: bytes) -> bytes:
        return body.replace(
            b"http://schemas.openxmlformats.org/drawingml/2006/main", b"http://purl.oclc.org/ooxml/drawingml/main"
        ).replace(
            b"http://schemas.openxmlformats.org/presentationml/2006/main",
            b"http://purl.oclc.org/ooxml/presentationml/main",
        )

    assert read(rewritten(two_slides(), strict)).text == "first\n\nsecond"


DOCTYPE = b'<!DOCTYPE x [<!ENTITY e "e">]>'
REFUSED = [
    (lambda _: ooxml.OLE_MAGIC + ooxml.ENCRYPTED, "encrypted"),
    (lambda _: ooxml.OLE_MAGIC + b"PowerPoint Document", "unsupported"),
    (lambda data: data[: len(data) // 2], "corrupt"),
    (lambda _: b"<html></html>", "corrupt"),
    (lambda data: rewritten(data, lambda name, body: body if name.startswith("docProps") else None), "unsupported"),
    (lambda data: replaced(data, "ppt/presentation.xml", b"p:presentation", b"p:other"), "unsupported"),
    (lambda data: rewritten(data, lambda name, body: b"" if "slides/slide" in name else body), "corrupt"),
    (lambda data: replaced(data, SLIDE, b"<p:sld ", DOCTYPE + b"<p:sld "), "hostile"),
    (
        lambda data: rewritten(
            data, lambda name, body: body + b" " * limits.LIMITS["part"].most if name == SLIDE else body
        ),
        "hostile",
    ),
]


@pytest.mark.parametrize(("damage", "status"), REFUSED)
def test_refused(damage: Callable[[bytes], bytes], status: str) -> None:
    with pytest.raises(ReadError, match=r"deck\.pptx: ") as caught:
        read(damage(two_slides()))
    assert caught.value.status == status


def test_a_bomb_used_for_every_slide_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.ENVIRONMENT, "parts=3000")
    with pytest.raises(ReadError, match="--limit parts="):
        read(two_slides())


def test_reading_twice_gives_the_same() -> None:
    data = saved(chart_deck())
    assert read(data) == read(data)


@pytest.mark.parametrize(
    "path", sorted((DECKS / "decks").glob("*.pptx")) + sorted((DECKS / "real_decks").glob("*.pptx"))
)
def test_documents_of_real_decks_hold_together(path: Path) -> None:
    try:
        document = read(path.read_bytes())
    except ReadError as error:
        assert error.status == "needs_ocr"  # noqa: PT017 - the only other outcome
        return
    end = 0
    for block in document.blocks:
        text = document.text[block.span.start : block.span.end]
        assert text
        assert text == text.strip()
        assert block.span.start >= end
        end = block.span.end
    for page in document.pages:
        for word in page.words:
            assert page.span.start <= word.span.start < word.span.end <= page.span.end
            assert 0 <= word.box.x0 <= word.box.x1 <= (page.width or 0) + 0.01
            assert 0 <= word.box.top <= word.box.bottom <= (page.height or 0) + 0.01


GOLD_TEXTS = {
    "06_neurology_update_en.pptx": [
        "-4.8\t-5.3\t-2.1",
        "0.23\t0.42\t0.62\t0.81\t1.02\t1.21",
        "46/141 (32.6%)",
        "126/299 (42.1)",
    ],
    "02_cancer_bronchique_fr.pptx": ["0,33 ; 1,01", "176 (63,8)\t75 (27,3)", "57 %¹ vs 41 %¹"],
}


@pytest.mark.parametrize("name", GOLD_TEXTS)
def test_figures_of_the_example_decks_are_there(name: str) -> None:
    path = DECKS / "decks" / name
    if not path.exists():
        pytest.skip("development data is not here")
    text = read(path.read_bytes()).text
    assert [figure for figure in GOLD_TEXTS[name] if figure not in text] == []
