"""Scores a run against gold, per slot, kind and language; the gate of CI."""

from slideextract.evaluate.gate import missed, pin, wanted
from slideextract.evaluate.measure import Scores, evaluate
from slideextract.evaluate.table import markdown, table

__all__ = ["Scores", "evaluate", "markdown", "missed", "pin", "table", "wanted"]
