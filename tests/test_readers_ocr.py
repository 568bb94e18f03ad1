"""Text in pictures: where the words land, what is unsure, what is refused, and the recognisers themselves."""

import hashlib
import io
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from pptx import Presentation
from pptx.util import Pt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from slideextract.document import BlockKind, Document, Reader, Span
from slideextract.errors import ReadError
from slideextract.facts import Extraction
from slideextract.geometry import BBox
from slideextract.pipeline import extract
from slideextract.readers import limits
from slideextract.readers.ocr import pictures, recogniser, recognition
from slideextract.readers.ocr.recogniser import Recogniser, Scrap
from slideextract.readers.ocr.tesseract import read_hocr
from slideextract.readers.pdf import read_pdf
from slideextract.readers.pptx import read_pptx

SLIDE = (720.0, 405.0)
SHARP = 150 / 72  # pixels a point of a rendered page
HEIGHT = 20.0  # pixels of the words of the fake
HAS_RAPID = find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None
HAS_TESSERACT = shutil.which("tesseract") is not None
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
LINES = (
    "LUMEN : rémission à la semaine 52",
    "Rémission complète : 46,4 % sous obinutuzumab vs 33,1 % sous placebo ; p = 0,02",
    "Différence : 13,4 points (IC 95 % [2,0 ; 24,8])",
    "Survie sans poussée : HR = 0,68 (IC 95 % 0,52-0,89)",
    "Œdème périphérique : 8,3 % sous obinutuzumab vs 3,1 % sous placebo",
    "Patients ≥ 65 ans : rémission chez 34,5 % vs 21,7 %",
)
VALUES = (46.4, 33.1, 13.4, 0.68, 8.3, 3.1, 34.5, 21.7)
RECALL = 0.8  # share of the values of a clean slide that any recogniser must bring


class Fake:
    """A recogniser that sees in every picture what it was told."""

    name = "fake"

    def __init__(self, *lines: tuple[str, float, float], unsure: Sequence[str] = (), angle: float = 0.0) -> None:
        self.sizes: list[tuple[int, int]] = []
        self.scraps = [scrap for line in lines for scrap in self._line(*line, unsure, angle)]

    def read(self, picture: Image.Image) -> list[Scrap]:
        self.sizes.append(picture.size)
        return self.scraps

    @staticmethod
    def _line(text: str, left: float, top: float, unsure: Sequence[str], angle: float) -> Iterator[Scrap]:
        for index, word in enumerate(text.split(" ")):
            box = BBox(left, top, left + 10 * len(word), top + HEIGHT)
            yield Scrap(word, box, 16.0, top + 15, word not in unsure, index > 0, angle)
            left = box.x1 + 5


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Recogniser], None]:
    """Makes a recogniser the one that is installed."""
    return lambda engine: monkeypatch.setattr(recogniser, "RECOGNISERS", (lambda: engine,))


def drawn(width: int = 8, height: int = 8) -> ImageReader:
    return ImageReader(Image.new("RGB", (width, height), "gray"))


def pdf(*pages: Callable[[Canvas], object], size: tuple[float, float] = SLIDE) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, pageCompression=0, invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def full(canvas: Canvas) -> None:
    """A page that is one picture."""
    canvas.drawImage(drawn(), 0, 0, *SLIDE)


def framed(canvas: Canvas) -> None:
    """A title and a note in text, between them a picture."""
    canvas.setFont("Helvetica", 24)
    canvas.drawString(40, 365, "Response at week 24")
    canvas.drawImage(drawn(), 40, 60, 640, 280)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(40, 20, "Analysis of all patients")


def read(data: bytes) -> Document:
    reader = read_pdf if data.startswith(b"%PDF") else read_pptx
    return reader(data, "deck", hashlib.sha256(data).hexdigest())


def texts(document: Document, reader: Reader) -> list[str]:
    return [document.text[slice(*block.span)] for block in document.blocks if block.reader is reader]


def box_of(document: Document, text: str) -> BBox:
    at = document.text.index(text)
    box = document.box(Span(at, at + len(text)))
    assert box is not None
    return box


def told(source: bytes) -> tuple[Document, Extraction]:
    document = read(source)
    return document, extract(document)


RESULT = "Response : 46.4 % with abatacept vs 33.1 % with placebo"


def test_words_of_a_page_lie_where_they_are_printed(use: Callable[[Recogniser], None]) -> None:
    engine = Fake(("Response at week 24", 100, 50), (RESULT, 100, 300))
    use(engine)
    document, extraction = told(pdf(full))
    assert engine.sizes == [(1500, 844)]
    left = 100 + 85 + 15  # behind "Response" and ":"
    expected = [edge / SHARP for edge in (left, 300, left + 40, 320)]
    assert box_of(document, "46.4") == pytest.approx(expected, abs=0.1)
    assert {block.reader for block in document.blocks} == {Reader.OCR}
    found = [(fact.raw, fact.arm, fact.reader, fact.status) for fact in extraction.facts]
    assert found == [("46.4 %", "abatacept", "ocr", "accepted"), ("33.1 %", "placebo", "ocr", "accepted")]


@pytest.mark.parametrize(("turn", "size"), [(0, (1500, 844)), (90, (844, 1500)), (180, (1500, 844))])
def test_turned_pages_are_read_as_they_are_shown(use: Callable[[Recogniser], None], turn: int, size: Any) -> None:
    engine = Fake(("Response at week 24", 100, 50))
    use(engine)
    document = read(pdf(full).replace(b"/Rotate 0", b"/Rotate %d" % turn))
    assert engine.sizes == [size]
    assert box_of(document, "Response").x0 == pytest.approx(100 / SHARP, abs=0.1)
    assert box_of(document, "Response").top == pytest.approx(50 / SHARP, abs=0.1)


def test_only_the_picture_of_a_page_with_text_is_read(use: Callable[[Recogniser], None]) -> None:
    engine = Fake((RESULT, 30, 100))
    use(engine)
    document, extraction = told(pdf(framed))
    assert engine.sizes[0] == pytest.approx((640 * SHARP, 280 * SHARP), abs=2)
    assert texts(document, Reader.OCR) == [RESULT]
    assert texts(document, Reader.TEXT) == ["Response at week 24", "Analysis of all patients"]
    assert box_of(document, "46.4").top == pytest.approx(405 - 340 + 100 / SHARP, abs=0.3)
    assert {fact.reader for fact in extraction.facts} == {"ocr"}
    assert len(extraction.facts) == 2


def test_what_the_text_layer_has_is_not_read_again(use: Callable[[Recogniser], None]) -> None:
    def draw(canvas: Canvas) -> None:
        framed(canvas)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, 300, "Placebo")  # at 20 and 40 points in the picture

    use(Fake(("Placebo", 20 * SHARP, 32 * SHARP), ("Abatacept", 20 * SHARP, 150 * SHARP)))
    document = read(pdf(draw))
    assert document.text.count("Placebo") == 1
    assert "Abatacept" in texts(document, Reader.OCR)


def test_pictures_with_their_text_in_the_text_layer_are_left_alone(use: Callable[[Recogniser], None]) -> None:
    def draw(canvas: Canvas) -> None:
        full(canvas)
        canvas.drawString(60, 300, "Response at week 24 of all patients")

    engine = Fake(("never", 0, 0))
    use(engine)
    read(pdf(draw))
    assert engine.sizes == []


def test_large_pages_are_drawn_with_no_more_pixels_than_the_cap(use: Callable[[Recogniser], None]) -> None:
    engine = Fake(("Poster", 100, 100))
    use(engine)
    read(pdf(lambda canvas: canvas.drawImage(drawn(), 0, 0, 2384, 3370), size=(2384, 3370)))
    ((across, down),) = engine.sizes
    assert recognition.MAX_PIXELS * 0.99 < across * down < recognition.MAX_PIXELS * 1.01


def test_values_with_an_unsure_word_need_review(use: Callable[[Recogniser], None]) -> None:
    use(Fake(("Response at week 24", 100, 50), (RESULT, 100, 300), unsure=["33.1"]))
    _, extraction = told(pdf(full))
    found = {fact.raw: (fact.status, "ocr_unsure" in fact.flags) for fact in extraction.facts}
    assert found == {"46.4 %": ("accepted", False), "33.1 %": ("needs_review", True)}


def test_an_unsure_p_value_makes_its_row_unsure(use: Callable[[Recogniser], None]) -> None:
    use(Fake(("Response at week 24", 100, 50), (f"{RESULT} ; p = 0.02", 100, 300), unsure=["0.02"]))
    _, extraction = told(pdf(full))
    assert [fact.raw for fact in extraction.facts if "ocr_unsure" in fact.flags] == ["46.4 %"]


MISREAD = "Réponse à S52 chez les patients de 2 650 mg et 2 65 ans : 46,4 % sous abatacept vs 33,1 % sous placebo"


def test_a_lone_digit_before_a_number_is_refused(use: Callable[[Recogniser], None]) -> None:
    use(Fake((MISREAD, 50, 300)))
    _, extraction = told(pdf(full))
    assert {fact.raw for fact in extraction.facts} <= {"46,4 %", "33,1 %"}
    refused = [entry.raw for entry in extraction.ledger if entry.rule == "fr.misread.sign"]
    assert " ".join(refused) == "2 650 mg 2 65 ans"
    assert {entry.verdict for entry in extraction.ledger if entry.rule == "fr.misread.sign"} == {"rejected"}


def test_text_layers_are_believed(use: Callable[[Recogniser], None]) -> None:
    use(Fake())

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(40, 300, MISREAD)

    _, extraction = told(pdf(draw))
    assert "fr.misread.sign" not in {entry.rule for entry in extraction.ledger}


def test_upright_axis_titles_are_labels_of_their_own(use: Callable[[Recogniser], None]) -> None:
    use(Fake(("Patients", 20, 300), angle=90.0))
    document = read(pdf(full))
    assert [(block.kind, document.text[slice(*block.span)]) for block in document.blocks] == [
        (BlockKind.LABEL, "Patients")
    ]


def test_without_a_recogniser_the_message_says_how_to_get_one() -> None:
    with pytest.raises(ReadError, match=r"pip install 'slideextract\[ocr\]'") as caught:
        read(pdf(full))
    assert caught.value.status == "needs_ocr"
    (warning,) = read(pdf(framed)).warnings
    assert warning == "page 1: picture without text layer (needs OCR: pip install 'slideextract[ocr]')"


def test_pictures_in_which_nothing_is_found_need_a_person(use: Callable[[Recogniser], None]) -> None:
    use(Fake())
    with pytest.raises(ReadError, match="the recogniser found no text") as caught:
        read(pdf(full))
    assert caught.value.status == "needs_ocr"
    assert read(pdf(framed)).warnings == ()


class Failing(Fake):
    """A recogniser that fails at its first picture."""

    def read(self, picture: Image.Image) -> list[Scrap]:
        found = super().read(picture)
        if len(self.sizes) == 1:
            message = "out of order"
            raise ReadError(message, "needs_ocr")
        return found


def test_a_failure_costs_one_picture(use: Callable[[Recogniser], None]) -> None:
    use(Failing((RESULT, 30, 100)))
    document = read(pdf(framed, framed))
    assert document.warnings == ("page 1: picture without text layer (out of order)",)
    assert texts(document, Reader.OCR) == [RESULT]


def test_a_document_has_no_more_pictures_read_than_the_limit(
    use: Callable[[Recogniser], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(limits.ENVIRONMENT, "pictures=1")
    engine = Fake((RESULT, 30, 100))
    use(engine)
    (warning,) = read(pdf(framed, framed)).warnings
    assert "page 2" in warning
    assert "--limit pictures=" in warning
    assert len(engine.sizes) == 1


def picture(size: tuple[int, int] = (1000, 500), form: str = "PNG", **options: Any) -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", size, "white").save(stream, form, **options)
    stream.seek(0)
    return stream


def deck() -> Any:
    made = Presentation()
    made.slide_width, made.slide_height = Pt(960), Pt(540)
    return made


def hang(made: Any, place: tuple[float, float, float, float], file: io.BytesIO | None = None) -> Any:
    """A new slide with a picture; left, top, width and height in points."""
    slide = made.slides.add_slide(made.slide_layouts[6])
    return slide.shapes.add_picture(file or picture(), *(Pt(side) for side in place))


def saved(made: Any) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_pictures_of_slides_lie_in_their_frame(use: Callable[[Recogniser], None]) -> None:
    engine = Fake(("Response", 500, 250))
    use(engine)
    made = deck()
    hang(made, (100, 50, 800, 400))
    document = read(saved(made))
    assert engine.sizes == [(1000, 500)]
    assert box_of(document, "Response") == pytest.approx((500, 250, 564, 266), abs=0.1)
    assert texts(document, Reader.OCR) == ["Response"]


def test_crops_and_turns_are_heeded(use: Callable[[Recogniser], None]) -> None:
    engine = Fake(("Response", 100, 50))
    use(engine)
    made = deck()
    cropped = hang(made, (100, 50, 800, 400))
    cropped.crop_left, cropped.crop_top = 0.5, 0.2
    turned = hang(made, (80, 70, 800, 400))
    turned.rotation = 180
    document = read(saved(made))
    assert engine.sizes == [(500, 400), (1000, 500)]
    boxes = [[round(edge) for edge in word.box] for page in document.pages for word in page.words]
    assert boxes == [[260, 100, 388, 120], [736, 414, 800, 430]]


def test_what_hangs_over_the_edge_of_a_slide_is_not_read(use: Callable[[Recogniser], None]) -> None:
    use(Fake(("Outside", 20, 100), ("Edge of it", 380, 100), unsure=["Edge"]))
    made = deck()
    hang(made, (-400, 0, 1000, 500))
    document = read(saved(made))
    assert document.text == "Edge of it"
    assert [(round(word.box.x0), word.sure) for word in document.pages[0].words] == [(0, False), (25, True), (50, True)]


def test_a_picture_on_several_slides_is_read_once(use: Callable[[Recogniser], None]) -> None:
    engine = Fake((RESULT, 100, 250))
    use(engine)
    made = deck()
    for _ in range(3):
        hang(made, (0, 0, 960, 480))
    document = read(saved(made))
    assert len(engine.sizes) == 1
    assert document.text.count("46.4") == 3


def test_the_title_of_a_slide_is_its_own(use: Callable[[Recogniser], None]) -> None:
    use(Fake(("Response at week 24", 20, 10), ("Placebo", 100, 300)))
    made = deck()
    hang(made, (0, 40, 960, 480))
    assert next(block.kind for block in read(saved(made)).blocks) is BlockKind.TITLE
    made.slides[0].shapes.add_textbox(0, 0, Pt(400), Pt(30)).text_frame.text = "Tolerance"
    assert BlockKind.TITLE not in {block.kind for block in read(saved(made)).blocks if block.reader is Reader.OCR}


def test_pictures_that_cannot_be_read_cost_only_themselves(
    use: Callable[[Recogniser], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(limits.ENVIRONMENT, "pixels=900000")
    engine = Fake((RESULT, 30, 100))
    use(engine)
    made = deck()
    hang(made, (0, 0, 960, 480), picture((1000, 1000)))  # too many pixels
    hang(made, (0, 0, 960, 480), picture((640, 480)))
    hang(made, (0, 0, 960, 480), picture((320, 240)))
    data = damaged(saved(made), "ppt/media/image2.png")
    document = read(data)
    assert [warning.partition(" (")[0] for warning in document.warnings] == [
        "slide 1: picture without text",
        "slide 2: picture without text",
    ]
    assert "--limit pixels=" in document.warnings[0]
    assert "(it is none of PNG, JPEG, GIF, BMP, TIFF, WEBP)" in document.warnings[1]
    assert engine.sizes == [(320, 240)]


def damaged(data: bytes, part: str) -> bytes:
    """The file with one part that is no picture."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"no picture" if name == part else old.read(name))
    return stream.getvalue()


@pytest.mark.parametrize(
    "made",
    [
        Image.new("RGBA", (9, 9), (0, 0, 0, 0)),
        Image.new("LA", (9, 9), (0, 0)),
        Image.new("P", (9, 9), 0),
        Image.new("L", (9, 9), 255),
        Image.new("1", (9, 9), 1),
    ],
    ids=lambda image: image.mode,
)
def test_pictures_come_in_colours_on_white(made: Image.Image) -> None:
    stream = io.BytesIO()
    made.save(stream, "PNG", **({"transparency": 0} if made.mode == "P" else {}))
    found = pictures.decode(stream.getvalue())
    assert (found.mode, found.getpixel((4, 4))) == ("RGB", (255, 255, 255))


def test_photographs_are_made_smaller() -> None:
    across, down = pictures.decode(picture((4000, 3000), "JPEG").getvalue()).size
    assert across * down <= recognition.MAX_PIXELS
    assert across / down == pytest.approx(4 / 3, abs=0.01)


HOCR = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><body>
<span class='ocr_line' title="bbox 60 40 660 80; baseline 0 -8; x_size 34">
<span class='ocrx_word' title='bbox 60 45 210 72; x_wconf 96'>Réponse</span>
<span class='ocrx_word' title='bbox 230 45 250 72; x_wconf 96'>=</span>
<span class='ocrx_word' title='bbox 260 45 320 72; x_wconf 96'>65</span>
<span class='ocrx_word' title='bbox 330 45 420 72; x_wconf 97'>42,5</span>
<span class='ocrx_word' title='bbox 430 45 520 72; x_wconf 60'>%</span></span></body></html>"""


def test_what_tesseract_tells() -> None:
    found = list(read_hocr(HOCR.encode()))
    assert [(scrap.text, scrap.sure, scrap.tied) for scrap in found] == [
        ("Réponse", True, False),
        ("=", False, True),  # its models have no ≥
        ("65", False, True),
        ("42,5", True, True),
        ("%", False, True),
    ]
    assert (found[0].box, found[0].size, found[0].baseline) == ((60, 45, 210, 72), 34, 72)
    with pytest.raises(ReadError, match="tesseract's answer"):
        list(read_hocr(b"<html"))


def test_nothing_of_it_is_loaded_for_documents_with_text() -> None:
    code = """
import sys
from slideextract.readers import pdf, pptx
print([name for name in ("cv2", "onnxruntime", "rapidocr", "PIL.Image") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


def french_slide() -> Image.Image:
    """A slide of results as a picture."""
    image = Image.new("RGB", (1600, 900), "white")
    pen = ImageDraw.Draw(image)
    for index, line in enumerate(LINES):
        font = ImageFont.truetype(str(FONT), 30 if index else 46)
        pen.text((60, 60 + 120 * index), line, fill="black", font=font)
    return image


def french_pdf() -> bytes:
    return pdf(lambda canvas: canvas.drawImage(ImageReader(french_slide()), 0, 0, 720, 405))


def french_pptx() -> bytes:
    stream, made = io.BytesIO(), deck()
    french_slide().save(stream, "PNG")
    hang(made, (0, 0, 960, 540), stream)
    return saved(made)


REAL = [
    pytest.param("_rapid", marks=pytest.mark.skipif(not HAS_RAPID, reason="the extra [ocr] isn't installed")),
    pytest.param("_tesseract", marks=pytest.mark.skipif(not HAS_TESSERACT, reason="no tesseract here")),
]


@pytest.mark.skipif(not FONT.is_file(), reason="no font to draw the slide with")
@pytest.mark.parametrize("engine", REAL)
def test_a_french_slide_is_read_offline_and_the_same_every_time(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object, **__: object) -> None:
        message = "the network was asked"
        raise AssertionError(message)

    monkeypatch.setattr(recogniser, "RECOGNISERS", (getattr(recogniser, engine),))
    monkeypatch.setattr(socket.socket, "connect", closed)
    monkeypatch.setattr(socket, "getaddrinfo", closed)
    for data in (french_pdf(), french_pptx()):
        document, extraction = told(data)
        assert read(data) == document
        found = {float(fact.value) for fact in extraction.facts if fact.value is not None}
        assert found <= set(VALUES)
        assert len(found) >= RECALL * len(VALUES)
        assert {fact.reader for fact in extraction.facts} == {"ocr"}
        scale = (document.pages[0].width or 0) / 1600
        box = box_of(document, "0,68")
        assert (box.top + box.bottom) / 2 == pytest.approx((60 + 3 * 120 + 18) * scale, abs=6)


@pytest.mark.skipif(not FONT.is_file(), reason="no font to draw the slide with")
@pytest.mark.skipif(not HAS_RAPID, reason="the extra [ocr] isn't installed")
def test_short_numbers_stay_upright_and_axis_titles_are_turned() -> None:
    image = Image.new("RGB", (1200, 600), "white")
    font, pen = ImageFont.truetype(str(FONT), 32), ImageDraw.Draw(image)
    for digit in range(10):
        pen.text((150 + 100 * digit, 60), str(digit), fill="black", font=font)
        pen.text((150 + 100 * digit, 160), f"{digit} %", fill="black", font=font)
    title = Image.new("RGB", (400, 50), "white")
    ImageDraw.Draw(title).text((5, 5), "Patients (%)", fill="black", font=font)
    image.paste(title.rotate(90, expand=True), (40, 100))
    engine = recogniser._rapid()  # noqa: SLF001 - the very one
    assert engine is not None
    found = engine.read(image)
    upright = sorted("".join(scrap.text for scrap in found if not scrap.angle))
    assert upright == sorted("0123456789" * 2 + "%" * 10)
    assert [(scrap.text, scrap.angle) for scrap in found if scrap.angle] == [("Patients", 90.0), ("(%)", 90.0)]
