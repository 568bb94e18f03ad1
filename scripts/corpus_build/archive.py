"""Office files with the same bytes at each build: fixed order and times of the parts, no time of day inside."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

EPOCH = (2026, 1, 15, 9, 0, 0)
FIRST = "[Content_Types].xml"  # Office and `file` expect it at the front
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
MADE = rb"\g<1>2026-01-15T09:00:00Z"


def fixed_zip(data: bytes, edits: Mapping[str, Callable[[str], str]] | None = None) -> bytes:
    """The archive with its parts in order, all of one time.

    Args:
        data: a PPTX, DOCX or XLSX.
        edits: what becomes of the text of a part, by its name.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for name, edit in (edits or {}).items():
        parts[name] = edit(parts[name].decode()).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name in sorted(parts, key=lambda name: (name != FIRST, name)):
            new.writestr(_entry(name), _fixed(name, parts[name]))
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
    return entry


def _fixed(name: str, data: bytes) -> bytes:
    if name.endswith(".xlsx"):
        return fixed_zip(data)  # the workbook behind a chart
    return STAMP.sub(MADE, data) if name == "docProps/core.xml" else data
