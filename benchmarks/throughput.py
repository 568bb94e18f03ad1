"""CPU seconds per page of each stage against the raw libraries, as ratios in one run over real decks.

Usage: `python benchmarks/throughput.py FOLDER [--limit N] [--repeats N] [--json]`; without FOLDER the environment
variable `SLIDEEXTRACT_DECKS` names it. Each repeat is a process of its own, so that nothing is remembered from the one
before; a figure is the median of them. Start-up (imports, rules, lexicons) is measured apart, on a first document of
each language that is not counted. Our own work is done first, and the other libraries are imported after it, so the
peak of memory is its own. Text in pictures is left alone: `pictures.py` measures that. markitdown is compared with
where it is installed (`pip install 'markitdown[pdf,pptx]'`). Ratios hold on any machine; seconds don't.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from slideextract import extract, read
from slideextract.readers.ocr import recogniser
from slideextract.rules import LANGUAGES, language

KIB = 1024  # ru_maxrss counts KiB on Linux
WARM_UP = (
    "At week 24, the response rate was 46.4 % with abatacept and 33.1 % with placebo (p = 0.02).",
    "À la semaine 24, le taux de réponse était de 46,4 % sous abatacept et de 33,1 % sous placebo (p = 0,02).",
)
REPEATS = 3  # a busy machine makes single runs differ by a fifth
RATIOS = (
    ("our reading / raw pypdfium2, PDF", "read pdf", "pypdfium2"),
    ("our reading / native pdfplumber, PDF", "read pdf", "pdfplumber"),
    ("our reading / markitdown, PDF", "read pdf", "markitdown pdf"),
    ("our reading / bare python-pptx, PPTX", "read pptx", "python-pptx"),
    ("our reading / markitdown, PPTX", "read pptx", "markitdown pptx"),
    ("whole pipeline / native pdfplumber, PDF", "pipeline pdf", "pdfplumber"),
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
    import pypdfium2  # noqa: PLC0415 - the libraries come after our own work

    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            page.get_textpage().get_text_bounded()
        return len(document)
    finally:
        document.close()


def plumbed(path: Path) -> int:
    """Words by pdfplumber alone."""
    import pdfplumber  # noqa: PLC0415 - as above

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()
            page.close()
        return len(document.pages)


def walked(path: Path) -> int:
    """All text frames by python-pptx alone."""
    import pptx  # noqa: PLC0415 - as above

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


def marked(path: Path) -> int:
    """Markdown by markitdown, which doesn't say how many pages it read."""
    from markitdown import MarkItDown  # noqa: PLC0415 - as above

    MarkItDown(enable_plugins=False).convert_local(str(path))
    return 0


Works = tuple[tuple[str, Callable[[Path], int]], ...]


def raw() -> dict[str, Works]:
    """What each format is compared with."""
    works: dict[str, Works] = {
        ".pdf": (("pypdfium2", raw_text), ("pdfplumber", plumbed)),
        ".pptx": (("python-pptx", walked),),
    }
    if find_spec("markitdown"):
        works = {suffix: (*others, (f"markitdown {suffix[1:]}", marked)) for suffix, others in works.items()}
    return works


def run(paths: list[Path]) -> tuple[Stopwatch, list[str], int]:
    """Time every stage on every deck, and our peak in MiB; a deck that one can't read is left out of all."""
    watches, skipped = {path: Stopwatch() for path in paths}, {}
    for path, alone in watches.items():
        try:
            ours(path, alone)
        except Exception as error:  # noqa: BLE001 - strangers' decks break each library in its own way
            skipped[path] = f"{path.name}: {type(error).__name__}: {error}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIB
    works = raw()
    first: set[str] = set()  # stages whose library has done its imports on a deck that isn't counted
    for path, alone in watches.items():
        try:
            for stage, work in works[path.suffix.lower()] if path not in skipped else ():
                if stage not in first:
                    work(path)
                    first.add(stage)
                alone.time(stage, path, work)
        except Exception as error:  # noqa: BLE001 - as above
            skipped[path] = f"{path.name}: {type(error).__name__}: {error}"
    return added(watches, skipped), list(skipped.values()), peak


def added(watches: dict[Path, Stopwatch], skipped: Iterable[Path]) -> Stopwatch:
    """All decks together; of a library that doesn't count pages, those that we read."""
    watch, left = Stopwatch(), set(skipped)
    for path, alone in watches.items():
        for stage, seconds in alone.seconds.items() if path not in left else ():
            watch.add(stage, seconds, alone.pages[stage] or alone.pages["read"])
    return watch


def start_up(folder: Path) -> float:
    """CPU seconds until the first document of each language is done and every rule compiled."""
    sample = folder / "sample.txt"
    start = time.process_time()
    for text in WARM_UP:
        sample.write_text(text, encoding="utf-8")
        extract(read(sample))
    for name in LANGUAGES:
        for rule in language(name).rules:
            _ = rule.pattern
    return time.process_time() - start


def report(watch: Stopwatch, skipped: list[str], peak: int, first: float) -> dict[str, Any]:
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
    parser.add_argument("--repeats", type=int, default=REPEATS, help=f"processes to measure in ({REPEATS})")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.folder is None or not Path(options.folder).is_dir():
        parser.error("name a folder of PDF and PPTX decks")
    suffixes = {".pdf", ".pptx"}
    paths = sorted(path for path in Path(options.folder).rglob("*") if path.suffix.lower() in suffixes)[: options.limit]
    figures = measured(paths) if options.repeats <= 1 else repeated(options.repeats)
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        show(figures)
    return 0


def measured(paths: list[Path]) -> dict[str, Any]:
    """The figures over `paths`, after a warm-up."""
    recogniser.RECOGNISERS = ()  # pictures take hundreds of times as long: see pictures.py
    with tempfile.TemporaryDirectory() as folder:
        first = start_up(Path(folder))
    return report(*run(paths), first)


def repeated(repeats: int) -> dict[str, Any]:
    """The median of each figure over runs of this command in processes of their own."""
    command = [sys.executable, *sys.argv, "--repeats", "1", "--json"]
    runs = [subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout for _ in range(repeats)]  # noqa: S603 - ourselves
    return {"repeats": repeats, **middle([json.loads(printed) for printed in runs])}


def middle(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The figures of several runs as one; what is no number is that of the first."""
    found: dict[str, Any] = {}
    for name, value in runs[0].items():
        values = [figures[name] for figures in runs]
        if isinstance(value, dict):
            found[name] = middle(values)
        else:
            found[name] = round(median(values), 2) if all(isinstance(one, int | float) for one in values) else value
    return found


def show(figures: dict[str, Any]) -> None:
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
