"""One data cell of a table: its figures typed and bound by what its row, column, section and titles say."""

from collections.abc import Sequence

from slideextract.assemble.arms import Arm
from slideextract.assemble.cells import figures
from slideextract.assemble.comparing import p_of
from slideextract.assemble.draft import Draft, Named
from slideextract.assemble.header_arms import header_arm, names_arm
from slideextract.assemble.header_rules import says
from slideextract.assemble.headers import Meaning, read_header
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.naming import MARKS, slide_name
from slideextract.assemble.reading import Read
from slideextract.assemble.tables.axes import Axes, Column, plain_header
from slideextract.assemble.tables.grid import Grid
from slideextract.assemble.tables.wordy import worded
from slideextract.assemble.values import Typing, draft_of, happens
from slideextract.document import BlockKind
from slideextract.facts import EFFECTS
from slideextract.terms import endpoint_id

SHORT = 3  # words of a row's label that only makes sense under its section's: "Severe" under "Infections"
AVERAGES = frozenset({"mean", "ls_mean", "median", None})


class Binding:
    """Binds the cells of one table.

    Args:
        grid: the cells.
        axes: the columns, and where the arms stand.
        over: meanings of the corner and the titles, the nearest first.
        inventory: the trial's arms.
        text: the document's text.
    """

    def __init__(self, grid: Grid, axes: Axes, over: Sequence[Meaning], inventory: Inventory, text: str) -> None:
        self.grid, self.axes, self.over, self.inventory, self.text = grid, axes, list(over), inventory, text
        self.by_subgroup = False
        self.section: Meaning | None = None
        self.section_arm: Arm | None = None
        self.last: Named | None = None  # endpoint of the row before, for rows that only say how it was measured

    def open_section(self, labels: Sequence[Read]) -> None:
        """A row that says something in its first cell only holds until the next one."""
        self.section, self.section_arm, self.last = None, None, None
        if not labels:
            return
        self.section = read_header(labels[-1], self.text)
        over = self.axes.arms_in != "columns" or len(self.axes.arms()) == 1  # the first section may pass for a header
        if over and names_arm(labels[-1], self.text, self.inventory):
            self.section_arm = header_arm(labels[-1], self.text, self.inventory, self.grid.titles)

    def drafts(self, row: int, column: Column, read: Read, own: Sequence[Meaning]) -> list[Draft]:
        """The drafts of one data cell that say what they measure, and in whom."""
        arm, size = self._arm(row, column, own)
        named, subgroup, inferred = self._endpoint(row, column, own)
        meanings = self._meanings(column, own)
        made = self._figures(read, column, own, arm, size, named)
        for draft in made:
            draft.arm, draft.arm_n = arm, size
            draft.endpoint = draft.endpoint or named
            draft.subgroup = subgroup
            draft.time = draft.time or next((m.time for m in meanings if m.time is not None), None)
            draft.population = next((m.population for m in meanings if m.population is not None), None)
            draft.p = p_of(read, self.text, bare=False) if len(made) == 1 else None
            draft.flags += ["endpoint_inferred"] if inferred else []
            draft.adjusted = True if draft.kind in EFFECTS | {"ls_mean"} and any(m.adjusted for m in meanings) else None
        return [draft for draft in made if self._is_bound(draft)]

    def _figures(
        self,
        read: Read,
        column: Column,
        own: Sequence[Meaning],
        arm: Arm | None,
        size: int | None,
        named: Named | None,
    ) -> list[Draft]:
        printed = figures(read, self.text)
        if printed is not None and printed.shape == "fraction" and any(m.contrast for m in own):
            return []  # "135 / 136" beside "Drug / placebo": figures of two arms, not a part of a whole
        if printed is None:
            return worded(read, self.text) if arm is not None else []
        typing = Typing(self._meanings(column, own), size, counted=happens(named))
        near = [*own, *column.meanings]
        if typing.statistic in AVERAGES and any(m.statistic == "change" for m in near):
            typing.statistic = "change"  # "Mean (SD)" under "Change from baseline"
        value = typing.read(printed)
        return [] if isinstance(value, str) else [draft_of(read, value, "table.cell")]

    def _meanings(self, column: Column, own: Sequence[Meaning]) -> list[Meaning]:
        section = [self.section] if self.section is not None else []
        return [*own, *column.meanings, *section, *self.over]

    def _is_bound(self, draft: Draft) -> bool:
        return draft.endpoint is not None and (draft.arm is not None or draft.kind in EFFECTS or self._single())

    # -- arms --------------------------------------------------------------------------------------------------

    def _single(self) -> bool:
        """Whether the table names no arm because the trial has only one."""
        return not self.axes.arms_in and len(self.inventory.arms) == 1 and not self._contrasts()

    def _contrasts(self) -> bool:
        """Whether several columns have names of their own, which may be those of arms."""
        named = [
            column
            for column in self.axes.columns.values()
            if column.meanings and plain_header(column) is not None and not column.is_effect
        ]
        return len(named) > 1

    def _arm(self, row: int, column: Column, own: Sequence[Meaning]) -> tuple[Arm | None, int | None]:
        if self.axes.arms_in == "columns" and self.section_arm is None:
            return column.arm, column.size
        if self.axes.arms_in == "rows":
            return self.axes.row_arms.get(row), next((m.size for m in own if m.size), None)
        if self.section_arm is not None:
            return self.section_arm, self.section.size if self.section else None
        if self._single():
            return self.inventory.arms[0].arm, None
        return None, None

    # -- endpoints ---------------------------------------------------------------------------------------------

    def _endpoint(self, row: int, column: Column, own: Sequence[Meaning]) -> tuple[Named | None, Named | None, bool]:
        """What a cell measures, the subgroup that it measures it in, and whether only the slide's title says so."""
        labels, heads = self._labels(row, column, own)
        section, subgroup = self._section(), None
        if self.by_subgroup and not (labels and endpoint_id(labels[0].text)):
            subgroup, labels, section = self._subgroup(section, labels, own), [], None
        named = labels[0] if labels else None
        if named is not None and section is not None and _is_part(named):
            named = _joined(section, named)
        if named is None and not heads and any(m.effect for m in own):
            named = self.last
        over = next(iter(heads), None)
        if over is not None and section is not None and self.axes.arms_in == "columns":
            over = section  # "HbA1c" over all columns, and "Weight" over the rows from here on
        found = self._told(named or over)
        if found is None:
            found, subgroup = self._from_over(section, subgroup)
        self.last = found or self.last
        guess = self._guess() if found is None and self.last is None else None
        return found or self.last or guess, subgroup, guess is not None

    def _told(self, named: Named | None) -> Named | None:
        """A name with the title that it needs: "Severe" is so of the title's event, a response rate its endpoint's."""
        titled = next((m.endpoint for m in self.over if m.endpoint), None)
        if named is None or titled is None:
            return named
        if says("degree", named.text):
            return _joined(titled, named)
        return titled if says("response", named.text) else named

    def _subgroup(self, section: Named | None, labels: Sequence[Named], own: Sequence[Meaning]) -> Named | None:
        """The group that a row of a table by subgroup tells of, with its section's name; none where that is all."""
        if not own or own[0].read is None or says("total", own[0].text):
            return None
        line = own[0].read.line.span
        named = labels[0] if labels else Named(MARKS.sub("", own[0].text).strip(), line.start, line.end)
        return _joined(section, named)

    def _labels(self, row: int, column: Column, own: Sequence[Meaning]) -> tuple[list[Named], list[Named]]:
        """Endpoints that the row's labels say, and those that the column's headers say; the nearer axis first."""
        arm = self.axes.arm_labels.get(row)
        labels = [m.endpoint for m in own if m.endpoint and (arm is None or m.read is not arm)]
        heads = [m.endpoint for m in column.meanings if m.endpoint and not self._is_arm(m, column)]
        if self.axes.arms_in == "columns":
            heads.sort(key=lambda named: not self._is_over_all(column, named))  # "HbA1c" over "Adults" and "Children"
        if labels and (grade := _grade(column)) is not None:
            labels[0] = Named(f"{labels[0].text}, {grade}", labels[0].start, labels[0].end)
        across = self.axes.arms_in == "rows" or (self.by_subgroup and any(m.effect for m in own))
        return (heads, labels) if across else (labels, heads)

    def _is_over_all(self, column: Column, named: Named) -> bool:
        """Whether a name stands in a header over all columns of data."""
        read = next((m.read for m in column.meanings if m.endpoint is named), None)
        cell = read.line.block.cell if read is not None else None
        return cell is not None and cell.column_span >= self.grid.columns - self.grid.head_columns

    def _guess(self) -> Named | None:
        """What the slide's title says after its trial's name, where nothing else says what was measured."""
        titles = [m.read for m in self.over if m.read is not None and m.read.line.block.kind is BlockKind.TITLE]
        return slide_name(titles[-1], self.text) if titles and self.axes.arms_in else None

    def _section(self) -> Named | None:
        """What the section says was measured, or in whom."""
        if self.section is None or self.section_arm is not None or says("generic", self.section.text):
            return None
        return self.section.endpoint

    def _from_over(self, section: Named | None, subgroup: Named | None) -> tuple[Named | None, Named | None]:
        """The endpoint of a row that only says how or in whom: its section's, its caption's, a title's."""
        group = self.section is not None and self.section.size is not None  # "Atrial flutter (n = 27)"
        if section is not None and endpoint_id(section.text) is not None and not group:
            return section, subgroup
        caption = next((m.caption for m in self.over if m.caption is not None), None)
        titled = next((m.endpoint for m in self.over if m.endpoint), None)
        if caption is not None or titled is not None:
            return titled or caption, subgroup or section
        return section, subgroup

    def _is_arm(self, meaning: Meaning, column: Column) -> bool:
        """Whether a header over a column is the name of an arm."""
        if meaning.read is None or meaning.endpoint is None:
            return False
        own = column.arm is not None and meaning.endpoint.start < column.arm.end
        inside = own and column.arm is not None and column.arm.start < meaning.endpoint.end
        grouped = self.by_subgroup and self.axes.arms_in == "rows"  # "Prior TNF inhibitor": in whom, not with what
        return inside or (names_arm(meaning.read, self.text, self.inventory) and not grouped)


def _grade(column: Column) -> str | None:
    """The grade that a column's header says: "Any grade", "Grade ≥ 3"."""
    return next((MARKS.sub("", m.text) for m in column.meanings if says("grade", m.text)), None)


def _is_part(named: Named) -> bool:
    """Whether a row's label is too short to stand without its section's."""
    return endpoint_id(named.text) is None and (
        len(named.text.split()) < SHORT or says("grade", named.text) is not None
    )


def _joined(section: Named | None, named: Named) -> Named:
    return named if section is None else Named(f"{section.text} – {named.text}", named.start, named.end)
