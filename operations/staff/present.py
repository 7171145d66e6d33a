"""The people as staff.changed has them now."""

from operations.exits import UNAVAILABLE, Stopped
from shared.contracts.staff_changed import STAFF_CHANGED, Person
from shared.kafka.reader import Reader
from shared.kafka.tolerance import event_if_readable


async def present_staff(bootstrap: str, topic: str = STAFF_CHANGED.name) -> dict[str, Person]:
    """Everybody by id, as last written, whom this version can read; stops the verb where the topic was not made yet."""
    people: dict[str, Person] = {}
    async with Reader(bootstrap) as reader:
        if topic not in await reader.names():
            raise Stopped(
                f"Kafka has no topic {topic} yet.", remedy="Make it with `bluelamp topics apply`.", status=UNAVAILABLE
            )
        await reader.open([topic])
        async for records in reader.to_end():
            for record in records:
                if event := event_if_readable(STAFF_CHANGED, record):
                    people[event.fact.id] = event.fact
                elif record.value is None and record.key:
                    people.pop(record.key.decode(errors="replace"), None)
    return people
