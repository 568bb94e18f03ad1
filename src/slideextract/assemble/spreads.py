"""Figures that only qualify another: "13 [9, 16]", "6.9 (4.8) mm Hg", "24.5 +/- 2.3", "(28, 28.3%)"."""

from dataclasses import replace
from decimal import Decimal

from slideextract.assemble.scan import OPENING, Scan
from slideextract.assemble.value import PLAIN, as_number, number_in
from slideextract.mentions import Mention

LIST_SIGNS = frozenset({",", "/", "-", "to", "and", "à", "et", ";", "–", "or"})
SIGNS = frozenset({"±", "+", "/", "-", "+/-"})
PAIR = 2  # bounds of a spread


class Spreads:
    """Finds the qualifying figures of one line.

    Attributes:
        used: tokens of these figures and of their signs.
        spreads: token of a figure -> its spread.
        intervals: token of a figure -> the bounds behind it, where an interval before them says what they are.
        numerators: token of a share -> the count printed before it.
    """

    def __init__(self, scan: Scan) -> None:
        self.scan, self.lower, self.mentions = scan, scan.lower, scan.read.mentions
        self.used: set[int] = set()
        self.spreads: dict[int, Mention] = {}
        self.intervals: dict[int, Mention] = {}
        self.numerators: dict[int, int] = {}
        self._take_brackets()
        self._take_signed()
        self._take_bounds()
        self._take_counts()
        self._take_denominators()

    def _take_denominators(self) -> None:
        """What a rate is per: "7.9 per 100 person-years", «7,9 pour 100 patients-années»."""
        for index, mention in self.mentions.items():
            if index and self.lower[index - 1] in {"per", "pour"} and mention.kind in PLAIN | {"people"}:
                self.used.update((index - 1, index))

    def _owner(self, index: int) -> int:
        """The token before a sign or bracket, past a unit."""
        owner = index - 1
        while owner > 0 and self.scan.is_unit(owner):
            owner -= 1
        return owner

    def _take_brackets(self) -> None:
        for opened, closed in self.scan.closer.items():
            owner = self._owner(opened)
            if owner < 0 or self.scan.kind(owner) not in PLAIN | {"percent"} or opened in self.mentions:
                continue
            inside = [i for i in range(opened + 1, closed) if i in self.mentions]
            if not inside or not self._spreads_out(owner, opened, closed, inside):
                continue
            self.used.update(inside)
            made = self._spread([self.mentions[i] for i in inside], owner)
            if made is not None:
                self.spreads[owner] = made

    def _spreads_out(self, owner: int, opened: int, closed: int, inside: list[int]) -> bool:
        """Whether a bracket holds nothing but figures that spread around the one before it."""
        kinds = {self.scan.kind(i) for i in inside}
        if self.scan.kind(owner) == "percent" and len(inside) == PAIR and kinds <= PLAIN | {"percent"}:
            return True  # "98% (interquartile range 100%, 55%)"
        signs = (
            self.lower[i] in LIST_SIGNS or self.scan.is_unit(i) for i in range(opened + 1, closed) if i not in inside
        )
        if not kinds <= PLAIN or not all(signs):
            return False
        glued = owner == opened - 1 and self.scan.kind(owner) == "number"  # "6.9 (4.8) mm Hg"
        return len(inside) > 1 or glued or self._named(owner)

    def _named(self, index: int) -> bool:
        return any(self.scan.cue(name, 0, index) for name in ("spread_sd", "spread_se", "spread_iqr"))

    def _spread(self, inside: list[Mention], owner: int) -> Mention | None:
        kinds = [name for name in ("iqr", "sd", "se") if self.scan.cue(f"spread_{name}", 0, owner)]
        if len(inside) == 1 and kinds:
            kind = next((k for k in kinds if k != "iqr"), "sd")
            values: dict[str, Decimal | str] = {"type": kind, "value": inside[0].values["value"]}
        elif len(inside) == PAIR and all(number_in(m) is not None for m in inside):
            lower, upper = sorted(as_number(m.values["value"]) for m in inside)  # of a reduction the larger comes first
            values = {"type": "iqr" if "iqr" in kinds else "range", "lower": lower, "upper": upper}
        else:
            return None
        return _made(inside[0], inside[-1].end, "prose.bracket", values)

    def _take_signed(self) -> None:
        for index, mention in self.mentions.items():
            first = index
            while first > 0 and self.lower[first - 1] in SIGNS:
                first -= 1
            glued = self.lower[index][0] if self.lower[index][0] in SIGNS else ""
            signs = "".join(self.lower[first:index]) + glued
            if mention.kind not in PLAIN | {"percent"} or not any(sign in signs for sign in ("±", "+/-", "-/+")):
                continue
            self.used.update(range(first, index + 1))
            owner, number = self._owner(first), number_in(mention)
            if owner >= 0 and number is not None:
                kind = "se" if self.scan.cue("spread_se", 0, owner) else "sd"
                self.spreads[owner] = _made(mention, mention.end, "prose.sign", {"type": kind, "value": abs(number)})

    def _take_bounds(self) -> None:
        """Bounds like those of the interval before: "9.3 months (95% CI 8.1 to 10.4) versus 6.7 (5.9 to 7.4)"."""
        named = None
        for index, mention in sorted(self.mentions.items()):
            if mention.kind == "interval":
                named = mention
            elif mention.kind == "bounds" and (owner := self._before_bounds(index)) is not None:
                self.used.add(index)
                if named is not None and owner in self.mentions:
                    level = {k: v for k, v in named.values.items() if k == "level"}
                    self.intervals[owner] = replace(mention, kind="interval", values={**level, **mention.values})

    def _before_bounds(self, index: int) -> int | None:
        """The figure before a bracket of bounds, or of bounds and a p: "(5.9 to 7.4)", "(-0.51 to -0.26; P<0.001)"."""
        if self.lower[index].endswith((")", "]")):
            return self._owner(index)
        if index > 0 and self.lower[index - 1] in OPENING and self.scan.kind(index + 2) == "p":
            return self._owner(index - 1)
        inside = self.scan.opener[index] is not None and index > 1 and self.lower[index - 1] == ","
        return self._owner(index - 1) if inside else None

    def _take_counts(self) -> None:
        """A count before its share in one bracket: "(28, 28.3%)"."""
        for index, mention in self.mentions.items():
            number = number_in(mention)
            if mention.kind != "number" or number is None or number % 1 or index + PAIR >= self.scan.size:
                continue
            opens = index > 0 and self.lower[index - 1] in OPENING and self.lower[index + 1] in {",", ";"}
            if opens and self.scan.kind(index + PAIR) == "percent":
                self.used.update((index, index + 1))
                self.numerators[index + PAIR] = int(number)


def _made(mention: Mention, end: int, rule: str, values: dict[str, Decimal | str]) -> Mention:
    return replace(mention, kind="dispersion", end=end, rule=rule, values=values, spans={})
