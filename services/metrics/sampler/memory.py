"""What the process before knew, read back from the topics: what was read today, when each post was asked for, reports.

So a restart costs nothing twice: X's bill for the day goes on where it stood.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiokafka import ConsumerRecord

from services.metrics.domain.budget import Thing
from shared.clock import now
from shared.contracts.account_sampled import ACCOUNT_SAMPLED, AccountSample
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.post_sampled import POST_SAMPLED, PostSample
from shared.kafka.follow import read_to_end
from shared.kafka.positions import since
from shared.kafka.tolerance import event_if_readable

REMEMBERED = timedelta(hours=25)
"""The longest time between two looks at a post is a day, and so is X's; an hour for clocks that differ."""


@dataclass
class Memory:
    """Everything that outlives a process of the sampler."""

    platform: str
    reporter: str
    read: list[tuple[Thing, datetime]] = field(default_factory=list)
    asked: dict[str, datetime] = field(default_factory=dict)
    """When each delivery was counted last."""
    reports: dict[str, ChannelReport] = field(default_factory=dict)

    def take(self, records: list[ConsumerRecord]) -> None:
        """Take records in; one that cannot be read is passed over."""
        for record in records:
            if record.topic == ACCOUNT_SAMPLED.name:
                account = event_if_readable(ACCOUNT_SAMPLED, record)
                if account and account.fact.platform == self.platform and account.fact.via == "platform":
                    self._account(account.fact)
            elif record.topic == POST_SAMPLED.name:
                post = event_if_readable(POST_SAMPLED, record)
                if post and post.fact.platform == self.platform:
                    self._post(post.fact)
            else:
                report = event_if_readable(CHANNEL_REPORTED, record)
                if report and report.fact.reporter == self.reporter:
                    self.reports[report.fact.account] = report.fact

    def _account(self, sample: AccountSample) -> None:
        self.read.append((Thing("user", sample.account, sample.account), sample.at))

    def _post(self, sample: PostSample) -> None:
        self.read.append((Thing("post", sample.platform_id, sample.account), sample.at))
        self.asked[sample.delivery] = max(sample.at, self.asked.get(sample.delivery, sample.at))


async def recall(bootstrap: str, platform: str, reporter: str) -> Memory:
    """Read it all; waits for the broker."""
    memory = Memory(platform, reporter)
    topics = (ACCOUNT_SAMPLED, POST_SAMPLED, CHANNEL_REPORTED)
    recent = await since(bootstrap, [ACCOUNT_SAMPLED.name, POST_SAMPLED.name], now() - REMEMBERED)
    await read_to_end(bootstrap, topics, memory.take, start_at=recent)
    return memory
