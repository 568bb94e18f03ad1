"""Many documents in one run: each one ends with exactly one honest status and costs only itself."""

from slideextract.batch.discover import Discovery, Source, discover
from slideextract.batch.executor import Executor, Inline
from slideextract.batch.ingest import Run, ingest
from slideextract.batch.process import Outcome, process

__all__ = ["Discovery", "Executor", "Inline", "Outcome", "Run", "Source", "discover", "ingest", "process"]
