"""Runs of formatted text (HTML, DOCX) to blocks: superscripts kept apart, forced line ends told from wrapped ones."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from slideextract.document import BlockKind
from slideextract.readers.drawing import superscript, tidy
from slideextract.readers.line_marks import SPEAKS, goes_on, is_label, read_mark
from slideextract.readers.pieces import Piece

LINE_END = "\n"
SPACE = re.compile(r"\s+")
MAX_BOLD = 120  # characters of a paragraph in bold that is a heading; bold sentences are longer
LETTERS = re.compile(r"[^\W\d_]{2}.*[^\W\d_]{2}", re.DOTALL)
HEADS = {BlockKind.TITLE, BlockKind.HEADING}
MARKER = re.compile(
    r"\*|[a-z][.)]"
)  # typed before a paragraph it may be a footnote's; real lists have markup of their own
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Run(NamedTuple):
    """Text of one look; `raised` is 1 for a superscript, -1 for a subscript."""

    text: str
    raised: int = 0
    bold: bool = False
    link: bool = False


class Shape(NamedTuple):
    """What the markup says of a block: its kind, None where it says none, and whether a short text is a label."""

    kind: BlockKind | None = None
    loose: bool = False


@dataclass
class Flow:
    """The text of a block as it comes, run by run."""

    runs: list[Run] = field(default_factory=list)

    def say(self, run: Run, *, kept: bool = False) -> None:
        """Add a run; its line ends are white space unless they are `kept`."""
        self.runs.append(run if kept else run._replace(text=SPACE.sub(" ", run.text)))

    def end_line(self) -> None:
        """Add a forced line end."""
        self.runs.append(Run(LINE_END))

    @property
    def is_link(self) -> bool:
        """Whether all that is printed is a link."""
        printed = [run for run in self.runs if run.text.strip()]
        return bool(printed) and all(run.link for run in printed)

    def take_cell(self) -> str:
        """The text of a table's cell on one line; the flow is empty after it."""
        return self._text().replace(LINE_END, " ")

    def take(self, shape: Shape) -> list[Piece]:
        """The blocks of the text; the flow is empty after it."""
        bold = all(run.bold for run in self.runs if run.text.strip())
        lines = self._text().split(LINE_END)
        joined: list[str] = []
        for line in filter(SPEAKS.search, lines):
            if joined and (shape.kind in HEADS or goes_on(joined[-1], line)):
                joined[-1] = f"{joined[-1]} {line}"
            else:
                joined.append(line)
        return [_piece(text, shape, bold=bold) for text in joined]

    def _text(self) -> str:
        runs, self.runs = self.runs, []
        whole = all(run.raised for run in runs if run.text.strip())
        printed = ""
        parts: list[str] = []
        for run in runs:
            text = run.text
            if run.raised > 0 and not whole:
                text = superscript(text, printed)
            elif run.raised < 0 and printed[-1:].isdigit() and text[:1].isdigit():
                text = text.translate(SUBSCRIPTS)
            parts.append(text)
            printed = text or printed
        return tidy("".join(parts))


def _piece(text: str, shape: Shape, *, bold: bool) -> Piece:
    if shape.kind is not None:
        mark = read_mark(text) if shape.kind is BlockKind.BULLET else None
        before = mark.before if mark is not None and mark.kind is BlockKind.BULLET else 0
        return Piece(shape.kind, text[before:])
    mark = read_mark(text)
    if mark is not None:
        before = 0 if mark.kind is BlockKind.BULLET and MARKER.match(text) else mark.before
        return Piece(mark.kind, text[before : len(text) - mark.after])
    if bold and len(text) <= MAX_BOLD and not text.endswith((".", ";", ",")) and LETTERS.search(text):
        return Piece(BlockKind.HEADING, text)
    return Piece(BlockKind.LABEL if shape.loose and is_label(text) else BlockKind.PARAGRAPH, text)
