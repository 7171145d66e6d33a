"""Wires the desk: pages and calls, the read model and those who feed it, the journal and its relay."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Iterator
from functools import partial
from typing import NoReturn
from urllib.parse import urljoin

import uvicorn

from services.desk.acts.office import Office
from services.desk.link import Link
from services.desk.lookout import Lookout
from services.desk.pages.application import application
from services.desk.pages.site import Site
from services.desk.pages.static import desk_assets
from services.desk.readmodel.freshness import Freshness
from services.desk.readmodel.intake import EarlyIntake, Intake
from services.desk.readmodel.model import ReadModel
from services.desk.readmodel.sessions import Sessions
from services.desk.readmodel.store import Store
from services.desk.readmodel.topics import DeskTopics
from services.desk.readmodel.uploads import Uploads
from services.desk.settings import DeskSettings
from services.desk.tidying import keep_tidy
from shared.audit import AuditJournal, AuditRelay
from shared.clock import now
from shared.errors import Misconfigured, Transient
from shared.health import Health
from shared.kafka.follow import Follower
from shared.kafka.writer import IdempotentWriter, TransactionalWriter
from shared.media.store import FolderStore
from shared.registry import Registry
from shared.settings import CommonSettings
from shared.standing import look
from shared.status import Seen

logger = logging.getLogger(__name__)

STOP_WITHIN_S = 5.0
"""Open pages come again by themselves; a request under way has this long."""


class _Pages(uvicorn.Server):
    """uvicorn, leaving signals to `__main__`."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Desk:
    """One running desk."""

    def __init__(
        self,
        common: CommonSettings,
        settings: DeskSettings,
        registry: Registry,
        *,
        topics: DeskTopics | None = None,
        transactional_id: str = "desk",
    ) -> None:
        self._common, self._settings = common, settings
        self._topics = topics or DeskTopics()
        self._transactional_id = transactional_id
        self.health = Health("desk")
        self.freshness = Freshness()
        self._halt = asyncio.Event()
        """Reading of committed records ends: the desk stops, or what it reads makes no sense to it."""
        home = common.home / "desk"
        self._store = Store(home / "readmodel.sqlite")
        self._store.belongs_to({"registry": registry.hash})
        self.model = ReadModel(self._store, {each.id: each.districts for each in registry.accounts.values()})
        self._journal = AuditJournal(home / "audit")
        self._audit = IdempotentWriter(common.kafka, name="desk-audit")
        self._dead = IdempotentWriter(common.kafka, name="desk-dead")
        self._relay = AuditRelay(
            self._journal, home / "audit", self._audit.write, source="desk", topic=self._topics.audit
        )
        self.link = Link(common.kafka, self._topics, self._store, self.freshness, self.health.check("kafka"))
        self._lookout = Lookout(partial(self._seen, registry))
        self.site = self._site(registry)

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set; raises what any part raises, and then nothing of it goes on."""
        listening = _socket(self._settings.host, self._settings.port)
        await self.health.serve(self._settings.health_port, self._common.health_host)
        config = uvicorn.Config(
            application(self.site), log_config=None, access_log=False, lifespan="off", server_header=False
        )
        pages = _Pages(config)
        serving = asyncio.create_task(pages.serve([listening]))
        parts = [asyncio.create_task(part) for part in (self._stopped(stop), self._changed(), self.link.run())]
        parts += [asyncio.create_task(part) for part in (self._read(), self._hear(), self._write(), self._relay.run())]
        parts.append(asyncio.create_task(keep_tidy(self.model, self.site.sessions, now)))
        try:
            done, _ = await asyncio.wait({serving, *parts}, return_when=asyncio.FIRST_COMPLETED)
            for part in done:
                part.result()
        finally:
            await self._close(pages, serving, parts)

    async def _stopped(self, stop: asyncio.Event) -> None:
        await stop.wait()

    async def _changed(self) -> NoReturn:
        await self.link.changed.wait()
        raise Transient("a topic was made anew")

    async def _read(self) -> None:
        """Fold what is committed, for as long as the desk runs; halted reading leaves the pages up."""
        await self.link.topics_known()
        intake = Intake(self.model, self._topics, self.freshness, self._dead.write, self._halt)
        names = [*self._topics.folded(), self._topics.replay]
        follower = Follower(
            self._common.kafka,
            names,
            intake.take,
            start_at=self._store.positions(),
            name="desk",
            health=self.health,
        )
        noting = asyncio.create_task(self._note_caught_up(follower))
        try:
            await follower.run(self._halt)
        finally:
            noting.cancel()
        self.health.check("reading").fails(self.freshness.stopped)
        await asyncio.Event().wait()

    async def _note_caught_up(self, follower: Follower) -> None:
        await follower.caught_up.wait()
        self.freshness.caught_up = True
        logger.info("the desk has read what there was")

    async def _hear(self) -> None:
        """Take alerts, and words for them, before they are committed."""
        await self.link.topics_known()
        early = EarlyIntake(self.model, self._topics)
        names = [self._topics.alert.name, self._topics.mention.name]
        start_at = {place: offset for place, offset in self._store.positions().items() if place[0] in names}
        follower = Follower(
            self._common.kafka,
            names,
            early.take,
            start_at=start_at,
            isolation="read_uncommitted",
            name="desk-early",
            health=self.health,
        )
        await follower.run(asyncio.Event())

    async def _write(self) -> None:
        """Become the one writer of the desk as soon as Kafka answers."""
        check = self.health.check("writer")
        check.fails("waiting for Kafka")
        await self.link.topics_known()
        writer = TransactionalWriter(self._common.kafka, self._transactional_id)
        await writer.start()
        self.link.writes_with(writer)
        check.passes()
        try:
            await asyncio.Event().wait()
        finally:
            await writer.stop()

    async def _close(
        self, pages: uvicorn.Server, serving: "asyncio.Task[None]", parts: "list[asyncio.Task[None]]"
    ) -> None:
        """Pages first, then those who feed them, then what they rest on."""
        self.model.changes.close()
        pages.should_exit = True
        await asyncio.wait({serving}, timeout=STOP_WITHIN_S)
        self._halt.set()
        for part in (serving, *parts):
            part.cancel()
        await asyncio.gather(serving, *parts, return_exceptions=True)
        await asyncio.gather(self._lookout.close(), self._audit.stop(), self._dead.stop(), self.health.close())
        self._journal.close()
        self.site.sessions.close()
        self.site.office.uploads.close()
        self._store.close()

    async def _seen(self, registry: Registry) -> Seen:
        """What `bluelamp status` would see."""
        asked = {"desk": f"http://127.0.0.1:{self._settings.health_port}", **self._settings.watch}
        metrics = {name: urljoin(address, "/metrics") for name, address in asked.items()}
        silent = self.freshness.lost_since is not None
        return await look(self._common.kafka, metrics, self._common.home, registry, known_silent=silent)

    def _site(self, registry: Registry) -> Site:
        common, settings = self._common, self._settings
        office = Office(
            model=self.model,
            journal=self._journal,
            write=self.link.write,
            registry=registry,
            freshness=self.freshness,
            media=FolderStore(common.media),
            uploads=Uploads(common.home / "desk" / "uploads.sqlite"),
            topics=self._topics,
            claim_lasts=settings.claim_lasts,
        )
        key = common.secret("desk_session_key")
        return Site(
            office=office,
            sessions=Sessions(common.home / "desk" / "sessions.sqlite", key),
            assets=desk_assets(settings.style, settings.htmx, settings.uplot),
            freshness=self.freshness,
            look=self._lookout,
            session_key=key,
            demo_key=common.secret("demo_sign_in_key") if common.sandbox else None,
            sandbox=common.sandbox,
            https=settings.https,
        )


def _socket(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise Misconfigured(
            f"The desk cannot listen on {host}, port {port}: {error.strerror}.",
            remedy="Stop the process that has it, or move all ports with BLUELAMP_PORT_BASE.",
        ) from error
