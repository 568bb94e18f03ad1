"""Many documents in one run: each one ends with exactly one honest status and costs only itself."""

from slideextract.batch.discover import Discovery, Source, discover
from slideextract.batch.executor import Executor, Inline
from slideextract.batch.outcome import Outcome, process
from slideextract.batch.run import Run, ingest

__all__ = ["Discovery", "Executor", "Inline", "Outcome", "Run", "Source", "discover", "ingest", "process"]
