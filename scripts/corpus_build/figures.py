"""Figures: how a source writes one down, and which ones a text prints."""

import re
from dataclasses import dataclass

# "0,001" is a thousandth and "1,042" a thousand and more: groups of three begin with no zero.
NUMBER = re.compile(r"[1-9]\d{0,2}(?:[ ,\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?|(?<![\d.,])[.,]\d+")
GROUPED = re.compile(r"[1-9]\d{0,2}(?:[ ,\u00a0\u202f]\d{3})+")
WRITTEN = re.compile(
    r"(?P<value>-?\d+(?:\.\d+)?)"
    r"(?: (?P<numerator>\d+)/(?P<denominator>\d+)?)?"
    r"(?: \[(?P<lower>-?[\d.]+), (?P<upper>-?[\d.]+)\])?"
    r"(?: p(?P<modifier>[<=>])(?P<p>[\d.]+))?"
)
WORDS = {
    word: value
    for value, words in enumerate(
        (
            "no none zero aucun aucune",
            "one un une",
            "two deux",
            "three trois",
            "four quatre",
            "five cinq",
            "six",
            "seven sept",
            "eight huit",
            "nine neuf",
            "ten dix",
        )
    )
    for word in words.split()
}


@dataclass(frozen=True)
class Figure:
    """A value and what was printed with it."""

    value: float
    numerator: int | None = None
    denominator: int | None = None
    ci: tuple[float, float] | None = None
    p: tuple[str, float] | None = None


def figure(written: str) -> Figure:
    """The figure behind "13.4 [2.0, 24.8] p=0.02" or "32.4 44/136".

    Raises:
        ValueError: not written that way.
    """
    match = WRITTEN.fullmatch(written)
    if match is None:
        message = f"no figure: {written!r}"
        raise ValueError(message)
    bounds = (float(match["lower"]), float(match["upper"])) if match["lower"] else None
    return Figure(
        value=float(match["value"]),
        numerator=int(match["numerator"]) if match["numerator"] else None,
        denominator=int(match["denominator"]) if match["denominator"] else None,
        ci=bounds,
        p=(match["modifier"], float(match["p"])) if match["p"] else None,
    )


def printed(text: str) -> set[float]:
    """The numbers of a text without their sign, with those in words: "huit patients (6 %)" prints 8 and 6."""
    found = {_value(match) for match in NUMBER.findall(text)}
    return found | {float(WORDS[word]) for word in re.findall(r"[a-z]+", text.casefold()) if word in WORDS}


def _value(text: str) -> float:
    grouped = GROUPED.fullmatch(text)
    return float(re.sub(r"\D", "", text) if grouped else text.replace(",", "."))
