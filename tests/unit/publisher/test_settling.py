"""A person looked on the platform, and says what became of a post that nobody knows about."""

from datetime import timedelta

import pytest

from services.publisher.domain import effect
from shared.contracts.post_requested import Settle
from shared.x.snowflake import first_id_at, time_of
from tests.unit.publisher.posts import NOW, POLICY, WORLD, asks, in_state, minutes, rule, ruled, sending

MILLISECOND = timedelta(milliseconds=1)
ID = first_id_at(NOW + timedelta(seconds=1))


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/sbx_hastings/status/{id}",
        "https://x.com/SBX_Hastings/status/{id}?s=20&t=abc",
        "https://twitter.com/sbx_hastings/status/{id}/",
        "https://mobile.twitter.com/sbx_hastings/status/{id}#m",
        "http://www.x.com/i/status/{id}",
        "https://x.com/i/web/status/{id}",
        "  x.com/sbx_hastings/status/{id}\n",
    ],
)
def test_the_address_of_the_post_leads_to_its_id(url: str) -> None:
    it = ruled(in_state("unknown"), asks(Settle, "approver", outcome="posted", url=url.format(id=ID)))
    assert (it.state, it.platform_id) == ("posted", ID)
    assert it.link == f"https://x.com/sbx_hastings/status/{ID}"
    assert it.posted_at == NOW
    assert it.reason == "Approver found it on the platform."
    assert it.history[-1].by == "approver"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (None, "Give the address of the post, such as https://x.com/sbx_hastings/status/"),
        ("", "Give the address"),
        ("https://x.com/sbx_hastings", "Give the address"),
        ("https://x.com/sbx_hastings/status/12a", "Give the address"),
        ("https://x.com.example/sbx_hastings/status/12", "Give the address"),
        ("https://example.org/?https://x.com/sbx_hastings/status/12", "Give the address"),
        ("https://x.com/sbx_hastings/status/١٢٣", "Give the address"),
        ("https://x.com/sbx_rother/status/123", "That post is of @sbx_rother"),
        ("https://x.com/sbx_hastings/status/100", "belongs to another delivery"),
    ],
)
def test_an_address_that_proves_nothing_settles_nothing(url: str | None, why: str) -> None:
    command = asks(Settle, "approver", outcome="posted", url=url)
    ruling = rule(in_state("unknown"), command, NOW, WORLD, in_state("posted", id_="d0"))
    assert ruling.refused
    assert why in ruling.refused
    assert ruling.delivery
    assert ruling.delivery.state == "unknown"


def test_a_post_from_before_it_was_sent_or_from_days_to_come_is_no_proof() -> None:
    began, later = NOW, NOW + minutes(10)
    for moment, why in (
        (began - minutes(1) - MILLISECOND, "That post is from 12:58 on 4 May 2026, and this one was sent at 13:00 on"),
        (began - minutes(1), None),
        (later + minutes(1), None),
        (later + minutes(1) + MILLISECOND, "There is no post with that number yet"),
    ):
        command = asks(Settle, "approver", outcome="posted", url=f"https://x.com/i/status/{first_id_at(moment)}")
        refused = rule(in_state("unknown"), command, later).refused
        assert (refused is None) == (why is None), moment
        assert (why or "") in (refused or "")


def test_any_number_of_an_address_has_a_time() -> None:
    for number in ("1", "9" * 20):
        command = asks(Settle, "approver", outcome="posted", url=f"https://x.com/i/status/{number}")
        assert rule(in_state("unknown"), command).refused
    assert time_of(ID) == NOW + timedelta(seconds=1)


def test_it_may_be_ones_own_post_but_not_without_the_role() -> None:
    assert rule(in_state("unknown"), asks(Settle, "officer", outcome="abandoned")).refused
    approver = asks(Settle, "approver", outcome="abandoned")
    assert ruled(in_state("unknown").model_copy(update={"author": "approver"}), approver).state == "abandoned"


def test_who_gave_it_up_and_why_stands_in_the_reason() -> None:
    gone = ruled(in_state("unknown"), asks(Settle, "boss", outcome="not_posted"))
    assert gone.reason == "Boss looked on the platform: it is not there."
    given_up = ruled(in_state("unknown"), asks(Settle, "boss", outcome="abandoned"))
    assert given_up.reason == "Boss gave it up; whether it was posted is not known."


def test_what_the_timeline_settled_first_is_not_settled_again() -> None:
    it = effect.posted(sending(in_state("approved")), NOW, "7", "https://x.com/sbx_hastings/status/7")
    ruling = rule(it, asks(Settle, "approver", outcome="not_posted"))
    assert ruling.refused == "It cannot be settled. It is on the platform already."


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(hours=9)])
def test_what_nobody_answered_is_not_said_to_be_missing_while_it_may_still_arrive(ahead: timedelta) -> None:
    sent = sending(in_state("approved"))
    attempt = sent.attempt
    assert attempt
    clock_ahead = attempt.model_copy(update={"deadline": attempt.deadline + ahead})
    lost = effect.unknown(sent.model_copy(update={"attempt": clock_ahead}), NOW, "No answer")
    quiet = NOW + POLICY.deadline + POLICY.answer_within
    missing = asks(Settle, "boss", outcome="not_posted")
    assert "may still arrive: look again in 1 seconds" in (rule(lost, missing, now=quiet - MILLISECOND).refused or "")
    assert ruled(lost, missing, now=quiet).state == "abandoned"


def test_what_was_answered_may_be_said_to_be_missing_at_once() -> None:
    answered = effect.unknown(sending(in_state("approved")), NOW, "X answered 503.", answered=True)
    assert ruled(answered, asks(Settle, "boss", outcome="not_posted")).state == "abandoned"


@pytest.mark.parametrize("outcome", ["abandoned", "posted"])
def test_what_makes_no_second_post_need_not_wait_for_that(outcome: str) -> None:
    lost = effect.unknown(sending(in_state("approved")), NOW, "No answer")
    settled = asks(Settle, "approver", outcome=outcome, url=f"https://x.com/i/status/{ID}")
    assert ruled(lost, settled).state == outcome
