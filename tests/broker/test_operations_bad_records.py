"""A person that cannot be read does not stop the verbs that look for the others."""

from operations.staff.present import present_staff
from shared.contracts.record import Record
from tests.support.broker import RealBroker


async def test_an_unreadable_person_does_not_stop_staff(broker: RealBroker) -> None:
    topic = await broker.topic("staff")
    headers = [("ce_type", b"person.added")]
    await broker.publish([Record(topic, 0, b"\xff", b"no JSON", headers), Record(topic, 0, b"\xff", None, [])])
    assert await present_staff(broker.bootstrap, topic) == {}
