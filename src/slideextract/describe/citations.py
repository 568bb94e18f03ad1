"""Where a trial was published or presented: DOI, PMID, abstract number and congress, line by line."""

from collections.abc import Sequence
from functools import cache

import regex

from slideextract.describe.lines import Told, words
from slideextract.facts import Citation

NUMBERS = {"doi": "doi", "pmid": "pmid", "congress_id": "abstract_id"}  # kind of a mention: field of a citation
YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
MAX_OWN = 3  # publications of one trial in one document; a longer list is a bibliography


def citations(lines: Sequence[Told]) -> tuple[Citation, ...]:
    """The citations of a story; none of a bibliography."""
    found = dict.fromkeys(citation for told in lines for citation in _of_line(told))
    return tuple(found) if len(found) <= MAX_OWN else ()


def _of_line(told: Told) -> list[Citation]:
    """One citation a number of the line; a DOI and a PMID side by side are one."""
    numbers = [(NUMBERS[m.kind], str(m.values["value"])) for m in told.read.mentions.values() if m.kind in NUMBERS]
    if not numbers:
        return []
    congress = next((name for name, pattern in _congresses() if pattern.search(told.text)), None)
    year = YEAR.search(told.text)
    common = {"year": int(year[0]) if year else None, "congress": congress}
    fields: list[dict[str, str]] = [{}]
    for name, value in numbers:
        if name in fields[-1]:
            fields.append({})
        fields[-1][name] = value
    return [Citation.model_validate({**said, **common}) for said in fields]


@cache
def _congresses() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    printed = words()["congress"].items()
    return tuple((name, regex.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")) for name, forms in printed)
