"""What became of every number: each run of digits has one entry, with a verdict and a reason for people."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slideextract
from reading import read_text
from slideextract.document import Document
from slideextract.facts import Extraction, Ledger
from slideextract.pipeline import extract

FILES = sorted(path for path in (Path(__file__).parents[1] / "corpus").iterdir() if re.match(r"\d\d_", path.name))


def entries(text: str) -> dict[str, Ledger]:
    return {entry.raw: entry for entry in extract(read_text(text)).ledger}


CODE = "7" * 40


@pytest.mark.parametrize(
    "text", [f"Code {CODE}.", f"{CODE} % of patients", f"n = {CODE}", f"1.{CODE}.{CODE}", f"{CODE}/{CODE} (45 %)"]
)
def test_digits_of_a_code_are_no_number(text: str) -> None:
    found = extract(read_text(text))
    check(read_text(text), found)
    assert [fact.value for fact in found.facts if fact.value and fact.value > 100] == []


def check(document: Document, extraction: Extraction) -> None:
    """Every digit stands in one entry, no two entries overlap, and each fact has its own."""
    found = extraction.ledger
    held = Counter(place for entry in found for place in range(entry.char_start, entry.char_end))
    assert {place for place, times in held.items() if times > 1} == set()
    digits = {match.start() for match in re.finditer(r"\d", document.text)}
    assert digits <= set(held)
    assert list(found) == sorted(found, key=lambda entry: (entry.char_start, entry.char_end))
    for entry in found:
        assert entry.raw == document.text[entry.char_start : entry.char_end]
        assert entry.page == document.page_at(entry.char_start).number
        assert entry.reason
        assert entry.rule
    told = {(entry.char_start, entry.char_end) for entry in found if entry.verdict == "fact"}
    assert {(fact.char_start, fact.char_end) for fact in extraction.facts if fact.value is not None} <= told


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_number_of_a_document_has_one_entry(path: Path) -> None:
    document = slideextract.read(path)
    check(document, slideextract.extract(document))


WORDS = st.sampled_from(
    [
        "46.4%",
        "46,4 %",
        "8 of 12 (66.7%)",
        "n = 135",
        "(n=12)",
        "p = 0.02",
        "95% CI, 2.0 to 24.8",
        "IC 95 % [2,0 ; 24,8]",
        "week 52",
        "à S52",
        "300 mg",
        "CC312",
        "10^9^",
        "¹ ²",
        "1.",
        "patients",
        "abatacept",
        "placebo",
        "response",
        "réponse",
        "contre",
        "vs",
        ";",
        ".",
        "\n",
        "\t",
        "- ",
        "NCT01234567",
        "2024",
        "1 042",
        "-3,5",
        "5.3 ± 1.2",
    ]
)


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_every_number_of_any_text_has_one_entry(text: str) -> None:
    document = read_text(text)
    check(document, extract(document))


# (text, the number, its verdict, words of its reason, its rule)
FATES = [
    ("Response in 46.4% on abatacept.", "46.4%", "fact", "percent", None),
    ("Response in 8 of 12 (66.7%) on abatacept.", "66.7%", "fact", "percent", None),
    ("Response in 8 of 12 (66.7%) on abatacept.", "8", "fact", "numerator of a fact", None),
    ("Response in 8 of 12 (66.7%) on abatacept.", "12", "fact", "denominator of a fact", None),
    ("Response in 46.4% at week 52 on abatacept (P=0.02 vs placebo).", "week 52", "fact", "timepoint of a fact", None),
    ("321 patients were randomized to abatacept or placebo.", "321", "other", "size of the trial", "assemble.sizes"),
    ("Arms: abatacept (n = 135), placebo (n = 136).", "135", "other", "size of an arm", "assemble.sizes"),
    ("La dose était de 300 mg par jour.", "300 mg", "other", "dose", None),
    ("EULAR 2024, abstract OP0079", "OP0079", "other", "congress abstract", None),
    ("NCT01234567", "01234567", "other", "registry number", None),
    ("In the ORBIT-1 trial, nobody died.", "ORBIT-1", "other", "trial's name", "assemble.frames"),
    ("CC312 was given.", "312", "other", "drug's name", "terms.drugs"),
    ("Doe J.^1^ wrote it.", "1", "other", "footnote", None),
    ("In the LANTERN trial, 91.2% of the patients were women.", "91.2%", "other", "at inclusion", "describe.baseline"),
    ("|7\n---\n|2", "2", "other", "number of the page", "ledger.page"),
    ("2. Second item of a list", "2", "other", "number of an item", "ledger.item"),
    ("Methods\nThe plan had 7 parts.", "7", "rejected", "methods", "reject.section"),
    ("Thrombosis in 40% of the mice on abatacept.", "40%", "rejected", "animal", "reject.animal"),
    ("There were 17 of them.", "17", "rejected", "no statement", None),
    ("Then p = 0.04 was read.", "p = 0.04", "rejected", "qualifies no result", None),
]


@pytest.mark.parametrize(("text", "raw", "verdict", "reason", "rule"), FATES)
def test_a_number_ends_where_it_belongs(text: str, raw: str, verdict: str, reason: str, rule: str | None) -> None:
    found = entries(text)
    entry = found.get(raw) or next(entry for name, entry in found.items() if name in raw or raw in name)
    assert (entry.verdict, reason in entry.reason) == (verdict, True), entry
    assert rule is None or entry.rule == rule


def test_digits_between_the_lines_are_told() -> None:
    text = "Response in 46.4% on abatacept.\n12\nEnd"
    document = read_text(text)
    kept = tuple(block for block in document.blocks if text[slice(*block.span)] != "12")
    bare = Document(document.id, document.name, document.media_type, text, document.pages, kept)
    entry = next(entry for entry in extract(bare).ledger if entry.raw == "12")
    assert (entry.verdict, entry.rule) == ("other", "segment.lines")
