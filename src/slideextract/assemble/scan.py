"""The shape of a line: its brackets, clauses and verbs, and what stands between two of its tokens."""

from collections.abc import Iterable, Iterator

from slideextract.assemble.reading import Read
from slideextract.words import Token

OPENING, CLOSING = frozenset({"(", "["}), frozenset({")", "]"})
FUNCTION = (
    "preposition",
    "of",
    "determiner",
    "and",
    "versus",
    "auxiliary",
    "have",
    "measure_verb",
    "relative",
    "contrast",
    "respectively",
    "receive",
    "group",
)
PER = ("per ", "par ", "pour ")  # "1.8% per year"
MAX_WHOLE = 2  # words of what a share is one of
STOPS = frozenset({";", "•"})
BESIDE = frozenset({"interval", "dispersion", "p", "n", "ci_level"})  # kinds of mentions that qualify a value


class Scan:
    """One line, ready for questions about its structure.

    Args:
        read: the line, tokenised and typed, with its arms.
    """

    def __init__(self, read: Read) -> None:
        self.read, self.tokens, self.words, self.arms = read, read.tokens, read.vocabulary, read.arms
        self.lower = [token.text for token in read.tokens]
        self.size = len(read.tokens)
        self._held: dict[str, bool] = {}  # class of words -> whether the line holds one
        self.arm_at = {i: k for k, arm in enumerate(read.arms) for i in range(arm.first, arm.last)}
        self.aside: set[int] = set()  # figures and signs that qualify a value, as candidates find them
        self.nouns: dict[int, int] = {}  # token of a count -> the token behind what it counts
        self.closer: dict[int, int] = {}
        self.opener = self._openers()
        self.shared = self._wholes()
        self._bounds = [i for i in range(self.size) if self.opener[i] is None and self._parts(i)]

    def _openers(self) -> list[int | None]:
        """For each token the one that opens the bracket around it; brackets inside mentions count too."""
        found: list[int | None] = []
        stack: list[int] = []
        for i, text in enumerate(self.lower):
            found.append(stack[-1] if stack else None)
            if i in self.read.mentions:
                opening = sum(text.count(sign) for sign in OPENING)
                closing = sum(text.count(sign) for sign in CLOSING)
            else:
                opening, closing = text in OPENING, text in CLOSING
            for _ in range(closing - opening):
                if stack:
                    self.closer[stack.pop()] = i
            if opening > closing:
                stack.append(i)
                if i in self.read.mentions:
                    found[i] = i  # "12 events (10.9%" holds the bracket that it stands in
        return found

    def _parts(self, index: int) -> bool:
        """Whether a token parts two clauses; a full stop inside a line is a lost semicolon."""
        token = self.tokens[index]
        return token.text in STOPS or token.has("contrast") or self._is_lost(index)

    def _is_lost(self, index: int) -> bool:
        """Whether a full stop stands free inside the line, for a semicolon that was lost."""
        if self.lower[index] != "." or not 0 < index < self.size - 1:
            return False
        token = self.tokens[index]
        return self.tokens[index - 1].end < token.start and token.end < self.tokens[index + 1].start

    def separates(self, index: int) -> bool:
        """Whether a token is a semicolon, or stands for one, wherever it stands."""
        return self.lower[index] in STOPS or self._is_lost(index)

    # -- clauses -----------------------------------------------------------------------------------------------

    def clause(self, index: int) -> tuple[int, int]:
        """First and last-plus-one token of a token's clause; what a bracket holds belongs to the clause around it."""
        first = max((i + 1 for i in self._bounds if i < index), default=0)
        last = min((i for i in self._bounds if i > index), default=self.size)
        return first, last

    def segment(self, index: int) -> tuple[int, int]:
        """The part of a bracket, between semicolons, that a token stands in; the clause outside brackets."""
        opened = self.opener[index]
        if opened is None:
            return self.clause(index)
        first, last = opened + 1, self.closer.get(opened, self.size)
        for i in range(opened + 1, last):
            if self.opener[i] == opened and self.separates(i):
                if i < index:
                    first = i + 1
                elif i > index:
                    return first, i
        return first, last

    def _wholes(self) -> set[int]:
        """The words behind "of" that say of what a share is one: "66% of ulcers", "12 of 30 procedures"."""
        found: set[int] = set()
        for index, mention in self.read.mentions.items():
            i = index + 1
            if (
                mention.kind not in {"percent", "fraction"}
                or i >= self.size
                or not (self.tokens[i].has("of") or mention.kind == "fraction")
            ):
                continue
            while i < self.size and self.tokens[i].has("of", "determiner"):
                i += 1
            for k in range(i, min(i + MAX_WHOLE, self.size)):
                if not self._names_whole(k):
                    break
                found.add(k)
        return found

    def _names_whole(self, index: int) -> bool:
        token = self.tokens[index]
        return (
            token.text[0].isalpha()
            and index not in self.read.mentions
            and index not in self.arm_at
            and not token.has(*FUNCTION, "change", "person_verb", "drug")
            and not token.has("passive")
        )

    def is_people(self, index: int) -> bool:
        """Whether a token names those who are counted: patients, or the ulcers of "66% of ulcers"."""
        return self.tokens[index].has("person") or index in self.shared

    # -- words -------------------------------------------------------------------------------------------------

    def kind(self, index: int) -> str | None:
        """Kind of the mention at a token."""
        mention = self.read.mentions.get(index)
        return mention.kind if mention is not None else None

    def is_verb(self, index: int) -> bool:
        """Whether a token is a main verb."""
        if index in self.read.endpoints or index in self.arm_at or index in self.read.mentions:
            return False
        if self.tokens[index].has("that_is"):
            return False  # «36 femmes, soit 60 %»
        if self.tokens[index].has("auxiliary", "have"):
            return True
        named = index > 0 and self.tokens[index - 1].has("determiner")  # «la nécessité de greffe», "the increase"
        return self.tokens[index].has("measure_verb", "person_verb") and not named

    def text(self, first: int, last: int) -> str:
        """The words between two tokens, in lower case."""
        return " ".join(self.lower[max(0, first) : max(0, last)])

    def cue(self, name: str, first: int, last: int) -> bool:
        """Whether a word of a class stands between two tokens."""
        return self.holds(name) and self.words.cue(name, self.text(first, last))

    def holds(self, name: str) -> bool:
        """Whether a word of a class stands anywhere in the line; most classes have none there."""
        if name not in self._held:
            self._held[name] = self.words.cue(name, " ".join(self.lower))
        return self._held[name]

    def any(self, first: int, last: int, *classes: str) -> bool:
        """Whether a token between two has one of the classes."""
        return any(self.tokens[i].has(*classes) for i in range(max(0, first), min(last, self.size)))

    def level(self, first: int, last: int) -> Iterator[int]:
        """The tokens between two, without what stands in brackets that open there."""
        i = first
        while i < last:
            if self.lower[i] in OPENING:
                i = self.closer.get(i, last) + 1
                continue
            yield i
            i += 1

    def walk(self, index: int, step: int) -> Iterator[int]:
        """The tokens to one side of a token, in its own bracket; brackets that open there are skipped."""
        inside = self.opener[index]
        i = index + step
        while 0 <= i < self.size and i != inside and i != self.closer.get(index if inside is None else inside, -1):
            if self.opener[i] == inside and self.lower[i] not in OPENING | CLOSING:
                yield i
            i += step

    def is_beside(self, index: int) -> bool:
        """Whether a token qualifies a value: its interval, spread, p, size, and the signs of these."""
        return self.kind(index) in BESIDE or index in self.aside

    def is_unit(self, index: int) -> bool:
        """Whether a token is a unit: "mm", "days"."""
        if self.tokens[index].has("rate") and self.lower[index].startswith(PER):
            return True
        units = self.words.classes["unit"] | self.words.classes["time_unit"]
        return all(part in units for part in self.lower[index].split("/")) and self.lower[index] != "/"

    def skip_unit(self, index: int) -> int:
        """The token after a unit, "mm Hg", "dB/year", or `index` itself."""
        i = index
        while i < self.size and (
            self.is_unit(i)
            or (i > index and self.lower[i] in {"/", "per", "par"} and i + 1 < self.size and self.is_unit(i + 1))
        ):
            i += 1
        return i

    def arms_in(self, first: int, last: int) -> list[int]:
        """The arms that start between two tokens."""
        return [k for k, arm in enumerate(self.arms) if first <= arm.first < last]

    def skip_bracket(self, index: int) -> int:
        """The token after the bracket that opens at `index`, or `index` itself."""
        return (
            self.closer.get(index, self.size - 1) + 1 if index < self.size and self.lower[index] in OPENING else index
        )

    def token(self, index: int) -> Token | None:
        """The token at a place, None outside the line."""
        return self.tokens[index] if 0 <= index < self.size else None


def distinct(scan: Scan, indices: Iterable[int]) -> list[int]:
    """The first mention of each arm, in order; repeats dropped."""
    seen: list[int] = []
    for i in indices:
        if not any(scan.arms[j].key == scan.arms[i].key for j in seen):
            seen.append(i)
    return seen
