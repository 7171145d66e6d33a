"""The staff as staff.changed has them, and the barrier before each post: read to its very end, or nothing is sent."""

import asyncio
from collections.abc import Sequence

from aiokafka import ConsumerRecord, TopicPartition

from services.publisher.counts import HELD_BACK
from shared.contracts.record import event_of
from shared.contracts.staff_changed import STAFF_CHANGED, Person
from shared.contracts.topic import Topic
from shared.errors import InvalidMessage
from shared.health import Health
from shared.kafka.follow import Follower
from shared.kafka.timing import TIMING, Timing
from shared.kafka.tolerance import pass_over

NAME = "publisher-staff"


class Roster:
    """Follows the topics that decide who may post; `people` is how the staff stand, and changes as they do.

    What else has to be read before a post, such as holds, joins the topics here, and the barrier covers it.
    """

    def __init__(
        self,
        bootstrap: str,
        health: Health,
        *,
        within: float,
        topic: Topic[Person] = STAFF_CHANGED,
        timing: Timing = TIMING,
    ) -> None:
        self.people: dict[str, Person] = {}
        self._topic = topic
        self._within = within
        self._follower = Follower(bootstrap, [topic], self._take, name=NAME, health=health, timing=timing)

    @property
    def caught_up(self) -> asyncio.Event:
        """Set once all that was there at the start is read."""
        return self._follower.caught_up

    async def run(self, stop: asyncio.Event) -> None:
        """Follow until told to stop."""
        await self._follower.run(stop)

    async def barrier(self) -> int | None:
        """Up to where staff.changed is read, having asked where it ends; None where that could not be had in time.

        A change that is committed before this is called counts: the topic's end is past it. Where somebody's open
        transaction keeps it from being read, there is no answer in time.
        """
        try:
            reached = await self._follower.reach_end(within=self._within)
        except TimeoutError:
            HELD_BACK.inc()
            return None
        return reached[TopicPartition(self._topic.name, 0)]

    def _take(self, records: Sequence[ConsumerRecord]) -> None:
        """A last word that cannot be understood takes the person away: somebody unknown approves nothing."""
        for record in records:
            key = (record.key or b"").decode(errors="replace")
            self.people.pop(key, None)
            try:
                event = event_of(self._topic, record.value, record.headers)
            except InvalidMessage as error:
                pass_over(record, str(error))
                continue
            if event:
                self.people[event.fact.id] = event.fact
