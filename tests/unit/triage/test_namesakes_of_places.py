"""Names of Sussex that other places bear, and places to whose police a message is only addressed."""

import pytest

from services.triage.domain.labeller import Labeller, Question
from tests.unit.triage.test_places import district


@pytest.mark.parametrize(
    "text",
    [
        "my mum's in Newhaven, Connecticut and she's been robbed",
        "Hastings New Zealand has nicer cars",
        "Big fire in Hastings NZ tonight",
        "a fight in Lewes (Delaware)",
        "worthing barbados is warmer",
        "shooting in Worthing, South Dakota",
        "Brighton in Melbourne is posh",
        "we loved Horsham, Victoria",
        "in Rye, New York there was a parade",
    ],
)
@pytest.mark.parametrize("account", [(), ("lewes",)])
def test_a_country_beside_a_name_of_sussex_makes_another_place_of_it(
    text: str, account: tuple[str, ...], labeller: Labeller
) -> None:
    labels = labeller.label(Question(text, account))
    assert (labels.district, labels.police_area) == ("outside", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wrong Lewes, sorry, I'm on a coach in Ohio", "outside"),
        ("theres another Seaford and this is it", "outside"),
        ("bins on fire in Lewes I said. Lewes, Delaware", "outside"),
        ("big crash in Horsham, this is Pennsylvania speaking", "outside"),
        ("rang the wrong Horsham number, bins on fire at Southwater", "horsham"),
        ("what could go wrong Hastings", "hastings"),
    ],
)
@pytest.mark.parametrize("account", [(), ("hastings",)])
def test_a_namesake_is_another_place(text: str, expected: str, account: tuple[str, ...], labeller: Labeller) -> None:
    assert labeller.label(Question(text, account)).district == expected


@pytest.mark.parametrize(
    ("text", "account", "expected"),
    [
        ("Tagging Crawley but there's a car on its roof in Storrington", "crawley", "horsham"),
        ("not Worthing, Rustington: lads on the roof of the bowls club", "worthing", "arun"),
        ("does Hastings cover Northiam?", "hastings", "rother"),
        ("the Lewes lot ignore me. Fight outside the chippy in Seaford", "eastbourne", "lewes"),
        ("not Worthing", "worthing", "worthing"),
        ("nan won't pick up her phone and I'm in Leeds", "lewes", "lewes"),
    ],
)
def test_whose_police_is_addressed_is_not_where_it_is(
    text: str, account: str, expected: str, labeller: Labeller
) -> None:
    assert district(labeller, text, account) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bikes racing in Hove. Australia won the cricket", "brighton_and_hove"),
        ("the ferry Newhaven Dieppe is late", "lewes"),
        ("stuck on the Brighton Victoria train at Hove", "brighton_and_hove"),
        ("Victoria was last seen in Hove", "brighton_and_hove"),
        ("stabbed in Hove, Victoria is bleeding", "brighton_and_hove"),
    ],
)
def test_a_country_elsewhere_in_the_message_changes_nothing(text: str, expected: str, labeller: Labeller) -> None:
    assert district(labeller, text) == expected
