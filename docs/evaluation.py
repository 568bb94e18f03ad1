"""Writes `evaluation.md`: the tables of `slideextract evaluate` for the corpus and for the development documents.

python docs/evaluation.py [DEV]

DEV holds a folder and a `SET.gold.jsonl` for each set; without it the part about these documents stays as it is.
Figures only: no name and no text of a document goes into the page.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from slideextract import ingest
from slideextract.evaluate.compare import Compared
from slideextract.evaluate.gold import read_gold, read_run
from slideextract.evaluate.measure import compare, scored
from slideextract.evaluate.page import LEGEND, measures, sections
from slideextract.readers.ocr import recogniser

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "evaluation.md"
SETS = ("seeds", "decks", "parallel", "has", "press_fr", "abstracts_en")
DEV = "\n## The development documents\n"
CORPUS = "## The corpus\n"
ABOUT_CORPUS = "Our own documents in [corpus/](../corpus/README.md). They were known while the rules were written.\n"
ABOUT = "Written by `python docs/evaluation.py`, with no recogniser for text in pictures."
ABOUT_DEV = """\
Documents that can't be published: decks, releases, rationales and abstracts in French, and English abstracts. Rules
were written with these in view too, so expect less elsewhere. The gold of `rct-art` lists percentages only, that of
the other abstracts lists some results, and names no arm or endpoint in `pico-corpus`. The tables below the first are
of all sets together.
"""


def documents(folder: Path, gold: Path) -> list[Compared]:
    """The documents of a folder, read now, beside their gold."""
    with tempfile.TemporaryDirectory() as out:
        ingest([folder], Path(out))
        return compare(read_gold(gold), read_run(Path(out)))


def corpus_part(compared: Sequence[Compared]) -> str:
    """The part of the page about the corpus."""
    return "\n".join([CORPUS, ABOUT_CORPUS, *sections(scored(compared), "###"), ""])


def dev_part(dev: Path) -> str:
    """The part of the page about the sets in a folder."""
    sets = {name: documents(dev / name, dev / f"{name}.gold.jsonl") for name in SETS}
    named = [(name, scored(part)) for whole in sets.items() for name, part in _collections(*whole)]
    together = scored([document for compared in sets.values() for document in compared])
    together["set"] = {}
    tables = [*measures(named, "### Set by set", "set"), *sections(together, "###")]
    return "\n".join([DEV, ABOUT_DEV, *tables, ""])


def _collections(name: str, compared: Sequence[Compared]) -> Iterator[tuple[str, list[Compared]]]:
    """A set by its name, or the sets that its gold names."""
    for own in sorted({document.gold.collection or name for document in compared}):
        yield own, [document for document in compared if (document.gold.collection or name) == own]


def main(dev: str | None = None) -> None:
    """Rewrite the page in place."""
    recogniser.RECOGNISERS = ()  # the figures are the same on every machine
    old = PAGE.read_text("utf-8") if PAGE.exists() else ""
    kept = DEV + old.partition(DEV)[2] if DEV in old else ""
    corpus = ROOT / "corpus"
    told = corpus_part(documents(corpus, corpus / "gold.jsonl"))
    rest = dev_part(Path(dev)) if dev else kept
    page = f"# Evaluation\n\n{ABOUT}\n\n{LEGEND}\n{told}{rest}"
    PAGE.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
