"""A person's labels and a machine's, decided in the same moment: whatever the order of records, the person's stand."""

from collections.abc import Sequence

import pytest

from services.triage.catching_up import CatchUp
from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller
from services.triage.handlers import Labels
from services.triage.memory import Memory
from services.triage.telling import Teller, Topics
from shared.contracts.concern_changed import CONCERN_CHANGED
from shared.contracts.mention_changed import MENTION_CHANGED, Mention
from shared.contracts.mention_triaged import MENTION_TRIAGED, Triaged
from shared.contracts.record import Record, event_of, record_of, tombstone_of
from shared.kafka.ahead import NotNow
from tests.support.paper_model import PaperModel
from tests.unit.triage.mentions import AT
from tests.unit.triage.records import as_read
from tests.unit.triage.test_handling_edits_and_corrections import CHAT, NOISE, corrected, edited, triaged
from tests.unit.triage.test_labels_made_again import Reader, Shelf

MACHINE = triaged("x:1", NOISE)
PERSON = triaged("x:1", CHAT, by="officer", seconds=1)
LATE_MACHINE = triaged("x:1", NOISE, seconds=2)
LATER_PERSON = triaged("x:1", NOISE, by="colleague", seconds=3)


class Topic:
    """mention.triaged as it came to be, and the loop that reads it behind the others."""

    def __init__(self, labeller: Labeller, area: Area) -> None:
        self.records: list[Record] = []
        self.memory = Memory()
        self.teller = Teller(labeller, area, Topics(), self.memory)
        self.loop = CatchUp(self.teller, Reader(), Shelf(), lambda: True, waits_s=0.05)
        self.told: list[str] = []
        self.read = 0

    def holds(self, *facts: Triaged) -> None:
        """Labels in the order in which they came to stand on it."""
        for number, fact in enumerate(facts, start=len(self.records)):
            name = "mention.corrected" if fact.basis.kind == "person" else "mention.relabelled"
            self.records.append(record_of(MENTION_TRIAGED, name, fact, id=f"t{number}", source="triage", time=AT))

    async def settles(self) -> None:
        """Everything is read back, and handled, until nothing is written any more."""
        while self.read < len(self.records):
            fresh = [as_read(each, offset) for offset, each in enumerate(self.records)][self.read :]
            self.read = len(self.records)
            await self.memory.take(fresh)
            handler = await self.loop.prepare(fresh)
            self.write([record for each in fresh for record in handler(each)])

    def write(self, written: Sequence[Record]) -> None:
        """What the loop wrote is on its topics."""
        self.records += [each for each in written if each.topic == MENTION_TRIAGED.name]
        self.told += [dict(each.headers)["ce_type"].decode() for each in written if each.topic == CONCERN_CHANGED.name]

    def left(self) -> Triaged | None:
        """What compaction leaves of the mention."""
        event = event_of(MENTION_TRIAGED, self.records[-1].value, self.records[-1].headers)
        return event.fact if event else None


@pytest.fixture
def topic(labeller: Labeller, area: Area, monkeypatch: pytest.MonkeyPatch) -> Topic:
    monkeypatch.setattr(labeller, "learnt", PaperModel())
    return Topic(labeller, area)


async def test_labels_that_a_machine_put_behind_a_persons_give_way(topic: Topic) -> None:
    topic.holds(MACHINE, PERSON, LATE_MACHINE)
    await topic.settles()
    assert (topic.left(), len(topic.records)) == (PERSON, 4)
    assert topic.told == ["concern.withdrawn"]


async def test_a_concern_that_a_person_told_of_is_not_raised_a_second_time(topic: Topic) -> None:
    topic.holds(MACHINE, LATER_PERSON, triaged("x:1", CHAT, seconds=4))
    await topic.settles()
    assert (topic.left(), topic.told) == (LATER_PERSON, ["concern.revised"])


async def test_also_after_compaction_and_a_restart_an_edit_changes_no_label(topic: Topic) -> None:
    topic.holds(MACHINE, PERSON, LATE_MACHINE)
    await topic.settles()
    memory = Memory()
    await memory.take([as_read(topic.records[-1])])
    labels = Labels(Teller(topic.teller.labeller, topic.teller.area, Topics(), memory), Reader())
    assert list(labels(edited("Drug dealing by Langley Green garages"))) == []


async def test_a_persons_word_that_is_the_last_is_left_alone(topic: Topic) -> None:
    topic.holds(MACHINE, LATE_MACHINE, PERSON)
    topic.holds(LATER_PERSON)
    await topic.settles()
    assert (topic.left(), len(topic.records), topic.told) == (LATER_PERSON, 4, [])


async def test_of_two_people_the_later_one_stands_whatever_was_written_again(topic: Topic) -> None:
    topic.holds(PERSON, LATE_MACHINE, LATER_PERSON, PERSON)
    await topic.settles()
    assert (topic.left(), len(topic.records)) == (LATER_PERSON, 5)


async def test_nothing_comes_back_of_what_was_removed(topic: Topic) -> None:
    topic.holds(PERSON, LATE_MACHINE)
    topic.records.append(tombstone_of(MENTION_TRIAGED, key="x:1", scope="x:1"))
    await topic.settles()
    assert (topic.left(), len(topic.records), topic.told) == (None, 3, [])


async def test_labels_that_came_to_stand_behind_a_removal_go_with_the_concern_that_they_told_of(topic: Topic) -> None:
    topic.holds(PERSON)
    topic.records.append(tombstone_of(MENTION_TRIAGED, key="x:1", scope="x:1"))
    topic.holds(LATE_MACHINE)
    await topic.settles()
    assert (topic.left(), len(topic.records), topic.told) == (None, 4, ["concern.withdrawn"])


async def test_nothing_is_decided_before_all_is_read_back_that_stands_there(topic: Topic) -> None:
    topic.holds(PERSON, LATE_MACHINE)
    with pytest.raises(NotNow):
        await topic.loop.prepare([as_read(topic.records[1], 1)])
    await topic.settles()
    assert topic.left() == PERSON


async def test_a_correction_between_the_decision_of_a_machine_and_its_commit_stands(topic: Topic) -> None:
    shelf = topic.loop.texts
    assert isinstance(shelf, Shelf)
    labels = Labels(topic.teller, Reader())
    said = edited("so loud")
    (brief, *_) = [each for each in labels(said) if each.topic == MENTION_TRIAGED.name]
    event = event_of(MENTION_TRIAGED, brief.value, brief.headers)
    words = event_of(MENTION_CHANGED, said.value, said.headers)
    assert event is not None
    assert words is not None
    assert isinstance(words.fact, Mention)
    shelf.mentions[event.fact.read_at or 0] = words.fact
    read = as_read(brief)
    await topic.memory.take([read])
    handler = await topic.loop.prepare([read])
    decided = list(handler(read))  # and not committed yet
    by_person = list(labels(corrected(CHAT)))
    topic.records, topic.read = [brief], 1
    topic.write(by_person)
    topic.write(decided)
    assert [dict(each.headers)["ce_type"] for each in topic.records] == [
        b"mention.triaged",
        b"mention.corrected",
        b"mention.relabelled",
    ]
    await topic.settles()
    left = topic.left()
    assert left is not None
    assert (left.basis.kind, left.labels.tags) == ("person", ("chat",))
