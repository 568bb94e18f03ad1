"""The arms of a trial, gathered over all its lines: which names are one arm, which is the control, who got what."""

import pytest

from reading import read_text
from slideextract.assemble import assemble
from slideextract.assemble.arms import Arm
from slideextract.assemble.inventory import Inventory, is_control, known_names, ordered
from slideextract.terms import find_drugs


def inventory(text: str) -> Inventory:
    (story,) = assemble(read_text(text)).stories
    return story.inventory


def arm(label: str, dose: str | None = None) -> Arm:
    drugs = tuple(hit.name for hit in find_drugs(label))
    return Arm(0, 1, 0, len(label), label, drugs, dose)


# (text, the labels of its arms)
ARMS = [
    (
        (
            "Remission was seen in 46% of the patients in the olokizumab group and 33% of those in the placebo group.\n"
            "Olokizumab was well tolerated; 2 patients on placebo died."
        ),
        ["olokizumab group", "placebo group"],
    ),
    (
        (
            "Réponse chez 46 % des patients sous olokizumab et 33 % des patients sous placebo.\n"
            "Décès : 1 sous olokizumab, 2 sous placebo"
        ),
        ["olokizumab", "placebo"],
    ),
    (
        (
            "Patients received upadacitinib 15 mg, upadacitinib 30 mg or placebo.\n"
            "Response: 61% with upadacitinib 30 mg, 52% with upadacitinib 15 mg, 38% with placebo."
        ),
        ["upadacitinib 15 mg", "upadacitinib 30 mg", "placebo"],
    ),
    (
        "The response was 61% in group A and 42% in group B.",
        ["group A", "group B"],
    ),
    (
        "La réussite a été de 88 % pour le groupe sonde et de 61 % pour le groupe témoin.",
        ["groupe sonde", "groupe témoin"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), ARMS)
def test_names_of_one_arm_are_one_entry(text: str, expected: list[str]) -> None:
    assert [entry.arm.label for entry in inventory(text).arms] == expected


def test_a_background_drug_is_no_arm() -> None:
    text = (
        "Patients were randomized to obinutuzumab (n = 139) or placebo (n = 141); all received mycophenolate mofetil.\n"
        "A response was seen in 46% with obinutuzumab and 33% with placebo."
    )
    assert [entry.arm.label for entry in inventory(text).arms] == ["obinutuzumab", "placebo"]


@pytest.mark.parametrize(
    ("first", "second", "index"),
    [
        ("placebo", "abatacept", "abatacept"),
        ("abatacept", "placebo", "abatacept"),
        ("groupe témoin", "groupe traité", "groupe traité"),
        ("usual care", "early mobilisation", "early mobilisation"),
        ("methotrexate", "abatacept + methotrexate", "abatacept + methotrexate"),
        ("abatacept", "tocilizumab", "abatacept"),  # two active arms stay in their order
    ],
)
def test_the_control_comes_last(first: str, second: str, index: str) -> None:
    assert ordered(arm(first), arm(second))[0].label == index


@pytest.mark.parametrize(
    ("label", "against", "control"),
    [
        ("placebo", "abatacept", True),
        ("placebo + methotrexate", "abatacept + methotrexate", True),
        ("sham procedure", "ablation", True),
        ("sans traitement", "rituximab", True),
        ("abatacept", "placebo", False),
        ("tocilizumab", "abatacept", False),
    ],
)
def test_what_others_are_compared_with_is_a_control(label: str, against: str, control: bool) -> None:
    assert is_control(arm(label), arm(against)) is control


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Abatacept versus placebo in giant cell arteritis", ("Abatacept", "placebo")),
        ("Placebo was compared with abatacept: abatacept versus placebo", ("abatacept", "placebo")),
        ("Supériorité de l'olokizumab par rapport au placebo", ("olokizumab", "placebo")),
        ("Response: 46% with abatacept, 33% with placebo", ("abatacept", "placebo")),
    ],
)
def test_a_trial_of_two_arms_has_an_index_arm_and_a_comparator(text: str, pair: tuple[str, str]) -> None:
    found = inventory(text).pair
    assert found is not None
    assert (found[0].label.casefold(), found[1].label.casefold()) == (pair[0].casefold(), pair[1].casefold())


def test_the_other_arm_is_known_where_there_are_two() -> None:
    two = inventory("Response: 46% in the abatacept group, 33% in the placebo group")
    other = two.other(two.entries[0].arm)
    assert other is not None
    assert other.label == "placebo group"
    three = inventory("Response: 46% in the abatacept group, 40% in the rituximab group, 33% in the placebo group")
    assert three.other(three.entries[0].arm) is None
    assert three.pair is None


LONE = [
    ("# Téclistamab en pédiatrie\nRémission chez 4 patients sur 5", "Téclistamab"),
    ("# CAR T-cell therapy in lupus\nDORIS remission in 70% of the patients", "CAR T-cell therapy"),
    ("- **CAR-T CD19 autologues** : rémission chez 7 patients sur 11", "CAR-T CD19 autologues"),
]
NOT_LONE = [
    "# Abatacept in giant cell arteritis\nResponse: 46% with abatacept, 33% with placebo",
    "Response: 46% in group A, 33% in group B",
    "Rémission chez 46 % des patients",
]


@pytest.mark.parametrize(("text", "label"), LONE)
def test_where_nothing_is_compared_all_received_the_drug_of_the_title(text: str, label: str) -> None:
    lone = inventory(text).lone
    assert lone is not None
    assert lone.label == label


@pytest.mark.parametrize("text", NOT_LONE)
def test_where_arms_are_compared_no_one_is_alone(text: str) -> None:
    assert inventory(text).lone is None


def test_a_lone_arm_is_as_large_as_its_trial() -> None:
    found = inventory(
        "# Téclistamab dans le lupus\nEssai de phase 1 chez 12 patients\nRémission chez 9 patients sur 12"
    )
    assert [(entry.arm.label, entry.n) for entry in found.arms] == [("Téclistamab", 12)]


def test_one_name_may_say_more_of_an_arm_than_another() -> None:
    found = inventory(
        "Response: 46% with abatacept 125 mg, 33% with placebo.\nDeaths: 1% with abatacept, 2% with placebo."
    )
    entry = found.find(arm("abatacept"))
    assert entry is not None
    assert entry is found.find(arm("abatacept 125 mg", "125 mg"))
    assert found.find(arm("tocilizumab")) is None


def test_two_doses_of_a_drug_are_two_arms() -> None:
    found = inventory("Response: 61% with upadacitinib 30 mg, 52% with upadacitinib 15 mg, 38% with placebo.")
    high, low = found.find(arm("upadacitinib", "30 mg")), found.find(arm("upadacitinib", "15 mg"))
    assert high is not None
    assert low is not None
    assert high is not low
    assert found.find(arm("upadacitinib")) is None


def test_names_of_one_word_are_known_again() -> None:
    assert known_names(inventory("Response: 46% in the closure group, 33% in the placebo group")) >= {
        "closure",
        "placebo",
    }
