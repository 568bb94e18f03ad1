"""A run over many documents: each has one status and costs only itself."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from slideextract.batch import Executor, Inline, Outcome, Source, discover, ingest, process
from slideextract.document import Block, BlockKind, Document, Page, Span
from slideextract.errors import ReadError, RuleError, StoreError
from slideextract.facts import DocumentRecord

SENTENCE = "At week 24, the response rate was {} % with abatacept and 33.1 % with placebo."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    (root / "sub").mkdir(parents=True)
    for name, value in (("b.txt", "46.4"), ("a.txt", "51.0"), ("sub/c.txt", "27.5")):
        (root / name).write_text(SENTENCE.format(value))
    return root


def names(paths: Iterable[Path], exclude: Path | None = None) -> list[str]:
    return [source.name for source in discover(paths, exclude).sources]


def test_files_are_found_in_the_order_of_their_names(folder: Path) -> None:
    assert names([folder]) == ["a.txt", "b.txt", "sub/c.txt"]
    assert names([folder / "b.txt"]) == ["b.txt"]
    assert (
        names([folder / "sub", folder / "b.txt"]) == names([folder / "b.txt", folder / "sub"]) == ["b.txt", "sub/c.txt"]
    )


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    assert names([folder, folder / "a.txt"]) == ["in/a.txt", "in/b.txt", "in/sub/c.txt"]


def test_litter_is_left_out_and_counted(folder: Path) -> None:
    for name in (".DS_Store", "~$deck.pptx", "Thumbs.db", "sub/.hidden", "notes.md"):
        (folder / name).write_text("x")
    (folder / ".slideextractignore").write_text("# ours\nnotes.*\n")
    found = discover([folder])
    assert [source.name for source in found.sources] == ["a.txt", "b.txt", "sub/c.txt"]
    assert found.ignored == 6


def test_the_output_folder_is_no_input(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "results.csv").write_text("x")
    assert "out/results.csv" not in names([folder], exclude=folder / "out")


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda _: None, "no such file"),
        (lambda path: path.mkdir(), "holds no document"),
        (lambda path: path.symlink_to("nowhere"), "no such file"),
        (os.mkfifo, "pipe"),
    ],
    ids=["missing", "empty folder", "broken link", "pipe"],
)
def test_what_cannot_be_opened_is_said(tmp_path: Path, make: Callable[[Path], None], problem: str) -> None:
    path = tmp_path / "thing"
    make(path)
    found = discover([path])
    assert problem in (found.sources[0].problem or "")
    assert found.files == 0
    assert process(found.sources[0]).record.status == "corrupt"


def test_a_name_that_is_no_utf8_fits_into_json(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/d\xe9ck.txt")).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert names([tmp_path]) == ["d\\xe9ck.txt"]


def test_links_to_folders_are_not_followed(folder: Path) -> None:
    (folder / "sub" / "loop").symlink_to(folder)
    assert names([folder]) == ["a.txt", "b.txt", "sub/c.txt"]


def raising(error: BaseException) -> Callable[..., Document]:
    def read(*_: object) -> Document:
        raise error

    return read


FAILURES = [
    (ReadError("locked: ask for the password", "encrypted"), "encrypted", "locked"),
    (ReadError("a bomb", "hostile"), "hostile", "a bomb"),
    (ReadError("pictures only", "needs_ocr"), "needs_ocr", "pictures"),
    (RuleError("rule fr.p needs more\nthan 2 s"), "crash", "rule fr.p needs more than 2 s"),
    (PermissionError(13, "Permission denied"), "corrupt", "can't be read: Permission denied"),
    (MemoryError(), "oom", "memory"),
    (RecursionError("too deep"), "crash", "unexpected RecursionError in test_batch.py"),
    (KeyError("x"), "crash", "unexpected KeyError in test_batch.py"),
]


@pytest.mark.parametrize(("error", "status", "line"), FAILURES, ids=[type(e).__name__ + s for e, s, _ in FAILURES])
def test_each_failure_has_its_status_and_one_line(
    monkeypatch: pytest.MonkeyPatch, folder: Path, error: Exception, status: str, line: str
) -> None:
    monkeypatch.setattr("slideextract.batch.outcome.read", raising(error))
    outcome = process(Source(folder / "a.txt", "a.txt"))
    assert (outcome.record.status, outcome.extraction) == (status, None)
    assert line in (outcome.record.error or "")
    assert "\n" not in (outcome.record.error or "")
    assert len(outcome.record.sha256 or "") == 64


def test_an_interrupt_is_no_failure_of_a_document(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr("slideextract.batch.outcome.read", raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        process(Source(folder / "a.txt", "a.txt"))


def spoken(text: str, **fields: tuple[int, ...]) -> Callable[..., Document]:
    span = Span(0, len(text))
    block = Block(BlockKind.PARAGRAPH, 1, span)
    found = Document("0" * 64, "a.txt", "text/plain", text, (Page(1, span),), (block,), **fields)  # type: ignore[arg-type]
    return lambda *_: found


@pytest.mark.parametrize(
    ("document", "status"),
    [
        (spoken("The meeting of the board is in the morning."), "ok_empty"),
        (spoken("The meeting of the board.", failed_pages=(2, 5)), "partial"),
        (spoken("half a pair: \ud83d"), "crash"),
    ],
    ids=["no result", "lost pages", "half a character"],
)
def test_documents_that_can_be_read(
    monkeypatch: pytest.MonkeyPatch, folder: Path, document: Callable[..., Document], status: str
) -> None:
    monkeypatch.setattr("slideextract.batch.outcome.read", document)
    record = process(Source(folder / "a.txt", "a.txt")).record
    assert record.status == status
    assert status != "partial" or "2, 5" in (record.error or "")


def lines(out: Path, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / name).read_text("utf-8").splitlines()]


def test_one_bad_document_costs_only_itself(folder: Path, tmp_path: Path) -> None:
    alone = ingest([folder], tmp_path / "alone")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    (folder / "empty.pptx").write_bytes(b"")
    run = ingest([folder, folder / "missing"], tmp_path / "out")
    assert [record.document for record in run.failed] == ["in/broken.pdf", "in/empty.pptx", "in/missing"]
    assert len(run.facts) == len(alone.facts)
    assert [line["document"] for line in lines(tmp_path / "out", "documents.jsonl")] == sorted(
        ["in/a.txt", "in/b.txt", "in/broken.pdf", "in/empty.pptx", "in/missing", "in/sub/c.txt"]
    )


class Backwards:
    """An executor that delivers in the worst order."""

    def run(self, work: Callable[[Source], Outcome], sources: Iterable[Source]) -> Iterator[Outcome]:
        return iter([work(source) for source in reversed(list(sources))])


@pytest.mark.parametrize("executor", [Inline(), Backwards()], ids=["inline", "backwards"])
def test_same_bytes_twice_whatever_the_order(folder: Path, tmp_path: Path, executor: Executor) -> None:
    ingest([folder], tmp_path / "one")
    ingest([folder / "sub", folder / "b.txt", folder / "a.txt"], tmp_path / "two", executor)
    for name in ("results.jsonl", "trials.jsonl", "results.csv", "slideextract.db"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    first, second = (
        [line | {"timing": None} for line in lines(tmp_path / out, "documents.jsonl")] for out in ("one", "two")
    )
    assert first == second


def test_the_folder_is_proved_before_any_work(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr("slideextract.batch.run.process", raising(AssertionError("work was done")))
    with pytest.raises(StoreError):
        ingest([folder], folder / "a.txt" / "out")


def test_a_mistyped_path_costs_no_earlier_run(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ingest([folder], out)
    before = (out / "results.jsonl").read_bytes()
    run = ingest([folder / "mistyped"], out)
    assert (run.stored, run.files) == (False, 0)
    assert (out / "results.jsonl").read_bytes() == before


def test_progress_is_told_of_every_document(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []

    def advance(record: DocumentRecord, total: int) -> None:
        told.append((record.document, total))

    ingest([folder], tmp_path / "out", progress=advance)
    assert told == [("a.txt", 3), ("b.txt", 3), ("sub/c.txt", 3)]
