"""Reading for those who fold what they can: one bad record must not stop a process or a verb at every start."""

import logging

from aiokafka import ConsumerRecord

from shared.contracts.record import Event, event_of
from shared.contracts.topic import FactT, Topic
from shared.errors import InvalidMessage
from shared.kafka import metrics

logger = logging.getLogger(__name__)


def event_if_readable(topic: Topic[FactT], record: ConsumerRecord) -> Event[FactT] | None:
    """The event in a record; None where event_of has none, and for bytes that break the contract: told and counted."""
    try:
        return event_of(topic, record.value, record.headers)
    except InvalidMessage as error:
        pass_over(record, str(error))
        return None


def pass_over(record: ConsumerRecord, reason: str) -> None:
    """Tell and count a record that is left out."""
    metrics.PASSED_OVER.labels(record.topic).inc()
    logger.warning(
        "A record of %s cannot be read and is left out (partition %d, offset %d).",
        record.topic,
        record.partition,
        record.offset,
        extra={"reason": reason},
    )
