"""After a refusal or silence the next call waits; X's own word on its limits wins."""

from datetime import UTC, datetime, timedelta

from services.metrics.domain.gate import LONGEST, Gate
from shared.contracts.channel_reported import Limit

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def gate() -> Gate:
    return Gate(first=timedelta(seconds=5), most=timedelta(seconds=60))


def limit(remaining: int, resets_in: timedelta, name: str = "posts") -> Limit:
    return Limit(name=name, limit=100, remaining=remaining, resets_at=NOW + resets_in)


def waits(shut: Gate) -> timedelta:
    return (shut.opens_at or NOW) - NOW


def test_each_failure_in_a_row_doubles_the_wait_up_to_the_longest() -> None:
    shut = gate()
    found = []
    for _ in range(6):
        shut.failed(NOW)
        found.append(waits(shut).total_seconds())
    assert found == [5, 10, 20, 40, 60, 60]
    assert not shut.is_open(NOW + timedelta(seconds=59))
    assert shut.is_open(NOW + timedelta(seconds=60))
    shut.answered([], NOW)
    assert shut.is_open(NOW)
    shut.failed(NOW)
    assert waits(shut).total_seconds() == 5


def test_a_limit_that_is_used_up_shuts_it_until_the_reset() -> None:
    shut = gate()
    shut.answered([limit(1, timedelta(minutes=9)), limit(0, timedelta(minutes=3), "posts app 24 h")], NOW)
    assert waits(shut) == timedelta(minutes=3)


def test_a_reset_in_another_year_is_a_clock_gone_wrong() -> None:
    shut = gate()
    shut.answered([limit(0, timedelta(days=400))], NOW)
    assert waits(shut) == LONGEST
    shut.answered([limit(0, -timedelta(days=1))], NOW)
    assert shut.is_open(NOW)
    shut.shut(NOW, timedelta(days=400))
    assert waits(shut) == LONGEST
