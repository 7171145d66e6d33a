"""All deliveries of the accounts that are ours now, as post.changed has them."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from aiokafka import ConsumerRecord, TopicPartition

from shared.contracts.partition import partition_of
from shared.contracts.post_changed import POST_CHANGED, Delivery
from shared.contracts.record import event_of
from shared.contracts.topic import Topic
from shared.errors import InvalidMessage
from shared.kafka.reader import Reader
from shared.kafka.tolerance import pass_over

NONE: Mapping[str, Delivery] = MappingProxyType({})


class Book:
    """Deliveries by account and id: folded from Kafka when partitions are taken, and kept in step from then on."""

    def __init__(self, topic: Topic[Delivery] = POST_CHANGED) -> None:
        self._topic = topic
        self._accounts: dict[str, dict[str, Delivery]] = {}

    def number_of(self, account: str) -> int:
        """The partition that everything about this account is on."""
        return partition_of(account, self._topic.partitions)

    def of_account(self, account: str) -> Mapping[str, Delivery]:
        """Its deliveries by id."""
        return self._accounts.get(account, NONE)

    def accounts(self) -> Collection[str]:
        """Those that have deliveries."""
        return self._accounts.keys()

    def is_another_accounts(self, delivery: str, account: str) -> bool:
        """Whether an account of the same partition has this id: one record would take the place of the other's."""
        number = self.number_of(account)
        return any(
            delivery in theirs
            for other, theirs in self._accounts.items()
            if other != account and self.number_of(other) == number
        )

    def put(self, delivery: Delivery) -> None:
        """This is how it stands now; its record is in the transaction under way."""
        self._accounts.setdefault(delivery.content.account, {})[delivery.id] = delivery

    def forget(self) -> None:
        """They are another's."""
        self._accounts.clear()

    async def restore(self, bootstrap: str, numbers: Iterable[int]) -> None:
        """Read these partitions up to where they end now, in place of all that was known.

        Inputs may have more of them than this topic: what comes by those belongs to no account.
        """
        there = [number for number in numbers if number < self._topic.partitions]
        standing: dict[bytes, Delivery] = {}
        async with Reader(bootstrap) as reader:
            await reader.open_partitions([TopicPartition(self._topic.name, number) for number in there])
            async for records in reader.to_end():
                for record in records:
                    self._fold(record, standing)
        self.forget()
        for delivery in standing.values():
            self.put(delivery)

    def _fold(self, record: ConsumerRecord, standing: dict[bytes, Delivery]) -> None:
        """A last word that cannot be understood takes back the words before it: nothing is sent on an old state."""
        standing.pop(record.key, None)
        try:
            event = event_of(self._topic, record.value, record.headers)
        except InvalidMessage as error:
            pass_over(record, str(error))
            return
        if event:
            standing[record.key] = event.fact
        elif record.value is not None:
            pass_over(record, "its transition is newer than this program")
