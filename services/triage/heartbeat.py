"""Once an hour other systems hear that triage works, up to when it has labelled, and since when labels are owed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from aiokafka.errors import KafkaError

from services.triage.domain.ids import derived_id
from services.triage.telling import SERVICE, Topics
from shared.clock import now
from shared.contracts.concern_changed import ConcernHeartbeat
from shared.contracts.record import record_of
from shared.errors import BlueLampError
from shared.health import Check
from shared.kafka.behind import seconds_behind
from shared.kafka.stopping import unless_stopped
from shared.kafka.writer import IdempotentWriter

logger = logging.getLogger(__name__)

LOOKS_S = 1.0
"""How often it is looked whether the hour has come, and whether it is ours to say so."""
AGAIN_S = 10.0
"""After a broker did not answer, or refused."""


class Heartbeat:
    """Says so where this process has partition 0 of the mentions: of all instances one has."""

    def __init__(
        self,
        bootstrap: str,
        force: str,
        group: str,
        topics: Topics,
        ours: Callable[[], bool],
        every_s: float,
        *,
        owed: Callable[[], Awaitable[datetime | None]],
        check: Check,
    ) -> None:
        self._bootstrap = bootstrap
        self._force = force
        self._group = group
        self._topics = topics
        self._ours = ours
        self._every_s = every_s
        self._owed = owed
        """Since when labels are owed, of all instances."""
        self._check = check
        self._since = now()
        self._said = -1
        """The last period in which it was said."""
        self._writer = IdempotentWriter(bootstrap, name="heartbeat")

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; what Kafka cannot take now is said when it can."""
        try:
            while not stop.is_set():
                pause = LOOKS_S
                if self._ours() and self._period(now()) != self._said:
                    try:
                        await unless_stopped(self.say(), stop, patience=0)
                        self._check.passes()
                    except (KafkaError, BlueLampError) as error:
                        logger.warning("a heartbeat has to wait for Kafka", extra={"error": repr(error)})
                        self._check.fails(f"other systems hear no heartbeat: {error!r}")
                        pause = AGAIN_S
                await unless_stopped(asyncio.sleep(pause), stop, patience=0)
        finally:
            await self._writer.stop()

    async def say(self) -> None:
        """One heartbeat; whoever says it again in the same period gives it the same id."""
        at = now()
        behind = await seconds_behind(self._bootstrap, [self._group], at)
        if self._group not in behind:
            return  # nothing is committed yet
        period = self._period(at)
        began = datetime.fromtimestamp(period * self._every_s, UTC)
        name = derived_id(f"heartbeat|{self._force}|{period}", began)
        beat = ConcernHeartbeat(
            id=name,
            force=self._force,
            at=at,
            running_since=self._since,
            read_to=at - timedelta(seconds=behind[self._group]),
            owed_since=await self._owed(),  # looked up last: what was labelled just now may be owed
        )
        topic = self._topics.concerns
        await self._writer.write([record_of(topic, "concern.heartbeat", beat, id=name, source=SERVICE, time=at)])
        self._said = period

    def _period(self, moment: datetime) -> int:
        return int(moment.timestamp() // self._every_s)
