"""A hold stops what is due and what is just leaving, says when it stands, and ending it sends nothing by itself."""

import asyncio

from shared.clock import now
from shared.contracts.hold_changed import Hold
from tests.broker.publisher.force import Force
from tests.broker.publisher.people import ACCOUNTS, soon
from tests.support.waiting import wait_until


async def test_six_posts_fall_due_under_a_hold_and_its_release_sends_none_of_them(force: Force) -> None:
    async with force.publisher():
        asked = [await force.approved(f"Due {number}", not_before=soon(2)) for number in range(6)]
        exempt = await force.approved("Stay away.", not_before=soon(2), incident="Pier fire", by="boss")
        not_exempt = await force.approved("About it.", not_before=soon(2), incident="Pier fire")
        hold = await force.hold("district:hastings", incident="pier  fire")
        missed = [await force.becomes(each, "missed") for each in (*asked, not_exempt)]
        await force.becomes(exempt, "posted")
        await force.release(hold)
        await force.becomes(await force.approved("After it."), "posted")
        assert {(await force.becomes(each, "missed")).state for each in asked} == {"missed"}
    assert force.platform.calls == ["Stay away.", "After it."]
    assert all("Serious incident." in each.reason for each in missed)


async def test_a_post_for_later_goes_out_where_the_hold_is_over_by_then(force: Force) -> None:
    async with force.publisher():
        asked = await force.approved("In a while.", not_before=soon(2.5))
        hold = await force.hold("force")
        await force.acknowledged("x_hastings", 1)
        assert (await force.becomes(asked, "approved", "missed")).state == "approved"
        await force.release(hold)
        await force.becomes(asked, "posted")


async def test_a_hold_stops_its_scope_alone(force: Force) -> None:
    async with force.publisher():
        await force.hold("division:east")
        east = [await force.approved("East.", account) for account in ("x_hastings", "x_rother", "x_lewes")]
        west = await force.approved("West.", "x_crawley")
        await force.becomes(west, "posted")
        for each in east:
            await force.becomes(each, "missed")
    assert force.platform.calls == ["West."]


async def test_a_hold_that_begins_after_the_intent_was_written_stops_the_request_itself(force: Force) -> None:
    force.platform.connects.clear()
    async with force.publisher():
        asked = await force.approved("Almost out.")
        await wait_until(lambda: force.platform.begun, what="the call waits for its connection")
        assert (await force.becomes(asked, "sending")).attempt is not None
        await force.hold("account:x_hastings")
        await force.acknowledged("x_hastings", 1)
        force.platform.connects.set()
        missed = await force.becomes(asked, "missed")
    assert force.platform.calls == []
    assert missed.attempt is not None
    assert missed.attempt.hold_offset == 0
    assert await force.history(asked) == ["post.submitted", "post.approved", "post.sending", "post.missed"]


async def test_up_to_where_holds_were_read_is_written_down_with_the_intent(force: Force) -> None:
    hold = await force.hold("force")
    await force.release(hold)
    async with force.publisher():
        attempt = (await force.becomes(await force.approved("It is over."), "posted")).attempt
    assert attempt is not None
    assert (attempt.staff_offset, attempt.hold_offset) == (3, 2)


async def test_no_request_leaves_after_a_hold_is_acknowledged(force: Force) -> None:
    async with force.publisher():
        for round_ in range(3):
            begun = now()
            asked = [await force.submit(f"{account} {round_} {n}", account) for account in ACCOUNTS for n in range(6)]
            approving = asyncio.gather(*(force.approve(each) for each in asked))
            hold = await force.hold("force")
            reports = [await force.acknowledged(account, 2 * round_ + 1) for account in ACCOUNTS]
            await approving
            for each in asked:
                await force.becomes(each, "posted", "missed", deadline=40)
            told = {each.account: each.reported_at for each in reports}
            left = [(account, at) for account, at in force.platform.left_at if begun <= at]
            assert [each for each in left if each[1] > told[each[0]]] == []
            await release_and_hear(force, hold, 2 * round_ + 2)


async def release_and_hear(force: Force, hold: Hold, read_to: int) -> None:
    await force.release(hold)
    for account in ACCOUNTS:
        await force.acknowledged(account, read_to)


async def test_what_has_left_when_a_hold_begins_is_told_until_its_answer_is_there(force: Force) -> None:
    force.platform.let_go.clear()
    async with force.publisher():
        asked = await force.approved("It has left.")
        await wait_until(lambda: force.platform.calls)
        await force.hold("force")
        assert (await force.acknowledged("x_hastings", 1)).in_flight == asked.delivery
        assert (await force.acknowledged("x_rother", 1)).in_flight is None
        force.platform.let_go.set()
        await force.told("x_hastings", lambda last: last.in_flight is None, "nothing is on its way")
        await force.becomes(asked, "posted")


async def test_whoever_takes_over_acknowledges_once_no_request_of_before_can_begin(force: Force) -> None:
    asked = await force.submit("Is it out?")
    async with force.killed_at("after_t1") as happened, force.publisher(deadline=1.5, answer_within=1):
        await force.approve(asked)
        await wait_until(happened.is_set, what="the publisher is killed")
    attempt = (await force.becomes(asked, "sending")).attempt
    assert attempt is not None
    said = len(await force.reports("x_hastings"))
    await force.hold("force")
    async with force.publisher(deadline=1.5, answer_within=1):
        first = await force.acknowledged("x_hastings", 1)
        assert first.reported_at >= attempt.deadline
        assert first.in_flight == asked.delivery
        await force.told("x_hastings", lambda last: last.in_flight is None, "it cannot be on its way any more")
    before = [each for each in (await force.reports("x_hastings"))[said:] if each.reported_at < attempt.deadline]
    assert [each.holds_read_to for each in before] == [None] * len(before)
    assert before, "nothing was said before the deadline, so that this proves nothing"


async def test_two_publishers_keep_a_hold_while_they_change_hands(force: Force) -> None:
    async with force.publisher():
        await force.becomes(await force.approved("Before."), "posted")
        hold = await force.hold("force")
        for account in ACCOUNTS:
            await force.acknowledged(account, 1)
        async with force.publisher():
            asked = [await force.approved(f"Under it {number}", account) for number in range(2) for account in ACCOUNTS]
            for each in asked:
                await force.becomes(each, "missed")
        await force.release(hold)
        for account in ACCOUNTS:
            await force.acknowledged(account, 2)
        await force.becomes(await force.approved("After."), "posted")
    assert force.platform.calls == ["Before.", "After."]
