"""Which flags and rules ask for a person's look: the figures of `trust.toml` against its floor."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

RULE_UNSURE = "rule_unsure"  # the flag of a row whose rule is under the floor
TABLE = "trust.toml"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a flag or a rule is worth.

    Attributes:
        about: what the flag says of a row.
        right: rows counted on the development documents that were right, of `of`.
        review: whether a person must look where too few rows were counted.
    """

    about: str = ""
    right: int = 0
    of: int = 0
    review: bool = False


@dataclass(frozen=True, slots=True)
class Trust:
    """The table: flags and rules by name."""

    floor: float
    few: int
    flags: dict[str, Worth]
    rules: dict[str, Worth]

    def asks(self, flag: str) -> bool:
        """Whether a row with a flag needs a review; a flag that isn't in the table says what a row is."""
        worth = self.flags.get(flag)
        return flag == RULE_UNSURE or (worth is not None and self._is_low(worth))

    def doubts(self, rule: str) -> bool:
        """Whether the rows of a rule need a review."""
        worth = self.rules.get(rule)
        return worth is not None and self._is_low(worth)

    def _is_low(self, worth: Worth) -> bool:
        return worth.right < self.floor * worth.of if worth.of >= self.few else worth.review


@cache
def trust() -> Trust:
    """The table, read once."""
    table = tomllib.loads((files("slideextract") / TABLE).read_text("utf-8"))
    flags = {name: Worth(**entry) for name, entry in table["flag"].items()}
    rules = {name: Worth(**entry) for name, entry in table.get("rule", {}).items()}
    return Trust(table["floor"], table["few"], flags, rules)


def flagged(flags: Iterable[str], rule: str) -> tuple[str, ...]:
    """The flags of a row, in order, with the one that says that its rule is often wrong."""
    return tuple(sorted({*flags, *([RULE_UNSURE] if trust().doubts(rule) else [])}))


def status(flags: Iterable[str]) -> str:
    """`needs_review` where a flag asks for it, else `accepted`."""
    return "needs_review" if any(map(trust().asks, flags)) else "accepted"
