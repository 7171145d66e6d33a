"""Reports leave with the producer of the account's partition, in the generation in which its lane was begun."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from services.publisher.book import Book
from services.publisher.ground import Decide, Tools
from services.publisher.lanes import Lanes
from services.publisher.settings import PublisherSettings
from services.publisher.topics import Topics
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.record import Record, event_of
from tests.support.channel import PaperPlatform
from tests.support.store import PaperStore
from tests.unit.publisher.posts import WORLD
from tests.unit.publisher.running_lane import SECOND, ReadOrders

HERE = Book().number_of("x_hastings")


class PaperWriter:
    """Stateful, as lanes see it; keeps reports by the generation in which they were written."""

    def __init__(self) -> None:
        self.reports: list[tuple[int, int, ChannelReport]] = []

    async def write(self, number: int, generation: int, decide: Decide) -> bool:
        """Write everything."""
        for report in reports_in(decide()):
            self.reports.append((number, generation, report))
        return True


def reports_in(records: Sequence[Record]) -> list[ChannelReport]:
    ours = [each for each in records if each.topic == CHANNEL_REPORTED.name]
    return [event.fact for each in ours if (event := event_of(CHANNEL_REPORTED, each.value, each.headers))]


def lanes(writer: PaperWriter) -> Lanes:
    tools = Tools(Book(), WORLD, Topics(), ReadOrders(), PaperStore(), SECOND)
    return Lanes("127.0.0.1:1", writer, tools, {"x": PaperPlatform()}, PublisherSettings(), finish=1)


async def test_a_report_is_written_as_what_the_account_was_taken_as_and_never_after_it_was_let_go() -> None:
    writer = PaperWriter()
    ours = lanes(writer)
    ours.taken(4, [HERE])
    await ours.report()
    await ours.let_go()
    await ours.report()
    ours.taken(6, [HERE])
    await ours.report()
    await ours.let_go()
    told = [(number, generation) for number, generation, report in writer.reports if report.account == "x_hastings"]
    assert told == [(HERE, 4), (HERE, 6)]


async def test_an_account_that_cannot_be_reported_keeps_no_other_from_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def trips(_: datetime) -> ChannelReport:
        raise ZeroDivisionError

    writer = PaperWriter()
    ours = lanes(writer)
    ours.taken(1, range(3))
    monkeypatch.setattr(ours._lanes["x_hastings"], "report", trips)
    await ours.report()
    await ours.let_go()
    assert {report.account for _, _, report in writer.reports} == WORLD.accounts.keys() - {"x_hastings"}
    assert "cannot be reported" in caplog.text
