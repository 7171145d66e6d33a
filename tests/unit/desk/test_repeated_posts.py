"""Calls about posts, repeated: the same command under the same ids, and the answer as it stands by now."""

import asyncio
from typing import Any

from shared.contracts.post_requested import POST_REQUESTED
from shared.contracts.record import event_of
from tests.support.desk import PaperDesk
from tests.support.publishing import PaperPublisher

POST = {"deliveries": [{"account": "x_hastings", "text": "Caught"}]}
KEY = {"Idempotency-Key": "one"}


async def submitted(desk: PaperDesk, **headers: str) -> dict[str, Any]:
    async with desk.signed_in() as client:
        answer = await client.post("/api/posts?wait=2", json=POST, headers=headers)
    assert answer.status_code in (201, 202), answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_repeated_submission_is_one_delivery(desk: PaperDesk) -> None:
    PaperPublisher(desk)
    assert await submitted(desk, **KEY) == await submitted(desk, **KEY)
    assert desk.topics.transitions() == ["post.submit"]


async def test_repeated_after_a_crash_it_says_the_same_under_the_same_ids(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk, prompt=False)
    first = desk.office.write

    async def dies(records: Any) -> None:  # noqa: ANN401 - as it was given
        await first(records)
        raise RuntimeError("killed before it was noted")

    desk.office.write = dies
    async with desk.signed_in() as client:
        assert (await client.post("/api/posts", json=POST, headers=KEY)).status_code == 500
    desk.office.write = first
    await submitted(desk, **KEY)
    publisher.decide()
    commands = [event_of(POST_REQUESTED, each.value, each.headers) for each in desk.topics.written]
    assert len({command.fact.id for command in commands if command}) == 1
    assert len(publisher.deliveries) == 1


async def test_other_words_under_the_same_key_are_refused(desk: PaperDesk) -> None:
    PaperPublisher(desk)
    await submitted(desk, **KEY)
    async with desk.signed_in() as client:
        other = {"deliveries": [{"account": "x_hastings", "text": "Other"}]}
        assert (await client.post("/api/posts", json=other, headers=KEY)).status_code == 422


async def test_a_repeated_approval_is_told_how_the_post_stands_by_now(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk)
    (delivery,) = (await submitted(desk))["deliveries"]
    publisher.prompt = False
    seen = {"hash": delivery["hash"], "version": delivery["version"]}
    async with desk.signed_in("approver") as client:
        call = f"/api/deliveries/{delivery['id']}/approve"
        for _ in range(2):
            assert (await client.post(call, json=seen, headers=KEY)).status_code == 202
        publisher.decide()
        assert (await client.post(call, json=seen, headers=KEY)).json()["state"] == "approved"
        publisher.publish(delivery["id"])
        assert (await client.post(call, json=seen, headers=KEY)).json()["state"] == "posted"
    assert desk.topics.transitions() == ["post.submit", "post.approve"]


async def test_a_call_that_waits_holds_up_no_other(desk: PaperDesk) -> None:
    PaperPublisher(desk, prompt=False)
    async with desk.signed_in() as client:
        waits = asyncio.create_task(client.post("/api/posts?wait=10", json=POST, headers=KEY))
        async with asyncio.timeout(5):
            other = await client.post("/api/posts", json=POST, headers={"Idempotency-Key": "two"})
        assert other.status_code == 202
        assert not waits.done()
        desk.model.changes.close()
        assert (await waits).status_code == 202
