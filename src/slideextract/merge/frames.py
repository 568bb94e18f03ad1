"""Which frames of the documents are one trial: by registry id, else by acronym where nothing speaks against it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from slideextract.facts import Extraction, Fact, Trial
from slideextract.identity import name_key
from slideextract.merge.keys import digest, registry, slug

SUFFIX = 8  # hexadecimal digits that tell two trials of one name apart
SURE = 4  # signs of an acronym that stands for one trial: "TULIP", not "RCT", "SRE" or "III"
VAGUE = frozenset({"cancer"})  # half of all trials have it: two of them have nothing in common by it
NO_DRUG = frozenset({"placebo"})


@dataclass(slots=True)
class Frame:
    """One trial as one document tells it, with its facts."""

    document: str
    sha256: str
    trial: Trial
    facts: list[Fact] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """Same bytes and same frame number: the same frame, whatever the file is called."""
        return self.sha256, self.trial.trial_id

    @property
    def drugs(self) -> set[str]:
        """What its arms receive; placebo tells nothing apart."""
        named = {drug.name for arm in self.trial.arms for drug in arm.interventions}
        return (named | {drug for fact in self.facts for drug in fact.drugs}) - NO_DRUG


@dataclass(frozen=True, slots=True)
class Group:
    """One trial of a run: its id, and its frames in the order of their documents."""

    trial_id: str
    frames: tuple[Frame, ...]
    flags: tuple[str, ...] = ()


def join(extractions: Iterable[Extraction]) -> list[Group]:
    """The trials of a run."""
    joined = _by_acronym(_by_registry(_by_bytes(sorted(_frames(extractions), key=_order))))
    proposed = [_identify(group) for group in joined]
    acronyms = [_acronym(group) for group in joined]
    taken, shared = Counter(proposed), Counter(acronyms)
    groups = []
    for name, acronym, group in zip(proposed, acronyms, joined, strict=True):
        trial_id = name if taken[name] == 1 else f"{name}-{digest(*sorted(f.key for f in group))[:SUFFIX]}"
        flags = ("acronym_shared",) if acronym and shared[acronym] > 1 else ()
        groups.append(Group(trial_id, tuple(sorted(group, key=_order)), flags))
    return groups


def _order(frame: Frame) -> tuple[str, str, int, str]:
    places = [fact.char_start for fact in frame.facts]
    places += [arm.evidence.char_start for arm in frame.trial.arms if arm.evidence]
    return frame.document, frame.sha256, min(places, default=0), frame.trial.trial_id


def _frames(extractions: Iterable[Extraction]) -> Iterator[Frame]:
    """The frames of each extraction; a second extraction of the same file under the same name adds nothing."""
    told = {(e.document, e.document_sha256): e for e in sorted(extractions, key=lambda e: e.model_dump_json())}
    for extraction in told.values():
        facts: dict[str, list[Fact]] = defaultdict(list)
        for fact in extraction.facts:
            facts[fact.trial_id].append(fact)
        trials = {trial.trial_id: trial for trial in extraction.trials}
        for name in sorted(trials.keys() | facts.keys()):
            trial = trials.get(name) or Trial(trial_id=name, documents=(extraction.document,))
            yield Frame(extraction.document, extraction.document_sha256, trial, facts[name])


def _by_bytes(frames: Sequence[Frame]) -> list[list[Frame]]:
    groups: dict[tuple[str, str], list[Frame]] = {}
    for frame in frames:
        groups.setdefault(frame.key, []).append(frame)
    return list(groups.values())


def _by_registry(groups: list[list[Frame]]) -> list[list[Frame]]:
    """Join the groups that share a registry id, unless one of them lists several trials of that registry."""
    home: dict[str, list[Frame]] = {}
    joined: list[list[Frame]] = []
    for group in groups:
        ids = sorted(_own_ids(group))
        found = [home[name] for name in ids if name in home]
        target = found[0] if found else []
        if not found:
            joined.append(target)
        for other in found[1:]:
            if other is not target:
                target += other
                joined = [kept for kept in joined if kept is not other]
                home = {name: target if place is other else place for name, place in home.items()}
        target += group
        home.update(dict.fromkeys(ids, target))
    return joined


def _ids(group: Sequence[Frame]) -> dict[str, set[str]]:
    """Registry ids by registry."""
    found: dict[str, set[str]] = defaultdict(set)
    for frame in group:
        for name in frame.trial.registry_ids:
            found[registry(name)].add(name)
    return found


def _own_ids(group: Sequence[Frame]) -> set[str]:
    """The ids that can only be this trial's: the only one of their registry."""
    return {name for names in _ids(group).values() if len(names) == 1 for name in names}


def _by_acronym(groups: list[list[Frame]]) -> list[list[Frame]]:
    named: dict[str, list[list[Frame]]] = defaultdict(list)
    joined: list[list[Frame]] = []
    for group in groups:
        name = _acronym(group)
        if name and len(name) >= SURE:
            named[name].append(group)
        else:
            joined.append(group)
    for same in named.values():
        joined += _namesakes(same)
    return joined


def _acronym(group: Sequence[Frame]) -> str | None:
    """The folded acronym that the first document prints."""
    return next((name_key(f.trial.acronym) for f in sorted(group, key=_order) if f.trial.acronym), None)


def _namesakes(groups: list[list[Frame]]) -> list[list[Frame]]:
    """Groups of one acronym: one trial, unless registry ids, or drugs and conditions, tell several apart.

    Then a group that would fit each of them stays alone.
    """
    apart = [group for group in groups if any(_differ(group, other) for other in groups)]
    joined: list[list[Frame]] = []
    for group in sorted(apart, key=lambda frames: min(map(_order, frames))):
        home = next((kept for kept in joined if not _differ(kept, group)), None)
        if home is None:
            joined.append(list(group))
        else:
            home += group
    rest = [frame for group in groups if group not in apart for frame in group]
    return joined + ([rest] if rest else [])


def _differ(one: Sequence[Frame], other: Sequence[Frame]) -> bool:
    """Whether something tells two groups of one acronym apart."""
    ids, others = _ids(one), _ids(other)
    if any(not names & others[kind] for kind, names in ids.items() if kind in others):
        return True
    mine, theirs = _conditions(one), _conditions(other)
    drugs, rivals = _drugs(one), _drugs(other)
    if drugs & rivals:
        return False
    if drugs and rivals:
        return not mine & theirs
    return bool(mine and theirs) and not mine & theirs


def _drugs(group: Sequence[Frame]) -> set[str]:
    return {drug for frame in group for drug in frame.drugs}


def _conditions(group: Sequence[Frame]) -> set[str]:
    return {name_key(name) for frame in group for name in frame.trial.conditions if name not in VAGUE}


def _identify(group: Sequence[Frame]) -> str:
    """A stable, readable id: a registry id, the acronym, or a hash of the frame's evidence."""
    ids = sorted(_own_ids(group), key=lambda name: (not name.startswith("NCT"), name))
    if ids:
        return ids[0]
    acronym = next((f.trial.acronym for f in sorted(group, key=_order) if f.trial.acronym), None)
    if acronym and slug(acronym):
        return slug(acronym)
    return f"trial-{digest(*sorted(f.key for f in group))}"
