"""Scores a run against gold, per slot, kind and language; the gate of CI."""

from slideextract.evaluate.gate import missed, pin, wanted
from slideextract.evaluate.measure import Scores, evaluate
from slideextract.evaluate.table import markdown, table
from slideextract.evaluate.trials import by_trial, trial_table

__all__ = ["Scores", "by_trial", "evaluate", "markdown", "missed", "pin", "table", "trial_table", "wanted"]
