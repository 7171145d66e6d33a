"""Names of places that stand in a street's name, on a road, in hashtags, or are words of the language as well."""

import pytest

from services.triage.domain.labeller import Labeller
from tests.unit.triage.test_places import district


@pytest.mark.parametrize(
    ("text", "account", "expected"),
    [
        ("glass all over Battle Road", (), "hastings"),
        ("badger dead on the Battle road past the station", (), "unknown"),
        ("badger dead on the Battle road past the station", ("rother",), "rother"),
        ("panes broken on the Battle Road side", ("rother",), "rother"),
        ("lads on battle road again", ("hastings",), "hastings"),
        ("barn at Dallington road end is on fire", (), "unknown"),
        ("bins burning in Dallington Road", (), "eastbourne"),
    ],
)
def test_a_street_named_after_a_place_elsewhere_may_be_the_road_to_it(
    text: str, account: tuple[str, ...], expected: str, labeller: Labeller
) -> None:
    assert district(labeller, text, *account) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("van weaving on the a27 polegate way", "wealden"),
        ("motorbike in hedge b2192 halland way", "wealden"),
        ("i only know its ringmer way", "unknown"),
        ("caravan over on the A27 Patching, both lanes", "arun"),
        ("they're patching the a27 patching works all week", "unknown"),
        ("Bikers on the A24 at Washington", "horsham"),
        ("my aunt in Washington rang", "unknown"),
        ("stuck in lane 2 m23 by J10 no lights", "crawley"),
        ("ladder on the M25 J10", "unknown"),
    ],
)
def test_a_roads_number_before_a_place_says_that_it_is_one(text: str, expected: str, labeller: Labeller) -> None:
    assert district(labeller, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("essays written by graduates #sussex #uni", "unknown"),
        ("fight at Sussex Uni", "brighton_and_hove"),
        ("bins on fire #BurgessHill", "mid_sussex"),
        ("a man screaming in BN3 2, the blue house", "brighton_and_hove"),
        ("the plate was BN17 then GVX", "unknown"),
    ],
)
def test_tags_and_postcodes_are_read_as_they_are_written(text: str, expected: str, labeller: Labeller) -> None:
    assert district(labeller, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("got punched in reading last year", "outside"),
        ("no point in reading last year's report", "unknown"),
        ("lead gone from the church at Clapham", "arun"),
        ("fight in London, at Clapham", "outside"),
        ("phone snatched on Clapham Common", "outside"),
        ("stuck on a train at Clapham", "unknown"),
        ("a dog loose at Burpham", "arun"),
        ("a dog loose at Burpham, Guildford", "outside"),
        ("a mortar bomb at Offham", "lewes"),
        ("a mortar bomb at Offham, Kent", "outside"),
        ("fireworks at the venue horam", "wealden"),
        ("the cows at Houghton are out", "arun"),
        ("a letter from DC Houghton", "unknown"),
        ("stolen cars in Houghton Regis", "outside"),
        ("music all night in Hanover", "brighton_and_hove"),
        ("my bag was stolen in Hanover, Germany", "outside"),
        ('a machete with "ore tonight" on it', "hastings"),
        ("they stole copper ore at night", "unknown"),
        ("older lads at rye skatepark", "rother"),
        ("a man in a balaclava outside bhasvic", "brighton_and_hove"),
        ("bus shelter smashed at pett levl", "rother"),
        ("machines tipped on Slugwash Lane", "unknown"),
        ("pit memorial today at Ashington, Northumberland", "outside"),
    ],
)
def test_a_name_that_is_a_word_or_has_a_namesake_needs_what_is_beside_it(
    text: str, expected: str, labeller: Labeller
) -> None:
    assert district(labeller, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You attended the wrong Beckley", "rother"),
        ("they went to the wrong Beckley", "rother"),
        ("wrong Beckley, sorry, I'm near Oxford", "outside"),
    ],
)
def test_who_says_that_the_police_went_to_the_wrong_one_is_at_ours(
    text: str, expected: str, labeller: Labeller
) -> None:
    assert district(labeller, text, "rother") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sur la promenade d'Eastbourne", "eastbourne"),
        ("la gare d'Orsay", "unknown"),
        ("\u6211\u4eec\u5728\u5e03\u83b1\u987fLewes Road", "brighton_and_hove"),
        ("\u5e03\u83b1\u5179\u7684\u8b66\u5bdf", "unknown"),
        ("\u0645\u0643\u062a\u0648\u0628\u0629 \u0641\u064a \u0648\u0631\u062b\u0646\u063a", "worthing"),
    ],
)
def test_a_town_is_known_as_other_languages_write_it(text: str, expected: str, labeller: Labeller) -> None:
    assert district(labeller, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alarm at the big house kirdford, keeper away", "chichester"),
        ("the Kirdford keeper was robbed in the last minute", "unknown"),
        ("water through the road at Yapton Lane, under my wheels", "arun"),
        ("they danced at the Worthing street party", "worthing"),
        ("lads drinking on Worthing street again", "unknown"),
    ],
)
def test_the_word_behind_a_place_may_belong_to_something_else(text: str, expected: str, labeller: Labeller) -> None:
    assert district(labeller, text) == expected
