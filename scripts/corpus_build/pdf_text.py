"""Wrapped text on a PDF canvas, in the fonts that reportlab brings along: they hold French letters, ≥ and ≤."""

from dataclasses import dataclass
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus_build.marks import Run, runs
from corpus_build.theme import HEIGHT, LEADING, Box

PLAIN, BOLD = "Vera", "VeraBd"
SHRINK = 0.94  # Vera is wider than the fonts of Office: the same sizes would not fit into the same boxes
RAISED_SIZE, RAISED_BY = 0.62, 0.36
ASCENT = 0.9
MISSING = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "→": "–", "■": "•"})  # not in the fonts


@dataclass(frozen=True)
class _Piece:
    run: Run
    width: float


def load_fonts() -> None:
    """Make the fonts known to reportlab."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))


@dataclass(frozen=True)
class Writer:
    """Writes lines into boxes of a page of slide size, from the top."""

    canvas: Canvas

    def write(self, text: str, box: Box, size: float, colour: str, *, bold: bool = False, align: str = "left") -> float:
        """Write wrapped text; returns the height used."""
        size *= SHRINK
        x, y, width, _ = box
        lines = _wrapped(text.translate(MISSING), width, size, bold=bold)
        for number, line in enumerate(lines):
            baseline = HEIGHT - y - size * ASCENT - number * size * LEADING
            free = width - sum(piece.width for piece in line)
            start = x + {"left": 0.0, "center": free / 2, "right": free}[align]
            self._line(line, start, baseline, size, colour)
        return len(lines) * size * LEADING

    def _line(self, line: list[_Piece], x: float, y: float, size: float, colour: str) -> None:
        self.canvas.setFillColor("#" + colour)
        for piece in line:
            self.canvas.setFont(BOLD if piece.run.bold else PLAIN, size * (RAISED_SIZE if piece.run.raised else 1))
            self.canvas.drawString(x, y + (size * RAISED_BY if piece.run.raised else 0), piece.run.text)
            x += piece.width


def height_of(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """The height that wrapped text takes."""
    return len(_wrapped(text, width, size * SHRINK, bold=bold)) * size * SHRINK * LEADING


def _wrapped(text: str, width: float, size: float, *, bold: bool) -> list[list[_Piece]]:
    lines: list[list[_Piece]] = []
    for paragraph in text.split("\n"):
        line: list[_Piece] = []
        for piece in _pieces(paragraph, size, bold=bold):
            if line and sum(other.width for other in line) + _visible(piece, size) > width + 0.5:
                lines.append(line)
                line = []
            line.append(piece)
        lines.append(line)
    return [_joined(line, size) for line in lines]


def _pieces(text: str, size: float, *, bold: bool) -> list[_Piece]:
    out = []
    for run in runs(text):
        styled = Run(run.text, bold=bold or run.bold, raised=run.raised)
        words = styled.text.split(" ")
        for number, word in enumerate(words):
            shown = word + (" " if number < len(words) - 1 else "")
            if shown:
                out.append(_piece(Run(shown, styled.bold, styled.raised), size))
    return out


def _piece(run: Run, size: float) -> _Piece:
    font = BOLD if run.bold else PLAIN
    return _Piece(run, pdfmetrics.stringWidth(run.text, font, size * (RAISED_SIZE if run.raised else 1)))


def _visible(piece: _Piece, size: float) -> float:
    return _piece(Run(piece.run.text.rstrip(" "), piece.run.bold, piece.run.raised), size).width


def _joined(line: list[_Piece], size: float) -> list[_Piece]:
    """Neighbours of one style in one string, as programs write it."""
    out: list[_Piece] = []
    for piece in line:
        last = out[-1].run if out else None
        if last and (last.bold, last.raised) == (piece.run.bold, piece.run.raised):
            out[-1] = _piece(Run(last.text + piece.run.text, last.bold, last.raised), size)
        else:
            out.append(piece)
    if out:
        out[-1] = _piece(Run(out[-1].run.text.rstrip(" "), out[-1].run.bold, out[-1].run.raised), size)
    return out
