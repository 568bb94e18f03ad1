"""Drafts to facts: surface names get their ids, times their days, and every slot its evidence."""

from decimal import Decimal
from typing import Any

from slideextract.assemble import Assembled, Story
from slideextract.assemble.arms import Arm
from slideextract.assemble.claims import Claim
from slideextract.assemble.draft import Draft
from slideextract.document import Document, Span
from slideextract.facts import Dispersion, Evidence, Fact
from slideextract.mentions import Mention
from slideextract.terms import endpoint, endpoint_id, find_drugs
from slideextract.words import words

REVIEW = frozenset(
    {
        "arm_close_call",
        "arm_inferred",
        "arm_unclear",
        "endpoint_inferred",
        "arm_ambiguous",
        "drug_repaired",
        "drug_unknown",
        "doubtful_text",
    }
)
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
    text, line = document.text, draft.line
    raw = Span(*draft.raw)
    slots: dict[str, Evidence] = {}
    flags = list(draft.flags)
    arm, comparator = draft.arm, draft.comparator
    if arm is not None:
        slots["arm"] = document.cite(Span(arm.start, arm.end))
    if comparator is not None:
        slots["comparator"] = document.cite(Span(comparator.start, comparator.end))
    if draft.endpoint is not None:
        slots["endpoint"] = document.cite(Span(draft.endpoint.start, draft.endpoint.end))
    if draft.time is not None:
        slots["timepoint"] = document.cite(Span(draft.time.start, draft.time.end))
    if draft.interval is not None:
        slots["ci"] = document.cite(Span(draft.interval.start, draft.interval.end))
    if draft.p is not None:
        slots["p"] = document.cite(Span(draft.p.start, draft.p.end))
    slots |= {name: document.cite(Span(*place)) for name, place in draft.parts.items()}
    if line.block.doubtful:
        flags.append("doubtful_text")
    flags += [flag for named in (arm, comparator) if named is not None for flag in _doubts(named)]
    name = draft.endpoint.text if draft.endpoint else None
    known = endpoint_id(name) if name else None
    modifier = draft.p.values.get("modifier", "=") if draft.p else None
    return _made(
        trial_id=frame_id(document, story),
        trial=story.frame.acronym,
        registry_ids=tuple(sorted(story.frame.registry_ids)),
        document=document.name,
        document_sha256=document.id,
        page=line.block.page,
        reader=line.block.reader.value,
        language=line.language,
        endpoint=name,
        endpoint_id=known,
        endpoint_type=_endpoint_type(draft, known),
        timepoint=text[draft.time.start : draft.time.end] if draft.time else None,
        timepoint_days=_decimal(draft.time, "days"),
        arm=arm.label if arm else None,
        drugs=arm.drugs if arm else (),
        dose=arm.dose if arm else None,
        arm_n=draft.arm_n,
        kind=draft.kind,
        value=draft.value,
        unit=draft.unit,
        numerator=draft.numerator,
        denominator=draft.denominator,
        dispersion=_dispersion(draft.dispersion),
        comparator=comparator.label if comparator else None,
        ci_level=_decimal(draft.interval, "level"),
        ci_lower=_decimal(draft.interval, "lower"),
        ci_upper=_decimal(draft.interval, "upper"),
        p_modifier=SIGNS.get(str(modifier), "=") if draft.p else None,
        p_value=_decimal(draft.p, "value"),
        population=draft.population.text if draft.population else None,
        subgroup=draft.subgroup.text if draft.subgroup else None,
        adjusted=draft.adjusted,
        raw=text[raw.start : raw.end],
        quote=_quote(text, draft),
        char_start=raw.start,
        char_end=raw.end,
        bbox=document.box(raw),
        rule=draft.rule,
        status="needs_review" if REVIEW & set(flags) else "accepted",
        flags=tuple(sorted(set(flags))),
        slots=slots,
    )


DOUBTS = {"repaired": "drug_repaired", "stem": "drug_unknown"}


def _doubts(arm: Arm) -> list[str]:
    """Flags for the drug names of an arm that no lexicon holds as they are printed."""
    return [DOUBTS[hit.kind] for hit in find_drugs(arm.label) if hit.kind in DOUBTS]


def _made(**fields: Any) -> Fact:
    return Fact.model_validate(fields)


def _claim(document: Document, story: Story, claim: Claim) -> Fact:
    text, line = document.text, claim.read.line
    said = Span(*claim.said)
    slots = {"endpoint": document.cite(Span(claim.endpoint.start, claim.endpoint.end))}
    if claim.arm is not None:
        slots["arm"] = document.cite(Span(claim.arm.start, claim.arm.end))
    if claim.time is not None:
        slots["timepoint"] = document.cite(Span(claim.time.start, claim.time.end))
    return _made(
        trial_id=frame_id(document, story),
        trial=story.frame.acronym,
        registry_ids=tuple(sorted(story.frame.registry_ids)),
        document=document.name,
        document_sha256=document.id,
        page=line.block.page,
        reader=line.block.reader.value,
        language=line.language,
        endpoint=claim.endpoint.text,
        endpoint_id=endpoint_id(claim.endpoint.text),
        timepoint=text[claim.time.start : claim.time.end] if claim.time else None,
        timepoint_days=_decimal(claim.time, "days"),
        arm=claim.arm.label if claim.arm else None,
        drugs=claim.arm.drugs if claim.arm else (),
        dose=claim.arm.dose if claim.arm else None,
        kind="qualitative",
        comparator=claim.comparator.label if claim.comparator else None,
        direction=claim.direction,
        raw=text[said.start : said.end],
        quote=text[line.span.start : line.span.end],
        char_start=said.start,
        char_end=said.end,
        bbox=document.box(said),
        rule=claim.rule,
        slots=slots,
    )


def _quote(text: str, draft: Draft) -> str:
    return text[draft.quote[0] : draft.quote[1]]


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


def _endpoint_type(draft: Draft, known: str | None) -> str | None:
    record = endpoint(known) if known else None
    if record is not None and record.type == "safety":
        return "safety"
    vocabulary = words(draft.line.language)
    name = (draft.endpoint.text if draft.endpoint else "").casefold()
    for label in ("safety", "primary", "secondary"):
        if vocabulary.cue(label, name):
            return label
    return None
