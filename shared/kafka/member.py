"""What every loop of a consumer group is: its particulars, how it joins, and how it ends when told to."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from aiokafka import AIOKafkaConsumer
from aiokafka.coordinator.assignors.abstract import AbstractPartitionAssignor

from shared.contracts import Topic
from shared.contracts.dead import ReplayTopic
from shared.health import Health
from shared.kafka.bad_records import AtLimit, TooManyBad
from shared.kafka.client import SHARED_OUT, Isolation, close, new_consumer, partitions_of, start
from shared.kafka.fatal import End, end_process
from shared.kafka.handling import Handler, Handling
from shared.kafka.replays import Replays
from shared.kafka.stopping import unless_stopped
from shared.kafka.timing import TIMING, Timing

logger = logging.getLogger(__name__)


class Member(ABC):
    """One member of a group that makes records from the records of its partitions.

    What an operator puts on `replays` is handled as the record that it was, where it came from one of the inputs.
    """

    READS: ClassVar[Isolation]
    AT_LIMIT: ClassVar[AtLimit] = AtLimit.END
    ASSIGNORS: ClassVar[Sequence[type[AbstractPartitionAssignor]]] = SHARED_OUT

    def __init__(
        self,
        *,
        bootstrap: str,
        service: str,
        group: str,
        inputs: Sequence[Topic[Any] | str],
        handler: Handler,
        replays: ReplayTopic | None = None,
        health: Health | None = None,
        timing: Timing = TIMING,
        end: End = end_process,
        at_limit: AtLimit | None = None,
    ) -> None:
        self._bootstrap = bootstrap
        self._group = group
        names = [each if isinstance(each, str) else each.name for each in inputs]
        self._inputs = [*names, replays.name] if replays else names
        self._timing = timing
        self._end = end
        put_back = Replays(replays, names) if replays else None
        self._handling = Handling(service, handler, end, put_back, at_limit or self.AT_LIMIT)
        self._health = health or Health(service)
        self._check = self._health.check(group)

    async def run(self, stop: asyncio.Event) -> None:
        """Handle batches until `stop` is set, then leave the group; what hangs by then is cut off.

        Returns before where it stops at the limit of bad records: its check fails with the reason from then on.
        """
        limit: TooManyBad | None = None
        if not await unless_stopped(self.start(), stop, patience=0):
            return
        try:
            await unless_stopped(self._batches(stop), stop, patience=self._timing.finish)
        except TooManyBad as reached:
            limit = reached
        finally:
            await self.stop()
        if limit:
            logger.critical("%s stops: %s", self._group, limit)
            self._health.ended(self._group)
            self._check.fails(str(limit))

    @abstractmethod
    async def start(self) -> None:
        """Join the group; waits for the broker and the topics."""

    @abstractmethod
    async def run_batch(self) -> int:
        """Handle what comes in next, if anything does within the poll time; returns the number of records."""

    @abstractmethod
    async def stop(self) -> None:
        """Leave the group and close, within the time for leaving."""

    async def _batches(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.run_batch()

    async def _consumer_of_inputs(self) -> AIOKafkaConsumer:
        """A started consumer, as soon as a broker answers and has every input."""
        consumer = new_consumer(
            self._bootstrap,
            group=self._group,
            isolation=self.READS,
            assignors=self.ASSIGNORS,
            timing=self._timing,
        )
        await start(consumer, timing=self._timing, waiting=self._waits)
        try:
            await partitions_of(consumer, self._inputs, timing=self._timing, waiting=self._waits)
        except BaseException:
            await close(consumer)
            raise
        self._waits("no partitions assigned yet")
        return consumer

    def _waits(self, why: str) -> None:
        self._health.beat(self._group)
        self._check.fails(why)
