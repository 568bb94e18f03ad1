"""Text boxes that hold several labels: a figure over what it is, lines of statistics.

"+0.95 / QALYs gained per patient", "44/65 vs 19/64 / OR 4.95 (95% CI 2.21–11.53) / P < 0.0001".
"""

from dataclasses import replace

from slideextract.assemble.charts.roles import MAX_TOKENS, SHORT, SIGNS, Label, Role, classify, versus
from slideextract.assemble.found import RESULTS
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.line_arms import find_arms
from slideextract.assemble.reading import Read, read_line
from slideextract.document import BlockKind, Span
from slideextract.geometry import BBox
from slideextract.mentions import view


def parts(read: Read, text: str, inventory: Inventory) -> list[Label]:
    """The labels that a text box holds, from the top; none for any other text."""
    block = read.line.block
    if block.kind not in SHORT - {BlockKind.BULLET} or read.line.span != block.span or len(read.tokens) > MAX_TOKENS:
        return []
    lines = text[block.span.start : block.span.end].count("\n") + 1
    if lines > 1 and (found := _card(read, text, inventory, lines) or _lines(read, text, inventory, lines)):
        return found
    return _compared(read, text, inventory)


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


def _lines(read: Read, text: str, inventory: Inventory, lines: int) -> list[Label]:
    """Lines of statistics under the counts that they compare, "44/65 vs 19/64"."""
    start, found = read.line.block.span.start, []
    for number, line in enumerate(text[slice(*read.line.block.span)].split("\n")):
        share = (number / lines, (number + 1) / lines)
        found.append(classify(_part(read, Span(start, start + len(line)), share, text), text, inventory))
        start += len(line) + 1
    roles = {label.role for label in found}
    return found if Role.PAIR in roles and roles <= {Role.PAIR, Role.EFFECT, Role.P} else []


def _compared(read: Read, text: str, inventory: Inventory) -> list[Label]:
    """What a figure over the text is, then what it is compared with: "overall survival, X, vs 55.6% with placebo"."""
    at = versus(read)
    before = next((arm for arm in read.arms if at - 1 <= arm.last <= at), None)
    first = before.first if before is not None else at
    if not 0 < first < len(read.tokens) or sum(m.kind in RESULTS for m in read.mentions.values()) != 1:
        return []
    span, middle = read.line.block.span, read.tokens[first].start
    last = span.start + len(text[span.start : middle].rstrip(" \n,;:"))
    upper = classify(_part(read, Span(span.start, last), (0.0, 0.5), text), text, inventory)
    lower = classify(_part(read, Span(middle, span.end), (0.5, 1.0), text), text, inventory)
    return [upper, lower] if lower.role is Role.AGAINST and upper.role in {Role.ARM, Role.TEXT} else []


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
