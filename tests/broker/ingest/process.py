"""Ingest as a process of its own, beside a real Kafka and the stand-in of X, to be killed and started again."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import httpx

from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.ingest_progress import INGEST_PROGRESS, Checkpoint
from shared.contracts.mention_changed import MENTION_CHANGED, Mention, MentionRemoved
from shared.contracts.record import Event, event_of
from shared.settings import CHECKOUT
from tests.support.broker import RealBroker
from tests.support.ports import free_ports
from tests.support.sandbox import XStandIn
from tests.support.waiting import wait_until


class Ingest:
    """The process, and what it has put onto the topics."""

    def __init__(self, broker: RealBroker, x: XStandIn, folder: Path, **settings: object) -> None:
        """Settings are those of services/ingest/settings.py by their own names: `silence=2`."""
        self._broker = broker
        self._folder = folder
        self._x = x
        self._settings = {f"INGEST_{name.upper()}": str(value) for name, value in settings.items()}
        self._port = free_ports(1)[0]
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start, or start again; returns at once."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.ingest", cwd=CHECKOUT, env={**os.environ, **self._environment()}
        )

    async def ready(self) -> None:
        """Return when it says that it is."""
        await wait_until(self._is_ready, 30, what="ingest is ready")

    async def kill(self) -> None:
        """Kill -9."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self) -> int:
        """Stop cleanly; its exit status."""
        if self._process is None or self._process.returncode is not None:
            return 0 if self._process is None else int(self._process.returncode or 0)
        self._process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self._process.wait(), 20)

    async def ended(self, deadline: float = 30) -> int:
        """Wait until it has ended by itself; its exit status."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), deadline)

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.returncode is None

    async def metrics(self) -> str:
        """What Prometheus would read."""
        async with httpx.AsyncClient() as client:
            return (await client.get(f"http://127.0.0.1:{self._port}/metrics")).text

    async def mentions(self) -> list[Event[Mention | MentionRemoved]]:
        """Everything committed on mention.changed."""
        records = await self._broker.read_all(MENTION_CHANGED.name)
        return [event for each in records if (event := event_of(MENTION_CHANGED, each.value, each.headers))]

    async def received(self, posts: Iterable[str]) -> Counter[str]:
        """How often each of these posts was received."""
        wanted = {f"x:{post}" for post in posts}
        return Counter(
            event.fact.id
            for event in await self.mentions()
            if event.transition == "mention.received" and event.fact.id in wanted
        )

    async def written(self, posts: Iterable[str]) -> dict[str, datetime]:
        """When the broker took each of these posts."""
        wanted = {f"x:{post}": post for post in posts}
        return {
            wanted[key]: datetime.fromtimestamp(each.timestamp / 1000, UTC)
            for each in await self._broker.read_all(MENTION_CHANGED.name)
            if (key := each.key.decode()) in wanted
        }

    async def mention(self, post: str) -> Mention:
        """Wait for the mention that a post is."""

        async def there() -> list[Mention]:
            facts = [event.fact for event in await self.mentions()]
            return [fact for fact in facts if isinstance(fact, Mention) and fact.id == f"x:{post}"]

        return (await wait_until(there, what=f"mention {post}"))[0]

    async def arrive_once(self, posts: Iterable[str], deadline: float = 40) -> None:
        """Wait until all of these posts were received; fails when one was received twice."""
        wanted = list(posts)

        async def all_there() -> bool:
            return len(await self.received(wanted)) == len(wanted)

        await wait_until(all_there, deadline, what=f"all {len(wanted)} mentions")
        doubled = {key: count for key, count in (await self.received(wanted)).items() if count != 1}
        assert doubled == {}

    async def report(self, account: str = "x_hastings") -> ChannelReport | None:
        """The last report of an account."""
        found = None
        for each in await self._broker.read_all(CHANNEL_REPORTED.name):
            event = event_of(CHANNEL_REPORTED, each.value, each.headers)
            if event and event.fact.account == account:
                found = event.fact
        return found

    async def reports(self, state: str, account: str = "x_hastings", deadline: float = 30) -> ChannelReport:
        """Wait until an account is reported in that state."""

        async def reported() -> ChannelReport | None:
            report = await self.report(account)
            return report if report and report.state == state else None

        found = await wait_until(reported, deadline, what=f"{account} reported {state}")
        assert found is not None
        return found

    async def complete_checkpoint(self) -> Checkpoint:
        """Wait until the last checkpoint says that nothing is missing."""

        async def complete() -> Checkpoint | None:
            last = (await self._broker.read_all(INGEST_PROGRESS.name))[-1]
            event = event_of(INGEST_PROGRESS, last.value, last.headers)
            return event.fact if event and event.fact.complete else None

        found = await wait_until(complete, what="a complete checkpoint")
        assert found is not None
        return found

    async def counted(self, fate: str, least: int) -> None:
        """Wait until so many posts have met that fate since the process began."""

        async def enough() -> bool:
            lines = [line for line in (await self.metrics()).splitlines() if f'fate="{fate}"' in line]
            return sum(float(line.split()[-1]) for line in lines if "_total" in line) >= least

        await wait_until(enough, what=f"{least} posts counted as {fate}")

    async def _is_ready(self) -> bool:
        assert self.alive, "ingest ended while it started; its own words are above"
        try:
            async with httpx.AsyncClient() as client:
                return (await client.get(f"http://127.0.0.1:{self._port}/health/ready")).is_success
        except httpx.TransportError:
            return False

    def _environment(self) -> dict[str, str]:
        return {
            "BLUELAMP_KAFKA": self._broker.bootstrap,
            "BLUELAMP_HOME": str(self._folder),
            "BLUELAMP_SECRETS": str(self._x.secrets),
            "BLUELAMP_SANDBOX": "true",
            "BLUELAMP_X_ORIGIN": self._x.origin,
            "INGEST_HEALTH_PORT": str(self._port),
            **self._settings,
        }
