"""Letters and codes that a document gives its groups: "zinc (group Z)", "group A received zinc", «un placebo (T)».

A group that is later named by its code alone is then known by what it received. A code that stands for two things, and
two codes that stand for one, tell nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from slideextract.assemble.arm_line import CODE
from slideextract.assemble.arms import Arm
from slideextract.assemble.reading import Read
from slideextract.terms import fold

OPENS, CLOSES = frozenset({"(", "["}), frozenset({")", "]", ",", ";", ":", "=", "/"})
ENDS = frozenset({";", "."})  # of what one group received
EQUALS = frozenset({":", "="})  # before what a group received, where no verb is
GIVEN = frozenset({"dose", "regimen", "n", "number", "name"})  # figures among the words that say what was received
RECEIVED = 12  # tokens behind "group A" that may tell what it received
Codes = Mapping[str, Arm]


def find_codes(reads: Iterable[Read], text: str) -> Codes:
    """What each code of the lines stands for, by its folded letters."""
    found: dict[str, list[Arm]] = {}
    for read in reads:
        for number, arm in enumerate(read.named):
            for code, meant in (*_bracketed(read, arm, text), *_receives(read, number, text)):
                if all(meant.key != other.key for other in found.setdefault(code, [])):
                    found[code].append(meant)
    codes = {code: arms[0] for code, arms in found.items() if len(arms) == 1}
    keys = [arm.key for arm in codes.values()]
    return {code: arm for code, arm in codes.items() if keys.count(arm.key) == 1}


def decoded(arms: Sequence[Arm], codes: Codes, text: str) -> list[Arm]:
    """The arms, those that are only a code with the drugs or the name that it stands for.

    What a text gives a code is an arm for sure, where it gives another one too.
    """
    given = {arm.start for arm in codes.values()} if len(codes) > 1 else set()
    return [_decoded(replace(arm, sure=True) if arm.start in given else arm, codes, text) for arm in arms]


def _decoded(arm: Arm, codes: Codes, text: str) -> Arm:
    code = None if arm.drugs else _code(text[arm.start : arm.end].split())
    meant = codes.get(code) if code is not None else None
    if meant is None:
        return arm
    return replace(arm, drugs=meant.drugs, dose=meant.dose, stands_for=meant.label)


def _code(words: Sequence[str]) -> str | None:
    """The code that a label consists of, beside its group noun: "group A", "Z group", "BB"."""
    codes = [word for word in words if CODE.fullmatch(word)]
    return fold(codes[0]) if len(codes) == 1 and len(words) <= 2 else None  # noqa: PLR2004 - it and the noun


def _is_code(read: Read, index: int, text: str) -> bool:
    token = read.tokens[index]
    return CODE.fullmatch(text[token.start : token.end]) is not None


def _bracketed(read: Read, arm: Arm, text: str) -> Iterable[tuple[str, Arm]]:
    """The code in the bracket behind a name: "zinc (Z)", "zinc (group Z, n = 20)", "usual care [UC group]"."""
    tokens, at = read.tokens, arm.last
    if at + 2 >= len(tokens) or tokens[at].text not in OPENS or _code(text[arm.start : arm.end].split()) is not None:
        return
    first = at + 1
    if tokens[first].has("group") and first + 2 < len(tokens):
        first += 1
    last = first + 1
    if tokens[last].has("group") and last + 1 < len(tokens):
        last += 1
    if _is_code(read, first, text) and tokens[last].text in CLOSES:
        yield fold(text[tokens[first].start : tokens[first].end]), arm


def _receives(read: Read, number: int, text: str) -> Iterable[tuple[str, Arm]]:
    """What a group with a code received: "group A (n = 20) received zinc 10 mg", «le groupe A recevait du zinc»."""
    arm = read.named[number]
    code = _code(text[arm.start : arm.end].split())
    if code is None or arm.drugs or not any(read.tokens[i].has("group") for i in range(arm.first, arm.last)):
        return
    following = read.named[number + 1 :]
    stop = next((other.first for other in following if not other.drugs), len(read.tokens))
    inside = range(arm.last, min(stop, arm.last + RECEIVED))
    end = next((i for i in inside if _ends(read, i)), inside.stop)
    told = any(token.has("receive", "got") or token.text in EQUALS for token in read.tokens[arm.last : end])
    names = tuple(dict.fromkeys(name for i in range(arm.last, end) for name in read.drugs.get(i, ())))
    doses = [read.tokens[i] for i in range(arm.last, end) if read.tokens[i].has("#dose")]
    if told and names:
        dose = text[doses[0].start : doses[0].end] if len(doses) == 1 else None
        yield code, replace(arm, drugs=names, dose=dose)


def _ends(read: Read, index: int) -> bool:
    """Whether a sign or a figure ends what is said of one group."""
    mention = read.mentions.get(index)
    return read.tokens[index].text in ENDS or (mention is not None and mention.kind not in GIVEN)
