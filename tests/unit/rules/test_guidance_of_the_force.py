"""The rules that we ship find what they are for, in drafts that nobody wrote them after, and leave all else alone."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from shared.contracts.post_requested import Attachment, Finding
from shared.registry import load_registry
from shared.rules.guidance import Around, Draughted, check
from shared.settings import CHECKOUT

DRAFTS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "drafts.toml").read_text(encoding="utf-8"))
REGISTRY = load_registry(CHECKOUT / "deploy" / "force")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def findings(text: str, **more: Any) -> tuple[Finding, ...]:  # noqa: ANN401 - the fields of Draughted, of several types
    times, now = more.pop("times", ()), more.pop("now", NOW)
    draft = Draughted(**({"account": "x_hastings", "text": text} | more))
    return check(draft, REGISTRY.guidance, Around(now, REGISTRY.routes, REGISTRY.accounts, times))


def rules(text: str, **more: Any) -> list[str]:  # noqa: ANN401 - as above
    return [each.rule for each in findings(text, **more)]


def picture(alt_text: str, expires_at: datetime | None = None) -> Attachment:
    return Attachment(id="p", media_type="image/jpeg", alt_text=alt_text, expires_at=expires_at)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in DRAFTS["found"].items() for text in texts])
def test_what_a_rule_is_for_is_found(rule: str, text: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize("text", DRAFTS["left_alone"]["drafts"])
def test_everyday_posts_are_left_alone(text: str) -> None:
    assert [each for each in findings(text) if each.level != "hints"] == []


@pytest.mark.parametrize("reply", DRAFTS["replies"], ids=lambda reply: reply["text"])
def test_a_reply_is_held_against_what_it_answers(reply: dict[str, str]) -> None:
    found = findings(reply["text"], is_reply=True, answers=reply["answers"])
    if reply["rule"]:
        assert reply["rule"] in [each.rule for each in found]
    else:
        assert found == ()


def test_the_draft_of_the_demo_is_asked_about_guilt_and_may_not_send_witnesses_to_direct_messages() -> None:
    text = "Caught! Queens Road thief off the streets. DM us if you saw it."
    found = {each.rule: each for each in findings(text)}
    assert found["guilt_before_trial"].level == "asks"
    assert "Contempt of Court Act 1981" in found["guilt_before_trial"].source
    to_messages = found["witnesses_to_direct_messages"]
    assert to_messages.level == "blocks"
    assert to_messages.source
    assert text[to_messages.start : to_messages.end] == "DM us if you saw"


def test_every_finding_has_a_reason_and_a_source() -> None:
    assert all(rule.reason.endswith((".", "?")) and rule.source for rule in REGISTRY.guidance.rules)


def test_a_picture_of_somebody_looked_for_needs_an_end() -> None:
    text, shown = "Do you recognise this man? Call 101, ref SBX-9.", "A man in a red coat at a shop's till"
    assert "picture_of_a_person_without_an_end" in rules(text, pictures=[picture(shown)])
    assert "picture_of_a_person_without_an_end" not in rules(text, pictures=[picture(shown, NOW + timedelta(days=7))])
    assert rules("Bike found in Rye. Is it yours?", pictures=[picture("A red bicycle against a wall")]) == []


def test_a_picture_that_has_an_end_is_not_posted_after_it() -> None:
    shown = picture("The new station in Rye", NOW + timedelta(hours=1))
    assert rules("Our station is open.", pictures=[shown]) == []
    assert rules("Our station is open.", pictures=[shown], not_before=NOW + timedelta(hours=2)) == [
        "picture_out_of_date"
    ]


@pytest.mark.parametrize("alt", ["IMG_2041.jpg", "image of a car", "Photo", "x" * 1001, "dsc 0012 full"])
def test_alternative_texts_that_help_nobody_are_hinted_at(alt: str) -> None:
    assert rules("Road open again.", pictures=[picture(alt)]) == ["alternative_text_helps_nobody"]


def test_a_custody_photograph_is_asked_about() -> None:
    assert "custody_photograph" in rules("Jailed for six years.", pictures=[picture("Custody image of a man of forty")])


def test_election_words_are_asked_about_in_the_weeks_before_an_election_only() -> None:
    text = "Great to meet the Labour candidate in Hove today."
    assert "election_period" in rules(text, now=datetime(2027, 4, 20, 12, tzinfo=UTC))
    assert "election_period" in rules(text, not_before=datetime(2027, 4, 20, 12, tzinfo=UTC))
    assert "election_period" not in rules(text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("weekday_does_not_fit", "Roads closed on Saturday 29 November."),
        ("event_is_over", "Join us at the library on 3 November."),
        ("event_at_short_notice", "Public meeting tonight at the village hall."),
        ("too_many_hashtags", "Roads. #A27 #Lewes #Traffic"),
        ("hashtag_without_capitals", "Take care. #roadsafetyweek"),
        ("hashtags_in_the_middle", "The #A27 is closed."),
        ("too_many_emoji", "Thanks 👮🚓🚨💙"),
        ("words_in_capitals", "ROAD CLOSED PLEASE AVOID the area"),
        ("styled_letters", "\U0001d5e5\U0001d5fc\U0001d5ee\U0001d5f1 closed"),
        ("long_sentence", " ".join(["word"] * 26) + "."),
        ("address_on_no_list", "See https://example.com/page"),
        ("insecure_address", "See http://www.sussex.police.uk"),
        ("names_somebodys_account", "Well done @somebody_else"),
        ("telling_people_what_is_law", "Don't buy an e-scooter this Christmas."),
        ("vague_scale", "Every officer is on the streets tonight."),
        ("harm_made_small", "It was only a scuffle."),
        ("crime_told_as_fact", "A man was stabbed in Hove."),
        ("appeal_without_a_route", "Did you see the collision in Rye?"),
        ("appeal_without_a_reference", "Did you see the collision in Rye? Call 101."),
        ("number_nobody_checked", "Call 0345 605 0333 for help."),
        ("cordon_detail", "The inner cordon goes round the park."),
    ],
)
def test_what_is_only_worth_a_hint_is_a_hint(rule: str, text: str) -> None:
    assert {each.rule: each.level for each in findings(text)}.get(rule) == "hints"


def test_the_right_weekday_and_an_event_in_time_are_left_alone() -> None:
    assert rules("Join us at Rye library on Saturday 28 November 2026.") == []
    assert rules("Join us at Rye library on Tuesday the 1st of December.") == []


def test_two_posts_in_one_minute_are_hinted_at() -> None:
    due = NOW + timedelta(hours=3)
    assert rules("Good morning.", not_before=due, times=[due + timedelta(seconds=20)]) == ["same_minute"]
    assert rules("Good morning.", not_before=due, times=[due + timedelta(minutes=5)]) == []


def test_a_route_that_has_run_out_is_not_offered_as_one() -> None:
    later = datetime(2028, 1, 10, tzinfo=UTC)
    assert "route_that_has_run_out" in rules("Ring Crimestoppers, 0800 555 111.", now=later)


def test_blocked_words_of_a_district_are_blocked_there_alone() -> None:
    text = "A busy night in Junkie Town."
    assert rules(text, account="x_brighton_and_hove") == ["blocked_words_of_brighton_and_hove"]
    assert rules(text) == []


def test_a_reply_may_address_whom_it_answers() -> None:
    assert rules("@somebody Thank you, we will look.", is_reply=True, answers="The path lights are out.") == []


@pytest.mark.parametrize(
    "hostile",
    [
        "a1 b2-c3.d4 " * 250,
        "1 " * 1500,
        "Emma Clarke " * 250,
        "\U0001f693" * 3000,
        "#AbC" * 750,
        "John aged 14 of a b c was " * 115,
        "do not say who saw dm " * 136,
    ],
)
def test_a_hostile_draft_is_checked_within_a_moment(hostile: str) -> None:
    began = perf_counter()
    findings(hostile)
    assert perf_counter() - began < 3  # a tenth of it, on a machine that does nothing else
