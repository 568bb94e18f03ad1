"""Drafts to facts: surface names get their ids, times their days, and every slot its evidence."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import regex

from slideextract.assemble import Assembled, Story
from slideextract.assemble.arms import Arm
from slideextract.assemble.claims import Claim
from slideextract.assemble.draft import Draft, Named
from slideextract.document import BlockKind, Document, Span
from slideextract.facts import Dispersion, Evidence, Fact
from slideextract.mentions import Mention
from slideextract.segment import Line
from slideextract.terms import endpoint, endpoint_id, find_drugs
from slideextract.trust import flagged, status
from slideextract.words import words

DOUBTS = {"repaired": "drug_repaired", "stem": "drug_unknown"}  # kinds of drug hits and what is doubtful of them
QUOTED_WITH_NAMES = frozenset({BlockKind.CELL, BlockKind.LABEL})
DECIMAL = regex.compile(r"\d[.,]\d")
LETTER = regex.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]")  # raised letters are marks of footnotes
HEADLESS = regex.compile(r"[.,]\d+\s?[^\W\d_]|[.,]\d+\s?%|0\d")  # ".88%" and "05": a digit is missing, or one too many
BEFORE = 40  # characters before an endpoint in which it is called primary: "the primary end point, remission, ..."
SIGNS = {"≤": "<=", "≥": ">=", "<": "<", ">": ">", "=": "=", "<=": "<=", ">=": ">="}


def facts(document: Document, assembled: Assembled) -> list[Fact]:
    """The facts of all stories, with their document's own trial ids."""
    found: list[Fact] = []
    for story in assembled.stories:
        found += [_fact(document, story, draft) for draft in story.drafts]
        found += [_claim(document, story, claim) for claim in story.claims]
    return sorted(found, key=lambda fact: (fact.char_start, fact.char_end, fact.kind))


def frame_id(document: Document, story: Story) -> str:
    """Id of a trial inside one document."""
    return f"{document.id[:12]}.{story.frame.number}"


def _fact(document: Document, story: Story, draft: Draft) -> Fact:
    named = (draft.arm, draft.comparator)
    flags = flagged(_flags(document, draft), draft.rule)
    fields = _shared(document, story, draft.line, Span(*draft.raw), (*named, draft.endpoint, draft.time))
    fields["slots"] |= _slots(document, (("ci", draft.interval), ("p", draft.p), ("population", draft.population)))
    fields["slots"] |= {name: document.cite(Span(*place)) for name, place in draft.parts.items()}
    modifier = draft.p.values.get("modifier", "=") if draft.p else None
    fields |= {
        "endpoint_type": _endpoint_type(document.text, draft, fields["endpoint_id"]),
        "arm_n": draft.arm_n,
        "kind": draft.kind,
        "value": draft.value,
        "unit": draft.unit,
        "numerator": draft.numerator,
        "denominator": draft.denominator,
        "dispersion": _dispersion(draft.dispersion),
        "ci_level": _decimal(draft.interval, "level"),
        "ci_lower": _decimal(draft.interval, "lower"),
        "ci_upper": _decimal(draft.interval, "upper"),
        "p_modifier": SIGNS.get(str(modifier), "=") if draft.p else None,
        "p_value": _decimal(draft.p, "value"),
        "population": draft.population.text if draft.population else None,
        "subgroup": draft.subgroup.text if draft.subgroup else None,
        "adjusted": draft.adjusted,
        "quote": _quote(document.text, draft),
        "rule": draft.rule,
        "status": status(flags),
        "flags": flags,
    }
    return Fact.model_validate(fields)


def _flags(document: Document, draft: Draft) -> set[str]:
    """What assembly noted of a result, and what is doubtful of its names and of its print."""
    named = (arm for arm in (draft.arm, draft.comparator) if arm is not None)
    flags = {*draft.flags, *(flag for arm in named for flag in _doubts(arm)), *_unseen(document, draft.line)}
    if not all(word.sure for place in _figures(draft) for word in document.words(Span(*place))):
        flags.add("ocr_unsure")
    prose = draft.line.block.kind is BlockKind.PARAGRAPH
    if _is_damaged(document.text, draft) or (prose and any(_is_cut_off(document.text, at) for at in _figures(draft))):
        flags.add("figure_damaged")
    return flags


def _figures(draft: Draft) -> list[tuple[int, int]]:
    """The places of all numbers of a result."""
    further = (mention for mention in (draft.interval, draft.p, draft.dispersion) if mention is not None)
    return [draft.raw, *((mention.start, mention.end) for mention in further), *draft.parts.values()]


def _is_damaged(text: str, draft: Draft) -> bool:
    """Whether a figure may have lost or gained a sign: a letter touches it, or it begins as no number does."""
    start, end = draft.raw
    raw = text[start:end].strip()
    glued = LETTER.match(text, end) is not None and raw[-1:].isdigit()
    joined = start > 0 and LETTER.match(text, start - 1) is not None and raw[:1].isdigit()
    return glued or joined or HEADLESS.match(raw) is not None


def _is_cut_off(text: str, place: tuple[int, int]) -> bool:
    """Whether a text breaks off in a number: what is left of "46.4%" may be "46.4", "46" or "46."."""
    number, rest = text[slice(*place)], text[place[1] :].strip()
    return number[-1:].isdigit() and (not rest or (rest in {".", ","} and not DECIMAL.search(number)))


def _claim(document: Document, story: Story, claim: Claim) -> Fact:
    line = claim.read.line
    flags = _unseen(document, line)
    fields = _shared(
        document, story, line, Span(*claim.said), (claim.arm, claim.comparator, claim.endpoint, claim.time)
    )
    fields |= {
        "kind": "qualitative",
        "direction": claim.direction,
        "quote": document.text[line.span.start : line.span.end],
        "rule": claim.rule,
        "flags": tuple(sorted(flags)),
        "status": "needs_review" if flags else "accepted",
    }
    return Fact.model_validate(fields)


Names = tuple[Arm | None, Arm | None, Named | None, Mention | None]


def _shared(document: Document, story: Story, line: Line, raw: Span, names: Names) -> dict[str, Any]:
    """What a figure and a result in words have in common.

    Args:
        document: that prints it.
        story: the trial as the document tells it.
        line: the line that says it.
        raw: the characters that are the result.
        names: arm, comparator, endpoint and time.
    """
    text, (arm, comparator, endpoint_name, time) = document.text, names
    name = endpoint_name.text if endpoint_name else None
    cited = (("arm", arm), ("comparator", comparator), ("endpoint", endpoint_name), ("timepoint", time))
    return {
        "trial_id": frame_id(document, story),
        "trial": story.frame.acronym,
        "registry_ids": tuple(sorted(story.frame.registry_ids)),
        "document": document.name,
        "document_sha256": document.id,
        "page": line.block.page,
        "reader": line.block.reader.value,
        "language": line.language,
        "endpoint": name,
        "endpoint_id": endpoint_id(name) if name else None,
        "timepoint": text[time.start : time.end] if time else None,
        "timepoint_days": _decimal(time, "days"),
        "arm": arm.label if arm else None,
        "drugs": arm.drugs if arm else (),
        "dose": arm.dose if arm else None,
        "comparator": comparator.label if comparator else None,
        "raw": text[raw.start : raw.end],
        "char_start": raw.start,
        "char_end": raw.end,
        "bbox": document.box(raw),
        "slots": _slots(document, cited),
    }


def _slots(document: Document, named: Iterable[tuple[str, Arm | Named | Mention | None]]) -> dict[str, Evidence]:
    """The evidence of each name that is given."""
    return {slot: document.cite(Span(it.start, it.end)) for slot, it in named if it is not None}


def _unseen(document: Document, line: Line) -> set[str]:
    """Flags for what the audience doesn't see: text that is hidden, white or tiny, slides left out of the show."""
    hidden = document.page_at(line.span.start).hidden
    return {name for name, applies in (("doubtful_text", line.block.doubtful), ("hidden_slide", hidden)) if applies}


def _doubts(arm: Arm) -> list[str]:
    """Flags for the drug names of an arm that no lexicon holds as they are printed."""
    return [DOUBTS[hit.kind] for hit in find_drugs(arm.label) if hit.kind in DOUBTS]


def _quote(text: str, draft: Draft) -> str:
    """The sentence; a cell or label with what its headers and neighbours say of it."""
    own = text[draft.quote[0] : draft.quote[1]]
    if draft.line.block.kind not in QUOTED_WITH_NAMES:
        return own
    time = text[draft.time.start : draft.time.end] if draft.time else None
    names = (draft.endpoint.text if draft.endpoint else None, draft.arm.label if draft.arm else None, time)
    return " | ".join([*(name for name in names if name is not None and name not in own), own])


def _decimal(mention: Mention | None, slot: str) -> Decimal | None:
    value = mention.values.get(slot) if mention else None
    return value if isinstance(value, Decimal) else None


def _dispersion(mention: Mention | None) -> Dispersion | None:
    if mention is None:
        return None
    kind = str(mention.values.get("type", "sd"))
    if kind not in {"sd", "se", "iqr", "range"}:
        return None
    return Dispersion(
        type=kind,  # type: ignore[arg-type]
        value=_decimal(mention, "value"),
        lower=_decimal(mention, "lower"),
        upper=_decimal(mention, "upper"),
    )


def _endpoint_type(text: str, draft: Draft, known: str | None) -> str | None:
    """What an endpoint is to its trial, as its name or the words just before it say."""
    record = endpoint(known) if known else None
    if record is not None and record.type == "safety":
        return "safety"
    if draft.endpoint is None:
        return None
    if draft.endpoint_type in {"primary", "secondary"}:
        return draft.endpoint_type
    vocabulary, first = words(draft.line.language), draft.endpoint.start
    name = draft.endpoint.text.casefold()
    before = text[max(draft.line.span.start, first - BEFORE) : first].casefold()
    if vocabulary.cue("safety", name):
        return "safety"
    named = (label for label in ("primary", "secondary") if vocabulary.cue(label, f"{before} {name}"))
    return next(named, draft.endpoint_type)
