"""Labels that were made without the encoder are made again with it, once there is time: mention.triaged says which.

A person's labels are written again where a machine's came to stand behind them, and labels behind the removal of their
mention are removed: both may be decided in the same moment, and what stands last on the topic is what is left of it.

Its own group's offset on mention.triaged is all that has to be remembered: what stands behind it is done.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from aiokafka import ConsumerRecord
from aiokafka.errors import KafkaError

from services.triage.domain.triaging import read_closely, version_of
from services.triage.handlers import Senses, senses_of
from services.triage.model.company import Reads, Unread
from services.triage.telling import Teller
from shared.clock import now
from shared.contracts.mention_changed import Mention
from shared.contracts.mention_triaged import Triaged
from shared.contracts.record import Event, Record, event_of
from shared.errors import InvalidMessage
from shared.kafka.ahead import NotNow
from shared.kafka.handling import Handler

logger = logging.getLogger(__name__)

WORTH_IT = timedelta(days=3)
"""Older labels stay as they are: the messages were dealt with, and nobody wants to be told of them anew."""
WAITS_S = 60.0
"""Then the records are given back and come again: a consumer that does not ask for five minutes loses its place."""
LOOKS_S = 0.25
"""How often it is looked whether there is time."""


class Finds(Protocol):
    """Fetches the words of mentions."""

    async def close(self) -> None:
        """Hold nothing any more."""

    async def at(self, partition: int, offsets: Iterable[int]) -> Mapping[int, Event[Mention]]:
        """The mentions at these offsets of a partition, as far as they are there."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A mention that is to be labelled again: what was made of it, and its words."""

    before: Event[Triaged]
    mention: Mention


@dataclass
class CatchUp:
    """Reads mention.triaged behind the labels loop; passes by what the encoder, or a person, has read."""

    teller: Teller
    reads: Reads
    texts: Finds
    has_time: Callable[[], bool]
    """Whether fresh mentions leave the encoder time for old ones."""
    waits_s: float = WAITS_S
    owed_since: datetime | None = field(default=None, init=False)
    """When the oldest labels were made that are known to be owed; None where none are."""
    _prepared: set[tuple[int, int]] = field(default_factory=set, init=False)
    """Places of records whose words are read, and which are not handled yet."""

    async def prepare(self, records: Sequence[ConsumerRecord]) -> Handler:
        """Find out what is owed among these, wait for time, and have it read; raises NotNow where there is none."""
        await self._once(lambda: self._read_back(records))
        owed = self._owed(records)
        if not owed:
            self._prepared.clear()
            self.owed_since = None
            return self._restated
        self.owed_since = self.owed_since or min(event.fact.triaged_at for _, event in owed)
        await self._once(self._time)
        try:
            found = await self._found(owed)
        except KafkaError as error:
            logger.warning("words of old mentions cannot be fetched", extra={"error": repr(error)})
            await asyncio.sleep(LOOKS_S)
            raise NotNow from error
        senses = await senses_of(self.reads, (each.mention for each in found.values()))
        if Unread.NOT_ASKED in senses.values():
            raise NotNow  # it is not these that it cannot read
        self._prepared.update((record.partition, record.offset) for record, _ in owed)
        return partial(self._relabelled, found=found, senses=senses)

    async def close(self) -> None:
        """Fetch nothing more."""
        await self.texts.close()

    def owes(self, record: ConsumerRecord) -> Event[Triaged] | None:
        """The labels in a record, where they are to be made again and stand as they were."""
        event = self._event(record)
        if event is None or event.transition != "mention.triaged":
            return None
        triaged = event.fact
        if read_closely(triaged.basis) or triaged.read_at is None or self.teller.memory.superseded(triaged):
            return None
        return event if triaged.triaged_at > now() - WORTH_IT else None

    def _owed(self, records: Iterable[ConsumerRecord]) -> list[tuple[ConsumerRecord, Event[Triaged]]]:
        return [(record, event) for record in records if (event := self.owes(record)) is not None]

    async def _found(self, owed: Iterable[tuple[ConsumerRecord, Event[Triaged]]]) -> dict[tuple[int, int], Owed]:
        """By place of the labels' record: the words that were labelled, where they are still there."""
        by_partition: dict[int, dict[int, list[tuple[int, Event[Triaged]]]]] = {}
        for record, before in owed:
            same_place = by_partition.setdefault(record.partition, {}).setdefault(before.fact.read_at or 0, [])
            same_place.append((record.offset, before))
        found: dict[tuple[int, int], Owed] = {}
        for partition, wanted in by_partition.items():
            for offset, event in (await self.texts.at(partition, wanted)).items():
                for place, before in wanted[offset]:
                    if _same(before.fact, event.fact):  # or the topic was made anew
                        found[partition, place] = Owed(before, event.fact)
        return found

    def _time(self) -> bool:
        return self.reads.away_since is None and self.has_time()

    def _read_back(self, records: Iterable[ConsumerRecord]) -> bool:
        """Whether the memory knows all that stands before these, and with it each word of a person."""
        return all(self.teller.memory.has_read(record.partition, record.offset) for record in records)

    async def _once(self, ready: Callable[[], bool]) -> None:
        deadline = asyncio.get_running_loop().time() + self.waits_s
        while not ready():
            if asyncio.get_running_loop().time() > deadline:
                raise NotNow
            await asyncio.sleep(LOOKS_S)

    def _restated(self, record: ConsumerRecord) -> Iterable[Record]:
        """A person's labels again, or the removal, where this record is another's and stands behind them."""
        said = self.teller.memory.last_word_before((record.key or b"").decode(errors="replace"), record.offset)
        event = self._event(record) if said is not None else None
        if said is None or event is None:
            return ()
        person = said.triaged
        if person is None:
            return self.teller.removed_again(event, record.partition)
        by_person, at = event.fact.basis.kind == "person", event.fact.triaged_at
        return () if by_person and at >= person.triaged_at else self.teller.restated(event, person)

    def _event(self, record: ConsumerRecord) -> Event[Triaged] | None:
        try:
            return event_of(self.teller.topics.triaged, record.value, record.headers)
        except InvalidMessage:
            return None  # the memory has told of it

    def _relabelled(
        self, record: ConsumerRecord, *, found: Mapping[tuple[int, int], Owed], senses: Senses
    ) -> Iterable[Record]:
        """The labels with the encoder, unless somebody was quicker, or it cannot read just this one."""
        place = (record.partition, record.offset)
        self._prepared.discard(place)
        if not self._prepared:
            self.owed_since = None
        owed = found.get(place)
        if owed is None or self.teller.memory.superseded(owed.before.fact):
            return self._restated(record)
        read = senses[owed.mention.text, owed.mention.in_reply_to_text]
        if isinstance(read, Unread):
            return ()
        before = owed.before.fact
        return self.teller.labelled(owed.before, owed.mention, before.read_at or 0, read, before)


def _same(labelled: Triaged, found: Mention) -> bool:
    """Whether these are the words that were labelled; labels of long ago do not say which version they are of."""
    return labelled.id == found.id and labelled.version in (None, version_of(found))
