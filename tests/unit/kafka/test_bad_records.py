"""Five bad records in a row, or one in a hundred within five minutes: then the service is wrong, not the records."""

from aiokafka import TopicPartition

from shared.kafka.bad_records import BadRecords

HERE, THERE = TopicPartition("topic", 0), TopicPartition("topic", 1)


def noted(*bad: bool, partition: TopicPartition = HERE) -> BadRecords:
    records = BadRecords()
    for each in bad:
        records.note(partition, bad=each)
    return records


def test_five_in_a_row_are_too_many_and_named_by_their_partition() -> None:
    assert noted(*[True] * 4).too_many() is None
    assert noted(*[True] * 5).too_many() == "5 bad records in a row on topic, partition 0"


def test_a_good_one_between_them_ends_the_run() -> None:
    assert noted(True, True, True, True, False, True).too_many() is None


def test_a_good_one_on_another_partition_does_not() -> None:
    records = noted(*[True] * 4)
    records.note(THERE, bad=False)
    records.note(HERE, bad=True)
    assert records.too_many() is not None


def test_more_than_one_in_a_hundred_are_too_many_from_five_on() -> None:
    records = BadRecords()
    records.note_batch(0.0, records=3, bad=1)
    assert records.too_many() is None
    records.note_batch(1.0, records=396, bad=3)
    assert records.too_many() is None
    records.note_batch(2.0, records=1, bad=1)
    assert records.too_many() == "5 bad records among 400 within 5 minutes"


def test_one_in_a_hundred_is_borne() -> None:
    records = BadRecords()
    records.note_batch(0.0, records=1_000, bad=10)
    assert records.too_many() is None


def test_what_is_older_than_five_minutes_does_not_count() -> None:
    records = BadRecords()
    records.note_batch(0.0, records=10, bad=5)
    assert records.too_many() is not None
    records.note_batch(301.0, records=10, bad=0)
    assert records.too_many() is None
