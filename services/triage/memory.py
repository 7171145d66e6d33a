"""How each mention's labels stand, read back from our own topic, so that a machine never overrules a person.

What one process remembers is lost with it. So mention.triaged is read before the first mention is labelled, and for as
long as the process runs, because another instance may have labelled what comes to us next.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aiokafka import ConsumerRecord

from services.triage.domain.concerns import tells_of_concern
from shared.contracts.mention_triaged import MENTION_TRIAGED, Triaged
from shared.contracts.record import event_of
from shared.contracts.topic import Topic
from shared.errors import InvalidMessage

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""Records read before others have their turn: about 10 ms, so that no alert waits for what is read back."""
REMEMBERED = timedelta(days=MENTION_TRIAGED.kept.days or 0)
"""As long as the topic keeps them: a new start would know no more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who spoke last about a mention, when, and whether other systems have been told of a concern that stands."""

    by_person: bool
    at: datetime
    concern: bool
    version: str | None = None
    """Of the words that were labelled last; None where that is not known."""
    posted_at: datetime | None = None
    """By which its concern is known; None once it was removed."""
    conversation: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class LastWord:
    """What no machine may speak behind, a person's last word or the removal, and where it stands on its partition."""

    triaged: Triaged | None
    """None where its author took it away."""
    offset: int


class Memory:
    """The standing of every mention that is not plain: corrected, edited, removed, or with a concern now or before."""

    def __init__(self, topic: Topic[Triaged] = MENTION_TRIAGED) -> None:
        self._topic = topic
        self._known: dict[str, Standing] = {}
        self._said: dict[str, LastWord] = {}
        self._read_to: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._known)

    def of(self, mention: str) -> Standing | None:
        """How it stands; None where a machine alone spoke and told of no concern, or where nothing is known."""
        return self._known.get(mention)

    def learn(self, triaged: Triaged) -> None:
        """Labels were written, by us or by others; what is older, or a machine's after a person's, changes nothing."""
        told = Standing(
            triaged.basis.kind == "person",
            triaged.triaged_at,
            tells_of_concern(triaged.labels),
            triaged.version,
            triaged.posted_at,
            triaged.conversation,
        )
        known = self._known.get(triaged.id)
        edited = told.version not in (None, triaged.id)
        if known is None and not (told.by_person or told.concern or edited):
            return
        if known is not None and (known.removed or (known.by_person, known.at) > (told.by_person, told.at)):
            return
        self._keep(triaged.id, told)

    def removed(self, mention: str, at: datetime) -> None:
        """Its author took it away: nothing stands of it, and nothing may come back."""
        self._keep(mention, Standing(by_person=False, at=at, concern=False, removed=True))

    def superseded(self, triaged: Triaged) -> bool:
        """Whether these labels are the last word on their mention no more."""
        known = self._known.get(triaged.id)
        return known is not None and (
            known.removed or known.by_person or (known.version != triaged.version and known.at >= triaged.triaged_at)
        )

    def last_word_before(self, mention: str, offset: int) -> LastWord | None:
        """A person's last word, or the removal, before this place: what stands there gives way, unless it is theirs."""
        said = self._said.get(mention)
        return said if said is not None and said.offset < offset else None

    def has_read(self, partition: int, offset: int) -> bool:
        """Whether everything up to this place was read back."""
        return self._read_to.get(partition, 0) > offset

    async def take(self, records: Sequence[ConsumerRecord]) -> None:
        """Read our own records back; one that cannot be read says nothing that could be relied on."""
        for number, record in enumerate(records, start=1):
            self._read_to[record.partition] = record.offset + 1
            try:
                event = event_of(self._topic, record.value, record.headers)
            except InvalidMessage as error:
                place = {"topic": record.topic, "partition": record.partition, "offset": record.offset}
                logger.warning("Labels of ours cannot be read back", extra={**place, "reason": str(error)})
                continue
            if event is not None:
                self.learn(event.fact)
                self._hear(event.fact, record.offset)
            elif record.value is None and record.key:
                mention = record.key.decode(errors="replace")
                self.removed(mention, _written(record))
                self._said[mention] = LastWord(None, record.offset)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)

    def _hear(self, triaged: Triaged, offset: int) -> None:
        """A person's word was read back; it counts while its mention stands so, and until a later one."""
        known = self._known.get(triaged.id)
        if triaged.basis.kind != "person" or known is None or known.removed:
            return
        said = self._said.get(triaged.id)
        if said is None or said.triaged is None or triaged.triaged_at >= said.triaged.triaged_at:
            self._said[triaged.id] = LastWord(triaged, offset)

    def _keep(self, mention: str, standing: Standing) -> None:
        self._known.pop(mention, None)  # to stand at the end: the first is the one that was learnt first
        self._known[mention] = standing
        if standing.removed:
            self._said.pop(mention, None)
        self._forget_before(standing.at - REMEMBERED)

    def _forget_before(self, moment: datetime) -> None:
        while (oldest := next(iter(self._known), None)) is not None and self._known[oldest].at < moment:
            del self._known[oldest]
            self._said.pop(oldest, None)


def _written(record: ConsumerRecord) -> datetime:
    return datetime.fromtimestamp(record.timestamp / 1000, UTC)
