"""Where a message speaks of: the place named, then the account; and rather unknown than wrong."""

import pytest

from services.triage.domain.labeller import Labeller, Question


def district(labeller: Labeller, text: str, *account: str) -> str:
    return labeller.label(Question(text, account)).district


@pytest.mark.parametrize(
    ("text", "account", "expected"),
    [
        ("Cars racing on Bexhill seafront", ("hastings",), "rother"),
        ("Bins on fire at St Leonards-on-Sea", (), "hastings"),
        ("noise in st leonards", (), "hastings"),
        ("Saint Leonards is lovely", (), "hastings"),
        ("Litter all over Tilgate Park", (), "crawley"),
        ("Speeding through Brigton again", (), "brighton_and_hove"),
        ("Off-road bikes at Camber", (), "rother"),
        ("Street lights out in Battle", (), "rother"),
        ("a battle to be heard", ("lewes",), "lewes"),
        ("Queue on Brighton Road, Worthing", (), "worthing"),
    ],
)
def test_a_place_named_decides(text: str, account: tuple[str, ...], expected: str, labeller: Labeller) -> None:
    assert district(labeller, text, *account) == expected


@pytest.mark.parametrize(
    "text", ["London Road is full of rubbish", "Fly-tipping in Church Road", "It happened in the Old Town"]
)
def test_a_name_that_many_places_have_leaves_it_to_the_account(text: str, labeller: Labeller) -> None:
    assert district(labeller, text, "hastings") == "hastings"
    assert district(labeller, text) == "unknown"
    assert district(labeller, text, "adur", "worthing") == "unknown"


def test_two_places_in_two_districts_decide_nothing_alone(labeller: Labeller) -> None:
    assert district(labeller, "Convoy of bikes from Crawley to Horsham") == "unknown"
    assert district(labeller, "Convoy of bikes from Crawley to Horsham", "horsham") == "horsham"


def test_an_account_of_two_districts_is_settled_by_the_place(labeller: Labeller) -> None:
    assert district(labeller, "Broken lights on Lancing beach", "adur", "worthing") == "adur"


@pytest.mark.parametrize(
    ("place", "police_area"), [("Folkestone", "Kent"), ("Horley", "Surrey"), ("Portsmouth", "Hampshire")]
)
def test_outside_sussex_says_whose_area_it_is(place: str, police_area: str, labeller: Labeller) -> None:
    labels = labeller.label(Question(f"Bikes tearing round {place} every night", ("crawley",)))
    assert (labels.district, labels.police_area) == ("outside", police_area)


def test_a_train_to_london_is_not_in_london(labeller: Labeller) -> None:
    assert district(labeller, "Saw him on the train to London", "lewes") == "lewes"


def test_a_persons_name_is_no_place(labeller: Labeller) -> None:
    assert district(labeller, "Thanks to PC Crawley", "lewes") == "lewes"
