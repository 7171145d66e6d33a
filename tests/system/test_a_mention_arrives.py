"""From the platform to the right desk: within a second, labelled, heard, and seen by those who may."""

import re
import time

import httpx
from aiokafka import AIOKafkaProducer

from shared.contracts.alert_changed import ALERT_CHANGED
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.mention_triaged import MENTION_TRIAGED
from tests.contracts.golden import golden_record
from tests.support.system import System, keys_on
from tests.support.waiting import wait_until

DANGER = "Man with a knife outside the chip shop in Queens Road NOW"
WITHIN_S = 3.0
"""The promise is one second; a machine that runs a whole test suite beside it is given three, the benchmark is not."""


async def test_a_mention_reaches_the_desk_with_labels(system: System) -> None:
    sent = await system.mention("Is it legal to ride an e-scooter at Camber?", account="sbx_rother")
    async with system.client() as desk:

        async def _labelled() -> bool:
            listed = (await desk.get("/api/mentions", params={"q": "scooter Camber"})).json()
            mentions = listed["mentions"] if isinstance(listed, dict) else listed
            return any(each["id"] == sent and "question" in each["tags"] for each in mentions)

        await wait_until(_labelled, 10, what="the mention is listed with its labels")


async def test_an_alarm_is_raised_within_a_second_though_a_transaction_hangs(system: System) -> None:
    kafka = system.endpoints["kafka"]
    hanging = AIOKafkaProducer(
        bootstrap_servers=kafka, transactional_id="somebody-who-hangs", transaction_timeout_ms=60_000
    )
    record = golden_record(MENTION_CHANGED, "mention.received")
    await hanging.start()
    try:
        await hanging.begin_transaction()
        for partition in range(MENTION_CHANGED.partitions):
            await hanging.send_and_wait(record.topic, record.value, record.key, partition, headers=record.headers)
        started = time.monotonic()
        sent = await system.mention(DANGER)
        async with system.client() as desk:

            async def _shown() -> bool:
                page = (await desk.get("/alerts")).text
                return sent in page and DANGER in re.sub("<[^>]+>", "", page)  # words that led to it are marked

            await wait_until(_shown, WITHIN_S, what="the alert with its words on the desk")
        assert time.monotonic() - started < WITHIN_S
        assert sent in await keys_on(kafka, ALERT_CHANGED.name)
        assert sent not in await keys_on(kafka, MENTION_TRIAGED.name)
    finally:
        await hanging.abort_transaction()
        await hanging.stop()


async def test_another_districts_mention_is_refused_with_a_reason(system: System) -> None:
    sent = await system.mention("E-scooters flying through Tilgate Park every evening", account="sbx_crawley")
    async with system.client() as supervisor, system.client("officer") as hastings:

        async def _there() -> bool:
            return (await supervisor.get(f"/mentions/{sent}")).status_code == httpx.codes.OK

        await wait_until(_there, 10, what="the supervisor sees it")
        refused = await hastings.get(f"/mentions/{sent}")
        assert refused.status_code == 403
        assert "Tilgate" not in refused.text
        claim = await hastings.post(f"/api/mentions/{sent}/claim")
        assert claim.status_code == 403
        assert claim.headers["content-type"] == "application/problem+json"
        assert claim.json()["detail"]
