"""Lines beside a chart or table that only qualify its values: a p for all doses, the interval of each arm.

"≥50% responders: P < 0.0001 for both doses vs placebo", «pCR, IC 95 % : 18,0 ; 31,0 sous X, 0,6 ; 5,6 sous Y».
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from slideextract.assemble.arms import Arm
from slideextract.assemble.comparing import is_control
from slideextract.assemble.draft import Draft
from slideextract.assemble.found import RESULTS
from slideextract.assemble.header_rules import says
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.reading import Read
from slideextract.facts import EFFECTS
from slideextract.mentions import Mention
from slideextract.terms import endpoint_id

NEAR = 3  # tokens between an interval and the arm that it belongs to: "under", a bracket
SEPARATORS = frozenset({";", "–", "-", "à", "to"})
QUALIFIES = frozenset({"p", "interval", "threshold", "number"})  # figures that a qualifying line may hold


def qualify(reads: Sequence[Read], drafts: Sequence[Draft], inventory: Inventory) -> None:
    """Give p values and intervals of qualifying lines to the values of the same page that they name."""
    for read in reads:
        held = {mention.kind for mention in read.mentions.values()} & RESULTS
        if read.line.block.cell is not None or not held or not held <= QUALIFIES or not held & {"p", "interval"}:
            continue
        same = [d for d in drafts if d.line.block.page == read.line.block.page and _measures(d, read)]
        if "interval" in held and "p" not in held:
            _give_intervals(read, same, inventory)
        elif sum(mention.kind == "p" for mention in read.mentions.values()) == 1 and "number" not in held:
            _give_p(read, [d for d in same if d.kind not in EFFECTS and d.p is None], inventory)


def _measures(draft: Draft, read: Read) -> bool:
    """Whether a line names what a draft measures: the same endpoint of the lexicon, or the same limit in its name."""
    if draft.endpoint is None:
        return False
    known = endpoint_id(draft.endpoint.text)
    if known is not None:
        return known in read.endpoints.values()
    limits = {read.tokens[i].text for i, mention in read.mentions.items() if mention.kind == "threshold"}
    return any(limit.replace(" ", "") in draft.endpoint.text.replace(" ", "") for limit in limits)


def _give_p(read: Read, drafts: Sequence[Draft], inventory: Inventory) -> None:
    """A p for "both doses" belongs to each of them; else it is the named arm's, or the only one's."""
    p = next(m for m in read.mentions.values() if m.kind == "p")
    control = next((d.arm for d in drafts if d.arm is not None and is_control(d.arm)), None)
    active = [d for d in drafts if d.arm is not None and not is_control(d.arm)]
    named = [arm for arm in read.arms if not is_control(arm)]
    if named:
        active = [d for d in active if any(_same(arm, d.arm, inventory) for arm in named)]
    if p.values.get("value") is None or not (len(active) == 1 or says("each", _said(read))):
        return
    for draft in active:
        draft.p, draft.comparator = p, draft.comparator or control


def _give_intervals(read: Read, drafts: Sequence[Draft], inventory: Inventory) -> None:
    """Each interval belongs to the arm behind it, whose value it holds."""
    level = next((m.values.get("level") for m in read.mentions.values() if m.kind == "interval"), None)
    for last, interval in _intervals(read, level):
        arm = next((arm for arm in read.arms if 0 <= arm.first - last <= NEAR), None)
        holding = [
            d for d in drafts if d.interval is None and _holds(interval, d.value) and _same(arm, d.arm, inventory)
        ]
        if len(holding) == 1:
            holding[0].interval = interval


def _intervals(read: Read, level: Decimal | str | None) -> Iterator[tuple[int, Mention]]:
    """Intervals of a line, those printed without their level too, with the token after each."""
    for index, mention in sorted(read.mentions.items()):
        if mention.kind == "interval":
            yield index + 1, mention
        after = read.mentions.get(index + 2)
        if mention.kind != "number" or after is None or after.kind != "number":
            continue
        lower, upper = mention.values.get("value"), after.values.get("value")
        joined = read.tokens[index + 1].text in SEPARATORS
        if joined and isinstance(lower, Decimal) and isinstance(upper, Decimal) and lower < upper:
            values: dict[str, Decimal | str] = {"lower": lower, "upper": upper}
            values |= {"level": level} if level is not None else {}
            yield index + 3, Mention("interval", mention.start, after.end, "labels.interval", values, {})


def _holds(interval: Mention, value: Decimal) -> bool:
    lower, upper = interval.values.get("lower"), interval.values.get("upper")
    return isinstance(lower, Decimal) and isinstance(upper, Decimal) and lower <= value <= upper


def _same(one: Arm | None, other: Arm | None, inventory: Inventory) -> bool:
    """Whether two names are of one arm of the trial."""
    if one is None or other is None:
        return False
    entry = inventory.find(one)
    return one.key == other.key or (entry is not None and entry is inventory.find(other))


def _said(read: Read) -> str:
    return " ".join(token.text for token in read.tokens)
