"""The table of what flags and rules are worth, and the script that counts it again."""

import re
from pathlib import Path

import pytest

import slideextract
from calibrate import count, written
from slideextract import trust as table
from slideextract.evaluate.acceptance import Judged, judged
from slideextract.evaluate.compare import Compared
from slideextract.evaluate.gold import GoldDocument, GoldRow, Predicted
from slideextract.facts import QUALITIES
from slideextract.trust import Trust, Worth, flagged, status, trust

SOURCES = Path(slideextract.__file__).parent
RAISED = re.compile(r"""flags\.(?:append|add)\("(\w+)"|flags \+= \["(\w+)"\]|doubt="(\w+)"|else \["(\w+)"\] if""")


def raised() -> set[str]:
    """The flags that assembly gives by name."""
    texts = [path.read_text("utf-8") for path in sorted((SOURCES / "assemble").rglob("*.py"))]
    return {name for text in texts for found in RAISED.findall(text) for name in found if name}


def test_every_flag_is_weighed_or_says_what_a_row_is() -> None:
    found = raised()
    assert {"arm_close_call", "endpoint_inferred", "endpoint_weak", "note_missing"} <= found
    assert found - trust().flags.keys() - QUALITIES == set()
    assert all(worth.about for worth in trust().flags.values())


@pytest.mark.parametrize(
    ("worth", "asks"),
    [
        (Worth(right=79, of=100), True),
        (Worth(right=80, of=100), False),
        (Worth(right=1, of=3), False),  # too few to say anything
        (Worth(right=3, of=3, review=True), True),
        (Worth(right=9, of=10, review=True), False),  # measured: better than was thought
    ],
)
def test_the_floor_decides_where_enough_rows_were_counted(worth: Worth, asks: bool) -> None:
    told = Trust(floor=0.8, few=5, flags={"doubt": worth}, rules={"prose.rule": worth})
    assert (told.asks("doubt"), told.doubts("prose.rule")) == (asks, asks)
    assert not told.asks("post_hoc")
    assert not told.doubts("prose.other")
    assert told.asks(table.RULE_UNSURE)


def test_a_rule_under_the_floor_flags_its_rows() -> None:
    weak = next(name for name in sorted(trust().rules) if trust().doubts(name))
    sure = next(name for name in sorted(trust().rules) if not trust().doubts(name))
    assert flagged({"post_hoc"}, weak) == ("post_hoc", "rule_unsure")
    assert flagged({"post_hoc"}, sure) == ("post_hoc",)
    assert (status(flagged({"post_hoc"}, weak)), status(flagged({"post_hoc"}, sure))) == ("needs_review", "accepted")


def row(rule: str, *flags: str, right: bool) -> Judged:
    told = {"document": "a.txt", "kind": "percent", "value": 1, "rule": rule, "flags": flags}
    gold = {"id": "1", "kind": "percent", "value": 1, "arm_any": ["abatacept"] if right else ["placebo"]}
    document = GoldDocument(doc="a", lang="en", exhaustive=True, rows=[GoldRow.model_validate(gold)])
    given = Predicted.model_validate(told | {"arm": "abatacept"})
    (judgement,) = judged([Compared(document, "a.txt", [given])])
    return judgement


def test_a_flag_is_counted_alone_and_a_rule_without_doubts() -> None:
    flags, rules = count(
        [
            row("prose.open", right=True),
            row("prose.open", "arm_inferred", right=False),  # a flag that asks for nothing by itself
            row("prose.open", "arm_close_call", right=False),
            row("prose.open", "arm_close_call", "arm_inferred", right=False),
            row("prose.open", "arm_close_call", "endpoint_weak", right=False),  # which of the two is to blame?
            row("prose.open", "p_nominal", right=True),
        ]
    )
    assert flags["of"] == {"arm_inferred": 1, "arm_close_call": 2}
    assert (rules["right"], rules["of"]) == ({"prose.open": 2}, {"prose.open": 3})


def test_the_table_is_written_again_without_losing_a_word() -> None:
    old = Path(table.__file__).with_name(table.TABLE).read_text("utf-8")
    flags, rules = count([row("prose.open", "arm_lone", right=True), row("prose.new", right=True)])
    new = written(old, flags, rules)
    assert written(new, flags, rules) == new
    assert new.partition("[flag.")[0] == old.partition("[flag.")[0]
    assert new.count("about = ") == old.count("about = ")
    assert '[rule."prose.new"]\nright = 1\nof = 1\n' in new
    lone = new.partition("[flag.arm_lone]")[2].partition("[flag.")[0]
    assert lone.rstrip().endswith("right = 1\nof = 1")
