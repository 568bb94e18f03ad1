"""How many rows are read where no trial is told of?

python scripts/false_rows.py [--told NAMES] FOLDER...

Every row that is read in a document without a trial is false. This prints, for each folder, such rows per 1000 pages:
all of them, and those accepted, which nobody looks at. A page is a page or slide of the document; formats without
pages (text, HTML, DOCX) have one for every 3000 characters, a full sheet. NAMES lists, a line each, the documents that
do tell a study's results: they are left out of the figure and printed below it. Ends with 1 when a folder has more
than 5 per 1000.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import slideextract
from slideextract.errors import SlideExtractError

SHEET = 3000  # characters of a full sheet of paper
PAGED = (".pdf", ".pptx")
MOST = 5.0  # rows per 1000 pages


@dataclass(frozen=True, slots=True)
class Tally:
    """The rows of one document; `accepted` are those that no flag holds back."""

    name: str
    pages: int
    rows: int
    accepted: int


def tallies(folder: Path) -> list[Tally]:
    """What was read in each document of a folder that could be opened."""
    with tempfile.TemporaryDirectory() as out:
        slideextract.ingest([folder], out)
        documents, rows = (_lines(Path(out) / name) for name in ("documents.jsonl", "results.jsonl"))
    statuses: dict[str, list[str]] = {str(document["document"]): [] for document in documents}
    for row in rows:
        statuses[str(row["document"])].append(str(row["status"]))
    return [
        Tally(name, _pages(folder / name, document["pages"]), len(statuses[name]), statuses[name].count("accepted"))
        for document in documents
        if (name := str(document["document"])) and document["pages"]
    ]


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _pages(path: Path, counted: object) -> int:
    """Pages of a document; sheets where its format has none."""
    if path.suffix.lower() in PAGED:
        return int(str(counted))
    try:
        return max(1, ceil(len(slideextract.read(path).text) / SHEET))
    except SlideExtractError:
        return 0


def per_thousand(found: Iterable[Tally], *, accepted: bool = False) -> float:
    """False rows per 1000 pages."""
    documents = list(found)
    rows = sum(one.accepted if accepted else one.rows for one in documents)
    return 1000 * rows / max(1, sum(one.pages for one in documents))


def names(path: Path) -> frozenset[str]:
    """The documents that a file names, one a line; "#" opens a comment."""
    told = (line.split("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return frozenset(filter(None, told))


def report(folder: Path, told: frozenset[str]) -> bool:
    """Print the figures of a folder; whether they are small enough."""
    found = tallies(folder)
    counted = [one for one in found if one.name not in told]
    every, accepted = per_thousand(counted), per_thousand(counted, accepted=True)
    pages, rows = sum(one.pages for one in counted), sum(one.rows for one in counted)
    print(f"{folder.name}: {rows} rows on {pages} pages of {len(counted)} documents without a trial:")
    print(f"  {every:.1f} per 1000 pages, {accepted:.1f} accepted")
    for one in sorted(found, key=lambda one: (-one.rows, one.name)):
        if one.rows:
            print(f"  {one.rows:4d} of {one.pages:3d} pages{' (told)' if one.name in told else ''}  {one.name}")
    return every <= MOST


def main(arguments: Sequence[str]) -> int:
    """Report on each folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--told", type=Path, help="names of documents that tell a study's results")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    told = names(options.told) if options.told else frozenset()
    good = [report(folder, told) for folder in options.folders]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
