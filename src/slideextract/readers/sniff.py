"""What a file is, told by its bytes; the suffix only helps where the bytes leave it open."""

import re
import zipfile
from io import BytesIO

from slideextract.errors import ReadError
from slideextract.readers.decode import is_text
from slideextract.readers.limits import ZIP_ERRORS, allowed, check_zip

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument."
PPTX = OFFICE + "presentationml.presentation"
DOCX = OFFICE + "wordprocessingml.document"

SUFFIXES = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
    ".pptx": PPTX,
    ".ppsx": PPTX,
    ".pptm": PPTX,
    ".potx": PPTX,
    ".docx": DOCX,
    ".docm": DOCX,
    ".dotx": DOCX,
}
PDF_HEAD = 2048  # bytes of junk that may stand before %PDF; readers of PDF allow 1 024
TEXT_HEAD = 8192  # bytes in which an HTML file shows a tag that only HTML has
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKS = tuple(stream.encode("utf-16-le") for stream in ("EncryptedPackage", "EncryptedSummary"))
OLE_STREAMS = {
    "PowerPoint Document": "an old .ppt presentation; save it as .pptx",
    "WordDocument": "an old .doc document; save it as .docx",
    "Workbook": "an old .xls spreadsheet; save its text as .txt",
}
PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
# Whole families of files that people drop into a folder of documents, and what to say of each.
KNOWN = (
    (b"{\\rtf", "an RTF document; save it as .docx"),
    (b"%!PS", "PostScript; convert it to PDF"),
    (b"\x1f\x8b", "a gzip archive; unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it"),
    (b"Rar!", "a RAR archive; unpack it"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
)
MAIN_PARTS = re.compile(
    rb"(presentationml|wordprocessingml|spreadsheetml|ms-powerpoint|ms-word|ms-excel)\.\w+\.(?:macroEnabled\.)?main\+xml"
)
PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
TAG = re.compile(r"<(?:p|div|h[1-6]|table|ul|ol|span|br|article|section|meta|title)\b[^<>]*>", re.IGNORECASE)
PDF_OBJECT = re.compile(rb"\d \d obj\b")  # of a PDF that has lost its first bytes
PDF_WORDS = (b"endobj", b"%%EOF")
SPACE = b" \t\r\n\xef\xbb\xbf"


def sniff(data: bytes, suffix: str, name: str) -> str:
    """The media type of a file.

    Raises:
        ReadError: no reader is there for it (`unsupported`), or it is empty, a picture, locked or damaged.
    """
    if not data.strip(b"\x00 \t\r\n"):
        message = f"{name}: the file is empty"
        raise ReadError(message, "corrupt")
    if data.startswith(OLE):
        raise _old_office(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK")):
        return _office(data, name)
    if b"%PDF" in data[:PDF_HEAD]:
        return PDF
    if data.startswith(PICTURES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        message = f"{name}: a picture; its text is read on PDF pages and slides only: save it as PDF"
        raise ReadError(message, "needs_ocr")
    for magic, what in KNOWN:
        if data.startswith(magic) and (len(magic) > len("MZ") or not is_text(data)):
            message = f"{name}: {what}"
            raise ReadError(message, "unsupported")
    return _text(data, suffix, name)


def _old_office(data: bytes, name: str) -> ReadError:
    if any(lock in data for lock in LOCKS):
        return ReadError(f"{name}: protected by a password; save a copy without it", "encrypted")
    for stream, what in OLE_STREAMS.items():
        if stream.encode("utf-16-le") in data:
            return ReadError(f"{name}: {what}", "unsupported")
    return ReadError(f"{name}: an old binary Office file; save it as .pptx or .docx", "unsupported")


def _office(data: bytes, name: str) -> str:
    """PPTX or DOCX by what the zip declares as its main part, else by the folders in it."""
    members = [member.replace("\\", "/").lstrip("/").lower() for member in check_zip(data, name)]
    declared = MAIN_PARTS.search(_content_types(data))
    families = {b"presentationml": PPTX, b"ms-powerpoint": PPTX, b"wordprocessingml": DOCX, b"ms-word": DOCX}
    if declared and declared[1] in families:
        return families[declared[1]]
    for folder, media_type in (("ppt/", PPTX), ("word/", DOCX)):
        if any(member.startswith(folder) for member in members):
            return media_type
    what = "a spreadsheet" if any(member.startswith("xl/") for member in members) else "a zip of no known kind"
    message = f"{name}: {what}; only presentations (.pptx) and texts (.docx) are read"
    raise ReadError(message, "unsupported")


def _content_types(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("[Content_Types].xml") as stream:
            return stream.read(allowed("part"))
    except (KeyError, *ZIP_ERRORS):
        return b""


def _text(data: bytes, suffix: str, name: str) -> str:
    if not is_text(data):
        message = f"{name}: binary data of no known kind"
        raise ReadError(message, "unsupported")
    head = data[:TEXT_HEAD].replace(b"\x00", b"").decode("latin-1")
    if PAGE.search(head) or (SUFFIXES.get(suffix) == HTML and TAG.search(head)):
        return HTML
    if PDF_OBJECT.search(data) and any(word in data for word in PDF_WORDS):
        return PDF
    start = head.encode("latin-1").lstrip(SPACE)
    if start.startswith(b"<?xml"):
        message = f"{name}: XML that is no HTML page; save its text as .txt"
        raise ReadError(message, "unsupported")
    return MARKDOWN if SUFFIXES.get(suffix) == MARKDOWN else TEXT
