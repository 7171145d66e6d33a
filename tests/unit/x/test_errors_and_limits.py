"""The four meanings of 429, limits from headers, and a budget of connects."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.channel_reported import Limit
from shared.errors import RateLimited
from shared.x.errors import CAP_S, WINDOW_S, ConnectionTaken, Refusal, error_of
from shared.x.limits import CONNECT_WINDOW, ConnectBudget, limits_of
from shared.x.snowflake import first_id_at, time_of

NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)
SOON = str(int(NOW.timestamp()) + 100)


def wait_for(refusal: Refusal) -> float:
    error = error_of(refusal, NOW)
    assert isinstance(error, RateLimited)
    return error.retry_after


def test_a_used_up_window_is_waited_for_until_its_reset() -> None:
    headers = {"x-rate-limit-remaining": "0", "x-rate-limit-reset": SOON}
    assert wait_for(Refusal(429, headers, {"errors": [{"code": 88}]})) == 101
    assert wait_for(Refusal(429)) == WINDOW_S
    assert wait_for(Refusal(429, {"x-rate-limit-reset": "soon"})) == WINDOW_S


def test_a_used_up_day_is_waited_for_until_its_own_reset() -> None:
    headers = {"x-rate-limit-reset": "1", "x-app-limit-24hour-remaining": "0", "x-app-limit-24hour-reset": SOON}
    assert wait_for(Refusal(429, headers)) == 101


@pytest.mark.parametrize("host", ["api.twitter.com", "api.x.com"])
def test_a_usage_cap_is_not_cured_by_the_windows_reset(host: str) -> None:
    body = {"title": "UsageCapExceeded", "type": f"https://{host}/2/problems/usage-capped", "period": "Monthly"}
    assert wait_for(Refusal(429, {"x-rate-limit-remaining": "17", "x-rate-limit-reset": SOON}, body)) == CAP_S


def test_a_taken_connection_is_its_own_error() -> None:
    body = {"connection_issue": "TooManyConnections", "title": "ConnectionException"}
    assert isinstance(error_of(Refusal(429, {}, body), NOW), ConnectionTaken)


def test_limits_are_read_where_all_three_headers_are_numbers() -> None:
    headers = {"x-rate-limit-limit": "450", "x-rate-limit-remaining": "3", "x-rate-limit-reset": SOON}
    (limit,) = limits_of("search", headers)
    assert (limit.limit, limit.remaining, limit.resets_at) == (450, 3, NOW + timedelta(seconds=100))
    assert limits_of("search", {**headers, "x-rate-limit-limit": "many"}) == ()
    day = {name.replace("x-rate-limit", "x-app-limit-24hour"): value for name, value in headers.items()}
    assert [each.name for each in limits_of("posts", {**headers, **day})] == ["posts", "posts app 24 h"]


@given(st.lists(st.floats(0, 120), max_size=300))
def test_no_window_ever_holds_more_connects_than_the_budget(pauses: list[float]) -> None:
    budget, now, connects = ConnectBudget(most=45), NOW, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        now += budget.wait(now)
        budget.spend(now)
        connects.append(now)
    for number, first in enumerate(connects):
        assert sum(first <= each < first + CONNECT_WINDOW for each in connects[number:]) <= 45


def test_an_attempt_that_never_came_to_the_platform_costs_nothing() -> None:
    budget = ConnectBudget(most=1)
    budget.spend(NOW)
    assert budget.wait(NOW) == CONNECT_WINDOW
    budget.refund()
    assert budget.wait(NOW) == timedelta(0)


def test_the_platforms_own_count_closes_the_budget_too() -> None:
    budget = ConnectBudget(most=45)
    reset = NOW + timedelta(minutes=3)
    budget.told(Limit(name="connects", limit=50, remaining=5, resets_at=reset))
    assert budget.wait(NOW) == timedelta(minutes=3)
    assert budget.wait(reset) == timedelta(0)
    budget.told(Limit(name="connects", limit=50, remaining=49, resets_at=reset))
    assert budget.wait(NOW) == timedelta(0)


@given(st.datetimes(datetime(2011, 1, 1), datetime(2070, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - zone beside it
def test_an_id_tells_its_time_to_the_millisecond(moment: datetime) -> None:
    assert moment - timedelta(milliseconds=1) < time_of(first_id_at(moment)) <= moment
