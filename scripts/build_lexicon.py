"""Builds `src/slideextract/lexicon/drugs.tsv.gz` from the public registers that the README beside it names.

Usage: python scripts/build_lexicon.py SOURCES [TARGET]

SOURCES holds `unii_drug_names.tsv.gz` (columns unii, preferred, name, kind, tags), `unii_stoplist.txt` (names that are
ordinary words, one a line) and `bdpm_substances_fr.tsv` (columns French name, -, preferred).
"""

import gzip
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import regex

from slideextract.terms.folding import fold, key

TARGET = Path(__file__).parents[1] / "src" / "slideextract" / "lexicon"
LISTED = {"ORANGE BOOK", "PURPLE BOOK CDER", "EMA EPAR", "USAN", "BAN"}  # lists of medicines, not of ingredients
SALTS = frozenset(
    [
        "sodium",
        "potassium",
        "calcium",
        "magnesium",
        "zinc",
        "disodium",
        "dipotassium",
        "trisodium",
        "monosodium",
        "hydrochloride",
        "dihydrochloride",
        "monohydrochloride",
        "hcl",
        "hydrobromide",
        "hydroiodide",
        "sulfate",
        "sulphate",
        "hemisulfate",
        "bisulfate",
        "phosphate",
        "diphosphate",
        "acetate",
        "diacetate",
        "citrate",
        "dihydrate",
        "monohydrate",
        "trihydrate",
        "hemihydrate",
        "sesquihydrate",
        "hydrate",
        "anhydrous",
        "mesylate",
        "mesilate",
        "dimesylate",
        "besylate",
        "besilate",
        "tosylate",
        "tosilate",
        "edisylate",
        "esylate",
        "isethionate",
        "napsylate",
        "maleate",
        "fumarate",
        "hemifumarate",
        "tartrate",
        "bitartrate",
        "hydrogentartrate",
        "succinate",
        "malate",
        "lactate",
        "gluconate",
        "nitrate",
        "bromide",
        "chloride",
        "iodide",
        "fluoride",
        "carbonate",
        "bicarbonate",
        "oxalate",
        "pamoate",
        "embonate",
        "stearate",
        "palmitate",
        "benzoate",
        "valerate",
        "propionate",
        "dipropionate",
        "furoate",
        "butyrate",
        "pivalate",
        "meglumine",
        "tromethamine",
        "trometamol",
        "olamine",
        "lysine",
        "choline",
        "erbumine",
        "arbumine",
        "hyclate",
        "camsylate",
        "xinafoate",
        "ditosylate",
        "tritartrate",
        "saccharate",
        "orotate",
        "hippurate",
        "salicylate",
        "monohydrated",
        "nicotinate",
        "cypionate",
        "enanthate",
        "decanoate",
        "undecanoate",
        "ethanolate",
        "solvate",
        "base",
        "s-malate",
        "citrate(1:1)",
    ]
)
ELEMENTS = frozenset(
    [
        "aluminium",
        "aluminum",
        "ammonium",
        "barium",
        "bismuth",
        "boron",
        "calcium",
        "cobalt",
        "copper",
        "cupric",
        "cuprous",
        "ferric",
        "ferrous",
        "gold",
        "iron",
        "lithium",
        "magnesium",
        "manganese",
        "mercury",
        "potassium",
        "selenium",
        "silver",
        "sodium",
        "strontium",
        "tin",
        "zinc",
        "hydrogen",
        "iodine",
        "lead",
        "urea",
    ]
)  # a salt of these is not the element
CODE = regex.compile(r"[A-Z]{1,6}[- ]?[A-Z]{0,3}[- ]?\d[\d,-]*[A-Z]{0,2}\d{0,2}", regex.IGNORECASE)
NO_CODE = regex.compile(
    r"(?:NSC|NCI|INS|FEMA|CI|CAS|EC|E|UN|ENT|CCRIS|HSDB|USAF|BRN|AI3|SR|PIX|FD|DC|HMDB|MFCD|ANTI|CD)[- ]?\d"
    r"|ANTI|.*\b(?:NO|RED|BLUE|YELLOW)\b|[A-Z] ?\d{2} ?[A-Z]{2} ?\d{2}$",
    regex.IGNORECASE,
)
MIN_CODE = 5  # letters and digits; shorter ones (CD20, S52) mean too many other things
MIN_NAME = 4  # letters
MIN_BRAND = 5  # letters; shorter ones are acronyms (VEMS is FEV1 in French)
MAX_WORDS = 4  # of a name; longer ones are chemistry
HEAD = 4  # letters that an unregistered synonym must share with the name


class Row(NamedTuple):
    """One name of a substance in the register."""

    unii: str
    preferred: str
    surface: str
    kind: str
    tags: str


def main(sources: Path, target: Path = TARGET) -> None:
    """Write `drugs.tsv.gz`: name, names, brands and codes of each substance."""
    rows = _read(sources / "unii_drug_names.tsv.gz")
    stop = {fold(line) for line in (sources / "unii_stoplist.txt").read_text("utf-8").split("\n") if line}
    french = _french(sources / "bdpm_substances_fr.tsv")
    table = _table(rows, french)
    lines = [line for line in sorted(_line(name, kinds, stop) for name, kinds in table.items()) if line]
    packed = gzip.compress("".join(lines).encode(), 9, mtime=0)
    (target / "drugs.tsv.gz").write_bytes(packed)
    print(f"{len(lines)} substances, {len(packed)} bytes")


def _read(path: Path) -> dict[str, list[Row]]:
    by_substance: dict[str, list[Row]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in list(file)[1:]:
            row = Row(*line.rstrip("\n").split("\t"))
            by_substance[row.unii].append(row)
    return by_substance


def _french(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines()[1:]:
        name, _, preferred, *_ = [*line.split("\t"), "", ""]
        if preferred and "(" not in name and "," not in name:
            found[preferred].append(name)
    return found


def _table(rows: dict[str, list[Row]], french: dict[str, list[str]]) -> dict[str, dict[str, set[str]]]:
    inns = {base(fold(row.surface)) for group in rows.values() for row in group if row.kind == "inn"}
    table: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"inn": set(), "brand": set(), "code": set()})
    for group in rows.values():
        name = _name(group, inns)
        if name is None:
            continue
        kinds = table[name]
        kinds["inn"].add(name)
        for row in group:
            kind = _kind(row, name)
            if kind is not None:
                kinds[kind].add(row.surface)
        kinds["inn"].update(surface for surface in french.get(group[0].preferred, ()) if _alike(surface, name))
    return table


def base(name: str) -> str:
    """A name without its salt: "enoxaparin sodium" gives "enoxaparin"; salts of elements stay whole."""
    words = name.split()
    while len(words) > 1 and words[-1] in SALTS:
        words.pop()
    return name if words[-1] in ELEMENTS | SALTS or words[0] in ELEMENTS else " ".join(words)


def _name(group: list[Row], inns: set[str]) -> str | None:
    """The INN; of a salt, the INN of its base; else the preferred name of a listed medicine."""
    own = sorted((fold(row.surface) for row in group if row.kind == "inn"), key=lambda name: (len(name), name))
    if own:
        return base(own[0])
    preferred = fold(group[0].preferred).lstrip(".").replace(".-", "-")
    if base(preferred) in inns:
        return base(preferred)
    listed = any(row.tags in LISTED for row in group)
    return preferred if listed and len(preferred.split()) <= MAX_WORDS and "," not in preferred else None


def _kind(row: Row, name: str) -> str | None:
    """What a row is for us: an unconfirmed synonym must look like the name or be a brand's single word."""
    if row.kind in {"brand", "code"}:
        return row.kind
    if row.kind == "inn" or _alike(row.surface, name):
        return "inn"
    if row.tags:
        return "inn" if row.kind != "common" or row.tags in {"WHO-DD", "MI", "MART.", "HSDB"} else None
    return "brand" if " " not in row.surface and row.kind == "common" else None


def _alike(surface: str, name: str) -> bool:
    """Whether two names share the beginning of a word that is no salt."""
    heads = {word[:HEAD] for word in fold(name).replace("-", " ").split()} - {salt[:HEAD] for salt in SALTS}
    return any(word[:HEAD] in heads for word in fold(surface).replace("-", " ").split())


def _line(name: str, kinds: dict[str, set[str]], stop: set[str]) -> str:
    names = _keys((s for s in kinds["inn"] if _is_name(s, MIN_NAME)), stop) | {key(name)}
    names = {k for k in names if not _is_salt_of(k, names)}
    brands = _keys((s for s in kinds["brand"] if _is_name(s, MIN_BRAND)), stop) - names
    codes = _keys((s for s in kinds["code"] if _is_code(s)), stop) - names - brands
    if key(name) in stop and len(names) == 1 and not brands and not codes:
        return ""
    return "\t".join((name, "|".join(sorted(names)), "|".join(sorted(brands)), "|".join(sorted(codes)))) + "\n"


def _is_salt_of(surface: str, names: set[str]) -> bool:
    """Salts are found by rule, behind or before the name."""
    return base(surface) != surface and base(surface) in names


def _keys(surfaces: Iterable[str], stop: set[str]) -> set[str]:
    return {k for k in map(key, surfaces) if k and k not in stop}


def _is_name(surface: str, least: int) -> bool:
    letters = sum(sign.isalpha() for sign in surface)
    plain = not any(sign in surface for sign in ",()[]{}/;:.") and "component" not in surface.lower()
    return plain and letters >= least and len(surface.split()) <= MAX_WORDS and letters > len(surface) // 2


def _is_code(surface: str) -> bool:
    compact = regex.sub(r"[\W_]", "", surface)
    return len(compact) >= MIN_CODE and CODE.fullmatch(surface) is not None and NO_CODE.match(surface) is None


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
