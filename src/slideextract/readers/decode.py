"""Bytes to text: byte order marks, UTF-8, UTF-16 with and without a mark, Windows-1252, Mac Roman."""

import codecs
import re

from slideextract.errors import ReadError

MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
HEAD = 4096  # bytes in which the kind of a text shows
WIDE_SHARE = 0.35  # of the bytes at even or odd places that are NUL in UTF-16 of a European language
MAX_CONTROL = 0.02  # share of control characters in a text; converters leave a few, binary data has 10 %
SOUND = 2  # characters of several bytes for each damaged one, by which a broken UTF-8 file is told from cp1252
FOREIGN = 0.5  # share of the letters beyond ASCII that neither French nor English has, in the wrong encoding
MAX_BEYOND = 0.3  # share of characters beyond ASCII; French has 5 %, a table of signs more, other scripts 80 %
LEGACY = ("cp1252", "mac_roman")  # encodings of one byte a character: Windows, and old Macintosh files
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
NEWLINE = re.compile("\r\n?")
# Letters of French and English text, and the signs that Windows-1252 adds to them.
EXPECTED = re.compile(
    "[àâäáãåçèéêëîïíìñôöóòõùûüúÿæœøßÀÂÄÁÇÈÉÊËÎÏÔÖÙÛÜŸÆŒØ«»°±²³µ·×÷§©®™€£‘’“”–—…•†‡¹ºª½¼¾¿¡\xa0%\xad‰‹›š]"
)


def is_text(data: bytes) -> bool:
    """Whether bytes read as text in one of the encodings that `decode` knows."""
    head = data[:HEAD]
    if any(head.startswith(mark) for mark, _ in MARKS):
        return True
    if _wide(head):
        return True
    text = head.decode("latin-1")
    return "\x00" not in text and len(CONTROL.findall(text)) <= MAX_CONTROL * len(text) + 1


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    r"""The text, with line ends as `\n`, and warnings; a UTF-8 mark stays, as in `Path.read_text()`.

    Raises:
        ReadError: `corrupt`, bytes that no encoding explains.
    """
    text, warnings = _decoded(data, name)
    if "\x00" in text:
        warnings.append(f"{text.count(chr(0))} NUL characters are shown as \ufffd")
        text = text.replace("\x00", "\ufffd")
    return NEWLINE.sub("\n", text), warnings


def _decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    encoding = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None) or _wide(data[:HEAD])
    if encoding:
        text = data.decode(encoding, "replace")
        damaged = text.count("\ufffd")
        return text, [f"{damaged} characters can't be decoded"] if damaged else []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _repaired(data, name)


def _repaired(data: bytes, name: str) -> tuple[str, list[str]]:
    """UTF-8 with a few broken bytes, or else an encoding of one byte a character."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    wide = sum(character > "\x7f" for character in text) - damaged
    if wide >= SOUND * damaged:
        return text, [f"{damaged} characters can't be decoded and are shown as \ufffd"]
    for encoding in LEGACY:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_western(text):
            return text, []
    message = f"{name}: neither UTF-8 nor Windows-1252 gives readable text; save it as UTF-8"
    raise ReadError(message, "corrupt")


def _is_western(text: str) -> bool:
    """Whether a text decoded with one byte a character may be French or English."""
    beyond = sum(character > "\x7f" for character in text)
    foreign = beyond - len(EXPECTED.findall(text))
    return foreign <= FOREIGN * beyond and beyond <= MAX_BEYOND * len(text)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: one byte of each pair is mostly NUL, the other never."""
    even, odd = head[0::2], head[1::2]
    if not even or not odd:
        return None
    if odd.count(0) >= WIDE_SHARE * len(odd) and not even.count(0):
        return "utf-16-le"
    if even.count(0) >= WIDE_SHARE * len(even) and not odd.count(0):
        return "utf-16-be"
    return None
