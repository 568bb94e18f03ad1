"""What a file may cost to read: named limits, and the look at a zip before anything in it is opened.

A limit that is passed ends as a `ReadError` that names it. A reader of trusted files may raise one here.
"""

import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath

from slideextract.errors import ReadError

MIB = 1024 * 1024
MAX_FILE = 200 * MIB  # bytes of a file; a deck full of photographs has up to 150 MB
MAX_MARKUP = 32 * MIB  # bytes of an HTML or text file; the longest filing seen has 3 MB
MAX_ENTRIES = 10_000  # members of a zip; the largest real deck seen has 2 400
MAX_INFLATED = 512 * MIB  # bytes of all XML parts of a zip; real decks stay under 60 MB
MAX_PART = 32 * MIB  # bytes of one XML part; the largest slide or document seen has 3 MB
MAX_RATIO = 200  # inflated to deflated size of an XML part; real ones stay under 60, a bomb reaches 1 000
RATIO_FROM = MIB  # bytes; small parts may be very repetitive
MAX_COLUMNS = 1_000  # of a table; a span can claim millions
MAX_CELLS = 200_000  # of a document; a statistical listing of 500 pages has 60 000
MAX_ROWS = 20_000  # that one cell may span
XML_SUFFIXES = frozenset({".xml", ".rels", ".vml"})
LOCKED = 0x1  # flag of a zip member that needs a password
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def refuse(name: str, what: str, limit: str, value: int) -> ReadError:
    """The error of a file that goes beyond the limit called `limit`."""
    message = f"{name}: {what}; {limit} in readers/limits.py is {value}: raise it for files that you trust"
    return ReadError(message, "hostile")


def check_size(size: int, name: str, limit: str = "MAX_FILE") -> None:
    """Refuse a file or text of more bytes than the limit of that name."""
    allowed: int = globals()[limit]
    if size > allowed:
        raise refuse(name, f"{size} bytes", limit, allowed)


def check_zip(data: bytes, name: str) -> list[str]:
    """The member names of a zip that is safe to read from; nothing is inflated here.

    Pictures and other media are never inflated by the readers, so only XML parts count. The sizes that
    the directory declares are upper bounds: `zipfile` stops reading a member at its declared size.

    Raises:
        ReadError: damaged (`corrupt`), with a password (`encrypted`), or beyond a limit (`hostile`).
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except ZIP_ERRORS as error:
        message = f"{name}: not a whole zip file ({error}); fetch it again"
        raise ReadError(message, "corrupt") from error
    if len(members) > MAX_ENTRIES:
        raise refuse(name, f"{len(members)} members in the zip", "MAX_ENTRIES", MAX_ENTRIES)
    total = 0
    for member in members:
        _check_member(member, name)
        total += member.file_size if is_xml(member.filename) else 0
    if total > MAX_INFLATED:
        raise refuse(name, f"its XML parts inflate to {total} bytes", "MAX_INFLATED", MAX_INFLATED)
    return [member.filename for member in members]


def is_xml(member: str) -> bool:
    """Whether a member of a zip is one that readers inflate."""
    return PurePosixPath(member).suffix.lower() in XML_SUFFIXES


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    path = member.filename.replace("\\", "/")
    if path.startswith("/") or ".." in path.split("/") or path[1:2] == ":":
        message = f"{name}: the zip member {member.filename!r} points outside of the file"
        raise ReadError(message, "hostile")
    if not is_xml(path):
        return
    if member.flag_bits & LOCKED:
        message = f"{name}: protected by a password; save a copy without it"
        raise ReadError(message, "encrypted")
    if member.file_size > MAX_PART:
        raise refuse(name, f"part {path} inflates to {member.file_size} bytes", "MAX_PART", MAX_PART)
    if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(1, member.compress_size):
        raise refuse(name, f"part {path} inflates to more than {MAX_RATIO} times its size", "MAX_RATIO", MAX_RATIO)
