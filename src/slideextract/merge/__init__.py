"""Facts of many documents to trials: frames are joined, repeated facts folded, disagreements kept.

The order of the extractions doesn't matter, and one given twice changes nothing.
"""

from collections.abc import Iterable

from slideextract.facts import Extraction, Fact, Trial
from slideextract.merge.duplicates import fold_facts
from slideextract.merge.frames import join
from slideextract.merge.study import study


def merge(extractions: Iterable[Extraction]) -> tuple[list[Fact], list[Trial]]:
    """All facts and trials of a run, sorted, with their final ids."""
    found: list[Fact] = []
    trials: list[Trial] = []
    for group in join(extractions):
        facts, trial = study(group, fold_facts(group.frames))
        found += facts
        trials.append(trial)
    return sorted(found, key=_place), sorted(trials, key=lambda trial: trial.trial_id)


def _place(fact: Fact) -> tuple[str, int, int, int, str]:
    return fact.document, fact.page, fact.char_start, fact.char_end, fact.result_id
