"""Results in tables and native charts: each figure takes its row's and its columns' meaning.

Arms stand in columns, in rows, or nowhere; the other direction says what was measured. A header row is one
without figures of its own; a row that says something in its first cell only is a section.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import regex

from slideextract.assemble.arms import Arm
from slideextract.assemble.draft import Draft, Named
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.phrases import Phrases
from slideextract.assemble.reading import Read
from slideextract.document import BlockKind, Cell
from slideextract.mentions import Mention, view

NUMBER = r"[-+−]?\d+(?:[.,]\d+)?"
N_PERCENT = regex.compile(rf"(?P<n>\d[\d ]*)\s*[(\[]\s*(?P<value>{NUMBER})\s*%?\s*[)\]]")
WITH_BOUNDS = regex.compile(
    rf"(?P<value>{NUMBER})\s*(?P<unit>%)?\s*[(\[]\s*(?P<lower>{NUMBER})\s*%?\s*(?:à|to|;|,|–|—|-|−)\s*(?P<upper>{NUMBER}|NE|NA|NR)\s*%?\s*[)\]]"
)
PLAIN = regex.compile(rf"(?P<sign>[<>≤≥~])?\s*(?P<value>{NUMBER})\s*(?P<unit>%|[^\W\d]+)?\**")
BOUNDS = regex.compile(
    rf"[(\[]?\s*(?P<lower>{NUMBER})\s*%?\s*(?:à|to|;|,|–|—|-|−)\s*(?P<upper>{NUMBER}|NE|NA|NR)\s*%?\s*[)\]]?"
)
P_VALUE = regex.compile(r"(?:p\s*)?(?P<sign>[<>=≤≥])?\s*(?P<value>[01]?[.,]\d+)\**")
P_HEAD = regex.compile(r"^(?:valeur\s+(?:de\s+)?)?p(?:[\s-]*valu?e?u?r?)?\*?$", regex.IGNORECASE)
CI_HEAD = regex.compile(r"(?:\d\d\s?%\s?CI|CI\s?\d\d|IC\s?(?:à\s)?\d\d|IC95|confidence|confiance)", regex.IGNORECASE)
EFFECTS = (
    ("hazard_ratio", regex.compile(r"\bHR\b|hazard ratio|rapport de risques? instantanés?", regex.IGNORECASE)),
    ("odds_ratio", regex.compile(r"\bOR\b|odds ratio|rapport de cotes", regex.IGNORECASE)),
    ("risk_ratio", regex.compile(r"\bRR\b|risk ratio|relative risk|risque relatif", regex.IGNORECASE)),
    ("rate_ratio", regex.compile(r"rate ratio|rapport de taux", regex.IGNORECASE)),
    ("difference", regex.compile(r"diff[ée]rence|\bΔ|\bdelta\b|\bdiff\b", regex.IGNORECASE)),
)
KINDS = (
    ("median", regex.compile(r"m[ée]dian", regex.IGNORECASE)),
    ("ls_mean", regex.compile(r"\bLS\s?mean|moindres carrés|\bLSM\b", regex.IGNORECASE)),
    (
        "rate",
        regex.compile(
            r"annuali[sz]ed|annualisé|per year|par an\b|/\s?(?:year|an)\b|rate per|relapse rate", regex.IGNORECASE
        ),
    ),
    ("mean", regex.compile(r"\bmean\b|moyen|\bSD\b|\bET\b", regex.IGNORECASE)),
    ("change", regex.compile(r"change from|variation|\bCFB\b", regex.IGNORECASE)),
    ("percent", regex.compile(r"%|pourcent|percent|taux|proportion|\brate\b", regex.IGNORECASE)),
)
SIZE_ROW = regex.compile(r"^(?:n|N|effectif|patients?|nombre de patients|no\. of patients)$")
BASELINE = regex.compile(r"caract[ée]ristiques|baseline|à l'inclusion|demograph|démograph|inclusion", regex.IGNORECASE)


@dataclass(slots=True)
class Grid:
    """One table: its cells' readings by place, with merged cells standing at each of their places."""

    at: dict[tuple[int, int], Read] = field(default_factory=dict)
    reads: list[Read] = field(default_factory=list)
    titles: list[Read] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    heads: int = 0

    def cell(self, row: int, column: int) -> Read | None:
        """The reading of the cell that covers a place."""
        return self.at.get((row, column))


@dataclass(slots=True)
class Meaning:
    """What a row's or column's header says."""

    text: str
    reads: list[Read]
    arm: Arm | None = None
    time: Mention | None = None
    effect: str | None = None
    is_p: bool = False
    is_ci: bool = False
    named: Named | None = None


def tables(reads: Sequence[Read]) -> list[Grid]:
    """The tables of a story, each with the title that stands before it on its page."""
    grids: dict[int, Grid] = {}
    title: list[Read] = []
    page = 0
    for read in reads:
        block, cell = read.line.block, read.line.block.cell
        if block.page != page:
            title, page = [], block.page
        if cell is None:
            if block.kind in {BlockKind.TITLE, BlockKind.HEADING}:
                title = [read]
            elif block.kind is BlockKind.CAPTION:
                title = [*title, read]
            continue
        grid = grids.setdefault(cell.table, Grid(titles=list(title)))
        _place(grid, cell, read)
    for grid in grids.values():
        grid.heads = _heads(grid)
    return [grid for grid in grids.values() if grid.rows > 1 and grid.columns > 1]


def _place(grid: Grid, cell: Cell, read: Read) -> None:
    grid.reads.append(read)
    for row in range(cell.row, cell.row + cell.row_span):
        for column in range(cell.column, cell.column + cell.column_span):
            grid.at.setdefault((row, column), read)
    grid.rows = max(grid.rows, cell.row + cell.row_span)
    grid.columns = max(grid.columns, cell.column + cell.column_span)


def _heads(grid: Grid) -> int:
    """How many rows at the top are headers."""
    for row in range(grid.rows):
        cells = [read for column in range(1, grid.columns) if (read := grid.cell(row, column))]
        marked = [read for read in cells if read.line.block.cell and read.line.block.cell.header]
        figures = [read for read in cells if _figure(read)]
        if cells and len(marked) == len(cells):
            continue
        if len(figures) * 2 >= max(1, len(cells)) and cells:
            return max(row, 0)
    return min(1, grid.rows)


def _figure(read: Read) -> bool:
    """Whether a cell's content is a figure rather than a name."""
    words = [t for i, t in enumerate(read.tokens) if i not in read.mentions and t.text[0].isalpha() and len(t.text) > 2]
    kinds = {m.kind for m in read.mentions.values()} - {"name", "n", "dose", "regimen", "time", "phase", "registry"}
    return bool(kinds) and len(words) <= 2 and not read.arms


def drafts(grid: Grid, inventory: Inventory, text: str) -> list[Draft]:
    """The results of one table."""
    columns = {c: _meaning(_stack(grid, c), text) for c in range(1, grid.columns)}
    made: list[Draft] = []
    section: Meaning | None = None
    title = _meaning(grid.titles, text)
    if BASELINE.search(title.text):
        return []
    for row in range(grid.heads, grid.rows):
        label = grid.cell(row, 0)
        own = _meaning([label] if label else [], text)
        data = [(c, read) for c in range(1, grid.columns) if (read := grid.cell(row, c)) and read is not label]
        if not data:
            section = own
            continue
        if SIZE_ROW.match(own.text.strip()):
            _sizes(data, columns, inventory)
            continue
        made += _row(data, own, section, title, columns, inventory, text)
    return made


def _stack(grid: Grid, column: int) -> list[Read]:
    found: list[Read] = []
    for row in range(grid.heads):
        read = grid.cell(row, column)
        if read is not None and read not in found:
            found.append(read)
    return found


def _meaning(reads: Sequence[Read], text: str) -> Meaning:
    joined = " ".join(" ".join(text[r.line.span.start : r.line.span.end].split()) for r in reads)
    meaning = Meaning(joined, list(reads))
    meaning.is_p = bool(P_HEAD.match(joined.strip()))
    meaning.effect = next((kind for kind, pattern in EFFECTS if pattern.search(joined)), None)
    meaning.is_ci = bool(CI_HEAD.search(joined)) and meaning.effect is None
    for read in reads:
        if read.arms and meaning.arm is None:
            meaning.arm = read.arms[0]
        meaning.time = meaning.time or next((m for m in read.mentions.values() if m.kind == "time"), None)
        phrases = Phrases(read.tokens, read.covered, set(read.endpoints), read.vocabulary)
        best = phrases.best(0, len(read.tokens))
        if best is not None:
            start, end = read.tokens[best.first].start, read.tokens[best.last - 1].end
            meaning.named = Named(" ".join(text[start:end].split()), start, end)
    return meaning


def _sizes(data: Sequence[tuple[int, Read]], columns: dict[int, Meaning], inventory: Inventory) -> None:
    for column, read in data:
        arm, mention = columns[column].arm, next(iter(read.mentions.values()), None)
        entry = inventory.find(arm) if arm else None
        value = mention.values.get("value") if mention else None
        if entry is not None and mention is not None and entry.n is None and isinstance(value, Decimal):
            entry.n, entry.n_at = int(value), (mention.start, mention.end)


def _row(
    data: Sequence[tuple[int, Read]],
    own: Meaning,
    section: Meaning | None,
    title: Meaning,
    columns: dict[int, Meaning],
    inventory: Inventory,
    text: str,
) -> list[Draft]:
    """The drafts of one row; its p and interval columns qualify the figures before them."""
    made: list[Draft] = []
    arms_in_rows = own.arm is not None
    for column, read in data:
        head = columns[column]
        if head.is_p:
            _take_p(made, read, text)
            continue
        if head.is_ci:
            _take_bounds(made, read, text)
            continue
        for draft in _cell(read, own, head, title, text):
            draft.arm = own.arm if arms_in_rows else head.arm
            draft.endpoint = _endpoint(own, head, section, title, arms_in_rows=arms_in_rows)
            draft.time = own.time or head.time or (section.time if section else None) or title.time
            if section is not None and section.named is not None and draft.endpoint is not section.named:
                draft.subgroup = None if arms_in_rows else section.named
            made.append(draft)
    _compare(made, inventory)
    return made


def _endpoint(
    own: Meaning, head: Meaning, section: Meaning | None, title: Meaning, *, arms_in_rows: bool
) -> Named | None:
    first, second = (head, own) if arms_in_rows else (own, head)
    places = (
        first.named,
        second.named if second.arm is None and second.effect is None else None,
        section.named if section else None,
        title.named,
    )
    return next((named for named in places if named is not None), None)


def _compare(made: list[Draft], inventory: Inventory) -> None:
    """Comparators: an effect compares the row's (or the trial's) two arms; p sits on it."""
    arms = [d.arm for d in made if d.arm is not None and d.kind not in {k for k, _ in EFFECTS}]
    pair = list(arms[:2]) if len(arms) > 1 else [e.arm for e in inventory.arms[:2]]
    effects = [d for d in made if d.kind in {k for k, _ in EFFECTS}]
    for draft in effects:
        if len(pair) == 2:
            draft.arm = draft.arm or pair[0]
            draft.comparator = pair[1]
    if not effects and len(arms) == 2:
        made[0].comparator = arms[1]


def _take_p(made: list[Draft], read: Read, text: str) -> None:
    mention = next((m for m in read.mentions.values() if m.kind == "p"), None)
    if mention is None:
        match = P_VALUE.fullmatch(text[read.line.span.start : read.line.span.end].strip())
        if match is None:
            return
        sign = match["sign"] or "="
        values = {"modifier": sign, "value": Decimal(match["value"].replace(",", "."))}
        mention = Mention("p", *read.line.span, "table.p", values, {"raw": tuple(read.line.span)})
    effects = [d for d in made if d.kind in {k for k, _ in EFFECTS}]
    target = (effects or made)[:1]
    for draft in target:
        draft.p = draft.p or mention


def _take_bounds(made: list[Draft], read: Read, text: str) -> None:
    mention = next((m for m in read.mentions.values() if m.kind == "interval"), None)
    if mention is None:
        match = BOUNDS.search(view(text[read.line.span.start : read.line.span.end]))
        if match is None:
            return
        mention = _interval(match, read, Decimal(95))
    if made and made[-1].interval is None:
        made[-1].interval = mention


def _interval(match: regex.Match[str], read: Read, level: Decimal | None) -> Mention:
    values: dict[str, Decimal | str] = {"lower": _decimal(match["lower"])}
    if match["upper"][0] != "N":
        values["upper"] = _decimal(match["upper"])
    if level is not None:
        values["level"] = level
    start = read.line.span.start
    return Mention("interval", start + match.start("lower"), start + match.end("upper"), "table.interval", values, {})


def _decimal(printed: str) -> Decimal:
    return Decimal(printed.replace("−", "-").replace("+", "").replace(" ", "").replace(",", "."))


def _cell(read: Read, own: Meaning, head: Meaning, title: Meaning, text: str) -> Iterator[Draft]:
    """The figures of one data cell, typed by what its headers say."""
    start, end = read.line.span
    printed = view(text[start:end])
    said = " ".join((own.text, head.text))
    effect = head.effect or own.effect
    if any(m.kind == "p" for m in read.mentions.values()) and len(read.mentions) == 1:
        return
    bounded = WITH_BOUNDS.fullmatch(printed.strip(" *"))
    counted = N_PERCENT.fullmatch(printed.strip(" *")) if bounded is None else None
    plain = PLAIN.fullmatch(printed.strip(" *")) if bounded is None and counted is None else None
    match = bounded or counted or plain
    if match is None:
        yield from _mentioned(read, effect, said)
        return
    shift = start + (len(printed) - len(printed.lstrip(" *")))
    unit = match["unit"] if match is not counted else None
    kind = effect or _kind(
        said, title.text, unit or ("%" if counted is not None and "(sd" not in said.casefold() else None)
    )
    mention = next(iter(read.mentions.values()), None) or Mention("number", start, end, "table.number", {}, {})
    raw = (shift + match.start("value"), shift + match.end("value"))
    if counted is not None and not (kind == "percent" or "%" in said or "%" in printed or "n (" in said):
        kind, counted_as_n = "mean", False
        raw = (shift + match.start("n"), shift + match.end("n"))
    else:
        counted_as_n = counted is not None
    value = _decimal(match["value"] if counted is None or counted_as_n else match["n"])
    draft = Draft(read.line, mention, raw, value, kind, _unit(kind, unit, said), "table.cell", read.line.span)
    if counted_as_n:
        draft.kind, draft.unit, draft.numerator = "percent", "%", int(match["n"].replace(" ", ""))
    if bounded is not None:
        draft.interval = _interval(bounded, read, _level(said))
    if regex.search(r"ajust|adjust", said, regex.IGNORECASE) and effect:
        draft.adjusted = True
    yield draft


def _level(said: str) -> Decimal | None:
    match = regex.search(r"(\d\d(?:[.,]\d+)?)\s?%", said)
    return Decimal(match[1].replace(",", ".")) if match and CI_HEAD.search(said) else Decimal(95)


def _kind(said: str, title: str, unit: str | None) -> str:
    if unit == "%":
        return "percent"
    for where in (said, title):
        for kind, pattern in KINDS:
            if pattern.search(where):
                return kind
    return "score"


def _unit(kind: str, unit: str | None, said: str) -> str | None:
    if kind == "percent":
        return "%"
    if kind == "difference":
        return "percentage points" if "%" in said or unit == "%" else unit
    named = regex.search(
        r"\b(mois|months?|ans|years?|jours|days|semaines|weeks|points|mm ?Hg|kg)\b", said, regex.IGNORECASE
    )
    return unit or (named[1] if named else None)


def _mentioned(read: Read, effect: str | None, said: str) -> Iterator[Draft]:
    """A cell of more than one figure, or of figure and words: its typed mentions."""
    for index, mention in sorted(read.mentions.items()):
        if mention.kind in {"percent", "fraction"} or (mention.kind in {"number", "people"} and len(read.tokens) < 12):
            slot = "value" if "value" in mention.values else "numerator"
            value = mention.values.get(slot)
            if not isinstance(value, Decimal):
                continue
            kind = "percent" if mention.kind == "percent" else "count"
            raw = mention.spans.get("raw", (mention.start, mention.end))
            draft = Draft(
                read.line,
                mention,
                raw,
                value,
                effect or kind,
                "%" if kind == "percent" else "patients",
                "table.mention",
                read.line.span,
            )
            for name in ("numerator", "denominator"):
                figure = mention.values.get(name)
                if isinstance(figure, Decimal):
                    setattr(draft, name, int(figure))
            phrases = Phrases(read.tokens, read.covered, set(read.endpoints), read.vocabulary)
            stop = next(
                (
                    i
                    for i in range(index + 1, len(read.tokens))
                    if read.tokens[i].text in {",", ";"}
                    or (i in read.mentions and read.mentions[i].kind in {"percent", "fraction", "number"})
                ),
                len(read.tokens),
            )
            best = phrases.best(index + 1, stop)
            if best is not None:
                start, end = read.tokens[best.first].start, read.tokens[best.last - 1].end
                draft.endpoint = Named(read_text(read, best.first, best.last), start, end)
            yield draft


def read_text(read: Read, first: int, last: int) -> str:
    """The lower-case words of a run of tokens."""
    return " ".join(token.text for token in read.tokens[first:last])
