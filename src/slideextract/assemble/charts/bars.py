"""Bars as forms: rectangles that rise from one line, as wide as each other and not all of one length.

Lying bars are found as upright ones on the page turned over its diagonal; a part of a stack rises from the line that
the whole stack rises from, and a bar below its line hangs from it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from slideextract.document import Form
from slideextract.geometry import BBox

SAME = 1.5  # points by which edges that are one line may differ; drawn by hand they are rounded to the pixel
BEYOND_END = 40.0  # points between the end of a bar and its value: room for an error bar
LEAST = 2  # bars of a chart
LENGTHS = 0.5  # points; bars of one length are cards, or the rows of a drawn table
MAX_FORMS = 200  # coloured forms of a page; the bars of a slide are a few dozen, more is a map or a drawing


class Stand(NamedTuple):
    """The bar of a value, down to the line that it rises from, whether it lies, and its colour."""

    box: BBox
    lying: bool
    colour: str


@dataclass(slots=True)
class _Bar:
    """A form as an upright bar (on the turned page, where it lies)."""

    colour: str
    box: BBox
    lying: bool
    base: float
    end: float
    peers: int = 0

    def gap(self, value: BBox) -> float | None:
        """Points from its end to a value beyond it; None where the value stands elsewhere."""
        if not self.box.x0 - SAME <= value.center[0] <= self.box.x1 + SAME:
            return None
        hangs = self.end > self.base
        if (value.center[1] > self.end) is not hangs:
            return None
        gap = value.top - self.end if hangs else self.end - value.bottom
        return max(gap, 0.0) if gap <= BEYOND_END else None

    def holds(self, value: BBox) -> bool:
        """Whether a value stands in it."""
        return holds(self.box, value)

    @property
    def stand(self) -> Stand:
        """The bar as it is seen on the page."""
        first, last = sorted((self.base, self.end))
        whole = BBox(self.box.x0, first, self.box.x1, last)
        return Stand(_turned(whole) if self.lying else whole, self.lying, self.colour)


def holds(box: BBox, other: BBox) -> bool:
    """Whether the centre of a box lies in another."""
    x, y = other.center
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _turned(box: BBox) -> BBox:
    """The box on the page turned over its diagonal."""
    return BBox(box.top, box.x0, box.bottom, box.x1)


class Bars:
    """The bars among the coloured forms of a page."""

    def __init__(self, forms: Sequence[Form]) -> None:
        kept = forms if len(forms) <= MAX_FORMS else ()
        standing = _risen([(form.box, form.colour) for form in kept], lying=False)
        lying = _risen([(_turned(form.box), form.colour) for form in kept], lying=True)
        both = ((standing.get(k), lying.get(k)) for k in range(len(kept)))
        told = [[bar for bar in pair if bar is not None] for pair in both]
        self._bars = [max(pair, key=lambda bar: bar.peers) for pair in told if pair]

    def stand(self, value: BBox) -> Stand | None:
        """The bar that a value stands in, else the nearest whose end it stands at."""
        turned = _turned(value)
        inside = [bar for bar in self._bars if bar.holds(turned if bar.lying else value)]
        if inside:
            return min(inside, key=lambda bar: abs(bar.end - bar.base)).stand
        gaps = [(bar.gap(turned if bar.lying else value), k) for k, bar in enumerate(self._bars)]
        near = [(gap, k) for gap, k in gaps if gap is not None]
        return self._bars[min(near)[1]].stand if near else None


def _risen(forms: Sequence[tuple[BBox, str]], *, lying: bool) -> dict[int, _Bar]:
    """By the number of a form, the bar that it is, in the largest company of its like."""
    found: dict[int, _Bar] = {}
    boxes = [box for box, _ in forms]
    made = [
        (k, _Bar(colour, box, lying, _foot(box, boxes, base), end))
        for k, (box, colour) in enumerate(forms)
        for base, end in ((box.bottom, box.top), (box.top, box.bottom))
    ]
    for company in _companies(made):
        lengths = {round(abs(bar.end - bar.base) / LENGTHS) for _, bar in company}
        if len(company) < LEAST or len(lengths) == 1:
            continue
        for k, bar in company:
            bar.peers = len(company)
            if k not in found or found[k].peers < bar.peers:
                found[k] = bar
    return found


def _foot(box: BBox, boxes: Sequence[BBox], base: float) -> float:
    """The line that a stack rises from: from one of its parts over those between."""
    downwards = base == box.bottom
    column = [b for b in boxes if abs(b.x0 - box.x0) <= SAME and abs(b.x1 - box.x1) <= SAME and b is not box]
    for other in sorted(column, key=lambda b: b.top if downwards else -b.bottom):
        near, far = (other.top, other.bottom) if downwards else (other.bottom, other.top)
        if abs(near - base) <= SAME:
            base = far
    return base


def _companies(bars: Sequence[tuple[int, _Bar]]) -> Iterator[list[tuple[int, _Bar]]]:
    """Bars of one width that rise from one line."""
    for level in _levels(bars, lambda bar: bar.base):
        yield from _levels(level, lambda bar: bar.box.width)


def _levels(bars: Sequence[tuple[int, _Bar]], measure: Callable[[_Bar], float]) -> list[list[tuple[int, _Bar]]]:
    """Bars in groups of about one measure."""
    ordered = sorted(bars, key=lambda item: measure(item[1]))
    found = [[item] for item in ordered[:1]]
    for last, item in pairwise(ordered):
        if measure(item[1]) - measure(last[1]) <= SAME:
            found[-1].append(item)
        else:
            found.append([item])
    return found
