"""What is seen of an installation survives a record that cannot be read."""

from pathlib import Path

from aiokafka import ConsumerRecord

from shared.clock import now
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.record import record_of
from shared.health import Health
from shared.registry import load_registry
from shared.settings import CHECKOUT
from shared.standing import look, note_report
from tests.contracts.examples import EXAMPLES
from tests.support.ports import free_ports


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


async def test_a_service_of_two_processes_is_no_better_than_the_worse(tmp_path: Path) -> None:
    well, ill = Health("metrics-sampler"), Health("metrics-aggregator")
    well.check("counts").passes()
    check = ill.check("measures")
    check.fails("reading what is there")
    ports = free_ports(2)
    addresses = {
        each.service: f"http://127.0.0.1:{port}/metrics" for each, port in zip((well, ill), ports, strict=True)
    }
    registry = load_registry(CHECKOUT / "deploy" / "force")
    for health, port in zip((well, ill), ports, strict=True):
        await health.serve(port)
    try:
        for expected in ((False, ("metrics-aggregator: measures: reading what is there",)), (True, ())):
            seen = await look("127.0.0.1:9", addresses, tmp_path, registry, known_silent=True)
            (metrics,) = [each for each in seen.services if each.service == "metrics"]
            assert (metrics.ready, metrics.not_ready) == expected
            check.passes()
        seen = await look("127.0.0.1:9", {}, tmp_path, registry, known_silent=True)
        assert {each.ready for each in seen.services} == {None}
    finally:
        await well.close()
        await ill.close()
