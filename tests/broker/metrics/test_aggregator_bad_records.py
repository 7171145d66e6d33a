"""A record that is no contribution is put aside and holds nothing up; many of them stop the aggregator (promise 7)."""

from aiokafka import ConsumerRecord

from shared.contracts.contribution_changed import Contribution
from shared.contracts.dead import DeadLetterTopic, ReplayTopic
from shared.contracts.record import Record
from shared.exits import PERSON
from shared.kafka.topics import Declared, apply
from tests.broker.metrics.aggregators import Aggregators
from tests.support.waiting import wait_until
from tests.unit.metrics.contributions import followers

DEAD = DeadLetterTopic("metrics").name


async def letters(aggregators: Aggregators) -> list[ConsumerRecord[bytes, bytes]]:
    """Those that came from this test's topic."""
    found = await aggregators.broker.read_all(DEAD)
    return [each for each in found if dict(each.headers)["dead_topic"] == aggregators.contributions.encode()]


async def all_letters(aggregators: Aggregators, number: int) -> None:
    """Wait until so many records were put aside."""

    async def put_aside() -> bool:
        return len({each.key for each in await letters(aggregators)}) == number

    await wait_until(put_aside)


def bad(aggregators: Aggregators) -> list[Record]:
    """One of each kind."""
    good = aggregators.record(followers("2026-05-01", 600))
    return [
        good._replace(value=b"\x80\x04no JSON"),
        good._replace(headers=[]),
        good._replace(key=b"post:another"),
        aggregators.record(followers("2026-05-01", 600).model_copy(update={"day": "2099-01-01"})),
    ]


async def test_bad_records_are_put_aside_with_their_bytes_and_the_others_are_added_up(
    aggregators: Aggregators,
) -> None:
    await aggregators.start()
    await aggregators.tell([followers("2026-05-01", 600)])
    await aggregators.broker.publish(bad(aggregators))
    await aggregators.tell([followers("2026-05-02", 627)])
    await aggregators.all_follows()
    await all_letters(aggregators, 4)
    found = sorted(await letters(aggregators), key=lambda each: int(dict(each.headers)["dead_offset"]))
    assert [each.value for each in found] == [each.value for each in bad(aggregators)]
    reasons = [dict(each.headers)["dead_reason"].decode() for each in found]
    for reason, words in zip(reasons, ("JSON", "ce_type", "the key", "has not come yet"), strict=True):
        assert words in reason


async def test_a_run_of_bad_records_stops_it_until_somebody_says_that_they_may_go(aggregators: Aggregators) -> None:
    await aggregators.tell([followers("2026-05-01", 600)])
    await aggregators.broker.publish([*bad(aggregators), bad(aggregators)[0]])
    await aggregators.tell([followers("2026-05-02", 627)])
    process = await aggregators.start()
    assert await process.ends() == PERSON
    assert not await letters(aggregators)
    await aggregators.start(accept_bad_records=True)
    await aggregators.all_follows()
    await all_letters(aggregators, 5)


async def test_what_an_operator_puts_back_is_added_up(aggregators: Aggregators) -> None:
    await aggregators.tell([followers("2026-05-01", 600)])
    await aggregators.start()
    await aggregators.all_follows()
    told: Contribution = followers("2026-05-02", 627)
    record = aggregators.record(told)
    about = {"topic": aggregators.contributions, "partition": "0", "offset": "7", "key": told.entity}
    headers = [*record.headers, *((f"replay_{name}", value.encode()) for name, value in about.items())]
    await aggregators.broker.publish([Record(ReplayTopic("metrics").name, 0, b"letter", record.value, headers)])
    aggregators.hear([told])
    await aggregators.all_follows()


async def test_a_changelog_with_two_partitions_is_refused_at_the_start(aggregators: Aggregators) -> None:
    """Faust would put one entity into both, and bring back the older."""
    name = f"{aggregators.group}-contributions-changelog"
    await apply(aggregators.broker.bootstrap, replication=1, topics=[Declared(name, 2, {"cleanup.policy": "compact"})])
    process = await aggregators.start()
    assert await process.ends() == PERSON
