"""Results in charts that are loose labels: values, p, arms and a title, each in a text of its own.

With places, a value belongs to the group whose label stands under or beside it; without, the k-th value goes with the
k-th arm. What can't be told apart stays without an arm and is flagged; axis labels are refused.
"""

from collections.abc import Sequence

from slideextract.assemble.charts.against import find_against
from slideextract.assemble.charts.cards import parts
from slideextract.assemble.charts.drawing import Page
from slideextract.assemble.charts.flat import Chart, flat_charts
from slideextract.assemble.charts.native import give_over
from slideextract.assemble.charts.roles import Label, Role, classify
from slideextract.assemble.charts.stars import set_stars
from slideextract.assemble.charts.statements import qualify
from slideextract.assemble.charts.telling import Around, Teller
from slideextract.assemble.comparing import give_p
from slideextract.assemble.draft import Draft
from slideextract.assemble.found import Found
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.reading import Read
from slideextract.document import Document


def read_charts(reads: Sequence[Read], inventory: Inventory, document: Document, told: Sequence[Draft] = ()) -> Found:
    """The results of a story's charts that are made of texts.

    Args:
        reads: the lines that tables left.
        inventory: the trial's arms.
        document: that they are from.
        told: the drafts of the story's tables, which a line beside them may qualify.
    """
    found, text = Found(), document.text
    forms = {page.number: page.forms for page in document.pages}
    pages: dict[int, list[Label]] = {}
    whole: list[tuple[Read, Label]] = []  # the texts that hold two labels
    for read in reads:
        label = classify(read, text, inventory)
        own = parts(read, text, inventory) if label.role in {Role.OTHER, Role.EFFECT} else []
        whole += [(read, part) for part in own]
        pages.setdefault(read.line.block.page, []).extend(own or [label])
    split = {id(part) for _, part in whole}
    set_stars([label for labels in pages.values() for label in labels], reads, text)
    for number, labels in pages.items():
        if any(label.read.line.block.box for label in labels):
            placed = [label for label in labels if label.read.line.block.box]
            drawn = forms.get(number, ())
            beside = [draft for draft in told if draft.line.block.page == number]
            found.add(Page(placed, inventory, text, beside, drawn).tell(find_against(placed, split)))
            give_over(placed, beside, found)
        else:
            find_against(labels, split)  # without places, what stands under what is unknown
            for chart in flat_charts(labels):
                found.add(_tell(chart, inventory, text))
    _rejoin(found, whole)
    qualify(reads, [*told, *found.drafts], inventory)
    return found


def _rejoin(found: Found, whole: Sequence[tuple[Read, Label]]) -> None:
    """Give what was found in a part of a text to the text."""
    for read, part in whole:
        if id(part.read) in found.done:
            found.done.add(id(read))
        for draft in found.drafts:
            if draft.line is part.read.line:
                draft.line, draft.quote = read.line, read.line.span


def _tell(chart: Chart, inventory: Inventory, text: str) -> Found:
    """The results of a chart without places."""
    found, teller = Found(), Teller(inventory, text)
    alone = not chart.arms
    if alone and not chart.after:
        return found
    around = Around(title=chart.after[0] if alone else chart.title)
    bound = len(chart.arms) == len(chart.values)
    for index, value in enumerate(chart.values):
        rule = "labels.alone" if alone else "labels.order" if bound else "labels.count_mismatch"
        draft = teller.draft(value, around, rule)
        if draft is None:
            continue
        if value.arm is not None:
            draft.arm = value.arm
        elif bound and not alone:
            draft.arm = chart.arms[index].arm
        elif not alone:
            draft.flags.append("arm_unclear")
        else:
            teller.settle(draft, value, chart.title)
        if teller.is_bound(draft):
            found.drafts.append(draft)
            found.done.add(id(value.read))
    if chart.p is not None and chart.p.mention is not None and give_p(found.drafts, chart.p.mention):
        found.done.add(id(chart.p.read))
    return found
