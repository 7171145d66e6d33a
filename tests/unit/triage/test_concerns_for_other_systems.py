"""What other systems of the force are told: thin, always under the same id, and taken back when a person says so."""

from dataclasses import replace
from uuid import UUID

import pytest
from aiokafka import ConsumerRecord

from services.triage.domain.area import Area
from services.triage.domain.concerns import concern_id
from services.triage.domain.labeller import Labeller
from services.triage.handlers import Labels
from services.triage.memory import Memory
from services.triage.model.company import Nobody
from services.triage.telling import Teller, Topics
from shared.contracts.concern_changed import CONCERN_CHANGED, Concern
from shared.contracts.labels import Labels as LabelsFact
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.mention_triaged import MENTION_TRIAGED
from shared.contracts.record import Record, event_of, record_of
from shared.contracts.work_changed import WORK_CHANGED, Claim, Correction
from tests.unit.triage.mentions import AT, mention
from tests.unit.triage.records import as_read

DEALING = "Drug dealing by Langley Green garages, car SX00 ABC, call me 07700 900123"


@pytest.fixture
def handler(labeller: Labeller, area: Area) -> Labels:
    return Labels(Teller(labeller, area, Topics(), Memory()), Nobody("no model"))


def received(text: str, transition: str = "mention.received") -> "ConsumerRecord[bytes, bytes]":
    fact = mention(text, accounts=("x_crawley",))
    return as_read(record_of(MENTION_CHANGED, transition, fact, id="e1", source="ingest", time=AT))


def correction(labels: LabelsFact, *, was_concern: bool) -> "ConsumerRecord[bytes, bytes]":
    fact = Correction(
        mention="x:1",
        conversation="x:1",
        accounts=("x_crawley",),
        link="https://x.example/1",
        posted_at=AT,
        received_at=AT,
        labels=labels,
        was_concern=was_concern,
        by="officer",
        at=AT,
    )
    return as_read(record_of(WORK_CHANGED, "labels.corrected", fact, id="e2", source="desk", time=AT))


def concern_in(records: list[Record]) -> tuple[str, Concern]:
    (record,) = [each for each in records if each.topic == CONCERN_CHANGED.name]
    event = event_of(CONCERN_CHANGED, record.value, record.headers)
    assert event is not None
    assert isinstance(event.fact, Concern)
    return event.transition, event.fact


def labels_in(records: list[Record]) -> tuple[str, LabelsFact]:
    (record,) = [each for each in records if each.topic == MENTION_TRIAGED.name]
    event = event_of(MENTION_TRIAGED, record.value, record.headers)
    assert event is not None
    return event.transition, event.fact.labels


def test_a_community_concern_is_told_without_its_words(handler: Labels) -> None:
    written = list(handler(received(DEALING)))
    transition, concern = concern_in(written)
    assert transition == "concern.raised"
    assert (concern.concern, concern.district, concern.force) == ("drugs", "crawley", "sussex")
    assert concern.masked_text is None
    assert b"Drug dealing" not in b"".join(record.value or b"" for record in written)


def test_where_a_force_switched_it_on_the_words_come_masked(handler: Labels) -> None:
    _, concern = concern_in(
        list(replace(handler, teller=replace(handler.teller, concern_text=True))(received(DEALING)))
    )
    assert concern.masked_text == ("Drug dealing by Langley Green garages, car [vehicle_registration], call me [phone]")


def test_its_id_is_a_uuid_of_the_mention_and_its_time() -> None:
    ours = UUID(concern_id("x:1", AT))
    assert ours.version == 7
    assert ours.int >> 80 == int(AT.timestamp() * 1000)
    assert concern_id("x:1", AT) == str(ours) != concern_id("x:2", AT)


def test_what_comes_again_after_a_crash_is_written_alike(handler: Labels) -> None:
    first, second = (
        list(replace(handler, teller=replace(handler.teller, memory=Memory()))(received(DEALING))) for _ in range(2)
    )
    ids = [[dict(record.headers)["ce_id"] for record in records] for records in (first, second)]
    assert ids[0] == ids[1]
    assert [record.key for record in first] == [record.key for record in second]


def test_chat_raises_no_concern(handler: Labels) -> None:
    assert [record.topic for record in handler(received("Morning all"))] == [MENTION_TRIAGED.name]


def test_a_person_takes_a_concern_back(handler: Labels) -> None:
    _, labels = labels_in(list(handler(received(DEALING))))
    chat = labels.model_copy(update={"tags": ("chat",), "concern": None, "urgency": "none"})
    written = list(handler(correction(chat, was_concern=True)))
    transition, corrected = labels_in(written)
    assert (transition, corrected) == ("mention.corrected", chat)
    (record,) = [each for each in written if each.topic == CONCERN_CHANGED.name]
    assert dict(record.headers)["ce_type"] == b"concern.withdrawn"
    assert record.key == concern_id("x:1", AT).encode()


@pytest.mark.parametrize(("text", "transition"), [("Morning all", "concern.raised"), (DEALING, "concern.revised")])
def test_a_person_makes_a_concern_or_changes_it(handler: Labels, text: str, transition: str) -> None:
    _, labels = labels_in(list(handler(received(text))))
    noise = labels.model_copy(update={"tags": ("community_concern",), "concern": "noise"})
    told, concern = concern_in(list(handler(correction(noise, was_concern=text == DEALING))))
    assert (told, concern.concern, concern.basis.kind, concern.basis.method) == (
        transition,
        "noise",
        "person",
        "officer",
    )


def test_a_correction_of_what_was_no_concern_to_none_tells_nobody(handler: Labels) -> None:
    _, labels = labels_in(list(handler(received("Morning all"))))
    assert len(list(handler(correction(labels, was_concern=False)))) == 1


def test_other_work_of_the_desk_is_passed_over(handler: Labels) -> None:
    claim = Claim(mention="x:1", by="officer", at=AT, until=None)
    record = as_read(record_of(WORK_CHANGED, "claim.changed", claim, id="e3", source="desk", time=AT))
    assert list(handler(record)) == []
