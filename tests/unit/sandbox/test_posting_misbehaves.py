"""Every fault of posts and timelines: what is answered, and whether the post stands all the same."""

import asyncio
import time
from typing import Any

import httpx
import pytest

from tests.support.sandbox import XStandIn
from tests.support.waiting import wait_until
from tests.unit.sandbox.signed import HASTINGS, ROTHER

TIMELINE = f"/2/users/{HASTINGS.user}/tweets"


async def post(client: httpx.AsyncClient, text: str) -> httpx.Response:
    """Try to post."""
    return await client.post("/2/tweets", json={"text": text})


async def texts(stand_in: XStandIn) -> list[str]:
    """What stands on the platform."""
    return [each["text"] for each in await stand_in.posts()]


async def effects(stand_in: XStandIn) -> list[tuple[str, int, bool]]:
    """The calls as the log has them: account, status, whether it took effect."""
    return [(each["account"], each["status"], each["took_effect"]) for each in await stand_in.calls()]


def kind_of(answer: httpx.Response) -> tuple[int, str]:
    """Its status and type."""
    return answer.status_code, answer.headers["content-type"].partition(";")[0]


PROBLEM_503, PAGE_503 = (503, "application/problem+json"), (503, "text/html")


async def test_503_after_success_posts_and_says_it_did_not(x_stand_in: XStandIn, hastings: httpx.AsyncClient) -> None:
    await x_stand_in.fault("post", "503_after_success", count=2)
    assert [kind_of(await post(hastings, each)) for each in ("a", "b")] == [PROBLEM_503, PAGE_503]
    assert (await post(hastings, "a")).status_code == 403
    assert (await post(hastings, "c")).status_code == 201
    assert await texts(x_stand_in) == ["a", "b", "c"]
    assert [took for _, _, took in await effects(x_stand_in)] == [True, True, False, True]


async def test_503_posts_nothing(x_stand_in: XStandIn, hastings: httpx.AsyncClient) -> None:
    await x_stand_in.fault("post", "503", count=2)
    assert [kind_of(await post(hastings, "a")) for _ in range(2)] == [PROBLEM_503, PAGE_503]
    assert await texts(x_stand_in) == []
    assert (await post(hastings, "a")).status_code == 201


@pytest.mark.parametrize(("kind", "took"), [("reset_after_success", True), ("disconnect", False)])
async def test_a_connection_is_reset_with_and_without_effect(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, kind: str, *, took: bool
) -> None:
    await x_stand_in.fault("post", kind)
    with pytest.raises(httpx.ReadError):
        await post(hastings, "a")
    assert await texts(x_stand_in) == (["a"] if took else [])
    assert await effects(x_stand_in) == [("sbx_hastings", 0, took)]
    assert (await post(hastings, "b")).status_code == 201


async def test_a_reset_is_a_reset(x_stand_in: XStandIn, hastings: httpx.AsyncClient) -> None:
    await x_stand_in.fault("post", "reset_after_success")
    with pytest.raises(httpx.ReadError) as broken:
        await post(hastings, "a")
    causes: list[BaseException] = [broken.value]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(cause)
    assert any(isinstance(each, ConnectionResetError) for each in causes)


async def test_a_slow_answer_comes_after_its_effect(x_stand_in: XStandIn, hastings: httpx.AsyncClient) -> None:
    await x_stand_in.fault("post", "slow", seconds=0.4)
    started = time.monotonic()
    sending = asyncio.create_task(post(hastings, "a"))
    await wait_until(lambda: texts(x_stand_in), what="the post stands before it is answered")
    assert not sending.done()
    assert (await sending).status_code == 201
    assert time.monotonic() - started >= 0.4
    assert (await post(hastings, "b")).elapsed.total_seconds() < 0.4


@pytest.mark.parametrize("effect", ["before", "after"])
async def test_a_slow_call_takes_effect_though_its_client_gave_up(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, effect: str
) -> None:
    await x_stand_in.fault("post", "slow", seconds=0.4, effect=effect)
    with pytest.raises(httpx.ReadTimeout):
        await hastings.post("/2/tweets", json={"text": "a"}, timeout=0.2)
    assert await texts(x_stand_in) == (["a"] if effect == "before" else [])
    await wait_until(lambda: effects(x_stand_in), what="the call is in the log")
    assert await effects(x_stand_in) == [("sbx_hastings", 0, True)]
    assert await texts(x_stand_in) == ["a"]


async def test_a_slow_call_can_be_refused_in_the_end(x_stand_in: XStandIn, hastings: httpx.AsyncClient) -> None:
    await x_stand_in.fault("post", "slow", seconds=0.05, effect="after")
    assert (await post(hastings, "")).status_code == 400
    assert (await post(hastings, "a")).elapsed.total_seconds() >= 0.05
    assert (await post(hastings, "b")).status_code == 201


async def test_garbage_is_no_json_half_of_it_or_without_an_id(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient
) -> None:
    await x_stand_in.fault("post", "garbage", count=3)
    none, half, nameless = [await post(hastings, each) for each in ("a", "b", "c")]
    assert [each.status_code for each in (none, half, nameless)] == [201, 201, 201]
    for broken in (none, half):
        with pytest.raises(ValueError, match=r"Expecting|decode|Unterminated"):
            broken.json()
    assert half.content.startswith(b'{"data":')
    assert nameless.json()["data"]["text"] == "c"
    assert "id" not in nameless.json()["data"]
    assert await texts(x_stand_in) == ["a", "b", "c"]


async def test_a_call_that_is_refused_uses_no_fault_up(x_stand_in: XStandIn, hastings: httpx.AsyncClient) -> None:
    await x_stand_in.fault("post", "503_after_success")
    assert (await post(hastings, "")).status_code == 400
    assert (await post(hastings, "a")).status_code == 503


@pytest.mark.parametrize("reset", [True, False])
async def test_a_rate_limit_says_when_it_ends_or_does_not(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, *, reset: bool
) -> None:
    await x_stand_in.fault("post", "rate_limit", seconds=60, reset=reset)
    answer = await post(hastings, "a")
    assert answer.status_code == 429
    assert ("x-rate-limit-reset" in answer.headers) == reset
    assert not reset or 58 <= int(answer.headers["x-rate-limit-reset"]) - time.time() <= 61
    assert await texts(x_stand_in) == []


async def test_a_fault_can_hit_one_account_alone(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, rother: httpx.AsyncClient
) -> None:
    await x_stand_in.fault("post", "unauthorised", account="@SBX_Hastings")
    await x_stand_in.fault("timeline", "503", seconds=60, account="sbx_rother")
    assert (await post(rother, "a")).status_code == 201
    assert (await post(hastings, "a")).status_code == 401
    assert (await post(hastings, "a")).status_code == 201
    assert (await rother.get(TIMELINE)).status_code == 200
    assert (await hastings.get(f"/2/users/{ROTHER.user}/tweets")).status_code == 503


@pytest.mark.parametrize("on", ["post", "timeline"])
async def test_down_is_everything_in_turn_refused_and_cut_off(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, on: str
) -> None:
    made = (await post(hastings, "before")).json()["data"]["id"]
    await x_stand_in.fault(on, "down", seconds=60)
    assert kind_of(await post(hastings, "a")) == PROBLEM_503
    with pytest.raises(httpx.TransportError):
        await hastings.get(TIMELINE)
    assert kind_of(await hastings.delete(f"/2/tweets/{made}")) == PAGE_503
    with pytest.raises(httpx.TransportError):
        await post(hastings, "a")
    await x_stand_in.clear_faults()
    assert (await hastings.get(TIMELINE)).json()["meta"]["result_count"] == 1


async def test_a_timeline_that_lags_shows_later_what_was_posted_meanwhile(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, rother: httpx.AsyncClient
) -> None:
    await post(hastings, "before")
    await x_stand_in.fault("timeline", "lag", seconds=60, account="sbx_hastings")
    made = (await post(hastings, "meanwhile")).json()["data"]["id"]
    await post(rother, "next door")

    async def shown(user: str) -> list[str]:
        answer: dict[str, Any] = (await hastings.get(f"/2/users/{user}/tweets")).json()
        return [each["text"] for each in answer.get("data", [])]

    assert await shown(HASTINGS.user) == ["before"]
    assert await shown(ROTHER.user) == ["next door"]
    assert (await hastings.get(f"/2/tweets/{made}")).status_code == 200
    await x_stand_in.clear_faults()
    assert await shown(HASTINGS.user) == ["meanwhile", "before"]


async def test_timelines_and_lookups_fail_too(x_stand_in: XStandIn, hastings: httpx.AsyncClient) -> None:
    await post(hastings, "a")
    await x_stand_in.fault("timeline", "garbage", count=3)
    broken = [await hastings.get(TIMELINE) for _ in range(3)]
    assert [each.status_code for each in broken] == [200, 200, 200]
    assert list(broken[2].json()["data"][0]) == ["text", "edit_history_tweet_ids"]
    await x_stand_in.fault("timeline", "slow", seconds=5)
    with pytest.raises(httpx.ReadTimeout):
        await hastings.get(TIMELINE, timeout=0.1)

    async def logged() -> bool:
        return (await effects(x_stand_in))[-1] == ("sbx_hastings", 0, False)

    await wait_until(logged, what="the call that nobody waited for is in the log")
    await x_stand_in.fault("timeline", "disconnect")
    with pytest.raises(httpx.TransportError):
        await hastings.get(TIMELINE)
    await x_stand_in.fault("lookup", "rate_limit")
    assert (await hastings.get("/2/users/by", params={"usernames": "sbx_hastings"})).status_code == 429
    assert (await hastings.get("/2/users/by", params={"usernames": "sbx_hastings"})).status_code == 200


async def test_faults_that_make_no_sense_are_refused_by_name(hastings: httpx.AsyncClient) -> None:
    orders: list[tuple[dict[str, object], int, str]] = [
        ({"on": "post", "kind": "lag", "seconds": 5}, 422, "503_after_success"),
        ({"on": "timeline", "kind": "503_after_success"}, 422, "does not happen on timeline"),
        ({"on": "timeline", "kind": "lag"}, 422, "seconds"),
        ({"on": "post", "kind": "503", "effect": "after"}, 422, "effect: goes with slow only"),
        ({"on": "post", "kind": "slow", "effect": "later"}, 422, "effect"),
        ({"on": "post", "kind": "slow", "reset": False}, 422, "reset: goes with rate_limit only"),
        ({"on": "post", "kind": "503", "account": "sbx_nowhere"}, 404, "sbx_mid_sussex"),
        ({"on": "lookup", "kind": "503", "account": "sbx_hastings"}, 422, "leave it out"),
    ]
    for order, status, named in orders:
        answer = await hastings.post("/control/faults", json=order)
        assert answer.status_code == status, order
        assert named in answer.json()["detail"]
