"""CPU seconds per page of each stage against the raw libraries, as ratios in one run over real decks.

Usage: `python benchmarks/throughput.py FOLDER [--limit N] [--json]`; without FOLDER the environment variable
`SLIDEEXTRACT_DECKS` names it. Start-up (imports, rules, lexicons) is measured apart, on a first document of each
language that is not counted. Our own work is done first, so the peak of memory is its own. Ratios hold on any
machine; seconds don't.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pptx
import pypdfium2

from slideextract import extract, read
from slideextract.readers.ocr import recogniser

KIB = 1024  # ru_maxrss counts KiB on Linux
WARM_UP = (
    "At week 24, the response rate was 46.4 % with abatacept and 33.1 % with placebo (p = 0.02).",
    "À la semaine 24, le taux de réponse était de 46,4 % sous abatacept et de 33,1 % sous placebo (p = 0,02).",
)
RATIOS = (
    ("our reading / raw pypdfium2, PDF", "read pdf", "pypdfium2"),
    ("our reading / native pdfplumber, PDF", "read pdf", "pdfplumber"),
    ("our reading / bare python-pptx, PPTX", "read pptx", "python-pptx"),
    ("whole pipeline / reading, PDF", "pipeline pdf", "read pdf"),
    ("whole pipeline / reading, PPTX", "pipeline pptx", "read pptx"),
    ("whole pipeline / reading", "pipeline", "read"),
)


class Stopwatch:
    """CPU seconds and pages by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.pages: dict[str, int] = defaultdict(int)

    def time(self, stage: str, path: Path, work: Callable[[Path], int]) -> None:
        """Run `work` on a deck; it says how many pages it did."""
        start = time.process_time()
        pages = work(path)
        self.add(stage, time.process_time() - start, pages)

    def add(self, stage: str, seconds: float, pages: int) -> None:
        """Count a stage that was timed elsewhere."""
        self.seconds[stage] += seconds
        self.pages[stage] += pages

    def per_page(self, stage: str) -> float | None:
        """Milliseconds a page."""
        return 1000 * self.seconds[stage] / self.pages[stage] if self.pages[stage] else None

    def ratio(self, stage: str, base: str) -> float | None:
        """How many times the CPU of `base` a page of `stage` takes."""
        mine, other = self.per_page(stage), self.per_page(base)
        return round(mine / other, 2) if mine and other else None


def raw_text(path: Path) -> int:
    """The text layer as PDFium gives it."""
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            page.get_textpage().get_text_bounded()
        return len(document)
    finally:
        document.close()


def plumbed(path: Path) -> int:
    """Words by pdfplumber alone."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()
            page.close()
        return len(document.pages)


def walked(path: Path) -> int:
    """All text frames by python-pptx alone."""
    slides = pptx.Presentation(str(path)).slides
    for slide in slides:
        for shape in slide.shapes:
            _ = shape.text_frame.text if shape.has_text_frame else ""
    return len(slides)


def ours(path: Path, watch: Stopwatch) -> None:
    """Our reading, and reading with extraction."""
    start = time.process_time()
    document = read(path)
    middle = time.process_time()
    extract(document)
    end = time.process_time()
    suffix = path.suffix.lower().lstrip(".")
    for kind in ("", f" {suffix}"):
        watch.add(f"read{kind}", middle - start, len(document.pages))
        watch.add(f"pipeline{kind}", end - start, len(document.pages))


RAW: dict[str, tuple[tuple[str, Callable[[Path], int]], ...]] = {
    ".pdf": (("pypdfium2", raw_text), ("pdfplumber", plumbed)),
    ".pptx": (("python-pptx", walked),),
}


def run(paths: list[Path]) -> tuple[Stopwatch, list[str], int]:
    """Time every stage on every deck, and our peak in MiB; a deck that one can't read is left out of all."""
    watches, skipped = {path: Stopwatch() for path in paths}, {}
    for path, alone in watches.items():
        try:
            ours(path, alone)
        except Exception as error:  # noqa: BLE001 - strangers' decks break each library in its own way
            skipped[path] = f"{path.name}: {type(error).__name__}: {error}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIB
    for path, alone in watches.items():
        try:
            for stage, work in RAW[path.suffix.lower()] if path not in skipped else ():
                alone.time(stage, path, work)
        except Exception as error:  # noqa: BLE001 - as above
            skipped[path] = f"{path.name}: {type(error).__name__}: {error}"
    watch = Stopwatch()
    for path, alone in watches.items():
        for stage, seconds in alone.seconds.items() if path not in skipped else ():
            watch.add(stage, seconds, alone.pages[stage])
    return watch, list(skipped.values()), peak


def start_up(folder: Path) -> float:
    """CPU seconds until the first document of each language is done: imports, rules, lexicons."""
    sample = folder / "sample.txt"
    start = time.process_time()
    for text in WARM_UP:
        sample.write_text(text, encoding="utf-8")
        extract(read(sample))
    return time.process_time() - start


def report(watch: Stopwatch, skipped: list[str], peak: int, first: float) -> dict[str, object]:
    """All figures."""
    return {
        "pages": watch.pages["read"],
        "start_up_seconds": round(first, 2),
        "milliseconds_per_page": {
            stage: round(value, 2) for stage in sorted(watch.pages) if (value := watch.per_page(stage)) is not None
        },
        "ratios": {name: watch.ratio(stage, base) for name, stage, base in RATIOS},
        "peak_mib": peak,
        "skipped": skipped,
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=os.environ.get("SLIDEEXTRACT_DECKS"))
    parser.add_argument("--limit", type=int, help="only the first N decks by name")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.folder is None or not Path(options.folder).is_dir():
        parser.error("name a folder of PDF and PPTX decks")
    paths = sorted(path for path in Path(options.folder).rglob("*") if path.suffix.lower() in RAW)[: options.limit]
    recogniser.RECOGNISERS = ()  # pictures take hundreds of times as long: see pictures.py
    figures = measured(paths)
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        show(figures)
    return 0


def measured(paths: list[Path]) -> dict[str, object]:
    """The figures over `paths`, after a warm-up."""
    with tempfile.TemporaryDirectory() as folder:
        first = start_up(Path(folder))
    return report(*run(paths), first)


def show(figures: dict[str, object]) -> None:
    """A line a figure."""
    for name, value in figures.items():
        if isinstance(value, dict):
            print(name.replace("_", " "))
            for part, figure in value.items():
                print(f"  {part:42}{figure if figure is not None else '-':>10}")
        elif isinstance(value, list):
            print(f"{name} {len(value)}", *value, sep="\n  ")
        else:
            print(f"{name.replace('_', ' '):44}{value:>10}")


if __name__ == "__main__":
    sys.exit(main())
