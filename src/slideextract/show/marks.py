"""What is marked on a page: its results with what qualifies them, and its other numbers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from slideextract.checks import check_all
from slideextract.document import Document, Page, Span
from slideextract.facts import Evidence, Fact, Ledger, Place
from slideextract.merge import merge
from slideextract.pipeline import extract
from slideextract.report import says


class Result(NamedTuple):
    """A result that a page prints: where its number stands, and where what qualifies it does, by slot."""

    number: int  # on its page, from 1
    fact: Fact
    value: Span
    slots: Mapping[str, Span]
    elsewhere: Mapping[str, int]  # pages of the slots that stand on others


class Sheet(NamedTuple):
    """A page with what is marked on it."""

    document: Document
    page: Page
    results: tuple[Result, ...]
    others: tuple[Span, ...]


def find_sheets(document: Document, number: str | None = None, *, numbers: bool = False) -> list[Sheet]:
    """All pages of a document, with the places of their results.

    Args:
        document: as read.
        number: a number as printed, to see nothing but what became of it.
        numbers: whether numbers that are no results are wanted too.
    """
    extraction = extract(document)
    facts, _ = check_all(*merge([extraction]))
    told = [fact for fact in facts if says(fact.raw, number)]
    left = [entry for entry in extraction.ledger if entry.verdict != "fact" and says(entry.raw, number)]
    others = left if numbers or number else []
    return [Sheet(document, page, _results(document, page, told), _others(page, others)) for page in document.pages]


def _results(document: Document, page: Page, facts: Sequence[Fact]) -> tuple[Result, ...]:
    places = [(_span(fact), fact) for fact in facts]
    places += [(_span(place), fact) for fact in facts for place in fact.also]
    here = sorted((pair for pair in places if document.page_at(pair[0].start) is page), key=lambda pair: pair[0])
    return tuple(_result(page.number, number, *pair) for number, pair in enumerate(here, 1))


def _result(page: int, number: int, value: Span, fact: Fact) -> Result:
    near = {name: _span(found) for name, found in fact.slots.items() if found.page == page}
    far = {name: found.page for name, found in fact.slots.items() if found.page != page}
    return Result(number, fact, value, near, far)


def _others(page: Page, entries: Iterable[Ledger]) -> tuple[Span, ...]:
    return tuple(_span(entry) for entry in entries if entry.page == page.number)


def _span(place: Fact | Place | Evidence | Ledger) -> Span:
    return Span(place.char_start, place.char_end)
