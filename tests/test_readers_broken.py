"""Malformed files of public test suites: each ends as a document or a `ReadError`, in a process that may die."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BROKEN = Path(__file__).parents[1] / ".." / "shared" / "dev" / "broken"
FILES = sorted(BROKEN.iterdir()) if BROKEN.is_dir() else []
STATUSES = {"ok", "encrypted", "unsupported", "corrupt", "hostile", "needs_ocr"}
LIMIT = 30  # seconds for a file; the slowest takes one
BATCH = 20  # files of one process, which takes a second to start
# Reads the files named on its command line and prints a status for each.
READER = """
import sys
from pathlib import Path
from slideextract.errors import ReadError
from slideextract.readers import read
for name in sys.argv[1:]:
    try:
        document = read(Path(name))
        ends = [0, *(block.span.end for block in document.blocks)]
        assert all(block.span.start >= end for block, end in zip(document.blocks, ends))
        print("ok", flush=True)
    except ReadError as error:
        assert str(error).startswith(Path(name).name) and chr(10) not in str(error)
        print(error.status, flush=True)
"""


@pytest.mark.skipif(not FILES, reason="the development data isn't here")
@pytest.mark.parametrize("start", range(0, len(FILES), BATCH))
def test_broken_files_end_well(start: int) -> None:
    names = [str(path) for path in FILES[start : start + BATCH]]
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", READER, *names], capture_output=True, text=True, timeout=LIMIT * BATCH, check=False
    )
    found = done.stdout.split()
    assert len(found) == len(names), (names[len(found)], done.returncode, done.stderr[-2000:])
    assert set(found) <= STATUSES, json.dumps(dict(zip(names, found, strict=True)))
