"""Who a number describes: the arms that a line names, found by their grammar.

An arm is named by a group noun ("the usual-care group", «le groupe n'ayant pas reçu l'AT»), by people who
receive something ("patients on citalopram"), by a suffix ("MMC-treated eyes"), or by a treatment alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import regex

from slideextract.terms import fold
from slideextract.words import Token, Words

MAX_NAME = 7  # tokens in an arm's name before its group noun; longer runs are clauses
MAX_PHRASE = 9  # tokens after "receiving", «ayant reçu»
QUOTES = frozenset("\"'“”«»")
LETTER = regex.compile(r"[a-z]|[ivx]{1,4}|\d{1,2}")
STOP = (
    "determiner",
    "preposition",
    "of",
    "auxiliary",
    "have",
    "measure_verb",
    "person_verb",
    "relative",
    "contrast",
    "versus",
    "respectively",
    "passive",
    "and",
    "person",
    "receive",
)
GENERIC = frozenset({"group", "groups", "groupe", "groupes", "arm", "arms", "bras", "cohort", "cohorte", "patients"})
SHARP = frozenset({"vs", "vs.", "versus", "v", "v.", "contre", "c."})  # set two names side by side, and nothing else
BOUND = frozenset(
    [
        "#percent",
        "#points",
        "#fraction",
        "#interval",
        "#p",
        "#n",
        "#dispersion",
        "#time",
        "#measure",
        "#number",
        "#people",
    ]
)


@dataclass(frozen=True, slots=True)
class Arm:
    """A mention of an arm: the tokens it covers, its label as printed, and what identifies it."""

    first: int  # index of its first token in the line
    last: int  # index after its last token
    start: int
    end: int
    label: str
    drugs: tuple[str, ...] = ()
    dose: str | None = None
    sure: bool = True  # False for a treatment named alone, which may be no arm

    @property
    def key(self) -> frozenset[str]:
        return arm_key(self.label, self.drugs, self.dose)


def arm_key(label: str, drugs: Collection[str], dose: str | None) -> frozenset[str]:
    """What two printed names of one arm share: its drugs and dose, else the words of its label."""
    if drugs:
        numbers = regex.findall(r"\d+(?:[.,]\d+)?", dose or "")
        return frozenset(drugs) | frozenset(number.replace(",", ".") for number in numbers)
    found = regex.findall(r"\w+", fold(label))
    kept = [word for word in found if word not in GENERIC and (len(word) > 1 or len(found) < 3)]
    return frozenset(word.rstrip("s") for word in kept or found)


def depths(tokens: Sequence[Token]) -> list[int]:
    """How many brackets are open at each token."""
    depth, found = 0, []
    for token in tokens:
        depth += token.text in {"(", "["}
        found.append(depth)
        depth -= depth > 0 and token.text in {")", "]"}
    return found


class ArmFinder:
    """Finds the arms of one line.

    Args:
        tokens: the line's tokens; treatments carry the class `drug` or `treatment`.
        text: the whole document's text.
        vocabulary: word classes of the line's language.
        drugs: token start -> normalised drug names at that place.
        known: folded names of arms that the document has introduced.
        measured: indices of the tokens that a lexicon endpoint covers.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        text: str,
        vocabulary: Words,
        drugs: dict[int, tuple[str, ...]],
        known: Collection[str] = (),
        measured: Collection[int] = (),
    ) -> None:
        self.tokens, self.text, self.words, self.drugs = tokens, text, vocabulary, drugs
        self.known, self.measured = known, measured
        self.taken: set[int] = set()
        self.depth = depths(tokens)
        self.french = "bras" in vocabulary.classes["group"]  # names stand after their group noun
        self.found: list[Arm] = []

    def find(self) -> list[Arm]:
        """All arms of the line, in order, without overlap."""
        for rule in (self._groups, self._receivers, self._suffixes, self._known_names, self._treatments, self._labels):
            rule()
        self._parallel()
        self._opposed()
        return sorted(self.found, key=lambda arm: arm.first)

    # -- the rules ---------------------------------------------------------------------------------------------

    def _groups(self) -> None:
        for index, token in enumerate(self.tokens):
            if not token.has("group") or index in self.taken:
                continue
            if self._left_of_group(index) or self._right_of_group(index):
                continue

    def _left_of_group(self, index: int) -> bool:
        first = index
        if index and self.tokens[index - 1].text in self.words.classes["not_group"]:
            return False
        if self.french:
            named = index > 0 and self.tokens[index - 1].text in self.words.classes["ordinal"]
            if named:
                self._add(index - 1, index + 1)
            return named
        plural = self.tokens[index].text.endswith("s")
        while first > 0 and index - first < MAX_NAME and self._is_name(first - 1, plural=plural):
            first -= 1
        while first < index and (
            self.tokens[first].has("and")
            or self.tokens[first].text in {",", "-", "+"}
            or (self._is_filler(first) and index - first > 1)
        ):
            first += 1
        if first == index or first in self.taken:
            return False
        names = self._split(first, index)
        if not names or all(self.tokens[i].text in self.words.classes["not_arm"] for i in range(first, index)):
            return False
        if index + 1 < len(self.tokens) and self.tokens[index + 1].has("receive"):
            return False
        for k, (begin, end) in enumerate(names):
            last = index + 1 if k == len(names) - 1 else end
            self._add(begin, last)
        return True

    def _is_filler(self, index: int) -> bool:
        text = self.tokens[index].text
        return text in self.words.classes["not_arm"] or text in self.words.classes["filler"]

    def _is_name(self, index: int, *, plural: bool) -> bool:
        token = self.tokens[index]
        if token.has("drug", "treatment", "#dose", "#name", "#regimen"):
            return True
        if plural and (token.has("and") or token.text == ","):
            return index > 0 and not self.tokens[index - 1].has("auxiliary", *BOUND)
        if token.text in {"+", "/", "-"} or token.text in QUOTES:
            return True
        return token.text[0].isalnum() and not token.has(*STOP) and not token.classes & BOUND and len(token.text) > 0

    def _split(self, first: int, last: int) -> list[tuple[int, int]]:
        """The coordinated names between two tokens: "fixed-combination and latanoprost"."""
        parts: list[tuple[int, int]] = []
        begin = first
        for i in range(first, last + 1):
            if i == last or self.tokens[i].has("and") or self.tokens[i].text == ",":
                if i > begin:
                    parts.append((begin, i))
                begin = i + 1
        return parts

    def _right_of_group(self, index: int) -> bool:
        after = index + 1
        if after >= len(self.tokens):
            return False
        if self.tokens[after].has("receive"):
            last = self._phrase(after + 1)
            weak = self.tokens[after].has("preposition") or self.tokens[after].text in {"using", "under"}
            if last > after + 1 and (not weak or self._has_treatment(after + 1, last)):
                self._add(index, last)
                return True
            return False
        last = after
        while last < len(self.tokens) and last - after < MAX_NAME and self._is_right_name(last, after):
            last += 1
        while last > after and (self.tokens[last - 1].has("and") or self.tokens[last - 1].text in {",", "-", "+", "/"}):
            last -= 1
        parts = self._split(after, last)
        refused = self.words.classes["not_arm"] | self.words.classes["not_group"]
        if not parts or self.tokens[after].text in refused:
            return False
        for k, (begin, end) in enumerate(parts):
            self._add(index if k == 0 else begin, end)
        return True

    def _is_right_name(self, index: int, after: int) -> bool:
        token = self.tokens[index]
        if token.has("drug", "treatment", "#dose", "#name") or token.text in QUOTES:
            return True
        plural = self.tokens[after - 1].text.endswith("s")
        if (token.has("and") or token.text == ",") and index > after:
            following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
            letters = LETTER.fullmatch(self.tokens[index - 1].text) is not None
            if following is None or not (plural or (letters and LETTER.fullmatch(following.text))):
                return False
            return self._nameable(following) or following.has("drug", "treatment")
        if token.text in {"+", "/", "-"}:
            return index > after
        return self._nameable(token)

    def _nameable(self, token: Token) -> bool:
        """Whether a word may name a group after its noun: a letter, a number, or a French noun or adjective."""
        if token.has("group_name"):
            return True
        if token.has(*STOP) and not LETTER.fullmatch(token.text):
            return False
        if token.has("#number") or LETTER.fullmatch(token.text):
            return LETTER.fullmatch(token.text) is not None
        return self.french and token.text[0].isalpha() and not token.classes & BOUND

    def _receivers(self) -> None:
        for index, token in enumerate(self.tokens[:-1]):
            follows = self.tokens[index + 1]
            if not token.has("person", "#people") and token.text not in {"those", "ceux", "celles", "who", "qui"}:
                continue
            if not follows.has("receive") or index + 1 in self.taken:
                continue
            last = self._phrase(index + 2)
            weak = follows.has("preposition")
            if last > index + 2 and (not weak or self._has_treatment(index + 2, last)):
                self._add(index + 2, last)

    def _phrase(self, first: int) -> int:
        """End of the treatment phrase that starts at `first`: to the next verb, sign or value."""
        last = first
        while last < len(self.tokens) and last - first < MAX_PHRASE:
            token = self.tokens[last]
            if (
                last in self.taken
                or token.classes & (BOUND - {"#time"})
                or not (token.text[0].isalnum() or token.text in {"+", "/", "-", "l'", "d'"} or token.text in QUOTES)
            ):
                break
            joins = token.has("and") or (token.has("preposition") and not token.has("combine"))
            if joins and not (token.has("combine") and self._treatment_at(last + 1)):
                break
            if token.has("auxiliary", "have", "relative", "contrast", "person_verb", "person", "group"):
                break
            if token.has("measure_verb", "versus", "#time") and not token.has("drug", "treatment"):
                break
            last += 1
        while last > first and self.tokens[last - 1].has("and", "preposition", "of", "determiner", "combine"):
            last -= 1
        return last

    def _treatment_at(self, index: int) -> bool:
        return index < len(self.tokens) and self.tokens[index].has("drug", "treatment")

    def _has_treatment(self, first: int, last: int) -> bool:
        return any(self.tokens[i].has("drug", "treatment") for i in range(first, last))

    def _suffixes(self) -> None:
        endings = tuple(self.words.classes["treated_suffix"])
        for index, token in enumerate(self.tokens):
            if endings and token.text.endswith(endings) and index not in self.taken:
                person = index + 1 < len(self.tokens) and self.tokens[index + 1].has("person", "group")
                self._add(index, index + 2 if person else index + 1)

    def _known_names(self) -> None:
        for index, token in enumerate(self.tokens):
            if index not in self.taken and fold(self.text[token.start : token.end]) in self.known:
                self._add(index, index + 1)

    def _treatments(self) -> None:
        index = 0
        while index < len(self.tokens):
            if index in self.taken or not self._treatment_at(index):
                index += 1
                continue
            first, last = index, index + 1
            joined = self._is_joined(first)
            while last < len(self.tokens) and last not in self.taken and self._continues(last, joined=joined):
                last += 1
            while self.tokens[last - 1].has("combine") and not self._treatment_at(last - 1):
                last -= 1
            if first > 0 and self.tokens[first - 1].has("#dose") and first - 1 not in self.taken:
                first -= 1
            if first > 0 and self.tokens[first - 1].text in {"sans", "without", "no"}:
                first -= 1
            self._add(first, last, sure=False)
            index = last

    def _is_joined(self, first: int) -> bool:
        """Whether a word before says that what follows is one combination: «l'ajout de X au Y»."""
        return any(t.text in self.words.classes["combination"] for t in self.tokens[max(0, first - 4) : first])

    def _continues(self, index: int, *, joined: bool) -> bool:
        token = self.tokens[index]
        if token.has("#dose", "#regimen") or self._treatment_at(index) or token.text in self.words.classes["alone"]:
            return True
        if token.text == "(" and self._treatment_at(index + 1):
            return index + 2 < len(self.tokens) and self.tokens[index + 2].text == ")"
        if token.text == ")" and self._treatment_at(index - 1) and self.tokens[index - 2].text == "(":
            return True
        joins = token.has("combine") and (joined or not token.has("and", "preposition"))
        if joined and (token.has("preposition", "of", "determiner") or token.text in {"l'", "d'"}):
            return self._treatment_at(index + 1) or (
                index + 2 < len(self.tokens)
                and self.tokens[index + 1].text in {"l'", "la", "le", "the"}
                and self._treatment_at(index + 2)
            )
        return joins and self._treatment_at(index + 1)

    def _values(self) -> list[int]:
        return [
            i
            for i, token in enumerate(self.tokens)
            if token.has("#percent", "#measure", "#number", "#fraction", "#time")
        ]

    def _labels(self) -> None:
        """Labels before values: "(LT: -35 %; BT: -34 %)", "(fixed combination, 35 %; latanoprost, 18 %)"."""
        found: list[tuple[int, int]] = []
        for value in self._values():
            sign = value - 1
            while sign > 0 and self.tokens[sign].has("#n"):
                sign -= 1
            if sign < 1 or self.tokens[sign].text not in {":", ",", "="} or self.depth[sign] == 0:
                continue
            first = sign
            while first > 0 and sign - first < MAX_NAME and self._names_label(first - 1):
                first -= 1
            if first < sign and first > 0 and self.tokens[first - 1].text in {"(", ";", ",", "["}:
                found.append((first, sign))
        fresh = [(a, b) for a, b in found if not any(i in self.taken for i in range(a, b))]
        if len(found) > 1 and (len(fresh) < len(found) or not self._measured(fresh)):
            for first, last in fresh:
                self._add(first, last)

    def _names_label(self, index: int) -> bool:
        token = self.tokens[index]
        word = token.text[0].isalnum() or token.text in {"-", "+", "/"}
        return word and not token.has("auxiliary", "measure_verb", "have", "versus", "and", *BOUND)

    def _measured(self, runs: Sequence[tuple[int, int]]) -> bool:
        return any(i in self.measured for first, last in runs for i in range(first, last))

    def _parallel(self) -> None:
        """Names in the same place: "62.5 % for gradual substitution and 12.5 % for continued risperidone"."""
        places: dict[str, list[tuple[int, int]]] = {}
        for value in self._values():
            at = value + 1
            while at < len(self.tokens) and self.tokens[at].has(
                "person", "of", "#n", "#fraction", "#dispersion", "#interval"
            ):
                at += 1
            if at >= len(self.tokens) or self.tokens[at].text not in self.words.classes["linking"]:
                continue
            last = self._noun_phrase(at + 1)
            if last > at + 1:
                places.setdefault(self.tokens[at].text, []).append((at + 1, last))
        for runs in places.values():
            if len(runs) < 2:
                continue
            for first, last in runs:
                self._widen(first, last)

    def _noun_phrase(self, first: int) -> int:
        last = first
        while last < len(self.tokens) and last - first < MAX_NAME:
            token = self.tokens[last]
            if not (token.text[0].isalnum() or token.text in {"/", "+", "-", "l'", "d'", "'"}):
                break
            if token.classes & BOUND or token.has(
                "and",
                "versus",
                "preposition",
                "auxiliary",
                "have",
                "relative",
                "contrast",
                "measure_verb",
                "respectively",
            ):
                break
            last += 1
        return last

    def _widen(self, first: int, last: int) -> None:
        """Name the whole phrase; an unsure arm inside it gives way."""
        inner = [arm for arm in self.found if arm.first < last and first < arm.last]
        while first < last and self.tokens[first].has("determiner"):
            first += 1
        if first >= last or any(arm.sure or arm.first < first or arm.last > last for arm in inner):
            return
        if all(self.tokens[i].has("person", "determiner", "#time", "of") for i in range(first, last)):
            return
        for arm in inner:
            self.found.remove(arm)
            self.taken.difference_update(range(arm.first, arm.last))
        self._add(first, last)

    def _opposed(self) -> None:
        """Two names beside a "versus": "the Baerveldt implant versus Ahmed valve (12.1 vs 13.6)"."""
        values = set(self._values())
        for index, token in enumerate(self.tokens):
            if (
                not token.has("versus")
                or token.text not in SHARP
                or any(index + d in values for d in (-1, 1, 2))
            ):
                continue
            right = index + 1
            while right < len(self.tokens) and self.tokens[right].has("determiner", "preposition"):
                right += 1
            last = self._noun_phrase(right)
            left = index
            while left > 0 and index - left < MAX_NAME and self._opposable(left - 1):
                left -= 1
            while left < index and self.tokens[left].has("determiner"):
                left += 1
            sides = [(a, b) for a, b in ((left, index), (right, last)) if b > a]
            named = [any(arm.first < b and a < arm.last for arm in self.found) for a, b in sides]
            if len(sides) == 2 and (any(named) or (not self.found and len(values) > 1)) and not all(named):
                for (first, end), known in zip(sides, named, strict=True):
                    if not known:
                        self._add(first, end)

    def _opposable(self, index: int) -> bool:
        token = self.tokens[index]
        if token.classes & BOUND or not (token.text[0].isalnum() or token.text in {"/", "+", "-"}):
            return False
        return (
            index not in self.taken
            and not token.has(
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
            and token.text not in self.words.classes["filler"]
        )

    # -- building ----------------------------------------------------------------------------------------------

    def _says_nothing(self, index: int) -> bool:
        token = self.tokens[index]
        refused = self.words.classes["not_arm"] | self.words.classes["not_group"]
        if (
            LETTER.fullmatch(token.text)
            and index
            and (self.tokens[index - 1].has("group", "and") or self.tokens[index - 1].text == ",")
        ):
            return False  # group A, groupe a
        return token.text in refused or token.has("determiner", "group", "person", "of", "preposition")

    def _add(self, first: int, last: int, *, sure: bool = True) -> None:
        if any(i in self.taken for i in range(first, last)):
            return
        while last > first and not (
            self.text[self.tokens[last - 1].start].isalnum() or self.tokens[last - 1].text == ")"
        ):
            last -= 1
        if last <= first or all(self._says_nothing(i) for i in range(first, last)):
            return
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        span = self.tokens[first:last]
        doses = [self.text[token.start : token.end] for token in span if token.has("#dose")]
        drugs = tuple(dict.fromkeys(name for token in span for name in self.drugs.get(token.start, ())))
        self.taken.update(range(first, last))
        label = " ".join(self.text[start:end].split())
        self.found.append(Arm(first, last, start, end, label, drugs, doses[0] if doses else None, sure))
