"""Colours and geometry shared by the slides of a PPTX and of a PDF. Lengths are points, the origin is top left."""

import re
from dataclasses import dataclass

WIDTH, HEIGHT = 960.0, 540.0
TITLE_BOX = (40.0, 16.0, 880.0, 44.0)
BAND = (0.0, 0.0, WIDTH, 72.0)
RULE = (40.0, 66.0, 880.0, 3.0)
COVER_TITLE = (70.0, 170.0, 820.0, 110.0)
COVER_SUBTITLE = (70.0, 300.0, 820.0, 120.0)
COVER_BAR = (70.0, 286.0, 120.0, 4.0)
FOOTER_BOX = (40.0, 512.0, 720.0, 20.0)
NUMBER_BOX = (860.0, 512.0, 60.0, 20.0)
TITLE_SIZE, COVER_SIZE, SUBTITLE_SIZE, FOOTER_SIZE = 26.0, 38.0, 20.0, 10.0
TABLE_ROW = 34.0
LEADING = 1.22
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Palette:
    """The colours of a deck, as in its Office theme; `band` puts the titles on a bar of the primary colour."""

    primary: str
    accent: str
    second: str
    soft: str
    muted: str = "6B7280"
    ink: str = "1F2937"
    white: str = "FFFFFF"
    band: bool = True

    def tone(self, name: str) -> str:
        """The colour of text of a tone."""
        return {"plain": self.ink, "soft": self.ink, "primary": self.primary, "accent": self.accent}.get(
            name, self.muted
        )

    def series(self, number: int) -> str:
        """The colour of the n-th series of a chart."""
        return (self.accent, self.second, self.primary, self.muted)[number % 4]

    def themed(self, theme: str) -> str:
        """The XML of an Office theme in these colours."""
        slots = {
            "dk2": self.primary,
            "lt2": self.soft,
            "accent1": self.accent,
            "accent2": self.second,
            "accent3": self.primary,
            "accent4": self.muted,
        }
        for slot, colour in slots.items():
            theme = re.sub(rf'(<a:{slot}><a:srgbClr val=")\w+', rf"\g<1>{colour}", theme)
        return theme


PALETTES = {
    "navy": Palette(primary="1B2A49", accent="2E75B6", second="A6B1C2", soft="EAF0F7"),
    "teal": Palette(primary="0F4C4A", accent="12908E", second="B5C9C3", soft="E8F3F1", band=False),
    "plum": Palette(primary="4A1D4F", accent="A23E8C", second="C9B8CF", soft="F5EDF6"),
    "slate": Palette(primary="263238", accent="E07A1F", second="B0BEC5", soft="F1F4F5", band=False),
}


def column_widths(widths: list[float], columns: int, total: float) -> list[float]:
    """The widths of the columns of a table, in points."""
    shares = widths or [1.0] * columns
    return [share / sum(shares) * total for share in shares]
