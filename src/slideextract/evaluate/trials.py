"""What a run found of each trial of the gold: one line a trial, so that one that went missing is seen."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from slideextract.evaluate.compare import Compared
from slideextract.evaluate.gold import Predicted, read_gold, read_run
from slideextract.evaluate.measure import compare

TrialLine = dict[str, Any]
COLUMNS = ("required", "found", "right", "words_required", "words_found", "false")
MOST = 44  # characters of a document's name, or of a trial's key, in a table


def by_trial(run: Path, gold: Path) -> list[TrialLine]:
    """A line for each trial of each document, and one for false rows that belong to none.

    `required`, `found`, `right`: demanded rows with a number, those found, and those with the right arm, endpoint and
    trial. `words_required`, `words_found`: the same for results in words. `false`: rows that no gold row says, where
    the gold is exhaustive. `status`: "ok", "missing", "wrong" (found, not right), "false rows", "empty as expected".

    Raises:
        SlideExtractError: a file is missing or isn't what it should be.
    """
    return [line for compared in compare(read_gold(gold), read_run(run)) for line in _lines(compared)]


def _lines(compared: Compared) -> Iterator[TrialLine]:
    false = _false_rows(compared)
    keys: list[str | None] = [*compared.trials]
    if any(row.trial not in compared.trials for row in compared.gold.rows) or false[None]:
        keys.append(None)
    for key in keys:
        rows = [row for row in compared.rows if row.required and row.trial == key]
        hits = [compared.by_gold[row] for row in rows if row in compared.by_gold]
        line = {
            "document": compared.name,
            "trial": key,
            "required": len(rows),
            "found": len(hits),
            "right": sum(hit.tuple_right for hit in hits),
            "words_required": sum(row.required and row.trial == key for row in compared.soft),
            "words_found": sum(hit.gold.required and hit.gold.trial == key for hit in compared.soft_hits),
            "false": false[key],
        }
        yield line | {"status": status(line)}


def _false_rows(compared: Compared) -> Counter[str | None]:
    """How many rows without gold each trial got: by its name, else by the rows that the run joined them with."""
    partners: dict[str | None, Counter[str | None]] = {}
    for hit in (*compared.hits, *compared.soft_hits):
        partners.setdefault(hit.predicted.trial_id, Counter())[hit.gold.trial] += 1
    wrong = [row for row in compared.predicted if row not in compared.by_predicted and compared.counts(row)]
    return Counter(_trial_of(compared, row, partners.get(row.trial_id, Counter())) for row in wrong)


def _trial_of(compared: Compared, row: Predicted, partners: Counter[str | None]) -> str | None:
    named = compared.named(row)
    if named is not None:
        return named
    if partners:
        return partners.most_common(1)[0][0]
    return next(iter(compared.trials)) if len(compared.trials) == 1 else None


def status(line: TrialLine) -> str:
    """In one word how well a trial was read; the worst comes first."""
    if line["found"] < line["required"] or line["words_found"] < line["words_required"]:
        return "missing"
    if line["right"] < line["found"]:
        return "wrong"
    if line["false"]:
        return "false rows"
    return "ok" if line["required"] or line["words_required"] else "empty as expected"


def trial_table(lines: Iterable[TrialLine]) -> str:
    """The lines in columns, with the number of trials of each status below."""
    told = list(lines)
    names = [(_short(line["document"]), _short(line["trial"] or "-")) for line in told]
    widths = [max(len(head), *(len(name[k]) for name in names), 0) for k, head in enumerate(("document", "trial"))]
    rows = [_row(widths, ("document", "trial"), COLUMNS, "status")]
    for name, line in zip(names, told, strict=True):
        rows.append(_row(widths, name, [str(line[column]) for column in COLUMNS], line["status"]))
    counts = Counter(line["status"] for line in told if line["trial"] is not None)
    total = ", ".join(f"{word} {count}" for word, count in sorted(counts.items()))
    return "\n".join([*rows, "", f"trials {sum(counts.values())}: {total}" if counts else "no trials"])


def _short(name: str) -> str:
    return name if len(name) <= MOST else f"{name[: MOST - 1]}…"


def _row(widths: list[int], name: tuple[str, str], figures: Iterable[str], last: str) -> str:
    left = "  ".join(f"{part:{width}}" for part, width in zip(name, widths, strict=True))
    right = "  ".join(f"{figure:>{len(column)}}" for figure, column in zip(figures, COLUMNS, strict=True))
    return f"{left}  {right}  {last}"
