"""An aggregator that starts, or lost its changelog, when the contributions have been told many times over."""

from tests.broker.metrics.aggregators import Aggregators
from tests.support.broker import RealBroker
from tests.unit.metrics.contributions import followers


async def test_of_a_thousand_words_on_one_day_only_the_last_goes_into_the_table(
    aggregators: Aggregators, broker: RealBroker
) -> None:
    days = ("2026-05-01", "2026-05-02")
    await aggregators.tell(followers(day, 600 + word, later=word) for word in range(1_000) for day in days)
    process = await aggregators.start()
    await process.ready()
    await aggregators.all_follows()
    changes = await broker.read_all(f"{aggregators.group}-contributions-changelog")
    assert len(changes) == len(days), "writing each word took longer than a start may take"
