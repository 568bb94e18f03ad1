"""Lines as tokens: short forms of drugs, the treatment that a list item opens with, labels with a size."""

import pytest

from reading import read_text
from slideextract.assemble.line_arms import find_arms
from slideextract.assemble.reading import Read, name_nicknames, name_trials, nicknames, read_line
from slideextract.mentions import view
from slideextract.segment import segment


def reads(text: str) -> list[Read]:
    document = read_text(text)
    seen = view(document.text)
    return [read_line(document.text, seen, line) for line in segment(document)]


def named(text: str) -> list[Read]:
    found = reads(text)
    known = nicknames(found, text)
    for read in found:
        name_nicknames(read, known)
        read.arms = find_arms(read, text)
    return found


# (text, short form -> drug)
SHORT = [
    ("Obinutuzumab (OBI) was compared with placebo. OBI: 46%", {"obi": "obinutuzumab"}),
    ("Le télitacicept contre placebo : téli 46 %, PBO 33 %", {"teli": "telitacicept"}),
    ("Béliumab après rituximab : béli 12 %, ritux 30 %", {"beli": "belimumab", "ritux": "rituximab"}),
    ("Voclosporine ou ciclosporine : voclo 40 %", {"voclo": "voclosporin"}),
    ("Belimumab and benralizumab: be 12%", {}),  # too short, and begins both
    ("Benralizumab, bendamustine: ben 12%", {}),  # begins two drugs
    ("Rituximab: right arm 12%", {}),  # a word
    ("OBI : 46 %", {}),  # of nothing that the document names
]


@pytest.mark.parametrize(("text", "expected"), SHORT, ids=[text for text, _ in SHORT])
def test_short_forms_stand_for_the_drugs_that_the_document_names(text: str, expected: dict[str, str]) -> None:
    assert {short: name for short, name in nicknames(reads(text), text).items() if short != "pbo"} == expected


def test_a_short_form_is_an_arm_like_the_name() -> None:
    (line,) = named("Obinutuzumab et rituximab : OBI 46 %, ritux 33 %")
    assert [(arm.label, arm.drugs) for arm in line.arms][-2:] == [
        ("OBI", ("obinutuzumab",)),
        ("ritux", ("rituximab",)),
    ]


LEADS = [
    ("- **CAR-T CD19 autologues** : rémission chez 7/11", "CAR-T CD19 autologues"),
    ("- Rituximab: 12% relapsed", "Rituximab"),
    ("• Rituximab : 12 % de rechutes", "Rituximab"),
    ("- Réponse : 12 % sous rituximab", None),  # an endpoint
    ("- Placebo : 12 %", None),
    ("- 12 % : rituximab", None),  # a figure
    ("Rituximab : 12 %", None),  # no item of a list
    ("- Effets indésirables du rituximab : 12 %", None),  # opens with something else
]


@pytest.mark.parametrize(("text", "label"), LEADS)
def test_the_treatment_before_a_colon_leads_a_list_item(text: str, label: str | None) -> None:
    (line,) = named(text)
    assert (line.lead.label if line.lead else None) == label
    if label is not None:
        assert line.arms[0] == line.lead


SIZED = [
    ("|Upadacitinib 30 mg (n = 62)", ("Upadacitinib 30 mg", "30 mg")),
    ("|Obinutuzumab + chimiothérapie (n = 279)", ("Obinutuzumab + chimiothérapie", None)),
    ("|Group B (N=12)", ("Group B", None)),
    ("|Réponse (n = 62)", None),  # no treatment
    ("|Obinutuzumab (n = 279) : 46 %", None),  # more than a label
    ("|Obinutuzumab", None),  # no size: named all the same, but not as a whole
]


@pytest.mark.parametrize(("text", "expected"), SIZED)
def test_a_label_with_a_size_names_its_arm_whole(text: str, expected: tuple[str, str | None] | None) -> None:
    (line,) = named(text)
    whole = [arm for arm in line.arms if arm.first == 0 and any(m.kind == "n" for m in line.mentions.values())]
    if expected is None:
        assert not whole or line.has("percent")
    else:
        assert [(arm.label, arm.dose) for arm in whole] == [expected]


def test_figures_are_tokens_with_their_kind() -> None:
    (line,) = reads("Response in 46.4% with belimumab at week 52 (P=0.02)")
    assert {mention.kind for mention in line.mentions.values()} == {"percent", "time", "p"}
    assert all(line.tokens[i].has(f"#{mention.kind}") for i, mention in line.mentions.items())
    assert list(line.drugs.values()) == [("belimumab",)]
    assert line.has("p")
    assert not line.has("interval")


def test_endpoints_conditions_and_repaired_names_are_known() -> None:
    (line,) = reads("BICLA response with anifrolunab in lupus nephritis")
    assert set(line.endpoints.values()) == {"bicla"}
    assert set(line.conditions.values()) == {"lupus nephritis"}
    assert [hit.name for hit in line.repaired.values()] == ["anifrolumab"]


def test_names_of_trials_are_marked() -> None:
    text = "In the LANTERN trial, remission was seen. LANTERN was large."
    found = reads(text)
    start = text.index("LANTERN")
    for read in found:
        name_trials(read, [(start, start + len("LANTERN"))], {"lantern"})
    marked = [token.text for read in found for token in read.tokens if token.has("trial_name")]
    assert marked == ["lantern", "lantern"]
