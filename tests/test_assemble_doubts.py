"""What is doubtful of a row: its arm, endpoint or trial; and the like that isn't."""

from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

import slideextract
from reading import read_text
from slideextract.facts import Fact
from slideextract.pipeline import extract

ARMS = "In this trial, abatacept (n = 120) was compared with placebo (n = 118)."
BETTER = "better complete renal response rates"
SHOWN = "with a difference of 12% between abatacept and placebo"
RAISED = [
    # nothing says whose it is
    ([ARMS, "The remission rate was 41%."], "arm_missing", True),
    ([ARMS, "The remission rate was 41% with abatacept."], "arm_missing", False),
    (["All 40 patients received abatacept.", "The remission rate was 41%."], "arm_missing", False),
    # the only arm that is named, and no drug that is known
    (["The walking programme group (n = 40) was followed.", "Remission was seen in 41%."], "arm_lone", True),
    (["The abatacept group (n = 40) was followed.", "Remission was seen in 41%."], "arm_lone", False),
    # nothing says what it is of
    (["The percentage of patients was 41% with abatacept and 30% with placebo."], "endpoint_missing", True),
    (["The percentage in remission was 41% with abatacept and 30% with placebo."], "endpoint_missing", False),
    # one word, in no lexicon
    (["Thimbles were seen in 41% with abatacept and 30% with placebo."], "endpoint_weak", True),
    (["Broken blue thimbles were seen in 41% with abatacept and 30% with placebo."], "endpoint_weak", False),
    (["Remission was seen in 41% with abatacept and 30% with placebo."], "endpoint_weak", False),
    (["Among the patients, 41% died on abatacept and 30% on placebo."], "endpoint_weak", False),
    (["Chez les patients de stade II, HR = 0,61 avec l'abatacept contre placebo."], "endpoint_weak", True),
    # two phrases stand nearer to the value
    (
        [f"Results show {BETTER}, with a benefit on fatigue scales, and on skin, {SHOWN}."],
        "endpoint_far",
        True,
    ),
    ([f"Results show {BETTER}, {SHOWN}."], "endpoint_far", False),
]


@pytest.mark.parametrize(("lines", "flag", "raised"), RAISED)
def test_doubts_of_arms_and_endpoints(lines: list[str], flag: str, raised: bool) -> None:
    facts = extract(read_text("\n".join(lines))).facts
    assert facts
    assert [flag in fact.flags for fact in facts] == [raised] * len(facts)


def told(path: Path) -> list[Fact]:
    return list(extract(slideextract.read(path)).facts)


@pytest.mark.parametrize(("title", "raised"), [("ORION and LYRA: abatacept", True), ("ORION: abatacept", False)])
def test_what_a_slide_tells_of_two_trials_is_of_an_unclear_one(tmp_path: Path, title: str, raised: bool) -> None:
    deck = Presentation()
    for name, lines in (
        ("ORION (NCT09990001): abatacept", ["Remission: 45% with abatacept vs 30% with placebo"]),
        ("LYRA (NCT09990002): abatacept", ["Remission: 52% with abatacept vs 33% with placebo"]),
        (title, ["Pooled remission: 49% with abatacept vs 31% with placebo"]),
    ):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = name
        box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(8), Inches(3))
        box.text_frame.text = "\n".join(lines)
    deck.save(str(tmp_path / "deck.pptx"))
    facts = told(tmp_path / "deck.pptx")
    assert [float(fact.value or 0) for fact in facts] == [45, 30, 52, 33, 49, 31]
    assert ["trial_unclear" in fact.flags for fact in facts] == [False] * 4 + [raised] * 2
    assert [fact.status for fact in facts][4:] == ["needs_review" if raised else "accepted"] * 2
