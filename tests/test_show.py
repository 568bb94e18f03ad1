"""Pictures of pages: marks lie on the numbers, slides show their frames and accents, and errors say what to do."""

import io
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt
from reportlab.pdfgen.canvas import Canvas

import slideextract
from sheets import SENTENCE, SHEETS, Sheet, count, inked, laid
from slideextract.document import Span
from slideextract.errors import ReadError, ShowError, StoreError
from slideextract.show.lettering import font
from slideextract.show.picture import OTHER, REVIEW, SLOTS, VALUE

FRENCH = "À la semaine 24, le taux de réponse était de 46,4 % sous abatacept contre 33,1 % sous placebo (p = 0,02)."
paper = import_module("slideextract.show.paper")


def opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")


def colours(path: Path) -> Counter[str]:
    """How many pixels of a picture have each colour."""
    found: Any = opened(path).getcolors(1 << 24)
    return Counter({f"#{bytes(colour).hex()}": count for count, colour in found})


def pdf(tmp_path: Path, sheet: Sheet = SHEETS[0]) -> Path:
    path = tmp_path / "deck.pdf"
    path.write_bytes(laid(sheet))
    return path


def pages(tmp_path: Path, *texts: str) -> Path:
    """A PDF with a text on each page."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(720, 405), invariant=1)
    for text in texts:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(40, 200, text)
        canvas.showPage()
    canvas.save()
    path = tmp_path / "deck.pdf"
    path.write_bytes(stream.getvalue())
    return path


def slides(tmp_path: Path) -> Path:
    """A sentence in French on one slide, a chart on the next."""
    deck = Presentation()
    slide: Any = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_textbox(Pt(40), Pt(40), Pt(600), Pt(80)).text_frame.text = FRENCH
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]  # the library has no types
    data.categories = ["Abatacept", "Placebo"]
    data.add_series("Taux de réponse à la semaine 24 (%)", (46.4, 33.1))
    second: Any = deck.slides.add_slide(deck.slide_layouts[6])
    second.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Pt(40), Pt(120), Pt(400), Pt(300), data)
    path = tmp_path / "deck.pptx"
    deck.save(str(path))
    return path


@pytest.mark.parametrize("sheet", [SHEETS[0], SHEETS[5], SHEETS[7], SHEETS[9], SHEETS[12]], ids=str)
def test_the_mark_lies_on_the_number(sheet: Sheet, tmp_path: Path) -> None:
    path = pdf(tmp_path, sheet)
    (shown,) = slideextract.show(path, tmp_path / "page.png", number="46.4")
    source = pdfium.PdfDocument(path)
    page = source[0].render(scale=1600 / source[0].get_size()[0]).to_pil()
    source.close()
    marked = opened(shown).crop((0, 0, *page.size))
    frame = (
        ImageChops.difference(marked, Image.new("RGB", page.size, VALUE)).convert("L").point(lambda d: 255 * (d == 0))
    )
    edges = frame.getbbox()
    assert edges is not None
    ink = inked(page)
    letters = ink.crop(edges).getbbox()  # from the corner of the frame
    assert letters is not None
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    assert 0 < letters[0] < letters[2] < width < 1.3 * (letters[2] - letters[0])
    assert 0 < letters[1] < letters[3] < height < 2.5 * (letters[3] - letters[1])
    assert 0.4 < count(ink.crop(edges)) / count(ink) < 0.6  # one of the two figures


def test_every_page_with_results_is_shown(tmp_path: Path) -> None:
    path = pages(tmp_path, SENTENCE, "Thank you", SENTENCE.replace("46.4", "51.2"))
    shown = slideextract.show(path, tmp_path / "out")
    assert [file.name for file in shown] == ["deck.pdf.p001.png", "deck.pdf.p003.png"]
    seen = colours(shown[0])
    assert min(seen[colour] for colour in (VALUE, SLOTS["arm"], SLOTS["endpoint"], SLOTS["timepoint"])) > 100
    first = shown[0].read_bytes()
    assert slideextract.show(path, tmp_path / "again", page=1)[0].read_bytes() == first


def test_a_number_shows_what_became_of_it(tmp_path: Path) -> None:
    path = pages(tmp_path, SENTENCE, "Patients aged 65 years or older", SENTENCE)
    (other,) = slideextract.show(path, tmp_path / "a.png", number="65")
    assert colours(other)[VALUE] < colours(other)[OTHER]
    (plain,) = slideextract.show(path, tmp_path / "b.png", page=2)
    assert colours(plain)[OTHER] < colours(other)[OTHER]
    (outlined,) = slideextract.show(path, tmp_path / "c.png", page=2, numbers=True)
    assert colours(outlined)[OTHER] > colours(plain)[OTHER]


def test_slides_are_sketched_with_their_accents(tmp_path: Path) -> None:
    sentence, chart = slideextract.show(slides(tmp_path), tmp_path / "out")
    for shown in (sentence, chart):
        assert min(colours(shown)[colour] for colour in (VALUE, SLOTS["arm"], SLOTS["endpoint"])) > 100
    missing = bytes(font(40).getmask("\ue000"))
    assert [
        letter for letter in "ÀàâÇçÉéèêëîïôŒœùûü≥≤±×²³¹⁹†‡µβΔ–−→%" if bytes(font(40).getmask(letter)) == missing
    ] == []


def test_words_of_a_sketch_stay_in_their_frames(tmp_path: Path) -> None:
    document = slideextract.read(slides(tmp_path))
    for page in document.pages:
        sketch = paper._sketch(document, page, 960)  # noqa: SLF001 - how it is done, beneath the pixels
        assert [document.text[word.span.start : word.span.end] for word in sketch.words] == document.text[
            page.span.start : page.span.end
        ].split()
        scale = 960 / (page.width or 1)
        for word in sketch.words:
            frame = document.box(word.span)
            assert frame is not None
            assert frame.x0 * scale <= word.box.x0 <= word.box.x1 <= frame.x1 * scale + 1
            assert frame.top * scale <= word.box.top <= word.box.bottom <= frame.bottom * scale + 1
    at = document.text.index("46,4")
    (line,) = paper._sketch(document, document.pages[0], 960).lines(Span(at, at + 6))  # noqa: SLF001 - as above
    assert line.width > line.height


def test_a_file_that_pdfium_refuses_is_sketched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pdf(tmp_path)

    def refuse(_: bytes) -> None:
        message = "Data format error"
        raise pdfium.PdfiumError(message, err_code=3)

    monkeypatch.setattr(pdfium, "PdfDocument", refuse)
    (shown,) = slideextract.show(path, tmp_path / "page.png")
    assert colours(shown)[VALUE] + colours(shown)[REVIEW] > 100


def test_pictures_have_a_width_and_a_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pages(tmp_path, SENTENCE)
    (shown,) = slideextract.show(path, tmp_path / "a.png", width=900)
    with Image.open(shown) as image:
        assert image.width == 900
        assert image.height > 900 * 405 / 720
    monkeypatch.setattr(paper, "MAX_PIXELS", 90_000)
    (shown,) = slideextract.show(path, tmp_path / "a.png", width=900)
    with Image.open(shown) as image:
        assert image.width == 400


def test_what_cannot_be_shown_says_why(tmp_path: Path) -> None:
    path = pages(tmp_path, SENTENCE, SENTENCE)
    (tmp_path / "a.txt").write_text(SENTENCE)
    with pytest.raises(ShowError, match=r"a\.txt: text/plain has no pages"):
        slideextract.show(tmp_path / "a.txt", tmp_path / "out")
    with pytest.raises(ShowError, match="pages 1 to 2, and page 7 is none"):
        slideextract.show(path, tmp_path / "out", page=7)
    with pytest.raises(ShowError, match=r"no number 99 in deck\.pdf"):
        slideextract.show(path, tmp_path / "out", number="99")
    with pytest.raises(ShowError, match=r"room for one page of deck\.pdf: name one \(1, 2\)"):
        slideextract.show(path, tmp_path / "page.png")
    with pytest.raises(ReadError):
        slideextract.show(tmp_path / "none.pdf", tmp_path / "out")
    with pytest.raises(StoreError, match="can't be written"):
        slideextract.show(path, tmp_path / "a.txt" / "out")
    assert not (tmp_path / "out").exists()
