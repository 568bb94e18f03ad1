"""Arms named by their treatment: "patients on X", "X-treated eyes", "placebo recipients"."""

from collections.abc import Sequence

from slideextract.assemble.arm_groups import receive_phrase
from slideextract.assemble.arm_line import BOUND, JOINTS, ArmLine
from slideextract.assemble.arms import PLACEBO
from slideextract.terms import fold

BRACKET = 8  # tokens of a bracket that names a treatment once more
MIN_BRAND = 4  # letters; fewer are an acronym of what is measured
HEAD = 4  # tokens at the start of a line in which its subject begins
SUCH = frozenset({"those", "ceux", "celles", "who", "qui"})
LONE_BEFORE = ("and", "versus", "determiner", "preposition", "combine", "receive", "of")
SIGNS = frozenset("()[],;:.=") | {"–"}


def find(line: ArmLine) -> None:
    """Add the arms that a treatment names, the surest first."""
    for rule in (receivers, suffixes, holders, known_names, treatments, given):
        rule(line)


def receivers(line: ArmLine) -> None:
    """People and what they receive: "those assigned to PACT", «patients traités par X»."""
    if not line.holds("receive"):
        return
    for index, token in enumerate(line.tokens[:-1]):
        follows = line.tokens[index + 1]
        if not token.has("person", "#people") and token.text not in SUCH:
            continue
        if not follows.has("receive") or index + 1 in line.taken:
            continue
        if line.tells_in_order and _in_order(line, index + 2):
            continue
        last = receive_phrase(line, index + 2)
        weak = follows.has("preposition", "receive_weak")
        if last > index + 2 and (not weak or any(line.treatment_at(i) for i in range(index + 2, last))):
            line.add(index + 2, last)


def _in_order(line: ArmLine, first: int) -> bool:
    """Add what each of several groups received, told with "respectively": "receiving X and Y, respectively"."""
    names, _ = line.coordinated(first)
    sure = len(names) > 1 and all(line.treatment_at(a) or line.is_class(a, "#dose") for a, _ in names)
    if sure:
        for begin, end in names:
            line.add(begin, end)
    return sure


def suffixes(line: ArmLine) -> None:
    """People or parts of them named by what treated them: "X-treated eyes"."""
    endings = tuple(line.words.classes["treated_suffix"])
    likely = endings and any(ending in text for text in line.texts for ending in endings)
    for index, token in enumerate(line.tokens if likely else ()):
        ends = any(word.endswith(endings) for word in token.text.split())
        if ends and index not in line.taken:
            person = line.is_class(index + 1, "person", "group")
            line.add(index, index + 2 if person else index + 1)


def holders(line: ArmLine) -> None:
    """Who has or takes a thing is named by it: "device users", "placebo recipients"."""
    if line.french or not line.tells("holder"):
        return
    for index in range(1, line.size):
        if not line.says(index, "holder") or index in line.taken:
            continue
        first = line.noun_phrase_before(index)
        if first < index and not line.is_measured(first, index):
            line.add(first, index + 1)


def known_names(line: ArmLine) -> None:
    """Bare names of arms that the document has introduced: "Vi"; a common word only where a name may stand."""
    longest = max((name.count(" ") + 1 for name in line.known), default=0)
    words = [fold(line.printed(index)) for index in range(line.size)] if line.known else []
    for index in range(len(words)):
        ends = range(min(index + longest, len(words)), index + 1, -1)
        last = next((last for last in ends if _names(line, words[index:last])), None)
        if last is not None and _stands_alone(line, index, last) and not line.is_measured(index, last):
            line.add(index, last)
        if index in line.taken or words[index] not in line.known:
            continue
        if line.treatment_at(index) and _goes_on(line, index + 1):
            continue  # "X 10 mg", "X + Y": the whole of it is the arm
        if not line.printed(index).islower() or _stands_alone(line, index, index + 1):
            line.add(index, index + 1)


def _names(line: ArmLine, words: Sequence[str]) -> bool:
    """Whether words are a known name of several, whatever their number is."""
    return " ".join(word.removesuffix("s") for word in words) in line.known


def _goes_on(line: ArmLine, index: int) -> bool:
    """Whether a dose, a rhythm or a sign that joins treatments stands at a place; "and" may part two arms."""
    joins = line.is_class(index, "combine") and not line.is_class(index, "and", "preposition")
    return line.is_class(index, "#dose", "#regimen") or (
        joins and index + 1 < line.size and line.treatment_at(index + 1)
    )


def _stands_alone(line: ArmLine, index: int, last: int) -> bool:
    """Whether words have the place of a name: after "with" or a sign, and before no noun that it could describe."""
    before = index == 0 or line.is_class(index - 1, *LONE_BEFORE) or line.tokens[index - 1].text in SIGNS
    if last >= line.size:
        return before
    after = line.tokens[last]
    followed = after.text[0].isalpha() and not after.has(
        "and",
        "versus",
        "preposition",
        "auxiliary",
        "have",
        "respectively",
        "measure_verb",
        "person_verb",
        "person",
        "relative",
    )
    return before and not followed


def treatments(line: ArmLine) -> None:
    """Treatments named alone, which may be arms: "timolol 0.5%", "X plus Y"."""
    index = 0 if line.holds("drug", "treatment") else line.size
    while index < line.size:
        if index in line.taken or not line.treatment_at(index):
            index += 1
            continue
        first, last = _branded(line, index)
        joined = _is_joined(line, first)
        while last < line.size and last not in line.taken and _continues(line, first, last, joined=joined):
            last += 1
        while line.is_class(last - 1, "combine") and not line.treatment_at(last - 1):
            last -= 1
        if first > 0 and line.is_class(first - 1, "#dose") and first - 1 not in line.taken:
            first -= 1
        while (
            first > 0
            and first - 1 not in line.taken
            and (line.says(first - 1, "strength") or line.tokens[first - 1].text.endswith("-dose"))
        ):
            first -= 1
        if first > 0 and line.tokens[first - 1].text in {"sans", "without", "no"}:
            first -= 1
        if not _describes(line, last) and not _described(line, first):
            line.add(first, last, sure=False)
        index = last


def _branded(line: ArmLine, index: int) -> tuple[int, int]:
    """A treatment, with the brand before it whose bracket holds it and nothing else: "ABCDE (drug/drug)"."""
    brand = index - 2
    closed = _closing(line, index - 1) if brand >= 0 else None
    name = line.printed(brand) if closed is not None and brand not in line.taken else ""
    if closed is None or not (name.isupper() and name.isalpha() and len(name) >= MIN_BRAND):
        return index, index + 1
    return brand, closed + 1


def _describes(line: ArmLine, index: int) -> bool:
    """Whether a treatment's name only describes the noun behind it: "insulin levels"."""
    return line.is_class(index, "measure_noun") or line.says(index, "quality_noun")


def _is_article(line: ArmLine, index: int) -> bool:
    return line.is_class(index, "determiner") or (index < line.size and line.tokens[index].text == "l'")


def _described(line: ArmLine, first: int) -> bool:
    """Whether "without treatment" only says more of an endpoint: "remission without treatment"."""
    negative = line.tokens[first].text.startswith(("sans ", "no ", "without ")) or line.tokens[first].text in {
        "sans",
        "without",
    }
    return negative and first > 0 and (first - 1 in line.measured or line.is_class(first - 1, "measure_noun"))


def given(line: ArmLine) -> None:
    """What is given at the head of a sentence: "The addition of X to Y improved ..."."""
    for index in range(min(line.size - 2, HEAD) if line.holds("giving") else 0):
        if not line.is_class(index, "giving") or not line.is_class(index + 1, "of", "preposition"):
            continue
        last = line.noun_phrase(index + 2)
        if line.is_class(last, "preposition") and line.says(index, "combination"):
            last = line.noun_phrase(last + 1)
        named = any(any(sign.isupper() or sign.isdigit() for sign in line.printed(i)) for i in range(index + 2, last))
        if named and not line.covers(index + 2, last) and not line.is_measured(index + 2, last):
            line.add(index + 2, last, sure=False)


def _is_joined(line: ArmLine, first: int) -> bool:
    """Whether a word before says that what follows is one combination: «l'ajout de X au Y»."""
    return any(line.says(i, "combination") for i in range(max(0, first - 4), first))


def _continues(line: ArmLine, first: int, index: int, *, joined: bool) -> bool:
    """Whether a token goes on with the treatment that starts at `first`; a bracket must open inside it: "X (Y)"."""
    token = line.tokens[index]
    if token.has("#dose", "#regimen") or line.treatment_at(index) or line.says(index, "alone"):
        return True
    if token.has("#number"):
        return _is_strength(line, index)
    if token.text == "(":
        return _closing(line, index) is not None
    if token.text == ")":
        return any(_closing(line, i) == index for i in range(first + 1, index))
    if token.text == ",":
        return joined and line.treatment_at(index + 1) and line.treatment_at(index - 1)
    if _is_article(line, index) and line.is_class(index - 1, "combine") and line.treatment_at(index + 1):
        return True
    if token.has("combine") and not token.has("and", "preposition") and _is_article(line, index + 1):
        return line.treatment_at(index + 2)
    joins = token.has("combine") and (joined or not token.has("and", "preposition"))
    if joined and (token.has("preposition", "of", "determiner") or token.text in {"l'", "d'"}):
        return line.treatment_at(index + 1) or (
            index + 2 < line.size
            and line.tokens[index + 1].text in {"l'", "la", "le", "the"}
            and line.treatment_at(index + 2)
        )
    return joins and line.treatment_at(index + 1)


def _closing(line: ArmLine, opened: int) -> int | None:
    """Where a bracket closes that holds treatments only: "X (Y)", "X (Y/Z)"."""
    if line.tokens[opened].text != "(" or not line.treatment_at(opened + 1):
        return None
    for index in range(opened + 1, min(opened + BRACKET, line.size)):
        if line.tokens[index].text == ")":
            return index
        if not (line.treatment_at(index) or line.tokens[index].text in JOINTS):
            return None
    return None


def _is_strength(line: ArmLine, index: int) -> bool:
    """Whether a bare number belongs to the name before it: "FEC 100", and no value: "placebo 100"."""
    whole = line.tokens[index].text.isdigit()
    placebo = line.drugs.get(line.tokens[index - 1].start) == PLACEBO
    after = line.tokens[index + 1] if index + 1 < line.size else None
    open_end = after is None or after.has("versus", "and", "auxiliary", "preposition", "group") or after.text in "(,;)."
    beside = any(
        line.tokens[i].text == line.tokens[index - 1].text and i + 1 < line.size and line.tokens[i + 1].has("#number")
        for i in range(line.size)
        if i != index - 1
    )
    return whole and not placebo and open_end and beside and not (after is not None and after.classes & BOUND)
