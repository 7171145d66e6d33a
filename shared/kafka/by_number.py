"""Shares partitions out by their number: who has number 2 of one topic has number 2 of all.

Kafka's own range assignor does so only where all topics have equally many.
"""

from collections.abc import Iterable, Mapping

from aiokafka.cluster import ClusterMetadata
from aiokafka.coordinator.assignors.abstract import AbstractPartitionAssignor
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment, ConsumerProtocolMemberMetadata


class ByNumber(AbstractPartitionAssignor):  # type: ignore[misc] # aiokafka has no types
    """The assignor of loops that keep state for each number; all members of a group subscribe to the same topics."""

    name = "by-number"
    version = 0

    @classmethod
    def assign(
        cls, cluster: ClusterMetadata, members: Mapping[str, ConsumerProtocolMemberMetadata]
    ) -> dict[str, ConsumerProtocolMemberAssignment]:
        """Numbers go round the members."""
        turns = sorted(members)
        topics = sorted({topic for each in members.values() for topic in each.subscription})
        shares: dict[str, dict[str, list[int]]] = {member: {} for member in turns}
        for topic in topics:
            for number in sorted(cluster.partitions_for_topic(topic) or ()):
                shares[turns[number % len(turns)]].setdefault(topic, []).append(number)
        return {
            member: ConsumerProtocolMemberAssignment(cls.version, sorted(share.items()), b"")
            for member, share in shares.items()
        }

    @classmethod
    def metadata(cls, topics: Iterable[str]) -> ConsumerProtocolMemberMetadata:
        """What a member tells when it joins."""
        return ConsumerProtocolMemberMetadata(cls.version, list(topics), b"")

    @classmethod
    def on_assignment(cls, assignment: ConsumerProtocolMemberAssignment) -> None:
        """Nothing has to be remembered."""
