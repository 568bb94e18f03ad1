"""Abstracts a second and core: reading and extraction of a folder of plain texts, one after the other.

Usage: `python benchmarks/abstracts.py FOLDER [--limit N] [--repeats N] [--json]`; without FOLDER the environment
variable `SLIDEEXTRACT_ABSTRACTS` names it. As in `throughput.py`, each repeat is a process of its own, a figure is the
median of them, and start-up (imports, rules, lexicons) is measured apart. Time is CPU time, so that a second is one of
a whole core; texts differ in length, so characters a second compare better with another folder than abstracts do.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from throughput import KIB, REPEATS, repeated, show, start_up

from slideextract import extract, read

SUFFIXES = frozenset({".txt", ".md"})


def measured(paths: list[Path]) -> dict[str, Any]:
    """The figures over `paths`, after a warm-up."""
    with tempfile.TemporaryDirectory() as folder:
        first = start_up(Path(folder))
    reading = extracting = 0.0
    characters = 0
    for path in paths:
        start = time.process_time()
        document = read(path)
        middle = time.process_time()
        extract(document)
        extracting += time.process_time() - middle
        reading += middle - start
        characters += len(document.text)
    return {
        "abstracts": len(paths),
        "characters": characters,
        "start_up_seconds": round(first, 2),
        "abstracts_per_second": per_second(len(paths), reading, extracting),
        "characters_per_second": per_second(characters, reading, extracting),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIB,
    }


def per_second(amount: int, reading: float, extracting: float) -> dict[str, float]:
    """What is done in a second of one core."""
    stages = {"reading": reading, "extraction": extracting, "whole pipeline": reading + extracting}
    return {name: round(amount / seconds, 1) for name, seconds in stages.items()}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=os.environ.get("SLIDEEXTRACT_ABSTRACTS"))
    parser.add_argument("--limit", type=int, help="only the first N texts by name")
    parser.add_argument("--repeats", type=int, default=REPEATS, help=f"processes to measure in ({REPEATS})")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.folder is None or not Path(options.folder).is_dir():
        parser.error("name a folder of abstracts as TXT or Markdown")
    found = (path for path in Path(options.folder).rglob("*") if path.suffix.lower() in SUFFIXES)
    paths = sorted(found)[: options.limit]
    if not paths:
        parser.error(f"there is no TXT or Markdown in {options.folder}")
    figures = measured(paths) if options.repeats <= 1 else repeated(options.repeats)
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        show(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
