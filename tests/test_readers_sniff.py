"""The format is told by the content; what can't be read says why, in one line."""

import io
import os
import zipfile
from pathlib import Path

import docx
import pytest
from pptx import Presentation

from slideextract.errors import ReadError
from slideextract.readers import limits, media_types, read
from slideextract.readers.decode import is_text
from slideextract.readers.limits import check_zip
from slideextract.readers.sniff import DOCX, HTML, LOCKS, MARKDOWN, OLE, PDF, PPTX, TEXT, sniff


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def deck() -> bytes:
    stream = io.BytesIO()
    Presentation().save(stream)
    return stream.getvalue()


def letter() -> bytes:
    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


FORMATS = [
    (b"Rate: 5 %", "", TEXT),
    (b"Rate: 5 %", ".md", MARKDOWN),
    ("Décès".encode("utf-16"), ".txt", TEXT),
    ("Décès".encode("cp1252"), ".txt", TEXT),
    (b"<!DOCTYPE html><p>x", ".txt", HTML),
    (b"\xef\xbb\xbf  <html><p>x", ".pptx", HTML),
    (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', ".xhtml", HTML),
    ("<html><p>x".encode("utf-16"), ".html", HTML),
    (b"<p>x</p>", ".html", HTML),
    (b"<p>x</p>", ".txt", TEXT),
    (b"a < 5 and b > 4", ".html", TEXT),
    (b"%PDF-1.7\n", ".txt", PDF),
    (b"junk\n" * 9 + b"%PDF-1.7\n", ".pdf", PDF),
    (b"1 0 obj<<>>endobj\n%%EOF", ".pdf", PDF),
    (zipped({"ppt/slides/slide1.xml": b"<x/>"}), ".zip", PPTX),
    (zipped({"word/document.xml": b"<x/>"}), "", DOCX),
    (zipped({"word\\document.xml": b"<x/>"}), "", DOCX),
    (deck(), ".docx", PPTX),
    (letter(), ".pptx", DOCX),
]


@pytest.mark.parametrize(("data", "suffix", "expected"), FORMATS)
def test_formats(data: bytes, suffix: str, expected: str) -> None:
    assert sniff(data, suffix, "file") == expected


REFUSED = [
    (b"", "corrupt", "empty"),
    (b"\x00\x00 \n", "corrupt", "empty"),
    (bytes(range(256)) * 20, "unsupported", "binary"),
    (b"\x89PNG\r\n\x1a\n", "needs_ocr", "picture"),
    (b"\xff\xd8\xff\xe0", "needs_ocr", "picture"),
    (b"RIFF\x00\x00\x00\x00WEBP", "needs_ocr", "picture"),
    (b"{\\rtf1 x}", "unsupported", "RTF"),
    (b"%!PS-Adobe", "unsupported", "PostScript"),
    (b"\x1f\x8b\x08", "unsupported", "gzip"),
    (b"<?xml version='1.0'?><rss/>", "unsupported", "XML"),
    (OLE + LOCKS[0], "encrypted", "password"),
    (OLE + "PowerPoint Document".encode("utf-16-le"), "unsupported", r"\.pptx"),
    (OLE + "WordDocument".encode("utf-16-le"), "unsupported", r"\.docx"),
    (OLE, "unsupported", "old binary"),
    (b"PK\x03\x04", "corrupt", "zip"),
    (zipped({"xl/workbook.xml": b"<x/>"}), "unsupported", "spreadsheet"),
    (zipped({"a.txt": b"x"}), "unsupported", "zip"),
    (zipped({"../a.xml": b"x"}), "hostile", "outside"),
    (zipped({"C:/a.xml": b"x"}), "hostile", "outside"),
    (zipped({"word/document.xml": b" " * (3 << 20)}), "hostile", "--limit ratio="),
]


@pytest.mark.parametrize(("data", "status", "message"), REFUSED)
def test_refusals(data: bytes, status: str, message: str) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        sniff(data, "", "deck.xyz")
    assert caught.value.status == status
    assert str(caught.value).startswith("deck.xyz: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("limit", "value"), [("members", 1), ("part", 10), ("parts", 30), ("parts", 39)])
def test_zips_are_limited(monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    monkeypatch.setenv(limits.ENVIRONMENT, f"{limit}={value}")
    with pytest.raises(ReadError, match=f"more than {value}; .* --limit {limit}=") as caught:
        check_zip(zipped({"a.xml": b"x" * 20, "b.xml": b"x" * 20, "c.png": b"x" * 500}), "deck")
    assert caught.value.status == "hostile"


def test_a_locked_part_is_encrypted() -> None:
    data = bytearray(zipped({"a.xml": b"x"}, zipfile.ZIP_STORED))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    with pytest.raises(ReadError, match="password") as caught:
        check_zip(bytes(data), "deck")
    assert caught.value.status == "encrypted"


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"plain", True), (b"\xff\xfea\x00", True), (b"a\x00" * 40, True), (b"\x01\x02\x03" * 9, False)],
)
def test_is_text(data: bytes, *, expected: bool) -> None:
    assert is_text(data) is expected


def test_reading_warns_of_a_wrong_suffix(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(b"<html><body><p>The rate was 5 %.</p></body></html>")
    document = read(path)
    assert (document.media_type, document.name, document.text) == (HTML, "deck.pptx", "The rate was 5 %.")
    assert document.warnings == ("the suffix .pptx is wrong: the content is text/html",)
    assert len(document.id) == 64


def test_reading_keeps_the_given_name_and_markdown(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Results of it\n\nThe rate was 5 %.", encoding="utf-8")
    document = read(path, "folder/a.md")
    assert (document.name, document.media_type, document.warnings) == ("folder/a.md", MARKDOWN, ())
    assert MARKDOWN in media_types()


def test_what_is_no_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match="not a file"):
        read(tmp_path)
    with pytest.raises(ReadError, match="can't be opened"):
        read(tmp_path / "missing.txt")
    (tmp_path / "large.txt").write_bytes(b"a" * 20)
    monkeypatch.setenv(limits.ENVIRONMENT, "file=10")
    with pytest.raises(ReadError, match="--limit file=") as caught:
        read(tmp_path / "large.txt")
    assert caught.value.status == "hostile"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReadError, match="not a file"):
        read(tmp_path / "pipe")
