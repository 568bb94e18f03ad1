"""A sentence stands under one trial only."""

from collections.abc import Iterator, Sequence

from slideextract.checks.finding import Finding
from slideextract.facts import Fact
from slideextract.identity import text_key

CODE = "sentence_of_two_trials"
SEVERITY = "warn"
REVIEW = True
MIN_LENGTH = 60  # characters; shorter cells and labels are the same by nature


def check_run(facts: Sequence[Fact]) -> Iterator[Finding]:
    """Find the sentences that one document prints under several trials."""
    seen: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if len(fact.quote) >= MIN_LENGTH and fact.reader == "text":
            seen.setdefault((fact.document, text_key(fact.quote) or ""), []).append(fact)
    for same in seen.values():
        trials = {fact.trial_id for fact in same}
        for name in sorted(trials) if len(trials) > 1 else ():
            here = tuple(fact for fact in same if fact.trial_id == name)
            yield Finding(f"{len(trials)} trials of {here[0].document} are said to have this result", here)
