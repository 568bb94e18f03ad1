"""Arms named by their place beside values: labels in brackets, names in parallel, names told "respectively"."""

from collections.abc import Sequence

from slideextract.assemble.arm_line import BOUND, LOOSE_VERSUS, ArmLine

SHARP = frozenset({"vs", "vs.", "versus", "v", "v.", "contre", "c."})  # set two names side by side, and nothing else
NO_NAME = ("safety", "statistic", "difference", "measure_noun", "duration", "change")  # what is measured, not who
MAX_LABEL = 4  # words of a name in a bracket of its own


def find(line: ArmLine) -> None:
    """Add the arms that only their place beside values gives away."""
    if not line.figures:
        return
    for rule in (labels, respective, bracket_names, parallel, opposed):
        rule(line)


# -- labels before values --------------------------------------------------------------------------------------


def labels(line: ArmLine) -> None:
    """As in "(AB: -35%; CD: -34%)", "(both drugs, 35%; one drug, 18%)", "no aid 60 s, with aid 50 s"."""
    signed = [run for value in line.figures if (run := _label(line, value, signed=True)) is not None]
    plain = [run for value in line.figures if (run := _label(line, value, signed=False)) is not None]
    for runs, strict in ((signed, False), (plain, True)):
        fresh = [(a, b) for a, b in runs if not any(i in line.taken for i in range(a, b))]
        if len(runs) < 2 or not fresh:  # noqa: PLR2004 - one label may be anything
            continue
        known = len(fresh) < len(runs)
        measured = any(line.is_measured(a, b) for a, b in fresh)
        if known or (not measured and (not strict or _share_word(line, fresh))):
            for first, last in fresh:
                line.add(first, last)


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
    """Whether names without a sign behind them are of one kind: "no mask", "surgical mask", "cloth mask"."""
    words = [{line.tokens[i].text for i in range(a, b)} for a, b in runs]
    return len(runs) > 1 and bool(set.intersection(*words))


# -- names with their value in brackets, values with their name in brackets ---------------------------------------


def bracket_names(line: ArmLine) -> None:
    """As in "best for AB-T (6.5), then AB-S (1.5) and the control group (0.5)".

    Also "-15 mmHg (A/B) and -16 mmHg (C)".
    """
    before = [run for value in line.figures if (run := _named_bracket(line, value)) is not None]
    fresh = [run for run in before if not line.covers(*run)]
    if 0 < len(fresh) < len(before) and not any(line.is_measured(*run) for run in fresh):
        for first, last in fresh:
            line.add(first, last)
    behind = [run for value in line.figures if (run := _bracket_behind(line, value)) is not None]
    if len(behind) > 1 and not any(line.is_measured(*run) for run in behind):
        for first, last in behind:
            if not line.covers(first, last):
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
    return (first, opened) if first < opened and placed and not _no_name(line, first, opened) else None


def _wide_before(line: ArmLine, last: int) -> int:
    """Start of the name before a token, "of" inside it included: «pour les médecins de l'étude (7,3»."""
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


# -- respectively ----------------------------------------------------------------------------------------------


def respective(line: ArmLine) -> None:
    """As many names as values, told in order: "12.4 and 11.5 for X and Y, respectively"."""
    if not any(token.has("respectively") for token in line.tokens):
        return
    for group in _lists(line):
        if len(group) > 1 and not _told_after(line, group):
            _told_before(line, group)


def _lists(line: ArmLine) -> list[list[int]]:
    """Figures joined by commas and "and"."""
    found: list[list[int]] = []
    for value in line.figures:
        if found and _joined(line, found[-1][-1], value):
            found[-1].append(value)
        else:
            found.append([value])
    return found


def _joined(line: ArmLine, left: int, right: int) -> bool:
    joined = False
    depth = line.depth[left]
    for i in range(left + 1, right):
        token = line.tokens[i]
        if line.depth[i] > depth or token.text in {")", "]"}:
            continue
        if token.has("and", "versus") or token.text in {",", "/"}:
            joined = True
        elif not (line.is_aside(i) or token.has("of", "person") or token.text == "%"):
            return False
    return joined


def _told_after(line: ArmLine, group: Sequence[int]) -> bool:
    at = line.behind(group[-1])
    while at < line.size and (
        line.is_aside(at)
        or line.is_class(at, "respectively", "#time", "person", "of")
        or line.tokens[at].text in {",", "%", ")", "]", "(", "["}
        or (line.is_class(at, "preposition") and line.is_class(at + 1, "#time", "person"))
    ):
        at += 1
    if at >= line.size or not line.says(at, "linking"):
        return False
    names, end = line.coordinated(at + 1)
    return len(names) == len(group) and _add_all(line, names) and end > at


def _told_before(line: ArmLine, group: Sequence[int]) -> bool:
    first = _before_verb(line, group[0])
    if first is None:
        return False
    for at in range(first - 1, -1, -1):
        if line.tokens[at].text in {";", "•"} or line.is_class(at, "contrast"):
            return False
        if not (line.says(at, "linking") or line.is_class(at, "preposition")) and at > 0:
            continue
        placed = line.says(at, "linking") or line.is_class(at, "preposition")
        names, end = line.coordinated(at + 1 if placed else at)
        if len(names) != len(group) and placed:
            names, end = line.coordinated(at + 1, wide=True)
        if len(names) != len(group) or end > first:
            continue
        sure = all(line.covers(a, b) or line.has_treatment(a, b) for a, b in names)
        named = placed and not line.is_class(at, "of") and end == first
        if (sure or named) and _add_all(line, names):
            return True
    return False


def _before_verb(line: ArmLine, value: int) -> int | None:
    """The token at which the words end that lead to a list: its verb, or the bracket that it opens."""
    at = value - 1
    while (
        at > 0
        and (line.says(at, "filler") or line.is_class(at, "respectively"))
        and not line.is_class(at, "auxiliary", "have")
    ):
        at -= 1
    leads = at >= 0 and (
        line.is_class(at, "auxiliary", "measure_verb", "have", "person_verb") or line.tokens[at].text in {"(", "["}
    )
    return at if leads else None


def _add_all(line: ArmLine, names: Sequence[tuple[int, int]]) -> bool:
    """Take names as arms, unless one is an endpoint; one that is an arm already stays."""
    if any(line.is_measured(a, b) or _no_name(line, a, b) for a, b in names):
        return False
    for first, last in names:
        if not line.covers(first, last):
            line.add(first, last)
    return True


def _no_name(line: ArmLine, first: int, last: int) -> bool:
    """Whether words name people, times, statistics or events rather than arms."""
    inside = range(first, last)
    if all(line.is_class(i, "person", "#time", "#year", "#date", "statistic", "ordinal") for i in inside):
        return True
    if line.says(first, "time_unit"):
        return True  # "50% in year three"
    return any(line.says(i, "event") or line.is_class(i, *NO_NAME) for i in inside)


# -- parallel --------------------------------------------------------------------------------------------------


def parallel(line: ArmLine) -> None:
    """Names in the same place: "62.5% for gradual substitution and 12.5% for continued risperidone"."""
    places: dict[str, list[tuple[int, int]]] = {}
    for value in line.figures:
        at = line.behind(value)
        while line.is_class(at, "person", "of") or line.is_aside(at):
            at += 1
        if not line.says(at, "linking"):
            continue
        last = line.noun_phrase(at + 1)
        first = line.trim(at + 1, last)[0]
        if last > first:
            places.setdefault(line.tokens[at].text, []).append((first, last))
    for word, named in places.items():
        runs = [run for run in named if not _no_name(line, *run)]
        if len(runs) == 1:
            runs += _counterpart(line, word, runs[0])
        if len(runs) > 1:
            for first, last in runs:
                _widen(line, first, last)


def _counterpart(line: ArmLine, word: str, run: tuple[int, int]) -> list[tuple[int, int]]:
    """The same preposition before the first value, as in "The rate after X was 7% as compared with 30% after Y"."""
    first = line.figures[0]
    against = any(line.is_class(i, "versus") for i in range(first, run[0]))
    if not against or len(line.figures) < 2:  # noqa: PLR2004 - a comparison
        return []
    for at in range(first - 1, -1, -1):
        if line.tokens[at].text == word and not line.is_class(at + 1, "#time"):
            last = line.noun_phrase(at + 1)
            begin = line.trim(at + 1, last)[0]
            free = last > begin and not line.is_measured(begin, last) and not _no_name(line, begin, last)
            return [(begin, last)] if free else []
    return []


def _widen(line: ArmLine, first: int, last: int) -> None:
    """Name the whole phrase; an unsure arm inside it gives way."""
    inner = line.covers(first, last)
    if first >= last or any(arm.sure or arm.first < first or arm.last > last for arm in inner):
        return
    if all(line.is_class(i, "person", "determiner", "#time", "of") for i in range(first, last)):
        return
    for arm in inner:
        line.drop(arm)
    line.add(first, last)


# -- opposed ---------------------------------------------------------------------------------------------------


def opposed(line: ArmLine) -> None:
    """Two names beside a "versus": "the Baerveldt implant versus Ahmed valve (12.1 vs 13.6)"."""
    values = set(line.figures)
    for index, token in enumerate(line.tokens):
        if not token.has("versus") or any(index + d in values for d in (-1, 1, 2)):
            continue
        if token.text not in SHARP:
            _same_place(line, index)
            continue
        right = index + 1
        while line.is_class(right, "determiner", "preposition"):
            right += 1
        sides = [(a, b) for a, b in ((_left_side(line, index), index), (right, line.noun_phrase(right))) if b > a]
        named = [bool(line.covers(a, b)) for a, b in sides]
        if len(sides) == 2 and not all(named) and (any(named) or (not line.found and len(values) > 1)):  # noqa: PLR2004
            for (first, end), known in zip(sides, named, strict=True):
                if not known:
                    line.add(first, end)


def _same_place(line: ArmLine, index: int) -> None:
    """One preposition on both sides, as in "after a diet with walnuts compared with that after a diet without"."""
    at = index + 1
    while line.is_class(at, "determiner", "pronoun"):
        at += 1
    if not line.says(at, "linking") or at >= line.size:
        return
    word = line.tokens[at].text
    before = next((i for i in range(index - 1, -1, -1) if line.tokens[i].text == word), None)
    if before is None:
        return
    sides = [(line.trim(i + 1, line.noun_phrase(i + 1))) for i in (_given(line, before), _given(line, at))]
    if any(b <= a or line.is_measured(a, b) or _no_name(line, a, b) for a, b in sides) or sides[0][1] > index:
        return
    for first, last in sides:
        _widen(line, first, last)


def _given(line: ArmLine, index: int) -> int:
    """Past "consumption of", "treatment with": the preposition before the name itself."""
    following = index + 1
    while line.is_class(following, "determiner"):
        following += 1
    if line.is_class(following, "giving") and line.is_class(following + 1, "of", "preposition"):
        return following + 1
    return index


def _left_side(line: ArmLine, index: int) -> int:
    left = index
    while left > 0 and index - left < 2 * MAX_LABEL and _opposable(line, left - 1):
        left -= 1
    return left


def _opposable(line: ArmLine, index: int) -> bool:
    token = line.tokens[index]
    if token.classes & BOUND or not (token.text[0].isalnum() or token.text in {"/", "+", "-"}):
        return False
    parted = token.has(
        "preposition",
        "of",
        "auxiliary",
        "have",
        "relative",
        "contrast",
        "measure_verb",
        "person_verb",
        "and",
        "passive",
        "person",
        "determiner",
    )
    return index not in line.taken and not parted and not line.says(index, "filler")


__all__ = ["LOOSE_VERSUS", "find"]
