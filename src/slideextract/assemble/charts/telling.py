"""From the labels of one chart to drafts: what was measured, in whom and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from slideextract.assemble.charts.roles import SIGNS, Label, Role
from slideextract.assemble.comparing import p_of
from slideextract.assemble.draft import Draft, Named
from slideextract.assemble.header_rules import says
from slideextract.assemble.headers import Meaning, read_header, read_title
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.naming import label_name, slide_name, title_name
from slideextract.assemble.values import Typing, draft_of, happens
from slideextract.facts import EFFECTS
from slideextract.mentions import Mention
from slideextract.terms import endpoint_id


@dataclass(slots=True)
class Around:
    """What stands around the values of a chart.

    Attributes:
        title: over the chart, or under a lone value.
        page: title of the slide.
        axes: other texts of the chart, which may say its unit: "Patients (%)".
    """

    title: Label | None = None
    page: Label | None = None
    axes: Sequence[Label] = ()


class Teller:
    """Makes the drafts of charts.

    Args:
        inventory: the trial's arms.
        text: the document's text.
    """

    def __init__(self, inventory: Inventory, text: str) -> None:
        self.inventory, self.text = inventory, text

    def endpoint(self, around: Around) -> tuple[Named | None, bool]:
        """What a chart measures, and whether only the words of the slide's title say so."""
        if around.title is not None:
            read = around.title.read
            named = title_name(read, self.text) or label_name(read, self.text)
            if named is not None and not says("generic", named.text) and not says("describes", named.text):
                return named, False
        if around.page is not None:
            read = around.page.read
            named = title_name(read, self.text)
            if named is not None:
                return named, False
            return slide_name(read, self.text), True
        return None, True

    def draft(self, value: Label, around: Around, rule: str, group: Label | None = None) -> Draft | None:
        """One value as a draft: typed by its title, axes and group, named by its title or its group."""
        if value.figures is None:
            return None
        meanings = self.meanings(around, group)
        named, inferred = self._named(around, group)
        amount = Typing(meanings, None, counted=happens(named)).read(value.figures)
        if isinstance(amount, str):
            return None
        draft = draft_of(value.read, amount, rule)
        draft.endpoint = named
        draft.time = next((m.time for m in meanings if m.time is not None), None)
        draft.population = next((m.population for m in meanings if m.population is not None), None)
        draft.p = p_of(value.read, self.text, bare=False)
        if named is not None and inferred:
            draft.flags.append("endpoint_inferred")
        return draft

    def _named(self, around: Around, group: Label | None) -> tuple[Named | None, bool]:
        """A chart whose groups are outcomes measures what its group's label says."""
        if group is not None and group.role is Role.TEXT:
            named = title_name(group.read, self.text) or label_name(group.read, self.text)
            if named is not None:
                return named, False
        return self.endpoint(around)

    def meanings(self, around: Around, group: Label | None = None) -> list[Meaning]:
        """What group, title, axes and slide title say of the figures, the nearest first."""
        labels = [group, around.title, *around.axes]
        found = [read_header(label.read, self.text) for label in labels if label is not None]
        for meaning in found:
            meaning.effect = None  # a title names no effect of each bar
        if around.page is not None:
            found.append(read_title(around.page.read, self.text))
        return found

    def settle(self, draft: Draft, value: Label, title: Label | None) -> None:
        """A figure beside its text: gains and costs with a sign compare two arms, those of its title or the trial's."""
        signed = value.figures is not None and value.figures.printed[:1] in SIGNS
        gained = draft.endpoint is not None and says("gained", draft.endpoint.text)
        if signed and gained and draft.kind != "cost":
            draft.kind = "difference"
        stated = read_header(title.read, self.text).contrast if title is not None else None
        pair = (stated or self.inventory.pair) if signed and (gained or draft.kind == "cost") else None
        if pair is not None:
            draft.arm, draft.comparator = pair
        else:
            draft.arm = self.inventory.lone

    def is_bound(self, draft: Draft, *, firm: bool = False) -> bool:
        """Whether a figure says what it measures, and in whom; or is of the lexicon, in a trial with arms.

        `firm` says that it stands in a chart of several arms; a lone figure without a unit needs a known endpoint,
        and one that nothing types an arm.
        """
        bare = draft.unit is None and draft.kind not in EFFECTS and not firm
        unknown = draft.endpoint is None or endpoint_id(draft.endpoint.text) is None
        if draft.endpoint is None or (bare and (unknown or (draft.kind == "score" and draft.arm is None))):
            return False
        if draft.arm is not None or draft.kind in EFFECTS:
            return True
        return not unknown and bool(self.inventory.entries)


def time_of(label: Label | None) -> Mention | None:
    """The timepoint that a label of a group or of the legend prints."""
    return label.mention if label is not None and label.role is Role.TIME else None
