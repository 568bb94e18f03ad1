"""Files that are made to cost time and memory, or to reach for what isn't theirs."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

import docx
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

SENTENCE = "The rate was 45% with drug A."
XXE = b'<!DOCTYPE x [<!ENTITY z SYSTEM "file:///etc/passwd">]>'
LAUGHS = b"<!DOCTYPE x [%s]>" % b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10 if letter > ord("a") else b"ha")
    for letter in b"abcdefghi"
)
SLIDE, TEXT = "ppt/slides/slide1.xml", "word/document.xml"
MIB = 1 << 20
Change = Callable[[bytes], bytes]


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    """What a writer writes."""
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def deck() -> bytes:
    """A slide with a sentence, a chart and a note."""
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    slide.shapes.add_textbox(Pt(50), Pt(50), Pt(300), Pt(40)).text_frame.text = SENTENCE
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Drug", "Placebo"]
    data.add_series("ACR20", (56.2, 30.1))  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Pt(50), Pt(100), Pt(400), Pt(300), data)
    notes = slide.notes_slide.notes_text_frame
    assert notes is not None
    notes.text = "A note"
    return saved(made.save)


def letter() -> bytes:
    """A text of one sentence."""
    made = docx.Document()
    made.add_paragraph(SENTENCE)
    return saved(made.save)


def changed(
    data: bytes, part: str, change: Change, more: dict[str, bytes] | None = None, *, packed: bool = True
) -> bytes:
    """A zip whose parts with names that begin so are passed through `change`, with `more` parts behind."""
    stream = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", how) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name.startswith(part) else old.read(name))
        for name, body in (more or {}).items():
            new.writestr(name, body)
    return stream.getvalue()


def declared(doctype: bytes, entity: bytes = b"") -> Change:
    """A change that puts a DOCTYPE before the root, and an entity of it into the first text."""

    def change(body: bytes) -> bytes:
        head, _, rest = body.partition(b"?>")
        return head + b"?>" + doctype + rest.replace(b"t>The", b"t>" + entity + b"The", 1)

    return change


def hidden_doctype(body: bytes) -> bytes:
    """The same in UTF-7, in which no byte of it looks like one."""
    rest = body.partition(b"?>")[2].replace(b"+", b"+-")
    sign = {ord("<"): "+ADw-", ord("!"): "+ACE-", ord("&"): "+ACY-"}
    return b'<?xml version="1.0" encoding="UTF-7"?>' + XXE.decode().translate(sign).encode() + rest


def wrapped(element: bytes, opening: bytes, closing: bytes, depth: int) -> Change:
    """A change that puts the first `element` inside others, `depth` deep."""
    end = b"</" + element[1:]

    def change(body: bytes) -> bytes:
        start, stop = body.index(element), body.index(end) + len(end)
        return body[:start] + opening * depth + body[start:stop] + closing * depth + body[stop:]

    return change


def before(mark: bytes, content: bytes) -> Change:
    """A change that puts content before a mark."""
    return lambda body: body.replace(mark, content + mark, 1)


GROUP = (
    b'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="9" name="g"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>',
    b"</p:grpSp>",
)
INNER = (b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>")
CELL = b"<w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc>"
ROWS = b"<w:tbl>" + (b"<w:tr>" + CELL * 100 + b"</w:tr>") * 2_000 + b"</w:tbl>"
WIDE = b"<w:tbl>" + (b"<w:tr>" + CELL * 2_000 + b"</w:tr>") * 2 + b"</w:tbl>"
LISTED = b'<p:sldId id="300" r:id="rId7"/>' * 3_000


def office() -> Iterator[tuple[str, bytes, str, str]]:
    """Name, content, status and words of the message of each deck and text."""
    slides, text = deck(), letter()
    declares = "declares a DOCTYPE"
    yield "xxe.pptx", changed(slides, SLIDE, declared(XXE, b"&z;")), "hostile", declares
    yield "laughs.pptx", changed(slides, SLIDE, declared(LAUGHS, b"&i;")), "hostile", declares
    yield "utf7.pptx", changed(slides, SLIDE, hidden_doctype), "hostile", declares
    for part in ("ppt/charts/chart", "ppt/notesSlides/notes", "ppt/slides/_rels/"):
        yield f"{part[4:9]}.pptx", changed(slides, part, declared(XXE)), "hostile", declares
    yield "xxe.docx", changed(text, TEXT, declared(XXE, b"&z;")), "hostile", declares
    yield "styles.docx", changed(text, "word/styles.xml", declared(LAUGHS)), "hostile", declares
    bomb = before(b"</p:sld>", b" " * 100 * MIB)
    yield "bomb.pptx", changed(slides, SLIDE, bomb), "hostile", "--limit part="
    many = dict.fromkeys((f"ppt/slides/slide{number}.xml" for number in range(2, 20)), b" " * 31 * MIB)
    yield "bombs.pptx", changed(slides, SLIDE, bytes, many), "hostile", "--limit ratio="
    stored = {f"ppt/media/{number}.xml": b"" for number in range(11_000)}
    yield "members.pptx", changed(slides, SLIDE, bytes, stored), "hostile", "--limit members=11"
    yield "media.pptx", changed(slides, SLIDE, bytes, {"ppt/media/1.png": b"\0" * 100 * MIB}), "ok", ""
    yield (
        "slides.pptx",
        changed(slides, "ppt/presentation.xml", before(b"</p:sldIdLst>", LISTED)),
        "hostile",
        "pages=3001",
    )
    yield "groups.pptx", changed(slides, SLIDE, wrapped(b"<p:sp>", *GROUP, 5_000)), "hostile", "nested more than 256"
    yield "groups200.pptx", changed(slides, SLIDE, wrapped(b"<p:sp>", *GROUP, 200)), "ok", ""
    yield "tables.docx", changed(text, TEXT, wrapped(b"<w:p>", *INNER, 5_000)), "hostile", "nested more than 256"
    long = before(b"The rate", b"12 of 40 " * (12 * MIB // 9))
    yield "long.pptx", changed(slides, SLIDE, long, packed=False), "hostile", "a text of more than 10 MB"
    yield "cells.docx", changed(text, TEXT, before(b"<w:p>", ROWS), packed=False), "hostile", "--limit cells="
    yield "wide.docx", changed(text, TEXT, before(b"<w:p>", WIDE), packed=False), "hostile", "--limit columns="


def html() -> Iterator[tuple[str, bytes, str, str]]:
    """The same of pages."""
    told = b"<p>" + SENTENCE.encode()
    yield "deep.html", b"<html><body>" + b"<div>" * 100_000 + told, "hostile", "nested more than 2048"
    yield "deep_tables.html", b"<html><body>" + b"<table><tr><td>a<td>" * 5_000 + told, "hostile", "nested"
    yield "cells.html", b"<html><table>" + b"<tr><td>a<td>5<td>6" * 70_000, "hostile", "--limit cells="
    yield "wide.html", b"<html><table><tr>" + b"<td>5" * 200_000 + b"<tr><td>5<td>6", "hostile", "--limit columns="
    yield (
        "spans.html",
        b"<html><table>" + b"<tr><td colspan=9999999 rowspan=9999999>a<td>5" * 1_000,
        "hostile",
        "--limit columns=",
    )
    yield "laughs.html", b'<?xml version="1.0"?>' + LAUGHS + b"<html><body>&i;" + told, "ok", ""
    yield "xxe.html", b'<?xml version="1.0"?>' + XXE + b"<html><body>&z;" + told, "ok", ""
    yield "attribute.html", b'<html><body><p class="' + b"a " * MIB + b'">' + told, "ok", ""
    yield "long.html", b"<html><body><p>" + b"patients had 12 of 40 " * 200_000, "hostile", "--limit text="
    yield "script.html", b"<html><body><div id=app></div><script>draw()</script>", "unsupported", "scripts"


def file(*objects: bytes) -> bytes:
    """A PDF of numbered objects, the first of which is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer <</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + tail


SHOWN = b"BT /F 12 Tf 50 700 Td (%s) Tj ET " % SENTENCE.encode()


def page(
    content: bytes, box: bytes = b"0 0 612 792", kids: bytes = b"3 0 R", count: int = 1, more: bytes = b""
) -> bytes:
    """A PDF of one page."""
    packed = zlib.compress(content, 9)
    return file(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R%s>>" % (box, more),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def pdf() -> Iterator[tuple[str, bytes, str, str]]:
    """The same of PDF files."""
    dense = b"".join(
        b"BT /F 4 Tf %d %d Td (%s) Tj ET " % (20 + 30 * (n % 20), 780 - n // 20 % 190 * 4, b"12.3% of 40 ab " * 8)
        for n in range(3_500)
    )
    loop = file(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>")
    yield "loop.pdf", loop, "corrupt", "it is damaged"
    yield "kids.pdf", page(SHOWN, kids=b"3 0 R " * 200_000, count=200_000), "hostile", "--limit pages=200000"
    yield "lie.pdf", page(SHOWN, count=1_500), "partial", "2-1500"
    yield "dense.pdf", page(dense), "hostile", "--limit characters="
    yield "paths.pdf", page(SHOWN + b"10 10 50 50 re f " * 1_500_000), "ok", ""
    yield "segments.pdf", page(SHOWN + b"0 0 m " + b"10 10 l 90 50 l " * 750_000 + b"S"), "ok", ""
    yield "states.pdf", page(b"q " * 500_000 + SHOWN), "ok", ""
    yield "arrays.pdf", page(SHOWN + b"[" * 200_000 + b"]" * 200_000 + b" TJ"), "ok", ""
    yield "huge.pdf", page(SHOWN, box=b"0 0 10000000 10000000"), "ok", ""
    yield "unit.pdf", page(SHOWN, more=b"/UserUnit 1e30"), "ok", ""
    yield "bomb.pdf", page(SHOWN + b" " * 100 * MIB), "ok", ""
    yield "blank.pdf", page(b""), "corrupt", "nothing is printed"
