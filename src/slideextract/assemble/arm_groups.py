"""Arms named by a group noun: "the usual-care group", "groups A and B", «le groupe sans traitement d'entretien»."""

from slideextract.assemble.arm_line import BOUND, CODE, JOINTS, LETTER, MAX_NAME, QUOTES, STOP, ArmLine
from slideextract.words import Token

MAX_PHRASE = 9  # tokens after "receiving", «ayant reçu»
MAX_RUN = 16  # tokens of all names before a plural group noun
BRACKET = 8  # tokens that a bracket between a name and its group noun may hold: "the ABC (12/24, 50%) group"


def find(line: ArmLine) -> None:
    """Add the arms that a group noun names."""
    if not line.holds("group", "#name"):
        return
    for index, token in enumerate(line.tokens):
        if index in line.taken:
            continue
        if token.has("#name") and token.text.split()[0] in line.words.classes["group"]:
            line.add(index, index + 1)  # "group 2" read as one name
        elif token.has("group"):
            _ = left(line, index) or right(line, index)


def left(line: ArmLine, index: int) -> bool:
    """The names before a group noun; in French only "premier groupe" stands so."""
    if line.says(index - 1, "not_group"):
        return False
    if line.french:
        named = line.says(index - 1, "ordinal")
        if named:
            line.add(index - 1, index + 1)
        return named
    plural = line.tokens[index].text.endswith("s")
    end = _before_bracket(line, index)
    first = _start(line, end, plural=plural)
    first = _skip(line, first, end)
    if first == end or first in line.taken or (index + 1 < line.size and line.is_class(index + 1, "receive")):
        return False
    names = _split(line, first, end)
    if not names or not _named(line, first, end, plural=plural):
        return False
    for k, (begin, last) in enumerate(names):
        closing = k == len(names) - 1 and end == index
        line.add(begin, index + 1 if closing else last)
    return True


def _named(line: ArmLine, first: int, last: int, *, plural: bool) -> bool:
    """Whether a label says which group; "treatment group" does, "treatment groups" doesn't."""
    if not plural and last - first == 1 and line.says(first, "role"):
        return True
    return not all(line.says(i, "not_arm") for i in range(first, last))


def _before_bracket(line: ArmLine, index: int) -> int:
    """Where the name ends that a bracket parts from its group noun."""
    if not index or line.tokens[index - 1].text[-1] not in ")]":
        return index
    for opened in range(index - 2, max(index - 2 - BRACKET, 0), -1):
        if line.tokens[opened].text in {"(", "["}:
            return opened
    return index


def _start(line: ArmLine, end: int, *, plural: bool) -> int:
    first = end
    size = 0
    while first > 0 and end - first < MAX_RUN:
        token = line.tokens[first - 1]
        joins = token.has("and") or token.text == ","
        size = 0 if joins else size + 1
        if size > MAX_NAME or not _is_name(line, first - 1, plural=plural):
            break
        first -= 1
    return first


def _is_name(line: ArmLine, index: int, *, plural: bool) -> bool:
    token = line.tokens[index]
    if token.has("drug", "treatment", "#dose", "#name", "#regimen"):
        return True
    if plural and (token.has("and") or token.text == ","):
        return index > 0 and not line.is_class(index - 1, "auxiliary", *BOUND)
    if plural and token.has("determiner") and line.is_class(index - 1, "and"):
        return True  # "the heated and the plain mask groups"
    if token.text in JOINTS or token.text in QUOTES:
        return True
    return token.text[0].isalnum() and not token.has(*STOP) and not token.classes & BOUND


def _skip(line: ArmLine, first: int, last: int) -> int:
    """Past the joining words and adverbs that no name starts with."""
    while first < last and (
        line.is_class(first, "and", "determiner")
        or line.tokens[first].text in {",", "-", "+"}
        or (line.says(first, "not_arm", "filler") and not line.says(first, "role") and last - first > 1)
    ):
        first += 1
    return first


def _split(line: ArmLine, first: int, last: int) -> list[tuple[int, int]]:
    """The coordinated names between two tokens: "two-drug and timolol"."""
    parts: list[tuple[int, int]] = []
    begin = first
    for i in range(first, last + 1):
        if i == last or line.is_class(i, "and") or line.tokens[i].text == ",":
            while begin < i - 1 and line.is_class(begin, "determiner"):
                begin += 1
            if i > begin:
                parts.append((begin, i))
            begin = i + 1
    return parts


def right(line: ArmLine, index: int) -> bool:
    """The names after a group noun: "group A", «groupes sonde et témoin», «groupe ayant reçu X»."""
    after = index + 1
    if after >= line.size:
        return False
    if line.is_class(after, "receive"):
        return _receiving(line, index)
    if line.french and line.is_class(after, "of"):
        return _of(line, index)
    last = after
    while last < line.size and last - after < MAX_NAME and _is_right_name(line, last, after):
        last += 1
    while last > after and (line.is_class(last - 1, "and") or line.tokens[last - 1].text in JOINTS | {","}):
        last -= 1
    parts = _split(line, after, last)
    if not parts or line.says(after, "not_arm", "not_group"):
        return _lettered(line, index)
    for k, (begin, end) in enumerate(parts):
        line.add(index if k == 0 else begin, end)
    return True


def _of(line: ArmLine, index: int) -> bool:
    """A group of a treatment: «le groupe de l'association», «le groupe de la monothérapie par X»."""
    first = index + 2
    while first < line.size and (line.is_class(first, "determiner") or line.tokens[first].text in {"l'", "d'"}):
        first += 1
    if first >= line.size or not (line.treatment_at(first) or line.says(first, "combination", "alone")):
        return False
    last = first + 1
    while last < line.size and (line.treatment_at(last) or line.is_class(last, "#dose")):
        last += 1
    return line.add(index, last)


def _lettered(line: ArmLine, index: int) -> bool:
    """A letter that is also an article: "group A"."""
    after = index + 1
    following = line.tokens[after + 1] if after + 1 < line.size else None
    alone = following is None or not following.text[0].isalpha() or following.has(*STOP)
    if alone and len(line.tokens[after].text) == 1 and line.printed(after).isupper():
        return line.add(index, after + 1)
    return False


def _receiving(line: ArmLine, index: int) -> bool:
    last = receive_phrase(line, index + 2)
    weak = line.is_class(index + 1, "preposition") or line.tokens[index + 1].text in {"using", "under"}
    if last <= index + 2 or (weak and not line.has_treatment(index + 2, last)):
        return False
    line.add(index, last)
    if line.tokens[index].text.endswith("s"):
        _others(line, last)
    return True


def _others(line: ArmLine, last: int) -> None:
    """The groups named on: «groupes ayant reçu X avant ou après Y, ou n'ayant pas reçu X»."""
    while last < line.size:
        after = last
        while after < line.size and (line.tokens[after].text == "," or line.is_class(after, "and")):
            after += 1
        if after == last or not line.is_class(after - 1, "and"):
            return
        begin = after
        end = receive_phrase(line, begin + 1) if line.is_class(begin, "receive") else line.noun_phrase(begin)
        if end <= begin + line.is_class(begin, "receive") or not line.add(begin, end):
            return
        last = end


def _is_right_name(line: ArmLine, index: int, after: int) -> bool:
    token = line.tokens[index]
    if token.has("drug", "treatment", "#dose", "#name") or token.text in QUOTES:
        return True
    plural = line.tokens[after - 1].text.endswith("s")
    if (token.has("and") or token.text == ",") and index > after:
        return _goes_on(line, index, plural=plural)
    if token.text in JOINTS:
        return index > after
    return _nameable(line, index, token)


def _goes_on(line: ArmLine, index: int, *, plural: bool) -> bool:
    """Whether a list of names goes on behind a comma or "and"."""
    following = index + 1
    if line.tokens[index].text == "," and line.is_class(following, "and"):
        following += 1
    if following >= line.size:
        return False
    letters = LETTER.fullmatch(line.tokens[index - 1].text) is not None
    if not (plural or (letters and LETTER.fullmatch(line.tokens[following].text))):
        return False
    return _nameable(line, following, line.tokens[following]) or line.treatment_at(following)


def _nameable(line: ArmLine, index: int, token: Token) -> bool:
    """Whether a word may name a group after its noun: a letter, a code, a number, or a French noun or adjective."""
    if token.has("group_name") or LETTER.fullmatch(token.text):
        return True
    if token.has(*STOP):
        return False
    if token.has("#number"):
        return False
    if CODE.fullmatch(line.printed(index)):
        return True
    return line.french and token.text[0].isalpha() and not token.classes & BOUND


def receive_phrase(line: ArmLine, first: int) -> int:
    """End of the treatment phrase that starts at `first`: to the next verb, sign or value."""
    last = first
    while last < line.size and last - first < MAX_PHRASE:
        token = line.tokens[last]
        if last in line.taken or token.classes & (BOUND - {"#time"}):
            break
        if not (token.text[0].isalnum() or token.text in JOINTS | {"l'", "d'"} or token.text in QUOTES):
            break
        joins = token.has("and") or (token.has("preposition") and not token.has("combine"))
        if joins and not (token.has("combine") and line.treatment_at(last + 1)):
            break
        if token.has("auxiliary", "have", "relative", "contrast", "person_verb", "person", "group"):
            break
        if token.has("measure_verb", "versus", "#time") and not token.has("drug", "treatment"):
            break
        last += 1
    while last > first and line.is_class(last - 1, "and", "preposition", "of", "determiner", "combine"):
        last -= 1
    return last
