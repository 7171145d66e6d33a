"""Tells, per account, how the connection fares: at once when it changes, and now and then when it does not."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from services.ingest.domain.intake import Intake
from services.ingest.journal import SERVICE
from services.ingest.sources.channel import Channel, State
from shared.clock import new_id, now
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.record import Record, record_of
from shared.errors import Transient
from shared.health import Check

logger = logging.getLogger(__name__)


class Writer(Protocol):
    """Writes records; returns when they are acknowledged."""

    async def write(self, records: Sequence[Record]) -> None:
        """Raises Transient when Kafka refuses."""


class Reporter:
    """Writes channel.reported for each of the intake's accounts."""

    def __init__(self, name: str, intake: Intake, channel: Channel, writer: Writer, check: Check, every: float) -> None:
        self._name = name
        self._intake = intake
        self._channel = channel
        self._writer = writer
        self._check = check
        self._every = every
        self._since: dict[str, tuple[State, datetime]] = {}

    def recall(self, reports: dict[str, ChannelReport]) -> None:
        """Go on from what the process before reported."""
        for account, report in reports.items():
            self._since[account] = (report.state, report.since)
            if report.last_mention_at:
                self._intake.last_mention[account] = report.last_mention_at
            for gap in report.gaps:
                self._channel.lost(gap)

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            self._channel.changed.clear()
            await self.report()
            try:
                async with asyncio.timeout(self._every):
                    await self._channel.changed.wait()
            except TimeoutError:
                continue

    async def report(self) -> None:
        """Report every account as it is now; ready once people can see whether the feed is up."""
        at = now()
        reports = [self._report(account.id, at) for account in self._intake.accounts.all]
        records = [
            record_of(CHANNEL_REPORTED, "channel.reported", each, id=new_id(), source=SERVICE, time=at)
            for each in reports
        ]
        try:
            await self._writer.write(records)
        except Transient as error:
            logger.warning("accounts could not be reported", extra={"reason": str(error)})
            return
        if self._channel.stream != "connecting":
            self._check.passes()

    def _report(self, account: str, at: datetime) -> ChannelReport:
        state, detail = self._channel.state(account, complete=self._intake.coverage.complete)
        before, since = self._since.get(account, (None, at))
        if state != before:
            since = at
        self._since[account] = (state, since)
        return ChannelReport(
            account=account,
            reporter=self._name,
            state=state,
            since=since,
            detail=detail,
            last_mention_at=self._intake.last_mention.get(account),
            limits=tuple(self._channel.limits.values()),
            gaps=tuple(self._channel.gaps),
            reported_at=at,
        )
