"""The table of documents in the README of the corpus."""

from corpus_build.source import Source, studies_of

START, END = "<!-- documents -->", "<!-- /documents -->"


def with_listing(readme: str, sources: list[Source]) -> str:
    """The README with the table between its marks replaced."""
    before, _, rest = readme.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{listing(sources)}\n{END}{after}"


def listing(sources: list[Source]) -> str:
    """A line for each document: formats, language, what it shows, where its figures come from."""
    lines = [
        "| document | formats | language | what it shows | origin of the figures |",
        "| --- | --- | --- | --- | --- |",
    ]
    for source in sources:
        origins = "; ".join(dict.fromkeys(study.origin for study in studies_of(source).values())) or source.origin
        formats = ", ".join(name.upper() for name in source.formats)
        lines.append(f"| `{source.doc}` | {formats} | {source.lang} | {source.shows} | {origins} |")
    return "\n".join(lines)
