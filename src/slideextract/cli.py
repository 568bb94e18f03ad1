"""The command line: each command is a thin call. Data goes to stdout, messages to stderr.

Everything heavy is imported inside the command that needs it, so that `--help` answers at once.
"""

import json
import sys
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from slideextract import PICTURE_WIDTH, __version__
from slideextract.errors import LimitError, ReadError, ShowError, SlideExtractError, StoreError

if TYPE_CHECKING:
    from slideextract.batch import Run
    from slideextract.document import Document
    from slideextract.facts import Ledger

app = typer.Typer(
    help="Reads clinical trial results out of slide decks, abstracts and press releases, in French and English.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Exit(IntEnum):
    """What the exit code says."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    SOME_FAILED = 3
    NOTHING = 4


class Record(StrEnum):
    """The records that have a published schema."""

    TRIAL = "trial"
    RESULT = "result"
    DOCUMENT = "document"


class Listed(StrEnum):
    """What `list` knows."""

    RULES = "rules"
    CHECKS = "checks"
    READERS = "readers"
    LIMITS = "limits"
    FLAGS = "flags"


Limits = Annotated[
    list[str] | None,
    typer.Option("--limit", metavar="NAME=NUMBER", help="Raise a limit, for files that you trust; repeat it."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]


def main() -> None:
    """Entry point: an error is one line on stderr, never a traceback."""
    try:
        app()
    except (ShowError, StoreError, LimitError) as error:
        _stop(str(error), Exit.USAGE)
    except ReadError as error:
        _stop(f"{error.status}: {error}", Exit.SOME_FAILED)
    except SlideExtractError as error:
        _stop(str(error), Exit.INTERNAL)
    except OSError as error:
        _stop(f"{error.filename or 'a file'}: {error.strerror or error}", Exit.USAGE)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a user never sees a traceback
        from slideextract.batch.outcome import fault

        _stop(fault(error), Exit.INTERNAL)


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)] = False,
) -> None:
    if version:
        typer.echo(f"slideextract {__version__}")
        raise typer.Exit


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders to read.")],
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("out"),
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
    limit: Limits = None,
) -> None:
    """Read documents and store every trial result found in them."""
    from slideextract import batch, report

    _raise(limit)
    with report.progress(quiet=quiet) as advance:
        run = batch.ingest(paths, out, progress=advance)
    code = _exit_code(run)
    report.failures(run)
    if not quiet:
        report.summary(run, out)
    if as_json:
        typer.echo(json.dumps(report.as_json(run, out, code), ensure_ascii=False, indent=2))
    raise typer.Exit(code)


def _raise(limit: list[str] | None) -> None:
    from slideextract.readers.limits import raise_limits

    raise_limits(limit or ())


def _exit_code(run: "Run") -> Exit:
    if not run.files:
        return Exit.NOTHING
    return Exit.SOME_FAILED if run.failed else Exit.OK


@app.command()
def text(file: Annotated[Path, typer.Argument(help="A document.")], limit: Limits = None) -> None:
    """Print the text of a document: what every char_start and char_end counts in."""
    _raise(limit)
    sys.stdout.buffer.write(_read(file).text.encode("utf-8"))


@app.command()
def why(
    file: Annotated[
        str, typer.Argument(metavar="FILE[:PAGE]", help="A document, and one page of it; with --lost also a run.")
    ],
    number: Annotated[str | None, typer.Argument(help="A number as printed: 56,2")] = None,
    lost: Annotated[
        bool, typer.Option("--lost", help="List only what looks like a result and became none, in FILE or a run's OUT.")
    ] = False,
    as_json: AsJson = False,
    limit: Limits = None,
) -> None:
    """Tell what became of each number: a result, a rejection with its reason, or another figure, and by which rule."""
    import slideextract
    from slideextract import report

    _raise(limit)
    path, page = _page(file)
    if lost:
        _list_lost(path, page, number, as_json=as_json)
        return
    document = _read(path)
    entries = report.with_ids(slideextract.extract(document))
    found = [entry for entry in entries if page in (None, entry.page) and report.says(entry.raw, number)]
    for entry in found:
        typer.echo(_explained(entry, document.text, as_json=as_json))
    if not found:
        place = f"{path.name} page {page}" if page else path.name
        _stop(f"no number {number} in {place}" if number else f"no number in {place}", Exit.NOTHING)


def _list_lost(path: Path, page: int | None, number: str | None, *, as_json: bool) -> None:
    """Of one document, or of all documents of a run by what its folder holds."""
    import slideextract
    from slideextract import lost, report

    if path.is_dir():
        found = lost.of_run(path)
    else:
        document = _read(path)
        found = [lost.of_document(document, slideextract.extract(document))]
    found = [one.only(lambda entry: page in (None, entry.page) and report.says(entry.raw, number)) for one in found]
    lines = (json.dumps(row, ensure_ascii=False) for row in lost.rows(found)) if as_json else lost.told(found)
    for line in lines:
        typer.echo(line)


@app.command()
def show(
    file: Annotated[str, typer.Argument(metavar="FILE[:PAGE]", help="A PDF or PPTX, and one page of it.")],
    number: Annotated[str | None, typer.Argument(help="A number as printed: 56,2")] = None,
    out: Annotated[Path, typer.Option(help="A .png file for one page, or a folder for all with results.")] = Path(
        "pages"
    ),
    numbers: Annotated[bool, typer.Option("--numbers", help="Outline the numbers that are no results too.")] = False,
    width: Annotated[int, typer.Option(help="Width in pixels.", min=200, max=10_000)] = PICTURE_WIDTH,
    limit: Limits = None,
) -> None:
    """Make pictures of pages with their results marked: each number with its arm, endpoint and what else it has."""
    import slideextract

    _raise(limit)
    path, page = _page(file)
    _check_exists(path)
    for written in slideextract.show(path, out, page=page, number=number, numbers=numbers, width=width):
        typer.echo(str(written))


def _read(path: Path) -> "Document":
    import slideextract

    _check_exists(path)
    return slideextract.read(path)


def _check_exists(path: Path) -> None:
    if not path.is_file():
        _stop(f"{path}: there is no such file", Exit.USAGE)


def _explained(entry: "Ledger", document: str, *, as_json: bool) -> str:
    from slideextract import report

    around = report.context(document, entry.char_start, entry.char_end)
    if as_json:
        return json.dumps(entry.model_dump(mode="json") | {"context": around}, ensure_ascii=False)
    raw = " ".join(entry.raw.split())
    return "\t".join([str(entry.page), raw, entry.verdict, entry.reason, entry.rule, around, entry.result_id or ""])


def _page(file: str) -> tuple[Path, int | None]:
    """`deck.pptx:7` is page 7 of `deck.pptx`, unless a file has that very name."""
    name, colon, page = file.rpartition(":")
    if colon and page.isdecimal() and not Path(file).exists():
        return Path(name), int(page)
    return Path(file), None


@app.command()
def schema(
    record: Annotated[Record | None, typer.Argument(help="One record; all without it.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write NAME.schema.json files into this folder instead.")] = None,
) -> None:
    """Print the JSON Schema of a trial, a result or a document."""
    from slideextract import schemas

    names = [record.value] if record else [entry.value for entry in Record]
    if out:
        for name in names:
            schemas.write(name, out)
    elif record:
        typer.echo(schemas.text(record.value), nl=False)
    else:
        typer.echo(json.dumps({name: schemas.schema(name) for name in names}, ensure_ascii=False, indent=2))


@app.command("list")
def listed(what: Annotated[Listed, typer.Argument(help="What to list.")], as_json: AsJson = False) -> None:
    """List the rules, the checks, the readers, the limits or the flags of results."""
    from slideextract import inventory

    rows = {
        Listed.RULES: inventory.rules,
        Listed.CHECKS: inventory.checks,
        Listed.READERS: inventory.readers,
        Listed.LIMITS: inventory.limits,
        Listed.FLAGS: inventory.flags,
    }
    for row in rows[what]():
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else "\t".join(row.values()))


@app.command()
def evaluate(  # noqa: PLR0913, PLR0917 - an argument for each option
    run: Annotated[Path, typer.Argument(help="Output folder of a run.")],
    gold: Annotated[Path, typer.Argument(help="Gold file, JSON lines.")],
    minimum: Annotated[list[str] | None, typer.Option("--min", metavar="KEY=FLOAT", help="A floor; repeat it.")] = None,
    floors: Annotated[Path | None, typer.Option(help="JSON file of floors.")] = None,
    pin: Annotated[bool, typer.Option("--pin", help="Raise the floors of --floors to what this run reached.")] = False,
    lower: Annotated[bool, typer.Option("--lower", help="With --pin: let floors fall too.")] = False,
    by_trial: Annotated[bool, typer.Option("--by-trial", help="Tell what was found of each trial.")] = False,
    page: Annotated[Path | None, typer.Option(help="Write the scores as a Markdown page too.")] = None,
    as_json: AsJson = False,
) -> None:
    """Score a run against gold; ends with 3 when a floor is missed."""
    from slideextract import evaluate as scoring
    from slideextract.store import write_text

    try:
        scores = scoring.evaluate(run, gold)
        if pin and floors:
            scoring.pin(scores, floors, lower=lower)
        missed = scoring.missed(scores, scoring.wanted(minimum or [], floors))
        trials = scoring.by_trial(run, gold) if by_trial else []
        if page is not None:
            write_text(page, scoring.page(scores, f"Evaluation of {run.name} against {gold.name}"))
    except SlideExtractError as error:
        _stop(str(error), Exit.USAGE)
    if as_json:
        told = scores | {"trials": trials} if by_trial else scores
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        typer.echo(scoring.trial_table(trials) if by_trial else scoring.table(scores))
    for line in missed:
        typer.echo(line, err=True)
    raise typer.Exit(Exit.SOME_FAILED if missed else Exit.OK)


def _stop(message: str, code: Exit) -> NoReturn:
    from slideextract.report import printable

    sys.stderr.write(f"slideextract: {printable(' '.join(message.split()))}\n")
    raise SystemExit(int(code))
