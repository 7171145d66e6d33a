"""Tells, per account, how counting fares: at once when it changes, and now and then when it does not."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from services.metrics.domain.budget import Budget
from services.metrics.sampler.faring import Faring, State
from services.metrics.sampler.sampler import Writer
from services.metrics.sampler.samples import SERVICE
from shared.clock import new_id, now
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.record import record_of
from shared.errors import Transient
from shared.health import Check

logger = logging.getLogger(__name__)

REPORTER = "metrics-x"


class Reporter:
    """Writes channel.reported for each account."""

    def __init__(
        self,
        accounts: Iterable[str],
        faring: Faring,
        budget: Budget,
        writer: Writer,
        check: Check,
        *,
        every: float,
        past: Mapping[str, ChannelReport],
    ) -> None:
        self._accounts = tuple(accounts)
        self._faring = faring
        self._budget = budget
        self._writer = writer
        self._check = check
        self._every = every
        self._since: dict[str, tuple[State, datetime]] = {
            account: (report.state, report.since) for account, report in past.items()
        }

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            self._faring.changed.clear()
            await self.report()
            try:
                async with asyncio.timeout(self._every):
                    await self._faring.changed.wait()
            except TimeoutError:
                continue

    async def report(self) -> None:
        """Report every account as it is now; ready once people can see whether counts come."""
        at = now()
        records = [
            record_of(
                CHANNEL_REPORTED, "channel.reported", self._report(each, at), id=new_id(), source=SERVICE, time=at
            )
            for each in self._accounts
        ]
        try:
            await self._writer.write(records)
        except Transient as error:
            logger.warning("accounts could not be reported", extra={"reason": str(error)})
            return
        if self._faring.answered or self._faring.put_off:
            self._check.passes()

    def _report(self, account: str, at: datetime) -> ChannelReport:
        state, detail = self._faring.state(account)
        before, since = self._since.get(account, (None, at))
        if state != before:
            since = at
        self._since[account] = (state, since)
        return ChannelReport(
            account=account,
            reporter=REPORTER,
            state=state,
            since=since,
            detail=detail,
            limits=tuple(self._faring.limits.values()),
            spend_usd_today=float(self._budget.spent(at, account)),
            reported_at=at,
        )
