"""A Faust application with the aggregator in it, from its start to its end."""

import asyncio
import logging
import time
from contextlib import suppress
from typing import Any

from aiokafka import ConsumerRecord
from faust.types import EventT

from services.metrics.aggregator.aggregate import Aggregator, Topics
from services.metrics.aggregator.board import Board, active_accounts
from services.metrics.aggregator.faust_app import AT_ONCE, WITHIN_S, faust_app
from services.metrics.aggregator.intake import Intake
from services.metrics.aggregator.table import table_of
from shared.clock import now
from shared.errors import Transient
from shared.health import Health
from shared.kafka import metrics
from shared.kafka.fatal import End, end_process
from shared.kafka.follow import Follower
from shared.kafka.timing import TIMING, Timing
from shared.registry import Registry
from shared.settings import CommonSettings

logger = logging.getLogger(__name__)

GROUP = "metrics-aggregator"
TABLE = "contributions"
READING = "metrics-measures"

READY_WITHIN_S = 120.0
"""Recovery takes seconds. Faust has been seen to wait in it for ever: a new start is the cure."""

STOP_S = 8.0
"""Faust leaves its group within a second while a broker is there; supervisors wait somewhat longer."""

TURN_S = 1.0
"""How often the loop says that it turns, and looks at the date and at what stands. A process that was paused hears in
that time that it has lost its partition: it sends its heartbeat at once."""


class Running:
    """One process of the aggregator; of several, one has the contributions and the others stand by."""

    def __init__(
        self,
        common: CommonSettings,
        registry: Registry,
        topics: Topics,
        intake: Intake,
        *,
        group: str,
        health: Health,
        timing: Timing = TIMING,
        end: End = end_process,
    ) -> None:
        self._group = group
        self._health = health
        self._check = health.check(GROUP)
        self._end = end
        self._waits_since = time.monotonic()
        self._app = faust_app(common.kafka, group, common.home / "data" / group, timing)
        self._table = table_of(self._app, TABLE)
        board = Board(topics.measures, registry.force.id, active_accounts(registry))
        self._reading = Follower(
            common.kafka, [topics.measures], board.hear, name=READING, health=health, timing=timing
        )
        self._last = asyncio.Event()
        """Set when nothing needs what is read any more."""
        self._aggregator = Aggregator(
            self._app,
            self._table,
            topics,
            board=board,
            reading=self._reading,
            intake=intake,
            bootstrap=common.kafka,
        )
        source = self._app.topic(topics.contributions.name, key_type=bytes, value_type=bytes, allow_empty=True)
        self._app.agent(source, name="aggregate")(self._aggregate)
        self._table.on_recover(self._recovered)
        self._app.on_partitions_revoked.connect(self._revoked)

    async def read_back(self) -> None:
        """Follow what stands on the topic of measures, for as long as `until` runs."""
        await self._reading.run(self._last)

    async def until(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set; raises what made Faust give up."""
        starting = asyncio.ensure_future(self._app.start())
        try:
            while not stop.is_set() and not self._app.should_stop:
                if starting.done():
                    starting.result()
                await self._turn()
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), TURN_S)
        finally:
            await self._stop(starting)
            self._last.set()
        if self._app.crash_reason is not None:
            raise self._app.crash_reason
        if not stop.is_set():
            raise Transient("Faust stopped by itself")

    async def _aggregate(self, stream: Any) -> None:  # noqa: ANN401 - Faust's type for it has no take_events
        """Faust's agent. Faust would commit what an exception left undone: so none leaves, it ends the process."""
        async for events in stream.take_events(AT_ONCE, within=WITHIN_S):
            try:
                await self._take([_record(each) for each in events])
            except Exception as error:  # noqa: BLE001 - whatever it is
                self._fails("Contributions could not be added up", error)

    async def _take(self, records: list[ConsumerRecord]) -> None:
        labels = (self._group, self._aggregator.source.topic, self._aggregator.source.partition)
        metrics.LAG_SECONDS.labels(*labels).set(max(0.0, now().timestamp() - records[0].timestamp / 1000))
        await self._aggregator.take(records)
        metrics.RECORDS.labels(*labels).inc(len(records))

    async def _recovered(self) -> None:
        """Faust calls this after every assignment, and would only log what it raises."""
        metrics.REBALANCES.labels(self._group).inc()
        try:
            if self._aggregator.owns:
                await self._aggregator.recover()
        except Exception as error:  # noqa: BLE001 - whatever it is
            self._fails("What stands could not be read back", error)
        self._check.passes()

    async def _revoked(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - Faust's signal
        """Finish what is under way before another process begins."""
        self._check.fails("owns no partitions while the group shares them out")
        self._waits_since = time.monotonic()
        await self._aggregator.lose()

    def _fails(self, what: str, error: Exception) -> None:
        logger.error(what, extra={"group": self._group}, exc_info=error)
        self._end(f"{what}: {error!r}.", remedy="The process starts again; see the log.")

    async def _turn(self) -> None:
        await self._aggregator.look_at_the_date()
        await self._aggregator.look_at_what_stands()
        self._health.beat(GROUP)
        if self._check.well:
            await self._observe_lag()
        elif time.monotonic() - self._waits_since > READY_WITHIN_S:
            raise Transient(f"{self._check.reason}, for {READY_WITHIN_S:.0f} seconds")

    async def _observe_lag(self) -> None:
        if not self._aggregator.owns:
            return
        source = self._aggregator.source
        end, position = self._app.consumer.highwater(source), await self._app.consumer.position(source)
        behind = max(0, (end or 0) - (position or 0))
        metrics.LAG_RECORDS.labels(self._group, source.topic, source.partition).set(behind)
        if not behind:
            metrics.LAG_SECONDS.labels(self._group, source.topic, source.partition).set(0)

    async def _stop(self, starting: "asyncio.Future[None]") -> None:
        """Let what is under way come to its end, then leave the group."""
        try:
            async with asyncio.timeout(STOP_S):
                await self._aggregator.lose()
                await self._app.stop()
        except TimeoutError:
            logger.warning("Faust did not stop in time; the next start goes on from the topics")
        starting.cancel()
        await asyncio.wait({starting})


def _record(event: EventT[bytes]) -> ConsumerRecord:
    """As it came, for what handles records of any reader."""
    message = event.message
    return ConsumerRecord(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        timestamp=int(1000 * message.timestamp),
        timestamp_type=message.timestamp_type,
        key=message.key,
        value=message.value,
        checksum=None,
        serialized_key_size=message.serialized_key_size,
        serialized_value_size=message.serialized_value_size,
        headers=tuple(message.headers or ()),
    )
