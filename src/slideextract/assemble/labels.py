"""Charts that are loose labels: values, p, arms and a title, each in a text of its own.

With boxes, a value belongs to the arm whose label stands under (or beside) it; without, the k-th value
goes with the k-th label. Counts that don't match bind nothing: the values stay, without an arm.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from slideextract.assemble.arms import Arm
from slideextract.assemble.draft import Draft, Named
from slideextract.assemble.reading import Read
from slideextract.document import Block, BlockKind
from slideextract.geometry import BBox, overlap
from slideextract.mentions import Mention

LABELS = {BlockKind.LABEL, BlockKind.PARAGRAPH, BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION, BlockKind.BULLET}
MAX_LABEL_WORDS = 12
VALUES = frozenset({"percent", "number", "measure", "fraction"})


class Role(StrEnum):
    """What a short text is in a chart that is made of texts."""

    VALUE = "value"
    P = "p"
    ARM = "arm"
    N = "n"
    DOSE = "dose"
    TEXT = "text"
    OTHER = "other"


@dataclass(slots=True)
class Label:
    """A short block with its role."""

    block: Block
    read: Read
    role: Role
    index: int  # of the block in the document
    mention: Mention | None = None
    token: int = -1
    arm: Arm | None = None


@dataclass(slots=True)
class Chart:
    """Labels that belong together: a title, values in order, arms in order, and the p between them."""

    title: Label | None = None
    values: list[Label] = field(default_factory=list)
    arms: list[Label] = field(default_factory=list)
    p: Label | None = None
    after: Label | None = None


def classify(block: Block, index: int, read: Read) -> Label:
    """The role of one block; prose and anything that says more than one thing is OTHER."""
    label = Label(block, read, Role.OTHER, index)
    if block.kind not in LABELS or len(read.tokens) > 2 * MAX_LABEL_WORDS:
        return label
    figures = [(i, m) for i, m in sorted(read.mentions.items()) if m.kind != "name"]
    rest = [
        t for i, t in enumerate(read.tokens) if i not in read.mentions and i not in read.covered and t.text[0].isalnum()
    ]
    values = [(i, m) for i, m in figures if m.kind in VALUES]
    if len(values) == 1 and not rest and not read.arms and figures[0] == values[0]:
        label.role, label.token, label.mention = Role.VALUE, values[0][0], values[0][1]
    elif figures and not rest and not read.arms and all(m.kind == "p" for _, m in figures):
        label.role, label.mention = Role.P, figures[0][1]
    elif figures and not rest and not read.arms and all(m.kind in {"dose", "regimen"} for _, m in figures):
        label.role = Role.DOSE
    elif read.arms and len(rest) <= 1 and not values and len({arm.key for arm in read.arms}) == 1:
        label.role, label.arm = Role.ARM, read.arms[0]
    elif figures and not rest and all(m.kind == "n" for _, m in figures):
        label.role, label.mention = Role.N, figures[0][1]
    elif not values and len(rest) >= 1:
        label.role = Role.TEXT
    return label


def charts(labels: Sequence[Label]) -> list[Chart]:
    """Group a page's labels, in reading order, into charts."""
    found: list[Chart] = []
    chart = Chart()
    for label in labels:
        if label.role is Role.TEXT:
            chart = _text(chart, label, found)
        elif label.role is Role.VALUE:
            if chart.arms and chart.values and len(chart.arms) == len(chart.values):
                chart = Chart(title=None)
            chart.values.append(label)
        elif label.role is Role.ARM:
            if chart.arms and any(label.arm and a.arm and a.arm.key == label.arm.key for a in chart.arms):
                if chart.values and len(chart.arms) >= len(chart.values):
                    chart = Chart(title=chart.title)
                else:
                    continue
            chart.arms.append(label)
        elif label.role is Role.P:
            chart.p = label
        elif label.role is Role.OTHER:
            chart = Chart()
        if chart not in found and chart.values:
            found.append(chart)
    return found


def _text(chart: Chart, label: Label, found: list[Chart]) -> Chart:
    if (
        chart.values
        and not chart.arms
        and chart.after is None
        and len(chart.values) == 1
        and (chart.title is None or label.block.span.start - chart.values[0].block.span.end <= 4)
    ):
        chart.after = label
        return chart
    return Chart(title=label)


def bind(chart: Chart) -> list[tuple[Label, Label | None, str]]:
    """Each value with its arm and the rule that bound them."""
    values, arms = chart.values, chart.arms
    if not arms:
        return [(value, None, "labels.alone") for value in values]
    if all(label.block.box for label in (*values, *arms)):
        by_place = _by_place(values, arms)
        if by_place is not None:
            return [(value, arm, "labels.geometry") for value, arm in by_place]
    if len(values) == len(arms):
        return [(value, arm, "labels.order") for value, arm in zip(values, arms, strict=True)]
    return [(value, None, "labels.count_mismatch") for value in values]


def _by_place(values: Sequence[Label], arms: Sequence[Label]) -> list[tuple[Label, Label]] | None:
    """Values over (or beside) their arm's label; None when two values would share one."""
    pairs: list[tuple[Label, Label]] = []
    for value in values:
        best = min(arms, key=lambda arm: _distance(_box(value), _box(arm)))
        pairs.append((value, best))
    if len({id(arm) for _, arm in pairs}) < len(pairs):
        return None
    return pairs


def _box(label: Label) -> BBox:
    return label.block.box or BBox(0, 0, 0, 0)


def _distance(value: BBox, arm: BBox) -> float:
    """Misalignment of a value and a label: columns first, then rows."""
    column = max(0.0, -overlap((value.x0, value.x1), (arm.x0, arm.x1)))
    row = max(0.0, -overlap((value.top, value.bottom), (arm.top, arm.bottom)))
    across = abs(value.center[0] - arm.center[0])
    return min(across + column, row * 3 + column * 0.2)


def title_name(label: Label | None, text: str) -> Named | None:
    """The endpoint that a chart's title or the label after its value names."""
    if label is None:
        return None
    from slideextract.assemble.phrases import Phrases

    read = label.read
    phrases = Phrases(read.tokens, read.covered, set(read.endpoints), read.vocabulary)
    best = phrases.best(0, len(read.tokens))
    if best is None:
        return None
    start, end = read.tokens[best.first].start, read.tokens[best.last - 1].end
    return Named(" ".join(text[start:end].split()), start, end)


def speaks(chart: Chart) -> bool:
    """Whether a chart binds its values to something: arms, or a label right beside a lone value."""
    return bool(chart.values) and (bool(chart.arms) or chart.after is not None)


def drafts(chart: Chart, text: str) -> list[Draft]:
    """The results of one chart."""
    named = title_name(chart.after, text) or title_name(chart.title, text)
    timed = chart.title or chart.after
    time = next((m for m in timed.read.mentions.values() if m.kind == "time"), None) if timed else None
    made: list[Draft] = []
    bound = bind(chart)
    for value, arm, rule in bound:
        mention = value.mention
        if mention is None:
            continue
        raw = mention.spans.get("raw", (mention.start, mention.end))
        draft = Draft(
            line=value.read.line,
            mention=mention,
            raw=raw,
            rule=rule,
            kind="percent",
            unit="%",
            value=mention.values["value" if "value" in mention.values else "numerator"],  # type: ignore[arg-type]
            quote=value.read.line.span,
            arm=arm.arm if arm else None,
            endpoint=named,
            time=time,
        )
        draft.interval = next((m for m in value.read.mentions.values() if m.kind == "interval"), None)
        made.append(draft)
    if len(made) == 2 and made[0].arm and made[1].arm:
        made[0].comparator = made[1].arm
    if chart.p is not None and made and chart.p.mention is not None:
        made[0].p = chart.p.mention
    return made
