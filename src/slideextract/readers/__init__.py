"""Readers: a file of any known format becomes a `Document`; the format is told by the content."""

import hashlib
import stat
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from slideextract.document import Document
from slideextract.errors import ReadError
from slideextract.readers.boilerplate import tag_boilerplate
from slideextract.readers.limits import check
from slideextract.readers.ocr.recogniser import HINT, find_recogniser
from slideextract.readers.repeated import tag_page_numbers
from slideextract.readers.sniff import DOCX, HTML, MARKDOWN, PDF, PPTX, SUFFIXES, TEXT, sniff

__all__ = ["media_types", "picture_reader", "read"]

FRAGMENT = 20  # words; a "PDF" of fewer words of plain text is a server's complaint or a link in place of its file
ReadFormat = Callable[[bytes, str, str], Document]
# Module and function of each reader; a reader and the library behind it are loaded when first needed.
READERS = {
    DOCX: ("docx", "read_docx"),
    HTML: ("html", "read_html"),
    MARKDOWN: ("text", "read_text"),
    PDF: ("pdf", "read_pdf"),
    PPTX: ("pptx", "read_pptx"),
    TEXT: ("text", "read_text"),
}

PICTURED = frozenset({PDF, PPTX})  # formats in whose pictures text is looked for


def media_types() -> list[str]:
    """The media types that can be read, sorted."""
    return sorted(READERS)


def picture_reader(media_type: str) -> str:
    """Who reads the text in pictures of a format, or how to get somebody who does."""
    if media_type not in PICTURED:
        return "never read"
    engine = find_recogniser()
    return f"needs OCR: {HINT}" if engine is None else engine.name


def read(path: Path, name: str | None = None) -> Document:
    """Read a file.

    Args:
        path: of the file.
        name: what the document is called in evidence and messages; the file's own name where it isn't given.

    Raises:
        ReadError: the file can't be read; its `status` says in which way.
    """
    name = name or path.name
    data = _bytes(path, name)
    suffix = path.suffix.lower()
    media_type = sniff(data, suffix, name)
    module, function = READERS[media_type]
    reader = cast("ReadFormat", getattr(import_module(f"slideextract.readers.{module}"), function))
    document = reader(data, name, hashlib.sha256(data).hexdigest())
    claimed = SUFFIXES.get(suffix, media_type)
    _check_text(document, claimed)
    document = tag_boilerplate(tag_page_numbers(document))
    if media_type == MARKDOWN:
        document = replace(document, media_type=MARKDOWN)
    if claimed == media_type:
        return document
    warning = f"the suffix {suffix} is wrong: the content is {media_type}"
    return replace(document, warnings=(warning, *document.warnings))


def _check_text(document: Document, claimed: str) -> None:
    """Refuse a document that prints nothing, too much, or a few words in place of what its name says."""
    name, words = document.name, len(document.text.split())
    if not words:
        message = f"{name}: nothing is printed in it; export it anew from its source"
        raise ReadError(message, "corrupt")
    if claimed in (PDF, PPTX, DOCX) and document.media_type == TEXT and words < FRAGMENT:
        message = f"{name}: {words} words of plain text in place of the file; fetch it again"
        raise ReadError(message, "corrupt")
    check("text", len(document.text), name)


def _bytes(path: Path, name: str) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            message = f"{name}: not a file"
            raise ReadError(message, "unsupported")
        check("file", status.st_size, name)
        return path.read_bytes()
    except OSError as error:
        message = f"{name}: the file can't be opened ({error.strerror or error})"
        raise ReadError(message, "corrupt") from error
