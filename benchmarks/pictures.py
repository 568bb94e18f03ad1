"""How well text in pictures is read: French slides drawn here, as pictures in a PDF and a PPTX.

    python benchmarks/pictures.py

Prints a line for each recogniser, format and quality: the share of the values that became rows, rows with another
value and how many of these wait for a review, CPU seconds a slide, and the most memory. Needs `slideextract[ocr]` or
tesseract (what isn't there is left out), python-pptx, reportlab, and the font DejaVu Sans (fonts-dejavu-core).
"""

import io
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont
from pptx import Presentation
from pptx.util import Pt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 1600, 900  # pixels of a slide
PAGE = (960, 540)  # points
TITLE, TEXT = 46, 30  # pixels
BLACK, BLUE, GREY = "#000000", "#1f4e8c", "#999999"
QUALITIES = {"clean": (1.0, 90), "half the pixels, JPEG 40": (0.5, 40), "a third, JPEG 25": (0.36, 25)}
ENGINES = {"rapidocr": "_rapid", "tesseract": "_tesseract"}
MIB = 1024  # ru_maxrss counts KiB

BULLETS = (
    "• Rémission rénale complète : 46,4 % sous obinutuzumab vs 33,1 % sous placebo ; p = 0,02",
    "• Différence ajustée : 13,4 points (IC 95 % [2,0 ; 24,8])",
    "• Réponse BICLA : 56,2 % sous obinutuzumab vs 41,8 % sous placebo ; p = 0,0002",
    "• Survie sans poussée : HR = 0,68 (IC 95 % 0,52-0,89)",
    "• Œdème périphérique : 8,3 % sous obinutuzumab vs 3,1 % sous placebo",
    "• Patients ≥ 65 ans : rémission chez 34,5 % vs 21,7 %",
    "• Corticoïdes ≤ 7,5 mg/j à S52 : 64,0 % vs 51,5 %",
)
ROWS = (
    ("Événement, n (%)", "Obinutuzumab (N = 135)", "Placebo (N = 136)"),
    ("≥ 1 EI", "122 (90,4)", "118 (86,8)"),
    ("EI graves", "44 (32,6)", "25 (18,4)"),
    ("Infections", "93 (68,9)", "87 (64,0)"),
    ("Neutropénie", "18 (13,3)", "4 (2,9)"),
    ("Décès", "3 (2,2)", "1 (0,7)"),
)
BARS = (("Obinutuzumab", 43.2, 135, BLUE), ("Placebo", 33.6, 136, GREY))
VALUES = (
    (46.4, 33.1, 13.4, 56.2, 41.8, 0.68, 8.3, 3.1, 34.5, 21.7, 64.0, 51.5),
    (90.4, 86.8, 32.6, 18.4, 68.9, 64.0, 13.3, 2.9, 2.2, 0.7),
    (43.2, 33.6),
)


class Pen:
    """A slide that is being drawn."""

    def __init__(self, title: str) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), "white")
        self.draw = ImageDraw.Draw(self.image)
        self.put(60, 40, title, TITLE)

    def put(self, x: float, y: float, text: str, size: int = TEXT) -> None:
        """Print a text."""
        self.draw.text((x, y), text, fill=BLACK, font=ImageFont.truetype("DejaVuSans.ttf", size))


def slides() -> Iterator[Image.Image]:
    """Bullets, a table, and bars."""
    pen = Pen("LUMEN : rémission à la semaine 52")
    for index, line in enumerate(BULLETS):
        pen.put(80, 170 + 90 * index, line)
    yield pen.image
    pen = Pen("LUMEN : tolérance jusqu'à la semaine 76")
    pen.draw.line((70, 245, 1540, 245), fill=BLACK, width=3)
    for index, row in enumerate(ROWS):
        for x, cell in zip((80, 700, 1180), row, strict=True):
            pen.put(x, 190 + 80 * index, cell)
    yield pen.image
    pen = Pen("LUMEN : réponse SRI-4 à la semaine 52")
    pen.draw.line((200, 750, 1450, 750), fill=BLACK, width=3)
    for index, (name, value, size, colour) in enumerate(BARS):
        left, top = 350 + 520 * index, 750 - 10 * value
        pen.draw.rectangle((left, top, left + 200, 750), fill=colour)
        pen.put(left + 40, top - 50, f"{value} %".replace(".", ","))
        pen.put(left - 10, 765, name)
        pen.put(left + 40, 810, f"n = {size}")
    yield pen.image


def pictures(scale: float, quality: int) -> Iterator[io.BytesIO]:
    """The slides as JPEG files."""
    for image in slides():
        file = io.BytesIO()
        image.resize((int(WIDTH * scale), int(HEIGHT * scale)), Image.Resampling.LANCZOS).save(
            file, "JPEG", quality=quality
        )
        file.seek(0)
        yield file


def write_pdf(path: Path, scale: float, quality: int) -> None:
    """A PDF whose pages are pictures."""
    canvas = Canvas(str(path), pagesize=PAGE, invariant=1)
    for file in pictures(scale, quality):
        canvas.drawImage(ImageReader(file), 0, 0, *PAGE)
        canvas.showPage()
    canvas.save()


def write_pptx(path: Path, scale: float, quality: int) -> None:
    """A PPTX whose slides are pictures."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = (Pt(side) for side in PAGE)
    for file in pictures(scale, quality):
        deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_picture(file, 0, 0, *(Pt(side) for side in PAGE))
    deck.save(str(path))


class Score(NamedTuple):
    """What became of the values of a file."""

    found: int
    wrong: int
    waiting: int  # of the wrong ones
    seconds: float

    def __str__(self) -> str:
        total = sum(map(len, VALUES))
        return f"{self.found / total:.3f}\t{self.wrong}\t{self.waiting}\t{self.seconds / len(VALUES):.2f}"


def measure(path: Path) -> Score:
    """Read a file, and compare its rows with what was drawn."""
    import slideextract  # noqa: PLC0415 - measured in a process of its own

    start = cpu()
    document = slideextract.read(path)
    seconds = cpu() - start
    facts = [fact for fact in slideextract.extract(document).facts if fact.value is not None]
    found = sum(
        value in {float(f.value or 0) for f in facts if f.page == n}
        for n, there in enumerate(VALUES, 1)
        for value in there
    )
    wrong = [fact for fact in facts if float(fact.value or 0) not in VALUES[fact.page - 1]]
    return Score(found, len(wrong), sum(fact.status == "needs_review" for fact in wrong), seconds)


def cpu() -> float:
    """Seconds of this process and of those that it started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def worker(engine: str, folder: Path) -> None:
    """Measure all files with one recogniser, and print the lines."""
    from slideextract.readers.ocr import recogniser  # noqa: PLC0415 - as above

    make = getattr(recogniser, ENGINES[engine])
    if make() is None:
        return
    recogniser.RECOGNISERS = (make,)
    for path in sorted(folder.iterdir()):
        score = measure(path)
        memory = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(f"{engine}\t{path.suffix[1:]}\t{path.stem[2:]}\t{score}\t{memory // MIB}")


def main() -> None:
    """Write the files, and measure each recogniser in a process of its own."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for index, (quality, degree) in enumerate(QUALITIES.items()):
            write_pdf(folder / f"{index} {quality}.pdf", *degree)
            write_pptx(folder / f"{index} {quality}.pptx", *degree)
        print("recogniser\tformat\tpictures\trecall\twrong\twaiting\ts/slide\tMiB", flush=True)
        for engine in ENGINES:
            subprocess.run([sys.executable, __file__, engine, name], check=True)  # noqa: S603 - this very program


if __name__ == "__main__":
    if len(sys.argv) > 1:
        worker(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
