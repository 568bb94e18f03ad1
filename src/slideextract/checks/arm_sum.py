"""The arms of a trial add up to its enrolment."""

from collections.abc import Iterator, Sequence

from slideextract.checks.finding import Finding
from slideextract.facts import Fact, Trial

CODE = "arm_sum"
SEVERITY = "warn"
REVIEW = False  # sizes are seldom all of one population; the numbers of the results don't depend on them


def check_trial(trial: Trial, facts: Sequence[Fact]) -> Iterator[Finding]:  # noqa: ARG001 - a check's signature
    """Add up the arms where all have a size and none is the sum of others."""
    sizes = [arm.n for arm in trial.arms if arm.n is not None]
    if trial.enrollment is None or not sizes:
        return
    total, count = sum(sizes), trial.enrollment.count
    pooled = any(total - size == size for size in sizes) or count in sizes
    if max(sizes) > count:
        yield Finding(f"an arm of {max(sizes)} is larger than the trial of {count}")
    elif len(sizes) == len(trial.arms) > 1 and total != count and not pooled:
        yield Finding(f"the arms add up to {total}, not {count}")
