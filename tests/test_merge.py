"""Facts of many documents become trials, whatever the order in which they come."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import arm, evidence, extraction, fact, trial
from slideextract.facts import Extraction, Fact, Trial
from slideextract.merge import merge

Fields = dict[str, Any]
BICLA: Fields = {
    "endpoint": "BICLA",
    "endpoint_id": "bicla",
    "arm": "Anifrolumab",
    "drugs": ("anifrolumab",),
    "value": "56.2",
}


def told(name: str, facts: Sequence[Fields] = (), **trial_fields: Any) -> Extraction:
    """One document with one trial."""
    sha = format(sum(name.encode()), "064x")
    where = {"document": name, "document_sha256": sha, "trial_id": f"{sha[-6:]}.0"}
    rows = [fact(**(where | {"char_start": 10 * k, "char_end": 10 * k + 6} | row)) for k, row in enumerate(facts)]
    frame = {"trial_id": where["trial_id"], "documents": (name,), "registry_ids": ()} | trial_fields
    return extraction(document=name, document_sha256=sha, facts=rows, trials=(trial(**frame),))


def at(timepoint: str, days: int) -> Fields:
    return {"timepoint": timepoint, "timepoint_days": days}


def drug(name: str) -> Any:
    return arm(name.capitalize()).model_dump() | {"interventions": ({"name": name, "raw": name},)}


def dump(merged: tuple[list[Fact], list[Trial]]) -> list[str]:
    return [record.model_dump_json() for record in (*merged[0], *merged[1])]


# -- which frames are one trial ------------------------------------------------------------------------------------

JOINED: list[tuple[str, Fields, Fields, int]] = [
    ("same registry id", {"acronym": None, "registry_ids": ("NCT00000001",)}, {"acronym": "TULIP-SC",
     "registry_ids": ("NCT00000001", "2019-001234-12")}, 1),
    ("a chain of ids", {"acronym": None, "registry_ids": ("2019-001234-12",)}, {"acronym": None,
     "registry_ids": ("NCT00000001", "2019-001234-12")}, 1),
    ("a list of trials is none of them", {"acronym": None, "registry_ids": ("NCT00000001",)}, {"acronym": None,
     "registry_ids": ("NCT00000001", "NCT00000002")}, 2),
    ("same acronym", {"acronym": "TULIP-SC"}, {"acronym": "Tulip SC"}, 1),
    ("other acronyms", {"acronym": "TULIP-1"}, {"acronym": "TULIP-2"}, 2),
    ("same acronym, other ids", {"registry_ids": ("NCT00000001",)}, {"registry_ids": ("NCT00000002",)}, 2),
    ("same acronym, ids of other registries", {"registry_ids": ("NCT00000001",)},
     {"registry_ids": ("2019-001234-12",)}, 1),
    ("same acronym, nothing in common", {"arms": (drug("belimumab"),), "conditions": ("lupus",)},
     {"arms": (drug("nivolumab"),), "conditions": ("melanoma",)}, 2),
    ("same acronym, same disease", {"arms": (drug("belimumab"),), "conditions": ("lupus",)},
     {"arms": (drug("rituximab"),), "conditions": ("lupus",)}, 1),
    ("same acronym, same drug", {"arms": (drug("nivolumab"),), "conditions": ("melanoma",)},
     {"arms": (drug("nivolumab"),), "conditions": ("lung cancer",)}, 1),
    ("both have cancer", {"arms": (drug("belimumab"),), "conditions": ("cancer",)},
     {"arms": (drug("nivolumab"),), "conditions": ("cancer",)}, 2),
    ("an abbreviation that any trial may carry", {"acronym": "RCT"}, {"acronym": "RCT"}, 2),
    ("no name", {"acronym": None}, {"acronym": None}, 2),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "count"), [row[1:] for row in JOINED], ids=[row[0] for row in JOINED])
def test_frames_of_one_trial_are_joined(first: Fields, second: Fields, count: int) -> None:
    _, trials = merge([told("a.pdf", **first), told("b.pdf", **second)])
    assert len(trials) == count
    assert len({found.trial_id for found in trials}) == count


def test_two_trials_of_one_acronym_are_told_apart_and_a_third_joins_neither() -> None:
    lupus = told("a.pdf", arms=(drug("belimumab"),), conditions=("lupus",))
    cancer = told("b.pdf", arms=(drug("nivolumab"),), conditions=("melanoma",))
    _, trials = merge([lupus, cancer, told("c.pdf")])
    assert sorted(found.documents for found in trials) == [("a.pdf",), ("b.pdf",), ("c.pdf",)]
    assert all("acronym_shared" in found.flags for found in trials)


def test_a_copy_of_a_file_is_the_same_trial_even_without_a_name() -> None:
    original = told("a.pdf", [BICLA], acronym=None)
    copy = original.model_copy(
        update={"document": "b.pdf", "facts": tuple(f.model_copy(update={"document": "b.pdf"}) for f in original.facts)}
    )
    (found,), (study,) = merge([copy, original])
    assert (found.document, [place.document for place in found.also]) == ("a.pdf", ["b.pdf"])
    assert study.documents == ("a.pdf", "b.pdf")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"registry_ids": ("2019-001234-12", "NCT00000001")}, "NCT00000001"),
        ({"acronym": "PHOENYCS GO"}, "phoenycs-go"),
        ({"acronym": "ÉLAN n° 3"}, "elan-n-3"),
    ],
)
def test_ids_of_trials_are_readable(fields: Fields, name: str) -> None:
    assert merge([told("a.pdf", **fields)])[1][0].trial_id == name


def test_the_id_of_a_trial_without_a_name_is_made_from_its_document() -> None:
    alone, among = merge([told("b.pdf", acronym=None)])[1], merge([told("b.pdf", acronym=None), told("a.pdf")])[1]
    assert alone[0].trial_id.startswith("trial-")
    assert alone[0].trial_id in {found.trial_id for found in among}


def test_names_of_the_trial_reach_all_its_facts() -> None:
    slides = told("a.pdf", [BICLA], acronym=None, registry_ids=("NCT00000001",))
    release = told("b.pdf", [BICLA | {"value": "51"}], registry_ids=("NCT00000001",))
    facts, _ = merge([slides, release])
    assert {(f.trial, f.registry_ids, f.trial_id) for f in facts} == {("TULIP-SC", ("NCT00000001",), "NCT00000001")}


# -- one fact printed several times --------------------------------------------------------------------------------

FOLDED: list[tuple[str, Fields, Fields, bool]] = [
    ("same words", {}, {}, True),
    ("a name of the same arm", {}, {"arm": "groupe anifrolumab"}, True),
    ("a dose said once", {}, {"arm": "Anifrolumab 120 mg", "dose": "120 mg"}, True),
    ("another dose", {"dose": "300 mg"}, {"dose": "120 mg"}, False),
    ("another use of the drug", {"arm": "anifrolumab précoce"}, {"arm": "anifrolumab tardif"}, False),
    ("another arm", {}, {"arm": "Placebo", "drugs": ("placebo",)}, False),
    ("no arm", {}, {"arm": None, "drugs": ()}, False),
    ("a name of the same endpoint", {}, {"endpoint": "Réponse BICLA"}, True),
    ("another endpoint", {}, {"endpoint": "baisse des corticoïdes", "endpoint_id": None}, False),
    ("another threshold", {"endpoint": "SLEDAI ≥ 4", "endpoint_id": "x"}, {"endpoint": "SLEDAI ≥ 10",
     "endpoint_id": "x"}, False),
    ("no endpoint", {"endpoint": None, "endpoint_id": None}, {"endpoint": None, "endpoint_id": None}, False),
    ("another value", {}, {"value": "56.3"}, False),
    ("more decimals", {}, {"value": "56.20"}, True),
    ("another kind", {}, {"kind": "change"}, False),
    ("a time said once", {}, {"timepoint": "S52", "timepoint_days": 364}, True),
    ("the same time", at("S52", 364), at("week 52", 364), True),
    ("another time", at("S24", 168), at("S52", 364), False),
    ("a subgroup", {}, {"subgroup": "SLEDAI ≥ 10"}, False),
    ("a rounder p", {"p_value": "0.0002", "p_modifier": "="}, {"p_value": "0.001", "p_modifier": "<"}, True),
    ("another p", {"p_value": "0.02", "p_modifier": "="}, {"p_value": "0.001", "p_modifier": "<"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "one"), [row[1:] for row in FOLDED], ids=[row[0] for row in FOLDED])
def test_what_is_one_fact(first: Fields, second: Fields, one: bool) -> None:
    facts, _ = merge([told("a.pdf", [BICLA | first, BICLA | second])])
    assert (len(facts) == 1) is one
    assert [place.char_start for place in facts[0].also] == ([10] if one else [])


def test_the_first_place_is_kept_and_learns_what_others_say() -> None:
    time = evidence(char_start=30, char_end=33, quote="S52")
    later = {"timepoint": "S52", "timepoint_days": 364, "p_value": "0.02", "p_modifier": "=", "arm_n": 184}
    (found,), _ = merge([told("a.pdf", [BICLA, BICLA | later | {"slots": {"timepoint": time, "p": time}}])])
    assert (found.char_start, found.timepoint, found.p_value, found.arm_n) == (0, "S52", fact(**later).p_value, 184)
    assert found.slots == {"timepoint": time, "p": time}


def test_the_arm_that_says_its_dose_is_kept_whole() -> None:
    place = evidence(char_start=40, char_end=51, quote="anifrolumab 300 mg")
    dosed = BICLA | {"arm": "Anifrolumab 300 mg", "dose": "300 mg", "slots": {"arm": place, "dose": place}}
    for rows in ([BICLA, dosed], [dosed, BICLA]):
        (found,), _ = merge([told("a.pdf", rows)])
        assert (found.arm, found.dose, found.slots) == ("Anifrolumab 300 mg", "300 mg", {"arm": place, "dose": place})
        assert merge([told("a.pdf", [found.model_dump()])])[0][0].result_id == found.result_id


def test_a_time_that_another_document_does_not_say_keeps_facts_apart() -> None:
    timed = BICLA | {"timepoint": "S52", "timepoint_days": 364}
    assert len(merge([told("a.pdf", [BICLA]), told("b.pdf", [timed])])[0]) == 2
    assert len(merge([told("a.pdf", [timed]), told("b.pdf", [timed])])[0]) == 1


EFFECT = BICLA | {"kind": "difference", "value": "13.4", "ci_level": "95", "ci_lower": "2.0", "ci_upper": "24.8"}
UNSAID: list[tuple[str, Fields, int]] = [
    ("no endpoint", {"endpoint": None, "endpoint_id": None}, 1),
    ("no arm", {"arm": None, "drugs": ()}, 1),
    ("neither", {"endpoint": None, "endpoint_id": None, "arm": None, "drugs": ()}, 1),
    ("another interval", {"endpoint": None, "endpoint_id": None, "ci_upper": "24.9"}, 2),
    ("no interval", {"endpoint": None, "endpoint_id": None, "ci_lower": None, "ci_upper": None}, 2),
    ("another arm", {"endpoint": None, "endpoint_id": None, "arm": "Placebo", "drugs": ("placebo",)}, 2),
]


@pytest.mark.parametrize(("bare", "count"), [row[1:] for row in UNSAID], ids=[row[0] for row in UNSAID])
def test_a_figure_with_its_interval_is_known_again(bare: Fields, count: int) -> None:
    for rows in ([EFFECT, EFFECT | bare], [EFFECT | bare, EFFECT], [EFFECT | bare, EFFECT | bare, EFFECT]):
        facts, _ = merge([told("a.pdf", rows)])
        assert len(facts) == count + (bare.get("ci_lower", "") is None) * (len(rows) - 2)
        assert count > 1 or (facts[0].endpoint, facts[0].arm, facts[0].char_start) == ("BICLA", "Anifrolumab", 0)


def test_a_figure_that_may_be_either_of_two_joins_neither() -> None:
    other = {"endpoint": "SRI-4", "endpoint_id": "sri_4"}
    facts, _ = merge([told("a.pdf", [EFFECT, EFFECT | other, EFFECT | {"endpoint": None, "endpoint_id": None}])])
    assert len(facts) == 3


def test_a_doubt_is_settled_by_a_printing_without_it() -> None:
    doubtful = BICLA | {"flags": ("arm_close_call",), "status": "needs_review"}
    (settled,), _ = merge([told("a.pdf", [doubtful, BICLA])])
    assert (settled.flags, settled.status) == ((), "accepted")
    (open_still,), _ = merge([told("a.pdf", [doubtful, doubtful])])
    assert (open_still.flags, open_still.status) == (("arm_close_call",), "needs_review")


def test_a_printing_that_nobody_sees_gives_way_to_one_that_is_seen() -> None:
    hidden = BICLA | {"flags": ("doubtful_text",), "status": "needs_review"}
    (kept,), _ = merge([told("a.pdf", [hidden, BICLA, hidden])])
    assert (kept.char_start, kept.flags, kept.status) == (10, (), "accepted")
    assert [place.char_start for place in kept.also] == [0, 20]


def test_ids_of_facts_differ_and_stay() -> None:
    rows = [
        BICLA,
        BICLA | {"arm": "Placebo", "drugs": ("placebo",)},
        BICLA | {"char_start": 0, "char_end": 6, "kind": "count"},
    ]
    facts, _ = merge([told("a.pdf", rows)])
    again, _ = merge([told("a.pdf", rows), told("b.pdf", rows)])
    assert len({found.result_id for found in facts}) == 3
    assert [found.result_id for found in facts] == [found.result_id for found in again]


# -- what documents say differently --------------------------------------------------------------------------------

AT_52: Fields = BICLA | {"timepoint": "S52", "timepoint_days": 364}
CLASHES: list[tuple[str, Fields, int]] = [
    ("another value", {"value": "52.6"}, 1),
    ("a rounded value", {"value": "56"}, 0),
    ("another arm", {"value": "37.1", "arm": "Placebo", "drugs": ("placebo",)}, 0),
    ("another time", {"value": "52.6", "timepoint": "S24", "timepoint_days": 168}, 0),
    ("no time", {"value": "52.6", "timepoint": None, "timepoint_days": None}, 0),
    ("other people", {"value": "52.6", "population": "per protocole"}, 0),
    ("a doubtful reading", {"value": "52.6", "flags": ("arm_inferred",)}, 0),
]


@pytest.mark.parametrize(("other", "count"), [row[1:] for row in CLASHES], ids=[row[0] for row in CLASHES])
def test_contradicting_values_are_kept_as_a_conflict(other: Fields, count: int) -> None:
    facts, (study,) = merge([told("a.pdf", [AT_52]), told("b.pdf", [AT_52 | other])])
    assert len(study.conflicts) == count
    assert [("conflict" in found.flags) for found in facts] == [bool(count)] * 2
    if count:
        said = [(claim.value, claim.evidence.document) for claim in study.conflicts[0].values]
        assert said == [("56.2", "a.pdf"), ("52.6", "b.pdf")]


def test_one_page_may_hold_two_values() -> None:
    page = [AT_52, AT_52 | {"value": "52.6"}]
    assert merge([told("a.pdf", page)])[1][0].conflicts == ()
    page[1]["page"] = 9
    assert len(merge([told("a.pdf", page)])[1][0].conflicts) == 1


@pytest.mark.parametrize("time", [{}, {"timepoint": None, "timepoint_days": None}], ids=["a time", "no time"])
def test_two_sentences_of_a_page_contradict_each_other(time: Fields) -> None:
    page = [AT_52 | time, AT_52 | time | {"value": "52.6", "quote": "Réponse BICLA : 52,6 % sous anifrolumab"}]
    facts, (study,) = merge([told("a.pdf", page)])
    assert len(study.conflicts) == 1
    assert all("conflict" in found.flags for found in facts)


def test_contradicting_fields_of_the_trial() -> None:
    def sized(name: str, count: int, phase: str, size: int) -> Extraction:
        here = evidence(document=name)
        return told(
            name,
            phase=phase,
            enrollment={"count": count, "evidence": here},
            arms=(arm("Placebo", size).model_dump() | {"evidence": here},),
            slots={"phase": here},
        )

    _, (study,) = merge([sized("b.pdf", 367, "2", 183), sized("a.pdf", 365, "3", 181)])
    assert study.enrollment is not None
    assert (study.phase, study.enrollment.count, study.arms[0].n) == ("3", 365, 181)
    assert {c.field: [claim.value for claim in c.values] for c in study.conflicts} == {
        "phase": ["3", "2"],
        "enrollment": ["365", "367"],
        "arms.n: Placebo": ["181", "183"],
    }
    assert study.flags == ("conflict",)
    assert merge([sized("a.pdf", 365, "2", 181), sized("b.pdf", 365, "2b", 181)])[1][0].conflicts == ()


# -- the record of a trial -----------------------------------------------------------------------------------------


def test_arms_of_all_documents_are_one_list() -> None:
    named: Fields = {"registry_ids": ("NCT00000001",)}
    first = told("a.pdf", arms=(drug("anifrolumab"), drug("placebo")), **named)
    second = told("b.pdf", arms=(drug("placebo") | {"label": "groupe placebo", "n": 183}, drug("belimumab")), **named)
    _, (study,) = merge([second, first])
    assert [(a.arm_id, a.label, a.n) for a in study.arms] == [
        ("anifrolumab", "Anifrolumab", None),
        ("placebo", "Placebo", 183),
        ("belimumab", "Belimumab", None),
    ]


def test_arms_that_a_document_tells_apart_stay_apart() -> None:
    doses = [drug("iscalimab") | {"label": f"iscalimab {dose} mg", "n": dose} for dose in (150, 300)]
    for given_dose, dose in zip(doses, (150, 300), strict=True):
        given_dose["interventions"] = ({"name": "iscalimab", "raw": "iscalimab", "dose": f"{dose} mg"},)
    _, (study,) = merge([told("a.pdf", arms=doses), told("b.pdf", arms=(drug("iscalimab"),))])
    assert [a.label for a in study.arms] == ["iscalimab 150 mg", "iscalimab 300 mg", "Iscalimab"]


def test_outcomes_point_to_results() -> None:
    rows: list[Fields] = [
        AT_52 | {"p_value": "0.0002", "p_modifier": "=", "comparator": "Placebo", "endpoint_type": "primary"},
        AT_52 | {"value": "37.1", "arm": "Placebo", "drugs": ("placebo",), "endpoint_type": "primary"},
        AT_52 | {"kind": "difference", "value": "19.1", "unit": "percentage points", "endpoint_type": "primary"},
        {"endpoint": None, "arm": "Placebo"},
    ]
    facts, (study,) = merge([told("a.pdf", rows)])
    (outcome,) = study.outcomes
    assert (outcome.title, outcome.type, outcome.time_frame) == ("BICLA", "PRIMARY", "S52")
    assert [m.result_id for m in outcome.measurements] == [facts[0].result_id, facts[1].result_id]
    assert [(a.result_id, a.param_type, a.param_value is None) for a in outcome.analyses] == [
        (facts[0].result_id, "Not stated", True),
        (facts[2].result_id, "Risk Difference (RD)", False),
    ]


def test_citations_and_baseline_are_gathered_once() -> None:
    age = {"measure": "Âge moyen", "arm": None, "value": "42.5", "unit": "ans", "evidence": evidence()}
    cited = {"doi": "10.1000/x", "year": 2025}
    one = told("a.pdf", baseline=(age,), citations=(cited,), conditions=("lupus",))
    two = told("b.pdf", baseline=(age | {"measure": "âge moyen"},), citations=(cited, {"pmid": "12345"}))
    _, (study,) = merge([one, two])
    assert (len(study.baseline), len(study.citations), study.conditions) == (1, 2, ("lupus",))


# -- the order of documents ----------------------------------------------------------------------------------------

POOL = [
    told("a.pdf", [AT_52, BICLA], registry_ids=("NCT00000001",), arms=(drug("anifrolumab"),)),
    told("b.pdf", [AT_52 | {"value": "52.6"}, BICLA], arms=(drug("anifrolumab"), drug("placebo"))),
    told("c.pdf", [BICLA], acronym=None, registry_ids=("NCT00000001", "2019-001234-12")),
    told("d.pdf", [BICLA | {"arm": "groupe anifrolumab"}], registry_ids=("NCT00000002",)),
    told("e.pdf", [BICLA], acronym=None),
    told("f.pdf", [BICLA], arms=(drug("nivolumab"),), conditions=("melanoma",)),
    told("g.pdf", [], acronym=None, registry_ids=("2019-001234-12",)),
]


@given(st.permutations(POOL), st.lists(st.sampled_from(POOL), max_size=3))
def test_order_and_repetition_change_nothing(shuffled: list[Extraction], repeated: list[Extraction]) -> None:
    assert dump(merge([*shuffled, *repeated])) == dump(merge(POOL))


def test_merging_what_was_merged_changes_nothing() -> None:
    facts, trials = merge(POOL)
    rows: dict[tuple[str, str], list[Fact]] = {}
    for found in facts:
        rows.setdefault((found.document, found.document_sha256), []).append(found)
    again = [
        extraction(
            document=name,
            document_sha256=sha,
            facts=here,
            trials=[t for t in trials if t.trial_id in {f.trial_id for f in here}],
        )
        for (name, sha), here in rows.items()
    ]
    kept = {"result_id", "document", "char_start", "value", "also", "trial", "timepoint", "p_value"}
    assert [f.model_dump(include=kept) for f in merge(again)[0]] == [f.model_dump(include=kept) for f in facts]


def test_nothing_merges_to_nothing() -> None:
    assert merge([]) == ([], [])
