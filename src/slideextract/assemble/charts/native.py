"""p values that an author put over a native chart, in text boxes of their own: "p < 0.001", "p = 0,02 vs placebo".

A chart's file tells no places of its bars, but its groups stand in the order of its categories: one p belongs to the
only group, and as many as there are groups, in one row, belong to them from left to right.
"""

from collections.abc import Sequence

from slideextract.assemble.charts.drawn import ROW
from slideextract.assemble.charts.roles import Label, Role
from slideextract.assemble.comparing import give_p
from slideextract.assemble.draft import Draft
from slideextract.assemble.found import Found
from slideextract.document import Reader
from slideextract.facts import EFFECTS
from slideextract.geometry import BBox
from slideextract.mentions import Mention

OVER = 40.0  # points over a chart in which a p still belongs to it: about two lines of text
PAIR = 2  # arms that one p compares; with more of them a p needs to say which


def give_over(labels: Sequence[Label], drafts: Sequence[Draft], found: Found) -> None:
    """Give the p values over the native charts of a page to the values that they compare.

    Args:
        labels: the page's texts.
        drafts: those of its tables and native charts.
        found: takes the lines that are told with this.
    """
    charts: dict[int, list[Draft]] = {}
    for draft in drafts:
        block = draft.line.block
        if block.reader is Reader.CHART and block.cell is not None and draft.kind not in EFFECTS:
            charts.setdefault(block.cell.table, []).append(draft)
    free = [label for label in labels if id(label.read) not in found.done and _p(label) is not None]
    for chart in charts.values():
        box = chart[0].line.block.box
        over = [] if box is None else [label for label in free if _is_over(label.box, box)]
        for label, group in _matched(over, _groups(chart)):
            p = _p(label)
            if p is not None and give_p(group, p):
                found.done.add(id(label.read))


def _p(label: Label) -> Mention | None:
    """The p of a text that says nothing else: its words name only whom it compares."""
    read = label.read
    if label.role is Role.P:
        return label.mention
    held = list(read.mentions.values())
    words = [i for i, token in enumerate(read.tokens) if i not in read.mentions and token.text[0].isalpha()]
    compares = any(read.tokens[i].has("versus") for i in words)
    plain = all(i in read.covered or read.tokens[i].has("versus", "drug", "treatment") for i in words)
    return held[0] if [m.kind for m in held] == ["p"] and compares and plain else None


def _is_over(box: BBox, chart: BBox) -> bool:
    x, y = box.center
    return chart.top - OVER <= y <= chart.bottom and chart.x0 <= x <= chart.x1


def _groups(chart: Sequence[Draft]) -> list[list[Draft]]:
    """The values that one p may compare: of the same endpoint and time, in two arms; in the order of the categories."""
    groups: dict[tuple[str, int], list[Draft]] = {}
    for draft in chart:
        named = draft.endpoint.text if draft.endpoint is not None else ""
        groups.setdefault((named, draft.time.start if draft.time is not None else -1), []).append(draft)
    return sorted(groups.values(), key=lambda group: min(_column(draft) for draft in group))


def _column(draft: Draft) -> int:
    cell = draft.line.block.cell
    return cell.column if cell is not None else 0


def _matched(labels: Sequence[Label], groups: Sequence[list[Draft]]) -> list[tuple[Label, list[Draft]]]:
    """Each p with its group: the only one, or the k-th of a row with the k-th column."""
    if any(len({draft.arm.key for draft in group if draft.arm is not None}) != PAIR for group in groups):
        return []
    columns = [{_column(draft) for draft in group} for group in groups]
    stand_apart = len(groups) == 1 or all(len(here) == 1 for here in columns)
    level = all(abs(label.box.top - labels[0].box.top) <= ROW for label in labels)
    if len(labels) != len(groups) or not stand_apart or not level:
        return []
    return list(zip(sorted(labels, key=lambda label: label.box.center[0]), groups, strict=True))
