"""All files of the corpus."""

from collections.abc import Callable
from pathlib import Path

from corpus_build.deck_pdf import deck_pdf
from corpus_build.deck_pptx import deck_pptx
from corpus_build.gold import as_line, gold
from corpus_build.listing import with_listing
from corpus_build.prose import as_docx, as_html, as_text
from corpus_build.source import Source, documents

WRITERS: dict[str, Callable[[Source], bytes]] = {
    "pptx": deck_pptx,
    "pdf": deck_pdf,
    "docx": as_docx,
    "html": as_html,
    "txt": as_text,
    "md": as_text,
}
GOLD, README = "gold.jsonl", "README.md"


def built(sources: list[Source] | None = None) -> dict[str, bytes]:
    """Name and bytes of each document, and of the gold."""
    sources = documents() if sources is None else sources
    files = {f"{source.doc}.{ending}": WRITERS[ending](source) for source in sources for ending in source.formats}
    return files | {GOLD: "".join(as_line(gold(source)) for source in sources).encode()}


def build(folder: Path) -> None:
    """Write the corpus, and the table of its documents into its README."""
    folder.mkdir(exist_ok=True)
    for name, data in built().items():
        (folder / name).write_bytes(data)
    readme = folder / README
    if readme.is_file():
        readme.write_text(with_listing(readme.read_text("utf-8"), documents()), encoding="utf-8", newline="\n")
