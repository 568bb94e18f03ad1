"""The record of one trial from its frames and facts."""

from collections.abc import Sequence

from slideextract.facts import Fact, Trial
from slideextract.merge.frames import Frame


def study(trial_id: str, frames: Sequence[Frame], facts: Sequence[Fact]) -> tuple[list[Fact], Trial]:
    """The facts with the names of their trial, and the trial."""
    told = [frame.trial for frame in frames]
    acronym = next((trial.acronym for trial in told if trial.acronym), None)
    ids = tuple(sorted({name for trial in told for name in trial.registry_ids}))
    named = [f.model_copy(update={"trial_id": trial_id, "trial": acronym, "registry_ids": ids}) for f in facts]
    first = told[0]
    trial = first.model_copy(
        update={
            "trial_id": trial_id,
            "acronym": acronym,
            "registry_ids": ids,
            "documents": tuple(sorted({name for trial in told for name in trial.documents})),
        }
    )
    return named, trial
