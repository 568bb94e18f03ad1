"""Arms in the same place as another: "62.5% for X and 12.5% for Y", "X versus Y (12.1 vs 13.6)"."""

from slideextract.assemble.arm_line import BOUND, PHRASE_STOP, ArmLine

SHARP = frozenset({"vs", "vs.", "versus", "v", "v.", "contre", "c."})  # set two names side by side, and nothing else
MAX_SIDE = 8  # words of a name beside a "versus"


def parallel(line: ArmLine) -> None:
    """Names in the same place: "62% for early surgery and 12% for a waiting list"."""
    places: dict[str, list[tuple[int, int]]] = {}
    for value in line.figures:
        at = line.behind(value)
        while line.is_class(at, "person", "of") or line.is_aside(at):
            at += 1
        if not line.says(at, "linking"):
            continue
        last = line.noun_phrase(at + 1)
        first = line.trim(at + 1, last)[0]
        if last > first and not line.is_measured(first, last):
            places.setdefault(line.tokens[at].text, []).append((first, last))
    for word, named in places.items():
        runs = [run for run in named if not line.names_other(*run)]
        if len(runs) == 1:
            runs += _counterpart(line, word, runs[0]) or _between(line, word, runs[0])
        if len(runs) > 1:
            for first, last in _told_apart(line, runs):
                _widen(line, first, last)


def _told_apart(line: ArmLine, runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names that are alike with what parts them: "9% for care given by a nurse, 8% for care given by a doctor"."""
    said = [" ".join(line.tokens[i].text for i in range(*run)) for run in runs]
    longer = [(first, _further(line, last)) for first, last in runs]
    more = {" ".join(line.tokens[i].text for i in range(*run)) for run in longer}
    return longer if len(set(said)) == 1 and len(more) == len(runs) else runs


def _further(line: ArmLine, last: int) -> int:
    """The end of a name that goes on with "by a nurse", «par un(e) infirmier»."""
    if not line.is_class(last, "preposition", "of"):
        return last
    first = last + 1
    while line.is_class(first, "determiner"):
        first += 1
    if first + 2 < line.size and line.tokens[first].text == "(" and line.tokens[first + 2].text == ")":
        first += 3
    end = line.noun_phrase(first)
    return end if end > first else last


def _counterpart(line: ArmLine, word: str, run: tuple[int, int]) -> list[tuple[int, int]]:
    """The same preposition before the first value: "The rate after X was 9% as compared with 21% after Y"."""
    first = line.figures[0]
    against = any(line.is_class(i, "versus") for i in range(first, run[0]))
    if not against or len(line.figures) < 2:  # noqa: PLR2004 - a comparison
        return []
    for at in range(first - 1, -1, -1):
        if line.tokens[at].text == word and not line.is_class(at + 1, "#time"):
            last = line.noun_phrase(at + 1)
            begin = line.trim(at + 1, last)[0]
            free = last > begin and not line.is_measured(begin, last) and not line.names_other(begin, last)
            return [(begin, last)] if free else []
    return []


def _between(line: ArmLine, word: str, run: tuple[int, int]) -> list[tuple[int, int]]:
    """The same preposition between both values: "64% were at home with X and 8% with Y"."""
    before = [value for value in line.figures if value < run[0]]
    if len(before) < 2:  # noqa: PLR2004 - the value of the run, and the one that it is set against
        return []
    joint = before[-1] - 1
    while line.is_class(joint, "of", "preposition") and line.tokens[joint].text != word:
        joint -= 1
    if not (line.is_class(joint, "and", "versus") or line.tokens[joint].text == ","):
        return []
    first = line.noun_phrase_before(joint)
    placed = line.tokens[line.before_article(first)].text == word and first > before[-2]
    free = first < joint and not line.is_measured(first, joint) and not line.names_other(first, joint)
    return [(first, joint)] if placed and free else []


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
    """Two names beside a "versus": "the silicone band versus the steel ring (12 vs 13.5)"."""
    values = set(line.figures)
    for index, token in enumerate(line.tokens if line.holds("versus") else ()):
        if not token.has("versus") or any(index + d in values for d in (-1, 1, 2)):
            continue
        if token.text not in SHARP:
            _same_place(line, index)
            continue
        right = index + 1
        while line.is_class(right, "determiner", "preposition"):
            right += 1
        sides = [(a, b) for a, b in ((_left_side(line, index), index), (right, line.noun_phrase(right))) if b > a]
        if any(line.names_other(a, b) for a, b in sides):
            continue
        named = [bool(line.covers(a, b)) for a, b in sides]
        if len(sides) == 2 and not all(named) and (any(named) or (not line.found and len(values) > 1)):  # noqa: PLR2004
            for (first, end), known in zip(sides, named, strict=True):
                if not known:
                    line.add(first, end)


def _same_place(line: ArmLine, index: int) -> None:
    """One preposition on both sides: "after a meal with bread compared with that after a meal without"."""
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
    if any(b <= a or line.is_measured(a, b) or line.names_other(a, b) for a, b in sides) or sides[0][1] > index:
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
    while left > 0 and index - left < MAX_SIDE and _opposable(line, left - 1):
        left -= 1
    return left


def _opposable(line: ArmLine, index: int) -> bool:
    token = line.tokens[index]
    if token.classes & BOUND or not (token.text[0].isalnum() or token.text in {"/", "+", "-"}):
        return False
    parted = token.has(*PHRASE_STOP, "person_verb", "passive", "person", "determiner")
    return index not in line.taken and not parted and not line.says(index, "filler")
