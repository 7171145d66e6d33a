"""The stream does what it is told to get wrong, for as long as it is told, and then is good again."""

import httpx
import pytest

from tests.support.sandbox import XStandIn
from tests.support.waiting import wait_until
from tests.unit.sandbox.listener import FIELDS, SEARCH, STREAM, listening


async def test_duplicate_delivery_delivers_twice_as_often_as_told(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    await x_stand_in.fault("stream", "duplicate_delivery", count=2, account="sbx_hastings")
    async with listening(api) as stream:
        for text in ("@sbx_rother other", "@sbx_hastings a", "@sbx_hastings b", "@sbx_hastings c"):
            await x_stand_in.mention(text.split()[0], text)
        await wait_until(lambda: "@sbx_hastings c" in stream.texts, what="the last one")
    assert stream.texts == ["@sbx_rother other", *["@sbx_hastings a"] * 2, *["@sbx_hastings b"] * 2, "@sbx_hastings c"]


@pytest.mark.parametrize("notice", [True, False])
async def test_a_disconnect_closes_and_refuses_while_it_lasts(
    x_stand_in: XStandIn, api: httpx.AsyncClient, *, notice: bool
) -> None:
    async with listening(api) as stream:
        await x_stand_in.mention("sbx_hastings", "@sbx_hastings before")
        await x_stand_in.fault("stream", "disconnect", seconds=600, notice=notice)
        await stream.ended.wait()
    assert stream.texts == ["@sbx_hastings before"]
    assert not stream.broken
    errors = [each["errors"][0]["title"] for each in stream.messages if "errors" in each]
    assert errors == (["operational-disconnect"] if notice else [])
    assert (await api.get(STREAM)).status_code == 503
    await x_stand_in.clear_faults()
    async with listening(api) as stream:
        await x_stand_in.mention("sbx_hastings", "@sbx_hastings after")
        await stream.heard(1)


async def test_a_counted_disconnect_cuts_the_next_connections_too(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    async with listening(api) as first:
        await x_stand_in.fault("stream", "disconnect", count=2)
        await first.ended.wait()
    async with listening(api) as second:
        await second.ended.wait()
    async with listening(api) as third:
        await x_stand_in.mention("sbx_hastings", "@sbx_hastings third time lucky")
        await third.heard(1)


async def test_what_is_said_in_an_outage_is_found_by_search_alone(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    async with listening(api) as stream:
        await x_stand_in.mention("sbx_hastings", "@sbx_hastings seen")
        (seen,) = await stream.heard(1)
        await x_stand_in.fault("stream", "disconnect", seconds=600)
        await stream.ended.wait()
    missed = [await x_stand_in.mention("sbx_hastings", f"@sbx_hastings missed {each}") for each in range(25)]
    await x_stand_in.clear_faults()
    async with listening(api) as stream:
        found: list[str] = []
        asked = {**FIELDS, "query": "@sbx_hastings", "since_id": seen["data"]["id"], "max_results": "10"}
        pages = 0
        while True:
            page = (await api.get(SEARCH, params=asked)).json()
            pages += 1
            found += [each["id"] for each in page["data"]]
            if "next_token" not in page["meta"]:
                break
            asked["next_token"] = page["meta"]["next_token"]
    assert (pages, stream.lines) == (3, [])
    assert found == list(reversed(missed))


async def test_a_stalled_stream_says_nothing_at_all(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    async with listening(api) as stream:
        await x_stand_in.fault("stream", "stall", seconds=1.6)
        before = stream.keep_alives
        await x_stand_in.mention("sbx_hastings", "@sbx_hastings unheard")
        assert (stream.keep_alives, stream.lines) == (before, [])
        await wait_until(lambda: stream.keep_alives > before, what="it is over")
        await x_stand_in.mention("sbx_hastings", "@sbx_hastings heard")
        await stream.heard(1)
    assert stream.texts == ["@sbx_hastings heard"]


async def test_a_stall_without_an_end_stays_with_its_connection(x_stand_in: XStandIn, api: httpx.AsyncClient) -> None:
    async with listening(api) as stalled:
        await x_stand_in.fault("stream", "stall")
        await x_stand_in.mention("sbx_hastings", "@sbx_hastings unheard")
        await api.delete("/2/connections/all")
        await stalled.ended.wait()
    async with listening(api) as fresh:
        await x_stand_in.mention("sbx_hastings", "@sbx_hastings heard")
        await fresh.heard(1)
    assert stalled.lines == []


async def test_garbage_comes_in_three_kinds_and_the_last_breaks_off(
    x_stand_in: XStandIn, api: httpx.AsyncClient
) -> None:
    async with listening(api) as stream:
        await x_stand_in.fault("stream", "garbage", count=2)
        await x_stand_in.mention("sbx_hastings", "@sbx_hastings between")
        await stream.heard(1)
        await x_stand_in.fault("stream", "garbage", count=3)
        await stream.ended.wait()
    page, overlong, post, _, _, half = stream.lines
    assert page.startswith(b"<html>")
    assert len(overlong) > 512 * 1024
    assert b"between" in post
    assert half == b'{"data":{"id":"17'
    assert stream.broken


@pytest.mark.parametrize(("kind", "status"), [("rate_limit", 429), ("503", 503), ("unauthorised", 401)])
async def test_connecting_is_refused_as_often_as_told(
    x_stand_in: XStandIn, api: httpx.AsyncClient, kind: str, status: int
) -> None:
    await x_stand_in.fault("stream", kind, count=2)
    answers = [await api.get(STREAM) for _ in range(2)]
    assert [each.status_code for each in answers] == [status, status]
    assert ("x-rate-limit-reset" in answers[0].headers) == (kind == "rate_limit")
    if kind == "503":
        assert [each.headers["content-type"].split(";")[0] for each in answers] == [
            "application/problem+json",
            "text/html",
        ]
    async with listening(api):
        pass


async def test_faults_that_do_not_exist_are_refused_by_name(api: httpx.AsyncClient) -> None:
    orders: list[tuple[dict[str, object], int, str]] = [
        ({"on": "likes", "kind": "503"}, 422, "stream, search, post, media, delete, timeline, lookup"),
        ({"on": "search", "kind": "disconnect"}, 422, "lag, rate_limit, 503, unauthorised"),
        ({"on": "stream", "kind": "503", "count": 0}, 422, "count"),
        ({"on": "stream", "kind": "503", "account": "sbx_hastings"}, 422, "leave it out"),
        ({"on": "stream", "kind": "duplicate_delivery", "account": "sbx_nowhere"}, 404, "sbx_mid_sussex"),
        ({"on": "search", "kind": "lag"}, 422, "seconds"),
        ({"on": "stream", "kind": "garbage", "seconds": 3}, 422, "count"),
        ({"on": "stream", "kind": "503", "colour": "blue"}, 422, "colour"),
    ]
    for order, status, named in orders:
        answer = await api.post("/control/faults", json=order)
        assert (answer.status_code, named in answer.json()["detail"]) == (status, True), answer.text
    assert (await api.delete("/control/faults")).json() == {"cleared": 0}


async def test_garbage_that_is_left_when_a_stream_ends_waits_for_the_next(
    x_stand_in: XStandIn, api: httpx.AsyncClient
) -> None:
    async with listening(api) as stream:
        await x_stand_in.fault("stream", "garbage", count=4)
        await stream.ended.wait()
    async with listening(api) as stream:
        await wait_until(lambda: stream.lines, what="the page that was left")
    assert stream.lines[0].startswith(b"<html>")
