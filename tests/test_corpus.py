"""The demonstration corpus: what the gold says is printed, and the files are those that the script builds."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

import slideextract
from corpus_build.build import built
from corpus_build.listing import with_listing
from corpus_build.source import documents
from slideextract.document import Document
from slideextract.evaluate import evaluate, missed, wanted
from slideextract.evaluate.gold import GoldDocument, GoldRow, read_gold, read_run, stem, suffix
from slideextract.evaluate.values import numbers
from slideextract.readers.ocr import recogniser

CORPUS = Path(__file__).parents[1] / "corpus"
BESIDE = {"README.md", "gold.jsonl", "baseline.json", ".slideextractignore"}
FILES = sorted(path for path in CORPUS.iterdir() if path.name not in BESIDE)
GOLD = {document.doc: document for document in read_gold(CORPUS / "gold.jsonl")}
MOST_BYTES = 2_000_000  # a clone should stay quick
TEXT = {"txt", "md", "html"}
PICTURED = [path for path in FILES if any(row.source == "picture" for row in GOLD[stem(path.name)].rows)]
PICTURED_RECALL = 0.8  # share of the values in pictures that the recogniser of the extra [ocr] must bring
HAS_RAPID = find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None
files = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


@cache
def document(path: Path) -> Document:
    return slideextract.read(path)


@cache
def page_numbers(path: Path, page: int) -> frozenset[float]:
    read = document(path)
    return frozenset(
        abs(number)
        for candidate in read.pages
        if candidate.number == page
        for number in numbers(read.text[candidate.span.start : candidate.span.end])
    )


def gold_of(path: Path) -> GoldDocument:
    return GOLD[stem(path.name)]


def page_of(row: GoldRow, path: Path) -> int | None:
    return row.page_pdf if suffix(path.name) == "pdf" else row.page


def figures(row: GoldRow) -> Iterator[float]:
    for figure in (row.value, row.numerator, row.denominator, row.ci_lower, row.ci_upper, row.p_value):
        if figure is not None:
            yield abs(figure)


def test_there_are_documents_of_all_kinds() -> None:
    assert len(GOLD) >= 14
    assert {suffix(path.name) for path in FILES} == {"pptx", "pdf", "docx", "html", "txt", "md"}
    assert {gold.lang for gold in GOLD.values()} == {"fr", "en"}
    assert sum(path.stat().st_size for path in CORPUS.iterdir()) < MOST_BYTES


def test_every_document_has_gold_and_the_other_way_round() -> None:
    assert {stem(path.name) for path in FILES} == set(GOLD)


@pytest.mark.parametrize("gold", GOLD.values(), ids=GOLD)
def test_gold_is_well_formed(gold: GoldDocument) -> None:
    arms = {trial.key: {arm.label for arm in trial.arms} for trial in gold.trials}
    assert len({row.id for row in gold.rows}) == len(gold.rows)
    for row in gold.rows:
        assert row.endpoint_any
        assert row.trial in arms
        assert {row.arm, row.comparator} <= {None, *arms[row.trial]}


@files
def test_what_the_gold_says_is_printed_on_its_page(path: Path) -> None:
    missing = [
        (row.id, figure)
        for row in gold_of(path).rows
        if row.source != "picture" and suffix(path.name) not in row.not_in and (page := page_of(row, path)) is not None
        for figure in figures(row)
        if figure not in page_numbers(path, page)
    ]
    assert missing == []


@files
def test_decoys_are_printed_and_are_no_results(path: Path) -> None:
    pdf, gold = suffix(path.name) == "pdf", gold_of(path)
    for decoy in gold.decoys:
        page = decoy.page_pdf if pdf else decoy.page
        if page is not None:
            values = decoy.value if isinstance(decoy.value, list) else [decoy.value or 0.0]
            assert page_numbers(path, page).issuperset(values), decoy.surface


@pytest.mark.skipif(not HAS_RAPID, reason="the extra [ocr] isn't installed")
@pytest.mark.parametrize("path", PICTURED, ids=lambda path: path.name)
def test_a_recogniser_finds_what_pictures_show(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "RECOGNISERS", (recogniser._rapid,))  # noqa: SLF001 - the very one
    shown = {(row.kind, row.value) for row in gold_of(path).rows if row.source == "picture"}
    found = {
        (fact.kind, float(fact.value))
        for fact in slideextract.extract(slideextract.read(path)).facts
        if fact.reader == "ocr" and fact.value is not None
    }
    assert found <= shown
    assert len(found) >= PICTURED_RECALL * len(shown)


@pytest.mark.parametrize("path", PICTURED, ids=lambda path: path.name)
def test_without_a_recogniser_pictures_are_told_as_lost(path: Path) -> None:
    pages = {page for row in gold_of(path).rows if row.source == "picture" and (page := page_of(row, path))}
    lost = "\n".join(document(path).warnings)
    assert all(f" {page}: picture without text" in lost for page in pages)


def test_a_build_gives_the_same_bytes_again() -> None:
    assert built() == built()


def test_the_files_are_those_that_the_script_builds(tmp_path: Path) -> None:
    made = built()
    assert set(made) == {path.name for path in FILES} | {"gold.jsonl"}
    for name, data in made.items():
        if suffix(name) in TEXT or name == "gold.jsonl":
            assert (CORPUS / name).read_bytes() == data, f"{name}: run scripts/build_corpus.py"
            continue
        # other versions of the libraries may write other bytes, but no other text
        (tmp_path / name).write_bytes(data)
        rebuilt, kept = slideextract.read(tmp_path / name), document(CORPUS / name)
        assert (rebuilt.text, len(rebuilt.pages)) == (kept.text, len(kept.pages)), (
            f"{name}: run scripts/build_corpus.py"
        )


def test_the_readme_lists_the_documents() -> None:
    readme = (CORPUS / "README.md").read_text("utf-8")
    assert with_listing(readme, documents()) == readme, "run scripts/build_corpus.py"


def test_the_floors_cover_both_languages_and_every_kind(corpus: Path) -> None:
    floors = json.loads((corpus / "baseline.json").read_text("utf-8"))
    kinds = {row.kind for gold in GOLD.values() for row in gold.rows if row.required and row.value is not None}
    for part in ("", "lang.fr.", "lang.en.", *(f"kind.{kind}." for kind in kinds)):
        assert f"{part}value_recall" in floors
        assert f"{part}tuple_recall" in floors


def test_the_corpus_reaches_its_floors(corpus: Path, corpus_run: Path) -> None:
    scores = evaluate(corpus_run, corpus / "gold.jsonl")
    assert missed(scores, wanted([], corpus / "baseline.json")) == []


WITHOUT_RESULTS = [path.name for path in FILES if not gold_of(path).rows]


@pytest.mark.parametrize("name", WITHOUT_RESULTS)
def test_documents_without_results_give_none(corpus_run: Path, name: str) -> None:
    assert [row for row in read_run(corpus_run)[name] if row.value is not None] == []


def test_every_document_is_read(corpus_run: Path) -> None:
    records = [json.loads(line) for line in (corpus_run / "documents.jsonl").read_text("utf-8").splitlines()]
    assert {record["document"] for record in records} == {path.name for path in FILES}
    assert {record["error"] for record in records} == {None}
