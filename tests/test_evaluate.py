"""The scorer: names, numbers, matching, measures and floors."""

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slideextract.errors import SlideExtractError
from slideextract.evaluate import Scores, by_trial, evaluate, missed, page, pin, table, trial_table, wanted
from slideextract.evaluate.acceptance import judged
from slideextract.evaluate.assign import heaviest, pairs
from slideextract.evaluate.bootstrap import intervals
from slideextract.evaluate.gold import GoldDocument, GoldRow, Predicted, read_gold, read_run
from slideextract.evaluate.measure import compare
from slideextract.evaluate.names import same_arm, same_endpoint, similarity
from slideextract.evaluate.specialty import specialty
from slideextract.evaluate.tally import Tally
from slideextract.evaluate.values import numbers, same_kind, same_p, same_value

SAME_ARM = [
    ("placebo", "Placebo group", True),
    ("bras placebo", "placebo", True),
    ("obinutuzumab", "Obinutuzumab (N = 135)", True),
    ("iscalimab 600 mg", "iscalimab 300 mg", False),
    ("iscalimab", "iscalimab 300 mg", True),
    ("responders", "non-responders", False),
    ("groupe A", "groupe B", False),
    ("métformine", "METFORMIN", True),
    ("adalimumab", "tofacitinib", False),
]
SAME_ENDPOINT = [
    ("BICLA", "BICLA response", True),
    ("BICLA response at week 52", "réponse BICLA", True),
    ("ACR20", "ACR50", False),
    ("complete renal response", "clinical response", False),
    ("survie globale", "survie sans progression", True),  # half of the words: the rivals of the trial decide
    ("PASI 75", "PASI 90", False),
]


@pytest.mark.parametrize(("first", "second", "same"), SAME_ARM)
def test_names_of_arms(first: str, second: str, same: bool) -> None:
    assert (similarity(first, second, arm=True) > 0) is same
    assert similarity(first, second, arm=True) == similarity(second, first, arm=True)


@pytest.mark.parametrize(("first", "second", "same"), SAME_ENDPOINT)
def test_names_of_endpoints(first: str, second: str, same: bool) -> None:
    assert (similarity(first, second, arm=False) > 0) is same


def test_a_rival_that_fits_better_wins() -> None:
    own, rival = ["drug 300 mg"], ["drug 600 mg"]
    assert same_arm(["drug", "drug 300 mg"], own, [rival])
    assert not same_arm(["drug", "drug 600 mg"], own, [rival])
    assert not same_endpoint("overall survival", ["progression-free survival"], [["overall survival"]])
    assert same_endpoint("ARIA-E", ["ARIA-E"], [["ARIA-H"]])
    assert not same_endpoint("ARIA-H", ["ARIA-E"], [["ARIA-H"]])
    assert same_endpoint(None, None, [])
    assert not same_endpoint(None, ["BICLA"], [])


def row(**fields: Any) -> GoldRow:
    return GoldRow.model_validate({"id": "g", "kind": "percent", "value": 46.4, "unit": "%"} | fields)


def predicted(**fields: Any) -> Predicted:
    return Predicted.model_validate({"document": "a.txt", "kind": "percent", "value": 46.4} | fields)


@pytest.mark.parametrize(
    ("gold", "value", "same"),
    [
        (row(), 46.4, True),
        (row(), 46.38, True),  # more exact, rounds to what is printed
        (row(), 46.46, False),
        (row(value=46), 46.4, False),  # printed without decimals: 46.4 is another number
        (row(value=46, source="chart"), 46.4, True),
        (row(), -46.4, False),
        (row(sign_free=True), -46.4, True),
        (row(value_any=[46.7]), 46.7, True),
    ],
)
def test_numbers_agree_to_the_printed_decimals(gold: GoldRow, value: float, same: bool) -> None:
    assert same_value(gold, value) is same


@pytest.mark.parametrize(
    ("gold", "kind", "same"),
    [
        (row(), "percent", True),
        (row(), "change", True),
        (row(unit=None), "change", False),
        (row(kind="ls_mean", unit="points"), "mean", True),
        (row(kind="hazard_ratio"), "odds_ratio", False),
        (row(kind="hazard_ratio", kind_any=["odds_ratio"]), "odds_ratio", True),
    ],
)
def test_kinds_that_a_reader_may_confuse(gold: GoldRow, kind: str, same: bool) -> None:
    assert same_kind(gold, kind) is same


@pytest.mark.parametrize(
    ("gold", "modifier", "value", "same"),
    [("<", "<=", 0.05, True), ("<", "=", 0.05, False), (None, "=", 0.05, True), ("=", "=", 0.04, False)],
)
def test_p_values(gold: str | None, modifier: str, value: float, same: bool) -> None:
    assert same_p(row(p_modifier=gold, p_value=0.05), predicted(p_modifier=modifier, p_value=value)) is same


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("46,4 %", {46.4}),
        ("1 042 patients", {1042.0}),
        ("1,042", {1042.0, 1.042}),
        (".03", {0.03}),
        ("huit patients", {8.0}),
        ("1,042,300", {1042300.0}),
        ("1.042.300", {1042300.0}),
        ("nothing", set()),
    ],
)
def test_numbers_in_a_text(text: str, said: set[float]) -> None:
    assert numbers(text) == said


matrices = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(matrices)
def test_no_assignment_is_heavier(weights: list[list[int]]) -> None:
    found = heaviest(weights)
    size, width = len(weights), len(weights[0])
    small, large = min(size, width), max(size, width)
    turned = weights if size <= width else [list(column) for column in zip(*weights, strict=True)]
    most = max(sum(turned[i][j] for i, j in enumerate(chosen)) for chosen in permutations(range(large), small))
    assert len(found) == len({i for i, _ in found}) == len({j for _, j in found}) == small
    assert sum(weights[i][j] for i, j in found) == most


def test_only_pairs_with_a_weight_are_chosen() -> None:
    assert pairs({(0, 0): 5.0, (1, 0): 9.0, (2, 3): 1.0}) == [(1, 0), (2, 3)]


ARMS = [
    {"label": "obinutuzumab", "any": ["obinutuzumab", "OBI"], "n": 135},
    {"label": "placebo", "any": ["placebo"], "n": 136},
]
GOLD = {
    "doc": "regency",
    "lang": "en",
    "exhaustive": True,
    "trials": [{"key": "t", "acronym": "REGENCY", "registry_ids": ["NCT04221477"], "arms": ARMS}],
    "rows": [
        {
            "id": "1",
            "trial": "t",
            "endpoint_any": ["complete renal response"],
            "arm": "obinutuzumab",
            "arm_any": ["obinutuzumab", "OBI"],
            "timepoint_days": 532,
            "kind": "percent",
            "value": 46.4,
            "source": "text",
        },
        {
            "id": "2",
            "trial": "t",
            "endpoint_any": ["complete renal response"],
            "arm": "placebo",
            "arm_any": ["placebo"],
            "timepoint_days": 532,
            "kind": "percent",
            "value": 33.1,
            "source": "table",
        },
        {
            "id": "3",
            "trial": "t",
            "endpoint_any": ["complete renal response"],
            "arm": "obinutuzumab",
            "arm_any": ["obinutuzumab"],
            "comparator": "placebo",
            "comparator_any": ["placebo"],
            "kind": "difference",
            "value": 13.4,
            "ci_lower": 2.0,
            "ci_upper": 24.8,
            "p_modifier": "=",
            "p_value": 0.02,
            "source": "text",
        },
        {
            "id": "4",
            "trial": "t",
            "endpoint_any": ["safety"],
            "kind": "qualitative",
            "value": None,
            "direction_any": ["no_difference"],
        },
    ],
    "decoys": [{"surface": "UPCR < 0,5", "value": [0.5]}],
}
ENDPOINT = "complete renal response"
FOUND: list[dict[str, Any]] = [
    {"endpoint": ENDPOINT, "arm": "obinutuzumab", "kind": "percent", "value": 46.4, "timepoint_days": 532},
    {"endpoint": ENDPOINT, "arm": "obinutuzumab", "kind": "percent", "value": 33.1, "timepoint_days": 532},
    {
        "endpoint": ENDPOINT,
        "arm": "obinutuzumab",
        "comparator": "placebo",
        "kind": "difference",
        "value": 13.4,
        "ci_lower": 2.0,
        "ci_upper": 24.0,
        "p_modifier": "=",
        "p_value": 0.02,
    },
    {"endpoint": "UPCR", "arm": None, "kind": "score", "value": 0.5, "quote": "UPCR < 0,5"},
    {"endpoint": "safety", "arm": None, "kind": "qualitative", "value": None, "direction": "no_difference"},
]


def scored(folder: Path, found: list[dict[str, Any]] = FOUND, document: str = "regency.txt") -> Scores:
    rows = [{"document": document, "page": 1, **row} for row in found]
    (folder / "results.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "documents.jsonl").write_text(json.dumps({"document": document}) + "\n")
    (folder / "gold.jsonl").write_text(json.dumps(GOLD) + "\n")
    return evaluate(folder, folder / "gold.jsonl")


def test_measures_of_a_run(tmp_path: Path) -> None:
    scores = scored(tmp_path)
    wanted_scores = {
        "required": 3,
        "value_recall": 1.0,
        "tuple_recall": 0.6667,  # the placebo figure was given to the other arm
        "full_recall": 0.3333,  # the difference has a wrong bound
        "predicted": 4,
        "precision": 0.75,
        "tuple_precision": 0.5,
        "tuple_f1": 0.5714,
        "decoy_hits": 1,
    }
    assert {name: scores[name] for name in wanted_scores} == wanted_scores
    assert scores["qualitative"] == {"required": 1, "recall": 1.0, "predicted": 1}
    assert scores["slots"]["arm"] == {"n": 3, "accuracy": 0.6667}
    assert scores["slots"]["ci"] == {"n": 1, "accuracy": 0.0}
    assert scores["kind"]["difference"]["value_recall"] == 1.0
    assert scores["source"]["table"]["tuple_recall"] == 0.0
    assert scores["lang"]["en"]["required"] == 3


def test_a_second_prediction_of_a_row_is_false(tmp_path: Path) -> None:
    assert scored(tmp_path, [FOUND[0], FOUND[0]])["precision"] == 0.5


def test_a_document_without_a_file_counts_as_empty(tmp_path: Path) -> None:
    scores = scored(tmp_path, [], "other.txt")
    assert (scores["documents"], scores["value_recall"], scores["precision"]) == (1, 0.0, None)


def test_tables_have_a_line_for_each_part(tmp_path: Path) -> None:
    scores = scored(tmp_path)
    text = table(scores)
    first = [line.split()[0] for line in text.splitlines()[1:8]]
    assert first == ["all", "lang", "kind", "kind", "source", "source", "specialty"]
    told = page(scores, "A run").splitlines()
    assert told[0] == "# A run"
    assert "| all | 3 | 1.000 | 0.667 | 0.333 | 4 | 0.750 | 0.500 | 0.500 | 1.000 |" in told
    assert [line for line in told if line.startswith("## By")] == [
        "## By language",
        "## By kind",
        "## By source",
        "## By specialty",
    ]


def judged_run(folder: Path) -> Scores:
    """The rows of `FOUND`, of which two have flags, and one is to be reviewed."""
    given = [
        FOUND[0] | {"rule": "prose.near.tight"},
        FOUND[1] | {"rule": "prose.open", "flags": ["arm_close_call", "post_hoc"], "status": "needs_review"},
        FOUND[2] | {"rule": "prose.effect", "flags": ["post_hoc"]},
        FOUND[3] | {"rule": "prose.alone"},
    ]
    return scored(folder, given)


def test_what_a_status_a_flag_and_a_rule_are_worth(tmp_path: Path) -> None:
    scores = judged_run(tmp_path)
    accepted = {"rows": 3, "precision": 0.6667, "tuple_precision": 0.6667, "share_of_right": 1.0}
    told = scores["acceptance"]
    assert told["status"] == {
        "accepted": accepted,
        "needs_review": {"rows": 1, "precision": 1.0, "tuple_precision": 0.0, "share_of_right": 0.0},
    }
    assert {flag: line["rows"] for flag, line in told["flag"].items()} == {
        "arm_close_call": 1,
        "no flag": 2,
        "post_hoc": 2,
    }
    assert told["flag"]["post_hoc"]["tuple_precision"] == 0.5
    assert told["rule"]["prose.alone"]["precision"] == 0.0
    measures = ("accepted_precision", "accepted_tuple_precision", "accepted_share")
    assert [scores[name] for name in measures] == [0.6667, 0.6667, 1.0]
    assert "status accepted" in table(scores)
    assert "| arm_close_call | 1 | 1.000 | 0.000 | 0.000 |" in page(scores, "A run")


def test_rows_without_exhaustive_gold_are_judged_only_on_demand(tmp_path: Path) -> None:
    judged_run(tmp_path)
    part = GOLD | {"exhaustive": False}
    (tmp_path / "gold.jsonl").write_text(json.dumps(part) + "\n")
    documents = compare(read_gold(tmp_path / "gold.jsonl"), read_run(tmp_path))
    assert list(judged(documents)) == []
    assert [(row.row.rule, row.right) for row in judged(documents, labelled=True)] == [
        ("prose.near.tight", True),
        ("prose.open", False),
        ("prose.effect", True),  # the row without gold may be right or wrong
    ]


def test_intervals_come_from_drawing_documents() -> None:
    good, bad = Tally(required=10, found=10), Tally(required=10, found=0)
    wide = intervals([good, bad], ["value_recall"])
    assert wide == {"value_recall": (0.0, 1.0)}
    narrow = intervals([good, bad] * 50, ["value_recall", "precision"])
    assert narrow["value_recall"] is not None
    low, high = narrow["value_recall"]
    assert [low, high] == pytest.approx([0.4, 0.6], abs=0.05)
    assert narrow["precision"] is None  # nothing was given
    assert narrow == intervals([good, bad] * 50, ["value_recall", "precision"])
    assert intervals([good, Tally()], ["value_recall"]) == {"value_recall": None}  # one document tells nothing


@pytest.mark.parametrize(
    ("endpoints", "said", "expected"),
    [
        ([["overall survival", "survie globale"], ["death"]], None, "oncology"),
        ([["death"], ["adverse events"]], None, "other"),
        ([["broken thimbles"]], None, "other"),
        ([["visual acuity"], ["PASI 75"], ["visual acuity"]], None, "eye"),
        ([["overall survival"]], "haematology", "haematology"),
        ([["overall survival", "visual acuity"]], None, "other"),  # its names disagree
    ],
)
def test_a_document_has_the_specialty_of_most_of_its_endpoints(
    endpoints: list[list[str]], said: str | None, expected: str
) -> None:
    rows = [row(endpoint_any=names) for names in endpoints]
    assert specialty(GoldDocument(doc="a", lang="en", rows=rows, specialty=said)) == expected


def test_floors(tmp_path: Path) -> None:
    scores = scored(tmp_path)
    assert missed(scores, {"value_recall": 1.0, "kind.percent.tuple_recall": 0.5}) == []
    assert len(missed(scores, {"value_recall": 1.01, "kind.rate.tuple_recall": 0.1, "documents.x": 0})) == 3
    floors = tmp_path / "floors.json"
    floors.write_text('{"precision": 0.7}')
    assert wanted(["precision=0.8", "lang.fr.value_recall=0.5"], floors) == {
        "precision": 0.8,
        "lang.fr.value_recall": 0.5,
    }
    with pytest.raises(SlideExtractError, match="KEY=FLOAT"):
        wanted(["precision"], None)


def test_floors_are_raised_and_not_lowered_silently(tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    pin(scored(tmp_path), floors)
    assert json.loads(floors.read_text())["lang.en.tuple_recall"] == 0.666
    worse = scored(tmp_path, FOUND[:1])
    with pytest.raises(SlideExtractError, match="--lower"):
        pin(worse, floors)
    assert missed(worse, wanted([], floors))
    pin(worse, floors, lower=True)
    assert missed(worse, wanted([], floors)) == []


TRIALS = [
    {"key": "regency", "acronym": "REGENCY", "registry_ids": ["NCT04221477"], "arms": ARMS},
    {"key": "other", "acronym": "ALLEGORY", "registry_ids": [], "arms": ARMS},
    {"key": "nameless", "arms": []},
    {"key": "silent", "arms": []},
]


def lines(folder: Path, found: list[dict[str, Any]], rows: list[dict[str, Any]]) -> dict[str | None, dict[str, Any]]:
    scored(folder, [{"kind": "percent", "endpoint": ENDPOINT, "arm": "placebo", **row} for row in found])
    gold = {"doc": "regency", "lang": "en", "exhaustive": True, "trials": TRIALS, "rows": rows}
    (folder / "gold.jsonl").write_text(json.dumps(gold) + "\n")
    return {line["trial"]: line for line in by_trial(folder, folder / "gold.jsonl")}


def gold_row(name: str, trial: str, value: float | None, **fields: Any) -> dict[str, Any]:
    named = {"id": name, "trial": trial, "endpoint_any": [ENDPOINT], "arm_any": ["placebo"], "kind": "percent"}
    return named | {"value": value} | fields


def test_each_trial_has_a_line(tmp_path: Path) -> None:
    found = lines(
        tmp_path,
        [
            {"trial": "REGENCY", "trial_id": "a", "value": 46.4},
            {"trial": "Regency", "trial_id": "a", "value": 99.0},  # false, by its name
            {"trial": "ALLEGORY", "trial_id": "b", "value": 53.5, "arm": "obinutuzumab"},  # the wrong arm
            {"trial_id": "c", "value": 12.0},
            {"trial_id": "c", "value": 98.0},  # false, by the row that it was joined with
            {"trial_id": "d", "value": 97.0},  # false, and of no trial of the gold
        ],
        [
            gold_row("1", "regency", 46.4),
            gold_row("2", "regency", 33.1),
            gold_row("3", "other", 53.5),
            gold_row("4", "nameless", 12.0),
            gold_row("5", "regency", 5.0, required=False),
            gold_row("6", "regency", None, kind="qualitative"),
        ],
    )
    assert {key: line["status"] for key, line in found.items()} == {
        "regency": "missing",
        "other": "wrong",
        "nameless": "false rows",
        "silent": "empty as expected",
        None: "false rows",
    }
    counts = ("required", "found", "right", "words_required", "words_found", "false")
    assert [found["regency"][name] for name in counts] == [2, 1, 1, 1, 0, 1]
    assert [found["other"][name] for name in counts] == [1, 1, 0, 0, 0, 0]
    assert [found["nameless"][name] for name in counts] == [1, 1, 1, 0, 0, 1]
    assert [found[None][name] for name in counts] == [0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize(("arm", "status"), [(None, "ok"), ("placebo", "ok"), ("apremilast", "wrong")])
def test_an_arm_that_the_gold_leaves_open_may_stay_open(tmp_path: Path, arm: str | None, status: str) -> None:
    names = ["obinutuzumab", "placebo"]
    rows = [gold_row("1", "regency", 46.4, arm=None, arm_any=names)]
    found = lines(tmp_path, [{"trial": "REGENCY", "value": 46.4, "arm": arm}], rows)
    assert found["regency"]["status"] == status


def test_an_arm_that_the_gold_knows_must_be_told(tmp_path: Path) -> None:
    rows = [gold_row("1", "regency", 46.4, arm="placebo")]
    assert lines(tmp_path, [{"trial": "REGENCY", "value": 46.4, "arm": None}], rows)["regency"]["status"] == "wrong"


def test_a_trial_that_is_found_whole_is_ok(tmp_path: Path) -> None:
    found = lines(tmp_path, [{"trial": "REGENCY", "value": 46.4}], [gold_row("1", "regency", 46.4)])
    assert {key: line["status"] for key, line in found.items()} == {
        "regency": "ok",
        **dict.fromkeys(["other", "nameless", "silent"], "empty as expected"),
    }


def test_a_table_of_trials_has_a_line_each(tmp_path: Path) -> None:
    found = lines(tmp_path, [{"trial": "REGENCY", "value": 46.4}], [gold_row("1", "regency", 46.4)])
    told = trial_table(found.values()).splitlines()
    assert told[0].split()[:3] == ["document", "trial", "required"]
    assert told[1].split() == ["regency.txt", "regency", "1", "1", "1", "0", "0", "0", "ok"]
    assert told[-1] == "trials 4: empty as expected 3, ok 1"
    assert trial_table([]).splitlines()[-1] == "no trials"


@pytest.mark.parametrize(("name", "text"), [("gold.jsonl", '{"doc": 1}\n'), ("results.jsonl", "no json\n")])
def test_a_bad_line_is_named(tmp_path: Path, name: str, text: str) -> None:
    scored(tmp_path)
    (tmp_path / name).write_text(text)
    with pytest.raises(SlideExtractError, match=f"{name}:1"):
        evaluate(tmp_path, tmp_path / "gold.jsonl")
