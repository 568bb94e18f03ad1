"""Bars drawn as shapes: a rectangle with its value above and its label below, as in a PDF or an ungrouped chart."""

from dataclasses import dataclass

from corpus_build.figures import Figure
from corpus_build.source import Part, Source, fact, studies_of
from corpus_build.theme import Box

HEAD, LEGEND, LABEL, VALUE = 26.0, 24.0, 36.0, 20.0  # heights around the bars
SHARE = 0.62  # of its place that a bar fills


@dataclass(frozen=True)
class Bar:
    """A bar and the two texts beside it."""

    box: Box
    value: str
    value_box: Box
    label: str
    label_box: Box
    series: int


def bars(part: Part, source: Source) -> list[Bar]:
    """The bars of a chart, one group for each category; one series is labelled by its categories."""
    x, y, width, height = part.box
    floor, room = y + height - LABEL, height - HEAD - LABEL - VALUE - LEGEND
    group = width / len(part.categories)
    step = group * SHARE / len(part.series)
    out = []
    for s, keys in enumerate(part.values):
        for c, key in enumerate(keys):
            value = read_value(source, key).value
            left, tall = x + c * group + group * (1 - SHARE) / 2 + s * step, room * value / part.top
            out.append(
                Bar(
                    box=(left, floor - tall, step * 0.92, tall),
                    value=shown(value, source, part),
                    value_box=(left - 12, floor - tall - VALUE, step * 0.92 + 24, VALUE),
                    label=part.categories[c] if s == 0 else "",
                    label_box=(x + c * group, floor + 6, group, LABEL - 6),
                    series=s if len(part.series) > 1 else c,
                )
            )
    return out


def read_value(source: Source, key: str) -> Figure:
    """The figure behind a point of a chart.

    Raises:
        ValueError: the fact has no value.
    """
    figure = fact(studies_of(source), key).figure
    if figure is None:
        message = f"{source.doc}: {key} can't be drawn"
        raise ValueError(message)
    return figure


def shown(value: float, source: Source, part: Part) -> str:
    """A value as its label prints it: "46,4 %" in French, "46.4%" in English."""
    text = f"{value:.1f}"
    if "%" not in part.number_format:
        return text.replace(".", ",") if source.lang == "fr" else text
    return text.replace(".", ",") + "\u00a0%" if source.lang == "fr" else text + "%"
