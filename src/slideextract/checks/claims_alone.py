"""What a trial claims stands on at least one figure."""

from collections.abc import Iterator, Sequence

from slideextract.checks.finding import Finding
from slideextract.facts import Fact, Trial

CODE = "claims_without_figures"
SEVERITY = "warn"


def check_trial(trial: Trial, facts: Sequence[Fact]) -> Iterator[Finding]:  # noqa: ARG001 - a check's signature
    """Say where all facts of a trial are words."""
    claims = tuple(fact for fact in facts if fact.kind == "qualitative")
    if claims and len(claims) == len(facts):
        yield Finding("the trial has claims, and no figure", claims)
