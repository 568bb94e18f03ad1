"""Do two documents of one deck, its PPTX and its PDF, tell the same?

python scripts/agreement.py FOLDER...

Over the files of a folder that differ only in their suffix, it compares the facts that both documents can show: those
of visible slides whose figure the other document prints as text. A fact agrees when the other document has one of the
same kind and value in which every slot says the same; all others are printed.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import slideextract
from slideextract.document import Document
from slideextract.evaluate.names import similarity
from slideextract.evaluate.values import numbers
from slideextract.facts import Fact

SUFFIXES = {".pptx", ".pdf"}
SLOTS = (
    *("unit", "trial", "timepoint_days", "arm_n", "numerator", "denominator"),
    *("ci_lower", "ci_upper", "p_modifier", "p_value"),
)


class Agreement(NamedTuple):
    """How many facts two documents share, of how many, and a line for each that they don't."""

    same: int
    total: int
    differences: list[str]


def agreement(first: Document, second: Document) -> Agreement:
    """Compare the facts of two documents that both of them can show."""
    ours, theirs = _shown(first, second), _shown(second, first)
    same, lines = 0, []
    for one, other in _pairs(ours, theirs):
        if one is not None and other is not None and not (differing := _differing(one, other)):
            same += 1
        elif one is not None and other is not None:
            lines.append(f"{_line(one)}\n    {first.name} | {second.name}: " + "; ".join(differing))
        else:
            found, name = (one, second.name) if one is not None else (other, first.name)
            lines += [f"{_line(found)}\n    not in {name}"] if found is not None else []
    return Agreement(same, same + len(lines), lines)


def _shown(document: Document, other: Document) -> list[Fact]:
    """The facts of visible pages whose figure another document prints."""
    hidden = {page.number for page in document.pages if page.hidden}
    printed = numbers(other.text)
    return [
        fact
        for fact in slideextract.extract(document).facts
        if fact.value is not None
        and fact.reader != "notes"
        and fact.page not in hidden
        and abs(float(fact.value)) in printed
    ]


def _pairs(ours: Sequence[Fact], theirs: Sequence[Fact]) -> Iterator[tuple[Fact | None, Fact | None]]:
    """Facts of one kind and value, those that differ least together; then those that are left."""
    possible = [
        (len(_differing(one, other)), i, k)
        for i, one in enumerate(ours)
        for k, other in enumerate(theirs)
        if (one.kind, one.value) == (other.kind, other.value)
    ]
    used: tuple[set[int], set[int]] = set(), set()
    for _, i, k in sorted(possible):
        if i not in used[0] and k not in used[1]:
            used[0].add(i)
            used[1].add(k)
            yield ours[i], theirs[k]
    yield from ((fact, None) for i, fact in enumerate(ours) if i not in used[0])
    yield from ((None, fact) for k, fact in enumerate(theirs) if k not in used[1])


def _differing(one: Fact, other: Fact) -> list[str]:
    """What two facts say differently."""
    names = [name for name in ("arm", "comparator", "endpoint") if not _same(one, other, name)]
    names += [name for name in SLOTS if getattr(one, name) != getattr(other, name)]
    return [f"{name} {getattr(one, name)} | {getattr(other, name)}" for name in names]


def _same(one: Fact, other: Fact, slot: str) -> bool:
    """Whether two names say the same, as the scorer sees it: "Placebo" and "Placebo every 2 weeks"."""
    first, second = getattr(one, slot), getattr(other, slot)
    if first is None or second is None:
        return first is second
    if slot == "endpoint" and one.endpoint_id is not None:
        return one.endpoint_id == other.endpoint_id
    return similarity(first, second, arm=slot != "endpoint") > 0


def _line(fact: Fact) -> str:
    return f"page {fact.page}: {fact.kind} {fact.value} {fact.unit or ''} | {fact.endpoint} | {fact.arm}"


def pairs_of(folders: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
    """Files that differ only in their suffix."""
    for folder in folders:
        decks: dict[str, list[Path]] = {}
        for path in sorted(folder.iterdir()):
            if path.suffix in SUFFIXES:
                decks.setdefault(path.stem, []).append(path)
        for paths in decks.values():
            yield from combinations(paths, 2)


def main(folders: Sequence[str]) -> None:
    """Print a line for each deck, every difference, and the share over all."""
    same = total = 0
    for first, second in pairs_of(map(Path, folders)):
        found = agreement(slideextract.read(first), slideextract.read(second))
        print(f"{first.stem}: {found.same} of {found.total}")
        print("".join(f"  {line}\n" for line in found.differences), end="")
        same, total = same + found.same, total + found.total
    print(f"agreement {same / total:.3f} ({same} of {total} facts)" if total else "no two documents of one deck")


if __name__ == "__main__":
    main(sys.argv[1:])
