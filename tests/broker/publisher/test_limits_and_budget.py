"""The platform's own limits come first, then our count of them, then what an account may spend: no call is wasted."""

from decimal import Decimal

from shared.contracts.channel_reported import Limit
from tests.broker.publisher.force import Force
from tests.broker.publisher.people import soon
from tests.support.waiting import wait_until


async def test_where_the_platform_says_that_it_was_the_last_nothing_begins_before_it_takes_more(force: Force) -> None:
    async with force.publisher(posts_per_window=1, window=600):
        resets_at = soon(3)
        told = force.platform.limits = (Limit(name="posts", limit=100, remaining=0, resets_at=resets_at),)
        await force.becomes(await force.approved("The last."), "posted")
        force.platform.limits = ()
        attempt = (await force.becomes(await force.approved("The next."), "posted")).attempt
    assert attempt is not None
    assert attempt.begun_at >= resets_at
    assert force.platform.begun == 2
    said = [each for each in await force.reports("x_hastings") if each.limits == told]
    assert "recovering" in [each.state for each in said]


async def test_our_own_count_holds_where_the_platform_says_nothing(force: Force) -> None:
    async with force.publisher(posts_per_window=2, window=2):
        asked = [await force.approved(f"Number {number}") for number in range(3)]
        begun = []
        for each in asked:
            attempt = (await force.becomes(each, "posted")).attempt
            assert attempt is not None
            begun.append(attempt.begun_at)
    assert (begun[2] - begun[0]).total_seconds() >= 2
    said = [each.detail for each in await force.reports("x_hastings")]
    assert any("as often as the platform lets it" in each for each in said)


async def test_what_the_platform_says_comes_before_our_own_count(force: Force) -> None:
    force.platform.limits = (Limit(name="posts", limit=300, remaining=200, resets_at=soon(600)),)
    async with force.publisher(posts_per_window=1, window=600):
        for number in range(3):
            await force.becomes(await force.approved(f"Number {number}"), "posted")


async def test_a_budget_that_is_spent_keeps_the_account_alone_and_says_so(force: Force) -> None:
    force.budget, force.platform.price = Decimal("0.02"), Decimal("0.01")
    async with force.publisher():
        for number in range(2):
            await force.becomes(await force.approved(f"Number {number}"), "posted")
        waiting = await force.approved("Number 2")
        report = await force.told("x_hastings", lambda last: "is spent" in last.detail, "that the budget is spent")
        assert (report.state, report.spend_usd_today) == ("recovering", 0.02)
        await force.becomes(await force.approved("Others go on.", "x_rother"), "posted")
        assert (await force.becomes(waiting, "approved")).attempt is None
    assert force.platform.calls == ["Number 0", "Number 1", "Others go on."]


async def test_after_a_new_start_the_budget_is_what_it_was(force: Force) -> None:
    force.budget, force.platform.price = Decimal("0.01"), Decimal("0.01")
    async with force.publisher():
        await force.becomes(await force.approved("All of it."), "posted")
    async with force.publisher():
        await force.approved("One more.")
        await force.told("x_hastings", lambda last: "is spent" in last.detail, "that the budget is spent")
        await wait_until(lambda: force.platform.reads)
    assert force.platform.calls == ["All of it."]
