"""A bad record is put aside with its bytes and its reason and holds nothing up; a run of them stops the service."""

from pathlib import Path

from shared.exits import PERSON
from tests.broker.runtime.crew import crew_on
from tests.support.broker import RealBroker, wait_until


async def test_bad_records_are_put_aside_once_and_the_others_go_on(broker: RealBroker, tmp_path: Path) -> None:
    crew = await crew_on(broker, tmp_path, partitions=1)
    await crew.publish_bad(b"unreadable")
    await crew.publish(20)
    await crew.publish_bad(b"mistake", b"huge")
    await crew.publish(20)
    # Killed with the dead letters written and nothing committed: they must not be there twice.
    async with crew.working(crew.process("kill_when_delivered", at=1)):
        await crew.arrived()
        await crew.exactly_once()
    letters = [(each.value, dict(each.headers)) for each in await crew.dead_letters()]
    told = {value: (head["dead_error"], head["dead_reason"]) for value, head in letters}
    assert len(letters) == 3
    assert told[b"unreadable"] == (b"InvalidMessage", b"it cannot be read")
    assert told[b"huge"][0] == b"Permanent"
    assert b"takes 1,200,0" in told[b"huge"][1]
    assert told[b"mistake"][0] == b"ZeroDivisionError"
    assert all(head["dead_topic"] == crew.source.encode() and head["dead_key"] == b"key-0" for _, head in letters)


async def test_five_in_a_row_stop_the_service_instead_of_draining_the_topic(broker: RealBroker, tmp_path: Path) -> None:
    crew = await crew_on(broker, tmp_path, partitions=1)
    await crew.publish(20)
    worker = crew.process()
    await worker.start()
    await crew.arrived()
    await crew.publish_bad(*[b"unreadable"] * 4)

    async def all_four() -> bool:
        return len(await crew.dead_letters()) == 4

    await wait_until(all_four)
    await crew.publish_bad(*[b"unreadable"] * 20)
    assert await worker.ended() == PERSON
    assert "5 bad records in a row" in crew.log
    assert len(await crew.dead_letters()) == 4
