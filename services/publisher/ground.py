"""What the parts of one account's lane stand on: its deliveries, how they are changed, and what judges them."""

import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from services.publisher.book import Book
from services.publisher.channels.channel import Channel
from services.publisher.domain.change import transition_of
from services.publisher.domain.world import OurAccount, Policy, World
from services.publisher.flight import Flight
from services.publisher.intake import changed_record
from services.publisher.orders import Orders
from services.publisher.standing import Standing
from services.publisher.topics import Topics
from shared.clock import now, uptime
from shared.contracts.post_changed import Delivery
from shared.contracts.record import Record
from shared.kafka.batches import check_size
from shared.media.store import MediaStore

Decide = Callable[[], Sequence[Record]]
"""Looks at the book and gives what is to be written; nothing else changes the book while it runs and is written."""

Write = Callable[[Decide], Awaitable[bool]]
"""Stateful.write for the account's partition, in the generation in which its lane was begun."""


class NotOurs(Exception):
    """The account's partition is another's now, and nothing was decided."""


@dataclass(frozen=True)
class Tools:
    """What all lanes have in common."""

    book: Book
    world: World
    topics: Topics
    orders: Orders
    store: MediaStore
    probe_every: timedelta
    clock: Callable[[], float] = uptime


@dataclass(frozen=True)
class Ground:
    """One account, while its partition is ours."""

    account: OurAccount
    channel: Channel
    tools: Tools
    standing: Standing
    flight: Flight
    commit: Write

    @property
    def policy(self) -> Policy:
        """How long things may take."""
        return self.tools.world.policy

    @property
    def world(self) -> World:
        """What decisions need to know; where the platform itself counts this account's posts, our count is left out."""
        world = self.tools.world
        if not self.standing.counted:
            return world
        return replace(world, policy=replace(world.policy, posts_per_window=sys.maxsize))

    @property
    def deliveries(self) -> Mapping[str, Delivery]:
        """All of the account's, as they are now."""
        return self.tools.book.of_account(self.account.id)

    async def write(self, decide: Decide) -> None:
        """Return once what it decided is committed; raises NotOurs."""
        if not await self.commit(decide):
            raise NotOurs

    def changed(self, delivery: Delivery) -> Record:
        """While something is decided: the delivery becomes this in the book, and on Kafka by the record returned.

        Raises Permanent, with the book as it was, where no record holds it: a platform's words may have no end.
        """
        record = changed_record(self.tools.topics, transition_of(delivery), delivery, now())
        check_size(record)
        self.tools.book.put(delivery)
        return record
