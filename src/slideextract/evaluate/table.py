"""Scores as tables for a terminal."""

from collections.abc import Iterator

from slideextract.evaluate.measure import Scores

COLUMNS = (
    "required",
    "value_recall",
    "tuple_recall",
    "full_recall",
    "predicted",
    "precision",
    "tuple_precision",
    "tuple_f1",
    "accepted_tuple_precision",
    "accepted_share",
)
HEADS = {"accepted_tuple_precision": "accepted_right", "accepted_share": "right_accepted"}
ACCEPTANCE = ("rows", "precision", "tuple_precision", "share_of_right")
GROUPS = ("lang", "kind", "source", "specialty", "set")
LABEL, WIDTH = 28, 18  # characters


def table(scores: Scores) -> str:
    """The scores in columns with their 95% intervals, what is accepted, and the rest in a line each."""
    head = " " * LABEL + "".join(f"{HEADS.get(name, name):>{WIDTH}}" for name in COLUMNS)
    lines = [
        f"{label:{LABEL}}" + "".join(f"{_with_interval(row, name):>{WIDTH}}" for name in COLUMNS)
        for label, row in parts(scores)
    ]
    return "\n".join([head, *lines, "", *_accepted(scores), "", *_rest(scores)])


def parts(scores: Scores) -> Iterator[tuple[str, Scores]]:
    """The lines of the table: all, then each group of each way to break it down."""
    yield "all", scores
    for group in GROUPS:
        for name, row in scores[group].items():
            yield f"{group} {name}", row


def shown(row: Scores, name: str) -> str:
    """A measure with three decimals."""
    value = row.get(name)
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _with_interval(row: Scores, name: str) -> str:
    span = row["intervals"].get(name)
    if span is None:
        return shown(row, name)
    return f"{shown(row, name)} {'-'.join(f'{bound:.2f}' for bound in span)}"


def _accepted(scores: Scores) -> Iterator[str]:
    """What a status, a flag and a rule are worth."""
    yield " " * LABEL + "".join(f"{name:>{WIDTH}}" for name in ACCEPTANCE)
    for group, named in scores["acceptance"].items():
        for name, line in named.items():
            yield f"{f'{group} {name}':{LABEL}}" + "".join(f"{shown(line, column):>{WIDTH}}" for column in ACCEPTANCE)


def _rest(scores: Scores) -> Iterator[str]:
    soft = scores["qualitative"]
    yield f"documents {scores['documents']}, decoys taken for results {scores['decoy_hits']}"
    yield f"qualitative: {shown(soft, 'recall')} of {soft['required']} found, {soft['predicted']} given"
    slots = (f"{name} {shown(slot, 'accuracy')} ({slot['n']})" for name, slot in scores["slots"].items())
    yield f"right slots: {', '.join(slots)}"
