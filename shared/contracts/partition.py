"""Which partition a record belongs to: the same everywhere, so that order holds within a scope."""

from functools import lru_cache

from aiokafka.partitioner import murmur2


@lru_cache(maxsize=100_000)
def partition_of(scope: str, partitions: int) -> int:
    """The partition of an ordering scope: Kafka's own murmur2, so that any client agrees."""
    return int((murmur2(scope.encode()) & 0x7FFFFFFF) % partitions)
