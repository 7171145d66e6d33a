"""Taken down: deleted on the platform whatever stands in the way of posts, and asked for again until it is certain."""

import pytest

from shared.contracts.channel_reported import Limit
from shared.contracts.post_requested import Review, Submit
from shared.errors import OutcomeUnknown, Permanent, RateLimited, Transient
from tests.broker.publisher.force import Force
from tests.broker.publisher.people import asks, soon
from tests.support.channel import Answer
from tests.support.waiting import wait_until

DELETING = [
    "before_delete_t1",
    "after_delete_t1",
    "before_delete",
    "after_delete",
    "before_delete_t2",
    "after_delete_t2",
]


async def out(force: Force, text: str = "It names somebody.") -> Submit:
    """On the platform, and approved by two people as it should be."""
    asked = await force.approved(text)
    await force.becomes(asked, "posted")
    return asked


async def test_one_person_has_it_deleted_and_a_second_says_that_it_was_right(force: Force) -> None:
    async with force.publisher():
        asked = await out(force)
        await force.take_down(asked)
        gone = await force.becomes(asked, "deleted")
        await force.ask(asks(Review, asked, "approver", verdict="right"))

        async def reviewed() -> bool:
            return (await force.history(asked))[-1] == "post.reviewed"

        await wait_until(reviewed, what="it is reviewed")
    assert force.platform.deletions == [gone.platform_id]
    assert (await force.history(asked))[-4:] == ["post.deleting", "post.deleting", "post.deleted", "post.reviewed"]
    assert [(each.act, each.outcome) for each in await force.audit()][-2:] == [
        ("post.take_down", "done"),
        ("post.review", "done"),
    ]


@pytest.mark.parametrize("point", DELETING)
async def test_killed_at_any_step_of_it_it_is_gone_all_the_same(force: Force, point: str) -> None:
    async with force.killed_at(point) as happened:
        async with force.publisher():
            asked = await out(force)
            await force.take_down(asked)
            await wait_until(happened.is_set, what=f"the publisher is killed at {point}")
        async with force.publisher():
            await force.becomes(asked, "deleted")
    assert force.platform.shown("x_hastings") == []
    assert len(force.platform.calls) == 1


async def test_what_is_gone_already_is_deleted(force: Force) -> None:
    async with force.publisher():
        asked = await out(force)
        force.platform.deleted.add(force.platform.posts[0][1].platform_id)
        await force.take_down(asked)
        await force.becomes(asked, "deleted")


async def test_an_answer_that_nobody_has_is_asked_for_again_by_itself(force: Force) -> None:
    force.platform.to_delete = [
        Answer(makes_it=False, raises=OutcomeUnknown("X answered 503")),
        Answer(makes_it=False, raises=Transient("nobody takes the connection")),
        Answer(makes_it=False, raises=RateLimited("slow down", retry_after=0.3)),
    ]
    async with force.publisher():
        asked = await out(force)
        await force.take_down(asked)
        await force.becomes(asked, "deleted")
        await force.becomes(await force.approved("Posts go on."), "posted")
    assert len(force.platform.deletions) == 4
    assert "post.delete_unknown" in await force.history(asked)


async def test_a_certain_no_leaves_it_posted_and_says_why(force: Force) -> None:
    force.platform.to_delete = [Answer(makes_it=False, raises=Permanent("X answered 403: not yours"))]
    async with force.publisher():
        asked = await out(force)
        await force.take_down(asked)
        await wait_until(lambda: force.platform.deletions)
        posted = await force.becomes(asked, "posted")
    assert "not yours" in posted.reason


async def test_neither_a_hold_nor_a_limit_keeps_a_post_that_has_to_go(force: Force) -> None:
    force.platform.limits = (Limit(name="posts", limit=1, remaining=0, resets_at=soon(60)),)
    async with force.publisher():
        asked = await out(force)
        await force.reported("x_hastings", "recovering")
        await force.hold("force")
        await force.acknowledged("x_hastings", 1)
        await force.take_down(asked)
        await force.becomes(asked, "deleted")


async def test_while_the_key_is_refused_it_waits_for_the_key(force: Force) -> None:
    async with force.publisher():
        asked = await out(force)
        force.platform.revoked.add("x_hastings")
        await force.take_down(asked)
        await force.reported("x_hastings", "refused")
        assert (await force.becomes(asked, "deleting")).reason
        force.platform.revoked.clear()
        await force.becomes(asked, "deleted")
    assert len(force.platform.deletions) == 1
