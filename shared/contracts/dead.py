"""Records that a service could not handle: as they came, with the reason, to be looked at and replayed."""

from dataclasses import dataclass

from shared.contracts.topic import Kept

KEPT = Kept("compact,delete", days=30)
"""Long enough for somebody to come back from leave and look."""


@dataclass(frozen=True, slots=True)
class DeadLetterTopic:
    """Where a service puts what it cannot handle; value and headers stay as they came, `dead_*` headers say the rest.

    Key: `<topic>|<partition>|<offset>` of the record, so that none replaces another and a tombstone marks a replay.
    Headers: dead_topic, dead_partition, dead_offset, dead_key, dead_error, dead_reason, dead_at, dead_service,
    dead_tombstone (`1` where the record had no value).
    """

    service: str
    partitions: int = 6

    @property
    def name(self) -> str:
        """The topic's name."""
        return f"{self.service}.dead.v1"


DEAD_LETTERS = tuple(DeadLetterTopic(service) for service in ("triage", "desk"))
"""One for each service that reads topics."""
