"""What becomes of a record: the handler's output, a dead letter, or the end of the process."""

import dataclasses
from typing import NoReturn

import pytest
from aiokafka import ConsumerRecord, TopicPartition

from shared.contracts.dead import ReplayTopic, replay_of
from shared.contracts.record import Record
from shared.errors import InvalidMessage, Transient
from shared.exits import PERSON, RESTART
from shared.kafka.bad_records import RUN, AtLimit, TooManyBad
from shared.kafka.batches import check_size
from shared.kafka.dead_letters import REASON_CHARS, dead_letter
from shared.kafka.handling import Handling
from shared.kafka.replays import Replays
from tests.unit.kafka.records import PARTITION, consumed

REPLAYS = ReplayTopic("copier")


class Ended(Exception):
    """The process would have ended."""


def end(what: str, *, remedy: str, code: int = RESTART) -> NoReturn:
    raise Ended(what, remedy, code)


def handler(record: ConsumerRecord) -> list[Record]:
    match record.value:
        case b"unreadable":
            raise InvalidMessage("no such field")
        case b"mistake":
            raise ValueError("the words of a person")
        case b"away":
            raise Transient("try later")
        case b"huge":
            return [Record("out", 0, b"k", b"fits", []), Record("out", 0, b"k", b"x" * 1_000_001, [])]
        case b"alone":
            return [Record("out", 0, b"k", b"x" * 1_000_001, [])]
        case b"nothing":
            return []
        case value:
            return [Record("out", 0, b"k", value, [])]


async def handled(*values: bytes) -> list[Record]:
    handling = Handling("copier", handler, end)
    written: list[Record] = []

    def write(record: Record) -> None:
        check_size(record)
        written.append(record)

    await handling.handle(PARTITION, [consumed(value, offset=n) for n, value in enumerate(values)], write)
    return written


async def test_outputs_keep_the_order_of_their_records() -> None:
    assert [each.value for each in await handled(b"1", b"nothing", b"2")] == [b"1", b"2"]


@pytest.mark.parametrize(
    ("value", "error", "reason"),
    [
        (b"unreadable", b"InvalidMessage", b"no such field"),
        (b"huge", b"Permanent", b"a record for out takes 1,000,0"),
        (b"alone", b"Permanent", b"a record for out takes 1,000,0"),
        (b"mistake", b"ValueError", b"a mistake in the program: test_handling.py, line "),
    ],
)
async def test_a_bad_record_becomes_a_dead_letter_and_nothing_else(value: bytes, error: bytes, reason: bytes) -> None:
    first, letter, last = await handled(b"1", value, b"2")
    told = dict(letter.headers)
    assert (first.value, letter.topic, letter.value, last.value) == (b"1", "copier.dead.v1", value, b"2")
    assert told["dead_error"] == error
    assert told["dead_reason"].startswith(reason)


async def test_the_words_in_an_unexpected_error_stay_out_of_the_reason() -> None:
    (letter,) = await handled(b"mistake")
    assert b"words" not in dict(letter.headers)["dead_reason"]


async def test_what_is_about_the_world_is_no_dead_letter() -> None:
    with pytest.raises(Transient):
        await handled(b"away")


async def test_a_run_ends_the_process_and_asks_for_a_person() -> None:
    with pytest.raises(Ended, match="copier stops: 5 bad records in a row on topic, partition 2") as ended:
        await handled(*[b"unreadable"] * 5)
    assert ended.value.args[2] == PERSON


async def test_a_run_can_stop_its_loop_alone_and_says_what_to_do() -> None:
    handling = Handling("copier", handler, end, at_limit=AtLimit.STOP)
    with pytest.raises(
        TooManyBad, match=r"5 bad records in a row on topic, partition 2.*COPIER_ACCEPT_BAD_RECORDS=true"
    ):
        await handling.handle(PARTITION, [consumed(b"unreadable")] * RUN, lambda _: None)


async def test_where_bad_records_are_accepted_all_of_them_are_put_aside_and_the_next_is_handled() -> None:
    handling = Handling("copier", handler, end, at_limit=AtLimit.GO_ON)
    written: list[Record] = []
    await handling.handle(PARTITION, [*[consumed(b"unreadable")] * 3 * RUN, consumed(b"1")], written.append)
    assert [each.topic for each in written] == ["copier.dead.v1"] * 3 * RUN + ["out"]


def replayed(value: bytes, offset: int, partition: int = PARTITION.partition) -> ConsumerRecord:
    """A letter that an operator put before its service again; it came from offset 7 of PARTITION."""
    letter = dead_letter(consumed(value), service="copier", error="E", reason="r")
    replay = replay_of(REPLAYS, letter.key, letter.value, letter.headers)
    again = consumed(replay.value, offset=offset, key=replay.key)
    return dataclasses.replace(again, topic=REPLAYS.name, partition=partition, headers=tuple(replay.headers))


async def test_replays_that_die_again_are_letters_under_their_own_names_and_stop_nothing() -> None:
    handling = Handling("copier", handler, end, Replays(REPLAYS, [PARTITION.topic]))
    written: list[Record] = []
    again = [replayed(b"unreadable", offset) for offset in range(RUN + 1)]
    await handling.handle(TopicPartition(REPLAYS.name, PARTITION.partition), again, written.append)
    assert [(each.topic, each.key) for each in written] == [("copier.dead.v1", b"topic|2|7")] * (RUN + 1)
    with pytest.raises(Ended):
        await handling.handle(PARTITION, [consumed(b"unreadable")] * RUN, written.append)


async def test_a_replay_that_came_by_a_partition_of_others_is_not_taken_for_what_its_headers_say() -> None:
    handling = Handling("copier", handler, end, Replays(REPLAYS, [PARTITION.topic]))
    written: list[Record] = []
    astray = replayed(b"1", 4, partition=PARTITION.partition + 1)
    await handling.handle(TopicPartition(REPLAYS.name, astray.partition), [astray], written.append)
    (letter,) = written
    assert (letter.topic, letter.key) == ("copier.dead.v1", b"copier.replay.v1|3|4")
    assert dict(letter.headers)["dead_reason"].startswith(b"a replay of partition 2 came by partition 3")


def test_a_dead_letter_has_all_that_a_replay_needs() -> None:
    letter = dead_letter(consumed(b"bytes"), service="copier", error="E", reason="r" * 5_000)
    told = dict(letter.headers)
    assert (letter.key, letter.value, told["ce_id"]) == (b"topic|2|7", b"bytes", b"1")
    assert (told["dead_topic"], told["dead_partition"], told["dead_offset"]) == (b"topic", b"2", b"7")
    assert (told["dead_key"], told["dead_service"], len(told["dead_reason"])) == (b"key", b"copier", REASON_CHARS)
    assert "dead_tombstone" not in told


def test_a_tombstone_that_died_is_not_a_tombstone_of_the_letter() -> None:
    letter = dead_letter(consumed(None, key=None), service="copier", error="E", reason="r")
    told = dict(letter.headers)
    assert (letter.value, told["dead_tombstone"]) == (b"", b"1")
    assert "dead_key" not in told
