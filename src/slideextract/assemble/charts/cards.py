"""Cards: a figure and what it is in one text box, "+0.95 / QALYs gained per patient"; read as two labels."""

from dataclasses import replace

from slideextract.assemble.charts.roles import MAX_TOKENS, SHORT, SIGNS, Label, Role, classify
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.line_arms import find_arms
from slideextract.assemble.reading import Read, read_line
from slideextract.document import BlockKind, Span
from slideextract.geometry import BBox
from slideextract.mentions import view


def parts(read: Read, text: str, inventory: Inventory) -> list[Label]:
    """The figure and the words of a card, from the top; none for any other text.

    Only a figure with its sign or a sum of money counts: a plain percentage with its words is a statement of its own.
    """
    block = read.line.block
    first, _, rest = text[block.span.start : block.span.end].partition("\n")
    if not rest or block.kind not in SHORT - {BlockKind.BULLET} or len(read.tokens) > MAX_TOKENS:
        return []
    if text[block.span.start] not in SIGNS or read.line.span != block.span:
        return []
    middle = block.span.start + len(first)
    upper, lower = Span(block.span.start, middle), Span(middle + 1, block.span.end)
    share = 1 / (2 + rest.count("\n"))
    value = classify(_part(read, upper, (0.0, share), text), text, inventory)
    words = classify(_part(read, lower, (share, 1.0), text), text, inventory)
    return [value, words] if value.role is Role.VALUE and words.role is Role.TEXT else []


def _part(read: Read, span: Span, share: tuple[float, float], text: str) -> Read:
    """The lines of a text box between two shares of its height, read as a text of their own."""
    block, box = read.line.block, read.line.block.box
    if box is not None:
        height = box.height
        box = BBox(box.x0, box.top + share[0] * height, box.x1, box.top + share[1] * height)
    line = replace(read.line, block=replace(block, span=span, box=box), span=span)
    part = read_line(text, " " * span.start + view(text[span.start : span.end]), line)
    part.arms = find_arms(part, text)
    return part
