"""Text boxes that hold several labels: a figure over what it is, lines of statistics.

"+0.95 / QALYs gained per patient", "44/65 vs 19/64 / OR 4.95 (95% CI 2.21–11.53) / P < 0.0001".
"""

from dataclasses import replace

from slideextract.assemble.charts.roles import MAX_TOKENS, SHORT, SIGNS, Label, Role, classify
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.line_arms import find_arms
from slideextract.assemble.reading import Read, read_line
from slideextract.document import BlockKind, Span
from slideextract.geometry import BBox
from slideextract.mentions import view


def parts(read: Read, text: str, inventory: Inventory) -> list[Label]:
    """The labels that a text box holds, from the top; none for any other text."""
    block = read.line.block
    lines = text[block.span.start : block.span.end].count("\n") + 1
    if lines == 1 or block.kind not in SHORT - {BlockKind.BULLET} or read.line.span != block.span:
        return []
    if len(read.tokens) > MAX_TOKENS:
        return []
    return _card(read, text, inventory, lines) or _statistics(read, text, inventory, lines)


def _card(read: Read, text: str, inventory: Inventory, lines: int) -> list[Label]:
    """A figure and the words under it.

    Only a figure with its sign or a sum of money counts: a plain percentage with its words is a statement of its own.
    """
    span = read.line.block.span
    if text[span.start] not in SIGNS:
        return []
    middle, share = text.index("\n", span.start), 1 / (1 + lines)
    value = classify(_part(read, Span(span.start, middle), (0.0, share), text), text, inventory)
    words = classify(_part(read, Span(middle + 1, span.end), (share, 1.0), text), text, inventory)
    return [value, words] if value.role is Role.VALUE and words.role is Role.TEXT else []


def _statistics(read: Read, text: str, inventory: Inventory, lines: int) -> list[Label]:
    """Lines of statistics under the counts that they compare, "44/65 vs 19/64"."""
    start, found = read.line.block.span.start, []
    for number, line in enumerate(text[slice(*read.line.block.span)].split("\n")):
        share = (number / lines, (number + 1) / lines)
        found.append(classify(_part(read, Span(start, start + len(line)), share, text), text, inventory))
        start += len(line) + 1
    roles = {label.role for label in found}
    return found if Role.PAIR in roles and roles <= {Role.PAIR, Role.EFFECT, Role.P} else []


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
