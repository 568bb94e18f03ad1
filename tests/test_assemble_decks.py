"""Decks of several trials: that of a title holds for the slides that continue it, and ends where another begins."""

from dataclasses import replace

import pytest

from reading import read_text
from slideextract.assemble import assemble
from slideextract.assemble.header_rules import HeaderRule, header_rules
from slideextract.facts import Fact, Trial
from slideextract.merge import merge
from slideextract.pipeline import extract

REGENCY = "CRR at week 76: 46.4% with obinutuzumab vs 33.1% with placebo"
ALLEGORY = "SRI-4 at week 52: 76.7% with obinutuzumab vs 53.5% with placebo"
SAFETY = "Deaths: 1.5% with obinutuzumab vs 0.8% with placebo"
RRC = "RRC à S76 : 46,4 % sous obinutuzumab contre 33,1 % sous placebo"
SRI = "SRI-4 à S52 : 76,7 % sous obinutuzumab contre 53,5 % sous placebo"
DECES = "Décès : 1,5 % sous obinutuzumab contre 0,8 % sous placebo"

Slides = list[list[str]]
FIRST, SECOND, DEATHS = [46.4, 33.1], [76.7, 53.5], [1.5, 0.8]
CASES: dict[str, tuple[Slides, list[tuple[str | None, list[float]]]]] = {
    "slides that continue": (
        [
            ["# REGENCY (1/3)", REGENCY],
            ["# REGENCY (2/3)", SAFETY],
            ["# ALLEGORY", ALLEGORY],
            ["# Results (cont.)", SAFETY],
        ],
        [("REGENCY", [*FIRST, *DEATHS]), ("ALLEGORY", [*SECOND, *DEATHS])],
    ),
    "diapositives qui continuent": (
        [
            ["# Obinutuzumab : essai REGENCY (1/2)", RRC],
            ["# Résultats (suite)", DECES],
            ["# ALLEGORY (suite)", SRI],
            ["# Tolérance", DECES],
        ],
        [("REGENCY", [*FIRST, *DEATHS]), ("ALLEGORY", [*SECOND, *DEATHS])],
    ),
    "a trial named in passing": (
        [
            ["# REGENCY", REGENCY],
            [
                "# Background therapy",
                "MMF dose as in the AURORA trial",
                SAFETY,
                "1. Martin A et al. The AURORA trial. 2021;397:1",
            ],
            ["# Deaths", SAFETY],
            ["# ALLEGORY", ALLEGORY],
        ],
        [("REGENCY", [*FIRST, *DEATHS, *DEATHS]), ("ALLEGORY", SECOND)],
    ),
    "un essai cité au passage": (
        [
            ["# Essai REGENCY", RRC],
            ["# Traitement de fond", "- Même décroissance que dans l'essai AURORA 2", DECES],
            ["# Essai ALLEGORY", SRI],
        ],
        [("REGENCY", [*FIRST, *DEATHS]), ("ALLEGORY", SECOND)],
    ),
    "a comparison": (
        [
            ["# REGENCY", REGENCY],
            ["# ALLEGORY", ALLEGORY],
            [
                "# REGENCY vs ALLEGORY: deaths",
                "- REGENCY: deaths in 1.5% with obinutuzumab and 0.8% with placebo",
                "- ALLEGORY: deaths in 1.3% with obinutuzumab and 0.7% with placebo",
            ],
        ],
        [("REGENCY", [*FIRST, *DEATHS]), ("ALLEGORY", [*SECOND, 1.3, 0.7])],
    ),
    "pooled trials are neither": (
        [
            ["# TULIP-1", REGENCY],
            ["# TULIP-2", ALLEGORY],
            ["# TULIP-1 and TULIP-2: pooled", SAFETY],
            ["# TULIP-2: safety", SAFETY],
        ],
        [("TULIP-1", FIRST), ("TULIP-2", [*SECOND, *DEATHS]), (None, DEATHS)],
    ),
    "a summary and an appendix return": (
        [
            ["# REGENCY", REGENCY],
            ["# ALLEGORY", ALLEGORY],
            ["# Back to REGENCY: summary", SAFETY],
            ["# Appendix: ALLEGORY subgroups", SAFETY],
        ],
        [("REGENCY", [*FIRST, *DEATHS]), ("ALLEGORY", [*SECOND, *DEATHS])],
    ),
    "la synthèse et l'annexe reviennent": (
        [
            ["# REGENCY", RRC],
            ["# ALLEGORY", SRI],
            ["# Synthèse de REGENCY", DECES],
            ["# Annexe – ALLEGORY : décès", DECES],
        ],
        [("REGENCY", [*FIRST, *DEATHS]), ("ALLEGORY", [*SECOND, *DEATHS])],
    ),
    "a divider ends": (
        [["# REGENCY", REGENCY], ["# Part 2: vasculitis"], ["# Remission", SAFETY], ["# ALLEGORY", ALLEGORY]],
        [("REGENCY", FIRST), (None, DEATHS), ("ALLEGORY", SECOND)],
    ),
    "headings in capitals are no trials": (
        [["# REGENCY", REGENCY], ["# SAFETY", SAFETY], ["# LUPUS", SAFETY], ["# Conclusion of ALLEGORY", ALLEGORY]],
        [("REGENCY", [*FIRST, *DEATHS, *DEATHS, *SECOND])],
    ),
    "a footnote names another": (
        [
            ["# REGENCY: efficacy", "^ The AURORA trial gave 2 g of mycophenolate a day.", REGENCY],
            ["# ALLEGORY: efficacy", ALLEGORY],
        ],
        [("REGENCY", FIRST), ("ALLEGORY", SECOND)],
    ),
    "a heading in capitals under a title takes nothing over": (
        [["# REGENCY: efficacy", "## MERIDIAN", REGENCY], ["# ALLEGORY: efficacy", ALLEGORY]],
        [("REGENCY", FIRST), ("ALLEGORY", SECOND)],
    ),
    "namesakes in one deck": (
        [
            ["# AURORA: voclosporin in lupus nephritis", "CRR: 40.8% with voclosporin vs 22.5% with placebo"],
            ["# AURORA: baricitinib in rheumatoid arthritis", "ACR20: 61.2% with baricitinib vs 40.1% with placebo"],
            ["# AURORA (cont.)", "Deaths: 1.5% with baricitinib vs 0.8% with placebo"],
        ],
        [("AURORA", [40.8, 22.5]), ("AURORA", [61.2, 40.1, 1.5, 0.8])],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_slide_goes_to_its_trial(name: str) -> None:
    slides, expected = CASES[name]
    stories = assemble(read_text("\n---\n".join("\n".join(slide) for slide in slides))).stories
    found = [(story.frame.acronym, [float(draft.value) for draft in story.drafts]) for story in stories if story.drafts]
    assert found == expected


RULES = [rule for rules in header_rules("trials").values() for rule in rules]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.role)
def test_trial_rules_fit_their_examples(rule: HeaderRule) -> None:
    assert [text for text in rule.yes if not rule.fits(text)] == []
    assert [text for text in rule.no if rule.fits(text)] == []


# -- merging ---------------------------------------------------------------------------------------------------

TABLE = "Endpoint\tObinutuzumab (n = {})\tPlacebo (n = 136)\nCRR at week 76\t46.4%\t33.1%"
EFFICACY = "# REGENCY: efficacy\n" + TABLE.format(135)


def merged(*decks: str) -> tuple[list[Fact], list[Trial]]:
    read = [replace(read_text(deck), name=f"{k}.pptx", id=f"{k}" * 64) for k, deck in enumerate(decks)]
    facts, trials = merge([extract(document) for document in read])
    return list(facts), list(trials)


def test_a_slide_shown_again_is_one_set_of_facts() -> None:
    facts, _ = merged(f"{EFFICACY}\n---\n# REGENCY: safety\n{SAFETY}\n---\n{EFFICACY}")
    assert [(fact.raw, fact.page, [place.page for place in fact.also]) for fact in facts] == [
        ("46.4%", 1, [3]),
        ("33.1%", 1, [3]),
        ("1.5%", 2, []),
        ("0.8%", 2, []),
    ]


CONTRADICTED = {
    "design and results": (
        "# REGENCY: design\nPatients were randomised to obinutuzumab (n = 137) or placebo (n = 136)\n---\n" + EFFICACY,
        [("arms.n: obinutuzumab", [("137", 1), ("135", 2)])],
    ),
    "two tables": (
        EFFICACY + "\n---\n# REGENCY: summary\n" + TABLE.format(137),
        [("arms.n: Obinutuzumab", [("135", 1), ("137", 2)])],
    ),
    "the trial": (
        f"# REGENCY: design\n271 patients randomised\n---\n# REGENCY: results\n275 patients randomised\n{REGENCY}",
        [("enrollment", [("271", 1), ("275", 2)])],
    ),
    "the safety set is another": (EFFICACY + "\n---\n# REGENCY: safety\n" + TABLE.format(137), []),
    "the same everywhere": (f"{EFFICACY}\n---\n{EFFICACY}", []),
}


@pytest.mark.parametrize("name", CONTRADICTED)
def test_sizes_that_two_slides_contradict_are_a_conflict(name: str) -> None:
    deck, expected = CONTRADICTED[name]
    facts, (trial,) = merged(deck)
    found = [(c.field, [(claim.value, claim.evidence.page) for claim in c.values]) for c in trial.conflicts]
    assert found == expected
    assert len([fact for fact in facts if fact.raw == "46.4%"]) == 1
    assert [arm.n for arm in trial.arms][:1] != [None] or name == "the trial"


def test_one_acronym_in_two_decks_may_be_two_trials() -> None:
    first = "# AURORA: voclosporin in lupus nephritis\nCRR: 40.8% with voclosporin vs 22.5% with placebo"
    other = "# AURORA: baricitinib in rheumatoid arthritis\nACR20: 61.2% with baricitinib vs 40.1% with placebo"
    facts, trials = merged(first, other)
    assert len({fact.trial_id for fact in facts}) == len(trials) == 2
    assert [trial.flags for trial in trials] == [("acronym_shared",)] * 2
    assert len(merged(first, first)[1]) == 1
