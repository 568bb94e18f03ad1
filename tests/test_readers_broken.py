"""Malformed and hostile files: each ends with a status and a line that says what to do, in bounded time and memory."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from hostile import SENTENCE, html, office, page, pdf
from limited import Ended, processed, table
from slideextract.errors import LimitError, ReadError
from slideextract.readers import limits, read

BROKEN = Path(__file__).parents[1] / ".." / "shared" / "dev" / "broken"
FILES = sorted(BROKEN.iterdir()) if BROKEN.is_dir() else []
BATCH = 20  # files of one process, which takes a second to start
READ, REFUSED = {"ok", "ok_empty", "partial"}, {"encrypted", "unsupported", "corrupt", "hostile", "needs_ocr"}
OURS = ("Error", "Exception", "Traceback", "PDFium", "<string>", "\n")  # words that tell a user nothing
SLOW, LARGE = 15.0, 1_000  # seconds of CPU for a file, MiB; the largest take 4 s and 700 MiB
Made = Iterable[tuple[str, bytes, str, str]]


def is_clear(name: str, ended: Ended) -> bool:
    """Whether a document that is refused names itself and says what is wrong, in words of its user."""
    error = ended.lines[0]
    if ended.status in READ:
        return not any(word in line for line in ended.lines for word in OURS)
    return ended.status in REFUSED and error.startswith(f"{name}: ") and not any(word in error for word in OURS)


@pytest.mark.skipif(not FILES, reason="the development data isn't here")
@pytest.mark.parametrize("start", range(0, len(FILES), BATCH))
def test_broken_files_end_well(start: int) -> None:
    paths = FILES[start : start + BATCH]
    found = processed(paths)
    sys.stdout.write(table(paths, found))  # shown where the test fails, or with -rP
    assert len(found) == len(paths), found[-1]
    assert [
        (path.name, ended) for path, ended in zip(paths, found, strict=True) if not is_clear(path.name, ended)
    ] == []


@pytest.mark.parametrize("make", [office, html, pdf])
def test_hostile_files_end_well(make: Callable[[], Made], tmp_path: Path) -> None:
    made = {name: (status, words) for name, content, status, words in written(make(), tmp_path)}
    paths = [tmp_path / name for name in made]
    ends = processed(paths)
    sys.stdout.write(table(paths, ends))
    found = dict(zip(made, ends, strict=False))
    told = {name: (ended.status, words_of(made[name][1], ended)) for name, ended in found.items()}
    assert told == made
    assert [name for name, ended in found.items() if not is_clear(name, ended)] == []
    assert max(ended.seconds for ended in found.values()) < SLOW
    assert max(ended.peak for ended in found.values()) < LARGE


def words_of(expected: str, ended: Ended) -> str:
    """The words that a message should have, where it has them; else all of it."""
    return expected if expected in ended.lines[0] else ended.lines[0]


def written(made: Made, folder: Path) -> Made:
    """The files, each written into a folder."""
    for name, content, status, words in made:
        (folder / name).write_bytes(content)
        yield name, content, status, words


def test_pages_that_a_count_made_up_are_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "lie.pdf"
    path.write_bytes(page(b"BT /F 12 Tf 50 700 Td (Text) Tj ET", count=90))
    document = read(path)
    assert (document.text, document.warnings) == ("Text", ("pages 2-90: can't be read: it is damaged",))


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("link.pdf", b"../pdfs/results.pdf", "corrupt"),  # what a copy of a repository leaves of a symbolic link
        ("deck.pptx", b"404 Not Found", "corrupt"),
        ("link.txt", b"../pdfs/results.pdf", "ok"),
        ("text.pdf", (SENTENCE * 5).encode(), "ok"),
    ],
)
def test_a_few_words_are_no_deck(name: str, content: bytes, status: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    try:
        read(path)
    except ReadError as error:
        assert (error.status, "words of plain text" in str(error)) == (status, True)  # noqa: PT017 - of two outcomes
    else:
        assert status == "ok"


def test_limits_are_raised_as_their_errors_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "deck.pdf"
    path.write_bytes(page(b"BT /F 12 Tf 50 700 Td (Text) Tj ET", kids=b"3 0 R " * 7, count=7))
    monkeypatch.setenv(limits.ENVIRONMENT, "pages=5 cells=9")
    with pytest.raises(ReadError, match=r"deck\.pdf: 7 pages or slides, more than 5; .*: --limit pages=7$"):
        read(path)
    limits.raise_limits(["pages=7"])
    assert len(read(path).pages) == 7
    assert limits.allowed("cells") == 9


@pytest.mark.parametrize("setting", ["page=5", "pages", "pages=", "pages=0", "pages=many", "pages=-1"])
def test_a_setting_of_no_limit_is_refused(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    monkeypatch.setenv(limits.ENVIRONMENT, "")
    with pytest.raises(LimitError, match="pages"):
        limits.raise_limits([setting])
