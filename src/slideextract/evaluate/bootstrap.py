"""How sure a measure is: its 95% interval, from documents drawn again and again.

The documents are drawn, not the rows: rows of one document are right or wrong together. The files of one document,
its PPTX and its PDF, are one draw.
"""

import random
from collections.abc import Sequence

from slideextract.evaluate.tally import Tally, measured, total

DRAWS = 1000  # more move a bound by less than a hundredth
SEED = 20_251  # any number, always the same: the same run has the same intervals
SPAN = (0.025, 0.975)  # what lies between is 95% of the draws
Interval = tuple[float, float]


def intervals(tallies: Sequence[Tally], names: Sequence[str]) -> dict[str, Interval | None]:
    """The interval of each measure over documents; None where it is one document's, or there is nothing to measure."""
    told = [counts for counts in tallies if any(counts)]
    if len(told) <= 1:
        return dict.fromkeys(names)
    draw = random.Random(SEED)  # noqa: S311 - draws for a statistic, no secret
    drawn = [total(draw.choices(told, k=len(told))) for _ in range(DRAWS)]
    return {name: _span([measured(counts, name) for counts in drawn]) for name in names}


def _span(values: Sequence[float | None]) -> Interval | None:
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    low, high = (known[round(share * (len(known) - 1))] for share in SPAN)
    return low, high
