"""Results in tables and native charts: each figure takes its row's and its column's meaning.

Arms stand in columns, in rows, in sections or nowhere; the other direction says what was measured. A row that says
something in its first cell only is a section. Every figure ends as a draft or is refused with a reason.
"""

from collections.abc import Sequence

import regex

from slideextract.assemble.arms import Arm
from slideextract.assemble.comparing import is_control
from slideextract.assemble.found import BARE, Found
from slideextract.assemble.header_arms import learn_arm, learn_doses, names_arm
from slideextract.assemble.header_rules import says
from slideextract.assemble.headers import Meaning, read_corner, read_header, read_note, read_title
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.reading import Read
from slideextract.assemble.reject import is_animal
from slideextract.assemble.tables.at_risk import is_at_risk
from slideextract.assemble.tables.axes import axes
from slideextract.assemble.tables.binding import Binding
from slideextract.assemble.tables.continued import adopt_headers
from slideextract.assemble.tables.grid import Grid, grids, is_banner, is_shifted
from slideextract.assemble.tables.rows import Rows
from slideextract.document import Reader
from slideextract.terms import endpoint_id

MANY_DEMOGRAPHIC = 0.5  # share of rows on age, sex, origin ... from which a table describes the participants
MIN_DEMOGRAPHIC = 2
GROUP = regex.compile(r"\b(?:groups?|groupes?|arm|bras|cohorte?)\b", regex.IGNORECASE)


def read_tables(reads: Sequence[Read], inventory: Inventory, text: str) -> Found:
    """The results of a story's tables and native charts."""
    found = Found()
    tables = grids(reads)
    adopt_headers(tables, text)
    for grid in tables:
        found.add(Table(grid, inventory, text).tell())
    return found


class Table:
    """Tells the results of one table.

    Args:
        grid: its cells.
        inventory: the trial's arms; it learns those that only a header names, and the sizes that headers print.
        text: the document's text.
    """

    def __init__(self, grid: Grid, inventory: Inventory, text: str) -> None:
        self.grid, self.inventory, self.text = grid, inventory, text
        corner = [read for row in range(grid.head_rows) for read in grid.labels(row)]
        self.corner = [read_corner(read, text) for read in corner]
        self.titles = [read_title(read, text) for read in grid.titles]
        self.notes = [read_note(read, text) for read in grid.notes]
        self.axes = axes(grid, inventory, text)
        self.labels = [read_header(label, text) for row in self._body() if (label := self._label(row)) is not None]

    def tell(self) -> Found:
        """The drafts and refusals of the table."""
        found = Found(done={id(read) for read in self.grid.reads})
        refused = self._refusal()
        if refused is not None:
            for read in self.grid.reads:
                found.refuse(read, *refused)
            return found
        self._register()
        binding = Binding(self.grid, self.axes, [*self.corner, *self.titles, *self.notes], self.inventory, self.text)
        binding.by_subgroup = self._by_subgroup()
        Rows(self.grid, self.axes, binding, self.text, is_baseline=self._is_baseline()).tell(found)
        for read in self._headers():
            found.refuse(read, "part of a header", "table.header", kinds=BARE)
        return found

    def _headers(self) -> list[Read]:
        """The cells of the header rows and columns, each once."""
        heads = [read for column in range(self.grid.columns) for read in self.grid.heads(column)]
        labels = [read for row in range(self.grid.rows) for read in self.grid.labels(row)]
        own = set(map(id, self.grid.reads))
        return list({id(read): read for read in (*heads, *labels) if id(read) in own}.values())

    def _body(self) -> range:
        return range(self.grid.head_rows, self.grid.rows)

    def _label(self, row: int) -> Read | None:
        labels = self.grid.labels(row)
        return labels[-1] if labels and self.grid.data(row) else None

    # -- does it hold results? ---------------------------------------------------------------------------------

    def _refusal(self) -> tuple[str, str] | None:
        """Why the table holds no results, and the rule that says so."""
        for meaning in (*self.corner, *self.titles):
            for role in ("other_table", "at_risk"):
                if reason := says(role, meaning.text):
                    return reason, f"table.{role}"
        if is_at_risk(self.grid):
            return "participants still at risk", "table.at_risk"
        if is_shifted(self.grid):
            return "headers over other columns than their own", "table.shifted"
        if self._is_of_animals():
            return "animal or laboratory data", "table.animal"
        if not self._is_of_a_trial():
            return "a table that names no arm and compares nothing", "table.no_arm"
        return None

    def _is_of_animals(self) -> bool:
        """Whether the headers or titles name a species and no people: "Species: Rat"."""
        spans = [read.line.span for read in (*self._headers(), *self.grid.titles)]
        said = " \n".join(self.text[span.start : span.end] for span in spans)
        return is_animal(said, self.grid.reads[0].line.language)

    def _by_subgroup(self) -> bool:
        return any(says("subgroup", meaning.text) for meaning in (*self.corner, *self.titles))

    def _is_baseline(self) -> bool:
        """Whether the table describes who was included: its title says so, or most of its rows are on age, sex ..."""
        if any(says("baseline_table", meaning.text) for meaning in (*self.corner, *self.titles)):
            return True
        shown = [
            m for m in self.labels if m.read is not None and m.read.vocabulary.cue("demographic", m.text.casefold())
        ]
        many = len(shown) >= MIN_DEMOGRAPHIC and len(shown) >= MANY_DEMOGRAPHIC * len(self.labels)
        first = len(self.labels) > MIN_DEMOGRAPHIC and self.labels[:1] == shown[:1]
        later = any(m.time is not None and m.time.values.get("days", 0) for m in (*self._heads(), *self.titles))
        return (many or first) and not (later or self._by_subgroup() or self._compares())

    def _is_of_a_trial(self) -> bool:
        """Whether headers name an arm, effects stand with their intervals or p values, or a titled drug's endpoint."""
        if self._compares():
            return True
        said = [*self._heads(), *self.labels, *self.titles, *self.corner]
        known = any(m.endpoint is not None and endpoint_id(m.endpoint.text) for m in said)
        if self.axes.arms_in:
            arms = self.axes.arms()
            treated = any(arm.drugs for arm in arms) or bool(self.axes.arm_rows)
            return treated or self._are_groups(arms) or known or any(m.is_p or m.layout or m.spread for m in said)
        if len(self._sections()) > 1:
            return True
        return known and any(names for read in self.grid.titles for names in read.drugs.values())

    def _sections(self) -> list[Read]:
        """The names of sections that are those of arms: "Drug (n = 24)" over a block of rows."""
        heads = [(self.grid.labels(row), self.grid.data(row), row) for row in self._body()]
        over = [
            (labels or [read for _, read in data])[-1:]
            for labels, data, row in heads
            if (labels and not data) or is_banner(self.grid, row)
        ]
        return [read for reads in over for read in reads if names_arm(read, self.text, self.inventory)]

    def _are_groups(self, arms: Sequence[Arm]) -> bool:
        """Whether several arms are called groups, or one a control."""
        called = [arm for arm in arms if is_control(arm) or GROUP.search(arm.label) or says("arm_letter", arm.label)]
        return len(arms) > 1 and bool(called)

    def _compares(self) -> bool:
        """Whether effects stand with their intervals or p values."""
        axes = [m for m in self.titles if m.read is not None and m.read.line.block.reader is Reader.CHART]
        said = [*self._heads(), *self.labels, *self.corner, *axes]
        return any(m.effect for m in said) and any(m.qualifies or m.level for m in said)

    def _heads(self) -> list[Meaning]:
        return [meaning for column in self.axes.columns.values() for meaning in column.meanings]

    # -- what the trial learns from it -------------------------------------------------------------------------

    def _register(self) -> None:
        """Tell the trial of arms that only a header names, and of their sizes."""
        learn_doses(self.inventory, self.axes.arms())
        for column in self.axes.columns.values():
            if column.arm is not None and not self.axes.arm_rows:
                learn_arm(self.inventory, column.arm, column.size)
        for row, arm in self.axes.row_arms.items():
            label = self._label(row)
            learn_arm(self.inventory, arm, read_header(label, self.text).size if label else None)
