"""Scores the catalogue of tables in every format: `python tests/table_scores.py [-v] [part of a name ...]`."""

import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import slideextract
from slideextract.evaluate.compare import Compared
from slideextract.evaluate.gold import Predicted
from slideextract.evaluate.measure import measure
from slideextract.facts import Fact, Trial
from table_catalogue import Shape, catalogue
from table_writers import FORMATS

SCORES = ("value_recall", "tuple_recall", "full_recall", "precision", "tuple_precision")


@dataclass
class Told:
    """What a run told of one table in one format."""

    shape: Shape
    compared: Compared
    facts: list[Fact]
    trials: list[Trial]

    @property
    def tuples(self) -> set[tuple[str, str, str, str]]:
        """The facts, as far as two formats of a table must agree on them."""
        return {(f.kind, str(f.value), (f.arm or "").casefold(), (f.endpoint or "").casefold()) for f in self.facts}


def tell(shape: Shape, form: str, folder: Path) -> Told:
    """Write a table, read it, and compare what is told with the gold."""
    suffix, write = FORMATS[form]
    path = folder / f"{shape.gold.doc}{suffix}"
    write(shape, path)
    facts, trials = slideextract.merge([slideextract.extract(slideextract.read(path))])
    facts = [fact for fact in facts if fact.value is not None]
    predicted = [Predicted.model_validate(fact.model_dump(mode="json")) for fact in facts]
    return Told(shape, Compared(shape.gold, path.name, predicted), facts, trials)


@dataclass
class Tally:
    """The slots that the scorer doesn't ask for, counted over many tables."""

    right: int = 0
    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, shape: Shape, name: str, want: object, got: object) -> None:
        self.asked += 1
        self.right += want == got
        if want != got:
            self.wrong.append(f"{shape.name}: {name} {want}, told {got}")


def tally(told: Told) -> Tally:
    """Sizes of arms, and each row's spread, size, group and set."""
    found = Tally()
    sizes = {arm.label.casefold(): arm.n for trial in told.trials for arm in trial.arms}
    for names, size in told.shape.sizes.items():
        got = next((n for label, n in sizes.items() if label in names), None)
        found.add(told.shape, f"size of {names[0]}", size, got)
    facts = dict(zip(map(id, told.compared.predicted), told.facts, strict=True))
    for row, want in zip(told.compared.gold.rows, told.shape.wanted, strict=True):
        hit = next((h for h in told.compared.hits if h.gold.id == row.id and not h.gold.twin), None)
        if hit is None:
            continue
        fact = facts[id(hit.predicted)]
        label = f"{row.kind} {row.value}"
        if want.size is not None:
            found.add(told.shape, f"{label}: arm of", want.size, fact.arm_n)
        if want.spread is not None:
            found.add(told.shape, f"{label}:", want.spread, _spread(fact))
        if want.subgroup is not None:
            found.add(told.shape, f"{label}: in", want.subgroup.casefold(), (fact.subgroup or "").casefold())
        if want.population is not None:
            found.add(told.shape, f"{label}: set", want.population.casefold(), (fact.population or "").casefold())
    return found


def _spread(fact: Fact) -> str | None:
    spread = fact.dispersion
    if spread is None:
        return None
    return f"{spread.type} {spread.value if spread.value is not None else f'{spread.lower}..{spread.upper}'}"


def agreement(one: Iterable[Told], other: Iterable[Told]) -> float:
    """The share of facts that two formats tell alike."""
    pairs = list(zip(one, other, strict=True))
    alike = sum(len(a.tuples & b.tuples) for a, b in pairs)
    return alike / max(1, sum(len(a.tuples | b.tuples) for a, b in pairs))


def main(names: list[str]) -> None:
    verbose = "-v" in names
    wanted = [name for name in names if name != "-v"]
    forms = [form for form in FORMATS if not any(w in FORMATS for w in wanted) or form in wanted]
    parts = [w for w in wanted if w not in FORMATS]
    shapes = [s for s in catalogue().values() if not parts or any(part in s.name for part in parts)]
    first: list[Told] = []
    print(f"{'':14}" + "".join(f"{name:>17}" for name in (*SCORES, "slots", "agreement")))  # noqa: T201
    for form in forms:
        with tempfile.TemporaryDirectory() as folder:
            told = [tell(shape, form, Path(folder)) for shape in shapes]
        first = first or told
        scores = measure(one.compared for one in told)
        tallies = [tally(one) for one in told]
        slots = sum(t.right for t in tallies) / max(1, sum(t.asked for t in tallies))
        shares = [*(scores[name] or 0.0 for name in SCORES), slots, agreement(first, told)]
        print(f"{form:14}" + "".join(f"{share:17.3f}" for share in shares))  # noqa: T201
        if verbose:
            for one, counted in zip(told, tallies, strict=True):
                _show(one, counted)


def _show(told: Told, counted: Tally) -> None:
    lines = [f"  missed {_row(row)}" for row in told.compared.rows if row.required and row not in told.compared.by_gold]
    for hit in told.compared.hits:
        bad = [
            n
            for n in ("arm", "endpoint", "timepoint", "comparator", "ci", "numerator")
            if getattr(hit.slots, n) is False
        ]
        bad += [] if hit.p_right else ["p"]
        if bad and not hit.gold.twin:
            lines.append(f"  {','.join(bad)}: {_row(hit.gold)} <- {_said(hit.predicted)}")
    lines += [f"  false {_said(row)}" for row in told.compared.predicted if row not in told.compared.by_predicted]
    lines += [f"  {wrong}" for wrong in counted.wrong]
    if lines:
        print(told.shape.name, *lines, sep="\n")  # noqa: T201


def _row(row: object) -> str:
    names = (
        "kind",
        "value",
        "endpoint_any",
        "arm_any",
        "comparator_any",
        "timepoint_days",
        "ci_lower",
        "p_value",
        "numerator",
    )
    return " ".join(str(value) for name in names if (value := getattr(row, name)) is not None)


def _said(row: Predicted) -> str:
    p = f"p{row.p_modifier}{row.p_value}" if row.p_value is not None else ""
    who = f"{row.arm} vs {row.comparator}"
    return f"{row.kind} {row.value} | {row.endpoint} | {who} | {row.timepoint_days} {row.ci_lower} {p} {row.numerator}"


if __name__ == "__main__":
    main(sys.argv[1:])
