"""What the aggregator counts, as Prometheus reads it."""

from collections.abc import Sequence

from prometheus_client import Counter, Gauge

from shared.contracts.record import Record

CONTRIBUTIONS = Gauge("bluelamp_contributions", "Accounts' days and posts that measures are made of.")
RECOVERED = Gauge("bluelamp_contributions_recovered", "Contributions at the last recovery, by where from.", ("source",))
MEASURES = Counter("bluelamp_measures", "Values written to district.measured, tombstones included.")


def wrote(records: Sequence[Record]) -> None:
    """These were acknowledged."""
    MEASURES.inc(len(records))


def recovered(from_changelog: int, beyond: int) -> None:
    """What Faust's table came back with, and what contribution.changed had beyond it."""
    RECOVERED.labels("changelog").set(from_changelog)
    RECOVERED.labels("contribution.changed").set(beyond)
