"""Drugs, endpoints, diseases and capitals in text: what is drawn in braces must be found, and nothing else."""

import gc
import re
import weakref
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slideextract.errors import RuleError
from slideextract.terms import (
    endpoint,
    endpoint_id,
    endpoints,
    find_abbreviations,
    find_conditions,
    find_drugs,
    find_endpoints,
    fold,
    is_known_acronym,
    lexicon,
)
from slideextract.terms.folding import key
from slideextract.terms.surfaces import is_acronym

MARK = re.compile(r"\{([^{}=]+) = ([^{}=]+)\}")

DRUGS = [
    # international names, French and English
    "{Belimumab = inn belimumab} 200 mg once weekly",
    "{bélimumab = inn belimumab} SC, {OBINUTUZUMAB = inn obinutuzumab} IV",
    "{méthotrexate = inn methotrexate} et {hydroxychloroquine = inn hydroxychloroquine}",
    "{metformine = inn metformin}, {insuline glargine = inn insulin glargine}",
    "{acide zolédronique = inn zoledronic acid} contre {zoledronic acid = inn zoledronic acid}",
    "sous {interféron bêta-1a = inn interferon beta-1a} ou {acétate de glatiramère = inn glatiramer}",
    "{mycophénolate mofétil = inn mycophenolate mofetil} ({MMF = inn mycophenolate mofetil})",
    "{ciclosporine A = inn ciclosporin} ou {tacrolimus = inn tacrolimus}",
    "{dapirolizumab pegol = inn dapirolizumab pegol}, {rituximabs = inn rituximab}",
    "{lopinavir/ritonavir = inn lopinavir-ritonavir} or {sacubitril/valsartan = inn sacubitril-valsartan}",
    # salts
    "{chlorhydrate de metformine = inn metformin}",
    "{metformin hydrochloride = inn metformin}, {phosphate d'oséltamivir = inn oseltamivir}",
    "{énoxaparine sodique = inn enoxaparin}",
    # brands
    "{Benlysta = brand belimumab} and {Ozempic = brand semaglutide}",
    "{TREMFYA = brand guselkumab}100 mg",
    # codes
    "{VAY736 = code ianalumab} et {VAY-736 = code ianalumab}",
    "{XYZ1234 = code xyz1234} 200 mg",
    "patients received {QRS-45678 = code qrs-45678}",
    # classes, regimens, placebo
    "{CAR-T = class car-t}, {glucocorticoïdes = class corticosteroids}, {inhibiteurs de JAK = class jak inhibitor}",
    "{anti-TNF = class tnf inhibitor} puis {FOLFOX = class folfox}",
    "{PBO = placebo placebo} ou {placébo = placebo placebo}",
    "{rituximab = inn rituximab}/{placebo = placebo placebo}",
    # short forms
    "{Pembro = inn pembrolizumab} + {chimio = class chemotherapy}",
    "{MTX = inn methotrexate}, and no mtx",
    # name endings
    "{foobarmab = stem foobarmab}, {zelatinib = stem zelatinib}",
    # one slip
    "{béliumab = repaired belimumab}, {lscalimab = repaired iscalimab}, {0binutuzumab = repaired obinutuzumab}",
    # of the body, and given
    "{vitamin D = inn vitamin d} 2000 IU daily",
    "supplémentation en {fer = inn iron} par voie orale",
    "insulin resistance and a receptor of insulin",
    "serum vitamin D level, iron deficiency",
    # no drugs
    "May I love life? Glucose, gold and water.",
    "concept, servir, alcohol, histamine",
    "the target CD20, the trial NCT01234567, abstract OP0123",
    "ozempic, labas, cr, os",
    "",
]
ENDPOINTS = [
    "{SRI-4 = sri_4} et {BICLA = bicla} à S52",
    "{SRI4 = sri_4}, {SRI 4 = sri_4}",
    "{Réponse rénale complète = crr} ({RRC = crr})",
    "{complete renal response = crr} at week 76",
    "{overall survival = os} ({OS = os}), {survie globale = os} ({SG = os})",
    "no os, no sg",
    "{AEs = ae}, {serious adverse events = sae}, {réponses complètes = cr}, {toxicities = toxicity}",
    "the COR, the {CRs = cr}",
    "{HbA1c = hba1c} and {SpO2 = oxygen_saturation}",
    "{pCR = pcr} is no PCR, {mRS = mrs} no MRS",
    "{ACR20 = acr20}, {ACR 50 = acr50} and {ACR70 = acr70}",
    "ACR20.5",
    "{PASI 75 = pasi75} or {PASI100 = pasi100}",
    "{événement indésirable grave = sae}, {évènement indésirable = ae}",
    "{IGA 0/1 = iga01} and {vIGA-AD 0/1 = iga01}",
    "{Gd+ lesions = gdlesions}, {new/enlarging T2 lesions = t2lesions}",
    "{EI de grade ≥ 3 = grade3ae}, {grade 3 or 4 adverse events = grade3ae}",
    "infection-related {mortality = acm}, pain management, VTE prophylaxis",
    "{progression-free survival = pfs} by review",
    "melanoma {MSS = os} was melanoma specific survival",
    "MSS alone",
    "{ARR = arr} 0.11 vs 0.22",
    "absolute risk reduction (ARR) 3.2 %",
    "{CDAI = cdai_crohn} in Crohn's disease",
    "{DAS28 = das28}, {CDAI = cdai_ra}",
    "CDAI alone, EV-302, the STAR trial",
    "{RC = cr} 42 %",
    "rapport de cotes ajusté (RC) 1,5",
    "NE PAS UTILISER",
    "{PAS = sbp} 140 mmHg",
    "nothing is measured here",
    "",
]
CONDITIONS = [
    "{systemic lupus erythematosus = systemic lupus erythematosus} ({SLE = systemic lupus erythematosus})",
    "{néphrite lupique = lupus nephritis} et {lupus = systemic lupus erythematosus}",
    "{polyarthrite rhumatoïde = rheumatoid arthritis}, {PR = rheumatoid arthritis}, pr",
    "{plaque psoriasis = psoriasis}",
    "{sclérose en plaques = multiple sclerosis}, {MS = multiple sclerosis}, 5 ms",
    "{syndrome de Sjögren = Sjögren's disease}, {Sjogren = Sjögren's disease}",
    "{type 2 diabetes = diabetes} and {asthme = asthma}",
    "healthy volunteers",
    "",
]

WORDS = [MARK.sub(r"\1", marked) for marked in (*DRUGS, *ENDPOINTS, *CONDITIONS)]
TEXTS = st.lists(
    st.sampled_from([*" ".join(WORDS).split(), "(", ")", "'", "’", "-", "/", "12", "mg", "é", "%"])
    | st.text(max_size=8)
).flatmap(lambda parts: st.sampled_from([" ", "", "-", "/"]).map(lambda joint: joint.join(parts)))


class Hit(Protocol):
    """What all finders give."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


FINDERS: dict[str, Callable[[str], Sequence[Hit]]] = {
    "drugs": find_drugs,
    "endpoints": find_endpoints,
    "conditions": find_conditions,
}


def drawn(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text without its braces, and what they promise."""
    text, position, expected = "", 0, []
    for mark in MARK.finditer(marked):
        text += marked[position : mark.start()]
        expected.append((len(text), len(text) + len(mark[1]), mark[2]))
        text, position = text + mark[1], mark.end()
    return text + marked[position:], expected


@pytest.mark.parametrize("marked", DRUGS)
def test_drugs(marked: str) -> None:
    text, expected = drawn(marked)
    assert [(hit.start, hit.end, f"{hit.kind} {hit.name}") for hit in find_drugs(text)] == expected


@pytest.mark.parametrize("marked", ENDPOINTS)
def test_endpoints(marked: str) -> None:
    text, expected = drawn(marked)
    assert [(hit.start, hit.end, hit.id) for hit in find_endpoints(text)] == expected


@pytest.mark.parametrize("marked", CONDITIONS)
def test_conditions(marked: str) -> None:
    text, expected = drawn(marked)
    assert [(hit.start, hit.end, hit.name) for hit in find_conditions(text)] == expected


def test_a_name_that_may_be_another_drug_is_never_repaired_silently() -> None:
    (hit,) = find_drugs("dazlizumab")
    assert (hit.name, hit.kind, hit.suggestion) == ("dazlizumab", "stem", "daclizumab")


def test_a_hit_moves_with_its_text() -> None:
    (hit,) = find_drugs("belimumab")
    moved = hit.shifted(7)
    assert (moved.start, moved.end, moved.name) == (7, 16, "belimumab")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("obinutuzumab (OBI) versus placebo (PBO)", {"OBI": "obinutuzumab", "PBO": "placebo"}),
        ("le bélimumab [BEL], puis le BEL", {"BEL": "belimumab"}),
        ("belimumab (BEL) and rituximab (BEL)", {"BEL": "belimumab"}),
        ("methotrexate (placebo)", {}),
        ("belimumab (n = 12)", {}),
        ("response (R)", {}),
        ("BKZ: bimekizumab; PBO: placebo", {"BKZ": "bimekizumab", "PBO": "placebo"}),
        ("ITT. BEL, bélimumab ; RTX = rituximab", {"BEL": "belimumab", "RTX": "rituximab"}),
        ("SLEDAI, belimumab and placebo", {}),
        ("Patients on MMF, belimumab or placebo", {}),
    ],
)
def test_abbreviations(text: str, expected: dict[str, str]) -> None:
    assert find_abbreviations(text, [(0, len(text))]) == expected


@pytest.mark.parametrize("concept", endpoints())
def test_each_name_of_an_endpoint_is_its_own(concept: str) -> None:
    record = endpoint(concept)
    assert record is not None
    found = {name: endpoint_id(name) for name in (*record.en, *record.fr)}
    assert found == dict.fromkeys(found, concept)
    assert found, "an endpoint has a name"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Réponse SRI-4 à S52", "sri_4"),
        ("taux de réponse BICLA", "bicla"),
        ("SRI-4 response rate", "sri_4"),
        ("response rate", "response"),
        ("bleeding complications", "bleeding"),
        ("PFS, then overall survival", "os"),
        ("death from infection", "death"),
        ("mortality in patients with pneumonia", "acm"),
        ("décès par hémorragie", "death"),
        ("recurrence of atrial fibrillation", "af_recurrence"),
        ("change from baseline in SLEDAI", "sledai_2k"),
        ("febrile neutropenia-related hospitalization", "hospitalization"),
        ("discontinuation due to adverse events", "ae_disc"),
        ("withdrew because of AEs", None),
        ("Hot flash, grade 3-4", None),
        ("Any event, grade 3-4", "grade3ae"),
        ("grade 3-4 neutropenia", "neutropenia"),
        ("nothing known", None),
        ("", None),
    ],
)
def test_one_name_of_several_says_what_an_endpoint_is(name: str, expected: str | None) -> None:
    assert endpoint_id(name) == expected


def test_readings_of_ambiguous_names_are_endpoints() -> None:
    readings = [reading["id"] for listed in lexicon.load_toml("ambiguous.toml").values() for reading in listed]
    assert set(readings) - {""} - set(endpoints()) == set()


def test_endpoints_are_well_formed() -> None:
    for record in endpoints().values():
        assert record.kind in {"binary", "continuous", "ordinal", "rate", "tte"}, record.id
        assert record.direction in {"higher", "lower", "none"}, record.id
        assert record.type in {"efficacy", "safety"}, record.id
        assert (record.lower is None) == (record.upper is None), record.id
        assert record.lower is None or record.upper is None or record.lower < record.upper, record.id
    assert endpoint("no such thing") is None


@pytest.mark.parametrize(
    ("concept", "scale"),
    [
        *(("sledai_2k", (0, 105)), ("haq_di", (0, 3)), ("basdai", (0, 10)), ("essdai", (0, 123)), ("esspri", (0, 10))),
        *(("dlqi", (0, 30)), ("edss", (0, 10)), ("pasi", (0, 72)), ("easi", (0, 72)), ("kccq", (0, 100))),
        *(("alsfrs_r", (0, 48)), ("mrss", (0, 51)), ("uas7", (0, 42)), ("madrs", (0, 60)), ("mmse", (0, 30))),
        *(("sgrq", (0, 100)), ("hba1c", (None, None)), ("pasi75", (None, None))),
    ],
)
def test_scales(concept: str, scale: tuple[int | None, int | None]) -> None:
    record = endpoint(concept)
    assert record is not None
    assert (record.lower, record.upper) == scale


def test_a_concept_in_two_files_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "endpoints").mkdir()
    for name in ("a", "b"):
        (tmp_path / "endpoints" / f"{name}.toml").write_text("[os]\nen = []\n", "utf-8")
    monkeypatch.setattr(lexicon, "LEXICON", tmp_path)
    with pytest.raises(RuleError, match=r"b\.toml: \['os'\]"):
        lexicon.load_folder("endpoints")


@pytest.mark.parametrize("name", ["endpoints", "conditions", "acronyms", "drugs", "stems"])
def test_no_name_is_listed_twice(name: str) -> None:
    entries = lexicon.load_folder(name) if name == "endpoints" else lexicon.load_toml(f"{name}.toml")
    lists = list(_lists(entries)) if name == "drugs" else [[word for words in _lists(entries) for word in words]]
    for words in lists:
        assert [word for word, times in Counter(words).items() if times > 1] == []


def _plain(name: str) -> str:
    return name if is_acronym(name) else key(name)


def _lists(entries: dict[str, Any]) -> Iterator[list[str]]:
    """All lists of names in a lexicon; within an endpoint a name without accents is the same name."""
    for entry in entries.values():
        if isinstance(entry, dict) and "en" in entry:
            yield [name for spoken in ("en", "fr") for name in sorted({_plain(word) for word in entry[spoken]})]
        elif isinstance(entry, dict):
            yield [word for words in _lists(entry) for word in words]
        elif isinstance(entry, list):
            yield entry


@pytest.mark.parametrize(
    "name",
    [
        *("BICLA", "SLEDAI-2K", "HbA1c", "PFS", "ACR20", "NYHA", "NYHA III"),
        *("EULAR", "EULAR 2025", "CONSORT", "RECIST", "COVID-19", "PD-L1", "RCT", "ANOVA", "FBG"),
        *("DESIGN", "STUDY DESIGN", "PHASE 3", "RÉSULTATS", "méthodes", "CALGB", "PURPOSE", "ECOG-ACRIN", "BOSTON"),
    ],
)
def test_capitals_that_name_no_trial(name: str) -> None:
    assert is_known_acronym(name)


@pytest.mark.parametrize(
    "name",
    [
        "TULIP",
        "TULIP-SC",
        "REGENCY",
        "KEYNOTE-189",
        "SLE-BRAVE",
        "CALGB 9741",
        "PURPOSE 1",
        "EV-302",
        "PHOENYCS GO",
        "",
    ],
)
def test_capitals_that_may_name_a_trial(name: str) -> None:
    assert not is_known_acronym(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Bélimumab", "belimumab"), ("ŒDÈME", "oedeme"), ("l’OS", "l'os"), ("ﬁbrose", "fibrose"), ("", "")],
)
def test_folding(name: str, expected: str) -> None:
    assert fold(name) == expected


@pytest.mark.parametrize("finder", FINDERS.values(), ids=FINDERS)
@given(text=TEXTS)
def test_hits_are_inside_in_order_and_apart(finder: Callable[[str], Sequence[Hit]], text: str) -> None:
    hits = finder(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(left.end <= right.start for left, right in pairwise(hits))


@given(text=TEXTS)
def test_short_forms_are_of_the_text(text: str) -> None:
    assert all(short in text for short in find_abbreviations(text, [(0, len(text))]))
    assert is_known_acronym(text) in {True, False}
    assert fold(fold(text)) == fold(text)


def test_the_lexicon_is_taken_out_of_the_collectors_way_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Node:
        def __init__(self) -> None:
            self.itself = self

    frozen: list[bool] = []
    garbage = weakref.ref(Node())
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(garbage() is None))
    lexicon.drug_lexicon.cache_clear()
    assert lexicon.drug_lexicon() is lexicon.drug_lexicon()
    assert frozen == [True]  # and no garbage of others is kept with it
    assert gc.isenabled()
