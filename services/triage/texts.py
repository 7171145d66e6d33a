"""The words of mentions that were read before, fetched again from where they stand: nobody has to keep them."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence

from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError, KafkaError

from shared.contracts.mention_changed import Mention, MentionRemoved
from shared.contracts.record import Event, event_of
from shared.contracts.topic import Topic
from shared.errors import InvalidMessage
from shared.kafka.ends import Ends
from shared.kafka.reader import ANSWER_S, Reader

NEAR = 500
"""Records that are rather read in between than sought past."""


class Texts:
    """Reads single records of mention.changed; raises KafkaError where no broker answers."""

    def __init__(self, bootstrap: str, topic: Topic[Mention | MentionRemoved]) -> None:
        self._bootstrap = bootstrap
        self._topic = topic
        self._reader: Reader | None = None
        self._ends = Ends(bootstrap)
        """Asked beside the reader, where a question would wait behind a fetch for what comes next."""
        self._turn = asyncio.Lock()

    async def at(self, partition: int, offsets: Iterable[int]) -> Mapping[int, Event[Mention]]:
        """The mentions at these offsets; those that are not there any more are left out.

        The topic may have been made anew since: what stands at an offset now may be another mention.
        """
        wanted = sorted(set(offsets))
        async with self._turn:
            try:
                found = await self._read(TopicPartition(self._topic.name, partition), wanted)
            except KafkaError:
                await self.close()
                raise
        return {offset: found[offset] for offset in wanted if offset in found}

    async def _read(self, place: TopicPartition, wanted: Sequence[int]) -> dict[int, Event[Mention]]:
        reader = await self._open()
        found: dict[int, Event[Mention]] = {}
        end = await self._end_of(place)
        for first, last in stretches(each for each in wanted if each < end):  # nobody waits for what never comes
            reader.open_at({place: first})
            async for records in reader.up_to({place: last + 1}):
                for record in records:
                    if event := self._event(record.value, record.headers):
                        found[record.offset] = event
            reader.open_at({})  # or it would ask for what comes next, and the following words wait behind that
        return found

    async def _end_of(self, place: TopicPartition) -> int:
        try:
            async with asyncio.timeout(ANSWER_S):
                return (await self._ends.of([place]))[place]
        except TimeoutError as error:
            raise KafkaConnectionError from error

    async def close(self) -> None:
        """Let the broker go."""
        await self._ends.close()
        reader, self._reader = self._reader, None
        if reader is not None:
            await reader.__aexit__(None, None, None)

    async def _open(self) -> Reader:
        if self._reader is None:
            self._reader = await Reader(self._bootstrap).__aenter__()
        return self._reader

    def _event(self, value: bytes | None, headers: Iterable[tuple[str, bytes]]) -> Event[Mention] | None:
        try:
            event = event_of(self._topic, value, headers)
        except InvalidMessage:
            return None  # whoever labelled it has put it aside
        return event if event is not None and isinstance(event.fact, Mention) else None  # type: ignore[return-value]


def stretches(offsets: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Offsets in ascending order, as stretches without wide gaps: first and last of each."""
    first = last = -1
    for offset in offsets:
        if last >= 0 and offset - last > NEAR:
            yield first, last
            first = offset
        elif last < 0:
            first = offset
        last = offset
    if last >= 0:
        yield first, last
