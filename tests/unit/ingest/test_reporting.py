"""What people are told about each account's connection."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from services.ingest.domain.accounts import OwnAccount, OwnAccounts
from services.ingest.domain.coverage import Coverage
from services.ingest.domain.intake import Intake
from services.ingest.domain.seen import Seen
from services.ingest.domain.signals import Signal
from services.ingest.reports import Reporter
from services.ingest.settings import SandboxIngestSettings
from services.ingest.sources.channel import GAPS, Channel
from services.ingest.sources.x import XSource
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport, Gap
from shared.contracts.record import Record, event_of
from shared.errors import Transient
from shared.health import Health
from tests.support.waiting import wait_until
from tests.unit.ingest.fake_client import FakeClient
from tests.unit.ingest.posts import NOW

GAP = Gap(since=NOW, until=NOW + timedelta(hours=1), why="a test")


@dataclass
class Wall:
    """Remembers the last report of each account; refuses while told to."""

    reports: dict[str, ChannelReport] = field(default_factory=dict)
    refuses: bool = False

    async def write(self, records: Sequence[Record]) -> None:
        """Keep them."""
        if self.refuses:
            raise Transient("no broker")
        for record in records:
            event = event_of(CHANNEL_REPORTED, record.value, record.headers)
            assert event is not None
            self.reports[event.fact.account] = event.fact


@dataclass
class Scene:
    """A reporter and all that it touches."""

    channel: Channel = field(default_factory=Channel)
    wall: Wall = field(default_factory=Wall)
    health: Health = field(default_factory=lambda: Health("ingest"))

    def __post_init__(self) -> None:
        accounts = OwnAccounts([OwnAccount("x_hastings", "sbx_hastings"), OwnAccount("x_lewes", "sbx_lewes")])
        self.intake = Intake("x", accounts, Seen(), Coverage(NOW), timedelta(seconds=1))
        check = self.health.check("stream")
        self.reporter = Reporter("ingest-x", self.intake, self.channel, self.wall, check, every=60)

    async def report(self, account: str = "x_hastings") -> ChannelReport:
        """Report, and look."""
        await self.reporter.report()
        return self.wall.reports[account]


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def test_up_means_that_nothing_is_missing(scene: Scene) -> None:
    scene.channel.becomes("up")
    assert (await scene.report()).state == "recovering"
    scene.intake.coverage = Coverage(NOW, NOW)
    report = await scene.report()
    assert (report.state, report.detail) == ("up", "")


async def test_ready_once_the_stream_is_up_or_known_to_be_down(scene: Scene) -> None:
    await scene.report()
    assert not scene.health.ready
    scene.channel.becomes("down", "X answered 503.")
    report = await scene.report()
    assert (report.state, report.detail) == ("down", "X answered 503; mentions still come by search")
    assert scene.health.ready


async def test_a_state_keeps_its_beginning_over_a_restart_and_so_do_gaps(scene: Scene) -> None:
    scene.channel.becomes("refused", "X answered 401")
    scene.channel.lost(GAP)
    first = await scene.report()
    scene.intake.last_mention["x_hastings"] = NOW
    again = Scene()
    again.reporter.recall({"x_hastings": first.model_copy(update={"last_mention_at": NOW})})
    again.channel.becomes("refused", "X answered 401")
    later = await again.report()
    assert (later.since, later.gaps, later.last_mention_at) == (first.since, (GAP,), NOW)


async def test_the_same_gap_is_told_once_and_old_ones_make_room(scene: Scene) -> None:
    scene.channel.lost(GAP)
    scene.channel.lost(GAP.model_copy(update={"until": NOW + timedelta(hours=2)}))
    assert [gap.until for gap in scene.channel.gaps] == [NOW + timedelta(hours=2)]
    for day in range(1, GAPS + 5):
        scene.channel.lost(GAP.model_copy(update={"since": NOW + timedelta(days=day)}))
    assert len(scene.channel.gaps) == GAPS


async def test_a_broker_that_refuses_reports_ends_nothing(scene: Scene) -> None:
    scene.wall.refuses = True
    scene.channel.becomes("up")
    running = asyncio.create_task(scene.reporter.run())
    scene.wall.refuses = False
    scene.channel.becomes("down", "X answered 503.")
    await wait_until(lambda: scene.wall.reports, what="a report")
    running.cancel()


async def test_one_account_that_the_platform_does_not_know_leaves_the_others_well(scene: Scene) -> None:
    signals: asyncio.Queue[Signal] = asyncio.Queue()
    source = XSource(FakeClient(origin="http://127.0.0.1:9"), SandboxIngestSettings(), "sussex", scene.intake, signals)
    running = asyncio.create_task(source.run())
    await wait_until(lambda: source.channel.troubles, what="trouble with one account")
    running.cancel()
    await asyncio.wait({running})
    source.channel.becomes("up")
    assert source.channel.state("x_hastings", complete=True) == ("up", "")
    assert source.channel.state("x_lewes", complete=True) == ("down", "X has no account @sbx_lewes")
    assert scene.intake.accounts.all[0].user_id == "1"
