"""Short texts of a drawing and the part that each plays: a bar's number, an arm's name, a p, a time, a title."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from slideextract.assemble.arms import Arm
from slideextract.assemble.cells import Figures, figures
from slideextract.assemble.found import RATIOS, RESULTS
from slideextract.assemble.header_arms import header_arm, names_arm
from slideextract.assemble.header_rules import says
from slideextract.assemble.headers import NAMED_TIMES
from slideextract.assemble.inventory import Inventory
from slideextract.assemble.reading import Read
from slideextract.document import BlockKind
from slideextract.geometry import BBox
from slideextract.mentions import Mention

SHORT = frozenset(
    {
        BlockKind.LABEL,
        BlockKind.PARAGRAPH,
        BlockKind.TITLE,
        BlockKind.HEADING,
        BlockKind.CAPTION,
        BlockKind.BULLET,
    }
)
MAX_TOKENS = 24  # of a label; a longer text is prose
MAX_NAME = 9  # words of a category's or series' name
BESIDE_EFFECT = RATIOS | {"interval", "ci_level", "p", "number", "percent", "points", "fraction", "measure", "time"}
LIMITS = frozenset({"threshold"})  # a figure that a name may hold: "UPCR below 0.8"
SIGNS = frozenset("+-−–")  # before a figure: what one arm gains or loses
NOT_MEASURED = frozenset(
    {"phase", "registry", "allocation", "congress_id", "year", "date", "url", "doi", "age", "reference"}
)


class Role(StrEnum):
    """What a short text is in a drawing that is made of texts."""

    VALUE = "value"
    P = "p"
    N = "n"
    EFFECT = "effect"  # a box of statistics: "HR 0.71 (95% CI 0.60-0.85), p<0.001"
    PAIR = "pair"  # "44/65 vs 19/64"
    AGAINST = "against"  # under a figure, what it is compared with: "vs 33.1% with placebo"
    ARM = "arm"
    TIME = "time"
    TEXT = "text"
    OTHER = "other"


@dataclass(slots=True)
class Label:
    """A short block with its role and what it says in it."""

    read: Read
    role: Role
    figures: Figures | None = None
    mention: Mention | None = None  # the p, size or time
    arm: Arm | None = None

    @property
    def box(self) -> BBox:
        """Where it is drawn; an empty box where the format has none."""
        return self.read.line.block.box or BBox(0, 0, 0, 0)

    @property
    def is_title(self) -> bool:
        """Whether it is the title of its slide."""
        return self.read.line.block.kind is BlockKind.TITLE


def classify(read: Read, text: str, inventory: Inventory) -> Label:
    """The role of one line; prose and what says more than one thing is OTHER."""
    block = read.line.block
    label = Label(read, Role.OTHER)
    if block.kind is BlockKind.BULLET and read.mentions:
        return label  # an item of a list is a sentence: its neighbours tell what it measures
    if block.kind not in SHORT or len(read.tokens) > MAX_TOKENS or read.line.span != block.span:
        return label
    held = [mention for mention in read.mentions.values() if mention.kind != "name"]
    kinds = {mention.kind for mention in held}
    words = _words(read)
    if _is_against(read, held, words):
        label.role, label.figures = Role.AGAINST, _share(held, text)
        label.arm = next((arm for arm in read.arms if arm.first > versus(read)), None)
    elif held and not words:
        _figure(label, held, kinds, text)
    elif _is_armed(read, held, words):
        label.role, label.arm, label.figures = Role.VALUE, read.arms[0], _share(held, text)
    elif _is_statistics(read, kinds):
        label.role = Role.EFFECT
    elif not kinds & RESULTS - LIMITS:
        _name(label, held, words, text, inventory)
    return label


def _words(read: Read) -> list[int]:
    """Tokens that say something beside figures and units."""
    return [
        i
        for i, token in enumerate(read.tokens)
        if (i not in read.mentions or read.mentions[i].kind == "name")
        and token.text[0].isalpha()
        and not token.has("unit", "of", "preposition", "versus", "and")
        and token.text not in read.vocabulary.classes["unit"]
    ]


def _figure(label: Label, held: Sequence[Mention], kinds: set[str], text: str) -> None:
    """A label of figures alone."""
    read = label.read
    if kinds == {"p"}:
        label.role, label.mention = Role.P, held[0]
    elif kinds == {"n"} and len(held) == 1:
        label.role, label.mention = Role.N, held[0]
    elif kinds == {"time"} and len(held) == 1 and held[0].values.get("cue") in NAMED_TIMES:
        label.role, label.mention = Role.TIME, held[0]
    elif "dose" in kinds and kinds <= {"dose", "regimen"}:
        label.role, label.arm = Role.ARM, header_arm(read, text, Inventory(), [])
    elif kinds & RATIOS or kinds <= {"interval", "p", "ci_level"}:
        label.role = Role.EFFECT
    elif sum(m.kind == "fraction" for m in held) > 1 and any(token.has("versus") for token in read.tokens):
        label.role = Role.PAIR
    elif not kinds & NOT_MEASURED:
        label.figures = figures(read, text) or _measured(held, text)
        valued = label.figures is not None and (label.figures.value is not None or label.figures.shape == "fraction")
        label.role = Role.VALUE if valued else Role.OTHER


def _is_armed(read: Read, held: Sequence[Mention], words: Sequence[int]) -> bool:
    """Whether a label is a percentage and the name of its arm: "Anifrolumab 56.2%"."""
    one = len({arm.key for arm in read.arms}) == 1 and sum(m.kind in RESULTS for m in held) == 1
    return one and any(m.kind == "percent" for m in held) and all(i in read.covered for i in words)


def versus(read: Read) -> int:
    """The comparing word of a line, or the end of the line."""
    return next((i for i, token in enumerate(read.tokens) if token.has("versus")), len(read.tokens))


def _is_against(read: Read, held: Sequence[Mention], words: Sequence[int]) -> bool:
    """Whether a label compares the figure over it: "vs 33.1%", "obinutuzumab, vs 33.1% with placebo"."""
    at = versus(read)
    figure = read.mentions.get(at + 1)
    if figure is None or figure.kind != "percent" or sum(m.kind in RESULTS for m in held) > 1:
        return False
    return all(i in read.covered for i in words)


def _share(held: Sequence[Mention], text: str) -> Figures | None:
    mention = next(m for m in held if m.kind == "percent")
    value, at = mention.values.get("value"), mention.place
    return Figures("one", at, text[slice(*at)], value, "%") if isinstance(value, Decimal) else None


def _measured(held: Sequence[Mention], text: str) -> Figures | None:
    """A figure with a unit before it, which only the rules of mentions know: "-$126 337"."""
    if len(held) != 1 or held[0].kind != "measure":
        return None
    value, unit, at = held[0].values.get("value"), held[0].values.get("unit"), (held[0].start, held[0].end)
    if not isinstance(value, Decimal):
        return None
    return Figures("one", at, text[slice(*at)], value, unit if isinstance(unit, str) else None)


def _is_statistics(read: Read, kinds: set[str]) -> bool:
    """Whether a label only says an effect: its words name the statistic and the arms."""
    said = " ".join(token.text for token in read.tokens)
    if not kinds <= BESIDE_EFFECT or not (kinds & RATIOS or says("effect", said)):
        return False
    return only_says(read)


def only_says(read: Read) -> bool:
    """Whether the words of a label, but for its arms, only say how something was measured: "Différence ajustée"."""
    words = [word for i in _words(read) if i not in read.covered for word in read.tokens[i].text.split()]
    return all(says("edge", word) or says("weak", word) for word in words)


def _name(label: Label, held: Sequence[Mention], words: Sequence[int], text: str, inventory: Inventory) -> None:
    """A label of words: an arm, a time, a text."""
    read = label.read
    if names_arm(read, text, inventory):
        label.role, label.arm = Role.ARM, header_arm(read, text, inventory, [])
        label.mention = next((m for m in held if m.kind == "n"), None)
    elif words:
        label.role = Role.TEXT


def inner_arm(label: Label, text: str) -> Arm | None:
    """The one arm that a text names beside what was measured: "BICLA response at week 52 / anifrolumab (n = 109)"."""
    read = label.read
    arms = [arm for arm in read.arms if not any(i in read.endpoints for i in range(arm.first, arm.last))]
    if len({arm.key for arm in arms}) == 1:
        return arms[0]
    treated = [i for i, t in enumerate(read.tokens) if t.has("drug", "treatment", "#dose") and i not in read.endpoints]
    if not treated or treated[-1] - treated[0] >= len(treated):
        return None
    first, last = treated[0], treated[-1] + 1
    start, end = read.tokens[first].start, read.tokens[last - 1].end
    drugs = tuple(dict.fromkeys(name for i in treated for name in read.drugs.get(i, ())))
    return Arm(first, last, start, end, " ".join(text[start:end].split()), drugs)


def size_of(label: Label) -> int | None:
    """The participants that a label prints for its arm: "(n = 179)"."""
    sizes = [m.values.get("value") for m in label.read.mentions.values() if m.kind == "n"]
    return int(sizes[0]) if len(sizes) == 1 and isinstance(sizes[0], Decimal) else None
