"""Submitted, approved by a second person, due: it is on the platform once, and Kafka says so."""

from shared.errors import OutcomeUnknown, Permanent, RateLimited, Transient
from tests.broker.publisher.force import Force
from tests.broker.publisher.people import person, soon
from tests.support.channel import Answer
from tests.support.waiting import wait_until


async def test_it_goes_out_once_and_every_step_is_told(force: Force) -> None:
    async with force.publisher():
        asked = await force.submit("Queens Road is open again.")
        await force.becomes(asked, "submitted")
        await force.approve(asked)
        delivery = await force.becomes(asked, "posted")
    assert force.platform.times() == {"Queens Road is open again.": 1}
    assert delivery.link == force.platform.posts[0][1].link
    assert await force.history(asked) == ["post.submitted", "post.approved", "post.sending", "post.posted"]
    assert [(each.act, each.outcome, each.who) for each in await force.audit()] == [
        ("post.submit", "done", "officer"),
        ("post.approve", "done", "approver"),
    ]
    assert delivery.attempt is not None
    assert delivery.attempt.staff_offset == 3


async def test_a_refused_command_is_told_and_audited_without_names(force: Force) -> None:
    async with force.publisher():
        asked = await force.submit("Nobody else has read this.")
        await force.approve(asked, by="officer")

        async def refused() -> bool:
            return bool((delivery := await force.delivery(asked)) and delivery.refusals)

        await wait_until(refused)
    entry = (await force.audit())[-1]
    assert (entry.act, entry.outcome, entry.on[0]) == ("post.approve", "refused", asked.delivery)
    assert entry.why
    assert "Officer" not in entry.why
    assert force.platform.calls == []


async def test_a_command_on_nothing_leaves_a_line_in_the_audit_log_alone(force: Force) -> None:
    asked = await force.submit("Written to another partition's end.", "x_rother")
    unknown = asked.model_copy(update={"delivery": "nowhere"})
    async with force.publisher():
        await force.approve(unknown)

        async def audited() -> bool:
            return any(entry.on[0] == "nowhere" for entry in await force.audit())

        await wait_until(audited)
    assert await force.delivery(unknown) is None


async def test_it_waits_for_its_time(force: Force) -> None:
    async with force.publisher():
        asked = await force.approved("At eight.", not_before=soon(1.5))
        await force.becomes(asked, "approved")
        assert force.platform.calls == []
        delivery = await force.becomes(asked, "posted")
    assert delivery.posted_at is not None
    assert asked.content.not_before is not None
    assert delivery.posted_at >= asked.content.not_before


async def test_accounts_on_all_partitions_go_out_side_by_side_and_in_order(force: Force) -> None:
    async with force.publisher():
        asked = [
            await force.approved(f"number {number}", account)
            for number in range(3)
            for account in ("x_hastings", "x_rother", "x_crawley", "x_lewes")
        ]
        for each in asked:
            await force.becomes(each, "posted")
    for account in ("x_hastings", "x_rother", "x_crawley", "x_lewes"):
        of_account = [post.text for owner, post in force.platform.posts if owner == account]
        assert of_account == ["number 0", "number 1", "number 2"]


async def test_what_certainly_was_not_posted_is_tried_again_and_what_is_refused_is_not(force: Force) -> None:
    force.platform.answers = [
        Answer(makes_it=False, raises=Transient("connection refused")),
        Answer(makes_it=False, raises=RateLimited("slow down", retry_after=0.5)),
        Answer(),
        Answer(makes_it=False, raises=Permanent("against the rules")),
    ]
    async with force.publisher():
        first = await force.approved("Third time lucky.")
        delivery = await force.becomes(first, "posted")
        second = await force.approved("Not like this.")
        refused = await force.becomes(second, "refused")
    assert delivery.attempt is not None
    assert delivery.attempt.number == 3
    assert "against the rules" in refused.reason
    assert force.platform.times() == {"Third time lucky.": 1}


async def test_an_answer_that_is_lost_is_looked_up_and_one_that_is_nowhere_stays_unknown(force: Force) -> None:
    lost = OutcomeUnknown("the connection was reset")
    force.platform.answers = [Answer(raises=lost), Answer(makes_it=False, raises=lost), Answer()]
    async with force.publisher():
        there = await force.approved("It is there.")
        assert (await force.becomes(there, "posted")).link == force.platform.posts[0][1].link
        nowhere = await force.approved("It is nowhere.")
        await force.becomes(nowhere, "unknown")
        after = await force.approved("Others go on.")
        await force.becomes(after, "posted")
        assert (await force.becomes(nowhere, "unknown")).state == "unknown"
    assert force.platform.times() == {"It is there.": 1, "Others go on.": 1}
    assert force.platform.calls == ["It is there.", "It is nowhere.", "Others go on."]


async def test_an_account_whose_key_is_refused_stops_alone_until_its_key_works(force: Force) -> None:
    async with force.publisher():
        await force.becomes(await force.approved("Before."), "posted")
        force.platform.revoked.add("x_hastings")
        first = await force.approved("This one is refused.")
        await force.becomes(first, "refused")
        assert "refuses this key" in (await force.reported("x_hastings", "refused")).detail
        waiting = await force.approved("This one waits.")
        other = await force.approved("Others go on.", "x_rother")
        await force.becomes(other, "posted")
        await force.becomes(waiting, "approved")
        force.platform.revoked.clear()
        await force.becomes(waiting, "posted")
        await force.reported("x_hastings", "up")
    assert force.platform.times() == {"Before.": 1, "Others go on.": 1, "This one waits.": 1}


async def test_a_key_that_was_refused_before_a_new_start_costs_no_post(force: Force) -> None:
    force.platform.revoked.add("x_hastings")
    async with force.publisher():
        waiting = await force.approved("This one waits.")
        await force.reported("x_hastings", "refused")
        await force.becomes(await force.approved("Others go on.", "x_rother"), "posted")
        assert (await force.becomes(waiting, "approved", "refused")).state == "approved"
        force.platform.revoked.clear()
        await force.becomes(waiting, "posted")


async def test_an_approver_who_is_suspended_meanwhile_voids_what_is_not_sent(force: Force) -> None:
    async with force.publisher():
        asked = await force.approved("Later.", not_before=soon(2))
        await force.becomes(asked, "approved")
        await force.employ(person("approver", "approver", active=False))
        void = await force.becomes(asked, "void")
    assert "Approver" in void.reason
    assert force.platform.calls == []


async def test_a_mistake_of_ours_holds_up_its_account_alone_and_posts_nothing(force: Force) -> None:
    force.platform.trips_over.add("x_hastings")
    async with force.publisher():
        stuck = await force.approved("This trips the program.")
        assert "ZeroDivisionError" in (await force.reported("x_hastings", "down")).detail
        await force.becomes(await force.approved("Others go on.", "x_rother"), "posted")
        await force.becomes(stuck, "approved")
        force.platform.trips_over.clear()
        await force.becomes(await force.approved("The account begins anew."), "posted")
        await force.becomes(stuck, "posted")
    assert set(force.platform.times().values()) == {1}
