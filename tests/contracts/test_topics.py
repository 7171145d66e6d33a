"""Rules that every topic keeps."""

import re
from typing import Any

import pytest
from aiokafka.partitioner import DefaultPartitioner

from shared.clock import now
from shared.contracts import TOPICS, Topic
from shared.contracts.mention_changed import MENTION_CHANGED, Mention
from shared.contracts.partition import partition_of
from shared.contracts.record import Event, event_of, record_of, tombstone_of
from shared.errors import InvalidMessage
from tests.contracts.examples import EXAMPLES
from tests.contracts.golden import golden_record
from tests.contracts.mention_example import MENTION


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_topic_is_named_for_an_entity_and_a_change(topic: Topic[Any]) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z]+\.v[1-9][0-9]*", topic.name)
    assert topic.writers
    assert topic.readers


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_compacted_topics_let_subscribers_see_removals_for_a_week(topic: Topic[Any]) -> None:
    config = topic.kept.as_config()
    assert config["message.timestamp.type"] == "LogAppendTime"
    if "compact" in topic.kept.cleanup:
        assert int(config["delete.retention.ms"]) >= 7 * 24 * 3600 * 1000
        beyond_lag = int(config["max.compaction.lag.ms"]) - int(config["min.compaction.lag.ms"])
        assert beyond_lag + int(config["segment.ms"]) <= 48 * 3600 * 1000


def test_transitions_are_named_once() -> None:
    names = [name for topic in TOPICS for name in topic.transitions]
    assert len(names) == len(set(names))
    assert set(names) == set(EXAMPLES)


@pytest.mark.parametrize("scope", ["", "a", "ab", "abc", "x:12", "ж", "😀 x", "x" * 300, "x:1990000000000000004"])
def test_partitions_are_those_of_any_kafka_client(scope: str) -> None:
    kafka = DefaultPartitioner()(scope.encode(), list(range(6)), list(range(6)))
    assert partition_of(scope, 6) == kafka


def test_mentions_of_one_thread_share_a_partition() -> None:
    other = MENTION.model_copy(update={"id": "x:2"})
    places = {
        record_of(MENTION_CHANGED, "mention.received", mention, id="1", source="t", time=now()).partition
        for mention in (MENTION, other)
    }
    assert len(places) == 1


def test_fields_of_a_newer_version_are_ignored() -> None:
    record = golden_record(MENTION_CHANGED, "mention.received")
    assert record.value is not None
    newer = record.value.replace(b'{"id":', b'{"invented_later":{"a":1},"id":', 1)
    event = event_of(MENTION_CHANGED, newer, record.headers)
    assert event is not None
    assert event.fact == MENTION


def test_a_transition_of_a_newer_version_is_passed_over() -> None:
    record = golden_record(MENTION_CHANGED, "mention.received")
    headers = [(name, b"mention.invented_later" if name == "ce_type" else value) for name, value in record.headers]
    assert event_of(MENTION_CHANGED, record.value, headers) is None


def test_a_writer_may_not_add_fields() -> None:
    with pytest.raises(ValueError, match="Extra inputs are not permitted"):
        Mention(**{**MENTION.model_dump(), "mood": "angry"})


@pytest.mark.parametrize(
    ("value", "headers", "named"),
    [
        (b"not json", None, "Invalid JSON"),
        (b'{"id":"x:1"}', None, "platform"),
        (b"{}", [], "ce_type"),
        (b"\xff\xfe", None, "value"),
    ],
)
def test_bytes_that_break_the_contract_say_where(value: bytes, headers: list[Any] | None, named: str) -> None:
    good = golden_record(MENTION_CHANGED, "mention.received")
    with pytest.raises(InvalidMessage, match=named):
        event_of(MENTION_CHANGED, value, good.headers if headers is None else headers)


def test_headers_are_read_as_they_were_written() -> None:
    said = now()
    record = record_of(MENTION_CHANGED, "mention.received", MENTION, id="7", source="t", time=said, traceparent="00-1")
    event = event_of(MENTION_CHANGED, record.value, record.headers)
    assert event is not None
    assert (event.id, event.source, event.time, event.traceparent) == ("7", "/bluelamp/t", said, "00-1")
    assert event.headers["ce_time"] == said.isoformat().encode()


@pytest.mark.parametrize(("headers", "named"), [({}, "missing"), ({"ce_time": b"soon", "ce_id": b"\xff"}, "read")])
def test_a_header_that_cannot_be_read_says_so_when_it_is_asked_for(headers: dict[str, bytes], named: str) -> None:
    event = Event("mention.received", MENTION, headers)
    for ask in (lambda: event.id, lambda: event.time):
        with pytest.raises(InvalidMessage, match=named):
            ask()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-05-01T12:00:00Z", "2026-05-01T12:00:00+00:00"),
        ("2026-05-01T12:00:00.5+01:00", "2026-05-01T11:00:00.500000+00:00"),
        ("2026-04-30T23:00:00-03:30", "2026-05-01T02:30:00+00:00"),
    ],
)
def test_moments_are_kept_in_utc(written: str, read: str) -> None:
    moment = MENTION.model_validate({**MENTION.model_dump(), "posted_at": written}).posted_at
    assert moment.isoformat() == read


@pytest.mark.parametrize("written", ["2026-05-01T12:00:00", "soon", None])
def test_a_moment_without_its_zone_is_none(written: str | None) -> None:
    with pytest.raises(ValueError, match="a time with its zone"):
        MENTION.model_validate({**MENTION.model_dump(), "posted_at": written})


def test_a_persons_words_are_not_repeated_in_the_reason() -> None:
    good = golden_record(MENTION_CHANGED, "mention.received")
    assert good.value is not None
    broken = good.value.replace(b'"posted_at":"2026', b'"posted_at":"my secret 2026')
    with pytest.raises(InvalidMessage) as caught:
        event_of(MENTION_CHANGED, broken, good.headers)
    assert "secret" not in str(caught.value)


def test_a_tombstone_goes_where_its_entity_is() -> None:
    record = golden_record(MENTION_CHANGED, "mention.received")
    stone = tombstone_of(MENTION_CHANGED, key=MENTION.id, scope=MENTION.conversation)
    assert (stone.partition, stone.key, stone.value) == (record.partition, record.key, None)
