"""The feed is up only where somebody has just said so, of every account."""

from datetime import UTC, datetime, timedelta

from services.desk.domain.feed import feed_of
from tests.support.desk import channel

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ACCOUNTS = ("x_hastings", "x_rother")


def test_all_up_is_up_since_the_last_came_up() -> None:
    reports = [channel("x_hastings", NOW - timedelta(minutes=3)), channel("x_rother", NOW - timedelta(minutes=1))]
    feed = feed_of(reports, ACCOUNTS, NOW)
    assert (feed.state, feed.since) == ("up", NOW - timedelta(minutes=1))


def test_an_account_that_nobody_reported_on_makes_it_unknown() -> None:
    feed = feed_of([channel("x_hastings", NOW)], ACCOUNTS, NOW)
    assert (feed.state, feed.since) == ("unknown", None)


def test_a_reporter_that_fell_silent_makes_it_unknown_since_then() -> None:
    silent = channel("x_hastings", NOW - timedelta(hours=3))
    feed = feed_of([silent, channel("x_rother", NOW)], ACCOUNTS, NOW)
    assert (feed.state, feed.since) == ("unknown", NOW - timedelta(hours=3))


def test_what_is_known_to_be_down_is_said_though_another_is_unknown() -> None:
    assert feed_of([channel("x_hastings", NOW, state="refused")], ACCOUNTS, NOW).state == "down"


def test_nobody_claims_that_no_accounts_are_up() -> None:
    assert feed_of([], (), NOW).state == "unknown"


def test_what_others_report_of_an_account_says_nothing_about_mentions() -> None:
    others = [
        channel("x_hastings", NOW, state=state).model_copy(update={"reporter": reporter})
        for reporter, state in (("publisher-x", "refused"), ("metrics-x", "up"))
    ]
    assert feed_of(others, ("x_hastings",), NOW).state == "unknown"
    assert feed_of([channel("x_hastings", NOW), *others], ("x_hastings",), NOW).state == "up"


def test_what_others_say_of_an_account_is_no_word_on_its_feed() -> None:
    counted = channel("x_hastings", NOW).model_copy(update={"reporter": "metrics-x"})
    earlier = channel("x_hastings", NOW - timedelta(minutes=1), state="down")
    assert feed_of([earlier, counted], ["x_hastings"], NOW).state == "down"
    assert feed_of([counted], ["x_hastings"], NOW).state == "unknown"
