"""The sampler as a process of its own, with a registry whose accounts no other test has; to be killed and restarted."""

import asyncio
import os
import shutil
import signal
import sys
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import httpx

from shared.clock import LONDON, now
from shared.contracts.account_sampled import ACCOUNT_SAMPLED, AccountSample
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.contribution_changed import CONTRIBUTION_CHANGED, Contribution
from shared.contracts.post_changed import POST_CHANGED, Delivery
from shared.contracts.post_requested import Content
from shared.contracts.post_sampled import POST_SAMPLED, PostSample
from shared.contracts.record import event_of, record_of
from shared.contracts.topic import FactT, Topic
from shared.settings import CHECKOUT
from tests.support.broker import RealBroker
from tests.support.ports import free_ports
from tests.support.sandbox import XStandIn
from tests.support.waiting import wait_until

IDS = "x_"
"""How the registry's account ids begin; a test's own begin otherwise."""


class Sampler:
    """The process, and what it has put onto the topics about the accounts of this test."""

    def __init__(self, broker: RealBroker, x: XStandIn, folder: Path, **settings: object) -> None:
        """Settings are those of services/metrics/settings.py by their own names: `period=0.2`."""
        self.broker = broker
        self.x = x
        self.ours = f"t{uuid.uuid4().hex[:8]}_"
        self.registry = folder / "force"
        shutil.copytree(CHECKOUT / "deploy" / "force", self.registry)
        self.change("accounts.toml", f'id = "{IDS}', f'id = "{self.ours}')
        self._folder = folder
        self._settings = {f"METRICS_{name.upper()}": str(value) for name, value in settings.items()}
        self._port = free_ports(1)[0]
        self._process: asyncio.subprocess.Process | None = None

    def id(self, account: str) -> str:
        """This test's id of an account that the registry calls `x_<account>`."""
        return f"{self.ours}{account}"

    def change(self, file: str, old: str, new: str) -> None:
        """Change a file of this test's registry."""
        text = (self.registry / file).read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old}"
        (self.registry / file).write_text(text.replace(old, new), encoding="utf-8")

    async def start(self) -> None:
        """Start, or start again; returns when it is ready."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.metrics",
            "sampler",
            cwd=CHECKOUT,
            env={**os.environ, **self._environment()},
        )
        await wait_until(self._is_ready, 30, what="the sampler is ready")

    async def kill(self) -> None:
        """Kill -9."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self) -> int:
        """Stop cleanly; its exit status."""
        if self._process is None or self._process.returncode is not None:
            return 0
        self._process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self._process.wait(), 20)

    async def publish(self, platform_id: str, account: str = "hastings", state: str = "posted") -> Delivery:
        """The publisher says that a post of ours is on the platform (or is deleted there)."""
        at = now()
        content = Content(account=self.id(account), text="Hello")
        delivery = Delivery.model_validate(
            {
                "id": f"{self.ours}{platform_id}",
                "post": "p1",
                "platform": "x",
                "content": content,
                "hash": content.hash,
                "version": 4,
                "state": state,
                "author": "officer",
                "submitted_at": at,
                "platform_id": platform_id,
                "posted_at": at,
                "changed_at": at,
            }
        )
        record = record_of(POST_CHANGED, f"post.{state}", delivery, id=str(uuid.uuid4()), source="publisher", time=at)
        await self.broker.publish([record])
        return delivery

    async def followers(self, account: str = "hastings") -> list[AccountSample]:
        """The counts of an account's followers, oldest first."""
        return [each for each in await self._facts(ACCOUNT_SAMPLED) if each.account == self.id(account)]

    async def engagement(self, delivery: str) -> list[PostSample]:
        """The counts of a post, oldest first."""
        return [each for each in await self._facts(POST_SAMPLED) if each.delivery == delivery]

    async def contribution(self, entity: str) -> Contribution | None:
        """The one that was written last."""
        found = [each for each in await self._facts(CONTRIBUTION_CHANGED) if each.entity == entity]
        return found[-1] if found else None

    async def contributed(self, entity: str, **amounts: int | None) -> Contribution:
        """Wait until an entity's contribution has these amounts."""

        async def there() -> Contribution | None:
            found = await self.contribution(entity)
            return found if found and amounts.items() <= dict(found.amounts).items() else None

        found = await wait_until(there, what=f"{entity} with {amounts}")
        assert found is not None
        return found

    async def report(self, account: str = "hastings") -> ChannelReport | None:
        """The last report of an account."""
        found = [each for each in await self._facts(CHANNEL_REPORTED) if each.account == self.id(account)]
        return found[-1] if found else None

    async def reported(self, state: str, account: str = "hastings") -> ChannelReport:
        """Wait until an account is reported in that state."""

        async def there() -> ChannelReport | None:
            report = await self.report(account)
            return report if report and report.state == state else None

        found = await wait_until(there, 30, what=f"{account} reported {state}")
        assert found is not None
        return found

    async def spent(self, usd: float, account: str = "hastings") -> ChannelReport:
        """Wait until so much is reported as spent today."""

        async def there() -> ChannelReport | None:
            report = await self.report(account)
            return report if report and report.spend_usd_today == usd else None

        found = await wait_until(there, what=f"{usd} dollars spent on {account}")
        assert found is not None
        return found

    def today(self, account: str = "hastings") -> str:
        """The entity of an account on the present day."""
        return f"account:{self.id(account)}|{datetime.now(LONDON).date()}"

    async def charged_today(self) -> tuple[int, int]:
        """How many accounts and posts were read in this UTC day, whoever's test it was."""
        day = datetime.now(UTC).date()
        users = {each.account for each in await self._facts(ACCOUNT_SAMPLED) if each.at.date() == day}
        posts = {each.platform_id for each in await self._facts(POST_SAMPLED) if each.at.date() == day}
        return len(users), len(posts)

    async def _facts(self, topic: Topic[FactT]) -> Iterable[FactT]:
        records = await self.broker.read_all(topic.name)
        events = (event_of(topic, each.value, each.headers) for each in records)
        return [event.fact for event in events if event]

    async def _is_ready(self) -> bool:
        assert self._process is not None
        assert self._process.returncode is None, "the sampler ended while it started; its own words are above"
        try:
            async with httpx.AsyncClient() as client:
                return (await client.get(f"http://127.0.0.1:{self._port}/health/ready")).is_success
        except httpx.TransportError:
            return False

    def _environment(self) -> dict[str, str]:
        return {
            "BLUELAMP_KAFKA": self.broker.bootstrap,
            "BLUELAMP_HOME": str(self._folder),
            "BLUELAMP_REGISTRY": str(self.registry),
            "BLUELAMP_SECRETS": str(self.x.secrets),
            "BLUELAMP_SANDBOX": "true",
            "BLUELAMP_X_ORIGIN": self.x.origin,
            "METRICS_SAMPLER_HEALTH_PORT": str(self._port),
            "METRICS_ACCEPT_BAD_RECORDS": "true",  # other tests' accounts are not in this one's registry
            **self._settings,
        }
