"""One document from file to facts. Whatever happens to it becomes its status; nothing escapes but an interrupt."""

import hashlib
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slideextract.batch.discover import Source
from slideextract.document import Document, page_list
from slideextract.errors import ReadError, SlideExtractError
from slideextract.facts import DocumentRecord, Extraction
from slideextract.pipeline import extract
from slideextract.readers import read
from slideextract.segment import votes

MIN_LEAD = 2  # function words by which a language must lead before the document is said to be in it
CHUNK = 1 << 20  # bytes hashed at once, so that a large file that can't be read doesn't fill the memory


@dataclass(frozen=True, slots=True)
class Outcome:
    """The record of one document, and what it says where it could be read."""

    record: DocumentRecord
    extraction: Extraction | None = None


class _Clock:
    """Seconds of each step, for `timing`."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.laps[step], self._last = round(now - self._last, 4), now


def process(source: Source) -> Outcome:
    """Read and extract one document; an error of any kind ends as a status with one clear line."""
    clock = _Clock()
    if source.problem:
        return _failed(source, "corrupt", source.problem, clock)
    try:
        return _understood(source, clock)
    except Exception as error:  # noqa: BLE001 - strangers' files: a fault of ours costs this document, not the run
        return _failed(source, *_verdict(error), clock)


def _understood(source: Source, clock: _Clock) -> Outcome:
    document = read(source.path, source.name)
    document.text.encode("utf-8")  # half a character pair from a broken font would stop the whole run later
    clock.lap("read")
    extraction = extract(document)
    clock.lap("extract")
    return Outcome(_record(document, extraction, clock), extraction)


def _verdict(error: Exception) -> tuple[str, str]:
    """The status and the line that an exception comes to."""
    match error:
        case ReadError():
            return error.status, str(error)
        case SlideExtractError():
            return "crash", str(error)
        case OSError():
            return "corrupt", f"the file can't be read: {error.strerror or error}"
        case MemoryError():
            return "oom", "not enough memory for this document"
    return "crash", fault(error)


def _record(document: Document, extraction: Extraction, clock: _Clock) -> DocumentRecord:
    status = "ok" if extraction.facts else "ok_empty"
    error = None
    if document.failed_pages:
        status = "partial"
        lost = page_list(document.failed_pages)
        error = f"pages that could not be read: {lost}; the reasons are under `warnings` in documents.jsonl"
    return _validated(
        document=document.name,
        sha256=document.id,
        media_type=document.media_type,
        status=status,
        pages=len(document.pages),
        language=_language(document, extraction),
        reader="+".join(sorted({block.reader for block in document.blocks})) or None,
        results=len(extraction.facts),
        error=error,
        warnings=document.warnings,
        timing=clock.laps,
    )


def _failed(source: Source, status: str, message: str, clock: _Clock) -> Outcome:
    clock.lap("failed")
    record = _validated(
        document=source.name,
        sha256=_digest(source.path) if source.problem is None else None,
        media_type=None,
        status=status,
        pages=0,
        language=None,
        reader=None,
        results=0,
        error=" ".join(message.split()),
        timing=clock.laps,
    )
    return Outcome(record)


def _validated(**fields: Any) -> DocumentRecord:
    return DocumentRecord.model_validate(fields)


def _language(document: Document, extraction: Extraction) -> str | None:
    """The language of most results; without results the one whose function words lead."""
    spoken = Counter(fact.language for fact in extraction.facts)
    if spoken:
        return min(spoken, key=lambda language: (-spoken[language], language))
    lead = votes(document.text)
    return None if abs(lead) < MIN_LEAD else "fr" if lead > 0 else "en"


def _digest(path: Path) -> str | None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()


def fault(error: Exception) -> str:
    """An unexpected exception in one line: what it was and where it was raised."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"unexpected {type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}: {error}; please report it"
