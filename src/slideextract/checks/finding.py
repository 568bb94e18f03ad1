"""What a check yields."""

from typing import NamedTuple

from slideextract.facts import Fact


class Finding(NamedTuple):
    """A message, and the facts that it is about; none where it is about the trial."""

    message: str
    facts: tuple[Fact, ...] = ()
