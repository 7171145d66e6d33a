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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What's the helicopter doing over St Leonards?", "hastings"),
        ("you can smell it all over st leonards", "hastings"),
        ("people all over street after the match", "unknown"),
        ("the party in Over Street again", "brighton_and_hove"),
        ("Over Street is a tip", "brighton_and_hove"),
        ("bins on fire on Over St", "brighton_and_hove"),
        ("a horse on the level crossing", "unknown"),
        ("drumming at The Level", "brighton_and_hove"),
    ],
)
def test_a_street_of_an_ordinary_word_has_to_be_written_as_one(text: str, expected: str, labeller: Labeller) -> None:
    assert district(labeller, text) == expected


@pytest.mark.parametrize(
    ("text", "mostly", "account"),
    [
        ("a lad at the edge by birling gap", "wealden", "eastbourne"),
        ("a fight at Saltdean", "brighton_and_hove", "lewes"),
        ("vans in Northgate", "crawley", "chichester"),
        ("kids outside The Martlets", "mid_sussex", "crawley"),
        ("scooters on Grand Parade", "brighton_and_hove", "eastbourne"),
    ],
)
def test_a_name_means_what_it_mostly_means_unless_the_account_has_one_of_its_own(
    text: str, mostly: str, account: str, labeller: Labeller
) -> None:
    assert district(labeller, text) == mostly
    assert district(labeller, text, mostly) == mostly
    assert district(labeller, text, account) == account
    assert district(labeller, text, "rother") == mostly


@pytest.mark.parametrize(
    ("text", "account", "expected"),
    [
        ("She's moved to Devon now", ("lewes",), "lewes"),
        ("I've moved to Leeds", (), "outside"),
        ("the owner's in Spain", ("crawley",), "crawley"),
        ("he's on bail in Kent", ("arun",), "arun"),
        ("In Portugal it's 112 for the lot", (), "unknown"),
        ("dad rang me from Lindfield, a man is in his kitchen. I'm in Leeds", (), "mid_sussex"),
        ("I'm in Folkestone and he's at our caravan", (), "outside"),
        ("mum just phoned from Bromley, dad has the bread knife", (), "outside"),
        ("her daughter rang us from Canada", ("horsham",), "horsham"),
        ("had my bike nicked from Portsmouth station", (), "outside"),
        ("cyclists not safe from Battle to Catsfield", ("hastings",), "rother"),
        ("a lad in a Liverpool top", ("hastings",), "hastings"),
        ("they've got a white Luton", (), "unknown"),
        ("17 firle court, he's growing", ("eastbourne",), "eastbourne"),
        ("meu pai caiu em Goring", (), "worthing"),
        ("a police horse called Stevenage", (), "unknown"),
    ],
)
def test_where_somebody_moved_calls_from_or_is_kept_is_not_where_it_happens(
    text: str, account: tuple[str, ...], expected: str, labeller: Labeller
) -> None:
    assert district(labeller, text, *account) == expected


@pytest.mark.parametrize(
    "text",
    [
        "he's moved to {} and has a knife at his mum's",
        "my dad lives in {}, a man is in his kitchen",
        "dad rings every Sunday from {} and there was a scream",
    ],
)
def test_where_somebody_is_elsewhere_in_sussex_the_account_does_not_decide(text: str, labeller: Labeller) -> None:
    assert district(labeller, text.format("Brighton"), "worthing") == "unknown"
    assert district(labeller, text.format("Durrington"), "worthing") == "worthing"
    assert district(labeller, f"{text.format('Brighton')}. It was at Worthing pier", "worthing") == "worthing"


def test_on_the_way_to_a_place_elsewhere_in_sussex_the_account_decides(labeller: Labeller) -> None:
    assert district(labeller, "a fight on the bus to Brighton", "worthing") == "worthing"


def test_an_account_of_two_districts_is_settled_by_the_message_that_is_answered(labeller: Labeller) -> None:
    def answering(post: str, *account: str) -> str:
        return labeller.label(Question("it's started again", account, post)).district

    assert answering("Dispersal order in Lancing until Sunday", "adur", "worthing") == "adur"
    assert answering("Dispersal order in Crewe until Sunday", "adur", "worthing") == "unknown"
    assert answering("Dispersal order in Lancing until Sunday") == "unknown"  # others write from everywhere


@pytest.mark.parametrize("account", [("adur",), ("adur", "worthing")])
def test_a_message_that_names_places_of_its_own_is_not_put_where_the_answered_one_is(
    account: tuple[str, ...], labeller: Labeller
) -> None:
    said = Question("fights in Brighton and in Lewes", account, "Dispersal order in Lancing until Sunday")
    assert labeller.label(said).district == "unknown"
