"""Control calls: what people do on the platform, what it kept of it, and what came in."""

import asyncio

import httpx
import pytest

from tests.support.sandbox import XStandIn
from tests.unit.sandbox.listener import SEARCH, STREAM

MENTION = {"account": "sbx_hastings", "author": "jo", "text": "@sbx_hastings hello"}


@pytest.mark.parametrize(
    ("changed", "status", "named"),
    [
        ({"account": "sbx_nowhere"}, 404, "sbx_hastings, sbx_rother"),
        ({"text": ""}, 422, "text"),
        ({"text": " \n"}, 422, "text"),
        ({"text": "x" * 25_001}, 422, "25000"),
        ({"author": "sixteen_letters_"}, 422, "author"),
        ({"author": "no spaces"}, 422, "author"),
        ({"at": "2026-10-01T08:00:00"}, 422, "at"),
        ({"at": "yesterday"}, 422, "at"),
        ({"lang": "english please"}, 422, "lang"),
        ({"reply_to": "1"}, 404, "reply_to"),
        ({"reply_to": "9" * 19}, 404, "reply_to"),
        ({"reply_to": "x"}, 422, "reply_to"),
        ({"colour": "blue"}, 422, "colour"),
        ({"text": None}, 422, "text"),
    ],
)
async def test_a_mention_that_cannot_be_is_refused_by_name(
    api: httpx.AsyncClient, changed: dict[str, object], status: int, named: str
) -> None:
    answer = await api.post("/control/mentions", json={**MENTION, **changed})
    assert answer.status_code == status, answer.text
    assert named in answer.json()["detail"]
    assert (await api.get("/control/posts")).json() == {"posts": []}


async def test_bodies_that_are_no_json_objects_are_refused(api: httpx.AsyncClient) -> None:
    for body, status in ((b"{", 400), (b"", 400), (b"\xff", 400), (b'{"text": "\\ud800"}', 400), (b"[]", 422)):
        assert (await api.post("/control/mentions", content=body)).status_code == status, body
    assert (await api.post("/control/mentions", content=b" " * 9_000_000)).status_code == 413


async def test_what_is_not_served_says_so(api: httpx.AsyncClient) -> None:
    for method, path in (("POST", "/2/media/upload/initialize"), ("GET", "/2/trends"), ("PUT", "/control/mentions")):
        answer = await api.request(method, path)
        assert answer.status_code in {404, 405}
        assert f"{method} {path}" in answer.json()["detail"]


async def test_without_the_token_nothing_is_shown(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {x_stand_in.token}"}):
        async with httpx.AsyncClient(base_url=x_stand_in.origin, headers=headers) as stranger:
            answer = await stranger.get(STREAM)
            assert answer.status_code == 401
            assert answer.json()["title"] == "Unauthorized"
            assert (await stranger.get("/health/ready")).status_code == 200
    assert (await api.get(SEARCH, params={"query": "@sbx_hastings"})).status_code == 200


async def test_a_deleted_mention_is_found_nowhere_and_still_held(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    gone, kept = [await x_stand_in.mention("sbx_hastings", f"@sbx_hastings {each}") for each in ("a", "b")]
    await x_stand_in.take_back(gone)
    await x_stand_in.take_back(gone)
    found = (await api.get(SEARCH, params={"query": "@sbx_hastings"})).json()
    assert [each["id"] for each in found["data"]] == [kept]
    assert (await api.get(f"/2/tweets/{gone}")).status_code == 404
    both = (await api.get("/2/tweets", params={"ids": f"{gone},{kept}"})).json()
    assert [each["id"] for each in both["data"]] == [kept]
    assert [each["resource_id"] for each in both["errors"]] == [gone]
    author = (await api.get("/2/users/by/username/a_passer_by", params={"user.fields": "public_metrics"})).json()[
        "data"
    ]
    assert author["public_metrics"]["tweet_count"] == 1
    held = (await api.get("/control/posts")).json()["posts"]
    assert [(each["id"], each["deleted"]) for each in held] == [(gone, True), (kept, False)]
    assert (await api.post("/control/mentions", json={**MENTION, "reply_to": gone})).status_code == 404
    assert (await api.delete("/control/mentions/1")).status_code == 404


async def test_posts_are_held_by_their_author(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    own = await x_stand_in.mention("sbx_rother", "@sbx_rother from next door", "sbx_hastings")
    await x_stand_in.mention("sbx_hastings", "@sbx_hastings hello")
    held = (await api.get("/control/posts", params={"account": "@sbx_hastings"})).json()["posts"]
    assert [each["id"] for each in held] == [own]
    assert (await api.get("/control/posts", params={"account": "nobody"})).status_code == 404


async def test_counts_move_and_are_shown(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    post = await x_stand_in.mention("sbx_rother", "@sbx_rother hello", "sbx_hastings")
    await x_stand_in.control("POST", "engagement", {"post": post, "likes": 7})
    await x_stand_in.control("POST", "engagement", {"post": post, "reposts": 3})
    shown = (await api.get(f"/2/tweets/{post}", params={"tweet.fields": "public_metrics"})).json()["data"]
    counted = shown["public_metrics"]
    assert (counted["like_count"], counted["reply_count"], counted["retweet_count"]) == (7, 0, 3)
    await x_stand_in.control("POST", "followers", {"account": "sbx_hastings", "count": 625})
    await x_stand_in.control("POST", "followers", {"account": "sbx_hastings", "count": 9, "at": "2012-01-01T00:00:00Z"})
    asked = {"user.fields": "public_metrics", "usernames": "SBX_HASTINGS,sbx_force,nobody"}
    users = (await api.get("/2/users/by", params=asked)).json()
    assert [each["public_metrics"]["followers_count"] for each in users["data"]] == [625, 881]
    assert [each["public_metrics"]["tweet_count"] for each in users["data"]] == [1, 0]
    assert users["errors"][0]["value"] == "nobody"
    assert (await api.get("/2/users/by/username/sbx_hastings")).json()["data"]["id"] == "1000000000000000001"
    assert (await api.post("/control/engagement", json={"post": "5", "likes": 1})).status_code == 404
    assert (await api.post("/control/followers", json={"account": "sbx_hastings", "count": -1})).status_code == 422


async def test_every_call_is_logged(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    await api.get("/2/users/by/username/sbx_rother")
    await api.get(SEARCH, params={"query": "cats"})
    calls = await x_stand_in.calls()
    assert [(each["method"], each["path"], each["status"], each["took_effect"]) for each in calls] == [
        ("POST", "/2/tweets/search/stream/rules", 201, True),
        ("GET", "/2/users/by/username/sbx_rother", 200, True),
        ("GET", SEARCH, 400, False),
    ]
    assert calls[1]["account"] == "sbx_rother"
    later = (await api.get("/control/calls", params={"since": calls[2]["time"]})).json()["calls"]
    assert later[-1] == calls[2]
    assert len((await api.get("/control/calls", params={"since": "2100-01-01T00:00:00Z"})).json()["calls"]) == 0
    assert (await api.get("/control/calls", params={"since": "now"})).status_code == 422


async def test_a_kill_loses_nothing_that_was_answered(x_process: XStandIn) -> None:
    answered: list[str] = []

    async def keep_talking(author: str) -> None:
        for each in range(10_000):
            try:
                answered.append(await x_process.mention("sbx_hastings", f"@sbx_hastings {each}", author))
            except httpx.TransportError:
                return
            if len(answered) == 100:
                await x_process.kill()

    await asyncio.gather(*(keep_talking(f"author_{each}") for each in range(4)))
    await x_process.start()
    held = [each["id"] for each in (await x_process.control("GET", "posts"))["posts"]]
    assert len(answered) >= 100
    assert set(answered) <= set(held)
    assert held == sorted(set(held), key=int)
    assert int(await x_process.mention("sbx_hastings", "@sbx_hastings again")) > int(held[-1])
