"""What the figures of a cell are, by what its headers say: kind, unit, numerator, spread, interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from slideextract.assemble.cells import Figures
from slideextract.assemble.draft import Draft, Named
from slideextract.assemble.headers import Meaning
from slideextract.assemble.reading import Read
from slideextract.facts import EFFECTS
from slideextract.mentions import Mention
from slideextract.terms import endpoint, endpoint_id

HAPPENS = frozenset({"binary", "tte", "rate"})  # lexicon kinds of what happens to people, so that they are counted
WHOLE = Decimal(100)
LIMITS = frozenset({"<", ">", "≤", "≥"})
MONEY = frozenset({"$", "€", "£", "USD", "EUR", "GBP", "US$", "dollars", "euros", "CHF"})
ROUNDING = Decimal("0.6")  # percentage points by which a printed percentage may differ from n/N: rounded to a unit
AVERAGES = frozenset({"mean", "median"})
PLAIN_STATISTICS = frozenset({"median", "mean", "ls_mean", "change", "rate", "cost", "score", "duration"})
TIMES = frozenset({"mois", "month", "months", "semaine", "semaines", "week", "weeks", "jour", "jours", "day", "days"})
YEARS = frozenset({"an", "ans", "année", "années", "year", "years"})


@dataclass(slots=True)
class Value:
    """A typed figure of one cell; places count characters of the document."""

    value: Decimal
    at: tuple[int, int]
    kind: str
    unit: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    numerator_at: tuple[int, int] | None = None
    interval: Mention | None = None
    spread: Mention | None = None


class Typing:
    """Types figures by the meanings around their cell, the nearest first.

    Args:
        meanings: of the row's labels, the column's headers, the section, the corner and the titles.
        size: participants of the cell's arm, where printed.
        counted: whether what the row measures is something that happens to people: an event, a response.
    """

    def __init__(self, meanings: Sequence[Meaning], size: int | None, *, counted: bool) -> None:
        self.meanings, self.size, self.counted = meanings, size, counted
        self.effect = next((m.effect for m in meanings if m.effect), None)
        self.statistic = _statistic(meanings)
        self.spread = next((m.spread for m in meanings if m.spread), None)
        self.layout = next((m.layout for m in meanings if m.layout), "")
        self.unit = next((m.unit for m in meanings if m.unit), None)
        self.level = next((m.level for m in meanings if m.level), None)
        self.percent = self._percent()

    def _percent(self) -> bool:
        """Whether bare figures are percentages: the nearest header that says anything of it decides."""
        for meaning in self.meanings:
            if meaning.percent or meaning.statistic == "percent":
                return True
            if meaning.unit or meaning.statistic in PLAIN_STATISTICS:
                return False
        return False

    def read(self, found: Figures) -> Value | str:
        """The typed value, or why there is none."""
        if found.shape == "only_bounds":
            return "bounds without a value"
        if found.shape == "fraction":
            return self._fraction(found)
        if found.shape in {"fraction_value", "value_fraction"}:
            return self._counted(found, found.value, found.at)
        if found.shape == "two":
            return self._two(found)
        return self._one(found)

    def _fraction(self, found: Figures) -> Value | str:
        if found.numerator is None or found.denominator is None or found.numerator > found.denominator:
            return "no count of a whole"
        value = Value(Decimal(found.numerator), found.at, "count", "patients", found.numerator, found.denominator)
        value.numerator_at = found.numerator_at
        return value

    def _counted(self, found: Figures, percent: Decimal | None, at: tuple[int, int]) -> Value | str:
        if percent is None or not 0 <= percent <= WHOLE:
            return "no percentage"
        value = Value(percent, at, "percent", "%", found.numerator, found.denominator)
        value.numerator_at = found.numerator_at
        self._bounds(found, value)
        return value

    def _two(self, found: Figures) -> Value | str:
        """A count and its percentage, "34 (22,5)", a percentage and its count, or a mean and its spread."""
        first, second = found.value, found.second
        if first is None or second is None:
            return "no figure"
        if found.second_percent or (found.unit != "%" and self._is_count_first(first, second)):
            found.numerator, found.numerator_at = _whole(first), found.at
            return self._counted(found, second, found.second_at)
        if found.unit == "%" or (self.layout == "% (n)" and not self.spread):
            found.numerator, found.numerator_at = _whole(second), found.second_at
            return self._counted(found, first, found.at)
        if self.effect or self.spread or self.statistic in PLAIN_STATISTICS:
            return self._spread(found, first, second)
        return "two figures, and nothing says what they are"

    def _is_count_first(self, first: Decimal, second: Decimal) -> bool:
        if first % 1 or first < 0 or not 0 <= second <= WHOLE or self.effect:
            return False
        if self.layout in {"n (%)", "n/N (%)"}:
            return True
        if self.spread or self.statistic in PLAIN_STATISTICS or self.layout == "% (n)":
            return False
        if self.size:
            return abs(WHOLE * first / self.size - second) <= ROUNDING
        return self.percent

    def _spread(self, found: Figures, first: Decimal, second: Decimal) -> Value:
        value = self._plain(found, first)
        if self.spread in {"sd", "se"}:
            value.spread = _mention("dispersion", found.second_at, {"type": self.spread, "value": second})
        self._bounds(found, value)
        return value

    def _one(self, found: Figures) -> Value | str:
        if found.value is None:
            return "no figure"
        if found.sign in LIMITS:
            return "a limit, not a value"
        value = self._plain(found, found.value)
        if value.kind == "percent" and not -WHOLE <= value.value <= WHOLE:
            value.kind, value.unit = "score", None
        if found.shape == "plus_minus" and found.second is not None:
            spread = self.spread if self.spread in {"sd", "se"} else "sd"
            value.spread = _mention("dispersion", found.second_at, {"type": spread, "value": found.second})
            value.kind = "mean" if value.kind in {"score", "count"} else value.kind
        self._bounds(found, value)
        return value

    def _plain(self, found: Figures, amount: Decimal) -> Value:
        """A lone figure: its effect, its statistic, a percentage, a count or a score."""
        value = Value(amount, found.at, self._kind(found, amount))
        value.unit = self._unit(found, value.kind)
        return value

    def _kind(self, found: Figures, amount: Decimal) -> str:
        signed = found.unit == "%"
        if self.effect or found.unit in MONEY:
            return self.effect or "cost"
        if self.statistic in PLAIN_STATISTICS and not (signed and self.statistic == "rate"):
            return str(self.statistic)
        if signed or (self.percent and found.unit is None and not self._is_bare_count()):
            return "percent"
        if (found.unit or self.unit or "").casefold() in TIMES | YEARS:
            return "duration"
        return self._plain_kind(amount)

    def _plain_kind(self, amount: Decimal) -> str:
        """The kind of a figure without a unit or a statistic."""
        if self.spread:
            return "mean" if self.spread in {"sd", "se"} else "median"
        whole = not amount % 1 and amount >= 0
        counted = self.counted and amount <= (self.size or amount)
        return "count" if whole and (self.statistic == "count" or counted or self._is_bare_count()) else "score"

    def _is_bare_count(self) -> bool:
        """Whether a figure alone, where a count and its percentage are announced, is the count: "0" under "n (%)"."""
        return self.layout in {"n (%)", "n/N (%)"}

    def _unit(self, found: Figures, kind: str) -> str | None:
        signed = found.unit == "%" or self.percent
        if kind == "difference":
            return "percentage points" if signed else found.unit or self.unit
        if kind in EFFECTS:
            return None
        if kind == "count":
            return "patients"
        if kind == "percent" or found.unit == "%":
            return "%"
        return found.unit or self.unit

    def _bounds(self, found: Figures, value: Value) -> None:
        """The bracket of bounds: an interval, or the quartiles or range, as the headers say."""
        if found.lower is None:
            return
        bounds: dict[str, Decimal | str] = {"lower": found.lower}
        if found.upper is not None:
            bounds["upper"] = found.upper
        level = found.level or self.level
        if level is None and self.spread in {"iqr", "range"} and not self.effect:
            value.spread = _mention("dispersion", found.bounds_at, {"type": str(self.spread), **bounds})
        elif self.effect or level is not None:
            bounds |= {"level": level} if level is not None else {}
            value.interval = _mention("interval", found.bounds_at, bounds)


def _statistic(meanings: Sequence[Meaning]) -> str | None:
    """The nearest statistic; a mean of "Number of visits" is a mean, whichever says so."""
    said = [meaning.statistic for meaning in meanings if meaning.statistic]
    first = next(iter(said), None)
    return next((one for one in said[1:] if one in AVERAGES), first) if first == "count" else first


def happens(named: Named | None) -> bool:
    """Whether an endpoint is something that happens to people, so that whole numbers of it are counts."""
    known = endpoint(endpoint_id(named.text) or "") if named is not None else None
    return known is not None and (known.kind in HAPPENS or known.type == "safety")


def draft_of(read: Read, value: Value, rule: str) -> Draft:
    """A draft of one figure, to be bound by the caller."""
    mention = Mention("cell", *value.at, rule, {"value": value.value}, {"raw": value.at})
    draft = Draft(read.line, mention, value.at, value.value, value.kind, value.unit, rule, read.line.span)
    draft.numerator, draft.denominator = value.numerator, value.denominator
    draft.interval, draft.dispersion = value.interval, value.spread
    if value.numerator_at is not None and value.numerator_at != value.at:
        draft.parts["numerator"] = value.numerator_at
    return draft


def _whole(number: Decimal) -> int | None:
    return None if number % 1 else int(number)


def _mention(kind: str, at: tuple[int, int], values: dict[str, Decimal | str]) -> Mention:
    return Mention(kind, *at, f"table.{kind}", values, {"raw": at})
