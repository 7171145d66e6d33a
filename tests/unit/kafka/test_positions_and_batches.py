"""Where reading begins, and how records are packed."""

import pytest
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.record.memory_records import MemoryRecords
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.record import Record
from shared.errors import Permanent
from shared.kafka.batches import packed, size_of
from shared.kafka.client import FETCH_BYTES, MAX_RECORDS
from shared.kafka.positions import starting_point
from shared.kafka.timing import TIMING
from shared.kafka.writer import check_sizes


@pytest.mark.parametrize(("left_off", "start"), [(None, 10), (10, 10), (15, 15), (20, 20), (3, 10), (25, 20)], ids=str)
def test_reading_begins_where_one_left_off_within_what_the_log_holds(left_off: int | None, start: int) -> None:
    assert starting_point(left_off, first=10, end=20) == start


class Packer:
    """As much of a producer as packing needs, with room for few records in a batch."""

    def create_batch(self) -> BatchBuilder:
        """An empty one."""
        return BatchBuilder(200, 0, is_transactional=False)


def values(batch: BatchBuilder) -> list[bytes]:
    """What a reader of the batch would see."""
    return [record.value for record in MemoryRecords(bytes(batch._build())).next_batch()]


@given(st.lists(st.tuples(st.integers(0, 2), st.binary(max_size=120)), max_size=30))
def test_packed_batches_hold_every_record_once_in_the_order_of_its_partition(written: list[tuple[int, bytes]]) -> None:
    records = [Record("t", partition, b"k", value, [("h", b"v")]) for partition, value in written]
    packing = packed(Packer(), records)
    assert packing.records == len(records)
    for partition in range(3):
        read = [value for _, place, batch in packing.batches if place == partition for value in values(batch)]
        assert read == [value for place, value in written if place == partition]


def test_a_batch_that_is_full_is_followed_by_another() -> None:
    packing = packed(Packer(), [Record("t", 0, b"k", b"x" * 50, []) for _ in range(5)])
    assert [batch.record_count() for _, _, batch in packing.batches] == [2, 2, 1]


def test_a_record_that_is_too_large_is_refused_wherever_it_comes() -> None:
    fits, huge = Record("t", 0, b"k", b"x", []), Record("t", 0, b"k", b"x" * 1_000_001, [])
    packing = packed(Packer(), [fits])
    with pytest.raises(Permanent, match="a record for t takes"):
        packing.add(huge)
    packing.add(fits)
    assert (packing.records, [batch.record_count() for _, _, batch in packing.batches]) == (2, [1, 1])
    with pytest.raises(Permanent):
        packed(Packer(), [huge])


def test_a_record_that_no_broker_takes_is_refused_before_anything_is_written() -> None:
    fits = Record("t", 0, b"k", b"x" * 900_000, [])
    check_sizes([fits])
    with pytest.raises(Permanent, match=r"a record for t takes 1,100,0\d\d bytes, and 1,000,000 is the most"):
        check_sizes([fits, fits._replace(value=b"x" * 1_100_000)])
    with pytest.raises(Permanent):
        check_sizes([fits._replace(headers=[("h", b"x" * 200_000)])])
    assert size_of(fits) > 900_000


def test_the_time_outs_fit_together() -> None:
    assert TIMING.consumer_request > TIMING.rebalance > TIMING.assignment > TIMING.transaction
    assert TIMING.transaction > TIMING.broker_transaction
    assert TIMING.session >= 3 * TIMING.heartbeat
    assert MAX_RECORDS > FETCH_BYTES / 100
