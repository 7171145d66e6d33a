"""An account's timeline: newest first, in pages, within ids and times, for the app and for the account itself."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.support.sandbox import StartXStandIn, XStandIn
from tests.unit.sandbox.listener import client_of
from tests.unit.sandbox.signed import HASTINGS, signed_by, tweepy_as

TIMELINE = f"/2/users/{HASTINGS.user}/tweets"


async def posted(client: httpx.AsyncClient, *texts: str) -> list[str]:
    """Post; the ids."""
    return [str((await client.post("/2/tweets", json={"text": each})).json()["data"]["id"]) for each in texts]


async def ids(client: httpx.AsyncClient, **asked: str) -> list[str]:
    """The ids that a page shows."""
    answer = await client.get(TIMELINE, params=asked)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json().get("data", [])]


async def test_pages_lead_from_the_newest_to_the_oldest(hastings: httpx.AsyncClient) -> None:
    made = await posted(hastings, *(f"number {each}" for each in range(12)))
    found: list[str] = []
    asked = {"max_results": "5"}
    for _ in range(3):
        page = (await hastings.get(TIMELINE, params=asked)).json()
        found += [each["id"] for each in page["data"]]
        if token := page["meta"].get("next_token"):
            asked["pagination_token"] = token
    assert found == made[::-1]
    assert "next_token" not in page["meta"]
    assert (page["meta"]["newest_id"], page["meta"]["oldest_id"]) == (made[1], made[0])


async def test_ids_and_times_bound_it(hastings: httpx.AsyncClient) -> None:
    made = await posted(hastings, "a", "b", "c", "d")
    assert await ids(hastings, since_id=made[0], until_id=made[3]) == [made[2], made[1]]
    now = datetime.now(UTC)
    assert await ids(hastings, start_time=(now - timedelta(seconds=30)).isoformat()) == made[::-1]
    assert await ids(hastings, start_time=(now + timedelta(seconds=30)).isoformat()) == []
    assert await ids(hastings, end_time=(now - timedelta(seconds=30)).isoformat()) == []


async def test_a_time_in_a_signed_call_of_tweepys_is_good(x_stand_in: XStandIn, hastings: httpx.AsyncClient) -> None:
    made = await posted(hastings, "a")
    async with tweepy_as(x_stand_in, HASTINGS) as client:
        page = await client.get_users_tweets(
            HASTINGS.user,
            user_auth=True,
            start_time=datetime.now(UTC) - timedelta(seconds=5),
            max_results=100,
            tweet_fields=["created_at", "entities", "note_tweet", "referenced_tweets"],
        )
    assert [str(each.id) for each in page.data] == made


async def test_only_its_own_posts_are_in_it_and_none_that_were_taken_back(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, rother: httpx.AsyncClient
) -> None:
    mention = await x_stand_in.mention("sbx_hastings", "@sbx_hastings hello")
    (gone, kept) = await posted(hastings, "gone", "kept")
    await posted(rother, "next door")
    reply = await hastings.post("/2/tweets", json={"text": "hi", "reply": {"in_reply_to_tweet_id": mention}})
    await hastings.delete(f"/2/tweets/{gone}")
    async with client_of(x_stand_in) as app:
        assert await ids(app) == [reply.json()["data"]["id"], kept]
        assert await ids(app, exclude="replies,retweets") == [kept]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"max_results": "4"}, "max_results"),
        ({"max_results": "101"}, "max_results"),
        ({"start_time": "yesterday"}, "start_time"),
        ({"since_id": "x"}, "since_id"),
        ({"pagination_token": "?"}, "pagination_token"),
        ({"exclude": "cats"}, "exclude"),
        ({"query": "cats"}, "query"),
    ],
)
async def test_what_it_does_not_take_is_refused(hastings: httpx.AsyncClient, asked: dict[str, str], named: str) -> None:
    answer = await hastings.get(TIMELINE, params=asked)
    assert answer.status_code == 400
    assert list(answer.json()["errors"][0]["parameters"]) == [named]


async def test_a_user_that_is_not_there_is_not_found(hastings: httpx.AsyncClient) -> None:
    assert (await hastings.get("/2/users/42/tweets")).status_code == 404


async def test_the_newer_names_are_understood_and_spoken(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(field_names="2.167")
    async with signed_by(stand_in, HASTINGS) as client:
        made = (await client.post("/2/tweets", json={"text": "a"})).json()["data"]
        assert made["edit_history_post_ids"] == [made["id"]]
        for name in ("post.fields", "tweet.fields"):
            (shown,) = (await client.get(TIMELINE, params={name: "public_metrics"})).json()["data"]
            assert shown["public_metrics"]["repost_count"] == 0
