"""DOCX texts: paragraphs by their styles, tables with spans, text boxes, charts and notes; deleted text stays out.

The parts are read straight from the zip, so pictures are never loaded and odd table grids don't fail.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from lxml.etree import _Element as Element

from slideextract.document import BlockKind, Document
from slideextract.errors import ReadError, reason, stops
from slideextract.readers.docx_body import Story
from slideextract.readers.docx_notes import number_calls, number_note
from slideextract.readers.docx_styles import Styles, W
from slideextract.readers.drawing import A
from slideextract.readers.ooxml import Package
from slideextract.readers.pieces import Draft, Piece, compose
from slideextract.readers.placing import Tables
from slideextract.readers.sniff import DOCX
from slideextract.readers.titles import find_title

UNREADABLE = (ReadError, ValueError, ArithmeticError)
MAIN = "word/document.xml"
# Notes that print something; the others are the lines that part notes from the text.
PRINTED_NOTES = (None, "normal")


def read_docx(data: bytes, name: str, sha: str) -> Document:
    """The document of a DOCX file.

    Args:
        data: the whole file.
        name: path that the document is called by.
        sha: SHA-256 of `data`.

    Raises:
        ReadError: with status `encrypted`, `unsupported`, `hostile`, `corrupt` (the text itself can't be
            read) or `needs_ocr` (pictures only).
    """
    package = Package(data, name)
    main, root = _main(package, name)
    warnings: list[str] = []
    guarded = partial(_guarded, warnings, name)
    styles = Styles()
    for part in package.related(main, "styles"):
        guarded("styles", partial(styles.read, package, part))
    story = Story(package, main, styles, Tables(name), warnings)
    numbers = number_calls(root)
    body = root.find(W + "body")
    pieces = [] if body is None else list(story.blocks(body))
    for kind in ("footnotes", "endnotes"):
        for part in package.related(main, kind):
            guarded(kind, partial(_add_notes, pieces, package, part, story, numbers))
    guarded("headers", partial(_add_edges, pieces, package, main, story))
    if not pieces and next(root.iter(A + "blip"), None) is not None:
        message = f"{name}: pictures without text, which are read on PDF pages and slides only: save it as PDF"
        raise ReadError(message, "needs_ocr")
    _settle(pieces)
    text, pages, blocks = compose([Draft(1, tuple(pieces))])
    return Document(sha, name, DOCX, text, pages, blocks, tuple(warnings))


def _main(package: Package, name: str) -> tuple[str, Element]:
    main = next(iter(package.related("", "officeDocument")), MAIN)
    if main not in package:
        main = MAIN
    root = package.xml(main)
    if root.tag != W + "document":
        message = f"{name}: not a text document, its main part is {main}"
        raise ReadError(message, "unsupported")
    return main, root


def _guarded(warnings: list[str], name: str, what: str, read: Callable[[], None]) -> None:
    """Read a part that may fail alone; a hostile one stops the file."""
    try:
        read()
    except UNREADABLE as error:
        if stops(error):
            raise
        warnings.append(f"{what} can't be read ({reason(error, name)})")


def _add_notes(
    pieces: list[Piece], package: Package, part: str, story: Story, numbers: Mapping[tuple[str, str], str]
) -> None:
    """Footnotes or endnotes, each under its number.

    Args:
        pieces: gets the notes.
        package: the file.
        part: that holds them.
        story: reads them.
        numbers: from `number_calls`.
    """
    for note in package.xml(part):
        if note.get(W + "type") in PRINTED_NOTES:
            number_note(note, numbers)
            pieces += (_as(BlockKind.FOOTNOTE, piece) for piece in story.blocks(note))


def _add_edges(pieces: list[Piece], package: Package, main: str, story: Story) -> None:
    """Headers and footers, each text once."""
    seen: set[str] = set()
    for part in (*package.related(main, "header"), *package.related(main, "footer")):
        for piece in _flat(story.blocks(package.xml(part))):
            if piece.text not in seen:
                seen.add(piece.text)
                pieces.append(piece)


def _flat(found: Iterator[Piece]) -> Iterator[Piece]:
    return (Piece(BlockKind.HEADER, piece.text) for piece in found)


def _as(kind: BlockKind, piece: Piece) -> Piece:
    return piece if piece.cell else piece._replace(kind=kind)


def _settle(pieces: list[Piece]) -> None:
    """One title.

    Args:
        pieces: of the document; changed in place.
    """
    titles = [index for index, piece in enumerate(pieces) if piece.kind is BlockKind.TITLE]
    for index in titles[1:]:
        pieces[index] = pieces[index]._replace(kind=BlockKind.HEADING)
    title = find_title([(piece.kind, piece.text) for piece in pieces]) if not titles else None
    if title is not None:
        pieces[title] = pieces[title]._replace(kind=BlockKind.TITLE)
