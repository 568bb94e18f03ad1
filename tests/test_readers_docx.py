"""DOCX texts: styles, runs, tables, boxes, notes, and what becomes of damaged files."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.document import Document as DocxFile
from docx.oxml import parse_xml

from slideextract.document import Cell, Document, Reader
from slideextract.errors import ReadError
from slideextract.readers import limits, ooxml
from slideextract.readers.docx import read_docx

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
MAIN = "word/document.xml"


def saved(file: DocxFile) -> bytes:
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def with_body(markup: str) -> DocxFile:
    """A file whose body holds the given elements, before the section's own."""
    file = docx.Document()
    body = file.element.body
    for element in reversed(list(parse_xml(f"<w:body {SPACES}>{markup}</w:body>"))):
        body.insert(0, element)
    return file


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> bytes:
    """The zip with each part passed through `change(name, bytes)`; None drops the part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return stream.getvalue()


def read(source: DocxFile | bytes | str) -> Document:
    file = with_body(source) if isinstance(source, str) else source
    data = file if isinstance(file, bytes) else saved(file)
    return read_docx(data, "text.docx", hashlib.sha256(data).hexdigest())


def blocks(source: DocxFile | bytes | str) -> list[tuple[str, str]]:
    document = read(source)
    return [(block.kind.value, document.text[block.span.start : block.span.end]) for block in document.blocks]


def cells(source: DocxFile | str) -> dict[str, Cell]:
    document = read(source)
    return {document.text[b.span.start : b.span.end]: b.cell for b in document.blocks if b.cell}


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{p(text) if text else '<w:p/>'}</w:tc>"


def tr(*found: str, look: str = "") -> str:
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(found)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def control(content: str) -> str:
    return f"<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_styles() -> None:
    file = docx.Document()
    file.add_paragraph("Drug works", style="Title")
    file.add_heading("Results", 2)
    file.add_paragraph("The rate was 45% in all adults.")
    file.add_paragraph("One point", style="List Bullet")
    file.add_paragraph("Rates by arm", style="Caption")
    file.add_paragraph("About Acme", style="Heading 2")
    file.add_paragraph("Acme grew 23%.")
    file.sections[0].header.paragraphs[0].text = "Acme Inc."
    assert blocks(file) == [
        ("title", "Drug works"),
        ("heading", "Results"),
        ("paragraph", "The rate was 45% in all adults."),
        ("bullet", "One point"),
        ("caption", "Rates by arm"),
        ("heading", "About Acme"),
        ("paragraph", "Acme grew 23%."),
        ("header", "Acme Inc."),
    ]


def test_numbered_and_outlined_paragraphs() -> None:
    numbered = (
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='2'/></w:numPr></w:pPr><w:r><w:t>One</w:t></w:r></w:p>"
    )
    outlined = "<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>Head</w:t></w:r></w:p>"
    assert blocks(numbered + outlined) == [("bullet", "One"), ("heading", "Head")]


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


UP, DOWN = "<w:vertAlign w:val='superscript'/>", "<w:vertAlign w:val='subscript'/>"
POWER = "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>-3</m:t></m:r></m:sup></m:sSup>"
FRACTION = "<m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f>"
RUNS = [
    (run("65") + run("1", UP) + run(" %."), "65¹ %."),
    (run("10") + run("-3", UP) + run("."), "10⁻³."),
    (run("CO") + run("2", DOWN), "CO2"),
    ("<w:r><w:t>age</w:t><w:sym w:font='Symbol' w:char='F0B3'/><w:t>65</w:t></w:r>", "age≥65"),
    (run("\uf0a3 5 %"), "≤ 5 %"),
    ("<w:r><w:sym w:font='Wingdings' w:char='F0A7'/><w:t>x</w:t></w:r>", "x"),
    ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:softHyphen/></w:r>", "a b-c"),
    (run("kept") + "<w:del><w:r><w:delText>lost</w:delText></w:r></w:del><w:ins>" + run("too") + "</w:ins>", "kepttoo"),
    (run("seen") + run("unseen", "<w:vanish/>"), "seen"),
    ("<w:r><w:instrText>PAGE</w:instrText><w:t>4</w:t><w:footnoteReference w:id='1'/></w:r>", "4¹"),
    ("<w:hyperlink>" + run("a link") + "</w:hyperlink>", "a link"),
    (control(run("in a box")), "in a box"),
    (f"<m:oMath>{POWER}</m:oMath>", "10⁻³"),
    (f"<m:oMath>{FRACTION}</m:oMath>", "3/4"),
]


@pytest.mark.parametrize(("runs", "text"), RUNS)
def test_runs(runs: str, text: str) -> None:
    assert read(f"<w:p>{runs}</w:p>").text == text


def test_forced_line_ends_part_statements() -> None:
    body = "<w:p><w:r><w:t>The first line</w:t><w:br/><w:t>goes on.</w:t><w:br/><w:t>Another.</w:t></w:r></w:p>"
    assert [text for _, text in blocks(body)] == ["The first line goes on.", "Another."]


def test_tables_with_merged_cells() -> None:
    body = tbl(
        tr(
            tc("Endpoint", "<w:vMerge w:val='restart'/>"),
            tc("Week 12", "<w:gridSpan w:val='2'/>"),
            look="<w:tblHeader/>",
        ),
        tr(tc("hidden", "<w:vMerge/>"), tc("Drug"), tc("Placebo"), look="<w:tblHeader/>"),
        tr(tc("ACR20"), tc("60 %"), tc("")),
        tr(tc("Pain"), look="<w:gridBefore w:val='1'/>"),
        control(tr(tc("Death"), control(tc("1")))),
        tr(tc("gone"), tc("gone"), look="<w:del/>"),
    )
    assert cells(body) == {
        "Endpoint": Cell(0, 0, 0, 2, 1, header=True),
        "Week 12": Cell(0, 0, 1, 1, 2, header=True),
        "Drug": Cell(0, 1, 1, header=True),
        "Placebo": Cell(0, 1, 2, header=True),
        "ACR20": Cell(0, 2, 0),
        "60 %": Cell(0, 2, 1),
        "Pain": Cell(0, 3, 1),
        "Death": Cell(0, 4, 0),
        "1": Cell(0, 4, 1),
    }


def test_paragraphs_of_a_cell_are_one_line() -> None:
    body = tbl(tr(f"<w:tc>{p('- 0.5')}{p('(0.1)')}</w:tc>", tc("b")), tr(tc("c"), tc("d")))
    assert read(body).text == "- 0.5 (0.1)\tb\nc\td"


def test_a_table_inside_a_cell_comes_after_its_table() -> None:
    inner = tbl(tr(tc("a"), tc("1")), tr(tc("b"), tc("2")))
    found = read(tbl(tr(tc("Arm"), tc("n")), tr(tc("Drug"), f"<w:tc>{p('5')}{inner}<w:p/></w:tc>")))
    assert found.text == "Arm\tn\nDrug\t5\na\t1\nb\t2"
    assert [block.reader for block in found.blocks] == [Reader.TABLE] * 8


@pytest.mark.parametrize(
    "body",
    [
        tbl(tr(tc("One."), tc("Two."))),
        tbl(tr(tc("One.")), tr(tc("Two."))),
        tbl(tr(tc("One."), tc("Two. " * 200)), tr(tc("x"), tc("y"))),
    ],
)
def test_tables_of_layout_are_text(body: str) -> None:
    assert not cells(body)
    assert len(blocks(body)) > 1


def test_text_boxes_follow_their_paragraph_once() -> None:
    box = f"<w:txbxContent>{p('56 %')}{p('This is a whole sentence about the trial.')}</w:txbxContent>"
    drawing = f"<w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing>"
    fallback = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    choice = f"<mc:Choice Requires='wps'>{drawing}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>"
    both = f"<mc:AlternateContent>{choice}</mc:AlternateContent>"
    found = [
        ("paragraph", "Text of it."),
        ("label", "56 %"),
        ("paragraph", "This is a whole sentence about the trial."),
    ]
    for anchored in (drawing, fallback, both):
        assert blocks(f"<w:p><w:r><w:t>Text of it.</w:t>{anchored}</w:r></w:p>") == found


def test_contents_are_boilerplate() -> None:
    look = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    assert blocks(f"<w:sdt>{look}<w:sdtContent>{p('Results 12')}</w:sdtContent></w:sdt>")[0][0] == "boilerplate"


FOOTNOTES = f"""<w:footnotes {SPACES}><w:footnote w:type="separator" w:id="-1">{p("---")}</w:footnote>
<w:footnote w:id="1">{p("Adjusted for age.")}</w:footnote></w:footnotes>""".encode()
CHART = f"""<c:chartSpace {SPACES}><c:chart><c:plotArea><c:barChart><c:ser><c:idx val="0"/><c:tx><c:v>Drug</c:v></c:tx>
<c:cat><c:strLit><c:ptCount val="1"/><c:pt idx="0"><c:v>ACR20</c:v></c:pt></c:strLit></c:cat>
<c:val><c:numLit><c:ptCount val="1"/><c:pt idx="0"><c:v>45</c:v></c:pt></c:numLit></c:val></c:ser></c:barChart>
</c:plotArea></c:chart></c:chartSpace>""".encode()


def with_part(body: str, kind: str, part: bytes) -> bytes:
    """A file with one more part that its main part refers to as `rIdX`."""
    link = f'<Relationship Id="rIdX" Type="{NAMES["r"]}/{kind}" Target="extra.xml"/></Relationships>'

    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"</Relationships>", link.encode()) if name == "word/_rels/document.xml.rels" else data

    return rewritten(saved(with_body(body)), change, {"word/extra.xml": part})


def test_footnotes_come_last() -> None:
    found = blocks(with_part(p("Text of it."), "footnotes", FOOTNOTES))
    assert found == [("paragraph", "Text of it."), ("footnote", "Adjusted for age.")]


def test_charts_are_tables() -> None:
    body = "<w:p><w:r><w:drawing><a:graphic><c:chart r:id='rIdX'/></a:graphic></w:drawing></w:r></w:p>"
    document = read(with_part(body, "chart", CHART))
    assert document.text == "ACR20\nDrug\t45"
    assert {block.reader for block in document.blocks} == {Reader.CHART}
    broken = read(with_part(p("Text of it.") + body, "chart", b"<c:chart"))
    assert broken.text == "Text of it."
    assert len(broken.warnings) == 1


def test_strict_files_are_read() -> None:
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    data = rewritten(saved(with_body(p("Text of it."))), lambda _, part: part.replace(NAMES["w"].encode(), strict))
    assert read(data).text == "Text of it."


def test_pictures_alone_need_a_recogniser() -> None:
    with pytest.raises(ReadError) as caught:
        read("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>")
    assert caught.value.status == "needs_ocr"


def test_an_empty_file_has_no_text() -> None:
    assert read("").text == ""


def in_main(change: Callable[[bytes], bytes | None]) -> Callable[[bytes], bytes]:
    """A change of the main part of a file."""
    return lambda data: rewritten(data, lambda name, part: change(part) if name == MAIN else part)


DAMAGED: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda data: data[: len(data) // 2], "corrupt"),
    (in_main(lambda _: None), "corrupt"),
    (in_main(lambda part: part[:-40]), "corrupt"),
    (in_main(lambda _: b"<x/>"), "unsupported"),
    (in_main(lambda part: part.replace(b"<w:document", b"<!DOCTYPE x><w:document")), "hostile"),
    (lambda _: ooxml.OLE_MAGIC + ooxml.ENCRYPTED, "encrypted"),
    (lambda _: ooxml.OLE_MAGIC, "unsupported"),
]


@pytest.mark.parametrize(("damage", "status"), DAMAGED)
def test_damaged_files_say_what_is_wrong(damage: Callable[[bytes], bytes], status: str) -> None:
    with pytest.raises(ReadError, match=r"text\.docx: ") as caught:
        read(damage(saved(with_body(p("Text of it.")))))
    assert caught.value.status == status


def test_a_damaged_style_part_is_a_warning() -> None:
    def change(name: str, part: bytes) -> bytes:
        return b"<w:styles" if name == "word/styles.xml" else part

    document = read(rewritten(saved(with_body(p("Text of it."))), change))
    assert document.text == "Text of it."
    assert document.warnings[0].startswith("styles can't be read")


def test_parts_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.ENVIRONMENT, "part=1000")
    with pytest.raises(ReadError, match="--limit part=") as caught:
        read(p("a" * 2000))
    assert caught.value.status == "hostile"


def test_deep_tables_end() -> None:
    body: Any = p("x")
    for _ in range(60):
        body = tbl(tr(f"<w:tc>{body}</w:tc>"))
    assert read(body).text == "x"
