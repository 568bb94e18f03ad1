"""Brings the score table of the README up to date with the floors in `corpus/baseline.json`.

python docs/scores.py
"""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START, END = "<!-- scores -->", "<!-- /scores -->"
MEASURES = {
    "value_recall": "value recall",
    "tuple_recall": "tuple recall",
    "full_recall": "full recall",
    "precision": "precision",
    "tuple_precision": "tuple precision",
    "accepted_tuple_precision": "accepted right",
    "accepted_share": "right accepted",
}
LABELS = {"": "all", "lang.en": "English", "lang.fr": "French"}


def table(floors: dict[str, float]) -> str:
    """The floors in Markdown: all, by language, by kind of result."""
    parts = [*LABELS, *sorted({key.rpartition(".")[0] for key in floors if key.startswith("kind.")})]
    head = "| | " + " | ".join(MEASURES.values()) + " |"
    lines = [head, "|" + " --- |" + " ---: |" * len(MEASURES)]
    for part in parts:
        shown = [floors.get(f"{part}.{name}" if part else name) for name in MEASURES]
        label = LABELS.get(part, f"`{part.removeprefix('kind.')}`")
        lines.append(f"| {label} | " + " | ".join("-" if value is None else f"{value:.3f}" for value in shown) + " |")
    return "\n".join(lines)


def updated(readme: str, floors: dict[str, float]) -> str:
    """The README with the table between its marks replaced."""
    before, _, rest = readme.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{table(floors)}\n{END}{after}"


def main() -> None:
    """Rewrite the README in place."""
    floors = json.loads((ROOT / "corpus" / "baseline.json").read_text("utf-8"))
    readme = ROOT / "README.md"
    readme.write_text(updated(readme.read_text("utf-8"), floors), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
