"""The outcome measures of a trial in the ClinicalTrials.gov shape, made from its facts."""

from collections.abc import Sequence
from typing import Any

from slideextract.facts import EFFECTS, Analysis, Fact, Measurement, Outcome
from slideextract.identity import endpoint_key, number, text_key

TYPES = {"primary": "PRIMARY", "secondary": "SECONDARY"}  # safety and other: the documents don't say which
MEASURES = {
    "count": "COUNT_OF_PARTICIPANTS",
    "mean": "MEAN",
    "median": "MEDIAN",
    "ls_mean": "LEAST_SQUARES_MEAN",
}
EFFECT_NAMES = {
    "hazard_ratio": "Hazard Ratio (HR)",
    "odds_ratio": "Odds Ratio (OR)",
    "risk_ratio": "Risk Ratio (RR)",
    "rate_ratio": "Rate Ratio",
}
PROPORTIONS = frozenset({"%", "percentage points", "points de pourcentage"})


def outcomes(facts: Sequence[Fact]) -> tuple[Outcome, ...]:
    """One outcome an endpoint and time, in the order of the first evidence."""
    groups: dict[Any, list[Fact]] = {}
    for fact in facts:
        when = number(fact.timepoint_days) or text_key(fact.timepoint)
        groups.setdefault((endpoint_key(fact), fact.endpoint_type, when), []).append(fact)
    return tuple(_outcome(group) for group in groups.values() if group[0].endpoint)


def _outcome(facts: Sequence[Fact]) -> Outcome:
    first = facts[0]
    return Outcome(
        title=first.endpoint or "",
        type=TYPES.get(first.endpoint_type or ""),
        time_frame=next((fact.timepoint for fact in facts if fact.timepoint), None),
        measurements=tuple(_measurement(fact) for fact in facts if fact.kind not in EFFECTS | {"qualitative"}),
        analyses=tuple(_analysis(fact) for fact in facts if fact.kind in EFFECTS or fact.p_value is not None),
    )


def _measurement(fact: Fact) -> Measurement:
    return Measurement(
        result_id=fact.result_id,
        arm=fact.arm,
        param_type=MEASURES.get(fact.kind, "NUMBER"),
        value=fact.value,
        unit=fact.unit,
    )


def _analysis(fact: Fact) -> Analysis:
    """An effect with its interval and p; of a measured value only the p of its comparison."""
    effect = fact.kind in EFFECTS
    return Analysis(
        result_id=fact.result_id,
        param_type=_effect_name(fact),
        param_value=fact.value if effect else None,
        arms=tuple(arm for arm in (fact.arm, fact.comparator) if arm),
        ci_pct=fact.ci_level if effect else None,
        ci_lower=fact.ci_lower if effect else None,
        ci_upper=fact.ci_upper if effect else None,
        p_modifier=fact.p_modifier,
        p_value=fact.p_value,
    )


def _effect_name(fact: Fact) -> str:
    if fact.kind == "difference":
        return "Risk Difference (RD)" if (fact.unit or "") in PROPORTIONS else "Mean Difference (Net)"
    return EFFECT_NAMES.get(fact.kind, "Not stated")
