"""What the process before knew, read back from the topics: received posts, progress, gaps, last mentions."""

from dataclasses import dataclass, field
from datetime import datetime

from aiokafka import ConsumerRecord

from services.ingest.domain.seen import REMEMBERED, Seen
from shared.clock import now
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.ingest_progress import INGEST_PROGRESS, Checkpoint
from shared.contracts.mention_changed import MENTION_CHANGED, Mention
from shared.kafka.follow import read_to_end
from shared.kafka.positions import since
from shared.kafka.tolerance import event_if_readable, pass_over


@dataclass
class Memory:
    """Everything that outlives a process of ingest."""

    platform: str
    reporter: str
    seen: Seen = field(default_factory=Seen)
    checkpoint: Checkpoint | None = None
    reports: dict[str, ChannelReport] = field(default_factory=dict)
    """The last report of each account."""

    def take(self, records: list[ConsumerRecord]) -> None:
        """Take records in; one that cannot be read is passed over, as it says nothing that could be relied on."""
        for record in records:
            if record.topic == MENTION_CHANGED.name:
                self._mention(record)
            elif record.topic == INGEST_PROGRESS.name:
                checkpoint = event_if_readable(INGEST_PROGRESS, record)
                if checkpoint and checkpoint.fact.source == self.platform:
                    self.checkpoint = checkpoint.fact
            else:
                report = event_if_readable(CHANNEL_REPORTED, record)
                if report and report.fact.reporter == self.reporter:
                    self.reports[report.fact.account] = report.fact

    def _mention(self, record: ConsumerRecord) -> None:
        """A tombstone counts as well: what was erased may not come back by a search."""
        try:
            platform, _, first = (record.key or b"").decode().partition(":")
        except UnicodeDecodeError:
            pass_over(record, "its key is no text")
            return
        if platform != self.platform:
            return
        at = datetime.fromtimestamp(record.timestamp / 1000, now().tzinfo)
        self.seen.remember(first, first, at)
        event = event_if_readable(MENTION_CHANGED, record)
        if event and isinstance(event.fact, Mention):
            self.seen.remember(first, event.fact.platform_id, at)


async def recall(bootstrap: str, platform: str, reporter: str) -> Memory:
    """Read it all; to be called when no other process can write any more."""
    memory = Memory(platform, reporter)
    topics = (MENTION_CHANGED, INGEST_PROGRESS, CHANNEL_REPORTED)
    recent = await since(bootstrap, [MENTION_CHANGED.name], now() - REMEMBERED)
    await read_to_end(bootstrap, topics, memory.take, start_at=recent)
    return memory
