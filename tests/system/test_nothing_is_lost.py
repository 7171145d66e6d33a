"""Each process is killed while 500 mentions flow and the stream is cut twice: all 500 arrive, once each."""

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from aiokafka.errors import KafkaError

from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.mention_triaged import MENTION_TRIAGED
from tests.support.system import System, free_port_base, keys_on, start_system, stop_system
from tests.support.waiting import wait_until

MENTIONS = 500
PACE_S = 0.02
KILLED_AFTER = {60: "ingest", 140: "triage", 220: "desk", 300: "sandbox-x", 380: "kafka", 460: "ingest"}
CUT_AFTER = (100, 340)
LATER = "mention.relabelled"
"""A mention that found the encoder still starting is labelled again later, which is no second delivery of it."""
ARRIVAL_DEADLINE_S = 120
"""Kafka's own restart after kill -9, and the recovery that follows, take most of it."""


@pytest.fixture
def own_system(tmp_path: Path) -> Iterator[System]:
    """A system of this test's own: it is hurt, and nobody else should see it."""
    running = start_system(tmp_path, port_base=free_port_base())
    yield running
    stop_system(running)


async def _mention(system: System, text: str) -> str:
    """As `System.mention`, again while the stand-in is down; a mention may then be on the platform twice, as two."""
    posted: list[str] = []

    async def _try() -> bool:
        with contextlib.suppress(httpx.HTTPError):
            posted.append(await system.mention(text))
        return bool(posted)

    await wait_until(_try, 30, what="the stand-in takes a mention")
    return posted[0]


async def _cut(system: System) -> None:
    await system.fault("stream", "disconnect", seconds=3)


@pytest.mark.timeout(400)
async def test_500_mentions_survive_the_death_of_everything(own_system: System) -> None:
    sent: set[str] = set()
    for number in range(MENTIONS):
        if process := KILLED_AFTER.get(number):
            own_system.kill(process)
        if number in CUT_AFTER:
            await _cut(own_system)
        sent.add(await _mention(own_system, f"Mention number {number}: lovely morning on the front"))
        await asyncio.sleep(PACE_S)

    for topic in (MENTION_CHANGED.name, MENTION_TRIAGED.name):

        async def _all_there(name: str = topic) -> bool:
            with contextlib.suppress(KafkaError):  # the broker may still be starting after its kill -9
                return sent <= set(await keys_on(own_system.endpoints["kafka"], name))
            return False

        await wait_until(_all_there, ARRIVAL_DEADLINE_S, what=f"all mentions on {topic}")
        counted = await keys_on(own_system.endpoints["kafka"], topic, without=LATER)
        assert {key: count for key, count in counted.items() if count > 1} == {}
