"""HTML pages: what a browser shows, in blocks and tables; navigation and banners are kept and tagged."""

import re

from lxml import etree
from lxml.etree import _Element as Element

from slideextract.document import BlockKind, Document
from slideextract.errors import ReadError
from slideextract.readers.decode import decode
from slideextract.readers.drawing import tidy
from slideextract.readers.html_look import find_hidden
from slideextract.readers.html_walk import Walker
from slideextract.readers.limits import check
from slideextract.readers.pieces import Draft, Piece, compose
from slideextract.readers.placing import Tables
from slideextract.readers.sniff import HTML

MAX_DEPTH = 2048  # elements inside elements, the parser's own limit; the deepest real page seen has 60
HEAD = 4096  # bytes in which a page declares its encoding
DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^<>]*?(?:charset|encoding)\s*=\s*[\"']?\s*"
    rb"(iso-?8859-\d{1,2}|windows-125\d|cp125\d|latin-?\d|(?:us-)?ascii|macintosh|utf-?16(?:le|be)?)\b",
    re.IGNORECASE,
)
WESTERN = re.compile(r"iso-?8859-1|latin-?1|(?:us-)?ascii", re.IGNORECASE)  # browsers read these as Windows-1252
ENCODING = re.compile(r"<\?xml[^<>]*\?>")  # the parser refuses a declaration that isn't the text's own encoding
NULS = re.compile(r"[\x00\ufeff]")
TOO_DEEP = "Excessive depth"


def read_html(data: bytes, name: str, sha: str) -> Document:
    """The document of an HTML page.

    Args:
        data: the whole file.
        name: path that the document is called by.
        sha: SHA-256 of `data`.

    Raises:
        ReadError: with status `corrupt` (no encoding explains the bytes), `unsupported` (scripts write
            its text) or `hostile` (too large, too deep).
    """
    check("markup", len(data), name)
    markup, warnings = _markup(data, name)
    root = _root(markup, name)
    pieces: list[Piece] = []
    if root is not None:
        pieces = Walker(Tables(name), find_hidden(root)).read(root)
        if not pieces and next(root.iter("script"), None) is not None:
            message = f"{name}: scripts write its text when it is opened; save it from a browser, as PDF or text"
            raise ReadError(message, "unsupported")
        _set_title(pieces, root)
    text, pages, blocks = compose([Draft(1, tuple(pieces))])
    return Document(sha, name, HTML, text, pages, blocks, tuple(warnings))


def _markup(data: bytes, name: str) -> tuple[str, list[str]]:
    """The page's source; what it declares as its encoding counts where it isn't UTF-8."""
    declared = DECLARED.search(data[:HEAD])
    if declared is None or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode(data, name)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        encoding = declared[1].decode("ascii")
        text = data.decode("cp1252" if WESTERN.fullmatch(encoding) else encoding, "replace")
        damaged = text.count("\ufffd")
        return text, [f"{damaged} characters can't be decoded as {encoding}"] if damaged else []


def _root(markup: str, name: str) -> Element | None:
    """The page's tree; None where there is nothing in it."""
    source = ENCODING.sub("", NULS.sub("", markup)).encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    if not source.strip():
        return None
    try:
        root: Element | None = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if any(TOO_DEEP in entry.message for entry in parser.error_log):
        message = f"{name}: elements nested more than {MAX_DEPTH} deep, where the parser stops; save its text as .txt"
        raise ReadError(message, "hostile")
    return root


def _set_title(pieces: list[Piece], root: Element) -> None:
    """Make the first `<h1>` the title; where there is none, the page's `<title>` comes first.

    Args:
        pieces: of the page; changed in place. Each `<h1>` is a title so far.
        root: of the page.
    """
    titles = [index for index, piece in enumerate(pieces) if piece.kind is BlockKind.TITLE]
    for index in titles[1:]:
        pieces[index] = pieces[index]._replace(kind=BlockKind.HEADING)
    if titles:
        return
    text = tidy(" ".join("".join(element.itertext()) for element in root.iterfind("head/title")).replace("\n", " "))
    if text:
        pieces.insert(0, Piece(BlockKind.TITLE, text))
