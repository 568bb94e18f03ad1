"""The rows of a table: each data cell's figures with the meanings of its row, column, section and titles."""

from collections.abc import Iterable, Sequence

from slideextract.assemble.arms import Arm
from slideextract.assemble.cells import figures
from slideextract.assemble.comparing import give_p, interval_of, p_of, set_pair
from slideextract.assemble.draft import Draft, Named
from slideextract.assemble.found import Found, places
from slideextract.assemble.header_rules import says
from slideextract.assemble.headers import Meaning, header_arm, names_arm, read_header
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.reading import Read
from slideextract.assemble.reject import Reject
from slideextract.assemble.tables.axes import Axes, Column, columns_of
from slideextract.assemble.tables.grid import Grid, is_blank, is_figure
from slideextract.assemble.tables.wordy import worded
from slideextract.assemble.values import Typing, draft_of, happens
from slideextract.facts import EFFECTS
from slideextract.terms import endpoint_id

PAIR = 2
SHORT = 3  # words of a row's label that only makes sense under its section's: "Severe" under "Infections"
INCLUSION = "a characteristic of the participants at inclusion"
UNBOUND = "no header says in whom, or what, it measures"


class Rows:
    """Reads the rows of one table from the top.

    Args:
        grid: the cells.
        axes: the columns, and where the arms stand.
        over: meanings of the corner and the titles, the nearest first.
        inventory: the trial's arms.
        text: the document's text.
    """

    def __init__(self, grid: Grid, axes: Axes, over: Sequence[Meaning], inventory: Inventory, text: str) -> None:
        self.grid, self.axes, self.over, self.inventory, self.text = grid, axes, list(over), inventory, text
        self.by_subgroup = self.is_baseline = False
        self.section: Meaning | None = None
        self.section_arm: Arm | None = None
        self.last: Named | None = None  # endpoint of the row before, for rows that only say how it was measured
        self.above: dict[int, list[Draft]] = {}  # by column, the drafts of the last row of values

    def tell(self, found: Found) -> None:
        """Add the drafts of all rows, and refuse what is left."""
        for row in range(self.grid.head_rows, self.grid.rows):
            labels, data = self.grid.labels(row), self.grid.data(row)
            own = [read_header(label, self.text) for label in reversed(labels)]
            if not data:
                self._open_section(labels)
            elif reason := self._refusal(row, own):
                for _, read in data:
                    found.refuse(read, *reason)
            elif not self._opens_panel(row, data, labels):
                self._add(found, self._read(row, own, data), own, data)

    def _add(
        self, found: Found, made: Sequence[Draft], own: Sequence[Meaning], data: Sequence[tuple[int, Read]]
    ) -> None:
        if self.is_baseline or self._is_demographic(own):
            found.rejected += [Reject(*draft.raw, INCLUSION, "reject.baseline", draft) for draft in made]
        else:
            found.drafts += made
        used = [place for draft in (*made, *self._all_above()) for place in places(draft)]
        for _, read in data:
            found.refuse(read, INCLUSION if self.is_baseline else UNBOUND, "table.unbound", used)

    # -- rows that hold no values ------------------------------------------------------------------------------

    def _open_section(self, labels: Sequence[Read]) -> None:
        self.section, self.section_arm, self.last = None, None, None
        if not labels:
            return
        label = labels[-1]
        self.section = read_header(label, self.text)
        if self.axes.arms_in != "columns" and names_arm(label, self.text, self.inventory):
            self.section_arm = header_arm(label, self.text, self.inventory, self.grid.titles)

    def _refusal(self, row: int, own: Sequence[Meaning]) -> tuple[str, str] | None:
        """Why a whole row holds no results."""
        if row in self.axes.size_rows:
            return "the size of a group", "table.size"
        if row in self.axes.arm_rows:
            return "the treatment of a group", "table.arm_row"
        if not own:
            return None
        near = own[0]
        if near.describes and row not in self.axes.row_arms:
            return near.describes, "table.describes"
        return None

    def _is_demographic(self, own: Sequence[Meaning]) -> bool:
        """Whether a row describes who was included: age, sex, origin."""
        near = own[0] if own else None
        if near is None or near.read is None or self.by_subgroup:
            return False
        return near.read.vocabulary.cue("demographic", near.text.casefold())

    def _opens_panel(self, row: int, data: Sequence[tuple[int, Read]], labels: Sequence[Read]) -> bool:
        """Whether a row inside the table heads a panel of its own: names of arms, no figure."""
        if len(data) < PAIR or any(is_figure(read) for _, read in data):
            return False
        if sum(names_arm(read, self.text, self.inventory) for _, read in data) * PAIR < len(data):
            return False
        self.axes.columns |= columns_of(self.grid, self.text, row, row + 1)
        for column in self.axes.columns.values():
            near = column.meanings[0] if column.meanings else None
            if near is not None and near.read is not None and not (near.qualifies or near.effect):
                column.arm = header_arm(near.read, self.text, self.inventory, self.grid.titles)
                column.size = near.size
        self.axes.arms_in, self.axes.row_arms = "columns", {}
        self._open_section(labels)
        return True

    # -- rows of values ----------------------------------------------------------------------------------------

    def _read(self, row: int, own: list[Meaning], data: Sequence[tuple[int, Read]]) -> list[Draft]:
        if own and own[0].is_p:
            self._give_ps(data)
            return []
        if own and own[0].is_ci:
            self._give_intervals(data, own[0])
            return []
        made: dict[int, list[Draft]] = {}
        for index, read in data:
            column = self.axes.columns[index]
            before = [draft for drafts in made.values() for draft in drafts]
            if column.qualifies:
                self._qualify(column, read, before)
            elif not column.describes and not is_blank(read, self.text):
                made[index] = self._cell(row, column, read, own)
        drafts = self._merge_counts(made)
        self._compare(made, own, row)
        self.above = made
        return drafts

    def _all_above(self) -> Iterable[Draft]:
        return (draft for drafts in self.above.values() for draft in drafts)

    def _meanings(self, column: Column, own: Sequence[Meaning]) -> list[Meaning]:
        section = [self.section] if self.section is not None else []
        return [*own, *column.meanings, *section, *self.over]

    def _cell(self, row: int, column: Column, read: Read, own: list[Meaning]) -> list[Draft]:
        """The drafts of one data cell."""
        meanings = self._meanings(column, own)
        arm, size = self._arm(row, column, own)
        named, subgroup = self._endpoint(column, own)
        printed = figures(read, self.text)
        if printed is None:
            drafts = worded(read, self.text) if arm is not None else []
        else:
            value = Typing(meanings, size, counted=happens(named)).read(printed)
            drafts = [] if isinstance(value, str) else [draft_of(read, value, "table.cell")]
        for draft in drafts:
            draft.arm, draft.arm_n = arm, size
            draft.endpoint = draft.endpoint or named
            draft.subgroup = subgroup
            draft.time = draft.time or next((m.time for m in meanings if m.time is not None), None)
            draft.population = next((m.population for m in meanings if m.population is not None), None)
            draft.p = p_of(read, self.text, bare=False) if len(drafts) == 1 else None
            draft.adjusted = True if draft.kind in EFFECTS | {"ls_mean"} and any(m.adjusted for m in meanings) else None
        return [draft for draft in drafts if self._is_bound(draft)]

    def _is_bound(self, draft: Draft) -> bool:
        return draft.endpoint is not None and (draft.arm is not None or draft.kind in EFFECTS or self._single())

    def _single(self) -> bool:
        """Whether the table names no arm because the trial has only one."""
        return not self.axes.arms_in and len(self.inventory.arms) == 1

    def _arm(self, row: int, column: Column, own: Sequence[Meaning]) -> tuple[Arm | None, int | None]:
        if self.axes.arms_in == "columns":
            return column.arm, column.size
        if self.axes.arms_in == "rows":
            return self.axes.row_arms.get(row), next((m.size for m in own if m.size), None)
        if self.section_arm is not None:
            return self.section_arm, self.section.size if self.section else None
        if self._single():
            return self.inventory.arms[0].arm, None
        return None, None

    # -- endpoints ---------------------------------------------------------------------------------------------

    def _endpoint(self, column: Column, own: Sequence[Meaning]) -> tuple[Named | None, Named | None]:
        """What a cell measures, and the subgroup that it measures it in."""
        labels = [m.endpoint for m in own if m.endpoint] if self.axes.arms_in != "rows" else []
        heads = [m.endpoint for m in column.meanings if m.endpoint and not self._is_arm(m, column)]
        section = self.section.endpoint if self.section is not None and self.section_arm is None else None
        if section is not None and says("generic", section.text):
            section = None
        subgroup: Named | None = None
        if self.by_subgroup and labels and endpoint_id(labels[0].text) is None:
            subgroup, labels, section = _joined(section, labels[0]), [], None
        if self.axes.arms_in == "rows":
            labels, heads = heads, [m.endpoint for m in own[1:] if m.endpoint]
        named = labels[0] if labels else None
        if named is not None and section is not None and _is_part(named):
            named = _joined(section, named)
        effect_only = named is None and not heads and any(m.effect for m in own)
        found = named or (self.last if effect_only else None) or next(iter(heads), None) or section
        if found is not None:
            self.last = found
            return found, subgroup
        titled = next((m.endpoint for m in self.over if m.endpoint), None)
        return titled or self.last, subgroup

    def _is_arm(self, meaning: Meaning, column: Column) -> bool:
        """Whether a header over a column is the name of its arm."""
        if column.arm is None or meaning.read is None or meaning.endpoint is None:
            return False
        return meaning.endpoint.start < column.arm.end and column.arm.start < meaning.endpoint.end

    # -- counts, effects, p ------------------------------------------------------------------------------------

    def _merge_counts(self, made: dict[int, list[Draft]]) -> list[Draft]:
        """Columns "n" and "%" of one arm are one result: the percentage with its numerator."""
        kept = [draft for drafts in made.values() for draft in drafts]
        for index, drafts in list(made.items()):
            near = self.axes.columns[index].meanings[:1]
            if len(drafts) != 1 or not near or says("size", near[0].text) is None:
                continue
            count = drafts[0]
            twin = next((d for d in kept if d.kind == "percent" and d.arm is count.arm and d.numerator is None), None)
            if twin is not None and count.value % 1 == 0:
                twin.numerator, twin.parts["numerator"] = int(count.value), count.raw
                kept.remove(count)
                del made[index]
        return kept

    def _compare(self, made: dict[int, list[Draft]], own: Sequence[Meaning], row: int) -> None:
        for index, drafts in made.items():
            column = self.axes.columns[index]
            read = self.grid.cell(row, index)
            covered = (
                [self.axes.columns[i].arm for i in self.grid.columns_of(read) if i in self.axes.columns] if read else []
            )
            merged = [arm for arm in covered if arm is not None]
            around = merged if len(merged) > 1 else self._around()
            for draft in drafts:
                if draft.kind in EFFECTS:
                    single = draft.arm if len(merged) < PAIR else None
                    set_pair(draft, single, around, [*own, *column.meanings], self.inventory)

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
                give_p(before, p, near.against)
            return
        interval = interval_of(read, self.text, near.level)
        target = next((d for d in reversed(before) if d.interval is None), None)
        if interval is not None and target is not None:
            target.interval = interval

    def _give_ps(self, data: Sequence[tuple[int, Read]]) -> None:
        """A row of p values qualifies the row above it, column by column."""
        for _, read in data:
            covered = set(self.grid.columns_of(read))
            here = [d for index, drafts in self.above.items() if index in covered for d in drafts]
            p = p_of(read, self.text, bare=True)
            if p is not None:
                give_p(here or (list(self._all_above()) if len(data) == 1 else []), p)

    def _give_intervals(self, data: Sequence[tuple[int, Read]], own: Meaning) -> None:
        for index, read in data:
            target = next((d for d in self.above.get(index, []) if d.interval is None), None)
            interval = interval_of(read, self.text, own.level)
            if target is not None and interval is not None:
                target.interval = interval


def _is_part(named: Named) -> bool:
    """Whether a row's label is too short to stand without its section's."""
    return endpoint_id(named.text) is None and len(named.text.split()) < SHORT


def _joined(section: Named | None, named: Named) -> Named:
    return named if section is None else Named(f"{section.text} – {named.text}", named.start, named.end)
