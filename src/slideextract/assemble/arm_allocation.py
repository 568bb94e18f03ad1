"""Arms in a list: what people were allotted to, "randomised to placebo or X 150 mg or 300 mg", and doses of a drug.

Both are arms for sure, and a dose alone in a list is one of the drug before it.
"""

from dataclasses import replace
from itertools import takewhile

import regex

from slideextract.assemble.arm_line import ArmLine

MIN_LISTED = 2  # what is allotted in a list; one alone may be what all receive
GIVEN = ("#dose", "#regimen")  # how much of a drug, and how often
UNIT = regex.compile(r"\D+$")  # behind the figure of a dose, its space included
LEADS = 6  # tokens between the word of allotting and its first arm: "randomised (2:1) in double-blind fashion to"


def find(line: ArmLine) -> None:
    """Add the arms of a list that follows a word of allotting, and of every list of doses."""
    _allotted(line)
    for index in range(line.size if line.holds(*GIVEN) else 0):
        given = line.is_class(index, "#dose") and line.is_class(index - 1, "receive")  # «sous 30 mg et 60 mg»
        if index in line.taken or not (given or line.treatment_at(index)):
            continue
        runs = _listed(line, index)
        doses = list(takewhile(lambda run: all(line.is_class(i, *GIVEN) for i in run), runs[1:]))
        if doses and line.is_class(runs[0].stop - 1, *GIVEN):
            _add(line, [runs[0], *doses])


def _allotted(line: ArmLine) -> None:
    if not (line.holds("receive") or line.tells("recruiting")):
        return
    for index in range(line.size):
        if line.says(index, "recruiting") or (line.is_class(index, "receive") and _allots(line, index)):
            runs = _listed(line, _first(line, index + 1))
            if len(runs) >= MIN_LISTED and all(position not in line.taken for run in runs for position in run):
                _add(line, runs)
                return


def _allots(line: ArmLine, index: int) -> bool:
    """Whether a word of receiving says that it was by allotment: "assigned to", «randomisés pour recevoir»."""
    return line.tokens[index].text.split()[0] in line.words.classes["recruiting"]


def _first(line: ArmLine, index: int) -> int:
    """The first treatment behind a word of allotting, or the end of the line."""
    for i in range(index, min(index + LEADS, line.size)):
        if line.treatment_at(i):
            return i
    return line.size


def _listed(line: ArmLine, first: int) -> list[range]:
    """The names of a list: a treatment with its doses, or a dose alone; what joins them is left out."""
    runs: list[range] = []
    index = first
    while index < line.size:
        last = _item(line, index)
        if last == index:
            break
        runs.append(range(index, last))
        index = _next(line, last)
        if index == last:
            break
    return runs


def _item(line: ArmLine, index: int) -> int:
    """The token behind a name that starts here: "X 150 mg every 4 weeks", "X plus Y", "300 mg"."""
    last = index
    while last < line.size:
        named = line.treatment_at(last) or line.is_class(last, *GIVEN)
        joins = last > index and line.tokens[last].has("combine") and not line.is_class(last, "and", "preposition")
        if not (named or (joins and line.treatment_at(last + 1))):
            break
        last += 1
    return last


def _next(line: ArmLine, index: int) -> int:
    """Where the next name of a list starts: behind sizes, commas, "or" and articles; `index` where the list ends."""
    after, parted = index, False
    while after < line.size:
        token = line.tokens[after]
        if token.text in {",", ";"} or token.has("and") or (token.text == "to" and parted):
            parted = True
        elif not (token.has("#n", "determiner") or token.text in {"(", ")", "l'", "d'"}):
            break
        after += 1
    return after if parted and after < line.size else index


def _add(line: ArmLine, runs: list[range]) -> None:
    """Take each name as an arm; a dose alone gets its drug from the name before, its unit from the last dose."""
    unit = UNIT.search(line.printed(runs[-1].stop - 1))
    name = ""
    drugs: tuple[str, ...] = ()
    for run in runs:
        if not line.add(run.start, run.stop):
            continue
        arm = line.found.pop()
        given = [i for i in run if line.is_class(i, *GIVEN)]
        if unit is not None and arm.dose is not None and arm.dose[-1].isdigit():  # "5, 10 and 15 mg"
            arm = replace(arm, label=f"{arm.label}{unit[0]}", dose=f"{arm.dose}{unit[0]}")
        if drugs and len(given) == len(run):
            arm = replace(arm, label=f"{name} {arm.label}", drugs=drugs)
        elif arm.is_treated:
            last = given[0] if given and given[0] > run.start else run.stop
            name, drugs = line.text[line.tokens[run.start].start : line.tokens[last - 1].end], arm.drugs
        line.found.append(arm)
