"""What the styles of a DOCX file say of a paragraph: title, heading, bullet, caption, contents."""

from typing import NamedTuple

from lxml.etree import _Element as Element

from slideextract.document import BlockKind
from slideextract.readers.ooxml import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_CHAIN = 20  # styles based on styles; Word itself stops at 11
HEADING_LEVELS = 9  # outline levels 0 to 8 are headings, 9 is running text
# Names of Word's own styles are English in every language of its menus.
NAMES = (
    ("title", BlockKind.TITLE),
    ("subtitle", BlockKind.HEADING),
    ("heading", BlockKind.HEADING),
    ("caption", BlockKind.CAPTION),
    ("toc", BlockKind.BOILERPLATE),
    ("table of figures", BlockKind.BOILERPLATE),
    ("list", BlockKind.BULLET),
    ("footnote text", BlockKind.FOOTNOTE),
    ("endnote text", BlockKind.FOOTNOTE),
    ("header", BlockKind.HEADER),
    ("footer", BlockKind.HEADER),
)


class _Style(NamedTuple):
    name: str
    based_on: str
    look: Element | None  # its `w:pPr`


class Styles:
    """The paragraph styles of a file."""

    def __init__(self) -> None:
        self._styles: dict[str, _Style] = {}

    def read(self, package: Package, part: str) -> None:
        """Take in a styles part."""
        for style in package.xml(part).iterfind(W + "style"):
            name = value(style.find(W + "name")).lower()
            self._styles[style.get(W + "styleId", "")] = _Style(
                name, value(style.find(W + "basedOn")), style.find(W + "pPr")
            )

    def kind(self, look: Element | None) -> BlockKind | None:
        """What a paragraph is by its own `w:pPr` and its styles; None where they say nothing."""
        if look is None:
            return None
        chain = self._chain(value(look.find(W + "pStyle")))
        for style in chain:
            for start, kind in NAMES:
                if style.name.startswith(start):
                    return kind
        looks = [look, *(style.look for style in chain if style.look is not None)]
        level = _first(looks, W + "outlineLvl")
        if level.isdecimal() and int(level) < HEADING_LEVELS:
            return BlockKind.HEADING
        numbered = _first(looks, f"{W}numPr/{W}numId")
        return BlockKind.BULLET if numbered not in ("", "0") else None

    def _chain(self, key: str) -> list[_Style]:
        found: list[_Style] = []
        while key in self._styles and len(found) < MAX_CHAIN:
            found.append(self._styles[key])
            key = self._styles[key].based_on
        return found


def value(element: Element | None) -> str:
    """The `w:val` of an element, empty where there is none."""
    return "" if element is None else element.get(W + "val") or ""


def is_set(element: Element | None) -> bool:
    """Whether an on/off element is there and on."""
    return element is not None and element.get(W + "val", "1") not in ("0", "false", "off", "none")


def _first(looks: list[Element], path: str) -> str:
    """The first value that a paragraph or its styles give."""
    return next((found for look in looks if (found := value(look.find(path)))), "")
