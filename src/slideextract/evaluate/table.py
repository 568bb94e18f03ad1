"""Scores as tables: for a terminal, and in Markdown for the README."""

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
)
GROUPS = ("lang", "kind", "source")
LABEL, WIDTH = 24, 16  # characters


def table(scores: Scores) -> str:
    """The scores in columns, with the rest in a line each."""
    head = " " * LABEL + "".join(f"{name:>{WIDTH}}" for name in COLUMNS)
    lines = [
        f"{label:{LABEL}}" + "".join(f"{_shown(row, name):>{WIDTH}}" for name in COLUMNS)
        for label, row in _rows(scores)
    ]
    return "\n".join([head, *lines, "", *_rest(scores)])


def markdown(scores: Scores) -> str:
    """The scores in all, by language and by kind."""
    names = ("value_recall", "tuple_recall", "full_recall", "precision", "tuple_precision")
    head = ["| corpus | rows | " + " | ".join(name.replace("_", " ") for name in names) + " |"]
    head.append("|" + " --- |" + " ---: |" * (len(names) + 1))
    return "\n".join(
        head
        + [
            f"| {label} | {row['required']} | " + " | ".join(_shown(row, name) for name in names) + " |"
            for label, row in _rows(scores)
            if not label.startswith("source")
        ]
    )


def _rows(scores: Scores) -> Iterator[tuple[str, Scores]]:
    yield "all", scores
    for group in GROUPS:
        for name, row in scores[group].items():
            yield f"{group} {name}", row


def _shown(row: Scores, name: str) -> str:
    value = row.get(name)
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _rest(scores: Scores) -> Iterator[str]:
    soft = scores["qualitative"]
    yield f"documents {scores['documents']}, decoys taken for results {scores['decoy_hits']}"
    yield f"qualitative: {_shown(soft, 'recall')} of {soft['required']} found, {soft['predicted']} given"
    slots = (f"{name} {_shown(slot, 'accuracy')} ({slot['n']})" for name, slot in scores["slots"].items())
    yield f"right slots: {', '.join(slots)}"
