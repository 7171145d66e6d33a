"""What the aggregator counts, as Prometheus reads it."""

from collections.abc import Sequence

from prometheus_client import Counter, Gauge

from shared.contracts.record import Record

CONTRIBUTIONS = Gauge("bluelamp_contributions", "Accounts' days and posts that measures are made of.")
MEASURES = Counter("bluelamp_measures", "Values written to district.measured, tombstones included.")


def wrote(records: Sequence[Record]) -> None:
    """These were acknowledged."""
    MEASURES.inc(len(records))
