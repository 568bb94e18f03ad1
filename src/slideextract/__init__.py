"""Reads clinical trial results out of slide decks, abstracts and press releases, in French and English.

The verbs of the command line, as functions:

    import slideextract

    document = slideextract.read("deck.pptx")
    facts, trials = slideextract.check(*slideextract.merge([slideextract.extract(document)]))
    slideextract.ingest(["decks/"], out="out")
"""

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slideextract.batch import Run
    from slideextract.document import Document
    from slideextract.facts import DocumentRecord, Extraction, Fact, Trial

__all__ = ["check", "extract", "ingest", "merge", "read", "show", "store"]
__version__ = "0.1.0"
PICTURE_WIDTH = 1600  # pixels: a slide fills a screen, and the print of an A4 page can be read

Found = tuple[list["Fact"], list["Trial"]]


def read(path: str | Path) -> "Document":
    """The text of a file with its pages, blocks and boxes.

    Raises:
        ReadError: the file can't be read; its `status` says in which way.
    """
    from slideextract import readers

    return readers.read(Path(path))


def extract(document: "Document") -> "Extraction":
    """All that one document says: its facts, its trials, and what became of each of its numbers."""
    from slideextract import pipeline

    return pipeline.extract(document)


def merge(extractions: "Iterable[Extraction]") -> Found:
    """The facts and trials of many documents, brought together; disagreements are kept as conflicts."""
    from slideextract.merge import merge as merge_all

    return merge_all(extractions)


def check(facts: "Iterable[Fact]", trials: "Iterable[Trial]") -> Found:
    """The same facts and trials with flags, issues and status set; never a value."""
    from slideextract.checks import check_all

    return check_all(list(facts), list(trials))


def store(
    facts: "Iterable[Fact]",
    trials: "Iterable[Trial]",
    documents: "Iterable[DocumentRecord]",
    out: str | Path,
) -> None:
    """Write the files of a run: JSON lines, CSV and SQLite.

    Raises:
        StoreError: the folder can't be written.
    """
    from slideextract.store import Contents
    from slideextract.store import store as write

    write(Contents(tuple(documents), tuple(facts), tuple(trials)), Path(out))


def ingest(paths: "Iterable[str | Path]", out: str | Path = "out") -> "Run":
    """Read every document under `paths`, and leave the results in `out`.

    Raises:
        StoreError: `out` can't be written; raised before any work.
    """
    from slideextract.batch import ingest as run

    return run([Path(path) for path in paths], Path(out))


def show(
    path: str | Path,
    out: str | Path = "pages",
    *,
    page: int | None = None,
    number: str | None = None,
    numbers: bool = False,
    width: int = PICTURE_WIDTH,
) -> list[Path]:
    """Write a PNG of each page with results, its evidence marked, and return where.

    Args:
        path: of a PDF or PPTX.
        out: a `.png` file for one page, or a folder.
        page: its number; all pages with results if not given.
        number: a number as printed; all results if not given.
        numbers: whether to outline the numbers that are no results too.
        width: of the pictures, in pixels.

    Raises:
        ReadError: the document can't be read.
        ShowError: it has no such page, no result, or no pages at all.
        StoreError: `out` can't be written.
    """
    from slideextract.show import Wish
    from slideextract.show import show as draw

    return draw(Path(path), Path(out), Wish(page, number, numbers, width))


class _Package(ModuleType):
    """Keeps the verbs `merge` and `store` callable.

    Python binds a submodule to its package when it is first imported, and would put the module
    `slideextract.merge` in the place of the function of that name.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
