"""Posts that may not go out so: named, refused with what to do instead, on record, and nothing is sent."""

from typing import Any

import pytest

from tests.support.desk import PaperDesk, person
from tests.support.publishing import PaperPublisher, approved_delivery
from tests.unit.desk.post_calls import asked, seen, sent, submitted


@pytest.fixture
def publisher(desk: PaperDesk) -> PaperPublisher:
    """Decides at once."""
    return PaperPublisher(desk)


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
    ({"text": "\u200b\u2060"}, "The text has no character that can be seen: write one."),
    ({"text": "x" * 281}, "The text is 1 character longer than the 280 that X takes."),
    ({"text": "one \x00 two"}, "What was sent cannot be read."),
    ({"not_before": "2020-01-01T00:00:00Z"}, "Its time has passed."),
    ({"not_before": "0001-01-01T00:00:00+05:00"}, "What was sent cannot be read."),
    ({"not_before": "9999-12-31T23:59:59Z"}, "Its time is more than a year away."),
    ({"not_before": "2026-01-01T00:00:00"}, "What was sent cannot be read."),
    ({"incident": "x" * 101}, "The incident's name is too long."),
    ({"deliveries": []}, "0 deliveries were sent."),
    ({"deliveries": [{"account": "x_hastings", "text": "a", "media": ["b"]}]}, "What was sent cannot be read."),
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


async def test_while_kafka_is_away_nothing_is_sent_and_that_is_said(desk: PaperDesk) -> None:
    desk.topics.away = True
    async with desk.signed_in() as client:
        assert (await sent(client)).status_code == 503
        assert (await client.get("/api/deliveries")).json() == []
    assert [entry.outcome for entry in desk.audited()] == ["done", "refused"]


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://x.com/sbx_crawley/status/1900", "That post is of @sbx_crawley, and this one was for @sbx_hastings."),
        ("https://elsewhere.example/a/status/1900", "Give the address of the post, such as https://x.com/sbx_hastings"),
        ("hello", "That is no address of a post."),
    ],
)
async def test_a_wrong_address_was_mistyped_and_is_no_conflict(
    desk: PaperDesk, publisher: PaperPublisher, url: str, title: str
) -> None:
    lost = publisher.lose(publisher.say(approved_delivery("Good morning", desk.clock())).id)
    answer = await asked(desk, lost.id, "settle", {"outcome": "posted", "url": url})
    assert answer.status_code == 422
    assert answer.json()["title"].startswith(title)
    assert publisher.deliveries[lost.id].state == "unknown"


async def test_what_is_wrong_in_itself_is_on_record_with_its_reason_too(desk: PaperDesk) -> None:
    for wrong in ({"not_before": "2020-01-01T00:00:00Z"}, {"not_before": "2999-01-01T00:00:00Z"}):
        async with desk.signed_in() as client:
            refused = await sent(client, **wrong)
        assert refused.status_code == 422
        entry = desk.audited()[-1]
        assert (entry.act, entry.on) == ("post.submit", ("x_hastings",))
        assert (entry.outcome, entry.why) == ("refused", refused.json()["title"])
    assert desk.topics.written == []


@pytest.mark.usefixtures("publisher")
async def test_who_may_not_even_read_messages_is_on_record_with_what_they_tried(desk: PaperDesk) -> None:
    delivery = await submitted(desk)
    refused = await asked(desk, delivery["id"], "approve", seen(delivery), by="it")
    assert refused.status_code == 403
    entry = desk.audited()[-1]
    assert (entry.who, entry.on, entry.outcome) == ("it", (delivery["id"],), "refused")
    assert entry.act == "POST /api/deliveries/{delivery}/approve"
