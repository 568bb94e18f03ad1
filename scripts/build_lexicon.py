"""Builds the drug files in `src/slideextract/lexicon` from the public sources that its README names.

Usage: python scripts/build_lexicon.py SOURCES [TARGET]
"""

import gzip
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import regex

from slideextract.terms.folding import fold, key

TARGET = Path(__file__).parents[1] / "src" / "slideextract" / "lexicon"
LISTED = {"ORANGE BOOK", "PURPLE BOOK CDER", "EMA EPAR", "USAN", "BAN"}  # lists of medicines, not of ingredients
SALTS = frozenset(
    """sodium potassium calcium magnesium zinc lithium disodium dipotassium trisodium monosodium hydrochloride
    dihydrochloride monohydrochloride hcl hydrobromide hydroiodide sulfate sulphate hemisulfate bisulfate phosphate
    diphosphate acetate diacetate citrate dihydrate monohydrate trihydrate hemihydrate sesquihydrate hydrate anhydrous
    mesylate mesilate dimesylate besylate besilate tosylate tosilate edisylate esylate isethionate napsylate maleate
    fumarate hemifumarate tartrate bitartrate hydrogentartrate succinate malate lactate gluconate nitrate bromide chloride
    iodide fluoride carbonate bicarbonate oxalate pamoate embonate stearate palmitate benzoate valerate propionate
    dipropionate furoate butyrate pivalate meglumine tromethamine trometamol olamine lysine arginine choline erbumine
    arbumine hyclate camsylate xinafoate ditosylate tritartrate saccharate orotate hippurate salicylate hydrogen
    monohydrated nicotinate cypionate enanthate decanoate undecanoate ethanolate ethylate solvate base free acid
    recombinant human""".split()
)
CODE = regex.compile(r"[A-Z]{1,6}[- ]?[A-Z]{0,3}[- ]?\d[\d,-]*[A-Z]{0,2}\d{0,2}", regex.IGNORECASE)
NO_CODE = regex.compile(
    r"(?:NSC|NCI|INS|FEMA|CI|CAS|EC|E|UN|ENT|CCRIS|HSDB|USAF|BRN|AI3|SR|PIX|FD|DC|HMDB|MFCD)[- ]?\d|.*\b(?:NO|RED|BLUE|YELLOW)\b",
    regex.IGNORECASE,
)
MIN_CODE = 5  # letters and digits; shorter ones (CD20, S52) mean too many other things
MIN_NAME = 4
MAX_WORDS = 4  # of a name; longer ones are chemistry


def main(sources: Path, target: Path = TARGET) -> None:
    """Write `drugs.tsv.gz`: name, names, brands and codes of each substance."""
    rows = _read(sources / "unii_drug_names.tsv.gz")
    stop = {fold(line) for line in (sources / "unii_stoplist.txt").read_text("utf-8").split("\n") if line}
    french = _french(sources / "bdpm_substances_fr.tsv")
    table = _table(rows, french)
    lines = sorted(_line(name, kinds, stop) for name, kinds in table.items())
    packed = gzip.compress("".join(line for line in lines if line).encode(), 9, mtime=0)
    (target / "drugs.tsv.gz").write_bytes(packed)
    print(f"{len(lines)} substances, {len(packed)} bytes")


def _read(path: Path) -> dict[str, list[list[str]]]:
    by_substance: dict[str, list[list[str]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in list(file)[1:]:
            row = line.rstrip("\n").split("\t")
            by_substance[row[0]].append(row)
    return by_substance


def _french(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines()[1:]:
        name, _, preferred, *_ = [*line.split("\t"), "", ""]
        if preferred and "(" not in name and "," not in name:
            found[preferred].append(name)
    return found


def _table(rows: dict[str, list[list[str]]], french: dict[str, list[str]]) -> dict[str, dict[str, set[str]]]:
    inns = {fold(row[2]) for group in rows.values() for row in group if row[3] == "inn"}
    table: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"inn": set(), "brand": set(), "code": set()})
    for group in rows.values():
        name = _name(group, inns)
        if name is None:
            continue
        kinds = table[name]
        kinds["inn"].add(name)
        salt = not any(row[3] == "inn" for row in group) and name in inns
        for _, preferred, surface, kind, _tag in group:
            if kind in {"brand", "code"}:
                kinds[kind].add(surface)
            elif not salt:
                kinds["inn"].add(surface)
        if not salt:
            kinds["inn"].update(french.get(preferred, ()))
    return table


def _name(group: list[list[str]], inns: set[str]) -> str | None:
    """The INN; of a salt, the INN of its base; else the preferred name of a listed medicine."""
    own = sorted((fold(row[2]) for row in group if row[3] == "inn"), key=lambda name: (len(name), name))
    if own:
        return own[0]
    preferred = fold(group[0][1])
    base = " ".join(word for word in preferred.split() if word not in SALTS)
    if base in inns:
        return base
    listed = any(row[4] in LISTED for row in group)
    return preferred if listed and len(preferred.split()) <= MAX_WORDS and "," not in preferred else None


def _line(name: str, kinds: dict[str, set[str]], stop: set[str]) -> str:
    names = _keys((s for s in kinds["inn"] if _is_name(s)), stop) | {key(name)}
    brands = _keys((s for s in kinds["brand"] if _is_name(s)), stop) - names
    codes = _keys((s for s in kinds["code"] if _is_code(s)), stop) - names - brands
    if key(name) in stop and len(names) == 1 and not brands and not codes:
        return ""
    return "\t".join((name, "|".join(sorted(names)), "|".join(sorted(brands)), "|".join(sorted(codes)))) + "\n"


def _keys(surfaces: Iterable[str], stop: set[str]) -> set[str]:
    return {k for k in map(key, surfaces) if k and k not in stop}


def _is_name(surface: str) -> bool:
    letters = sum(sign.isalpha() for sign in surface)
    plain = not any(sign in surface for sign in ",()[]{}/;:.")
    plain = plain and "component" not in surface.lower()
    return plain and letters >= MIN_NAME and len(surface.split()) <= MAX_WORDS and letters > len(surface) // 2


def _is_code(surface: str) -> bool:
    compact = regex.sub(r"[\W_]", "", surface)
    return len(compact) >= MIN_CODE and CODE.fullmatch(surface) is not None and NO_CODE.match(surface) is None


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
