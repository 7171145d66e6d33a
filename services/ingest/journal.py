"""Writes what a source tells: mentions and the source's progress in one transaction, so that both are true."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from services.ingest.domain.coverage import Coverage
from services.ingest.domain.intake import Absorbed, Intake
from services.ingest.domain.signals import Signal
from services.ingest.settings import IngestSettings
from services.ingest.sources.counts import POSTS, WAITING
from shared.clock import new_id, now
from shared.contracts.ingest_progress import INGEST_PROGRESS, Checkpoint
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.record import Record, record_of
from shared.health import Health

logger = logging.getLogger(__name__)

SERVICE = "ingest"

TURN_S = 5.0
"""With nothing to write, the loop still turns this often, which says that it lives."""


FORGET_EVERY = timedelta(hours=1)
"""How often what is too old to come again is let go."""


class Writer(Protocol):
    """Writes records as one transaction; does not come back from one whose fate is unknown."""

    async def write(self, records: Sequence[Record]) -> None:
        """Return when they are committed."""


class Journal:
    """Takes what waits, decides what is new, writes it, and tells how far that has come."""

    def __init__(
        self,
        intake: Intake,
        signals: asyncio.Queue[Signal],
        writer: Writer,
        settings: IngestSettings,
        health: Health,
        covered: Callable[[Coverage], None],
    ) -> None:
        self._intake = intake
        self._signals = signals
        self._writer = writer
        self._most = settings.batch
        self._checkpoint_every = timedelta(seconds=settings.checkpoint_every)
        self._health = health
        self._covered = covered
        self._holder = new_id()
        self._newest_id: str | None = None
        self._written: Coverage | None = None
        self._written_at: datetime | None = None
        self._forgot_at = now()

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await self.run_batch()

    async def run_batch(self) -> None:
        """Write what waits, or wait for something to write."""
        self._health.beat("journal")
        batch = await self._batch()
        absorbed = self._intake.absorb(batch)
        records = [*_records(absorbed), *self._progress(absorbed)]
        if records:
            await asyncio.shield(self._writer.write(records))  # a stop lets the transaction under way end
        self._count(absorbed)
        self._covered(self._intake.coverage)
        self._forget(now())

    async def _batch(self) -> list[Signal]:
        """All that waits, up to a bound: while one transaction is under way the next batch gathers by itself."""
        try:
            async with asyncio.timeout(TURN_S):  # not wait_for, which may swallow a cancellation before Python 3.12
                batch = [await self._signals.get()]
        except TimeoutError:
            return []
        while len(batch) < self._most and not self._signals.empty():
            batch.append(self._signals.get_nowait())
        return batch

    def _progress(self, absorbed: Absorbed) -> Iterable[Record]:
        """The checkpoint: with every mention, and now and then without."""
        coverage, at = self._intake.coverage, now()
        self._newest_id = max(
            (self._newest_id, *(mention.platform_id for _, mention in absorbed.changes)),
            key=lambda each: int(each or 0),
        )
        if not absorbed.changes and not self._is_due(coverage, at):
            return
        self._written, self._written_at = coverage, at
        checkpoint = Checkpoint(
            source=self._intake.platform,
            newest_id=self._newest_id,
            newest_at=coverage.until,
            complete=coverage.complete,
            holder=self._holder,
            at=at,
        )
        yield record_of(INGEST_PROGRESS, "checkpoint.moved", checkpoint, id=new_id(), source=SERVICE, time=at)

    def _is_due(self, coverage: Coverage, at: datetime) -> bool:
        if self._written is None or self._written_at is None or coverage.complete != self._written.complete:
            return True
        return coverage.until != self._written.until and at - self._written_at >= self._checkpoint_every

    def _forget(self, at: datetime) -> None:
        if at - self._forgot_at >= FORGET_EVERY:
            self._intake.seen.forget(at)
            self._forgot_at = at

    def _count(self, absorbed: Absorbed) -> None:
        for (via, fate), number in absorbed.fates.items():
            if fate == "not_ours":
                logger.info("posts came that name none of our accounts", extra={"via": via, "posts": number})
            POSTS.labels(self._intake.platform, via, fate).inc(number)
        WAITING.labels(self._intake.platform).set(self._signals.qsize())


def _records(absorbed: Absorbed) -> Iterable[Record]:
    for transition, mention in absorbed.changes:
        yield record_of(
            MENTION_CHANGED,
            transition,
            mention,
            id=f"{mention.platform}:{mention.platform_id}",  # the same for the same version, whoever writes it
            source=SERVICE,
            time=mention.received_at,
        )
