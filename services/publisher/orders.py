"""What may stop a post: staff, holds and templates, followed all the time, and read to their very ends before each."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from aiokafka import ConsumerRecord, TopicPartition

from services.publisher.counts import HELD_BACK
from services.publisher.domain.effect import Read
from services.publisher.topics import SERVICE, Topics
from shared.clock import now
from shared.contracts.fact import LONGEST_ID
from shared.contracts.hold_changed import Hold
from shared.contracts.staff_changed import Person
from shared.contracts.topic import FactT, Topic
from shared.contracts.work_changed import Template
from shared.health import Health
from shared.kafka.follow import Follower
from shared.kafka.timing import TIMING, Timing
from shared.kafka.tolerance import event_if_readable

NAME = "publisher-orders"

TEMPLATE = "template:"
"""How the keys of templates begin among all that people work on."""

UNREADABLE = "What was last said of holding posts here cannot be read: hold it again, then release it."
"""Nobody knows what that was: until it is said again, nothing goes out there."""


class Orders:
    """Follows the topics that decide what may be posted; `people`, `holds` and `templates` change as they do.

    Whoever begins a post passes the barrier first. What comes after that is folded while the call is prepared, so that
    the last look before the request is written sees it as well.
    """

    def __init__(
        self, bootstrap: str, health: Health, *, within: float, topics: Topics | None = None, timing: Timing = TIMING
    ) -> None:
        self.people: dict[str, Person] = {}
        self.holds: dict[str, Hold] = {}
        """By scope; those that were released too."""
        self.templates: dict[str, Template] = {}
        self.holds_read_to = 0
        """Every record of hold.changed before this offset is in `holds`."""
        self.heard: Callable[[], None] = lambda: None
        """Called whenever one of them changed."""
        self._staff_read_to = 0
        self._topics = topics or Topics()
        self._within = within
        followed: list[Topic[Any]] = [self._topics.staff, self._topics.holds, self._topics.work]
        self._follower = Follower(bootstrap, followed, self.take, name=NAME, health=health, timing=timing)

    @property
    def caught_up(self) -> asyncio.Event:
        """Set once all that was there at the start is read."""
        return self._follower.caught_up

    async def run(self, stop: asyncio.Event) -> None:
        """Follow until told to stop."""
        await self._follower.run(stop)

    @property
    def read(self) -> Read:
        """Up to where staff and holds are folded now, whatever there is beyond."""
        return Read(staff_offset=self._staff_read_to, hold_offset=self.holds_read_to)

    async def barrier(self, *, templates: bool) -> Read | None:
        """Up to where staff and holds are read, having asked where they end; None where that was not had in time.

        A change that is committed before this is called counts: the topic's end is past it. Where somebody's open
        transaction keeps it from being read, there is no answer in time. Templates are waited for where one is used.
        """
        deciding: list[Topic[Any]] = [self._topics.staff, self._topics.holds]
        try:
            reached = await self._follower.reach_end(
                within=self._within, topics=[*deciding, self._topics.work] if templates else deciding
            )
        except TimeoutError:
            HELD_BACK.inc()
            return None
        staff, holds = (reached[TopicPartition(each.name, 0)] for each in deciding)
        return Read(staff_offset=staff, hold_offset=holds)

    def take(self, records: Sequence[ConsumerRecord]) -> None:
        """Fold what was read, each topic in its order."""
        changes = [self._changes(record) for record in records]
        if any(changes):
            self.heard()

    def _changes(self, record: ConsumerRecord) -> bool:
        key = (record.key or b"").decode(errors="replace")
        if record.topic == self._topics.holds.name:
            self._hold(key, record)
            self.holds_read_to = record.offset + 1
            return True
        if record.topic == self._topics.staff.name:
            _replace(self.people, key, _fact(self._topics.staff, record))
            self._staff_read_to = record.offset + 1
            return True
        if not key.startswith(TEMPLATE):
            return False
        fact = _fact(self._topics.work, record)
        _replace(self.templates, key.removeprefix(TEMPLATE), fact if isinstance(fact, Template) else None)
        return True

    def _hold(self, scope: str, record: ConsumerRecord) -> None:
        """A last word that cannot be understood is taken for a hold: a post that waits can be sent later."""
        hold = _fact(self._topics.holds, record)
        if hold is None and record.value is not None:
            named = scope[:LONGEST_ID] or "unread"
            hold = Hold(id=named, scope=named, reason=UNREADABLE, by=SERVICE, at=now())
        _replace(self.holds, scope, hold)


def _fact(topic: Topic[FactT], record: ConsumerRecord) -> FactT | None:
    event = event_if_readable(topic, record)
    return event.fact if event else None


def _replace(standing: dict[str, FactT], key: str, fact: FactT | None) -> None:
    """A last word that cannot be understood takes the words before it away: somebody unknown approves nothing."""
    standing.pop(key, None)
    if fact is not None:
        standing[key] = fact
