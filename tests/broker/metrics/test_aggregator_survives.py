"""Whatever happens to the aggregator, district.measured ends as what follows from the contributions."""

from datetime import timedelta

from aiokafka.admin import AIOKafkaAdminClient

from services.metrics.aggregator.board import today
from shared.contracts.contribution_changed import Contribution
from shared.contracts.record import Record
from tests.broker.metrics.aggregators import Aggregators
from tests.support.broker import RealBroker
from tests.support.waiting import wait_until
from tests.unit.metrics.contributions import followers, post


def day(ago: int) -> str:
    return (today() - timedelta(days=ago)).isoformat()


def a_month(*, later: int = 0) -> list[Contribution]:
    """Followers of four districts, with a gap, and posts, as counted at one time."""
    accounts = [("hastings",), ("rother",), ("adur", "worthing"), ()]
    counts = [
        followers(day(ago), 600 + later - 7 * ago, f"x_test_{number}", districts=districts, later=later)
        for number, districts in enumerate(accounts)
        for ago in range(30, 1, -1)
        if ago % 9
    ]
    posts = [post(f"{ago}", day(ago), (ago + later, None if later < 2 else ago, 1), later=later) for ago in range(30)]
    return counts + posts


async def test_it_is_killed_in_the_middle_again_and_again(aggregators: Aggregators) -> None:
    for round_ in range(2):
        process = await aggregators.start()
        before = len(await aggregators.written())
        await aggregators.tell(a_month(later=2 * round_))
        await aggregators.tell(a_month(later=2 * round_ + 1))

        async def something_is_written(before: int = before) -> bool:
            return len(await aggregators.written()) > before

        await wait_until(something_is_written, 30)
        await process.kill()
    await aggregators.tell(a_month(later=1))  # an old word, and more that nobody was there to hear
    await aggregators.tell([followers(day(1), 900, "x_test_0", later=1)])
    await aggregators.start()
    await aggregators.all_follows()


async def test_a_clean_restart_writes_nothing_anew(aggregators: Aggregators) -> None:
    await aggregators.tell(a_month())
    first = await aggregators.start()
    await aggregators.all_follows()
    assert await first.stop() == 0
    before = len(await aggregators.written())
    second = await aggregators.start()
    await second.ready()
    assert await second.number("bluelamp_contributions_recovered") == len(a_month()), "its table is whole again"
    assert await second.number("bluelamp_contributions_recovered", source="contribution.changed") == 0
    assert await second.stop() == 0
    assert len(await aggregators.written()) == before


async def test_a_lost_changelog_loses_no_measure_and_what_came_meanwhile_is_put_right(
    aggregators: Aggregators, broker: RealBroker
) -> None:
    await aggregators.tell(a_month())
    first = await aggregators.start()
    await aggregators.all_follows()
    assert await first.stop() == 0
    admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)
    await admin.start()
    await admin.delete_topics([f"{aggregators.group}-contributions-changelog"])
    await admin.close()
    stale = (await aggregators.written())[0]
    late = Record(aggregators.measures, stale.partition, stale.key or b"", b'{"value":1}', [])
    await aggregators.broker.publish([late])  # while nobody was there to see it
    second = await aggregators.start()
    await second.ready()
    await aggregators.tell([followers(day(1), 700, "x_test_1", districts=("rother",))])
    await aggregators.all_follows()


async def test_a_second_one_takes_over_from_one_that_is_paused_and_gives_back_when_it_stops(
    aggregators: Aggregators,
) -> None:
    await aggregators.tell(a_month())
    first = await aggregators.start()
    await aggregators.all_follows()
    second = await aggregators.start()
    await second.ready()
    first.pause()
    await aggregators.tell(a_month(later=1))
    await aggregators.all_follows()
    first.go_on()  # with all that it had in hand
    await aggregators.tell(a_month(later=2))
    await aggregators.all_follows()
    await first.ready()
    assert await second.stop() == 0
    await aggregators.tell(a_month(later=3))
    await aggregators.all_follows()


async def test_what_a_paused_process_writes_late_is_put_right(aggregators: Aggregators) -> None:
    await aggregators.tell(a_month())
    await aggregators.start()
    await aggregators.all_follows()
    some = (await aggregators.written())[:4]
    values = (b'{"value":1}', None, some[1].value, b'{"value":2}')  # wrong, removed, another's, and of nothing
    keys = [each.key or b"" for each in some[:3]] + [b"nowhere|x|likes|2026-05-01"]
    late = [
        Record(aggregators.measures, each.partition, key, value, [])
        for each, key, value in zip(some, keys, values, strict=True)
    ]
    await aggregators.broker.publish(late)
    assert await aggregators.read() != aggregators.expected()
    await aggregators.all_follows()


async def test_days_that_are_no_longer_kept_are_withdrawn(aggregators: Aggregators) -> None:
    await aggregators.tell([followers(day(2), 600), followers(day(1), 601)])
    gone = f"hastings|x|followers|{day(500)}"
    topic, key = aggregators.measures, gone.encode()
    await aggregators.broker.publish([Record(topic, 0, key, b"{}", [])])  # told when it was young
    await aggregators.tell([followers(day(500), 500)])
    await aggregators.start()
    await aggregators.all_follows()
    held = await aggregators.read()
    assert gone not in held
    assert sum("-W" in each for each in held) > sum("-W" not in each for each in held) / 14, "weeks stay"
