"""Places that are named and yet say little of where it is: rides, teams, swindlers, namesakes with a further word."""

import pytest

from services.triage.domain.labeller import Labeller, Question
from tests.unit.triage.test_places import district


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wallet lifted on the 18.02 to Lewes", "unknown"),
        ("I left it on the coach to Chichester", "unknown"),
        ("sat on the train from Horsham to Crawley, a man is shouting", "unknown"),
        ("a delivery for Uckfield and the A22 is shut", "unknown"),
        ("on the 8.14 out of Hove, a lad is smoking", "unknown"),
        ("off the bus to Lewes at Ringmer, a fight", "lewes"),
        ("I rang 101 to Seaford and nobody came", "lewes"),
        ("Worthing battered us today", "unknown"),
        ("anyone selling for Crawley v Stevenage", "unknown"),
        ("lads battered a man in Worthing", "worthing"),
        ("a man from 'Worthing police' rang nan", "unknown"),
        ("he claims he's from Lewes CID and wants her card", "unknown"),
        ("Worthing police came at once", "worthing"),
        ("Which Nutbourne is that?", "unknown"),
        ("proud graduate #SussexUni", "unknown"),
        ("helicopter circling over Washington, why?", "horsham"),
        ("the Lewes lad you want is in the pub at Newick", "lewes"),
        ("the Hastings man was in the pub at Newick", "lewes"),
        ("lecture at the university (Bognor campus)", "arun"),
        ("bins burning near The Ridge by the Conquest", "hastings"),
        ("cables stolen along Firle lane", "lewes"),
        ("vans racing, the top road, Goring", "worthing"),
        ("5 of us, no phone, 3 Bridges", "crawley"),
        ("a bus stuck at EG station", "mid_sussex"),
    ],
)
def test_a_place_counts_where_it_says_where_it_is(text: str, expected: str, labeller: Labeller) -> None:
    assert district(labeller, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "boats untied at Goring on Thames",
        "my cousin was burgled in Shoreham, Kent",
        "noise at the pub, Southwick in Hampshire",
        "a fight in Rye NY",
        "Crawley PD? we're at Crawley, TX",
        "car stolen at Hastings Police Department in Nebraska",
        "glass over the Tilgate Park in Leeds",
        "my shed in CB4 1YZ was emptied",
    ],
)
@pytest.mark.parametrize("account", [(), ("horsham",)])
def test_a_further_word_makes_another_place_of_it(text: str, account: tuple[str, ...], labeller: Labeller) -> None:
    assert district(labeller, text, *account) == "outside"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a talk at the Steyning WI", "horsham"),
        ("FIGHT AT HOVE PA SYSTEM TOO LOUD", "brighton_and_hove"),
        ("taken from outside BN11 3QZ", "worthing"),
        ("J5 on the M4 2ND time today", "unknown"),
        ("there's one in Surrey too", "unknown"),
    ],
)
def test_what_only_looks_like_a_further_word_changes_nothing(text: str, expected: str, labeller: Labeller) -> None:
    assert district(labeller, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wypadek w Horshamie", "horsham"),
        ("rower zgin\u0105\u0142 w Chichesterze", "chichester"),
        ("Worthingban ellopt\u00e1k a biciklim", "worthing"),
        (
            "\u043a\u0442\u043e \u0432 \u0425\u0435\u0439\u0432\u043e\u0440\u0434\u0441-\u0425\u0438\u0442\u0435",
            "mid_sussex",
        ),
        ("\u043a\u0440\u0430\u0436\u0431\u0430 \u0432 \u0418\u0441\u0442\u0431\u044a\u0440\u043d", "eastbourne"),
        ("\u0633\u0631\u0642\u0629 \u0628\u0628\u0631\u0627\u064a\u062a\u0648\u0646", "brighton_and_hove"),
        ("\u30d6\u30e9\u30a4\u30c8\u30f3\u3067\u76d7\u307e\u308c\u305f", "brighton_and_hove"),
        ("\u6211\u5728Brighton Road\u9644\u8fd1", "unknown"),
    ],
)
def test_a_towns_name_has_the_endings_of_other_languages(text: str, expected: str, labeller: Labeller) -> None:
    assert district(labeller, text) == expected


@pytest.mark.parametrize(
    ("text", "post", "expected"),
    [
        ("he is sat on Splash Point", "Missing from Seaford: have you seen Joe?", "lewes"),
        ("he is sat on Splash Point", "Missing from Worthing: have you seen Joe?", "worthing"),
        ("he is sat on the beach", "Missing from Worthing: have you seen Joe?", "unknown"),
    ],
)
def test_a_name_that_others_have_too_may_agree_with_the_message_that_is_answered(
    text: str, post: str, expected: str, labeller: Labeller
) -> None:
    assert labeller.label(Question(text, (), post)).district == expected
