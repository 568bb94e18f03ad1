"""How the paragraphs of a shape are set: font size, space before, leading; a shape inherits what it doesn't say."""

from collections.abc import Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from slideextract.readers.drawing import LARGEST_TYPE, A, whole

LEVELS = 9  # of a list, in DrawingML
PERCENT = 100_000  # units of a percentage
POINT = 100  # units of a font size or space


class Look(NamedTuple):
    """What one level of a list, or one paragraph, says about its setting; None is inherited."""

    size: float | None = None  # points
    before: float | None = None  # points above it
    before_share: float | None = None  # the same as a share of the font size
    leading: float | None = None  # share of the usual height of a line

    def over(self, other: "Look") -> "Look":
        """This look, with what it doesn't say taken from another."""
        space = (self.before, self.before_share)
        if space == (None, None):
            space = (other.before, other.before_share)
        leading = other.leading if self.leading is None else self.leading
        return Look(self.size or other.size, *space, leading)


Looks = tuple[Look, ...]  # of the levels, from the outermost
NO_LOOKS: Looks = (Look(),) * LEVELS


def layered(upper: Sequence[Look], lower: Sequence[Look]) -> Looks:
    """The looks of all levels, what the upper ones don't say taken from the lower ones."""
    if upper == NO_LOOKS:
        return tuple(lower)
    return tuple(one.over(other) for one, other in zip(upper, lower, strict=True))


def read_looks(styles: Element | None) -> Looks:
    """The looks of an `a:lstStyle`, `p:bodyStyle` or `p:titleStyle`."""
    if styles is None or not len(styles):
        return NO_LOOKS
    return tuple(read_look(styles.find(f"{A}lvl{level}pPr")) for level in range(1, LEVELS + 1))


def read_look(properties: Element | None) -> Look:
    """The look that an `a:lvl1pPr` or `a:pPr` gives."""
    if properties is None:
        return Look()
    letters = properties.find(A + "defRPr")
    size = 0.0 if letters is None else whole(letters, "sz") / POINT
    points, share = properties.find(f"{A}spcBef/{A}spcPts"), properties.find(f"{A}spcBef/{A}spcPct")
    leading = properties.find(f"{A}lnSpc/{A}spcPct")
    return Look(
        size if 0 < size <= LARGEST_TYPE else None,
        None if points is None else whole(points, "val") / POINT,
        None if share is None else whole(share, "val") / PERCENT,
        None if leading is None else whole(leading, "val") / PERCENT or None,
    )
