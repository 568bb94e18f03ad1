"""What is drawn behind the texts of a page: the bars of its values, the patches of its legend, its brackets.

A legend's patch is a small form before a name; it counts where something else on the page has its colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from slideextract.assemble.charts.bars import SAME, Bars, Stand, holds
from slideextract.assemble.charts.roles import Label, Role
from slideextract.document import Form
from slideextract.geometry import BBox

PATCH = 24.0  # points; the largest patch of a legend, twice the height of its text
BEFORE = 20.0  # points between a patch and its name
THIN = 3.0  # points; a filled form that is thinner may be a line
INTO = 6.0  # points by which a text box may reach over the patch before it: its inner margin


@dataclass(slots=True)
class Marks:
    """The marks of a page.

    Attributes:
        stands: by the id of a value, its bar.
        patches: by the id of a name, the colour of the patch before it.
        lines: forms without a colour, or thin ones, which may be brackets.
    """

    stands: dict[int, Stand] = field(default_factory=dict)
    patches: dict[int, str] = field(default_factory=dict)
    lines: list[BBox] = field(default_factory=list)

    def box(self, value: Label) -> BBox:
        """Where a value stands for finding its group: its bar, else the value itself."""
        stand = self.stands.get(id(value))
        return stand.box if stand is not None else value.box

    def is_lying(self, value: Label) -> bool | None:
        """Whether a value's bar lies; None where it has none."""
        stand = self.stands.get(id(value))
        return stand.lying if stand is not None else None

    def colour(self, value: Label) -> str | None:
        """The colour of a value's bar."""
        stand = self.stands.get(id(value))
        return stand.colour if stand is not None else None


def find_marks(labels: Sequence[Label], values: Sequence[Label], forms: Sequence[Form]) -> Marks:
    """The marks of a page; `values` are its figures but for axis labels."""
    painted = [form for form in forms if form.colour]
    names = [label for label in labels if label.role in {Role.ARM, Role.TIME, Role.TEXT}]
    patches = _patches(names, painted)
    used = {id(form) for form in patches.values()}
    rest = [form for form in painted if id(form) not in used and not _is_card(form, names, values)]
    bars = Bars(rest)
    stands = {id(value): stand for value in values if (stand := bars.stand(value.box)) is not None}
    drawn = {form.colour for form in painted if id(form) not in used}
    kept = {key: form.colour for key, form in patches.items() if form.colour in drawn}
    return Marks(stands, kept, [form.box for form in forms if not form.colour or form.box.height <= THIN])


def _patches(names: Sequence[Label], forms: Sequence[Form]) -> dict[int, Form]:
    """By the id of a name, the patch before it."""
    small = [form for form in forms if form.box.width <= PATCH and form.box.height <= PATCH]
    found: dict[int, Form] = {}
    for name in names:
        before = [form for form in small if _is_before(form.box, name.box)]
        if before:
            found[id(name)] = max(before, key=lambda form: form.box.x1)
    return found


def _is_before(patch: BBox, name: BBox) -> bool:
    level = name.top - SAME <= patch.center[1] <= name.bottom + SAME
    return level and -INTO <= name.x0 - patch.x1 <= BEFORE


def _is_card(form: Form, names: Sequence[Label], values: Sequence[Label]) -> bool:
    """Whether a form is a card or a background: it holds a name, or several figures."""
    return any(holds(form.box, name.box) for name in names) or sum(holds(form.box, v.box) for v in values) > 1
