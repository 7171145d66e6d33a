"""A whole desk on a real broker, with topics, ports and a home of its own."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from services.desk.app import Desk
from services.desk.domain.session import sign_in_token
from services.desk.readmodel.topics import DeskTopics
from services.desk.settings import DeskSettings
from shared.clock import new_id, now
from shared.contracts.fact import Fact
from shared.contracts.record import Record, record_of
from shared.contracts.topic import Topic
from shared.registry import load_registry
from shared.settings import CommonSettings
from tests.support.broker import RealBroker
from tests.support.desk import DEMO_KEY
from tests.support.ports import free_ports
from tests.support.waiting import wait_until


@dataclass
class RunningDesk:
    """A desk, and how to speak to it."""

    desk: Desk
    url: str

    def client(self, person: str = "officer") -> httpx.AsyncClient:
        """A client with this person's token."""
        token = sign_in_token(person, DEMO_KEY)
        return httpx.AsyncClient(base_url=self.url, headers={"Authorization": f"Bearer {token}"}, timeout=20)

    async def caught_up(self) -> None:
        """Return when it has read what there was, and may write."""
        await wait_until(lambda: self.desk.health.ready, 30, what="the desk is ready")


async def own_topics(broker: RealBroker) -> DeskTopics:
    """Topics of a test's own, as the contracts say."""
    plain = DeskTopics()
    made = {name: await broker.topic_for(topic) for name, topic in vars(plain).items() if isinstance(topic, Topic)}
    return DeskTopics(
        **made,
        dead=await broker.topic("desk.dead", partitions=6),
        replay=await broker.topic("desk.replay", partitions=6),
    )


def fact_record(topic: Topic[Any], transition: str, fact: Fact) -> Record:
    """What another service would write."""
    return record_of(topic, transition, fact, id=new_id(), source="test", time=now())


@contextlib.asynccontextmanager
async def running(broker: RealBroker, topics: DeskTopics, home: Path) -> AsyncIterator[RunningDesk]:
    """A desk that runs for the duration, and stops cleanly."""
    _put_secrets(home / "secrets")
    common = CommonSettings(
        kafka=broker.bootstrap, home=home, secrets=home / "secrets", sandbox=True, x_origin="http://127.0.0.1:1"
    )
    port, health_port = free_ports(2)
    settings = DeskSettings(port=port, health_port=health_port)
    desk = Desk(
        common, settings, load_registry(common.registry), topics=topics, transactional_id=f"desk-{topics.work.name}"
    )
    stop = asyncio.Event()
    serving = asyncio.create_task(desk.run(stop))
    try:
        yield RunningDesk(desk, f"http://127.0.0.1:{port}")
    finally:
        stop.set()
        async with asyncio.timeout(20):
            await serving


def _put_secrets(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "desk_session_key").write_text("a session key", encoding="utf-8")
    (folder / "demo_sign_in_key").write_text(DEMO_KEY, encoding="utf-8")
