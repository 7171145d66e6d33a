"""Every number that the Kafka runtime counts, as Prometheus reads it."""

from prometheus_client import Counter, Gauge, Histogram

_INPUT = ("group", "topic", "partition")

LAG_RECORDS = Gauge("bluelamp_lag_records", "Offsets between the position and the end of the readable log.", _INPUT)
LAG_SECONDS = Gauge("bluelamp_lag_seconds", "Age of the oldest record of the last batch; 0 when all is read.", _INPUT)
RECORDS = Counter("bluelamp_records_handled", "Records read and done with.", _INPUT)
BATCHES = Counter("bluelamp_batches", "Batches done with, each from one partition.", ("group",))
BATCHES_DISCARDED = Counter("bluelamp_batches_discarded", "Batches given back because a rebalance came.", ("group",))
DEAD_LETTERS = Counter("bluelamp_dead_letters", "Records put aside because they could not be handled.", ("service",))
PASSED_OVER = Counter("bluelamp_records_passed_over", "Records left out by those who fold what they can.", ("topic",))
RECORDS_LOST_TO_RETENTION = Counter(
    "bluelamp_records_lost_to_retention", "Offsets that were deleted before they were read.", ("reader", "topic")
)
REBALANCES = Counter("bluelamp_rebalances", "Assignments of partitions received.", ("group",))
TRANSACTIONS = Counter("bluelamp_transactions", "Transactions committed.", ("writer",))
TRANSACTION_SECONDS = Histogram(
    "bluelamp_transaction_seconds",
    "Time from begin to commit.",
    ("writer",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 8),
)
RECORDS_WRITTEN = Counter("bluelamp_records_written", "Records acknowledged by the broker.", ("writer",))
PRODUCER_ERRORS = Counter("bluelamp_producer_errors", "Writes that failed.", ("writer", "error"))
AUDIT_WAITING = Gauge("bluelamp_audit_waiting", "Entries of the audit journal that are not on audit.recorded yet.")
