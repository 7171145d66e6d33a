"""A person's word on a mention is final at once, whenever it comes: before labels, between two readings, or after."""

from dataclasses import replace

import pytest
from aiokafka import ConsumerRecord

from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller
from services.triage.handlers import Labels
from services.triage.memory import Memory
from services.triage.model.company import Nobody
from services.triage.telling import Teller, Topics
from shared.contracts.mention_triaged import MENTION_TRIAGED, Triaged
from shared.contracts.record import Event, Record, event_of
from tests.unit.triage.records import as_read
from tests.unit.triage.test_handling_edits_and_corrections import (
    CHAT,
    DEALING,
    EMERGENCY,
    KNIFE,
    NOISE,
    corrected,
    edited,
    said,
    transitions,
)


@pytest.fixture
def handler(labeller: Labeller, area: Area) -> Labels:
    return Labels(Teller(labeller, area, Topics(), Memory()), Nobody("no model"))


def labelled(record: "ConsumerRecord[bytes, bytes] | Record") -> Event[Triaged]:
    event = event_of(MENTION_TRIAGED, record.value, record.headers)
    assert event is not None
    return event


def test_a_mention_that_a_person_labelled_while_it_waited_is_not_labelled_by_the_machine(handler: Labels) -> None:
    assert transitions(handler, corrected(NOISE), said(DEALING)) == [["mention.corrected", "concern.raised"], []]


def test_the_second_correction_is_the_one_that_stands(handler: Labels) -> None:
    first, second = corrected(EMERGENCY), corrected(NOISE)
    (one, *_), (other, *_) = [[*handler(record)] for record in (first, second)]
    tags = [labelled(record).fact.labels.tags for record in (one, other)]
    assert tags == [("emergency",), ("community_concern",)]
    assert transitions(handler, edited(KNIFE), said(DEALING)) == [[], []]


def test_a_concern_is_told_once_however_often_it_is_corrected(handler: Labels) -> None:
    told = transitions(handler, said(DEALING), corrected(NOISE), corrected(CHAT), corrected(CHAT), corrected(NOISE))
    assert [names[1:] for names in told] == [
        ["concern.raised"],
        ["concern.revised"],
        ["concern.withdrawn"],
        [],
        ["concern.raised"],
    ]


def test_labels_that_are_owed_a_closer_reading_are_not_read_again_after_a_correction(handler: Labels) -> None:
    (before, *_) = handler(said(DEALING))
    event = labelled(before)
    assert not handler.teller.memory.superseded(event.fact)
    list(handler(corrected(CHAT)))
    assert handler.teller.memory.superseded(event.fact)


async def test_a_closer_reading_after_a_restart_does_not_overrule_a_person_either(handler: Labels) -> None:
    written = [*handler(said(DEALING)), *handler(corrected(CHAT))]
    of_ours = [each for each in written if each.topic == MENTION_TRIAGED.name]
    memory = Memory()
    await memory.take([as_read(record, offset) for offset, record in enumerate(of_ours)])
    later = replace(handler, teller=replace(handler.teller, memory=memory))
    assert memory.superseded(labelled(of_ours[0]).fact)
    assert transitions(later, edited(KNIFE)) == [[]]
