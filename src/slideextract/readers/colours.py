"""Colours of drawn forms in DrawingML, resolved through the theme as far as two of one deck have to be compared."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from slideextract.document import Form
from slideextract.errors import ReadError
from slideextract.geometry import BBox
from slideextract.readers.drawing import A, P
from slideextract.readers.placeholders import Layouts

FILLS = frozenset({A + "solidFill", A + "gradFill", A + "pattFill"})
UNFILLED = frozenset({A + "noFill", A + "blipFill", A + "grpFill"})
HIDES_NOTHING = "0"  # `idx` of a style's fill that paints nothing
WHITE = "ffffff"
# What a slide calls the colours of its theme where its master doesn't map them otherwise.
USUAL = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
Resolve = Callable[[str], str]


@dataclass
class Schemes:
    """The colours of the themes of a deck, each read once."""

    layouts: Layouts
    _known: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, slide: str) -> Resolve:
        """How the slide's names of colours ("accent1") become colours; the theme is read when one is asked for."""

        def resolve(name: str) -> str:
            masters = self.layouts.lineage(slide)[1:]
            return self._scheme(masters[0]).get(name, name) if masters else name

        return resolve

    def _scheme(self, master: str) -> dict[str, str]:
        if master not in self._known:
            self._known[master] = self._read(master)
        return self._known[master]

    def _read(self, master: str) -> dict[str, str]:
        package = self.layouts.package
        try:
            themes = package.related(master, "theme")
            root = package.xml(themes[0]) if themes else None
            mapped = package.xml(master).find(P + "clrMap")
        except ReadError:  # a slide can be read without its theme
            return {}
        colours = None if root is None else root.find(f"{A}themeElements/{A}clrScheme")
        if colours is None:
            return {}
        found = {str(slot.tag).removeprefix(A): _printed(slot[0], str) for slot in colours if len(slot)}
        names = {**USUAL, **({} if mapped is None else {str(k): str(v) for k, v in mapped.attrib.items()})}
        return found | {name: found[slot] for name, slot in names.items() if slot in found}


def drawn_form(element: Element, box: BBox, resolve: Resolve, *, printed: bool) -> Iterator[Form]:
    """A shape as a form: what it is filled with, or a line; a frame around a text is none.

    Args:
        element: the `p:sp`, `p:cxnSp` or `p:pic`.
        box: where it is.
        resolve: the colours of its theme.
        printed: whether it holds text.
    """
    if element.tag == P + "pic":
        return
    colour = "" if element.tag == P + "cxnSp" else _fill(element, resolve)
    if (colour or not printed) and colour != WHITE:
        yield Form(box, colour)


def _fill(shape: Element, resolve: Resolve) -> str:
    """The colour that a shape is filled with, the first one of a gradient or pattern; nothing where it isn't."""
    properties = shape.find(P + "spPr")
    for child in () if properties is None else properties:
        if child.tag in UNFILLED:
            return ""
        if child.tag in FILLS:
            return _colour(child, resolve)
    styled = shape.find(f"{P}style/{A}fillRef")
    return "" if styled is None or styled.get("idx", HIDES_NOTHING) == HIDES_NOTHING else _colour(styled, resolve)


def _colour(parent: Element, resolve: Resolve) -> str:
    named = next((child for child in parent.iter() if str(child.tag).endswith("Clr")), None)
    return "" if named is None else _printed(named, resolve)


def _printed(colour: Element, resolve: Resolve) -> str:
    """A colour with what lightens or darkens it: "2e75b6", "2e75b6 lumMod=75000"."""
    name = colour.get("lastClr") or colour.get("val") or " ".join(map(str, colour.values()))
    changes = [f"{str(child.tag).removeprefix(A)}={child.get('val', '')}" for child in colour]
    return " ".join([resolve(name).lower(), *changes])
