"""What a placeholder inherits from its layout and master: its box, whether its text has bullets, how it is set."""

from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element as Element

from slideextract.errors import ReadError
from slideextract.readers.drawing import A, Frame, P, choices, read_frame
from slideextract.readers.looks import NO_LOOKS, Looks, layered, read_looks
from slideextract.readers.ooxml import Package

KIN = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}  # what a master calls these
STYLES = {
    "title": "titleStyle",
    "ctrTitle": "titleStyle",
    "body": "bodyStyle",
    "subTitle": "bodyStyle",
    "obj": "bodyStyle",
}
FURNITURE = frozenset({"ftr", "sldNum", "dt", "hdr"})  # the same on every slide
TITLES = frozenset({"title", "ctrTitle"})


class Holder(NamedTuple):
    """A `p:ph` with what its shape says itself."""

    kind: str  # title, body, ftr ...; "obj" where the file says nothing
    id: str  # `idx` in the file
    frame: Frame | None = None
    bulleted: bool | None = None
    looks: Looks = NO_LOOKS
    anchor: str = ""  # where its text stands in it: `t`, `ctr`, `b`; nothing where it doesn't say

    def over(self, other: "Holder") -> "Holder":
        """This placeholder, with what it doesn't say taken from another."""
        return Holder(
            other.kind if self.kind == "obj" else self.kind,
            self.id,
            self.frame or other.frame,
            other.bulleted if self.bulleted is None else self.bulleted,
            layered(self.looks, other.looks),
            self.anchor or other.anchor,
        )


@dataclass
class Layouts:
    """The placeholders of the layouts and masters of a deck, each part read once."""

    package: Package
    _parts: dict[str, list[Holder]] = field(default_factory=dict)
    _parents: dict[str, list[str]] = field(default_factory=dict)
    _known: dict[tuple[str, str, str], Holder] = field(default_factory=dict)

    def inherited(self, slide: str, holder: Holder) -> Holder:
        """The placeholder with what the slide's layout, then its master, add to it."""
        parts = self.lineage(slide)
        key = (parts[0] if parts else "", holder.kind, holder.id)
        if key not in self._known:
            self._known[key] = self._base(parts, Holder(holder.kind, holder.id))
        return holder.over(self._known[key])

    def _base(self, parts: list[str], holder: Holder) -> Holder:
        """What a placeholder of this kind and id inherits."""
        for part in parts:
            found = _match(self._holders(part), holder)
            if found is not None:
                holder = holder.over(found)
        for part in parts[1:]:
            styles = self._root(part, f"{P}txStyles/{P}{STYLES.get(holder.kind, 'otherStyle')}")
            holder = holder._replace(looks=layered(holder.looks, read_looks(styles)))
        return holder

    def _root(self, part: str, path: str) -> Element | None:
        try:
            return self.package.xml(part).find(path)
        except ReadError:  # a slide can be read without its layout
            return None

    def lineage(self, slide: str) -> list[str]:
        """The parts of a slide's layout and master."""
        layouts = self._related(slide, "slideLayout")
        return layouts + [master for layout in layouts for master in self._related(layout, "slideMaster")]

    def _related(self, part: str, kind: str) -> list[str]:
        if part not in self._parents:
            try:
                self._parents[part] = self.package.related(part, kind)[:1]
            except ReadError:
                self._parents[part] = []
        return self._parents[part]

    def _holders(self, part: str) -> list[Holder]:
        if part not in self._parts:
            tree = self._root(part, f"{P}cSld/{P}spTree")
            shapes = [] if tree is None else list(choices(tree))
            self._parts[part] = [holder for shape in shapes if (holder := read_holder(shape)) is not None]
        return self._parts[part]


def _match(holders: list[Holder], wanted: Holder) -> Holder | None:
    """The holder with the same id, else the one of the same kind."""
    kind = KIN.get(wanted.kind, wanted.kind)
    same = [holder for holder in holders if KIN.get(holder.kind, holder.kind) == kind]
    named = [holder for holder in holders if holder.id == wanted.id and wanted.id]
    return next(iter([*named, *same]), None)


def read_holder(shape: Element) -> Holder | None:
    """The placeholder that a shape is, or None."""
    mark = next(shape.iterfind(f"./*/{P}nvPr/{P}ph"), None)
    if mark is None:
        return None
    properties = shape.find(P + "spPr")
    frame = read_frame(None if properties is None else properties.find(A + "xfrm"))
    if frame is None or not (frame.width or frame.height):
        frame = None
    styles = shape.find(f"{P}txBody/{A}lstStyle")
    first = None if styles is None else styles.find(A + "lvl1pPr")
    bulleted = None if first is None else _bulleted(first)
    body = shape.find(f"{P}txBody/{A}bodyPr")
    anchor = "" if body is None else body.get("anchor", "")
    return Holder(mark.get("type", "obj"), mark.get("idx", ""), frame, bulleted, read_looks(styles), anchor)


def _bulleted(style: Element) -> bool | None:
    if style.find(A + "buNone") is not None:
        return False
    return True if style.find(A + "buChar") is not None or style.find(A + "buAutoNum") is not None else None
