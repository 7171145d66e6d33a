"""Counts and publications in, contributions out, exactly once; and how each contribution stands, read back.

Kafka's compaction keeps what was written last, not what is newest: so nothing older is ever written over a newer word.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from aiokafka import ConsumerRecord

from services.metrics.domain.contributions import changes, of_account, of_post, of_uncounted
from services.metrics.domain.plan import our_post
from services.metrics.sampler.samples import SERVICE
from shared.clock import now
from shared.contracts.account_sampled import ACCOUNT_SAMPLED, AccountSample
from shared.contracts.contribution_changed import CONTRIBUTION_CHANGED, Contribution
from shared.contracts.post_changed import POST_CHANGED, Delivery
from shared.contracts.post_sampled import POST_SAMPLED, PostSample
from shared.contracts.record import Record, event_of, record_of
from shared.contracts.topic import Topic
from shared.errors import Permanent
from shared.kafka.reader import Reader
from shared.kafka.tolerance import event_if_readable
from shared.registry import Registry

HIDDEN_S = 20.0
"""Longer than the broker leaves the transaction of a process that was killed open, and less than a member may take to
take its partitions (timing.py)."""


@dataclass(frozen=True)
class Topics:
    """The topics that contributions come from and go to; tests put their own in place of them."""

    accounts: Topic[AccountSample] = ACCOUNT_SAMPLED
    posts: Topic[PostSample] = POST_SAMPLED
    deliveries: Topic[Delivery] = POST_CHANGED
    contributions: Topic[Contribution] = CONTRIBUTION_CHANGED

    @property
    def inputs(self) -> tuple[Topic[AccountSample], Topic[PostSample], Topic[Delivery]]:
        """What is read."""
        return self.accounts, self.posts, self.deliveries


@dataclass
class Standing:
    """The last contribution of each entity, by us or by another process of ours: the state of a loop (stateful.py).

    All that is said of an account comes by one number, so whoever has that number is the only one to write of it.
    """

    bootstrap: str
    topic: Topic[Contribution] = CONTRIBUTION_CHANGED
    known: dict[str, Contribution] = field(default_factory=dict)

    async def restore(self, numbers: Collection[int]) -> None:
        """Read it all back, of every number, as all of them write to one partition.

        What is committed there may still be hidden behind an open transaction of another member: that is waited for.
        """
        self.known.clear()
        if not numbers:
            return
        async with Reader(self.bootstrap, isolation="read_uncommitted") as looking:
            ends = await looking.ends_of([self.topic.name])
        async with Reader(self.bootstrap, stands_still_s=HIDDEN_S) as reader:
            await reader.open([self.topic.name])
            async for records in reader.up_to(ends):
                self.take(records)

    def taken(self, generation: int, numbers: Collection[int]) -> None:
        """Nothing is written but what records bring."""

    def committed(self, number: int) -> None:
        """It was learnt when it was handled."""

    async def let_go(self) -> None:
        """Nothing is under way beside the records."""

    def take(self, records: Sequence[ConsumerRecord]) -> None:
        """Read our own records back; one that cannot be read is written anew by the next count."""
        for record in records:
            if event := event_if_readable(self.topic, record):
                self.learn(event.fact)

    def learn(self, told: Contribution) -> bool:
        """Whether this is news."""
        news = changes(self.known.get(told.entity), told)
        if news:
            self.known[told.entity] = told
        return news


@dataclass(frozen=True)
class Contributions:
    """The handler: at most one contribution for each record."""

    registry: Registry
    topics: Topics
    standing: Standing

    def __call__(self, record: ConsumerRecord) -> Iterable[Record]:
        """Raises InvalidMessage for bytes that break their contract, Permanent for an account that nobody knows."""
        told = self._told(record)
        if told is not None and self.standing.learn(told):
            yield record_of(
                self.topics.contributions,
                "contribution.changed",
                told,
                id=f"{told.entity}|{told.as_of.isoformat()}",  # the same for the same word
                source=SERVICE,
                time=now(),
            )

    def _told(self, record: ConsumerRecord) -> Contribution | None:
        if record.topic == self.topics.accounts.name:
            account = event_of(self.topics.accounts, record.value, record.headers)
            return of_account(account.fact, self._districts(account.fact.account)) if account else None
        if record.topic == self.topics.posts.name:
            post = event_of(self.topics.posts, record.value, record.headers)
            return of_post(post.fact, self._districts(post.fact.account)) if post else None
        delivery = event_of(self.topics.deliveries, record.value, record.headers)
        published = our_post(delivery.fact) if delivery else None
        return of_uncounted(published, self._districts(published.account)) if published else None

    def _districts(self, account: str) -> tuple[str, ...]:
        known = self.registry.accounts.get(account)
        if known is None:
            raise Permanent(
                f"the registry has no account {account}; put it back into accounts.toml (retired accounts stay there), "
                "start metrics-sampler again, and replay this record"
            )
        return known.districts
