"""Posts are counted often while they are young, seldom when they are old, and then no more."""

from datetime import UTC, datetime, timedelta

import pytest

from services.metrics.domain.plan import OurPost, due, interval, our_post
from tests.contracts.examples import EXAMPLES

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
PERIOD = timedelta(minutes=15)


def post(age: timedelta, delivery: str = "d1") -> OurPost:
    return OurPost(delivery, "x_hastings", "x", "1850000000000000002", NOW - age)


@pytest.mark.parametrize(
    ("age", "every"),
    [
        (timedelta(0), PERIOD),
        (timedelta(hours=23, minutes=59), PERIOD),
        (timedelta(days=1), timedelta(hours=1)),
        (timedelta(days=6, hours=23), timedelta(hours=1)),
        (timedelta(days=7), timedelta(days=1)),
        (timedelta(days=29, hours=23), timedelta(days=1)),
        (timedelta(days=30), None),
    ],
)
def test_the_older_the_seldomer(age: timedelta, every: timedelta | None) -> None:
    assert interval(age, PERIOD) == every


def test_a_long_period_is_never_undercut() -> None:
    assert interval(timedelta(days=2), timedelta(hours=6)) == timedelta(hours=6)


def test_a_new_post_is_due_at_once_and_then_when_its_time_has_come() -> None:
    young = post(timedelta(hours=2))
    assert due([young], {}, NOW, PERIOD) == [young]
    assert due([young], {"d1": NOW - timedelta(minutes=14)}, NOW, PERIOD) == []
    assert due([young], {"d1": NOW - PERIOD}, NOW, PERIOD) == [young]
    assert due([post(timedelta(days=31))], {}, NOW, PERIOD) == []


def test_the_newest_come_first() -> None:
    posts = [post(timedelta(hours=hours), f"d{hours}") for hours in (3, 1, 2)]
    assert [each.delivery for each in due(posts, {}, NOW, PERIOD)] == ["d1", "d2", "d3"]


def test_only_what_is_on_the_platform_is_counted() -> None:
    posted = EXAMPLES["post.posted"]
    assert our_post(posted) is not None  # type: ignore[arg-type]
    for state in ("sending", "unknown", "deleted", "refused"):
        assert our_post(EXAMPLES[f"post.{state}"]) is None  # type: ignore[arg-type]
