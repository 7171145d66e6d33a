"""What is seen of an installation survives a record that cannot be read."""

from aiokafka import ConsumerRecord

from shared.clock import now
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.record import record_of
from shared.standing import note_report
from tests.contracts.examples import EXAMPLES


def consumed(report: ChannelReport, value: bytes | None = None) -> ConsumerRecord:
    """The report's record, or one with other bytes."""
    record = record_of(CHANNEL_REPORTED, "channel.reported", report, id="1", source="ingest", time=now())
    bytes_ = record.value if value is None else value
    headers = tuple(record.headers)
    return ConsumerRecord(record.topic, 0, 7, 1_790_000_000_000, 1, record.key, bytes_, None, 3, 5, headers)


def test_a_report_that_cannot_be_read_is_left_out() -> None:
    report = EXAMPLES["channel.reported"]
    assert isinstance(report, ChannelReport)
    reports: dict[str, ChannelReport] = {}
    note_report(consumed(report, b"no JSON"), reports)
    assert reports == {}
    note_report(consumed(report), reports)
    assert list(reports.values()) == [report]
