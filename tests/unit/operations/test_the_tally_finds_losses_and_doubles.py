"""The counted line is only worth something if it notices: each loss and each double moves its number."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from operations.tally import Tally
from shared.contracts.alert_changed import ALERT_CHANGED, AlertClosed
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.mention_triaged import MENTION_TRIAGED
from shared.contracts.record import Record, record_of, tombstone_of
from tests.contracts.examples import EXAMPLES
from tests.contracts.mention_example import MENTION

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class _Consumed:
    """What the tally looks at of a consumed record."""

    key: bytes
    value: bytes | None
    headers: list[tuple[str, bytes]]


def _consumed(record: Record) -> _Consumed:
    return _Consumed(record.key, record.value, record.headers)


def _received(name: str) -> _Consumed:
    mention = MENTION.model_copy(update={"id": name})
    return _consumed(record_of(MENTION_CHANGED, "mention.received", mention, id="1", source="t", time=AT))


def _labelled(name: str, *, alert: bool = False) -> _Consumed:
    example: Any = EXAMPLES["mention.triaged"]
    labels = example.labels.model_copy(update={"alert": alert})
    triaged = example.model_copy(update={"id": name, "labels": labels})
    return _consumed(record_of(MENTION_TRIAGED, "mention.triaged", triaged, id="1", source="t", time=AT))


def _alerted(name: str) -> _Consumed:
    example: Any = EXAMPLES["alert.raised"]
    raised = example.model_copy(update={"id": name})
    return _consumed(record_of(ALERT_CHANGED, "alert.raised", raised, id="1", source="t", time=AT))


def _tally(*records: _Consumed) -> Tally:
    tally = Tally()
    for record in records:
        tally.note(record)
    return tally


def test_what_arrives_once_everywhere_is_neither_lost_nor_doubled() -> None:
    count = _tally(_received("x:1"), _labelled("x:1", alert=True), _alerted("x:1")).of({"x:1"})
    assert (count.sent, count.received, count.labelled, count.alerted) == (1, 1, 1, 1)
    assert (count.lost, count.doubled, count.unheard) == (0, 0, 0)
    assert count.complete


@pytest.mark.parametrize(
    "records",
    [(), (_received("x:1"),), (_labelled("x:1"),)],
    ids=["nothing arrived", "received, never labelled", "labelled, never received"],
)
def test_a_mention_that_is_missing_anywhere_is_lost(records: tuple[_Consumed, ...]) -> None:
    count = _tally(*records).of({"x:1"})
    assert count.lost == 1
    assert not count.complete


def test_each_surplus_record_is_a_double() -> None:
    doubled = [_received("x:1"), _labelled("x:1"), _received("x:1"), _received("x:1"), _labelled("x:1")]
    assert _tally(*doubled).of({"x:1"}).doubled == 3


def test_a_repeated_alert_is_none_as_its_readers_drop_repeats() -> None:
    count = _tally(_received("x:1"), _labelled("x:1", alert=True), _alerted("x:1"), _alerted("x:1")).of({"x:1"})
    assert (count.alerted, count.doubled) == (1, 0)


def test_an_alarming_label_without_an_alarm_is_not_heard() -> None:
    count = _tally(_received("x:1"), _labelled("x:1", alert=True)).of({"x:1"})
    assert count.unheard == 1
    assert not count.complete


def test_what_others_send_meanwhile_does_not_count() -> None:
    count = _tally(_received("x:1"), _labelled("x:1"), _received("x:9"), _received("x:9")).of({"x:1"})
    assert (count.received, count.doubled, count.lost) == (1, 0, 0)


def test_edits_tombstones_corrections_and_peoples_acts_are_no_arrivals() -> None:
    example: Any = EXAMPLES["mention.corrected"]
    corrected = record_of(MENTION_TRIAGED, "mention.corrected", example, id="1", source="t", time=AT)
    edited = record_of(MENTION_CHANGED, "mention.edited", MENTION, id="1", source="t", time=AT)
    closing = AlertClosed(id=MENTION.id, conversation="x:1", by="p", reason="r", at=AT)
    closed = record_of(ALERT_CHANGED, "alert.closed", closing, id="1", source="t", time=AT)
    stone = tombstone_of(MENTION_CHANGED, key=MENTION.id, scope=MENTION.conversation)
    tally = _tally(*map(_consumed, (corrected, edited, closed, stone)))
    count = tally.of({MENTION.id})
    assert (count.received, count.labelled, count.alerted) == (0, 0, 0)
