"""Rule 7: offsets are sent only when every batch was acknowledged; a batch that the broker refuses is not skipped."""

from pathlib import Path

from shared.exits import RESTART
from shared.kafka.topics import Declared, apply
from tests.broker.runtime.crew import crew_on
from tests.support.broker import RealBroker, wait_until


async def test_rule_7_a_refused_batch_takes_no_offset_with_it(broker: RealBroker, tmp_path: Path) -> None:
    crew = await crew_on(broker, tmp_path, partitions=1, target_partitions=1)
    await limit(broker, crew.target, "400")
    async with crew.working():
        await crew.publish(50)  # one batch, larger than that

        async def decided() -> bool:
            return bool(crew.exits or await crew.committed())

        await wait_until(decided, what="the worker's end, or an offset that was wrongly committed")
        await limit(broker, crew.target, "1000000")
        await crew.arrived()
        await crew.exactly_once()
    assert crew.exits[0] == RESTART


async def limit(broker: RealBroker, topic: str, size: str) -> None:
    await apply(broker.bootstrap, replication=1, topics=[Declared(topic, 1, {"max.message.bytes": size})])
