"""What looks wrong: each module here is one check, found by its `CODE`; a check flags and never changes a value.

A check has `CODE`, `SEVERITY` and either `check(fact)` or `check_trial(trial, facts)`, which yield messages.
The first line of its docstring is what a reviewer reads. With `REVIEW` a finding asks for a person's look.
"""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Literal

from slideextract.checks.finding import Finding
from slideextract.facts import Fact, Issue, Trial

__all__ = ["Check", "check_all", "list_checks"]
Severity = Literal["error", "warn", "info"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its code, how bad a finding is, and what holds when all is well."""

    code: str
    severity: Severity
    about: str
    review: bool
    run: Callable[[Trial, Sequence[Fact]], Iterable[Finding]]


@cache
def list_checks() -> tuple[Check, ...]:
    """All checks, by code."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return tuple(sorted((_check(m) for m in modules if hasattr(m, "CODE")), key=lambda check: check.code))


def _check(module: ModuleType) -> Check:
    about = (module.__doc__ or "").partition("\n")[0]
    review = getattr(module, "REVIEW", module.SEVERITY == "error")
    if hasattr(module, "check_trial"):
        return Check(module.CODE, module.SEVERITY, about, review, module.check_trial)
    single: Callable[[Fact], Iterable[str]] = module.check

    def run(_: Trial, facts: Sequence[Fact]) -> Iterator[Finding]:
        for fact in facts:
            yield from (Finding(message, (fact,)) for message in single(fact))

    return Check(module.CODE, module.SEVERITY, about, review, run)


def check_all(facts: Sequence[Fact], trials: Sequence[Trial]) -> tuple[list[Fact], list[Trial]]:
    """The same facts and trials with the codes of what was found as flags, and the findings as issues."""
    by_trial: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_trial[fact.trial_id].append(fact)
    flags: dict[str, set[str]] = defaultdict(set)
    review: set[str] = set()
    checked: list[Trial] = []
    for trial in trials:
        issues: list[Issue] = []
        raised: set[str] = set()
        for check in list_checks():
            for finding in check.run(trial, by_trial[trial.trial_id]):
                issues.append(_issue(check, trial, finding))
                if check.severity == "info":
                    continue
                raised |= set() if finding.facts else {check.code}
                for fact in finding.facts:
                    flags[fact.result_id].add(check.code)
                    review |= {fact.result_id} if check.review else set()
        checked.append(_noted(trial, issues, raised))
    return [_marked(fact, flags[fact.result_id], review) for fact in facts], checked


def _issue(check: Check, trial: Trial, finding: Finding) -> Issue:
    first = finding.facts[0].result_id if finding.facts else None
    return Issue(
        check=check.code, severity=check.severity, trial_id=trial.trial_id, result_id=first, message=finding.message
    )


def _noted(trial: Trial, issues: Iterable[Issue], raised: set[str]) -> Trial:
    ordered = sorted(issues, key=lambda issue: (issue.check, issue.result_id or "", issue.message))
    return trial.model_copy(update={"issues": tuple(ordered), "flags": tuple(sorted({*trial.flags, *raised}))})


def _marked(fact: Fact, found: set[str], review: set[str]) -> Fact:
    if not found:
        return fact
    status = "needs_review" if fact.result_id in review else fact.status
    return fact.model_copy(update={"flags": tuple(sorted({*fact.flags, *found})), "status": status})
