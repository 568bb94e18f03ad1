"""What a page's author says of an element besides its text: hidden, navigation, a banner, footnotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

UNSEEN_TAGS = frozenset(
    {
        "script", "style", "template", "noscript", "head", "title", "iframe", "object", "embed", "video", "audio",
        "canvas", "textarea", "datalist", "input", "img", "defs", "metadata", "desc", "annotation", "annotation-xml",
        "map",
    }
)  # fmt: skip
FRAME_TAGS = frozenset({"nav", "footer", "aside", "button", "select", "dialog", "menu"})
FRAME_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "complementary"})
# Words in a class or id by which an element is part of the page's frame.
FRAME_NAMES = frozenset(
    {
        "cookie", "cookies", "consent", "gdpr", "rgpd", "breadcrumb", "breadcrumbs", "navbar", "nav", "navigation",
        "menu", "sidebar", "footer", "share", "sharing", "social", "newsletter", "related", "advert", "advertisement",
        "ads", "popup", "modal", "banner", "subscribe", "copyright", "disclaimer",
    }
)  # fmt: skip
# Words by which it is content all the same: "content_body menu-open".
CONTENT_NAMES = frozenset(
    {"content", "article", "main", "body", "post", "story", "entry", "text", "results", "abstract"}
)
CONTENT_TAGS = frozenset({"html", "body", "main", "article", "table", "tr", "td", "th", "p", "h1", "h2", "h3"})
MAX_FRAME = 0.4  # share of the page's text; what holds more isn't its frame, whatever it is called
MAX_LOOKED = (
    1_000_000  # elements looked through again to tell frame from content; a page with more is made to cost time
)
NAME_PARTS = re.compile(r"[a-z]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
NOTES = re.compile(r"(?:foot|end)-?notes?(?!-?(?:ref|back|anchor|link|call))", re.IGNORECASE)
INLINE = frozenset({"a", "sup", "sub", "span"})
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|$|!)", re.IGNORECASE
)
SELECTOR = re.compile(r"[.#][\w-]+")


def find_hidden(root: Element) -> frozenset[str]:
    """The classes (`.name`) and ids (`#name`) that the page's own style sheet hides on every medium."""
    found: set[str] = set()
    for style in root.iter("style"):
        first, *rest = (style.text or "").split("/*")
        sheet = first + "".join(part.partition("*/")[2] for part in rest)
        for selectors, look in _rules(sheet):
            if HIDING.search(look):
                found.update(item for part in selectors.split(",") if SELECTOR.fullmatch(item := part.strip()))
    return frozenset(found)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and look of the rules outside of `@media` and the like."""
    depth = 0
    for chunk in sheet.split("}"):
        opened = chunk.count("{")
        depth += opened - 1
        if opened and depth <= 0:
            selectors, _, look = chunk.rpartition("{")
            yield selectors.rpartition(";")[2], look
        depth = max(depth, 0)


def is_hidden(element: Element, hidden: frozenset[str]) -> bool:
    """Whether a browser doesn't show an element."""
    if element.tag in UNSEEN_TAGS or element.get("hidden") is not None:
        return True
    look = element.get("style")
    if look and HIDING.search(look):
        return True
    if not hidden:
        return False
    names = (element.get("class") or "").split()
    return any("." + name in hidden for name in names) or "#" + (element.get("id") or "") in hidden


@dataclass
class Frame:
    """How to tell the frame of a page from its content.

    Args:
        total: characters of the page's text.
    """

    total: int
    looked: int = 0

    def holds(self, element: Element) -> bool:
        """Whether an element is navigation, a banner, or something else around the page's content."""
        tag = element.tag
        if tag in ("form", "header"):
            return self._is_around(element)
        if tag in FRAME_TAGS or element.get("role") in FRAME_ROLES:
            return True
        if tag in CONTENT_TAGS or tag in INLINE:
            return False
        names = _names(element)
        return bool(names & FRAME_NAMES and not names & CONTENT_NAMES) and self._is_around(element)

    def _is_around(self, element: Element) -> bool:
        """Whether an element is small and holds no heading of the content."""
        room = MAX_FRAME * self.total
        for inner in element.iter("*"):
            self.looked += 1
            room -= _shown(inner) + (0 if inner is element else len(inner.tail or ""))
            if room < 0 or inner.tag in ("h1", "h2") or self.looked > MAX_LOOKED:
                return False
        return True


def shown_length(element: Element) -> int:
    """Characters inside an element, those of scripts and styles left out."""
    return sum(_shown(inner) + (0 if inner is element else len(inner.tail or "")) for inner in element.iter("*"))


def _shown(element: Element) -> int:
    return 0 if element.tag in UNSEEN_TAGS else len(element.text or "")


def _names(element: Element) -> set[str]:
    given = f"{element.get('class') or ''} {element.get('id') or ''}"
    return set(NAME_PARTS.findall(CAMEL.sub("-", given).lower()))


def is_notes(element: Element) -> bool:
    """Whether an element holds footnotes."""
    if element.tag in INLINE:
        return False
    return any(NOTES.search(element.get(name) or "") for name in ("class", "id", "role"))
