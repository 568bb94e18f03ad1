"""The names of trials in a text: "LANTERN", "SLE-BRAVE", "CheckMate 816", where a cue or a title tells of one."""

from collections.abc import Collection, Sequence

import regex

from slideextract.segment import LANGUAGES, heading
from slideextract.terms import find_drugs, is_known_acronym

NAME = (
    r"(?:[A-Z]{2,}[A-Z0-9]*(?:[-–][A-Z0-9][A-Za-z0-9]*)+|[A-Z]{4,}\d{0,4}|[A-Z]{3,}(?=\s?\d|\sI)|\d{1,2}[A-Z]\d{3,4}"
    r"|[A-Z][a-z]+(?:[A-Z][a-z]*)+|[A-Z]{3,}[a-z]{2,4}|IM[a-z]{4,}|[A-Z]{3})"
    r"(?:[ -]\d{1,4}(?![\d.,%])|\s(?:I{1,3}|IV|GO|FLY|AD|HF|CKD|MS|PLUS|EXTEND)(?!\w)|\s[A-Z]{2,4}-\d(?!\w))?"
)
CUED = (
    regex.compile(
        r"(?:[Ee]ssais?|[Éé]tudes?|[Dd]onnées|[Tt]rials?|[Ss]tud(?:y|ies)|TRIAL|STUDY|ESSAI|ÉTUDE)\s+"
        r"(?:(?:clinique|pivot|pivotal|basket|en\s+ouvert|réfractaire|de|phase|[\dIViv/]+[ab]?|randomisé\w*|multicentrique|"
        r"the|of|,)\s+|de\s+phase\s+[\dIViv/ab]+,?\s+)*(?:«\s|[«\"(])?(?P<name>" + NAME + r")(?![\w])"
    ),
    regex.compile(
        r"(?<![\w-])(?P<name>" + NAME + r")(?:[»\")])?\s+(?:[Tt]rials?|[Ss]tud(?:y|ies)|[Ee]ssais?|[Éé]tudes?|"
        r"[Ii]nvestigators|Trial Investigators|phase\s+[23I]|ClinicalTrials\.gov|ran?domi[sz]ed|enrolled|a inclus|"
        r"a randomisé|a comparé)"
    ),
)
TITLED = (
    regex.compile(r"(?:^|[:(–—|]\s?)(?P<name>" + NAME + r")\s*(?=$|[):–—|(,])"),
    regex.compile(r"^(?P<name>" + NAME + r")\s+(?=[-–—:]|\w+\s*:)"),
)
LEADING = regex.compile(
    r"^\W{0,4}(?:(?:[Ii]n|[Dd]ans|[Ff]or|[Pp]our)\s+(?:l['’])?)?(?P<name>"
    + NAME
    + r")(?![\w-])\s*(?:[.:,–—]|\((?:N|n)\s?=)"
)
STUDIED = regex.compile(r"(?<!\w)(?:essai|étude|trial|study|phase\s+[1-4I]|randomi[sz])", regex.IGNORECASE)
NEARBY = 90  # characters after a leading acronym in which a study must be spoken of
CONGRESS = regex.compile(r"(?:CO|OP|OA|PO|POS|LB|LBA|SAT|THU|FRI|SUN|AB|ABS|TPS|PA|DOP)[- ]?\d{2,5}")
ROMAN = regex.compile(r"(?:IX|IV|V?I{1,3}|V|X{1,2}I{0,3})[AB]?")
MIN_CAMEL = 6  # letters of a name in mixed case: CheckMate, not HbA
MIN_WORD = 4  # letters of a word behind a known acronym that make a name of both


def find_names(
    text: str, start: int, *, title: bool, taken: Sequence[tuple[int, int]] = ()
) -> list[tuple[str, int, int]]:
    """Trial acronyms in a text: beside a word such as "trial", or standing alone in a title.

    Args:
        text: of one block.
        start: of the block in its document; added to every place.
        title: whether the block is a title, where an acronym needs no such word.
        taken: places of figures (a congress number, a grade); a name inside one is none.
    """
    found: dict[str, tuple[str, int, int]] = {}
    for pattern in (*CUED, *(TITLED if title else ())):
        for match in pattern.finditer(text):
            name = " ".join(match["name"].split())
            place = start + match.start("name"), start + match.end("name")
            if not is_trial_name(name) or (name == text.strip() and name.isalpha()):
                continue
            drugs = find_drugs(text)  # "JAK inhibitors"
            if (
                any(hit.start <= match.start("name") and match.end("name") < hit.end for hit in drugs)
                or any(s < place[1] and place[0] < e for s, e in taken)
                or _expands(text[: match.start("name")], name)
            ):
                continue
            found.setdefault(fold_name(name), (name, *place))
    return sorted(found.values(), key=lambda item: item[1])


def _expands(before: str, name: str) -> bool:
    """Whether the words before a bracket spell an acronym out: "standard of care (SOC)"."""
    if not before.rstrip().endswith("("):
        return False
    initials = "".join(word[0] for word in regex.findall(r"[^\W\d_]+", before)[-len(name) - 1 :]).upper()
    letters = regex.sub(r"[^A-Z]", "", name)
    return bool(letters) and initials.endswith(letters)


def leading_name(text: str, start: int, known: Collection[str] = ()) -> list[tuple[str, int, int]]:
    """The acronym that a paragraph or list item opens with: "CASTLE. Cet essai ...", "In REGENCY, ...".

    Args:
        text: of one block.
        start: of the block in its document.
        known: folded acronyms that the document names elsewhere; others must be told to be studies.
    """
    match = LEADING.match(text)
    if match is None or not is_trial_name(match["name"]):
        return []
    told = fold_name(match["name"]) in known or STUDIED.search(text[match.end("name") : match.end("name") + NEARBY])
    return [(match["name"], start + match.start("name"), start + match.end("name"))] if told else []


def is_trial_name(name: str) -> bool:
    """Whether capitals may name a trial: no known term, number, congress id, section or drug."""
    stem, *rest = regex.split(r"[\s\d–-]", name)
    word = any(part.isupper() and len(part) >= MIN_WORD and not is_known_acronym(part) for part in rest)  # SLE-BRAVE
    if (
        is_known_acronym(name)
        or (is_known_acronym(stem) and not word)
        or ROMAN.fullmatch(name)
        or CONGRESS.fullmatch(name)
    ):
        return False
    if not name.isupper() and len(name) < MIN_CAMEL:
        return False
    if any(heading(name.capitalize(), language) is not None for language in LANGUAGES):
        return False
    return not any(hit.start == 0 and hit.end == len(name) for hit in find_drugs(name))


def fold_name(name: str) -> str:
    """An acronym without case, spaces and punctuation: "TULIP SC" and "TULIP-SC" are one."""
    return regex.sub(r"[\W_]+", "", name).casefold()
