"""A dead letter that is put back is the record that died, for its own service alone."""

from typing import Any

import pytest

from shared.contracts import DEAD_LETTERS, REPLAYS
from shared.contracts.dead import ReplayTopic, origin_of, replay_of
from shared.errors import InvalidMessage

TRIAGE = ReplayTopic("triage")

DIED = [
    ("ce_type", b"mention.received"),
    ("dead_topic", b"mention.changed.v1"),
    ("dead_partition", b"4"),
    ("dead_offset", b"17"),
    ("dead_key", b"x:1"),
    ("dead_error", b"InvalidMessage"),
    ("dead_reason", b"no such field"),
]


def test_every_service_with_dead_letters_can_be_given_them_again() -> None:
    assert [topic.service for topic in REPLAYS] == [topic.service for topic in DEAD_LETTERS]


def test_a_replayed_record_is_the_one_that_died() -> None:
    record = replay_of(TRIAGE, b"mention.changed.v1|4|17", b"bytes", DIED)
    assert (record.topic, record.partition, record.key) == ("triage.replay.v1", 4, b"mention.changed.v1|4|17")
    origin = origin_of(record.value, record.headers)
    assert (origin.topic, origin.partition, origin.offset) == ("mention.changed.v1", 4, 17)
    assert (origin.key, origin.value, origin.headers) == (b"x:1", b"bytes", [("ce_type", b"mention.received")])


def test_a_replay_that_died_as_such_still_says_where_the_record_came_from() -> None:
    first = replay_of(TRIAGE, b"k", b"bytes", DIED)
    again = [("dead_topic", b"triage.replay.v1"), ("dead_partition", b"4"), ("dead_offset", b"0"), ("dead_key", b"k")]
    second = replay_of(TRIAGE, b"k2", b"bytes", [*first.headers, *again])
    assert origin_of(second.value, second.headers) == origin_of(first.value, first.headers)


def test_a_tombstone_that_died_is_a_tombstone_again() -> None:
    assert replay_of(TRIAGE, b"k", b"", [*DIED, ("dead_tombstone", b"1")]).value is None


@pytest.mark.parametrize("headers", [[], [("dead_topic", b"a"), ("dead_partition", b"x"), ("dead_offset", b"1")]])
def test_a_letter_without_an_origin_is_refused(headers: list[Any]) -> None:
    with pytest.raises(InvalidMessage, match="where it came from"):
        replay_of(TRIAGE, b"k", b"v", headers)
    with pytest.raises(InvalidMessage, match="where it came from"):
        origin_of(b"v", headers)
