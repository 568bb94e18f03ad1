"""Times of headings: a figure under "Efficacy at week 52" was measured then, unless its own line says otherwise."""

import pytest

from reading import read_text
from slideextract.pipeline import extract

HEAD = "# Efficacy at week 52"
CASES = [  # a text, then value and days of each figure
    ([HEAD, "Remission was seen in 46.4% with abatacept and 33.1% with placebo."], [(46.4, 364), (33.1, 364)]),
    ([HEAD, "At week 24, remission was seen in 20% with abatacept and 10% with placebo."], [(20, 168), (10, 168)]),
    (["# Efficacité à S24", "Une rémission a été obtenue chez 40 % des patients sous abatacept."], [(40, 168)]),
    (
        [HEAD, "Remission was seen in 46.4% with abatacept.", "# Safety", "Nausea occurred in 12% with abatacept."],
        [(46.4, 364), (12, None)],
    ),
    (
        [HEAD, "Median survival was 25.5 months with abatacept and 16.7 months with placebo."],
        [(25.5, None), (16.7, None)],
    ),
    (["# From week 12 to week 52", "Remission was seen in 46.4% with abatacept."], [(46.4, None)]),
]


@pytest.mark.parametrize(("lines", "expected"), CASES)
def test_a_heading_gives_its_time(lines: list[str], expected: list[tuple[float, int | None]]) -> None:
    facts = extract(read_text("\n".join(lines))).facts
    found = [(float(fact.value or 0), fact.timepoint_days and int(fact.timepoint_days)) for fact in facts]
    assert found == expected


def test_a_heading_names_what_its_lines_leave_open() -> None:
    head, line = (
        "# REGENCY: complete renal response at week 76",
        "Difference, abatacept vs placebo: 13.4 percentage points",
    )
    (fact,) = extract(read_text(f"{head}\n{line}")).facts
    assert fact.endpoint == "complete renal response"
    assert fact.timepoint_days == 76 * 7
    assert (fact.flags, fact.status) == (("endpoint_inferred", "timepoint_inferred"), "accepted")


def test_what_a_heading_gave_is_flagged() -> None:
    facts = extract(read_text("\n".join(CASES[0][0]))).facts
    assert [fact.flags for fact in facts] == [("timepoint_inferred",), ("timepoint_inferred",)]
