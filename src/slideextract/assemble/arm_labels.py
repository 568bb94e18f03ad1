"""Arms that label values: names before or behind a value in one bracket, names before a value's own bracket."""

from collections.abc import Sequence

from slideextract.assemble.arm_line import BOUND, ArmLine

MAX_LABEL = 4  # words of a name in a bracket of its own


def labels(line: ArmLine) -> None:
    """Labels before values in one bracket or list: "(AB: -30%; CD: -24%)", "no aid 60 s, hearing aid 50 s"."""
    signed = [run for value in line.figures if (run := _label(line, value, signed=True)) is not None]
    measured = [value for value in line.figures if not _is_bare(line, value)]
    plain = [run for value in measured if (run := _label(line, value, signed=False)) is not None]
    for runs, strict in ((signed, False), (plain, True)):
        fresh = [(a, b) for a, b in runs if not any(i in line.taken for i in range(a, b))]
        if len(runs) < 2 or not fresh:  # noqa: PLR2004 - one label may be anything
            continue
        known = len(fresh) < len(runs)
        endpoint = any(line.is_measured(a, b) for a, b in fresh)
        if known or (not endpoint and (not strict or _share_word(line, fresh))):
            for first, last in fresh:
                line.add(first, last)


def _is_bare(line: ArmLine, value: int) -> bool:
    """Whether a figure has neither decimals, unit nor spread: the 1 and 2 of "(BRCA 1, BRCA 2)" are no values."""
    return line.is_class(value, "#number") and line.tokens[value].text.isdigit() and not line.is_aside(value + 1)


def _label(line: ArmLine, value: int, *, signed: bool) -> tuple[int, int] | None:
    """The name just before a figure, between signs."""
    end = value
    while end > 0 and line.is_class(end - 1, "#n"):
        end -= 1
    if signed:
        if end < 1 or line.tokens[end - 1].text not in {":", ",", "=", ";"} or line.depth[end - 1] == 0:
            return None
        end -= 1
    first = end
    while first > 0 and end - first < 2 * MAX_LABEL and _names_label(line, first - 1):
        first -= 1
    opens = first > 0 and (
        line.tokens[first - 1].text in {"(", ";", ",", "[", ":"} or line.is_class(first - 1, "versus", "and")
    )
    inside = line.depth[end - 1] > 0 if end else False
    return (first, end) if first < end and opens and inside else None


def _names_label(line: ArmLine, index: int) -> bool:
    token = line.tokens[index]
    word = token.text[0].isalnum() or token.text in {"-", "+", "/"}
    return word and not token.has(
        "auxiliary", "measure_verb", "have", "versus", "and", "preposition", "statistic", *BOUND
    )


def _share_word(line: ArmLine, runs: Sequence[tuple[int, int]]) -> bool:
    """Whether names without a sign behind them are of one kind: "no aid", "hearing aid", "visual aid"."""
    words = [{line.tokens[i].text for i in range(a, b)} for a, b in runs]
    return len(runs) > 1 and bool(set.intersection(*words))


# -- names with their value in brackets, values with their name in brackets ---------------------------------------


def bracket_names(line: ArmLine) -> None:
    """Names and values in brackets: "best for AB-T (6.5), then AB-S (1.5) and the control group (0.5)"."""
    before = [run for value in line.figures if (run := _named_bracket(line, value)) is not None]
    fresh = [run for run in before if not line.covers(*run)]
    if 0 < len(fresh) < len(before) and not any(line.is_measured(*run) for run in fresh):
        for first, last in fresh:
            line.add(first, last)
    behind = [run for value in line.figures if (run := _bracket_behind(line, value)) is not None]
    if len(behind) > 1 and not any(line.is_measured(*run) for run in behind):
        for first, last in behind:
            covers = line.covers(first, last)
            if all(not arm.sure for arm in covers):
                for arm in covers:
                    line.drop(arm)
                line.add(first, last)


def _named_bracket(line: ArmLine, value: int) -> tuple[int, int] | None:
    """The name before a bracket that opens with a value."""
    opened = value - 1
    if opened < 1 or line.tokens[opened].text not in {"(", "["}:
        return None
    covered = next((arm for arm in line.found if arm.last == opened), None)
    if covered is not None:
        return covered.first, covered.last
    first = _wide_before(line, opened)
    before = first - 1
    while line.is_class(before, "determiner"):
        before -= 1
    placed = line.is_class(before, "preposition", "versus") or (line.is_class(before, "and") and before == first - 1)
    return (first, opened) if first < opened and placed and not line.names_other(first, opened) else None


def _wide_before(line: ArmLine, last: int) -> int:
    """Start of the name before a token, "of" inside it included: «pour les sages-femmes du centre (4,1»."""
    first = line.noun_phrase_before(last)
    at = first - 1
    while line.is_class(at, "determiner"):
        at -= 1
    if first < last and line.is_class(at, "of") and not line.covers(at, last):
        wider = line.noun_phrase_before(at)
        return wider if wider < at else first
    return first


def _bracket_behind(line: ArmLine, value: int) -> tuple[int, int] | None:
    """The name that has the bracket after a value to itself."""
    opened = value + 1
    while line.is_aside(opened):
        opened += 1
    if opened + 1 >= line.size or line.tokens[opened].text not in {"(", "["}:
        return None
    last = line.noun_phrase(opened + 1)
    closes = last < line.size and line.tokens[last].text in {")", "]"}
    inside = range(opened + 1, last)
    if not closes or not 0 < len(inside) <= MAX_LABEL or any(line.is_class(i, "statistic", "#p") for i in inside):
        return None
    return opened + 1, last
