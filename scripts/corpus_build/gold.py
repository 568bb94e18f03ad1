"""Gold: what is to be found in each document, made from the facts that its text prints."""

import json
import re
from typing import Any

from corpus_build.figures import printed
from corpus_build.places import PICTURE, Place, places, printed_text
from corpus_build.source import Fact, Source, Study, fact, studies_of

ROMAN = {"1": "I", "1/2": "I/II", "2": "II", "2b": "IIb", "3": "III", "4": "IV"}
Row = dict[str, Any]


def gold(source: Source) -> Row:
    """The gold of a document, in the format of the scorer."""
    studies = studies_of(source)
    text = printed_text(source)
    return {
        "doc": source.doc,
        "lang": source.lang,
        "kind": source.kind,
        "exhaustive": True,
        "trials": [_trial(study, text) for study in studies.values()],
        "rows": _rows(source, studies),
        "decoys": [
            _decoy(place, tag.surface, tag.why) for place in places(source) for tag in place.tags if tag.is_decoy
        ],
    }


def as_line(record: Row) -> str:
    """A record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False) + "\n"


def _trial(study: Study, text: str) -> Row:
    numbers, trial = printed(text), study.trial
    phases = {trial.phase, ROMAN.get(trial.phase or "", trial.phase)}
    told = any(phase and re.search(rf"(?i)phase[\s\u00a0]{re.escape(phase)}\b", text) for phase in phases)
    return {
        "key": trial.key,
        "acronym": trial.acronym if trial.acronym and trial.acronym in text else None,
        "registry_ids": [name for name in trial.registry_ids if name in text],
        "phase": trial.phase if told else None,
        "n_randomized": trial.n if trial.n in numbers else None,
        "required": trial.required,
        "arms": [
            {"label": arm.label, "any": [arm.label, *arm.names], "n": arm.n if arm.n in numbers else None}
            for arm in study.arm.values()
        ],
    }


def _rows(source: Source, studies: dict[str, Study]) -> list[Row]:
    first: dict[str, tuple[Place, str | None]] = {}
    for place in places(source):
        marked = [(tag.key, tag.surface) for tag in place.tags if not tag.is_decoy]
        for key, surface in [*marked, *((key, None) for key in place.chart_keys)]:
            first.setdefault(key, (place, surface))
    rows = []
    for number, (key, (place, surface)) in enumerate(first.items(), 1):
        row = _row(fact(studies, key), studies, place, surface)
        row |= _seen(place, source)
        drawn = place.error_bars and surface is None
        kept = _kept(row, printed_text(source, place.page), drawn=drawn)
        rows.append({"id": f"{source.doc}-{number:02d}"} | kept)
    return rows


def _row(what: Fact, studies: dict[str, Study], place: Place, surface: str | None) -> Row:
    study, spec, figure = studies[what.study], what.spec, what.figure
    numbers = printed(surface or "")
    if surface is not None and figure is not None and abs(figure.value) not in numbers:
        message = f"{surface!r} doesn't print {figure.value} ({what.study}.{what.measure})"
        raise ValueError(message)
    counts = {name: getattr(figure, name, None) for name in ("numerator", "denominator")}
    row: Row = {
        "trial": study.trial.key,
        "endpoint_any": spec.names,
        **_arm(study, "arm", what.arm),
        "timepoint_days": spec.days,
        "kind": what.kind,
        "value": figure.value if figure else None,
        "unit": what.unit,
        **{name: count if count in numbers else None for name, count in counts.items()},
        **_arm(study, "comparator", what.versus),
        "ci_lower": figure.ci[0] if figure and figure.ci else None,
        "ci_upper": figure.ci[1] if figure and figure.ci else None,
        "p_modifier": figure.p[0] if figure and figure.p else None,
        "p_value": figure.p[1] if figure and figure.p else None,
        "source": place.source,
        "required": not spec.optional and place.source != PICTURE,
        "p_group": f"{what.study}.{what.measure}",
    }
    return row | _options(what)


def _options(what: Fact) -> Row:
    spec = what.spec
    given = {
        "kind_any": spec.kinds,
        "direction_any": list(what.directions),
        "timepoint_inferred": spec.inferred,
        "sign_free": spec.sign_in_words,
        "population_any": spec.population,
        "flags": spec.flags,
        "denominator": spec.sizes.get(what.arm or ""),
    }
    return {name: value for name, value in given.items() if value}


def _arm(study: Study, slot: str, key: str | None) -> Row:
    if key is None:
        return {slot: None, f"{slot}_any": None}
    arm = study.arm[key]
    return {slot: arm.label, f"{slot}_any": [arm.label, *arm.names]}


def _seen(place: Place, source: Source) -> Row:
    row: Row = {"page": place.page, "page_pdf": place.page_pdf}
    return row | ({"not_in": ["pdf"]} if place.page_pdf is None and "pdf" in source.formats else {})


def _kept(row: Row, page_text: str, *, drawn: bool) -> Row:
    """An interval or a p value that the page neither prints nor, as an error bar, is `drawn` with is not asked for."""
    numbers = printed(page_text)
    if row["ci_lower"] is not None and not drawn and not {abs(row["ci_lower"]), abs(row["ci_upper"])} <= numbers:
        row |= {"ci_lower": None, "ci_upper": None}
    if row["p_value"] is not None and row["p_value"] not in numbers:
        row |= {"p_modifier": None, "p_value": None}
    return row


def _decoy(place: Place, surface: str, why: str) -> Row:
    return {
        "surface": surface,
        "value": sorted(printed(surface)),
        "page": place.page,
        "page_pdf": place.page_pdf,
        "why": why,
    }
