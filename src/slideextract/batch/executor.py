"""The seam between what is done with a document and where it is done."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from slideextract.batch.discover import Source
from slideextract.batch.outcome import Outcome

Work = Callable[[Source], Outcome]


class Executor(Protocol):
    """Runs `work` on every source; outcomes may come in any order, one for each source."""

    def run(self, work: Work, sources: Iterable[Source]) -> Iterator[Outcome]:
        """One outcome per source, as soon as it is there."""
        ...


class Inline:
    """One document after the other in this process."""

    def run(self, work: Work, sources: Iterable[Source]) -> Iterator[Outcome]:
        """One outcome per source, in their order."""
        return map(work, sources)
