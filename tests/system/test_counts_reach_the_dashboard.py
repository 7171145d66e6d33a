"""Followers and likes set on the platform are on district.measured, on the page and in the call, and survive kills."""

import json
from typing import Any

import httpx
import pytest

from services.metrics.settings import SandboxSamplerSettings
from shared.clock import LONDON, now
from shared.contracts.district_measured import DISTRICT_MEASURED
from shared.kafka.reader import Reader
from tests.support.posting import approved_posts, on_platform, until_settled
from tests.support.system import System
from tests.support.waiting import wait_until

PERIOD_S = SandboxSamplerSettings().period
WITHIN_S = 2 * PERIOD_S
"""What is promised."""
BACK_S = 40
"""A process that was killed is started again and finds its place; a busy machine takes its time."""

Measures = dict[str, dict[str, Any]]


async def _measured(system: System, district: str) -> Measures:
    """The last word for each key of a district, as any plain consumer reads it."""
    found: Measures = {}
    async with Reader(system.endpoints["kafka"]) as reader:
        await reader.open([DISTRICT_MEASURED.name])
        async for records in reader.to_end():
            for record in records:
                key = record.key.decode()
                found.pop(key, None)
                if record.value is not None and key.startswith(f"{district}|"):
                    found[key] = json.loads(record.value)
    return found


async def _called(system: System, district: str) -> Measures:
    """The same as the desk's call gives it."""
    async with system.client("officer") as desk:
        answer = await desk.get("/api/measures", params={"district": district})
    assert answer.status_code == httpx.codes.OK, answer.text
    return {f"{each['district']}|{each['platform']}|{each['measure']}|{each['period']}": each for each in answer.json()}


async def _control(system: System, call: str, **body: object) -> None:
    async with httpx.AsyncClient(base_url=system.endpoints["sandbox"]["x"], timeout=20) as x:
        (await x.post(f"/control/{call}", json=body)).raise_for_status()


def _key(district: str, measure: str) -> str:
    return f"{district}|x|{measure}|{now().astimezone(LONDON).date().isoformat()}"


async def _value_is(system: System, key: str, value: float, within: float) -> None:
    async def _there() -> bool:
        return (await _measured(system, key.partition("|")[0])).get(key, {}).get("value") == value

    await wait_until(_there, within, what=f"{key} is {value}")


@pytest.mark.timeout(180)
async def test_counts_are_on_the_topic_the_page_and_the_call_and_outlive_kills(system: System) -> None:
    (post,) = await approved_posts(system, ["Speed watch on the Horsham road, thank you all"], ["x_horsham"])
    await until_settled(system, [post])
    (held,) = [each for each in await on_platform(system, "sbx_horsham") if each["text"] == post.text]

    await _control(system, "followers", account="sbx_horsham", count=1234)
    await _control(system, "engagement", post=held["id"], likes=26, replies=2, reposts=5)
    await _value_is(system, _key("horsham", "followers"), 1234, WITHIN_S)
    await _value_is(system, _key("horsham", "likes"), 26, WITHIN_S)
    before = await _measured(system, "horsham")
    assert before[_key("horsham", "engagement_per_post")]["value"] == 33

    async def _same_everywhere() -> bool:
        called, measured = await _called(system, "horsham"), await _measured(system, "horsham")
        return called == measured and bool(called)

    await wait_until(_same_everywhere, WITHIN_S, what="the call gives what the topic has")
    async with system.client("supervisor") as desk:
        page = (await desk.get("/numbers/horsham")).text
    assert "1,234" in page
    assert ">26<" in page.replace("\n", "").replace(" ", "")

    for process in ("metrics-sampler", "metrics-aggregator"):
        system.kill(process)
    await _control(system, "followers", account="sbx_horsham", count=1235)
    await _value_is(system, _key("horsham", "followers"), 1235, BACK_S)
    after = await _measured(system, "horsham")
    changed = {key for key in before if after[key]["value"] != before[key]["value"]}
    followers = {key for key in before if "|followers" in key}
    assert changed <= followers
    assert after[_key("horsham", "likes")]["value"] == 26
