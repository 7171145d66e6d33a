"""Two publishers share the accounts out; whoever loses one says nothing about it any more."""

from collections import Counter

from tests.broker.publisher.force import Force
from tests.broker.publisher.people import ACCOUNTS
from tests.support.waiting import wait_until


async def test_others_join_and_leave_while_posts_go_out(force: Force) -> None:
    asked = []
    async with force.publisher():
        asked += [await force.approved(f"first {number}", account) for number in range(3) for account in ACCOUNTS]
        async with force.publisher():
            asked += [await force.approved(f"second {number}", account) for number in range(3) for account in ACCOUNTS]
            for each in asked:
                await force.becomes(each, "posted", "unknown")
        asked += [await force.approved(f"third {number}", account) for number in range(3) for account in ACCOUNTS]
        for each in asked:
            await force.becomes(each, "posted")
    times = Counter((owner, post.text) for owner, post in force.platform.posts)
    assert set(times.values()) == {1}
    assert len(times) == len(asked)


async def test_a_call_that_outlasts_the_change_of_hands_is_found_by_the_other(force: Force) -> None:
    force.platform.let_go.clear()
    async with force.publisher():
        asked = await force.approved("Whose is it?")
        await wait_until(lambda: force.platform.calls)
        await force.becomes(asked, "sending")
        async with force.publisher():
            force.platform.let_go.set()
            await force.becomes(asked, "posted")
    assert force.platform.times() == {"Whose is it?": 1}
    assert (await force.history(asked)).count("post.sending") == 1
