"""What a person sees of a run: progress, summary, and the context of a number."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slideextract.batch import Run
    from slideextract.facts import DocumentRecord, Extraction, Ledger

Advance = Callable[["DocumentRecord", int], None]
AROUND = 30  # characters of context on each side of a number: enough to find it on its page
LISTED = 20  # failed documents told one by one; documents.jsonl has all of them
DIGITS = "0123456789"


@contextmanager
def progress(*, quiet: bool) -> Iterator[Advance | None]:
    """A progress bar with the time left, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def advance(record: "DocumentRecord", total: int) -> None:
            bar.update(task, advance=1, total=total, description=printable(record.document).replace("[", r"\["))

        yield advance


def failures(run: "Run") -> None:
    """One line on stderr for each document that failed."""
    for record in run.failed[:LISTED]:
        sys.stderr.write(printable(f"{record.document}: {record.status}: {_reason(record)}") + "\n")
    if len(run.failed) > LISTED:
        sys.stderr.write(f"... and {len(run.failed) - LISTED} more: see documents.jsonl\n")


def _reason(record: "DocumentRecord") -> str:
    """The error of a document, without the name that its line begins with already."""
    return (record.error or "").removeprefix(f"{record.document}: ")


def summary(run: "Run", out: Path) -> None:
    """The table at the end of a run, on stderr."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for name, count in _figures(run).items():
        table.add_row(name, str(count))
    console = Console(stderr=True, highlight=False)
    console.print(table)
    console.print(_where(run, out), soft_wrap=True, markup=False)


def _figures(run: "Run") -> dict[str, int]:
    review = sum(fact.status == "needs_review" for fact in run.facts)
    rows = {"documents": len(run.documents)}
    rows |= {f"  {status}": count for status, count in run.statuses.items()}
    rows |= {"left out": run.ignored} if run.ignored else {}
    return rows | {"trials": len(run.trials), "results": len(run.facts), "  to review": review}


def _where(run: "Run", out: Path) -> str:
    if not run.files:
        kept = "" if run.stored else f"; {out} is left as it was"
        return f"nothing to do: no document found{kept}"
    return f"written to {printable(str(out))}"


def as_json(run: "Run", out: Path, code: int) -> dict[str, Any]:
    """The summary for programs."""
    return {
        "out": str(out),
        "documents": len(run.documents),
        "statuses": run.statuses,
        "ignored": run.ignored,
        "trials": len(run.trials),
        "results": len(run.facts),
        "needs_review": sum(fact.status == "needs_review" for fact in run.facts),
        "failed": [record.model_dump(include={"document", "status", "error"}) for record in run.failed],
        "exit_code": int(code),
    }


def with_ids(extraction: "Extraction") -> list["Ledger"]:
    """The ledger of a document, each fact with the id that its line in `results.jsonl` has."""
    from slideextract import merge

    facts, _ = merge([extraction])
    ids = {(place.char_start, place.char_end): fact.result_id for fact in facts for place in fact.also}
    ids |= {(fact.char_start, fact.char_end): fact.result_id for fact in facts}
    return [
        entry.model_copy(update={"result_id": ids.get((entry.char_start, entry.char_end))})
        for entry in extraction.ledger
    ]


def says(raw: str, number: str | None) -> bool:
    """Whether what is printed holds the number asked for: "56,2 %" says 56.2, and not 6.2."""
    return number is None or _digits(number) in _numbers(raw)


def _digits(number: str) -> str:
    kept = "".join(character for character in number.replace(",", ".") if character in DIGITS + ".")
    return kept.strip(".")


def _numbers(raw: str) -> set[str]:
    whole = raw.replace(",", ".")
    parts = "".join(character if character in DIGITS + "." else " " for character in whole).split()
    return {part.strip(".") for part in parts} | {_digits(raw)}


def context(text: str, start: int, end: int) -> str:
    """The number between what stands around it, on one line."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())


def printable(text: str) -> str:
    """The text without control characters: a file's name must not steer the terminal."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)
