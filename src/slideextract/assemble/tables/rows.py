"""The rows of a table from the top: sections, panels with headers of their own, values, and rows of p or intervals."""

from collections.abc import Iterable, Sequence

from slideextract.assemble.arms import Arm
from slideextract.assemble.comparing import give_p, give_spread, interval_of, p_of, set_pair
from slideextract.assemble.draft import Draft
from slideextract.assemble.found import Found, places
from slideextract.assemble.header_arms import header_arm, names_arm
from slideextract.assemble.header_rules import says
from slideextract.assemble.headers import Meaning, number_time, read_header
from slideextract.assemble.reading import Read
from slideextract.assemble.reject import Reject
from slideextract.assemble.tables.axes import Axes, Column, columns_of, lone_size
from slideextract.assemble.tables.binding import Binding
from slideextract.assemble.tables.error_bars import give_bars, stands_for
from slideextract.assemble.tables.grid import Grid, is_banner, is_blank, is_figure
from slideextract.facts import EFFECTS

PAIR = 2
INCLUSION = "a characteristic of the participants at inclusion"
UNBOUND = "no header says in whom, or what, it measures"
OVERALL = "a p over several arms, of no one comparison"
SIZE = "the size of a group"
ALONG_VALUES = "an error bar along the values"  # what the label of such a row says


class Rows:
    """Reads the rows of one table.

    Args:
        grid: the cells.
        axes: the columns, and where the arms stand.
        binding: binds the figures of one cell.
        text: the document's text.
        is_baseline: whether the whole table describes who was included.
    """

    def __init__(self, grid: Grid, axes: Axes, binding: Binding, text: str, *, is_baseline: bool) -> None:
        self.grid, self.axes, self.binding, self.text = grid, axes, binding, text
        self.is_baseline = is_baseline
        self.above: dict[int, list[Draft]] = {}  # by column, the drafts of the last row of values
        corner = [" ".join(t.text for t in read.tokens) for row in range(grid.head_rows) for read in grid.labels(row)]
        self.unit = next((unit for said in corner if (unit := says("time_unit", said))), None)

    def tell(self, found: Found) -> None:
        """Add the drafts of all rows, and refuse what is left."""
        for row in range(self.grid.head_rows, self.grid.rows):
            labels, data = self.grid.labels(row), self.grid.data(row)
            own = [self._header(label) for label in reversed(labels)]
            if not data or is_banner(self.grid, row):
                self.binding.open_section(labels or [read for _, read in data])
            elif self._are_sizes(labels, data):
                self._resize(found, data)
            elif own and says("error_bar", own[0].text) == ALONG_VALUES:
                self._give_bars(found, labels, data)
            elif reason := self._refusal(row, own):
                for _, read in data:
                    found.refuse(read, *reason)
            elif not self._opens_panel(row, data, labels):
                self._add(found, self._read(row, own, data), own, data)

    def _add(
        self, found: Found, made: Sequence[Draft], own: Sequence[Meaning], data: Sequence[tuple[int, Read]]
    ) -> None:
        included = self.is_baseline or self._is_demographic(own)
        if included:
            found.rejected += [Reject(*draft.raw, INCLUSION, "reject.baseline") for draft in made]
        else:
            found.drafts += made
        used = [place for draft in (*made, *self._all_above()) for place in places(draft)]
        used = [draft.raw for draft in made] if included else used
        for index, read in data:
            column = self.axes.columns[index]
            reason = INCLUSION if included else SIZE if column.is_size else column.describes or self._unbound(column)
            found.refuse(read, reason, "table.unbound", used)

    def _unbound(self, column: Column) -> str:
        over = bool(column.meanings) and column.meanings[0].is_p and len(self.axes.arms()) > PAIR
        return OVERALL if over else UNBOUND

    def _header(self, label: Read) -> Meaning:
        """What a row's label says; a bare number is a time where the corner says so: "Weeks"."""
        meaning = read_header(label, self.text)
        if self.unit is not None and meaning.time is None:
            meaning.time = number_time(label, self.unit)
        return meaning

    # -- rows that hold no values ------------------------------------------------------------------------------

    def _are_sizes(self, labels: Sequence[Read], data: Sequence[tuple[int, Read]]) -> bool:
        """Whether a row without a label prints the participants of its columns: "n = 16", "n = 19"."""
        sizes = [read for _, read in data if [m.kind for m in read.mentions.values()] == ["n"]]
        return not labels and len(sizes) == len(data) and all(lone_size(read) is not None for read in sizes)

    def _resize(self, found: Found, data: Sequence[tuple[int, Read]]) -> None:
        """From here on the columns have these participants."""
        for index, read in data:
            self.axes.columns[index].size = lone_size(read)
            found.refuse(read, SIZE, "table.size")

    def _refusal(self, row: int, own: Sequence[Meaning]) -> tuple[str, str] | None:
        """Why a whole row holds no results."""
        if row in self.axes.size_rows:
            return SIZE, "table.size"
        if row in self.axes.arm_rows:
            return "the treatment of a group", "table.arm_row"
        if own and own[0].describes and (row not in self.axes.row_arms or says("error_bar", own[0].text)):
            return own[0].describes, "table.describes"
        return None

    def _is_demographic(self, own: Sequence[Meaning]) -> bool:
        """Whether a row describes who was included: age, sex, origin."""
        near = own[0] if own else None
        if near is None or near.read is None or self.binding.by_subgroup:
            return False
        return near.read.vocabulary.cue("demographic", near.text.casefold())

    def _opens_panel(self, row: int, data: Sequence[tuple[int, Read]], labels: Sequence[Read]) -> bool:
        """Whether a row inside the table heads a panel of its own: names of arms or statistics, no figure."""
        if any(is_figure(read) for _, read in data):
            return False
        columns = columns_of(self.grid, self.text, row, row + 1)
        arms = [read for _, read in data if names_arm(read, self.text, self.binding.inventory)]
        told = [c for c in columns.values() if c.is_effect or c.qualifies]
        if not told and (len(data) < PAIR or len(arms) * PAIR < len(data)):
            return False
        self.axes.columns |= columns
        if arms:
            self._name_columns(columns)
            self.axes.arms_in, self.axes.row_arms = "columns", {}
        self.binding.open_section(labels if arms else [])
        return True

    def _name_columns(self, columns: dict[int, Column]) -> None:
        for column in columns.values():
            near = column.meanings[0] if column.meanings else None
            if near is not None and near.read is not None and not (near.qualifies or near.effect):
                column.arm = header_arm(near.read, self.text, self.binding.inventory, self.grid.titles)
                column.size = near.size

    # -- rows of values ----------------------------------------------------------------------------------------

    def _read(self, row: int, own: list[Meaning], data: Sequence[tuple[int, Read]]) -> list[Draft]:
        if own and own[0].is_p:
            self._give_ps(data)
            return []
        if own and own[0].is_ci:
            self._give_intervals(data, own[0])
            return []
        if own and own[0].is_spread:
            for index, read in data:
                give_spread(self.above.get(index, []), read, self.text, own[0].spread)
            return []
        made: dict[int, list[Draft]] = {}
        size: int | None = None
        for index, read in data:
            column = self.axes.columns[index]
            if column.is_size and self.axes.arms_in == "rows":
                size = lone_size(read)
            elif column.qualifies:
                self._qualify(column, read, [draft for drafts in made.values() for draft in drafts])
            elif not column.describes and not is_blank(read, self.text):
                made[index] = self.binding.drafts(row, column, read, own)
                for draft in made[index]:
                    draft.arm_n = draft.arm_n or size
        drafts = self._merge_counts(made)
        self._compare(made, own, row)
        self.above = made
        return drafts

    def _all_above(self) -> Iterable[Draft]:
        return (draft for drafts in self.above.values() for draft in drafts)

    def _merge_counts(self, made: dict[int, list[Draft]]) -> list[Draft]:
        """Columns "n" and "%" of one arm are one result: the percentage with its numerator."""
        kept = [draft for drafts in made.values() for draft in drafts]
        for index, drafts in list(made.items()):
            if len(drafts) != 1 or not self.axes.columns[index].is_size:
                continue
            count = drafts[0]
            twin = next((d for d in kept if d.kind == "percent" and _same_arm(d, count) and d.numerator is None), None)
            if twin is not None and count.value % 1 == 0:
                twin.numerator, twin.parts["numerator"] = int(count.value), count.raw
                kept.remove(count)
                del made[index]
        return kept

    # -- effects, p, intervals ---------------------------------------------------------------------------------

    def _compare(self, made: dict[int, list[Draft]], own: Sequence[Meaning], row: int) -> None:
        """Set the arms of the row's effects."""
        for index, drafts in made.items():
            column = self.axes.columns[index]
            merged = self._covered(row, index)
            around = merged if len(merged) > 1 else self._around()
            for draft in drafts:
                if draft.kind in EFFECTS:
                    single = draft.arm if len(merged) < PAIR else None
                    set_pair(
                        draft, single, around, [*own, *column.meanings, *self.binding.over], self.binding.inventory
                    )

    def _covered(self, row: int, index: int) -> list[Arm]:
        """The arms whose columns a cell covers."""
        read = self.grid.cell(row, index)
        columns = [self.axes.columns.get(i) for i in self.grid.columns_of(read)] if read else []
        return [column.arm for column in columns if column is not None and column.arm is not None]

    def _around(self) -> list[Arm]:
        """The arms that an effect may compare."""
        if self.axes.arms_in != "columns":
            return list(self.axes.row_arms.values())
        return [c.arm for c in self.axes.columns.values() if c.arm is not None]

    def _qualify(self, column: Column, read: Read, before: list[Draft]) -> None:
        """Give a p or interval column's cell to the row's figures."""
        near = column.meanings[0]
        if near.is_p:
            p = p_of(read, self.text, bare=True)
            if p is not None:
                arm, against = near.contrast or (None, near.against)
                own = self._within(column)
                inside = [d for d in before if own is not None and d.arm is not None and d.arm.key == own.key]
                give_p(inside[-1:] if own is not None else before, p, arm, against)
            return
        if near.is_spread:
            give_spread(before[-1:], read, self.text, near.spread)
            return
        interval = interval_of(read, self.text, near.level)
        target = next((d for d in reversed(before) if d.interval is None), None)
        if interval is not None and target is not None:
            target.interval = interval

    def _within(self, column: Column) -> Arm | None:
        """The one arm whose header stands over a column of p too: a change within that arm."""
        over = [m.read for m in column.meanings[1:] if m.read is not None]
        beside = [
            other.arm
            for other in self.axes.columns.values()
            if other.arm is not None and any(m.read is read for m in other.meanings for read in over)
        ]
        keys = {arm.key for arm in beside}
        return beside[-1] if len(keys) == 1 and len(self.axes.arms()) > 1 else None

    def _give_ps(self, data: Sequence[tuple[int, Read]]) -> None:
        """A row of p values qualifies the row above it, column by column."""
        for _, read in data:
            covered = set(self.grid.columns_of(read))
            here = [d for index, drafts in self.above.items() if index in covered for d in drafts]
            p = p_of(read, self.text, bare=True)
            if p is not None:
                give_p(here or (list(self._all_above()) if len(data) == 1 else []), p)

    def _give_bars(self, found: Found, labels: Sequence[Read], data: Sequence[tuple[int, Read]]) -> None:
        """A row of error bars qualifies the series above it, point by point."""
        corner = [read for row in range(self.grid.head_rows) for read in self.grid.labels(row)]
        stands = stands_for(self.grid, [*labels, *corner], self.text)
        for index, read in data:
            drafts = self.above.get(index, [])
            reason = give_bars(read, stands, drafts, self.text)
            found.refuse(read, reason, "table.error_bar", [place for draft in drafts for place in places(draft)])

    def _give_intervals(self, data: Sequence[tuple[int, Read]], own: Meaning) -> None:
        for index, read in data:
            target = next((d for d in self.above.get(index, []) if d.interval is None), None)
            interval = interval_of(read, self.text, own.level)
            if target is not None and interval is not None:
                target.interval = interval


def _same_arm(one: Draft, other: Draft) -> bool:
    return one.arm is not None and other.arm is not None and one.arm.key == other.arm.key
