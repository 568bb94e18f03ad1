"""What looks wrong: each module here is one check, found by its `CODE`; a check flags and never changes a value.

A check has `CODE`, `SEVERITY` and one of three functions: `check(fact)` yields messages, `check_trial(trial, facts)`
and `check_run(facts)` yield findings, each with the facts that it is about.
The first line of its docstring is what a reviewer reads. With `REVIEW` a finding asks for a person's look.
"""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Literal

from slideextract.checks.finding import Finding
from slideextract.facts import Fact, Issue, Trial

__all__ = ["Check", "check_all", "list_checks"]
Severity = Literal["error", "warn", "info"]


Facts = Mapping[str, Sequence[Fact]]  # by trial


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its code, how bad a finding is, what holds when all is well, and whether a person must look."""

    code: str
    severity: Severity
    about: str
    review: bool
    run: Callable[[Sequence[Trial], Facts], Iterator[tuple[str, Finding]]]


@cache
def list_checks() -> tuple[Check, ...]:
    """All checks, by code."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return tuple(sorted((_check(m) for m in modules if hasattr(m, "CODE")), key=lambda check: check.code))


def _check(module: ModuleType) -> Check:
    def run(trials: Sequence[Trial], facts: Facts) -> Iterator[tuple[str, Finding]]:
        """Each finding with the id of its trial, whatever the module looks at."""
        if hasattr(module, "check_run"):
            everything = [fact for trial in trials for fact in facts[trial.trial_id]]
            yield from ((found.facts[0].trial_id, found) for found in module.check_run(everything))
        elif hasattr(module, "check_trial"):
            for trial in trials:
                yield from ((trial.trial_id, found) for found in module.check_trial(trial, facts[trial.trial_id]))
        else:
            for trial in trials:
                for fact in facts[trial.trial_id]:
                    yield from ((trial.trial_id, Finding(said, (fact,))) for said in module.check(fact))

    about = (module.__doc__ or "").partition("\n")[0]
    review = getattr(module, "REVIEW", module.SEVERITY == "error")
    return Check(module.CODE, module.SEVERITY, about, review, run)


def check_all(facts: Sequence[Fact], trials: Sequence[Trial]) -> tuple[list[Fact], list[Trial]]:
    """The same facts and trials with the codes of what was found as flags, and the findings as issues.

    An `info` is an issue only. A finding without facts flags its trial.
    """
    by_trial: dict[str, list[Fact]] = {trial.trial_id: [] for trial in trials}
    for fact in facts:
        by_trial.setdefault(fact.trial_id, []).append(fact)
    issues: dict[str, list[Issue]] = defaultdict(list)
    flags: dict[str, set[str]] = defaultdict(set)
    review: set[str] = set()
    for check in list_checks():
        for trial_id, found in check.run(trials, by_trial):
            issues[trial_id].append(_issue(check, trial_id, found))
            if check.severity == "info":
                continue
            about = {fact.result_id for fact in found.facts}
            for name in about or {trial_id}:
                flags[name].add(check.code)
            review |= about if check.review else set()
    checked = [_noted(trial, issues[trial.trial_id], flags[trial.trial_id]) for trial in trials]
    return [_marked(fact, flags[fact.result_id], review) for fact in facts], checked


def _issue(check: Check, trial_id: str, found: Finding) -> Issue:
    first = found.facts[0].result_id if found.facts else None
    return Issue(check=check.code, severity=check.severity, trial_id=trial_id, result_id=first, message=found.message)


def _noted(trial: Trial, issues: Iterable[Issue], raised: set[str]) -> Trial:
    ordered = sorted(issues, key=lambda issue: (issue.check, issue.result_id or "", issue.message))
    return trial.model_copy(update={"issues": tuple(ordered), "flags": tuple(sorted({*trial.flags, *raised}))})


def _marked(fact: Fact, found: set[str], review: set[str]) -> Fact:
    if not found:
        return fact
    status = "needs_review" if fact.result_id in review else fact.status
    return fact.model_copy(update={"flags": tuple(sorted({*fact.flags, *found})), "status": status})
