"""Counts what each flag and rule is worth on documents with gold, and writes the figures into `trust.toml`.

python scripts/calibrate.py DEV [SET ...]

DEV holds a folder and a `SET.gold.jsonl` for each set. A flag is counted on the rows that carry no other with
`review`, a rule on those that carry none. Of abstracts, whose gold has a `set`, rows count where it names both an arm
and an endpoint: where it names none, a row without one proves nothing. But no differences and ratios count there, which
that gold calls "absolute difference" and not by what was measured, and no rows of `llm-meta`, where all names are an
annotator's words.
"""

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from slideextract import ingest
from slideextract.evaluate.acceptance import Judged, judged
from slideextract.evaluate.gold import read_gold, read_run
from slideextract.evaluate.measure import compare
from slideextract.facts import EFFECTS
from slideextract.trust import trust

SETS = ("seeds", "decks", "parallel", "has", "press_fr", "abstracts_en")
LEFT_OUT = "llm-meta"
TABLE = Path(__file__).resolve().parents[1] / "src" / "slideextract" / "trust.toml"
FIGURES = re.compile(r"^(?:right|of) = \d+\n", re.MULTILINE)
BLOCK = re.compile(r"^\[flag\.(?P<name>\w+)\]\n(?:.+\n)*", re.MULTILINE)
RULES = re.compile(r"\n# -- rules.*", re.DOTALL)
Counts = dict[str, Counter[str]]


def rows(dev: Path, sets: Iterable[str]) -> Iterator[Judged]:
    """The rows that the gold of the sets can judge."""
    for name in sets:
        with tempfile.TemporaryDirectory() as out:
            ingest([dev / name], Path(out))
            gold = [document for document in read_gold(dev / f"{name}.gold.jsonl") if document.collection != LEFT_OUT]
            for document in compare(gold, read_run(Path(out))):
                told = judged([document], labelled=True)
                yield from told if document.gold.collection is None else filter(_is_named, told)


def _is_named(row: Judged) -> bool:
    """Whether the gold of an abstract can tell that a row is right."""
    if row.hit is None:
        return True
    return bool(row.hit.gold.arm_any and row.hit.gold.endpoint_any) and row.row.kind not in EFFECTS


def count(judged_rows: Iterable[Judged]) -> tuple[Counts, Counts]:
    """Right rows and all rows, by flag and by rule."""
    flags: Counts = {"right": Counter(), "of": Counter()}
    rules: Counts = {"right": Counter(), "of": Counter()}
    for row in judged_rows:
        told = trust().flags.keys() & set(row.row.flags)
        doubts = {flag for flag in told if trust().flags[flag].review}
        alone = [(flags, flag) for flag in told if doubts <= {flag}]
        for counts, name in alone if doubts else [*alone, (rules, row.row.rule)]:
            counts["of"][name] += 1
            counts["right"][name] += row.right
    return flags, rules


def written(table: str, flags: Counts, rules: Counts) -> str:
    """The table with the figures of this count."""

    def with_figures(block: re.Match[str]) -> str:
        name = block["name"]
        return FIGURES.sub("", block[0]) + _figures(flags, name)

    known = BLOCK.sub(with_figures, RULES.sub("", table).rstrip() + "\n")
    blocks = [f'\n[rule."{name}"]\n{_figures(rules, name)}' for name in sorted(rules["of"])]
    return f"{known}\n# -- rules, by the counts alone\n{''.join(blocks)}"


def _figures(counts: Counts, name: str) -> str:
    return f"right = {counts['right'][name]}\nof = {counts['of'][name]}\n"


def main(dev: str, *sets: str) -> None:
    """Count, and rewrite the table in place."""
    flags, rules = count(rows(Path(dev), sets or SETS))
    table = TABLE.read_text("utf-8")
    TABLE.write_text(written(table, flags, rules), encoding="utf-8", newline="\n")
    for kind, counts in (("flag", flags), ("rule", rules)):
        for name, of in sorted(counts["of"].items()):
            print(f"{kind} {name:30} {counts['right'][name]:4} of {of:4}  {counts['right'][name] / of:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
