"""What a placeholder inherits from its layout and master: its box, and whether its text has bullets."""

from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element as Element

from slideextract.errors import ReadError
from slideextract.readers.drawing import A, Frame, P, choices, read_frame
from slideextract.readers.ooxml import Package

KIN = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}  # what a master calls these
FURNITURE = frozenset({"ftr", "sldNum", "dt", "hdr"})  # the same on every slide
TITLES = frozenset({"title", "ctrTitle"})


class Holder(NamedTuple):
    """A `p:ph` with what its shape says itself."""

    kind: str  # title, body, ftr ...; "obj" where the file says nothing
    id: str  # `idx` in the file
    frame: Frame | None = None
    bulleted: bool | None = None


@dataclass
class Layouts:
    """The placeholders of the layouts and masters of a deck, each part read once."""

    package: Package
    _parts: dict[str, list[Holder]] = field(default_factory=dict)
    _parents: dict[str, list[str]] = field(default_factory=dict)

    def inherited(self, slide: str, holder: Holder) -> Holder:
        """The placeholder with what the slide's layout, then its master, add to it."""
        for part in self._lineage(slide):
            found = _match(self._holders(part), holder)
            if found is None:
                continue
            if holder.kind == "obj" and found.kind != "obj":
                holder = holder._replace(kind=found.kind)
            frame = holder.frame or found.frame
            bulleted = found.bulleted if holder.bulleted is None else holder.bulleted
            holder = holder._replace(frame=frame, bulleted=bulleted)
            if holder.frame is not None and holder.bulleted is not None:
                break
        return holder

    def _lineage(self, slide: str) -> list[str]:
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
            try:
                tree = self.package.xml(part).find(f"{P}cSld/{P}spTree")
            except ReadError:  # a slide can be read without its layout
                tree = None
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
    first = shape.find(f"{P}txBody/{A}lstStyle/{A}lvl1pPr")
    bulleted = None if first is None else _bulleted(first)
    return Holder(mark.get("type", "obj"), mark.get("idx", ""), frame, bulleted)


def _bulleted(style: Element) -> bool | None:
    if style.find(A + "buNone") is not None:
        return False
    return True if style.find(A + "buChar") is not None or style.find(A + "buAutoNum") is not None else None
