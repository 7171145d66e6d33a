"""Whom an account may answer on X's smaller plans: who mentioned it, and itself."""

import httpx
import pytest

from tests.support.sandbox import StartXStandIn, XStandIn
from tests.unit.sandbox.signed import HASTINGS, signed_by


async def reply(client: httpx.AsyncClient, to: str, text: str = "Thank you") -> httpx.Response:
    """Try to answer a post."""
    return await client.post("/2/tweets", json={"text": text, "reply": {"in_reply_to_tweet_id": to}})


@pytest.mark.parametrize("text", ["@sbx_hastings is it open?", "is it open, @sbx_Hastings?", "no name, but named"])
async def test_who_mentioned_the_account_is_answered(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, text: str
) -> None:
    asked = await x_stand_in.mention("sbx_hastings", text)
    assert (await reply(hastings, asked)).status_code == 201
    assert [each["in_reply_to"] for each in await x_stand_in.posts("sbx_hastings")] == [asked]


async def test_somebody_who_did_not_is_not(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, rother: httpx.AsyncClient
) -> None:
    asked = await x_stand_in.mention("sbx_rother", "@sbx_rother is it open?")
    refused = await reply(hastings, asked)
    assert refused.status_code == 403
    assert "neither mentioned nor quoted" in refused.json()["detail"]
    assert await x_stand_in.posts("sbx_hastings") == []
    first = (await reply(rother, asked)).json()["data"]["id"]
    assert (await reply(hastings, first)).status_code == 403


async def test_an_account_goes_on_from_its_own_posts(x_stand_in: XStandIn, hastings: httpx.AsyncClient) -> None:
    first = (await hastings.post("/2/tweets", json={"text": "Part one"})).json()["data"]["id"]
    second = (await reply(hastings, first, "Part two")).json()["data"]["id"]
    assert (await reply(hastings, second, "Part three")).status_code == 201
    assert [each["in_reply_to"] for each in await x_stand_in.posts()] == [None, first, second]


async def test_on_larger_plans_anybody_is_answered(start_x_stand_in: StartXStandIn) -> None:
    stand_in = await start_x_stand_in(replies="anybody")
    asked = await stand_in.mention("sbx_rother", "@sbx_rother is it open?")
    async with signed_by(stand_in, HASTINGS) as client:
        assert (await reply(client, asked)).status_code == 201
