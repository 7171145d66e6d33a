"""A replayed dead letter, as the record that died: handled like it, and put aside under its name if it dies again."""

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass

from aiokafka import ConsumerRecord

from shared.contracts.dead import ReplayTopic, origin_of
from shared.errors import InvalidMessage


@dataclass(frozen=True, slots=True)
class Replays:
    """The topic on which one service gets its dead letters again, for one of its loops."""

    replays: ReplayTopic
    inputs: Collection[str]
    """What this loop reads otherwise: letters that came from elsewhere are another loop's."""

    @property
    def topic(self) -> str:
        """Where the letters are put."""
        return self.replays.name

    def as_it_came(self, record: ConsumerRecord) -> ConsumerRecord | None:
        """The record that died; None where it is another loop's; anything but a replay as it is.

        Raises InvalidMessage where a replay does not say where it came from, or came by another partition than its
        letter's: what a partition holds has one writer, and headers must not make a second one.
        """
        if record.topic != self.topic:
            return record
        origin = origin_of(record.value, record.headers)
        if origin.topic not in self.inputs:
            return None
        if record.partition != origin.partition % self.replays.partitions:
            raise InvalidMessage(
                f"a replay of partition {origin.partition} came by partition {record.partition}: "
                "put letters back with `bluelamp dead replay`"
            )
        return dataclasses.replace(
            record,
            topic=origin.topic,
            partition=origin.partition,
            offset=origin.offset,
            key=origin.key,
            headers=tuple(origin.headers),
        )
