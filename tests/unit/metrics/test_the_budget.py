"""X charges for a thing once in a UTC day; what is spent is spent until the next."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from services.metrics.domain.budget import Budget, Thing

MORNING = datetime(2026, 5, 1, 9, tzinfo=UTC)
TOMORROW = datetime(2026, 5, 2, 0, 0, 1, tzinfo=UTC)
USER = Thing("user", "x_hastings", "x_hastings")
POSTS = [Thing("post", str(number), "x_hastings") for number in range(10)]


def budget(usd: str) -> Budget:
    return Budget(Decimal(usd), {"user": Decimal("0.010"), "post": Decimal("0.005")})


def test_a_thing_is_charged_once_in_a_utc_day() -> None:
    bill = budget("1")
    for minutes in (0, 15, 30):
        bill.read([USER, *POSTS], MORNING + timedelta(minutes=minutes))
    assert bill.spent(MORNING) == Decimal("0.060")
    assert bill.spent(TOMORROW) == 0


def test_nothing_new_is_read_once_the_share_is_spent_and_what_is_paid_for_still_is() -> None:
    bill = budget("0.02")
    assert bill.affordable([USER, *POSTS], MORNING) == {USER, *POSTS[:2]}
    bill.read([USER, *POSTS[:2]], MORNING)
    assert bill.affordable([*POSTS, USER], MORNING) == {USER, *POSTS[:2]}
    assert bill.affordable([POSTS[5]], MORNING) == set()
    assert bill.affordable([POSTS[5]], TOMORROW) == {POSTS[5]}


def test_a_cheaper_thing_may_still_fit() -> None:
    other = Thing("user", "x_lewes", "x_lewes")
    assert budget("0.015").affordable([USER, other, POSTS[0]], MORNING) == {USER, POSTS[0]}


def test_a_hundred_cents_are_a_dollar() -> None:
    things = [Thing("user", str(number), "x_hastings") for number in range(100)]
    assert budget("1").affordable(things, MORNING) == set(things)


def test_the_bill_of_one_account_is_part_of_the_whole() -> None:
    bill = budget("1")
    bill.read([USER, POSTS[0], Thing("post", "99", "x_lewes")], MORNING)
    assert bill.spent(MORNING, "x_hastings") == Decimal("0.015")
    assert bill.spent(MORNING) == Decimal("0.020")


def test_what_was_read_yesterday_or_by_a_clock_set_back_costs_nothing_today() -> None:
    bill = budget("1")
    bill.read([USER], MORNING - timedelta(days=1))
    bill.read(POSTS[:1], MORNING)
    bill.read(POSTS[1:2], MORNING - timedelta(days=1))
    assert bill.spent(MORNING) == Decimal("0.005")
    assert bill.spent(MORNING - timedelta(days=1)) == Decimal("0.005"), "the day does not begin again"
