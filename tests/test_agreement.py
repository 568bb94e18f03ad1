"""The PPTX and the PDF of one deck: what counts as the same, and how often the decks at hand agree."""

from dataclasses import replace
from pathlib import Path

import pytest

from agreement import Agreement, agreement, pairs_of
from reading import read_text
from slideextract import read

CORPUS = Path(__file__).parents[1] / "corpus"
DEV = Path(__file__).parents[1] / ".." / "shared" / "dev" / "decks"
LEAST = 0.95  # share of the facts that both documents can show
SLIDE = "# TALISMAN trial\n- BICLA response at week 52: 56.2% with anifrolumab and {} with placebo"


def test_a_fact_agrees_slot_by_slot_and_a_figure_that_the_other_doesnt_print_counts_for_nothing() -> None:
    deck, same = read_text(SLIDE.format("37.1%")), read_text(SLIDE.format("37.1%"))
    assert agreement(deck, same) == Agreement(2, 2, [])
    assert agreement(deck, read_text(SLIDE.format("none"))).total == 1
    other = agreement(deck, read_text(SLIDE.format("37.1%").replace("52", "24")))
    assert (other.same, other.total) == (0, 2)
    assert "timepoint_days 364 | 168" in other.differences[0]


def test_facts_of_hidden_slides_count_for_nothing() -> None:
    deck = read_text(SLIDE.format("37.1%"))
    hidden = replace(deck, pages=tuple(replace(page, hidden=True) for page in deck.pages))
    assert agreement(hidden, read_text("# 56.2 37.1")).total == 0


@pytest.mark.parametrize("folder", [CORPUS, DEV], ids=["corpus", "dev"])
def test_decks_of_two_formats_agree(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("the development data is not here")
    found = [agreement(read(first), read(second)) for first, second in pairs_of([folder])]
    assert sum(one.same for one in found) >= LEAST * sum(one.total for one in found)
