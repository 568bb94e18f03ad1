"""Where a document prints what: page, source and text of every piece, in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus_build.marks import Tag, plain, tags, unstyled
from corpus_build.source import Part, Slide, Source
from corpus_build.spans import spanned

DRAWN = ("bars", "number", "grouped", "lying", "bracket", "curve")
PICTURE = "picture"  # of a slide: only a recogniser finds it
SOURCES = {"table": "table", "chart": "chart"} | dict.fromkeys(DRAWN, "shape_labels")
STYLED = {"pptx", "pdf", "docx", "html"}


@dataclass(frozen=True)
class Place:
    """A printed piece of text. `page_pdf` is None where the PDF doesn't print it, `page` where only the PDF does.

    `chart_keys` are the facts that a chart shows, `error_bars` says that it shows their intervals too.
    """

    text: str
    source: str
    page: int
    page_pdf: int | None
    chart_keys: tuple[str, ...] = ()
    error_bars: bool = False

    @property
    def tags(self) -> list[Tag]:
        """The marked figures."""
        return tags(self.text)


def places(source: Source) -> list[Place]:
    """All pieces of a document."""
    return list(_deck(source.slide)) if source.slide else list(_prose(source))


def printed_text(source: Source, page: int | None = None) -> str:
    """What the document prints, or one page of it, without any mark."""
    shown = [place for place in places(source) if page in (None, place.page)]
    strip = unstyled if STYLED & set(source.formats) else plain
    return "\n".join(strip(place.text) for place in shown)


def _deck(slides: list[Slide]) -> Iterator[Place]:
    shown = 0
    for page, slide in enumerate(slides, 1):
        shown += not slide.hidden
        page_pdf = None if slide.hidden else shown
        for text in (slide.title, slide.subtitle):
            yield Place(text, PICTURE if slide.pictured else "text", page, page_pdf)
        for part in slide.part:
            for place in _part(part, page, page_pdf):
                yield replace(place, source=PICTURE) if slide.pictured else place
        yield Place(slide.notes, "notes", page, None)


def _prose(source: Source) -> Iterator[Place]:
    yield Place(source.body, "text", 1, 1)
    for part in source.part:
        yield from _part(part, 1, 1)


def _part(part: Part, page: int, page_pdf: int | None) -> Iterator[Place]:
    kind = SOURCES.get(part.type, "text")
    cells = [cell.text for cell in spanned(part.rows)]
    for text in (part.head, part.text, *part.lines, *part.categories, *part.series, *cells):
        if text:
            yield Place(text, kind, page, page_pdf)
    keys = tuple(key for row in part.values for key in row if key)
    if keys:
        yield Place("", kind, page, page_pdf, keys, part.error_bars)
