"""Triage on a real Kafka: an alert within the second whatever ingest does, labels once, corrections, bad records."""

import asyncio
import dataclasses
import time
import uuid
from collections.abc import AsyncIterator

import pytest
from aiokafka import AIOKafkaProducer, ConsumerRecord

from services.triage.app import area_of, labeller_of
from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller
from services.triage.handlers import Alerts, Labels
from services.triage.memory import Memory
from services.triage.model.company import Nobody
from services.triage.telling import Teller, Topics
from shared.contracts.alert_changed import ALERT_CHANGED
from shared.contracts.concern_changed import CONCERN_CHANGED
from shared.contracts.dead import DEAD_LETTERS
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.mention_triaged import MENTION_TRIAGED
from shared.contracts.record import Record, event_of, record_of
from shared.contracts.work_changed import WORK_CHANGED, Correction
from shared.health import Health
from shared.kafka.bad_records import AtLimit
from shared.kafka.relay import Relay
from shared.kafka.topics import apply
from shared.kafka.transform import Transform
from shared.registry import load_registry
from shared.settings import CHECKOUT
from tests.support.broker import RealBroker, wait_until
from tests.unit.triage.mentions import AT, mention

KNIFE = "Man with a knife outside the chip shop Queens Road NOW"
SCOOTERS = "E-scooters flying through Tilgate Park every evening"


@dataclasses.dataclass
class Running:
    """Triage's two loops in this process, on topics of their own."""

    broker: RealBroker
    topics: Topics
    parts: tuple[Labeller, Area]
    health: Health = dataclasses.field(default_factory=lambda: Health("triage"))
    name: str = dataclasses.field(default_factory=lambda: uuid.uuid4().hex[:8])

    def alerts(self) -> Relay:
        """The loop that alerts, as triage's app makes it."""
        return Relay(
            bootstrap=self.broker.bootstrap,
            service="triage",
            group=f"alerts-{self.name}",
            inputs=[self.topics.mentions],
            handler=Alerts(*self.parts, self.topics),
            health=self.health,
        )

    def labels(self, at_limit: AtLimit = AtLimit.STOP) -> Transform:
        """The loop that labels."""
        return Transform(
            bootstrap=self.broker.bootstrap,
            service="triage",
            group=f"labels-{self.name}",
            inputs=[self.topics.mentions, self.topics.work],
            handler=Labels(Teller(*self.parts, self.topics, Memory(self.topics.triaged)), Nobody("no model")),
            health=self.health,
            at_limit=at_limit,
        )

    async def receive(self, *texts: str, first: int = 1) -> None:
        """Mentions come in, numbered from `first`."""
        await self.broker.publish([self.record(text, number) for number, text in enumerate(texts, start=first)])

    def record(self, text: str, number: int) -> Record:
        """A mention as ingest writes it."""
        fact = mention(text, number=number, accounts=("x_crawley",))
        event = f"0198c000-0000-7000-8000-{number:012d}"
        return record_of(self.topics.mentions, "mention.received", fact, id=event, source="ingest", time=AT)

    async def written(self, topic: str, count: int) -> "list[ConsumerRecord[bytes, bytes]]":
        """The records of a topic, as soon as there are so many."""
        records: list[ConsumerRecord[bytes, bytes]] = []

        async def there() -> bool:
            records[:] = await self.broker.read_all(topic)
            return len(records) >= count

        await wait_until(there, what=f"{count} records on {topic}")
        return records


@pytest.fixture(scope="module")
def parts() -> tuple[Labeller, Area]:
    registry = load_registry(CHECKOUT / "deploy" / "force")
    return labeller_of(registry), area_of(registry)


@pytest.fixture
async def triage(broker: RealBroker, parts: tuple[Labeller, Area]) -> AsyncIterator[Running]:
    await apply(broker.bootstrap, replication=1)
    topics = Topics(
        mentions=await broker.topic_for(MENTION_CHANGED),
        work=await broker.topic_for(WORK_CHANGED),  # type: ignore[arg-type]  # corrections are all that matters here
        triaged=await broker.topic_for(MENTION_TRIAGED),
        concerns=await broker.topic_for(CONCERN_CHANGED),
        alerts=await broker.topic_for(ALERT_CHANGED),
    )
    running, stop = Running(broker, topics, parts), asyncio.Event()
    loops = [asyncio.create_task(loop.run(stop)) for loop in (running.alerts(), running.labels())]
    yield running
    stop.set()
    await asyncio.gather(*loops)


async def test_every_mention_is_labelled_once_and_concerns_are_told(triage: Running) -> None:
    await triage.receive(KNIFE, SCOOTERS, "Morning all", *["Sea fog or did I leave the kettle on?"] * 20)
    labelled = await triage.written(triage.topics.triaged.name, 23)
    facts = [event.fact for record in labelled if (event := event_of(MENTION_TRIAGED, record.value, record.headers))]
    assert sorted(fact.id for fact in facts) == sorted(f"x:{number}" for number in range(1, 24))
    tags = {fact.id: fact.labels.tags for fact in facts}
    assert tags["x:1"] == ("emergency", "wrong_place_report")
    assert tags["x:2"] == ("community_concern",)
    (concern,) = await triage.written(triage.topics.concerns.name, 1)
    assert b"nuisance_vehicles" in (concern.value or b"")
    (alert,) = await triage.written(triage.topics.alerts.name, 1)
    assert alert.key == b"x:1"


async def test_an_alert_does_not_wait_for_a_transaction_that_hangs(triage: Running) -> None:
    await triage.receive("Morning all")
    await triage.written(triage.topics.triaged.name, 1)  # both loops are running by now, and the alerts' is the faster
    hanging = AIOKafkaProducer(bootstrap_servers=triage.broker.bootstrap, transactional_id=f"h-{uuid.uuid4()}")
    await hanging.start()
    try:
        await hanging.begin_transaction()
        record = triage.record(KNIFE, 2)
        began = time.monotonic()
        await hanging.send_and_wait(
            record.topic, record.value, record.key, record.partition, headers=list(record.headers)
        )
        await triage.written(triage.topics.alerts.name, 1)
        assert time.monotonic() - began < 1.0
        assert len(await triage.broker.read_all(triage.topics.triaged.name)) == 1
    finally:
        await hanging.abort_transaction()
        await hanging.stop()


async def test_a_persons_correction_becomes_the_labels_and_takes_the_concern_back(triage: Running) -> None:
    await triage.receive(SCOOTERS)
    (labelled,) = await triage.written(triage.topics.triaged.name, 1)
    event = event_of(MENTION_TRIAGED, labelled.value, labelled.headers)
    assert event is not None
    corrected = Correction(
        mention=event.fact.id,
        conversation=event.fact.conversation,
        accounts=event.fact.accounts,
        link=event.fact.link,
        posted_at=AT,
        received_at=AT,
        labels=event.fact.labels.model_copy(update={"tags": ("chat",), "concern": None, "urgency": "none"}),
        was_concern=True,
        by="officer",
        at=AT,
    )
    work = triage.topics.work
    await triage.broker.publish([record_of(work, "labels.corrected", corrected, id="c1", source="desk", time=AT)])
    _, second = await triage.written(triage.topics.triaged.name, 2)
    assert dict(second.headers)["ce_type"] == b"mention.corrected"
    raised, withdrawn = await triage.written(triage.topics.concerns.name, 2)
    assert raised.key == withdrawn.key
    assert dict(withdrawn.headers)["ce_type"] == b"concern.withdrawn"


async def test_bytes_that_are_no_mention_go_to_the_dead_letters_and_the_next_is_labelled(triage: Running) -> None:
    good = triage.record("Morning all", 2)
    bad = good._replace(key=b"x:1", value=b"not json")
    await triage.broker.publish([bad, good])
    (labelled,) = await triage.written(triage.topics.triaged.name, 1)
    assert labelled.key == b"x:2"
    (letters,) = [each.name for each in DEAD_LETTERS if each.service == "triage"]

    async def both_paths_put_it_aside() -> bool:
        found = await triage.broker.read_all(letters)
        keys = [bytes(each.key or b"") for each in found]
        return sum(key.startswith(f"{good.topic}|".encode()) for key in keys) == 2

    await wait_until(both_paths_put_it_aside)


async def test_five_bad_records_stop_the_labels_but_no_alert_and_can_be_accepted(triage: Running) -> None:
    emergency = triage.record(KNIFE, 2)
    await triage.broker.publish([*[emergency._replace(key=b"x:1", value=b"not json")] * 6, emergency])
    (alert,) = await triage.written(triage.topics.alerts.name, 1)
    assert alert.key == b"x:2"
    check = triage.health.check(f"labels-{triage.name}")

    async def labels_stopped() -> bool:
        return "TRIAGE_ACCEPT_BAD_RECORDS=true" in check.reason

    await wait_until(labels_stopped)
    assert "5 bad records in a row" in check.reason
    assert triage.health.check(f"alerts-{triage.name}").well
    assert await triage.broker.read_all(triage.topics.triaged.name) == []
    stop = asyncio.Event()
    accepting = asyncio.create_task(triage.labels(AtLimit.GO_ON).run(stop))
    (labelled,) = await triage.written(triage.topics.triaged.name, 1)
    assert labelled.key == b"x:2"
    stop.set()
    await accepting
