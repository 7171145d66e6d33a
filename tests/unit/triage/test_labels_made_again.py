"""What was labelled without the encoder is labelled again with it: once, by its own words, and while it stands."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from aiokafka import ConsumerRecord
from aiokafka.errors import KafkaConnectionError

from services.triage.catching_up import WORTH_IT, CatchUp
from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller
from services.triage.handlers import Labels, Pace
from services.triage.memory import Memory
from services.triage.model.company import IN_FLIGHT, Asked, Company, Patience, Read, Unread
from services.triage.telling import Teller, Topics
from shared.clock import now
from shared.contracts.alert_changed import ALERT_CHANGED
from shared.contracts.labels import Basis
from shared.contracts.mention_changed import MENTION_CHANGED, Mention, MentionRemoved
from shared.contracts.mention_triaged import MENTION_TRIAGED, Triaged
from shared.contracts.record import Event, Record, event_of, record_of, tombstone_of
from shared.kafka.ahead import NotNow
from tests.contracts.examples import EXAMPLES
from tests.support.encoder_process import COMMAND, CWD, sense_of
from tests.support.paper_model import PaperModel
from tests.support.waiting import wait_until
from tests.unit.triage.mentions import AT, mention
from tests.unit.triage.records import as_read

DANGER = "somewhere there is danger"


class Reader:
    """In place of the encoder's process."""

    def __init__(self) -> None:
        self.away_since: datetime | None = None
        self.why = ""
        self.given_up = False
        self.asked: list[str] = []
        self.unread: dict[str, Unread] = {}

    async def ask(self, asked: Sequence[Asked]) -> list[Read]:
        """As the fake process does."""
        self.asked += [each.text for each in asked]
        return [self.unread.get(each.text) or sense_of(each.text) for each in asked]


@dataclass
class Shelf:
    """Where the words of mentions stand."""

    mentions: dict[int, Mention] = field(default_factory=dict)
    broken: bool = False

    async def at(self, partition: int, offsets: Iterable[int]) -> Mapping[int, Event[Mention]]:
        """Those that are there."""
        del partition
        if self.broken:
            raise KafkaConnectionError
        wanted = ((offset, self.mentions.get(offset)) for offset in offsets)
        return {offset: Event("mention.received", found, {}) for offset, found in wanted if found is not None}

    async def close(self) -> None:
        """Nothing to close."""


class Desk:
    """A labels loop and the one behind it, both by hand."""

    def __init__(self, labeller: Labeller, area: Area) -> None:
        self.reader, self.shelf, self.time = Reader(), Shelf(), True
        teller = Teller(labeller, area, Topics(), Memory())
        self.labels = Labels(teller, self.reader, Pace())
        self.again = CatchUp(teller, self.reader, self.shelf, lambda: self.time, waits_s=0.05)
        self.memory = teller.memory

    def receive(self, text: str, *, number: int = 1, version: int | None = None, offset: int = 7) -> list[Record]:
        """Label a mention without the encoder."""
        fact = mention(text, number=number)
        if version is not None:
            fact = fact.model_copy(update={"platform_id": str(version)})
        self.shelf.mentions[offset] = fact
        transition = "mention.received" if version is None else "mention.edited"
        name = f"{transition} {version or number}"
        record = record_of(MENTION_CHANGED, transition, fact, id=name, source="ingest", time=now())
        return list(self.labels(as_read(record, offset)))

    async def catch_up(self, *written: Record) -> list[tuple[str, str]]:
        """What is written for these records of mention.triaged: transition and id."""
        records = [as_read(each, offset) for offset, each in enumerate(written) if each.topic == MENTION_TRIAGED.name]
        await self.again.teller.memory.take(records)
        handler = await self.again.prepare(records)
        return [_named(each) for record in records for each in handler(record)]


def _named(record: Record) -> tuple[str, str]:
    return dict(record.headers)["ce_type"].decode(), record.key.decode()


def triaged_in(records: Iterable[Record]) -> Triaged:
    (record,) = [each for each in records if each.topic == MENTION_TRIAGED.name]
    event = event_of(MENTION_TRIAGED, record.value, record.headers)
    assert event is not None
    return event.fact


@pytest.fixture
def desk(labeller: Labeller, area: Area, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(labeller, "learnt", PaperModel())
    return Desk(labeller, area)


async def test_labels_say_which_words_they_are_of_and_where_those_stand(desk: Desk) -> None:
    fact = triaged_in(desk.receive("all quiet", version=12, offset=31))
    assert (fact.id, fact.version, fact.read_at) == ("x:1", "x:12", 31)


async def test_the_labels_with_the_encoder_and_the_alert_that_was_missed_follow(desk: Desk) -> None:
    written = desk.receive(DANGER)
    assert [_named(each)[0] for each in written] == ["mention.triaged"]
    assert await desk.catch_up(*written) == [("mention.relabelled", "x:1"), ("alert.raised", "x:1")]


async def test_what_alerts_by_todays_words_alone_is_told_where_it_did_not_then(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = desk.receive(DANGER)
    monkeypatch.setattr("services.triage.telling.alert_of", lambda *_: object())
    assert ("alert.raised", "x:1") in await desk.catch_up(*written)


async def test_a_concern_is_told_again_only_where_it_is_another(desk: Desk) -> None:
    assert (await desk.catch_up(*desk.receive("so loud")))[1][0] == "concern.revised"
    desk.labels.teller.memory.learn(triaged_in(desk.receive("all quiet", number=2, offset=8)))
    assert await desk.catch_up(*desk.receive("all quiet", number=3, offset=9)) == [("mention.relabelled", "x:3")]


async def test_a_concern_that_another_process_told_is_revised(desk: Desk) -> None:
    written = desk.receive("so loud")
    desk.again.teller = replace(desk.again.teller, memory=Memory())
    assert (await desk.catch_up(*written))[1][0] == "concern.revised"


async def test_what_the_encoder_has_read_is_passed_by_without_a_look(desk: Desk) -> None:
    fact = mention(DANGER)
    record = as_read(record_of(MENTION_CHANGED, "mention.received", fact, id="x:1", source="ingest", time=now()), 7)
    fresh = as_read_now(record)
    handler = await desk.labels.prepare([fresh])
    written = list(handler(fresh))
    assert [each.topic for each in written] == [MENTION_TRIAGED.name, ALERT_CHANGED.name]
    desk.reader.asked.clear()
    assert await desk.catch_up(*written) == []
    assert desk.reader.asked == []


async def test_an_edit_of_what_a_person_corrected_alerts_and_keeps_the_labels(desk: Desk) -> None:
    person = Basis(kind="person", method="o")
    desk.memory.learn(triaged_in(desk.receive("all quiet")).model_copy(update={"basis": person, "triaged_at": now()}))
    fact = mention(DANGER).model_copy(update={"platform_id": "12"})
    for transition, told in (("mention.edited", [("alert.raised", "x:1")]), ("mention.received", [])):
        record = record_of(MENTION_CHANGED, transition, fact, id="x:12", source="ingest", time=now())
        fresh = as_read_now(as_read(record, 8))
        assert [_named(each) for each in (await desk.labels.prepare([fresh]))(fresh)] == told


def as_read_now(record: ConsumerRecord) -> ConsumerRecord:
    """Written just now."""
    return replace(record, timestamp=int(now().timestamp() * 1000))


async def test_what_is_late_is_labelled_without_asking(desk: Desk) -> None:
    record = record_of(MENTION_CHANGED, "mention.received", mention(DANGER), id="x:1", source="ingest", time=AT)
    old = as_read(record, 7)
    handler = await desk.labels.prepare([old])
    assert triaged_in(handler(old)).basis.method.endswith("without the encoder")
    assert desk.reader.asked == []
    assert desk.labels.pace.shed_at is not None


async def test_an_edit_or_a_person_since_then_leaves_the_first_labels_alone(desk: Desk) -> None:
    first = desk.receive(DANGER)
    second = desk.receive("all quiet", version=12, offset=8)
    assert await desk.catch_up(*first, *second) == [("mention.relabelled", "x:1")]
    other = desk.receive(DANGER, number=2, offset=9)
    person = triaged_in(other).model_copy(update={"basis": Basis(kind="person", method="o"), "triaged_at": now()})
    desk.memory.learn(person)
    assert await desk.catch_up(*other) == []


async def test_an_edit_that_comes_while_it_is_read_counts(desk: Desk) -> None:
    first = as_read(desk.receive(DANGER)[0], 3)
    await desk.memory.take([first])
    handler = await desk.again.prepare([first])
    desk.receive("all quiet", version=12, offset=8)
    assert list(handler(first)) == []


async def test_words_that_are_gone_or_another_mentions_or_versions_are_not_labelled(desk: Desk) -> None:
    gone, strange = desk.receive(DANGER, offset=7), desk.receive(DANGER, number=2, offset=8)
    del desk.shelf.mentions[7]
    desk.shelf.mentions[8] = mention(DANGER, number=99)
    assert await desk.catch_up(*gone, *strange) == []
    edited, other = desk.receive(DANGER), desk.receive("all quiet", number=3, offset=8)
    desk.shelf.mentions[7] = mention("all quiet").model_copy(update={"platform_id": "12"})
    assert await desk.catch_up(*other, *strange, *edited) == [("mention.relabelled", "x:3")]


async def test_a_message_that_cannot_be_read_keeps_its_labels_and_holds_up_nobody(desk: Desk) -> None:
    desk.reader.unread[DANGER] = Unread.UNREADABLE
    written = [*desk.receive(DANGER), *desk.receive("all quiet", number=2, offset=8)]
    assert await desk.catch_up(*written) == [("mention.relabelled", "x:2")]


@pytest.mark.parametrize("trouble", ["no time", "away", "gone meanwhile", "no broker"])
async def test_while_it_cannot_be_done_the_records_come_again(desk: Desk, trouble: str) -> None:
    written = desk.receive(DANGER)
    desk.time = trouble != "no time"
    desk.shelf.broken = trouble == "no broker"
    if trouble == "away":
        desk.reader.away_since = AT
    if trouble == "gone meanwhile":
        desk.reader.unread[DANGER] = Unread.NOT_ASKED
    with pytest.raises(NotNow):
        await desk.catch_up(*written)
    assert desk.again.owed_since is not None


@pytest.mark.parametrize("trouble", ["it is ended", "it is slow"])
async def test_what_an_encoder_that_is_there_had_no_time_for_stays_owed(desk: Desk, trouble: str) -> None:
    written, stop = desk.receive(DANGER), asyncio.Event()
    kept = Company(COMMAND, cwd=CWD, patience=Patience(answer=30, start=5, away=0.3 if trouble == "it is slow" else 30))
    running = asyncio.create_task(kept.run(stop))
    await wait_until(lambda: kept.away_since is None)
    before = [Asked(f"x:{number}", "HANG") for number in range(90, 90 + IN_FLIGHT)]
    holding = asyncio.create_task(kept.ask(before))
    await asyncio.sleep(0)
    desk.again.reads = kept
    trying = asyncio.create_task(desk.catch_up(*written))
    await asyncio.sleep(0.05)
    if trouble == "it is ended":
        stop.set()
    with pytest.raises(NotNow):
        await trying
    stop.set()
    await asyncio.gather(running, holding)
    assert kept.away_since is not None
    assert await kept.ask([Asked("x:1", "one")]) == [Unread.NOT_ASKED]


async def test_labels_of_long_ago_stay_as_they_are(desk: Desk) -> None:
    fact = triaged_in(desk.receive(DANGER))
    old = fact.model_copy(update={"triaged_at": now() - WORTH_IT - timedelta(minutes=1)})
    record = record_of(MENTION_TRIAGED, "mention.triaged", old, id="t", source="triage", time=AT)
    assert await desk.catch_up(record) == []


async def test_nothing_is_owed_once_all_is_done(desk: Desk) -> None:
    await desk.catch_up(*desk.receive(DANGER))
    assert desk.again.owed_since is None


def test_a_removal_takes_labels_and_concern_and_nothing_comes_back(desk: Desk) -> None:
    desk.receive("so loud")
    fact = MentionRemoved(id="x:1", conversation="x:1", reason="gone", removed_at=AT)
    record = record_of(MENTION_CHANGED, "mention.removed", fact, id="r1", source="ingest", time=AT)
    stone, withdrawn = desk.labels(as_read(record))
    assert (stone.topic, stone.partition, stone.key, stone.value) == (
        MENTION_TRIAGED.name,
        record.partition,
        b"x:1",
        None,
    )
    assert _named(withdrawn)[0] == "concern.withdrawn"
    after = tombstone_of(MENTION_CHANGED, key="x:1", scope="x:1")
    assert [each.value for each in desk.labels(as_read(after))] == [None]
    assert desk.receive("so loud", version=12) == []


async def test_a_removal_outlives_the_process(desk: Desk) -> None:
    await desk.memory.take([as_read(tombstone_of(MENTION_TRIAGED, key="x:1", scope="x:1"))])
    assert desk.receive("so loud") == []


def test_words_and_labels_of_a_mention_have_partitions_of_one_number() -> None:
    assert MENTION_CHANGED.partitions == MENTION_TRIAGED.partitions
    labels = record_of(MENTION_TRIAGED, "mention.triaged", _triaged(), id="t", source="triage", time=AT)
    words = record_of(MENTION_CHANGED, "mention.received", mention("x"), id="m", source="ingest", time=AT)
    assert labels.partition == words.partition


def _triaged() -> Triaged:
    fact = EXAMPLES["mention.triaged"]
    assert isinstance(fact, Triaged)
    return fact.model_copy(update={"id": "x:1", "conversation": "x:1"})
