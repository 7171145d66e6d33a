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


@pytest.mark.parametrize(
    ("text", "account", "expected"),
    [
        ("got robbed in Redhill with a Crawley bus ticket in my hand", (), "outside"),
        ("my sister is in Havant and I live in Bosham", (), "outside"),
        ("Watching from Glasgow, is it always like this?", (), "outside"),
        ("still waiting for the officer from Lewes", ("rother",), "rother"),
        ("chased from Hove, now at Lewes station", (), "lewes"),
        ("someone bricked the window while we were in Spain", ("lewes",), "lewes"),
        ("I live in Leicester, why do I have a summons from you?", (), "outside"),
        ("I live in Leeds and saw it in Hove", (), "brighton_and_hove"),
        ("sat in Guildford bus station with no purse", (), "outside"),
        ("Quads? Joyriding. Roffey. You couldn't make it up", (), "horsham"),
        ("the capital of Australia is a trick question", (), "unknown"),
    ],
)
def test_where_it_happens_counts_and_not_where_somebody_comes_from(
    text: str, account: tuple[str, ...], expected: str, labeller: Labeller
) -> None:
    assert district(labeller, text, *account) == expected


@pytest.mark.parametrize(
    "text",
    [
        "hammered by Dorking again",
        "Town v Wimbledon, our final",
        "we lost to Lancing under 18s",
        "Duke of Edinburgh award camp",
        "Hastings Direct put my premium up",
        "hiding from the hustings",
        "write to pat.ringwood@example.org",
        "Thanks @Crawley_Dave",
        "trouble on Pevensey Road",
        "my Ford Fiesta has gone",
        "the plate was BN17 then GVX",
    ],
)
def test_a_word_that_only_looks_like_a_place_decides_nothing(text: str, labeller: Labeller) -> None:
    assert district(labeller, text) == "unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bike gone from outside BN11 3QZ", "worthing"),
        ("somewhere in TN34", "hastings"),
        ("shouting in BN12 again", "unknown"),
        ("crash in B'ton", "brighton_and_hove"),
        ("lads at palace peir", "brighton_and_hove"),
        ("fire in Peacehavn", "lewes"),
        ("#BurgessHill town centre is a mess", "mid_sussex"),
        ("Worthing's seafront is full of glass", "worthing"),
        ("school run parking up Salvington way", "worthing"),
        ("cliff fall at Exceat", "wealden"),
        ("Uckfield'da okulun \u00f6n\u00fcnde", "wealden"),
        (
            "\u041f\u043e\u0436\u0435\u0436\u0430 \u0432 \u0411\u0440\u0430\u0439\u0442\u043e\u043d\u0456",
            "brighton_and_hove",
        ),
    ],
)
def test_a_place_is_known_as_people_write_it(text: str, expected: str, labeller: Labeller) -> None:
    assert district(labeller, text) == expected


@pytest.mark.parametrize("text", ["babysitting in goring", "Goring. I reported it on the 8th", "the broadwater co op"])
def test_a_word_is_a_place_where_the_account_says_so_too(text: str, labeller: Labeller) -> None:
    assert district(labeller, text) == "unknown"
    if "the broadwater" not in text:
        assert district(labeller, text, "adur", "worthing") == "worthing"


@pytest.mark.parametrize("account", ["lewes", "brighton_and_hove"])
def test_a_place_on_a_border_is_settled_by_the_account(account: str, labeller: Labeller) -> None:
    assert district(labeller, "fight at Falmer station", account) == account
    assert district(labeller, "fight at Falmer station") == "unknown"
