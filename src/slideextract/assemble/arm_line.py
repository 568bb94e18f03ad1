"""One line while its arms are looked for: its tokens, what is taken already, and what every rule asks of a token."""

from collections.abc import Collection, Sequence
from functools import cached_property

import regex

from slideextract.assemble.arms import Arm, depths
from slideextract.words import Token, Words

STATING = frozenset({"by", "from", "to", "than", "à", "par"})  # prepositions before a value rather than a date
SPREAD_SIGNS = frozenset({"±", "+", "/", "-", "+/-"})
QUOTES = frozenset("\"'“”«»")
LETTER = regex.compile(r"[a-z]|[ivx]{1,4}|\d{1,2}")
CODE = regex.compile(r"(?=\w*[A-Z])[A-Z\d]{1,4}[a-z]?")  # the BB of "group BB", the C1 of "arm C1"
JOINTS = frozenset({"+", "/", "-"})
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
FIGURES = ("#percent", "#measure", "#number", "#fraction", "#time")
ASIDE = ("#n", "#fraction", "#dispersion", "#interval", "#p")  # what may stand between a figure and its arm
NO_ARM = ("person", "#time", "#year", "#date", "statistic", "ordinal")  # a name of these only is no arm's
MEASURED = ("safety", "statistic", "difference", "measure_noun", "duration", "change")  # what is measured, not who
QUALIFIES = frozenset({"without", "sans", "plus"})  # goes on with a name: "a meal without bread"
PHRASE_STOP = (
    "and",
    "versus",
    "preposition",
    "of",
    "auxiliary",
    "have",
    "relative",
    "contrast",
    "measure_verb",
    "respectively",
)
LOOSE_VERSUS = frozenset({"than", "que", "qu'"})
MAX_NAME = 7  # tokens in an arm's name; longer runs are clauses


def _lettered(token: Token, text: str) -> Token:
    """The A of "the A and B groups" is no article."""
    if len(token.text) == 1 and text[token.start].isupper() and token.has("article"):
        return Token(token.start, token.end, token.text, token.classes - {"article", "determiner"})
    return token


class ArmLine:
    """The state of the search for arms in one line.

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
        self.tokens = [_lettered(token, text) if i else token for i, token in enumerate(tokens)]
        self.text, self.words, self.drugs = text, vocabulary, drugs
        self.known, self.measured = known, measured
        self.size = len(tokens)
        self.taken: set[int] = set()
        self.classes = frozenset().union(*(token.classes for token in self.tokens))
        self.texts = {token.text for token in self.tokens}
        self.french = "bras" in vocabulary.classes["group"]  # names stand after their group noun
        self.found: list[Arm] = []
        self.tells_in_order = self.holds("respectively")
        figures = [i for i, token in enumerate(tokens) if token.has(*FIGURES)] if self.holds(*FIGURES) else []
        self.spreads = {i for i in figures if self._is_spread(i)}
        self.figures = [i for i in figures if i not in self.spreads and not self._dates(i)]

    @cached_property
    def depth(self) -> list[int]:
        """How many brackets are open at each token."""
        return depths(self.tokens)

    def _is_spread(self, index: int) -> bool:
        """Whether a figure stands behind a sign of spread: "10.9 +/- 5.3 mmHg"."""
        signs = ""
        i = index - 1
        while i >= 0 and self.tokens[i].text in SPREAD_SIGNS:
            signs = self.tokens[i].text + signs
            i -= 1
        return "±" in signs or "+/-" in signs + self.tokens[index].text[0] or "-/+" in signs

    def _dates(self, index: int) -> bool:
        """Whether a time only says when: "at 2 weeks", "week 12"."""
        before = self.tokens[index - 1] if index else None
        placed = (
            before is not None and before.has("preposition") and not before.has("of") and before.text not in STATING
        )
        return self.tokens[index].has("#time") and (placed or self.tokens[index].text[0].isalpha())

    def behind(self, index: int) -> int:
        """The token behind a figure, its unit, spread, and the brackets that qualify it."""
        i = index + 1
        while i < self.size:
            if self.tokens[i].text in {"(", "["}:
                closed = next(
                    (
                        k
                        for k in range(i + 1, self.size)
                        if self.tokens[k].text[-1] in ")]" and self.depth[k] <= self.depth[i]
                    ),
                    None,
                )
                if closed is None or any(self.tokens[k].has("drug", "treatment", "group") for k in range(i, closed)):
                    return i
                i = closed + 1
            elif self.is_aside(i) or self.tokens[i].text == "%":
                i += 1
            else:
                return i
        return i

    def is_aside(self, index: int) -> bool:
        """Whether a token may stand between a figure and its arm: a size, spread, interval or p, or a unit."""
        if not 0 <= index < self.size:
            return False
        return (
            index in self.spreads
            or self.is_class(index, *ASIDE)
            or self.tokens[index].text in SPREAD_SIGNS
            or self.says(index, "unit", "time_unit")
        )

    # -- questions ---------------------------------------------------------------------------------------------

    def holds(self, *names: str) -> bool:
        """Whether any token has one of the classes; a rule whose word a line lacks needs no look at its tokens."""
        return not self.classes.isdisjoint(names)

    def tells(self, name: str) -> bool:
        """Whether any token's text is an entry of a word list."""
        return not self.words.classes[name].isdisjoint(self.texts)

    def printed(self, index: int) -> str:
        """A token as printed, with its capitals."""
        return self.text[self.tokens[index].start : self.tokens[index].end]

    def is_class(self, index: int, *names: str) -> bool:
        """Whether there is a token at a place and it has one of the classes."""
        return 0 <= index < self.size and self.tokens[index].has(*names)

    def says(self, index: int, *names: str) -> bool:
        """Whether a token's text is an entry of one of the word lists."""
        return 0 <= index < self.size and any(self.tokens[index].text in self.words.classes[name] for name in names)

    def treatment_at(self, index: int) -> bool:
        """Whether a treatment stands at a place."""
        return self.is_class(index, "drug", "treatment")

    def has_treatment(self, first: int, last: int) -> bool:
        """Whether a treatment or a procedure stands between two tokens."""
        return any(self.treatment_at(i) or self.is_procedure(i) for i in range(first, last))

    def is_procedure(self, index: int) -> bool:
        """Whether a word names something done to patients: "trabeculectomy", "diet", "surgery"."""
        text = self.tokens[index].text
        return text in self.words.classes["procedure"] or text.endswith(tuple(self.words.classes["procedure_ending"]))

    def covers(self, first: int, last: int) -> list[Arm]:
        """The arms found so far that touch a run of tokens."""
        return [arm for arm in self.found if arm.first < last and first < arm.last]

    def is_measured(self, first: int, last: int) -> bool:
        """Whether a run of tokens names a known endpoint."""
        return any(i in self.measured for i in range(first, last))

    def names_other(self, first: int, last: int) -> bool:
        """Whether words name people, times, statistics or events rather than arms: "50% in year three"."""
        inside = range(first, last)
        if all(self.is_class(i, *NO_ARM) for i in inside) or self.says(first, "time_unit"):
            return True
        return any(self.says(i, "event") or self.is_class(i, *MEASURED) for i in inside)

    # -- names -------------------------------------------------------------------------------------------------

    def noun_phrase(self, first: int, *, wide: bool = False) -> int:
        """End of the name that starts at a token: up to the next verb, preposition, sign or figure.

        A `wide` one goes on over "of": «les médecins de l'étude».
        """
        last = first
        while last < self.size and last - first < MAX_NAME:
            token = self.tokens[last]
            inside = (
                token.text[0].isalnum() or token.text in JOINTS or token.text in QUOTES or token.text in {"l'", "d'"}
            )
            verb = last > first and token.has("person_verb") and not token.has("drug", "treatment")
            qualified = last > first and (token.text in QUALIFIES or (wide and token.has("of")))
            if not inside or token.classes & BOUND or (token.has(*PHRASE_STOP) and not qualified) or verb:
                break
            last += 1
        return self.trim(first, last)[1]

    def noun_phrase_before(self, last: int) -> int:
        """Start of the name that ends before a token."""
        first = last
        while first > 0 and last - first < MAX_NAME:
            token = self.tokens[first - 1]
            inside = (
                token.text[0].isalnum() or token.text in JOINTS or token.text in QUOTES or token.text in {"l'", "d'"}
            )
            if not inside or token.classes & BOUND or token.has(*PHRASE_STOP, "person_verb"):
                break
            first -= 1
        return self.trim(first, last)[0]

    def before_article(self, index: int) -> int:
        """The token before a name and its article."""
        index -= 1
        while self.is_class(index, "determiner"):
            index -= 1
        return index

    def trim(self, first: int, last: int) -> tuple[int, int]:
        """A run without the articles before it and the joints and quotes around it."""
        while first < last and (self.tokens[first].has("determiner") or self.tokens[first].text in JOINTS | QUOTES):
            first += 1
        while last > first and self.tokens[last - 1].text in JOINTS | QUOTES:
            last -= 1
        return first, last

    def coordinated(self, first: int, *, wide: bool = False) -> tuple[list[tuple[int, int]], int]:
        """The names listed from a token on, "XA and XB groups", and the token behind them."""
        names: list[tuple[int, int]] = []
        position = first
        while True:
            while self.is_class(position, "determiner"):
                position += 1
            last = self.noun_phrase(position, wide=wide)
            if last == position:
                return names, position
            names.append((position, last))
            after = last
            while after < self.size and (self.tokens[after].text == "," or self.tokens[after].has("and", "versus")):
                after += 1
            if after == last or (self.is_class(after - 1, "versus") and self.tokens[after - 1].text in LOOSE_VERSUS):
                return names, last
            position = after

    # -- building ----------------------------------------------------------------------------------------------

    def says_nothing(self, index: int) -> bool:
        """Whether a word of a label could stand in any label."""
        token = self.tokens[index]
        if LETTER.fullmatch(token.text) and (
            self.is_class(index - 1, "group", "and") or (index and self.tokens[index - 1].text == ",")
        ):
            return False  # group A, groupes a et b
        if (
            self.says(index, "role")
            and self.is_class(index + 1, "group")
            and not self.tokens[index + 1].text.endswith("s")
        ):
            return False  # the treatment group
        return self.says(index, "not_arm", "not_group") or token.has(
            "determiner", "group", "person", "of", "preposition"
        )

    def add(self, first: int, last: int, *, sure: bool = True) -> bool:
        """Take a run of tokens as an arm, unless it says nothing or is taken."""
        if any(i in self.taken for i in range(first, last)):
            return False
        while last > first and not (
            self.text[self.tokens[last - 1].start].isalnum() or self.tokens[last - 1].text == ")"
        ):
            last -= 1
        while last - first > 1 and (self.tokens[first].text in {"l'", "d'"} or self._is_article(first)):
            first += 1
        if last <= first or all(self.says_nothing(i) for i in range(first, last)):
            return False
        self._make(first, last, sure=sure)
        return True

    def _is_article(self, index: int) -> bool:
        return self.tokens[index].has("determiner") and not self.is_class(index - 1, "group")

    def _make(self, first: int, last: int, *, sure: bool) -> None:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        span = self.tokens[first:last]
        drugs = tuple(dict.fromkeys(name for token in span for name in self.drugs.get(token.start, ())))
        kinds = ("#dose", "#number") if drugs else ("#dose",)  # "telitacicept 80" is a dose, "cohort 1" is none
        doses = [self.text[token.start : token.end] for token in span if token.has(*kinds)]
        self.taken.update(range(first, last))
        label = " ".join(self.text[start:end].split())
        self.found.append(Arm(first, last, start, end, label, drugs, doses[0] if doses else None, sure))

    def drop(self, arm: Arm) -> None:
        """Give an arm's tokens back."""
        self.found.remove(arm)
        self.taken.difference_update(range(arm.first, arm.last))
