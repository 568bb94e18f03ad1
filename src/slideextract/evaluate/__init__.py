"""Scores a run against gold, per slot, kind and language, with what its status is worth; the gate of CI."""

from slideextract.evaluate.gate import missed, pin, wanted
from slideextract.evaluate.measure import Scores, evaluate
from slideextract.evaluate.page import page
from slideextract.evaluate.table import table
from slideextract.evaluate.trials import by_trial, trial_table

__all__ = ["Scores", "by_trial", "evaluate", "missed", "page", "pin", "table", "trial_table", "wanted"]
