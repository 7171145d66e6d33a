"""What a call came to, as its delivery, and as how its account fares: only what is certain is taken for certain."""

import asyncio
from datetime import datetime, timedelta

import pytest

from services.publisher.channels.channel import CalledOff, NoKey, SaidAlready, Sent
from services.publisher.domain.world import OurAccount
from services.publisher.outcome import outcome_of
from services.publisher.standing import Standing
from shared.clock import now
from shared.contracts.channel_reported import Limit
from shared.contracts.post_changed import Delivery, State
from shared.errors import NotAuthorised, OutcomeUnknown, Permanent, RateLimited, Transient
from tests.unit.publisher.posts import NOW, POLICY, in_state

HASTINGS = OurAccount("x_hastings", "x", "sbx_hastings", ("hastings",), active=True)
SECOND = timedelta(seconds=1)


def standing() -> Standing:
    return Standing(HASTINGS, NOW, asyncio.Event(), again_first=2, again_most=10)


def fares(account: Standing) -> str:
    """Its state now: a checker that saw it a line ago thinks that it stays."""
    return account.state


def after(came: Sent | Exception, account: Standing | None = None) -> Delivery:
    outcome = outcome_of(came, account or standing(), POLICY, probe_every=timedelta(minutes=5), beside={})
    return outcome(in_state("sending"), NOW)


@pytest.mark.parametrize(
    ("came", "state"),
    [
        (Sent("1", "https://x.com/sbx_hastings/status/1"), "posted"),
        (Permanent("X refuses it: duplicate account"), "refused"),
        (NotAuthorised("X refuses this key"), "refused"),
        (OutcomeUnknown("X answered 503"), "unknown"),
        (TimeoutError(), "unknown"),
        (ConnectionResetError(), "unknown"),
        (ValueError("a mistake of ours"), "unknown"),
    ],
)
def test_what_an_answer_makes_of_its_delivery(came: Sent | Exception, state: State) -> None:
    assert after(came).state == state


def test_what_x_has_already_is_told_with_where_it_is_and_stays_unknown() -> None:
    there, elsewhere = in_state("posted", id_="d0"), in_state("posted", id_="d9", text="Another text")
    for beside, told in (
        ((there, elsewhere), f"X has this text on this account already: {there.link} (X answered 403: duplicate)"),
        ((elsewhere, in_state("unknown", id_="d0")), "X answered 403: duplicate"),
    ):
        book = {each.id: each for each in beside}
        outcome = outcome_of(
            SaidAlready("X answered 403: duplicate"), standing(), POLICY, probe_every=SECOND, beside=book
        )
        after_it = outcome(in_state("sending"), NOW)
        assert (after_it.state, after_it.reason) == ("unknown", told)


def test_what_was_certainly_not_posted_waits_for_another_try() -> None:
    limited, unreached = standing(), standing()
    begun = now()
    waiting = outcome_of(RateLimited("wait", retry_after=30), limited, POLICY, probe_every=SECOND, beside={})
    assert limited.blocked_until is not None
    assert (limited.blocked_until - begun).total_seconds() >= 30
    approved = in_state("sending", not_before=begun)
    assert waiting(approved, begun).retry_at == limited.blocked_until
    again = outcome_of(Transient("connection refused"), unreached, POLICY, probe_every=SECOND, beside={})
    assert again(approved, begun).state == "approved"
    assert unreached.state == "down"


def test_a_mistake_of_ours_is_told_without_its_words() -> None:
    assert "somebody's words" not in after(ValueError("somebody's words")).reason


def test_failures_in_a_row_wait_longer_and_a_post_ends_that() -> None:
    account = standing()
    waits = []
    at = NOW
    for _ in range(5):
        until = account.fails("connection refused", at)
        waits.append((until - at) / SECOND)
        at = until
    assert waits == [2, 4, 8, 10, 10]
    account.works(at)
    assert account.blocked_until is None
    assert (account.state, account.since) == ("up", at)
    assert account.fails("connection refused", at) == at + 2 * SECOND


def test_a_refused_key_stops_the_account_until_it_is_accepted() -> None:
    account = standing()
    account.stops("X refuses this key", NOW + 60 * SECOND, NOW)
    account.silent("the timeline is away", NOW + SECOND)
    assert (account.stopped, account.detail) == (True, "X refuses this key")
    account.answers(NOW + 2 * SECOND)
    assert (account.state, account.blocked_until) == ("up", None)


def test_what_is_down_or_refused_is_tried_without_a_post_until_it_answers() -> None:
    account, every = standing(), 300 * SECOND
    assert account.probe_at(every) == NOW, "it was not tried yet"
    account.untried = False
    assert account.probe_at(every) is None
    account.fails("connection refused", NOW)
    account.silent("the timeline is away", NOW + SECOND)
    assert account.probe_at(every) == NOW + SECOND + every
    account.stops("X refuses this key", NOW + 60 * SECOND, NOW + 2 * SECOND)
    assert account.probe_at(every) == NOW + 60 * SECOND
    account.answers(NOW + 60 * SECOND)
    assert account.probe_at(every) is None


def test_a_timeline_that_answers_does_not_lift_a_limit_on_posts() -> None:
    account = standing()
    account.limits("X answered 429", NOW + 60 * SECOND, NOW)
    account.answers(NOW)
    assert account.blocked_until == NOW + 60 * SECOND


def test_a_limit_without_an_end_is_tried_after_a_minute_then_after_two_and_sooner_than_an_approval_ends() -> None:
    account = standing()
    waits = [account.limits("X answered 429", None, NOW + n * timedelta(hours=1)) for n in range(6)]
    minutes = [(until - NOW - n * timedelta(hours=1)) / timedelta(minutes=1) for n, until in enumerate(waits)]
    assert minutes == [1, 2, 4, 8, 15, 15]
    account.works(NOW + timedelta(days=1))
    assert account.limits("X answered 429", None, NOW + timedelta(days=1)) == NOW + timedelta(days=1, minutes=1)


def test_a_limit_whose_end_has_passed_by_our_clock_is_not_tried_every_second() -> None:
    account, at, waits = standing(), NOW, list[timedelta]()
    for _ in range(5):
        until = account.limits("X answered 429", at + SECOND, at)
        waits.append(until - at)
        at = until
    assert waits == [each * SECOND for each in (1, 4, 8, 10, 10)]


def test_once_a_limit_has_ended_somebody_is_told_though_nobody_posts() -> None:
    account = standing()
    account.answers(NOW)
    account.untried = False
    account.limits("X answered 429", NOW + 60 * SECOND, NOW)
    assert account.probe_at(every=SECOND) == NOW + 60 * SECOND
    account.answers(NOW + 60 * SECOND)
    assert (fares(account), account.probe_at(every=SECOND)) == ("up", None)


def test_after_an_answer_that_was_lost_the_next_post_waits_until_the_platform_answers_something() -> None:
    account = standing()
    outcome_of(OutcomeUnknown("X answered 503: over capacity"), account, POLICY, probe_every=SECOND, beside={})
    assert fares(account) == "down"
    assert account.blocked_until is not None
    account.answers(NOW)
    assert fares(account) == "up"
    assert account.blocked_until is None


def test_a_post_without_a_key_waits_for_the_key_and_people_are_told_that_nobody_asked_the_platform() -> None:
    account, begun = standing(), now()
    outcome = outcome_of(NoKey("The secret x is missing"), account, POLICY, probe_every=SECOND, beside={})
    waits = outcome(in_state("sending", not_before=begun), begun)
    assert (waits.state, account.state) == ("approved", "refused")
    assert "the platform was not asked" in waits.reason


def test_a_wait_beyond_the_approval_is_told_as_what_it_is() -> None:
    outcome = outcome_of(
        RateLimited("X asks to wait", retry_after=10**6), standing(), POLICY, probe_every=SECOND, beside={}
    )
    ended = outcome(in_state("sending"), NOW)
    assert ended.state == "void"
    assert "before it may be sent. X asks to wait" in ended.reason


def test_a_limit_is_told_with_its_end_and_lasts_a_day_at_most() -> None:
    account = standing()
    until = account.limits("X answered 429: Too Many Requests", NOW + timedelta(days=3650), NOW)
    assert until == account.blocked_until == NOW + timedelta(days=1)
    told = ("recovering", "X answered 429: Too Many Requests. Nothing is posted before 13:00 on 5 May 2026.")
    assert (account.state, account.detail) == told
    account.answers(NOW + SECOND)
    account.silent("the timeline is away", NOW + SECOND)
    assert (account.state, account.detail) == told
    account.answers(until)
    assert (account.state, account.detail) == ("up", "")


def test_people_are_told_at_once_and_only_of_changes() -> None:
    changed = asyncio.Event()
    account = Standing(HASTINGS, NOW, changed, again_first=1, again_most=1)
    account.works(NOW)
    assert changed.is_set()
    changed.clear()
    account.works(NOW + SECOND)
    assert not changed.is_set()
    assert account.since == NOW


def told(remaining: int, resets_at: datetime) -> tuple[Limit, ...]:
    return (Limit(name="posts", limit=100, remaining=remaining, resets_at=resets_at),)


def test_where_the_answer_says_that_it_was_the_last_nothing_begins_until_more_may() -> None:
    account = standing()
    account.works(NOW, told(0, NOW + 60 * SECOND))
    assert (fares(account), account.blocked_until) == ("recovering", NOW + 60 * SECOND)
    account.works(NOW + 61 * SECOND)
    assert (fares(account), account.blocked_until) == ("up", None)


def test_what_the_platform_counts_comes_before_our_count_until_it_says_no_more_of_it() -> None:
    account = standing()
    counted = [account.counted]
    account.works(NOW, told(5, NOW + 60 * SECOND))
    counted.append(account.counted)
    assert (fares(account), account.blocked_until) == ("up", None)
    for later in (59, 61):
        account.works(NOW + later * SECOND)
        counted.append(account.counted)
    assert counted == [False, True, True, False]


def test_what_we_keep_back_ourselves_is_told_once_and_taken_back() -> None:
    changed = asyncio.Event()
    account = Standing(HASTINGS, NOW, changed, again_first=1, again_most=1)
    heard = []
    for why in ("The budget is spent.", "The budget is spent.", ""):
        changed.clear()
        account.keeps_back(why)
        heard.append(changed.is_set())
    assert heard == [True, False, True]


def test_a_request_that_was_called_off_says_nothing_against_the_platform() -> None:
    account, begun = standing(), now()
    account.works(begun)
    outcome = outcome_of(CalledOff("a hold"), account, POLICY, probe_every=SECOND, beside={})
    assert outcome(in_state("sending", not_before=begun), begun).state == "approved"
    assert fares(account) == "up"
