"""Records that are prepared before they are handled are handled exactly once, whatever comes between."""

import asyncio
from collections.abc import Sequence

from aiokafka import ConsumerRecord

from shared.contracts.record import Record
from shared.kafka.ahead import NotNow
from shared.kafka.handling import Handler
from shared.kafka.timing import Timing
from shared.kafka.transform import Transform
from tests.broker.runtime.test_rule_3_generations import must_not_end
from tests.support.broker import RealBroker, wait_until

RECORDS = 400


class Copies:
    """Members that copy from one topic to another, and think before."""

    def __init__(self, broker: RealBroker, source: str, target: str) -> None:
        self._broker, self._source, self._target = broker, source, target
        self.refusals = 0
        self.thought = 0
        self.stop = asyncio.Event()

    def member(self) -> Transform:
        """One of the group."""
        return Transform(
            bootstrap=self._broker.bootstrap,
            service="copier",
            group=self._target,
            inputs=[self._source],
            handler=lambda _: (),
            timing=Timing(heartbeat=0.2),
            end=must_not_end,
        ).preparing(self.think)

    async def think(self, records: Sequence[ConsumerRecord]) -> Handler:
        """Takes its time, and refuses now and then."""
        await asyncio.sleep(0.02)
        self.thought += len(records)
        if self.refusals:
            self.refusals -= 1
            raise NotNow
        return lambda record: [Record(self._target, record.partition, record.key, record.value, [])]

    async def publish(self) -> None:
        """On both partitions in turn."""
        await self._broker.publish([Record(self._source, n % 2, b"k", b"%d" % n, []) for n in range(RECORDS)])

    async def written(self) -> list[int]:
        """What a committed reader sees."""
        return [int(each.value or b"") for each in await self._broker.read_all(self._target)]

    async def all_written(self) -> list[int]:
        """The same, once there is as much as was published."""

        async def there() -> bool:
            return len(await self.written()) >= RECORDS

        await wait_until(there)
        return await self.written()


async def copies(broker: RealBroker) -> Copies:
    return Copies(broker, await broker.topic("source", partitions=2), await broker.topic("target", partitions=2))


async def test_what_was_refused_for_now_comes_again_in_its_order(broker: RealBroker) -> None:
    copying = await copies(broker)
    copying.refusals = 3
    await copying.publish()
    member = asyncio.create_task(copying.member().run(copying.stop))
    written = await copying.all_written()
    assert written == [*range(0, RECORDS, 2), *range(1, RECORDS, 2)]
    assert copying.thought > RECORDS
    copying.stop.set()
    await member


async def test_members_that_come_and_go_while_slices_are_prepared_neither_lose_nor_double(broker: RealBroker) -> None:
    copying = await copies(broker)
    stops = [asyncio.Event() for _ in range(3)]
    members = [asyncio.create_task(copying.member().run(stop)) for stop in stops[:2]]
    await copying.publish()
    await wait_until(lambda: copying.thought > RECORDS // 4)
    members.append(asyncio.create_task(copying.member().run(stops[2])))
    stops[0].set()
    assert sorted(await copying.all_written()) == list(range(RECORDS))
    for stop in stops:
        stop.set()
    await asyncio.gather(*members)
    assert sorted(await copying.written()) == list(range(RECORDS))
