"""When do two numbers, kinds and p values say the same?"""

import re

from slideextract.evaluate.gold import GoldRow, Predicted
from slideextract.evaluate.words import fold, words

TOLERANCE = 1e-6  # relative; floats of the same printed number
SPACES = "\u00a0\u2009\u202f "
NUMBER = re.compile(rf"\d{{1,3}}(?:[,.{SPACES}]\d{{3}})+(?!\d)|\d+(?:\s?[.,·]\d+)?|(?<!\d)[.,·]\d+")
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
ONE_GROUP = re.compile(r"\d{1,3}[,.]\d{3}")
SIGNS = {"<=": "<", "≤": "<", ">=": ">", "≥": ">", None: "="}


def close(first: float | None, second: float | None) -> bool:
    """Equal up to the rounding of floats."""
    return first is not None and second is not None and abs(first - second) <= TOLERANCE * max(1.0, abs(first))


def decimals(number: float) -> int:
    """How many decimals a number has when it is printed."""
    return len(format(number, ".10f").rstrip("0").split(".")[1])


def same_value(gold: GoldRow, value: float) -> bool:
    """Equal to the printed decimals: a more exact value that rounds to the gold's is right."""
    accepted = [gold.value, *gold.value_any]
    return any(_equal(gold, want, value) for want in accepted if want is not None)


def _equal(gold: GoldRow, want: float, got: float) -> bool:
    if gold.sign_free:
        want, got = abs(want), abs(got)
    if close(want, got):
        return True
    places = decimals(want)
    exact = bool(places) or gold.source == "chart"
    return exact and decimals(got) > places and round(got + 1e-9, places) == want


def same_kind(gold: GoldRow, kind: str) -> bool:
    """The same kind, or one that a careful reader may take for it."""
    kinds = {gold.kind, kind}
    if len(kinds) == 1 or kind in gold.kind_any or any(kinds <= pair for pair in words().same_kind):
        return True
    return "%" in (gold.unit or "") and kinds <= words().percent_kinds


def same_p(gold: GoldRow, predicted: Predicted) -> bool:
    """The same value and side: "<=" is as good as "<"."""
    want, got = (SIGNS.get(side.p_modifier, side.p_modifier) for side in (gold, predicted))
    return close(gold.p_value, predicted.p_value) and want == got


def numbers(text: str) -> set[float]:
    """All numbers that a text may say, in digits and in words; a doubtful separator is read both ways."""
    found: set[float] = set()
    for match in NUMBER.findall(text):
        found.update(_readings(match))
    spelled = words().number_words
    return found | {spelled[word] for word in re.findall(r"[a-z]+", fold(text)) if word in spelled}


def _readings(printed: str) -> set[float]:
    compact = re.sub(r"\s", "", printed).replace("·", ".")
    first = compact.replace(",", "" if THOUSANDS.fullmatch(compact) else ".")
    if first.count(".") > 1:
        first = first.replace(".", "")
    readings = {float(first)}
    if ONE_GROUP.fullmatch(printed):
        readings.add(float(printed.replace(",", ".")))
    return readings
