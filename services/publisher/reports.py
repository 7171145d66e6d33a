"""Tells, per account that is ours, how posting fares: at once when it changes, and now and then when it does not."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Protocol

from services.publisher.lanes import Lanes
from services.publisher.standing import Standing
from services.publisher.topics import SERVICE, Topics
from shared.clock import new_id, now
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.record import Record, record_of
from shared.errors import Transient

logger = logging.getLogger(__name__)


class Writer(Protocol):
    """Writes records; returns when they are acknowledged."""

    async def write(self, records: Sequence[Record]) -> None:
        """Raises Transient when Kafka refuses."""


class Reporter:
    """Writes channel.reported; each platform has a reporter's name of its own, such as `publisher-x`."""

    def __init__(self, lanes: Lanes, writer: Writer, topics: Topics, every: float) -> None:
        self._lanes = lanes
        self._writer = writer
        self._topics = topics
        self._every = every

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            self._lanes.changed.clear()
            await self.report()
            try:
                async with asyncio.timeout(self._every):
                    await self._lanes.changed.wait()
            except TimeoutError:
                continue

    async def report(self) -> None:
        """Report every account as it is now."""
        try:
            await self._writer.write([self._record(each) for each in self._lanes.standings])
        except Transient as error:
            logger.warning("accounts could not be reported", extra={"reason": str(error)})

    def _record(self, standing: Standing) -> Record:
        report = ChannelReport(
            account=standing.account,
            reporter=f"{SERVICE}-{standing.platform}",
            state=standing.state,
            since=standing.since,
            detail=standing.detail,
            reported_at=now(),
        )
        return record_of(
            self._topics.channels, "channel.reported", report, id=new_id(), source=SERVICE, time=report.reported_at
        )
