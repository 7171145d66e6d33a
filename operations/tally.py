"""What became of mentions that were sent: counted on the topics themselves, as any plain consumer sees them."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiokafka import ConsumerRecord

from shared.clock import now
from shared.contracts.alert_changed import ALERT_CHANGED
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.mention_triaged import MENTION_TRIAGED
from shared.contracts.record import event_of
from shared.errors import InvalidMessage
from shared.kafka.reader import Reader

TOPICS = (MENTION_CHANGED.name, MENTION_TRIAGED.name, ALERT_CHANGED.name)

LAST_LOOK_S = 2.0
"""A doubled record follows its first within a moment; all would seem well without this look."""

PAUSE_S = 0.2


@dataclass(frozen=True, slots=True)
class Count:
    """The sum at one moment. `lost`: not on mention.changed or not on mention.triaged; `doubled`: surplus records."""

    sent: int
    received: int
    labelled: int
    alerted: int
    lost: int
    doubled: int
    unheard: int
    """Labelled as an alert, and no alert was raised."""

    @property
    def arrived(self) -> int:
        """Grows with everything that arrives."""
        return self.received + self.labelled + self.alerted

    @property
    def complete(self) -> bool:
        """Whether nothing is awaited any more."""
        return not self.lost and not self.unheard


@dataclass(slots=True)
class Tally:
    """Counts by mention id all that was written since it began; ids only, so that memory stays small."""

    received: Counter[str] = field(default_factory=Counter)
    labelled: Counter[str] = field(default_factory=Counter)
    alarming: set[str] = field(default_factory=set)
    alerted: set[str] = field(default_factory=set)

    def note(self, record: ConsumerRecord) -> None:
        """One more record."""
        transition = dict(record.headers).get("ce_type", b"").decode(errors="replace")
        name = (record.key or b"").decode(errors="replace")
        match transition:
            case "mention.received":
                self.received[name] += 1
            case "mention.triaged":
                self.labelled[name] += 1
                if _alarming(record):
                    self.alarming.add(name)
            case "alert.raised":
                self.alerted.add(name)
            case _:
                pass  # edits, corrections, tombstones and people's acts are no arrivals

    def of(self, sent: Collection[str]) -> Count:
        """The sum for these mentions; others that flow at the same time do not matter."""
        return Count(
            sent=len(sent),
            received=sum(name in self.received for name in sent),
            labelled=sum(name in self.labelled for name in sent),
            alerted=sum(name in self.alerted for name in sent),
            lost=sum(name not in self.received or name not in self.labelled for name in sent),
            doubled=sum(max(0, counter[name] - 1) for counter in (self.received, self.labelled) for name in sent),
            unheard=sum(name in self.alarming and name not in self.alerted for name in sent),
        )


def _alarming(record: ConsumerRecord) -> bool:
    try:
        event = event_of(MENTION_TRIAGED, record.value, record.headers)
    except InvalidMessage:
        return False  # counted as labelled all the same: the record is there
    return event is not None and event.fact.labels.alert


class Counting:
    """A tally that is kept up to date from the topics while it is open; use as `async with`.

    `listener` hears every record as well, after it was counted.
    """

    def __init__(
        self,
        bootstrap: str,
        topics: Iterable[str] = TOPICS,
        *,
        listener: Callable[[ConsumerRecord], None] | None = None,
    ) -> None:
        self.tally = Tally()
        self._listener = listener
        self._reader = Reader(bootstrap)
        self._topics = topics

    async def __aenter__(self) -> Self:
        await self._reader.__aenter__()
        await self._reader.open(self._topics, at_end=True)
        self._following = asyncio.create_task(self._follow())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._following.cancel()
        await asyncio.gather(self._following, return_exceptions=True)
        await self._reader.__aexit__(kind, error, trace)

    async def _follow(self) -> None:
        while True:
            for record in await self._reader.batch():
                self.tally.note(record)
                if self._listener:
                    self._listener(record)

    async def settled(self, sent: Collection[str], patience_s: float) -> Count:
        """The count once everything arrived, or nothing has for `patience_s`."""
        count = self.tally.of(sent)
        last, moved_at = count.arrived, now().timestamp()
        while not count.complete and now().timestamp() - moved_at < patience_s:
            if self._following.done():
                self._following.result()  # raises what went wrong
            await asyncio.sleep(PAUSE_S)
            count = self.tally.of(sent)
            if count.arrived != last:
                last, moved_at = count.arrived, now().timestamp()
        await asyncio.sleep(LAST_LOOK_S)
        return self.tally.of(sent)
