"""Our posts that are worth a look, learnt from post.changed: what the publisher says is on a platform."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aiokafka import ConsumerRecord

from services.metrics.domain.plan import COUNTED_FOR, OurPost, our_post
from shared.contracts.post_changed import POST_CHANGED, Delivery
from shared.contracts.topic import Topic
from shared.kafka.tolerance import event_if_readable


@dataclass
class Posts:
    """The posts by their deliveries; one that was deleted, or is too old, is not among them."""

    topic: Topic[Delivery] = POST_CHANGED
    _by_delivery: dict[str, OurPost] = field(default_factory=dict)

    def take(self, records: Sequence[ConsumerRecord]) -> None:
        """Fold records in; one that cannot be read says nothing that could be relied on."""
        for record in records:
            event = event_if_readable(self.topic, record)
            if event is None:
                continue
            post = our_post(event.fact)
            if post is not None:
                self._by_delivery[post.delivery] = post
            else:
                self._by_delivery.pop(event.fact.id, None)

    def of(self, platform: str, now: datetime) -> list[OurPost]:
        """Those on that platform; what is too old is let go."""
        old = [each.delivery for each in self._by_delivery.values() if now - each.posted_at >= COUNTED_FOR]
        for delivery in old:
            del self._by_delivery[delivery]
        return [post for post in self._by_delivery.values() if post.platform == platform]
