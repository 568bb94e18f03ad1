"""How far `status`, `flags` and `rule` can be relied on: the precision of the rows that have each.

A row is judged where the gold is exhaustive: it is the number of some gold row or of none, and with the right arm,
endpoint and trial or not. Elsewhere only a row that says a labelled gold row can be judged, which `labelled` adds.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from slideextract.evaluate.compare import Compared, Hit
from slideextract.evaluate.gold import Predicted
from slideextract.evaluate.tally import share

NONE = "no flag"


class Judged(NamedTuple):
    """A row that was given, and the gold row that says it, where there is one."""

    row: Predicted
    hit: Hit | None

    @property
    def valued(self) -> bool:
        """Whether it is the number of some gold row."""
        return self.hit is not None

    @property
    def right(self) -> bool:
        """Whether it has the arm, endpoint and trial of that row too."""
        return self.hit is not None and self.hit.tuple_right


def judged(documents: Iterable[Compared], *, labelled: bool = False) -> Iterator[Judged]:
    """The rows that the gold can judge.

    Args:
        documents: what a run found, beside its gold.
        labelled: whether to add the rows of documents without exhaustive gold that say a labelled row of it.
    """
    for document in documents:
        for row in document.predicted:
            hit = document.by_predicted.get(row)
            known = labelled and not document.gold.exhaustive and hit is not None
            if document.counts(row) or (known and hit is not None and (hit.gold.arm_any or hit.gold.endpoint_any)):
                yield Judged(row, hit)


def acceptance(documents: Sequence[Compared]) -> dict[str, dict[str, dict[str, Any]]]:
    """For each status, flag and rule: rows, precision of value and tuple, and its share of all right rows."""
    rows = list(judged(documents))
    right = sum(row.right for row in rows)
    groups: dict[str, dict[str, list[Judged]]] = {name: defaultdict(list) for name in ("status", "flag", "rule")}
    for row in rows:
        groups["status"][row.row.status].append(row)
        groups["rule"][row.row.rule].append(row)
        for flag in row.row.flags or [NONE]:
            groups["flag"][flag].append(row)
    return {by: {name: _line(named[name], right) for name in sorted(named)} for by, named in groups.items()}


def _line(rows: Sequence[Judged], right: int) -> dict[str, Any]:
    own = sum(row.right for row in rows)
    return {
        "rows": len(rows),
        "precision": share(sum(row.valued for row in rows), len(rows)),
        "tuple_precision": share(own, len(rows)),
        "share_of_right": share(own, right),
    }
