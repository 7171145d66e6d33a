"""What edits and corrections lead to: a machine never overrules a person, and nobody is told of what never stood."""

from dataclasses import replace
from datetime import timedelta

import pytest
from aiokafka import ConsumerRecord

from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller
from services.triage.handlers import Alerts, Labels
from services.triage.memory import AT_ONCE, REMEMBERED, Memory
from services.triage.model.company import Nobody
from services.triage.telling import Teller, Topics
from shared.contracts.alert_changed import ALERT_CHANGED, AlertRaised
from shared.contracts.labels import Basis, Reason
from shared.contracts.labels import Labels as LabelsFact
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.mention_triaged import MENTION_TRIAGED, Triaged
from shared.contracts.record import Record, event_of, record_of
from shared.contracts.work_changed import WORK_CHANGED, Correction
from tests.unit.triage.mentions import AT, mention
from tests.unit.triage.records import as_read

DEALING = "Drug dealing by Langley Green garages"
SCOOTERS = "E-scooters flying through Tilgate Park every evening"
KNIFE = "Man with a knife outside the chip shop Queens Road NOW"
CHAT = LabelsFact(
    tags=("chat",),
    urgency="none",
    needs_reply=False,
    district="crawley",
    language="en",
    sentiment="neutral",
    alert=False,
)
NOISE = CHAT.model_copy(update={"tags": ("community_concern",), "concern": "noise", "urgency": "routine"})
EMERGENCY = CHAT.model_copy(
    update={
        "tags": ("emergency",),
        "urgency": "immediate",
        "alert": True,
        "reasons": (Reason(label="emergency", rule="A person said so"), Reason(label="chat", rule="a greeting")),
    }
)


@pytest.fixture
def handler(labeller: Labeller, area: Area) -> Labels:
    return Labels(Teller(labeller, area, Topics(), Memory()), Nobody("no model"))


def said(text: str, transition: str = "mention.received") -> "ConsumerRecord[bytes, bytes]":
    fact = mention(text, accounts=("x_crawley",))
    return as_read(record_of(MENTION_CHANGED, transition, fact, id=f"{transition} {text}", source="ingest", time=AT))


def edited(text: str) -> "ConsumerRecord[bytes, bytes]":
    return said(text, "mention.edited")


def corrected(labels: LabelsFact, *, was_concern: bool = False) -> "ConsumerRecord[bytes, bytes]":
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
    return as_read(record_of(WORK_CHANGED, "labels.corrected", fact, id="c1", source="desk", time=AT))


def transitions(handler: Labels, *records: "ConsumerRecord[bytes, bytes]") -> list[list[str]]:
    """What is written for each of the records, by name."""
    return [[dict(each.headers)["ce_type"].decode() for each in handler(record)] for record in records]


def triaged(name: str, labels: LabelsFact, *, by: str | None = None, seconds: float = 0) -> Triaged:
    return Triaged(
        id=name,
        conversation=name,
        accounts=("x_crawley",),
        link="https://x.example/1",
        labels=labels,
        basis=Basis(kind="person", method=by) if by else Basis(kind="machine", method="rules-1"),
        posted_at=AT,
        received_at=AT,
        triaged_at=AT + timedelta(seconds=seconds),
    )


def test_an_edit_after_a_persons_correction_changes_no_label_and_no_concern(handler: Labels) -> None:
    assert transitions(handler, said(DEALING), corrected(CHAT, was_concern=True), edited(SCOOTERS)) == [
        ["mention.triaged", "concern.raised"],
        ["mention.corrected", "concern.withdrawn"],
        [],
    ]


def test_a_mention_that_comes_again_after_a_correction_is_not_labelled_anew(handler: Labels) -> None:
    assert transitions(handler, said(DEALING), corrected(NOISE, was_concern=True), said(DEALING))[-1] == []


def test_a_person_may_correct_a_person(handler: Labels) -> None:
    assert transitions(handler, said("Morning all"), corrected(NOISE), corrected(CHAT, was_concern=True))[1:] == [
        ["mention.corrected", "concern.raised"],
        ["mention.corrected", "concern.withdrawn"],
    ]


def test_an_edit_that_tells_of_danger_alerts_after_a_correction_as_well(handler: Labels) -> None:
    transitions(handler, said("Morning all"), corrected(CHAT))
    (written,) = Alerts(handler.teller.labeller, handler.teller.area, handler.teller.topics)(edited(KNIFE))
    assert (written.topic, written.key) == (ALERT_CHANGED.name, b"x:1")


def test_a_concern_is_withdrawn_once_and_only_where_it_stood(handler: Labels) -> None:
    records = (said("Morning all"), edited("Evening all"), edited(DEALING), edited("Morning all"), edited("Night all"))
    assert transitions(handler, *records) == [
        ["mention.triaged"],
        ["mention.triaged"],
        ["mention.triaged", "concern.raised"],
        ["mention.triaged", "concern.withdrawn"],
        ["mention.triaged"],
    ]


def test_a_concern_is_revised_only_while_it_stands(handler: Labels) -> None:
    records = (said(DEALING), edited(SCOOTERS), edited("Morning all"), edited(DEALING))
    told = [names[1] for names in transitions(handler, *records)]
    assert told == ["concern.raised", "concern.revised", "concern.withdrawn", "concern.raised"]


def test_of_a_mention_too_old_to_be_known_the_desk_says_whether_a_concern_stood(handler: Labels) -> None:
    assert transitions(handler, corrected(CHAT, was_concern=True)) == [["mention.corrected", "concern.withdrawn"]]


def test_a_person_who_calls_it_an_emergency_raises_the_alert(handler: Labels) -> None:
    written = list(handler(corrected(EMERGENCY)))
    alerts = [each for each in written if each.topic == ALERT_CHANGED.name]
    assert [dict(each.headers)["ce_type"] for each in written] == [b"mention.corrected", b"alert.raised"]
    event = event_of(ALERT_CHANGED, alerts[0].value, alerts[0].headers)
    assert event is not None
    assert isinstance(event.fact, AlertRaised)
    assert (event.fact.id, event.fact.district, event.fact.accounts) == ("x:1", "crawley", ("x_crawley",))
    assert event.fact.basis == Basis(kind="person", method="officer")
    assert [reason.rule for reason in event.fact.reasons] == ["A person said so"]


def test_any_other_correction_raises_none(handler: Labels) -> None:
    assert transitions(handler, corrected(CHAT), corrected(NOISE)) == [
        ["mention.corrected"],
        ["mention.corrected", "concern.raised"],
    ]


def remembering(handler: Labels, memory: Memory) -> Labels:
    return replace(handler, teller=replace(handler.teller, memory=memory))


async def read_back(*records: Record) -> Memory:
    memory = Memory()
    await memory.take([as_read(record) for record in records])
    return memory


def written(fact: Triaged) -> Record:
    transition = "mention.corrected" if fact.basis.kind == "person" else "mention.triaged"
    return record_of(MENTION_TRIAGED, transition, fact, id="t1", source="triage", time=AT)


async def test_a_persons_word_outlives_the_process(handler: Labels) -> None:
    memory = await read_back(written(triaged("x:1", NOISE)), written(triaged("x:1", CHAT, by="officer", seconds=1)))
    assert transitions(remembering(handler, memory), edited(DEALING)) == [[]]


async def test_what_a_machine_once_wrote_after_a_person_does_not_count(handler: Labels) -> None:
    memory = await read_back(written(triaged("x:1", CHAT, by="officer")), written(triaged("x:1", NOISE, seconds=1)))
    assert transitions(remembering(handler, memory), edited(DEALING)) == [[]]


async def test_a_concern_that_stands_outlives_the_process(handler: Labels) -> None:
    memory = await read_back(written(triaged("x:1", NOISE)))
    assert transitions(remembering(handler, memory), edited("Morning all"))[0][1:] == ["concern.withdrawn"]


async def test_what_is_read_back_late_does_not_undo_what_was_written_since() -> None:
    memory = Memory()
    memory.learn(triaged("x:1", NOISE))
    memory.learn(triaged("x:1", CHAT, seconds=1))
    await memory.take([as_read(written(triaged("x:1", NOISE)))])
    standing = memory.of("x:1")
    assert standing is not None
    assert not standing.concern


async def test_a_record_that_cannot_be_read_back_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    good = written(triaged("x:1", NOISE))
    memory = await read_back(good._replace(value=b"secret, no JSON"), good)
    assert memory.of("x:1") is not None
    assert "secret" not in caplog.text


async def test_plain_mentions_take_no_room_and_old_ones_go() -> None:
    plain = [written(triaged(f"x:{number}", CHAT)) for number in range(AT_ONCE + 1)]
    memory = await read_back(*plain, written(triaged("x:old", NOISE)))
    assert len(memory) == 1
    memory.learn(triaged("x:new", NOISE, seconds=REMEMBERED.total_seconds() + 1))
    assert (memory.of("x:old"), len(memory)) == (None, 1)
