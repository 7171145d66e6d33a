"""Posts by JSON calls: sent for approval, decided by the publisher alone, seen where they belong."""

from datetime import timedelta

import pytest

from shared.contracts.post_sampled import PostSample
from shared.x.snowflake import first_id_at
from tests.support.desk import PaperDesk, person
from tests.support.publishing import PaperPublisher
from tests.unit.desk.post_calls import TEXT, asked, seen, sent, submitted


@pytest.fixture
def publisher(desk: PaperDesk) -> PaperPublisher:
    """Decides at once."""
    return PaperPublisher(desk)


@pytest.mark.usefixtures("publisher")
async def test_the_way_of_a_post(desk: PaperDesk) -> None:
    delivery = await submitted(desk)
    assert delivery["state"] == "submitted"
    approved = await asked(desk, delivery["id"], "approve", seen(delivery))
    assert approved.status_code == 200
    assert approved.json().items() >= {"state": "approved", "approver": "approver", "author": "officer"}.items()
    assert [entry.act for entry in desk.audited()] == ["post.submit", "post.approve"]
    assert desk.topics.transitions() == ["post.submit", "post.approve"]


async def test_what_is_published_says_where_and_how_it_fares(desk: PaperDesk, publisher: PaperPublisher) -> None:
    delivery = await submitted(desk)
    await asked(desk, delivery["id"], "approve", seen(delivery))
    posted = publisher.publish(delivery["id"])
    assert posted.platform_id
    assert posted.posted_at
    sample = PostSample(
        delivery=posted.id,
        account="x_hastings",
        platform="x",
        platform_id=posted.platform_id,
        posted_at=posted.posted_at,
        at=desk.clock(),
        likes=3,
    )
    older = sample.model_copy(update={"at": desk.clock() - timedelta(minutes=1), "likes": 1})
    desk.add(sample, older)
    async with desk.signed_in() as client:
        shown = (await client.get(f"/api/deliveries/{delivery['id']}")).json()
    assert (shown["state"], shown["platform_id"], shown["link"]) == ("posted", posted.platform_id, posted.link)
    assert (shown["counts"]["likes"], shown["counts"]["replies"]) == (3, None)
    assert [step["transition"] for step in shown["history"]][:2] == ["post.submitted", "post.approved"]


async def test_without_a_wait_it_is_told_where_to_look(desk: PaperDesk) -> None:
    PaperPublisher(desk, prompt=False)
    async with desk.signed_in() as client:
        answer = await client.post("/api/posts", json={"deliveries": [{"account": "x_hastings", "text": TEXT}]})
        (delivery,) = answer.json()["deliveries"]
        assert (answer.status_code, answer.headers["location"]) == (202, f"/api/deliveries/{delivery['id']}")
        shown = (await client.get(answer.headers["location"])).json()
        assert (shown["state"], shown["pending"]) == ("submitted", True)
    approved = await asked(desk, delivery["id"], "approve", seen(delivery), wait=0)
    assert approved.status_code == 202
    assert approved.headers["location"] == f"/api/deliveries/{delivery['id']}"


async def test_what_the_publisher_decides_later_is_seen_where_one_was_told_to_look(desk: PaperDesk) -> None:
    publisher = PaperPublisher(desk, prompt=False)
    async with desk.signed_in() as client:
        answer = await client.post("/api/posts", json={"deliveries": [{"account": "x_hastings", "text": TEXT}]})
        publisher.decide()
        shown = (await client.get(answer.headers["location"])).json()
    assert (shown["state"], shown["pending"]) == ("submitted", False)


@pytest.mark.usefixtures("publisher")
async def test_a_post_is_seen_in_the_districts_of_its_account_alone(desk: PaperDesk) -> None:
    delivery = await submitted(desk)
    async with desk.signed_in("officer_crawley") as client:
        assert (await client.get(f"/api/deliveries/{delivery['id']}")).status_code == 403
        assert (await client.get("/api/deliveries")).json() == []
    async with desk.signed_in("it") as client:
        assert (await client.get("/api/deliveries")).status_code == 403
    force = await submitted(desk, "Not for Hastings", by="media", account="x_force")
    async with desk.signed_in() as client:
        assert [each["id"] for each in (await client.get("/api/deliveries")).json()] == [delivery["id"]]
        assert (await client.get(f"/api/deliveries/{force['id']}")).status_code == 403
        assert (await client.get("/api/deliveries/nothing")).status_code == 404


@pytest.mark.usefixtures("publisher")
async def test_the_list_is_filtered_by_what_there_is(desk: PaperDesk) -> None:
    first, other = await submitted(desk), await submitted(desk, "Another", by="media", account="x_rother")
    async with desk.signed_in("supervisor") as client:
        for asked_for, found in (
            ("state=submitted,approved", [other, first]),
            ("state=posted", []),
            ("district=rother", [other]),
            ("account=x_hastings", [first]),
            ("limit=1&offset=1", [first]),
        ):
            listed = (await client.get(f"/api/deliveries?{asked_for}")).json()
            assert [each["id"] for each in listed] == [each["id"] for each in found], asked_for
        for wrong in ("state=gone", "district=atlantis", "account=x_atlantis"):
            assert (await client.get(f"/api/deliveries?{wrong}")).status_code == 422, wrong


@pytest.mark.usefixtures("publisher")
async def test_sent_back_with_a_reason_and_withdrawn_without(desk: PaperDesk) -> None:
    delivery = await submitted(desk)
    assert (await asked(desk, delivery["id"], "return", {"reason": " "})).status_code == 422
    assert (await asked(desk, delivery["id"], "return", {"reason": "Which road?", "version": 9})).status_code == 409
    assert (await asked(desk, delivery["id"], "return", {"reason": "Which road?"}, by="officer")).status_code == 403
    returned = await asked(desk, delivery["id"], "return", {"reason": "Which road?"})
    assert (returned.json()["state"], "Which road?" in returned.json()["reason"]) == ("returned", True)
    withdrawn = await asked(desk, delivery["id"], "withdraw", by="officer")
    assert withdrawn.json()["state"] == "void"
    assert (await asked(desk, delivery["id"], "withdraw", by="officer")).status_code == 409


@pytest.mark.usefixtures("publisher")
async def test_another_time_needs_another_approval(desk: PaperDesk) -> None:
    delivery = await submitted(desk)
    await asked(desk, delivery["id"], "approve", seen(delivery))
    later = (desk.clock() + timedelta(hours=2)).isoformat()
    moved = await asked(desk, delivery["id"], "reschedule", {"not_before": later}, by="officer")
    assert moved.json().items() >= {"state": "submitted", "version": 3, "approver": None}.items()
    assert moved.json()["hash"] != delivery["hash"]
    assert (await asked(desk, delivery["id"], "approve", seen(delivery))).status_code == 409
    assert (await asked(desk, delivery["id"], "approve", seen(moved.json()))).status_code == 200


async def test_an_unknown_one_is_settled_by_whoever_may_approve(desk: PaperDesk, publisher: PaperPublisher) -> None:
    delivery = await submitted(desk)
    await asked(desk, delivery["id"], "approve", seen(delivery))
    publisher.lose(delivery["id"])
    number = first_id_at(desk.clock())
    there = {"outcome": "posted", "url": f"https://x.com/sbx_hastings/status/{number}"}
    assert (await asked(desk, delivery["id"], "settle", there, by="officer")).status_code == 403
    assert (await asked(desk, delivery["id"], "settle", {"outcome": "posted"})).status_code == 422
    assert (await asked(desk, delivery["id"], "settle", {"outcome": "lost"})).status_code == 422
    elsewhere = {"outcome": "posted", "url": "https://x.com/somebody/status/1"}
    assert (await asked(desk, delivery["id"], "settle", elsewhere)).status_code == 422
    settled = await asked(desk, delivery["id"], "settle", there)
    assert (settled.json()["state"], settled.json()["platform_id"]) == ("posted", number)


async def test_one_that_is_not_there_is_tried_again_with_a_new_approval(
    desk: PaperDesk, publisher: PaperPublisher
) -> None:
    delivery = await submitted(desk)
    await asked(desk, delivery["id"], "approve", seen(delivery))
    publisher.lose(delivery["id"])
    settled = (await asked(desk, delivery["id"], "settle", {"outcome": "not_posted"})).json()
    assert settled["state"] == "abandoned"
    again = settled["again"]
    assert again["hash"] == delivery["hash"]
    assert (await asked(desk, again["id"], "approve", seen(again))).status_code == 403
    approved = await asked(desk, again["id"], "approve", seen(again), by="supervisor")
    assert approved.json().items() >= {"state": "approved", "replaces": delivery["id"]}.items()


async def test_of_two_who_say_that_it_is_not_there_the_second_makes_nothing_and_reads_which_one_stands(
    desk: PaperDesk, publisher: PaperPublisher
) -> None:
    delivery = await submitted(desk)
    await asked(desk, delivery["id"], "approve", seen(delivery))
    publisher.lose(delivery["id"])
    publisher.prompt = False
    first = await asked(desk, delivery["id"], "settle", {"outcome": "not_posted"}, wait=0)
    told = []
    for _ in range(2):
        second = await asked(desk, delivery["id"], "settle", {"outcome": "not_posted"}, by="supervisor", wait=0)
        assert second.status_code == 409
        told.append(second.json()["detail"])
        publisher.decide()
    again = first.json()["again"]["id"]
    assert told[0] == told[1] == f"See {again}, which took its place, or is about to."
    assert set(publisher.deliveries) == {delivery["id"], again}


async def test_what_the_publisher_refused_never_stands_for_what_took_the_place(
    desk: PaperDesk, publisher: PaperPublisher
) -> None:
    delivery = await submitted(desk)
    taken = publisher.deliveries[delivery["id"]].model_copy(update={"state": "void", "replaced_by": "0-the-first"})
    publisher.say(taken)
    for id_, state in (("0-the-first", "submitted"), ("9-the-second", "void")):
        publisher.say(taken.model_copy(update={"id": id_, "state": state, "replaces": taken.id, "replaced_by": None}))
    async with desk.signed_in() as client:
        shown = (await client.get(f"/api/deliveries/{delivery['id']}")).json()
    assert shown["again"]["id"] == "0-the-first"


@pytest.mark.usefixtures("publisher")
async def test_may_post_is_what_a_draft_would_be_told(desk: PaperDesk) -> None:
    desk.add(person("lapsed", "officer", "hastings").model_copy(update={"training": ()}))
    for who, may in (("officer", True), ("lapsed", False)):
        async with desk.signed_in(who) as client:
            (account,) = (await client.get("/api/accounts")).json()
            assert (account["id"], account["may_post"]) == ("x_hastings", may)
            assert ((await sent(client)).status_code == 201) is may
