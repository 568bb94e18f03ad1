"""What a document says of each trial as a whole: arms, size, phase, design, conditions, citations, baseline."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from slideextract.assemble import Assembled, Story
from slideextract.assemble.arms import Arm as ArmMention
from slideextract.assemble.size_conflicts import SizeConflict
from slideextract.describe.baseline import baseline
from slideextract.describe.citations import citations
from slideextract.describe.design import design, find_phase, find_sponsor
from slideextract.describe.lines import Told, about
from slideextract.document import Document, Span
from slideextract.facts import Arm, Claim, Conflict, Enrollment, Evidence, Fact, Intervention, Trial
from slideextract.resolve import frame_id
from slideextract.terms import find_conditions
from slideextract.titles import read_title


def trials(document: Document, assembled: Assembled, found: Sequence[Fact]) -> list[Trial]:
    """One record a story that says anything of a trial."""
    told: list[Trial] = []
    used = {fact.trial_id for fact in found}
    for story in assembled.stories:
        trial = _trial(document, story)
        named = trial.acronym or trial.registry_ids
        sized = trial.enrollment or any(arm.n for arm in trial.arms)
        if trial.trial_id in used or named or (sized and not story.frame.guideline):
            told.append(trial)
    return told


def _trial(document: Document, story: Story) -> Trial:
    lines = about(document, story)
    slots: dict[str, Evidence] = {}
    if story.frame.acronym_at is not None:
        slots["acronym"] = document.cite(Span(*story.frame.acronym_at))
    title, phase, sponsor = _title(document, story), find_phase(lines), find_sponsor(document.text, lines)
    for name, place in (("title", title), ("phase", phase and phase[1]), ("sponsor", sponsor)):
        if place is not None:
            slots[name] = document.cite(place)
    described, places = design(lines)
    slots |= {f"design.{name}": document.cite(place) for name, place in places.items()}
    return Trial(
        trial_id=frame_id(document, story),
        acronym=story.frame.acronym,
        registry_ids=tuple(sorted(story.frame.registry_ids)),
        title=_plain(document.text[slice(*title)]) if title else None,
        phase=phase[0] if phase else None,
        conditions=_conditions(story, lines),
        sponsor=_plain(document.text[slice(*sponsor)]) if sponsor else None,
        design=described,
        enrollment=_enrollment(document, story),
        arms=tuple(_arm(document, entry.arm, entry.n, k) for k, entry in enumerate(story.inventory.arms)),
        baseline=baseline(document, story, lines),
        citations=citations(lines),
        documents=(document.name,),
        conflicts=tuple(_conflict(document, conflict) for conflict in story.conflicts),
        slots=dict(sorted(slots.items())),
    )


def _title(document: Document, story: Story) -> Span | None:
    """The first title that names a subject; "Results" and "Safety" name none."""
    for index in story.frame.titles:
        block = document.blocks[index]
        subject = read_title(block, document.text[slice(*block.span)])
        if subject is not None and not subject.empty:
            return block.span
    return None


def _conditions(story: Story, lines: Sequence[Told]) -> tuple[str, ...]:
    """The diseases of its titles, else those that its lines name most often."""
    if story.frame.conditions:
        return tuple(sorted(story.frame.conditions))
    found = Counter(hit.name for told in lines if told.here for hit in find_conditions(told.text))
    most = max(found.values(), default=0)
    return tuple(sorted(name for name, count in found.items() if count == most))


def _enrollment(document: Document, story: Story) -> Enrollment | None:
    enrolled = story.inventory.enrolled
    count = enrolled.values.get("value") if enrolled else None
    if enrolled is None or not isinstance(count, Decimal):
        return None
    return Enrollment(count=int(count), evidence=document.cite(Span(enrolled.start, enrolled.end)))


def _conflict(document: Document, found: SizeConflict) -> Conflict:
    claims = (Claim(value=str(size), evidence=document.cite(Span(*place))) for size, place in found.sizes)
    return Conflict(field=found.field, values=tuple(claims))


def _plain(text: str) -> str:
    return " ".join(text.split()).strip("*_# ")


def _arm(document: Document, arm: ArmMention, n: int | None, number: int) -> Arm:
    drugs = arm.drugs
    return Arm(
        arm_id=f"A{number + 1}",
        label=arm.label,
        type="PLACEBO_COMPARATOR" if arm.is_placebo else "EXPERIMENTAL" if drugs else "OTHER",
        interventions=tuple(Intervention(name=name, raw=arm.label, dose=arm.dose) for name in drugs),
        n=n,
        evidence=document.cite(Span(arm.start, arm.end)),
    )
