"""Texts for several accounts: what is too alike, and what is offered instead."""

import pytest

from shared.registry import load_registry
from shared.rules.similar import TOO_ALIKE, bare, likeness, too_alike, variants
from shared.settings import CHECKOUT

REGISTRY = load_registry(CHECKOUT / "deploy" / "force")
LONG = (
    "Lock your shed tonight. Thieves look for bikes and tools before Christmas. Mark what is yours with a postcode. "
    "Tell us what you see: call 101 or go to https://www.sussex.police.uk/"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Road closed at Ore.", "road closed at ore"),
        ("Caf\u00e9 talk tonight", "Cafe talk tonight!"),
        ("Talk tonight @sbx_rother", "Talk tonight @sbx_hastings"),
        ("See https://a.example/1", "See https://b.example/2"),
        ("\U0001f600", "\U0001f600"),
        (LONG, LONG.replace("tonight", "today")),
        (LONG, f"Hastings: {LONG}"),
    ],
)
def test_too_alike(one: str, other: str) -> None:
    assert too_alike(one, other)
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Road closed at Ore.", "Road open again at Ore, thank you."),
        (LONG, "Two bikes were taken from sheds in Rye this week. Is yours locked? Report online."),
        ("Post 17 of forty, fault 503", "Post 18 of forty, fault 429"),
        ("\U0001f600", "\U0001f601"),
        ("", "Something"),
    ],
)
def test_not_too_alike(one: str, other: str) -> None:
    assert not too_alike(one, other)
    assert 0 <= likeness(one, other) < TOO_ALIKE


def test_bare_words_leave_out_all_that_tells_no_two_posts_apart() -> None:
    assert bare("Caf\u00e9, @sbx_force: OPEN! https://a.example") == bare("cafe open")
    assert bare("!!!") == "!!!"


def test_each_account_but_the_first_gets_a_beginning_that_names_its_place() -> None:
    accounts = ["x_hastings", "x_rother", "x_adur_and_worthing"]
    offered = variants(LONG, accounts, REGISTRY.accounts, REGISTRY.districts).offered
    assert [each.account for each in offered] == accounts[1:]
    assert offered[0].text.startswith("Rother: ")
    assert offered[1].text.startswith("Adur and Worthing: ")
    assert all("101" in each.text for each in offered)


def test_only_what_is_not_too_alike_is_ready() -> None:
    accounts = ["x_hastings", "x_rother", "x_crawley", "x_lewes", "x_arun", "x_horsham"]
    offered = variants(LONG, accounts, REGISTRY.accounts, REGISTRY.districts).offered
    texts = [LONG, *(each.text for each in offered)]
    for place, each in enumerate(offered, start=1):
        assert each.ready == all(not too_alike(each.text, earlier) for earlier in texts[:place])
        assert each.ready == each.says.startswith("Ready")


def test_a_short_text_is_a_beginning_only() -> None:
    text = "Call 101 about the road closed near the station this evening"
    (only,) = variants(text, ["x_hastings", "x_rother"], REGISTRY.accounts, REGISTRY.districts).offered
    assert not only.ready
    assert "your own words" in only.says


def test_the_forces_account_is_offered_for_one_post() -> None:
    offered = variants(LONG, ["x_hastings", "x_rother"], REGISTRY.accounts, REGISTRY.districts)
    assert offered.once_from == "x_force"
    assert "post it once from Sussex Police" in offered.says


def test_nothing_is_invented() -> None:
    for each in variants(LONG, ["x_hastings", "x_rother", "x_force"], REGISTRY.accounts, REGISTRY.districts).offered:
        said = each.text.removeprefix("Rother: ")
        assert all(sentence in LONG for sentence in said.split(". "))
