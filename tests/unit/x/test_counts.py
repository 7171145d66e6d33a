"""Counts of accounts and posts: old field names and new, and what is not told is missing, never zero."""

import json

import pytest

from shared.errors import NotAuthorised, RateLimited, Transient
from shared.x.client import XClient
from shared.x.counts import AccountCounts, PostCounts
from tests.unit.x.conftest import FakeX

LIMITS = {"x_rate_limit_limit": "300", "x_rate_limit_remaining": "7", "x_rate_limit_reset": "1790000000"}


def user(name: str, **metrics: object) -> dict[str, object]:
    return {"id": f"1{len(name)}", "username": name, "name": name, "public_metrics": metrics}


@pytest.mark.parametrize("posts", ["tweet_count", "post_count"])
async def test_followers_are_told_by_the_handle_that_was_asked_for(fake_x: FakeX, posts: str) -> None:
    fake_x.says(200, json.dumps({"data": [user("Hastings", followers_count=12, **{posts: 3})]}), **LIMITS)
    async with XClient(fake_x.origin, "t") as client:
        counted = await client.follower_counts(["hastings"])
    assert counted.found == {"hastings": AccountCounts("18", "Hastings", followers=12, posts=3)}
    assert counted.missing == {}
    assert [(limit.name, limit.remaining) for limit in counted.limits] == [("accounts", 7)]
    asked = fake_x.heads[0].partition("\r\n")[0]
    assert asked.startswith("GET /2/users/by?")
    assert "user.fields=public_metrics" in asked


async def test_an_account_that_x_does_not_tell_about_is_missing_with_its_words(fake_x: FakeX) -> None:
    problem = {"value": "gone", "resource_id": "gone", "title": "Not Found Error", "detail": "Could not find gone."}
    fake_x.says(
        200,
        json.dumps(
            {
                "data": [user("ok", followers_count=0), user("shy"), user("odd", followers_count="many"), 7],
                "errors": [problem, "no"],
            }
        ),
    )
    async with XClient(fake_x.origin, "t") as client:
        counted = await client.follower_counts(["ok", "gone", "shy", "odd"])
    assert {handle: counts.followers for handle, counts in counted.found.items()} == {"ok": 0}
    assert counted.missing["gone"] == "Could not find gone."
    assert set(counted.missing) == {"gone", "shy", "odd"}


@pytest.mark.parametrize("reposts", ["retweet_count", "repost_count"])
async def test_a_posts_counts_in_old_names_and_new(fake_x: FakeX, reposts: str) -> None:
    metrics = {reposts: 2, "like_count": 5, "reply_count": 0, "impression_count": 400, "bookmark_count": 9}
    fake_x.says(200, json.dumps({"data": [{"id": "77", "text": "Hello", "public_metrics": metrics}]}), **LIMITS)
    async with XClient(fake_x.origin, "t") as client:
        counted = await client.post_counts(["77"])
    assert counted.found == {"77": PostCounts("77", likes=5, replies=0, reposts=2, quotes=None, impressions=400)}
    assert [limit.name for limit in counted.limits] == ["posts"]
    assert "tweet.fields=public_metrics" in fake_x.heads[0]


async def test_a_deleted_post_is_missing_and_not_zero(fake_x: FakeX) -> None:
    problem = {"value": "78", "resource_id": "78", "title": "Not Found Error", "type": "about:blank"}
    fake_x.says(200, json.dumps({"data": [{"id": "77", "public_metrics": {"like_count": 1}}], "errors": [problem]}))
    async with XClient(fake_x.origin, "t") as client:
        counted = await client.post_counts(["77", "78", "79"])
    assert set(counted.found) == {"77"}
    assert counted.missing == {"78": "Not Found Error", "79": "X does not tell its counts, and not why"}


async def test_nothing_but_errors_is_nothing_found(fake_x: FakeX) -> None:
    fake_x.says(200, json.dumps({"errors": [{"value": "1", "detail": "gone"}]}))
    async with XClient(fake_x.origin, "t") as client:
        assert (await client.post_counts(["1"])).missing == {"1": "gone"}


@pytest.mark.parametrize(("status", "error"), [(401, NotAuthorised), (429, RateLimited), (503, Transient)])
async def test_a_refused_look_up_says_what_to_do(fake_x: FakeX, status: int, error: type[Exception]) -> None:
    fake_x.says(status, "{}")
    async with XClient(fake_x.origin, "t") as client:
        with pytest.raises(error):
            await client.follower_counts(["a"])
