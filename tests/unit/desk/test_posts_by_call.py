"""Posts by JSON calls: sent for approval, decided by the publisher alone, and refused with what to do instead."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from shared.contracts.post_sampled import PostSample
from tests.support.desk import PaperDesk, person
from tests.support.publishing import PaperPublisher

TEXT = "A man has been arrested on suspicion of theft after a report in Queens Road."


@pytest.fixture
def publisher(desk: PaperDesk) -> PaperPublisher:
    """Decides at once."""
    return PaperPublisher(desk)


async def sent(
    client: httpx.AsyncClient, text: str = TEXT, account: str = "x_hastings", **more: object
) -> httpx.Response:
    body = {"deliveries": [{"account": account, "text": text}], **more}
    return await client.post("/api/posts?wait=2", json=body)


async def submitted(
    desk: PaperDesk, text: str = TEXT, *, by: str = "officer", account: str = "x_hastings"
) -> dict[str, Any]:
    async with desk.signed_in(by) as client:
        answer = await sent(client, text, account)
    assert answer.status_code == 201, answer.text
    (delivery,) = answer.json()["deliveries"]
    found: dict[str, Any] = delivery
    return found


async def asked(
    desk: PaperDesk,
    delivery: str,
    verb: str,
    body: dict[str, Any] | None = None,
    *,
    by: str = "approver",
    wait: int = 2,
) -> httpx.Response:
    async with desk.signed_in(by) as client:
        return await client.post(f"/api/deliveries/{delivery}/{verb}?wait={wait}", json=body)


def seen(delivery: dict[str, Any]) -> dict[str, Any]:
    return {"hash": delivery["hash"], "version": delivery["version"]}


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
async def test_nobody_approves_what_they_wrote(desk: PaperDesk) -> None:
    delivery = await submitted(desk, by="approver")
    refused = await asked(desk, delivery["id"], "approve", seen(delivery))
    assert refused.status_code == 403
    assert refused.json()["title"] == "Somebody else has to approve what you wrote."
    entry = desk.audited()[-1]
    assert (entry.act, entry.on, entry.outcome) == ("post.approve", (delivery["id"],), "refused")
    assert desk.topics.transitions() == ["post.submit"]


@pytest.mark.usefixtures("publisher")
@pytest.mark.parametrize("forged", [{"hash": "0" * 64}, {"version": 7}])
async def test_a_forged_hash_or_another_version_approves_nothing(desk: PaperDesk, forged: dict[str, Any]) -> None:
    delivery = await submitted(desk)
    refused = await asked(desk, delivery["id"], "approve", seen(delivery) | forged)
    assert refused.status_code == 409
    assert desk.topics.transitions() == ["post.submit"]


@pytest.mark.usefixtures("publisher")
async def test_an_approver_without_training_or_of_another_district_approves_nothing(desk: PaperDesk) -> None:
    delivery = await submitted(desk)
    desk.add(person("lapsed", "approver", "hastings").model_copy(update={"training": ()}))
    desk.add(person("elsewhere", "approver", "crawley"))
    assert "no training" in (await asked(desk, delivery["id"], "approve", seen(delivery), by="lapsed")).json()["title"]
    for who in ("lapsed", "elsewhere", "officer"):
        refused = await asked(desk, delivery["id"], "approve", seen(delivery), by=who)
        assert refused.status_code == 403, who
    assert [entry.who for entry in desk.audited() if entry.outcome == "refused"] == [
        "lapsed",
        "lapsed",
        "elsewhere",
        "officer",
    ]


async def test_what_the_publisher_refuses_is_told_with_its_reason(desk: PaperDesk, publisher: PaperPublisher) -> None:
    delivery = await submitted(desk)
    publisher.prompt = False
    withdrawn = await asked(desk, delivery["id"], "withdraw", by="officer", wait=0)
    assert withdrawn.status_code == 202
    publisher.prompt = True
    refused = await asked(desk, delivery["id"], "approve", seen(delivery))
    assert refused.status_code == 409
    assert "cannot be approved" in refused.json()["title"]
    async with desk.signed_in() as client:
        shown = (await client.get(f"/api/deliveries/{delivery['id']}")).json()
    assert shown["state"] == "void"
    assert [each["asked"] for each in shown["refusals"]] == ["post.approve"]


BAD: list[tuple[dict[str, Any], str]] = [
    ({"account": "x_atlantis"}, "There is no account x_atlantis here."),
    ({"text": "  "}, "The text is empty."),
    ({"text": "x" * 281}, "The text is 1 character longer than the 280 that X takes."),
    ({"text": "one \x00 two"}, "What was sent cannot be read."),
    ({"not_before": "2020-01-01T00:00:00Z"}, "Its time has passed."),
    ({"not_before": "0001-01-01T00:00:00+05:00"}, "What was sent cannot be read."),
    ({"not_before": "9999-12-31T23:59:59Z"}, "Its time is more than a year away."),
    ({"not_before": "2026-01-01T00:00:00"}, "What was sent cannot be read."),
    ({"reply_to": "x:1"}, "Replies come later."),
    ({"incident": "fire"}, "Posts for an incident come later."),
    ({"deliveries": []}, "0 deliveries were sent."),
    ({"deliveries": [{"account": "x_hastings", "text": "a", "media": ["b"]}]}, "Pictures come later."),
]


@pytest.mark.usefixtures("publisher")
@pytest.mark.parametrize(("wrong", "title"), BAD, ids=[title for _, title in BAD])
async def test_what_is_wrong_is_named_and_nothing_is_sent(desk: PaperDesk, wrong: dict[str, Any], title: str) -> None:
    async with desk.signed_in("supervisor") as client:
        answer = await sent(client, **wrong)
    assert (answer.status_code, answer.json()["title"]) == (422, title)
    assert answer.json()["detail"]
    assert desk.topics.written == []


@pytest.mark.usefixtures("publisher")
async def test_an_account_of_another_district_is_refused_and_on_record(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        assert (await sent(client, account="x_crawley")).status_code == 403
        assert (await sent(client, account="x_force")).status_code == 403
    assert [(entry.act, entry.on, entry.outcome) for entry in desk.audited()] == [
        ("post.submit", ("x_crawley",), "refused"),
        ("post.submit", ("x_force",), "refused"),
    ]


@pytest.mark.usefixtures("publisher")
async def test_several_accounts_have_words_of_their_own_or_none_of_it_is_sent(desk: PaperDesk) -> None:
    same = [{"account": "x_hastings", "text": "Road closed!"}, {"account": "x_rother", "text": "ROAD closed."}]
    own = [{"account": "x_hastings", "text": "Road closed!"}, {"account": "x_rother", "text": "Camber road closed"}]
    late = [*own, {"account": "x_crawley", "text": ""}]
    async with desk.signed_in("media") as client:
        refused = await client.post("/api/posts", json={"deliveries": same})
        assert refused.status_code == 422
        assert "Hastings Police and Rother Police" in refused.json()["title"]
        assert (await client.post("/api/posts", json={"deliveries": late})).status_code == 422
        assert desk.topics.written == []
        taken = await client.post("/api/posts?wait=2", json={"deliveries": own})
        listed = (await client.get(taken.headers["location"])).json()
    assert taken.status_code == 201
    assert {each["account"] for each in listed} == {"x_hastings", "x_rother"}
    assert {each["post"] for each in listed} == {taken.json()["post"]}


@pytest.mark.usefixtures("publisher")
async def test_a_post_is_seen_in_the_districts_of_its_account_alone(desk: PaperDesk) -> None:
    delivery = await submitted(desk)
    async with desk.signed_in("officer_crawley") as client:
        assert (await client.get(f"/api/deliveries/{delivery['id']}")).status_code == 403
        assert (await client.get("/api/deliveries")).json() == []
    async with desk.signed_in("it") as client:
        assert (await client.get("/api/deliveries")).status_code == 403
    force = await submitted(desk, by="media", account="x_force")
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
    there = {"outcome": "posted", "url": "https://x.com/sbx_hastings/status/1900000000000000001"}
    assert (await asked(desk, delivery["id"], "settle", there, by="officer")).status_code == 403
    assert (await asked(desk, delivery["id"], "settle", {"outcome": "posted"})).status_code == 422
    assert (await asked(desk, delivery["id"], "settle", {"outcome": "lost"})).status_code == 422
    elsewhere = {"outcome": "posted", "url": "https://x.com/somebody/status/1"}
    assert (await asked(desk, delivery["id"], "settle", elsewhere)).status_code == 409
    settled = await asked(desk, delivery["id"], "settle", there)
    assert (settled.json()["state"], settled.json()["platform_id"]) == ("posted", "1900000000000000001")


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


@pytest.mark.usefixtures("publisher")
async def test_taking_down_is_said_to_come_later(desk: PaperDesk) -> None:
    delivery = await submitted(desk)
    refused = await asked(desk, delivery["id"], "take-down", {"reason": "the man was found"})
    assert refused.status_code == 422
    assert "on the platform itself" in refused.json()["detail"]
    assert desk.topics.transitions() == ["post.submit"]


async def test_while_kafka_is_away_nothing_is_sent_and_that_is_said(desk: PaperDesk) -> None:
    desk.topics.away = True
    async with desk.signed_in() as client:
        assert (await sent(client)).status_code == 503
        assert (await client.get("/api/deliveries")).json() == []
    assert [entry.outcome for entry in desk.audited()] == ["done", "refused"]


@pytest.mark.usefixtures("publisher")
async def test_may_post_is_what_a_draft_would_be_told(desk: PaperDesk) -> None:
    desk.add(person("lapsed", "officer", "hastings").model_copy(update={"training": ()}))
    for who, may in (("officer", True), ("lapsed", False)):
        async with desk.signed_in(who) as client:
            (account,) = (await client.get("/api/accounts")).json()
            assert (account["id"], account["may_post"]) == ("x_hastings", may)
            assert ((await sent(client)).status_code == 201) is may
