"""What a file may cost to read: named limits, and the look at a zip before anything in it is opened.

A limit that is passed ends as a `ReadError` that names it, tells what was found, and how to raise it: with `--limit
pages=5000`, or with `SLIDEEXTRACT_LIMITS="pages=5000 cells=300000"` in the environment, which child processes inherit.
"""

import os
import zipfile
import zlib
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple

from slideextract.errors import LimitError, ReadError

MIB = 1024 * 1024
ENVIRONMENT = "SLIDEEXTRACT_LIMITS"


class Limit(NamedTuple):
    """The most that a file may have of something."""

    most: int
    counts: str


LIMITS = {
    # A deck full of photographs has up to 150 MB.
    "file": Limit(200 * MIB, "bytes of a file"),
    # The longest filing seen has 3 MB.
    "markup": Limit(32 * MIB, "bytes of an HTML or text file"),
    # The longest article seen has 62 000; a study report of 1 000 pages has about this many.
    "text": Limit(3_000_000, "characters that a document prints"),
    # The longest real decks have 300; more is a book, or a page tree that lies.
    "pages": Limit(2_000, "pages or slides"),
    # The fullest posters seen have 20 000, hostile files 400 000.
    "characters": Limit(100_000, "characters on a PDF page"),
    # A page with more is a plot or a map, whose lines rule no table; its text is read all the same.
    "drawn": Limit(3_000, "lines, areas and pictures on a PDF page"),
    # A statistical listing of 500 pages has 60 000; a span can claim millions.
    "cells": Limit(100_000, "places in the tables of a document"),
    # Browsers and Word stop before that many.
    "columns": Limit(1_000, "columns of a table"),
    # The largest real deck seen has 2 400.
    "members": Limit(10_000, "members of a zip"),
    # The largest slide or document seen has 3 MB.
    "part": Limit(32 * MIB, "bytes of one XML part, inflated"),
    # Real decks stay under 60 MB.
    "parts": Limit(512 * MIB, "bytes of all XML parts, inflated"),
    # The largest photographs seen have 20 MB.
    "picture": Limit(64 * MIB, "bytes of a picture"),
    # Real parts stay under 60; a bomb reaches 1 000.
    "ratio": Limit(200, "times the size of an XML part, inflated"),
    # 192 MB as colours; the largest photographs in decks have 24 million, a poster at 150 dots an inch 36 million.
    "pixels": Limit(64_000_000, "pixels of a picture or page"),
    # Each takes about a second; the longest real decks have 300 pages.
    "pictures": Limit(300, "pictures that are read by a recogniser"),
}
RATIO_FROM = MIB  # bytes; small parts may be very repetitive
MAX_ROWS = 20_000  # that one cell may span; longer spans end there
XML_SUFFIXES = frozenset({".xml", ".rels", ".vml"})
LOCKED = 0x1  # flag of a zip member that needs a password
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def allowed(limit: str) -> int:
    """The most that the limit of that name allows here."""
    return _raised(os.environ.get(ENVIRONMENT, "")).get(limit, LIMITS[limit].most)


def read_settings(settings: Iterable[str]) -> dict[str, int]:
    """Limits by name from settings such as `pages=5000`.

    Raises:
        LimitError: there is no such limit, or its value is no whole number above 0.
    """
    found = {}
    for setting in settings:
        name, _, value = setting.partition("=")
        if name not in LIMITS:
            message = f"limit {setting!r}: {name!r} is none of {', '.join(LIMITS)}"
            raise LimitError(message)
        if not (value.isascii() and value.isdecimal() and int(value)):
            message = f"limit {setting!r}: {name}= takes a whole number of {LIMITS[name].counts}"
            raise LimitError(message)
        found[name] = int(value)
    return found


def raise_limits(settings: Iterable[str]) -> None:
    """Set limits for this process and those that it starts, over those of the environment.

    Raises:
        LimitError: see `read_settings`.
    """
    merged = read_settings([*os.environ.get(ENVIRONMENT, "").split(), *settings])
    os.environ[ENVIRONMENT] = " ".join(f"{name}={value}" for name, value in merged.items())


@cache
def _raised(settings: str) -> dict[str, int]:
    return read_settings(settings.split())


def beyond(limit: str, found: int | None = None) -> str:
    """What an error says of a file that has `found` of what a limit counts; None where the count was broken off."""
    most, counts = allowed(limit), LIMITS[limit].counts
    much = f"more than {most} {counts}" if found is None else f"{found} {counts}, more than {most}"
    return f"{much}; for a file that you trust, raise it: --limit {limit}={found or 'NUMBER'}"


def check(limit: str, found: int, name: str, *, whole: bool = True) -> None:
    """Refuse a file that has more than a limit allows.

    Args:
        limit: its name.
        found: how many there are.
        name: of the file, and of the part that has them.
        whole: whether `found` is all there is, and not where the count was broken off.

    Raises:
        ReadError: `hostile`.
    """
    if found > allowed(limit):
        message = f"{name}: {beyond(limit, found if whole else None)}"
        raise ReadError(message, "hostile")


def check_zip(data: bytes, name: str) -> list[str]:
    """The member names of a zip that is safe to read from; nothing is inflated here.

    Only XML parts count: media are never inflated, but for pictures that a recogniser reads, one at a time and each
    within a limit of its own. The sizes that the directory declares are upper bounds: `zipfile` stops there.

    Raises:
        ReadError: damaged (`corrupt`), with a password (`encrypted`), or beyond a limit (`hostile`).
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except ZIP_ERRORS as error:
        message = f"{name}: not a whole zip file ({error}); fetch it again"
        raise ReadError(message, "corrupt") from error
    check("members", len(members), name)
    total = 0
    for member in members:
        _check_member(member, name)
        total += member.file_size if is_xml(member.filename) else 0
    check("parts", total, name)
    return [member.filename for member in members]


def is_xml(member: str) -> bool:
    """Whether a member of a zip is a part that readers parse."""
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
    where = f"{name}: part {path}"
    check("part", member.file_size, where)
    if member.file_size > RATIO_FROM:
        check("ratio", -(-member.file_size // max(1, member.compress_size)), where)
