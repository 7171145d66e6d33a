"""Posts, pictures and deletions alike: every fault of a call that changes something, with and without its effect."""

import base64
import io
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.support.sandbox import XStandIn

PATIENT, IMPATIENT = httpx.Timeout(10), httpx.Timeout(0.4)

Change = Callable[[httpx.AsyncClient, str], Awaitable[httpx.Response]]


def picture() -> str:
    """A picture in base64."""
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "PNG")
    return base64.b64encode(written.getvalue()).decode()


async def post(client: httpx.AsyncClient, made: str) -> httpx.Response:
    """Post something new."""
    return await client.post("/2/tweets", json={"text": f"after {made}"})


async def delete(client: httpx.AsyncClient, made: str) -> httpx.Response:
    """Delete what was posted."""
    return await client.delete(f"/2/tweets/{made}")


async def upload(client: httpx.AsyncClient, _: str) -> httpx.Response:
    """Give a picture."""
    body = {"media": picture(), "media_category": "tweet_image"}
    return await client.post("/2/media/upload", json=body)


async def timeline(client: httpx.AsyncClient, _: str) -> httpx.Response:
    """Read it."""
    return await client.get("/2/users/1000000000000000001/tweets")


CHANGES: dict[str, Change] = {"post": post, "delete": delete, "media": upload}

FAULTS: dict[str, tuple[dict[str, Any], int | type[Exception], bool]] = {
    "503 after success": ({"kind": "503_after_success"}, 503, True),
    "a reset after success": ({"kind": "reset_after_success"}, httpx.ReadError, True),
    "a slow answer": ({"kind": "slow", "seconds": 5}, httpx.ReadTimeout, True),
    "garbage": ({"kind": "garbage"}, ValueError, True),
    "503": ({"kind": "503"}, 503, False),
    "a reset": ({"kind": "disconnect"}, httpx.ReadError, False),
    "down": ({"kind": "down", "seconds": 60}, 503, False),
    "a revoked token": ({"kind": "unauthorised", "seconds": 60}, 401, False),
    "a limit that says until when": ({"kind": "rate_limit"}, 429, False),
    "a limit that does not": ({"kind": "rate_limit", "reset": False}, 429, False),
}


async def effect(stand_in: XStandIn, call: Awaitable[httpx.Response], said: int | type[Exception]) -> bool:
    """Make the call, see that it ends as it should, and tell whether it took effect."""
    if isinstance(said, int):
        assert (await call).status_code == said
    else:
        with pytest.raises(said):
            (await call).json()
    await stand_in.clear_faults()
    return bool((await stand_in.calls())[-1]["took_effect"])


@pytest.mark.parametrize("on", CHANGES)
@pytest.mark.parametrize(("fault", "said", "took"), FAULTS.values(), ids=FAULTS)
async def test_a_change_fails_as_it_was_told_to(
    x_stand_in: XStandIn,
    hastings: httpx.AsyncClient,
    on: str,
    fault: dict[str, Any],
    said: int | type[Exception],
    *,
    took: bool,
) -> None:
    made = (await hastings.post("/2/tweets", json={"text": "before"})).json()["data"]["id"]
    await x_stand_in.fault(on, **fault)
    call = CHANGES[on](hastings, made)
    if fault["kind"] == "slow":
        hastings.timeout = IMPATIENT
        with pytest.raises(httpx.ReadTimeout):
            await call
    else:
        assert await effect(x_stand_in, call, said) is took
    posts = await x_stand_in.posts()
    if on == "post":
        assert [each["text"] for each in posts] == ["before", f"after {made}"][: 1 + took]
    if on == "delete":
        assert [each["deleted"] for each in posts] == [took]


@pytest.mark.parametrize("on", CHANGES)
async def test_a_fault_of_one_account_leaves_the_others_alone(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, rother: httpx.AsyncClient, on: str
) -> None:
    for number, (fault, said, _) in enumerate(FAULTS.values()):
        made = {
            client: (await client.post("/2/tweets", json={"text": f"before {number}"})).json()["data"]["id"]
            for client in (hastings, rother)
        }
        await x_stand_in.fault(on, account="sbx_rother", **fault)
        assert (await CHANGES[on](hastings, made[hastings])).is_success, "another account's"
        if fault["kind"] != "down":
            other = "post" if on == "media" else "media"
            assert (await CHANGES[other](rother, made[rother])).is_success, "another call"
        rother.timeout = IMPATIENT if fault["kind"] == "slow" else PATIENT
        call = CHANGES[on](rother, made[rother])
        if isinstance(said, int):
            assert (await call).status_code == said
        else:
            with pytest.raises(said):
                (await call).json()
        rother.timeout = PATIENT
        await x_stand_in.clear_faults()


@pytest.mark.parametrize("on", [*CHANGES, "timeline"])
async def test_down_is_down_for_every_call_of_an_account(
    x_stand_in: XStandIn, hastings: httpx.AsyncClient, on: str
) -> None:
    made = (await hastings.post("/2/tweets", json={"text": "before"})).json()["data"]["id"]
    await x_stand_in.fault(on, "down", seconds=3_600)
    answers = []
    for change in (*CHANGES.values(), timeline):
        try:
            answers.append((await change(hastings, made)).status_code)
        except httpx.TransportError:
            answers.append(0)
    assert answers == [503, 0, 503, 0]


async def test_a_limit_says_in_seconds_until_when(x_stand_in: XStandIn, hastings: httpx.AsyncClient) -> None:
    for on, change in CHANGES.items():
        await x_stand_in.fault(on, "rate_limit", seconds=60)
        answer = await change(hastings, "5")
        assert 58 <= int(answer.headers["x-rate-limit-reset"]) - time.time() <= 61
        await x_stand_in.clear_faults()


async def test_a_spoilt_answer_has_no_proof_in_it(x_stand_in: XStandIn, hastings: httpx.AsyncClient) -> None:
    for on, proof in (("post", "id"), ("media", "id"), ("delete", "deleted")):
        made = (await hastings.post("/2/tweets", json={"text": f"before {on}"})).json()["data"]["id"]
        await x_stand_in.fault(on, "garbage", count=3)
        for turn in range(3):
            if on == "delete":
                made = (await hastings.post("/2/tweets", json={"text": f"to delete {turn}"})).json()["data"]["id"]
            answer = await CHANGES[on](hastings, f"{made}{turn}" if on == "post" else made)
            assert answer.is_success
        assert proof not in answer.json()["data"]
