"""The documents, and the pages of each, agree."""

from collections.abc import Iterator, Sequence

from slideextract.checks.finding import Finding
from slideextract.facts import Fact, Trial

CODE = "conflict"
SEVERITY = "warn"
REVIEW = True


def check_trial(trial: Trial, facts: Sequence[Fact]) -> Iterator[Finding]:
    """Say each conflict that merging kept, and whose facts it is."""
    for conflict in trial.conflicts:
        places = {(c.evidence.document, c.evidence.char_start, c.evidence.char_end) for c in conflict.values}
        facts_here = tuple(f for f in facts if (f.document, f.char_start, f.char_end) in places)
        said = " and ".join(f"{claim.value} ({claim.evidence.document})" for claim in conflict.values)
        yield Finding(f"{conflict.field}: {said}", facts_here)
