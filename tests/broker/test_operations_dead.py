"""A dead letter can be seen whole, and put before its own service again: once, and before nobody else."""

import asyncio
import uuid
from collections.abc import Iterable
from contextlib import AsyncExitStack

import pytest
from aiokafka import ConsumerRecord

from operations.dead.letter import letters_of
from operations.dead.verb import replay
from operations.exits import Stopped
from shared.contracts.audit_recorded import AUDIT_RECORDED
from shared.contracts.dead import DeadLetterTopic, ReplayTopic
from shared.contracts.record import Record
from shared.errors import InvalidMessage
from shared.kafka.topics import Declared, apply
from shared.kafka.transform import Transform
from tests.support.broker import RealBroker, wait_until


class _Service:
    """A service of this test's own that cannot handle `bad` until it is mended."""

    def __init__(self, broker: RealBroker) -> None:
        self.broker = broker
        name = f"service-{uuid.uuid4().hex[:8]}"
        self.dead = DeadLetterTopic(name, partitions=6)
        self.replays = ReplayTopic(name, partitions=2)
        self.mended = False

    async def prepare(self) -> None:
        self.input = await self.broker.topic("in", partitions=3)
        self.other = await self.broker.topic("other")
        self.output = await self.broker.topic("out")
        config = {"cleanup.policy": "compact,delete"}
        audit = Declared(AUDIT_RECORDED.name, AUDIT_RECORDED.partitions, AUDIT_RECORDED.kept.as_config())
        topics = [
            Declared(self.dead.name, self.dead.partitions, config),
            Declared(self.replays.name, self.replays.partitions, {}),
            audit,
        ]
        await apply(self.broker.bootstrap, replication=1, topics=topics)

    def handle(self, record: ConsumerRecord) -> Iterable[Record]:
        if record.value == b"bad" and not self.mended:
            raise InvalidMessage("not yet understood")
        where = f"{record.topic}|{record.partition}|{record.offset}".encode()
        yield Record(self.output, 0, record.key or b"", record.value, [*record.headers, ("where", where)])

    async def running(self, stack: AsyncExitStack) -> None:
        transform = Transform(
            bootstrap=self.broker.bootstrap,
            service=self.dead.service,
            group=self.dead.service,
            inputs=[self.input],
            handler=self.handle,
            replays=self.replays,
        )
        stop = asyncio.Event()
        task = asyncio.create_task(transform.run(stop))

        async def end() -> None:
            stop.set()
            await task

        stack.push_async_callback(end)

    async def letters(self) -> list[str]:
        return list(await letters_of(self.broker.bootstrap, self.dead))

    async def written(self) -> list[ConsumerRecord]:
        return await self.broker.read_all(self.output)


async def _with_a_letter(broker: RealBroker, stack: AsyncExitStack) -> tuple[_Service, str]:
    service = _Service(broker)
    await service.prepare()
    await service.running(stack)
    headers = [("ce_type", b"mention.received")]
    await broker.publish(
        [Record(service.input, 2, b"x:1", b"bad", headers), Record(service.input, 2, b"x:2", b"good", [])]
    )
    letters = await wait_until(service.letters, what="the dead letter")
    return service, letters[0]


async def test_a_letter_says_everything_about_the_record(broker: RealBroker) -> None:
    async with AsyncExitStack() as stack:
        service, name = await _with_a_letter(broker, stack)
        letter = (await letters_of(broker.bootstrap, service.dead))[name]
    assert name == f"{service.input}:2:0"
    assert (letter.value, letter.came) == (b"bad", [("ce_type", b"mention.received")])
    assert (letter.about("error"), letter.about("reason")) == ("InvalidMessage", "not yet understood")


async def test_a_replayed_letter_is_handled_as_the_record_it_was_by_its_service_alone(broker: RealBroker) -> None:
    async with AsyncExitStack() as stack:
        service, name = await _with_a_letter(broker, stack)
        await wait_until(service.written, what="the good record")
        service.mended = True
        assert await replay(broker.bootstrap, service.dead, service.replays, [name]) == 1

        async def handled() -> bool:
            return len(await service.written()) == 2

        await wait_until(handled, what="the replayed record")
        assert await service.letters() == []
        (again,) = [record for record in await service.written() if record.value == b"bad"]
        assert again.key == b"x:1"
        assert dict(again.headers) == {"ce_type": b"mention.received", "where": f"{service.input}|2|0".encode()}
        assert len(await broker.read_all(service.input)) == 2, "other readers of the topic must not see it twice"


async def test_a_replay_is_in_the_audit_log(broker: RealBroker) -> None:
    async with AsyncExitStack() as stack:
        service, name = await _with_a_letter(broker, stack)
        await replay(broker.bootstrap, service.dead, service.replays, None)
    entries = [record.value or b"" for record in await broker.read_all(AUDIT_RECORDED.name)]
    assert sum(name.encode() in entry and b"dead.replay" in entry for entry in entries) == 1


async def test_a_letter_that_dies_again_is_back_under_its_own_name(broker: RealBroker) -> None:
    async with AsyncExitStack() as stack:
        service, name = await _with_a_letter(broker, stack)
        await replay(broker.bootstrap, service.dead, service.replays, [name])
        assert await wait_until(service.letters, what="the letter again") == [name]
        letter = (await letters_of(broker.bootstrap, service.dead))[name]
        assert letter.came == [("ce_type", b"mention.received")]


async def test_a_letter_of_another_loops_input_is_left_to_that_loop(broker: RealBroker) -> None:
    async with AsyncExitStack() as stack:
        service, _ = await _with_a_letter(broker, stack)
        service.mended = True
        about = [("dead_topic", service.other.encode()), ("dead_partition", b"0"), ("dead_offset", b"9")]
        await broker.publish([Record(service.dead.name, 0, b"theirs", b"theirs", about)])
        assert await replay(broker.bootstrap, service.dead, service.replays, None) == 2

        async def handled() -> bool:
            return len(await service.written()) == 2

        await wait_until(handled, what="its own record")
        assert b"theirs" not in [record.value for record in await service.written()]


async def test_a_letter_that_is_gone_is_not_replayed_twice(broker: RealBroker) -> None:
    async with AsyncExitStack() as stack:
        service, name = await _with_a_letter(broker, stack)
        service.mended = True
        await replay(broker.bootstrap, service.dead, service.replays, [name])
        with pytest.raises(Stopped, match="There is no letter"):
            await replay(broker.bootstrap, service.dead, service.replays, [name])
